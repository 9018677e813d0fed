"""The first prover: it asks a condition of all regions at once, fact by fact, and looks once at what many share.

A set of regions is a diagram: a question about one column and, for each answer, the cells that give it and the set that
is left; or it is none or all of them. Equal sets are one whole number, so that each is looked at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias, assert_never

from yosrules.errors import UndecidedError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.kinds import Fact, Value
from yosrules.proof.provers.partition import Partition, leaf_holds, partition

MOST_STEPS = 1 << 18
"""Past so many steps a condition is not enumerated; a solver may still answer."""

Answers: TypeAlias = tuple[tuple[int, int], ...]
"""The cells of a column, as the bits of a whole number, and the set that is left in each; the first cell first."""

_NONE, _ALL = 0, 1


def enumerated(sought: Condition) -> dict[Fact, Value | None] | None:
    """The emptiest assignment for which a condition holds, or None; refused where it takes too many steps."""
    cut = partition([sought])
    regions = Regions(cut)
    found = regions.where(sought)
    return cut.of(regions.emptiest(found)) if found else None


class Regions:
    """Sets of regions, each a whole number; 0 is the set of none."""

    def __init__(self, cut: Partition) -> None:
        self._cut = cut
        self._columns = {fact: place for place, column in enumerate(cut.columns) for fact in column.facts}
        self._asked: list[tuple[int, Answers]] = [(-1, ()), (-1, ())]
        self._sets: dict[tuple[int, Answers], int] = {}
        self._leaves: dict[Compare | Known, int] = {}
        self._joined: dict[tuple[int, int, int], int] = {}
        self._weights: dict[int, list[int]] = {}

    def where(self, condition: Condition) -> int:
        """The regions in which a condition holds."""
        match condition:
            case Compare() | Known():
                # A claim repeats the leaves of its rules: in must, in may and in what excludes them.
                if condition not in self._leaves:
                    self._leaves[condition] = self._leaf(condition)
                return self._leaves[condition]
            case AllOf(parts):
                return self._fold(_NONE, parts)
            case AnyOf(parts):
                return self._fold(_ALL, parts)
            case _:
                assert_never(condition)

    def both(self, one: int, other: int) -> int:
        """The regions that are in both sets."""
        return self._join(_NONE, one, other)

    def without(self, one: int, other: int) -> int:
        """The regions of one set that are not in the other."""
        return self.both(one, self._turned(other, {_NONE: _ALL, _ALL: _NONE}))

    def box(self, chosen: Iterable[set[int]]) -> int:
        """The regions whose cells are among those chosen for each column."""
        found = _ALL
        for place, cells in enumerate(chosen):
            every = (1 << len(self._cut.columns[place].cells)) - 1
            mine = sum(1 << cell for cell in cells)
            found = self._set(place, {found: mine, _NONE: every & ~mine} if mine != every else {found: every})
        return found

    def first(self, found: int) -> list[int]:
        """The cells of the first region of a set; the first column's cells change fastest."""
        cells = [0] * len(self._cut.columns)
        while found != _ALL:
            place, answers = self._asked[found]
            here, found = next((here, left) for here, left in answers if left != _NONE)
            cells[place] = _lowest(here)
        return cells

    def emptiest(self, found: int) -> list[int]:
        """The cells of the region that states the fewest facts; of equals, the first."""
        least, cells = {_ALL: 0}, [0] * len(self._cut.columns)
        self._least(found, least)
        while found != _ALL:
            place, answers = self._asked[found]
            ways = [
                (_lowest(here & stating), left)
                for here, left in answers
                if left != _NONE
                for many, stating in enumerate(self._by_facts_stated(place))
                if here & stating and many + least[left] == least[found]
            ]
            cells[place], found = min(ways)
        return cells

    def _least(self, found: int, known: dict[int, int]) -> int:
        """How many facts the emptiest region of a set states."""
        if found not in known:
            place, answers = self._asked[found]
            by_facts_stated = self._by_facts_stated(place)
            known[found] = min(
                self._least(left, known) + next(many for many, stating in enumerate(by_facts_stated) if here & stating)
                for here, left in answers
                if left != _NONE
            )
        return known[found]

    def _by_facts_stated(self, place: int) -> list[int]:
        """The cells of a column that state no fact, one, two and so on, as bits."""
        if place not in self._weights:
            column = self._cut.columns[place]
            masks = [0] * (len(column.facts) + 1)
            for at, cell in enumerate(column.cells):
                masks[column.weight(cell)] |= 1 << at
            self._weights[place] = masks
        return self._weights[place]

    def _leaf(self, leaf: Compare | Known) -> int:
        place = self._columns[leaf.fact]
        column, found = self._cut.columns[place], {_NONE: 0, _ALL: 0}
        for at, cell in enumerate(column.cells):
            found[leaf_holds(leaf, dict(zip(column.facts, cell, strict=True)))] |= 1 << at
        return self._set(place, {left: here for left, here in found.items() if here})

    def _fold(self, settled: int, parts: Iterable[Condition]) -> int:
        found = _ALL - settled
        for part in parts:
            found = self._join(settled, found, self.where(part))
            if found == settled:  # whatever the other parts are
                break
        return found

    def _join(self, settled: int, one: int, other: int) -> int:
        """The regions of both sets, if none settles it; those of either, if all does."""
        if one == other or settled in (one, other):
            return one if one == other else settled
        if one <= _ALL or other <= _ALL:
            return max(one, other)
        key = (settled, one, other) if one < other else (settled, other, one)
        if key not in self._joined:
            if len(self._joined) >= MOST_STEPS:
                raise UndecidedError(f"there are {self._cut.size:,} regions, with too little in common to enumerate")
            self._joined[key] = self._joined_anew(settled, one, other)
        return self._joined[key]

    def _joined_anew(self, settled: int, one: int, other: int) -> int:
        (place, mine), (below, theirs) = self._asked[one], self._asked[other]
        if place < below:
            return self._joined_anew(settled, other, one)
        found: dict[int, int] = {}
        for here, left in mine:
            for there, right in theirs if place == below else ((here, other),):
                if both := here & there:
                    joined = self._join(settled, left, right)
                    found[joined] = found.get(joined, 0) | both
        return self._set(place, found)

    def _turned(self, found: int, known: dict[int, int]) -> int:
        if found not in known:
            place, answers = self._asked[found]
            known[found] = self._set(place, {self._turned(left, known): here for here, left in answers})
        return known[found]

    def _set(self, place: int, found: Mapping[int, int]) -> int:
        """The set with these cells for what is left; the same number for the same set."""
        if len(found) == 1:
            return next(iter(found))
        answers = tuple(sorted(((here, left) for left, here in found.items()), key=lambda each: _lowest(each[0])))
        number = self._sets.setdefault((place, answers), len(self._asked))
        if number == len(self._asked):
            self._asked.append((place, answers))
        return number


def _lowest(cells: int) -> int:
    return (cells & -cells).bit_length() - 1
