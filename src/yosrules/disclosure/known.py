"""What a reader knows of counts that are not printed, as statements about whole numbers, and which tables fit it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import TypeAlias, assert_never

import attrs
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from yosrules.disclosure.figures import CountOf, Derived, Index, OtherFigure, Ratio
from yosrules.disclosure.tables import Sum, stand_ins

_Times = Mapping[CountOf, Fraction]
"""Counts, each so many times."""


@attrs.frozen
class Relation:
    """That so many times these counts come to `least` or more, or where `exactly` to just that."""

    times: Mapping[CountOf, int]
    least: int = 0
    exactly: bool = False

    def holds(self, table: Mapping[CountOf, int]) -> bool:
        """Whether it is so in a table."""
        total = sum(times * table[cell] for cell, times in self.times.items())
        return total == self.least if self.exactly else total >= self.least


def told_by_sum(of: Sum) -> Relation:
    """What a sum says of its counts."""
    return Relation({**dict.fromkeys(of.parts, 1), of.whole: -1}, exactly=True)


def told_by_figure(figure: Derived, printed: Decimal, known: Mapping[CountOf, int]) -> tuple[Relation, ...] | None:
    """What a printed figure says of its counts, up to its rounding; None where that is not a linear statement.

    A value just between two printed ones is printed as the greater of them.
    """
    match figure:
        case OtherFigure():
            return None
        case Ratio(above=above, below=below, per=per):
            top, bottom = {above: Fraction(per)}, {below: Fraction(1)}
        case Index(rate=rate, to=to):
            up, down = _product(rate.above, to.below, known), _product(rate.below, to.above, known)
            if up is None or down is None:
                return None
            top = {cell: times * rate.per for cell, times in up.items()}
            bottom = {cell: times * to.per for cell, times in down.items()}
        case _:
            assert_never(figure)
    half = Fraction(1, 2 * 10**figure.places)
    low = _beyond(top, bottom, Fraction(printed) - half, 1)
    high = _beyond(top, bottom, Fraction(printed) + half, -1)
    # In whole numbers, more than 0 is 1 at the least.
    return Relation(low), Relation(high, 1)


def _product(one: CountOf, other: CountOf, known: Mapping[CountOf, int]) -> dict[CountOf, Fraction] | None:
    """A product of two counts as so many times one of them, where the other is known."""
    if one in known:
        return {other: Fraction(known[one])}
    return {one: Fraction(known[other])} if other in known else None


def _beyond(top: _Times, bottom: _Times, bound: Fraction, sign: int) -> dict[CountOf, int]:
    """By how much what is above is more than so many times what is below it, in whole numbers; less, if -1."""
    none = Fraction(0)
    times = {cell: sign * (top.get(cell, none) - bound * bottom.get(cell, none)) for cell in {**top, **bottom}}
    whole = lcm(*(each.denominator for each in times.values()))
    return {cell: int(each * whole) for cell, each in times.items()}


_Bounds: TypeAlias = dict[CountOf, tuple[int, int | None]]


@attrs.frozen
class Fitting:
    """The tables of whole numbers that fit what is said of their counts, each of which lies between two bounds."""

    bounds: Mapping[CountOf, tuple[int, int | None]]
    said: Sequence[Relation]

    def parts(self) -> dict[CountOf, Fitting]:
        """For each count with more than one value between its bounds, all that can say anything of it."""
        free = {cell for cell, (low, high) in self.bounds.items() if low != high}
        open_ = [(each, [cell for cell in each.times if cell in free]) for each in self.said]
        place = stand_ins([*([cell] for cell in free), *(cells for _, cells in open_)])
        said, bounds = defaultdict[CountOf, list[Relation]](list), defaultdict[CountOf, _Bounds](dict)
        for each, cells in open_:
            said[place[cells[0]]].append(each)
            bounds[place[cells[0]]].update((cell, self.bounds[cell]) for cell in each.times)
        for cell in free:
            bounds[place[cell]][cell] = self.bounds[cell]
        made = {first: Fitting(within, said[first]) for first, within in bounds.items()}
        return {cell: made[place[cell]] for cell in self.bounds if cell in free}

    @cached_property
    def _places(self) -> dict[CountOf, int]:
        return {cell: place for place, cell in enumerate(self.bounds)}

    @cached_property
    def _statements(self) -> list[LinearConstraint]:
        entries = [
            (row, self._places[cell], times) for row, each in enumerate(self.said) for cell, times in each.times.items()
        ]
        if not entries:
            return []
        rows, places, times = zip(*entries, strict=True)
        shape = (len(self.said), len(self.bounds))
        # Of 32 bits, because HiGHS in SciPy before 1.15 reads no other places.
        at = np.array(rows, np.int32), np.array(places, np.int32)
        matrix = coo_array((np.array(times, float), at), shape=shape)
        least = np.array([each.least for each in self.said], float)
        most = np.array([each.least if each.exactly else np.inf for each in self.said], float)
        return [LinearConstraint(matrix.tocsr(), least, most)]

    def extreme(self, of: CountOf, sign: int, bounds: tuple[int, int | None]) -> dict[CountOf, int] | None:
        """A table in which one count is as low (1) or as high (-1) as can be between its bounds; None if none is found.

        A solver finds it in floating point; it counts only if it fits in whole numbers.
        """
        own = {**self.bounds, of: bounds}
        low = np.array([each for each, _ in own.values()], float)
        high = np.array([np.inf if each is None else each for _, each in own.values()], float)
        wanted = np.zeros(len(own))
        wanted[self._places[of]] = sign
        # Most tables have whole numbers at their corners, and those are found much faster when not asked for.
        for whole in (0, 1):
            kinds = np.full(len(own), whole)
            answer = milp(wanted, integrality=kinds, bounds=Bounds(low, high), constraints=self._statements)
            if answer.x is None:
                return None
            table = dict(zip(own, map(round, answer.x.tolist()), strict=True))
            if self._fits(table, own):
                return table
        return None

    def _fits(self, table: Mapping[CountOf, int], bounds: Mapping[CountOf, tuple[int, int | None]]) -> bool:
        """Whether a table keeps its bounds, and everything said of it, exactly."""
        within = (low <= table[cell] and (high is None or table[cell] <= high) for cell, (low, high) in bounds.items())
        return all(within) and all(each.holds(table) for each in self.said)
