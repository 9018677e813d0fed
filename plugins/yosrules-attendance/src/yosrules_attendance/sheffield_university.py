"""University of Sheffield: 4 absences, or 10 days scaled to the worker's week, alert the manager."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe
from yosrules.policies import AttendancePolicy, Edition, Grade, Rung, cite, days, must, spells
from yosrules.records import Attendance, Step
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
    "University of Sheffield, myJob", "absence alerts", "https://www.sheffield.ac.uk/hr/guidance/myjob/absencealerts"
)
year = counting(months(12))


class Sheffield(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    ten_days: Maybe[Decimal] = pro_rata("10 days, scaled to the worker's week", 10)


alert = Rung(name="alert to the manager", step=Step.INFORMAL, formal=False)

POLICY = AttendancePolicy(
    "sheffield-university-attendance",
    title="University of Sheffield",
    about=Sheffield,
    stages=(alert,),
    editions=(
        Edition(
            UNDATED,
            (
                must("days", alert, when=Sheffield.days_12 >= Sheffield.ten_days, cites=source),
                must("spells", alert, when=Sheffield.spells_12 >= 4, cites=source),
            ),
            cites=source,
            start_stated=False,
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
