"""Turn the value of a cell into the text that a person sees."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

TextLine: TypeAlias = list[str]
"""The cells of one row of a file, as text."""


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


def as_shown(value: object, number_format: str) -> str:
    """A value as a spreadsheet shows it: 0.869 as a whole per cent is 87%; what is past 15 digits is noise."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return text_of(value)
    number = Decimal(f"{value:.15g}")
    if padded := re.fullmatch(r'((?:"[^"]*"|\\.)*)(0+)', number_format.split(";", maxsplit=1)[0]):
        return _padded(number, padded[1], len(padded[2]))
    plain = re.sub(r'"[^"]*"|\\.', "", number_format)
    if "%" not in plain:
        return f"{number:f}"
    decimals = re.search(r"\.(0+)[^0]*%", plain)
    places = len(decimals[1]) if decimals else 0
    return f"{(number * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


def _padded(number: Decimal, before: str, digits: int) -> str:
    """A whole number with the text and the zeros that its format puts in front of it, as references have them."""
    if number < 0 or number % 1:
        return f"{number:f}"
    return "".join(re.findall(r"[^\"\\]", before)) + f"{number:f}".zfill(digits)
