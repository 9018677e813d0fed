"""The clocks that a stage starts: on which day the last one runs, and what leave does to them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import assert_never

from yosrules.policies.calendar import ONE, Count, Nation, Span


class LastDay(StrEnum):
    """The last day of a clock that begins on a day, such as that on which a warning was given."""

    SAME_DATE = "on the same date: 12 months from 21 November last run on 21 November"
    DAY_BEFORE = "on the day before: 12 months from 21 November last run on 20 November"

    def of(self, span: Span, begins: date, nation: Nation) -> date:
        """The last day of a span that begins on a day."""
        match self:
            case LastDay.SAME_DATE:
                return span.after(begins, nation)
            case LastDay.DAY_BEFORE if span.count is Count.MONTHS:
                same = span.after(begins, nation)
                # In a month that lacks the date no day is left over: six months from 31 August end with February.
                return same - ONE if same.day == begins.day else same
            case LastDay.DAY_BEFORE:
                return span.after(begins - ONE, nation)
            case _:
                assert_never(self)


class ByLeave(StrEnum):
    """By how much booked leave lengthens a review; a day of leave counts once, however often it is on record."""

    ONCE = "by the leave taken in it"
    AGAIN = "by the leave taken in it, and by leave taken in what it is lengthened by"
