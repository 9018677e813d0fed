"""Figures of an indicator that are no shares: a rate of a population, and how often."""

from __future__ import annotations

import csv
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from test_schemas import checker
from yosrules.quality import Frequency, Outturn, Population, PopulationRate, Scale, per_population
from yosrules.quality.figures import IndicatorFigure
from yosrules.quality.outturns import Outturns
from yosrules.quality.periods import Every, Period

CHILDREN = """reference,team,joined,reoffended,reoffences,offended,proven
T1,East,2024-01-10,yes,3,2024-03-01,2024-06-01
T2,East,2024-01-12,no,,,
T3,West,2024-02-01,yes,,2024-03-01,2024-06-01
T4,West,2024-02-02,yes,1,2024-05-01,2024-08-01
T5,West,2024-02-03,,,,
T6,West,2024-12-03,yes,9,2024-12-20,2025-01-20
T7,West,,yes,9,,
"""
REOFFENDING = ("--indicator", "reoffending", "--on", "2026-03-31", "--by", "team", "--period", "calendar-year")
POPULATION = (
    "group,starts,children\nall,2023-06-30,8000\nall,2024-06-30,9000\nEast,2024-01-02,4000\nEast,2023-12-31,2000\n"
)


@pytest.fixture
def children(tmp_path: Path) -> str:
    path = tmp_path / "children.csv"
    path.write_text(CHILDREN)
    return str(path)


@pytest.fixture
def population(tmp_path: Path) -> str:
    path = tmp_path / "population.csv"
    path.write_text(POPULATION)
    return str(path)


def figure(**outturns: int) -> IndicatorFigure:
    of = Outturns({Outturn[name.upper()]: number for name, number in outturns.items()})
    return IndicatorFigure("", Period(Every.QUARTER, 2026 * 12), of, None, (), running=False)


class TestRate:
    def test_it_is_of_the_population_on_the_first_day_of_the_period(self) -> None:
        table = {
            "all": [Population(starts=date(2026, 1, 1), children=500), Population(starts=date(2025, 1, 1), children=9)]
        }
        table["all"].append(Population(starts=date(2026, 1, 2), children=7))
        found = per_population(figure(met=2), table, Scale.PER_1000, "all")
        assert found == PopulationRate(500, Fraction(4), Fraction(4))

    def test_without_a_population_that_had_begun_there_is_none(self) -> None:
        late = {"all": [Population(starts=date(2026, 1, 2), children=7)]}
        assert per_population(figure(met=2), late, Scale.PER_1000, "all") == PopulationRate(None, None, None)

    def test_whoever_may_have_met_it_is_in_the_most_and_nobody_else(self) -> None:
        table = {"all": [Population(starts=date(2026, 1, 1), children=1000)]}
        others = figure(met=1, not_met=7, excepted=7, not_counted=7, perhaps_not_met=7, no_matter=7)
        assert per_population(others, table, Scale.PER_1000, "all") == PopulationRate(1000, Fraction(1), Fraction(1))
        perhaps = figure(met=1, untold=10, perhaps_met=100, perhaps_untold=1000)
        assert per_population(perhaps, table, Scale.PER_1000, "all").at_most == 1111


def test_of_nobody_there_is_no_mean() -> None:
    assert (Frequency(0, 0, 0, 3).per_met, Frequency(0, 0, 0, 3).per_counted) == (None, None)
    assert (Frequency(0, 0, 2, 3).per_met, Frequency(0, 0, 2, 3).per_counted) == (None, Fraction(0))


def test_reoffences_are_counted_for_each_reoffender_and_for_each_child(run: Run, children: str, tmp_path: Path) -> None:
    rows = tmp_path / "rows.csv"
    code, out, err = run("indicators", children, *REOFFENDING, "--times", "reoffences", "--json", "--out", str(rows))
    assert code == 0, err
    data = json.loads(out)
    checker("indicators").validate(data)
    (national,) = [each for each in data if each["reading"] == "six months to outcome"]
    assert [*national["no_shares"][0].values()] == [4, "2", "4/3", 2]
    east, west = national["no_shares"][3], national["no_shares"][6]
    assert [*east.values()] == [3, "3", "3/2", 0]
    assert [*west.values()] == [1, "1", "1", 2]
    table = csv.DictReader(rows.read_text().splitlines())
    first = next(row for row in table if row["reading"] == "six months to outcome")
    assert (first["for each that met it"], first["for each in the share"]) == ("2", "4/3")


def test_a_rate_stands_beside_each_figure(run: Run, children: str, population: str) -> None:
    asked = ("indicators", children, *REOFFENDING, "--per", "1000", "--population", population)
    code, out, err = run(*asked, "--json")
    assert code == 0, err
    (national,) = [each for each in json.loads(out) if each["reading"] == "six months to outcome"]
    checker("indicators").validate(json.loads(out))
    by = {
        (each["group"], each["period"]): told
        for each, told in zip(national["figures"], national["no_shares"], strict=True)
    }
    assert [*by[None, "2024"].values()] == [8000, "3/8", "1/2"]
    assert [*by["East", "2024"].values()] == [2000, "1/2", "1/2"]
    assert [*by["West", "2024"].values()] == [None, None, None]
    page = run(*asked).out
    assert "rate per 1,000" in page
    assert "8,000" in page
    assert "0.38" in page


def test_no_figure_has_nothing_beside_it(run: Run, tmp_path: Path, population: str) -> None:
    nobody, rows = tmp_path / "nobody.csv", tmp_path / "rows.csv"
    nobody.write_text("reference,team,joined\nT1,East,\n")
    asked = ("indicators", str(nobody), *REOFFENDING, "--per", "1000", "--population", population, "--out", str(rows))
    code, out, err = run(*asked)
    assert code == 0, err
    assert "in no period" in out
    assert len(rows.read_text().splitlines()) == 1


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("--per", "1000"), "--per would change nothing without --population"),
        (("--population", "p.csv"), "--population would change nothing without --per"),
        (("--per", "1000", "--population", "p.csv", "--times", "reoffences"), "--per and --times: choose one"),
        (("--times", "reofences"), "did you mean 'reoffences'?"),
        (("--times", "team"), "allowed: reoffences, offence_month, proof_month, followed"),
        (("--times", "reoffences", "--audience", "service"), "--times cannot be given with --audience service"),
        (("--times", "reoffences", "--check"), "--times cannot be given with --check"),
        (("--times", "reoffences", "--engine", "polars"), "--times cannot be given with --engine"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, children: str, given: tuple[str, ...], why: str) -> None:
    code, _, err = run("indicators", children, *REOFFENDING, *given)
    assert (code, why in err) == (2, True), err
