"""Intervals: for each group how many times one rate is another, and how far chance goes, on a scale of ratios."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from yosrules.reports.charts.chart import CHART_WIDTH, Chart, Json, field, inline

_ROW, _WORDS, _AT = 40, 12, 26
_LEAST, _MOST = 0.05, 20.0
"""Between which ratios a picture reaches at the most; an interval that goes on ends in an arrow."""


@attrs.frozen
class Interval:
    """A row: what it says, its figure and both ends; an end that is None has no bound."""

    says: str
    at: float | None
    low: float
    high: float | None


def intervals(title: str, says: str, rows: Sequence[Interval]) -> Chart:
    """A row each: the figure as a point, its interval as a line, and a rule at 1, where both rates are the same."""
    least = max(_LEAST, min([0.5, *(each.low for each in rows if each.low > 0)]))
    most = min(_MOST, max([2.0, *(each.high for each in rows if each.high is not None)]))
    ticks: list[Json] = [each for each in (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if least <= each <= most]
    across: dict[str, Json] = {"type": "log", "domain": [least, most], "range": [0, CHART_WIDTH], "nice": False}
    height = _ROW * len(rows)
    down: dict[str, Json] = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    axis: dict[str, Json] = {"values": ticks, "title": None, "grid": False, "format": "~g"}
    x: dict[str, Json] = field("x", scale=across, axis=axis)
    drawn = [_within(each, place, least, most) for place, each in enumerate(rows)]
    alike: dict[str, Json] = {"x": x, "y": field("top", scale=down), "y2": {"field": "bottom"}}
    ones: list[dict[str, Json]] = [
        {"x": 1, "top": place * _ROW + _AT - 9, "bottom": place * _ROW + _AT + 9} for place in range(len(rows))
    ]
    spans: dict[str, Json] = {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": field("y", scale=down)}
    layers: list[dict[str, Json]] = [
        {"data": inline(ones), "mark": {"type": "rule", "strokeDash": [4, 3]}, "encoding": alike},
        {"data": inline(drawn), "mark": {"type": "rule", "strokeWidth": 2.5}, "encoding": spans},
        *_marks(drawn, x, down),
        _said(rows, down),
    ]
    return Chart(title, says, layers, height)


def _within(row: Interval, place: int, least: float, most: float) -> dict[str, Json]:
    """A row as far as the picture reaches, and at which ends it goes on."""
    high = most if row.high is None else row.high
    return {
        "at": row.at if row.at is not None and least <= row.at <= most else None,
        "low": min(max(row.low, least), most),
        "high": max(min(high, most), least),
        "left": row.low < least,
        "right": row.high is None or row.high > most,
        "y": place * _ROW + _AT,
    }


def _marks(drawn: Sequence[dict[str, Json]], x: dict[str, Json], down: dict[str, Json]) -> list[dict[str, Json]]:
    """The points, and an arrow where an interval goes on."""
    made: list[dict[str, Json]] = []
    for name, shape, angle, rows in (
        ("at", "circle", 0, [each for each in drawn if each["at"] is not None]),
        ("low", "triangle-up", -90, [each for each in drawn if each["left"]]),
        ("high", "triangle-up", 90, [each for each in drawn if each["right"]]),
    ):
        mark: dict[str, Json] = {"type": "point", "shape": shape, "angle": angle, "size": 80}
        look: dict[str, Json] = {"fill": "var(--mark)", "stroke": "var(--mark)", "fillOpacity": 1}
        encoding: dict[str, Json] = {"x": {**x, "field": name}, "y": field("y", scale=down)}
        layer: dict[str, Json] = {"data": inline(rows), "mark": {**mark, **look}, "encoding": encoding}
        made += [layer] if rows else []
    return made


def _said(rows: Sequence[Interval], down: dict[str, Json]) -> dict[str, Json]:
    said: list[dict[str, Json]] = [{"y": place * _ROW + _WORDS, "says": each.says} for place, each in enumerate(rows)]
    mark: dict[str, Json] = {"type": "text", "align": "left", "baseline": "alphabetic", "limit": CHART_WIDTH - 10}
    encoding: dict[str, Json] = {"x": {"value": 0}, "y": field("y", scale=down), "text": {"field": "says"}}
    return {"data": inline(said), "mark": mark, "encoding": encoding}
