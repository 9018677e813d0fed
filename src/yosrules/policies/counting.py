"""How absences are counted: over which time, what of a spell that lies across its ends, which absences, which days.

    YEAR = Counting(during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False), straddling=Straddling.TOUCHING,
                    where=ALWAYS, days=DayCount.WORKING, half_day=HalfDay.HALF)

No convention has a default, because policies differ in each and a point of difference can cost somebody a job.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Condition, ConditionLike, Ref, all_of
from yosrules.language.kinds import Fact
from yosrules.language.measure import Window


class Straddling(StrEnum):
    """What counts of a spell that lies across an end of the window."""

    BY_START = "the whole spell, if its first day is inside"
    BY_END = "the whole spell, if its last day so far is inside"
    TOUCHING = "the whole spell, if any day of it is inside"
    INSIDE = "only its days inside"


class DayCount(StrEnum):
    """Which days of an absence are days lost."""

    WORKING = "working days, by the worker's own pattern and without bank holidays"
    ROSTERED = "rostered days, bank holidays or not"
    CALENDAR = "calendar days"
    TO_RETURN = "calendar days until the day of return"
    SESSIONS = "sessions, two to a working day"


class HalfDay(StrEnum):
    """What half a day of absence counts as."""

    HALF = "half a day"
    WHOLE = "a whole day"


@attrs.frozen
class FromTo:
    """From one date of the worker's record to another, both in; with no such date on record nothing is inside."""

    begins: Fact
    ends: Fact | None = None


@attrs.frozen
class FixedYear:
    """The year that begins each year on one day and goes on until the day before it comes round again."""

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        try:
            date(2023, self.month, self.day)
        except ValueError:
            raise LanguageError(f"day {self.day} of month {self.month} does not come round every year") from None


@attrs.frozen
class AnyWindow:
    """Every window of one length that ends on a day of absence so far: the one with the most of what is counted."""

    each: Window

    def __attrs_post_init__(self) -> None:
        if self.each.anchor is not None or not self.each.back:
            raise LanguageError("any window of a length goes back from a day of absence, not from another anchor")


During: TypeAlias = Window | AnyWindow | FromTo | FixedYear
"""The stretch of time that a measure looks at."""


def from_to(begins: Ref[date], ends: Ref[date] | None = None) -> FromTo:
    """The time from one date of the worker's record to another, or to the day asked about."""
    return FromTo(begins.fact, ends.fact if ends is not None else None)


def _condition(where: ConditionLike) -> Condition:
    return all_of(where)


@attrs.frozen(kw_only=True)
class Counting:
    """Every convention by which absences are counted, none with a default; `where` says which absences count at all.

    `where` asks about one `Absence`. One of which it cannot be told leaves whatever is counted unknown.
    """

    during: During
    straddling: Straddling
    where: Condition = attrs.field(converter=_condition)
    days: DayCount
    half_day: HalfDay
