"""Arithmetic that one worker and a frame of many share: each function takes Python integers or narwhals expressions.

Amounts are whole numbers of small parts, so that sums are exact: halves of a day, thousandths of an hour. Only
operators that both have are used; a choice between two amounts is left to the caller, because an `if` decides for one
worker and a `when` for a column.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from itertools import count
from typing import Protocol, Self, TypeVar

# Hours are written to two places, and half a day may lose half of a hundredth: in thousandths that is still whole.
HALVES, THOUSANDTHS, HUNDREDTHS = 2, 1000, 100
"""How many parts make a day lost, an hour lost, and an hour due or a day of a week in a table."""


class Number(Protocol):
    """What a formula is worked out with: an integer, or an expression over columns of integers."""

    def __add__(self, other: Self | int, /) -> Self: ...

    def __sub__(self, other: Self | int, /) -> Self: ...

    def __mul__(self, other: Self | int, /) -> Self: ...

    def __floordiv__(self, other: Self | int, /) -> Self: ...


N = TypeVar("N", bound=Number)


def hours_lost(due: N, halves: N) -> N:
    """The thousandths of an hour lost, from those that were due on the day and the halves of the day lost."""
    return due * halves // HALVES


@cache
def in_ones(parts: int, units: int) -> Decimal:
    """An amount of small parts, `units` of which make one, with as many decimal places as one part needs."""
    places = next(n for n in count() if 10**n % units == 0)
    return Decimal(parts * (10**places // units)).scaleb(-places)


class Either(Protocol):
    """What a yes or no is worked out with: a bool, or an expression over columns of them."""

    def __or__(self, other: Self, /) -> Self: ...

    def __and__(self, other: Self, /) -> Self: ...


B = TypeVar("B", bound=Either)
B_co = TypeVar("B_co", covariant=True)


class HalfDays(Protocol[B_co]):
    """A number of half days: an int, or an expression over columns of them."""

    def __le__(self, other: int, /) -> B_co: ...


def near(apart: HalfDays[B], alike: B, days: int | None, days_alike: int) -> B:
    """Whether so few half days lie between two absences that they are one, whatever was due to work then.

    At most `days` may lie between any two (None: no number does), at most `days_alike` between two `alike`. Half days
    are counted, so that who worked an afternoon was at work.
    """
    by_reason = alike & (apart <= days_alike * HALVES)
    return by_reason if days is None else by_reason | (apart <= days * HALVES)
