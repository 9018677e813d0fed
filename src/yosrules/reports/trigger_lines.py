"""One worker's timeline -> what is kept of it: what is due and why, what one more absence adds, what is untold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

import attrs

from yosrules.attendance.timeline import Hit, Reading, StageDue
from yosrules.attendance.track import Timeline
from yosrules.deciding.decide import COMPARE, Verdict
from yosrules.english.describe import called, said
from yosrules.language.expr import Compare
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import comparisons
from yosrules.policies.attendance import Rung
from yosrules.policies.policy import Modality
from yosrules.records.absence import Worker
from yosrules.reports.dates import short, stretch
from yosrules.reports.missing import behind

NONE = "-"
SAID = {True: "yes", False: "no", None: "cannot tell"}
STILL = {True: "still over the line", False: "no longer over the line", None: "still over the line? nobody can tell"}
"""Whether what led to a stage holds on the day that is asked about too."""


@attrs.frozen
class UnsettledStage:
    """A stage of which nobody can tell, on which days, and what is not on record."""

    stage: Rung
    days: str
    missing: tuple[Fact, ...]


@attrs.frozen
class Owed:
    """A stage that is due: since when, by which rules, from which absences, and whether its gate is open."""

    stage: Rung
    modality: Modality
    since: date
    rules: tuple[str, ...]
    by: str
    counted: str
    still: bool | None
    gate: Verdict | None


@attrs.frozen
class Line:
    """One worker by one reading: what is due, what one more absence would lead to, what cannot be told."""

    worker: Worker
    reading: str
    due: tuple[Owed, ...]
    one_more: tuple[tuple[date, Rung], ...]
    doubts: tuple[UnsettledStage, ...]

    @property
    def stands(self) -> str:
        """What is due, in a few words."""
        return "; ".join(f"{due.stage.name} ({due.modality}) since {short(due.since)}" for due in self.due) or "nothing"


def lines_of(timeline: Timeline) -> tuple[Line, ...]:
    """What is kept of one worker's timeline, a line for each reading."""
    return tuple(_line(timeline, each) for each in timeline.readings)


def _line(timeline: Timeline, reading: Reading) -> Line:
    more = dict.fromkeys(reading.one_more)
    return Line(
        timeline.worker,
        reading.name,
        tuple(map(_owed, reading.due)),
        tuple(more),
        tuple(_doubts(reading, timeline.day)),
    )


def _owed(due: StageDue) -> Owed:
    hits = [hit for hit in due.hits if hit.day == due.since]
    rules = tuple(hit.rule.id for hit in hits)
    by = "; ".join(map(by_rule, hits))
    return Owed(due.stage, due.modality, due.since, rules, by, absences_counted(hits), due.still, due.gate)


def _doubts(reading: Reading, on: date) -> Iterator[UnsettledStage]:
    """Every stage that is not due and of which nobody can tell, now or on an earlier day."""
    due = [each.stage for each in reading.due]
    now = {each.outcome: each.missing for each in reading.untold}
    earlier = {doubt.rule.outcome: doubt for doubt in reading.doubts}
    for stage in dict.fromkeys([*now, *earlier]):
        if stage not in due:
            doubt = earlier.get(stage)
            facts = dict.fromkeys([*now.get(stage, ()), *(doubt.missing if doubt else ())])
            missing = sorted({each for fact in facts for each in behind(reading, fact)}, key=lambda each: each.name)
            yield UnsettledStage(
                stage, f"{short(doubt.first)} to {short(doubt.last)}" if doubt else short(on), tuple(missing)
            )


def agreed(lines: Sequence[Line]) -> bool:
    """Whether every reading of one worker comes to the same stages, since the same days."""
    return len({line.stands for line in lines}) == 1


def by_rule(hit: Hit) -> str:
    """The rule that was hit, and what those of its measures came to that made it hold."""
    values = [f"{called(fact)} is {figure(value)}" for fact, value in _measured(hit).items()]
    return f"{hit.rule.id}: {', '.join(values)}" if values else hit.rule.id


def figure(value: Value) -> str:
    """A value as people write it, a number without the noughts at its end."""
    return said(value.normalize() if isinstance(value, Decimal) else value)


def _measured(hit: Hit) -> dict[Fact, Value]:
    """The measures in those comparisons of a rule that held, and what each came to."""
    held = [each for each in comparisons(hit.rule.when) if _held(each, hit)]
    facts = [fact for each in held for fact in (each.fact, each.right) if isinstance(fact, Fact)]
    return {fact: value for fact in facts if (value := _value(fact, hit)) is not None}


def _held(compare: Compare, hit: Hit) -> bool:
    left = _value(compare.fact, hit)
    right = _value(compare.right, hit) if isinstance(compare.right, Fact) else compare.right
    return left is not None and right is not None and COMPARE[compare.op](left, right)


def _value(fact: Fact, hit: Hit) -> Value | None:
    return hit.told[fact.name].value if fact.name in hit.told else None


def absences_counted(hits: Sequence[Hit]) -> str:
    """The spells that were counted, by their dates."""
    return ", ".join(dict.fromkeys(stretch(spell) for hit in hits for spell in hit.spells)) or NONE
