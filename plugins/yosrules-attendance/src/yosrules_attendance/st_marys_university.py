"""St Mary's University: "no more than four ... adding up to ten days" can be read in three ways."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import ALWAYS, Maybe
from yosrules.policies import (
    AttendancePolicy,
    Count,
    Edition,
    Grade,
    Rung,
    Span,
    cite,
    continuous,
    days,
    lasted,
    must,
    spells,
)
from yosrules.records import Absence, Attendance, Route, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, months, silent

source = cite(
    "St Mary's University, trigger points",
    "",
    "https://www.stmarys.ac.uk/hr/hr-support/hr-forms-policies-and-procedures/policies-and-procedures/trigger-points.aspx",
)
year = counting(months(12))


class StMarys(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)
    days_12: Maybe[Decimal] = days("days lost in 12 months", year)
    not_reported: Maybe[bool] = lasted(
        "the absence was not reported as it should be", Span(1, Count.DAYS), where=~Absence.notified
    )
    so_far: Maybe[int] = continuous("calendar days of the absence so far", where=ALWAYS, forecast=False)
    forecast: Maybe[int] = continuous("calendar days of the absence by its fit note", where=ALWAYS, forecast=True)


review = Rung(name="attendance review", step=Step.STAGE_1)
long_review = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)
ways = {
    "four and ten are reached": (StMarys.spells_12 >= 4) & (StMarys.days_12 >= Decimal(10)),
    "four or ten is exceeded": (StMarys.spells_12 > 4) | (StMarys.days_12 > Decimal(10)),
    "four and ten are exceeded": (StMarys.spells_12 > 4) & (StMarys.days_12 > Decimal(10)),
}
long_absence = (StMarys.so_far >= 28) | (StMarys.forecast >= 28)

POLICY = AttendancePolicy(
    "st-marys-university-attendance",
    title="St Mary's University",
    about=StMarys,
    stages=(review, long_review),
    editions=(
        Edition(
            UNDATED,
            (
                *(must("spells-and-days", review, when=way, cites=source, reading=name) for name, way in ways.items()),
                must("not-reported", review, when=StMarys.not_reported, cites=source),
                must("long-term", long_review, when=long_absence, cites=source),
            ),
            cites=source,
            start_stated=False,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    evidence=year,
    judgement=("patterns",),
    not_stated=silent("how an absence is forecast: to the end of its latest fit note"),
)
