"""Aberdeen City Council: a review that leave extends, in which any absence escalates; its levels are not public."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from yosrules import Edition, Maybe, all_of, cite, must
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.lost_time import days, spells
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.records.absence import Attendance, Step
from yosrules_attendance.plain import CONVENTIONS, UNDATED, counting, months, silent

NAME = "aberdeen-attendance"
TITLE = "Aberdeen City Council"
WORD = cite(
    "Aberdeen City Council, People Anytime",
    "supporting attendance and wellbeing",
    "https://peopleanytime.aberdeencity.gov.uk/employee-relations/supporting-attendance-and-wellbeing/",
)
SETTINGS = (
    Setting("spells", int, "the separate absences in 12 months that are a trigger"),
    Setting("days", Decimal, "the working days lost in 12 months that are a trigger"),
)
STEPS = (Step.STAGE_1, Step.STAGE_2, Step.STAGE_3)
year = counting(months(12))


class Aberdeen(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)


first, second, third = STAGES = tuple(
    Rung(
        name=f"stage {n}",
        step=step,
        review=Span(12, Count.WEEKS),
        extended_by_leave=True,
        re_entry=Span(12, Count.MONTHS),
    )
    for n, step in enumerate(STEPS, 1)
)


def policy(settled: Mapping[str, int | Decimal]) -> AttendancePolicy:
    """Aberdeen's policy with its levels."""
    over = (Aberdeen.spells_12 >= int(settled["spells"])) | (Aberdeen.days_12 >= Decimal(settled["days"]))
    again = all_of(Attendance.absent, Attendance.under_review)
    below = Attendance.under_review
    rules = (
        must("level", first, when=(Attendance.step == Step.NONE) & over, cites=WORD),
        must("absence-in-first-review", second, when=(Attendance.step == Step.STAGE_1) & again, cites=WORD),
        must("absence-in-second-review", third, when=(Attendance.step == Step.STAGE_2) & again, cites=WORD),
        must("again-at-second", second, when=all_of(Attendance.step == Step.STAGE_1, ~below, over), cites=WORD),
        must("again-at-third", third, when=all_of(Attendance.step == Step.STAGE_2, ~below, over), cites=WORD),
    )
    return AttendancePolicy(
        NAME,
        title=TITLE,
        about=Aberdeen,
        stages=STAGES,
        editions=(Edition(UNDATED, rules, cites=WORD),),
        conventions=CONVENTIONS,
        grade=Grade.OFFICIAL,
        nation=Nation.SCOTLAND,
        evidence=year,
        judgement=("returning to monitoring, extending the review, or going on", "a review shorter than 12 weeks"),
        not_stated=silent(
            "the levels of its triggers, and whether they are of absences and days: settings",
            "how many stages there are: three",
            but=("stands",),
        ),
    )


ABERDEEN = OpenPolicy(NAME, TITLE, SETTINGS, policy, WORD)
