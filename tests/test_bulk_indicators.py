"""An indicator over a frame: the same figures as record by record, on every engine, and what is refused."""

from __future__ import annotations

from datetime import date

import attrs
import polars as pl
import pytest

from frames import ENGINES, native, table
from test_indicators import AUTUMN, FIRST, MET, NOT_MET, ON, SECOND, SPRING, VIEWS, Plan, indicator, plan
from yosrules.bulk import figures_of_frame
from yosrules.errors import RecordError
from yosrules.language import Maybe, fact
from yosrules.policies import Indicator, counts, meets
from yosrules.quality import Every, NoPeriod, Series, figures, of_one
from yosrules.quality.figures import NO_GROUP

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
