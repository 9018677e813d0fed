"""The windows that measures of lost time look at: where each begins and ends, and from which dates it is counted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TypeAlias, TypeVar, assert_never

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import Ref
from yosrules.language.kinds import Fact
from yosrules.language.measure import Window
from yosrules.language.window import check_dates
from yosrules.policies.calendar import ONE
from yosrules.policies.lost_time.formulas import Either
from yosrules.records.absence import REVIEW_DATES

B = TypeVar("B", bound=Either)


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
class WholeMonths:
    """The last so many whole calendar months: those before the month of the day asked about.

    With `this_one` the last of them is that month, looked at up to the day asked about.
    """

    amount: int
    this_one: bool = attrs.field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.amount <= _LONGEST:
            raise LanguageError(f"a window of {self.amount} whole months; allowed: 1 to {_LONGEST:,}")

    def begins(self, day: date) -> date:
        """The first day of the first month."""
        at = day.year * 12 + day.month - 1 - self.amount + self.this_one
        return date(at // 12, at % 12 + 1, 1)

    def ends(self, day: date) -> date:
        """The last day of the month before that of a day."""
        return day.replace(day=1) - ONE


_LONGEST = 1_200
"""The most months: 100 years."""


@attrs.frozen
class AnyWindow:
    """Of the windows of one length that end today or on an earlier day of absence, the one in which most is counted."""

    each: Window

    def __attrs_post_init__(self) -> None:
        if self.each.anchor is not None or not self.each.back:
            raise LanguageError("any window of a length goes back from a day of absence, not from another anchor")


During: TypeAlias = Window | AnyWindow | FromTo | FixedYear | WholeMonths
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
        case WholeMonths(this_one=this_one):
            return Edge(None, during.begins), Edge(None, None if this_one else during.ends)
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
