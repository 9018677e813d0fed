"""Where a worker stands on the ladder: reviews, live warnings, extension, re-entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs
import pytest

from attending import CONVENTIONS, INFORMAL, Local, attending, policy
from yosrules import must
from yosrules.language.kinds import Value
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.stages import ByLeave, LastDay, LiveFrom, Rung
from yosrules.records.absence import Leave, Route, StageHeld, Step

WARNING = Rung(name="first warning", step=Step.STAGE_1, review=Span(6, Count.MONTHS), live=Span(12, Count.MONTHS))
FINAL = Rung(name="final warning", step=Step.STAGE_2, live=Span(12, Count.MONTHS))
LONG = Rung(name="long-term review", step=Step.STAGE_1, route=Route.LONG_TERM)
HELD = StageHeld(step=Step.STAGE_1, held=date(2022, 3, 7))
FACTS = ("step", "under_review", "warning_live")


def stands(
    day: date,
    *rows: StageHeld,
    warning: Rung = WARNING,
    leave: Sequence[Leave] | None = None,
    clocks: LastDay = LastDay.SAME_DATE,
) -> tuple[Value | None, ...]:
    histories = {StageHeld: rows} | ({} if leave is None else {Leave: leave})
    how = attrs.evolve(CONVENTIONS, clocks=clocks)
    chosen = policy(stages=(INFORMAL, warning, FINAL, LONG), conventions=how)
    return tuple(attending([], day, how, policy=chosen, histories=histories).facts(FACTS, day).values())


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        (date(2022, 3, 6), (Step.NONE, False, False)),
        (date(2022, 3, 7), (Step.STAGE_1, True, True)),
        (date(2022, 9, 7), (Step.STAGE_1, True, True)),
        (date(2022, 9, 8), (Step.STAGE_1, False, True)),
        (date(2023, 3, 7), (Step.STAGE_1, False, True)),
        (date(2023, 3, 8), (Step.NONE, False, False)),
    ],
)
def test_the_review_and_the_warning_are_two_clocks(day: date, facts: tuple[Value, ...]) -> None:
    assert stands(day, HELD) == facts


@pytest.mark.parametrize(
    ("day", "facts"),
    [
        (date(2022, 9, 6), (Step.STAGE_1, True, True)),
        (date(2022, 9, 7), (Step.STAGE_1, False, True)),
        (date(2023, 3, 6), (Step.STAGE_1, False, True)),
        (date(2023, 3, 7), (Step.NONE, False, False)),
    ],
)
def test_a_clock_may_end_on_the_day_before_the_same_date(day: date, facts: tuple[Value, ...]) -> None:
    assert stands(day, HELD, clocks=LastDay.DAY_BEFORE) == facts


@pytest.mark.parametrize(
    ("begins", "span", "same", "before"),
    [
        (date(2024, 11, 21), Span(12, Count.MONTHS), date(2025, 11, 21), date(2025, 11, 20)),
        (date(2024, 11, 30), Span(3, Count.MONTHS), date(2025, 2, 28), date(2025, 2, 28)),
        (date(2024, 2, 29), Span(12, Count.MONTHS), date(2025, 2, 28), date(2025, 2, 28)),
        (date(2023, 3, 1), Span(12, Count.MONTHS), date(2024, 3, 1), date(2024, 2, 29)),
        (date(2024, 11, 21), Span(2, Count.WEEKS), date(2024, 12, 5), date(2024, 12, 4)),
        # Friday: two working days after it are Monday and Tuesday, or with it Friday and Monday.
        (date(2024, 11, 22), Span(2, Count.WORKING_DAYS), date(2024, 11, 26), date(2024, 11, 25)),
    ],
)
def test_the_last_day_of_a_clock_by_each_convention(begins: date, span: Span, same: date, before: date) -> None:
    assert [each.of(span, begins, Nation.ENGLAND) for each in LastDay] == [same, before]


def test_a_warning_can_be_live_from_the_end_of_its_review() -> None:
    later = attrs.evolve(WARNING, live_from=LiveFrom.REVIEW_END)
    assert stands(date(2023, 9, 7), HELD, warning=later) == (Step.STAGE_1, False, True)
    assert stands(date(2023, 9, 8), HELD, warning=later) == (Step.NONE, False, False)
    assert stands(date(2023, 9, 8), HELD, warning=attrs.evolve(later, review=None)) == (Step.STAGE_1, None, None)


def test_clocks_that_are_on_record_stand_instead_of_the_policys() -> None:
    row = attrs.evolve(HELD, review_ends=date(2022, 4, 30), live_until=date(2022, 5, 31))
    assert stands(date(2022, 5, 1), row) == (Step.STAGE_1, False, True)
    assert stands(date(2022, 6, 1), row) == (Step.NONE, False, False)


def test_what_nobody_stated_runs_on_until_further_notice() -> None:
    assert stands(date(2029, 1, 1), StageHeld(step=Step.INFORMAL, held=date(2022, 3, 7))) == (Step.INFORMAL, None, None)
    assert stands(date(2029, 1, 1), StageHeld(step=Step.HEARING, held=date(2022, 3, 7))) == (Step.HEARING, None, None)


@pytest.mark.parametrize(("day", "step"), [(date(2022, 5, 1), Step.STAGE_1), (date(2022, 5, 2), Step.NONE)])
def test_a_stage_that_was_closed_stands_no_more_from_that_day(day: date, step: Step) -> None:
    assert stands(day, attrs.evolve(HELD, closed=date(2022, 5, 2)))[0] is step
    assert (
        stands(
            day,
            StageHeld(step=Step.STAGE_1, held=HELD.held, closed=date(2022, 5, 2)),
            warning=attrs.evolve(WARNING, review=None, live=None),
        )[0]
        is step
    )


def test_closing_after_the_end_changes_nothing() -> None:
    assert stands(date(2023, 3, 8), attrs.evolve(HELD, closed=date(2024, 1, 1)))[0] is Step.NONE


def test_the_latest_of_the_stages_that_stand_counts() -> None:
    final = StageHeld(step=Step.STAGE_2, held=date(2022, 6, 6))
    assert stands(date(2022, 6, 5), final, HELD)[0] is Step.STAGE_1
    assert stands(date(2022, 6, 6), final, HELD) == (Step.STAGE_2, None, True)
    assert stands(date(2023, 6, 7), final, HELD)[0] is Step.NONE


def test_booked_leave_extends_a_review_where_the_policy_says_so() -> None:
    extended = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None)
    leave = (Leave(start=date(2022, 3, 1), end=date(2022, 3, 8)), Leave(start=date(2022, 9, 5), end=date(2022, 9, 20)))
    assert stands(date(2022, 9, 12), HELD, warning=extended, leave=leave)[:2] == (Step.STAGE_1, True)
    assert stands(date(2022, 9, 13), HELD, warning=extended, leave=leave)[:2] == (Step.NONE, False)
    assert stands(date(2022, 9, 8), HELD, warning=extended, leave=())[:2] == (Step.NONE, False)


def test_without_the_leave_that_extends_a_review_it_lasts_at_least_as_long_as_stated() -> None:
    extended = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None)
    assert stands(date(2022, 9, 7), HELD, warning=extended) == (Step.STAGE_1, True, None)
    assert stands(date(2022, 9, 8), HELD, warning=extended) == (None, None, None)
    # A warning that is live for a shorter time ends no stage whose review may still run.
    short = attrs.evolve(HELD, live_until=date(2022, 5, 31))
    assert stands(date(2022, 9, 7), short, warning=extended) == (Step.STAGE_1, True, False)
    assert stands(date(2022, 9, 8), short, warning=extended) == (None, None, None)
    # A longer one keeps it in force: only whether it is under review is open.
    long = attrs.evolve(HELD, live_until=date(2022, 12, 31))
    assert stands(date(2022, 12, 31), long, warning=extended) == (Step.STAGE_1, None, True)
    assert stands(date(2023, 1, 1), long, warning=extended) == (None, None, None)
    live = attrs.evolve(extended, live=Span(3, Count.MONTHS), live_from=LiveFrom.REVIEW_END)
    assert stands(date(2022, 12, 7), HELD, warning=live) == (Step.STAGE_1, None, True)
    assert stands(date(2022, 12, 8), HELD, warning=live) == (None, None, None)


def test_a_stage_that_was_closed_or_followed_does_not_hang_on_leave() -> None:
    extended = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None)
    early, late = (attrs.evolve(HELD, closed=date(2022, month, 2)) for month in (5, 12))
    assert [stands(date(2022, 5, n), early, warning=extended)[0] for n in (1, 2)] == [Step.STAGE_1, Step.NONE]
    assert [stands(date(2022, 12, n), late, warning=extended)[0] for n in (1, 2)] == [None, Step.NONE]
    final = StageHeld(step=Step.STAGE_2, held=date(2022, 6, 6))
    assert stands(date(2022, 10, 1), HELD, final, warning=extended) == (Step.STAGE_2, None, True)


def test_the_time_of_re_entry_runs_from_the_day_on_which_a_stage_was_closed() -> None:
    again = attrs.evolve(WARNING, re_entry=Span(1, Count.MONTHS))
    closed = attrs.evolve(HELD, closed=date(2022, 5, 2))  # in force for the last time on 1 May
    assert [stands(date(2022, 6, n), closed, warning=again)[0] for n in (1, 2)] == [Step.INFORMAL, Step.NONE]


def test_whether_a_stage_is_entered_again_just_below_hangs_on_leave_between_the_ends_it_can_have() -> None:
    again = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None, re_entry=Span(1, Count.MONTHS))
    closed = attrs.evolve(
        HELD, closed=date(2022, 12, 2)
    )  # it ended on 7 September at the earliest, 1 December at the latest
    assert [stands(date(2022, 12, n), closed, warning=again)[0] for n in (2, 31)] == [None, None]
    assert stands(date(2023, 1, 2), closed, warning=again)[0] is Step.NONE
    year = attrs.evolve(again, re_entry=Span(12, Count.MONTHS))
    assert stands(date(2022, 12, 2), closed, warning=year)[0] is Step.INFORMAL


def test_a_day_of_leave_lengthens_a_review_once_however_often_it_is_on_record() -> None:
    extended = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None)
    twice = (Leave(start=date(2022, 9, 5), end=date(2022, 9, 7)), Leave(start=date(2022, 9, 6), end=date(2022, 9, 7)))
    # Three days of leave in the review, which would last until 7 September: it lasts until the 10th.
    assert [stands(date(2022, 9, n), HELD, warning=extended, leave=twice)[1] for n in (10, 11)] == [True, False]


@pytest.mark.parametrize(("by", "last"), [(ByLeave.ONCE, 8), (ByLeave.AGAIN, 10)])
def test_leave_in_what_a_review_is_lengthened_by_lengthens_it_again_where_that_is_declared(
    by: ByLeave, last: int
) -> None:
    # One day of leave on 7 September adds the 8th, which is leave and adds the 9th, which is and adds the 10th.
    leave = (Leave(start=date(2022, 9, 7), end=date(2022, 9, 9)),)
    extended = attrs.evolve(WARNING, extended_by_leave=by, live=None)
    days = (date(2022, 9, n) for n in (last, last + 1))
    assert [stands(day, HELD, warning=extended, leave=leave)[1] for day in days] == [True, False]


def test_leave_outside_a_review_extends_nothing() -> None:
    extended = attrs.evolve(WARNING, extended_by_leave=ByLeave.ONCE, live=None)
    leave = (Leave(start=date(2021, 3, 1), end=date(2021, 3, 8)),)
    assert stands(date(2022, 9, 8), HELD, warning=extended, leave=leave)[1] is False


@pytest.mark.parametrize(("day", "step"), [(date(2024, 3, 7), Step.INFORMAL), (date(2024, 3, 8), Step.NONE)])
def test_within_its_re_entry_time_a_worker_stands_just_below_the_stage_that_ended(day: date, step: Step) -> None:
    again = attrs.evolve(WARNING, re_entry=Span(12, Count.MONTHS))
    assert stands(day, HELD, warning=again)[0] is step


def test_below_the_lowest_stage_there_is_none() -> None:
    ended = StageHeld(step=Step.INFORMAL, held=date(2022, 3, 7), closed=date(2022, 4, 1))
    informal = attrs.evolve(INFORMAL, re_entry=Span(12, Count.MONTHS))
    chosen = policy(must("spells", informal, when=Local.spells >= 3), stages=(informal, WARNING))
    seen = attending([], date(2022, 5, 1), policy=chosen, histories={StageHeld: (ended,)})
    assert seen.facts(["step"], date(2022, 5, 1)) == {"step": Step.NONE}


def test_the_long_term_route_runs_beside_the_short_term_one() -> None:
    long = StageHeld(step=Step.STAGE_1, held=date(2022, 3, 7), route=Route.LONG_TERM)
    seen = attending([], date(2022, 5, 1), policy=policy(stages=(INFORMAL, LONG)), histories={StageHeld: (long,)})
    assert seen.facts(["step", "long_term_step"], date(2022, 5, 1)) == {
        "step": Step.NONE,
        "long_term_step": Step.STAGE_1,
    }


def test_without_a_record_of_stages_nobody_knows_where_a_worker_stands() -> None:
    facts = attending([], date(2022, 5, 1)).facts([*FACTS, "long_term_step"], date(2022, 5, 1))
    assert set(facts.values()) == {None}
