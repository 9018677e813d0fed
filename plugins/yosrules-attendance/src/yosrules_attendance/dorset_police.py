"""Dorset Police staff: 4 absences, a Bradford score of 192, or 28 days on end, in readings of day 28."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import ALWAYS, Maybe
from yosrules.policies import AttendancePolicy, Edition, Grade, Rung, bradford, cite, continuous, must, spells
from yosrules.records import Attendance, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, months, silent

source = cite(
    "Labour Research Department on Dorset Police staff",
    "sickness absence triggers",
    "https://www.lrdpublications.org.uk/publications.php?id=idm5698024&iss=1779&pub=bk",
)
year = counting(months(12))


class Dorset(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


review = Rung(name="attendance review", step=Step.STAGE_1)
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)

POLICY = AttendancePolicy(
    "dorset-police-attendance",
    title="Dorset Police staff",
    about=Dorset,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", review, when=Dorset.spells_12 >= 4, cites=source),
                must("bradford", review, when=Dorset.score >= Decimal(192), cites=source),
                must("long-term", long_review, when=Dorset.so_far >= 28, cites=source, reading="on day 28"),
                must("long-term", long_review, when=Dorset.so_far > 28, cites=source, reading="after day 28"),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    evidence=year,
    judgement=("another method than these, which are the default",),
    not_stated=silent("the time over which the Bradford score is counted: 12 months"),
)
