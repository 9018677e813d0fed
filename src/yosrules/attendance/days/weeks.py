"""Work patterns as weeks: what is due on each day of a cycle of them, and an ordinary week."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain

import attrs

from yosrules.policies.calendar import Nation
from yosrules.records.absence import WEEKDAYS, WorkPattern


@attrs.frozen(cache_hash=True)
class Week:
    """The days and the hours of an ordinary week of a pattern; None where that is not on record."""

    days: Fraction | None
    hours: Fraction | None


class Patterns:
    """What work patterns say of each day; what they say of a day is worked out once for everybody who has them."""

    def __init__(self, rows: Sequence[WorkPattern], nation: Nation) -> None:
        in_order = sorted(rows, key=lambda row: (row.starts, row.week or 1))
        self.starts: list[date] = sorted({row.starts for row in in_order})
        self._nation = nation
        self._cycles = [[row for row in in_order if row.starts == starts] for starts in self.starts]
        # The first list is for the days before any pattern, so that a bisection of the start days is the place.
        self._turns: list[list[Decimal]] = [[], *map(turns, self._cycles)]
        self._weeks: dict[int, Week] = {}
        self._working: dict[date, bool | None] = {}

    def due(self, day: date) -> Decimal | None:
        """The hours due on a day, bank holiday or not; None where no pattern covers it."""
        turns = self._turns[bisect_right(self.starts, day)]
        return turns[(day.toordinal() - 1) % len(turns)] if turns else None

    def rostered(self, day: date) -> bool | None:
        """Whether a day was due to be worked, bank holiday or not."""
        hours = self.due(day)
        return None if hours is None else hours > 0

    def working(self, day: date) -> bool | None:
        """Whether a day was a working day: due, and no bank holiday."""
        if day not in self._working:
            self._working[day] = False if self._nation.bank_holiday(day) else self.rostered(day)
        return self._working[day]

    def week(self, day: date) -> Week:
        """The ordinary week of the pattern in force on a day: as stated, or else the sum of its weekdays."""
        place = bisect_right(self.starts, day)
        if place not in self._weeks:
            self._weeks[place] = week_of(self._cycles[place - 1] if place else [])
        return self._weeks[place]


def patterns_of(rows: tuple[WorkPattern, ...], nation: Nation) -> Patterns:
    """The same for the same rows, which many workers have."""
    # By their digits, so that 7.40 hours of one worker are not shown as the 7.4 of another.
    return _kept(rows, tuple(map(str, chain.from_iterable(vars(row).values() for row in rows))), nation)


@lru_cache(maxsize=256)
def _kept(rows: tuple[WorkPattern, ...], _: tuple[str, ...], nation: Nation) -> Patterns:
    return Patterns(rows, nation)


def turns(cycle: Sequence[WorkPattern]) -> list[Decimal]:
    """The hours of each day of a cycle, in the order that the ordinal of a day picks; none without weekdays.

    A day is found as its ordinal modulo the length of the cycle, for which 1 January of the year 1, a Monday, begins a
    cycle. So the rows are rotated until the first of them falls on the week in which the pattern starts.
    """
    # Of a nominal week nobody knows which days are worked, unless none is.
    if not _by_day(cycle):
        return []
    behind = cycle[0].starts.toordinal() - 1 - cycle[0].starts.weekday()
    first = -behind // 7 % len(cycle)
    rows = [*cycle[first:], *cycle[:first]]
    return [vars(row)[name] or Decimal(0) for row in rows for name in WEEKDAYS]


def week_of(cycle: Sequence[WorkPattern]) -> Week:
    """An ordinary week of a cycle: as stated, or else the sum of its weekdays."""
    by_day = _by_day(cycle)
    days = [_or(row.nominal_days, Decimal(len(_worked(row))), by_day) for row in cycle]
    hours = [_or(row.nominal_hours, sum(_worked(row), Decimal(0)), by_day) for row in cycle]
    return Week(mean(days), mean(hours))


def _by_day(cycle: Sequence[WorkPattern]) -> bool:
    """Whether it is known which days of a cycle are worked: by its weekdays, or since it is stated that none is.

    A nought is known to be no work, and a blank beside one is a nought.
    """
    nominal = [each for row in cycle for each in (row.nominal_days, row.nominal_hours) if each is not None]
    noughts = 0 in nominal or any(vars(row)[name] is not None for row in cycle for name in WEEKDAYS)
    return any(map(_worked, cycle)) or (noughts and not any(nominal))


def _worked(row: WorkPattern) -> list[Decimal]:
    """The hours of the weekdays that are worked."""
    return [vars(row)[name] for name in WEEKDAYS if vars(row)[name]]


def _or(stated: Decimal | None, worked: Decimal, by_day: bool) -> Fraction | None:  # noqa: FBT001
    if stated is not None:
        return Fraction(stated)
    return Fraction(worked) if by_day else None


def mean(of: Sequence[Fraction | None]) -> Fraction | None:
    """The mean of some amounts; None where one is unknown, or where there is none."""
    known = [each for each in of if each is not None]
    return sum(known, Fraction(0)) / len(known) if known and len(known) == len(of) else None
