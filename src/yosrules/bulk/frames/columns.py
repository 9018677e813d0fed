"""Facts as columns of a frame: which types a fact may have, and what a type leaves to be checked row by row.

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
import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

from yosrules.bulk.frames.engine import Frame
from yosrules.language.kinds import Fact, Value, words

if TYPE_CHECKING:
    from narwhals.stable.v2 import When
    from narwhals.stable.v2.typing import IntoLazyFrame

Verdicts: TypeAlias = "nw.Expr | bool"
"""A verdict for every row: a column in which null is "cannot tell", or one bool for all rows."""


class Dialect(Protocol):
    """The namespace that expressions are built from: that of narwhals, or that of Polars, which has the same names."""

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
    """Polars' own expressions for Polars frames, narwhals otherwise.

    Translation by narwhals costs as much as deciding some million rows.
    """
    return cast("Dialect", table.implementation.to_native_namespace()) if table.implementation.is_polars() else NARWHALS


def unused(names: Iterable[str]) -> str:
    """A prefix that none of these names begins with."""
    return "_" * (1 + max((len(name) - len(name.lstrip("_")) for name in names), default=0))


def every(parts: Iterable[Verdicts]) -> Verdicts:
    """The conjunction of verdicts: null where one is null and none is false."""
    kept = [part for part in parts if part is not True]
    asked = [part for part in kept if not isinstance(part, bool)]
    return False if len(asked) < len(kept) else reduce(operator.and_, asked) if asked else True


def either(parts: Iterable[Verdicts]) -> Verdicts:
    """The disjunction of verdicts: null where one is null and none is true."""
    kept = [part for part in parts if part is not False]
    asked = [part for part in kept if not isinstance(part, bool)]
    return True if len(asked) < len(kept) else reduce(operator.or_, asked) if asked else False


def inverted(verdicts: Verdicts) -> Verdicts:
    """The negation of verdicts; null stays null."""
    return not verdicts if isinstance(verdicts, bool) else ~verdicts


@attrs.frozen
class FactColumn:
    """One fact as a column: `value` is what to compare; `made`, where given, is the expression that makes `value`.

    `labels` are the members that its text may be, None if it is not text; `codes` are the physical codes of an
    enumeration. `nulls` is whether it may have nulls, `absent` whether every row is unknown. `proper` is whether a
    value is allowed, `settled` whether the type alone guarantees that of the labels.
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
    def uncertain(self) -> bool:
        """Whether it may be unknown in a row that is not refused."""
        return self.nulls and not self.fact.given

    @property
    def open(self) -> bool:
        """Whether values must be checked row by row."""
        return not self.settled or self.proper is not True or (self.fact.given and self.nulls)

    @property
    def code(self) -> nw.Expr:
        """The physical code of an enumeration, by Polars' own method: narwhals has none."""
        return cast("nw.Expr", methodcaller("to_physical")(self.value))

    @property
    def length(self) -> nw.Expr | None:
        """The length of text in bytes, by Polars' own method: narwhals has none; None for other engines."""
        if self.labels is None or self.codes or self.dialect is NARWHALS:
            return None
        return cast("nw.Expr", methodcaller("len_bytes")(self.value.str))

    @property
    def number(self) -> nw.Expr:
        """The fact as a number that sorts in its order: labels as their numbers, a column without labels as it is."""
        if self.labels is None:
            return self.value
        put = self.dialect
        made = put.lit(None, dtype=put.Int64)
        for each in self.labels:
            number = put.lit(self.fact.number(each), dtype=put.Int64)
            made = put.when(self.value == words(each)).then(number).otherwise(made)
        return made


def column_of(fact: Fact, dtype: DType, made_as: str, dialect: Dialect, *, nulls: bool) -> FactColumn | None:
    """A fact as a column of a type, None if it cannot be one; `made_as` is the name of a column made from it."""
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
    """The number of nulls in each column, None where there is nothing else; of a lazy frame only the latter."""
    if isinstance(table, nw.LazyFrame):
        # To count the nulls of a lazy frame would run its query.
        return dict.fromkeys(_of_nothing(table).intersection(names))
    counts = {each.name: each.null_count() for each in table.iter_columns() if each.name in names}
    return {name: None if len(table) == count > 0 else count for name, count in counts.items()}


def _of_nothing(table: nw.LazyFrame[IntoLazyFrame]) -> set[str]:
    """The columns of the null type, which narwhals reports as unknown like types that it does not know."""
    if not any(isinstance(kind, nw.Unknown) for kind in table.collect_schema().values()):
        return set()
    native = cast("_Native", table.to_native())
    if table.implementation.is_duckdb():
        kinds: Iterable[tuple[str, object]] = zip(native.columns, native.types, strict=True)
    else:
        kinds = native.dtypes if table.implementation.is_pyspark() else native.collect_schema().items()
    return {name for name, kind in kinds if str(kind) in {"Null", '"NULL"', "void"}}


class _Native(Protocol):
    """Where Polars, DuckDB and Spark keep the types of a frame."""

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
    """The values and the column types that a fact may have, for a message."""
    if issubclass(fact.kind, Enum):
        return f"{fact.allowed}, as text" + " or as their numbers" * fact.ordered
    if fact.kind is date:
        return f"{fact.allowed}, as dates without a time"
    return f"{fact.allowed}, " + {bool: "as booleans", int: "as integers"}.get(fact.kind, "as decimals or integers")


def _within(fact: Fact, value: nw.Expr) -> Iterator[Verdicts]:
    """The bounds of a number or a date, and the numbers of a scale."""
    low, high = fact.low, fact.high
    if issubclass(fact.kind, IntEnum):
        yield value.is_in([fact.number(member) for member in fact.members])
    if low is not None:
        yield value >= low
    if high is not None:
        yield value <= high
