"""Days as numbers and as columns: a calendar to look functions of a day up in, windows, spans, whole years."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import Frame, LazyTable, beside, joined, kept
from yosrules.language.measure import Unit, Window
from yosrules.policies.calendar import Nation
from yosrules.records.days import askable

# Ahead too: a warning may be live from the end of a review, which is looked up here and lies after the day.
BACK, AHEAD = 60 * 366, 10 * 366
"""How many days a calendar has before and after the day asked about."""


def numbered(day: date) -> int:
    """The number of a day, the same as `day_number` of a column."""
    return day.toordinal()


def weekday(day: nw.Expr) -> nw.Expr:
    """The weekday of a numbered day, Monday being 0."""
    return (day - 1) % 7


def week(day: nw.Expr) -> nw.Expr:
    """The number of the week of a numbered day; weeks begin on a Monday."""
    return (day - 1) // 7


class Calendar:
    """The days around the day asked about, as tables in the engine of another table."""

    def __init__(self, like: LazyTable, day: date, nation: Nation) -> None:
        self._like, self.day, self.last = like, askable(day), numbered(day)
        self.first = self.last - BACK
        self._days = [date.fromordinal(each) for each in range(self.first, self.last + AHEAD)]
        self._holidays = [numbered(each) for each in self._days if nation.bank_holiday(each)]

    def holiday(self, day: nw.Expr) -> nw.Expr:
        """Whether a numbered day is a bank holiday."""
        return day.is_in(self._holidays)

    def looked_up(self, table: LazyTable, at: str, **made: Callable[[date], int | date]) -> LazyTable:
        """A table with functions of the numbered day in a column; null where that is null or outside the calendar.

        Python works each function out once for each day that occurs, and the engine joins: the calendar arithmetic of a
        policy then has one implementation.
        """
        if not made:
            return table
        # Kept, because the query of the table would run once for the days that occur and once more for the answer.
        table = kept(table)
        # The day asked about as well, so that there is a table of some type where no day occurs.
        days = {day: self._days[day - self.first] for day in (*self._occurring(table, at), self.last)}
        columns = {name: [make(day) for day in days.values()] for name, make in made.items()}
        return joined(table, beside(self._like, {at: [*days], **columns}), [at])

    def as_dates(self, table: LazyTable, at: str, name: str) -> LazyTable:
        """A table with the numbered days in a column as dates in another."""
        return self.looked_up(table, at, **{name: lambda day: day})

    def _occurring(self, table: LazyTable, at: str) -> list[int]:
        """The numbered days in a column that are in the calendar."""
        day = nw.col(at)
        there = table.select(at).filter((day >= self.first) & (day < self.first + len(self._days))).unique().collect()
        return [int(each) for each in there[at].to_list()]


_UNITS = {Unit.DAYS: (1, "d"), Unit.WEEKS: (7, "d"), Unit.MONTHS: (1, "mo")}


def with_ends(table: Frame, window: Window, anchor: str, first: str, final: str) -> Frame:
    """The table with the first and the last day of a window counted from the day in `anchor`; null where that is null.

    For an eager table the window is worked out in Python, once for each day that occurs; for a lazy one by the engine.
    """
    if isinstance(table, nw.DataFrame):
        days = table[anchor].unique().drop_nulls().to_list()
        windows = [window.days(day) for day in days]
        columns = {anchor: days, first: [low for low, _ in windows], final: [high for _, high in windows]}
        calendar = nw.from_dict(columns, dict.fromkeys(columns, nw.Date()), backend=table.implementation)
        return table.join(calendar, on=anchor, how="left")
    times, unit = _UNITS[window.unit]
    far = _moved(nw.col(anchor), times * window.amount * (-1 if window.back else 1), unit)
    ends = ((far, window.far_end_in), (nw.col(anchor), window.anchor_in))
    (low, low_in), (high, high_in) = ends if window.back else ends[::-1]
    return table.with_columns(
        **{first: low if low_in else _moved(low, 1, "d"), final: high if high_in else _moved(high, -1, "d")}
    )


def _moved(day: nw.Expr, amount: int, unit: str) -> nw.Expr:
    # A cast, because DuckDB makes a timestamp of a date that is moved.
    return day.dt.offset_by(f"{amount}{unit}").cast(nw.Date)


def day_number(day: nw.Expr) -> nw.Expr:
    """Days as whole numbers, as `date.toordinal` counts them, by arithmetic that every engine has."""
    before = day.dt.year().cast(nw.Int64) - 1
    leap_days = before // 4 - before // 100 + before // 400
    return before * 365 + leap_days + day.dt.ordinal_day().cast(nw.Int64)


def whole_years(begins: nw.Expr, ends: nw.Expr) -> nw.Expr:
    """Whole years from one day to another; null where it begins later."""
    # Month and day are compared, not the number of days divided: from 29 February a year is whole on 1 March.
    before = _in_year(ends) < _in_year(begins)
    years = ends.dt.year().cast(nw.Int64) - begins.dt.year().cast(nw.Int64) - before.cast(nw.Int64)
    return nw.when(years >= 0).then(years)


def _in_year(day: nw.Expr) -> nw.Expr:
    # Cast first: Polars gives a month as an Int8, in which month * 100 overflows without an error.
    return day.dt.month().cast(nw.Int64) * 100 + day.dt.day().cast(nw.Int64)
