"""Figures worked out from counts: shares, rates, indices, and any other, each naming the counts that it tells of."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

import attrs


def _at(given: Mapping[str, str] | frozenset[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(given.items()) if isinstance(given, Mapping) else given


@attrs.frozen(cache_hash=True)
class CountOf:
    """What one count counts, and its category in each dimension; a dimension that is left out is its total."""

    of: str
    at: frozenset[tuple[str, str]] = attrs.field(default=frozenset(), converter=_at)

    def moved(self, dimension: str, category: str | None) -> CountOf:
        """The cell of another category of a dimension, or of its total."""
        rest = {(name, own) for name, own in self.at if name != dimension}
        return CountOf(self.of, frozenset(rest if category is None else rest | {(dimension, category)}))

    def __str__(self) -> str:
        return ", ".join([self.of, *(category for _, category in sorted(self.at))])


@attrs.frozen
class OtherFigure:
    """Any figure worked out from counts, such as an interval or a change; the counts are taken to follow from it."""

    name: str
    cells: tuple[CountOf, ...]
    bases: tuple[CountOf, ...] = ()
    """The counts that it is a share or a rate of, where it is one."""


@attrs.frozen
class Ratio:
    """A share or a rate: one count per so many of another, printed to so many places, a half away from 0."""

    name: str
    above: CountOf
    below: CountOf
    per: int = 100
    places: int = 0

    @property
    def cells(self) -> tuple[CountOf, ...]:
        """The counts that it is worked out from."""
        return (self.above, self.below)

    @property
    def bases(self) -> tuple[CountOf, ...]:
        """The count that it is of."""
        return (self.below,)

    def of(self, counts: Mapping[CountOf, int]) -> Fraction | None:
        """Its exact value; None where it is of nothing."""
        return Fraction(self.per * counts[self.above], counts[self.below]) if counts[self.below] else None


@attrs.frozen
class Index:
    """How many times one rate is another, such as that of a group and that of everybody else."""

    name: str
    rate: Ratio
    to: Ratio
    places: int = 2

    @property
    def cells(self) -> tuple[CountOf, ...]:
        """The counts that it is worked out from."""
        return (*self.rate.cells, *self.to.cells)

    @property
    def bases(self) -> tuple[CountOf, ...]:
        """The counts that its rates are of."""
        return (self.rate.below, self.to.below)

    def of(self, counts: Mapping[CountOf, int]) -> Fraction | None:
        """Its exact value; None where a rate is of nothing, or the other rate is 0."""
        rate, to = self.rate.of(counts), self.to.of(counts)
        return rate / to if rate is not None and to else None


Derived: TypeAlias = OtherFigure | Ratio | Index
"""What is worked out from counts."""
