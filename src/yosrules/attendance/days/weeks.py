"""Work patterns as weeks: what is due on each day of a cycle of them, and an ordinary week."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from yosrules.records.absence import WEEKDAYS, WorkPattern


@attrs.frozen
class Week:
    """The days and the hours of an ordinary week of a pattern; None where that is not on record."""

    days: Fraction | None
    hours: Fraction | None


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
