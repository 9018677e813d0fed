"""Texts that can be read in more than one way: St Mary's, Falmouth, Dorset Police staff."""

from __future__ import annotations

from decimal import Decimal

from yosrules import Edition, Maybe, cite, must
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import AttendancePolicy, Grade, Rung
from yosrules.policies.calendar import Count, Span
from yosrules.policies.lost_time import bradford, continuous, days, lasted, spells
from yosrules.records.absence import Absence, Attendance, Route, Step
from yosrules_attendance.plain import CONVENTIONS, UNDATED, counting, months, silent, weeks

year = counting(months(12))
review = Rung(name="attendance review", step=Step.STAGE_1)
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)

# St Mary's: "no more than four ... adding up to ten days", which can be read in three ways.

ST_MARYS_SAYS = cite(
    "St Mary's University, trigger points",
    "",
    "https://www.stmarys.ac.uk/hr/hr-support/hr-forms-policies-and-procedures/policies-and-procedures/trigger-points.aspx",
)


class StMarys(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("days lost in 12 months", year)
    not_reported: Maybe[bool] = lasted(
        "the absence was not reported as it should be", Span(1, Count.DAYS), where=~Absence.notified
    )
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    forecast: Maybe[int] = continuous("calendar days of the absence by its fit note", where=ALWAYS, forecast=True)


ST_MARYS = AttendancePolicy(
    "st-marys-university-attendance",
    title="St Mary's University",
    about=StMarys,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must(
                    "spells-and-days",
                    review,
                    when=(StMarys.spells_12 >= 4) & (StMarys.days_12 >= Decimal(10)),
                    cites=ST_MARYS_SAYS,
                    reading="four and ten are reached",
                ),
                must(
                    "spells-and-days",
                    review,
                    when=(StMarys.spells_12 > 4) | (StMarys.days_12 > Decimal(10)),
                    cites=ST_MARYS_SAYS,
                    reading="four or ten is exceeded",
                ),
                must(
                    "spells-and-days",
                    review,
                    when=(StMarys.spells_12 > 4) & (StMarys.days_12 > Decimal(10)),
                    cites=ST_MARYS_SAYS,
                    reading="four and ten are exceeded",
                ),
                must("not-reported", review, when=StMarys.not_reported, cites=ST_MARYS_SAYS),
                must(
                    "long-term",
                    long_review,
                    when=(StMarys.so_far >= 28) | (StMarys.forecast >= 28),
                    cites=ST_MARYS_SAYS,
                ),
            ),
            cites=ST_MARYS_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    evidence=year,
    judgement=("patterns",),
    not_stated=silent("how an absence is forecast: to the end of its latest fit note"),
)

# Falmouth: 3 in 13 weeks, 5 in 12 months, 10 days, 28 days on end, or a Bradford score of 250.

FALMOUTH_SAYS = cite(
    "Labour Research Department on Falmouth University",
    "sickness absence triggers",
    "https://www.lrdpublications.org.uk/publications.php?id=idm5698024&iss=1779&pub=bk",
)


class Falmouth(Attendance):
    spells_13: Maybe[int] = spells("separate absences in 13 weeks", counting(weeks(13)))
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("days lost in 12 months", year)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


FALMOUTH = AttendancePolicy(
    "falmouth-university-attendance",
    title="Falmouth University",
    about=Falmouth,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells-13-weeks", review, when=Falmouth.spells_13 >= 3, cites=FALMOUTH_SAYS),
                must("spells-12-months", review, when=Falmouth.spells_12 >= 5, cites=FALMOUTH_SAYS),
                must("days", review, when=Falmouth.days_12 >= Decimal(10), cites=FALMOUTH_SAYS),
                must("bradford", review, when=Falmouth.score >= Decimal(250), cites=FALMOUTH_SAYS),
                must("long-term", long_review, when=Falmouth.so_far >= 28, cites=FALMOUTH_SAYS, reading="on day 28"),
                must("long-term", long_review, when=Falmouth.so_far > 28, cites=FALMOUTH_SAYS, reading="after day 28"),
            ),
            cites=FALMOUTH_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    evidence=year,
    not_stated=silent("the time over which the Bradford score is counted: 12 months"),
)

# Dorset Police staff: 4 absences, a Bradford score of 192, or 28 days on end.

DORSET_SAYS = cite(
    "Labour Research Department on Dorset Police staff",
    "sickness absence triggers",
    "https://www.lrdpublications.org.uk/publications.php?id=idm5698024&iss=1779&pub=bk",
)


class Dorset(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    score: Maybe[Decimal] = bradford("the Bradford score over 12 months", year)


DORSET = AttendancePolicy(
    "dorset-police-attendance",
    title="Dorset Police staff",
    about=Dorset,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", review, when=Dorset.spells_12 >= 4, cites=DORSET_SAYS),
                must("bradford", review, when=Dorset.score >= Decimal(192), cites=DORSET_SAYS),
                must("long-term", long_review, when=Dorset.so_far >= 28, cites=DORSET_SAYS, reading="on day 28"),
                must("long-term", long_review, when=Dorset.so_far > 28, cites=DORSET_SAYS, reading="after day 28"),
            ),
            cites=DORSET_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.ABOUT_IT,
    evidence=year,
    judgement=("another method than these, which are the default",),
    not_stated=silent("the time over which the Bradford score is counted: 12 months"),
)
