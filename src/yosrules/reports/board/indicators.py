"""The section about an indicator: who met it, period by period, with whoever cannot be told shown apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from yosrules.english.describe import day, unknown
from yosrules.english.grid import Grid
from yosrules.quality.figures import EVERYBODY, Series
from yosrules.quality.indicators import not_on_record
from yosrules.quality.periods import Every, Period
from yosrules.reports.board.counted_bars import pictured
from yosrules.reports.board.indicator_count import IndicatorCount
from yosrules.reports.board.section import Content
from yosrules.reports.board.shown import HIDDEN, Shown
from yosrules.reports.charts.bars import BarPart, ChartBar, Look
from yosrules.reports.drawing.page import Heading
from yosrules.reports.indicators import FIGURE_COLUMNS, Asked, figure_line

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Protected

_CAPTION = "Filled: met. Outlined: not met. Dashed: cannot be told. What is hidden is not drawn."


def indicator_content(found: IndicatorCount, shown: Shown) -> Iterator[Content]:
    """Figures by each reading, drawn and in a table; who cannot be told, and what is missing for how many."""
    first = next(iter(found.by_reading.values()))
    yield f"{first.indicator.title}, as known on {day(first.on)}."
    if len(found.by_reading) > 1:
        yield f"It can be read in {len(found.by_reading)} ways; none is chosen."
    for name, series in found.by_reading.items():
        if name:
            yield Heading(f"Read as: {name}", 3)
        if shown.protected is not None:
            yield from _for_everybody(found, name, shown.protected)
        else:
            yield _figures(series, found.named)
            yield from _missing(found.asked[name])


def _figures(series: Series, named: str) -> Content:
    rows = tuple(tuple(figure_line(each)[0 if named else 1 :]) for each in series.of)
    grid = Grid((*([named] if named else []), *(each.removeprefix(">") for each in FIGURE_COLUMNS)), rows)
    counts = [
        (_short(each.period), each.outturns.numerator, each.outturns.denominator, each.outturns.cannot_tell)
        for each in series.of
        if each.group == EVERYBODY
    ]
    return _drawn(series, counts, grid)


def _for_everybody(found: IndicatorCount, name: str, protected: Protected) -> Iterator[Content]:
    from yosrules.reports.shared_indicators import SharedFigures  # noqa: PLC0415 -- it imports scipy, which is optional

    series = found.by_reading[name]
    own = found.name(name)
    seen = SharedFigures({own: series}, protected)
    heads = ("Period", "Met", "Of", "Cannot tell", "Share")
    counts = [(_short(each.period), met, of, untold) for _, each, met, of, untold, _ in seen.cells()]
    yield _drawn(series, counts, Grid(heads, tuple(tuple(line[1:]) for line in seen.lines(own))))


def _drawn(series: Series, counts: Sequence[tuple[str, int | None, int | None, int | None]], grid: Grid) -> Content:
    drawn = [_bar(*each) for each in counts]
    return pictured(series.indicator.title, drawn, _CAPTION, grid)


def _short(period: Period) -> str:
    """A period in few letters: Apr to Jun 2019."""
    return f"{period.starts:%b} to {period.ends:%b %Y}" if period.every is Every.QUARTER else str(period)


def _bar(period: str, met: int | None, of: int | None, untold: int | None) -> ChartBar:
    said = [HIDDEN if each is None else f"{each:,}" for each in (met, of, untold)]
    missed = 0 if met is None or of is None else of - met
    parts = (BarPart(met or 0, Look.FILLED), BarPart(missed, Look.HOLLOW), BarPart(untold or 0, Look.DASHED))
    words = f"{period}: {HIDDEN}" if met is None and of is None else f"{period}: {said[0]} of {said[1]} met"
    return ChartBar(words if untold == 0 else f"{words}, {said[2]} cannot tell", parts)


def _missing(asked: Sequence[Asked]) -> Iterator[Content]:
    if lacking := not_on_record(told for _, _, told in asked):
        rows = tuple((unknown(fact), f"{number:,}") for fact, number in lacking.most_common())
        yield Grid(("What is not on record", "Records"), rows)
