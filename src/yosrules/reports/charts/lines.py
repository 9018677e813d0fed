"""Lines from left to right: a slope chart of ratings, and shares over several periods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import attrs

from yosrules.reports.charts.chart import LETTERS, Chart, Json, field, in_lines, inline

_WIDTH, _GAP = 210, LETTERS + 2
"""How wide the lines are, beside their names, and how far apart these have to be."""
_HEADS = 5
"""The most columns that have a heading of their own in a picture; of more, every second or third one has it."""
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")


@attrs.frozen
class ChartLine:
    """What a line is of, and its height in each column from left to right; None where there is none."""

    name: str
    heights: tuple[float | None, ...]


@attrs.frozen
class Stripe:
    """A band of heights, and what it is called."""

    name: str
    low: float
    high: float


def slope(
    title: str, says: str, columns: Sequence[str], levels: Sequence[str], places: Mapping[str, Sequence[int | None]]
) -> Chart:
    """For each subject a line between its levels in the columns; in one level, lines stand apart so that all are seen.

    `places` has the place of each subject's level, from 0 up, in every column.
    """
    apart = 1 / (len(places) + 1)
    found = [
        ChartLine(name, tuple(None if each is None else each + 1 - apart * (order + 1) for each in of))
        for order, (name, of) in enumerate(places.items())
    ]
    stripes = [Stripe(name, place, place + 1) for place, name in enumerate(levels)]
    return lines(title, says, columns, found, stripes, max(44, _GAP * (len(places) + 1)) * len(levels))


def lines(
    title: str, says: str, columns: Sequence[str], of: Sequence[ChartLine], stripes: Sequence[Stripe], height: int = 240
) -> Chart:
    """A line each over columns, before the stripes of a scale; the names of lines stand at their right ends."""
    up: dict[str, Json] = {"domain": [stripes[0].low, stripes[-1].high], "range": [height, 0], "nice": False}
    across: dict[str, Json] = {"domain": [0, max(len(columns) - 1, 1)], "range": [0, _WIDTH], "nice": False}
    layers = [_stripes(stripes, up), _named(stripes, up), _heads(columns, across), *_drawn(of, up, across)]
    return Chart(title, says, [*layers, _ends(of, up, height, stripes)], height, _WIDTH)


def _stripes(stripes: Sequence[Stripe], up: dict[str, Json]) -> dict[str, Json]:
    rows: list[dict[str, Json]] = [{"low": each.low, "high": each.high} for each in stripes[1::2]]
    mark: dict[str, Json] = {"type": "rect", "fill": "currentColor", "fillOpacity": 0.08}
    sides: dict[str, Json] = {"x": {"value": -10}, "x2": {"value": _WIDTH + 10}}
    encoding: dict[str, Json] = {**sides, "y": field("low", scale=up), "y2": {"field": "high"}}
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _named(stripes: Sequence[Stripe], up: dict[str, Json]) -> dict[str, Json]:
    rows: list[dict[str, Json]] = [
        {"y": (each.low + each.high) / 2, "name": in_lines(each.name, 12)} for each in stripes
    ]
    mark: dict[str, Json] = {"type": "text", "align": "right", "baseline": "middle", "lineHeight": 14}
    encoding: dict[str, Json] = {"x": {"value": -16}, "y": field("y", scale=up), "text": {"field": "name"}}
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _heads(columns: Sequence[str], across: dict[str, Json]) -> dict[str, Json]:
    step = -(-len(columns) // _HEADS)
    named = {place: each for place, each in enumerate(columns) if (len(columns) - 1 - place) % step == 0}
    letters = max(5, 36 // len(named))
    rows: list[dict[str, Json]] = [{"x": place, "name": in_lines(each, letters)} for place, each in named.items()]
    mark: dict[str, Json] = {"type": "text", "align": "center", "baseline": "line-bottom", "lineHeight": 14}
    # Lines of one text go downwards: the foot of the last is above the chart.
    most = max(len(in_lines(each, letters)) for each in named.values())
    encoding: dict[str, Json] = {
        "x": field("x", scale=across),
        "y": {"value": -6 - 14 * (most - 1)},
        "text": {"field": "name"},
    }
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _drawn(of: Sequence[ChartLine], up: dict[str, Json], across: dict[str, Json]) -> list[dict[str, Json]]:
    rows: list[dict[str, Json]] = [
        {"x": place, "y": height, "line": order}
        for order, each in enumerate(of)
        for place, height in enumerate(each.heights)
        if height is not None
    ]
    base: dict[str, Json] = {"x": field("x", scale=across), "y": field("y", scale=up)}
    shape: dict[str, Json] = {
        "field": "line",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": [*range(len(of))], "range": [_SHAPES[order % len(_SHAPES)] for order in range(len(of))]},
    }
    detail: dict[str, Json] = {"detail": {"field": "line", "type": "nominal"}}
    point: dict[str, Json] = {"type": "point", "size": 60, "fill": "var(--mark)", "stroke": "var(--mark)"}
    line: dict[str, Json] = {"type": "line", "strokeWidth": 1.8, "stroke": "var(--mark)"}
    return [
        {"data": inline(rows), "mark": line, "encoding": {**base, **detail}},
        {"data": inline(rows), "mark": {**point, "fillOpacity": 1}, "encoding": {**base, "shape": shape}},
    ]


def _ends(of: Sequence[ChartLine], up: dict[str, Json], height: int, stripes: Sequence[Stripe]) -> dict[str, Json]:
    """The name of each line at its right end, moved up or down where two would stand on each other."""
    unit = (stripes[-1].high - stripes[0].low) / height
    last = {each.name: ends[-1] for each in of if (ends := [one for one in each.heights if one is not None])}
    rows, free = list[dict[str, Json]](), float("-inf")
    for name, at in sorted(last.items(), key=lambda each: each[1]):
        free = max(at, free)
        rows.append({"y": free, "name": name})
        free += _GAP * unit
    mark: dict[str, Json] = {"type": "text", "align": "left", "baseline": "middle"}
    encoding: dict[str, Json] = {"x": {"value": _WIDTH + 14}, "y": field("y", scale=up), "text": {"field": "name"}}
    return {"data": inline(rows), "mark": mark, "encoding": encoding}
