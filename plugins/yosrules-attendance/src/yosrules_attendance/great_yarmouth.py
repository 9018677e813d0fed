"""Great Yarmouth Borough Council: a Bradford score of 20 to 50 is a letter, 51 is stage 1; half a day lies between."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import Maybe, all_of, fact, known
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    InterviewBy,
    Rule,
    Rung,
    Span,
    bradford,
    cite,
    must,
)
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import (
    CLOCKS,
    CONVENTIONS,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    silent,
)

source = cite(
    "Great Yarmouth Borough Council, sickness absence management",
    "short-term absence",
    "https://www.great-yarmouth.gov.uk/policies/sickness-absence-management/short-term-absence",
)
year = counting(months(12))


class GreatYarmouth(Attendance):
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)
    no_improvement: Maybe[bool] = fact(bool, "a manager has judged that attendance did not improve")


live = Span(12, Count.MONTHS)
letter = Rung(name="informal letter", step=Step.INFORMAL, formal=False)
written = Rung(name="stage 1: written warning", step=Step.STAGE_1, live=live)
final = Rung(name="stage 2: final warning", step=Step.STAGE_2, live=live)
unwarned = Attendance.step < Step.STAGE_1
from_20, from_51 = GreatYarmouth.score >= Decimal(20), GreatYarmouth.score >= Decimal(51)
to_50, above_50 = GreatYarmouth.score <= Decimal(50), GreatYarmouth.score > Decimal(50)
no_improvement = all_of(
    Attendance.step == Step.STAGE_1,
    Attendance.warning_live,
    known(GreatYarmouth.no_improvement),
    GreatYarmouth.no_improvement,
)
bands = {
    "as written, nothing between 50 and 51": (all_of(unwarned, from_20, to_50), unwarned & from_51),
    "a letter below 51": (all_of(unwarned, from_20, ~from_51), unwarned & from_51),
    "stage 1 above 50": (all_of(unwarned, from_20, to_50), unwarned & above_50),
}


def _bands_of(reading: str) -> tuple[Rule[Rung], Rule[Rung]]:
    """The rules of the two bands, in one reading of where the first ends and the second begins."""
    lower, higher = bands[reading]
    return (
        must("lower-band", letter, when=lower, cites=source, reading=reading),
        must("higher-band", written, when=higher, cites=source, reading=reading),
    )


POLICY = AttendancePolicy(
    "great-yarmouth-attendance",
    title="Great Yarmouth Borough Council",
    about=GreatYarmouth,
    stages=(letter, written, final),
    editions=(
        Edition(
            UNDATED,
            (
                *(rule for reading in bands for rule in _bands_of(reading)),
                must("no-improvement", final, when=no_improvement, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence({"first day back": InterviewBy()}),
    evidence=year,
    judgement=("whether attendance improved under a live warning", "extending a warning"),
    not_stated=silent(
        CLOCKS,
        "the unit of its days, which stands in an appendix that was not seen: working days",
        "what stage 1 gives: the written warning",
        but=("days", "stands"),
    ),
)
