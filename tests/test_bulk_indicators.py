"""An indicator over a frame: the same figures as record by record, on every engine, and what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import attrs
import polars as pl
import pytest

from frames import ENGINES, native, table
from test_cli import Run, run  # noqa: F401 -- the fixture
from test_indicators import AUTUMN, FIRST, MET, NOT_MET, ON, SECOND, SPRING, VIEWS, Plan, indicator, plan
from yosrules.bulk import figures_of_frame
from yosrules.errors import RecordError
from yosrules.files.engines import Engine
from yosrules.language import Maybe, fact, known
from yosrules.policies import Indicator, counts, meets
from yosrules.quality import Every, NoPeriod, Series, figures, of_one
from yosrules.quality.figures import NO_GROUP
from yosrules.records import CareEpisode, Case

RECORDS = [
    ("East", plan(SPRING, **MET)),
    ("West", plan(SPRING)),
    ("East", plan(None, **MET)),
    (None, plan(AUTUMN, **NOT_MET)),
    ("", plan(AUTUMN, open=True, away=True, declined=True)),
    ("West", plan(date(2027, 1, 1))),
    ("West", plan(date(2025, 3, 31))),
]


def frame(given: list[tuple[str | None, Plan]]) -> pl.DataFrame:
    teams = pl.Series("team", [team for team, _ in given], pl.String)
    return table(Plan, [record for _, record in given]).with_columns(teams)


def one_by_one(of: Indicator, given: list[tuple[str | None, Plan]], every: Every = Every.QUARTER) -> Series:
    return figures(of, [(team or NO_GROUP, of_one(of, record, ON)) for team, record in given], every, ON)


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_gives_the_figures_of_record_by_record(engine: str) -> None:
    found = figures_of_frame(VIEWS, native(frame(RECORDS), engine), Every.QUARTER, ON, by="team")
    assert found == one_by_one(VIEWS, RECORDS)
    assert {why: number for (group, why), number in found.apart.items() if not group} == {
        NoPeriod.UNDATED: 1,
        NoPeriod.TO_COME: 1,
        NoPeriod.NO_EDITION: 1,
    }


def test_without_a_group_there_are_the_figures_of_all() -> None:
    found = figures_of_frame(VIEWS, frame(RECORDS).drop("away"), Every.YEAR, ON, unknown=["away"])
    unaway = [("", attrs.evolve(record, away=None)) for _, record in RECORDS]
    assert found == figures(VIEWS, [(team, of_one(VIEWS, each, ON)) for team, each in unaway], Every.YEAR, ON)


def test_an_indicator_without_exceptions_or_begun_editions_is_counted_too() -> None:
    whole = indicator(
        attrs.evolve(FIRST, rules=(counts(Plan.open), meets(Plan.views))), attrs.evolve(SECOND, starts=date(2027, 1, 1))
    )
    assert figures_of_frame(whole, frame(RECORDS), Every.MONTH, ON, by="team") == one_by_one(
        whole, RECORDS, Every.MONTH
    )


@pytest.mark.parametrize(
    ("made", "by", "why"),
    [
        (frame(RECORDS).drop("agreed"), None, "no column agreed of dates"),
        (frame(RECORDS).with_columns(pl.lit("2025-01-01").alias("agreed")), None, "no column agreed of dates"),
        (frame(RECORDS), "worker", "no column 'worker'; it has"),
        (frame(RECORDS).drop("away"), None, "away"),
    ],
)
def test_a_frame_that_lacks_a_column_is_refused(made: pl.DataFrame, by: str | None, why: str) -> None:
    with pytest.raises(RecordError, match=why):
        figures_of_frame(VIEWS, made, Every.QUARTER, ON, by=by)


def test_a_record_that_is_not_allowed_is_never_counted_as_no() -> None:
    class Scored(Plan):
        """A plan with a score that has a range."""

        score: Maybe[int] = fact(int, "the score", low=1, high=5)

    of = Indicator(
        "scored",
        "Scored",
        about=Scored,
        dated=Scored.agreed,
        editions=(attrs.evolve(FIRST, rules=(counts(Scored.open), meets(Scored.score >= 3))),),
    )
    made = table(Scored, [Scored(reference="p", agreed=SPRING, open=True)]).with_columns(
        pl.Series("score", [9], pl.Int16)
    )
    with pytest.raises(RecordError, match="refused: 1 of the records"):
        figures_of_frame(of, made, Every.QUARTER, ON)


def test_an_age_that_the_birth_date_denies_is_refused_as_it_is_of_one_record() -> None:
    rules = (counts(known(Case.order_ends)), meets(Case.age >= 10))
    of = Indicator("old", "Old", about=Case, dated=Case.order_ends, editions=(attrs.evolve(FIRST, rules=rules),))
    told = {"reference": ["a"], "order_ends": [SPRING], "born": [date(2010, 1, 1)]}
    for age, refused in ((15, False), (12, True)):
        made = pl.DataFrame({**told, "age": [age]})
        record = Case(reference="a", order_ends=SPRING, born=date(2010, 1, 1), age=age)
        with pytest.raises(RecordError, match="refused: 1 of the records") if refused else nullcontext():
            assert figures_of_frame(of, made, Every.QUARTER, date(2025, 6, 30)).of[0].outturns.numerator == 1
        with pytest.raises(RecordError, match="age 12; allowed: 15") if refused else nullcontext():
            of_one(of, record, date(2025, 6, 30))


STANDARDS = ("--settings", "specs/indicators/standards.toml", "--on", "2019-09-09", "--json")
CONTACTS = ("--indicator", "contacts", "--since", "2019-03-01", "--by", "practitioner", *STANDARDS)
FLAGS = {"yes": True, "no": False, "": None}


def dataset(folder: Path, name: str, *, dates: Sequence[str], flags: Sequence[str] = ()) -> Path:
    """A file of the pages as Parquet, blanks as nulls."""
    read = pl.read_csv(f"specs/indicators/{name}.csv", infer_schema=False).with_columns(
        pl.col(pl.String).replace("", None)
    )
    told = [pl.col(each).fill_null("").replace_strict(FLAGS, return_dtype=pl.Boolean) for each in flags]
    path = folder / f"{name}.parquet"
    read.with_columns(*told, *(pl.col(each).str.to_date() for each in dates)).write_parquet(path)
    return path


@pytest.fixture
def supervised(tmp_path: Path) -> tuple[str, str]:
    """A dataset of children under supervision, and one of their contacts."""
    children = dataset(tmp_path, "supervised", dates=("started", "ended"))
    contacts = dataset(tmp_path, "contact", dates=("day",), flags=("attended", "acceptable"))
    return str(children), str(contacts)


@pytest.mark.parametrize("engine", [Engine.POLARS, pytest.param(Engine.DUCKDB, marks=pytest.mark.slow)])
def test_a_dataset_and_its_histories_have_the_figures_of_the_same_files(
    run: Run, supervised: tuple[str, str], engine: str
) -> None:
    children, contacts = supervised
    files = ("specs/indicators/supervised.csv", "--with", "specs/indicators/contact.csv")
    expected = run("indicators", *files, *CONTACTS)
    assert run("indicators", children, "--with", contacts, *CONTACTS, "--engine", engine) == expected
    without = run("indicators", files[0], *CONTACTS)
    assert run("indicators", children, *CONTACTS, "--engine", engine) == without != expected


def test_a_page_of_a_dataset_says_who_is_in_no_period(run: Run, tmp_path: Path) -> None:
    panels = dataset(tmp_path, "panels", dates=("began", "done"), flags=("outstanding",))
    asked = ("--indicator", "referral-order-panels", *STANDARDS[:2], "--on", "2019-06-30")
    code, out, err = run("indicators", str(panels), *asked, "--engine", "polars")
    assert code == 0, err
    told = run("indicators", "specs/indicators/panels.csv", *asked).out
    (apart,) = [line for line in told.splitlines() if "in no period" in line]
    assert apart in out
    lacking = pl.read_parquet(panels).drop("outstanding")
    lacking.write_parquet(panels)
    assert "outstanding" in run("indicators", str(panels), *asked, "--engine", "polars").err
    assert run("indicators", str(panels), *asked, "--engine", "polars", "--unknown", "outstanding").code == 0


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (
            {"reference": pl.col("reference").replace("S2", "S1")},
            "supervised.parquet: references that stand in more than one row: 1; allowed: each once",
        ),
        ({"reference": pl.lit(None, pl.String)}, "supervised.parquet: 5 rows have no reference"),
        ({"ended": pl.lit(date(2010, 1, 1))}, "supervised.parquet: refused: 5 of the records"),
    ],
)
def test_a_dataset_that_cannot_be_counted_is_refused(
    run: Run, supervised: tuple[str, str], change: dict[str, pl.Expr], why: str
) -> None:
    children, _ = supervised
    pl.read_parquet(children).with_columns(**change).write_parquet(children)
    code, _, err = run("indicators", children, *CONTACTS, "--engine", "polars")
    assert (code, why in err) == (2, True), err


def test_a_history_that_cannot_be_on_record_is_refused() -> None:
    care = pl.DataFrame({"reference": ["p", "p"], "day": [SPRING, SPRING], "ended": [None, SPRING], "care": ["a", "a"]})
    given = {CareEpisode: care.with_columns(pl.col("ended").cast(pl.Date))}
    with pytest.raises(RecordError, match="CareEpisode: rows that cannot be on record: day: "):
        figures_of_frame(VIEWS, frame(RECORDS), Every.QUARTER, ON, by="team", histories=given)
    once = {CareEpisode: given[CareEpisode].head(1)}
    found = figures_of_frame(VIEWS, frame(RECORDS), Every.QUARTER, ON, by="team", histories=once)
    assert found == one_by_one(VIEWS, RECORDS)


@pytest.mark.slow
@pytest.mark.traced
def test_records_of_nobody_are_counted_as_they_are(run: Run, supervised: tuple[str, str]) -> None:
    children, _ = supervised
    expected = run("indicators", children, *CONTACTS, "--engine", "polars")
    pl.read_parquet(children).drop("reference").write_parquet(children)
    assert run("indicators", children, *CONTACTS, "--engine", "polars") == expected


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("--audience", "practitioner", "--practitioner", "Worker 1"), "--audience cannot be given with --engine"),
        (("--records", "rows.csv"), "--records cannot be given with --engine"),
        (("--map", "map.toml"), "--map cannot be given with --engine"),
        (("--audience", "service"), "--audience cannot be given with --engine"),
    ],
)
def test_what_is_about_single_records_is_not_asked_of_an_engine(run: Run, given: tuple[str, ...], why: str) -> None:
    code, _, err = run("indicators", "x.parquet", *given, *CONTACTS, "--engine", "polars")
    assert (code, why in err) == (2, True), err
