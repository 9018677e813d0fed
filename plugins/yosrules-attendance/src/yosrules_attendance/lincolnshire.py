"""Lincolnshire County Council: days lost are scaled to the worker's week, separate absences never are."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe, unless
from yosrules.policies import AttendancePolicy, Edition, Grade, Rounded, Rung, cite, days, may, must, spells
from yosrules.records import Absence, Attendance, Reason, Step
from yosrules_attendance.conventions import (
    CONVENTIONS,
    HOURS_CHANGED,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    pro_rata,
    silent,
)

source = cite(
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

POLICY = AttendancePolicy(
    "lincolnshire-attendance",
    title="Lincolnshire County Council",
    about=Lincolnshire,
    stages=(procedure,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", procedure, when=Lincolnshire.spells_12 >= 4, cites=source),
                must("days", procedure, when=Lincolnshire.days_12 >= Lincolnshire.allowed_12, cites=source),
                must("six-months", procedure, when=in_6_months, cites=source, reading="6 months is a rule"),
                may("six-months", procedure, when=in_6_months, cites=source, reading="6 months is an example"),
            ),
            cites=source,
            start_stated=False,
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
