"""Samples for audit: their sizes by both formulas and both roundings, and draws that come out the same everywhere."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import RecordError
from yosrules.files.cases import read_cases
from yosrules.quality.groups import Ethnicity, Sex
from yosrules.quality.sample_sizes import SampleSizes, SizeRule
from yosrules.quality.sampling import AuditedCase, AuditPeriod, Draw, draw, eligible
from yosrules.records.choices import Disposal
from yosrules.reports.drawing.shares import decimals

CASES = Path(__file__).parent.parent / "specs" / "quality" / "cases.csv"
SIZES = """
10 9.48 10 9 10 10
15 13.82 14 14 14 15
20 17.93 18 18 18 20
25 21.81 22 22 22 20
30 25.50 26 25 26 20
40 32.32 33 32 33 20
50 38.51 39 39 39 20
60 44.14 45 44 44 20
80 54.02 55 54 54 20
100 62.39 63 62 63 20
150 78.65 79 79 79 30
200 90.43 91 90 91 40
250 99.36 100 99 100 50
300 106.36 107 106 107 60
500 123.81 124 124 124 100
1000 141.19 142 141 142 200
"""
"""For so many cases: formula A, the same rounded up and to the nearest, formula B rounded up, a fifth or 20."""


class TestSizes:
    @pytest.mark.parametrize("line", SIZES.strip().splitlines())
    def test_the_sizes_by_both_formulas_and_both_roundings(self, line: str) -> None:
        cases, a, *sizes = line.split()
        found = SampleSizes(int(cases))
        assert decimals(found.a, 2) == a
        rules = (SizeRule.A_UP, SizeRule.A_NEAREST, SizeRule.B_UP, SizeRule.FIFTH)
        assert [found.of(rule) for rule in rules] == [*map(int, sizes)]

    def test_the_size_for_very_many(self) -> None:
        assert decimals(SampleSizes(10).unlimited, 2) == "164.24"
        assert SampleSizes(1_000_000).of(SizeRule.B_NEAREST) == 164

    def test_there_are_never_more_to_audit_than_there_are(self) -> None:
        assert [SampleSizes(1).of(rule) for rule in SizeRule] == [1, 1, 1, 1, 1]

    @pytest.mark.parametrize(
        ("z", "margin", "share"), [("0", "0.05", "0.5"), ("1", "1", "0.5"), ("1", "0", "0.5"), ("1", "0.05", "0")]
    )
    def test_what_cannot_be_is_refused(self, z: str, margin: str, share: str) -> None:
        with pytest.raises(RecordError, match="lie between 0 and 1"):
            SampleSizes(1, Decimal(z), Decimal(margin), Decimal(share))

    def test_of_no_case_there_is_no_size(self) -> None:
        with pytest.raises(RecordError, match="no case to draw from"):
            SampleSizes(0)


def case(reference: str, disposal: Disposal | None = None, practitioner: str = "", excluded: str = "") -> AuditedCase:
    return AuditedCase(reference=reference, disposal=disposal, practitioner=practitioner, excluded=excluded)


TEN = [case(f"C{number}", practitioner="ABB"[number % 3]) for number in range(10)]
"""A has four cases: C0, C3, C6, C9."""
GOLDEN = ["C0", "C9", "C1", "C2", "C4"]


def references(found: Draw) -> list[str]:
    return [each.reference for each in found.drawn]


class TestDraw:
    def test_the_same_seed_draws_the_same_cases_on_every_computer(self) -> None:
        assert references(draw(TEN, 5, "2025 Q3", by=["practitioner"])) == GOLDEN
        assert references(draw(TEN[::-1], 5, "2025 Q3", by=["practitioner"])) == GOLDEN
        assert references(draw(TEN, 5, "2025 Q4", by=["practitioner"])) != GOLDEN

    def test_strata_share_in_proportion_and_equal_remainders_go_to_the_first(self) -> None:
        found = draw(TEN, 5, "s", by=["practitioner"])
        assert [(each.stratum, each.cases, each.wanted) for each in found.strata] == [(("A",), 4, 2), (("B",), 6, 3)]
        halves = [case("1", practitioner="A"), case("2", practitioner="B")]
        assert [each.wanted for each in draw(halves, 1, "s", by=["practitioner"]).strata] == [1, 0]

    def test_each_stratum_can_have_so_many_before_shares_are_taken(self) -> None:
        cases = [
            *(case(f"A{number}", practitioner="A") for number in range(98)),
            case("B", practitioner="B"),
            case("C"),
        ]
        assert [each.wanted for each in draw(cases, 3, "s", by=["practitioner"]).strata] == [3, 0, 0]
        found = draw(cases, 3, "s", by=["practitioner"], at_least=1)
        assert [(each.stratum, each.wanted) for each in found.strata] == [
            (("A",), 1),
            (("B",), 1),
            (("not on record",), 1),
        ]
        assert len(draw(cases[-2:], 2, "s", by=["practitioner"], at_least=1).drawn) == 2
        with pytest.raises(RecordError, match="1 of each of 3 strata are more than 2 cases"):
            draw(cases, 2, "s", by=["practitioner"], at_least=1)

    def test_what_is_not_on_record_is_a_stratum_of_its_own(self) -> None:
        found = draw([case("1", Disposal.YOUTH_CAUTION), case("2")], 2, "s", by=["disposal", "practitioner"])
        assert [each.stratum for each in found.strata] == [
            ("not on record", "not on record"),
            ("youth caution", "not on record"),
        ]

    @pytest.mark.parametrize(
        ("size", "seed", "by", "said"),
        [
            (11, "s", (), "11 cases cannot be drawn from 10; allowed: 1 to 10"),
            (0, "s", (), "0 cases cannot be drawn"),
            (1, " ", (), "without it nobody can draw again"),
            (1, "s", ("born",), "not put into strata by 'born'; allowed: stage, disposal"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused(self, size: int, seed: str, by: tuple[str, ...], said: str) -> None:
        with pytest.raises(RecordError, match=said):
            draw(TEN, size, seed, by=by)

    @settings(max_examples=10)
    @given(
        kinds=st.lists(st.sampled_from("ABCD"), min_size=1, max_size=25),
        part=st.integers(1, 100),
        seed=st.integers().map(lambda number: f"s{number}"),
    )
    def test_every_sample_has_its_size_and_each_stratum_its_share_within_one(
        self, kinds: list[str], part: int, seed: str
    ) -> None:
        cases = [case(f"{kind}{place}", practitioner=kind) for place, kind in enumerate(kinds)]
        size = max(1, len(cases) * part // 100)
        found = draw(cases, size, seed, by=["practitioner"])
        assert len({*references(found)}) == size
        for each in found.strata:
            assert abs(each.wanted * len(cases) - size * each.cases) < len(cases)


class TestReplaced:
    def test_the_next_of_the_same_stratum_is_drawn_instead(self) -> None:
        first = draw(TEN, 5, "s", by=["practitioner"])
        lost = first.drawn[0].reference
        found = draw(TEN, 5, "s", by=["practitioner"], not_audited={lost: "file closed"})
        (new,) = [each for each in found.drawn if each.instead_of]
        assert (new.instead_of, new.stratum, new.place) == (lost, ("A",), 3)
        assert {*references(found)} == {*references(first)} - {lost} | {new.reference}
        assert found.not_audited == {lost: "file closed"}

    def test_a_case_drawn_instead_can_be_replaced_too_until_none_is_left(self) -> None:
        two = [case("1"), case("2")]
        lost = dict.fromkeys(("1", "2"), "file lost")
        assert [each.lacking for each in draw(two, 1, "s", not_audited=lost).strata] == [1]

    def test_nothing_is_drawn_instead_of_a_case_that_was_not_drawn(self) -> None:
        out = next(each.reference for each in TEN if each.reference not in references(draw(TEN, 5, "s")))
        with pytest.raises(RecordError, match="was not drawn"):
            draw(TEN, 4, "s", not_audited={out: "why"})


class TestExcluded:
    PERIOD = AuditPeriod("referred", date(2018, 2, 1), date(2018, 4, 30))

    def test_each_has_its_reason(self) -> None:
        can, left_out = eligible(read_cases(CASES, AuditedCase).cases, self.PERIOD)
        assert len(can) == 14
        assert [(each.reference, each.why) for each in left_out] == [
            ("A15", "in an audit of the last quarter"),
            ("A16", "the date of referral lies outside the period"),
            ("A17", "the date of referral is not on record, so that nobody can tell whether it lies in the period"),
        ]

    def test_a_period_is_of_a_date_and_ends_after_it_begins(self) -> None:
        with pytest.raises(RecordError, match="'rosh' is no date of a case; allowed: born, referred"):
            AuditPeriod("rosh", date(2018, 2, 1), date(2018, 4, 30))
        with pytest.raises(RecordError, match="before it begins"):
            AuditPeriod("referred", date(2018, 4, 30), date(2018, 2, 1))


def test_groups_are_read_as_services_write_them(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("reference,sex,ethnicity\n1,F,Asian or Asian British\n2,Boy,Information not obtainable\n")
    one, two = read_cases(path, AuditedCase).cases
    assert (one.sex, one.ethnicity, two.sex, two.ethnicity) == (Sex.FEMALE, Ethnicity.ASIAN, Sex.MALE, None)


FILE = str(CASES)
PERIOD = ("--dated", "referred", "--first", "2018-02-01", "--last", "2018-04-30")
DRAWN = (*PERIOD, "--rule", "a-up", "--seed", "June 2018", "--by", "disposal")


class TestCommand:
    def test_without_a_rule_the_sizes_are_shown_with_their_arithmetic(self, run: Run) -> None:
        code, out, _ = run("sample", FILE, *PERIOD)
        assert code == 0
        assert "164.24 / (1 + (164.24 - 1) / 14)" in out
        assert "table of sample sizes could not be found" in " ".join(out.split())
        assert json.loads(run("sample", FILE, *PERIOD, "--json").out)["sizes"]["sizes"]["fifth"] == 14

    def test_the_page_says_how_the_cases_were_drawn_and_who_was_left_out(self, run: Run) -> None:
        out = " ".join(run("sample", FILE, *DRAWN, "--size", "7").err.split())
        assert "--rule and --size: choose one" in out
        out = run("sample", FILE, *DRAWN).out
        assert "13 of 14 cases, with the seed 'June 2018'" in out
        assert "only cases whose date of referral lies from 1 February 2018 to 30 April" in out
        assert "- 1: in an audit of the last quarter" in out

    def test_a_replacement_is_shown_and_what_is_lacking(self, run: Run) -> None:
        asked = ("sample", FILE, *PERIOD, "--size", "4", "--seed", "x", "--by", "practitioner")
        first = [each["reference"] for each in json.loads(run(*asked, "--json").out)["drawn"]]
        out = json.loads(run(*asked, "--json", "--not-audited", f"{first[0]} = file lost").out)
        assert out["not_audited"] == [{"reference": first[0], "why": "file lost"}]
        assert Counter(each["instead_of"] for each in out["drawn"]) == {None: 3, first[0]: 1}
        page = run(
            "sample",
            FILE,
            *DRAWN,
            *(f for each in ("A07", "A08", "A09", "A10") for f in ("--not-audited", f"{each}=x")),
        )
        assert "4 cases are lacking" in page.out
        assert "Drawn and not audited" in page.out

    def test_where_nobody_is_left_out_nothing_is_said_of_it(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "cases.csv"
        path.write_text("reference\nC1\nC2\n")
        out = run("sample", str(path), "--size", "1", "--seed", "x").out
        assert "without strata" in out
        assert "Not drawn from" not in out

    def test_rows_are_written_for_the_auditors(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        assert run("sample", FILE, "--size", "3", "--seed", "x", "--out", str(rows)).code == 0
        assert len(rows.read_text().splitlines()) == 4

    @pytest.mark.parametrize(
        ("asked", "said"),
        [
            (("--seed", "x"), "--seed would change nothing without --rule or --size"),
            (("--dated", "referred"), "--dated, --first and --last go together"),
            (("--z", "many"), "--z: wrote 'many'; allowed: a number above 0, such as 0.05"),
            (("--margin", "inf"), "--margin: wrote 'inf'"),
            (("--size", "3", "--seed", "x", "--not-audited", "A01"), "allowed: the case, = and the reason"),
            (("--size", "3"), "a seed is a text of your own"),
            (("--dated", "referred", "--first", "1990-01-01", "--last", "1990-01-02"), "there is no case to draw from"),
        ],
    )
    def test_a_user_s_mistake_ends_with_2(self, run: Run, asked: tuple[str, ...], said: str) -> None:
        code, _, err = run("sample", FILE, *asked)
        assert (code, said in err) == (2, True)
