"""Triggers scaled to the week of a worker: by what, by which pattern, and how the scaled number is rounded."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

import attrs

from yosrules.errors import LanguageError
from yosrules.policies.lost_time.formulas import HALVES, N
from yosrules.policies.lost_time.windows import During

ALLOWED_PLACES = 5
"""Decimal places of a scaled number, one more than of anything that it is compared with; see `Rounded.EXACT`."""

_DIGITS = 12
"""The most digits of a full-time number before or after its point."""


class Per(StrEnum):
    """What a full-time trigger is scaled by."""

    DAYS = "days a week"
    HOURS = "hours a week"


class Pattern(StrEnum):
    """Which work pattern scales a trigger when a worker's hours changed in the window."""

    LATEST = "the pattern on the day asked about"
    AVERAGE = "the average over the window"


class Rounded(StrEnum):
    """How a scaled trigger is rounded."""

    NEAREST_HALF = "to the nearest half, up from the middle"
    NEAREST_WHOLE = "to the nearest whole, up from the middle"
    UP = "up to the next whole"
    DOWN = "down to a whole"
    EXACT = "not at all"

    @property
    def units(self) -> int:
        """How many of the parts to which it rounds make one whole."""
        match self:
            case Rounded.NEAREST_HALF:
                return HALVES
            case Rounded.NEAREST_WHOLE | Rounded.UP | Rounded.DOWN:
                return 1
            case Rounded.EXACT:
                return int(10**ALLOWED_PLACES)
            case _:
                assert_never(self)

    def quotient(self, above: N, below: N) -> N:
        """A fraction above 0, rounded, in those parts."""
        match self:
            case Rounded.NEAREST_HALF | Rounded.NEAREST_WHOLE:
                # Half of the divisor is added to round up from the middle; round() would go to the even neighbour.
                return (above * (2 * self.units) + below) // (below * 2)
            case Rounded.UP:
                return (above + below - 1) // below
            case Rounded.DOWN:
                return above // below
            case Rounded.EXACT:
                # The middle between the four places below and those above, which are the same where it ends there. So
                # it compares as the fraction itself does with any number of up to four places, at least or more than.
                tens = above * (self.units // 10)
                return (tens // below + (tens + below - 1) // below) * 5
            case _:
                assert_never(self)


@attrs.frozen(kw_only=True, cache_hash=True)
class Allowance:
    """A full-time number scaled to the worker's own week: number times share times the week, over full time.

    It is unknown for a week of no days or hours, which would make a trigger of 0. `Rounded.EXACT` is
    exact in every comparison with a number of up to four decimal places, although its own decimal may not end.
    With `whole` it is a whole number, to be compared with a number of spells.
    """

    number: Decimal
    per: Per
    full_time: Decimal
    share: Fraction
    pattern: Pattern
    rounding: Rounded
    during: During | None = None
    whole: bool = False

    def __attrs_post_init__(self) -> None:
        if (self.during is None) is (self.pattern is Pattern.AVERAGE):
            raise LanguageError("the average over a window needs the window, and nothing else does")
        if not all(each.is_finite() and abs(each.adjusted()) <= _DIGITS for each in (self.number, self.full_time)):
            raise LanguageError(f"a number and a full-time week to scale by have at most {_DIGITS} digits")
        if self.number <= 0 or self.full_time <= 0 or self.share <= 0:
            raise LanguageError("a number, a full-time week and a share to scale by are above 0")
        if self.whole and self.rounding.units != 1:
            raise LanguageError("a number of spells is whole: round it up to ask for at least, down for more than")
