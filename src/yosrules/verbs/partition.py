"""What conditions cut in the facts they read: finitely many regions, and one record for all that lie in each.

Two values of a fact are in one cell when every comparison answers the same for both. "Not on record" is a cell of every
fact that may be unknown. Facts that are compared with each other share a column, whose cells are the ways they can be
ordered among themselves and the thresholds; only orders that the facts' own bounds and decimal places allow are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby, product
from math import prod
from typing import TypeAlias, assert_never, cast

import attrs

from yosrules.errors import UndecidedError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, Value
from yosrules.verbs.decide import COMPARE

MOST_REGIONS = 1 << 20
"""Past this many regions nothing is enumerated; a solver may still answer."""

Assignment: TypeAlias = Mapping[Fact, Value | None]
"""What each fact is; None is not on record."""

Cell: TypeAlias = tuple[Value | None, ...]
"""A value for each fact of a column, standing for all that no comparison tells from it."""

EXAMPLE = "example"
"""The reference, or any other text, of a record that stands for many."""

USUAL_DAY = date(2020, 1, 1)
"""Where nothing says otherwise, dates begin here."""


@attrs.frozen
class Column:
    """One fact, or several that are compared with each other, and its cells, nearest to an empty record first."""

    facts: tuple[Fact, ...]
    cells: tuple[Cell, ...]

    def weight(self, cell: Cell) -> int:
        """How many of its facts are not what they most commonly are: not on record, or the first that is possible."""
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
        self.check()
        return (_assigned(self.columns, cells) for cells in product(*(column.cells for column in self.columns)))

    def check(self) -> None:
        """Refuse what is too large to enumerate."""
        if self.size > MOST_REGIONS:
            raise UndecidedError(f"there are {self.size:,} regions; at most {MOST_REGIONS:,} are enumerated")

    def at(self, place: int) -> dict[Fact, Value | None]:
        """The region at a place, the first column's cells changing fastest."""
        cells: list[Cell] = []
        for column in self.columns:
            place, cell = divmod(place, len(column.cells))
            cells.append(column.cells[cell])
        return _assigned(self.columns, cells)


def _assigned(columns: Sequence[Column], cells: Sequence[Cell]) -> dict[Fact, Value | None]:
    return {
        fact: value
        for column, cell in zip(columns, cells, strict=True)
        for fact, value in zip(column.facts, cell, strict=True)
    }


def record_of(about: type[Facts], facts: Assignment) -> Facts:
    """An assignment as an ordinary record; what it does not say is not on record, or the first that is possible."""
    stated = {fact.name: value for fact, value in facts.items()}
    for name, fact in vocabulary(about).items():
        if fact.given and name not in stated:
            stated[name] = partition([Known(fact)]).at(0)[fact]
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", about))
    text = {field.name: EXAMPLE for field in fields if field.default is attrs.NOTHING}
    return about(**{**text, **stated})


def leaves(condition: Condition) -> Iterator[Compare | Known]:
    """The leaves of a condition, as often as they stand there."""
    match condition:
        case Compare() | Known():
            yield condition
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            assert_never(condition)


def told(leaf: Compare | Known, facts: Assignment) -> bool:
    """Whether a leaf holds."""
    match leaf:
        case Compare(fact, op, right):
            left, other = facts[fact], facts[right] if isinstance(right, Fact) else right
            return left is not None and other is not None and COMPARE[op](left, other)
        case Known(fact, known):
            return (facts[fact] is not None) is known
        case _:
            assert_never(leaf)


def partition(conditions: Iterable[Condition]) -> Partition:
    """The regions that these conditions can tell apart."""
    asked = list(dict.fromkeys(leaf for condition in conditions for leaf in leaves(condition)))
    return Partition(tuple(_column(facts, asked) for facts in _groups(asked)))


def _groups(asked: Iterable[Compare | Known]) -> list[tuple[Fact, ...]]:
    """Facts that are compared with each other stand together, any other fact alone."""
    groups: dict[Fact, tuple[Fact, ...]] = {}
    for leaf in asked:
        joined = (leaf.right,) if isinstance(leaf, Compare) and isinstance(leaf.right, Fact) else ()
        group = dict.fromkeys(each for fact in (leaf.fact, *joined) for each in groups.get(fact, (fact,)))
        groups |= dict.fromkeys(group, tuple(group))
    return list(dict.fromkeys(groups.values()))


def _column(facts: tuple[Fact, ...], asked: Iterable[Compare | Known]) -> Column:
    """One cell for every way that the comparisons of these facts can come out, the emptiest that shows it."""
    mine = [leaf for leaf in asked if leaf.fact in facts]
    possible = _combined(facts) if facts[0].members else list(_ordered(facts, mine))
    usual = [possible[0][place] if fact.given else None for place, fact in enumerate(facts)]
    possible.sort(key=lambda cell: sum(value != common for value, common in zip(cell, usual, strict=True)))
    cells: dict[tuple[bool, ...], Cell] = {}
    for cell in possible:
        cells.setdefault(tuple(told(leaf, dict(zip(facts, cell, strict=True))) for leaf in mine), cell)
    return Column(facts, tuple(cells.values()))


def _combined(facts: tuple[Fact, ...]) -> list[Cell]:
    options = [fact.members if fact.given else (None, *fact.members) for fact in facts]
    _check(prod(map(len, options)), facts)
    return list(product(*options))


