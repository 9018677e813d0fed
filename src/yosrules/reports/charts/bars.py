"""Bars, a row each with its words above it: shares beside the bands of a scale, and counts in parts."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction
from itertools import pairwise

import attrs

from yosrules.reports.charts.chart import CHART_WIDTH, DASHED, FILLED, HOLLOW, SHADED, Chart, Json, field, inline

_ROW = 40
"""How high a row is."""
_WORDS, _TOP, _BOTTOM = 12, 18, 32
"""Where in a row its words end, and its bar begins and ends."""


class Look(Enum):
    """How a part of a bar is drawn, so that it can be told from others without its colour."""

    FILLED = FILLED
    SHADED = SHADED
    HOLLOW = HOLLOW
    DASHED = DASHED


@attrs.frozen
class BarPart:
    """A part of a bar: how long it is, and how it looks."""

    amount: Fraction | int
    look: Look


@attrs.frozen
class ChartBar:
    """A row: what it says, and the parts of its bar one after the other; `target` is where a mark stands."""

    says: str
    parts: tuple[BarPart, ...]
    target: Fraction | int | None = None


def bars(
    title: str,
    says: str,
    rows: Sequence[ChartBar],
    *,
    top: Fraction | int | None = None,
    bands: Sequence[Fraction] = (),
) -> Chart:
    """A bar a row, all on one scale from 0 to `top`, or as far as they go; `bands` are where its bands begin."""
    highest = float(top if top is not None else max((_length(each) for each in rows), default=1) or 1)
    across: dict[str, Json] = field("x", scale={"domain": [0, highest], "range": [0, CHART_WIDTH], "nice": False})
    if bands:
        ticks: list[Json] = [*map(float, bands), highest]
        across["axis"] = {"values": ticks, "title": None, "orient": "bottom", "grid": True, "format": ".12~g"}
    height = _ROW * len(rows)
    down: dict[str, Json] = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    layers: list[dict[str, Json]] = [_striped([*map(float, bands), highest], across, height)] if bands else []
    for look in Look:
        layers += _parts(rows, look, across, down)
    layers.append(_words(rows, down))
    if marked := [_at(place, float(each.target)) for place, each in enumerate(rows) if each.target is not None]:
        layers.append(_ruled(marked, across, down))
    return Chart(title, says, layers, height)


def _length(bar: ChartBar) -> Fraction | int:
    return sum(each.amount for each in bar.parts)


def _at(place: int, x: float) -> dict[str, Json]:
    return {"x": x, "top": place * _ROW + _TOP - 3, "bottom": place * _ROW + _BOTTOM + 3}


def _parts(
    rows: Sequence[ChartBar], look: Look, across: dict[str, Json], down: dict[str, Json]
) -> list[dict[str, Json]]:
    """The parts of all bars that look alike, as one layer; none where there are none."""
    found: list[dict[str, Json]] = []
    for place, bar in enumerate(rows):
        begins: Fraction | int = 0
        for part in bar.parts:
            if part.look is look and part.amount:
                ends: dict[str, Json] = {"x": float(begins), "end": float(begins + part.amount)}
                found.append({**ends, "top": place * _ROW + _TOP, "bottom": place * _ROW + _BOTTOM})
            begins += part.amount
    if not found:
        return []
    sides: dict[str, Json] = {"x": across, "x2": {"field": "end"}}
    along: dict[str, Json] = {"y": field("top", scale=down), "y2": {"field": "bottom"}}
    mark: dict[str, Json] = {"type": "rect", "strokeWidth": 1.2, **look.value}
    return [{"data": inline(found), "mark": mark, "encoding": {**sides, **along}}]


def _words(rows: Sequence[ChartBar], down: dict[str, Json]) -> dict[str, Json]:
    said: list[dict[str, Json]] = [{"y": place * _ROW + _WORDS, "says": each.says} for place, each in enumerate(rows)]
    mark: dict[str, Json] = {"type": "text", "align": "left", "baseline": "alphabetic", "limit": CHART_WIDTH - 10}
    encoding: dict[str, Json] = {"x": {"value": 0}, "y": field("y", scale=down), "text": {"field": "says"}}
    return {"data": inline(said), "mark": mark, "encoding": encoding}


def _ruled(at: Sequence[dict[str, Json]], across: dict[str, Json], down: dict[str, Json]) -> dict[str, Json]:
    encoding: dict[str, Json] = {"x": across, "y": field("top", scale=down), "y2": {"field": "bottom"}}
    return {"data": inline(at), "mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": encoding}


def _striped(edges: Sequence[float], across: dict[str, Json], height: int) -> dict[str, Json]:
    """Every other band shaded."""
    every: list[dict[str, Json]] = [{"x": low, "end": high} for low, high in pairwise(edges)]
    sides: dict[str, Json] = {"x": across, "x2": {"field": "end"}, "y": {"value": 0}, "y2": {"value": height}}
    mark: dict[str, Json] = {"type": "rect", "fill": "currentColor", "fillOpacity": 0.08}
    return {"data": inline(every[1::2]), "mark": mark, "encoding": sides}
