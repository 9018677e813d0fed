"""One kind of record with every kind of fact, and strategies over it that lean on what they share."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cache
from typing import Any

from hypothesis import strategies as st

from yosrules import Band, Edition, Facts, Given, Maybe, fact, given, vocabulary
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value
from yosrules.testing.strategies import records as generate


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


class Wide(Facts):
    """No bounds but those of the kinds."""

    number: Maybe[int] = fact(int)
    sure: Given[int] = given(int)
    whole: Maybe[Decimal] = fact(Decimal, places=0)
    tenth: Maybe[Decimal] = fact(Decimal, places=1)
    day: Maybe[date] = fact(date)
    then: Maybe[date] = fact(date)
    last: Maybe[date] = fact(date)


FACTS = tuple(vocabulary(Child).values())
FORUMS = tuple(Band(name, 0) for name in ("panel", "clinic", "meeting"))

SHARED = (Child.age >= 14, Child.share >= Decimal(50), Child.assessed >= date(2018, 1, 5))
"""Records and conditions that are drawn apart lean on these, so that they meet."""


def bounds(kind: type[int] | type[date]) -> st.SearchStrategy[dict[str, Any]]:
    ends = st.dates() if kind is date else st.integers()
    return st.sampled_from([{}, {"low"}, {"high"}, {"low", "high"}]).flatmap(
        lambda names: st.lists(ends, min_size=len(names), max_size=len(names)).map(
            lambda drawn: dict(zip(sorted(names, reverse=True), sorted(drawn), strict=True))
        )
    )


@cache
def facts() -> st.SearchStrategy[Maybe[Any]]:
    """The definition of any fact, unknown or given, whatever its bounds."""
    decimals = st.tuples(bounds(int), st.integers(0, 3)).map(
        lambda at: {"places": at[1], **{name: Decimal(f"{end}E-{at[1]}") for name, end in at[0].items()}}
    )
    define = st.sampled_from([fact, given])
    return (
        st.builds(lambda made, kind: made(kind), define, st.sampled_from([bool, Level, Stage]))
        | st.builds(lambda made, rest: made(int, **rest), define, bounds(int))
        | st.builds(lambda made, rest: made(date, **rest), define, bounds(date))
        | st.builds(lambda made, rest: made(Decimal, **rest), define, decimals)
    )


@cache
def kinds() -> st.SearchStrategy[type[Facts]]:
    """Any kind of record of up to three facts."""
    return st.lists(facts(), max_size=3).map(
        lambda drawn: type("Drawn", (Facts,), {f"fact_{place}": each for place, each in enumerate(drawn)})
    )


@cache
def values(fact: Fact) -> st.SearchStrategy[Value]:
    return generate.values(fact, *SHARED)


@cache
def records(*, unknown: bool = True) -> st.SearchStrategy[Child]:
    return generate.records(Child, *SHARED, unknown=unknown, stated={"reference": st.just("A1")})


@cache
def conditions() -> st.SearchStrategy[Condition]:
    return generate.conditions(Child, *SHARED)


@cache
def editions() -> st.SearchStrategy[Edition[Band]]:
    return generate.editions(Child, FORUMS, *SHARED)


def truth(condition: Condition, record: Facts) -> bool | None:
    """Strong Kleene logic written out once more, over the facts' numbers, as a second opinion on `holds`."""
    match condition:
        case Known(fact, known):
            return (vars(record)[fact.name] is not None) == known
        case Compare(fact, op, right):
            left = vars(record)[fact.name]
            other = vars(record)[right.name] if isinstance(right, Fact) else right
            if left is None or other is None:
                return None
            sign = (fact.number(left) > fact.number(other)) - (fact.number(left) < fact.number(other))
            return {
                Op.LT: sign < 0,
                Op.LE: sign <= 0,
                Op.EQ: sign == 0,
                Op.NE: sign != 0,
                Op.GE: sign >= 0,
                Op.GT: sign > 0,
            }[op]
        case AllOf(parts):
            said = [truth(part, record) for part in parts]
            return False if False in said else None if None in said else True
        case AnyOf(parts):
            said = [truth(part, record) for part in parts]
            return True if True in said else None if None in said else False
