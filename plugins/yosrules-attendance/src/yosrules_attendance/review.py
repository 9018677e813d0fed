"""Employers with other numbers while a review is running or a warning is live: DWP, a council, a trust, the Co-op."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from yosrules import Condition, Edition, Maybe, Rule, cite, must, unless
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Span
from yosrules.policies.counting import from_to
from yosrules.policies.lost_time import Rounded, days, spells
from yosrules.records.absence import Absence, Attendance, Step
from yosrules_attendance.plain import (
    CONVENTIONS,
    HOURS_CHANGED,
    counting,
    interviews_after_every_absence,
    months,
    pro_rata,
    silent,
)

SIX_MONTHS = Span(6, Count.MONTHS)
in_review = from_to(Attendance.review_starts, Attendance.review_ends)

# DWP: after a warning, half the day trigger in 6 months, and separate absences no longer count.

DWP_SAYS = cite(
    "PCS Fylde branch on DWP attendance management",
    "triggers and warnings",
    "https://pcs-fylde.blogspot.com/2014/04/attendance-management-dwp-must-improve.html",
)
year = counting(months(12))
not_disability = counting(months(12), where=unless(Absence.disability_related))
HALF = Fraction(1, 2)


class Dwp(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months, none of them for a disability", not_disability)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    allowed: Maybe[Decimal] = pro_rata("8 days, scaled to the worker's week", 8)
    in_review: Maybe[Decimal] = days("working days lost in the review period", counting(in_review))
    half: Maybe[Decimal] = pro_rata("half of the scaled 8 days", 8, share=HALF)
    half_up: Maybe[Decimal] = pro_rata("half of it, up to a whole day", 8, share=HALF, rounding=Rounded.UP)
    half_down: Maybe[Decimal] = pro_rata("half of it, down to a whole day", 8, share=HALF, rounding=Rounded.DOWN)


written = Rung(name="written warning", step=Step.STAGE_1, review=SIX_MONTHS)
final = Rung(name="final written warning", step=Step.STAGE_2, review=SIX_MONTHS)
decision = Rung(name="decision on dismissal or demotion", step=Step.HEARING)
HALVES = {
    "half is exact": Dwp.in_review >= Dwp.half,
    "half is rounded up": Dwp.in_review >= Dwp.half_up,
    "half is rounded down": (Dwp.in_review >= Dwp.half_down) & (Dwp.in_review > Decimal(0)),
}
unwarned = Attendance.step == Step.NONE


def halved(half: Condition, reading: str) -> tuple[Rule[Rung], Rule[Rung]]:
    """The rules while a review is running, in one reading of what half of the trigger is."""
    return (
        must("half", final, when=(Attendance.step == Step.STAGE_1) & half, cites=DWP_SAYS, reading=reading),
        must("half-again", decision, when=(Attendance.step == Step.STAGE_2) & half, cites=DWP_SAYS, reading=reading),
    )


DWP = AttendancePolicy(
    "dwp-attendance",
    title="Department for Work and Pensions, 2014",
    about=Dwp,
    stages=(written, final, decision),
    editions=(
        Edition(
            date(2014, 1, 1),
            (
                must("spells", written, when=unwarned & (Dwp.spells_12 >= 4), cites=DWP_SAYS),
                must("days", written, when=unwarned & (Dwp.days_12 >= Dwp.allowed), cites=DWP_SAYS),
                *(rule for name, half in HALVES.items() for rule in halved(half, name)),
            ),
            cites=DWP_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    interviews=interviews_after_every_absence(),
    evidence=year,
    judgement=(
        "setting one-off absences aside",
        "a raised day trigger for a disability",
        "how much of a day an absence must take to be a separate one, usually a whole day",
    ),
    not_stated=silent(
        "what is a trigger in the sustained-improvement period that follows the review: nothing more than before",
        "how the trigger itself is rounded: not at all",
        "the day in 2014 from which it applies: 1 January stands in",
        HOURS_CHANGED,
        but=("starts", "stands"),
    ),
)

# A council in a report of 2015: 5 or 10 at first, 3 or 5 under review.

CRMG_SAYS = cite(
    "Report to a council's personnel committee, 2015",
    "triggers",
    "https://paperzz.com/doc/8809129/report-to-___personnel-service-committee",
)


class Crmg(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    spells_in_review: Maybe[int] = spells("separate absences in the review period", counting(in_review))
    days_in_review: Maybe[Decimal] = days("working days lost in the review period", counting(in_review))


stage_1, stage_2, stage_3 = (
    Rung(name=f"stage {n}", step=step, review=SIX_MONTHS)
    for n, step in enumerate((Step.STAGE_1, Step.STAGE_2, Step.STAGE_3), 1)
)
under_review = (Crmg.spells_in_review >= 3) | (Crmg.days_in_review >= Decimal(5))

CRMG = AttendancePolicy(
    "crmg-council-attendance",
    title="A council in a CRMG report, 2015",
    about=Crmg,
    stages=(stage_1, stage_2, stage_3),
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must(
                    "stage-1",
                    stage_1,
                    when=(Attendance.step == Step.NONE) & ((Crmg.spells_12 >= 5) | (Crmg.days_12 >= Decimal(10))),
                    cites=CRMG_SAYS,
                ),
                must("stage-2", stage_2, when=(Attendance.step == Step.STAGE_1) & under_review, cites=CRMG_SAYS),
                must("stage-3", stage_3, when=(Attendance.step == Step.STAGE_2) & under_review, cites=CRMG_SAYS),
            ),
            cites=CRMG_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    interviews=interviews_after_every_absence(),
    evidence=year,
    not_stated=silent(
        "how many stages there are: three",
        "the day in 2015 from which it applies: 1 January stands in",
        but=("starts", "stands", "days"),
    ),
)
