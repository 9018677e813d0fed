"""When a row has to lie to count: a stretch of time from an anchor, or open on the day asked about."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import TypeAlias

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Compare, Condition, Known, Op, Ref, all_of, any_of
from yosrules.language.kinds import Fact


class Unit(StrEnum):
    """What a stretch of time is counted in. A month is a calendar month; a day that it lacks becomes its last."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


def check_dates(what: str, *facts: Fact | None) -> None:
    """Refuse facts that are no dates where time is counted from one to another."""
    for fact in facts:
        if fact is not None and fact.kind is not date:
            raise LanguageError(f"{what} goes by dates; {fact.label or fact.name} is {fact.allowed}")


@attrs.frozen
class Window:
    """A stretch of time back or forward from an anchor; both conventions about its ends are always said.

    The anchor is a date fact of the record, or the day that is asked about. `anchor_in` is whether the anchor day
    counts; `far_end_in` whether the day exactly `amount` units away does. `ahead` is whether rows of a history that are
    dated after the day asked about count, as what is planned does.
    """

    amount: int
    unit: Unit
    back: bool
    anchor_in: bool
    far_end_in: bool
    anchor: Fact | None = None
    ahead: bool = False

    def __attrs_post_init__(self) -> None:
        check_dates("a window", self.anchor)
        if self.amount < 1:
            raise LanguageError(f"a window of {self.amount} {self.unit} is empty; allowed: 1 or more")
        if self.amount > (most := _LONGEST[self.unit]):
            why = f"is more than 100 years; allowed: up to {most:,}"
            raise LanguageError(f"a window of {self.amount} {self.unit} {why}")

    def days(self, anchor: date) -> tuple[date, date]:
        """The first and the last day of the window, both in; it ends where the calendar does."""
        way = -1 if self.back else 1
        try:
            near = anchor if self.anchor_in else anchor + way * _ONE
        except OverflowError:  # there is no day beyond the anchor
            return date.max, date.min
        far = _away(anchor, self.unit, way * self.amount, self.far_end_in)
        return (far, near) if self.back else (near, far)

    def within(self, other: Window) -> bool:
        """Whether every day of it surely lies in another window, wherever their anchor is."""
        if (self.back, self.anchor) != (other.back, other.anchor):
            return False
        if self.anchor_in > other.anchor_in or self.ahead > other.ahead:
            return False
        if self.unit is other.unit and self.amount == other.amount:
            return self.far_end_in <= other.far_end_in
        if self.unit is other.unit:
            return self.amount < other.amount
        return self.amount * _DAYS[self.unit][1] < other.amount * _DAYS[other.unit][0]


@attrs.frozen
class Open:
    """That a row, or the record itself, has begun and has not ended on the day asked about.

    `end_in` is whether it is still open on its last day. `no_end_is_open` is whether one without an end on record is
    taken to be open; otherwise whether it is cannot be told.
    """

    begins: Fact
    ends: Fact
    end_in: bool
    no_end_is_open: bool

    def __attrs_post_init__(self) -> None:
        check_dates("what is open", self.begins, self.ends)

    @property
    def anchor(self) -> None:
        """It is asked of the day asked about, never of a date of the record."""

    def on(self, day: date) -> Condition:
        """The condition that a row is open on a day."""
        still = Compare(self.ends, Op.GE if self.end_in else Op.GT, day)
        ended = any_of(still, Known(self.ends, known=False)) if self.no_end_is_open else still
        return all_of(Compare(self.begins, Op.LE, day), ended)


_ONE = timedelta(days=1)
_DAYS = {Unit.DAYS: (1, 1), Unit.WEEKS: (7, 7), Unit.MONTHS: (28, 31)}
"""The fewest and the most days of each unit."""


_LONGEST = {Unit.DAYS: 36_525, Unit.WEEKS: 5_218, Unit.MONTHS: 1_200}
"""The most of each unit: about 100 years."""


@cache
def _away(day: date, unit: Unit, amount: int, day_in: bool) -> date:  # noqa: FBT001
    """The day so much later, or earlier, or the one before it; the last one that there is, beyond the calendar.

    It is remembered, because histories ask for the same days again and again.
    """
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 -- keeps `import yosrules` light

    step = {
        Unit.DAYS: relativedelta(days=amount),
        Unit.WEEKS: relativedelta(weeks=amount),
        Unit.MONTHS: relativedelta(months=amount),
    }[unit]
    try:
        far = day + step
    except (OverflowError, ValueError):
        return date.min if amount < 0 else date.max
    return far if day_in else far + (_ONE if amount < 0 else -_ONE)


Lies: TypeAlias = Window | Open
"""Where a row has to lie to count: in a window, or open on the day asked about."""

Dated: TypeAlias = Ref[date] | None
"""The date fact that places a row in time, if one is needed."""


def fact_of(ref: Dated) -> Fact | None:
    """The fact of a handle, if there is one."""
    return None if ref is None else ref.fact


def last(amount: int, unit: Unit, *, anchor_in: bool, far_end_in: bool, before: Dated = None) -> Window:
    """The last so many days, weeks or months before a date fact, or before the day asked about."""
    return Window(amount, unit, True, anchor_in, far_end_in, fact_of(before))


def coming(
    amount: int, unit: Unit, *, anchor_in: bool, far_end_in: bool, after: Dated = None, ahead: bool | None = None
) -> Window:
    """The coming so many days, weeks or months after a date fact, or after the day asked about.

    After the day asked about it looks `ahead`; after a date fact only if it says so, because what happened is meant.
    """
    return Window(amount, unit, False, anchor_in, far_end_in, fact_of(after), after is None if ahead is None else ahead)


def open_on_day(begins: Ref[date], ends: Ref[date], *, end_in: bool, no_end_is_open: bool) -> Open:
    """That a row is open on the day asked about: begun on it or before, and not ended; both conventions are said."""
    return Open(begins.fact, ends.fact, end_in, no_end_is_open)
