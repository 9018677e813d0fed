"""Of which absences a gate asks for an interview: of one worker, and in bulk the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs
import pytest

from attending import CONVENTIONS, COUNTING, INFORMAL, Local, away, policy
from test_bulk_attendance import DAY, MONDAY, local, one, only
from yosrules import Facts, must
from yosrules.attendance.facts import attend
from yosrules.policies.lost_time.counting import Counting, DayCount, Straddling
from yosrules.policies.lost_time.windows import from_to
from yosrules.records.absence import Absence, Attendance, Half, Reason, StageHeld, Step, Worker

ONE = timedelta(days=1)
GATED = attrs.evolve(INFORMAL, gate=Attendance.interviews_held)
REVIEW = attrs.evolve(COUNTING, during=from_to(Attendance.review_starts))


def held(rows: Sequence[Absence], counting: Counting | None, *more: Facts, used_again: bool = True) -> object:
    """The fact for one worker on the day asked about."""
    stages = tuple(each for each in more if isinstance(each, StageHeld))
    histories = {Absence: rows, **({StageHeld: stages} if stages or more else {})}
    how = attrs.evolve(CONVENTIONS, used_again=used_again)
    found = attend(policy(interviewed=counting), how, Worker(reference="W1"), histories, DAY)
    return found.facts(["interviews_held"], DAY)["interviews_held"]


UNDER_REVIEW = StageHeld(step=Step.INFORMAL, held=MONDAY, review_ends=date(2023, 6, 1))
OVER = attrs.evolve(UNDER_REVIEW, review_ends=MONDAY + ONE)


@pytest.mark.parametrize(
    ("row", "held_", "expected"),
    [
        (away(MONDAY - ONE), UNDER_REVIEW, True),
        (away(MONDAY), UNDER_REVIEW, None),
        (away(MONDAY), OVER, True),
        (away(MONDAY), None, None),
        (Absence(start=MONDAY), UNDER_REVIEW, True),
    ],
    ids=["before the review", "in the review", "no review runs", "no stages were given", "it is not over"],
)
def test_in_a_review_a_gate_asks_for_what_lies_in_the_review(
    row: Absence, held_: StageHeld | None, expected: bool | None
) -> None:
    assert held([row], REVIEW, *([held_] if held_ else [])) is expected


def test_where_absences_are_used_once_a_gate_asks_of_those_after_the_latest_stage() -> None:
    assert held([away(MONDAY)], COUNTING, UNDER_REVIEW, used_again=False) is True
    assert held([away(MONDAY + ONE)], COUNTING, UNDER_REVIEW, used_again=False) is None


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize(
    ("straddling", "days", "asked"),
    [
        (Straddling.TOUCHING, DayCount.WORKING, False),
        (Straddling.TOUCHING, DayCount.TO_RETURN, True),
        (Straddling.BY_START, DayCount.TO_RETURN, False),
    ],
)
def test_a_spell_counts_for_a_gate_as_it_does_for_a_count(straddling: Straddling, days: DayCount, asked: bool) -> None:
    """Away the day before the window, and back a week later."""
    first = date(2021, 12, 31)
    row = away(first - ONE, returned=first + 7 * ONE)
    counting = attrs.evolve(COUNTING, straddling=straddling, days=days)
    assert held([row], counting) is (None if asked else True)
    chosen = attrs.evolve(local(must("one", GATED, when=Local.spells >= 1), stages=(GATED,)), interviewed=counting)
    told = away(DAY, interviewed=DAY, last_session=Half.AM)
    assert only(chosen, DAY, one([row, told]))["informal meeting gate"] is not asked


def test_an_absence_that_surely_does_not_count_is_not_asked_for() -> None:
    colds = attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD)
    assert [held([away(MONDAY, reason=said)], colds) for said in (Reason.COLD, Reason.BACK, None)] == [None, True, None]
