"""An edition as rows of cells, one row for each way a rule can come to hold; counted, walked through, and decided fast.

Public: `table`, `Table`, `Row`, `Masks`, `Stands`.

A row holds where all its cells do. Every value of a fact is one whole number: a bit for each row whose cell it meets,
and one for each row whose cell it might meet, an unknown fact being what it might be. What all facts leave standing of
these is the decision.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

import attrs

from yosrules.deciding.decide import COMPARE
from yosrules.english.decision_table import alternatives, ways
from yosrules.errors import UndecidedError
from yosrules.language.expr import Compare, Condition, Op
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import comparisons, reads
from yosrules.policies.policy import Edition, Modality, Outcome, Rule, Status
from yosrules.proof.partition import Assignment, Partition, partition, record_of, shown

T = TypeVar("T", bound=Outcome)
K = TypeVar("K")
V = TypeVar("V")

Bits: TypeAlias = Callable[[Iterable[tuple[int, Condition]], Assignment], int]
"""What these facts leave standing of rows with such cells."""

Pair: TypeAlias = Callable[[Value | None, Value | None], int]

MOST_ROWS = 5000
"""Past this many rows an edition is not made a table of."""

WIDEST = 200
"""A whole number with no more possible values than this is looked up, any other one is searched for."""


@attrs.frozen
class Row(Generic[T]):
    """One way a rule can come to hold: all these parts, each about one fact or a comparison of two."""

    rule: Rule[T]
    cells: tuple[Condition, ...]


@attrs.frozen
class Stands(Generic[T]):
    """A decision in short: the rules that hold, how every outcome stands, and those that must and may follow."""

    holding: tuple[str, ...]
    outcomes: tuple[tuple[T, Status], ...]
    must: frozenset[T] = attrs.field(init=False)
    may: frozenset[T] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        for name, wanted in (("must", Status.MUST), ("may", Status.MAY)):
            object.__setattr__(self, name, frozenset(each for each, status in self.outcomes if status is wanted))

    def status(self, outcome: T) -> Status:
        """How one outcome stands; `Status.NO` for one that the edition never leads to."""
        return next((status for each, status in self.outcomes if each == outcome), Status.NO)


@attrs.frozen
class Table(Generic[T]):
    """A resolved edition's rows, and the regions that they tell apart."""

    edition: Edition[T]
    about: type[Facts]
    rows: tuple[Row[T], ...]

    @cached_property
    def partition(self) -> Partition:
        """The facts' cells."""
        return partition(rule.when for rule in self.edition.rules)

    @property
    def size(self) -> int:
        """How many regions the edition tells apart."""
        return self.partition.size

    def regions(self) -> Iterator[Facts]:
        """One ordinary record for each region; `UndecidedError` where there are too many."""
        return (record_of(self.about, facts) for facts in self.partition.regions())

    def compile(self) -> Masks[T]:
        """The table as masks, which decide a record in about a microsecond, always as `decide` does."""
        return Masks(self)


def table(edition: Edition[T], about: type[Facts]) -> Table[T]:
    """A resolved edition as rows; refused where a rule has too many ways to hold."""
    edition = edition.resolved
    if (count := sum(ways(rule.when) for rule in edition.rules)) > MOST_ROWS:
        raise UndecidedError(f"{edition} has {count:,} ways for a rule to hold; a table has at most {MOST_ROWS:,} rows")
    rows = [Row(rule, parts) for rule in edition.rules for parts in alternatives(rule.when)]
    return Table(edition, about, tuple(rows))


