"""Absence and attendance: what a service has on record of its own workers.

Each kind of row is a history of one worker. Only `Attendance` is about one day: an attendance policy asks about its
facts, and `attendance.track` works them out. An absence without an end is still open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from itertools import pairwise

from yosrules.language.expr import Ref
from yosrules.language.facts import Facts, Given, Maybe, fact, given, vocabulary


class Half(StrEnum):
    """A session of a day."""

    AM = "am"
    PM = "pm"


class Reason(StrEnum):
    """Why somebody was absent, in the words that absence returns use."""

    COLD = "cold, cough or flu"
    COVID = "covid"
    INFECTION = "infection"
    STOMACH = "stomach or digestion"
    HEADACHE = "headache or migraine"
    BACK = "back or neck"
    MUSCLES = "muscles, bones or joints"
    CHEST = "chest or breathing"
    HEART = "heart or circulation"
    MENTAL_HEALTH = "mental health"
    STRESS = "stress"
    OPERATION = "operation or recovery from one"
    CANCER = "cancer"
    PREGNANCY = "pregnancy"
    INJURY = "injury"
    DENTAL = "dental"
    MEDICAL_SUSPENSION = "medical suspension"
    OTHER = "other"


class Step(IntEnum):
    """The steps of a ladder of stages, in order."""

    NONE = 0
    INFORMAL = 1
    STAGE_1 = 2
    STAGE_2 = 3
    STAGE_3 = 4
    STAGE_4 = 5
    HEARING = 6


class Route(StrEnum):
    """Ladders that can run beside each other."""

    SHORT_TERM = "short-term"
    LONG_TERM = "long-term"


class Worker(Facts):
    """One member of staff; `team` is for figures by team."""

    reference: str
    team: str = ""
    started: Maybe[date] = fact(date, "the first day of employment")
    probation_ends: Maybe[date] = fact(date, "the last day of probation")
    shift_worker: Maybe[bool] = fact(bool, "the worker works shifts")


class Absence(Facts):
    """One absence as it was entered, from its first day to its last, both in; of whole days unless a session is named.

    `hours` are those lost, where somebody wrote them down; otherwise they follow from the work pattern.
    """

    start: Given[date] = given(date, "the first day of absence")
    end: Maybe[date] = fact(date, "the last day of absence")
    first_session: Maybe[Half] = fact(Half, "the session it began in")
    last_session: Maybe[Half] = fact(Half, "the session it ended in")
    hours: Maybe[Decimal] = fact(Decimal, "the hours lost", places=2, low=Decimal(0))
    reason: Maybe[Reason] = fact(Reason, "the reason")
    industrial_injury: Maybe[bool] = fact(bool, "it follows an injury at work")
    disability_related: Maybe[bool] = fact(bool, "it is related to a disability")
    pregnancy_related: Maybe[bool] = fact(bool, "it is related to pregnancy")
    notified: Maybe[bool] = fact(bool, "it was reported as the policy asks")
    returned: Maybe[date] = fact(date, "the day of return to work")
    interviewed: Maybe[date] = fact(date, "the day of the return-to-work interview")


class WorkPattern(Facts):
    """The hours due on each day of the week, from a day until the next pattern starts; a blank day is not worked.

    Several rows of one start day, numbered by `week`, alternate week by week. A worker on a roster or annualised hours
    has no weekdays, but the days and hours of a nominal week.
    """

    starts: Given[date] = given(date, "the first day of the work pattern")
    week: Maybe[int] = fact(int, "the week of the cycle", low=1, high=52)
    monday: Maybe[Decimal] = fact(Decimal, "hours on Monday", places=2, low=Decimal(0), high=Decimal(24))
    tuesday: Maybe[Decimal] = fact(Decimal, "hours on Tuesday", places=2, low=Decimal(0), high=Decimal(24))
    wednesday: Maybe[Decimal] = fact(Decimal, "hours on Wednesday", places=2, low=Decimal(0), high=Decimal(24))
    thursday: Maybe[Decimal] = fact(Decimal, "hours on Thursday", places=2, low=Decimal(0), high=Decimal(24))
    friday: Maybe[Decimal] = fact(Decimal, "hours on Friday", places=2, low=Decimal(0), high=Decimal(24))
    saturday: Maybe[Decimal] = fact(Decimal, "hours on Saturday", places=2, low=Decimal(0), high=Decimal(24))
    sunday: Maybe[Decimal] = fact(Decimal, "hours on Sunday", places=2, low=Decimal(0), high=Decimal(24))
    nominal_days: Maybe[Decimal] = fact(Decimal, "days in a nominal week", places=2, low=Decimal(0), high=Decimal(7))
    nominal_hours: Maybe[Decimal] = fact(Decimal, "hours in a nominal week", places=2, low=Decimal(0))


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The facts of a `WorkPattern` that are the hours of a day of the week, from Monday."""


class Shift(Facts):
    """One day on a roster, and the hours due on it."""

    day: Given[date] = given(date, "the day of the shift")
    hours: Given[Decimal] = given(Decimal, "the hours of the shift", places=2, low=Decimal(0), high=Decimal(24))


class StageHeld(Facts):
    """One stage that was held: a meeting, a warning. A clock that is not given runs as the policy says.

    The step none is a decision that no stage follows: it answers every trigger hit up to its day on its route.
    `closed` is the day from which it is no longer in force because it ended early, such as by a target met.
    """

    step: Given[Step] = given(Step, "the stage")
    held: Given[date] = given(date, "the day it was held")
    route: Maybe[Route] = fact(Route, "the route")
    review_ends: Maybe[date] = fact(date, "the last day of the review period")
    live_until: Maybe[date] = fact(date, "the last day the warning is live")
    closed: Maybe[date] = fact(date, "the day it was closed")


