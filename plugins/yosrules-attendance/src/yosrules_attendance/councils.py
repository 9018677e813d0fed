"""Councils in England and Wales that count absences and days: Lincolnshire, Carmarthenshire."""

from __future__ import annotations

from decimal import Decimal

from yosrules import Edition, Maybe, cite, may, must, unless
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Nation
from yosrules.policies.lost_time import Rounded, days, spells
from yosrules.records.absence import Absence, Attendance, Reason, Step
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

# Lincolnshire: days in proportion to the days worked a week, separate absences never.

LINCOLNSHIRE_SAYS = cite(
    "Lincolnshire County Council, sickness absence policy procedures",
    "triggers",
    "https://www.lincolnshire.gov.uk/employment-policies/sickness-absence-policy-procedures/5",
)
sickness = unless((Absence.pregnancy_related) | (Absence.reason == Reason.MEDICAL_SUSPENSION))
over_12, over_6 = counting(months(12), where=sickness), counting(months(6), where=sickness)


class Lincolnshire(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", over_12)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", over_12)
    allowed_12: Maybe[Decimal] = pro_rata("9 days, scaled to the worker's week", 9, rounding=Rounded.NEAREST_HALF)
    spells_6: Maybe[int] = spells("separate absences in 6 months", over_6)
    days_6: Maybe[Decimal] = days("working days lost in 6 months", over_6)
    allowed_6: Maybe[Decimal] = pro_rata("6 days, scaled to the worker's week", 6, rounding=Rounded.NEAREST_HALF)


procedure = Rung(name="attendance procedure", step=Step.STAGE_1)
in_6_months = (Lincolnshire.spells_6 >= 3) | (Lincolnshire.days_6 >= Lincolnshire.allowed_6)

LINCOLNSHIRE = AttendancePolicy(
    "lincolnshire-attendance",
    title="Lincolnshire County Council",
    about=Lincolnshire,
    stages=(procedure,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", procedure, when=Lincolnshire.spells_12 >= 4, cites=LINCOLNSHIRE_SAYS),
                must("days", procedure, when=Lincolnshire.days_12 >= Lincolnshire.allowed_12, cites=LINCOLNSHIRE_SAYS),
                must("six-months", procedure, when=in_6_months, cites=LINCOLNSHIRE_SAYS, reading="6 months is a rule"),
                may(
                    "six-months",
                    procedure,
                    when=in_6_months,
                    cites=LINCOLNSHIRE_SAYS,
                    reading="6 months is an example",
                ),
            ),
            cites=LINCOLNSHIRE_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence(),
    evidence=over_12,
    judgement=(
        "patterns: Fridays and Mondays, one weekday, next to leave, school or public holidays, payday",
        "adjusting a trigger for a disability",
        "a short-term trigger normally, so not always, goes to the procedure; a long absence is reviewed first",
    ),
    not_stated=silent(
        "how a scaled number of days is rounded: to the nearest half day, which its five examples fit",
        HOURS_CHANGED,
        "when an absence is long",
        "by when a return-to-work interview is held",
        but=("days",),
    ),
)

# Carmarthenshire: weeks of the worker's own, and one absence more for the formal stage.

CARMARTHENSHIRE_SAYS = cite(
    "Carmarthenshire County Council, sickness absence",
    "the stages of sickness absence",
    "https://ourpeople.carmarthenshire.gov.wales/our-people/hr/sickness-absence/the-stages-of-sickness-absence",
)
year = counting(months(12))


class Carmarthenshire(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    two_weeks: Maybe[Decimal] = pro_rata("10 days of five a week, in the worker's weeks", 10)
    three_weeks: Maybe[Decimal] = pro_rata("three of the worker's normal weeks", 15)


support = Rung(name="informal support meeting", step=Step.INFORMAL, formal=False)
formal = Rung(name="formal meeting", step=Step.STAGE_1)
formally = (Carmarthenshire.spells_12 >= 4) | (Carmarthenshire.days_12 >= Carmarthenshire.three_weeks)
informally = (Carmarthenshire.spells_12 >= 3) | (Carmarthenshire.days_12 >= Carmarthenshire.two_weeks)

CARMARTHENSHIRE = AttendancePolicy(
    "carmarthenshire-attendance",
    title="Carmarthenshire County Council",
    about=Carmarthenshire,
    stages=(support, formal),
    editions=(
        Edition(
            UNDATED,
            (
                must("informal", support, when=informally & unless(formally), cites=CARMARTHENSHIRE_SAYS),
                must("formal", formal, when=formally, cites=CARMARTHENSHIRE_SAYS),
            ),
            cites=CARMARTHENSHIRE_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    nation=Nation.WALES,
    evidence=year,
    judgement=("patterns", "moving towards a trigger"),
    not_stated=silent(
        "whether three weeks are counted over 12 months: they are, like the other triggers",
        HOURS_CHANGED,
        NOT_ROUNDED,
        but=("days", "assessed"),
    ),
)
