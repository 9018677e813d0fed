"""Which histories a fact of a worker is worked out from, beside the absences; and whether reasons matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import OverLeave
from yosrules.policies.lost_time.counting import DayKind
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    LostTime,
    Of,
    ShareOfTime,
    SinceHeld,
    Tally,
    lost,
    where_of,
)
from yosrules.policies.lost_time.scaling import Allowance
from yosrules.policies.lost_time.windows import anchors
from yosrules.records.absence import (
    FROM_ABSENCES,
    FROM_STAGES,
    SETTLES,
    Absence,
    FitNote,
    Leave,
    StageHeld,
    Worker,
    WorkPattern,
)


def needed(policy: AttendancePolicy, fact: Fact) -> tuple[type[Facts], ...]:
    """The histories that a fact of a policy needs, each once."""
    measures = lost(policy.about)
    found = _by_measure(policy, measures[fact.name].by) if fact.name in measures else _by_name(policy, fact.name)
    return tuple(dict.fromkeys(found))


def reads_reasons(policy: AttendancePolicy) -> bool:
    """Whether anything that a policy says depends on why somebody was absent, or on a mark that a reason settles."""
    measured = [where for ref in lost(policy.about).values() if (where := where_of(ref.by)) is not None]
    gates = [each.where for each in (policy.evidence, policy.interviewed) if each is not None]
    ways = [how for edition in policy.editions for _, how in policy.readings(edition).values()]
    own = [policy.how(rule, how) for rule in policy.of_rules for how in ways]
    asked = {fact.name for where in (*measured, *gates) for fact in reads(where)}
    return any(how.linking.reasons for how in (*ways, *own)) or not asked.isdisjoint(
        {Absence.reason.fact.name, *SETTLES.values()}
    )


def _by_name(policy: AttendancePolicy, name: str) -> Iterator[type[Facts]]:
    if name in FROM_STAGES:
        yield from _by_stages(policy)
    elif name not in FROM_ABSENCES:
        yield Worker


def _by_stages(policy: AttendancePolicy) -> Iterator[type[Facts]]:
    yield StageHeld
    if any(stage.extended_by_leave for stage in policy.stages):
        yield Leave


def _by_measure(policy: AttendancePolicy, by: LostTime) -> Iterator[type[Facts]]:
    match by:
        case Tally():
            yield from _by_tally(policy, by)
            yield from _by_linking(policy)
        case Continuous(forecast=forecast):
            if forecast:
                yield FitNote
            yield from _by_linking(policy)
        case Lasted():
            yield from _by_linking(policy)
        case Allowance() | ShareOfTime():
            yield WorkPattern
        case SinceHeld():
            yield StageHeld
        case Expired():
            yield from _by_stages(policy)
        case _:
            assert_never(by)


def _by_linking(policy: AttendancePolicy) -> Iterator[type[Facts]]:
    if policy.conventions.linking.over_days_off:
        yield WorkPattern
        if policy.conventions.linking.over_booked_leave:
            yield Leave


def _by_tally(policy: AttendancePolicy, by: Tally) -> Iterator[type[Facts]]:
    for fact in anchors(by.counting.during):
        yield from _by_name(policy, fact.name)
    if by.of is not Of.SPELLS:
        if by.of is Of.HOURS or by.counting.days.kind is not DayKind.ANY:
            yield WorkPattern
        if policy.conventions.over_leave is OverLeave.REMOVED:
            yield Leave
