"""A workforce's triggers -> a summary on the screen, and rows for a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs
from rich.console import Console

from yosrules.files.dates import short, stretch
from yosrules.files.lacking import behind, settled_by
from yosrules.files.screen import clean, table
from yosrules.files.tabular import Cell
from yosrules.language.expr import Compare
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, Value
from yosrules.policies.attendance import AttendancePolicy, Stage, comparisons
from yosrules.policies.policy import Modality
from yosrules.records.absence import Worker
from yosrules.verbs.decide import COMPARE, Verdict
from yosrules.verbs.describe import called, day, said, unknown
from yosrules.verbs.hits import Due, Hit, Reading
from yosrules.verbs.track import Timeline

NONE = "-"
SAID = {True: "yes", False: "no", None: "cannot tell"}
STILL = {True: "still over the line", False: "no longer over the line", None: "still over the line? nobody can tell"}
"""Whether what led to a stage holds on the day that is asked about too."""

SHOWN = 25
"""How many rows a table on the screen has; a file holds them all."""


@attrs.frozen
class Doubt:
    """A stage of which nobody can tell, on which days, and what is not on record."""

    stage: Stage
    days: str
    missing: tuple[Fact, ...]


@attrs.frozen
class Owed:
    """A stage that is due: since when, by which rules, from which absences, and whether its gate is open."""

    stage: Stage
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
    one_more: tuple[tuple[date, Stage], ...]
    doubts: tuple[Doubt, ...]

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


def _owed(due: Due) -> Owed:
    hits = [hit for hit in due.hits if hit.day == due.since]
    rules = tuple(hit.rule.id for hit in hits)
    by = "; ".join(map(by_rule, hits))
    return Owed(due.stage, due.modality, due.since, rules, by, absences_counted(hits), due.still, due.gate)


def _doubts(reading: Reading, on: date) -> Iterator[Doubt]:
    """Every stage that is not due and of which nobody can tell, now or on an earlier day."""
    due = [each.stage for each in reading.due]
    now = {each.outcome: each.missing for each in reading.untold}
    earlier = {doubt.rule.outcome: doubt for doubt in reading.doubts}
    for stage in dict.fromkeys([*now, *earlier]):
        if stage not in due:
            doubt = earlier.get(stage)
            facts = dict.fromkeys([*now.get(stage, ()), *(doubt.missing if doubt else ())])
            missing = sorted({each for fact in facts for each in behind(reading, fact)}, key=lambda each: each.name)
            yield Doubt(stage, f"{short(doubt.first)} to {short(doubt.last)}" if doubt else short(on), tuple(missing))


def show_triggers(
    screen: Console,
    policy: AttendancePolicy,
    on: date,
    workers: Sequence[tuple[Line, ...]],
    given: Collection[type[Facts]],
) -> None:
    """Who has a stage due and why; who is one absence away; of whom nobody can tell; where the readings differ."""
    due = sorted((lines for lines in workers if any(line.due for line in lines)), key=_urgency)
    close = [lines for lines in workers if any(line.one_more for line in lines)]
    untold = [lines for lines in workers if any(line.doubts for line in lines)]
    differ = [lines for lines in workers if not agreed(lines)]
    screen.print(
        f"\n{_workers(len(workers))} by {clean(policy.name)}, as of {day(on)}: {len(due):,} with a stage due, "
        f"{len(close):,} one more absence away from one, {len(untold):,} of whom something cannot be told"
    )
    if len(workers[0]) > 1:
        names = ", ".join(f'"{clean(line.reading)}"' for line in workers[0])
        ways = f"It can be read in {len(workers[0])} ways, {names}"
        screen.print(f"{ways}; none is chosen, and they differ on {_workers(len(differ))}")
    _show(screen, "Stages due", ["Worker", "Stage due", "Since", "Still", "By", "Absences counted"], due, _due_rows)
    _show_differences(screen, differ)
    _show(screen, "One more absence away", ["Worker", "If absent on", "It would lead to"], close, _close_rows)
    _show(screen, "Nobody can tell", ["Worker", "Stage", "Assessed", "Not on record"], untold, _untold_rows)
    _show_lacking(screen, policy, untold, given)


def _urgency(lines: tuple[Line, ...]) -> tuple[bool, int, date]:
    """What is still over the line comes first, then the highest stage, then what has been due for longest."""
    due = [each for line in lines for each in line.due]
    still = any(each.still is not False for each in due)
    return not still, -max(each.stage.step for each in due), min(each.since for each in due)


def _workers(n: int) -> str:
    return f"{n:,} worker{'' if n == 1 else 's'}"


def agreed(lines: Sequence[Line]) -> bool:
    """Whether every reading of one worker comes to the same stages, since the same days."""
    return len({line.stands for line in lines}) == 1


Rows: TypeAlias = Iterator[tuple[str, ...]]
RowsOf: TypeAlias = Callable[[Line], Rows]


def _show(screen: Console, title: str, columns: list[str], workers: Sequence[tuple[Line, ...]], rows: RowsOf) -> None:
    """A table of some workers; where the policy has readings, a row says by which; equal rows stand once."""
    if not workers:
        return
    readings = len(workers[0]) > 1
    cells = [row for lines in workers for row in _by_reading(lines, rows)]
    drawn = [[clean(each) for each in ((row, *rest) if readings else rest)] for row, *rest in cells[:SHOWN]]
    table(screen, title, [*(["Reading"] if readings else []), *columns], drawn)
    if len(cells) > SHOWN:
        screen.print(f"  … and {len(cells) - SHOWN:,} more rows; --out writes them all")


def _by_reading(lines: tuple[Line, ...], rows: RowsOf) -> Iterator[tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        for row in rows(line):
            found.setdefault(row, []).append(line.reading)
    for row, names in found.items():
        yield "every" if len(names) == len(lines) else ", ".join(names), *row


def _due_rows(line: Line) -> Rows:
    for due in line.due:
        gate = "; GATE SHUT" if due.gate not in (None, Verdict.HOLDS) else ""
        yield (
            line.worker.reference,
            f"{due.stage.name}, {due.modality}{gate}",
            short(due.since),
            SAID[due.still],
            due.by,
            due.counted,
        )


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


def _close_rows(line: Line) -> Rows:
    for when, stage in line.one_more:
        yield line.worker.reference, short(when), stage.name


def _untold_rows(line: Line) -> Rows:
    for doubt in line.doubts:
        yield line.worker.reference, doubt.stage.name, doubt.days, "; ".join(map(unknown, doubt.missing))


def _show_differences(screen: Console, workers: Sequence[tuple[Line, ...]]) -> None:
    if workers:
        names = [line.reading for line in workers[0]]
        rows = [[clean(lines[0].worker.reference), *(clean(line.stands) for line in lines)] for lines in workers]
        table(screen, "The readings differ", ["Worker", *names], rows[:SHOWN])
        if len(rows) > SHOWN:
            screen.print(f"  … and {_workers(len(rows) - SHOWN)} more; --out writes them all")


def _show_lacking(
    screen: Console, policy: AttendancePolicy, untold: Sequence[tuple[Line, ...]], given: Collection[type[Facts]]
) -> None:
    """What would settle it for how many workers, and what is missing without it."""
    lacking: dict[str, dict[str, set[str]]] = {}
    for line in (line for lines in untold for line in lines):
        for fact in (fact for doubt in line.doubts for fact in doubt.missing):
            found = lacking.setdefault(settled_by(policy, fact, given), {})
            found.setdefault(unknown(fact), set()).add(line.worker.reference)
    rows = [
        [give, f"{len(set().union(*facts.values())):,}", clean("; ".join(facts))] for give, facts in lacking.items()
    ]
    if rows:
        table(screen, "What would settle it", ["Give", ">Workers", "Not on record"], rows)


COLUMNS = (
    "worker",
    "team",
    "policy",
    "as_of",
    "reading",
    "readings_agree",
    "stage_due",
    "must_or_may",
    "since",
    "still_over_the_line",
    "rules",
    "measured",
    "absences_counted",
    "gate",
    "one_more_on",
    "one_more_leads_to",
    "cannot_tell",
    "not_on_record",
)


def trigger_rows(
    policy: AttendancePolicy, on: date, workers: Sequence[tuple[Line, ...]]
) -> tuple[Sequence[str], list[list[Cell]]]:
    """A row for each worker and reading; several stages that are due stand in one cell, in the order of the ladder."""
    return COLUMNS, [_row(policy, on, line, agreed(lines)) for lines in workers for line in lines]


def _row(policy: AttendancePolicy, on: date, line: Line, same: bool) -> list[Cell]:  # noqa: FBT001
    return [
        line.worker.reference,
        line.worker.team or None,
        policy.name,
        on,
        line.reading or None,
        same,
        _several(due.stage.name for due in line.due),
        _several(due.modality.value for due in line.due),
        line.due[0].since if len(line.due) == 1 else _several(due.since.isoformat() for due in line.due),
        _several(SAID[due.still] for due in line.due),
        _several(rule for due in line.due for rule in due.rules),
        _several(due.by for due in line.due),
        _several(due.counted for due in line.due),
        _several(_gate(due) for due in line.due if due.gate is not None),
        line.one_more[0][0] if line.one_more else None,
        _several(stage.name for _, stage in line.one_more),
        _several(doubt.stage.name for doubt in line.doubts),
        _several(dict.fromkeys(unknown(fact) for doubt in line.doubts for fact in doubt.missing)),
    ]


def _gate(due: Owed) -> str:
    return "open" if due.gate is Verdict.HOLDS else "shut"


def _several(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None
