"""What is not on record of workers, and which file, column or option would settle it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from yosrules.attendance.needed import needed
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Absence, Attendance, FitNote, Leave, Shift, StageHeld, Worker, WorkPattern

_SETTLES: dict[type[Facts], tuple[str, str]] = {
    WorkPattern: ("patterns", "--with a file of patterns, or --pattern such as 'mon-fri 7.4' for everybody"),
    StageHeld: ("stages", "--with a file of stages, or --no-stages if nobody has been on one"),
    Leave: ("leave", "--with a file of leave"),
    FitNote: ("fitnotes", "--with a file of fitnotes"),
    Worker: ("workers", "--with a file of workers"),
}
"""What each history is called, and how it is given."""

_SHIFTS = "shifts of these workers before the first or after the last that was given, or a pattern for those days"


def settled_by(policy: AttendancePolicy, fact: Fact, given: Collection[type[Facts]]) -> str:
    """What would settle a fact: a history that was not given, or else cells or rows of what was."""
    if vocabulary(Absence).get(fact.name) == fact:
        return f"the column {fact.name} of the absences"
    if fact == Attendance.interviews_held.fact:
        return "the column interviewed of the absences"
    kinds = needed(policy, fact)
    missing = [_SETTLES[kind][1] for kind in kinds if kind not in given]
    if WorkPattern in kinds and Shift in given:
        missing.append(_SHIFTS)
    if missing:
        return " or ".join(missing) if len(kinds) == 1 else "; ".join(missing)
    return f"the rows of these workers among the {' and '.join(_rows(kind) for kind in kinds) or 'absences'}"


def further(policy: AttendancePolicy, day: date, given: Collection[type[Facts]], asked: Collection[str]) -> list[str]:
    """How to give each history that the policy reads, that was not given, and that is not asked for already."""
    facts = dict.fromkeys(fact for rule in policy.on(day).rules for fact in reads(rule.when))
    # Whatever is hit is due only if no stage held since answers it.
    kinds = dict.fromkeys([*(kind for fact in facts for kind in needed(policy, fact)), StageHeld])
    ways = [_SETTLES[kind][1] for kind in kinds if kind not in given]
    return [way for way in ways if not any(way in each for each in asked)]


def _rows(kind: type[Facts]) -> str:
    """What a history is called, and what its rows may lack although they are there."""
    name = _SETTLES[kind][0]
    return f"{name}, with the hours of each weekday" if kind is WorkPattern else name
