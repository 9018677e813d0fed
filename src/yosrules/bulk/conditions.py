"""Conditions put to the columns of a frame: what holds, what fails, and null where nobody can tell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from enum import IntEnum
from itertools import groupby
from typing import TYPE_CHECKING, assert_never, cast

import narwhals as nw

from yosrules.bulk.columns import (
    NARWHALS,
    Column,
    Dialect,
    Verdicts,
    column_of,
    either,
    every,
    inverted,
    null_counts,
    types,
    unused,
)
from yosrules.bulk.engine import Eager, Frame, opened, plain
from yosrules.deciding.decide import COMPARE
from yosrules.errors import RecordError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value, words

if TYPE_CHECKING:
    from narwhals.typing import IntoLazyFrame

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


class FactColumns:
    """The facts that are asked for, as columns of one table; one error says everything that is wrong with them.

    What a condition needs is worked out in stages, each thing once however often it is asked.
    """

    def __init__(
        self, table: Frame, facts: Iterable[Fact], unknown: Collection[str] = (), dialect: Dialect = NARWHALS
    ) -> None:
        asked = {fact.name: fact for fact in facts}
        self.dialect = dialect
        self.unknown = dialect.lit(None, dtype=dialect.Boolean)
        self.table = _of_interest(table, asked)
        schema = self.table.collect_schema()
        self.prefix = unused(schema)
        self._names: dict[object, str] = {}
        self._first: dict[str, nw.Expr] = {}
        self._then: defaultdict[object, dict[str, nw.Expr]] = defaultdict(dict)
        self._of: dict[str, Column] = {}
        counts = null_counts(self.table, [name for name in asked if name in schema])
        wrong = []
        for name, fact in asked.items():
            nothing = name not in schema or counts.get(name, 0) is None
            nulls, made_as = counts.get(name) != 0, self._named(name)
            column = None if nothing else column_of(fact, schema[name], made_as, dialect, nulls=nulls)
            if name not in schema and name not in unknown:
                wrong.append(f"{name}: there is no such column; allowed: {types(fact)}")
            elif nothing and fact.given:
                wrong.append(f"{name}: no row states it; it must be given")
            elif not nothing and column is None:
                wrong.append(f"{name}: it is a column of {schema[name]}; allowed: {types(fact)}")
            self._of[name] = column or Column(fact, self.unknown, absent=True)
        if wrong:
            raise RecordError("\n  ".join(["the frame's columns are not the facts that are asked for", *wrong]))
        self._first |= {self._named(name): each.made for name, each in self._of.items() if each.made is not None}

    def __getitem__(self, fact: Fact) -> Column:
        return self._of[fact.name]

    @property
    def sure(self) -> bool:
        """Whether every condition can be told of every row that is not refused."""
        return not any(column.unsure for column in self._of.values())

    def told(self, condition: Condition) -> Verdicts:
        """A condition, put to every row."""
        match condition:
            case Compare(fact, op, right):
                return self._compare(fact, op, right)
            case Known(fact, wanted):
                return self._known(fact, wanted)
            case AllOf(parts):
                return every([self.told(part) for part in parts])
            case AnyOf(parts):
                return either(self._alternatives(parts))
            case _:
                assert_never(condition)

    def _alternatives(self, parts: Iterable[Condition]) -> Iterator[Verdicts]:
        """The parts of an "or"; those that ask whether one scale stands at this or that level are asked as one."""
        levels: dict[Fact, list[Value]] = {}
        for part in parts:
            if isinstance(part, Compare) and part.op is Op.EQ and self._is_text(part):
                levels.setdefault(part.fact, []).append(cast("Value", part.right))
            else:
                yield self.told(part)
        for fact, wanted in levels.items():
            yield self._among(self[fact], wanted)

    def _is_text(self, part: Compare) -> bool:
        """Whether a fact is compared with a level that is written as text."""
        return self[part.fact].labels is not None and not isinstance(part.right, Fact)

    def put(self, made: Mapping[str, nw.Expr], *stages: Mapping[str, nw.Expr], alone: bool = False) -> Frame:
        """The table with these columns, or at least them if they may stand `alone`.

        It is refused if it is eager and a row is not allowed; if it is lazy they are null there.
        """
        fit, ok = every([self._fits(column) for column in self._of.values() if column.open]), self.prefix + "ok"
        checked: dict[str, nw.Expr] = {} if isinstance(fit, bool) else {ok: fit}
        if isinstance(self.table, nw.LazyFrame):
            sound = self.dialect.when(self.dialect.col(ok))
            told = {name: sound.then(expr) for name, expr in made.items()} if checked else made
            return opened(self.staged(checked, *stages, told))
        if not made and not checked:
            return self.table
        # Polars works lazily through pieces that stay in its cache, and takes no memory for what is in between.
        lazily = self.table.implementation.is_polars()
        table = cast("Eager", self._native()).lazy() if lazily else self.table
        put = _staged(table, (self._first, self._asked, checked, *stages, made)).select(*made, *checked)
        answers = cast("Eager", opened(cast("nw.LazyFrame[IntoLazyFrame]", put).collect() if lazily else put))
        if checked and not answers[ok].all():
            raise self._explain(self.staged())
        if alone:
            return answers
        return self.table.with_columns(*(answers[name] for name in made)) if made else self.table

    def staged(self, *stages: Mapping[str, nw.Expr]) -> Frame:
        """The table with everything that has been asked so far worked out, and then these."""
        return _staged(self._native(), (self._first, self._asked, *stages))

    def _native(self) -> Frame:
        """The table as what it is asked is written for."""
        return self.table if self.dialect is NARWHALS else cast("Frame", self.table.to_native())

    def refused(self) -> dict[str, nw.Expr]:
        """For each fact whose values the types alone do not settle, where a row is refused for it."""
        fits = {name: self._fits(column) for name, column in self._of.items() if column.open}
        return {name: ~told for name, told in fits.items() if not isinstance(told, bool)}

    def _named(self, key: object) -> str:
        return self._names.setdefault(key, f"{self.prefix}{len(self._names)}")

    @property
    def _asked(self) -> dict[str, nw.Expr]:
        """What is asked of each column, in a row: text that has been read once is at hand for the next question."""
        return {name: made for asked in self._then.values() for name, made in asked.items()}

    def _stage(self, made: nw.Expr, fact: str, *key: object) -> nw.Expr:
        """A column about a fact that is worked out once, under a name that the frame does not have."""
        name = self._named((fact, *key))
        self._then[fact].setdefault(name, made)
        return self.dialect.col(name)

    def _compare(self, fact: Fact, op: Op, right: Value | Fact) -> Verdicts:
        column = self[fact]
        other = self[right] if isinstance(right, Fact) else None
        if column.absent or (other is not None and other.absent):
            return self.unknown
        if other is not None:
            return self._stage(ASK[op](column.number, other.number), fact.name, op, other.fact)
        value = cast("Value", right)
        if column.labels is not None:
            return self._among(column, [each for each in column.labels if COMPARE[op](each, value)])
        if fact.kind is bool:
            return column.value if (op is Op.EQ) is bool(value) else ~column.value
        plain = int(value) if isinstance(value, IntEnum) else value
        return self._stage(ASK[op](column.value, plain), fact.name, op, plain)

    def _known(self, fact: Fact, wanted: bool) -> Verdicts:  # noqa: FBT001 -- as the node has it
        column = self[fact]
        if column.absent or not column.unsure:
            return wanted is not column.absent
        null = column.value.is_null()
        return self._stage(~null if wanted else null, fact.name, wanted)

    def _among(self, column: Column, wanted: Collection[Value]) -> Verdicts:
        """Whether a scale stands at one of these levels; null where it is unknown."""
        labels = column.labels or ()
        these = [words(each) for each in labels if each in wanted]
        others = [words(each) for each in labels if each not in wanted]
        if not these or not others:
            known = self.dialect.when(~column.value.is_null())
            return self._stage(known.then(self.dialect.lit(bool(these))), column.fact.name, None, bool(these))
        if column.codes:
            return either(self._within(column, *run) for run in _runs(column.codes[text] for text in these))
        if self._new(column, others) < self._new(column, these):  # a row with anything else is refused
            return inverted(self._one_of(column, others))
        return self._one_of(column, these)

    def _within(self, column: Column, first: int, last: int) -> Verdicts:
        """Whether an enumeration stands at one of the texts from this place to that."""
        return every((self._from(column, first), inverted(self._from(column, last + 1))))

    def _from(self, column: Column, place: int) -> Verdicts:
        inside = 0 < place < len(column.codes)
        return self._stage(column.code >= place, column.fact.name, Op.GE, place) if inside else place == 0

    def _new(self, column: Column, texts: list[str]) -> tuple[int, int]:
        """How much there is to ask: what has not been asked yet, then what there is to put together."""
        return sum((column.fact.name, text) not in self._names for text in texts), len(texts)

    def _one_of(self, column: Column, texts: list[str]) -> Verdicts:
        name = column.fact.name
        if len(column.fact.members) > MANY:
            return self._stage(column.value.is_in(texts), name, *texts)
        self._short(column)
        return either([self._stage(column.value == text, name, text) for text in texts])

    def _short(self, column: Column) -> Verdicts:
        """Whether a text is no longer than the longest level, asked before the rest: that text is at hand for them.

        Polars takes longer to fetch text for a comparison than for its length; with it all takes 4 in 100 less.
        """
        if column.length is None:
            return True
        longest = max(len(words(each).encode()) for each in column.labels or ())
        return self._stage(column.length <= longest, column.fact.name, Op.LE, longest)

    def _fits(self, column: Column) -> Verdicts:
        """Where a row states what is allowed of a fact; never null."""
        loose = column.labels is not None and not column.settled
        levels = [words(each) for each in column.labels or ()]
        proper = every((self._one_of(column, levels), self._short(column))) if loose else column.proper
        if not column.nulls:
            return proper
        known = ~column.value.is_null()
        return every((proper, known)) if column.fact.given else either((proper, ~known))

    def _explain(self, table: Frame) -> RecordError:
        """What is wrong with the values of an eager table: how many of each fact, and the first of them."""
        said = ["the frame has values that are not allowed; its first row is row 0"]
        place = self.prefix + "row"
        for name, bad in self.refused().items():
            rows = cast("Eager", table).with_row_index(place).filter(bad).select(place, name)
            if count := len(rows):
                first = ", ".join(f"row {row} has {_written(value)}" for row, value in rows.head(FIRST).iter_rows())
                fact = self._of[name].fact
                allowed = f"{fact.allowed}{'; it must be given' * fact.given}"
                said.append(f"{name}: {count:,} row{'s' * (count > 1)}: {first}; allowed: {allowed}")
        return RecordError("\n  ".join(said))


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Numbers that follow each other, as the first and the last of them."""
    apart = groupby(enumerate(sorted(numbers)), lambda each: each[1] - each[0])
    runs = [[number for _, number in run] for _, run in apart]
    return [(run[0], run[-1]) for run in runs]


def _of_interest(table: Frame, names: Collection[str]) -> Frame:
    """The table; of a pandas one the columns that are asked for, as pyarrow has them."""
    if isinstance(table, nw.LazyFrame) or not table.implementation.is_pandas_like():
        return table
    row = nw.generate_temporary_column_name(8, table.columns)  # so that there are as many rows where nothing is asked
    return plain(table.with_row_index(row).select(row, *(name for name in table.columns if name in names)))


def _staged(table: Frame, stages: Iterable[Mapping[str, nw.Expr]]) -> Frame:
    """The table with more columns, each stage made of those before."""
    for stage in stages:
        table = table.with_columns(**stage) if stage else table
    return table


def _written(value: object) -> str:
    return "nothing" if value is None else repr(str(value))
