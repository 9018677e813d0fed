"""Histories that lead to facts worked out from them: one for each way of working out, and none where there is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, strategies as st

from strategies import FORUMS, Level
from yosrules import Edition, Facts, Maybe, fact, must, vocabulary
from yosrules.deciding.as_of import as_of
from yosrules.language.kinds import Fact
from yosrules.language.measure import (
    Unit,
    begun,
    coming,
    count,
    earliest,
    exists,
    falls,
    in_force,
    last,
    latest,
    longest,
    passed,
    total,
    worst,
    years,
)
from yosrules.proof.claims import claims
from yosrules.proof.prove import Refuted, prove
from yosrules.proof.provers.orders import USUAL_DAY
from yosrules.proof.provers.witness import history
from yosrules.proof.refutation import refutation
from yosrules.records.case import Case
from yosrules.records.choices import MappaLevel, RiskLevel

PANEL, *_ = FORUMS
YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Absence(Facts):
    begun: Maybe[date] = fact(date, "the first day")
    ended: Maybe[date] = fact(date, "the last day")
    days: Maybe[int] = fact(int, "days", low=0)
    cause: Maybe[Level] = fact(Level, "how bad")
    managed: Maybe[MappaLevel] = fact(MappaLevel, "how it was managed")


class Worker(Facts):
    reference: str
    born: Maybe[date] = fact(date, "the birthday")
    ends: Maybe[date] = fact(date, "the end")
    review: Maybe[date] = fact(date, "the review")
    asked: Maybe[date] = fact(date, "the day asked about")
    level: Maybe[Level] = fact(Level, "the level")
    absences: Maybe[int] = count(Absence, "absences in a year", dated=Absence.begun, during=YEAR)
    bad: Maybe[int] = count(Absence, "bad absences", where=Absence.cause >= Level.HIGH, dated=Absence.begun)
    any_bad: Maybe[bool] = exists(Absence, "a bad absence", where=Absence.cause >= Level.HIGH, dated=Absence.begun)
    lost: Maybe[int] = total(Absence, Absence.days, "days lost", dated=Absence.begun)
    first: Maybe[date] = earliest(Absence, Absence.begun, "the first absence")
    latest_end: Maybe[date] = latest(Absence, Absence.ended, "the last return")
    longest_one: Maybe[int] = longest(Absence, Absence.begun, Absence.ended, "the longest absence")
    worst_one: Maybe[Level] = worst(Absence, Absence.cause, "the worst cause", dated=Absence.begun)
    worst_level: Maybe[MappaLevel] = worst(Absence, Absence.managed, "the highest level", dated=Absence.begun)
    over: Maybe[bool] = passed(ends, "it is over")
    age: Maybe[int] = years(born, "age")
    age_then: Maybe[int] = years(born, "age at the review", on=review)
    come: Maybe[bool] = begun(asked, "it has come")
    running: Maybe[bool] = in_force(asked, ends, "it is in force", end_in=True, no_end_is_open=True)
    due: Maybe[bool] = falls(
        review, "the review is due", during=coming(3, Unit.MONTHS, anchor_in=True, far_end_in=True)
    )
    due_then: Maybe[bool] = falls(
        review, "due then", during=coming(3, Unit.MONTHS, anchor_in=True, far_end_in=True, after=asked)
    )


def facts(*names: str) -> list[Fact]:
    return [vocabulary(Worker)[name] for name in names]


@pytest.mark.parametrize(
    "stated",
    [
        {"absences": 3},
        {"absences": 0},
        {"bad": 2},
        {"any_bad": True},
        {"any_bad": False},
        {"lost": 12},
        {"lost": 0},
        {"first": date(2019, 1, 5)},
        {"latest_end": date(2019, 1, 5)},
        {"longest_one": 7},
        {"longest_one": 0},
        {"worst_one": Level.MEDIUM},
        {"worst_level": MappaLevel.NOT_MANAGED},
        {"over": True},
        {"over": False},
        {"age": 15},
        {"age_then": 15},
        {"due": True},
        {"due": False},
        {"due_then": True},
        {"come": True},
        {"come": False},
        {"running": True},
        {"running": False},
        {"absences": 2, "bad": 1},
        {"absences": 2, "any_bad": True, "over": True, "age": 12},
        {"any_bad": False, "absences": 0, "due": True},
    ],
)
def test_a_history_is_found_for(stated: dict[str, object]) -> None:
    found = history(Worker(reference="a", **stated), facts(*stated))
    assert found
    assert not [name for name in stated if vars(found.record)[name] is not None]
    told = as_of(found.record, found.day, found.rows)
    assert {name: vars(told)[name] for name in stated} == stated


@pytest.mark.parametrize(
    "stated",
    [
        {"absences": 21},
        {"lost": -1},
        {"age": 100_000},
        {"over": True, "ends": date(2021, 1, 1)},
        {"longest_one": 10**9},
    ],
)
def test_where_none_is_found_there_is_none(stated: dict[str, object]) -> None:
    assert history(Worker(reference="a", **stated), facts(*stated)) is None


def test_a_date_that_is_read_is_left_as_it_is() -> None:
    before = Worker(reference="a", over=True, ends=date(2019, 5, 1))
    found = history(before, facts("over", "ends"))
    assert found
    assert vars(found.record)["ends"] == date(2019, 5, 1)


def test_a_fact_that_is_not_read_may_become_anything() -> None:
    found = history(Worker(reference="a", absences=1, bad=5), facts("absences"))
    assert found
    assert as_of(found.record, found.day, found.rows).absences == 1


def test_a_fact_that_cannot_be_told_stays_so_where_it_is_read() -> None:
    assert history(Worker(reference="a", over=True), facts("over", "age")) is not None
    assert history(Worker(reference="a", absences=1, bad=None), facts("absences", "bad")) is None


@pytest.mark.slow
@given(st.integers(0, 5), st.integers(0, 5), st.none() | st.booleans())
def test_what_is_found_leads_there(absences: int, bad: int, over: bool | None) -> None:
    record = Worker(reference="a", absences=absences, bad=bad, over=over)
    read = facts("absences", "bad", "over")
    if found := history(record, read):
        told = as_of(found.record, found.day, found.rows)
        assert [vars(told)[each.name] for each in read] == [absences, bad, over]
    assert found or absences < bad


def refuting(subject: Edition[object], about: type[Facts]) -> Refuted:
    (answer,) = (each for each in map(prove, claims(subject, about)) if isinstance(each, Refuted))
    return answer


def test_a_refuting_record_comes_with_a_history_and_says_it_in_words() -> None:
    subject = Edition(date(2019, 4, 1), (must("r", PANEL, when=Case.licence_over & (Case.rosh <= RiskLevel.LOW)),))
    told = refuting(subject, Case)
    assert told.behind
    assert [*refutation(told)] == [
        "Refuted: panel never falls as risk of serious harm rises.",
        "  For example: risk of serious harm is Low and the licence is over.",
        "  Compared with: risk of serious harm is Medium and the licence is over.",
        "  A history that leads there, as of 1 January 2020: risk of serious harm is Low and the end of the licence is "
        "31 December 2019.",
    ]


def test_rows_are_told_too() -> None:
    rule = must("r", PANEL, when=(Worker.absences >= 1) & (Worker.worst_one <= Level.LOW))
    told = refuting(Edition(date(2019, 4, 1), (rule,)), Worker)
    assert told.behind
    assert len(told.behind.rows[Absence]) == 2
    assert [*refutation(told)][-1].startswith("  Absence: the first day is 1 January 2019, the last day is 1 January ")


def test_a_kind_of_row_of_which_there_are_none_is_told() -> None:
    rule = must("r", PANEL, when=(Worker.absences < 1) & (Worker.level <= Level.LOW))
    told = refuting(Edition(date(2019, 4, 1), (rule,)), Worker)
    assert [*refutation(told)][-1] == "  Absence: none."


def test_that_no_history_is_found_is_told() -> None:
    rule = must("r", PANEL, when=(Worker.lost < 0) & (Worker.worst_one <= Level.LOW))
    told = refuting(Edition(date(2019, 4, 1), (rule,)), Worker)
    assert told.behind is None
    assert [*refutation(told)][-1] == (
        "  Perhaps nobody is like that: no history was found that leads to days lost, the worst cause."
    )


def test_the_day_is_the_usual_one() -> None:
    found = history(Worker(reference="a", age=15), facts("age"))
    assert found
    assert found.day == USUAL_DAY
    assert vars(found.record)["born"] == date(2005, 1, 1)