def _check(ways: int, facts: tuple[Fact, ...]) -> None:
    if ways > MOST_REGIONS:
        raise UndecidedError(f"{len(facts)} facts are compared with each other, in too many ways to enumerate")


@attrs.frozen
class Line:
    """Where numbers or dates can lie: thresholds and bounds, in units of the most decimal places that any fact has."""

    marks: tuple[int, ...]
    thresholds: frozenset[int]
    usual: int

    def gap(self, place: int) -> tuple[int | None, int | None]:
        """What lies below and above the gap at a place."""
        low = self.marks[place - 1] if place else None
        return low, self.marks[place] if place < len(self.marks) else None


def _ordered(facts: tuple[Fact, ...], asked: Iterable[Compare | Known]) -> Iterator[Cell]:
    """Every order that these facts and their thresholds can stand in, by one assignment each."""
    places = max(fact.places or 0 for fact in facts)
    thresholds = {
        leaf.fact.number(leaf.right) * _unit(leaf.fact, places)
        for leaf in asked
        if isinstance(leaf, Compare) and not isinstance(leaf.right, Fact)
    }
    ends = {end * _unit(fact, places) for fact in facts for end in fact.reach if end is not None}
    usual = USUAL_DAY.toordinal() if facts[0].kind is date else 0
    line = Line(tuple(sorted(thresholds | ends)), frozenset(thresholds), usual)
    positions = [*range(-len(line.marks) - 1, 0), *range(len(line.marks))]  # gaps count from below zero, then marks
    _check((len(positions) + 1) ** len(facts), facts)
    for chosen in product(*((None, *positions) if not fact.given else positions for fact in facts)):
        yield from _placed(facts, chosen, line, places)


def _unit(fact: Fact, places: int) -> int:
    """One step of a fact in units of the finest."""
    return int(10 ** (places - (fact.places or 0)))


def _placed(facts: tuple[Fact, ...], chosen: tuple[int | None, ...], line: Line, places: int) -> Iterator[Cell]:
    """The facts put on the marks and into the gaps chosen for them, in every order that each gap has room for."""
    at: dict[Fact, int] = {}
    inside: dict[int, list[Fact]] = {}
    for fact, position in zip(facts, chosen, strict=True):
        if position is not None and position < 0:
            inside.setdefault(position + len(line.marks) + 1, []).append(fact)
        elif position is not None:
            at[fact] = line.marks[position]
    gaps = [list(_filled(line, gap, tuple(members), places)) for gap, members in inside.items()]
    for filled in product(*gaps):
        numbers = at | {fact: number for each in filled for fact, number in each.items()}
        if all(_possible(fact, number, _unit(fact, places)) for fact, number in numbers.items()):
            yield tuple(fact.value(numbers[fact] // _unit(fact, places)) if fact in numbers else None for fact in facts)


def _possible(fact: Fact, number: int, unit: int) -> bool:
    low, high = fact.reach
    return not number % unit and (low is None or number >= low * unit) and (high is None or number <= high * unit)


def _filled(line: Line, gap: int, facts: tuple[Fact, ...], places: int) -> Iterator[dict[Fact, int]]:
    """Every order in which these facts can lie in one gap, each fact on the steps that its decimal places allow."""
    low, high = line.gap(gap)
    for order in _weak_orders(facts):
        steps = [max(_unit(fact, places) for fact in level) for level in order]
        if (numbers := _spread(line, low, high, steps)) is not None:
            yield {fact: number for level, number in zip(order, numbers, strict=True) for fact in level}


def _weak_orders(facts: tuple[Fact, ...]) -> Iterator[list[list[Fact]]]:
    """Every way to put these facts in order, ties allowed."""
    for levels in product(range(len(facts)), repeat=len(facts)):
        if set(levels) == set(range(max(levels) + 1)):
            ranked = sorted(zip(levels, range(len(facts)), strict=True))
            yield [[facts[place] for _, place in level] for _, level in groupby(ranked, key=lambda each: each[0])]


def _spread(line: Line, low: int | None, high: int | None, steps: list[int]) -> list[int] | None:
    """Ascending numbers between two marks, each on its own steps, next to a threshold; None where there is no room."""
    if high is not None and (low is None or (high in line.thresholds and low not in line.thresholds)):
        below = [-number for number in _climb(-high, reversed(steps))][::-1]
        return below if low is None or below[0] > low else None
    starts = [line.usual - 1, low] if low is None or low not in line.thresholds else [low]
    climbs = [_climb(start, steps) for start in starts if start is not None and (low is None or start >= low)]
    return next((climbed for climbed in climbs if high is None or climbed[-1] < high), None)


def _climb(low: int, steps: Iterable[int]) -> list[int]:
    """The smallest numbers above `low`, each above the one before and on its own steps."""
    numbers: list[int] = []
    for step in steps:
        low = (low // step + 1) * step
        numbers.append(low)
    return numbers


def shown(condition: Condition, facts: Assignment) -> bool:
    """Whether a condition holds of an assignment."""
    match condition:
        case Compare() | Known():
            return told(condition, facts)
        case AllOf(parts):
            return all(shown(part, facts) for part in parts)
        case AnyOf(parts):
            return any(shown(part, facts) for part in parts)
        case _:
            assert_never(condition)
