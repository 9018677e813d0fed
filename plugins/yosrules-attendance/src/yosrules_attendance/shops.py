"""Shops: the Co-op, where any absence under a live warning leads to a meeting; and a share of hours as a trigger."""

from __future__ import annotations

from decimal import Decimal

import attrs

from yosrules import Edition, Maybe, all_of, cite, must
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import Assessed, AttendancePolicy, Grade, Rung
from yosrules.policies.counting import Counting, DayCount, HalfDay, Straddling, from_to
from yosrules.policies.lost_time import days, hours, share_of_time, spells
from yosrules.records.absence import Attendance, Step
from yosrules_attendance.plain import CONVENTIONS, UNDATED, counting, interviews_after_every_absence, silent, weeks

# The Co-op: 12 months "from the first day of absence", and shifts for days.

COOP_SAYS = cite(
    "Co-op, short-term sickness absence process",
    "triggers",
    "https://colleagues.coop.co.uk/short-term-sickness-absence-process",
)
before_this_absence = Counting(
    during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_start),
    straddling=Straddling.BY_START,
    where=ALWAYS,
    days=DayCount.ROSTERED,
    half_day=HalfDay.HALF,
)


class Coop(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months from the first day of this one", before_this_absence)
    shifts_12: Maybe[Decimal] = days("days or shifts lost in the same 12 months", before_this_absence)
    in_probation: Maybe[int] = spells("separate absences in probation", counting(from_to(Attendance.probation_starts)))


meeting = Rung(name="absence meeting", step=Step.STAGE_1)

COOP = AttendancePolicy(
    "co-op-attendance",
    title="Co-op",
    about=Coop,
    stages=(meeting,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", meeting, when=Coop.spells_12 >= 3, cites=COOP_SAYS),
                must("days", meeting, when=Coop.shifts_12 >= Decimal(20), cites=COOP_SAYS),
                must("probation", meeting, when=(Coop.in_probation >= 2) & Attendance.on_probation, cites=COOP_SAYS),
                must("live-warning", meeting, when=all_of(Attendance.warning_live, Attendance.absent), cites=COOP_SAYS),
            ),
            cites=COOP_SAYS,
        ),
    ),
    conventions=CONVENTIONS,
    grade=Grade.OFFICIAL,
    interviews=interviews_after_every_absence(),
    evidence=before_this_absence,
    judgement=("patterns", "an absence for pregnancy counts, but the meeting gives no warning for it"),
    not_stated=silent(
        "which end of an absence places it in the 12 months: its first day",
        "how long a warning is live: as each was given",
        "whether a day on which no shift was due is lost: it is not",
        but=("days", "straddling", "stands"),
    ),
)

# Supermarkets: more than 3% of contracted hours, over 26 weeks or over the year, or three absences in 26 weeks.

SUPERMARKET_SAYS = cite("Employees of supermarkets, on forums", "the 3% rule")
in_26, in_52 = counting(weeks(26)), counting(weeks(52))


class Supermarket(Attendance):
    spells_26: Maybe[int] = spells("separate absences in 26 weeks", in_26)
    hours_26: Maybe[Decimal] = hours("hours lost in 26 weeks", in_26)
    share_26: Maybe[Decimal] = share_of_time("3% of the hours due in 26 weeks", 3, during=weeks(26))
    hours_52: Maybe[Decimal] = hours("hours lost in 52 weeks", in_52)
    share_52: Maybe[Decimal] = share_of_time("3% of the hours due in 52 weeks", 3, during=weeks(52))


review = Rung(name="absence review", step=Step.STAGE_1)

SUPERMARKETS = AttendancePolicy(
    "supermarket-attendance",
    title="Supermarkets, 3% of hours",
    about=Supermarket,
    stages=(review,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", review, when=Supermarket.spells_26 >= 3, cites=SUPERMARKET_SAYS),
                must(
                    "hours",
                    review,
                    when=Supermarket.hours_26 > Supermarket.share_26,
                    cites=SUPERMARKET_SAYS,
                    reading="3% of 26 weeks",
                ),
                must(
                    "hours",
                    review,
                    when=Supermarket.hours_52 > Supermarket.share_52,
                    cites=SUPERMARKET_SAYS,
                    reading="3% of the year",
                ),
            ),
            cites=SUPERMARKET_SAYS,
        ),
    ),
    conventions=attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN),
    grade=Grade.COPY,
    evidence=in_26,
    not_stated=silent(
        "which hours are contracted: those due by the work pattern, bank holidays among them",
        "what year the 3% may be of: the last 52 weeks",
        but=("assessed", "days"),
    ),
)
