"""How many cases to audit of how many: the formulas for a share in a small population, and the Board's rule of thumb.

HM Inspectorate's own table of sample sizes could not be found. None of these sizes is said to be its.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

import attrs

from yosrules.errors import RecordError


class SizeRule(StrEnum):
    """A way to say how many cases to audit: a formula and its rounding, or a fifth of the cases and 20 at least."""

    A_UP = "a-up"
    A_NEAREST = "a-nearest"
    B_UP = "b-up"
    B_NEAREST = "b-nearest"
    FIFTH = "fifth"


@attrs.frozen
class SampleSizes:
    """The sizes for so many cases, by a declared confidence, margin and expected share; all arithmetic is exact.

    The unlimited size is n0 = z² p (1 - p) / e². Formula A is n0 / (1 + (n0 - 1) / N), formula B n0 / (1 + n0 / N).
    """

    cases: int
    z: Decimal = Decimal("1.28155")
    """How many standard errors: 1.28155 is a confidence of 80 per cent, both sides together."""
    margin: Decimal = Decimal("0.05")
    share: Decimal = Decimal("0.5")

    def __attrs_post_init__(self) -> None:
        if self.cases < 1:
            raise RecordError("there is no case to draw from")
        if self.z <= 0 or not 0 < self.margin < 1 or not 0 < self.share < 1:
            raise RecordError("z is above 0, and a margin and an expected share lie between 0 and 1")

    @property
    def unlimited(self) -> Fraction:
        """How many cases it would take of very many."""
        share = Fraction(self.share)
        return Fraction(self.z) ** 2 * share * (1 - share) / Fraction(self.margin) ** 2

    @property
    def a(self) -> Fraction:
        """Formula A, before rounding."""
        return self.unlimited / (1 + (self.unlimited - 1) / self.cases)

    @property
    def b(self) -> Fraction:
        """Formula B, before rounding."""
        return self.unlimited / (1 + self.unlimited / self.cases)

    def of(self, rule: SizeRule) -> int:
        """The size by one rule, never more than there are cases."""
        match rule:
            case SizeRule.A_UP:
                size = ceil(self.a)
            case SizeRule.A_NEAREST:
                size = _nearest(self.a)
            case SizeRule.B_UP:
                size = ceil(self.b)
            case SizeRule.B_NEAREST:
                size = _nearest(self.b)
            case SizeRule.FIFTH:
                size = max(20, ceil(Fraction(self.cases, 5)))
            case _:
                assert_never(rule)
        return min(size, self.cases)


def _nearest(number: Fraction) -> int:
    return floor(number + Fraction(1, 2))
