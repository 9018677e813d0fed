"""An edition, or all editions of a policy, as columns of one table: the outcomes as statuses or as bits, what fired."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from functools import cache, reduce
from itertools import product, zip_longest
from operator import add
from typing import Generic, TypeVar, cast

import attrs
import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import NumericType

from yosrules.bulk.frames.columns import NARWHALS, Dialect, Verdicts, either, every, inverted, own_dialect
from yosrules.bulk.frames.engine import REFUSED, ROWS, Frame, opened
from yosrules.bulk.frames.fact_columns import FactColumns, asked_of
from yosrules.bulk.own_dates import with_own
from yosrules.deciding.decide import Status
from yosrules.errors import PolicyError
from yosrules.language.expr import Condition
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.calendar import ONE
from yosrules.policies.policy import Edition, Modality, Outcome, Policy

T = TypeVar("T", bound=Outcome)

WORD = 32
"""How many bits one column holds; those after it are in `fired_32`, `must_32` and so on."""

_MASKS = {
    Status.MUST: "must",
    Status.AT_LEAST_MAY: "at_least_may",
    Status.MAY: "may",
    Status.CANNOT_TELL: "cannot_tell",
}
"""The columns of bits that have one bit for each outcome."""

_STANDS = {Modality.MUST: Status.MUST, Modality.MAY: Status.MAY}
"""Status by modality; MUST is tested first."""


@attrs.frozen
class Bulk(Generic[T]):
    """An edition, or all editions of a policy by the day in a column, compiled for one table."""

    columns: FactColumns
    editions: tuple[tuple[date, Edition[T]], ...]
    day: Fact | None
    rules: dict[Condition, Verdicts] = attrs.field(factory=dict)
    conditions: dict[str, nw.Expr] = attrs.field(factory=dict)

    @classmethod
    def over(
        cls,
        table: Frame,
        asked: Edition[T] | Policy[T],
        on: str | None,
        unknown: Collection[str],
        about: type[Facts] | None = None,
        meant: date | str | None = None,
    ) -> Bulk[T]:
        """Check the columns, or raise one error that says everything that is wrong with them."""
        editions = _editions(asked, on)
        low, high = editions[0][0], editions[-1][1].ends
        day = None if on is None else Fact(on, date, "the day", given=True, low=low, high=high)
        read = [fact for _, edition in editions for rule in edition.rules for fact in reads(rule.when)]
        about = asked.about if isinstance(asked, Policy) else about
        never = [] if about is None else asked_of(about, table.collect_schema().names())
        table, own = with_own(about, table, meant or on)
        never += own
        read += [fact for each in never for fact in each.facts]
        columns = FactColumns(table, [*read, *([day] if day else [])], unknown, own_dialect(table))
        columns.refuse(never)
        return cls(columns, editions, day)

    def decided(self, *, masks: bool, fired: bool) -> dict[str, nw.Expr]:
        """The columns that go out: the outcomes, or bits of them, and the rules that hold."""
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
        flags[REFUSED] = put.lit(False) if isinstance(anything, bool) else anything
        # Reversed, so that the total goes before the facts to blame; cast, because Spark has no sum of booleans, and
        # DuckDB widens a sum to what Arrow and Python have as a decimal.
        counted = {name: put.col(name).cast(put.Int64).sum().cast(put.Int64) for name in reversed(flags)}
        return opened(self.columns.staged(flags).select(put.len().alias(ROWS), **counted))

    def _rule(self, condition: Condition) -> Verdicts:
        """The verdicts of a rule's condition, as a column that is worked out once."""
        if condition not in self.rules:
            verdicts = self.columns.verdicts(condition)
            if not isinstance(verdicts, bool):
                name = f"{self.columns.prefix}rule{len(self.conditions)}"
                self.conditions[name] = verdicts
                verdicts = self.columns.dialect.col(name)
            self.rules[condition] = verdicts
        return self.rules[condition]

    def _arms(self, edition: Edition[T]) -> dict[str, list[tuple[Verdicts, Status]]]:
        """For each outcome when it has which status, in the order of `decide`: the first that holds, else no."""
        by_kind: defaultdict[tuple[str, Modality], list[Verdicts]] = defaultdict(list)
        uncertain = set()
        for rule in edition.rules:
            by_kind[rule.outcome.name, rule.modality].append(self._rule(rule.when))
            if any(self.columns[fact].uncertain for fact in reads(rule.when)):
                uncertain.add((rule.outcome.name, rule.modality))
        arms: dict[str, list[tuple[Verdicts, Status]]] = {name: [] for name in _names(self.editions)}
        for outcome, modality in product(arms, _STANDS):
            verdicts = either(by_kind[outcome, modality])
            if (outcome, modality) in uncertain and not isinstance(verdicts, bool):
                untold = verdicts.is_null()
                if modality is Modality.MUST:
                    # Before the must that cannot be told: a may that holds beside it can be acted on already.
                    arms[outcome].append((every((untold, _held(by_kind[outcome, Modality.MAY]))), Status.AT_LEAST_MAY))
                arms[outcome].append((untold, Status.CANNOT_TELL))
            arms[outcome].append((verdicts, _STANDS[modality]))
        return arms

    def _statuses(self) -> dict[str, nw.Expr]:
        text = _text(self.columns)
        editions = [self._arms(edition) for _, edition in self.editions]
        return {
            name: self._in_force([self._status(arms[name], text) for arms in editions])
            for name in _names(self.editions)
        }

    def _status(self, arms: list[tuple[Verdicts, Status]], text: dict[Status, nw.Expr]) -> nw.Expr:
        return _first(self.columns.dialect, [(holds, text[status]) for holds, status in arms], text[Status.NO])

    def _masks(self) -> dict[str, nw.Expr]:
        editions = [self._arms(edition).values() for _, edition in self.editions]
        made: dict[str, nw.Expr] = {}
        for status, name in _MASKS.items():
            made |= self._bits(name, [[_stands(arms, status) for arms in edition] for edition in editions])
        return made

    def _fired(self) -> dict[str, nw.Expr]:
        return self._bits("fired", [[*map(self._rule, conditions_of(edition))] for _, edition in self.editions])

    def _bits(self, name: str, editions: list[list[Verdicts]]) -> dict[str, nw.Expr]:
        """Columns of up to 32 bits that are set where something holds in the edition in force."""
        most = max(map(len, editions))
        made = {}
        for start in range(0, max(most, 1), WORD):
            kind = _whole(self.columns, min(most - start, WORD))
            parts = [self._sum(verdicts[start : start + WORD], kind) for verdicts in editions]
            made[f"{name}_{start}" if start else name] = self._in_force(parts)
        return made

    def _in_force(self, made: list[nw.Expr]) -> nw.Expr:
        """The value of the edition in force, given that of each, oldest first."""
        # The oldest edition is not tested for: `low` of the day's fact refuses rows with a day before it.
        chosen = made[0]
        for (starts, _), later in zip(self.editions[1:], made[1:], strict=True):
            day = self.columns[cast("Fact", self.day)].value
            chosen = self.columns.dialect.when(day >= starts).then(later).otherwise(chosen)
        return chosen

    def _sum(self, verdicts: Sequence[Verdicts], kind: type[NumericType]) -> nw.Expr:
        """The sum of the bits that are set. Outcomes with the same verdicts, one object, share one term."""
        lit = self.columns.dialect.lit
        bits: dict[int, int] = {}
        for place, each in enumerate(verdicts):
            # By identity, because `==` of two expressions is an expression and no bool.
            bits[id(each)] = bits.get(id(each), 0) | 1 << place
        parts = {id(each): each for each in verdicts if each is not False}
        made = [self._bit(parts[at], _number(lit, bits[at], kind), kind) for at in parts]
        return reduce(add, made or [_number(lit, 0, kind)])

    def _bit(self, verdicts: Verdicts, bit: nw.Expr, kind: type[NumericType]) -> nw.Expr:
        """A bit where something holds: a product is faster than a choice, except in Polars, and wrong with nulls."""
        if isinstance(verdicts, bool) or not self.columns.certain or self.columns.dialect is not NARWHALS:
            return _first(self.columns.dialect, [(verdicts, bit)], _number(self.columns.dialect.lit, 0, kind))
        return verdicts.cast(kind) * bit


