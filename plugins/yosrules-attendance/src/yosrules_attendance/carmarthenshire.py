"""Carmarthenshire County Council: days are counted in the worker's own weeks; one absence more makes it formal."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe, unless
from yosrules.policies import AttendancePolicy, Edition, Grade, Nation, Rung, cite, days, must, spells
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

POLICY = AttendancePolicy(
    "carmarthenshire-attendance",
    title="Carmarthenshire County Council",
    about=Carmarthenshire,
    stages=(support, formal),
    editions=(
        Edition(
            UNDATED,
            (
                must("informal", support, when=informally & unless(formally), cites=source),
                must("formal", formal, when=formally, cites=source),
            ),
            cites=source,
            start_stated=False,
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
