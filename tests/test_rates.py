"""Rates from populations, and the printing errors of published tables: each is found and named, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import RecordError
from yosrules.files.one_table import read_one_table
from yosrules.quality.misprints import (
    Contradiction,
    Misprint,
    Plausible,
    RateLine,
    ShareLine,
    TotalLine,
    check_percentages,
    check_rates,
    check_totals,
)
from yosrules.quality.rates import Scale, implied_population, rate_of, rounds_to

SPECS = Path(__file__).parent.parent / "specs" / "quality"
PER_10000 = Plausible(Scale.PER_10000)


def line(count: int | None, rate: str | None, period: str = "", population: int | None = None) -> RateLine:
    return RateLine(count=count, rate=None if rate is None else Decimal(rate), period=period, population=population)


def only(found: tuple[Contradiction, ...]) -> Contradiction:
    (one,) = found
    return one


class TestRate:
    def test_it_is_exact(self) -> None:
        assert rate_of(1, 3, Scale.PER_1000) == Fraction(1000, 3)
        assert str(Scale.PER_100000) == "per 100,000"

    @pytest.mark.parametrize(("count", "population"), [(-1, 10), (1, 0)])
    def test_a_population_of_nobody_has_none(self, count: int, population: int) -> None:
        with pytest.raises(RecordError, match="a population from 1"):
            rate_of(count, population, Scale.PER_1000)

    def test_a_half_may_have_been_rounded_either_way(self) -> None:
        assert rounds_to(Fraction(5, 2), Decimal(2))
        assert rounds_to(Fraction(5, 2), Decimal(3))
        assert not rounds_to(Fraction(251, 100), Decimal(2))

    def test_a_count_and_a_rate_imply_a_population(self) -> None:
        """Solihull in 2014/15: 109 children, 53 of every 10,000."""
        implied = implied_population(109, Decimal(53), Scale.PER_10000)
        assert str(implied) == "20,374 to 20,761"
        assert rounds_to(rate_of(109, 20_374, Scale.PER_10000), Decimal(53))
        assert not rounds_to(rate_of(109, 20_373, Scale.PER_10000), Decimal(53))
        assert not rounds_to(rate_of(109, 20_762, Scale.PER_10000), Decimal(53))

    def test_a_rate_of_0_leaves_the_population_without_an_upper_end(self) -> None:
        assert str(implied_population(1, Decimal("0.00"), Scale.PER_1000)) == "200,000 or more"


class TestPublished:
    def test_121_rates_of_eleven_areas_over_eleven_years_imply_steady_populations(self) -> None:
        areas = read_one_table(SPECS / "cautioned-or-sentenced.csv", RateLine, called="r", whose="area").rows
        assert sum(map(len, areas.values())) == 121
        assert check_rates(areas, PER_10000) == ()

    def test_any_of_these_rates_printed_ten_times_too_high_is_found(self) -> None:
        areas = read_one_table(SPECS / "cautioned-or-sentenced.csv", RateLine, called="r", whose="area").rows
        for place in range(11):
            wrong = [
                line(row.count, str((row.rate or 0) * (10 if at == place else 1)), row.period)
                for at, row in enumerate(areas["Surrey"])
            ]
            assert only(check_rates({"Surrey": wrong}, PER_10000)).misprint is Misprint.DIGIT

    def test_englands_rate_of_3071_has_a_digit_too_many(self) -> None:
        areas = read_one_table(SPECS / "first-time-entrants-2016.csv", RateLine, called="r", whose="area", people=False)
        found = only(check_rates(areas.rows, Plausible(Scale.PER_100000)))
        assert (found.where, found.misprint) == ("England, 2016", Misprint.DIGIT)
        assert found.said == (
            "printed 3071, where the other 8 lie between 169 and 626; 307.1 would lie among them; "
            "the rate may have a digit too many"
        )

    def test_two_of_five_totals_are_out_by_one(self) -> None:
        lines = read_one_table(SPECS / "occasions-of-caution-or-sentence.csv", TotalLine, called="r", whose="line").rows
        assert [each.said for each in check_totals(lines)] == [
            "the parts come to 93,717; printed 93,716, 1 too few",
            "the parts come to 59,212; printed 59,213, 1 too many",
        ]

    def test_every_printed_percentage_follows_from_its_counts(self) -> None:
        lines = read_one_table(SPECS / "percentages.csv", ShareLine, called="r", whose="line", people=False).rows
        assert len(lines) == 14
        assert check_percentages(lines) == ()

    def test_custody_per_1000_of_three_areas_is_found_where_it_is_said_to_be_per_100000(self) -> None:
        """Invented counts at the rates of 2024 in Bath and North East Somerset's report: 0.07, 0.08 and 0.10."""
        found = check_rates({"South West": [line(34, "0.07", population=490_000)]}, Plausible(Scale.PER_100000))
        assert only(found).misprint is Misprint.SCALE
        assert only(found).said == "34 in 490,000 is 6.94 per 100,000; printed 0.07, which is the rate per 1,000"


