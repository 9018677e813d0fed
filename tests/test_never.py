"""What cannot be true of any record: declared, inherited, stated by measures of each other, refused by constructors."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from strategies import conditions, records
from yosrules import Facts, LanguageError, Maybe, RecordError, fact
from yosrules.deciding.as_of import as_of
from yosrules.language import (
    Condition,
    Never,
    Unit,
    Window,
    broken,
    count,
    earliest,
    exists,
    in_order,
    invariants,
    known,
    last,
    latest,
    longest,
    never,
    total,
    worst,
)
from yosrules.language.holds import compiled, holds_by
from yosrules.testing.strategies.records import histories

DAY = date(2025, 3, 3)


class Order(Facts):
    """An invented kind of record."""

    made: Maybe[date] = fact(date, "the day it was made")
    ends: Maybe[date] = fact(date, "its end")
    spent: Maybe[bool] = fact(bool, "it is spent")

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (*in_order(cls.made, cls.ends), never(cls.spent & ~known(cls.ends), "a spent order has an end"))


class LocalOrder(Order):
    """An order with a local fact."""

    reviewed: Maybe[date] = fact(date, "the review")

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (never(cls.reviewed < cls.made, "nothing is reviewed before it is made"),)


def test_a_record_that_is_shown_to_break_an_invariant_is_refused_with_what_it_states_and_the_reason() -> None:
    with pytest.raises(RecordError) as refused:
        Order(made=date(2025, 3, 2), ends=date(2025, 3, 1))
    assert str(refused.value) == ("Order: ends 2025-03-01, made 2025-03-02: its end is not before the day it was made")


def test_an_unknown_fact_breaks_nothing() -> None:
    assert Order(made=DAY).ends is None
    assert Order(ends=DAY, made=DAY, spent=True).spent


def test_that_a_fact_is_not_on_record_can_be_what_cannot_be() -> None:
    with pytest.raises(RecordError, match="Order: spent yes, ends not on record: a spent order has an end"):
        Order(spent=True)


def test_a_local_kind_keeps_what_it_inherits_and_every_broken_invariant_is_named() -> None:
    with pytest.raises(RecordError, match=r"its end is not before .*; reviewed .* nothing is reviewed before"):
        LocalOrder(made=DAY, ends=date(2025, 3, 2), reviewed=date(2025, 3, 1))
    assert [each.why for each in invariants(LocalOrder)[:2]] == [each.why for each in invariants(Order)]


def test_what_is_stated_can_be_asked_before_there_is_a_record() -> None:
    (found,) = broken(Order, {"made": DAY, "ends": date(2020, 1, 1), "reference": "nobody"})
    assert [each.name for each in found.facts] == ["ends", "made"]


def test_a_value_of_the_wrong_kind_is_named_and_not_compared() -> None:
    wrong: object = "yesterday"
    with pytest.raises(RecordError, match="Order: ends: it is a date"):
        Order(made=DAY, ends=wrong)  # type: ignore[arg-type]


def test_an_invariant_asks_about_facts_of_its_own_record() -> None:
    with pytest.raises(LanguageError, match=r"Stranger\.cannot_be: no: a record does not state Fact\('made'\)"):

        class Stranger(Facts):
            """Asks about another kind of record."""

            @classmethod
            def cannot_be(cls) -> tuple[Never, ...]:
                return (never(known(Order.made), "no"),)


def test_what_cannot_be_is_a_method_of_the_class() -> None:
    with pytest.raises(LanguageError, match=r"Careless\.cannot_be: write @classmethod above it"):

        class Careless(Facts):
            """Forgets a decorator."""

            def cannot_be(self) -> tuple[Never, ...]:  # type: ignore[override]
                return ()


class Event(Facts):
    """A row of a history."""

    day: Maybe[date] = fact(date, "the day")
    ended: Maybe[date] = fact(date, "the end")
    grave: Maybe[bool] = fact(bool, "it is grave")
    points: Maybe[int] = fact(int, "its points", low=0, high=5)


def back(months: int) -> Window:
    return last(months, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Child(Facts):
    """Measures of one history."""

    ever: Maybe[bool] = exists(Event, "an event")
    six: Maybe[int] = count(Event, "events in 6 months", dated=Event.day, during=back(6))
    twelve: Maybe[int] = count(Event, "events in 12 months", dated=Event.day, during=back(12))
    grave: Maybe[int] = count(Event, "grave events", where=Event.grave)
    first: Maybe[date] = earliest(Event, Event.day, "the first event")
    final: Maybe[date] = latest(Event, Event.day, "the last event")
    first_grave: Maybe[date] = earliest(Event, Event.day, "the first grave event", where=Event.grave)
    points: Maybe[int] = total(Event, Event.points, "points")
    points_six: Maybe[int] = total(Event, Event.points, "points in 6 months", dated=Event.day, during=back(6))
    most: Maybe[int] = worst(Event, Event.points, "the most points")
    days: Maybe[int] = longest(Event, Event.day, Event.ended, "the longest event")


@pytest.mark.parametrize(
    "stated",
    [
        {"six": 2, "twelve": 1},
        {"six": 1, "ever": False},
        {"ever": False, "most": 3},
        {"ever": False, "days": 1},
        {"ever": False, "final": DAY},
        {"first": DAY, "final": date(2025, 3, 2)},
        {"first": DAY, "first_grave": date(2025, 3, 2)},
        {"final": date(2025, 3, 2), "first_grave": DAY},
        {"points_six": 4, "points": 3},
    ],
    ids=str,
)
def test_measures_of_one_history_state_what_they_cannot_be_together(stated: dict[str, int]) -> None:
    assert broken(Child, stated)


@pytest.mark.parametrize(
    "stated",
    [
        {"six": 1, "twelve": 1, "ever": True},
        {"twelve": 2, "six": 0},
        {"ever": True, "six": 0},
        {"grave": 1, "twelve": 0},
        {"first": DAY, "final": DAY, "first_grave": DAY},
        {"ever": False, "days": 0},
    ],
    ids=str,
)
def test_measures_that_can_be_together_are_left_alone(stated: dict[str, int]) -> None:
    assert broken(Child, stated) == []


@pytest.mark.slow
@settings(max_examples=80)
@given(st.data())
def test_no_history_leads_to_measures_that_cannot_be(data: st.DataObject) -> None:
    # The constructor refuses what breaks an invariant, so that being made is the proof.
    assert as_of(Child(), DAY, data.draw(histories(Child(), DAY)))


@pytest.mark.parametrize(
    ("inner", "outer", "within"),
    [
        (back(6), back(12), True),
        (back(12), back(6), False),
        (last(12, Unit.MONTHS, anchor_in=True, far_end_in=True), back(12), False),
        (back(12), last(12, Unit.MONTHS, anchor_in=True, far_end_in=True), True),
        (back(6), last(12, Unit.MONTHS, anchor_in=False, far_end_in=True), False),
        (last(27, Unit.DAYS, anchor_in=True, far_end_in=True), back(1), True),
        # February has 28 days: 28 days back from 1 March is 1 February, and the month leaves that day out.
        (last(28, Unit.DAYS, anchor_in=True, far_end_in=True), back(1), False),
        (back(1), last(5, Unit.WEEKS, anchor_in=True, far_end_in=False), True),
        (back(1), last(4, Unit.WEEKS, anchor_in=True, far_end_in=False), False),
        (back(6), last(12, Unit.MONTHS, anchor_in=True, far_end_in=True, before=Event.day), False),
    ],
)
def test_a_window_lies_in_another_only_if_it_does_so_wherever_the_anchor_is(
    inner: Window, outer: Window, within: bool
) -> None:
    assert inner.within(outer) is within


def test_what_is_allowed_is_said_of_a_date_that_may_not_be_later_than_another() -> None:
    rule = never(Order.made > Order.ends, "an order is made before it ends")
    assert rule.allowed({"made": DAY, "ends": date(2025, 3, 1)}) == (
        "2025-03-01 or earlier: an order is made before it ends"
    )


@pytest.mark.slow
@settings(max_examples=50)
@given(conditions(), records())
def test_a_compiled_condition_holds_where_the_condition_does(condition: Condition, record: Facts) -> None:
    said = vars(record)
    assert compiled(condition)(said) is holds_by(condition, lambda fact: said[fact.name])
