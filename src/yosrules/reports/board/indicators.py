"""The section about an indicator: who met it, period by period, with whoever cannot be told shown apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from yosrules.english.describe import unknown
from yosrules.english.grid import Grid
from yosrules.quality.figures import EVERYBODY, Series
from yosrules.quality.indicators import not_on_record
from yosrules.quality.periods import Every, Period
from yosrules.reports.board.counted_bars import pictured
from yosrules.reports.board.indicator_count import IndicatorCount
from yosrules.reports.board.section import Content
from yosrules.reports.board.shown import HIDDEN, Shown
from yosrules.reports.charts.bars import BarPart, ChartBar, Look
from yosrules.reports.drawing.dates import in_full, month
from yosrules.reports.drawing.page import Heading
from yosrules.reports.indicators import Asked, figure_line
from yosrules.reports.site.catalogue import _, translated

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Protected


def indicator_content(found: IndicatorCount, shown: Shown) -> Iterator[Content]:
    """Figures by each reading, drawn and in a table; who cannot be told, and what is missing for how many."""
    first = next(iter(found.by_reading.values()))
    yield _("%(title)s, as known on %(day)s.", title=first.indicator.title, day=in_full(first.on))
    if len(found.by_reading) > 1:
        yield _("It can be read in %(many)s ways; none is chosen.", many=len(found.by_reading))
    for name, series in found.by_reading.items():
        if name:
            yield Heading(_("Read as: %(name)s", name=name), 3)
        if shown.protected is not None:
            yield from _for_everybody(found, name, shown.protected)
        else:
            yield _figures(series, found.named)
            yield from _missing(found.asked[name])


def _figures(series: Series, named: str) -> Content:
    rows = tuple(tuple(figure_line(each)[0 if named else 1 :]) for each in series.of)
    grid = Grid((*_group_head(named), *_heads(), _("Could be"), _("Target reached"), _("Change")), rows)
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
    seen = SharedFigures({own: series}, protected, found.way)
    counts = [
        (_short(each.period), met, of, untold)
        for _, each, met, of, untold, _ in seen.cells()
        if each.group == EVERYBODY
    ]
    rows = tuple(tuple(line[0 if found.named else 1 :]) for line in seen.lines(own))
    yield _drawn(series, counts, Grid((*_group_head(found.named), *_heads()), rows))


def _group_head(named: str) -> tuple[str, ...]:
    return (named,) if named else ()


def _heads() -> tuple[str, ...]:
    return (_("Period"), _("Met"), _("Of"), _("Cannot tell"), _("Share"))


def _drawn(series: Series, counts: Sequence[tuple[str, int | None, int | None, int | None]], grid: Grid) -> Content:
    drawn = [_bar(*each) for each in counts]
    caption = _("Filled: met. Outlined: not met. Dashed: cannot be told. What is hidden is not drawn.")
    return pictured(series.indicator.title, drawn, caption, grid)


def _short(period: Period) -> str:
    """A period in few letters: Apr to Jun 2019."""
    return (
        _("%(first)s to %(last)s", first=month(period.starts).split()[0], last=month(period.ends))
        if period.every is Every.QUARTER
        else str(period)
    )


def _bar(period: str, met: int | None, of: int | None, untold: int | None) -> ChartBar:
    hidden = translated(HIDDEN)
    said = [hidden if each is None else f"{each:,}" for each in (met, of, untold)]
    missed = 0 if met is None or of is None else of - met
    parts = (BarPart(met or 0, Look.FILLED), BarPart(missed, Look.HOLLOW), BarPart(untold or 0, Look.DASHED))
    words = (
        f"{period}: {hidden}"
        if met is None and of is None
        else _("%(period)s: %(met)s of %(of)s met", period=period, met=said[0], of=said[1])
    )
    if untold != 0:
        words = _("%(words)s, %(untold)s cannot tell", words=words, untold=said[2])
    return ChartBar(words, parts)


def _missing(asked: Sequence[Asked]) -> Iterator[Content]:
    if lacking := not_on_record(told for _, _, told in asked):
        rows = tuple((unknown(fact), f"{number:,}") for fact, number in lacking.most_common())
        yield Grid((_("What is not on record"), _("Records")), rows)
