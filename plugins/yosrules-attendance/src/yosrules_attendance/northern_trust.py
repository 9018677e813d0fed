"""Northern Health and Social Care Trust: any absence while the warning of stage 2 is live leads to stage 3."""

from __future__ import annotations

from yosrules.language import all_of
from yosrules.policies import AttendancePolicy, Count, Edition, Grade, Nation, Rung, Span, cite, must
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import CLOCKS, CONVENTIONS, UNDATED, silent

source = cite("Lynch v Northern Health and Social Care Trust", "the trust's attendance procedure")
stage_1, stage_3, stage_4 = (
    Rung(name=f"stage {n}", step=step) for n, step in ((1, Step.STAGE_1), (3, Step.STAGE_3), (4, Step.STAGE_4))
)
stage_2 = Rung(name="stage 2", step=Step.STAGE_2, live=Span(12, Count.MONTHS))
absent_under_warning = all_of(Attendance.step == Step.STAGE_2, Attendance.warning_live, Attendance.absent)

POLICY = AttendancePolicy(
    "northern-trust-attendance",
    title="Northern Health and Social Care Trust",
    about=Attendance,
    stages=(stage_1, stage_2, stage_3, stage_4),
    editions=(
        Edition(
            UNDATED,
            (must("any-absence", stage_3, when=absent_under_warning, cites=source),),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    nation=Nation.NORTHERN_IRELAND,
    judgement=("the ill-health route beside the stages; stage 3 goes with a referral to occupational health",),
    not_stated=silent(
        CLOCKS,
        "what leads to the other stages: nothing here does",
        but=("window", "straddling", "days", "half day", "used"),
    ),
)
