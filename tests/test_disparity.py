"""Relative rate indices: the printed ones recomputed to their digits, and what small or missing numbers do not say."""

from __future__ import annotations

import csv
import json
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import RecordError, YosrulesError
from yosrules.files.one_table import read_one_table
from yosrules.quality.disparity import (
    Denominator,
    Disparity,
    GroupCount,
    StageCount,
    Terms,
    disparities,
)
from yosrules.quality.intervals import IndexInterval, Side, clopper_pearson, wald
from yosrules.quality.rounded import RoundedRate, index_of_rounded, rounded_indices
from yosrules.reports.drawing.shares import decimals

SPECS = Path(__file__).parent.parent / "specs" / "quality"
STAGE = Terms(Denominator.PREVIOUS_STAGE, "White", smallest=1)
PRINTED = {
    "disparity-population": Terms(Denominator.POPULATION, "White", smallest=1),
    "disparity-previous-stage": STAGE,
    "disparity-pooled": STAGE,
}
STAGES = str(SPECS / "disparity-previous-stage.csv")
BY_STAGE = ("--denominator", "previous-stage", "--reference", "White")


def read(name: str, terms: Terms) -> tuple[Disparity, ...]:
    return disparities(read_one_table(SPECS / f"{name}.csv", GroupCount, called="d", whose="decision").rows, terms)


def printed(name: str) -> dict[tuple[str, str, str], dict[str, str]]:
    with (SPECS / f"{name}.csv").open(encoding="utf-8") as file:
        return {(row["decision"], row["period"], row["group"]): row for row in csv.DictReader(file)}


@pytest.mark.parametrize(
    ("name", "many"), [("disparity-population", 8), ("disparity-previous-stage", 16), ("disparity-pooled", 4)]
)
def test_every_printed_index_and_interval_comes_out_to_its_last_digit(name: str, many: int) -> None:
    rows = printed(name)
    found = [(each, group) for each in read(name, PRINTED[name]) for group in each.groups]
    assert len(found) == many
    for each, group in found:
        row = rows[each.decision, each.periods[0], group.group]
        assert group.index is not None
        assert group.exact is not None
        assert group.exact.high is not None
        assert abs(group.index - Fraction(row["index printed"])) < Fraction(1, 10**14)
        assert group.exact.low == Decimal(row["low printed"])
        assert group.exact.high == Decimal(row["high printed"])


def test_two_of_the_28_comparisons_change_their_verdict_with_the_interval() -> None:
    differing = [
        (each.periods, group.group, str(group.wald), str(group.exact))
        for name, terms in PRINTED.items()
        for each in read(name, terms)
        for group in each.groups
        if group.remarks
    ]
    assert differing == [
        (("year ending Mar 2024",), "Asian", "1.006 to 2.287", "0.942 to 2.336"),
        (("pooled 3 years to Mar 2025",), "Other", "1.012 to 2.144", "0.955 to 2.179"),
    ]


def test_three_years_pooled_are_the_pooled_row_that_was_printed() -> None:
    years = Terms(Denominator.PREVIOUS_STAGE, "White", pooled=True)
    pooled = {each.decision: each for each in read("disparity-previous-stage", years)}["custodial sentence"]
    (other,) = read("disparity-pooled", STAGE)
    assert pooled.periods == tuple(f"year ending Mar {year}" for year in (2023, 2024, 2025))
    assert (pooled.reference, pooled.groups) == (other.reference, other.groups)


class TestGirls:
    def test_girls_were_remanded_in_the_community_at_less_than_half_the_rate_of_boys(self) -> None:
        """Girls of 2025: 1,185 of 8,691 bailed, 60 of 991 on community remand (YJS 2024/25, tables 6.1 and 6.2)."""
        (found,) = read("remands-2025-by-sex", Terms(Denominator.PREVIOUS_STAGE, "boys"))
        (girls,) = found.groups
        assert girls.index == Fraction(60, 60 + 1185) / Fraction(991 - 60, (991 - 60) + (8691 - 1185))
        assert girls.side is Side.BELOW


