"""How frames come in and go out, and how a query of several steps runs on any engine.

Polars, DuckDB and PySpark run queries. A frame that is not lazy is converted for Polars, and its answer converted back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias, TypeVar, cast

import narwhals.stable.v2 as nw
from narwhals.stable.v2.dtypes import DType

from yosrules.errors import RecordError

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoDataFrame, IntoFrame, IntoLazyFrame, IntoSeries

Eager: TypeAlias = "nw.DataFrame[IntoDataFrame]"
Frame: TypeAlias = "Eager | nw.LazyFrame[IntoLazyFrame]"
N = TypeVar("N", bound="IntoFrame")
"""A frame of Polars, DuckDB, PySpark, pyarrow or pandas."""

F = TypeVar("F", bound="Frame")

ROWS, REFUSED = "rows", "refused"
"""Columns that go out: how many rows there are, and how many of them, or for which reason one, is refused."""

LazyTable: TypeAlias = "nw.LazyFrame[IntoLazyFrame]"

WHOLE = nw.Int64()
"""The type of every number in the tables of workers: days, parts of hours, counts."""


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what pyarrow cannot work out, and a column that is there twice, into an error that says what is allowed."""
    try:
        yield
    except Exception as error:  # pyarrow's errors are not to be named without importing it
        said = " ".join(str(error).split())
        if isinstance(error, nw.exceptions.DuplicateError):
            raise RecordError(f"the frame has a column twice: {said}") from None
        if not type(error).__module__.startswith("pyarrow"):
            raise
        allowed = "numbers of up to 28 digits, text as string, references as text or whole numbers; or a Polars frame"
        raise RecordError(f"pyarrow cannot work this out: {said}; allowed: {allowed}") from None


def in_polars(table: Frame) -> Frame:
    """An eager table as one of Polars, which adds and multiplies decimals that pyarrow refuses; a lazy one as it is."""
    if isinstance(table, nw.LazyFrame) or table.implementation.is_polars():
        return table
    return nw.from_arrow(table.to_arrow(), backend="polars")


def opened(frame: object) -> Frame:
    """Wrap a frame of any library in narwhals."""
    return cast("Frame", nw.from_native(cast("IntoFrame", frame)))


def workable(table: Frame) -> Frame:
    """Convert a pandas table to pyarrow, because pandas has no nullable booleans and no dates; leave others."""
    if isinstance(table, nw.LazyFrame) or not table.implementation.is_pandas_like():
        return table
    try:
        return opened(table.to_arrow())
    except Exception as error:  # pyarrow's errors are not to be named without importing it
        raise RecordError(f"a column of the frame is not of one type: {error}") from None


def returned(_: N, whole: Frame, made: Frame, names: Mapping[str, str], keep: Iterable[str] | None = None) -> N:
    """Columns that were made, beside those that are kept, as a frame of the kind that came in.

    `names` maps each name that goes out to the one that the column was made under.
    """
    kept = whole.collect_schema().names() if keep is None else keep
    columns = list(dict.fromkeys([*kept, *names]))
    if isinstance(whole, nw.DataFrame) and isinstance(made, nw.DataFrame) and whole.implementation.is_pandas_like():
        new = {name: _in_pandas(whole, made[as_made]) for name, as_made in names.items()}
        return cast("N", whole.with_columns(**new).select(*columns).to_native())
    if isinstance(made, nw.DataFrame):  # indexing is faster than a query
        taken = made[[names.get(name, name) for name in columns]]
        return cast("N", taken.rename({as_made: name for name, as_made in names.items()}).to_native())
    return cast("N", made.select(*(nw.col(names.get(name, name)).alias(name) for name in columns)).to_native())


def joined(left: F, right: F, on: list[str], how: Literal["left", "inner", "cross"] = "left") -> F:
    """Join two tables of one library, crosswise on nothing; an eager table and a lazy one are refused."""
    if isinstance(left, nw.DataFrame) and isinstance(right, nw.DataFrame):
        return cast("F", left.join(right, on=on or None, how=how))
    if isinstance(left, nw.LazyFrame) and isinstance(right, nw.LazyFrame):
        return cast("F", left.join(right, on=on or None, how=how))
    raise RecordError("the records and their histories are frames of two kinds; give both as one kind")


def anew(_: N, whole: Frame, made: Frame) -> N:
    """A new table, as a frame of the kind that came in."""
    kind = whole.implementation
    if isinstance(made, nw.LazyFrame) or not (kind.is_pandas_like() or kind.is_pyarrow()):
        return cast("N", made.to_native())
    table = made.to_arrow()
    return cast(
        "N", table if kind.is_pyarrow() else table.to_pandas(types_mapper=kind.to_native_namespace().ArrowDtype)
    )


def _in_pandas(whole: Eager, made: nw.Series[IntoSeries]) -> nw.Series[IntoSeries]:
    """A pyarrow column in pandas with its pyarrow type, because types of pandas itself lose nulls."""
    pandas = whole.implementation.to_native_namespace()
    held = made.to_arrow()
    return nw.from_native(pandas.Series(held, dtype=pandas.ArrowDtype(held.type)), series_only=True)


