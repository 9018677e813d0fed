"""University of York: 3 absences and 10 days together; for shift workers 3 absences and 74 hours."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import ALWAYS, Maybe, all_of, unless
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    Per,
    Rung,
    Span,
    cite,
    days,
    hours,
    lasted,
    must,
    spells,
)
from yosrules.records import Absence, Attendance, Route, Step
from yosrules_attendance.conventions import (
    CONVENTIONS,
    HOURS_CHANGED,
    NOT_ROUNDED,
    UNDATED,
    counting,
    months,
    pro_rata,
    silent,
)

source = cite(
    "University of York, frequent short-term absence",
    "monitoring and reviewing absence",
    "https://www.york.ac.uk/admin/hr/leave-and-absence/sickness-absence/frequent-short-term-absence-mg/monitoring-and-reviewing-absence",
)
year = counting(months(12))
not_disability = counting(months(12), where=unless(Absence.disability_related))


class York(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", not_disability)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", not_disability)
    ten_days: Maybe[Decimal] = pro_rata("10 days, scaled to the worker's week", 10)
    hours_12: Maybe[Decimal] = hours("hours lost in 12 months", not_disability)
    hours_74: Maybe[Decimal] = pro_rata("74 hours, scaled to the worker's week", 74, per=Per.HOURS, full_time=37)
    four_weeks: Maybe[bool] = lasted("the absence has lasted 4 weeks", Span(4, Count.WEEKS), where=ALWAYS)


review = Rung(name="attendance review", step=Step.STAGE_1, gate=all_of(Attendance.interviews_held))
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)
by_days = all_of(unless(Attendance.shift_worker), York.spells_12 >= 3, York.days_12 >= York.ten_days)
by_shifts = all_of(Attendance.shift_worker, York.spells_12 >= 3, York.hours_12 >= York.hours_74)

POLICY = AttendancePolicy(
    "york-university-attendance",
    title="University of York",
    about=York,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must("days", review, when=by_days, cites=source),
                must("shifts", review, when=by_shifts, cites=source),
                must("long-term", long_review, when=York.four_weeks, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    evidence=year,
    interviewed=not_disability,
    judgement=(
        "repeated absences for one illness as a long-term matter",
        "which disability-related absences count: none here, since they do not automatically",
        "whether the concern was raised at a return-to-work interview first: here every interview must have been held",
    ),
    not_stated=silent(
        "the hours of a full week: 37, of which 74 hours are two",
        "who works shifts where nobody said so: nobody",
        HOURS_CHANGED,
        NOT_ROUNDED,
    ),
)
