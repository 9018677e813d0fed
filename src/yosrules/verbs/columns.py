"""The columns of a frame as facts: of the type a fact has, their labels on its scale, what is unknown told apart.

A fact is a column of its own name. Yes-or-no facts are booleans, numbers are integers or decimals and never floats,
dates are dates or midnights, a scale is its words ("Very high") or, if it is ordered, its numbers. Null is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from functools import reduce
from typing import TYPE_CHECKING, TypeAlias, TypeVar, cast

import attrs
import narwhals as nw
from narwhals.dtypes import DType

from yosrules.errors import RecordError
from yosrules.language.expr import Op
from yosrules.language.kinds import Fact, Value, words
from yosrules.verbs.decide import COMPARE

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame, IntoFrame, IntoLazyFrame

Eager: TypeAlias = "nw.DataFrame[IntoDataFrame]"
Frame: TypeAlias = "Eager | nw.LazyFrame[IntoLazyFrame]"
N = TypeVar("N", bound="IntoFrame")
"""A frame of Polars, DuckDB, PySpark, pyarrow or pandas."""

Told: TypeAlias = "nw.Expr | bool"
"""What is told of every row: a column where null is "cannot tell", or the same of all of them."""

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


def opened(frame: object) -> Frame:
    """A frame of any library as narwhals has it."""
    return cast("Frame", nw.from_native(cast("IntoFrame", frame)))


def closed(table: Frame, _: N) -> N:
    """A table as its own library has it: of the kind that came in."""
    return cast("N", table.to_native())


def every(parts: Iterable[Told]) -> Told:
    """All of these, as columns; null where one cannot be told and none fails."""
    kept = [part for part in parts if part is not True]
    asked = [part for part in kept if not isinstance(part, bool)]
    return False if len(asked) < len(kept) else reduce(operator.and_, asked) if asked else True


def either(parts: Iterable[Told]) -> Told:
    """At least one of these, as columns; null where one cannot be told and none holds."""
    kept = [part for part in parts if part is not False]
    asked = [part for part in kept if not isinstance(part, bool)]
    return True if len(asked) < len(kept) else reduce(operator.or_, asked) if asked else False


def inverted(told: Told) -> Told:
    """Its negation; what cannot be told stays so."""
    return not told if isinstance(told, bool) else ~told


@attrs.frozen
class Column:
    """One fact as a column. `labels` are the members that may stand in it as text, in order; None if it has no text.

    `nulls` is whether there may be nulls. `absent` is a fact of which nothing at all is on record. `proper` is what the
    type alone does not settle: whether a value is allowed.
    """

    fact: Fact
    value: nw.Expr
    labels: tuple[Value, ...] | None = None
    nulls: bool = True
    absent: bool = False
    proper: Told = True

    @property
    def unsure(self) -> bool:
        """Whether a row that is not refused may leave it unknown."""
        return self.nulls and not self.fact.given


class Columns:
    """The facts that are asked for, as columns of one frame.

    `first` and `then` are the columns to be worked out before a condition can be, each once however often it is asked.
    """

    def __init__(self, frame: Frame, facts: Iterable[Fact], unknown: Collection[str] = ()) -> None:
        self.schema = frame.collect_schema()
        self.prefix = "_"
        while any(name.startswith(self.prefix) for name in self.schema):
            self.prefix += "_"
        self.first: dict[str, nw.Expr] = {}
        self.then: dict[str, nw.Expr] = {}
        self._names: dict[object, str] = {}
        self._of: dict[str, Column] = {}
        asked = {fact.name: fact for fact in facts}
        counts = _null_counts(frame, [name for name in asked if name in self.schema])
        wrong = []
        for name, fact in asked.items():
            if name not in self.schema and name not in unknown:
                wrong.append(f"{name}: there is no such column; allowed: {fact.allowed}")
            elif name not in self.schema or counts.get(name, 0) is None:
                self._of[name] = Column(fact, UNKNOWN, absent=True, proper=not fact.given)
            else:
                self._of[name] = self._column(fact, self.schema[name], nulls=counts.get(name, 1) != 0)
                if self._of[name].proper is False:
                    wrong.append(f"{name}: it is a column of {self.schema[name]}; allowed: {_types(fact)}")
        wrong += [f"{fact.name}: it must be given; no row states it" for fact in self._not_given()]
        if wrong:
            raise RecordError("\n  ".join(["the frame's columns are not the facts that are asked for", *wrong]))

    def _not_given(self) -> Iterator[Fact]:
        return (column.fact for column in self._of.values() if column.absent and column.fact.given)

    def __getitem__(self, fact: Fact) -> Column:
        return self._of[fact.name]

    def stage(self, key: object, made: nw.Expr, *, first: bool = False) -> nw.Expr:
        """A column that is worked out once, under a name that the frame does not have."""
        if key not in self._names:
            self._names[key] = f"{self.prefix}{len(self._names)}"
            (self.first if first else self.then)[self._names[key]] = made
        return nw.col(self._names[key])

    def compare(self, fact: Fact, op: Op, right: Value | Fact) -> Told:
        """A fact against a value or another fact."""
        column = self[fact]
        other = self[right] if isinstance(right, Fact) else None
        if column.absent or (other is not None and other.absent):
            return UNKNOWN
        if other is not None:
            return self.stage((fact.name, op, other.fact), ASK[op](self._number(column), self._number(other)))
        if column.labels is not None:
            return self._among(column, [each for each in column.labels if COMPARE[op](each, cast("Value", right))])
        if fact.kind is bool:
            return column.value if (op is Op.EQ) is bool(right) else ~column.value
        plain = int(right) if isinstance(right, IntEnum) else right
        return self.stage((fact.name, op, plain), ASK[op](column.value, plain))

    def known(self, fact: Fact, wanted: bool) -> Told:  # noqa: FBT001 -- as the node has it
        """That a fact is on record, or that it is not."""
        column = self[fact]
        if column.absent or not column.unsure:
            return wanted is not column.absent
        null = column.value.is_null()
        return self.stage((fact.name, wanted), ~null if wanted else null)

    def fits(self, column: Column) -> Told:
        """Where a row states what is allowed of a fact; never null."""
        proper = column.proper if column.labels is None else self._among(column, list(column.labels))
        if column.absent or not column.nulls:
            return proper
        known = ~column.value.is_null()
        return every((proper, known)) if column.fact.given else either((proper, ~known))

    def all_fit(self) -> Told:
        """Where a row states what is allowed of every fact."""
        return every(self.fits(column) for column in self._of.values() if self._questionable(column))

    def refused(self) -> dict[str, nw.Expr]:
        """For each fact whose values the types alone do not settle, where a row is refused for it."""
        fits = {name: self.fits(column) for name, column in self._of.items() if self._questionable(column)}
        return {name: ~told for name, told in fits.items() if not isinstance(told, bool)}

    def explain(self, staged: Eager) -> RecordError:
        """What is wrong with the values of an eager frame: how many of each, and the first of them."""
        said = ["the frame has values that are not allowed; the first row is row 0"]
        for name, bad in self.refused().items():
            place = f"{self.prefix}row"
            rows = staged.with_row_index(place).filter(bad).select(place, name)
            shown = ", ".join(f"row {row} has {_written(value)}" for row, value in rows.head(FIRST).iter_rows())
            if count := len(rows):
                fact = self._of[name].fact
                given = "; it must be given" * fact.given
                said.append(f"{name}: {count:,} row{'s' * (count > 1)}: {shown}; allowed: {fact.allowed}{given}")
        return RecordError("\n  ".join(said))

    def _questionable(self, column: Column) -> bool:
        """Whether its type leaves open if a row is allowed."""
        text = self.schema.get(column.fact.name)
        settled = isinstance(text, nw.Enum) and {words(each) for each in column.labels or ()} >= set(text.categories)
        loose = column.proper is not True or (column.labels is not None and not settled)
        return loose or (column.fact.given and column.nulls)

    def _column(self, fact: Fact, dtype: DType, *, nulls: bool) -> Column:
        value = nw.col(fact.name)
        if isinstance(dtype, nw.String | nw.Categorical | nw.Enum) and issubclass(fact.kind, Enum):
            there = {words(each) for each in fact.members} & set(getattr(dtype, "categories", map(words, fact.members)))
            if isinstance(dtype, nw.Categorical):
                value = self.stage(("text", fact.name), value.cast(nw.String), first=True)
            return Column(fact, value, tuple(each for each in fact.members if words(each) in there), nulls)
        if not _suits(fact, dtype):
            return Column(fact, value, None, nulls, proper=False)
        proper: list[Told] = []
        if isinstance(dtype, nw.Datetime):
            proper.append(value == value.dt.truncate("1d"))
            value = self.stage(("day", fact.name), value.dt.date(), first=True)
        if isinstance(dtype, nw.Decimal) and dtype.scale > (fact.places or 0):
            proper.append(value.round(fact.places or 0) == value)
        return Column(fact, value, None, nulls, proper=every([*proper, *_within(fact, value)]))

    def _among(self, column: Column, wanted: list[Value]) -> Told:
        """Whether a scale is written as one of these labels; null where it is unknown."""
        labels = column.labels or ()
        name = column.fact.name
        if not wanted:
            return self.stage((name, "none"), nw.when(~column.value.is_null()).then(nw.lit(False)))
        if len(labels) > MANY:
            texts = [words(each) for each in wanted]
            return self.stage((name, *texts), column.value.is_in(texts))
        return either(self.stage((name, text), column.value == text) for text in map(words, wanted))

    def _number(self, column: Column) -> nw.Expr:
        """A fact in its own order; the labels of a scale as its numbers."""
        if column.labels is None:
            return column.value
        made = nw.lit(None, dtype=nw.Int64)
        for each in column.labels:
            made = nw.when(column.value == words(each)).then(nw.lit(column.fact.number(each))).otherwise(made)
        return made


def _null_counts(frame: Frame, names: list[str]) -> dict[str, int | None]:
    """How many nulls each column of an eager frame has, None where it has nothing else; of a lazy one nothing."""
    if isinstance(frame, nw.LazyFrame) or not names:
        return {}
    (counts,) = frame.select(nw.col(*names).null_count()).iter_rows()
    return {name: None if frame.shape[0] == count > 0 else count for name, count in zip(names, counts, strict=True)}


def _suits(fact: Fact, dtype: DType) -> bool:
    if fact.kind is bool:
        return isinstance(dtype, nw.Boolean)
    if fact.kind is date:
        return isinstance(dtype, nw.Date) or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    return (fact.ordered and dtype.is_integer()) or (fact.kind is Decimal and isinstance(dtype, nw.Decimal))


def _types(fact: Fact) -> str:
    if issubclass(fact.kind, Enum):
        return f"{fact.allowed}, as text" + " or as their numbers" * fact.ordered
    if fact.kind is date:
        return f"{fact.allowed}, as dates without a time"
    return f"{fact.allowed}, " + {bool: "as booleans", int: "as integers"}.get(fact.kind, "as decimals or integers")


def _within(fact: Fact, value: nw.Expr) -> Iterator[Told]:
    """That a number or a date lies within its bounds, a number of a scale on it."""
    low, high = fact.low, fact.high
    if issubclass(fact.kind, IntEnum):
        numbers = [fact.number(member) for member in fact.members]
        low, high = numbers[0], numbers[-1]
        if high - low >= len(numbers):
            yield value.is_in(numbers)
            return
    if low is not None:
        yield value >= low
    if high is not None:
        yield value <= high


def _written(value: object) -> str:
    return "nothing" if value is None else repr(str(value))