class Leave(Facts):
    """Booked leave, from its first day to its last, both in."""

    start: Given[date] = given(date, "the first day of leave")
    end: Given[date] = given(date, "the last day of leave")


class FitNote(Facts):
    """A doctor's statement of fitness for work, from its first day to its last, both in."""

    start: Given[date] = given(date, "the first day of the fit note")
    end: Given[date] = given(date, "the last day of the fit note")


class Attendance(Facts):
    """One worker's attendance on one day; a local policy adds its own measures by subclassing."""

    reference: str = ""
    absent: Maybe[bool] = fact(bool, "the worker is absent")
    latest_start: Maybe[date] = fact(date, "the first day of the latest absence")
    latest_end: Maybe[date] = fact(date, "the last day so far of the latest absence")
    step: Maybe[Step] = fact(Step, "the stage in force")
    under_review: Maybe[bool] = fact(bool, "a review period is running")
    review_starts: Maybe[date] = fact(date, "the start of the review period")
    review_ends: Maybe[date] = fact(date, "the end of the review period")
    warning_live: Maybe[bool] = fact(bool, "a warning is live")
    long_term_step: Maybe[Step] = fact(Step, "the long-term stage in force")
    interviews_held: Maybe[bool] = fact(bool, "every counted absence that is over has had its return-to-work interview")
    on_probation: Maybe[bool] = fact(bool, "the worker is on probation")
    probation_starts: Maybe[date] = fact(date, "the start of probation")
    probation_ends: Maybe[date] = fact(date, "the end of probation")
    shift_worker: Maybe[bool] = fact(bool, "the worker works shifts")


def _names(*facts: Ref[bool] | Ref[date] | Ref[Step]) -> tuple[str, ...]:
    return tuple(each.fact.name for each in facts)


FROM_ABSENCES = _names(Attendance.absent, Attendance.latest_start, Attendance.latest_end, Attendance.interviews_held)
"""Facts of an `Attendance` that follow from the absences."""

FROM_STAGES = _names(
    Attendance.step,
    Attendance.under_review,
    Attendance.review_starts,
    Attendance.review_ends,
    Attendance.warning_live,
    Attendance.long_term_step,
)
"""Facts that follow from the stages held."""

REVIEW_DATES = _names(Attendance.review_starts, Attendance.review_ends)
"""Dates that are on record only while a review period is running."""

FROM_WORKER = _names(
    Attendance.on_probation, Attendance.probation_starts, Attendance.probation_ends, Attendance.shift_worker
)
"""Facts that follow from the worker's own record."""

STANDING_FACTS = tuple(name for name, each in vocabulary(Attendance).items())
"""Every fact of an `Attendance`, in its order; a policy adds its measures to these."""

STANDING_DATES = tuple(name for name, each in vocabulary(Attendance).items() if each.kind is date)
"""Those that are dates, from which a window may be counted."""


def wrong_absences(rows: Sequence[Absence]) -> Iterator[tuple[int, str, str]]:
    """What cannot be on record in one worker's absences: the place of a row, a column, and what is allowed there."""
    for place, row in enumerate(rows):
        yield from ((place, column, allowed) for column, allowed in _wrong(row))
    longest: Absence | None = None
    # Each row is compared with the one before it that ends latest, and not with its neighbour: a long absence may hide
    # several short ones.
    in_order = sorted(range(len(rows)), key=lambda each: first_moment(rows[each]))
    for place in in_order:
        if longest is not None and first_moment(rows[place]) <= last_moment(longest):
            yield place, "start", _overlap(longest)
        if longest is None or last_moment(rows[place]) > last_moment(longest):
            longest = rows[place]
    for place, after in pairwise(in_order):
        returned, again = rows[place].returned, rows[after].start
        if returned is not None and returned > again:
            yield place, "returned", f"{again}, when the next absence began, or earlier"


def _overlap(earlier: Absence) -> str:
    if earlier.end is None:
        return f"a day before {earlier.start}, when the absence that is still open began; only the latest is open"
    return f"a day after {earlier.end}: it overlaps the absence from {earlier.start} to {earlier.end}"


def _wrong(row: Absence) -> Iterator[tuple[str, str]]:
    if row.end is None:
        for column in ("returned", "last_session"):
            if vars(row)[column] is not None:
                yield "end", f"the last day of absence, since {column} is given"
        # Hours of an absence that goes on would be out of date on the next day.
        if row.hours is not None:
            yield "hours", "nothing while the absence is still open"
        return
    if row.end < row.start:
        yield "end", f"{row.start}, when it began, or later"
    elif last_moment(row) < first_moment(row):
        yield "last_session", "pm: an absence of one day that begins in the afternoon ends in it"
    # Whoever was absent only in the morning can be back on the same day.
    if row.returned is not None and row.returned < row.end + timedelta(days=row.last_session is not Half.AM):
        yield "returned", f"a day after {row.end}, the last day of absence"
    if row.interviewed is not None and row.interviewed < row.start:
        yield "interviewed", f"{row.start}, when the absence began, or later"


def first_moment(row: Absence) -> tuple[date, int]:
    """The day on which an absence begins, and the half of it: 0 for the morning, 1 for the afternoon."""
    return row.start, 1 if row.first_session is Half.PM else 0


def last_moment(row: Absence) -> tuple[date, int]:
    """The day on which an absence ends, and the half of it; an open one ends on the last day there is."""
    return row.end or date.max, 0 if row.last_session is Half.AM else 1