def worked(frame: object) -> LazyTable:
    """A frame as a lazy table of an engine that runs queries."""
    table = opened(frame)
    if isinstance(table, nw.DataFrame):
        return table.lazy() if table.implementation.is_polars() else table.lazy(backend="polars")
    return table


def handed_out(frame: N, made: LazyTable) -> N:
    """The answer of a query, as a frame of the kind that came in."""
    whole = opened(frame)
    if isinstance(whole, nw.LazyFrame):
        return cast("N", made.to_native())
    done = made.collect()
    if whole.implementation.is_polars():
        return cast("N", done.to_native())
    return anew(frame, whole, opened(done.to_arrow()))


def beside(table: LazyTable, columns: Mapping[str, Sequence[int | date]]) -> LazyTable:
    """A small new table in the engine of another table, so that the two can be joined."""
    kinds = {name: nw.Date() if isinstance(values[0], date) else WHOLE for name, values in columns.items()}
    return _made(table, columns, kinds)


def texts_beside(table: LazyTable, columns: Mapping[str, Sequence[str | None]]) -> LazyTable:
    """The same for a table of texts, which may have no row."""
    return _made(table, columns, dict.fromkeys(columns, nw.String()))


def _made(table: LazyTable, columns: Mapping[str, Sequence[object]], kinds: Mapping[str, DType]) -> LazyTable:
    made = nw.from_dict(columns, kinds, backend="polars")
    return made.lazy() if table.implementation.is_polars() else _in_engine(table, made)


def kept(table: LazyTable) -> LazyTable:
    """Run the query of a table now, because several later steps read it: each would run it again."""
    # Not Spark's `cache`, which keeps the plan: every later step would be planned through all the steps before it.
    if table.implementation.is_pyspark():
        return cast("LazyTable", nw.from_native(cast("_Checked", table.to_native()).localCheckpoint()))
    if table.implementation.is_polars():
        return table.collect().lazy()
    if (rows := _materialized(table.to_native())) is not None:
        return cast("LazyTable", nw.from_native(rows))
    return _in_engine(table, table.collect())


def _materialized(relation: object) -> IntoLazyFrame | None:
    """The rows of a relation of DuckDB, without the query that they came from; None before DuckDB 2.

    A relation made by `query` has that query before it for ever, and DuckDB 2 binds all of it again whenever a name
    may have changed what it reads.
    """
    run = cast("Callable[[], IntoLazyFrame] | None", getattr(relation, "materialize", None))
    return None if run is None else run()


class _Checked(Protocol):
    def localCheckpoint(self) -> IntoLazyFrame: ...  # noqa: N802 -- its name in Spark


def _in_engine(table: LazyTable, made: nw.DataFrame[IntoDataFrame]) -> LazyTable:
    """A table of DuckDB or Spark, on the same connection or in the same session as another."""
    native, arrow = table.to_native(), made.to_arrow()
    if table.implementation.is_duckdb():
        # DuckDB finds `arrow` by the name of the variable. The query is the table's own, because DuckDB
        # joins no tables of two connections.
        made_there = cast("_Queried", native).query("made", "SELECT * FROM arrow")
        alone = _materialized(made_there)
        return cast("LazyTable", nw.from_native(made_there if alone is None else alone))
    return cast("LazyTable", nw.from_native(cast("_InSession", native).sparkSession.createDataFrame(arrow)))


class _Queried(Protocol):
    def query(self, name: str, sql: str, /) -> IntoLazyFrame: ...


class _Session(Protocol):
    def createDataFrame(self, data: object, /) -> IntoLazyFrame: ...  # noqa: N802 -- its name in Spark


class _InSession(Protocol):
    sparkSession: _Session  # noqa: N815 -- its name in Spark


def stacked(tables: Iterable[tuple[LazyTable, Mapping[str, nw.Expr]]], columns: Mapping[str, nw.Expr]) -> LazyTable:
    """Stack tables; a column that a table lacks takes the given default."""
    # A dict keeps the place of a key that is written over, so that all tables have the order of `columns`:
    # a vertical concatenation refuses any other.
    return nw.concat([table.select(**{**columns, **made}) for table, made in tables], how="vertical")


def whole(value: int | None) -> nw.Expr:
    """The same whole number in every row."""
    return nw.lit(value, dtype=WHOLE)


def first_of(choices: Iterable[tuple[nw.Expr, nw.Expr]], otherwise: nw.Expr) -> nw.Expr:
    """The value of the first condition that holds."""
    for holds, value in reversed([*choices]):
        otherwise = nw.when(holds).then(value).otherwise(otherwise)
    return otherwise


def one_where(holds: nw.Expr) -> nw.Expr:
    """1 where something holds, else 0: to be added up."""
    # Not a sum of booleans, because Spark has none; a null counts as 0.
    return nw.when(holds).then(nw.lit(1, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64))


def check_whose(tables: Mapping[type[object], Frame], key: str) -> None:
    """Refuse eager tables with rows that do not say whose they are: they could be anybody's."""
    for kind, table in tables.items():
        if isinstance(table, nw.DataFrame) and (rows := table[key].is_null().sum()):
            have = f"{rows:,} rows of {kind.__name__} have" if rows > 1 else f"1 row of {kind.__name__} has"
            raise RecordError(f"{have} nothing in {key!r}: it says whose a row is")
