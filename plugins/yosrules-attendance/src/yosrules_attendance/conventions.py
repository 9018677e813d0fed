"""How the policies read what their sources do not state, and how each says that its source is silent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from yosrules.language import ALWAYS, ConditionLike, Maybe, Unit, Window, all_of, last
from yosrules.policies import (
    Assessed,
    Conventions,
    Counting,
    DayCount,
    During,
    Fires,
    HalfDay,
    InterviewBy,
    Interviews,
    LastDay,
    Linking,
    OverLeave,
    Pattern,
    Per,
    Rounded,
    Straddling,
    allowance,
)

UNDATED = date(2000, 1, 1)
"""Stands in for the day from which a policy applies, where its source does not say."""

CONVENTIONS = Conventions(
    linking=Linking(calendar_gap=0, over_days_off=True),
    assessed=Assessed.EACH_DAY,
    fires=Fires.ON_EACH_ABSENCE,
    over_leave=OverLeave.COUNTS,
    used_again=True,
    clocks=LastDay.SAME_DATE,
)

NOT_STATED = {
    "window": "whether the ends of the window count: the day asked about does, the day a whole window before does not",
    "straddling": "what counts of an absence that began before the window: its days inside",
    "linking": "when absences entered apart are one: where no working day lies between them",
    "assessed": "on which day a trigger is hit: on the day of absence that takes the record over the line",
    "fires": "how often a trigger is hit: once in each absence, for as long as the record is over the line",
    "used": "whether an absence that led to a stage counts towards the next: it does",
    "leave": "whether booked leave during an absence counts: it does",
    "days": "which days are lost: working days by the worker's own pattern, without bank holidays",
    "half day": "what half a day counts as: half",
    "stands": "how long a stage stands: until it is closed",
    "starts": "the day from which it applies: 1 January 2000 stands in",
}
"""What most sources leave out, and what is assumed instead."""

CLOCKS = "the last day of a review or of a live warning: taken as the same date, that day in"
BY_LEAVE = "whether leave taken in what a review is lengthened by lengthens it again: taken as no"
HOURS_CHANGED = "which hours scale a trigger after they changed: those of the pattern on the day"
NOT_ROUNDED = "how a scaled trigger is rounded: not at all"


def silent(*more: str, but: tuple[str, ...] = ()) -> tuple[str, ...]:
    """What a source does not state: all of `NOT_STATED` except the keys in `but`, and more of its own."""
    return (*(text for name, text in NOT_STATED.items() if name not in but), *more)


def months(amount: int) -> Window:
    """The window of the last so many months, up to and with the day asked about."""
    return last(amount, Unit.MONTHS, anchor_in=True, far_end_in=False)


def weeks(amount: int) -> Window:
    """The window of the last so many weeks, up to and with the day asked about."""
    return last(amount, Unit.WEEKS, anchor_in=True, far_end_in=False)


def counting(during: During, *, where: ConditionLike = ALWAYS, days: DayCount = DayCount.WORKING) -> Counting:
    """Count absences in a window; of one that crosses its ends, only the days inside."""
    return Counting(during=during, straddling=Straddling.INSIDE, where=all_of(where), days=days, half_day=HalfDay.HALF)


def pro_rata(
    label: str,
    number: int | Decimal,
    *,
    per: Per = Per.DAYS,
    full_time: int | Decimal = 5,
    rounding: Rounded = Rounded.EXACT,
    share: Fraction = Fraction(1),
) -> Maybe[Decimal]:
    """A number for full time, scaled to the days or hours of the worker's ordinary week."""
    return allowance(
        label, number, per=per, full_time=full_time, rounding=rounding, pattern=Pattern.LATEST, share=share
    )


def interviews_after_every_absence(by: Mapping[str, InterviewBy] | None = None) -> Interviews:
    """An interview after every absence; `by` is its deadline in each reading, if the source names one."""
    return Interviews(more_than=0, counting=DayCount.CALENDAR, by=by or {})
