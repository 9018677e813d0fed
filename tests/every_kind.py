"""A plugin of invented policies that use, between them, every kind of clause that real policies have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import attrs

from attending import CONVENTIONS, COUNTING
from yosrules import Edition, Facts, Maybe, cite, fact, known, may, must, unless
from yosrules.hooks import hookimpl
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import exists
from yosrules.language.never import Impossible, never
from yosrules.language.window import open_on_day
from yosrules.policies.attendance import AttendancePolicy, Grade, InterviewBy, Interviews
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Fires, OfRule
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.deadlines import ahead, not_sooner, within
from yosrules.policies.forums.forum import Before, Check, Ending, Forum, ForumPolicy, Review, Sooner, in_time
from yosrules.policies.forums.sittings import EVERY_WEEKDAY, Sitting
from yosrules.policies.lost_time.counting import DayCount, HalfDay, longer_than, up_to
from yosrules.policies.lost_time.measures import days, lasted, since_held, spells
from yosrules.policies.lost_time.windows import FixedYear, WholeMonths
from yosrules.policies.policy import Declared, should
from yosrules.policies.scoring import scores_at_least
from yosrules.policies.stages import Rung
from yosrules.records.absence import NOT_SET_ASIDE, Absence, Attendance, Route, Step, Worker
from yosrules.records.case import Case
from yosrules.records.choices import Chair, RiskLevel

START = date(2024, 1, 1)
WORD = cite("Anytown Council, invented")


class FamilyPlan(Facts):
    begun: Maybe[date] = fact(date, "the day the plan began")
    ended: Maybe[date] = fact(date, "the day the plan ended")


class OurCase(Case):
    missing: Maybe[bool] = fact(bool, "the child has been missing")
    found: Maybe[bool] = fact(bool, "the child was found by the police")
    plan: Maybe[bool] = exists(
        FamilyPlan,
        "a family plan is open",
        during=open_on_day(FamilyPlan.begun, FamilyPlan.ended, end_in=True, no_end_is_open=True),
    )

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nobody is found who was never missing."""
        return (never(cls.found & ~cls.missing, "found, and never missing"),)


CLOSE = Forum("CLOSE", "Close the case", None, meets=False)
FAMILY = Forum("FAM", "Family Meeting", None)
PANEL = Forum(
    "RMP",
    "Risk Panel",
    Chair.MANAGER,
    deputy=Chair.PRACTITIONER,
    members=("the case manager", Attendee("a nurse", OurCase.age_at_referral < 14)),
    must_not_attend=("the school",),
    sits=Sitting(date(2024, 1, 1), 1, EVERY_WEEKDAY, False),
    deadlines=(
        within(15, Count.WORKING_DAYS, of=OurCase.referred),
        not_sooner(3, Count.DAYS, of=OurCase.referred, what="the notice"),
        ahead(10, Count.WORKING_DAYS, of=OurCase.release_due, since=OurCase.referred, what="the plan"),
    ),
    review=Review(
        Span(12, Count.WEEKS),
        sooner=(Sooner(OurCase.rosh > OurCase.rosh_last, within(10, Count.DAYS, of=OurCase.assessed)),),
    ),
    checks=(Check("the police system", Before.PANEL, purpose="incidents", again=True),),
    satisfied_by=("FAM",),
    may_waive=Chair.MANAGER,
    longest_waiver=Span(30, Count.DAYS),
    ends_with=(Ending("no further action"), Ending("work", "6 hours")),
)
POINTS = scores_at_least(4, [(3, OurCase.rosh >= RiskLevel.HIGH)], [(2, OurCase.missing)], [(2, OurCase.plan)])
FORUMS = ForumPolicy(
    "everytown-forums",
    about=OurCase,
    forums=(CLOSE, FAMILY, PANEL),
    editions=(
        Edition(
            START,
            (
                must("low", CLOSE, when=(OurCase.rosh <= RiskLevel.LOW) & ~OurCase.missing & ~OurCase.plan, cites=WORD),
                should("family", FAMILY, when=OurCase.missing, cites=WORD),
                must("points", PANEL, when=POINTS, reading="by points", cites=WORD),
                must("high", PANEL, when=OurCase.rosh >= RiskLevel.HIGH, reading="by level", cites=WORD),
            ),
            (
                in_time(
                    "heard",
                    within(15, Count.WORKING_DAYS, of=OurCase.referred),
                    when=(OurCase.rosh >= RiskLevel.HIGH) & OurCase.missing,
                ),
            ),
            checked=date(2024, 5, 1),
            ends=date(2027, 1, 1),
            start_stated=False,
        ),
    ),
    apart=(("CLOSE", "RMP"),),
    declared=(Declared("rises CLOSE with rosh", "a case is closed for want of risk"),),
)


