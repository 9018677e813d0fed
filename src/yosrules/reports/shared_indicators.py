"""The figures of an indicator for everybody in a service: small counts hidden, and all from which they would follow.

What is counted by several readings is one run, because the records are the same: a reader may subtract one figure from
another. So each record is counted once, by what becomes of it in all of them together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.referee import release
from yosrules.disclosure.suppress import Floor, Protected
from yosrules.disclosure.tables import Dimension, Run
from yosrules.english.describe import day
from yosrules.english.indicator import per_cent
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain
from yosrules.quality.figures import EVERYBODY, IndicatorFigure, Series
from yosrules.quality.indicators import IndicatorTold
from yosrules.quality.outturns import Outturn
from yosrules.quality.periods import Every, periods
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table
from yosrules.reports.indicators import ALL, Asked

FLOOR = Floor(1, 5, "as public youth justice tables hide them", width=4)
"""What is hidden in a figure for everybody, and of how many records a share has to be to be shown."""

_GROUPS, _PERIODS, _BECOMES = "group", "period", "what becomes of it"
_MET, _NOT_MET, _OF, _UNTOLD, _OUT = "met", "not met", "of", "cannot tell", "out"
_PLACE = {
    Outturn.MET: _MET,
    Outturn.NOT_MET: _NOT_MET,
    Outturn.EXCEPTED: _OUT,
    Outturn.NOT_COUNTED: _OUT,
    Outturn.NO_MATTER: _OUT,
}
"""Under what an outturn is counted here; of all others it cannot be told."""


@attrs.frozen
class SharedFigures:
    """The figures of one run, by each reading, as they may be shown to everybody."""

    found: Mapping[str, Series]
    protected: Protected
    way: str = _GROUPS
    """The way in which its records are divided into groups."""

    def cells(self) -> Iterator[tuple[str, IndicatorFigure, int | None, int | None, int | None, str | None]]:
        """For each reading and figure how many met it, of how many, how many cannot be told, and the share."""
        for name, series in self.found.items():
            for each in series.of:
                met, of, untold = (self._count(name, each, what) for what in (_MET, _OF, _UNTOLD))
                enough = met is not None and of is not None and of >= self.protected.floor.fewest
                share = per_cent(each.outturns.share) if enough and each.outturns.share is not None else None
                yield name, each, met, of, untold, share

    def _count(self, reading: str, figure: IndicatorFigure, what: str) -> int | None:
        cell = _cell(_named(reading, what), {self.way: figure.group}, str(figure.period))
        # What nobody is in, in any group and period, has no cell; anything else without one is hidden.
        return self.protected.count(cell) if cell in self.protected.counts else _nobody(figure, what)

    def rows(self, named: str) -> tuple[list[str], list[list[CellValue]]]:
        """A row for each figure; what is hidden is empty."""
        heads = ["reading", named, "period", "starts", "ends", "running", "numerator", "denominator", "cannot tell"]
        return [*heads, "per cent"], [
            [name, each.group or ALL, str(each.period), *_span(each), met, of, untold, share or ""]
            for name, each, met, of, untold, share in self.cells()
        ]

    def lines(self, reading: str) -> list[list[str]]:
        """The figures of one reading for the screen; what is hidden is said to be."""
        return [
            [each.group or ALL, f"{each.period}{' (so far)' * each.running}"]
            + ["hidden" if count is None else f"{count:,}" for count in (met, of, untold)]
            + [share or "-"]
            for name, each, met, of, untold, share in self.cells()
            if name == reading
        ]

    def as_dict(self, reading: str) -> dict[str, Plain]:
        """The figures of one reading as plain data; what is hidden is null."""
        series = self.found[reading]
        shown: list[Plain] = [
            {
                "group": each.group or None,
                "period": str(each.period),
                "starts": each.period.starts.isoformat(),
                "ends": each.period.ends.isoformat(),
                "running": each.running,
                "numerator": met,
                "denominator": of,
                "cannot_tell": untold,
                "per_cent": share,
            }
            for name, each, met, of, untold, share in self.cells()
            if name == reading
        ]
        said: dict[str, Plain] = {"indicator": series.indicator.name, "title": series.indicator.title}
        said |= {"on": series.on.isoformat(), "every": series.every.value, "hidden": str(self.protected.floor)}
        return {**said, "figures": shown}


def _span(figure: IndicatorFigure) -> tuple[date, date, bool]:
    return figure.period.starts, figure.period.ends, figure.running


def show_shared(screen: Screen, found: SharedFigures, named: str) -> None:
    """Draw the figures of each reading for everybody, and what is hidden and why."""
    for name, series in found.found.items():
        title = f"{series.indicator.title}, as known on {day(series.on)}{f', read as {name}' if name else ''}"
        screen.print(f"\n{clean(title)}")
        columns = [named, "Period", ">Met", ">Of", ">Cannot tell", ">Share"]
        draw_table(screen, series.indicator.name, columns, [[*map(clean, line)] for line in found.lines(name)])
    few = found.protected.floor.fewest
    draw_lines(
        screen,
        [
            f"hidden: {found.protected.floor}; and so are others from which these would follow",
            f"a share of fewer than {few} is not shown, nor who is behind a figure",
        ],
    )


def shared(found: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], floor: Floor = FLOOR) -> SharedFigures:
    """The figures of a run for everybody, after the referee has tried to work out each hidden count."""
    return SharedFigures(found, release(indicator_run(found, asked), floor))


def indicator_run(
    found: Mapping[str, Series], asked: Mapping[str, Sequence[Asked]], by: Mapping[str, str] | None = None
) -> Run:
    """The counts of figures by one or several readings or indicators of the same records, each record counted once.

    `by` says for each reading in which way its records are divided into groups: all in one way, if nothing is said.
    """
    every = next(iter(found.values())).every
    ways = {way: name for name, way in (by or dict.fromkeys(found, _GROUPS)).items() if way}
    counted = Counter(_places(every, asked, [*ways.values()]))
    becomes = {each for each, _, _ in counted}
    groups = {way: {of[at] for _, of, _ in counted} for at, way in enumerate(ways)}
    windows = {period: parts for series in found.values() for period, parts in _windows(series)}
    spans = {part for parts in windows.values() for part in parts}
    # What nobody is in is 0 and known to be, which is not the same as a count of which nothing is said.
    counts = {
        _cell(_joined(each), dict(zip(groups, of, strict=True)), span): counted[each, of, span]
        for each in becomes
        for of in product(*groups.values())
        for span in spans
    }
    dimensions = [Dimension(_BECOMES, dict(_readings(found, becomes)))]
    dimensions += [Dimension(way, sorted(each)) for way, each in groups.items() if each - {EVERYBODY}]
    dimensions += [Dimension(_PERIODS, windows)] if every is Every.YEAR_ENDING else []
    return Run(tuple(dimensions), counts)


def _places(
    every: Every, asked: Mapping[str, Sequence[Asked]], divided: Sequence[str]
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """What becomes of each record by every reading, its group by some, and the period that all are sums of."""
    shortest = Every.QUARTER if every is Every.YEAR_ENDING else every
    places = [[*asked].index(name) for name in divided]
    for by_reading in zip(*asked.values(), strict=True):
        told = [each for _, _, each in by_reading if isinstance(each, IndicatorTold)]
        if len(told) == len(by_reading):
            (period,) = periods(shortest, told[0].day, told[0].day)
            groups = tuple(by_reading[at][1] for at in places)
            yield tuple(_PLACE.get(each.outturn, _UNTOLD) for each in told), groups, str(period)


def _readings(found: Mapping[str, Series], becomes: Iterable[tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each reading counts, and of what it is the sum."""
    ordered = sorted(becomes)
    for at, name in enumerate(found):
        for what, among in {_MET: {_MET}, _OF: {_MET, _NOT_MET}, _UNTOLD: {_UNTOLD}}.items():
            if parts := tuple(_joined(each) for each in ordered if each[at] in among):
                yield _named(name, what), parts


def _windows(series: Series) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each period of the figures, and the shortest ones that it is the sum of: itself, or the quarters of a year."""
    for period in {each.period for each in series.of}:
        quarters = periods(Every.QUARTER, period.starts, period.ends)
        yield str(period), tuple(map(str, quarters)) if series.every is Every.YEAR_ENDING else (str(period),)


def _nobody(figure: IndicatorFigure, what: str) -> int | None:
    of = figure.outturns
    return None if {_MET: of.numerator, _OF: of.denominator, _UNTOLD: of.cannot_tell}[what] else 0


def _joined(becomes: tuple[str, ...]) -> str:
    return " / ".join(becomes)


def _named(reading: str, what: str) -> str:
    """What a reading counts; not the name of what becomes of a record, which is of all readings together."""
    return f"{reading}: {what}"


def _cell(becomes: str, groups: Mapping[str, str], period: str) -> CountOf:
    told = {way: group for way, group in groups.items() if group != EVERYBODY}
    return CountOf("records", {_BECOMES: becomes, _PERIODS: period, **told})
