"""Whether a hidden count can be worked out from everything that was printed, found without a look at what was hidden.

The referee knows what a reader knows: the printed counts of every file, the sums, what rounded shares, rates and
indices leave open, and how low a hidden count can be. A count is safe only where the referee holds two tables of whole
numbers that both agree with all of it, exactly, and in which the count is far enough apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cached_property

import attrs

from yosrules.disclosure.figures import CountOf, Derived
from yosrules.disclosure.known import Fitting, Relation, told_by_figure, told_by_sum
from yosrules.disclosure.suppress import Floor, Protected, suppress
from yosrules.disclosure.tables import Dimension, Run, sums_of
from yosrules.errors import ProofError, RecordError

_Table = Mapping[CountOf, int]


@attrs.frozen
class Published:
    """What a reader holds: the counts of each file, None where one is hidden, and the figures as printed.

    `least` is the lowest value of a hidden count: 1 where the reader is told that zeros are shown.
    """

    dimensions: tuple[Dimension, ...]
    files: Mapping[str, Mapping[CountOf, int | None]]
    figures: Mapping[Derived, Decimal | None] = attrs.field(factory=dict[Derived, Decimal | None])
    least: int = 0

    @cached_property
    def hidden(self) -> tuple[CountOf, ...]:
        """The counts that are hidden in any of the files."""
        return tuple({cell: 0 for counts in self.files.values() for cell, count in counts.items() if count is None})

    def known(self) -> dict[CountOf, int]:
        """The counts that are printed in any of the files; refused where two files print another one."""
        known = dict[CountOf, int]()
        for file, counts in self.files.items():
            for cell, count in counts.items():
                if count is not None and known.setdefault(cell, count) != count:
                    raise RecordError(f"{cell} is printed as {known[cell]}, and as {count} in {file}")
        return known


@attrs.frozen
class GivenAway:
    """A hidden count that can be worked out too closely: the values that were found possible, and what tells."""

    of: CountOf
    why: str
    low: int
    high: int | None

    def __str__(self) -> str:
        within = f"{self.low}" if self.low == self.high else f"{self.low} to {'…' if self.high is None else self.high}"
        return f"{self.of}: {self.why} ({within})"


@attrs.frozen
class Refereed:
    """What the referee found: two tables that may both be true for each safe count, and the counts not safe."""

    safe: Mapping[CountOf, tuple[_Table, _Table]]
    given_away: tuple[GivenAway, ...]


def referee(of: Published, width: int) -> Refereed:
    """Find two possible tables for each hidden count in which it is at least so far apart, or say what tells it.

    Where anything is given away nothing of the run may be printed: the other counts were looked at without it.
    """
    known, said = of.known(), list[Relation]()
    told = {cell: GivenAway(cell, _where(of, cell), known[cell], known[cell]) for cell in of.hidden if cell in known}
    for figure, value in of.figures.items():
        if value is not None and not known.keys() >= {*figure.cells}:
            statements = told_by_figure(figure, value, known)
            said += statements or ()
            for cell in figure.cells if statements is None else ():
                told.setdefault(cell, GivenAway(cell, f"{figure.name} tells it", of.least, None))
    search = _Search(_fitting(of, known, said))
    for cell in of.hidden:
        if cell not in told and not search.apart(cell, width):
            told[cell] = search.given_away(cell)
    safe = {cell: (search.low[cell], search.high[cell]) for cell in of.hidden if cell not in told}
    return Refereed(safe, tuple(told[cell] for cell in of.hidden if cell in told))


def release(run: Run, floor: Floor, hide: Callable[[Run, Floor], Protected] | None = None) -> Protected:
    """What of a run may be shown, once the referee has tried to work out each hidden count from the rest.

    `hide` chooses what is hidden, such as another program's pattern; `suppress`, if it is left out.
    """
    protected = (hide or suppress)(run, floor)
    counts = {each: protected.count(each) for each in protected.counts}
    told = referee(Published(run.dimensions, {"this run": counts}, least=floor.low), floor.width).given_away
    if told:
        raise ProofError(f"a count was hidden that is still told: {told[0].of}: {told[0].why}")
    return protected


def _where(of: Published, cell: CountOf) -> str:
    return f"it is printed in {', '.join(file for file, counts in of.files.items() if counts.get(cell) is not None)}"


def _fitting(of: Published, known: Mapping[CountOf, int], said: list[Relation]) -> Fitting:
    """All tables that a reader has to think possible."""
    figures = [each for each, value in of.figures.items() if value is not None]
    told = [*known, *of.hidden, *(cell for each in figures for cell in each.cells)]
    # A sum of printed counts only says nothing of any other.
    open_ = [each for each in sums_of(told, of.dimensions) if not known.keys() >= {*each.cells}]
    # Something is always counted below a share that is printed.
    some = {base for each in figures for base in each.bases}
    every = [*map(told_by_sum, open_), *said]
    bounds: dict[CountOf, tuple[int, int | None]] = {}
    hidden = dict.fromkeys(of.hidden)
    for cell in [*hidden, *{cell: None for each in every for cell in each.times}]:
        least = max(of.least if cell in hidden else 0, int(cell in some))
        bounds[cell] = (known[cell], known[cell]) if cell in known else (least, None)
    return Fitting(bounds, every)


class _Search:
    """The possible tables found so far: for each count, one in which it is lowest and one in which it is highest.

    A table has the counts that can tell anything of each other; all others can be anything that they can be.
    """

    def __init__(self, fitting: Fitting) -> None:
        self.parts = fitting.parts()
        self.low, self.high = dict[CountOf, _Table](), dict[CountOf, _Table]()

    def apart(self, cell: CountOf, width: int) -> bool:
        """Whether there are two possible tables in which a count is at least so far apart."""
        if cell in self.low and self.high[cell][cell] - self.low[cell][cell] >= width:
            return True
        part = self.parts[cell]
        least, most = part.bounds[cell]
        self._keep(part.extreme(cell, 1, (least, most)))
        if cell not in self.low:
            return False
        # The next value that is far enough: there may be none that is exactly so far, and one that is further.
        self._keep(part.extreme(cell, 1, (self.low[cell][cell] + width, most)))
        if self.high[cell][cell] - self.low[cell][cell] >= width:
            return True
        self._keep(part.extreme(cell, -1, (least, self.low[cell][cell] + width)))
        return False

    def given_away(self, cell: CountOf) -> GivenAway:
        """What is left of a count of which no two tables were found that are far enough apart."""
        if cell not in self.low:
            return GivenAway(cell, "no table was found that fits what is printed", *self.parts[cell].bounds[cell])
        low, high = self.low[cell][cell], self.high[cell][cell]
        return GivenAway(cell, "it follows from what is printed", low, high)

    def _keep(self, table: _Table | None) -> None:
        for cell, count in (table or {}).items():
            if cell not in self.low or count < self.low[cell][cell]:
                self.low[cell] = table or {}
            if cell not in self.high or count > self.high[cell][cell]:
                self.high[cell] = table or {}
