"""What is not on record, and which file, column or option would settle it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from yosrules.attendance.timeline import Reading
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.attendance import AttendancePolicy, OverLeave
from yosrules.policies.counting import DayKind, During, FromTo
from yosrules.policies.lost_time import (
    Allowance,
    Continuous,
    Expired,
    Lasted,
    Of,
    ShareOfTime,
    SinceHeld,
    Tally,
    lost,
)
from yosrules.records.absence import FROM_ABSENCES, FROM_STAGES, Absence, FitNote, Leave, StageHeld, Worker, WorkPattern

SETTLES: dict[type[Facts], tuple[str, str]] = {
    WorkPattern: ("patterns", "--with a file of patterns, or --pattern such as 'mon-fri 7.4' for everybody"),
    StageHeld: ("stages", "--with a file of stages, or --no-stages if nobody has been on one"),
    Leave: ("leave", "--with a file of leave"),
    FitNote: ("fitnotes", "--with a file of fitnotes"),
    Worker: ("workers", "--with a file of workers"),
}
"""What each history is called, and how it is given."""


def behind(reading: Reading, fact: Fact) -> tuple[Fact, ...]:
    """What stands behind a fact that cannot be told: facts of single absences, where it is they, or else itself."""
    attending = reading.attending
    if fact.name not in lost(attending.policy.about):
        return (fact,)
    untold = attending.told(fact.name, attending.last).untold
    return tuple(dict.fromkeys(each for _, finding in untold for each in finding.missing)) or (fact,)


def settled_by(policy: AttendancePolicy, fact: Fact, given: Collection[type[Facts]]) -> str:
    """What would settle a fact: a history that was not given, or else cells or rows of what was."""
    if vocabulary(Absence).get(fact.name) == fact:
        return f"the column {fact.name} of the absences"
    needed = [*dict.fromkeys(_needed(policy, fact))]
    if missing := [SETTLES[kind][1] for kind in needed if kind not in given]:
        return "; ".join(missing)
    return f"the rows of these workers among the {' and '.join(SETTLES[kind][0] for kind in needed) or 'absences'}"


def _needed(policy: AttendancePolicy, fact: Fact) -> Iterator[type[Facts]]:
    measures = lost(policy.about)
    if fact.name in measures:
        yield from _needed_by(policy, measures[fact.name].by)
    elif fact.name in FROM_STAGES:
        yield StageHeld
    elif fact.name not in FROM_ABSENCES:
        yield Worker


def _needed_by(policy: AttendancePolicy, by: object) -> Iterator[type[Facts]]:
    yield from _needed_alone(policy, by)
    if policy.conventions.linking.over_days_off and isinstance(by, Tally | Continuous | Lasted):
        yield WorkPattern


def _needed_alone(policy: AttendancePolicy, by: object) -> Iterator[type[Facts]]:
    match by:
        case Tally(of, counting):
            yield from _needed_during(counting.during)
            if of is not Of.SPELLS:
                if of is Of.HOURS or counting.days.kind is not DayKind.ANY:
                    yield WorkPattern
                if policy.conventions.over_leave is OverLeave.REMOVED:
                    yield Leave
        case Allowance() | ShareOfTime():
            yield WorkPattern
        case Continuous(forecast=True):
            yield FitNote
        case SinceHeld() | Expired():
            yield StageHeld
        case _:
            pass


def _needed_during(during: During) -> Iterator[type[Facts]]:
    if isinstance(during, FromTo):
        yield StageHeld if during.begins.name in FROM_STAGES else Worker
