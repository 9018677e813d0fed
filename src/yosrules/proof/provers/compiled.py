"""Compile an edition into a table of bit masks: count its regions, enumerate them, and decide records fast.

Public: `table`, `Table`, `Row`, `Masks`, `Stands`.

A row is one way a rule can hold, and holds where all its cells hold. Each value of a fact maps to a mask with two bits
for each row: one is set if the value satisfies the row's cell, the other unless it fails it. The `&` of the masks of
all facts gives the rows that hold and those that might, and so the decision.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

import attrs

from yosrules.english.decision_table import alternatives, ways
from yosrules.errors import UndecidedError
from yosrules.language.expr import Compare, Condition, Op, all_of, unless
from yosrules.language.facts import Facts, broken
from yosrules.language.holds import COMPARE
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import comparisons, leaves, reads
from yosrules.policies.policy import Edition, Modality, Outcome, Rule, Status
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.kept import keeping
from yosrules.proof.provers.partition import Assignment, Partition, example_record, holds_of, partition

T = TypeVar("T", bound=Outcome)
K = TypeVar("K")
V = TypeVar("V")

Bits: TypeAlias = Callable[[Iterable[tuple[int, Condition]], Assignment], int]
"""The mask that these facts give to rows with such cells."""

Pair: TypeAlias = Callable[[Value | None, Value | None], int]

_MOST_ROWS = 5000
"""An edition with more rows than this is not compiled."""

_WIDEST = 200
"""Facts with at most this many possible values keep a mask for each value; others are bisected."""


@attrs.frozen
class Row(Generic[T]):
    """One way a rule can hold: every cell must hold, each a condition on one fact or a comparison of two."""

    rule: Rule[T]
    cells: tuple[Condition, ...]


@attrs.frozen
class Stands(Generic[T]):
    """A decision without findings: the rules that hold, every outcome's status, and those that must and may follow."""

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
    """The rows of a resolved edition, and the regions that its conditions distinguish."""

    edition: Edition[T]
    about: type[Facts]
    rows: tuple[Row[T], ...]

    @cached_property
    def partition(self) -> Partition:
        """The regions that the edition's conditions distinguish."""
        return partition(rule.when for rule in self.edition.rules)

    @property
    def size(self) -> int:
        """The number of regions."""
        return self.partition.size

    def regions(self) -> Iterator[Facts]:
        """One ordinary record for each region that a record can lie in; `UndecidedError` where there are too many."""
        found = (self._example(facts) for facts in self.partition.regions())
        return (record for record in found if record is not None)

    def _example(self, facts: Assignment) -> Facts | None:
        """A record of a region that keeps the invariants of its kind; None where no record does."""
        if not broken(self.about, {fact.name: value for fact, value in facts.items()}):
            return example_record(self.about, facts)
        # Only the example may break one, and not all of the region: an invariant cuts where no rule does.
        asked = (leaf for rule in self.edition.rules for when in (rule.when, ~rule.when) for leaf in leaves(when))
        verdicts = [leaf if holds_of(leaf, facts) else unless(leaf) for leaf in dict.fromkeys(asked)]
        another = enumerated(all_of(*verdicts, keeping(self.about, facts)))
        return None if another is None else example_record(self.about, another)

    def compile(self) -> Masks[T]:
        """The table as masks, which decide a record in about a microsecond, always as `decide` does."""
        return Masks(self)


def table(edition: Edition[T], about: type[Facts]) -> Table[T]:
    """A resolved edition as rows; refused where a rule has too many ways to hold."""
    edition = edition.resolved
    if (count := sum(ways(rule.when) for rule in edition.rules)) > _MOST_ROWS:
        raise UndecidedError(
            f"{edition} has {count:,} ways for a rule to hold; a table has at most {_MOST_ROWS:,} rows"
        )
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
        """Decide a mapping from the names of facts to their values."""
        # One `&` for each fact decides all rows at once; otherwise every leaf of every rule is evaluated.
        mask = self._whole
        for name, column in self._columns:
            mask &= column[facts[name]]
        for one, other, pair in self._pairs:
            mask &= pair(facts[one], facts[other])
        return self._seen[mask]

    def _bits(self, cells: Iterable[tuple[int, Condition]], facts: Assignment) -> int:
        """The mask of these facts: rows whose cells hold in the lower half, rows that may hold in the upper."""
        # Two bits a row, because an unknown fact satisfies neither a cell nor its negation: that is "cannot tell".
        mask = self._whole
        for place, cell in cells:
            if not holds_of(cell, facts):
                mask &= ~(1 << place)
            if holds_of(~cell, facts):
                mask &= ~(1 << place + len(self._rows))
        return mask

    def _stands(self, mask: int) -> Stands[T]:
        holds = [row.rule for place, row in enumerate(self._rows) if mask >> place & 1]
        might = [row.rule for place, row in enumerate(self._rows, len(self._rows)) if mask >> place & 1]
        statuses = tuple((outcome, _status(outcome, holds, might)) for outcome in self._outcomes)
        return Stands(tuple(dict.fromkeys(rule.id for rule in holds)), statuses)


# Written again and not taken from decide: a law compares the two, which would mean little if they shared this.
def _status(outcome: T, holds: Sequence[Rule[T]], might: Sequence[Rule[T]]) -> Status:
    held, open_ = ({rule.modality for rule in rules if rule.outcome == outcome} for rules in (holds, might))
    if Modality.MUST in held:
        return Status.MUST
    if Modality.MAY in held:
        return Status.AT_LEAST_MAY if Modality.MUST in open_ else Status.MAY
    return Status.CANNOT_TELL if open_ else Status.NO


class _Seen(dict[K, V]):
    """A dictionary that computes missing values, and keeps them if `keep` is true."""

    def __init__(self, work_out: Callable[[K], V], *, keep: bool) -> None:
        self.work_out, self.keep = work_out, keep

    def __missing__(self, key: K) -> V:
        found = self.work_out(key)
        # A fact without bounds has too many values to keep, and a caseload rarely repeats them.
        if self.keep:
            self[key] = found
        return found


def _column(fact: Fact, cells: Sequence[tuple[int, Condition]], bits: Bits) -> dict[Value | None, int]:
    """The mask of every value of one fact; values between the same two thresholds share one."""
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
    # Stored even where values are not: otherwise it would be worked out for every record that lacks the fact.
    column[None] = found(None)
    return column


def _thresholds(cell: Condition) -> Iterator[Value]:
    return (leaf.right for leaf in comparisons(cell) if not isinstance(leaf.right, Fact))


def _few(fact: Fact) -> bool:
    low, high = fact.reach
    return bool(fact.members) or (low is not None and high is not None and high - low < _WIDEST)


def _pair(one: Fact, other: Fact, cells: Sequence[tuple[int, Condition]], bits: Bits) -> Pair:
    """The mask of two compared facts, which depends only on whether the first is equal, lower or higher."""
    slots: dict[int, int] = {}
    # Every cell here compares both facts, so one unknown fact leaves all of them untold, whatever the other is.
    unknown = bits(cells, {one: None, other: None})

    def found(left: Value | None, right: Value | None) -> int:
        if left is None or right is None:
            return unknown
        slot = 0 if COMPARE[Op.EQ](left, right) else 1 + (one.ordered and COMPARE[Op.GT](left, right))
        if slot not in slots:
            slots[slot] = bits(cells, {one: left, other: right})
        return slots[slot]

    return found
