"""University of Exeter: more than 4 absences, or 12 days; indicative only, so a review may follow and need not."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe
from yosrules.policies import AttendancePolicy, Edition, Grade, Rung, cite, days, may, spells
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import (
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

source = cite(
    "University of Exeter, recurrent short-term absences",
    "triggers",
    "https://www.exeter.ac.uk/staff/employment/leave/personal/sickness/managing/recurrentshorttermabsences/",
)
year = counting(months(12))


class Exeter(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    twelve_days: Maybe[Decimal] = pro_rata("12 days, scaled to the worker's week", 12)


review = Rung(name="attendance review", step=Step.STAGE_1)

POLICY = AttendancePolicy(
    "exeter-university-attendance",
    title="University of Exeter",
    about=Exeter,
    stages=(review,),
    editions=(
        Edition(
            UNDATED,
            (
                may("spells", review, when=Exeter.spells_12 > 4, cites=source),
                may("days", review, when=Exeter.days_12 >= Exeter.twelve_days, cites=source),
            ),
            cites=source,
            start_stated=False,
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
