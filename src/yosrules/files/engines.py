"""The engines that work through Parquet datasets: Polars, DuckDB, Spark. Each is imported when it is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from yosrules.errors import InputError

if TYPE_CHECKING:
    import duckdb
    import polars
    import pyspark.sql
    from narwhals.stable.v2.typing import IntoFrame


class Engine(StrEnum):
    """The name of an engine."""

    POLARS = "polars"
    DUCKDB = "duckdb"
    SPARK = "spark"


_OVERLOOKED = r"[\s\p{Z}\p{Cf}]"
_AROUND = r"^0*(.*?)(?:\.0+)?$"
"""What `likeness` leaves out of a reference, and a little more, as patterns that Polars and DuckDB both understand.

Forms of one letter are not among them: DuckDB has no NFKC.
"""


class Works(Protocol):
    """An engine, ready for use. One that is `together` divides the files among its workers by itself."""

    name: str
    together: bool

    def scan(self, files: Sequence[Path]) -> IntoFrame:
        """The files as one lazy frame."""
        ...

    def share(self, frame: IntoFrame, by: str, place: int, among: int) -> IntoFrame:
        """Share number `place` of `among`; values of the column `by` that look the same are in one share.

        They differ in capitals, spaces, characters that are not seen, a `.0` at the end or zeros at the beginning.
        """
        ...

    def write(self, frame: IntoFrame, path: Path) -> None:
        """Compute a frame and write it as Parquet."""
        ...


class Polars:
    """One machine, in parallel; it streams, so memory stays bounded."""

    name = Engine.POLARS.value
    together = False

    def __init__(self) -> None:
        import polars  # noqa: PLC0415 -- an extra, imported when asked for

        self.polars = polars

    def scan(self, files: Sequence[Path]) -> IntoFrame:
        """The files as one lazy frame."""
        return self.polars.scan_parquet([*files])

    def share(self, frame: IntoFrame, by: str, place: int, among: int) -> IntoFrame:
        """The rows of a share, by a hash."""
        seen = self.polars.col(by).cast(self.polars.String).str.to_lowercase().str.replace_all(_OVERLOOKED, "")
        return cast("polars.LazyFrame", frame).filter(seen.str.replace(_AROUND, "${1}").hash() % among == place)

    def write(self, frame: IntoFrame, path: Path) -> None:
        """Compute a lazy frame in pieces and write it."""
        cast("polars.LazyFrame", frame).sink_parquet(path)


class DuckDB:
    """One machine; data that does not fit in memory goes to disk."""

    name = Engine.DUCKDB.value
    together = False

    def __init__(self) -> None:
        import duckdb  # noqa: PLC0415 -- an extra, imported when asked for

        self.connection = duckdb.connect(config={"preserve_insertion_order": False})

    def scan(self, files: Sequence[Path]) -> IntoFrame:
        """The files as one relation."""
        return self.connection.read_parquet([str(file) for file in files])

    def share(self, frame: IntoFrame, by: str, place: int, among: int) -> IntoFrame:
        """The rows of a share, by a hash."""
        column = by.replace('"', '""')
        seen = f"regexp_replace(lower(\"{column}\"::VARCHAR), '{_OVERLOOKED}', '', 'g')"
        seen = f"regexp_replace({seen}, '{_AROUND}', '\\1')"
        return cast("duckdb.DuckDBPyRelation", frame).filter(f"hash({seen}) % {among} = {place}")

    def write(self, frame: IntoFrame, path: Path) -> None:
        """Compute a relation and write it."""
        cast("duckdb.DuckDBPyRelation", frame).write_parquet(str(path), compression="zstd")


class Spark:
    """A cluster, or this machine as one."""

    name = Engine.SPARK.value
    together = True

    def __init__(self) -> None:
        from pyspark.sql import SparkSession  # noqa: PLC0415 -- an extra, imported when asked for

        self.session = SparkSession.builder.appName("yosrules").getOrCreate()

    def scan(self, files: Sequence[Path]) -> IntoFrame:
        """The files as one data frame."""
        return self.session.read.parquet(*(str(file) for file in files))

    def share(self, frame: IntoFrame, by: str, place: int, among: int) -> IntoFrame:
        """The rows of a share, by a hash. A run gives Spark all rows at once, so only a test calls this."""
        from pyspark.sql import functions  # noqa: PLC0415 -- an extra, imported when asked for

        column = functions.pmod(functions.hash(by), functions.lit(among))
        return cast("pyspark.sql.DataFrame", frame).filter(column == place)

    def write(self, frame: IntoFrame, path: Path) -> None:
        """Compute a data frame and write it as a folder of files."""
        cast("pyspark.sql.DataFrame", frame).write.parquet(str(path))


def at_work(engine: Engine) -> Works:
    """The engine, ready for use, or an `InputError` that says what to install."""
    kinds: dict[Engine, Callable[[], Works]] = {
        Engine.POLARS: Polars,
        Engine.DUCKDB: DuckDB,
        Engine.SPARK: Spark,
    }
    try:
        return kinds[engine]()
    except ImportError as error:
        extra = "bulk" if engine is Engine.POLARS else engine.value
        raise InputError(engine.value, why=f"it needs {error.name}: pip install 'yosrules[{extra}]'") from None
