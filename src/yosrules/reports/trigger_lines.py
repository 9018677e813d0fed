"""One worker's timeline -> lines to show: what is due and why, what one more absence adds, what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

import attrs

from yosrules.attendance.measures.windows import Counted
from yosrules.attendance.triggers.timeline import Hit, Reading, StageHit, Timeline, Undecided
from yosrules.deciding.decide import Status, Verdict
from yosrules.english.describe import called, said
from yosrules.language.kinds import Fact, Value
from yosrules.policies.stages import Rung
from yosrules.records.absence import Worker
from yosrules.reports.drawing.dates import short, stretch
from yosrules.reports.site.catalogue import to_translate, translated

NONE = "-"
PATTERN, NO_STAGE = to_translate("the work pattern", "no stage was held")
"""What a command may be told to assume."""


@attrs.frozen
class Assumed:
    """What a command was told to assume of workers of whom it is not on record, with its value, and of which."""

    words: str
    value: str
    workers: frozenset[str]

    @property
    def what(self) -> str:
        """What was assumed, in the language in which pages are made now."""
        return f"{translated(self.words)} {self.value}".rstrip()

    def __str__(self) -> str:
        return f"Assumed: {self.what}, for {len(self.workers):,} worker{'' if len(self.workers) == 1 else 's'}"


@attrs.frozen
class UnsettledStage:
    """A stage that cannot be told, on which days, and what is not on record; `hit` is since when it was hit."""

    stage: Rung
    days: str
    missing: tuple[Fact, ...]
    hit: Owed | None = None


@attrs.frozen
class Owed:
    """A stage that was hit: since when, by which rules, from which absences, and whether its gate is open."""

    stage: Rung
    status: Status
    since: date
    rules: tuple[str, ...]
    by: str
    counted: str
    gate: Verdict | None
    held_by: date | None

    @property
    def days(self) -> str:
        """Since when it is due, and the last day on which it is to be held, where the policy says."""
        return short(self.since) + (f", by {short(self.held_by)}" if self.held_by else "")


@attrs.frozen
class WorkerLine:
    """One worker by one reading: what is due, what lapsed, what one more absence would lead to, what cannot be told."""

    worker: Worker
    reading: str
    due: tuple[Owed, ...]
    lapsed: tuple[Owed, ...]
    one_more: tuple[tuple[date, Rung], ...]
    doubts: tuple[UnsettledStage, ...]

    @property
    def stands(self) -> str:
        """What is or may be due, in a few words."""
        due = [f"{each.stage.name} ({each.status}) since {short(each.since)}" for each in self.due]
        perhaps = [f"{each.stage.name} (cannot tell), {each.days}" for each in self.doubts if each.hit]
        return "; ".join([*due, *perhaps]) or "nothing"


def lines_of(timeline: Timeline, *, reasons: bool = True) -> tuple[WorkerLine, ...]:
    """One worker's timeline, a line for each reading; without `reasons` nothing says what was counted."""
    return tuple(_line(timeline, each, reasons=reasons) for each in timeline.readings)


def _line(timeline: Timeline, reading: Reading, *, reasons: bool) -> WorkerLine:
    def owed(stages: Iterable[StageHit]) -> tuple[Owed, ...]:
        return tuple(_owed(each, timeline.day, reasons=reasons) for each in stages)

    unsettled = tuple(_unsettled(each, timeline.day, reasons=reasons) for each in reading.undecided)
    more = tuple(dict.fromkeys(reading.one_more))
    return WorkerLine(timeline.worker, reading.name, owed(reading.due), owed(reading.lapsed), more, unsettled)


def _owed(stage: StageHit, on: date, *, reasons: bool) -> Owed:
    hits = stage.first_hits
    rules = tuple(hit.rule.id for hit in hits)
    by, counted = ("; ".join(by_rule(hit, on) for hit in hits), absences_counted(hits)) if reasons else ("", "")
    return Owed(stage.stage, stage.status, stage.since, rules, by, counted, stage.gate, stage.held_by)


def _unsettled(undecided: Undecided, on: date, *, reasons: bool) -> UnsettledStage:
    doubt, hit = undecided.doubt, undecided.hit
    days = f"{short(doubt.first)} to {short(doubt.last)}" if doubt else short(on)
    owed = None if hit is None else _owed(hit, on, reasons=reasons)
    return UnsettledStage(
        undecided.stage, days if owed is None else f"hit {short(owed.since)}", undecided.missing, owed
    )


def agreed(lines: Sequence[WorkerLine]) -> bool:
    """Whether every reading of one worker shows the same stages due since the same days."""
    return len({line.stands for line in lines}) == 1


def by_rule(hit: Hit, on: date) -> str:
    """The rule that was hit, and the measures that made it hold: on the day of the hit, and on a later one if other."""
    because = hit.because
    now = hit.attending.facts((fact.name for fact in because), on)
    values = [f"{called(fact)} is {_then_and_now(hit, then, now[fact.name], on)}" for fact, then in because.items()]
    return f"{hit.rule.id}: {', '.join(values)}" if values else hit.rule.id


def _then_and_now(hit: Hit, then: Value, now: Value | None, on: date) -> str:
    if now == then:
        return figure(then)
    return f"{figure(then)} on {short(hit.day)} and {'unknown' if now is None else figure(now)} on {short(on)}"


def figure(value: Value) -> str:
    """A value as people write it, a number without the noughts at its end."""
    return said(value.normalize() if isinstance(value, Decimal) else value)


def absences_counted(hits: Sequence[Hit]) -> str:
    """The spells that were counted, by their dates."""
    return ", ".join(dict.fromkeys(stretch(spell) for hit in hits for spell in hit.spells)) or NONE


def not_counted(counted: Counted) -> Iterator[tuple[str, str]]:
    """The spells that do not count, each with the reason; several that follow each other for one reason are one."""
    for why, found in groupby(counted.left_out, key=itemgetter(1)):
        first, *others = (spell for spell, _ in found)
        if not others:
            yield stretch(first), why
            continue
        until = f" to {short(others[-1].end)}" if others[-1].end else ""
        yield f"{len(others) + 1} absences from {short(first.start)}{until}", why.replace("it ", "each ", 1)
