"""Show the figures of an indicator by group and period, and rows of them and of its records for a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from yosrules.deciding.decide import Verdict
from yosrules.english.describe import day, unknown
from yosrules.english.indicator import per_cent
from yosrules.files.writing.rows import CellValue
from yosrules.quality.dues import Lateness, due_of
from yosrules.quality.figures import EVERYBODY, IndicatorFigure, Series
from yosrules.quality.indicators import IndicatorTold, NoPeriod, not_on_record
from yosrules.quality.outturns import Outturn
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table

_REACHES = {Verdict.HOLDS: "yes", Verdict.FAILS: "no", Verdict.CANNOT_TELL: "cannot tell"}
_SHOWN = 20
"""The most records that the screen lists; a file lists all of them."""
FIGURE_COLUMNS = ("Period", ">Met", ">Of", ">Cannot tell", ">Share", "Could be", "Target reached", ">Change")
"""The columns of a figure after its group; with > before those that are set to the right."""
_WHAT_UNTOLD_IS = (
    "cannot tell: what is not on record decides; could be: the share if none of those met it, and if all did"
)
ALL = "all"
"""How the group of all records is called."""


Asked: TypeAlias = tuple[str, str, IndicatorTold | NoPeriod]
"""A record's reference and group, and what becomes of it on a day on which it was asked."""


def show_figures(screen: Screen, found: Series, asked: Sequence[Asked], named: str) -> None:
    """Draw the figures by group and period, what is missing for how many, who is left out, and who is in no period."""
    screen.print(f"\n{clean(found.indicator.title)}, as known on {day(found.on)}")
    columns = [named, *FIGURE_COLUMNS]
    draw_table(
        screen, found.indicator.name, columns, [[clean(cell) for cell in figure_line(each)] for each in found.of]
    )
    if lacking := not_on_record(told for _, _, told in asked):
        rows = [[clean(unknown(fact)), f"{number:,}"] for fact, number in lacking.most_common()]
        draw_table(screen, "Not on record", ["What is missing", ">Records"], rows)
    _show_dues(screen, asked, named, found.on)
    untold = [_WHAT_UNTOLD_IS] if any(each.outturns.cannot_tell for each in found.of) else []
    draw_lines(screen, [*untold, *_left_out(told for _, _, told in asked), *_remarks(found)])


def figure_line(figure: IndicatorFigure) -> list[str]:
    """One figure in words: group, period, met, of, cannot tell, share, what it could be, target, change."""
    of, change = figure.outturns, figure.change
    moved = "redefined" if figure.redefined else "-" if change is None else _signed(change)
    return [
        figure.group or ALL,
        f"{figure.period}{' (so far)' * figure.running}",
        f"{of.numerator:,}",
        f"{of.denominator:,}",
        f"{of.cannot_tell:,}",
        _shown(of.share),
        _between(figure),
        _reached(figure),
        moved,
    ]


def _shown(share: Fraction | None) -> str:
    return "-" if share is None else per_cent(share)


def _signed(change: Fraction) -> str:
    sign = "-" if change < 0 else "+" * bool(change)
    return f"{sign}{per_cent(abs(change)).removesuffix('%')}"


def _between(figure: IndicatorFigure) -> str:
    """What the share could be, from the worst to the best; the share itself where nothing is missing."""
    if figure.outturns.lowest == figure.outturns.highest:
        return _shown(figure.outturns.highest)
    return f"{_shown(figure.outturns.lowest)} to {_shown(figure.outturns.highest)}"


def _reached(figure: IndicatorFigure) -> str:
    if figure.met is None:
        return "two targets"
    return "-" if figure.reaches is None else _REACHES[figure.reaches]


def _left_out(found: Iterable[IndicatorTold | NoPeriod]) -> Iterator[str]:
    """Who is left out and why."""
    reasons = Counter(each.reason for each in found if isinstance(each, IndicatorTold) and each.reason)
    yield from (f"{number:,} {reason}" for reason, number in sorted(reasons.items()))


def _show_dues(screen: Screen, asked: Sequence[Asked], named: str, on: date) -> None:
    """Draw what falls due and what is missed, by the last day, where there is one; not what was done in time."""
    found = [
        (due, ref, group) for ref, group, told in asked if isinstance(told, IndicatorTold) and (due := due_of(told, on))
    ]
    late = (each for each in found if each[0].stands is not Lateness.IN_TIME)
    open_ones = sorted(late, key=lambda each: each[0].last_day)
    rows = [
        [clean(ref), clean(group), day(due.last_day), due.stands.value, f"{due.missed_by:,}"]
        for due, ref, group in open_ones[:_SHOWN]
    ]
    if rows:
        columns = ["Record", named, "Last day", "How it stands", ">Days missed by"]
        draw_table(screen, "Falling due and missed", columns, rows)
    if len(open_ones) > _SHOWN:
        draw_lines(screen, [f"… and {len(open_ones) - _SHOWN:,} more; --records writes them all"])


def _remarks(found: Series) -> Iterator[str]:
    apart = ((why, number) for (group, why), number in found.apart.items() if group == EVERYBODY)
    yield from (f"{number:,} in no period: {why.value}" for why, number in sorted(apart))
    if any(each.redefined for each in found.of):
        yield "redefined: another edition was in force in the period before, so that the two are not compared"


def figure_rows(found: Mapping[str, Series], named: str) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each reading, group and period; shares as exact fractions, and as per cent to one place."""
    heads = ["reading", named, "period", "starts", "ends", "running", "numerator", "denominator", "cannot tell"]
    heads += ["excepted", "not counted", "share", "per cent", "worst", "best", "target", "reached", "change"]
    return heads, [[name, *_cells(each)] for name, of in found.items() for each in of.of]


def _cells(figure: IndicatorFigure) -> Sequence[CellValue]:
    of = figure.outturns
    shares = (figure.worst, figure.best, figure.met.target if figure.met else None)
    return (
        figure.group or ALL,
        str(figure.period),
        figure.period.starts,
        figure.period.ends,
        figure.running,
        of.numerator,
        of.denominator,
        of.cannot_tell,
        of[Outturn.EXCEPTED],
        of[Outturn.NOT_COUNTED],
        _text(of.share),
        None if of.share is None else _rounded(of.share),
        *map(_text, shares),
        "" if figure.reaches is None else _REACHES[figure.reaches],
        _text(figure.change),
    )


def _text(share: Fraction | None) -> str:
    return "" if share is None else str(share)


def _rounded(share: Fraction) -> Decimal:
    # By way of what is shown, which is rounded in whole numbers: a Decimal of a third would be rounded twice.
    return Decimal(per_cent(share).removesuffix("%"))


def record_rows(found: Mapping[str, Sequence[Asked]], on: date) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each reading and record: what becomes of it, the exception, what is missing, and by when it is due."""
    heads = ["reading", "reference", "group", "day", "outturn", "exception", "not on record"]
    heads += ["last day", "how it stands", "days missed by"]
    rows = ((name, ref, group, told) for name, asked in found.items() for ref, group, told in asked)
    return heads, [[name, ref, group, *_of_record(told, on)] for name, ref, group, told in rows]


def _of_record(found: IndicatorTold | NoPeriod, on: date) -> Sequence[CellValue]:
    if isinstance(found, NoPeriod):
        return None, f"in no period: {found.value}", "", "", None, "", None
    due = due_of(found, on)
    said = (None, "", None) if due is None else (due.last_day, due.stands.value, due.missed_by)
    return found.day, found.outturn.value, found.reason, "; ".join(map(unknown, found.missing)), *said
