"""Conventions by which absences are counted: the window, what counts of a spell across its ends, which days count.

    YEAR = Counting(during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False), straddling=Straddling.TOUCHING,
                    where=ALWAYS, days=DayCount.WORKING, half_day=HalfDay.HALF)

No convention that policies state has a default, because a point of difference can cost somebody a job. What a
convention means is here, as functions of plain values; one worker and a frame of many are worked out by the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Protocol, Self, TypeAlias, TypeVar, assert_never

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Condition, ConditionLike, Ref, all_of
from yosrules.language.kinds import Fact
from yosrules.language.measure import Window
from yosrules.language.window import check_dates
from yosrules.records.absence import REVIEW_DATES

_HALF_DAYS = 2
B = TypeVar("B", bound="Either")


class Either(Protocol):
    """What a yes or no is worked out with: a bool, or an expression over columns of them."""

    def __or__(self, other: Self, /) -> Self: ...

    def __and__(self, other: Self, /) -> Self: ...


B_co = TypeVar("B_co", covariant=True)


class HalfDays(Protocol[B_co]):
    """A number of half days: an int, or an expression over columns of them."""

    def __le__(self, other: int, /) -> B_co: ...


def near(apart: HalfDays[B], alike: B, days: int | None, days_alike: int) -> B:
    """Whether so few half days lie between two absences that they are one, whatever was due to work then.

    At most `days` may lie between any two (None: no number does), at most `days_alike` between two `alike`. Half days
    are counted, so that who worked an afternoon was at work.
    """
    by_reason = alike & (apart <= days_alike * _HALF_DAYS)
    return by_reason if days is None else by_reason | (apart <= days * _HALF_DAYS)


class Mark(StrEnum):
    """The day of a spell that is compared with an end of a window."""

    START = "its first day"
    END = "its last day so far"


class Straddling(StrEnum):
    """What counts of a spell that lies across an end of the window."""

    BY_START = "the whole spell, if its first day is inside"
    BY_END = "the whole spell, if its last day so far is inside"
    TOUCHING = "the whole spell, if any day of it is inside"
    INSIDE = "only its days inside"

    @property
    def marks(self) -> tuple[Mark, Mark]:
        """A spell counts if its first mark lies on or before the window's last day, its second on or after the first.

        As spells never overlap, the number that count is a difference of two totals: first marks up to the last day of
        the window, less second marks before the first day. What they lost is the same difference, of amounts that are
        placed on those marks. For `INSIDE` amounts are placed on the days on which they were lost.
        """
        match self:
            case Straddling.BY_START:
                return Mark.START, Mark.START
            case Straddling.BY_END:
                return Mark.END, Mark.END
            case Straddling.TOUCHING | Straddling.INSIDE:
                return Mark.START, Mark.END
            case _:
                assert_never(self)

    @property
    def undivided(self) -> bool:
        """Whether a spell that counts does so with all that it lost; else with what it lost inside the window."""
        match self:
            case Straddling.BY_START | Straddling.BY_END | Straddling.TOUCHING:
                return True
            case Straddling.INSIDE:
                return False
            case _:
                assert_never(self)


class DayKind(StrEnum):
    """Which days count at all; the values are what a roster calls them."""

    WORKING = "working"
    ROSTERED = "rostered"
    ANY = "any"


class DayCount(StrEnum):
    """Which days of an absence are days lost."""

    WORKING = "working days, by the worker's own pattern and without bank holidays"
    ROSTERED = "rostered days, bank holidays or not"
    CALENDAR = "calendar days"
    TO_RETURN = "calendar days until the day of return"
    SESSIONS = "sessions, two to a working day"

    @property
    def kind(self) -> DayKind:
        """Which days of an absence count; any other kind than `ANY` takes a work pattern to find out."""
        match self:
            case DayCount.WORKING | DayCount.SESSIONS:
                return DayKind.WORKING
            case DayCount.ROSTERED:
                return DayKind.ROSTERED
            case DayCount.CALENDAR | DayCount.TO_RETURN:
                return DayKind.ANY
            case _:
                assert_never(self)


class HalfDay(StrEnum):
    """What half a day of absence counts as."""

    HALF = "half a day"
    WHOLE = "a whole day"


@attrs.frozen
class FromTo:
    """From one date of the worker's record to another, or to the day asked about, both in."""

    begins: Fact
    ends: Fact | None = None

    def __attrs_post_init__(self) -> None:
        check_dates("a window", self.begins, self.ends)


