"""West Lothian Council: 4 absences or 6 days, the first hit informal; a long absence has reviews of its own."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe, unless
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    Nation,
    Rung,
    Span,
    cite,
    days,
    lasted,
    must,
    spells,
)
from yosrules.records import Absence, Attendance, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, months, silent

source = cite(
    "West Lothian Council, supporting attendance at work policy",
    "key stages",
    "https://intranet.westlothian.gov.uk/article/9136/Key-Stages-of-the-Supporting-Attendance-at-Work-Policy",
)
not_pregnancy = unless(Absence.pregnancy_related)
year = counting(months(12), where=not_pregnancy)


class WestLothian(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("days lost in 12 months", year)
    four_weeks: Maybe[bool] = lasted("the absence has lasted 4 weeks", Span(4, Count.WEEKS), where=not_pregnancy)
    three_months: Maybe[bool] = lasted("the absence has lasted 3 months", Span(3, Count.MONTHS), where=not_pregnancy)
    six_months: Maybe[bool] = lasted("the absence has lasted 6 months", Span(6, Count.MONTHS), where=not_pregnancy)
    nine_months: Maybe[bool] = lasted("the absence has lasted 9 months", Span(9, Count.MONTHS), where=not_pregnancy)


informal = Rung(name="informal discussion", step=Step.INFORMAL, formal=False)
first = Rung(name="stage 1", step=Step.STAGE_1)
second = Rung(name="stage 2", step=Step.STAGE_2)
capability = Rung(name="capability", step=Step.HEARING)
weeks_4, months_3, months_6, months_9 = (
    Rung(name=f"long-term review at {after}", step=step, route=Route.LONG_TERM)
    for after, step in (
        ("4 weeks", Step.STAGE_1),
        ("3 months", Step.STAGE_2),
        ("6 months", Step.STAGE_3),
        ("9 months", Step.STAGE_4),
    )
)
hit = (WestLothian.days_12 >= Decimal(6)) | (WestLothian.spells_12 >= 4)

POLICY = AttendancePolicy(
    "west-lothian-attendance",
    title="West Lothian Council",
    about=WestLothian,
    stages=(informal, first, second, capability, weeks_4, months_3, months_6, months_9),
    editions=(
        Edition(
            UNDATED,
            (
                must("first-hit", informal, when=(Attendance.step == Step.NONE) & hit, cites=source),
                must("second-hit", first, when=(Attendance.step == Step.INFORMAL) & hit, cites=source),
                must("third-hit", second, when=(Attendance.step == Step.STAGE_1) & hit, cites=source),
                must("fourth-hit", capability, when=(Attendance.step == Step.STAGE_2) & hit, cites=source),
                must("four-weeks", weeks_4, when=WestLothian.four_weeks, cites=source),
                must("three-months", months_3, when=WestLothian.three_months, cites=source),
                must("six-months", months_6, when=WestLothian.six_months, cites=source),
                must("nine-months", months_9, when=WestLothian.nine_months, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    nation=Nation.SCOTLAND,
    evidence=year,
    not_stated=silent(
        "whether a long absence counts towards the short-term triggers too: it does",
        "when 4 weeks are over: on the same weekday, so on the 29th day",
    ),
)
