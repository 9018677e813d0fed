"""One worker's timeline -> lines to show: what is due and why, what one more absence adds, what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import attrs

from yosrules.attendance.timeline import Hit, Reading, StageDue, Timeline, Undecided
from yosrules.deciding.decide import Status, Verdict
from yosrules.english.describe import called, said
from yosrules.language.kinds import Fact, Value
from yosrules.policies.attendance import Rung
from yosrules.records.absence import Worker
from yosrules.reports.dates import short, stretch

NONE = "-"
SAID = {True: "yes", False: "no", None: "cannot tell"}
STILL = {True: "still over the line", False: "no longer over the line", None: "still over the line? nobody can tell"}
"""Whether a rule that led to a stage still holds on the day asked about."""


@attrs.frozen
class UnsettledStage:
    """A stage that cannot be told, on which days, and what is not on record."""

    stage: Rung
    days: str
    missing: tuple[Fact, ...]


@attrs.frozen
class Owed:
    """A stage that is due: since when, by which rules, from which absences, and whether its gate is open."""

    stage: Rung
    status: Status
    since: date
    rules: tuple[str, ...]
    by: str
    counted: str
    still: bool | None
    gate: Verdict | None


@attrs.frozen
class WorkerLine:
    """One worker by one reading: what is due, what one more absence would lead to, what cannot be told."""

    worker: Worker
    reading: str
    due: tuple[Owed, ...]
    one_more: tuple[tuple[date, Rung], ...]
    doubts: tuple[UnsettledStage, ...]

    @property
    def stands(self) -> str:
        """What is due, in a few words."""
        return "; ".join(f"{due.stage.name} ({due.status}) since {short(due.since)}" for due in self.due) or "nothing"


def lines_of(timeline: Timeline) -> tuple[WorkerLine, ...]:
    """One worker's timeline, a line for each reading."""
    return tuple(_line(timeline, each) for each in timeline.readings)


def _line(timeline: Timeline, reading: Reading) -> WorkerLine:
    unsettled = tuple(_unsettled(each, timeline.day) for each in reading.undecided)
    more = tuple(dict.fromkeys(reading.one_more))
    return WorkerLine(timeline.worker, reading.name, tuple(map(_owed, reading.due)), more, unsettled)


def _owed(due: StageDue) -> Owed:
    hits = due.first_hits
    rules = tuple(hit.rule.id for hit in hits)
    by = "; ".join(map(by_rule, hits))
    return Owed(due.stage, due.status, due.since, rules, by, absences_counted(hits), due.still, due.gate)


def _unsettled(undecided: Undecided, on: date) -> UnsettledStage:
    doubt = undecided.doubt
    days = f"{short(doubt.first)} to {short(doubt.last)}" if doubt else short(on)
    return UnsettledStage(undecided.stage, days, undecided.missing)


def agreed(lines: Sequence[WorkerLine]) -> bool:
    """Whether every reading of one worker shows the same stages due since the same days."""
    return len({line.stands for line in lines}) == 1


def by_rule(hit: Hit) -> str:
    """The rule that was hit, and the values of the measures that made it hold."""
    values = [f"{called(fact)} is {figure(value)}" for fact, value in hit.because.items()]
    return f"{hit.rule.id}: {', '.join(values)}" if values else hit.rule.id


def figure(value: Value) -> str:
    """A value as people write it, a number without the noughts at its end."""
    return said(value.normalize() if isinstance(value, Decimal) else value)


def absences_counted(hits: Sequence[Hit]) -> str:
    """The spells that were counted, by their dates."""
    return ", ".join(dict.fromkeys(stretch(spell) for hit in hits for spell in hit.spells)) or NONE
