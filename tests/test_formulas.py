"""Formulas are the same for one worker's integers and for a column of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import given, strategies as st

from attending import COUNTING
from yosrules.errors import LanguageError
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.lost_time.counting import DayCount, DayKind
from yosrules.policies.lost_time.formulas import hours_lost, in_ones
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    Of,
    ShareOfTime,
    SinceHeld,
    Tally,
    during_of,
    where_of,
)
from yosrules.policies.lost_time.scaling import Rounded
from yosrules.policies.lost_time.windows import (
    AnyWindow,
    Edge,
    FixedYear,
    WholeMonths,
    anchors,
    edges,
    ends_today,
    from_to,
    nothing_inside,
)
from yosrules.records.absence import (
    FROM_ABSENCES,
    FROM_STAGES,
    FROM_WORKER,
    STANDING_DATES,
    STANDING_FACTS,
    Attendance,
    Route,
    Step,
)

YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)
parts = st.integers(0, 10**6)


def as_column(formula: Callable[[nw.Expr, nw.Expr], nw.Expr], one: int, other: int) -> int:
    frame = nw.from_native(pl.DataFrame({"a": [one], "b": [other]}), eager_only=True)
    found = frame.select(found=formula(nw.col("a"), nw.col("b")))["found"].to_list()
    return int(found[0])


@given(st.sampled_from(Rounded), parts, st.integers(1, 10**4))
def test_a_column_is_rounded_as_a_number_is(rounding: Rounded, above: int, below: int) -> None:
    assert as_column(rounding.quotient, above, below) == rounding.quotient(above, below)


@given(st.sampled_from(Rounded), st.fractions(0, 1000))
def test_rounding_is_to_the_nearest_part_or_the_next_or_the_last(rounding: Rounded, amount: Fraction) -> None:
    found = rounding.quotient(amount.numerator, amount.denominator)
    half = Fraction(1, 2)
    assert (
        found
        == {
            Rounded.NEAREST_HALF: floor(amount * 2 + half),
            Rounded.NEAREST_WHOLE: floor(amount + half),
            Rounded.UP: ceil(amount),
            Rounded.DOWN: floor(amount),
            Rounded.EXACT: 5 * (floor(amount * 10**4) + ceil(amount * 10**4)),
        }[rounding]
    )


@given(st.fractions(0, 1000), st.integers(-1, 1))
def test_an_amount_that_is_not_rounded_compares_with_four_places_as_the_fraction_does(
    amount: Fraction, beside: int
) -> None:
    stored = Fraction(Rounded.EXACT.quotient(amount.numerator, amount.denominator), Rounded.EXACT.units)
    near = Fraction(floor(amount * 10**4) + beside, 10**4)
    assert (near > stored, near >= stored, near == stored) == (near > amount, near >= amount, near == amount)


@given(st.sampled_from(Of), st.sampled_from(DayCount), st.integers(0, 99), parts)
def test_a_column_of_tallies_is_worth_what_one_is(of: Of, counted: DayCount, spells: int, lost: int) -> None:
    by = Tally(of, attrs.evolve(COUNTING, days=counted))
    assert as_column(by.worth, spells, lost) == by.worth(spells, lost)


@given(parts, st.integers(0, 2))
def test_a_column_of_hours_is_halved_as_a_number_is(due: int, halves: int) -> None:
    assert as_column(hours_lost, due, halves) == hours_lost(due, halves)


def test_two_sessions_are_counted_for_each_day_and_hours_are_not_doubled() -> None:
    sessions = attrs.evolve(COUNTING, days=DayCount.SESSIONS)
    assert Tally(Of.DAYS, sessions).worth(3, 10) == 20
    assert Tally(Of.BRADFORD, sessions).worth(3, 10) == 180
    assert Tally(Of.HOURS, sessions).worth(3, 10) == 10
    assert Tally(Of.SPELLS, sessions).worth(3, 10) == 3


@pytest.mark.parametrize(("amount", "units", "said"), [(3, 1, "3"), (3, 2, "1.5"), (7400, 1000, "7.400")])
def test_an_amount_has_as_many_places_as_one_part_needs(amount: int, units: int, said: str) -> None:
    assert str(in_ones(amount, units)) == said


@pytest.mark.parametrize("back", [True, False])
@pytest.mark.parametrize("anchor_in", [True, False])
@pytest.mark.parametrize("far_end_in", [True, False])
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_the_ends_of_a_window_are_its_days(back: bool, anchor_in: bool, far_end_in: bool, day: date) -> None:
    window = (last if back else coming)(5, Unit.MONTHS, anchor_in=anchor_in, far_end_in=far_end_in)
    found = [day if edge.moved is None else edge.moved(day) for edge in edges(window)]
    assert tuple(found) == window.days(day)


def test_a_fixed_year_begins_on_its_day_and_ends_today() -> None:
    first, final = edges(FixedYear(4, 6))
    assert first.moved is not None
    assert [first.moved(date(2023, 4, day)) for day in (5, 6)] == [date(2022, 4, 6), date(2023, 4, 6)]
    assert final == Edge(None)


@pytest.mark.parametrize(
    ("during", "day", "expected"),
    [
        (WholeMonths(3, this_one=False), "2025-05-01", ("2025-02-01", "2025-04-30")),
        (WholeMonths(3, this_one=False), "2025-05-31", ("2025-02-01", "2025-04-30")),
        (WholeMonths(3, this_one=True), "2025-05-31", ("2025-03-01", "2025-05-31")),
        (WholeMonths(1, this_one=False), "2024-03-15", ("2024-02-01", "2024-02-29")),
        (WholeMonths(1, this_one=True), "2024-03-15", ("2024-03-01", "2024-03-15")),
        (WholeMonths(12, this_one=False), "2025-01-01", ("2024-01-01", "2024-12-31")),
        (WholeMonths(14, this_one=False), "2025-01-01", ("2023-11-01", "2024-12-31")),
    ],
    ids=str,
)
def test_whole_months_begin_on_a_first_and_end_on_a_last_or_today(
    during: WholeMonths, day: str, expected: tuple[str, str]
) -> None:
    asked = date.fromisoformat(day)
    found = [asked if edge.moved is None else edge.moved(asked) for edge in edges(during)]
    assert tuple(map(str, found)) == expected


@pytest.mark.parametrize("amount", [0, -1, 1201])
def test_whole_months_are_one_or_more_and_a_hundred_years_at_most(amount: int) -> None:
    with pytest.raises(LanguageError, match="whole months; allowed: 1 to 1,200"):
        WholeMonths(amount, this_one=True)


@pytest.mark.parametrize(
    ("during", "expected"),
    [
        (YEAR, True),
        (last(12, Unit.MONTHS, anchor_in=False, far_end_in=True), False),
        (coming(12, Unit.MONTHS, anchor_in=True, far_end_in=True), False),
        (last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_end), False),
        (AnyWindow(YEAR), True),
        (from_to(Attendance.latest_start), True),
        (from_to(Attendance.review_starts, Attendance.review_ends), False),
        (FixedYear(4, 1), True),
        (WholeMonths(12, this_one=False), False),
        (WholeMonths(12, this_one=True), True),
    ],
    ids=str,
)
def test_a_window_ends_today_if_nothing_moves_its_last_day(during: object, expected: bool) -> None:
    assert ends_today(during) is expected


def test_the_dates_that_a_window_is_counted_from_are_named() -> None:
    assert [fact.name for fact in anchors(from_to(Attendance.review_starts))] == ["review_starts"]
    assert anchors(YEAR) == anchors(None) == ()


@pytest.mark.parametrize("no_absence", [True, False])
@pytest.mark.parametrize("no_review", [True, False])
def test_nothing_lies_in_a_review_that_never_ran_or_before_any_absence(no_absence: bool, no_review: bool) -> None:
    review = from_to(Attendance.review_starts)
    assert nothing_inside(review, no_absence, no_review) is (no_absence or no_review)
    assert nothing_inside(YEAR, no_absence, no_review) is no_absence


def test_days_that_take_no_work_pattern_are_of_any_kind() -> None:
    assert [count for count in DayCount if count.kind is DayKind.ANY] == [DayCount.CALENDAR, DayCount.TO_RETURN]


def test_four_weeks_are_over_on_the_29th_day_and_28_days_on_the_28th() -> None:
    weeks, days = (Lasted(span=span, where=COUNTING.where) for span in (Span(4, Count.WEEKS), Span(28, Count.DAYS)))
    assert weeks.milestone(date(2023, 5, 1), Nation.WALES) == date(2023, 5, 29)
    assert days.milestone(date(2023, 5, 1), Nation.WALES) == date(2023, 5, 28)


def test_a_measure_names_its_window_and_its_condition() -> None:
    tally = Tally(Of.SPELLS, COUNTING)
    share, expired = ShareOfTime(percent=Decimal(3), during=YEAR), Expired(during=YEAR, route=Route.SHORT_TERM)
    since = SinceHeld(span=Span(1, Count.WEEKS), step=Step.INFORMAL, route=Route.SHORT_TERM)
    away = Continuous(where=COUNTING.where, forecast=False)
    assert [during_of(by) for by in (tally, share, expired, since, away)] == [YEAR, YEAR, YEAR, None, None]
    assert [where_of(by) for by in (tally, share, expired, since, away)] == [
        COUNTING.where,
        None,
        None,
        None,
        COUNTING.where,
    ]


def test_every_fact_of_attendance_follows_from_absences_stages_or_the_workers_record() -> None:
    assert {*FROM_ABSENCES, *FROM_STAGES, *FROM_WORKER} == set(STANDING_FACTS)
    assert (
        *("latest_start", "latest_end", "review_starts", "review_ends"),
        *("probation_starts", "probation_ends"),
    ) == STANDING_DATES
