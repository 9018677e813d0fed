"""Bars of counts of which some may be hidden, and what is said where a list is cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yosrules.english.grid import Grid
from yosrules.reports.board.division import Division
from yosrules.reports.board.section import Picture
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.bars import BarPart, ChartBar, Look, bars
from yosrules.reports.site.catalogue import _, translated

LISTED = 40
"""The most rows about single people that a report lists; the command of its own writes all of them."""


def bar_of(name: str, of: Division, looks: Mapping[str, Look], shown: Shown, reading: str = "") -> ChartBar:
    """A bar with a part for each thing that is drawn, by its look; its words say the counts, and which are hidden."""
    counts = {each: shown.count(of.cell(each, reading)) for each in looks}
    told = [f"{shown.said(of.cell(each, reading))} {translated(each)}" for each, count in counts.items() if count != 0]
    parts = tuple(BarPart(counts[each] or 0, look) for each, look in looks.items())
    return ChartBar(f"{name}: {', '.join(told) or _('none')}", parts)


def pictured(title: str, drawn: Sequence[ChartBar], caption: str, grid: Grid) -> Picture | Grid:
    """The bars with their table beside them; the table alone where every count is 0 or hidden."""
    if not any(part.amount for each in drawn for part in each.parts):
        return grid
    return Picture(bars(title, "; ".join(each.says for each in drawn), drawn), caption, grid)


def unlisted(many: int) -> Iterator[str]:
    """That a list was cut, if it was."""
    if many > LISTED:
        yield _("… and %(many)s more; the command for it writes all of them.", many=f"{many - LISTED:,}")