def one(*rows: GroupCount, reference: str = "White", pooled: bool = False) -> Disparity:
    terms = Terms(Denominator.POPULATION, reference, pooled, unknown=("Blank",))
    (found,) = disparities({"arrest": rows}, terms)
    return found


def row(group: str, events: int | None, out_of: int | None, period: str = "") -> GroupCount:
    return GroupCount(group=group, period=period, events=events, out_of=out_of)


WHITE = row("White", 20, 200)


class TestWhatIsNotSaid:
    @pytest.mark.parametrize(
        ("group", "said"),
        [
            (row("Black", 9, 99), "out of 99, fewer than 100: too few for a rate or an index"),
            (row("Black", None, 200), "the number of events is not on record"),
            (row("Black", 9, None), "what they are out of is not on record"),
        ],
    )
    def test_there_is_no_index_without_enough_on_record(self, group: GroupCount, said: str) -> None:
        (found,) = one(WHITE, group).groups
        assert (found.index, found.exact, found.side, found.remarks) == (None, None, None, (said,))

    def test_nor_where_the_group_of_reference_is_too_small(self) -> None:
        (found,) = one(row("White", 9, 99), row("Black", 9, 100)).groups
        assert found.index is None
        assert found.remarks == ("White: out of 99, fewer than 100: too few for a rate or an index",)

    def test_no_event_leaves_a_low_end_of_0_and_no_interval_by_wald(self) -> None:
        (found,) = one(WHITE, row("Black", 0, 100)).groups
        assert (found.index == 0, found.wald, found.side) == (True, None, Side.BELOW)
        assert found.exact is not None
        assert found.exact.low == 0
        assert found.remarks == (
            "Wald's formula does not apply: it takes at least one event, and fewer events than children",
        )

    def test_no_event_of_the_reference_leaves_no_index(self) -> None:
        (found,) = one(row("White", 0, 200), row("Black", 9, 100)).groups
        assert found.index is None
        assert found.exact is not None
        assert (found.exact.high, found.exact.side, str(found.exact)[-10:]) == (None, Side.ABOVE, "any number")
        assert found.remarks[0].startswith("no event of White")

    def test_no_event_at_all_leaves_nothing(self) -> None:
        (found,) = one(row("White", 0, 200), row("Black", 0, 100)).groups
        assert (found.index, found.exact) == (None, None)
        assert found.remarks == ("no event here and none of White: there is nothing to compare",)

    def test_an_end_that_is_1_does_not_say(self) -> None:
        assert IndexInterval(Decimal(1), Decimal(2)).side is Side.ACROSS
        assert IndexInterval(Decimal("0.5"), Decimal(1)).side is Side.ACROSS

    def test_more_events_than_children_have_an_exact_interval_and_none_by_wald(self) -> None:
        assert wald(300, 200, 20, 200) is None
        assert wald(20, 200, 200, 200) is None
        assert clopper_pearson(300, 200, 20, 200) is not None


class TestUnknown:
    @pytest.mark.parametrize("name", ["Information not obtainable", "not stated", "blank"])
    def test_the_unknown_are_in_no_comparison_and_counted_apart(self, name: str) -> None:
        found = one(WHITE, row("Black", 10, 100), row(name, 10, None))
        assert [each.group for each in found.groups] == ["Black"]
        assert [each.group for each in found.unknown] == [name]
        assert found.unknown_share == Fraction(10, 40)

    def test_their_share_cannot_be_told_without_their_number(self) -> None:
        assert one(WHITE, row("unknown", None, None)).unknown_share is None
        assert one(row("White", 0, 200)).unknown_share is None

    def test_periods_are_pooled_without_them_where_one_has_no_row_of_them(self) -> None:
        rows = (row("White", 20, 200, "1"), row("unknown", 3, None, "1"), row("White", 20, 200, "2"))
        found = one(*rows, pooled=True)
        assert (found.reference.events, found.unknown[0].events) == (40, None)


