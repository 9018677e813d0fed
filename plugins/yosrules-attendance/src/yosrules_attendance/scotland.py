"""Councils in Scotland: West Lothian, Argyll and Bute, Falkirk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules import Edition, Maybe, all_of, cite, is_in, known, may, must, unless
from yosrules.language.expr import ALWAYS
from yosrules.language.facts import fact
from yosrules.policies.attendance import AttendancePolicy, Grade, InterviewBy, Rung
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.lost_time import continuous, days, lasted, since_held, spells
from yosrules.records.absence import Absence, Attendance, Reason, Route, Step
from yosrules_attendance.plain import (
    CONVENTIONS,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    silent,
)

# West Lothian: 6 days or 4 absences, and milestones of a long one.

WEST_LOTHIAN_SAYS = cite(
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


def reviewed(after: str, step: Step) -> Rung:
    """The review of an absence that has lasted so long."""
    return Rung(name=f"long-term review at {after}", step=step, route=Route.LONG_TERM)


informal = Rung(name="informal discussion", step=Step.INFORMAL, formal=False)
first = Rung(name="stage 1", step=Step.STAGE_1)
second = Rung(name="stage 2", step=Step.STAGE_2)
capability = Rung(name="capability", step=Step.HEARING)
weeks_4 = reviewed("4 weeks", Step.STAGE_1)
months_3 = reviewed("3 months", Step.STAGE_2)
months_6 = reviewed("6 months", Step.STAGE_3)
months_9 = reviewed("9 months", Step.STAGE_4)
hit = (WestLothian.days_12 >= Decimal(6)) | (WestLothian.spells_12 >= 4)

WEST_LOTHIAN = AttendancePolicy(
    "west-lothian-attendance",
    title="West Lothian Council",
    about=WestLothian,
    stages=(informal, first, second, capability, weeks_4, months_3, months_6, months_9),
    editions=(
        Edition(
            UNDATED,
            (
                must("first-hit", informal, when=(Attendance.step == Step.NONE) & hit, cites=WEST_LOTHIAN_SAYS),
                must("second-hit", first, when=(Attendance.step == Step.INFORMAL) & hit, cites=WEST_LOTHIAN_SAYS),
                must("third-hit", second, when=(Attendance.step == Step.STAGE_1) & hit, cites=WEST_LOTHIAN_SAYS),
                must("fourth-hit", capability, when=(Attendance.step == Step.STAGE_2) & hit, cites=WEST_LOTHIAN_SAYS),
                must("four-weeks", weeks_4, when=WestLothian.four_weeks, cites=WEST_LOTHIAN_SAYS),
                must("three-months", months_3, when=WestLothian.three_months, cites=WEST_LOTHIAN_SAYS),
                must("six-months", months_6, when=WestLothian.six_months, cites=WEST_LOTHIAN_SAYS),
                must("nine-months", months_9, when=WestLothian.nine_months, cites=WEST_LOTHIAN_SAYS),
            ),
            cites=WEST_LOTHIAN_SAYS,
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

# Argyll and Bute: the same triggers at every stage, and the old policy for whoever was on a stage before October 2021.

ARGYLL_SAYS = cite(
    "Argyll and Bute Council, My Council Works", "absence triggers", "https://mycouncilworks.co.uk/absence-triggers/"
)
every = counting(months(12))
stress = is_in(Absence.reason, Reason.STRESS, Reason.MENTAL_HEALTH)
SHORT, LONG = Route.SHORT_TERM, Route.LONG_TERM
MONTHS_4, MONTHS_3 = Span(4, Count.MONTHS), Span(3, Count.MONTHS)


class Argyll(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", every)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", every)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    stress: Maybe[bool] = lasted("the absence is for stress", Span(1, Count.DAYS), where=stress)
    after_1: Maybe[bool] = since_held("4 months since stage 1", MONTHS_4, of=Step.STAGE_1, route=SHORT)
    after_2: Maybe[bool] = since_held("4 months since stage 2", MONTHS_4, of=Step.STAGE_2, route=SHORT)
    after_long_1: Maybe[bool] = since_held("3 months since the first meeting", MONTHS_3, of=Step.STAGE_1, route=LONG)
    after_long_2: Maybe[bool] = since_held("3 months since the second meeting", MONTHS_3, of=Step.STAGE_2, route=LONG)


short_1, short_2, short_3 = (
    Rung(name=f"short-term stage {n}", step=step)
    for n, step in enumerate((Step.STAGE_1, Step.STAGE_2, Step.STAGE_3), 1)
)
long_1, long_2, long_3 = (
    Rung(name=f"long-term stage {n}", step=step, route=Route.LONG_TERM)
    for n, step in enumerate((Step.STAGE_1, Step.STAGE_2, Step.STAGE_3), 1)
)
frequent = (Argyll.spells_12 >= 4) | (Argyll.days_12 >= Decimal(10))
long_absence = (Argyll.so_far > 28) | Argyll.stress

ARGYLL = AttendancePolicy(
    "argyll-and-bute-attendance",
    title="Argyll and Bute Council",
    about=Argyll,
    stages=(short_1, short_2, short_3, long_1, long_2, long_3),
    editions=(
        Edition(
            date(2021, 10, 1),
            (
                must("short-1", short_1, when=(Attendance.step == Step.NONE) & frequent, cites=ARGYLL_SAYS),
                must(
                    "short-2",
                    short_2,
                    when=all_of(Attendance.step == Step.STAGE_1, Argyll.after_1, frequent),
                    cites=ARGYLL_SAYS,
                ),
                must(
                    "short-3",
                    short_3,
                    when=all_of(Attendance.step == Step.STAGE_2, Argyll.after_2, frequent),
                    cites=ARGYLL_SAYS,
                ),
                must("long-1", long_1, when=(Attendance.long_term_step == Step.NONE) & long_absence, cites=ARGYLL_SAYS),
                must(
                    "long-2",
                    long_2,
                    when=all_of(Attendance.long_term_step == Step.STAGE_1, Argyll.after_long_1, long_absence),
                    cites=ARGYLL_SAYS,
                ),
                must(
                    "long-3",
                    long_3,
                    when=all_of(Attendance.long_term_step == Step.STAGE_2, Argyll.after_long_2, long_absence),
                    cites=ARGYLL_SAYS,
                ),
            ),
            cites=ARGYLL_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    nation=Nation.SCOTLAND,
    evidence=every,
    open_cases_stay=True,
    judgement=("which reasons are like stress: stress and mental health here",),
    not_stated=silent(
        "its policy before 1 October 2021, which was not seen: who was on a stage by then is not assessed",
        "how many stages there are: three of each route",
        "how long lies between stages, which is about 4 months and about 3: exactly so long",
        but=("starts", "fires"),
    ),
)

# Falkirk: an interview after every absence, within 72 hours; the levels of its triggers were not seen.

FALKIRK_SAYS = cite(
    "Falkirk Council, for employees",
    "undertake a return to work interview",
    "https://www.falkirk.gov.uk/employees/how-to/undertake-a-return-to-work-interview-",
)


class Falkirk(Attendance):
    raised: Maybe[bool] = fact(bool, "the return-to-work interview raised a concern")


stage_1 = Rung(name="stage 1", step=Step.STAGE_1)

FALKIRK = AttendancePolicy(
    "falkirk-attendance",
    title="Falkirk Council, return-to-work interviews",
    about=Falkirk,
    stages=(stage_1,),
    editions=(
        Edition(
            UNDATED,
            (may("interview", stage_1, when=all_of(known(Falkirk.raised), Falkirk.raised), cites=FALKIRK_SAYS),),
            cites=FALKIRK_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    nation=Nation.SCOTLAND,
    interviews=interviews_after_every_absence(
        {
            "72 hours by the clock": InterviewBy(after=Span(72, Count.HOURS)),
            "three working days": InterviewBy(after=Span(3, Count.WORKING_DAYS)),
            "three days that the worker works": InterviewBy(after=Span(3, Count.WORKING_DAYS), own_days=True),
        }
    ),
    judgement=("whether the interview begins stage 1",),
    not_stated=silent(
        "the levels of its triggers: none is here",
        "from when 72 hours run: from the day of return",
        but=("window", "straddling", "days", "half day", "used"),
    ),
)
