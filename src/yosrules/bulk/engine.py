"""Work that takes an engine several steps: its tables, small ones made beside them, what is kept, what goes out.

Polars, DuckDB and PySpark do the work; a frame that is not lazy is worked through by Polars and goes out as it came.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar, cast

import narwhals as nw

from yosrules.bulk.columns import N, anew, opened

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame, IntoLazyFrame

K = TypeVar("K")

Table: TypeAlias = "nw.LazyFrame[IntoLazyFrame]"

WHOLE = nw.Int64()
"""The type of every number in these tables: days, hundredths of hours, counts."""


def worked(frame: object) -> Table:
    """A frame as a lazy table of an engine that does the work."""
    table = opened(frame)
    if isinstance(table, nw.DataFrame):
        return table.lazy() if table.implementation.is_polars() else table.lazy(backend="polars")
    return table


def handed_out(frame: N, made: Table) -> N:
    """A table that was made, as a frame of the kind that came in."""
    whole = opened(frame)
    if isinstance(whole, nw.LazyFrame):
        return cast("N", made.to_native())
    done = made.collect()
    if whole.implementation.is_polars():
        return cast("N", done.to_native())
    return anew(frame, whole, opened(done.to_arrow()))


def beside(table: Table, columns: Mapping[str, Sequence[int | date]]) -> Table:
    """A small table in the engine of another."""
    kinds = {name: nw.Date() if isinstance(values[0], date) else WHOLE for name, values in columns.items()}
    made = nw.from_dict(columns, kinds, backend="polars")
    return made.lazy() if table.implementation.is_polars() else _in_engine(table, made)


def kept(table: Table) -> Table:
    """A table that is used several times, worked out once."""
    if table.implementation.is_pyspark():
        return cast("Table", nw.from_native(cast("_Checked", table.to_native()).localCheckpoint()))
    if table.implementation.is_polars():
        return table.collect().lazy()
    return _in_engine(table, table.collect())


class _Checked(Protocol):
    def localCheckpoint(self) -> IntoLazyFrame: ...  # noqa: N802 -- its name in Spark


def _in_engine(table: Table, made: nw.DataFrame[IntoDataFrame]) -> Table:
    """A table of DuckDB or Spark, on the connection or in the session of another."""
    native, arrow = table.to_native(), made.to_arrow()
    if table.implementation.is_duckdb():
        return cast("Table", nw.from_native(cast("_Queried", native).query("made", "SELECT * FROM arrow")))
    return cast("Table", nw.from_native(cast("_InSession", native).sparkSession.createDataFrame(arrow)))


class _Queried(Protocol):
    def query(self, name: str, sql: str, /) -> IntoLazyFrame: ...


class _Session(Protocol):
    def createDataFrame(self, data: object, /) -> IntoLazyFrame: ...  # noqa: N802 -- its name in Spark


class _InSession(Protocol):
    sparkSession: _Session  # noqa: N815 -- its name in Spark


def as_numbers(tables: Mapping[K, Table], key: str) -> tuple[dict[K, Table], Table | None]:
    """The tables with workers as numbers, and who they are, if the engine is Polars, which finds numbers faster."""
    first = next(iter(tables.values()))
    if not first.implementation.is_polars():
        return dict(tables), None
    everybody = nw.concat(
        [table.select(worker=nw.col(key).cast(nw.String())) for table in tables.values()], how="vertical"
    ).unique()
    names = kept(
        everybody.with_row_index("number", order_by="worker").with_columns(number=nw.col("number").cast(WHOLE))
    )
    by_key = names.rename({"worker": key})
    return {
        kind: table.with_columns(nw.col(key).cast(nw.String()))
        .join(by_key, on=[key], how="left")
        .drop(key)
        .rename({"number": key})
        for kind, table in tables.items()
    }, names


def named(table: Table, names: Table | None) -> Table:
    """The table with the names of workers that are numbers."""
    if names is None:
        return table
    columns = table.collect_schema().names()
    told = table.rename({"worker": "number"}).join(names, on=["number"], how="left")
    return told.select(*columns)


def joined(left: Table, right: Table, on: list[str], how: Literal["left", "inner"] = "left") -> Table:
    """Two tables of one engine, joined."""
    return left.join(right, on=on, how=how)


def stacked(tables: Iterable[tuple[Table, Mapping[str, nw.Expr]]], columns: Mapping[str, nw.Expr]) -> Table:
    """Tables one upon another, each with the columns that it has something to say of, the others as given."""
    return nw.concat([table.select(**{**columns, **made}) for table, made in tables], how="vertical")


def whole(value: int | None) -> nw.Expr:
    """A whole number, the same in every row."""
    return nw.lit(value, dtype=WHOLE)


def first_of(choices: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """The value beside the first of some conditions that holds."""
    for told, value in reversed([*choices]):
        otherwise = nw.when(told).then(value).otherwise(otherwise)
    return otherwise
