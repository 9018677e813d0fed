"""Royal Mail: 4 absences or 14 days, counting every calendar day until the worker is reported fit."""

from __future__ import annotations

from decimal import Decimal

import attrs

from yosrules.language import Maybe, unless
from yosrules.policies import Assessed, AttendancePolicy, DayCount, Edition, Grade, Rung, cite, days, must, spells
from yosrules.records import Absence, Attendance, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, months, silent

source = cite("Union members on Royal Mail's attendance standards", "first stage")
year = counting(months(12), where=unless(Absence.industrial_injury), days=DayCount.TO_RETURN)


class RoyalMail(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("calendar days of absence in 12 months, until reported fit", year)


stage_1 = Rung(name="stage 1", step=Step.STAGE_1)

POLICY = AttendancePolicy(
    "royal-mail-attendance",
    title="Royal Mail",
    about=RoyalMail,
    stages=(stage_1,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", stage_1, when=RoyalMail.spells_12 >= 4, cites=source),
                must("days", stage_1, when=RoyalMail.days_12 >= Decimal(14), cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN),
    grade=Grade.ABOUT_IT,
    evidence=year,
    judgement=(
        "whether an absence counts, which since August 2023 a manager decides on return",
        "which absences for a disability or COVID count: normally, and mostly, they do not",
    ),
    not_stated=silent(
        "the standards of the later stages: none is here",
        "when a worker is reported fit: on the day of return",
        but=("days", "assessed"),
    ),
)
