"""Department for Work and Pensions, 2014: after a warning half of the days are a trigger, in readings of half."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from yosrules.language import Condition, Maybe, unless
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    Rounded,
    Rule,
    Rung,
    Span,
    cite,
    days,
    from_to,
    must,
    spells,
)
from yosrules.records import Absence, Attendance, Step
from yosrules_attendance.conventions import (
    CLOCKS,
    CONVENTIONS,
    HOURS_CHANGED,
    counting,
    interviews_after_every_absence,
    months,
    pro_rata,
    silent,
)

source = cite(
    "PCS Fylde branch on DWP attendance management",
    "triggers and warnings",
    "https://pcs-fylde.blogspot.com/2014/04/attendance-management-dwp-must-improve.html",
)
year = counting(months(12))
not_disability = counting(months(12), where=unless(Absence.disability_related))
review_period = counting(from_to(Attendance.review_starts, Attendance.review_ends))
one_half = Fraction(1, 2)


class Dwp(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months, none of them for a disability", not_disability)
    days_12: Maybe[Decimal] = days("working days lost in 12 months", year)
    allowed: Maybe[Decimal] = pro_rata("8 days, scaled to the worker's week", 8)
    in_review: Maybe[Decimal] = days("working days lost in the review period", review_period)
    half: Maybe[Decimal] = pro_rata("half of the scaled 8 days", 8, share=one_half)
    half_up: Maybe[Decimal] = pro_rata("half of it, up to a whole day", 8, share=one_half, rounding=Rounded.UP)
    half_down: Maybe[Decimal] = pro_rata("half of it, down to a whole day", 8, share=one_half, rounding=Rounded.DOWN)


six_months = Span(6, Count.MONTHS)
written = Rung(name="written warning", step=Step.STAGE_1, review=six_months)
final = Rung(name="final written warning", step=Step.STAGE_2, review=six_months)
decision = Rung(name="decision on dismissal or demotion", step=Step.HEARING)
halves = {
    "half is exact": Dwp.in_review >= Dwp.half,
    "half is rounded up": Dwp.in_review >= Dwp.half_up,
    "half is rounded down": (Dwp.in_review >= Dwp.half_down) & (Dwp.in_review > Decimal(0)),
}
unwarned = Attendance.step == Step.NONE


def _after_a_warning(half: Condition, reading: str) -> tuple[Rule[Rung], Rule[Rung]]:
    """The rules while a review is running, in one reading of what half of the trigger is."""
    return (
        must("half", final, when=(Attendance.step == Step.STAGE_1) & half, cites=source, reading=reading),
        must("half-again", decision, when=(Attendance.step == Step.STAGE_2) & half, cites=source, reading=reading),
    )


POLICY = AttendancePolicy(
    "dwp-attendance",
    title="Department for Work and Pensions, 2014",
    about=Dwp,
    stages=(written, final, decision),
    editions=(
        Edition(
            date(2014, 1, 1),
            (
                must("spells", written, when=unwarned & (Dwp.spells_12 >= 4), cites=source),
                must("days", written, when=unwarned & (Dwp.days_12 >= Dwp.allowed), cites=source),
                *(rule for name, half in halves.items() for rule in _after_a_warning(half, name)),
            ),
            cites=source,
            start_stated=False,
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
        CLOCKS,
        "what is a trigger in the sustained-improvement period that follows the review: nothing more than before",
        "how the trigger itself is rounded: not at all",
        "the day in 2014 from which it applies: 1 January stands in",
        HOURS_CHANGED,
        but=("starts", "stands"),
    ),
)
