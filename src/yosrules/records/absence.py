"""Absence and attendance: what a service has on record of its own workers.

Each kind of row is a history of one worker. Only `Attendance` is about one day: an attendance policy asks about its
facts, and `attendance.track` works them out. An absence without an end is still open.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from yosrules.language.expr import Ref, known, unless
from yosrules.language.facts import Facts, Given, Maybe, fact, given, vocabulary
from yosrules.language.kinds import Value
from yosrules.language.never import Impossible, PerDay, in_order, never
from yosrules.records.dated import dated
from yosrules.records.days import EARLIEST, LATEST


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
    INJURY_AT_WORK = "injury at work"
    DENTAL = "dental"
    MEDICAL_SUSPENSION = "medical suspension"
    OTHER = "other"


SETTLES: Mapping[Reason, str] = {
    Reason.PREGNANCY: "pregnancy_related",
    Reason.INJURY_AT_WORK: "industrial_injury",
}
"""The mark that a reason settles by its very words."""


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
    started: Maybe[date] = dated("the first day of employment")
    probation_ends: Maybe[date] = dated("the last day of probation")
    shift_worker: Maybe[bool] = fact(bool, "the worker works shifts")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Probation does not end before employment begins."""
        return tuple(in_order(cls.started, cls.probation_ends))


class Absence(Facts):
    """One absence as it was entered, from its first day to its last, both in; of whole days unless a session is named.

    `hours` are those lost, where somebody wrote them down; otherwise they follow from the work pattern. A reason that
    says what the absence is related to settles that mark where it is not given: pregnancy, and injury at work.
    `interview_held` is for an interview whose day is not on record. A policy that asks for `NOT_SET_ASIDE` does not
    count an absence that was `set_aside` by the day asked about, on any day.
    """

    start: Given[date] = given(date, "the first day of absence", low=EARLIEST, high=LATEST)
    end: Maybe[date] = dated("the last day of absence")
    first_session: Maybe[Half] = fact(Half, "the session it began in")
    last_session: Maybe[Half] = fact(Half, "the session it ended in")
    hours: Maybe[Decimal] = fact(Decimal, "the hours lost", places=2, low=Decimal(0))
    reason: Maybe[Reason] = fact(Reason, "the reason")
    industrial_injury: Maybe[bool] = fact(bool, "it follows an injury at work")
    disability_related: Maybe[bool] = fact(bool, "it is related to a disability")
    pregnancy_related: Maybe[bool] = fact(bool, "it is related to pregnancy")
    notified: Maybe[bool] = fact(bool, "it was reported as the policy asks")
    returned: Maybe[date] = dated("the day of return to work")
    interviewed: Maybe[date] = dated("the day of the return-to-work interview")
    interview_held: Maybe[bool] = fact(bool, "its return-to-work interview was held")
    set_aside: Maybe[date] = dated("the day a manager set it aside")
    set_aside_reason: str = ""

    def _settled(self) -> Mapping[str, Value]:
        mark = SETTLES.get(self.reason) if self.reason else None
        return {mark: True} if mark and vars(self)[mark] is None else {}

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Orders between its dates and sessions, hours beyond those of its days, marks that contradict the reason."""
        still_open, to_the_evening = ~known(cls.end), unless(cls.last_session == Half.AM)
        return (
            *in_order(cls.start, cls.end),
            never(
                (cls.last_session == Half.AM) & (cls.first_session == Half.PM) & (cls.start == cls.end),
                "an absence of one day that begins in the afternoon ends in it",
            ),
            never(known(cls.returned) & still_open, "nobody is back from an absence that is still open"),
            never(known(cls.last_session) & still_open, "an absence that is still open has no last session"),
            # Hours of an absence that goes on would be out of date on the next day.
            never(known(cls.hours) & still_open, "the hours lost are not known while the absence is still open"),
            PerDay(cls.hours.fact, 24, cls.start.fact, cls.end.fact),
            never(cls.returned < cls.end, "the day of return is not before the last day of absence"),
            # Whoever was absent only in the morning can be back on the same day.
            never((cls.returned == cls.end) & to_the_evening, "the day of return is after the last day of absence"),
            *in_order(cls.start, cls.interviewed),
            *in_order(cls.returned, cls.interviewed),
            *in_order(cls.start, cls.set_aside),
            never(~cls.interview_held & known(cls.interviewed), "an interview that has a day was held"),
            never(
                ~cls.pregnancy_related & (cls.reason == Reason.PREGNANCY), "pregnancy as the reason is related to it"
            ),
            never(~cls.industrial_injury & (cls.reason == Reason.INJURY_AT_WORK), "the reason is an injury at work"),
        )


NOT_SET_ASIDE = ~known(Absence.set_aside)
"""That no manager has decided that an absence does not count."""


class WorkPattern(Facts):
    """The hours due on each day of the week, from a day until the next pattern starts; a blank day is not worked.

    Several rows of one start day, numbered by `week`, alternate week by week. A worker on a roster or annualised hours
    has no weekdays, but the days and hours of a nominal week.
    """

    starts: Given[date] = given(date, "the first day of the work pattern", low=EARLIEST, high=LATEST)
    week: Maybe[int] = fact(int, "the week of the cycle", low=1, high=52)
    monday: Maybe[Decimal] = fact(Decimal, "hours on Monday", places=2, low=Decimal(0), high=Decimal(24))
    tuesday: Maybe[Decimal] = fact(Decimal, "hours on Tuesday", places=2, low=Decimal(0), high=Decimal(24))
    wednesday: Maybe[Decimal] = fact(Decimal, "hours on Wednesday", places=2, low=Decimal(0), high=Decimal(24))
    thursday: Maybe[Decimal] = fact(Decimal, "hours on Thursday", places=2, low=Decimal(0), high=Decimal(24))
    friday: Maybe[Decimal] = fact(Decimal, "hours on Friday", places=2, low=Decimal(0), high=Decimal(24))
    saturday: Maybe[Decimal] = fact(Decimal, "hours on Saturday", places=2, low=Decimal(0), high=Decimal(24))
    sunday: Maybe[Decimal] = fact(Decimal, "hours on Sunday", places=2, low=Decimal(0), high=Decimal(24))
    nominal_days: Maybe[Decimal] = fact(Decimal, "days in a nominal week", places=2, low=Decimal(0), high=Decimal(7))
    nominal_hours: Maybe[Decimal] = fact(
        Decimal, "hours in a nominal week", places=2, low=Decimal(0), high=Decimal(168)
    )


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""The facts of a `WorkPattern` that are the hours of a day of the week, from Monday."""


