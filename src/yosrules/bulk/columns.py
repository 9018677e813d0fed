"""What a column of a frame is as a fact: its type, its labels on the scale, and what the type leaves open.

A fact is a column of its own name. Yes-or-no facts are booleans, numbers are integers or decimals and never floats,
dates are dates or midnights, a scale is its words ("Very high") or, if it is ordered, its numbers. Null is unknown.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from functools import reduce
from operator import methodcaller
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

import attrs
import narwhals as nw
from narwhals.dtypes import DType

from yosrules.bulk.engine import Frame
from yosrules.language.kinds import Fact, Value, words

if TYPE_CHECKING:
    from narwhals.functions import When
    from narwhals.typing import IntoLazyFrame

Verdicts: TypeAlias = "nw.Expr | bool"
"""What is told of every row: a column where null is "cannot tell", or the same of all of them."""


class Dialect(Protocol):
    """What expressions are written in: that of narwhals, or of Polars, which has all the same words."""

    col: Callable[..., nw.Expr]
    lit: Callable[..., nw.Expr]
    when: Callable[[nw.Expr], When]
    len: Callable[[], nw.Expr]
    Boolean: type[nw.Boolean]
    Int16: type[nw.Int16]
    Int64: type[nw.Int64]
    UInt8: type[nw.UInt8]
    UInt16: type[nw.UInt16]
    UInt32: type[nw.UInt32]
    String: type[nw.String]
    Enum: type[nw.Enum]


NARWHALS = cast("Dialect", nw)


def own_dialect(table: Frame) -> Dialect:
    """That of Polars for its frames, as to translate takes as long as to decide some million rows; else narwhals."""
    return cast("Dialect", table.implementation.to_native_namespace()) if table.implementation.is_polars() else NARWHALS


def unused(names: Iterable[str]) -> str:
    """A prefix that none of these names begins with."""
    return "_" * (1 + max((len(name) - len(name.lstrip("_")) for name in names), default=0))


def every(parts: Iterable[Verdicts]) -> Verdicts:
    """All of these, as columns; null where one cannot be told and none fails."""
    kept = [part for part in parts if part is not True]
    asked = [part for part in kept if not isinstance(part, bool)]
    return False if len(asked) < len(kept) else reduce(operator.and_, asked) if asked else True


def either(parts: Iterable[Verdicts]) -> Verdicts:
    """At least one of these, as columns; null where one cannot be told and none holds."""
    kept = [part for part in parts if part is not False]
    asked = [part for part in kept if not isinstance(part, bool)]
    return True if len(asked) < len(kept) else reduce(operator.or_, asked) if asked else False


def inverted(told: Verdicts) -> Verdicts:
    """Its negation; what cannot be told stays so."""
    return not told if isinstance(told, bool) else ~told


@attrs.frozen
class FactColumn:
    """One fact as a column: `value` is what to compare, `made` how to make it where it does not stand there as it is.

    `labels` are the members that may stand in it as text, None if it has no text, and `codes` the places of the texts
    in an enumeration that can be asked for its `code`. `nulls` is whether it may have nulls.
    `absent` is a fact of which nothing is on record. `proper` is where a value is allowed, `settled` that the type
    alone says so.
    """

    fact: Fact
    value: nw.Expr
    made: nw.Expr | None = None
    labels: tuple[Value, ...] | None = None
    nulls: bool = True
    absent: bool = False
    proper: Verdicts = True
    settled: bool = True
    dialect: Dialect = NARWHALS
    codes: Mapping[str, int] = attrs.field(factory=dict)

    @property
    def unsure(self) -> bool:
        """Whether a row that is not refused may leave it unknown."""
        return self.nulls and not self.fact.given

    @property
    def open(self) -> bool:
        """Whether its type leaves open if a row is allowed."""
        return not self.settled or self.proper is not True or (self.fact.given and self.nulls)

    @property
    def code(self) -> nw.Expr:
        """The place of its text in the enumeration; narwhals has no word for it."""
        return cast("nw.Expr", methodcaller("to_physical")(self.value))

    @property
    def length(self) -> nw.Expr | None:
        """How many bytes its text has, if it is text of Polars; narwhals has no word for it."""
        if self.labels is None or self.codes or self.dialect is NARWHALS:
            return None
        return cast("nw.Expr", methodcaller("len_bytes")(self.value.str))

    @property
    def number(self) -> nw.Expr:
        """The fact in its own order: the labels of a scale as its numbers, everything else as it is."""
        if self.labels is None:
            return self.value
        put = self.dialect
        made = put.lit(None, dtype=put.Int64)
        for each in self.labels:
            number = put.lit(self.fact.number(each), dtype=put.Int64)
            made = put.when(self.value == words(each)).then(number).otherwise(made)
        return made


def column_of(fact: Fact, dtype: DType, made_as: str, dialect: Dialect, *, nulls: bool) -> FactColumn | None:
    """A fact as a column of this type, None if it cannot be; `made_as` is the name of what has to be made of it."""
    stated, made = dialect.col(fact.name), dialect.col(made_as)
    if isinstance(dtype, nw.String | nw.Categorical | nw.Enum) and issubclass(fact.kind, Enum):
        there = set(dtype.categories) if isinstance(dtype, nw.Enum) else {words(each) for each in fact.members}
        labels = tuple(each for each in fact.members if words(each) in there)
        settled = isinstance(dtype, nw.Enum) and len(labels) == len(there)
        if isinstance(dtype, nw.Categorical):
            text = stated.cast(dialect.String)
            return FactColumn(fact, made, text, labels, nulls, settled=False, dialect=dialect)
        texts = dtype.categories if isinstance(dtype, nw.Enum) and dialect is not NARWHALS else ()
        codes = {text: code for code, text in enumerate(texts)}
        return FactColumn(fact, stated, None, labels, nulls, settled=settled, dialect=dialect, codes=codes)
    if not _suits(fact, dtype):
        return None
    if isinstance(dtype, nw.Datetime):
        day = stated.dt.date()
        whole = stated == stated.dt.truncate("1d")
        return FactColumn(fact, made, day, None, nulls, proper=every([whole, *_within(fact, made)]))
    fits: list[Verdicts] = [*_within(fact, stated)]
    if isinstance(dtype, nw.Decimal) and dtype.scale > (fact.places or 0):
        fits.append(stated.round(fact.places or 0) == stated)
    return FactColumn(fact, stated, None, None, nulls, proper=every(fits))


def null_counts(table: Frame, names: list[str]) -> dict[str, int | None]:
    """How many nulls each column of an eager frame has, None where it has nothing else; a lazy one knows only those."""
    if isinstance(table, nw.LazyFrame):
        return dict.fromkeys(_of_nothing(table).intersection(names))
    counts = {each.name: each.null_count() for each in table.iter_columns() if each.name in names}
    return {name: None if len(table) == count > 0 else count for name, count in counts.items()}


def _of_nothing(table: nw.LazyFrame[IntoLazyFrame]) -> set[str]:
    """The columns whose type holds nothing but nulls, which narwhals cannot tell from a type that it does not know."""
    if not any(isinstance(kind, nw.Unknown) for kind in table.collect_schema().values()):
        return set()
    native = cast("_Native", table.to_native())
    if table.implementation.is_duckdb():
        kinds: Iterable[tuple[str, object]] = zip(native.columns, native.types, strict=True)
    else:
        kinds = native.dtypes if table.implementation.is_pyspark() else native.collect_schema().items()
    return {name for name, kind in kinds if str(kind) in {"Null", '"NULL"', "void"}}


class _Native(Protocol):
    """What Polars, DuckDB and Spark say of the types of a frame, each in its way."""

    columns: list[str]
    types: list[object]
    dtypes: list[tuple[str, str]]

    def collect_schema(self) -> Mapping[str, object]: ...


def _suits(fact: Fact, dtype: DType) -> bool:
    if fact.kind is bool:
        return isinstance(dtype, nw.Boolean)
    if fact.kind is date:
        return isinstance(dtype, nw.Date) or (isinstance(dtype, nw.Datetime) and dtype.time_zone is None)
    return (fact.ordered and dtype.is_integer()) or (fact.kind is Decimal and isinstance(dtype, nw.Decimal))


def types(fact: Fact) -> str:
    """What a fact may be, and what types a column of it may have."""
    if issubclass(fact.kind, Enum):
        return f"{fact.allowed}, as text" + " or as their numbers" * fact.ordered
    if fact.kind is date:
        return f"{fact.allowed}, as dates without a time"
    return f"{fact.allowed}, " + {bool: "as booleans", int: "as integers"}.get(fact.kind, "as decimals or integers")


def _within(fact: Fact, value: nw.Expr) -> Iterator[Verdicts]:
    """That a number or a date lies within its bounds, a number of a scale on it."""
    low, high = fact.low, fact.high
    if issubclass(fact.kind, IntEnum):
        yield value.is_in([fact.number(member) for member in fact.members])
    if low is not None:
        yield value >= low
    if high is not None:
        yield value <= high