def _editions(asked: Edition[T] | Policy[T], on: str | None) -> tuple[tuple[date, Edition[T]], ...]:
    if isinstance(asked, Edition) is not (on is None):
        raise PolicyError("a policy is asked with on=, the column of the day that is meant; an edition without")
    editions = (asked,) if isinstance(asked, Edition) else asked.editions
    for edition, later in zip_longest(editions, editions[1:]):
        names = [outcome.name for outcome in edition.outcomes]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise PolicyError(f"{edition} has two outcomes called {twice!r}")
        if later is not None and edition.ends is not None and edition.ends < later.starts - ONE:
            raise PolicyError(f"no edition is in force from {edition.ends} to {later.starts}: decide each by itself")
    return tuple((edition.starts, edition.resolved) for edition in editions)


def _names(editions: Iterable[tuple[date, Edition[T]]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(outcome.name for _, edition in editions for outcome in edition.outcomes))


def conditions_of(edition: Edition[T]) -> list[Condition]:
    """The conditions of the rules, each once."""
    return list(dict.fromkeys(rule.when for rule in edition.rules))


def _held(parts: Sequence[Verdicts]) -> Verdicts:
    """Whether one of these is known to hold: never null, as what is made of it goes into bits too."""
    verdicts = either(parts)
    return verdicts if isinstance(verdicts, bool) else verdicts.fill_null(False)


def _stands(arms: list[tuple[Verdicts, Status]], wanted: Status) -> Verdicts:
    """Whether the first arm that holds has a status."""
    met: Verdicts = False
    for verdicts, status in reversed(arms):
        met = either((verdicts, met)) if status is wanted else every((inverted(verdicts), met))
    return met


def _first(dialect: Dialect, arms: Iterable[tuple[Verdicts, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """The value of the first arm that holds."""
    for holds, value in reversed([*arms]):
        if isinstance(holds, bool):
            otherwise = value if holds else otherwise
        else:
            otherwise = dialect.when(holds).then(value).otherwise(otherwise)
    return otherwise


@cache
def _number(lit: Callable[..., nw.Expr], number: int, kind: type[NumericType]) -> nw.Expr:
    """A number as an expression, made once: Polars takes longer to make it than to add it to many thousand rows."""
    return lit(number, dtype=kind)


def _whole(asked: FactColumns, bits: int) -> type[NumericType]:
    """The smallest type that holds so many bits; Spark has no unsigned ones."""
    kinds = asked.dialect
    if asked.table.implementation.is_spark_like():
        return kinds.Int16 if bits < 16 else kinds.Int64
    return kinds.UInt8 if bits <= 8 else kinds.UInt16 if bits <= 16 else kinds.UInt32


def _text(asked: FactColumns) -> dict[Status, nw.Expr]:
    """Every status as an expression: of an enumeration where the engine has them, else of text."""
    engine, put = asked.table.implementation, asked.dialect
    kind = put.Enum([status.value for status in Status]) if engine.is_polars() or engine.is_duckdb() else put.String
    return {status: put.lit(status.value, dtype=kind) for status in Status}
