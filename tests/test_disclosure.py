"""What may be shown to whom: audiences, and the counts that one run tells."""

from __future__ import annotations

from fractions import Fraction

import pytest

from audiences import check_nobody, check_own_only, named_in
from yosrules.cli.audience import recipient
from yosrules.disclosure import Audience, CountOf, Dimension, Index, OtherFigure, Ratio, Recipient, Run
from yosrules.errors import RecordError, YosrulesError

CASES = {"A1": "Ash", "A2": "Okafor", "A3": "Ash", "A4": None}
SEX = Dimension("sex", ("girls", "boys"))
MORE = Dimension("sex", ("x", "y", "z"))
TEAM = Dimension("team", {"": ("North", "South"), "North": ("Ash", "Okafor")})
YEAR = Dimension("year", {"2024": ("Q1", "Q2")})


def cell(**at: str) -> CountOf:
    return CountOf("children", at)


class TestAudience:
    def test_a_practitioner_sees_their_own_cases_and_nobody_elses(self) -> None:
        reader = Recipient(Audience.PRACTITIONER, "Ash")
        assert reader.own(CASES, CASES.get) == ["A1", "A3"]
        assert not reader.protects

    def test_a_manager_sees_all_of_them_and_those_of_nobody_on_record(self) -> None:
        reader = Recipient(Audience.MANAGER)
        assert reader.own(CASES, CASES.get) == [*CASES]
        assert not reader.protects

    def test_the_service_sees_no_case_and_protected_counts(self) -> None:
        reader = Recipient(Audience.SERVICE)
        assert reader.own([*CASES, ""], lambda each: CASES.get(each, "")) == []
        assert reader.protects

    def test_a_practitioner_has_a_name_and_nobody_else_has(self) -> None:
        with pytest.raises(RecordError, match="says for which one"):
            Recipient(Audience.PRACTITIONER, " ")
        with pytest.raises(RecordError, match="the audience manager is not for one practitioner"):
            Recipient(Audience.MANAGER, "Ash")

    def test_the_options_go_together(self) -> None:
        assert recipient(Audience.PRACTITIONER, "Ash") == Recipient(Audience.PRACTITIONER, "Ash")
        with pytest.raises(YosrulesError, match="say which one with --practitioner"):
            recipient(Audience.PRACTITIONER, "")
        with pytest.raises(YosrulesError, match="with --audience practitioner only"):
            recipient(Audience.SERVICE, "Ash")

    def test_a_reference_is_found_as_a_word_of_its_own(self) -> None:
        assert named_in("| A1 | A12, due", ["A1", "A2", "A12"]) == {"A1", "A12"}
        check_own_only("A1 and A3", ["A1", "A3"], ["A2"])
        check_nobody("12 of 20", ["A1"])
        with pytest.raises(AssertionError):
            check_own_only("A1, A2 and A3", ["A1", "A3"], ["A2"])


class TestRun:
    def test_totals_are_worked_out_and_link_the_tables(self) -> None:
        counts = {cell(sex="girls", team="North"): 3, cell(sex="boys", team="North"): 8}
        counts |= {cell(sex="girls", team="South"): 2, cell(sex="boys", team="South"): 9, cell(sex="girls"): 5}
        counts |= {cell(team="Ash"): 4}
        told, sums = Run((SEX, TEAM), counts).settled()
        assert told[cell()] == 22
        assert told[cell(team="North")] == 11
        assert told[cell(team="Okafor")] == 7
        assert all(each.off(told) == 0 for each in sums)

    def test_where_nothing_adds_up_to_a_total_there_is_none(self) -> None:
        told, _ = Run((YEAR,), {cell(year="Q1"): 3, cell(year="2024"): 10, cell(year="2023"): 9}).settled()
        assert told == {cell(year="Q1"): 3, cell(year="Q2"): 7, cell(year="2024"): 10, cell(year="2023"): 9}

    def test_a_table_without_some_of_its_cells_and_without_their_total_is_taken_as_it_is(self) -> None:
        told, sums = Run((SEX,), {cell(sex="girls"): 3}).settled()
        assert told == {cell(sex="girls"): 3}
        assert [each.whole for each in sums] == [cell()]

    @pytest.mark.parametrize(
        ("counts", "why"),
        [
            ({cell(): 5, cell(sex="girls"): 2, cell(sex="boys"): 4}, "children: 5 is given, and its parts add up to 6"),
            ({cell(): 5, cell(sex="girls"): 7}, "children: 5 is less than its parts; children, boys would be below 0"),
            ({cell(sex="girls"): -1}, "children, girls: -1 is not a count"),
            ({cell(team="North"): 5, cell(team="Ash"): 6}, "children, North: 5 is less than its parts"),
            (
                {cell(): 5, cell(sex="x"): 6, cell(sex="not known"): 1},
                "children: 5 is given, and its parts add up to 6",
            ),
        ],
    )
    def test_counts_that_contradict_each_other_are_refused(self, counts: dict[CountOf, int], why: str) -> None:
        with pytest.raises(RecordError, match=why):
            Run((SEX, MORE, TEAM), counts).settled()

    def test_a_figure_of_counts_that_are_not_there_is_refused(self) -> None:
        with pytest.raises(RecordError, match="a figure is worked out from children, girls, of which there is no"):
            Run((SEX,), {cell(): 5}, (OtherFigure("change", (cell(sex="girls"),)),)).settled()

    def test_the_categories_of_a_dimension_are_different_ones(self) -> None:
        for parts in ((), ("girls", "girls"), {"North": ("North",)}):
            with pytest.raises(RecordError, match="are different ones, each once"):
                Dimension("team", parts)


class TestFigures:
    def test_a_ratio_and_an_index_name_what_they_are_worked_out_from(self) -> None:
        counts = {cell(sex="girls"): 3, cell(sex="boys"): 9, CountOf("all"): 60}
        girls, boys = (Ratio(sex, cell(sex=sex), CountOf("all")) for sex in ("girls", "boys"))
        index = Index("girls to boys", girls, boys)
        assert girls.of(counts) == 5
        assert index.of(counts) == Fraction(1, 3)
        assert index.cells == (*girls.cells, *boys.cells)
        assert index.bases == (CountOf("all"), CountOf("all"))

    def test_a_ratio_of_nothing_has_no_value(self) -> None:
        nothing = Ratio("share", cell(), CountOf("all"))
        counts = {cell(): 0, CountOf("all"): 0, CountOf("more"): 3}
        assert nothing.of(counts) is None
        assert Index("index", nothing, nothing).of(counts) is None
        assert (
            Index("index", Ratio("x", CountOf("more"), CountOf("more")), Ratio("y", cell(), CountOf("more"))).of(counts)
            is None
        )
