"""The first prover: it evaluates a condition on all regions at once; each region is one bit of a whole number."""

from __future__ import annotations

from itertools import accumulate
from typing import assert_never

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.kinds import Fact, Value
from yosrules.proof.provers.partition import Partition, leaf_holds, partition


def enumerated(sought: Condition) -> dict[Fact, Value | None] | None:
    """The emptiest assignment for which a condition holds, or None; refused where there are too many regions."""
    cut = partition([sought])
    cut.check()
    found = Regions(cut).where(sought)
    return cut.at(_first(found, cut)) if found else None


class Regions:
    """Sets of regions, as whole numbers; the first column's cells change fastest."""

    def __init__(self, cut: Partition) -> None:
        self.all = (1 << cut.size) - 1
        # Integers as bit sets: Python's & and | work on a million regions in one step.
        sizes = [len(column.cells) for column in cut.columns]
        strides = accumulate(sizes, int.__mul__, initial=1)
        self.columns = {
            fact: (column, stride, cut.size)
            for column, stride in zip(cut.columns, strides, strict=False)
            for fact in column.facts
        }
        self.seen: dict[Compare | Known, int] = {}

    def where(self, condition: Condition) -> int:
        """The regions in which a condition holds."""
        match condition:
            case Compare() | Known():
                # A claim repeats the leaves of its rules: in must, in may and in what excludes them.
                if condition not in self.seen:
                    self.seen[condition] = self._leaf(condition)
                return self.seen[condition]
            case AllOf(parts):
                held = self.all
                for part in parts:
                    held &= self.where(part)
                return held
            case AnyOf(parts):
                held = 0
                for part in parts:
                    held |= self.where(part)
                return held
            case _:
                assert_never(condition)

    def _leaf(self, leaf: Compare | Known) -> int:
        column, stride, size = self.columns[leaf.fact]
        cells = [leaf_holds(leaf, dict(zip(column.facts, cell, strict=True))) for cell in column.cells]
        return cells_at(cells, stride, size)


def cells_at(cells: list[bool], stride: int, size: int) -> int:
    """The regions whose cell in one column is wanted."""
    one = (1 << stride) - 1
    block = sum(one << (stride * place) for place, wanted in enumerate(cells) if wanted)
    return _repeated(block, stride * len(cells), size // (stride * len(cells)))


def _repeated(bits: int, length: int, times: int) -> int:
    """A bit pattern repeated so many times, by doubling."""
    if times < 2:
        return bits * times
    # Appending one block at a time would copy the growing number at every step.
    half = _repeated(bits, length, times // 2)
    whole = half | half << (length * (times // 2))
    return whole | bits << (length * (times - 1)) if times % 2 else whole


def _first(found: int, cut: Partition) -> int:
    """The number of the found region that states the fewest facts."""
    # Whole sets for each weight, because visiting the regions found one by one could take a million steps.
    by_weight = {0: (1 << cut.size) - 1}
    stride = 1
    for column in cut.columns:
        weights = [column.weight(cell) for cell in column.cells]
        here = {w: cells_at([each == w for each in weights], stride, cut.size) for w in set(weights)}
        joined: dict[int, int] = {}
        for before, regions in by_weight.items():
            for more, cells in here.items():
                joined[before + more] = joined.get(before + more, 0) | regions & cells
        by_weight, stride = joined, stride * len(column.cells)
    least = next(both for weight in sorted(by_weight) if (both := found & by_weight[weight]))
    return (least & -least).bit_length() - 1
