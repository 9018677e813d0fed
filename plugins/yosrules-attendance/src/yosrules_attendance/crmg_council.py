"""A council in a CRMG report, 2015: 5 absences or 10 days at first, 3 or 5 in a review period."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules.language import Maybe
from yosrules.policies import AttendancePolicy, Count, Edition, Grade, Rung, Span, cite, days, from_to, must, spells
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import (
    CLOCKS,
    CONVENTIONS,
    counting,
    interviews_after_every_absence,
    months,
    silent,
)

source = cite(
    "Report to a council's personnel committee, 2015",
    "triggers",
    "https://paperzz.com/doc/8809129/report-to-___personnel-service-committee",
)
year = counting(months(12))
review_period = counting(from_to(Attendance.review_starts, Attendance.review_ends))


class Crmg(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    spells_in_review: Maybe[int] = spells("separate absences in the review period", review_period)
    days_in_review: Maybe[Decimal] = days("working days lost in the review period", review_period)


stage_1, stage_2, stage_3 = (
    Rung(name=f"stage {n}", step=step, review=Span(6, Count.MONTHS))
    for n, step in enumerate((Step.STAGE_1, Step.STAGE_2, Step.STAGE_3), 1)
)
at_first = (Crmg.spells_12 >= 5) | (Crmg.days_12 >= Decimal(10))
under_review = (Crmg.spells_in_review >= 3) | (Crmg.days_in_review >= Decimal(5))

POLICY = AttendancePolicy(
    "crmg-council-attendance",
    title="A council in a CRMG report, 2015",
    about=Crmg,
    stages=(stage_1, stage_2, stage_3),
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must("stage-1", stage_1, when=(Attendance.step == Step.NONE) & at_first, cites=source),
                must("stage-2", stage_2, when=(Attendance.step == Step.STAGE_1) & under_review, cites=source),
                must("stage-3", stage_3, when=(Attendance.step == Step.STAGE_2) & under_review, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    interviews=interviews_after_every_absence(),
    evidence=year,
    not_stated=silent(
        CLOCKS,
        "how many stages there are: three",
        "the day in 2015 from which it applies: 1 January stands in",
        but=("starts", "stands", "days"),
    ),
)
