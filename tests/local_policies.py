"""A plugin as a service writes it: policies with facts, a history and settings of their own, read in two ways."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from yosrules import Edition, Facts, Given, Maybe, fact, given, must
from yosrules.hooks import hookimpl
from yosrules.language.measure import count, latest
from yosrules.policies import spells
from yosrules.policies.attendance import AttendancePolicy, Grade
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Forum, ForumPolicy, Review, Sooner
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.policies.stages import Rung
from yosrules.records.absence import Attendance, Step
from yosrules.records.case import Case
from yosrules.records.choices import Chair
from yosrules_attendance.conventions import CONVENTIONS, counting, months

START = date(2024, 1, 1)
PANEL = Forum("PANEL", "Anytown Panel", Chair.MANAGER)
TALK = Rung(name="talk", step=Step.INFORMAL, formal=False)


class SchoolIncident(Facts):
    day: Given[date] = given(date, "the day of the incident")
    weapon: Maybe[bool] = fact(bool, "a weapon was there")


class AnytownCase(Case):
    missing: Maybe[bool] = fact(bool, "the child has been missing")
    weapons: Maybe[int] = count(SchoolIncident, "incidents with a weapon", where=SchoolIncident.weapon)
    newest: Maybe[date] = latest(SchoolIncident, SchoolIncident.day, "the newest incident")
    again: Maybe[bool] = fact(bool, "there was an incident since the last panel")


FORUMS = ForumPolicy(
    "anytown-panel",
    about=AnytownCase,
    forums=(PANEL,),
    editions=(
        Edition(
            START,
            (
                must("both", PANEL, when=AnytownCase.missing & (AnytownCase.weapons >= 1), reading="both"),
                must("missing", PANEL, when=AnytownCase.missing, reading="either"),
                must("weapons", PANEL, when=AnytownCase.weapons >= 1, reading="either"),
            ),
        ),
    ),
)

CARE = Forum(
    "CARE",
    "Anytown Care Panel",
    Chair.MANAGER,
    deadlines=(within(7, Count.DAYS, of=Case.referred),),
    review=Review(
        Span(12, Count.WEEKS), sooner=(Sooner(AnytownCase.again, within(10, Count.DAYS, of=AnytownCase.newest)),)
    ),
    may_waive=Chair.MANAGER,
    longest_waiver=Span(30, Count.DAYS),
)
CLOSE = Forum("CLOSE", "Close the case", None, meets=False)

CARING = ForumPolicy(
    "anytown-care",
    about=AnytownCase,
    forums=(CARE, CLOSE),
    editions=(
        Edition(
            START,
            (
                must("missing", CARE, when=AnytownCase.missing, reading="any"),
                must("armed", CARE, when=AnytownCase.missing & (AnytownCase.weapons >= 1), reading="armed"),
                must("closed", CLOSE, when=~AnytownCase.missing),
            ),
        ),
    ),
    apart=(("CARE", "CLOSE"),),
)
"""What a forum may say of how long a waiver lasts and when a review comes sooner, and two that exclude each other."""

year = counting(months(12))


class AnytownAttendance(Attendance):
    carer: Maybe[bool] = fact(bool, "the worker cares for somebody")
    spells_12: Maybe[int] = spells("separate absences in 12 months", year)


def attendance(many: int, name: str = "anytown-attendance") -> AttendancePolicy:
    """A talk at so many absences: a carer never by one reading, later by the other."""
    seen = AnytownAttendance.spells_12
    return AttendancePolicy(
        name,
        title="Anytown Council",
        grade=Grade.LOCAL,
        about=AnytownAttendance,
        stages=(TALK,),
        editions=(
            Edition(
                START,
                (
                    must("no-carer", TALK, when=(seen >= many) & ~AnytownAttendance.carer, reading="never"),
                    must("early", TALK, when=(seen >= many) & ~AnytownAttendance.carer, reading="later"),
                    must("late", TALK, when=seen >= many + 1, reading="later"),
                ),
            ),
        ),
        conventions=CONVENTIONS,
        evidence=year,
    )


def _built(numbers: Mapping[str, int | Decimal]) -> AttendancePolicy:
    return attendance(int(numbers["absences"]), "anytown-open")


OPEN = OpenPolicy(
    "anytown-open", "Anytown, numbers open", (Setting("absences", int, "the absences that lead to a talk"),), _built
)


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    """The forum policies of the service."""
    return (FORUMS, CARING)


@hookimpl
def yosrules_attendance_policies() -> Iterable[AttendancePolicy | OpenPolicy]:
    """The attendance policies of the service."""
    return (attendance(3), OPEN)
