"""Aberdeen City Council: any absence in a review leads one stage on, and leave extends the review.

The levels of its triggers are not public, so they are settings.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from yosrules.language import Maybe, all_of
from yosrules.policies import (
    AttendancePolicy,
    ByLeave,
    Count,
    Edition,
    Grade,
    Nation,
    OpenPolicy,
    Rung,
    Setting,
    Span,
    cite,
    days,
    must,
    spells,
)
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import BY_LEAVE, CLOCKS, CONVENTIONS, UNDATED, counting, months, silent

source = cite(
    "Aberdeen City Council, People Anytime",
    "supporting attendance and wellbeing",
    "https://peopleanytime.aberdeencity.gov.uk/employee-relations/supporting-attendance-and-wellbeing/",
)
year = counting(months(12))


class Aberdeen(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)


stages = first, second, third = tuple(
    Rung(
        name=f"stage {n}",
        step=step,
        review=Span(12, Count.WEEKS),
        extended_by_leave=ByLeave.ONCE,
        re_entry=Span(12, Count.MONTHS),
    )
    for n, step in enumerate((Step.STAGE_1, Step.STAGE_2, Step.STAGE_3), 1)
)
again = all_of(Attendance.absent, Attendance.under_review)


def _with_levels(levels: Mapping[str, int | Decimal]) -> AttendancePolicy:
    """Aberdeen's policy with the levels of its triggers."""
    over = (Aberdeen.spells_12 >= int(levels["spells"])) | (Aberdeen.days_12 >= Decimal(levels["days"]))
    below = ~Attendance.under_review
    rules = (
        must("level", first, when=(Attendance.step == Step.NONE) & over, cites=source),
        must("absence-in-first-review", second, when=(Attendance.step == Step.STAGE_1) & again, cites=source),
        must("absence-in-second-review", third, when=(Attendance.step == Step.STAGE_2) & again, cites=source),
        must("again-at-second", second, when=all_of(Attendance.step == Step.STAGE_1, below, over), cites=source),
        must("again-at-third", third, when=all_of(Attendance.step == Step.STAGE_2, below, over), cites=source),
    )
    return AttendancePolicy(
        POLICY.name,
        title=POLICY.title,
        about=Aberdeen,
        stages=stages,
        editions=(Edition(UNDATED, rules, cites=source, start_stated=False),),
        conventions=CONVENTIONS,
        grade=Grade.OFFICIAL,
        nation=Nation.SCOTLAND,
        evidence=year,
        judgement=("returning to monitoring, extending the review, or going on", "a review shorter than 12 weeks"),
        not_stated=silent(
            CLOCKS,
            BY_LEAVE,
            "the levels of its triggers, and whether they are of absences and days: settings",
            "how many stages there are: three",
            but=("stands",),
        ),
    )


POLICY = OpenPolicy(
    "aberdeen-attendance",
    "Aberdeen City Council",
    (
        Setting("spells", int, "the separate absences in 12 months that are a trigger"),
        Setting("days", Decimal, "the working days lost in 12 months that are a trigger"),
    ),
    _with_levels,
    source,
)
