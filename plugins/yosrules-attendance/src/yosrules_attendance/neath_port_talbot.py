"""Neath Port Talbot Council, 2016: a meeting on day 28 of an absence, then 6, 8 and 4 weeks after the one before."""

from __future__ import annotations

from datetime import date

from yosrules.language import ALWAYS, Maybe, all_of
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    Nation,
    Rung,
    Span,
    cite,
    continuous,
    must,
    since_held,
)
from yosrules.records import Attendance, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, silent

source = cite("A report about Neath Port Talbot Council's policy, 2016", "long-term absence")
long = Route.LONG_TERM


class Neath(Attendance):
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    six_weeks: Maybe[bool] = since_held(
        "6 weeks since the first meeting", Span(6, Count.WEEKS), of=Step.STAGE_1, route=long
    )
    eight_weeks: Maybe[bool] = since_held(
        "8 weeks since the second meeting", Span(8, Count.WEEKS), of=Step.STAGE_2, route=long
    )
    four_weeks: Maybe[bool] = since_held(
        "4 weeks since the third meeting", Span(4, Count.WEEKS), of=Step.STAGE_3, route=long
    )


first, second, third, fourth = (
    Rung(name=f"{nth} long-term meeting", step=step, route=long)
    for nth, step in (
        ("first", Step.STAGE_1),
        ("second", Step.STAGE_2),
        ("third", Step.STAGE_3),
        ("fourth", Step.STAGE_4),
    )
)
still_away, met = Attendance.absent, Attendance.long_term_step
at_second = all_of(still_away, met == Step.STAGE_1, Neath.six_weeks)
at_third = all_of(still_away, met == Step.STAGE_2, Neath.eight_weeks)
at_fourth = all_of(still_away, met == Step.STAGE_3, Neath.four_weeks)

POLICY = AttendancePolicy(
    "neath-port-talbot-attendance",
    title="Neath Port Talbot Council, long-term absence, 2016",
    about=Neath,
    stages=(first, second, third, fourth),
    editions=(
        Edition(
            date(2016, 1, 1),
            (
                must("day-28", first, when=(met == Step.NONE) & (Neath.so_far >= 28), cites=source),
                must("six-weeks", second, when=at_second, cites=source),
                must("eight-weeks", third, when=at_third, cites=source),
                must("four-weeks", fourth, when=at_fourth, cites=source),
            ),
            cites=source,
            start_stated=False,
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
