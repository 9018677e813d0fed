"""Working days of a nation, and spans of time."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, assert_never

import attrs

from yosrules.errors import PolicyError

if TYPE_CHECKING:
    from dateutil.relativedelta import relativedelta

ONE = timedelta(days=1)


class Nation(StrEnum):
    """Whose bank holidays are not working days; the values are those of the `holidays` package."""

    ENGLAND = "ENG"
    WALES = "WLS"
    SCOTLAND = "SCT"
    NORTHERN_IRELAND = "NIR"

    def works(self, day: date) -> bool:
        """Whether a day is Monday to Friday and no bank holiday."""
        return day.weekday() < 5 and not self.bank_holiday(day)

    def bank_holiday(self, day: date) -> bool:
        """Whether a day is on the official list, which has the substitute of a holiday on a weekend and not the day."""
        return day in _bank_holidays(self, day.year)


@cache
def _bank_holidays(nation: Nation, year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415 -- keeps `import yosrules` light

    # `holidays` has both. Taking off both would cost a worker on a seven-day pattern two days for one holiday.
    return frozenset(day for day in country_holidays("GB", subdiv=nation.value, years=year) if day.weekday() < 5)


class Count(StrEnum):
    """The unit of a span. A date has no time of day here, so hours are rounded up to whole days."""

    HOURS = "hours"
    WORKING_DAYS = "working days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


_DAYS = {Count.HOURS: (1, 24), Count.DAYS: (1, 1), Count.WEEKS: (7, 1)}
"""How many days so many of a unit are, whatever day they are counted from: 7 for 1 week, 1 for 24 hours."""

_MOST_WORKING_DAYS = 26_000
"""About 100 years: they are counted one by one."""


@attrs.frozen
class Span:
    """An amount of time, counted from the day after its anchor: 10 working days, 3 months; 0 days are that same day.

    0 working days are that day if it is a working day, and otherwise the next one.
    """

    amount: int
    count: Count

    def __attrs_post_init__(self) -> None:
        if self.amount < 0:
            raise PolicyError(f"{self} is before it begins; allowed: 0, which is the same day, or more")
        if self.count is Count.WORKING_DAYS and self.amount > _MOST_WORKING_DAYS:
            raise PolicyError(f"{self} is more than 100 years; allowed: up to {_MOST_WORKING_DAYS:,}")

    def __str__(self) -> str:
        return f"{self.amount} {self.count.value.removesuffix('s') if self.amount == 1 else self.count.value}"

    def ends_by(self, other: Span) -> bool:
        """Whether it never ends later than another from the same day; days and months have no order among them."""
        if self.count is other.count:
            return self.amount <= other.amount
        own, its = (_DAYS.get(each.count) for each in (self, other))
        if own is None or its is None:
            raise PolicyError(f"which ends first, {self} or {other}, hangs on the day; allowed: both in one unit")
        return -(-self.amount // own[1]) * own[0] <= -(-other.amount // its[1]) * its[0]

    def after(self, anchor: date, nation: Nation) -> date:
        """The last day of the span; one counted in working days ends on a working day.

        A span that goes beyond the calendar ends with it.
        """
        try:
            return self._moved(anchor, nation, 1)
        except (OverflowError, ValueError):
            return date.max

    def before(self, anchor: date, nation: Nation) -> date:
        """The last day that lies the whole span before a day; one counted in working days is a working day."""
        try:
            return self._moved(anchor, nation, -1)
        except (OverflowError, ValueError):
            return date.min

    def _moved(self, anchor: date, nation: Nation, way: int) -> date:
        match self.count:
            case Count.HOURS:
                return anchor + way * timedelta(days=-(-self.amount // 24))
            case Count.WORKING_DAYS:
                return _working_days(anchor, self.amount, nation, way)
            case Count.DAYS:
                return anchor + way * timedelta(days=self.amount)
            case Count.WEEKS:
                return anchor + way * timedelta(weeks=self.amount)
            case Count.MONTHS:
                # A month is as long as the calendar has it; one month from 31 January is the last day of February.
                return anchor + _months(way * self.amount)
            case _:
                assert_never(self.count)


@cache
def _months(amount: int) -> relativedelta:
    # To build one takes as long as to add it, and a table of a calendar adds it to 25,000 days.
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 -- keeps `import yosrules` light

    return relativedelta(months=amount)


def lasting(span: Span) -> Span:
    """A span that takes time; 0 of anything is refused."""
    if not span.amount:
        raise PolicyError(f"{span} is no time at all; allowed: 1 or more")
    return span


def _working_days(day: date, amount: int, nation: Nation, way: int) -> date:
    while amount:
        day += way * ONE
        amount -= nation.works(day)
    # Only none of them can end on another day.
    while not nation.works(day):
        day += way * ONE
    return day
