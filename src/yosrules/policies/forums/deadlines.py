"""Deadlines: by when something is to be done, and from when on, counted from the dates of a case."""

from __future__ import annotations

from datetime import date

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Ref
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import Count, Nation, Span, lasting
from yosrules.policies.citation import Citation


@attrs.frozen
class Deadline:
    """When `what` is to be done: by a last day, from an earliest day on, or between the two.

    The last day is a `span` after a date of the case, `since`, or that long or more before another, `ahead_of`; the
    earliest day is `earliest` from the same date. Both days are in. If `clear`, the least time that has to lie between
    excludes the days at both of its ends. What was done before `since` or the earliest day does not answer it.
    """

    span: Span | None
    since: Fact
    cites: Citation | None = None
    ahead_of: Fact | None = None
    what: str = "the meeting"
    earliest: Span | None = attrs.field(default=None, converter=attrs.converters.optional(lasting))
    clear: bool = False

    def __attrs_post_init__(self) -> None:
        for fact in (self.since, self.counted_from):
            if fact.kind is not date:
                by = self.span or self.earliest
                raise PolicyError(f"a deadline of {by} runs from a date; {_label(fact)} is {fact.allowed}")
        if self.span is None and self.earliest is None:
            raise PolicyError("a deadline has neither a last day nor an earliest day; allowed: one of them, or both")
        least, most = self._least_and_most
        if self.clear and least is None:
            raise PolicyError(f"{self} states no least time that could be clear; allowed: clear with a least time")
        if least and most and least.count is most.count and (least.amount, self.clear) > (most.amount, False):
            raise PolicyError(f"no day is {self}")

    def __str__(self) -> str:
        name = _label(self.counted_from)
        parts = [self._last(self.span, name)] if self.span else []
        if self.earliest:
            side = "after" if self.ahead_of is None else "before"
            amount = _amount(self.earliest, clear=self.clear and self.ahead_of is None)
            parts.append(f"not sooner than {amount} {side} {'it' if parts else name}")
        return " and ".join(parts)

    def _last(self, span: Span, name: str) -> str:
        working = span.count is Count.WORKING_DAYS
        if self.ahead_of is None:
            same = f"on {name}{', or on the next working day' * working}"
            return f"within {span} of {name}" if span.amount else same
        if span.amount or self.clear:
            return f"{_amount(span, clear=self.clear)} or more before {name}"
        return f"before {name}, or on it{' if that is a working day' * working}"

    @property
    def _least_and_most(self) -> tuple[Span | None, Span | None]:
        """The least and the most time that lies between the date and what is done."""
        return (self.earliest, self.span) if self.ahead_of is None else (self.span, self.earliest)

    @property
    def counted_from(self) -> Fact:
        """The date that the spans are counted from, forwards or backwards."""
        return self.ahead_of or self.since

    def keeps(self, promised: Deadline) -> bool:
        """Whether what is in time by this deadline is so by a promised one, of the same thing from the same date."""
        same = (self.what, self.since, self.ahead_of) == (promised.what, promised.since, promised.ahead_of)
        if not same or self.span is None or promised.span is None:
            return False
        if self.ahead_of is None:
            return self.span.ends_by(promised.span)
        return promised.span.ends_by(self.span) and (self.clear or not promised.clear)

    def last_day(self, counted_from: date, nation: Nation) -> date | None:
        """The last day, by the date that the span is counted from; None where there is none."""
        if self.span is None:
            return None
        if self.ahead_of is None:
            return self.span.after(counted_from, nation)
        return _next(self.span.before(counted_from, nation), -self.clear)

    def first_day(self, counted_from: date, nation: Nation) -> date | None:
        """The earliest day, by the date that the span is counted from; None where none is stated."""
        if self.earliest is None:
            return None
        if self.ahead_of is not None:
            return self.earliest.before(counted_from, nation)
        return _next(self.earliest.after(counted_from, nation), self.clear)


def _next(day: date, days: int) -> date:
    """A day so many days on, or the end of the calendar."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def _amount(span: Span, *, clear: bool) -> str:
    return str(span).replace(" ", " clear ", 1) if clear else str(span)


def _label(fact: Fact) -> str:
    return fact.label or fact.name


def within(
    amount: int,
    count: Count,
    *,
    of: Ref[date],
    earliest: Span | None = None,
    clear: bool = False,
    cites: Citation | None = None,
    what: str = "the meeting",
) -> Deadline:
    """A deadline so many units after a date of the case, and not sooner than `earliest` after it; 0 is the same day."""
    return Deadline(Span(amount, count), of.fact, cites, None, what, earliest, clear)


def not_sooner(
    amount: int,
    count: Count,
    *,
    of: Ref[date],
    clear: bool = False,
    cites: Citation | None = None,
    what: str = "the meeting",
) -> Deadline:
    """No sooner than so many units after a date of the case, such as a notice; there is no last day."""
    return Deadline(None, of.fact, cites, None, what, Span(amount, count), clear)


def ahead(
    amount: int,
    count: Count,
    *,
    of: Ref[date],
    since: Ref[date],
    earliest: Span | None = None,
    clear: bool = False,
    cites: Citation | None = None,
    what: str = "the meeting",
) -> Deadline:
    """A deadline so many units or more before a date of the case, and not sooner than `earliest` before it.

    What was done before `since` does not answer it.
    """
    return Deadline(Span(amount, count), since.fact, cites, of.fact, what, earliest, clear)
