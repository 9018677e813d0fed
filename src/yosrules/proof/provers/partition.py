"""Partition all records into finitely many regions, within which no leaf of the conditions changes its verdict.

Two values of a fact share a cell if every leaf has the same verdict for both; one example stands for the cell. "Not on
record" is a cell of every fact that may be unknown. Facts that are compared with each other share a column, whose cells
are the possible orders of these facts and their thresholds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import product
from math import prod
from typing import TypeAlias, assert_never, cast

import attrs

from yosrules.errors import UndecidedError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.holds import COMPARE
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import leaves
from yosrules.proof.provers.orders import Cell, check_ways, orders

MOST_REGIONS = 1 << 20
"""More regions than this are not listed one by one."""

Assignment: TypeAlias = Mapping[Fact, Value | None]
"""A value for each fact; None means not on record."""

EXAMPLE = "example"
"""The text, such as the reference, of the example record of a region."""


@attrs.frozen
class Column:
    """One fact, or several that are compared with each other, and its cells, nearest to an empty record first."""

    facts: tuple[Fact, ...]
    cells: tuple[Cell, ...]

    def weight(self, cell: Cell) -> int:
        """How many facts of a cell differ from the first cell, which is the emptiest."""
        return sum(value != usual for value, usual in zip(cell, self.cells[0], strict=True))


@attrs.frozen
class Partition:
    """The columns; a region is one cell of each."""

    columns: tuple[Column, ...]

    @cached_property
    def size(self) -> int:
        """How many regions there are."""
        return prod(len(column.cells) for column in self.columns)

    def regions(self) -> Iterator[dict[Fact, Value | None]]:
        """One assignment for each region; refused where there are too many."""
        # Not a generator function, so that the refusal comes with the call and not with the first region.
        if self.size > MOST_REGIONS:
            raise UndecidedError(f"there are {self.size:,} regions; at most {MOST_REGIONS:,} are listed")
        return (_assigned(self.columns, cells) for cells in product(*(column.cells for column in self.columns)))

    def of(self, cells: Sequence[int]) -> dict[Fact, Value | None]:
        """The region with these cells, one of each column."""
        return _assigned(self.columns, [column.cells[at] for column, at in zip(self.columns, cells, strict=True)])


def _assigned(columns: Sequence[Column], cells: Sequence[Cell]) -> dict[Fact, Value | None]:
    return {
        fact: value
        for column, cell in zip(columns, cells, strict=True)
        for fact, value in zip(column.facts, cell, strict=True)
    }


def example_record(about: type[Facts], facts: Assignment) -> Facts:
    """An assignment as a record; other facts are unknown, or if they must be given, the first possible value."""
    stated = {fact.name: value for fact, value in facts.items()}
    for name, fact in vocabulary(about).items():
        if fact.given and name not in stated:
            stated[name] = partition([Known(fact)]).of([0])[fact]
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", about))
    text = {field.name: EXAMPLE for field in fields if field.default is attrs.NOTHING}
    return about(**{**text, **stated})


def leaf_holds(leaf: Compare | Known, facts: Assignment) -> bool:
    """Whether a leaf holds for an assignment."""
    match leaf:
        case Compare(fact, op, right):
            left, other = facts[fact], facts[right] if isinstance(right, Fact) else right
            return left is not None and other is not None and COMPARE[op](left, other)
        case Known(fact, known):
            return (facts[fact] is not None) is known
        case _:
            assert_never(leaf)


def partition(conditions: Iterable[Condition]) -> Partition:
    """The regions that these conditions distinguish."""
    # Negations too: ~(a < b) asks a >= b, and telling "fails" from "cannot tell" needs both.
    asked: dict[Compare | Known, None] = {}
    for condition in conditions:
        own = dict.fromkeys(leaves(condition))
        asked |= own | dict.fromkeys(part for leaf in own for part in leaves(~leaf))
    # Claims about one edition ask much the same of each fact.
    mine = ((facts, tuple(leaf for leaf in asked if leaf.fact in facts)) for facts in _groups(asked))
    return Partition(tuple(_column(*each) for each in mine))


def _groups(asked: Iterable[Compare | Known]) -> list[tuple[Fact, ...]]:
    """Group facts that are compared with each other, directly or through others; any other fact is alone."""
    # Cut one by one, compared facts would lose their order: the verdict of a < b depends on both values at once.
    groups: dict[Fact, tuple[Fact, ...]] = {}
    for leaf in asked:
        joined = (leaf.right,) if isinstance(leaf, Compare) and isinstance(leaf.right, Fact) else ()
        group = dict.fromkeys(each for fact in (leaf.fact, *joined) for each in groups.get(fact, (fact,)))
        groups |= dict.fromkeys(group, tuple(group))
    return list(dict.fromkeys(groups.values()))


@lru_cache(maxsize=256)
def _column(facts: tuple[Fact, ...], mine: tuple[Compare | Known, ...]) -> Column:
    """One cell for each combination of verdicts of these facts' leaves, represented by its emptiest example."""
    possible = _combined(facts) if facts[0].members else list(orders(facts, _thresholds(mine)))
    usual = [possible[0][place] if fact.given else None for place, fact in enumerate(facts)]
    # Emptiest first, so that a counterexample states nothing that it does not need.
    possible.sort(key=lambda cell: sum(value != common for value, common in zip(cell, usual, strict=True)))
    cells: dict[tuple[bool, ...], Cell] = {}
    for cell in possible:
        cells.setdefault(tuple(leaf_holds(leaf, dict(zip(facts, cell, strict=True))) for leaf in mine), cell)
    return Column(facts, tuple(cells.values()))


def _combined(facts: tuple[Fact, ...]) -> list[Cell]:
    options = [fact.members if fact.given else (None, *fact.members) for fact in facts]
    check_ways(prod(map(len, options)), facts)
    return list(product(*options))


def _thresholds(asked: Iterable[Compare | Known]) -> Iterator[tuple[Fact, Value]]:
    """The values that facts are compared with."""
    for leaf in asked:
        if isinstance(leaf, Compare) and not isinstance(leaf.right, Fact):
            yield leaf.fact, leaf.right


def holds_of(condition: Condition, facts: Assignment) -> bool:
    """Whether a condition holds for an assignment."""
    match condition:
        case Compare() | Known():
            return leaf_holds(condition, facts)
        case AllOf(parts):
            return all(holds_of(part, facts) for part in parts)
        case AnyOf(parts):
            return any(holds_of(part, facts) for part in parts)
        case _:
            assert_never(condition)
