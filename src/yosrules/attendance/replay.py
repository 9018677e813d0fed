"""One worker's histories gone through day by day, as they were known on each, by one reading of a policy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import assert_never

from yosrules.attendance.facts import BY_ABSENCE, Attending, Tellings
from yosrules.attendance.spells import back_at_work
from yosrules.attendance.timeline import Doubt, Hit, Reading, StageDue
from yosrules.deciding.decide import Decision, Ruled, Status, Verdict, decide, find
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import reads
from yosrules.policies.attendance import Assessed, AttendancePolicy, Conventions, Fires, Rung
from yosrules.policies.calendar import ONE
from yosrules.policies.counting import DayCount
from yosrules.policies.lost_time import Continuous, Lasted, SinceHeld, Tally, lost
from yosrules.policies.policy import Edition, Modality, Rule
from yosrules.records.absence import Absence, Attendance


class Rulings:
    """The rules of a policy by edition and reading; a decision about the same facts is made once."""

    def __init__(self, policy: AttendancePolicy) -> None:
        self.policy = policy
        self._measures = {ref.fact: ref.by for ref in lost(policy.about).values()}
        self._readings = [policy.readings(edition) for edition in policy.editions]
        self._decided: dict[tuple[int, str, tuple[Value | None, ...]], Decision[Rung]] = {}
        self._asked: dict[tuple[int, str], tuple[str, ...]] = {}
        rules = [rule for edition in policy.editions for rule in edition.rules]
        self.any_long_term = any(map(self.long_term, rules))
        self.outcomes = {rule.outcome for rule in rules}
        tallies = [by for by in self._measures.values() if isinstance(by, Tally)]
        self.to_return = any(by.counting.days is DayCount.TO_RETURN for by in tallies)

    @property
    def readings(self) -> tuple[str, ...]:
        """The names of the readings that the policy has; one, named "", where it can be read one way only."""
        names = dict.fromkeys(name for ways in self._readings for name in ways)
        return tuple(name for name in names if name or len(names) == 1)

    def read(self, place: int, name: str) -> tuple[Edition[Rung], Conventions]:
        """An edition as one reading has it; one that can be read one way only is the same in each."""
        ways = self._readings[place]
        return ways.get(name) or ways[""]

    def conventions(self, name: str) -> Conventions:
        """How one reading of the policy reads a history."""
        return self.read(len(self.policy.editions) - 1, name)[1]

    def asked(self, place: int, name: str) -> tuple[str, ...]:
        """The names of the facts that an edition, as one reading has it, asks about."""
        if (place, name) not in self._asked:
            self._asked[place, name] = tuple(self.read(place, name)[0].facts())
        return self._asked[place, name]

    def measures(self, rule: Rule[Rung]) -> list[Fact]:
        """The measures that a rule reads."""
        return [fact for fact in dict.fromkeys(reads(rule.when)) if fact in self._measures]

    def lasting(self, rule: Rule[Rung]) -> bool:
        """Whether a rule reads nothing that absences change, so that no absence can take it over a line."""
        return not any(fact in self._measures or fact.name in BY_ABSENCE for fact in reads(rule.when))

    def long_term(self, rule: Rule[Rung]) -> bool:
        """Whether a rule looks at how long an absence has lasted, which is assessed day by day whatever else is."""
        return any(isinstance(self._measures[fact], Continuous | Lasted | SinceHeld) for fact in self.measures(rule))

    def decide(self, place: int, name: str, facts: Mapping[str, Value | None]) -> Decision[Rung]:
        """The decision of an edition about some facts."""
        key = (place, name, tuple(facts.values()))
        if key not in self._decided:
            self._decided[key] = decide(self.read(place, name)[0], self.record(facts))
        return self._decided[key]

    def record(self, facts: Mapping[str, Value | None]) -> Attendance:
        """A record that states some facts and leaves the others unknown."""
        return _made(self.policy.about, facts)


def _made(make: Callable[..., Attendance], facts: Mapping[str, Value | None]) -> Attendance:
    return make(**facts)


class Replay:
    """One worker's histories gone through day by day, by one reading."""

    def __init__(self, rulings: Rulings, name: str, attending: Attending, day: date) -> None:
        self.rulings, self.name, self.attending, self.day = rulings, name, attending, day
        self.conventions = attending.conventions
        self._doubts: dict[str, Doubt] = {}

    def reading(self, *, one_more: bool) -> Reading:
        """Everything that one reading comes to."""
        hits = tuple(self.hits(self.assessed()))
        due = tuple(self._due(hits))
        place = self._place(self.day)
        return Reading(
            self.name,
            self.attending,
            None if place is None else self.rulings.read(place, self.name)[0],
            hits,
            due,
            None if place is None else self._decide(place, self.day),
            tuple(self._one_more({each.stage for each in due})) if one_more else (),
            tuple(self._doubts.values()),
        )

    def _one_more(self, due: set[Rung]) -> Iterator[tuple[date, Rung]]:
        """What else than is due one more day away would lead to, being a spell of its own if the worker is at work."""
        if due >= self.rulings.outcomes:
            return
        day = self._next_day_away()
        row = None if self._open() else Absence(start=day, end=day)
        more = Replay(self.rulings, self.name, self.attending.going_on(row, day + ONE), day + ONE)
        for hit in more.hits([each for each in more.assessed() if each > self.day]):
            if hit.rule.outcome not in due:
                yield hit.day, hit.rule.outcome

    def _open(self) -> bool:
        return bool(self.attending.absences) and self.attending.absences[-1].end is None

    def _next_day_away(self) -> date:
        """The next working day, or day of the absence that is still open; at work it is one that starts a new spell."""
        if self._open():
            return self.day + ONE
        ends = max([self.day, *(row.end for row in self.attending.absences if row.end)])
        days = [ends + timedelta(days=n) for n in range(1, 15)]
        working = [day for day in days if self.attending.ledger.roster.working(day) in (True, None)]
        return next((day for day in working if self._apart(day)), days[0])

    def _apart(self, day: date) -> bool:
        return self.attending.ledger.apart(Absence(start=day, end=day))

    def assessed(self) -> list[date]:
        """The days on which a trigger can be hit, in order."""
        days = self._usual | set(self._away() if self.rulings.any_long_term else ())
        return sorted(day for day in days if day <= self.day)

    @cached_property
    def _usual(self) -> set[date]:
        """The days on which the triggers are put to the record as the conventions say."""
        if self.conventions.fires is Fires.WHILE_IT_HOLDS:
            held = self.attending.held or ()
            over = [each.until + ONE for each in held if each.until]
            after = [each.held + ONE for each in held]
            return {*self._away(), *(each.held for each in held), *after, *over, self.day}
        match self.conventions.assessed:
            case Assessed.EACH_DAY:
                return set(self._away())
            case Assessed.AT_START:
                return {row.start for row in self.attending.absences}
            case Assessed.ON_RETURN:
                return {back for row in self.attending.absences if (back := back_at_work(row))}
            case _:
                assert_never(self.conventions.assessed)

    def _away(self) -> Iterator[date]:
        """Every day of absence, to the day of return where those days count too."""
        for row in self.attending.absences:
            ends = row.returned - ONE if row.returned and self.rulings.to_return else row.end
            last = min(ends or self.day, self.day)
            yield from (row.start + timedelta(days=n) for n in range((last - row.start).days + 1))

    def hits(self, days: Sequence[date]) -> Iterator[Hit]:
        """Every trigger hit on some of the assessed days."""
        before: date | None = None
        answered: set[tuple[str, date]] = set()
        for day in days:
            place = self._place(day)
            if place is None:
                continue
            usual = day in self._usual
            for n, ruled in enumerate(self._decide(place, day).rules):
                if not usual and not self.rulings.long_term(ruled.rule):
                    continue
                if ruled.finding.verdict is Verdict.CANNOT_TELL:
                    self._doubt(ruled, day)
                elif ruled.finding.verdict is Verdict.HOLDS and self._hit(place, n, ruled.rule, day, before, answered):
                    names = tuple(fact.name for fact in self.rulings.measures(ruled.rule))
                    yield Hit(day, ruled.rule, Tellings(self.attending, names, day))
            before = day

    def _doubt(self, ruled: Ruled[Rung], day: date) -> None:
        known = self._doubts.get(ruled.rule.id)
        missing = dict.fromkeys([*(known.missing if known else ()), *ruled.finding.missing])
        self._doubts[ruled.rule.id] = Doubt(ruled.rule, known.first if known else day, day, tuple(missing))

    def _hit(
        self,
        place: int,
        n: int,
        rule: Rule[Rung],
        day: date,
        before: date | None,
        answered: set[tuple[str, date]],
    ) -> bool:
        """Whether a rule that holds on a day is hit on it, as the conventions say when a trigger fires."""
        match self.conventions.fires:
            case Fires.ON_CROSSING if self.rulings.lasting(rule):
                return before is None or not self._holds(place, n, before)
            case Fires.ON_CROSSING:
                earlier = [day - ONE] if before is None else [day - ONE, before]
                return not all(self._holds(place, n, day, measured_on=each) for each in earlier)
            case Fires.ON_EACH_ABSENCE:
                episode = (rule.id, self.attending.ledger.episode(day))
                if episode in answered:
                    return False
                answered.add(episode)
                return not self._held_before(place, n, day, since=episode[1])
            case Fires.WHILE_IT_HOLDS:
                return day - ONE in self._answers(rule.outcome) or not self._holds(place, n, day - ONE)
            case _:
                assert_never(self.conventions.fires)

    def _held_before(self, place: int, n: int, day: date, since: date) -> bool:
        """Whether an absence had met a rule before the worker came to stand where they stand: it led there already."""
        ends = self.attending.worker.probation_ends
        if not self.attending.held and (ends is None or not since <= ends < day):
            return False  # they stand where they stood
        earlier = (each for each in self._usual if since <= each < day)
        return any(self._holds(place, n, day, measured_on=each) for each in earlier)

    def _holds(self, place: int, n: int, day: date, measured_on: date | None = None) -> bool:
        return self._decide(place, day, measured_on).rules[n].finding.verdict is Verdict.HOLDS

    def _decide(self, place: int, day: date, measured_on: date | None = None) -> Decision[Rung]:
        facts = self.attending.facts(self.rulings.asked(place, self.name), day, measured_on)
        return self.rulings.decide(place, self.name, facts)

    def _place(self, day: date) -> int | None:
        """Which edition is in force for the worker on a day; None where there is none yet."""
        policy = self.rulings.policy
        opened = self._case_opened(day) if policy.open_cases_stay else day
        place = bisect_right([edition.starts for edition in policy.editions], opened) - 1
        return None if place < 0 else place

    def _case_opened(self, day: date) -> date:
        """The day on which the worker's present run of stages began, each held while the one before still stood."""
        opened = day
        for each in reversed([held for held in self.attending.held or () if held.held <= day]):
            if not each.stands(opened):
                break
            opened = each.held
        return opened

    def _due(self, hits: Sequence[Hit]) -> Iterator[StageDue]:
        """The stages that were hit and not held since, in the order of the ladder."""
        for stage in self.rulings.policy.stages:
            open_ = [hit for hit in hits if hit.rule.outcome == stage and not self._answered(hit)]
            if open_:
                musts = [hit for hit in open_ if hit.rule.modality is Modality.MUST]
                first = (musts or open_)[0]
                yield StageDue(
                    stage, first.day, first.rule.modality, tuple(open_), self._still(stage), self._gate(stage)
                )

    def _answered(self, hit: Hit) -> bool:
        return any(hit.day <= day <= self.day for day in self._answers(hit.rule.outcome))

    def _answers(self, stage: Rung) -> Iterator[date]:
        """The days on which a stage, or a higher one of its route, was held."""
        held = self.attending.held or ()
        return (each.held for each in held if each.route is stage.route and each.step >= stage.step)

    def _still(self, stage: Rung) -> bool | None:
        """Whether a rule leads to a stage on the day asked about; None where nobody can tell."""
        place = self._place(self.day)
        status = Status.NO if place is None else self._decide(place, self.day).status(stage)
        return None if status is Status.CANNOT_TELL else status is not Status.NO

    def _gate(self, stage: Rung) -> Verdict | None:
        if stage.gate is None:
            return None
        facts = self.attending.facts({fact.name for fact in reads(stage.gate)}, self.day)
        return find(stage.gate, self.rulings.record(facts)).verdict
