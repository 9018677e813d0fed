"""Falkirk Council: an interview within 72 hours of every absence, in three readings; its triggers were not seen."""

from __future__ import annotations

from yosrules.language import Maybe, all_of, fact, known
from yosrules.policies import AttendancePolicy, Count, Edition, Grade, InterviewBy, Nation, Rung, Span, cite, may
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, interviews_after_every_absence, silent

source = cite(
    "Falkirk Council, for employees",
    "undertake a return to work interview",
    "https://www.falkirk.gov.uk/employees/how-to/undertake-a-return-to-work-interview-",
)


class Falkirk(Attendance):
    raised: Maybe[bool] = fact(bool, "the return-to-work interview raised a concern")


stage_1 = Rung(name="stage 1", step=Step.STAGE_1)
concern = all_of(known(Falkirk.raised), Falkirk.raised)

POLICY = AttendancePolicy(
    "falkirk-attendance",
    title="Falkirk Council, return-to-work interviews",
    about=Falkirk,
    stages=(stage_1,),
    editions=(
        Edition(UNDATED, (may("interview", stage_1, when=concern, cites=source),), cites=source, start_stated=False),
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
