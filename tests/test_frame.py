"""Frames: every row decided as `decide` does, on every engine; columns that are not the facts asked for refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frames import EAGER, ENGINES, LAZY, native, needs_spark, rows, statuses, table
from strategies import FORUMS, Child, Level, Stage, editions, records
from yosrules import (
    Band,
    Edition,
    Facts,
    Given,
    Maybe,
    Policy,
    PolicyError,
    RecordError,
    Status,
    decide,
    fact,
    holds,
    is_in,
    known,
    may,
    must,
    unless,
)
from yosrules import given as stated
from yosrules.verbs import frame as frames
from yosrules.verbs.frame import decide_frame, fired_rules, outcomes_of, refusals

PANEL, CLINIC, MEETING = FORUMS
DAY = date(2019, 4, 1)
HIGH = Edition(
    DAY,
    (
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)),
        may("medium", PANEL, when=Child.rosh == Level.MEDIUM),
        must("young", CLINIC, when=Child.age < 14),
    ),
)


def child(**facts: Any) -> Child:
    return Child(**{"reference": "A1", "reoffending": Level.LOW, **facts})


def decided(edition: Edition[Band], children: list[Child]) -> list[list[str]]:
    return [[decide(edition, each).status(outcome).value for outcome in edition.outcomes] for each in children]


def check_words(engine: str, edition: Edition[Band], children: list[Child], form: int) -> None:
    frame = table(Child, children, numbers=form == 1, enums=form == 2)
    out = decide_frame(edition, native(frame, engine))
    assert statuses(out, edition.outcomes) == decided(edition, children)


def check_bits(engine: str, edition: Edition[Band], children: list[Child]) -> None:
    out = decide_frame(edition, native(table(Child, children), engine), masks=True, fired=True, keep=())
    for row, each in zip(rows(out), children, strict=True):
        for bit, outcome in enumerate(edition.outcomes):
            said = {name for name in ("must", "may", "cannot_tell") if row[name] >> bit & 1}
            assert said == {decide(edition, each).status(outcome).value.replace(" ", "_")} - {"no"}
        holding = tuple(rule.id for rule in edition.rules if holds(rule.when, each))
        assert fired_rules(edition, row["fired"]) == holding


def check_dated(engine: str, editions: list[Edition[Band]], children: list[tuple[Child, int]]) -> None:
    """Editions ten days apart, and children on days after the first of them."""
    dated = [attrs.evolve(each, starts=date(2019, 4, 1 + 10 * place)) for place, each in enumerate(editions)]
    policy = Policy("p", Child, tuple(dated))
    days = [date(2019, 4, 1 + after) for _, after in children]
    frame = table(Child, [each for each, _ in children]).with_columns(pl.Series("day", days, pl.Date))
    out = rows(decide_frame(policy, native(frame, engine), on="day", fired=True))
    for (each, _), day, row in zip(children, days, out, strict=True):
        decision = decide(policy.on(day), each)
        said = [decision.status(outcome).value for outcome in outcomes_of(policy)]
        assert [row[outcome.name] for outcome in outcomes_of(policy)] == said
        assert str(row["edition"])[:10] == str(policy.on(day).starts)  # pandas has no dates without a time
        holding = tuple(rule.id for rule in policy.on(day).rules if holds(rule.when, each))
        assert fired_rules(policy.on(day), row["fired"]) == holding


CHILDREN = st.lists(records(), min_size=1, max_size=8)
DATED = st.lists(st.tuples(records(), st.integers(0, 29)), min_size=1, max_size=8)
SEVERAL = st.lists(editions(), min_size=1, max_size=3)
FORMS = st.integers(0, 2)


@pytest.mark.parametrize("engine", ENGINES)
class TestTheSameMeaning:
    @given(edition=editions(), children=CHILDREN, form=FORMS)
    def test_every_row_is_decided_as_it_is_by_itself(
        self, engine: str, edition: Edition[Band], children: list[Child], form: int
    ) -> None:
        check_words(engine, edition, children, form)

    @given(edition=editions(), children=CHILDREN)
    def test_bits_say_the_same_as_words(self, engine: str, edition: Edition[Band], children: list[Child]) -> None:
        check_bits(engine, edition, children)

    @given(editions=SEVERAL, children=DATED)
    def test_each_row_is_decided_by_the_edition_in_force_on_its_day(
        self, engine: str, editions: list[Edition[Band]], children: list[tuple[Child, int]]
    ) -> None:
        check_dated(engine, editions, children)


@needs_spark
class TestTheSameMeaningOnSpark:
    """Fewer examples, of the same: each is a job of a real session."""

    @settings(max_examples=8)
    @given(edition=editions(), children=CHILDREN, form=FORMS)
    def test_every_row_is_decided_as_it_is_by_itself(
        self, edition: Edition[Band], children: list[Child], form: int
    ) -> None:
        check_words("spark", edition, children, form)

    @settings(max_examples=5)
    @given(edition=editions(), children=CHILDREN)
    def test_bits_say_the_same_as_words(self, edition: Edition[Band], children: list[Child]) -> None:
        check_bits("spark", edition, children)

    @settings(max_examples=5)
    @given(editions=SEVERAL, children=DATED)
    def test_each_row_is_decided_by_the_edition_in_force_on_its_day(
        self, editions: list[Edition[Band]], children: list[tuple[Child, int]]
    ) -> None:
        check_dated("spark", editions, children)
