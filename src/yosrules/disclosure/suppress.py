"""Small counts hidden, and as many others that nobody can work them out from everything else that one run publishes.

For each hidden count the run holds another table of whole numbers that agrees with everything shown, and in which the
count differs by as much as was declared. Whatever that other table would change is hidden too. So by construction a
reader cannot tell the true table from it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

import attrs
import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from yosrules.disclosure.figures import CountOf, Derived
from yosrules.disclosure.tables import Run, Sum, stand_ins
from yosrules.errors import ProofError, RecordError


def _as_wide_as_what_is_hidden(floor: Floor) -> int:
    return floor.high - floor.low


@attrs.frozen
class Floor:
    """Which counts are too small to be shown, on whose word, and how closely nobody may be able to work them out.

    Counts from `low` to `high` are hidden; with `low` 1, zeros are shown. A share or a rate of fewer than `fewest` is
    not shown. Of each hidden count there is another possible value at least `width` away.
    """

    low: int
    high: int
    cites: str
    fewest: int = 100
    width: int = attrs.field(default=attrs.Factory(_as_wide_as_what_is_hidden, takes_self=True))

    def __attrs_post_init__(self) -> None:
        if not (0 <= self.low <= 1 <= self.high and self.width >= 1 and self.fewest >= 0):
            raise RecordError("a floor hides counts from 0 or 1 upwards, and its width is 1 or more")

    def small(self, count: int) -> bool:
        """Whether a count is too small to be shown."""
        return self.low <= count <= self.high

    def __str__(self) -> str:
        zeros = "0 is shown" if self.low else "0 is hidden too"
        return f"counts of {self.low} to {self.high} are hidden, {zeros} ({self.cites})"


@attrs.frozen
class Protected:
    """What of a run may be shown: its counts, small ones and those that would give them away left out."""

    run: Run
    floor: Floor
    counts: Mapping[CountOf, int]
    """Every count that the run tells, hidden or not."""
    small: frozenset[CountOf]
    hidden: frozenset[CountOf]
    """The small counts, and those that are hidden because these would follow from them."""

    def count(self, of: CountOf) -> int | None:
        """A count, or None where it is hidden."""
        if of not in self.counts:
            raise RecordError(f"{of} is not in the tables of this run")
        return None if of in self.hidden else self.counts[of]

    def shows(self, figure: Derived) -> bool:
        """Whether a figure may be shown: none of its counts is hidden, and it is of enough to mean something."""
        few = any(self.counts[each] < self.floor.fewest for each in figure.bases)
        return not few and all(self.count(each) is not None for each in figure.cells)


def suppress(run: Run, floor: Floor, *, complementary: bool = True) -> Protected:
    """Hide the small counts of a run, and the others from which they would follow.

    Without `complementary` only the small counts are hidden, which protects them from nobody who can subtract.
    """
    counts, sums = run.settled()
    small = frozenset(each for each, count in counts.items() if each.of not in run.public and floor.small(count))
    parts = _parts(run, floor, counts, sums, small) if complementary else ()
    return Protected(run, floor, counts, small, small.union(*(_Hiding(each, floor).hidden for each in parts)))


@attrs.frozen
class _Part:
    """What can move together: its counts that can, those beside them that cannot, its sums, and its small counts."""

    movable: dict[CountOf, int] = attrs.field(factory=dict[CountOf, int])
    beside: dict[CountOf, int] = attrs.field(factory=dict[CountOf, int])
    sums: list[Sum] = attrs.field(factory=list[Sum])
    small: set[CountOf] = attrs.field(factory=set[CountOf])


def _parts(
    run: Run, floor: Floor, counts: Mapping[CountOf, int], sums: tuple[Sum, ...], small: Iterable[CountOf]
) -> Collection[_Part]:
    """The parts of a run that have small counts; none can tell anything of another, as the periods of most reports."""
    # Zeros that are shown, and what anybody can look up, are the same in every table that a reader may think of.
    movable = {each: count for each, count in counts.items() if each.of not in run.public and count >= floor.low}
    fixed = {each: count for each, count in counts.items() if each not in movable}
    moving = {each: [cell for cell in each.cells if cell not in fixed] for each in sums}
    place = stand_ins([*([each] for each in movable), *moving.values()])
    parts = {place[each]: _Part() for each in small}
    for each in small:
        parts[place[each]].small.add(each)
    for each, count in movable.items():
        if part := parts.get(place[each]):
            part.movable[each] = count
    for of, cells in moving.items():
        if cells and (part := parts.get(place[cells[0]])):
            part.sums.append(of)
            part.beside.update((cell, fixed[cell]) for cell in of.cells if cell in fixed)
    return parts.values()


class _Hiding:
    """The counts of a part that are hidden so far, and for each the lowest and highest value found possible."""

    def __init__(self, part: _Part, floor: Floor) -> None:
        counts = {**part.beside, **part.movable}
        self.counts, self.floor, self.sums = counts, floor, part.sums
        self._movable = [*part.movable]
        self._place = {each: place for place, each in enumerate(self._movable)}
        untold = dict.fromkeys(cell for each in self.sums for cell in each.cells if cell not in counts)
        self._untold = {each: place for place, each in enumerate(untold)}
        self._low, self._high = dict(counts), dict(counts)
        hidden = set(part.small)
        # The smallest come first: what hides them often hides the larger ones as well.
        while narrow := [each for each in self._movable if each in hidden and self._width(each) < floor.width]:
            other = self._nearest(min(narrow, key=lambda each: (counts[each], self._place[each])), hidden)
            hidden |= {each for each in self._movable if other[each] != counts[each]}
            for each in self._movable:
                self._low[each] = min(self._low[each], other[each])
                self._high[each] = max(self._high[each], other[each])
        self.hidden = frozenset(hidden)

    def _width(self, of: CountOf) -> int:
        return self._high[of] - self._low[of]

    @cached_property
    def _adding_up(self) -> list[LinearConstraint]:
        """That what is there, with changes up and less changes down, and what is not told keep every sum."""
        if not self.sums:
            return []
        many, entries = len(self._movable), [(0, 0, 0)]
        for row, each in enumerate(self.sums):
            for cell in each.cells:
                sign = -1 if cell == each.whole else 1
                if cell in self._untold:
                    entries.append((row, 2 * many + self._untold[cell], sign))
                elif cell in self._place:
                    entries += [(row, self._place[cell], sign), (row, many + self._place[cell], -sign)]
        # Of 32 bits, because HiGHS in SciPy before 1.15 reads no other places.
        rows, places, signs = (np.array(column, np.int32) for column in zip(*entries, strict=True))
        table = coo_array((signs, (rows, places)), shape=(len(self.sums), 2 * many + len(self._untold)))
        off = np.array([each.off({**dict.fromkeys(each.cells, 0), **self.counts}) for each in self.sums])
        return [LinearConstraint(table.tocsr(), -off, -off)]

    def _nearest(self, of: CountOf, hidden: set[CountOf]) -> dict[CountOf, int]:
        """Another table with what is shown, in which a count is so far away, and which hides little that is shown."""
        tries = [self._changed(of, hidden, by) for by in (self.floor.width, -self.floor.width)]
        found = [each for each in tries if each is not None]
        if not found:
            raise ProofError(f"{of}: no other table was found that could stand for this one")
        return min(found, key=lambda each: each[0])[1]

    def _changed(self, of: CountOf, hidden: set[CountOf], by: int) -> tuple[float, dict[CountOf, int]] | None:
        """Such a table in which the count is changed by so many, with what is hidden for it; None if none is found."""
        many, place, untold = len(self._movable), self._place[of], len(self._untold)
        least, most = np.zeros(2 * many + untold), np.full(2 * many + untold, np.inf)
        most[many : 2 * many] = [self.counts[each] - self.floor.low for each in self._movable]
        if by < 0 and most[many + place] < -by:
            return None
        for at, change in ((place, max(by, 0)), (place + many, max(-by, 0))):
            least[at] = most[at] = change
        price = np.array(
            [*[0 if each in hidden else self.counts[each] + 1 for each in self._movable] * 2, *[0] * untold]
        )
        # Most tables have whole numbers at their corners, and those are found much faster when not asked for.
        for whole in (0, 1):
            kinds = np.full(len(price), whole)
            answer = milp(price, integrality=kinds, bounds=Bounds(least, most), constraints=self._adding_up)
            if answer.x is None:
                return None
            table = self._table(np.rint(answer.x).astype(int).tolist())
            if table[of] == self.counts[of] + by and self._stands(table):
                return float(answer.fun), table
        return None

    def _table(self, found: list[int]) -> dict[CountOf, int]:
        """The table of the changes that a solver found."""
        many = len(self._movable)
        other = {each: self.counts[each] + found[at] - found[many + at] for each, at in self._place.items()}
        return {**self.counts, **other, **{each: found[2 * many + at] for each, at in self._untold.items()}}

    def _stands(self, table: Mapping[CountOf, int]) -> bool:
        """Whether a table adds up, and has no count too low to be hidden; a solver works with floating point."""
        enough = all(table[each] >= self.floor.low for each in self._movable)
        return (
            enough and all(table[each] >= 0 for each in self._untold) and not any(each.off(table) for each in self.sums)
        )
