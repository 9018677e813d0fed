"""ESNEFT, East Suffolk and North Essex NHS Foundation Trust: no formal meeting before the interviews are held."""

from __future__ import annotations

from yosrules.language import ALWAYS, Maybe, all_of
from yosrules.policies import AttendancePolicy, Count, Edition, Grade, Rung, Span, cite, from_to, lasted, must, spells
from yosrules.records import Attendance, Route, Step
from yosrules_attendance.conventions import (
    CONVENTIONS,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    silent,
)

source = cite(
    "East Suffolk and North Essex NHS Foundation Trust, employee helpdesk",
    "managing attendance",
    "https://employeehelpdesk.esneft.nhs.uk/portal/en-gb/kb/",
)
year = counting(months(12))
in_probation = counting(from_to(Attendance.probation_starts, Attendance.probation_ends))


class Esneft(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    in_probation: Maybe[int] = spells("separate absences in probation", in_probation)
    four_weeks: Maybe[bool] = lasted("the absence has lasted 4 weeks", Span(4, Count.WEEKS), where=ALWAYS)


gate = all_of(Attendance.interviews_held)
informal = Rung(name="informal meeting", step=Step.INFORMAL, formal=False)
first = Rung(name="first formal meeting", step=Step.STAGE_1, gate=gate)
final = Rung(name="final formal meeting", step=Step.STAGE_2, gate=gate)
dismissal = Rung(name="dismissal meeting", step=Step.HEARING, gate=gate)
long_term = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM, formal=False)
hit = (Esneft.spells_12 >= 4) | ((Esneft.in_probation >= 2) & Attendance.on_probation)

POLICY = AttendancePolicy(
    "esneft-attendance",
    title="East Suffolk and North Essex NHS Foundation Trust",
    about=Esneft,
    stages=(informal, first, final, dismissal, long_term),
    editions=(
        Edition(
            UNDATED,
            (
                must("first-hit", informal, when=(Attendance.step == Step.NONE) & hit, cites=source),
                must("second-hit", first, when=(Attendance.step == Step.INFORMAL) & hit, cites=source),
                must("third-hit", final, when=(Attendance.step == Step.STAGE_1) & hit, cites=source),
                must("fourth-hit", dismissal, when=(Attendance.step == Step.STAGE_2) & hit, cites=source),
                must("four-weeks", long_term, when=Esneft.four_weeks, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence(),
    evidence=year,
    interviewed=year,
    judgement=("patterns",),
    not_stated=silent(
        "whether it is the same number that leads from one stage to the next: it is",
        "by when a return-to-work interview is held",
        but=("days", "half day"),
    ),
)
