"""Argyll and Bute Council: one set of triggers at every stage; cases open before October 2021 keep the old policy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules.language.expr import ALWAYS, all_of, is_in
from yosrules.language.facts import Maybe
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.lost_time import continuous, days, lasted, since_held, spells
from yosrules.policies.policy import Edition, cite, must
from yosrules.records.absence import Absence, Attendance, Reason, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, counting, months, silent

source = cite(
    "Argyll and Bute Council, My Council Works", "absence triggers", "https://mycouncilworks.co.uk/absence-triggers/"
)
year = counting(months(12))
for_stress = is_in(Absence.reason, Reason.STRESS, Reason.MENTAL_HEALTH)
short, long = Route.SHORT_TERM, Route.LONG_TERM
four_months, three_months = Span(4, Count.MONTHS), Span(3, Count.MONTHS)


class Argyll(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    stress: Maybe[bool] = lasted("the absence is for stress", Span(1, Count.DAYS), where=for_stress)
    after_1: Maybe[bool] = since_held("4 months since stage 1", four_months, of=Step.STAGE_1, route=short)
    after_2: Maybe[bool] = since_held("4 months since stage 2", four_months, of=Step.STAGE_2, route=short)
    after_long_1: Maybe[bool] = since_held(
        "3 months since the first meeting", three_months, of=Step.STAGE_1, route=long
    )
    after_long_2: Maybe[bool] = since_held(
        "3 months since the second meeting", three_months, of=Step.STAGE_2, route=long
    )


steps = (Step.STAGE_1, Step.STAGE_2, Step.STAGE_3)
short_1, short_2, short_3 = (Rung(name=f"short-term stage {n}", step=step) for n, step in enumerate(steps, 1))
long_1, long_2, long_3 = (Rung(name=f"long-term stage {n}", step=step, route=long) for n, step in enumerate(steps, 1))
frequent = (Argyll.spells_12 >= 4) | (Argyll.days_12 >= Decimal(10))
long_absence = (Argyll.so_far > 28) | Argyll.stress
on_short, on_long = Attendance.step, Attendance.long_term_step

POLICY = AttendancePolicy(
    "argyll-and-bute-attendance",
    title="Argyll and Bute Council",
    about=Argyll,
    stages=(short_1, short_2, short_3, long_1, long_2, long_3),
    editions=(
        Edition(
            date(2021, 10, 1),
            (
                must("short-1", short_1, when=(on_short == Step.NONE) & frequent, cites=source),
                must("short-2", short_2, when=all_of(on_short == Step.STAGE_1, Argyll.after_1, frequent), cites=source),
                must("short-3", short_3, when=all_of(on_short == Step.STAGE_2, Argyll.after_2, frequent), cites=source),
                must("long-1", long_1, when=(on_long == Step.NONE) & long_absence, cites=source),
                must(
                    "long-2",
                    long_2,
                    when=all_of(on_long == Step.STAGE_1, Argyll.after_long_1, long_absence),
                    cites=source,
                ),
                must(
                    "long-3",
                    long_3,
                    when=all_of(on_long == Step.STAGE_2, Argyll.after_long_2, long_absence),
                    cites=source,
                ),
            ),
            cites=source,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    nation=Nation.SCOTLAND,
    evidence=year,
    open_cases_stay=True,
    judgement=("which reasons are like stress: stress and mental health here",),
    not_stated=silent(
        "its policy before 1 October 2021, which was not seen: who was on a stage by then is not assessed",
        "how many stages there are: three of each route",
        "how long lies between stages, which is about 4 months and about 3: exactly so long",
        but=("starts", "fires"),
    ),
)
