"""Conditions put to the columns of a frame: what holds, what fails, and null where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import IntEnum
from typing import assert_never, cast

import narwhals as nw

from yosrules.errors import RecordError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value, words
from yosrules.verbs.columns import (
    Column,
    Eager,
    Frame,
    Told,
    column_of,
    either,
    every,
    null_counts,
    plain,
    types,
    unused,
)
from yosrules.verbs.decide import COMPARE

UNKNOWN = nw.lit(None, dtype=nw.Boolean)

FIRST = 3
"""How many of the rows that are not allowed an error shows."""

MANY = 16
"""From this many labels on, asking for one of a list is faster than asking for each."""

ASK: dict[Op, Callable[[nw.Expr, object], nw.Expr]] = {
    Op.LT: lambda one, other: one < other,
    Op.LE: lambda one, other: one <= other,
    Op.EQ: lambda one, other: one == other,
    Op.NE: lambda one, other: one != other,
    Op.GE: lambda one, other: one >= other,
    Op.GT: lambda one, other: one > other,
}


class Asked:
    """The facts that are asked for, as columns of one table; one error says everything that is wrong with them.

    What a condition needs is worked out in stages, each thing once however often it is asked.
    """

    def __init__(self, table: Frame, facts: Iterable[Fact], unknown: Collection[str] = ()) -> None:
        asked = {fact.name: fact for fact in facts}
        self.table = _of_interest(table, asked)
        schema = self.table.collect_schema()
        self.prefix = unused(schema)
        self._names: dict[object, str] = {}
        self._first: dict[str, nw.Expr] = {}
        self._then: dict[str, nw.Expr] = {}
        self._of: dict[str, Column] = {}
        counts = null_counts(self.table, [name for name in asked if name in schema])
        wrong = []
        for name, fact in asked.items():
            nothing = name not in schema or counts.get(name, 0) is None
            column = None if nothing else column_of(fact, schema[name], self._named(name), nulls=counts.get(name) != 0)
            if name not in schema and name not in unknown:
                wrong.append(f"{name}: there is no such column; allowed: {types(fact)}")
            elif nothing and fact.given:
                wrong.append(f"{name}: no row states it; it must be given")
            elif not nothing and column is None:
                wrong.append(f"{name}: it is a column of {schema[name]}; allowed: {types(fact)}")
            self._of[name] = column or Column(fact, UNKNOWN, absent=True)
        if wrong:
            raise RecordError("\n  ".join(["the frame's columns are not the facts that are asked for", *wrong]))
        self._first |= {self._named(name): each.made for name, each in self._of.items() if each.made is not None}

    def __getitem__(self, fact: Fact) -> Column:
        return self._of[fact.name]

    def told(self, condition: Condition) -> Told:
        """A condition, put to every row."""
        match condition:
            case Compare(fact, op, right):
                return self._compare(fact, op, right)
            case Known(fact, wanted):
                return self._known(fact, wanted)
            case AllOf(parts):
                return every([self.told(part) for part in parts])
            case AnyOf(parts):
                return either([self.told(part) for part in parts])
            case _:
                assert_never(condition)

    def put(self, made: Mapping[str, nw.Expr], *stages: Mapping[str, nw.Expr]) -> Frame:
        """The table with these columns; refused if it is eager and a row is not allowed, null there if it is lazy."""
        fit = every([self._fits(column) for column in self._of.values() if column.open])
        if isinstance(fit, bool):
            return with_columns(self.staged(*stages), made)
        ok = self.prefix + "ok"
        table = self.staged({ok: fit}, *stages)
        if isinstance(table, nw.LazyFrame):
            return with_columns(table, {name: nw.when(nw.col(ok)).then(expr) for name, expr in made.items()})
        if not table[ok].all():
            raise self._explain(table)
        return with_columns(table, made)

    def staged(self, *stages: Mapping[str, nw.Expr]) -> Frame:
        """The table with everything that has been asked so far worked out, and then these."""
        table = self.table
        for stage in (self._first, self._then, *stages):
            table = with_columns(table, stage)
        return table

    def refused(self) -> dict[str, nw.Expr]:
        """For each fact whose values the types alone do not settle, where a row is refused for it."""
        fits = {name: self._fits(column) for name, column in self._of.items() if column.open}
        return {name: ~told for name, told in fits.items() if not isinstance(told, bool)}

    def _named(self, key: object) -> str:
        return self._names.setdefault(key, f"{self.prefix}{len(self._names)}")

    def _stage(self, made: nw.Expr, *key: object) -> nw.Expr:
        """A column that is worked out once, under a name that the frame does not have."""
        name = self._named(key)
        self._then.setdefault(name, made)
        return nw.col(name)

    def _compare(self, fact: Fact, op: Op, right: Value | Fact) -> Told:
        column = self[fact]
        other = self[right] if isinstance(right, Fact) else None
        if column.absent or (other is not None and other.absent):
            return UNKNOWN
        if other is not None:
            return self._stage(ASK[op](column.number, other.number), fact.name, op, other.fact)
        value = cast("Value", right)
        if column.labels is not None:
            return self._among(column, [each for each in column.labels if COMPARE[op](each, value)])
        if fact.kind is bool:
            return column.value if (op is Op.EQ) is bool(value) else ~column.value
        plain = int(value) if isinstance(value, IntEnum) else value
        return self._stage(ASK[op](column.value, plain), fact.name, op, plain)

    def _known(self, fact: Fact, wanted: bool) -> Told:  # noqa: FBT001 -- as the node has it
        column = self[fact]
        if column.absent or not column.unsure:
            return wanted is not column.absent
        null = column.value.is_null()
        return self._stage(~null if wanted else null, fact.name, wanted)

    def _among(self, column: Column, wanted: list[Value]) -> Told:
        """Whether a scale is written as one of these labels; null where it is unknown."""
        name, texts = column.fact.name, [words(each) for each in wanted]
        if not wanted:
            return self._stage(nw.when(~column.value.is_null()).then(nw.lit(False)), name, None)
        if len(column.fact.members) > MANY:
            return self._stage(column.value.is_in(texts), name, *texts)
        return either([self._stage(column.value == text, name, text) for text in texts])

    def _fits(self, column: Column) -> Told:
        """Where a row states what is allowed of a fact; never null."""
        loose = column.labels is not None and not column.settled
        proper = self._among(column, list(column.labels or ())) if loose else column.proper
        if not column.nulls:
            return proper
        known = ~column.value.is_null()
        return every((proper, known)) if column.fact.given else either((proper, ~known))

    def _explain(self, table: Eager) -> RecordError:
        """What is wrong with the values of an eager table: how many of each fact, and the first of them."""
        said = ["the frame has values that are not allowed; its first row is row 0"]
        place = self.prefix + "row"
        for name, bad in self.refused().items():
            rows = table.with_row_index(place).filter(bad).select(place, name)
            if count := len(rows):
                first = ", ".join(f"row {row} has {_written(value)}" for row, value in rows.head(FIRST).iter_rows())
                fact = self._of[name].fact
                allowed = f"{fact.allowed}{'; it must be given' * fact.given}"
                said.append(f"{name}: {count:,} row{'s' * (count > 1)}: {first}; allowed: {allowed}")
        return RecordError("\n  ".join(said))


def _of_interest(table: Frame, names: Collection[str]) -> Frame:
    """The table; of a pandas one the columns that are asked for, as pyarrow has them."""
    if isinstance(table, nw.LazyFrame) or not table.implementation.is_pandas_like():
        return table
    row = nw.generate_temporary_column_name(8, table.columns)  # so that there are as many rows where nothing is asked
    return plain(table.with_row_index(row).select(row, *(name for name in table.columns if name in names)))


def with_columns(table: Frame, made: Mapping[str, nw.Expr]) -> Frame:
    """The table with more columns, if there are any."""
    return table.with_columns(**made) if made else table


def _written(value: object) -> str:
    return "nothing" if value is None else repr(str(value))
