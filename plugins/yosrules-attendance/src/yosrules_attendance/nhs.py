"""The NHS: East Suffolk and North Essex, whose formal stages have a gate; and the Northern trust's live warning."""

from __future__ import annotations

from yosrules import Edition, Maybe, all_of, cite, must
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.counting import from_to
from yosrules.policies.lost_time import lasted, spells
from yosrules.records.absence import Attendance, Route, Step
from yosrules_attendance.plain import CONVENTIONS, UNDATED, counting, interviews_after_every_absence, months, silent

# ESNEFT: no formal meeting unless the return-to-work interviews were held; two absences in probation.

ESNEFT_SAYS = cite(
    "East Suffolk and North Essex NHS Foundation Trust, employee helpdesk",
    "managing attendance",
    "https://employeehelpdesk.esneft.nhs.uk/portal/en-gb/kb/",
)
year = counting(months(12))


class Esneft(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    in_probation: Maybe[int] = spells("separate absences in probation", counting(from_to(Attendance.probation_starts)))
    four_weeks: Maybe[bool] = lasted("the absence has lasted 4 weeks", Span(4, Count.WEEKS), where=ALWAYS)


gate = all_of(Attendance.interviews_held)
informal = Rung(name="informal meeting", step=Step.INFORMAL, formal=False)
first = Rung(name="first formal meeting", step=Step.STAGE_1, gate=gate)
final = Rung(name="final formal meeting", step=Step.STAGE_2, gate=gate)
dismissal = Rung(name="dismissal meeting", step=Step.HEARING, gate=gate)
long_term = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM, formal=False)
hit = (Esneft.spells_12 >= 4) | ((Esneft.in_probation >= 2) & Attendance.on_probation)

ESNEFT = AttendancePolicy(
    "esneft-attendance",
    title="East Suffolk and North Essex NHS Foundation Trust",
    about=Esneft,
    stages=(informal, first, final, dismissal, long_term),
    editions=(
        Edition(
            UNDATED,
            (
                must("first-hit", informal, when=(Attendance.step == Step.NONE) & hit, cites=ESNEFT_SAYS),
                must("second-hit", first, when=(Attendance.step == Step.INFORMAL) & hit, cites=ESNEFT_SAYS),
                must("third-hit", final, when=(Attendance.step == Step.STAGE_1) & hit, cites=ESNEFT_SAYS),
                must("fourth-hit", dismissal, when=(Attendance.step == Step.STAGE_2) & hit, cites=ESNEFT_SAYS),
                must("four-weeks", long_term, when=Esneft.four_weeks, cites=ESNEFT_SAYS),
            ),
            cites=ESNEFT_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence(),
    evidence=year,
    judgement=("patterns",),
    not_stated=silent(
        "whether it is the same number that leads from one stage to the next: it is",
        "by when a return-to-work interview is held",
        but=("days", "half day"),
    ),
)

# Northern Health and Social Care Trust: any absence while the warning of stage 2 is live.

NORTHERN_SAYS = cite("Lynch v Northern Health and Social Care Trust", "the trust's attendance procedure")
trust_1, trust_3, trust_4 = (
    Rung(name=f"stage {n}", step=step) for n, step in ((1, Step.STAGE_1), (3, Step.STAGE_3), (4, Step.STAGE_4))
)
trust_2 = Rung(name="stage 2", step=Step.STAGE_2, live=Span(12, Count.MONTHS))

NORTHERN_TRUST = AttendancePolicy(
    "northern-trust-attendance",
    title="Northern Health and Social Care Trust",
    about=Attendance,
    stages=(trust_1, trust_2, trust_3, trust_4),
    editions=(
        Edition(
            UNDATED,
            (
                must(
                    "any-absence",
                    trust_3,
                    when=all_of(Attendance.step == Step.STAGE_2, Attendance.warning_live, Attendance.absent),
                    cites=NORTHERN_SAYS,
                ),
            ),
            cites=NORTHERN_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    nation=Nation.NORTHERN_IRELAND,
    judgement=("the ill-health route beside the stages; stage 3 goes with a referral to occupational health",),
    not_stated=silent(
        "what leads to the other stages: nothing here does", but=("window", "straddling", "days", "half day", "used")
    ),
)