class Masks(Generic[T]):
    """A table compiled: `masks(facts)` decides a mapping from facts' names to values, `masks.of(record)` a record.

    Values are taken as they are: a record has checked its own, whoever hands over a mapping has to.
    """

    def __init__(self, table: Table[T]) -> None:
        self._rows, self._outcomes = table.rows, table.edition.outcomes
        self._whole = (1 << 2 * len(self._rows)) - 1
        singles: dict[Fact, list[tuple[int, Condition]]] = {}
        pairs: dict[tuple[Fact, Fact], list[tuple[int, Compare]]] = {}
        for place, row in enumerate(table.rows):
            for cell in row.cells:
                if isinstance(cell, Compare) and isinstance(cell.right, Fact):
                    pairs.setdefault((cell.fact, cell.right), []).append((place, cell))
                else:
                    singles.setdefault(next(reads(cell)), []).append((place, cell))
        self._columns = tuple((fact.name, _column(fact, cells, self._bits)) for fact, cells in singles.items())
        self._pairs = tuple((a.name, b.name, _pair(a, b, cells, self._bits)) for (a, b), cells in pairs.items())
        self._seen: dict[int, Stands[T]] = _Seen(self._stands, keep=True)

    def of(self, record: Facts) -> Stands[T]:
        """What holds of a record, and how every outcome stands."""
        return self(vars(record))

    def __call__(self, facts: Mapping[str, Value | None]) -> Stands[T]:
        """The same of a mapping from the names of facts to their values."""
        mask = self._whole
        for name, column in self._columns:
            mask &= column[facts[name]]
        for one, other, pair in self._pairs:
            mask &= pair(facts[one], facts[other])
        return self._seen[mask]

    def _bits(self, cells: Iterable[tuple[int, Condition]], facts: Assignment) -> int:
        """The rows that these facts leave standing: for certain in the lower half, perhaps in the upper."""
        mask = self._whole
        for place, cell in cells:
            if not shown(cell, facts):
                mask &= ~(1 << place)
            if shown(~cell, facts):
                mask &= ~(1 << place + len(self._rows))
        return mask

    def _stands(self, mask: int) -> Stands[T]:
        holds = [row.rule for place, row in enumerate(self._rows) if mask >> place & 1]
        might = [row.rule for place, row in enumerate(self._rows, len(self._rows)) if mask >> place & 1]
        statuses = tuple((outcome, _status(outcome, holds, might)) for outcome in self._outcomes)
        return Stands(tuple(dict.fromkeys(rule.id for rule in holds)), statuses)


def _status(outcome: T, holds: Sequence[Rule[T]], might: Sequence[Rule[T]]) -> Status:
    for modality, status in ((Modality.MUST, Status.MUST), (Modality.MAY, Status.MAY)):
        for rules, stands in ((holds, status), (might, Status.CANNOT_TELL)):
            if any(rule.outcome == outcome and rule.modality is modality for rule in rules):
                return stands
    return Status.NO


class _Seen(dict[K, V]):
    """What was worked out before, and how to work out the rest."""

    def __init__(self, work_out: Callable[[K], V], *, keep: bool) -> None:
        self.work_out, self.keep = work_out, keep

    def __missing__(self, key: K) -> V:
        found = self.work_out(key)
        if self.keep:
            self[key] = found
        return found


def _column(fact: Fact, cells: Sequence[tuple[int, Condition]], bits: Bits) -> dict[Value | None, int]:
    """The bits of every value of one fact: looked up where there are few, else found by where the thresholds are."""
    marks = sorted({fact.number(right) for _, cell in cells for right in _thresholds(cell)})
    slots: dict[int, int] = {}

    def found(value: Value | None) -> int:
        if value is None or fact.members:
            return bits(cells, {fact: value})
        number = fact.number(value)
        slot = bisect_left(marks, number) + bisect_right(marks, number)  # even between two thresholds, odd at one
        if slot not in slots:
            slots[slot] = bits(cells, {fact: value})
        return slots[slot]

    column = _Seen(found, keep=_few(fact))
    column[None] = found(None)
    return column


def _thresholds(cell: Condition) -> Iterator[Value]:
    return (leaf.right for leaf in comparisons(cell) if not isinstance(leaf.right, Fact))


def _few(fact: Fact) -> bool:
    low, high = fact.reach
    return bool(fact.members) or (low is not None and high is not None and high - low < WIDEST)


def _pair(one: Fact, other: Fact, cells: Sequence[tuple[int, Condition]], bits: Bits) -> Pair:
    """The bits of two facts that are compared with each other, by which is the greater."""
    slots: dict[int, int] = {}
    unknown = bits(cells, {one: None, other: None})

    def found(left: Value | None, right: Value | None) -> int:
        if left is None or right is None:
            return unknown
        slot = 0 if COMPARE[Op.EQ](left, right) else 1 + (one.ordered and COMPARE[Op.GT](left, right))
        if slot not in slots:
            slots[slot] = bits(cells, {one: left, other: right})
        return slots[slot]

    return found
