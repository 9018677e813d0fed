"""What tracking one worker finds: triggers hit, stages due, what cannot be told, by each reading of a policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

import attrs

from yosrules.attendance.days.spells import Spell
from yosrules.attendance.facts import Attending
from yosrules.attendance.measures.windows import Counted
from yosrules.deciding.decide import Decision, Finding, Reached, Status, Verdict
from yosrules.language.expr import Compare
from yosrules.language.kinds import Fact, Value
from yosrules.language.plain.values import Plain, plain_day, plain_value
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time.measures import Tally, lost
from yosrules.policies.policy import Edition, Modality, Rule
from yosrules.policies.stages import Rung
from yosrules.records.absence import Worker

_FURTHEST = 3 * 366
"""How many days ahead is searched for the day on which a spell drops out of a window."""


@attrs.frozen
class Hit:
    """A trigger that was hit: on which day, by which rule, what was found of it, and each measure that it reads.

    `amid` is the spell in which it was hit, for a rule that asks about the absence itself; `attending` is the worker as
    the rule reads the record, to be asked about other days.
    """

    day: date
    rule: Rule[Rung]
    finding: Finding
    measures: Mapping[str, Counted]
    amid: Spell | None
    attending: Attending = attrs.field(eq=False, repr=False)

    @property
    def because(self) -> dict[Fact, Value]:
        """The measures in those comparisons that made the rule hold, and their values."""
        held = [
            leaf
            for leaf in _leaves(self.finding)
            if isinstance(leaf.condition, Compare) and leaf.verdict is Verdict.HOLDS
        ]
        measured = [leaf for leaf in held if all(fact.name in self.measures for fact, _ in leaf.read)]
        return {fact: value for leaf in measured for fact, value in leaf.read if value is not None}

    @property
    def spells(self) -> tuple[Spell, ...]:
        """The spells that the measures of the rule counted, and the one that it asks about, each once, in order."""
        every = {spell: None for counted in self.measures.values() for spell, _ in counted.counted}
        if self.amid and all(spell.start != self.amid.start for spell in every):
            every[self.amid] = None
        return tuple(sorted(every, key=lambda spell: spell.start))

    def as_dict(self) -> dict[str, Plain]:
        """The hit as plain data: the day, the rule, what made it hold, and the spells that were counted."""
        cites = None if self.rule.cites is None else str(self.rule.cites)
        return {
            "day": plain_day(self.day),
            "rule": self.rule.id,
            "modality": self.rule.modality.value,
            "leads_to": self.rule.outcome.name,
            "cites": cites,
            "because": {fact.name: plain_value(value) for fact, value in self.because.items()},
            "counted": [_days(spell) for spell in self.spells],
        }


def _days(spell: Spell) -> dict[str, Plain]:
    return {"start": plain_day(spell.start), "end": plain_day(spell.end)}


def _leaves(finding: Finding) -> Iterator[Finding]:
    if not finding.under:
        yield finding
    for part in finding.under:
        yield from _leaves(part)


@attrs.frozen
class Doubt:
    """A rule that could not be decided on some assessed days, in order, and the missing facts."""

    rule: Rule[Rung]
    days: tuple[date, ...]
    missing: tuple[Fact, ...]

    @property
    def first(self) -> date:
        """The first such day."""
        return self.days[0]

    @property
    def last(self) -> date:
        """The last such day."""
        return self.days[-1]


@attrs.frozen
class StageHit:
    """A stage that was hit, and that nothing on record has answered since: from which day, by which hits.

    `status` is must or may, or at least may where nobody can tell whether it must be held. `still` is whether a rule
    that was hit holds on the day asked about too, and `open` whether nothing has answered it; either is None where it
    is unknown, for want of the facts that are `missing`. `gate` is None where the stage has no gate; a gate that cannot
    be decided counts as shut. `held_by` is the last day on which it is to be held, and `soonest` the first on which it
    can be if the worker is told on the day asked about; each None where the policy does not say.
    """

    stage: Rung
    since: date
    status: Status
    hits: tuple[Hit, ...]
    still: bool | None
    open: bool | None
    missing: tuple[Fact, ...]
    gate: Verdict | None
    held_by: date | None
    soonest: date | None

    @property
    def first_hits(self) -> list[Hit]:
        """The hits on the day since which it stands."""
        return [hit for hit in self.hits if hit.day == self.since]

    @property
    def due(self) -> bool | None:
        """Whether it is due: over the line still, and answered by nothing; None where that is unknown."""
        return False if self.still is False else (self.still and self.open) or None

    def as_dict(self) -> dict[str, Plain]:
        """The stage as plain data: since when, must or may, by which rules, and whether its gate is open."""
        return {
            "stage": self.stage.name,
            "status": self.status.value,
            "since": plain_day(self.since),
            "rules": [hit.rule.id for hit in self.first_hits],
            "still": self.still,
            "gate": None if self.gate is None else self.gate.value,
            "held_by": plain_day(self.held_by),
            "soonest": plain_day(self.soonest),
        }


@attrs.frozen
class Undecided:
    """A stage of which nobody can tell whether it is due, or whether it must be held; and the missing facts.

    `doubt` is None where every assessed day could be decided, and only the day asked about cannot. `hit` is how the
    stage was hit, if it was, and only what became of that is unknown.
    """

    stage: Rung
    doubt: Doubt | None
    missing: tuple[Fact, ...]
    hit: StageHit | None = None

    def as_dict(self) -> dict[str, Plain]:
        """What cannot be told as plain data: the stage, on which days, and the facts that are missing."""
        return {
            "stage": self.stage.name,
            "from": plain_day(self.doubt.first if self.doubt else None),
            "to": plain_day(self.doubt.last if self.doubt else None),
            "hit": plain_day(self.hit.since if self.hit else None),
            "missing": [fact.name for fact in self.missing],
        }


@attrs.frozen
class Reading:
    """One reading of a policy for one worker: hits, the stages they led to, doubts, what one more absence would do."""

    name: str
    attending: Attending = attrs.field(eq=False, repr=False)
    edition: Edition[Rung] | None
    hits: tuple[Hit, ...]
    stages: tuple[StageHit, ...]
    decision: Decision[Rung] | None
    one_more: tuple[tuple[date, Rung], ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def due(self) -> tuple[StageHit, ...]:
        """The stages that are due, in the order of the ladder."""
        return tuple(each for each in self.stages if each.due)

    @property
    def lapsed(self) -> tuple[StageHit, ...]:
        """The stages that were hit and answered by nothing, and whose lines the worker is no longer over: history."""
        return tuple(each for each in self.stages if each.due is False)

    @property
    def untold(self) -> tuple[Reached[Rung], ...]:
        """The stages that cannot be decided on the day asked about."""
        outcomes = self.decision.outcomes if self.decision else ()
        return tuple(each for each in outcomes if each.status is Status.CANNOT_TELL)

    @property
    def says(self) -> tuple[tuple[str, date, Status], ...]:
        """Each stage that is or may be due, since when, and by a must or a may; readings are compared by this."""
        return tuple((each.stage.name, each.since, each.status) for each in self.stages if each.due is not False)

    @property
    def tallies(self) -> dict[str, Counted]:
        """The measures that count absences, on the day asked about."""
        tallied = [name for name, ref in lost(self.attending.policy.about).items() if isinstance(ref.by, Tally)]
        return {name: self.attending.measure(name, self.attending.last) for name in tallied}

    @property
    def undecided(self) -> tuple[Undecided, ...]:
        """The stages of which nobody can tell, now or on an earlier day, whether they are due or must be held."""
        due = {each.stage: each for each in self.due}
        now = {each.outcome: each.missing for each in self.untold}
        earlier = {
            doubt.rule.outcome: doubt
            for doubt in self.doubts
            if doubt.rule.outcome not in due or doubt.rule.modality is Modality.MUST
        }
        hit = {each.stage: each for each in self.stages if each.due is None}
        perhaps = [stage for stage, each in due.items() if each.status is Status.AT_LEAST_MAY]
        found = []
        for stage in dict.fromkeys([*hit, *perhaps, *now, *earlier]):
            if stage not in due or stage in perhaps:
                doubt, was = earlier.get(stage), hit.get(stage)
                facts = [*(was or due[stage]).missing] if was or stage in due else []
                facts += [*now.get(stage, ()), *(doubt.missing if doubt else ())]
                missing = {each for fact in dict.fromkeys(facts) for each in self._behind(fact)}
                found.append(Undecided(stage, doubt, tuple(sorted(missing, key=lambda each: each.name)), was))
        return tuple(found)

    def _behind(self, fact: Fact) -> tuple[Fact, ...]:
        """The missing facts to report: those of undecided absences, or the fact itself."""
        if fact.name not in lost(self.attending.policy.about):
            return (fact,)
        undecided = self.attending.measure(fact.name, self.attending.last).undecided
        return tuple(dict.fromkeys(each for _, finding in undecided for each in finding.missing)) or (fact,)

    def as_dict(self) -> dict[str, Plain]:
        """The reading as plain data: what is due, what lapsed, what cannot be told, every hit and every measure."""
        return {
            "reading": self.name,
            "due": [each.as_dict() for each in self.due],
            "lapsed": [each.as_dict() for each in self.lapsed],
            "cannot_tell": [each.as_dict() for each in self.undecided],
            "one_more": [{"day": plain_day(day), "leads_to": stage.name} for day, stage in self.one_more],
            "hits": [each.as_dict() for each in self.hits],
            "measures": {
                name: {
                    "value": None if tally.value is None else plain_value(tally.value),
                    "counted": [_days(spell) | {"amount": plain_value(amount)} for spell, amount in tally.counted],
                }
                for name, tally in self.tallies.items()
            },
        }

    def drops_out(self, name: str, spell: Spell, day: date) -> date | None:
        """The first day after a day on which a measure no longer counts a spell; None if it is not in sight."""
        for ahead in (day + timedelta(days=n) for n in range(1, _FURTHEST)):
            found = self.attending.measure(name, ahead)
            # Hours that were written down count until the whole absence is out, though nobody can tell how many.
            if all(each.start != spell.start for each in (*(counted for counted, _ in found.counted), *found.untold)):
                return ahead
        return None


@attrs.frozen
class Timeline:
    """One worker under one policy up to a day, by each reading of its text."""

    policy: AttendancePolicy
    worker: Worker
    day: date
    readings: tuple[Reading, ...]

    @property
    def agreed(self) -> bool:
        """Whether every reading finds the same stages due since the same days."""
        return len({reading.says for reading in self.readings}) == 1

    def as_dict(self) -> dict[str, Plain]:
        """The timeline as plain data, by each reading."""
        return {
            "policy": self.policy.name,
            "worker": self.worker.reference,
            "team": self.worker.team or None,
            "day": plain_day(self.day),
            "agreed": self.agreed,
            "readings": [each.as_dict() for each in self.readings],
        }
