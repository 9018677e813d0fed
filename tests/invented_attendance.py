"""Invented attendance policies for what no published one says: held to the files of `agreement/` like those."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from attending import CONVENTIONS, COUNTING
from yosrules import Edition, Maybe, cite, must, unless
from yosrules.policies.attendance import AttendancePolicy, Grade
from yosrules.policies.calendar import Count
from yosrules.policies.conventions import Assessed, Fires
from yosrules.policies.lost_time.counting import DayCount, longer_than, up_to
from yosrules.policies.lost_time.measures import days, hours, spells
from yosrules.policies.lost_time.windows import WholeMonths
from yosrules.policies.stages import Rung
from yosrules.records.absence import Absence, Attendance, Step

WORD = cite("Anytown Council, invented")
MONTHS_OVER = attrs.evolve(COUNTING, during=WholeMonths(3, this_one=False))
WITH_THIS_ONE = attrs.evolve(COUNTING, during=WholeMonths(2, this_one=True))


class ByMonth(Attendance):
    over: Maybe[int] = spells("absences in three whole months", MONTHS_OVER)
    lost: Maybe[Decimal] = days("days lost in this month and the one before", WITH_THIS_ONE)


TALK = Rung(name="talk", step=Step.INFORMAL, formal=False)
REVIEW = Rung(name="review", step=Step.STAGE_1)
CALENDAR_MONTHS = AttendancePolicy(
    "calendar-months",
    title="Anytown Council",
    grade=Grade.LOCAL,
    about=ByMonth,
    stages=(TALK, REVIEW),
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must("absences", TALK, when=ByMonth.over >= 3, cites=WORD),
                must("days", REVIEW, when=ByMonth.lost >= Decimal(5), cites=WORD),
            ),
        ),
    ),
    conventions=attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE),
    evidence=WITH_THIS_ONE,
)

BUT_PREGNANCY = attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related), days=DayCount.CALENDAR)


class ByCalendarDay(Attendance):
    lost: Maybe[Decimal] = days("calendar days lost", BUT_PREGNANCY)
    hours: Maybe[Decimal] = hours("hours lost", BUT_PREGNANCY)


AT_START = attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE, assessed=Assessed.AT_START)
DAYS_OFF = AttendancePolicy(
    "days-off",
    title="Othertown Council",
    grade=Grade.LOCAL,
    about=ByCalendarDay,
    stages=(TALK, REVIEW),
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must("days", TALK, when=ByCalendarDay.lost >= Decimal(3), cites=WORD),
                must("hours", REVIEW, when=ByCalendarDay.hours >= Decimal("14.8"), cites=WORD),
            ),
        ),
    ),
    conventions=AT_START,
    read_as={"start": AT_START, "return": attrs.evolve(AT_START, assessed=Assessed.ON_RETURN)},
    evidence=BUT_PREGNANCY,
)

SHORT_ONES = attrs.evolve(COUNTING, length=up_to(10, Count.DAYS))
LONG_ONES = attrs.evolve(COUNTING, length=longer_than(2, Count.WEEKS))


class ByLength(Attendance):
    short: Maybe[int] = spells("short absences in 12 months", SHORT_ONES)
    lost: Maybe[Decimal] = days("days lost by short absences in 12 months", SHORT_ONES)
    long: Maybe[int] = spells("long absences in 12 months", LONG_ONES)


SHORT_AND_LONG = attrs.evolve(
    CALENDAR_MONTHS,
    name="short-and-long",
    about=ByLength,
    editions=(
        Edition(
            date(2015, 1, 1),
            (
                must("short", TALK, when=(ByLength.short >= 3) | (ByLength.lost >= Decimal(10)), cites=WORD),
                must("long", REVIEW, when=ByLength.long >= 2, cites=WORD),
            ),
        ),
    ),
    evidence=SHORT_ONES,
)

INVENTED = {each.name: each for each in (CALENDAR_MONTHS, DAYS_OFF, SHORT_AND_LONG)}
