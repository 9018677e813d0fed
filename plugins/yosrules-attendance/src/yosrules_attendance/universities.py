"""Universities that count absences and days, or hours: York, Exeter, Sheffield."""

from __future__ import annotations

from decimal import Decimal

from yosrules import Edition, Maybe, all_of, cite, may, must, unless
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Span
from yosrules.policies.lost_time import Per, days, hours, lasted, spells
from yosrules.records.absence import Absence, Attendance, Route, Step
from yosrules_attendance.plain import (
    CONVENTIONS,
    HOURS_CHANGED,
    NOT_ROUNDED,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    pro_rata,
    silent,
)

year = counting(months(12))
review = Rung(name="attendance review", step=Step.STAGE_1)
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)

# York: three absences and ten days together; for shift workers three and 74 hours.

YORK_SAYS = cite(
    "University of York, frequent short-term absence",
    "monitoring and reviewing absence",
    "https://www.york.ac.uk/admin/hr/leave-and-absence/sickness-absence/frequent-short-term-absence-mg/monitoring-and-reviewing-absence",
)
york_year = counting(months(12), where=unless(Absence.disability_related))


class York(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", york_year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", york_year)
    ten_days: Maybe[Decimal] = pro_rata("10 days, scaled to the worker's week", 10)
    hours_12: Maybe[Decimal] = hours("hours lost in 12 months", york_year)
    hours_74: Maybe[Decimal] = pro_rata("74 hours, scaled to the worker's week", 74, per=Per.HOURS, full_time=37)
    four_weeks: Maybe[bool] = lasted("the absence has lasted 4 weeks", Span(4, Count.WEEKS), where=ALWAYS)


york_review = Rung(name="attendance review", step=Step.STAGE_1, gate=all_of(Attendance.interviews_held))

YORK = AttendancePolicy(
    "york-university-attendance",
    title="University of York",
    about=York,
    stages=(york_review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must(
                    "days",
                    york_review,
                    when=all_of(unless(Attendance.shift_worker), York.spells_12 >= 3, York.days_12 >= York.ten_days),
                    cites=YORK_SAYS,
                ),
                must(
                    "shifts",
                    york_review,
                    when=all_of(Attendance.shift_worker, York.spells_12 >= 3, York.hours_12 >= York.hours_74),
                    cites=YORK_SAYS,
                ),
                must("long-term", long_review, when=York.four_weeks, cites=YORK_SAYS),
            ),
            cites=YORK_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    evidence=year,
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

# Exeter: more than four absences, or 12 days; indicative only.

EXETER_SAYS = cite(
    "University of Exeter, recurrent short-term absences",
    "triggers",
    "https://www.exeter.ac.uk/staff/employment/leave/personal/sickness/managing/recurrentshorttermabsences/",
)


class Exeter(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    twelve_days: Maybe[Decimal] = pro_rata("12 days, scaled to the worker's week", 12)


EXETER = AttendancePolicy(
    "exeter-university-attendance",
    title="University of Exeter",
    about=Exeter,
    stages=(review,),
    editions=(
        Edition(
            UNDATED,
            (
                may("spells", review, when=Exeter.spells_12 > 4, cites=EXETER_SAYS),
                may("days", review, when=Exeter.days_12 >= Exeter.twelve_days, cites=EXETER_SAYS),
            ),
            cites=EXETER_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence(),
    evidence=year,
    judgement=(
        "patterns",
        "a concern from a return-to-work interview",
        "any mix of these, which are indicative",
    ),
    not_stated=silent(HOURS_CHANGED, NOT_ROUNDED, but=("days",)),
)

# Sheffield: ten days, scaled, or four absences; an alert to the manager.

SHEFFIELD_SAYS = cite(
    "University of Sheffield, myJob", "absence alerts", "https://www.sheffield.ac.uk/hr/guidance/myjob/absencealerts"
)


class Sheffield(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    ten_days: Maybe[Decimal] = pro_rata("10 days, scaled to the worker's week", 10)


alert = Rung(name="alert to the manager", step=Step.INFORMAL, formal=False)

SHEFFIELD = AttendancePolicy(
    "sheffield-university-attendance",
    title="University of Sheffield",
    about=Sheffield,
    stages=(alert,),
    editions=(
        Edition(
            UNDATED,
            (
                must("days", alert, when=Sheffield.days_12 >= Sheffield.ten_days, cites=SHEFFIELD_SAYS),
                must("spells", alert, when=Sheffield.spells_12 >= 4, cites=SHEFFIELD_SAYS),
            ),
            cites=SHEFFIELD_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    evidence=year,
    not_stated=silent(
        "what clears an alert beside the date of the return-to-work interview: nothing",
        HOURS_CHANGED,
        NOT_ROUNDED,
        but=("days",),
    ),
)
