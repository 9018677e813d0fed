"""Charts: drawn without a browser, with words in their place, and nothing that a file says is markup in them."""

from __future__ import annotations

import re
import sys
from fractions import Fraction
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from yosrules.errors import YosrulesError
from yosrules.reports.charts.bars import BarPart, ChartBar, Look, bars
from yosrules.reports.charts.chart import Chart
from yosrules.reports.charts.intervals import Interval, intervals
from yosrules.reports.charts.lines import ChartLine, Stripe, lines, slope

MARKUP = "<script>alert(1)</script><b>&\"'</b>]]><!--\x1b\x00\ufffe\uffff\ud800\u2028"
LONG = "\U0001f600" * 99
"""A text that is cut; no letter of it is cut in two."""
LEVELS = ("Poor", "Fair", "Good")
SVG = "{http://www.w3.org/2000/svg}"


def texts(chart: Chart) -> list[str]:
    """Every text of a picture, as a reader of XML finds it; parsed, so that in_lines markup fails."""
    root = ET.fromstring(chart.svg("x"))
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "g",
        "path",
        "line",
        "text",
        "tspan",
    }
    return [text for each in root.iter() if (text := "".join(each.itertext()))]


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize(
    "chart",
    [
        bars(
            MARKUP,
            MARKUP,
            [ChartBar(MARKUP, (BarPart(1, Look.FILLED), BarPart(2, Look.DASHED)), 2), ChartBar(LONG, ())],
        ),
        bars(
            MARKUP,
            MARKUP,
            [ChartBar(MARKUP, (BarPart(Fraction(1, 3), Look.SHADED),))],
            top=1,
            bands=[Fraction(0), Fraction(1, 2)],
        ),
        slope(MARKUP, MARKUP, ["before", MARKUP], LEVELS, {MARKUP: [0, 2], "b": [1, None], "c": [None, None]}),
        lines(MARKUP, MARKUP, [MARKUP], [ChartLine(MARKUP, (0.5,))], [Stripe(MARKUP, 0, 1)]),
        intervals(MARKUP, MARKUP, [Interval(MARKUP, 2.5, 1.5, None), Interval("wide", 0.001, 0.0, 40.0)]),
    ],
    ids=["counts", "shares", "slope", "lines", "intervals"],
)
def test_a_picture_escapes_what_a_file_says_and_has_words_in_its_place(chart: Chart) -> None:
    drawn = chart.svg("x")
    assert not re.search(r"<script|<b>|<!--|\x1b|https?://(?!www\.w3\.org/)|style=|url\(", drawn)
    assert any("alert(1)" in each for each in texts(chart))
    assert 'role="img" aria-labelledby="x-title x-says"><title id="x-title">' in drawn
    assert drawn == chart.svg("x")


def test_what_cannot_be_drawn_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> str:
        raise ValueError("no such thing\nat a line of the library")

    monkeypatch.setitem(sys.modules, "vl_convert", SimpleNamespace(vegalite_to_svg=fails))
    with pytest.raises(YosrulesError, match=r"^Counts: it cannot be drawn: no such thing$"):
        bars("Counts", "", []).svg("x")


@pytest.mark.slow
def test_lines_of_one_level_stand_apart_and_so_do_their_names() -> None:
    chart = lines("t", "s", ["a", "b"], [ChartLine("x", (1.0, 2.0)), ChartLine("y", (1.0, 2.0))], [Stripe("all", 0, 3)])
    heights = [float(at) for at in re.findall(r'transform="translate\(224,([\d.]+)\)"', chart.svg("x"))]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 12
    places = slope("t", "s", ["a", "b"], LEVELS, {"x": [0, 1], "y": [0, 1]}).svg("x")
    paths = re.findall(r'<path d="(M[^"]*)" stroke="var\(--mark\)" stroke-width="1.8"', places)
    assert len({*paths}) == 2
