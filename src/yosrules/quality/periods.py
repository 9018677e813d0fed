"""The periods that a figure is of: months, quarters, years, and the twelve months that end with each quarter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs

from yosrules.policies.calendar import ONE


class Every(StrEnum):
    """How often a figure is worked out, and of how long: a year is from April to March, unless it is said."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CALENDAR_YEAR = "calendar-year"
    YEAR_ENDING = "year-ending"


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12, Every.CALENDAR_YEAR: 12, Every.YEAR_ENDING: 12}
_APRIL = 3
"""How many months of a calendar year lie before the first of a year from April to March."""


def month_number(day: date) -> int:
    """The number of the month of a day: twelve times its year, and its place in the year from 0 on."""
    return day.year * 12 + day.month - 1


def _first(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def month_ends(since: date, on: date) -> Iterator[date]:
    """The last days of the months from that of one day to that of another, which stands for the last day of its own."""
    yield from (_first(month + 1) - ONE for month in range(month_number(since), month_number(on)))
    yield on


@attrs.frozen
class Period:
    """Whole months, by the number of the first and how many there are."""

    every: Every
    month: int

    @property
    def months(self) -> range:
        """The numbers of its months."""
        return range(self.month, self.month + _MONTHS[self.every])

    @property
    def starts(self) -> date:
        """Its first day."""
        return _first(self.month)

    @property
    def ends(self) -> date:
        """Its last day."""
        return _first(self.months.stop) - ONE

    def __str__(self) -> str:
        match self.every:
            case Every.MONTH:
                return f"{self.starts:%B %Y}"
            case Every.QUARTER:
                return f"{self.starts:%B} to {self.ends:%B %Y}"
            case Every.CALENDAR_YEAR:
                return str(self.starts.year)
            case Every.YEAR:
                return f"{self.starts.year}/{self.ends.year % 100:02}"
            case _:
                return f"year ending {self.ends:%B %Y}"


def periods(every: Every, first: date, last: date) -> Iterator[Period]:
    """The periods from the one that a day lies in to the one that another does, oldest first.

    Of the years that end with each quarter, those that end with the quarters of these days and between.
    """
    step = 3 if every is Every.YEAR_ENDING else _MONTHS[every]
    offset = _APRIL if every is Every.YEAR else 0
    back = 9 if every is Every.YEAR_ENDING else 0

    def begins(day: date) -> int:
        return (month_number(day) - offset) // step * step + offset - back

    yield from (Period(every, month) for month in range(begins(first), begins(last) + 1, step))