class TestRefused:
    def test_a_group_twice_in_a_period(self) -> None:
        with pytest.raises(RecordError, match="arrest, 2025: two rows are about White"):
            one(row("White", 1, 2, "2025"), row("White", 1, 2, "2025"))

    def test_periods_pooled_of_which_one_lacks_a_group(self) -> None:
        rows = (row("White", 1, 2, "1"), row("Black", 1, 2, "1"), row("White", 1, 2, "2"))
        with pytest.raises(RecordError, match="arrest, 2: it has no row for Black, so that periods cannot be pooled"):
            one(*rows, pooled=True)

    def test_a_reference_that_is_not_there(self) -> None:
        with pytest.raises(RecordError, match="arrest: no row is about Boys; there are White, Black"):
            one(WHITE, row("Black", 10, 100), reference="Boys")

    def test_more_events_than_there_were_children_at_the_stage_before(self) -> None:
        with pytest.raises(RecordError, match="no more events than children at the stage before"):
            StageCount(group="White", events=3, out_of=2)

    def test_an_exact_interval_without_scipy(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "scipy.special", None)
        with pytest.raises(YosrulesError, match=r"pip install 'yosrules\[quality\]'"):
            clopper_pearson(1, 2, 1, 2)


CUSTODY = {"Black": "9", "Mixed": "4", "Asian and other": "2", "White": "1"}
"""Children in custody per 10,000 in 2015/16, as printed."""


