"""Conventions by which absences are counted: the window, what counts of a spell across its ends, which days count.

    YEAR = Counting(during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False), straddling=Straddling.TOUCHING,
                    where=ALWAYS, days=DayCount.WORKING, half_day=HalfDay.HALF)

No convention that policies state has a default, because a point of difference can cost somebody a job. What a
convention means is here, as functions of plain values; one worker and a frame of many are worked out by the same.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Condition, ConditionLike, all_of
from yosrules.language.plain.values import ADDED
from yosrules.policies.calendar import ONE, Count, Nation, Span, lasting
from yosrules.policies.lost_time.windows import AnyWindow, During


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


@attrs.frozen(kw_only=True)
class Length:
    """Which spells count by how long they have lasted so far: those of up to a span, or those that are `longer`.

    A spell lasts from its first to its last day so far, as of the day asked about: one that goes on is a short one
    until it is longer, and then counts among the short ones on no later day, also for its earlier days.
    """

    span: Span = attrs.field(converter=lasting)
    longer: bool

    def __str__(self) -> str:
        return f"longer than {self.span}" if self.longer else f"of up to {self.span}"

    def outgrown(self, start: date, nation: Nation) -> date:
        """The first day on which a spell that starts on a day is longer than the span."""
        if self.span.count is Count.WORKING_DAYS:
            return Span(self.span.amount + 1, Count.WORKING_DAYS).after(start - ONE, nation)
        return self.span.after(start, nation)

    def counts(self, start: date, last: date, nation: Nation) -> bool:
        """Whether a spell from a first to a last day so far counts."""
        return (self.outgrown(start, nation) <= last) is self.longer


def up_to(amount: int, count: Count) -> Length:
    """Only spells of up to so long: `up_to(10, Count.DAYS)` takes in one of ten days."""
    return Length(span=Span(amount, count), longer=False)


def longer_than(amount: int, count: Count) -> Length:
    """Only spells that are longer: `longer_than(4, Count.WEEKS)` takes in one of 29 days."""
    return Length(span=Span(amount, count), longer=True)


def _condition(where: ConditionLike) -> Condition:
    return all_of(where)


@attrs.frozen(kw_only=True, cache_hash=True)
class Counting:
    """Every convention by which absences are counted; `where` is a condition about one `Absence`.

    Where the condition cannot be decided for an absence, every count that the absence might change is unknown. With
    `over_excluded` an absence that fails it is no return to work: it joins the two between which it lies, and is not
    counted itself. Without it the two are joined only if they would be without it. With a `length` only spells count
    that are as long on the day asked about.
    """

    during: During
    straddling: Straddling
    where: Condition = attrs.field(converter=_condition)
    days: DayCount
    half_day: HalfDay
    over_excluded: bool = True
    length: Length | None = attrs.field(default=None, metadata=ADDED)

    def __attrs_post_init__(self) -> None:
        if self.length is not None and isinstance(self.during, AnyWindow):
            raise LanguageError(f"absences {self.length} in any window of a length: it is not said as of which day")
