"""A calendar as a table: every day as a number, and what is made of each day, worked out once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals as nw

from yosrules.bulk.engine import Table, beside, joined
from yosrules.policies.calendar import Nation

EPOCH = 306
"""What `days.number` adds to the ordinal of a day."""

BACK, AHEAD = 60 * 366, 10 * 366
"""How many days before and after the day asked about a calendar goes."""


def numbered(day: date) -> int:
    """A day as `days.number` counts it."""
    return day.toordinal() + EPOCH


def weekday(day: nw.Expr) -> nw.Expr:
    """The weekday of a numbered day, Monday being 0."""
    return (day + 1) % 7


def week(day: nw.Expr) -> nw.Expr:
    """The number of the week of a numbered day; weeks begin on a Monday."""
    return (day + 1) // 7


class Calendar:
    """The days round a day, in the engine of a table."""

    def __init__(self, like: Table, day: date, nation: Nation) -> None:
        self._like, self.day, self.last = like, day, numbered(day)
        self.first = self.last - BACK
        self._days = [date.fromordinal(each - EPOCH) for each in range(self.first, self.last + AHEAD)]
        self._holidays = [numbered(each) for each in self._days if nation.bank_holiday(each)]

    def holiday(self, day: nw.Expr) -> nw.Expr:
        """Whether a numbered day is a bank holiday."""
        return day.is_in(self._holidays)

    def looked_up(self, table: Table, at: str, **made: Callable[[date], int | date]) -> Table:
        """A table with what is made of the numbered day in a column; null where that is null or out of sight."""
        if not made:
            return table
        columns = {name: [make(day) for day in self._days] for name, make in made.items()}
        return joined(table, beside(self._like, {at: [numbered(day) for day in self._days], **columns}), [at])
