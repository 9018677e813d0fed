"""Falmouth University: 3 absences in 13 weeks, 5 in 12 months, 10 days, a Bradford score of 250, or 28 days on end."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import ALWAYS, Maybe
from yosrules.policies import AttendancePolicy, Edition, Grade, Rung, bradford, cite, continuous, days, must, spells
from yosrules.records import Attendance, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, months, silent, weeks

source = cite(
    "Labour Research Department on Falmouth University",
    "sickness absence triggers",
    "https://www.lrdpublications.org.uk/publications.php?id=idm5698024&iss=1779&pub=bk",
)
year = counting(months(12))


class Falmouth(Attendance):
    spells_13: Maybe[int] = spells("separate absences in 13 weeks", counting(weeks(13)))
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("days lost in 12 months", year)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


review = Rung(name="attendance review", step=Step.STAGE_1)
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)

POLICY = AttendancePolicy(
    "falmouth-university-attendance",
    title="Falmouth University",
    about=Falmouth,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells-13-weeks", review, when=Falmouth.spells_13 >= 3, cites=source),
                must("spells-12-months", review, when=Falmouth.spells_12 >= 5, cites=source),
                must("days", review, when=Falmouth.days_12 >= Decimal(10), cites=source),
                must("bradford", review, when=Falmouth.score >= Decimal(250), cites=source),
                must("long-term", long_review, when=Falmouth.so_far >= 28, cites=source, reading="on day 28"),
                must("long-term", long_review, when=Falmouth.so_far > 28, cites=source, reading="after day 28"),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    evidence=year,
    not_stated=silent("the time over which the Bradford score is counted: 12 months"),
)
