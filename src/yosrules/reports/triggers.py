"""Show the triggers of a workforce as a summary on the screen, or as rows for a file."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import TypeAlias

from yosrules.attendance.remarks import OddAbsence
from yosrules.deciding.decide import Verdict
from yosrules.english.describe import day, unknown
from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import Facts
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.drawing.dates import short, stretch
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table
from yosrules.reports.missing import further, settled_by
from yosrules.reports.trigger_lines import Assumed, Owed, WorkerLine, agreed

_SHOWN = 25
"""The most rows of a table on the screen; a file has all of them."""


Rows: TypeAlias = Iterator[tuple[str, ...]]
RowsOf: TypeAlias = Callable[[WorkerLine], Rows]
_InFull: TypeAlias = Callable[[tuple[WorkerLine, ...]], tuple[WorkerLine, ...]]


def _as_it_is(lines: tuple[WorkerLine, ...]) -> tuple[WorkerLine, ...]:
    return lines


def show_triggers(
    screen: Screen,
    policy: AttendancePolicy,
    on: date,
    workers: Sequence[tuple[WorkerLine, ...]],
    given: Collection[type[Facts]],
    assumed: Sequence[Assumed] = (),
    in_full: _InFull = _as_it_is,
) -> None:
    """Draw the stages due, where the readings differ, who is one absence away, and what cannot be told.

    The lines may be without reasons; `in_full` then gives those of a worker that is shown.
    """
    due = sorted((lines for lines in workers if any(line.due for line in lines)), key=_urgency)
    lapsed = [lines for lines in workers if any(line.lapsed for line in lines)]
    close = [lines for lines in workers if any(line.one_more for line in lines)]
    untold = [lines for lines in workers if any(line.doubts for line in lines)]
    differ = [lines for lines in workers if not agreed(lines)]
    screen.print(
        f"\n{_workers(len(workers))} by {clean(policy.name)}, as of {day(on)}: {len(due):,} with a stage due, "
        f"{len(close):,} one more absence away from one, {len(untold):,} of whom something cannot be told"
    )
    draw_lines(screen, map(str, assumed))
    if len(workers[0]) > 1:
        names = ", ".join(f'"{clean(line.reading)}"' for line in workers[0])
        ways = f"It can be read in {len(workers[0])} ways, {names}"
        screen.print(f"\n{ways}; none is chosen, and they differ on {_workers(len(differ))}")
    _show(screen, "Stages due", ["Worker", "Stage due", "Since", "By", "Absences counted"], due, _due_rows, in_full)
    _show_differences(screen, differ)
    _show(
        screen,
        "No longer over the line",
        ["Worker", "Stage", "Hit", "By", "Absences counted"],
        lapsed,
        _lapsed_rows,
        in_full,
    )
    _show(screen, "One more absence away", ["Worker", "If absent on", "It would lead to"], close, _close_rows)
    _show(screen, "Nobody can tell", ["Worker", "Stage", "Assessed", "Not on record"], untold, _untold_rows)
    _show_lacking(screen, policy, on, untold, given)


def show_odd(screen: Screen, odd: Sequence[OddAbsence]) -> None:
    """Draw the absences that are worth a look."""
    rows = [[clean(each.worker), stretch(each.absence), each.why.value] for each in odd]
    if rows:
        draw_table(screen, "Worth a look", ["Worker", "Absence", "Why"], rows[:_SHOWN])
    if len(rows) > _SHOWN:
        draw_lines(screen, [f"  … and {len(rows) - _SHOWN:,} more row{'s' * (len(rows) > _SHOWN + 1)}"])


def _urgency(lines: tuple[WorkerLine, ...]) -> tuple[int, date]:
    """A sort key: the highest stage first, then the longest due."""
    due = [each for line in lines for each in line.due]
    return -max(each.stage.step for each in due), min(each.since for each in due)


def _workers(n: int) -> str:
    return f"{n:,} worker{'' if n == 1 else 's'}"


def _show(
    screen: Screen,
    title: str,
    columns: list[str],
    workers: Sequence[tuple[WorkerLine, ...]],
    rows: RowsOf,
    in_full: _InFull = _as_it_is,
) -> None:
    """Draw a table of some workers; if the policy has readings, each row says by which, and equal rows are one."""
    if not workers:
        return
    readings = len(workers[0]) > 1
    # Every worker here has a row, so that no more of them are shown than there are rows.
    told = [*map(in_full, workers[:_SHOWN]), *workers[_SHOWN:]]
    cells = [row for lines in told for row in _by_reading(lines, rows)]
    drawn = [[clean(each) for each in ((row, *rest) if readings else rest)] for row, *rest in cells[:_SHOWN]]
    draw_table(screen, title, [*(["Reading"] if readings else []), *columns], drawn)
    if len(cells) > _SHOWN:
        draw_lines(screen, [f"  … and {len(cells) - _SHOWN:,} more rows; --out writes them all"])


def _by_reading(lines: tuple[WorkerLine, ...], rows: RowsOf) -> Iterator[tuple[str, ...]]:
    found: dict[tuple[str, ...], list[str]] = {}
    for line in lines:
        for row in rows(line):
            found.setdefault(row, []).append(line.reading)
    for row, names in found.items():
        yield "every" if len(names) == len(lines) else ", ".join(names), *row


def _due_rows(line: WorkerLine) -> Rows:
    for due in line.due:
        gate = "; GATE SHUT" if due.gate not in (None, Verdict.HOLDS) else ""
        yield (
            line.worker.reference,
            f"{due.stage.name}, {due.status}{gate}",
            due.days,
            due.by,
            due.counted,
        )


def _lapsed_rows(line: WorkerLine) -> Rows:
    for was in line.lapsed:
        yield line.worker.reference, was.stage.name, short(was.since), was.by, was.counted


def _close_rows(line: WorkerLine) -> Rows:
    for when, stage in line.one_more:
        yield line.worker.reference, short(when), stage.name


def _untold_rows(line: WorkerLine) -> Rows:
    for doubt in line.doubts:
        yield line.worker.reference, doubt.stage.name, doubt.days, "; ".join(map(unknown, doubt.missing))


def _show_differences(screen: Screen, workers: Sequence[tuple[WorkerLine, ...]]) -> None:
    if workers:
        names = [line.reading for line in workers[0]]
        rows = [[clean(lines[0].worker.reference), *(clean(line.stands) for line in lines)] for lines in workers]
        draw_table(screen, "The readings differ", ["Worker", *names], rows[:_SHOWN])
        if len(rows) > _SHOWN:
            draw_lines(screen, [f"  … and {_workers(len(rows) - _SHOWN)} more; --out writes them all"])


def _show_lacking(
    screen: Screen,
    policy: AttendancePolicy,
    on: date,
    untold: Sequence[tuple[WorkerLine, ...]],
    given: Collection[type[Facts]],
) -> None:
    """Draw what would settle the doubts, for how many workers, and the facts that are missing.

    Then what else is not given, so that it is not asked for only when this has been.
    """
    lacking: dict[str, dict[str, set[str]]] = {}
    for line in (line for lines in untold for line in lines):
        for fact in (fact for doubt in line.doubts for fact in doubt.missing):
            found = lacking.setdefault(settled_by(policy, fact, given), {})
            found.setdefault(unknown(fact), set()).add(line.worker.reference)
    rows = [
        [give, f"{len(set().union(*facts.values())):,}", clean("; ".join(facts))] for give, facts in lacking.items()
    ]
    if rows:
        draw_table(screen, "What would settle it", ["Give", ">Workers", "Not on record"], rows)
        if more := further(policy, on, given, [*lacking]):
            draw_lines(screen, [f"  The policy also reads what was not given: {'; '.join(more)}"])


_COLUMNS = (
    "worker",
    "team",
    "policy",
    "as_of",
    "reading",
    "readings_agree",
    "stage_due",
    "must_or_may",
    "since",
    "held_by",
    "rules",
    "measured",
    "absences_counted",
    "gate",
    "no_longer_over_the_line",
    "hit_on",
    "one_more_on",
    "one_more_leads_to",
    "cannot_tell",
    "not_on_record",
    "assumed",
)


def trigger_rows(
    policy: AttendancePolicy,
    on: date,
    workers: Sequence[tuple[WorkerLine, ...]],
    assumed: Sequence[Assumed] = (),
) -> tuple[Sequence[str], list[list[CellValue]]]:
    """A row for each worker and reading; several stages that are due stand in one cell, in the order of the ladder."""
    return _COLUMNS, [
        [*_row(policy, on, line, agreed(lines)), _several(each.what for each in assumed if _of(each, line))]
        for lines in workers
        for line in lines
    ]


def _of(assumed: Assumed, line: WorkerLine) -> bool:
    return line.worker.reference in assumed.workers


def _row(policy: AttendancePolicy, on: date, line: WorkerLine, same: bool) -> list[CellValue]:  # noqa: FBT001
    return [
        line.worker.reference,
        line.worker.team or None,
        policy.name,
        on,
        line.reading or None,
        same,
        _several(due.stage.name for due in line.due),
        _several(due.status.value for due in line.due),
        _days(each.since for each in line.due),
        _days(each.held_by for each in line.due if each.held_by),
        _several(rule for due in line.due for rule in due.rules),
        _several(due.by for due in line.due),
        _several(due.counted for due in line.due),
        _several(_gate(due) for due in line.due if due.gate is not None),
        _several(was.stage.name for was in line.lapsed),
        _days(each.since for each in line.lapsed),
        line.one_more[0][0] if line.one_more else None,
        _several(stage.name for _, stage in line.one_more),
        _several(doubt.stage.name for doubt in line.doubts),
        _several(dict.fromkeys(unknown(fact) for doubt in line.doubts for fact in doubt.missing)),
    ]


def _days(days: Iterable[date]) -> CellValue:
    found = [*days]
    return found[0] if len(found) == 1 else _several(day.isoformat() for day in found)


def _gate(due: Owed) -> str:
    return "open" if due.gate is Verdict.HOLDS else "shut"


def _several(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None
