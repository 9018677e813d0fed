"""Records as the frames of every engine, and their rows back, for tests that set them beside single decisions."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum, StrEnum
from functools import cache
from importlib.util import find_spec
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from yosrules import Facts, vocabulary
from yosrules.language.kinds import Fact, words

EAGER = ("polars", "pyarrow", "pandas")
LAZY = ("polars lazy", "duckdb")
ENGINES = (*EAGER, *LAZY)


def has_spark() -> bool:
    """Whether a real PySpark session can run here."""
    return bool(shutil.which("java") and find_spec("pyspark"))


def needs_spark(test: Any) -> Any:
    """Mark a test that runs a real PySpark session."""
    return pytest.mark.spark(pytest.mark.skipif(not has_spark(), reason="no Java or no PySpark here")(test))


def table(about: type[Facts], records: Sequence[Facts], *, numbers: bool = False, enums: bool = False) -> pl.DataFrame:
    """Records as a Polars frame, scales as text, as numbers or as enumerations."""
    facts = vocabulary(about)
    columns = {each.name: [vars(record)[each.name] for record in records] for each in attrs.fields(about)}
    columns = {name: pl.Series(name, told, pl.String) for name, told in columns.items() if name not in facts}
    for name, fact in facts.items():
        told = [vars(record)[name] for record in records]
        columns[name] = pl.Series(name, [_cell(value, numbers) for value in told], _type(fact, numbers, enums))
    return pl.DataFrame(columns)


def _cell(value: Any, numbers: bool) -> Any:
    if isinstance(value, IntEnum) and numbers:
        return int(value)
    return words(value) if isinstance(value, StrEnum | IntEnum) else value


def _type(fact: Fact, numbers: bool, enums: bool) -> Any:
    if issubclass(fact.kind, IntEnum | StrEnum):
        if numbers and fact.ordered:
            return pl.Int8
        return pl.Enum([words(member) for member in fact.members]) if enums else pl.String
    return {bool: pl.Boolean, int: pl.Int16, date: pl.Date}.get(fact.kind, pl.Decimal(12, fact.places or 0))


def native(frame: pl.DataFrame, engine: str) -> Any:
    """A Polars frame as that of another engine."""
    match engine:
        case "polars lazy":
            return frame.lazy()
        case "duckdb":
            return duck().from_arrow(frame.to_arrow())
        case "pyarrow":
            return frame.to_arrow()
        case "pandas":
            return frame.to_pandas(use_pyarrow_extension_array=True)
        case "spark":
            texts = [name for name, kind in frame.schema.items() if isinstance(kind, pl.Enum)]
            return spark().createDataFrame(frame.with_columns(pl.col(texts).cast(pl.String)).to_arrow())
        case _:
            return frame


def rows(frame: Any) -> list[dict[str, Any]]:
    """The rows of any frame."""
    whole: Any = nw.from_native(frame)
    held: Any = (whole.collect() if isinstance(whole, nw.LazyFrame) else whole).to_arrow()
    return list(held.to_pylist())


@cache
def duck() -> Any:
    """One DuckDB connection for all tests: relations of two cannot be joined."""
    import duckdb

    return duckdb.connect()


@cache
def spark() -> Any:
    """A real local PySpark session, one for all tests."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[1]").appName("yosrules")
    settings = {"ui.enabled": "false", "sql.shuffle.partitions": "1", "sql.session.timeZone": "UTC"}
    # Plans are large and rows few: what makes plans faster to run costs more here than it saves.
    settings |= {"sql.codegen.wholeStage": "false", "sql.codegen.factoryMode": "NO_CODEGEN"}
    settings |= {"sql.adaptive.enabled": "false", "sql.constraintPropagation.enabled": "false"}
    settings |= {"python.sql.dataFrameDebugging.enabled": "false"}
    # Each run of a query writes its plans out as text, for a page that nobody looks at.
    settings |= {"sql.maxPlanStringLength": "0", "sql.debug.maxToStringFields": "1", "sql.ui.explainMode": "simple"}
    settings |= {"driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
    for name, value in settings.items():
        builder = builder.config(f"spark.{name}", value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


def statuses(frame: Any, outcomes: Iterable[Any]) -> list[list[Any]]:
    """How every outcome stands, row by row."""
    return [[row[outcome.name] for outcome in outcomes] for row in rows(frame)]
