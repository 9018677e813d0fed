"""Corby Borough Council, 2014: a Bradford score of 76 to 149 is informal, "over 150" formal; exactly 150 is neither."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from yosrules.language import Maybe
from yosrules.policies import AttendancePolicy, Edition, Grade, Rule, Rung, bradford, cite, must
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import CONVENTIONS, counting, months, silent

source = cite(
    "Corby Borough Council, absence management policy and procedures",
    "Bradford scores",
    "https://dokumen.tips/documents/policy-and-procedures-absence-management.html",
)
year = counting(months(12))


class Corby(Attendance):
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


informal = Rung(name="informal meeting", step=Step.INFORMAL, formal=False)
formal = Rung(name="formal meeting", step=Step.STAGE_1)
from_76, over_150 = Corby.score >= Decimal(76), Corby.score > Decimal(150)
bands = {
    "as written, nothing from 149 to 150": (from_76 & (Corby.score <= Decimal(149)), over_150),
    "informal up to 150": (from_76 & ~over_150, over_150),
    "formal from 150": (from_76 & (Corby.score < Decimal(150)), Corby.score >= Decimal(150)),
}


def _bands_of(reading: str) -> tuple[Rule[Rung], Rule[Rung]]:
    """The rules of the two bands, in one reading of where the first ends and the second begins."""
    lower, higher = bands[reading]
    return (
        must("lower-band", informal, when=lower, cites=source, reading=reading),
        must("higher-band", formal, when=higher, cites=source, reading=reading),
    )


POLICY = AttendancePolicy(
    "corby-attendance",
    title="Corby Borough Council, 2014",
    about=Corby,
    stages=(informal, formal),
    editions=(
        Edition(
            date(2014, 1, 1),
            tuple(rule for reading in bands for rule in _bands_of(reading)),
            cites=source,
            start_stated=False,
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
