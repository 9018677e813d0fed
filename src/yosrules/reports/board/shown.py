"""Which counts of a report its reader may see: all of them, or those that one run of suppression over all leaves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.tables import Dimension, Run
from yosrules.errors import RecordError
from yosrules.reports.site.catalogue import to_translate, translated

if TYPE_CHECKING:
    from yosrules.disclosure.suppress import Floor, Protected

(HIDDEN,) = to_translate("hidden")
"""What stands in the place of a count that is hidden."""


@attrs.frozen
class Shown:
    """The counts of one run as its reader may see them; a count of which there is no cell is 0.

    `protected` is there where the reader is everybody, and says what is hidden.
    """

    counts: Mapping[CountOf, int]
    protected: Protected | None = None

    @classmethod
    def all_of(cls, run: Run) -> Shown:
        """Every count, for whoever answers for all of them."""
        counts, _ = run.settled()
        return cls(counts)

    def count(self, of: CountOf) -> int | None:
        """A count, or None where it is hidden."""
        if self.protected is not None and of in self.protected.hidden:
            return None
        return self.counts.get(of, 0)

    def said(self, of: CountOf) -> str:
        """A count in a table."""
        return translated(HIDDEN) if (count := self.count(of)) is None else f"{count:,}"


def released(runs: Iterable[tuple[str, Run]], floor: Floor) -> dict[str, Shown]:
    """What of several runs may be shown, settled as one run over all of their tables and accepted by the referee.

    Each run comes with its scope: counts of one scope at the same address are the same count.
    """
    from yosrules.disclosure.referee import release  # noqa: PLC0415 -- it imports scipy, which is optional
    from yosrules.disclosure.suppress import Protected  # noqa: PLC0415 -- and so does this

    by_scope: dict[str, Run] = {}
    for scope, run in runs:
        by_scope[scope] = as_one_run(by_scope[scope], run) if scope in by_scope else run
    whole = Run((), {})
    for place, run in enumerate(by_scope.values()):
        whole = as_one_run(whole, _scoped(f"{place}: ", run))
    told = release(whole, floor)
    found: dict[str, Shown] = {}
    for place, (scope, run) in enumerate(by_scope.items()):
        own = {cell: _inside(f"{place}: ", cell) for cell in told.counts if cell.of.startswith(f"{place}: ")}
        counts = {inside: told.counts[cell] for cell, inside in own.items()}
        small, hidden = (frozenset(own[cell] for cell in of if cell in own) for of in (told.small, told.hidden))
        found[scope] = Shown(counts, Protected(run, floor, counts, small, hidden))
    return found


def as_one_run(one: Run, other: Run) -> Run:
    """Two runs about the same records as one; refused where they contradict each other."""
    ways = {each.name: each for each in one.dimensions}
    for each in other.dimensions:
        if ways.setdefault(each.name, each) != each:
            raise RecordError(f"{each.name} is divided in two ways")
    counts = dict(one.counts)
    for cell, count in other.counts.items():
        if counts.setdefault(cell, count) != count:
            why = "so that one would tell what the other hides; allowed: a report for each"
            raise RecordError(f"{cell} is {counts[cell]} in one table and {count} in another, {why}")
    return Run((*ways.values(),), counts, public=one.public | other.public)


def _scoped(prefix: str, run: Run) -> Run:
    """A run whose counts and dimensions are told from those of any other scope."""
    dimensions = tuple(Dimension(f"{prefix}{each.name}", each.parts) for each in run.dimensions)
    counts = {_outside(prefix, each): count for each, count in run.counts.items()}
    return Run(dimensions, counts, public=frozenset(f"{prefix}{each}" for each in run.public))


def _outside(prefix: str, cell: CountOf) -> CountOf:
    return CountOf(f"{prefix}{cell.of}", {f"{prefix}{name}": category for name, category in cell.at})


def _inside(prefix: str, cell: CountOf) -> CountOf:
    at = {name.removeprefix(prefix): category for name, category in cell.at}
    return CountOf(cell.of.removeprefix(prefix), at)
