"""Employers that count calendar days: Neath Port Talbot, whose meetings run from one another, and Royal Mail."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from yosrules import Edition, Maybe, all_of, cite, must, unless
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import Assessed, AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.counting import DayCount
from yosrules.policies.lost_time import continuous, days, since_held, spells
from yosrules.records.absence import Absence, Attendance, Route, Step
from yosrules_attendance.plain import CONVENTIONS, UNDATED, counting, months, silent

# Neath Port Talbot: on day 28 of an absence, then 6, 8 and 4 weeks after the meeting before.

NEATH_SAYS = cite("A report about Neath Port Talbot Council's policy, 2016", "long-term absence")
LONG = Route.LONG_TERM


class Neath(Attendance):
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    six_weeks: Maybe[bool] = since_held(
        "6 weeks since the first meeting", Span(6, Count.WEEKS), of=Step.STAGE_1, route=LONG
    )
    eight_weeks: Maybe[bool] = since_held(
        "8 weeks since the second meeting", Span(8, Count.WEEKS), of=Step.STAGE_2, route=LONG
    )
    four_weeks: Maybe[bool] = since_held(
        "4 weeks since the third meeting", Span(4, Count.WEEKS), of=Step.STAGE_3, route=LONG
    )


first, second, third, fourth = (
    Rung(name=f"{nth} long-term meeting", step=step, route=LONG)
    for nth, step in (
        ("first", Step.STAGE_1),
        ("second", Step.STAGE_2),
        ("third", Step.STAGE_3),
        ("fourth", Step.STAGE_4),
    )
)
still_away, met = Attendance.absent, Attendance.long_term_step

NEATH_PORT_TALBOT = AttendancePolicy(
    "neath-port-talbot-attendance",
    title="Neath Port Talbot Council, long-term absence, 2016",
    about=Neath,
    stages=(first, second, third, fourth),
    editions=(
        Edition(
            date(2016, 1, 1),
            (
                must("day-28", first, when=(met == Step.NONE) & (Neath.so_far >= 28), cites=NEATH_SAYS),
                must(
                    "six-weeks", second, when=all_of(still_away, met == Step.STAGE_1, Neath.six_weeks), cites=NEATH_SAYS
                ),
                must(
                    "eight-weeks",
                    third,
                    when=all_of(still_away, met == Step.STAGE_2, Neath.eight_weeks),
                    cites=NEATH_SAYS,
                ),
                must(
                    "four-weeks",
                    fourth,
                    when=all_of(still_away, met == Step.STAGE_3, Neath.four_weeks),
                    cites=NEATH_SAYS,
                ),
            ),
            cites=NEATH_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    nation=Nation.WALES,
    not_stated=silent(
        "its short-term triggers: none is here",
        "the day in 2016 from which it applies: 1 January stands in",
        but=("starts", "window", "straddling", "days", "half day"),
    ),
)

# Royal Mail: every calendar day until the worker is reported fit.

ROYAL_MAIL_SAYS = cite("Union members on Royal Mail's attendance standards", "first stage")
year = counting(months(12), where=unless(Absence.industrial_injury), days=DayCount.TO_RETURN)


class RoyalMail(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("calendar days of absence in 12 months, until reported fit", year)


stage_1 = Rung(name="stage 1", step=Step.STAGE_1)

ROYAL_MAIL = AttendancePolicy(
    "royal-mail-attendance",
    title="Royal Mail",
    about=RoyalMail,
    stages=(stage_1,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", stage_1, when=RoyalMail.spells_12 >= 4, cites=ROYAL_MAIL_SAYS),
                must("days", stage_1, when=RoyalMail.days_12 >= Decimal(14), cites=ROYAL_MAIL_SAYS),
            ),
            cites=ROYAL_MAIL_SAYS,
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