class TestRates:
    def test_one_event_at_a_rate_of_0_is_named(self) -> None:
        found = only(check_rates({"A": [line(1, "0.00")]}, Plausible(Scale.PER_1000)))
        assert found == Contradiction(
            "A", Misprint.ZERO, "1 at 0.00 per 1,000, which takes a population of 200,000 or more"
        )

    def test_no_event_at_a_rate_of_0_is_right(self) -> None:
        assert check_rates({"A": [line(0, "0")]}, PER_10000) == ()
        assert check_rates({"A": [line(0, "5", population=100)]}, PER_10000)[0].misprint is Misprint.RATE

    def test_a_rate_that_follows_from_its_population_is_right(self) -> None:
        assert check_rates({"A": [line(109, "53", population=20_500)]}, PER_10000) == ()

    @pytest.mark.parametrize(
        ("printed", "misprint", "said"),
        [
            ("500", Misprint.DIGIT, "the rate may be per 100,000, or have a digit too many"),
            ("5", Misprint.DIGIT, "the rate may be per 1,000, or have a digit too few"),
            ("5000", Misprint.DIGIT, "the rate may have two digits too many"),
            ("80", Misprint.POPULATION, "in other periods it is about 20,002"),
        ],
    )
    def test_a_population_unlike_that_of_other_years_is_named(
        self, printed: str, misprint: Misprint, said: str
    ) -> None:
        rows = [*(line(100, "50", year) for year in ("1", "2", "3")), line(100, printed, "4")]
        found = only(check_rates({"A": rows}, PER_10000))
        assert (found.where, found.misprint) == ("A, 4", misprint)
        assert found.said.endswith(said)

    @pytest.mark.parametrize(("count", "steady"), [(120, True), (123, False), (84, True), (81, False)])
    def test_a_population_may_be_a_fifth_from_the_median(self, count: int, *, steady: bool) -> None:
        rows = [*(line(100, "50.0", year) for year in ("1", "2", "3")), line(count, "50.0", "4")]
        assert (check_rates({"A": rows}, PER_10000) == ()) is steady

    def test_of_two_years_nobody_can_say_which_is_wrong(self) -> None:
        assert check_rates({"A": [line(100, "50", "1"), line(100, "500", "2")]}, PER_10000) == ()

    def test_what_may_be_rounded_to_0_is_held_against_other_years_as_far_as_it_goes(self) -> None:
        rows = [*(line(100, "50", year) for year in ("1", "2", "3")), line(1, "0.5", "4"), line(1, None, "5")]
        assert check_rates({"A": rows}, PER_10000) == ()
        small = [*(line(100, "50", year) for year in ("1", "2", "3")), line(300, "1", "4")]
        found = only(check_rates({"A": [*small[:3], line(20_000, "0.4", "4")]}, PER_10000))
        assert found.misprint is Misprint.POPULATION
        assert only(check_rates({"A": small}, PER_10000)).misprint is Misprint.DIGIT

    def test_a_rate_far_from_all_others_fits_none_of_them(self) -> None:
        areas = {"A": [line(None, "50")], "B": [line(None, "51")], "C": [line(None, "52")], "D": [line(None, "300")]}
        found = only(check_rates(areas, PER_10000))
        assert (found.where, found.misprint) == ("D", Misprint.RATE)

    def test_of_few_areas_none_is_wrong(self) -> None:
        areas = {"A": [line(None, "50")], "B": [line(None, "0")], "C": [line(None, "5000")], "D": [line(None, None)]}
        assert check_rates(areas, PER_10000) == ()


class TestShares:
    def test_a_percentage_that_does_not_follow_is_named(self) -> None:
        found = only(check_percentages({"A": [ShareLine(part=600, whole=2023, percent=Decimal("29.6"))]}))
        assert found == Contradiction("A", Misprint.PERCENT, "600 of 2,023 is 29.66%; printed 29.6%")

    def test_a_rise_is_a_fall_below_0(self) -> None:
        rose = ShareLine(was=Decimal(100), now=Decimal(1300), percent=Decimal(1200))
        assert only(check_percentages({"A": [rose]})).said == "from 100 to 1,300 is -1,200%; printed 1200%"

    def test_without_its_counts_nothing_is_said(self) -> None:
        assert check_percentages({"A": [ShareLine(percent=Decimal(3)), ShareLine(part=1, whole=2)]}) == ()


@pytest.mark.parametrize(
    "parts",
    [{"total": 3}, {"a": None, "total": 3}, {"a": 1}, {"a": 1, "total": None}],
    ids=lambda parts: " ".join(parts),
)
def test_a_total_is_held_against_all_its_parts_or_none(parts: dict[str, int | None]) -> None:
    assert check_totals({"A": [TotalLine(part=name, count=count) for name, count in parts.items()]}) == ()


class TestCommand:
    def test_a_misprint_ends_with_1_and_is_written_as_rows(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        path = str(SPECS / "occasions-of-caution-or-sentence.csv")
        code, out, _ = run("misprints", path, "--what", "totals", "--out", str(rows), "--json")
        assert (code, json.loads(out)["rows"]) == (1, 15)
        assert '12 months to June 2012,a total that does not add up,"the parts come' in rows.read_text()

    def test_what_is_right_ends_with_0(self, run: Run) -> None:
        code, out, err = run("misprints", str(SPECS / "cautioned-or-sentenced.csv"), "--per", "10000")
        assert (code, err) == (0, "")
        assert "121 rows looked at; 0 contradict something" in out
        assert run("misprints", str(SPECS / "percentages.csv"), "--what", "percentages").code == 0

    def test_a_scale_is_declared_for_rates_and_for_nothing_else(self, run: Run) -> None:
        path = str(SPECS / "percentages.csv")
        assert "--per is needed" in run("misprints", path).err
        for what in ("percentages", "totals"):
            assert f"cannot be given with --what {what}" in run("misprints", path, "--what", what, "--per", "1000").err

    def test_every_bad_cell_is_listed(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "rates.csv"
        path.write_text("area,count,rate\nEast Midlands,many,5\n")
        code, _, err = run("misprints", str(path), "--per", "1000")
        assert (code, "row 2, count of East Midlands: wrote 'many'" in err) == (2, True)
