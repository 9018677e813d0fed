"""Values -> plain data, which JSON holds without loss."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import TypeAlias

from yosrules.language.kinds import Value

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can hold without loss: decimals and dates are text, a level is its name."""

ADDED: dict[str, bool] = {"added": True}
"""The metadata of an attribute that came later: where it is not stated, a hash is what it was before."""


def plain_value(value: Value) -> Plain:
    """The value of a fact as plain data."""
    match value:
        case IntEnum():
            return value.name
        case StrEnum():
            return value.value
        case Decimal():
            # 7.50 and 7.5 are one amount, and so are -0 and 0: they must give the same hash.
            text = format(value or Decimal(0), "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case date():
            return value.isoformat()
        case _:
            return value


def plain_day(day: date | None) -> str | None:
    """A day as plain data, or None."""
    return None if day is None else day.isoformat()
