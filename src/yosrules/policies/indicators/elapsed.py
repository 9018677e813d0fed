"""How much time went by between two dates of a record, as a fact of it: working days, days, weeks, months."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import accumulate
from typing import assert_never

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Ref
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import Count, Nation, Span


@attrs.frozen
class Elapsed:
    """The fewest units of a span from one date that reach another, or the day of the report where `until` is None.

    Counted from the day after, as a `Span` is: the same day is 0, and so is, for what began on a day off, the next
    working day.
    """

    fact: Fact
    since: Fact
    until: Fact | None
    count: Count

    def __str__(self) -> str:
        until = "the day of the report" if self.until is None else _called(self.until)
        return f"{self.count} from {_called(self.since)} to {until}, counted from the day after"

    def __attrs_post_init__(self) -> None:
        if self.fact.kind is not int:
            raise PolicyError(f"{self.fact.name} is {self.fact.allowed}; time that went by is a whole number")
        for each in filter(None, (self.since, self.until)):
            if each.kind is not date:
                raise PolicyError(f"time goes by from date to date; {each.name} is {each.allowed}")

    def last_day(self, limit: int, since: date, nation: Nation) -> date:
        """The last day on which no more than so many units have gone by."""
        return Span(limit, self.count).after(since, nation)

    def between(self, since: date, until: date, nation: Nation) -> int | None:
        """How many units have gone by; None where the second date is before the first."""
        if until < since:
            return None
        days = (until - since).days
        match self.count:
            case Count.DAYS:
                return days
            case Count.HOURS:
                return 24 * days
            case Count.WEEKS:
                return -(-days // 7)
            case Count.MONTHS:
                return _months(since, until)
            case Count.WORKING_DAYS:
                return _working_days(since, until, nation)
            case _:
                assert_never(self.count)


def _months(since: date, until: date) -> int:
    whole = (until.year - since.year) * 12 + until.month - since.month
    # One month from 31 January is the last day of February, so the day is not simply compared.
    return whole + (Span(whole, Count.MONTHS).after(since, Nation.ENGLAND) < until)


def _working_days(since: date, until: date, nation: Nation) -> int:
    if until <= Span(0, Count.WORKING_DAYS).after(since, nation):
        return 0
    # A span ends on a working day: what lies on a weekend is reached by the working day after it.
    return 1 + sum(_worked(year, since, until, nation) for year in range(since.year, until.year + 1))


def _worked(year: int, since: date, until: date, nation: Nation) -> int:
    """How many working days of a year lie between two days, neither of them in."""
    before = _worked_before(year, nation)
    first = since.timetuple().tm_yday if year == since.year else 0
    last = until.timetuple().tm_yday - 1 if year == until.year else len(before) - 1
    return before[last] - before[first]


@cache
def _worked_before(year: int, nation: Nation) -> tuple[int, ...]:
    """How many working days of a year come before each of its days, and how many it has."""
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return (0, *accumulate(nation.works(date.fromordinal(day)) for day in range(first, last + 1)))


@attrs.frozen
class MonthBegan:
    """The first day of the month of the report, as a fact of every record, from which a window can be counted."""

    fact: Fact

    def __attrs_post_init__(self) -> None:
        if self.fact.kind is not date:
            raise PolicyError(f"{self.fact.name} is {self.fact.allowed}; the first day of a month is a date")

    def __str__(self) -> str:
        return "the first day of the month of the report"


def elapsed(fact: Ref[int], *, since: Ref[date], until: Ref[date] | None = None, count: Count) -> Elapsed:
    """How many units went by from one date of a record to another, or to the day of the report, as a fact of it."""
    return Elapsed(fact.fact, since.fact, None if until is None else until.fact, count)


def _called(fact: Fact) -> str:
    return fact.label or fact.name
