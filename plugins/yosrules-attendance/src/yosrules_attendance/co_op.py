"""Co-op: 12 months "from the first day of absence", shifts for days, and any absence under a live warning."""

from __future__ import annotations

from decimal import Decimal

from yosrules.language import ALWAYS, Maybe, Unit, all_of, last
from yosrules.policies import (
    AttendancePolicy,
    Counting,
    DayCount,
    Edition,
    Grade,
    HalfDay,
    Rung,
    Straddling,
    cite,
    days,
    from_to,
    must,
    spells,
)
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, interviews_after_every_absence, silent

source = cite(
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
in_probation = counting(from_to(Attendance.probation_starts, Attendance.probation_ends))


class Coop(Attendance):
    spells_12: Maybe[int] = spells("separate absences in 12 months from the first day of this one", before_this_absence)
    shifts_12: Maybe[Decimal] = days("days or shifts lost in the same 12 months", before_this_absence)
    in_probation: Maybe[int] = spells("separate absences in probation", in_probation)


meeting = Rung(name="absence meeting", step=Step.STAGE_1)
absent_under_warning = all_of(Attendance.warning_live, Attendance.absent)

POLICY = AttendancePolicy(
    "co-op-attendance",
    title="Co-op",
    about=Coop,
    stages=(meeting,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", meeting, when=Coop.spells_12 >= 3, cites=source),
                must("days", meeting, when=Coop.shifts_12 >= Decimal(20), cites=source),
                must("probation", meeting, when=(Coop.in_probation >= 2) & Attendance.on_probation, cites=source),
                must("live-warning", meeting, when=absent_under_warning, cites=source),
            ),
            cites=source,
            start_stated=False,
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