class TestRounded:
    def test_an_index_of_rounded_rates_is_only_known_to_lie_in_a_range(self) -> None:
        """Children in custody per 10,000 in 2015/16: Black 9, White 1."""
        assert index_of_rounded(Decimal(9), Decimal(1), Decimal(1)) == (Fraction(17, 3), Fraction(19))

    def test_a_rate_that_may_be_0_leaves_no_upper_end(self) -> None:
        assert index_of_rounded(Decimal("0.2"), Decimal("0.5"), Decimal(1)) == (Fraction(0), None)

    def test_a_unit_is_above_0(self) -> None:
        with pytest.raises(RecordError, match="allowed: a number above 0"):
            index_of_rounded(Decimal(9), Decimal(1), Decimal(0))

    def test_what_is_sure_whatever_was_rounded(self) -> None:
        rates = {"custody": [RoundedRate(group=name, rate=Decimal(rate)) for name, rate in CUSTODY.items()]}
        found = rounded_indices(rates, "white", Decimal(1))
        assert [(each.group, each.side) for each in found] == [
            ("Black", Side.ABOVE),
            ("Mixed", Side.ABOVE),
            ("Asian and other", Side.ACROSS),
        ]
        one, nine = (RoundedRate(group=name, rate=Decimal(rate)) for name, rate in (("A", 1), ("B", 9)))
        (other,) = rounded_indices({"custody": [one, nine]}, "B", Decimal(1))
        assert other.side is Side.BELOW

    def test_there_is_none_without_the_rate_of_the_reference(self) -> None:
        rows = [RoundedRate(group="White", period="2016"), RoundedRate(group="Black", period="2016", rate=Decimal(9))]
        with pytest.raises(RecordError, match="custody, 2016: no rate of White is on record; there are White, Black"):
            rounded_indices({"custody": rows}, "White", Decimal(1))
        with pytest.raises(RecordError, match="custody: no rate of Boys is on record"):
            rounded_indices({"custody": [RoundedRate(group="Girls", rate=Decimal(1))]}, "Boys", Decimal(1))

    def test_the_command_shows_the_range(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "rates.csv"
        path.write_text("decision,group,rate\ncustody,White,1\ncustody,Black,9\ncustody,Mixed,\n")
        asked = ("disparity", str(path), "--denominator", "population", "--reference", "White", "--rounded-to")
        assert "custody - Black 9 5.67 to 19.00 higher" in " ".join(run(*asked, "1").out.split())
        assert "2.33 to any number" in " ".join(run(*asked, "4").out.split())
        rows = tmp_path / "rows.csv"
        data = json.loads(run(*asked, "1", "--json", "--out", str(rows)).out)
        assert [(each["low"], each["high"]) for each in data["indices"]] == [("17/3", "19")]
        assert rows.read_text().splitlines()[1] == "custody,,Black,White,9,5.666667,19.000000,higher"
        assert "--pool cannot be given with --rounded-to" in run(*asked, "1", "--pool").err
        assert "--rounded-to: wrote '0'; allowed: a number above 0" in run(*asked, "0").err

    @pytest.mark.parametrize(
        ("number", "places", "text"),
        [(Fraction(2, 3), 1, "0.7"), (Fraction(5, 2), 0, "3"), (Fraction(1, 200), 2, "0.01")],
    )
    def test_a_fraction_in_decimals_is_rounded_halves_up(self, number: Fraction, places: int, text: str) -> None:
        assert decimals(number, places) == text


class TestCommand:
    def test_the_page_says_what_was_declared_and_where_the_intervals_differ(self, run: Run) -> None:
        code, out, err = run("disparity", STAGES, *BY_STAGE, "--format", "md")
        assert code == 0
        assert "- events are out of: children of each group at the stage before" in out
        assert "- Other: out of 85, fewer than 100: too few for a rate or an index" in out
        assert "| Asian | 23 | 255 | 1.52 | 1.006 to 2.287 | 0.942 to 2.336 | cannot be told apart |" in out
        assert "not used: index printed, low printed, high printed" in err

    def test_pooled_years_are_one_table(self, run: Run) -> None:
        out = run("disparity", STAGES, *BY_STAGE, "--pool").out
        assert "custodial sentence, year ending Mar 2023 and year ending Mar 2024" in out
        assert "periods are pooled" in out

    def test_rows_and_json_have_the_same_numbers(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        code, out, _ = run("disparity", STAGES, *BY_STAGE, "--json", "--out", str(rows))
        assert code == 0
        with rows.open(encoding="utf-8") as file:
            lines = list(csv.DictReader(file))
        groups = [group for each in json.loads(out)["decisions"] for group in each["groups"]]
        assert [line["exact low"] or None for line in lines] == [
            each["exact"] and each["exact"]["low"] for each in groups
        ]
        assert lines[0]["index"] == "1.508211"
        assert groups[0]["index"] == "179465/118992"

    def test_a_page_is_written_by_the_ending_of_its_file(self, run: Run, tmp_path: Path) -> None:
        page = tmp_path / "page.html"
        assert run("disparity", STAGES, *BY_STAGE, "--out", str(page)).out == ""
        assert "<h1>Disparity</h1>" in page.read_text()

    def test_the_unknown_and_what_is_not_on_record_are_shown(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "counts.csv"
        path.write_text("decision,group,events,total\narrest,White,30,300\narrest,Black,,100\narrest,Unknown,10,\n")
        out = run("disparity", str(path), "--denominator", "population", "--reference", "White").out
        assert "- Unknown: 10 events, in no group" in out
        assert "- Black: the number of events is not on record" in out
        path.write_text("decision,group,events,total\narrest,White,30,300\narrest,Unknown,10,\n")
        out = run("disparity", str(path), "--denominator", "population", "--reference", "White").out
        assert "of all events 25.0% are of children whose group is not known" in out

    def test_a_user_s_mistakes_end_with_2(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "counts.csv"
        path.write_text("decision,group,events,total\nremand,White,3,2\n")
        code, _, err = run("disparity", str(path), *BY_STAGE)
        assert code == 2
        assert "row 2, events of remand: wrote '3'; allowed: 2 or less: no more events" in err
        path.write_text("decision,group,events,total\n")
        assert "it has a heading but no rows" in run("disparity", str(path), *BY_STAGE).err
        assert "cannot be written as '.doc'" in run("disparity", STAGES, *BY_STAGE, "--out", "a.doc").err
        assert "would overwrite what is read" in run("disparity", STAGES, *BY_STAGE, "--out", STAGES).err
