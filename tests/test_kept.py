"""Provers, differences, regions and drawn records are about records that keep the invariants of their kind."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from yosrules import Band, Edition, Facts, Given, Maybe, covers, fact, given as stated, known, must
from yosrules.deciding import holds
from yosrules.deciding.as_of import as_of
from yosrules.language import (
    Condition,
    Never,
    Ref,
    Unit,
    Window,
    broken,
    coming,
    count,
    earliest,
    exists,
    in_order,
    last,
    latest,
    longest,
    never,
    open_on_day,
    total,
    vocabulary,
    worst,
)
from yosrules.language.never import PerDay
from yosrules.proof.boundaries import boundaries
from yosrules.proof.claims import Kind, claims
from yosrules.proof.diff import Way, diff
from yosrules.proof.mutate import Fate, judge
from yosrules.proof.prove import NotAnalysed, Proved, Refuted, export, installed, prove
from yosrules.proof.provers.compiled import table
from yosrules.proof.provers.kept import keeping
from yosrules.testing.strategies import records as generate
from yosrules.testing.strategies.possible import possible

PANEL = Band("panel", 0)
DAY = date(2024, 3, 10)


def back(months: int) -> Window:
    return last(months, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Event(Facts):
    day: Maybe[date] = fact(date, "the day")
    ended: Maybe[date] = fact(date, "the end")
    caution: Maybe[bool] = fact(bool, "it is a caution")
    points: Maybe[int] = fact(int, "its points", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (*in_order(cls.day, cls.ended),)


class Child(Facts):
    reference: str
    born: Maybe[date] = fact(date, "the birth")
    referred: Maybe[date] = fact(date, "the referral")
    ordered: Maybe[bool] = fact(bool, "there is an order")
    order_ends: Maybe[date] = fact(date, "the end of the order")
    age: Maybe[int] = fact(int, "the age", low=10, high=17)
    cautions: Maybe[int] = count(Event, "cautions", where=Event.caution)
    had: Maybe[bool] = exists(Event, "a caution", where=Event.caution)
    six: Maybe[int] = count(Event, "events in 6 months", during=back(6))
    twelve: Maybe[int] = count(Event, "events in 12 months", during=back(12))
    any_twelve: Maybe[bool] = exists(Event, "an event in 12 months", during=back(12))
    first: Maybe[date] = earliest(Event, Event.day, "the first event")
    final: Maybe[date] = latest(Event, Event.day, "the last event")
    events: Maybe[int] = count(Event, "events")
    points: Maybe[int] = total(Event, Event.points, "points")
    days: Maybe[int] = longest(Event, Event.day, Event.ended, "the longest event")

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (
            never(cls.referred < cls.born, "nobody is referred before birth"),
            never(cls.ordered & ~known(cls.order_ends), "an order has an end"),
            never(cls.order_ends < cls.referred, "an order does not end before the referral"),
        )


def edition(when: Condition | Ref[bool], *kept_for: Condition) -> Edition[Band]:
    promised = (covers(f"c{at}", when=each, by=lambda _: True) for at, each in enumerate(kept_for))
    return Edition(date(2024, 1, 1), (must("a", PANEL, when=when),), tuple(promised))


def answers(subject: Edition[Band], about: type[Facts] = Child) -> dict[Kind, type[object]]:
    return {claim.kind: type(prove(claim)) for claim in claims(subject, about)}


@pytest.mark.parametrize(
    "when",
    [
        (Child.cautions >= 2) & ~Child.had,
        (Child.six >= 1) & (Child.twelve == 0),
        (Child.six >= 1) & ~Child.any_twelve,
        Child.first > Child.final,
        (Child.cautions >= 1) & ~known(Child.had),
        ~Child.had & ~known(Child.cautions),
        known(Child.first) & ~known(Child.events),
        known(Child.first) & (Child.events == 0),
        (Child.events >= 1) & ~known(Child.first),
        (Child.events == 0) & (Child.points > 0),
        (Child.events == 0) & ~known(Child.days),
        (Child.six >= 1) & ~known(Child.any_twelve),
        Child.had & (Child.events == 0),
        Child.referred < Child.born,
        Child.ordered & ~known(Child.order_ends),
    ],
    ids=str,
)
def test_no_rule_fires_and_none_is_needed_for_a_record_that_cannot_be(when: Condition) -> None:
    asked = [each for each in claims(edition(when), Child) if each.kind in (Kind.FIRES, Kind.NEEDED)]
    assert [each.kind for each in asked] == [Kind.FIRES, Kind.NEEDED]
    assert len(installed()) == 2
    for prover, seek in installed().items():
        found = [prove(each, {prover: seek}) for each in asked]
        assert [(type(each), isinstance(each, Refuted) and each.by) for each in found] == [(Refuted, (prover,))] * 2


@pytest.mark.parametrize(
    "when",
    [
        Child.had & ~known(Child.cautions),
        (Child.six == 0) & (Child.twelve >= 1),
        (Child.events >= 1) & ~known(Child.points),
        Child.referred == Child.born,
    ],
    ids=str,
)
def test_what_can_be_is_not_ruled_out(when: Condition) -> None:
    assert answers(edition(when))[Kind.FIRES] is Proved


def test_a_promise_that_every_child_keeps_is_proved() -> None:
    assert answers(edition(Child.had, Child.cautions >= 1))[Kind.GUARANTEE] is Proved


def test_a_fact_that_must_be_on_record_with_another_is_stated_in_the_example_too() -> None:
    (fires,) = (each for each in claims(edition(Child.ordered), Child) if each.kind is Kind.FIRES)
    answer = prove(fires)
    assert isinstance(answer, Proved)
    assert answer.record
    assert vars(answer.record)["order_ends"] is not None
    assert "the end of the order" not in fires.says
    assert "order_ends" in export(fires)


@pytest.mark.slow
def test_one_of_several_things_that_cannot_be_is_ruled_out_by_itself() -> None:
    for when, kind in ((Stay.review > date(2031, 1, 1), Refuted), (Stay.review > date(2030, 1, 1), Proved)):
        assert answers(edition(when), Stay)[Kind.FIRES] is kind


class Paid(Facts):
    """What no condition can say: an amount beyond that of its days."""

    hours: Maybe[int] = fact(int, "the hours", low=0)
    begun: Maybe[date] = fact(date, "the first day")
    ended: Maybe[date] = fact(date, "the last day")

    @classmethod
    def cannot_be(cls) -> tuple[PerDay, ...]:
        return (PerDay(vocabulary(cls)["hours"], 24, vocabulary(cls)["begun"], vocabulary(cls)["ended"]),)


def test_a_record_that_breaks_what_no_condition_can_say_proves_nothing() -> None:
    day = (Paid.begun == DAY) & (Paid.ended == DAY)
    found = [prove(each) for when in (day, day & (Paid.hours > 24)) for each in claims(edition(when), Paid)[:1]]
    assert [type(each) for each in found] == [Proved, NotAnalysed]
    assert "hours 25" in str(found[1])


def test_invariants_of_facts_that_a_claim_does_not_read_add_nothing_to_it() -> None:
    assert keeping(Child, [Child.age.fact, Child.born.fact]) == keeping(Event, [])


def test_two_conditions_of_one_history_differ_only_where_a_row_cannot_be_told() -> None:
    (moved,) = diff(edition(Child.had), edition(Child.cautions >= 1), Child).outcomes
    assert (moved.way, moved.only_untold) == (Way.NARROWER, True)
    # One row is a caution, of another nobody can tell: there is one, and how many there are is unknown.
    rows = {Event: [Event(day=DAY, caution=True), Event(day=DAY)]}
    told = as_of(Child(reference="a"), DAY, rows)
    assert (told.had, told.cautions) == (True, None)


@pytest.mark.parametrize("other", [Child.cautions >= 2, Child.age >= 12, Child.six >= 1], ids=str)
def test_conditions_that_differ_where_all_is_told_are_not_said_to_differ_by_that_alone(other: Condition) -> None:
    (moved,) = diff(edition(Child.had), edition(other), Child).outcomes
    assert (moved.way, moved.only_untold) == (Way.NARROWER if other == (Child.cautions >= 2) else moved.way, False)


def test_both_records_at_a_boundary_keep_the_invariants() -> None:
    subject = edition((Child.referred >= Child.born) & (Child.age >= 12))
    sides = [side for each in boundaries(subject, Child) for side in (each.inside, each.outside) if side]
    assert sides
    assert not [side for side in sides if broken(Child, vars(side))]


@pytest.mark.slow
def test_a_mutant_that_differs_only_for_records_that_cannot_be_is_the_same() -> None:
    judged = judge(edition((Child.cautions >= 1) & Child.had), Child, ())
    assert any(each.fate is Fate.EQUIVALENT for each in judged)


def test_regions_in_which_no_record_can_lie_are_left_out_and_the_rest_have_records_that_can_be() -> None:
    subject = Edition(date(2024, 1, 1), (must("a", PANEL, when=(Child.referred < Child.born) | (Child.age >= 12)),))
    found = table(subject, Child)
    assert len(list(found.regions())) == found.size - 3  # of three verdicts each for the dates and the age
    ends = Edition(date(2024, 1, 1), (must("a", PANEL, when=Child.ordered),))
    assert [vars(each)["order_ends"] is not None for each in table(ends, Child).regions()] == [False, False, True]


class Stay(Facts):
    begun: Given[date] = stated(date, "the start")
    ended: Given[date] = stated(date, "the end")
    listed: Given[bool] = stated(bool, "it is listed")
    secure: Given[bool] = stated(bool, "it is secure")
    review: Maybe[date] = fact(date, "the review")
    moved: Maybe[date] = fact(date, "the move")

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (
            *in_order(cls.begun, cls.ended, cls.review),
            never(cls.listed & cls.secure, "no list has what is secure"),
            never(known(cls.review) & cls.listed, "what is listed is not reviewed"),
            never((cls.moved > date(2030, 1, 1)) | (cls.review > date(2031, 1, 1)), "nothing is planned so far ahead"),
        )


OPEN = open_on_day(Event.day, Event.ended, end_in=True, no_end_is_open=True)


class Everything(Child):
    """Every way to count, over rows that are there on the day, open on it, or to come."""

    open_ones: Maybe[int] = count(Event, "open events", during=OPEN)
    any_open: Maybe[bool] = exists(Event, "an open event", during=OPEN)
    open_caution: Maybe[bool] = exists(Event, "an open caution", where=Event.caution, during=OPEN)
    any_event: Maybe[bool] = exists(Event, "an event")
    dear: Maybe[int] = worst(Event, Event.points, "the most points")
    first_ended: Maybe[date] = earliest(Event, Event.ended, "the first end")
    latest_six: Maybe[date] = latest(Event, Event.day, "the last in 6 months", during=back(6))
    points_six: Maybe[int] = total(Event, Event.points, "points in 6 months", during=back(6))
    soon: Maybe[int] = count(Event, "soon", during=coming(2, Unit.MONTHS, anchor_in=True, far_end_in=True))
    sooner: Maybe[bool] = exists(Event, "sooner", during=coming(1, Unit.MONTHS, anchor_in=True, far_end_in=True))
    since: Maybe[int] = count(
        Event, "since", during=coming(2, Unit.MONTHS, anchor_in=True, far_end_in=True, after=Child.referred)
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(st.data())
def test_whatever_the_history_the_facts_that_follow_keep_what_provers_rely_on(data: st.DataObject) -> None:
    asked = Everything(reference="a", referred=data.draw(st.none() | st.dates(date(2024, 1, 1), date(2024, 3, 20))))
    record = as_of(asked, DAY, data.draw(generate.histories(asked, DAY)))
    assert holds(keeping(Everything, vocabulary(Everything).values()), record)


def test_where_each_of_two_facts_is_out_of_place_by_itself_both_are_left_out() -> None:
    days = {"begun": date(2000, 1, 1), "ended": date(2004, 5, 18), "listed": False, "secure": False}
    too_late = {"review": date(2032, 7, 24), "moved": date(2030, 1, 2)}
    assert possible(Stay, {**days, **too_late}) == {**days, "review": None, "moved": None}


class Days(Facts):
    attended: Maybe[int] = fact(int, "the days attended", low=0)
    missed: Maybe[int] = fact(int, "the days missed", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (never(cls.attended == cls.missed, "as many days attended as missed"),)


def test_a_value_nearby_that_the_fact_refuses_is_passed_over() -> None:
    assert possible(Days, {"attended": 0, "missed": 0}) == {"attended": 0, "missed": 1}  # nobody misses -1 days


@pytest.mark.traced
@pytest.mark.slow
@settings(max_examples=40)
@given(st.data())
def test_drawn_records_keep_the_invariants_of_their_kind(data: st.DataObject) -> None:
    # A constructor refuses what breaks one, so that being drawn is the proof.
    assert data.draw(generate.records(Stay) | generate.records(Child))
    assert len(data.draw(generate.rows(Event, most=4))) <= 4
