"""Supermarkets: more than 3% of the contracted hours, of 26 weeks or of the year, or 3 absences in 26 weeks."""

from __future__ import annotations

from decimal import Decimal

import attrs

from yosrules.language import Maybe
from yosrules.policies import Assessed, AttendancePolicy, Edition, Grade, Rung, cite, hours, must, share_of_time, spells
from yosrules.records import Attendance, Step
from yosrules_attendance.conventions import CONVENTIONS, UNDATED, counting, silent, weeks

source = cite("Employees of supermarkets, on forums", "the 3% rule")
in_26, in_52 = counting(weeks(26)), counting(weeks(52))


class Supermarket(Attendance):
    spells_26: Maybe[int] = spells("separate absences in 26 weeks", in_26)
    hours_26: Maybe[Decimal] = hours("hours lost in 26 weeks", in_26)
    share_26: Maybe[Decimal] = share_of_time("3% of the hours due in 26 weeks", 3, during=weeks(26))
    hours_52: Maybe[Decimal] = hours("hours lost in 52 weeks", in_52)
    share_52: Maybe[Decimal] = share_of_time("3% of the hours due in 52 weeks", 3, during=weeks(52))


review = Rung(name="absence review", step=Step.STAGE_1)
of_26_weeks = Supermarket.hours_26 > Supermarket.share_26
of_the_year = Supermarket.hours_52 > Supermarket.share_52

POLICY = AttendancePolicy(
    "supermarket-attendance",
    title="Supermarkets, 3% of hours",
    about=Supermarket,
    stages=(review,),
    editions=(
        Edition(
            UNDATED,
            (
                must("spells", review, when=Supermarket.spells_26 >= 3, cites=source),
                must("hours", review, when=of_26_weeks, cites=source, reading="3% of 26 weeks"),
                must("hours", review, when=of_the_year, cites=source, reading="3% of the year"),
            ),
            cites=source,
            start_stated=False,
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
