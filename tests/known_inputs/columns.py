"""Known inputs of columns: frames, and commands that work through Parquet files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import attrs
import polars as pl

from attending import CONVENTIONS, FULL_TIME, policy
from frames import native, rows as rows_of
from installed import RULEBOOK
from known_inputs.policies import Own
from known_inputs.rows import Answer, Row, call, command
from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.attendance.histories import HistoryTables
from yosrules.bulk.attendance.measures.plan import wheres
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.frames.engine import worked
from yosrules.bulk.rate import rate_frame
from yosrules.policies.conventions import Fires
from yosrules.records import Absence
from yosrules.records.case import CareEpisode, EarlierOutcome

HMIP = RULEBOOK.framework("hmip-2018")
ITEMS = ["case", "standard", "question", "score", "out_of"]
ORDER = {"order_ends": [date(2012, 5, 5)], "looked_after": [False]}
FIRST = [("A", "2.1", "2.1.1", 1, 1), ("A", "2.1", "2.1.2", 1, 1), ("A", "2.1", "2.1.3", 1, 1)]


IN_BULK = policy(conventions=attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE))


def rated(*rows: tuple[object, ...], engine: str = "polars") -> Callable[[], Answer]:
    """Audit items of one service, rated in bulk: each standard's number, rating, points and what was refused."""

    def ask() -> object:
        columns = dict(zip(ITEMS, zip(*rows, strict=True), strict=True))
        amounts = {
            name: pl.Series([Decimal(str(each)) for each in columns[name]], dtype=pl.Decimal(10, 2))
            for name in ITEMS[3:]
        }
        frame = pl.DataFrame(
            {"service": ["S"] * len(rows), **{name: list(columns[name]) for name in ITEMS[:3]}, **amounts}
        )
        return [row for row in rows_of(rate_frame(HMIP, native(frame, engine))) if row["level"] == "standard"]

    return call(ask)


def engine(name: str, frame: Callable[[], pl.DataFrame], line: str) -> Callable[[], Answer]:
    """A command over a Parquet file, and the rows that it wrote."""

    def ask() -> Answer:
        frame().write_parquet(name)
        answer = command(line)
        files = sorted(Path("out").rglob("*.parquet")) if answer.code == 0 else []
        return Answer(answer.code, f"{answer.text} {[pl.read_parquet(each).rows(named=True) for each in files]}")

    return ask


def a_csv(line: str) -> Callable[[], Answer]:
    """A command about a CSV."""

    def ask() -> Answer:
        Path("a.csv").write_text("worker,start,end\nW1,2025-03-03,2025-03-04\n")
        return command(line)

    return ask


def measured(**rows: object) -> Callable[[], Answer]:
    """The measures of a case, as columns, as of 10 March 2024."""
    kind = EarlierOutcome if "disposal" in rows else CareEpisode
    behind = pl.DataFrame({"reference": ["C1"] * len(next(iter(rows.values()))), **rows})
    wanted = ["cautions"] if kind is EarlierOutcome else ["in_care", "without_end"]
    return call(
        lambda: (
            as_of_frame(Own, pl.DataFrame({"reference": ["C1"]}), date(2024, 3, 10), {kind: behind}, only=wanted)
            .select(wanted)
            .row(0, named=True)
        )
    )


def tracked(absences: pl.DataFrame | None) -> Callable[[], Answer]:
    """Workers in bulk by a policy that counts spells."""
    given = {} if absences is None else {Absence: absences}
    return call(lambda: triggers_frame(IN_BULK, date(2025, 10, 1), given, pattern=FULL_TIME).rows(named=True))


def refused(absences: pl.DataFrame) -> Callable[[], Answer]:
    """Why workers in bulk are refused."""
    found = HistoryTables(IN_BULK, {Absence: worked(absences)}, date(2025, 10, 1), "worker", wheres(IN_BULK))
    return call(lambda: found.workers().to_native().collect().rows(named=True))


IN_CARE = (
    "allocate cases.parquet --policy anytown-histories --on 2024-03-10 --with care.parquet --engine duckdb --out out"
)


def in_care(ended: date, *again: date) -> pl.DataFrame:
    """One case, and beside it a file of its care from 5 March 2024 until a day, and from others on."""
    days, ends = [date(2024, 3, 5), *again], [ended, *(None for _ in again)]
    kinds = {"reference": pl.String, "care": pl.String, "day": pl.Date, "ended": pl.Date}
    whose, care = ["C1"] * len(days), ["looked after"] * len(days)
    made = pl.DataFrame({"reference": whose, "care": care, "day": days, "ended": ends}, kinds)
    made.write_parquet("care.parquet")
    return pl.DataFrame({"reference": ["C1"]})


