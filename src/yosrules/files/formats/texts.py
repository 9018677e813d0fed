"""Turn the value of a cell into the text that a person sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

TextLine: TypeAlias = list[str]
"""The cells of one row of a file, as text."""

_UNSHOWN = re.compile(r'"[^"]*"|\\.')
_ZEROS = re.compile(r'((?:"[^"]*"|\\.)*)(0+)')
"""The parts of a format that are shown as they are; a format that only puts zeros and text in front."""


def text_of(value: object) -> str:
    """The value of a cell as text; "" where there is none."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() if not any((value.hour, value.minute, value.second, value.microsecond)):
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def texts_of(values: Sequence[object]) -> TextLine:
    """The values of a row of cells as text."""
    return [value if type(value) is str else _WAYS.get(type(value), text_of)(value) for value in values]


def _of_float(value: object) -> str:
    return (
        str(int(value))
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15
        else as_shown(value, "")
    )


_WAYS: dict[type[object], Callable[[object], str]] = {float: _of_float, date: str}
"""How the most usual types of value are written, found without asking for one type after another."""


def changes_numbers(number_format: str) -> bool:
    """Whether a spreadsheet shows a number in this format as another text: a per cent, or with zeros in front."""
    return bool(_zeros_of(number_format)) or "%" in _UNSHOWN.sub("", number_format)


def as_shown(value: object, number_format: str) -> str:
    """A value as a spreadsheet shows it: 0.869 as a whole per cent is 87%; what is past 15 digits is noise."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text_of(value)
    number = Decimal(f"{value:.15g}")
    if padded := _zeros_of(number_format):
        return _padded(number, padded[1], len(padded[2]))
    plain = _UNSHOWN.sub("", number_format)
    if "%" not in plain:
        return f"{number:f}"
    decimals = re.search(r"\.(0+)[^0]*%", plain)
    places = len(decimals[1]) if decimals else 0
    return f"{(number * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


def _zeros_of(number_format: str) -> re.Match[str] | None:
    return _ZEROS.fullmatch(number_format.split(";", maxsplit=1)[0])


def _padded(number: Decimal, before: str, digits: int) -> str:
    """A whole number with the text and the zeros that its format puts in front of it, as references have them."""
    if number < 0 or number % 1:
        return f"{number:f}"
    return "".join(re.findall(r"[^\"\\]", before)) + f"{number:f}".zfill(digits)
