"""A worker's year: a row a month, and for each day of absence a box that says by its look what was lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from yosrules.reports.charts.bars import Look
from yosrules.reports.charts.chart import CHART_WIDTH, Chart, Json, field, inline
from yosrules.reports.drawing.dates import month

_LEFT, _DAY, _BOX, _ROW, _TOP = 62, 8.8, 7.6, 26, 20


def year(title: str, says: str, days: Mapping[date, Look], marks: Mapping[date, str], months: Sequence[date]) -> Chart:
    """Months from the first to the last, and in each its days of absence; a mark stands above its day."""
    rows = {(month.year, month.month): place for place, month in enumerate(months)}
    height = _ROW * len(months) + _TOP
    down: dict[str, Json] = {"domain": [0, height], "range": [0, height], "nice": False, "zero": False}
    across: dict[str, Json] = {"domain": [0, CHART_WIDTH], "range": [0, CHART_WIDTH], "nice": False}
    layers: list[dict[str, Json]] = [_lines(len(months), down), _named(months, across, down)]
    for look in Look:
        boxes = [_box(each, rows) for each, of in days.items() if of is look and (each.year, each.month) in rows]
        layers += [_boxes(boxes, look, across, down)] if boxes else []
    texts = [{**_box(each, rows), "text": of} for each, of in marks.items() if (each.year, each.month) in rows]
    layers += [_texts(texts, across, down)] if texts else []
    return Chart(title, says, layers, height)


def _box(day: date, rows: Mapping[tuple[int, int], int]) -> dict[str, Json]:
    left, top = _LEFT + (day.day - 1) * _DAY, rows[day.year, day.month] * _ROW + _TOP
    return {"x": left, "x2": left + _BOX, "y": top, "y2": top + 12}


def _boxes(
    boxes: Sequence[Mapping[str, Json]], look: Look, across: dict[str, Json], down: dict[str, Json]
) -> dict[str, Json]:
    ends: dict[str, Json] = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    encoding: dict[str, Json] = {"x": field("x", scale=across), "y": field("y", scale=down), **ends}
    mark: dict[str, Json] = {"type": "rect", "strokeWidth": 1, **look.value}
    return {"data": inline(boxes), "mark": mark, "encoding": encoding}


def _texts(rows: Sequence[Mapping[str, Json]], across: dict[str, Json], down: dict[str, Json]) -> dict[str, Json]:
    mark: dict[str, Json] = {"type": "text", "dx": _BOX / 2, "dy": -5, "fontWeight": "bold"}
    encoding: dict[str, Json] = {
        "x": field("x", scale=across),
        "y": field("y", scale=down),
        "text": {"field": "text"},
    }
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _lines(months: int, down: dict[str, Json]) -> dict[str, Json]:
    rows: list[dict[str, Json]] = [{"y": place * _ROW + _TOP + 13.5} for place in range(months)]
    mark: dict[str, Json] = {"type": "rule", "strokeOpacity": 0.3}
    encoding: dict[str, Json] = {
        "x": {"value": _LEFT},
        "x2": {"value": CHART_WIDTH},
        "y": field("y", scale=down),
    }
    return {"data": inline(rows), "mark": mark, "encoding": encoding}


def _named(months: Sequence[date], across: dict[str, Json], down: dict[str, Json]) -> dict[str, Json]:
    rows: list[dict[str, Json]] = [
        {"x": 0, "y": place * _ROW + _TOP + 6, "text": month(each)} for place, each in enumerate(months)
    ]
    rows += [{"x": _LEFT + (each - 1) * _DAY, "y": 2, "text": str(each)} for each in (1, 6, 11, 16, 21, 26, 31)]
    mark: dict[str, Json] = {"type": "text", "align": "left", "baseline": "middle"}
    encoding: dict[str, Json] = {"x": field("x", scale=across), "y": field("y", scale=down), "text": {"field": "text"}}
    return {"data": inline(rows), "mark": mark, "encoding": encoding}