ROWS = [
    Row(
        "a command with an engine reads a fact of a local policy",
        engine(
            "cases.parquet",
            lambda: pl.DataFrame({"reference": ["C1", "C2"], "exploited": [True, False]}),
            "allocate cases.parquet --policy anytown-own --on 2024-06-20 --engine polars --out out",
        ),
        says=("'reference': 'C1'", "'PANEL': 'must'", "'PANEL': 'no'"),
    ),
    Row(
        "a case four times for one question, in bulk",
        rated(("A", "2.1", "2.1.1", 1, 1), *[("A", "2.1", "2.1.1", 0, 1)] * 3, *FIRST[1:]),
        2,
        ("4 rows, the first 0, 1, 2 (from 0)", "each question once a case"),
    ),
    Row(
        "a standard with its number and name, in bulk",
        rated(*[(case, "2.1 Assessment", *rest) for case, _, *rest in FIRST]),
        says=("'number': '2.1'", "'rating': 'Outstanding', 'refused': 0"),
    ),
    Row(
        "how many rows are refused is a whole number on DuckDB",
        rated(*FIRST, engine="duckdb"),
        says=("'refused': 0}",),
    ),
    Row(
        "a question that the framework lacks, in bulk",
        rated(*FIRST, ("A", "2.1", "2.1.9", 1, 1)),
        2,
        ("1 row, the first 3 (from 0)", "a key question of it"),
    ),
    Row(
        "the lowest key question is that of the lowest exact share",
        rated(
            ("A", "2.2", "2.2.1", "0.18", "0.81"),
            ("A", "2.2", "2.2.2", "0.02", "0.12"),
            ("A", "2.2", "2.2.3", "0.45", "0.57"),
        ),
        says=("'scored': Decimal('0.02'), 'out_of': Decimal('0.12'), 'rounded': 17, 'rating': 'Inadequate'",),
    ),
    Row(
        "a caution after the day does not count, in bulk",
        measured(day=[date(2024, 3, 1), date(2024, 4, 1)], disposal=["youth caution"] * 2),
        says=("{'cautions': 1}",),
    ),
    Row(
        "the only caution is after the day, in bulk",
        measured(day=[date(2024, 4, 1)], disposal=["youth caution"]),
        says=("{'cautions': 0}",),
    ),
    Row(
        "care that ends after the day, in bulk",
        measured(care=["looked after"], day=[date(2024, 1, 1)], ended=[date(2024, 12, 31)]),
        says=("'in_care': True",),
    ),
    Row(
        "care that begins after the day, in bulk",
        measured(care=["looked after"], day=[date(2024, 12, 1)], ended=pl.Series([None], dtype=pl.Date)),
        says=("{'in_care': False, 'without_end': False}",),
    ),
    Row(
        "an age that the date of birth denies, in bulk",
        engine(
            "cases.parquet",
            lambda: pl.DataFrame(
                {
                    "reference": ["C1", "C2"],
                    "exploited": [True, True],
                    "age": [15, 13],
                    "born": [date(2010, 6, 20), date(2010, 6, 21)],
                }
            ),
            "allocate cases.parquet --policy anytown-own --on 2024-06-20 --engine polars --out out",
        ),
        1,
        ("1 refused",),
    ),
    Row(
        "care that ends before it begins, behind a dataset",
        engine("cases.parquet", lambda: in_care(date(2024, 3, 1)), IN_CARE),
        2,
        ("care.parquet: rows that cannot be on record: ended: 1 row; allowed: the end of the episode is not before",),
    ),
    Row(
        "care that overlaps other care of its kind, behind a dataset",
        engine("cases.parquet", lambda: in_care(date(2024, 3, 9), date(2024, 3, 9)), IN_CARE),
        2,
        ("care.parquet: rows that cannot be on record: day: 1 row; allowed: a day after the end of what began before",),
    ),
    Row(
        "care one after the other, behind a dataset",
        engine("cases.parquet", lambda: in_care(date(2024, 3, 9), date(2024, 3, 10)), IN_CARE),
        says=("'PANEL': 'must'",),
    ),
    Row("workers without a history of absences, in bulk", tracked(None), 2, ("absences",)),
    Row(
        "words for nobody, in bulk",
        refused(pl.DataFrame({"worker": ["#N/A"], "start": [date(2025, 3, 3)], "end": [date(2025, 3, 4)]})),
        says=("no worker is named; allowed: a reference; this is the error of a spreadsheet",),
    ),
    Row(
        "absences without a column end, in bulk",
        tracked(pl.DataFrame({"worker": ["W1"], "start": [date(2025, 3, 3)]})),
        2,
        ("end",),
    ),
    Row(
        "a time that is past midnight is no date",
        engine(
            "cases.parquet",
            lambda: pl.DataFrame({"reference": ["C1"], "referred": [datetime(2010, 5, 5, 0, 0, 0, 1)], **ORDER}),
            "allocate cases.parquet --policy anytown-order --on 2019-09-09 --engine polars --out out",
        ),
        1,
        ("1 row, 1 refused",),
    ),
    Row(
        "a time that is past midnight is no date for a file either",
        engine(
            "cases.parquet",
            lambda: pl.DataFrame({"reference": ["C1"], "referred": [datetime(2010, 5, 5, 0, 0, 0, 1)], **ORDER}),
            "allocate cases.parquet --policy anytown-order --on 2019-09-09",
        ),
        2,
        ("referred", "wrote '2010-05-05T00:00:00.000001'"),
    ),
    Row(
        "an engine asked about a CSV",
        a_csv("triggers a.csv --policy sheffield-university-attendance --on 2025-10-01 --engine polars --out out"),
        2,
        ("a.csv: it is not Parquet, and a dataset for --engine is",),
    ),
]
