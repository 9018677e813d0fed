"""yosrules on every engine, and the same job by hand, each as a contender of bulk.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

import hand
from job import EDITION, FIELDS
from yosrules.bulk.decide import decide_frame


def frame(codes: Any, *, enums: bool) -> pl.DataFrame:
    """Codes as a Polars frame, its lists as enumerations or as text."""
    columns = []
    for name, values in FIELDS.items():
        series = pl.Series(name, codes[name])
        if name == "age":
            columns.append(series + 10)
        elif name == "custody_risk":
            columns.append(series.cast(pl.Boolean))
        else:
            kind = pl.Enum([str(value) for value in values])
            series = pl.Series(name, [str(value) for value in values], kind).gather(series.cast(pl.UInt32))
            columns.append(series if enums else series.cast(pl.String))
    return pl.DataFrame(columns)


class Contender:
    """What is prepared from codes outside the clock, and run inside it; `answers` are the bits of must and may."""

    vector = True
    enums = True

    def prepare(self, codes: Any) -> Any:
        return frame(codes, enums=self.enums)

    def answers(self, out: Any) -> tuple[Any, Any]:
        return out["must"], out["may"]

    def run(self, given: Any) -> Any:
        raise NotImplementedError


class Ours(Contender):
    def run(self, given: Any) -> Any:
        return decide_frame(EDITION, given, masks=True, fired=True, keep=())


class OursText(Ours):
    enums = False


class Words(Contender):
    """A column of words for every forum, as `decide_frame` gives them if it is not asked for bits."""

    def run(self, given: Any) -> Any:
        return decide_frame(EDITION, given, keep=())

    def answers(self, out: Any) -> tuple[Any, Any]:
        names = [outcome.name for outcome in EDITION.outcomes]
        return tuple(
            sum((out[name] == status).cast(pl.Int64) * (1 << place) for place, name in enumerate(names))
            for status in ("must", "may")
        )  # type: ignore[return-value]


class OursArrow(Ours):
    enums = False

    def prepare(self, codes: Any) -> Any:
        return super().prepare(codes).to_arrow()

    def answers(self, out: Any) -> tuple[Any, Any]:
        return out["must"].to_pylist(), out["may"].to_pylist()


class OursPandas(Ours):
    enums = False

    def prepare(self, codes: Any) -> Any:
        return super().prepare(codes).to_pandas(use_pyarrow_extension_array=True)


class Lookup(Contender):
    def run(self, given: Any) -> Any:
        return hand.polars_lookup(given)


class LookupText(Lookup):
    enums = False


class Choices(Contender):
    def run(self, given: Any) -> Any:
        return hand.polars_choices(given)


class ChoicesText(Choices):
    enums = False


class CheckedText(Contender):
    enums = False

    def run(self, given: Any) -> Any:
        return hand.polars_checked(given)


class Codes(Contender):
    def run(self, given: Any) -> Any:
        return hand.polars_codes(given)


class Sql(Contender):
    """A table of DuckDB in memory; the answers are fetched as arrays."""

    def prepare(self, codes: Any) -> Any:
        import duckdb

        connection = duckdb.connect()
        held = frame(codes, enums=False).to_arrow()
        for name, values in FIELDS.items():
            if self.enums and isinstance(values[0], str):
                listed = ", ".join(f"'{value}'" for value in values)
                connection.execute(f"CREATE TYPE type_{name} AS ENUM ({listed})")
        columns = ", ".join(
            f"{name}::type_{name} AS {name}" if self.enums and isinstance(values[0], str) else name
            for name, values in FIELDS.items()
        )
        connection.register("held", held)
        connection.execute(f"CREATE TABLE cases AS SELECT {columns} FROM held")
        connection.unregister("held")
        return connection

    def run(self, given: Any) -> Any:
        return given.execute(hand.sql()).fetchnumpy()


class SqlText(Sql):
    enums = False


class OursSql(Sql):
    def run(self, given: Any) -> Any:
        return decide_frame(EDITION, given.table("cases"), masks=True, fired=True, keep=()).fetchnumpy()


class OursSqlText(OursSql):
    enums = False


CONTENDERS: dict[str, Callable[[], Contender]] = {
    "yosrules, Polars, Enum": Ours,
    "yosrules, Polars, String": OursText,
    "yosrules, Polars, Enum, words": Words,
    "yosrules, DuckDB, ENUM": OursSql,
    "yosrules, DuckDB, VARCHAR": OursSqlText,
    "yosrules, pyarrow": OursArrow,
    "yosrules, pandas": OursPandas,
    "Polars by hand, Enum, lookup": Lookup,
    "Polars by hand, Enum, choices": Choices,
    "Polars by hand, Enum, codes": Codes,
    "Polars by hand, String, lookup": LookupText,
    "Polars by hand, String, choices": ChoicesText,
    "Polars by hand, String, choices, values checked": CheckedText,
    "DuckDB by hand, ENUM": Sql,
    "DuckDB by hand, VARCHAR": SqlText,
}
