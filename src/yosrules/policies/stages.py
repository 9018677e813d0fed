"""The stages of a ladder, the clocks that each starts, on which day those last run, and what leave does to them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import assert_never

import attrs

from yosrules.language.expr import Condition, ConditionLike, all_of
from yosrules.language.plain.values import ADDED
from yosrules.policies.calendar import ONE, Count, Nation, Span, lasting
from yosrules.records.absence import Route, Step


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


class LiveFrom(StrEnum):
    """When a warning begins to be live."""

    HELD = "the day it was given"
    REVIEW_END = "the end of its review period"


def _lasting(span: Span | None) -> Span | None:
    return None if span is None else lasting(span)


def optional_condition(asked: ConditionLike | None) -> Condition | None:
    """What is asked as a condition; None where nothing is."""
    return None if asked is None else all_of(asked)


@attrs.frozen(kw_only=True)
class Rung:
    """One stage of a ladder: how long its review runs and its warning is live, None where that is not stated.

    Within `re_entry` of its end a new hit leads to the same stage again. The stage can be held only if `gate` holds.
    It is to be held within `held_within` of the day since which it is due, and the worker is told of it by a `notice`
    before.
    """

    name: str
    step: Step
    route: Route = Route.SHORT_TERM
    formal: bool = True
    review: Span | None = attrs.field(default=None, converter=_lasting)
    live: Span | None = attrs.field(default=None, converter=_lasting)
    live_from: LiveFrom = LiveFrom.HELD
    extended_by_leave: ByLeave | None = None
    re_entry: Span | None = attrs.field(default=None, converter=_lasting)
    gate: Condition | None = attrs.field(default=None, converter=optional_condition)
    held_within: Span | None = attrs.field(default=None, converter=_lasting, metadata=ADDED)
    notice: Span | None = attrs.field(default=None, converter=_lasting, metadata=ADDED)

    def held_by(self, since: date, nation: Nation) -> date | None:
        """The last day on which it is to be held, where it is due since a day; None where that is not stated."""
        return None if self.held_within is None else self.held_within.after(since, nation)

    def soonest(self, told: date, nation: Nation) -> date | None:
        """The first day on which it can be held, where the worker is told of it on a day; None without a notice."""
        return None if self.notice is None else self.notice.after(told, nation)

    def lives(self, since: LiveFrom) -> Span | None:
        """How long its warning is live from one kind of day; None where it is live from another, or not stated."""
        return self.live if self.live_from is since else None