class OurAbsence(Absence):
    jury: Maybe[bool] = fact(bool, "it is for jury service")


class OurWorker(Worker):
    agreed: Maybe[int] = fact(int, "the number of absences agreed", low=1)
    clear: Maybe[bool] = fact(bool, "a pattern is clear")


YEAR = attrs.evolve(COUNTING, where=NOT_SET_ASIDE & unless(OurAbsence.jury))


class OurAttendance(Attendance):
    agreed: Maybe[int] = fact(int, "the number of absences agreed", low=1)
    clear: Maybe[bool] = fact(bool, "a pattern is clear")
    seen: Maybe[int] = spells("absences in 12 months", YEAR)
    short: Maybe[int] = spells("short absences in 12 months", attrs.evolve(YEAR, length=up_to(10, Count.DAYS)))
    long: Maybe[int] = spells("long absences in 12 months", attrs.evolve(YEAR, length=longer_than(4, Count.WEEKS)))
    months: Maybe[int] = spells(
        "absences in three whole months", attrs.evolve(YEAR, during=WholeMonths(3, this_one=False))
    )
    this_year: Maybe[Decimal] = days(
        "calendar days since 1 September",
        attrs.evolve(YEAR, during=FixedYear(9, 1), days=DayCount.CALENDAR, half_day=HalfDay.WHOLE),
    )


LETTER = Rung(name="letter", step=Step.INFORMAL, formal=False)
REVIEW = Rung(
    name="review", step=Step.STAGE_1, held_within=Span(10, Count.WORKING_DAYS), notice=Span(3, Count.WORKING_DAYS)
)
HEARING = Rung(name="hearing", step=Step.STAGE_2)
AT_EACH = attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE)
ATTENDANCE = AttendancePolicy(
    "everytown-attendance",
    title="Everytown Council",
    grade=Grade.LOCAL,
    about=OurAttendance,
    absences=OurAbsence,
    stages=(LETTER, REVIEW, HEARING),
    editions=(
        Edition(
            START,
            (
                may("near", LETTER, when=OurAttendance.short == 2, cites=WORD),
                must("short", REVIEW, when=OurAttendance.short >= 3, cites=WORD),
                must("own", REVIEW, when=known(OurAttendance.agreed) & (OurAttendance.seen >= OurAttendance.agreed)),
                must("months", REVIEW, when=OurAttendance.months >= 3, cites=WORD),
                may("clear", HEARING, when=(OurAttendance.seen >= 2) & OurAttendance.clear, cites=WORD),
                must("long", HEARING, when=OurAttendance.long >= 2, cites=WORD),
                must("days", HEARING, when=OurAttendance.this_year > Decimal(60), cites=WORD),
            ),
        ),
    ),
    conventions=AT_EACH,
    read_as={"each day": AT_EACH, "on return": attrs.evolve(AT_EACH, assessed=Assessed.ON_RETURN)},
    interviews=Interviews(
        more_than=0,
        counting=DayCount.CALENDAR,
        by={"": InterviewBy()},
        when=OurAttendance.seen >= 2,
        form="in person, or by video call",
    ),
    evidence=YEAR,
    own_days={"a payday": (date(2024, 3, 6), date(2024, 4, 5), date(2024, 6, 10))},
    judgement=("whether a pattern is clear",),
)

CALL = Rung(name="call", step=Step.INFORMAL, route=Route.LONG_TERM, formal=False)


class Calls(Attendance):
    second_day: Maybe[bool] = lasted("the second day", Span(2, Count.DAYS), where=ALWAYS)
    a_week_on: Maybe[bool] = since_held(
        "a week since a call", Span(1, Count.WEEKS), of=Step.INFORMAL, route=Route.LONG_TERM
    )


CONTACT = AttendancePolicy(
    "everytown-contact",
    title="Everytown Council",
    grade=Grade.LOCAL,
    about=Calls,
    stages=(CALL,),
    editions=(
        Edition(
            START,
            (
                must("first", CALL, when=Calls.second_day, cites=WORD),
                must("weekly", CALL, when=Calls.second_day & Calls.a_week_on, cites=WORD),
            ),
        ),
    ),
    conventions=AT_EACH,
    of_rules={"first": OfRule(fires=Fires.ON_EACH_ABSENCE), "weekly": OfRule(fires=Fires.WHILE_IT_HOLDS)},
    declared=(Declared("needed weekly", "it is met anew each week, the first rule once in an absence"),),
)


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    """Forums."""
    return (FORUMS,)


@hookimpl
def yosrules_attendance_policies() -> Iterable[AttendancePolicy]:
    """Attendance, and contact during an absence."""
    return (ATTENDANCE, CONTACT)
