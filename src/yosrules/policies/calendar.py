"""Working days of a nation, spans of time, deadlines and sittings."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, assert_never

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Ref
from yosrules.language.kinds import Fact
from yosrules.policies.policy import Citation

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


_MOST_WORKING_DAYS = 26_000
"""About 100 years: they are counted one by one."""


@attrs.frozen
class Span:
    """An amount of time, counted from the day after its anchor: 10 working days, 3 months; 0 days are that same day."""

    amount: int
    count: Count

    def __attrs_post_init__(self) -> None:
        if self.amount < 0:
            raise PolicyError(f"{self} is before it begins; allowed: 0, which is the same day, or more")
        if self.count is Count.WORKING_DAYS and self.amount > _MOST_WORKING_DAYS:
            raise PolicyError(f"{self} is more than 100 years; allowed: up to {_MOST_WORKING_DAYS:,}")

    def __str__(self) -> str:
        return f"{self.amount} {self.count.value.removesuffix('s') if self.amount == 1 else self.count.value}"

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
    return day


@attrs.frozen
class Deadline:
    """A last day for `what`: a span after a date of the case, `since`; or a span before another, `ahead_of`.

    What was done earlier than `since` does not answer it.
    """

    span: Span
    since: Fact
    cites: Citation | None = None
    ahead_of: Fact | None = None
    what: str = "the meeting"

    def __attrs_post_init__(self) -> None:
        for fact in (self.since, self.counted_from):
            if fact.kind is not date:
                raise PolicyError(f"a deadline of {self.span} runs from a date; {_label(fact)} is {fact.allowed}")

    def __str__(self) -> str:
        if self.ahead_of is not None:
            return f"{self.span} or more before {_label(self.ahead_of)}"
        return f"within {self.span} of {_label(self.since)}" if self.span.amount else f"on {_label(self.since)}"

    @property
    def counted_from(self) -> Fact:
        """The date that the span is counted from, forwards or backwards."""
        return self.ahead_of or self.since

    def last_day(self, counted_from: date, nation: Nation) -> date:
        """The last day, by the date that the span is counted from."""
        span = self.span.after if self.ahead_of is None else self.span.before
        return span(counted_from, nation)


def _label(fact: Fact) -> str:
    return fact.label or fact.name


def within(
    amount: int, count: Count, *, of: Ref[date], cites: Citation | None = None, what: str = "the meeting"
) -> Deadline:
    """A deadline so many units after a date of the case."""
    return Deadline(Span(amount, count), of.fact, cites, what=what)


def ahead(
    amount: int,
    count: Count,
    *,
    of: Ref[date],
    since: Ref[date],
    cites: Citation | None = None,
    what: str = "the meeting",
) -> Deadline:
    """A deadline so many units or more before a date of the case; what was done before `since` does not answer it."""
    return Deadline(Span(amount, count), since.fact, cites, of.fact, what)


@attrs.frozen
class Sitting:
    """The days on which a forum sits: every `every_weeks` weeks from a first day."""

    first: date
    every_weeks: int = 1

    def __attrs_post_init__(self) -> None:
        if self.every_weeks < 1:
            raise PolicyError("a forum sits every week or less often; allowed: 1 or more weeks")

    def next_from(self, day: date) -> date:
        """The first sitting on or after a day."""
        if day <= self.first:
            return self.first
        step = 7 * self.every_weeks
        return self.first + timedelta(days=-(-(day - self.first).days // step) * step)
