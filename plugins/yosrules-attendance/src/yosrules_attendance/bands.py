"""Councils with bands of Bradford scores: Great Yarmouth, Corby. The bands leave holes, so each has readings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from yosrules import Citation, Condition, Edition, Maybe, Rule, all_of, cite, known, must
from yosrules.language.facts import fact
from yosrules.policies.attendance import AttendancePolicy, Grade, InterviewBy, Rung
from yosrules.policies.calendar import Count, Span
from yosrules.policies.lost_time import bradford
from yosrules.records.absence import Attendance, Step
from yosrules_attendance.plain import (
    CONVENTIONS,
    UNDATED,
    counting,
    interviews_after_every_absence,
    months,
    silent,
)

year = counting(months(12))
YEAR_LIVE = Span(12, Count.MONTHS)


def bands(
    low: Rung, high: Rung, readings: Mapping[str, tuple[Condition, Condition]], cites: Citation
) -> Iterator[Rule[Rung]]:
    """The rules of two bands, in each reading of where one ends and the other begins."""
    for name, (lower, higher) in readings.items():
        yield must("lower-band", low, when=lower, cites=cites, reading=name)
        yield must("higher-band", high, when=higher, cites=cites, reading=name)


# Great Yarmouth: 20 to 50 a letter, 51 and more stage 1. A half day lies between them.

GREAT_YARMOUTH_SAYS = cite(
    "Great Yarmouth Borough Council, sickness absence management",
    "short-term absence",
    "https://www.great-yarmouth.gov.uk/policies/sickness-absence-management/short-term-absence",
)


class GreatYarmouth(Attendance):
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)
    no_improvement: Maybe[bool] = fact(bool, "a manager has judged that attendance did not improve")


letter = Rung(name="informal letter", step=Step.INFORMAL, formal=False)
written = Rung(name="stage 1: written warning", step=Step.STAGE_1, live=YEAR_LIVE)
final = Rung(name="stage 2: final warning", step=Step.STAGE_2, live=YEAR_LIVE)
unwarned = Attendance.step < Step.STAGE_1
from_20, from_51 = GreatYarmouth.score >= Decimal(20), GreatYarmouth.score >= Decimal(51)

GREAT_YARMOUTH = AttendancePolicy(
    "great-yarmouth-attendance",
    title="Great Yarmouth Borough Council",
    about=GreatYarmouth,
    stages=(letter, written, final),
    editions=(
        Edition(
            UNDATED,
            (
                *bands(
                    letter,
                    written,
                    {
                        "as written, nothing between 50 and 51": (
                            all_of(unwarned, from_20, GreatYarmouth.score <= Decimal(50)),
                            unwarned & from_51,
                        ),
                        "a letter below 51": (all_of(unwarned, from_20, ~from_51), unwarned & from_51),
                        "stage 1 above 50": (
                            all_of(unwarned, from_20, GreatYarmouth.score <= Decimal(50)),
                            unwarned & (GreatYarmouth.score > Decimal(50)),
                        ),
                    },
                    GREAT_YARMOUTH_SAYS,
                ),
                must(
                    "no-improvement",
                    final,
                    when=all_of(
                        Attendance.step == Step.STAGE_1,
                        Attendance.warning_live,
                        known(GreatYarmouth.no_improvement),
                        GreatYarmouth.no_improvement,
                    ),
                    cites=GREAT_YARMOUTH_SAYS,
                ),
            ),
            cites=GREAT_YARMOUTH_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence({"first day back": InterviewBy()}),
    evidence=year,
    judgement=("whether attendance improved under a live warning", "extending a warning"),
    not_stated=silent(
        "the unit of its days, which stands in an appendix that was not seen: working days",
        "what stage 1 gives: the written warning",
        but=("days", "stands"),
    ),
)

# Corby: 76 to 149 informal, "over 150" formal. Exactly 150 is neither.

CORBY_SAYS = cite(
    "Corby Borough Council, absence management policy and procedures",
    "Bradford scores",
    "https://dokumen.tips/documents/policy-and-procedures-absence-management.html",
)


class Corby(Attendance):
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


informal = Rung(name="informal meeting", step=Step.INFORMAL, formal=False)
formal = Rung(name="formal meeting", step=Step.STAGE_1)
from_76, over_150 = Corby.score >= Decimal(76), Corby.score > Decimal(150)

CORBY = AttendancePolicy(
    "corby-attendance",
    title="Corby Borough Council, 2014",
    about=Corby,
    stages=(informal, formal),
    editions=(
        Edition(
            date(2014, 1, 1),
            tuple(
                bands(
                    informal,
                    formal,
                    {
                        "as written, nothing from 149 to 150": (from_76 & (Corby.score <= Decimal(149)), over_150),
                        "informal up to 150": (from_76 & ~over_150, over_150),
                        "formal from 150": (from_76 & (Corby.score < Decimal(150)), Corby.score >= Decimal(150)),
                    },
                    CORBY_SAYS,
                )
            ),
            cites=CORBY_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    evidence=year,
    not_stated=silent(
        "the time over which the score is counted: 12 months",
        "the day in 2014 from which it applies: 1 January stands in",
        but=("starts",),
    ),
)
