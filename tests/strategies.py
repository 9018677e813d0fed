"""One kind of record with every kind of fact, and Hypothesis strategies over it. None of them filters."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from hypothesis import strategies as st

from yosrules import (
    Band,
    Edition,
    Facts,
    Given,
    Maybe,
    RatingScale,
    Rounding,
    Score,
    all_of,
    any_of,
    at_least,
    fact,
    given,
    unless,
    vocabulary,
)
from yosrules.language.expr import Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value
from yosrules.policies.policy import Modality, Rule


class Level(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4


class Stage(StrEnum):
    PREVENTION = "prevention"
    OUT_OF_COURT = "out of court"
    POST_COURT = "post court"


class Child(Facts):
    reference: str
    rosh: Maybe[Level] = fact(Level, "risk of serious harm")
    safety: Maybe[Level] = fact(Level, "safety and wellbeing")
    reoffending: Given[Level] = given(Level, "likelihood of reoffending")
    stage: Maybe[Stage] = fact(Stage, "stage")
    custody_risk: Maybe[bool] = fact(bool, "at risk of custody")
    age: Maybe[int] = fact(int, "age", low=10, high=17)
    share: Maybe[Decimal] = fact(Decimal, "share", places=2, low=Decimal(0), high=Decimal(100))
    assessed: Maybe[date] = fact(date, "day assessed")


FACTS = tuple(vocabulary(Child).values())


def values(fact: Fact) -> st.SearchStrategy[Value]:
    """What a record may state, or a condition may name, of a fact."""
    if fact.members:
        return st.sampled_from(fact.members)
    if fact.kind is int:
        return st.integers(10, 17)
    if fact.kind is Decimal:
        return st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))
    return st.dates(date(2018, 1, 1), date(2018, 1, 9))


def records(*, unknown: bool = True) -> st.SearchStrategy[Child]:
    stated: dict[str, st.SearchStrategy[Any]] = {
        fact.name: st.none() | values(fact) if unknown and not fact.given else values(fact) for fact in FACTS
    }
    return st.fixed_dictionaries(stated).map(lambda facts: Child(reference="A1", **facts))


def comparisons() -> st.SearchStrategy[Condition]:
    def against(fact: Fact) -> st.SearchStrategy[Condition]:
        ops = st.sampled_from(list(Op) if fact.ordered else [Op.EQ, Op.NE])
        alike = st.sampled_from([other for other in FACTS if other.kind is fact.kind])
        return st.builds(Compare, st.just(fact), ops, values(fact) | alike)

    return st.sampled_from(FACTS).flatmap(against)


def leaves() -> st.SearchStrategy[Condition]:
    asked = st.sampled_from(FACTS).map(Known)
    return comparisons() | asked | asked.map(lambda condition: ~condition)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    some = st.lists(parts, max_size=3)
    counted = st.lists(parts, min_size=1, max_size=4).flatmap(
        lambda asked: st.integers(0, len(asked)).map(lambda count: at_least(count, *asked))
    )
    return (
        some.map(lambda asked: all_of(*asked))
        | some.map(lambda asked: any_of(*asked))
        | counted
        | parts.map(lambda condition: ~condition)
        | parts.map(unless)
    )


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    return draw(st.recursive(leaves(), joined, max_leaves=6))


FORUMS = tuple(Band(name, 0) for name in ("panel", "clinic", "meeting"))


def rules() -> st.SearchStrategy[list[Rule[Band]]]:
    made = st.tuples(st.sampled_from(FORUMS), st.sampled_from(Modality), conditions())
    return st.lists(made, max_size=5).map(
        lambda each: [Rule(f"rule-{place}", *parts) for place, parts in enumerate(each)]
    )


def editions() -> st.SearchStrategy[Edition[Band]]:
    return rules().map(lambda each: Edition(date(2019, 4, 1), tuple(each)))


def amounts() -> st.SearchStrategy[Decimal]:
    """Per cents of two places, half of them within a hundredth of a half or a whole."""
    near = st.tuples(st.integers(1, 199), st.integers(-1, 1)).map(lambda at: Decimal(at[0] * 50 + at[1]).scaleb(-2))
    return near | st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths).scaleb(-2))


def scores() -> st.SearchStrategy[Score]:
    halves = st.integers(1, 500).flatmap(lambda out_of: st.tuples(st.integers(0, 2 * out_of), st.just(out_of)))
    return halves.map(lambda at: Score(Decimal(at[0]) / 2, at[1]))


def scales() -> st.SearchStrategy[RatingScale]:
    starts = st.sets(st.integers(1, 100), min_size=1, max_size=6).map(sorted)
    bands = starts.map(lambda each: tuple(Band(f"band {place}", start) for place, start in enumerate([0, *each])))
    return st.builds(RatingScale, st.just("drawn"), bands, st.sampled_from(Rounding))
