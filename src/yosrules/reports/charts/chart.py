"""A chart as plain data, and how it is drawn: one SVG for both colour schemes, with a text in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import TypeAlias

import attrs

from yosrules.errors import YosrulesError, visible
from yosrules.reports.site.catalogue import unmarked

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"
"""What a specification of Vega-Lite is made of."""

CHART_WIDTH = 340
"""How wide a chart is, in its own units: on a phone these are pixels, so that letters are as large as in the text."""
LETTERS = 12
"""How large the letters of a chart are, in its own units."""

_INK, _MARK = "currentColor", "var(--mark)"
FILLED: Mapping[str, Json] = {"fill": _MARK, "stroke": _MARK}
HOLLOW: Mapping[str, Json] = {"fill": "transparent", "stroke": _INK}
DASHED: Mapping[str, Json] = {"fill": "transparent", "stroke": _INK, "strokeDash": [3, 3]}
SHADED: Mapping[str, Json] = {"fill": _MARK, "fillOpacity": 0.35, "stroke": _MARK}

_CONFIG: Mapping[str, Json] = {
    "aria": False,
    "background": None,
    "font": "system-ui, sans-serif",
    "padding": {"left": 16, "right": 16, "top": 6, "bottom": 4},
    "view": {"stroke": None},
    "axis": {
        "labelColor": _INK,
        "domainColor": _INK,
        "tickColor": _INK,
        "gridColor": _INK,
        "gridOpacity": 0.2,
        "labelFontSize": LETTERS,
    },
    "text": {"color": _INK, "fontSize": LETTERS},
    "line": {"color": _INK},
    "rule": {"color": _INK},
    "point": {"color": _INK},
}
_ROLES = re.compile(' (?:role|class|aria-[a-z]+|pointer-events)="[^"]*"')
_VERSION = "5.20"
"""The version of Vega-Lite that a chart is written in; every release of the library that is allowed has it."""


@attrs.frozen
class Chart:
    """A picture: its title, what it shows in words for whoever cannot see it, and how it is drawn."""

    title: str
    says: str
    layers: Sequence[Mapping[str, Json]]
    height: int
    width: int = CHART_WIDTH

    def svg(self, name: str) -> str:
        """The picture as SVG to stand in a page; `name` tells its parts from those of the other pictures there."""
        from vl_convert import vegalite_to_svg  # noqa: PLC0415 -- an extra, and slow to load

        spec: dict[str, Json] = {"width": self.width, "height": self.height, "config": _CONFIG}
        text = json.dumps(_drawable({**spec, "layer": self.layers}))
        try:
            drawn = vegalite_to_svg(text, vl_version=_VERSION, allowed_base_urls=[])
        except ValueError as error:
            reason, *_ = str(error).splitlines()
            raise YosrulesError(f"{unmarked(self.title)}: it cannot be drawn: {reason}") from None
        _, _, inside = drawn.partition(">")
        # The picture is one image, so that no part of it has a role; what a text says is in no tag.
        inside = re.sub(r"<[a-z][^>]*>", lambda tag: _ROLES.sub("", tag[0]), inside)
        (box,) = re.findall(r'viewBox="([\d. -]+)"', drawn.partition(">")[0])
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="{box}" role="img" '
            f'aria-labelledby="{name}-title {name}-says"><title id="{name}-title">{escape(_text(self.title))}</title>'
            f'<desc id="{name}-says">{escape(_text(self.says))}</desc>{inside}'
        )


_NO_TEXT = re.compile("[\ufffe\uffff\U00010000-\U0010ffff]")
"""What the library cannot draw, beside what `visible` writes out: letters that XML has no way to write, which would end
the process, and those of two code units, between which a text that is too long would be cut. Tables have all of them.
"""


def _text(written: str) -> str:
    return _NO_TEXT.sub("\ufffd", visible(unmarked(written)))


def _drawable(part: Json) -> Json:
    """The same with nothing in its texts that cannot be drawn."""
    match part:
        case str():
            return _text(part)
        case Mapping():
            return {name: _drawable(each) for name, each in part.items()}
        case Sequence():
            return [_drawable(each) for each in part]
        case _:
            return part


def inline(rows: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """The data of a layer."""
    return {"values": rows}


def field(name: str, **more: Json) -> dict[str, Json]:
    """A field that is a number on a scale of its own figures, without an axis unless it is given."""
    return {"field": name, "type": "quantitative", "axis": None, **more}


def in_lines(text: str, letters: int) -> list[str]:
    """Text in lines of about so many letters, between words."""
    return wrap(unmarked(text), letters, break_long_words=False) or [""]
