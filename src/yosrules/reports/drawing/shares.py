"""Exact fractions with so many decimal places, to the nearest, halves up."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def decimals(number: Fraction, places: int) -> str:
    """A number from 0 up as people write it: 2/3 with one place is 0.7."""
    whole = floor(number * 10**places + Fraction(1, 2))
    digits = f"{whole:0{places + 1}d}"
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits
