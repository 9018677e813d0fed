"""Draws that come out the same on every Python for the same seed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from yosrules.errors import RecordError
from yosrules.records.choices import Intensity, Likelihood, RiskLevel

T = TypeVar("T")
L = TypeVar("L", RiskLevel, Likelihood, Intensity)


_FIRST, _LAST = date(1950, 1, 1), date(2150, 12, 31)
"""The days as of which samples are made: what they date before and after can be on record too."""


class Dice:
    """Draws that come out the same everywhere, because only whole numbers are drawn."""

    def __init__(self, seed: int, on: date) -> None:
        if not _FIRST <= on <= _LAST:
            raise RecordError(f"wrote {on} for the day of a sample; allowed: a date from {_FIRST} to {_LAST}")
        self._random = Random(seed)  # noqa: S311 -- a sample, not a secret

    def days(self, low: int, high: int) -> timedelta:
        return timedelta(days=low + self._random.randrange(high - low + 1))

    def happens(self, percent: int) -> bool:
        return self._random.randrange(100) < percent

    def pick(self, shares: Mapping[T, int]) -> T:
        """One of several, with a probability proportional to its share."""
        drawn = self._random.randrange(sum(shares.values()))
        return [each for each, share in shares.items() for _ in range(share)][drawn]

    def near(self, level: L) -> L:
        """The same level, or in 30 of a hundred draws one beside it."""
        members = list(type(level))
        place = members.index(level) + self.pick({-1: 15, 0: 70, 1: 15})
        return members[min(max(place, 0), len(members) - 1)]

    def known(self, value: T, missing: int = 10) -> T | None:
        """The value, or None in `missing` of a hundred draws."""
        return None if self.happens(missing) else value
