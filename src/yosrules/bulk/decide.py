"""Many records -> columns: the same meaning as `decide`, for every row of a frame at once.

    decided = decide_frame(policy.on(day), frame)

Polars, DuckDB, PySpark, pyarrow and pandas frames come in, eager or lazy, and the same kind goes out, with one column
an outcome: must, may, cannot tell, no. Nothing lazy is collected: an eager frame with a value that is not allowed is
refused whole, in a lazy one every outcome of such a row is null, and `refusals` is the query that counts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache, reduce
from itertools import product
from operator import add
from typing import Generic, TypeVar, cast

import attrs
import narwhals as nw
from narwhals.dtypes import NumericType

from yosrules.bulk.columns import (
    NARWHALS,
    Frame,
    N,
    Verdicts,
    anew,
    either,
    every,
    inverted,
    opened,
    own_dialect,
    returned,
)
from yosrules.bulk.conditions import FactColumns
from yosrules.deciding.decide import Status
from yosrules.errors import PolicyError, RecordError
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.policy import Edition, Modality, Outcome, Policy

T = TypeVar("T", bound=Outcome)

WORD = 32
"""How many conditions or outcomes one column of bits holds; what comes after stands in `fired_32`, `must_32` and on."""

MASKS = {Status.MUST: "must", Status.MAY: "may", Status.CANNOT_TELL: "cannot_tell"}
"""The columns of bits, one bit an outcome."""

STANDS = {Modality.MUST: Status.MUST, Modality.MAY: Status.MAY}
"""How an outcome stands to which rules of a kind lead, what must be first."""


def decide_frame(
    asked: Edition[T] | Policy[T],
    frame: N,
    *,
    on: str | None = None,
    masks: bool = False,
    fired: bool = False,
    keep: Sequence[str] | None = None,
    unknown: Collection[str] = (),
) -> N:
    """Decide every row by an edition; by a policy, each by the edition in force on the day its column `on` states.

    With `masks` the outcomes are bits of `must`, `may` and `cannot_tell`, in the order of `outcomes_of`; `fired` adds
    what holds, a bit for all rules of one condition, which `fired_rules` reads. `keep` are the columns that stay (all,
    if left out), `unknown` facts that no column states.
    """
    whole = opened(frame)
    bulk = Bulk.over(whole, asked, on, unknown)
    made = bulk.decided(masks=masks, fired=fired)
    plain = str.casefold if isinstance(whole, nw.LazyFrame) and not whole.implementation.is_polars() else str
    kept = {plain(name): name for name in (whole.collect_schema().names() if keep is None else keep)}
    if clash := [kept[plain(name)] for name in made if plain(name) in kept]:
        why = "keep= leaves it out, an answer goes there" + "; to SQL capitals are the same" * (plain is not str)
        raise RecordError(f"the frame has a column called {', '.join(clash)} already: {why}")
    names = {name: f"{bulk.columns.prefix}made{place}" for place, name in enumerate(made)}
    decided = bulk.columns.put({names[name]: expr for name, expr in made.items()}, bulk.conditions, alone=not kept)
    return returned(frame, whole, decided, names, keep)


def refusals(asked: Edition[T] | Policy[T], frame: N, *, on: str | None = None, unknown: Collection[str] = ()) -> N:
    """One row: how many rows there are, how many are refused, and for how many of them each fact is to blame."""
    table = opened(frame)
    counted = Bulk.over(table, asked, on, unknown).refusals()
    return anew(frame, table, counted)


def outcomes_of(asked: Edition[T] | Policy[T]) -> tuple[T, ...]:
    """Every outcome of an edition, or of any edition of a policy, each once: the order of the columns and bits."""
    editions = (asked,) if isinstance(asked, Edition) else asked.editions
    return tuple(dict.fromkeys(outcome for edition in editions for outcome in edition.outcomes))


def fired_rules(edition: Edition[T], mask: int, place: int = 0) -> tuple[str, ...]:
    """The ids of the rules that a number in the column `fired` stands for; `place` is 32 for `fired_32`."""
    rules = edition.resolved.rules
    bits = {when: bit for bit, when in enumerate(_conditions(edition.resolved)[place : place + WORD])}
    return tuple(rule.id for rule in rules if rule.when in bits and mask >> bits[rule.when] & 1)


@attrs.frozen
class Bulk(Generic[T]):
    """An edition, or the editions of a policy by the day in a column, put to the columns of one table."""

    columns: FactColumns
    editions: tuple[tuple[date, Edition[T]], ...]
    day: Fact | None
    rules: dict[Condition, Verdicts] = attrs.field(factory=dict)
    conditions: dict[str, nw.Expr] = attrs.field(factory=dict)

    @classmethod
    def over(cls, table: Frame, asked: Edition[T] | Policy[T], on: str | None, unknown: Collection[str]) -> Bulk[T]:
        """Check the columns, or raise one error that says everything that is wrong with them."""
        editions = _editions(asked, on)
        day = None if on is None else Fact(on, date, "the day", given=True, low=editions[0][0])
        read = [fact for _, edition in editions for rule in edition.rules for fact in reads(rule.when)]
        return cls(FactColumns(table, [*read, *([day] if day else [])], unknown, own_dialect(table)), editions, day)

    def decided(self, *, masks: bool, fired: bool) -> dict[str, nw.Expr]:
        """The columns that are asked for: the outcomes, or bits of them, and the rules that hold."""
        made = self._masks() if masks else self._statuses()
        if self.day:
            made["edition"] = self._in_force([self.columns.dialect.lit(starts) for starts, _ in self.editions])
        if fired:
            made |= self._fired()
        return made

    def refusals(self) -> Frame:
        """The query that counts what is refused."""
        refused = self.columns.refused()
        flags = {f"{name} refused": bad for name, bad in refused.items()}
        anything = either(refused.values())
        put = self.columns.dialect
        flags["refused"] = put.lit(False) if isinstance(anything, bool) else anything
        counted = {name: put.col(name).cast(put.Int64).sum() for name in reversed(flags)}
        return opened(self.columns.staged(flags).select(rows=put.len(), **counted))

    def _rule(self, condition: Condition) -> Verdicts:
        """A rule's condition as a column of its own, worked out once."""
        if condition not in self.rules:
            told = self.columns.told(condition)
            if not isinstance(told, bool):
                name = f"{self.columns.prefix}rule{len(self.conditions)}"
                self.conditions[name] = told
                told = self.columns.dialect.col(name)
            self.rules[condition] = told
        return self.rules[condition]

    def _arms(self, edition: Edition[T]) -> dict[T, list[tuple[Verdicts, Status]]]:
        """When each outcome stands how: the first that holds, else no. The order is that of `decide`."""
        led: defaultdict[tuple[T, Modality], list[Verdicts]] = defaultdict(list)
        unsure = set()
        for rule in edition.rules:
            led[rule.outcome, rule.modality].append(self._rule(rule.when))
            if any(self.columns[fact].unsure for fact in reads(rule.when)):
                unsure.add((rule.outcome, rule.modality))
        arms: dict[T, list[tuple[Verdicts, Status]]] = {outcome: [] for outcome in _outcomes(self.editions)}
        for outcome, modality in product(arms, STANDS):
            told = either(led[outcome, modality])
            if (outcome, modality) in unsure and not isinstance(told, bool):
                arms[outcome].append((told.is_null(), Status.CANNOT_TELL))
            arms[outcome].append((told, STANDS[modality]))
        return arms

    def _statuses(self) -> dict[str, nw.Expr]:
        text = _text(self.columns)
        editions = [self._arms(edition) for _, edition in self.editions]
        return {
            outcome.name: self._in_force(
                [
                    self._first([(told, text[status]) for told, status in arms[outcome]], text[Status.NO])
                    for arms in editions
                ]
            )
            for outcome in _outcomes(self.editions)
        }

    def _masks(self) -> dict[str, nw.Expr]:
        editions = [self._arms(edition).values() for _, edition in self.editions]
        made: dict[str, nw.Expr] = {}
        for status, name in MASKS.items():
            made |= self._bits(name, [[_stands(arms, status) for arms in edition] for edition in editions])
        return made

    def _fired(self) -> dict[str, nw.Expr]:
        return self._bits("fired", [[*map(self._rule, _conditions(edition))] for _, edition in self.editions])

    def _bits(self, name: str, editions: list[list[Verdicts]]) -> dict[str, nw.Expr]:
        """Bits that are set where something holds, a column for every 32 of them, in the edition that is in force."""
        most = max(map(len, editions))
        made = {}
        for start in range(0, max(most, 1), WORD):
            kind = _whole(self.columns, min(most - start, WORD))
            parts = [self._sum(told[start : start + WORD], kind) for told in editions]
            made[f"{name}_{start}" if start else name] = self._in_force(parts)
        return made

    def _in_force(self, made: list[nw.Expr]) -> nw.Expr:
        """What the edition in force says, given what each says, oldest first."""
        chosen = made[0]
        for (starts, _), later in zip(self.editions[1:], made[1:], strict=True):
            day = self.columns[cast("Fact", self.day)].value
            chosen = self.columns.dialect.when(day >= starts).then(later).otherwise(chosen)
        return chosen

    def _first(self, arms: Iterable[tuple[Verdicts, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
        """The value of the first arm that holds."""
        for told, value in reversed([*arms]):
            if isinstance(told, bool):
                otherwise = value if told else otherwise
            else:
                otherwise = self.columns.dialect.when(told).then(value).otherwise(otherwise)
        return otherwise

    def _sum(self, told: Sequence[Verdicts], kind: type[NumericType]) -> nw.Expr:
        """The bits of what holds; outcomes that share one condition are one object and set their bits together."""
        lit = self.columns.dialect.lit
        bits: dict[int, int] = {}
        for place, each in enumerate(told):
            bits[id(each)] = bits.get(id(each), 0) | 1 << place
        parts = {id(each): each for each in told if each is not False}
        made = [self._bit(parts[at], _number(lit, bits[at], kind), kind) for at in parts]
        return reduce(add, made or [_number(lit, 0, kind)])

    def _bit(self, told: Verdicts, bit: nw.Expr, kind: type[NumericType]) -> nw.Expr:
        """A bit where something holds. To multiply is quicker than to choose, but for Polars, and null where untold."""
        if isinstance(told, bool) or not self.columns.sure or self.columns.dialect is not NARWHALS:
            return self._first([(told, bit)], _number(self.columns.dialect.lit, 0, kind))
        return told.cast(kind) * bit


def _editions(asked: Edition[T] | Policy[T], on: str | None) -> tuple[tuple[date, Edition[T]], ...]:
    if isinstance(asked, Edition) is not (on is None):
        raise PolicyError("a policy is asked with on=, the column of the day that is meant; an edition without")
    editions = (asked,) if isinstance(asked, Edition) else asked.editions
    return tuple((edition.starts, edition.resolved) for edition in editions)


def _outcomes(editions: Iterable[tuple[date, Edition[T]]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(outcome for _, edition in editions for outcome in edition.outcomes))


def _conditions(edition: Edition[T]) -> list[Condition]:
    """What the rules ask, each once."""
    return list(dict.fromkeys(rule.when for rule in edition.rules))


def _stands(arms: list[tuple[Verdicts, Status]], wanted: Status) -> Verdicts:
    """Where the first arm that holds is one of the status wanted."""
    met: Verdicts = False
    for told, status in reversed(arms):
        met = either((told, met)) if status is wanted else every((inverted(told), met))
    return met


@cache
def _number(lit: Callable[..., nw.Expr], number: int, kind: type[NumericType]) -> nw.Expr:
    """A number as a column; Polars takes longer to make one than to add it to many thousand rows."""
    return lit(number, dtype=kind)


def _whole(asked: FactColumns, bits: int) -> type[NumericType]:
    """The smallest whole number that holds so many bits; Spark has none without a sign."""
    kinds = asked.dialect
    if asked.table.implementation.is_spark_like():
        return kinds.Int16 if bits < 16 else kinds.Int64
    return kinds.UInt8 if bits <= 8 else kinds.UInt16 if bits <= 16 else kinds.UInt32


def _text(asked: FactColumns) -> dict[Status, nw.Expr]:
    """How a status is written: as an enumeration where the engine has them, else as text."""
    engine, put = asked.table.implementation, asked.dialect
    kind = put.Enum([status.value for status in Status]) if engine.is_polars() or engine.is_duckdb() else put.String
    return {status: put.lit(status.value, dtype=kind) for status in Status}
