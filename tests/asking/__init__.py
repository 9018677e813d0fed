"""Every command and every public verb that answers, as one table of questions; and what can be done to their tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain

from asking.attendance import of_attendance
from asking.forums import of_forums
from asking.policies import attendance_policies, rulebook
from asking.question import Question
from asking.ratings import of_ratings
from asking.synthetic import caseload, workforce
from yosrules.language import vocabulary
from yosrules.policies import AttendancePolicy
from yosrules.policies.lost_time.measures import lost
from yosrules.records import Attendance


@cache
def questions(seed: int) -> tuple[Question, ...]:
    """Everything that answers, by every policy there is, of the synthetic tables of a seed."""
    return tuple(chain(_forums(seed), _attendance(seed), _ratings(seed)))


def _forums(seed: int) -> Iterator[Question]:
    for policy in rulebook().forum_policies.values():
        yield from of_forums(policy, caseload(seed))


def _attendance(seed: int) -> Iterator[Question]:
    for policy in attendance_policies():
        yield from of_attendance(policy, workforce(seed, _judged(policy)))


def _judged(policy: AttendancePolicy) -> tuple[str, ...]:
    """The judgements of a manager that a policy asks for."""
    return tuple(sorted({*vocabulary(policy.about)} - {*vocabulary(Attendance), *lost(policy.about)}))


def _ratings(seed: int) -> Iterator[Question]:
    for framework in rulebook().frameworks.values():
        yield from of_ratings(framework, seed)