@attrs.frozen
class FixedYear:
    """The year that begins on one day of each year; it is looked at up to the day asked about."""

    month: int
    day: int

    def __attrs_post_init__(self) -> None:
        try:
            # A year without 29 February, so that a leap day is refused.
            date(2023, self.month, self.day)
        except ValueError:
            raise LanguageError(f"day {self.day} of month {self.month} does not come round every year") from None

    def begins(self, day: date) -> date:
        """The first day of the year in which a day lies."""
        this = date(day.year, self.month, self.day)
        return this if this <= day else date(day.year - 1, self.month, self.day)


@attrs.frozen
class AnyWindow:
    """Of the windows of one length that end today or on an earlier day of absence, the one in which most is counted."""

    each: Window

    def __attrs_post_init__(self) -> None:
        if self.each.anchor is not None or not self.each.back:
            raise LanguageError("any window of a length goes back from a day of absence, not from another anchor")


During: TypeAlias = Window | AnyWindow | FromTo | FixedYear
"""The window that a measure looks at."""


@attrs.frozen
class Edge:
    """An end of a window: the date `anchor` of the record, or the day asked about where that is None, then `moved`.

    `moved` is None where the end is that very day.
    """

    anchor: Fact | None
    moved: Callable[[date], date] | None = None


@cache
def edges(during: During) -> tuple[Edge, Edge]:
    """The first and the last day of a window, both in; of any window of a length, those of the one that ends today."""
    match during:
        case Window(anchor=anchor, back=back):
            far = Edge(anchor, lambda day: during.days(day)[0 if back else 1])
            near = Edge(anchor, None if during.anchor_in else lambda day: during.days(day)[1 if back else 0])
            return (far, near) if back else (near, far)
        case AnyWindow(each):
            return edges(each)
        case FromTo(begins, ends):
            return Edge(begins), Edge(ends)
        case FixedYear():
            return Edge(None, during.begins), Edge(None)
        case _:
            assert_never(during)


def ends_today(during: During) -> bool:
    """Whether a window ends on the day asked about, whichever that is."""
    return edges(during)[1] == Edge(None)


def anchors(during: During | None) -> tuple[Fact, ...]:
    """The dates of the record from which a window is counted; none where only the day asked about places it."""
    return () if during is None else tuple(edge.anchor for edge in edges(during) if edge.anchor is not None)


def nothing_inside(during: During, no_absence: B, no_review: B) -> B:
    """Whether no spell can lie in a window, wherever it is: nobody was absent yet, or the review it follows never ran.

    It is why a count over a window that cannot be placed is 0, and not unknown.
    """
    by_review = any(fact.name in REVIEW_DATES for fact in anchors(during))
    return no_absence | no_review if by_review else no_absence


def from_to(begins: Ref[date], ends: Ref[date] | None = None) -> FromTo:
    """A window from one date of the worker's record to another, or to the day asked about."""
    return FromTo(begins.fact, ends.fact if ends is not None else None)


def _condition(where: ConditionLike) -> Condition:
    return all_of(where)


@attrs.frozen(kw_only=True)
class Counting:
    """Every convention by which absences are counted; `where` is a condition about one `Absence`.

    Where the condition cannot be decided for an absence, every count that the absence might change is unknown. With
    `over_excluded` an absence that fails it is no return to work: it joins the two between which it lies, and is not
    counted itself. Without it the two are joined only if they would be without it.
    """

    during: During
    straddling: Straddling
    where: Condition = attrs.field(converter=_condition)
    days: DayCount
    half_day: HalfDay
    over_excluded: bool = True
