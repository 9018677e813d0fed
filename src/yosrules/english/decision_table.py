"""An edition as a decision table: a row for each way a rule can come to hold, a column for each fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import TypeVar

from yosrules.english.describe import called, english
from yosrules.english.grid import Grid
from yosrules.errors import PolicyError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Op
from yosrules.language.kinds import words
from yosrules.language.walks import reads
from yosrules.policies.policy import Edition, Outcome, Rule

T = TypeVar("T", bound=Outcome)

_MOST_ROWS = 500
"""Past this many rows a table is no help to anybody, and is refused."""
_ANYTHING = "-"


def decision_table(edition: Edition[T]) -> Grid:
    """The rules as rows of cells; "-" is anything. Refused where it would have more than 500 rows."""
    facts = {name: called(fact) for name, fact in edition.facts().items()}
    rows = [row for rule in edition.rules for row in _rows(rule, tuple(facts))]
    return Grid(("Rule", *facts.values(), "Leads to"), tuple(rows))


def _rows(rule: Rule[T], facts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    # Counted before any row is written: the alternatives of joined parts multiply, and may be too many to list.
    if (count := ways(rule.when)) > _MOST_ROWS:
        raise PolicyError(f"rule {rule.id} has {count:,} ways to hold; a table shows at most {_MOST_ROWS}")
    reading = f" ({rule.reading})" if rule.reading else ""
    for parts in alternatives(rule.when):
        cells = _cells(parts)
        yield (
            rule.id + reading,
            *(cells.get(name, _ANYTHING) for name in facts),
            f"{rule.outcome.name}, {rule.word}",
        )


def _cells(parts: tuple[Condition, ...]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for part in parts:
        fact = next(reads(part))
        clause = _yes_or_no(part) or english(part).removeprefix(f"{called(fact)} is ")
        cells[fact.name] = f"{cells[fact.name]} and {clause}" if fact.name in cells else clause
    return cells


def _yes_or_no(part: Condition) -> str | None:
    if isinstance(part, Compare) and isinstance(part.right, bool):
        return words(part.right is (part.op is Op.EQ))
    return None


def _one_fact(condition: Condition) -> bool:
    return not isinstance(condition, AllOf | AnyOf) or len(set(reads(condition))) == 1


def ways(condition: Condition) -> int:
    """How many alternatives a condition has."""
    if _one_fact(condition) or not isinstance(condition, AllOf | AnyOf):
        return 1
    each = [ways(part) for part in condition.parts]
    return sum(each) if isinstance(condition, AnyOf) else prod(each)


def alternatives(condition: Condition) -> Iterator[tuple[Condition, ...]]:
    """The ways a condition can hold, each as parts that all have to; parts about one fact stay together."""
    if _one_fact(condition) or not isinstance(condition, AllOf | AnyOf):
        yield (condition,)
    elif isinstance(condition, AnyOf):
        for part in condition.parts:
            yield from alternatives(part)
    else:
        for chosen in product(*(list(alternatives(part)) for part in condition.parts)):
            yield tuple(part for parts in chosen for part in parts)
