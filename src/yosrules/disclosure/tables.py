"""The tables of one run: counts addressed by what they count and where, and the sums that link all of them.

The same address is the same count, in whatever table or file it stands. So tables link by themselves: a total of one is
a cell of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import attrs

from yosrules.disclosure.figures import CountOf, Derived
from yosrules.errors import RecordError

_TOTAL = ""
"""The total of a dimension, which has no category of its own."""


def _parts(given: Mapping[str, Sequence[str]] | Sequence[str]) -> dict[str, tuple[str, ...]]:
    parts = given if isinstance(given, Mapping) else {_TOTAL: given}
    return {whole: tuple(each) for whole, each in parts.items()}


@attrs.frozen
class Dimension:
    """One way to divide what is counted; `parts` says which categories add up to which other one, or to the total.

    Everything counted is in exactly one of the categories of a total, so "not known" is one of them. A plain sequence
    of categories adds up to the total. Where nothing adds up to the total, such as years, there is none.
    """

    name: str
    parts: Mapping[str, tuple[str, ...]] = attrs.field(converter=_parts)

    def __attrs_post_init__(self) -> None:
        for whole, parts in self.parts.items():
            if not parts or len({*parts}) < len(parts) or whole in parts:
                raise RecordError(
                    f"{self.name}: the categories of {whole or 'the total'} are different ones, each once"
                )

    def sums(self, cell: CountOf) -> Iterator[Sum]:
        """Each sum that has this cell as one of its parts."""
        own = dict(cell.at).get(self.name)
        for whole, parts in self.parts.items():
            if own in parts:
                others = tuple(cell.moved(self.name, part) for part in parts)
                yield Sum(cell.moved(self.name, whole or None), others)


@attrs.frozen
class Sum:
    """A count that is the sum of others."""

    whole: CountOf
    parts: tuple[CountOf, ...]

    @property
    def cells(self) -> tuple[CountOf, ...]:
        """The whole and its parts."""
        return (self.whole, *self.parts)

    def off(self, counts: Mapping[CountOf, int]) -> int:
        """By how much the parts are more than the whole; 0 where they add up."""
        return sum(counts[part] for part in self.parts) - counts[self.whole]


def sums_of(cells: Iterable[CountOf], dimensions: Iterable[Dimension]) -> tuple[Sum, ...]:
    """Every sum that these cells are in, and every sum that the cells of those sums are in."""
    ways, waiting, seen, found = tuple(dimensions), [*cells], set[CountOf](), dict[Sum, None]()
    while waiting:
        cell = waiting.pop()
        if cell not in seen:
            seen.add(cell)
            for each in (each for way in ways for each in way.sums(cell)):
                found[each] = None
                waiting += each.cells
    return tuple(found)


def stand_ins(groups: Iterable[Iterable[CountOf]]) -> dict[CountOf, CountOf]:
    """For each count the one that stands for all that it is linked with: in a group, or in groups that share one."""
    behind = dict[CountOf, CountOf]()

    def first(cell: CountOf) -> CountOf:
        while (other := behind[cell]) is not cell:
            behind[cell] = behind[other]
            cell = other
        return cell

    for group in groups:
        places = [first(behind.setdefault(each, each)) for each in group]
        behind |= dict.fromkeys(places, places[0]) if places else {}
    return {cell: first(cell) for cell in behind}


@attrs.frozen
class Run:
    """Everything that one run publishes: the counts of all its tables and files, and the figures worked out from them.

    `public` names what is counted that everybody can look up, such as a population; it is never hidden.
    """

    dimensions: tuple[Dimension, ...]
    counts: Mapping[CountOf, int]
    figures: tuple[Derived, ...] = ()
    public: frozenset[str] = frozenset()

    def settled(self) -> tuple[dict[CountOf, int], tuple[Sum, ...]]:
        """Every count that the run tells, given or to be worked out, and the sums that bind these and others.

        A table may leave out categories; what is then not told of them can be anything that adds up.
        """
        if low := next((cell for cell, count in self.counts.items() if count < 0), None):
            raise RecordError(f"{low}: {self.counts[low]} is not a count")
        counts, sums = dict(self.counts), sums_of(self.counts, self.dimensions)
        while sum(_worked_out(each, counts) for each in sums):
            pass
        for each in sums:
            _check(each, counts)
        if strange := next((cell for each in self.figures for cell in each.cells if cell not in counts), None):
            raise RecordError(f"a figure is worked out from {strange}, of which there is no count")
        return counts, sums


def _worked_out(each: Sum, counts: dict[CountOf, int]) -> bool:
    """Add the one count of a sum that is not there but follows; whether there was one."""
    lacking = [cell for cell in each.cells if cell not in counts]
    if len(lacking) != 1:
        return False
    (cell,) = lacking
    others = sum(counts[part] for part in each.parts if part != cell)
    counts[cell] = others if cell == each.whole else counts[each.whole] - others
    return True


def _check(each: Sum, counts: Mapping[CountOf, int]) -> None:
    told = [part for part in each.parts if part in counts]
    if negative := next((part for part in told if counts[part] < 0), None):
        raise RecordError(f"{each.whole}: {counts[each.whole]} is less than its parts; {negative} would be below 0")
    total = sum(counts[part] for part in told)
    if each.whole in counts and (total > counts[each.whole] or (len(told) == len(each.parts) and each.off(counts))):
        raise RecordError(f"{each.whole}: {counts[each.whole]} is given, and its parts add up to {total}")