class Shift(Facts):
    """One day on a roster, and the hours due on it."""

    day: Given[date] = given(date, "the day of the shift", low=EARLIEST, high=LATEST)
    hours: Given[Decimal] = given(Decimal, "the hours of the shift", places=2, low=Decimal(0), high=Decimal(24))


class StageHeld(Facts):
    """One stage that was held: a meeting, a warning. A clock that is not given runs as the policy says.

    The step none is a decision that no stage follows: it answers every trigger hit up to its day on its route.
    `closed` is the day from which it is no longer in force because it ended early, such as by a target met.
    """

    step: Given[Step] = given(Step, "the stage")
    held: Given[date] = given(date, "the day it was held", low=EARLIEST, high=LATEST)
    route: Maybe[Route] = fact(Route, "the route")
    review_ends: Maybe[date] = dated("the last day of the review period")
    live_until: Maybe[date] = dated("the last day the warning is live")
    closed: Maybe[date] = dated("the day it was closed")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """No clock of a stage ends before it was held."""
        ends = (cls.review_ends, cls.live_until, cls.closed)
        return tuple(each for end in ends for each in in_order(cls.held, end))


class Leave(Facts):
    """Booked leave, from its first day to its last, both in."""

    start: Given[date] = given(date, "the first day of leave", low=EARLIEST, high=LATEST)
    end: Given[date] = given(date, "the last day of leave", low=EARLIEST, high=LATEST)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """It does not end before it begins."""
        return tuple(in_order(cls.start, cls.end))


class FitNote(Facts):
    """A doctor's statement of fitness for work, from its first day to its last, both in."""

    start: Given[date] = given(date, "the first day of the fit note", low=EARLIEST, high=LATEST)
    end: Given[date] = given(date, "the last day of the fit note", low=EARLIEST, high=LATEST)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """It does not end before it begins."""
        return tuple(in_order(cls.start, cls.end))


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


def first_moment(row: Absence) -> tuple[date, int]:
    """The day on which an absence begins, and the half of it: 0 for the morning, 1 for the afternoon."""
    return row.start, 1 if row.first_session is Half.PM else 0


def last_moment(row: Absence) -> tuple[date, int]:
    """The day on which an absence ends, and the half of it; an open one ends on the last day there is."""
    return row.end or date.max, 0 if row.last_session is Half.AM else 1
