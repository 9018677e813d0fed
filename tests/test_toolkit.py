"""Counts as the Board's toolkit has them: seven tables, what is not known apart, and nobody to be recognised."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import attrs
import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import RecordError
from yosrules.quality.groups import Ethnicity, Sex
from yosrules.quality.toolkit import AppealStatus, LivesWhere, OutcomeTier, ToolkitOutcome, dropped, toolkit_tables

OUTCOMES = str(Path(__file__).parent.parent / "specs" / "quality" / "outcomes.csv")
APRIL, MARCH = date(2025, 4, 1), date(2025, 3, 31)


def outcome(day: date | None, sex: Sex | None = None, gravity: int | None = None) -> ToolkitOutcome:
    return ToolkitOutcome(
        day=day,
        sex=sex,
        gravity=gravity,
        ethnicity=Ethnicity.WHITE,
        tier=OutcomeTier.PRE_COURT,
        outcome="youth caution",
    )


class TestCounts:
    def test_a_child_is_counted_once_a_year_and_an_outcome_each_time(self) -> None:
        rows = [outcome(MARCH), outcome(APRIL, Sex.MALE), outcome(date(2026, 3, 31))]
        children, tiers, *_ = toolkit_tables({"C1": rows})
        assert children.cells == {("male", "White"): 2}
        assert tiers.cells == {("pre-court", "male", "White"): 3}

    def test_what_is_not_on_record_is_not_known_and_last(self) -> None:
        tables = toolkit_tables({"C1": [outcome(None, Sex.MALE)], "C2": [outcome(APRIL, gravity=4)]})
        by_title = {each.title: each for each in tables}
        assert by_title["Gravity score"].cells == {("4",): 1, ("not known",): 1}
        assert [*by_title["Children cautioned or sentenced"].cells] == [("male", "White"), ("not known", "White")]
        assert by_title["Offence group"].cells == {("not known", "male"): 1, ("not known", "not known"): 1}

    def test_a_child_recorded_in_two_ways_is_put_to_the_user(self) -> None:
        with pytest.raises(RecordError, match="C1: the sex is recorded as male and as female; allowed: one of them"):
            toolkit_tables({"C1": [outcome(APRIL, Sex.MALE), outcome(APRIL, Sex.FEMALE)]})

    def test_there_are_the_seven_tables_of_the_toolkit(self) -> None:
        tables = toolkit_tables({"C1": [outcome(APRIL)]})
        assert [(each.title, each.by) for each in tables] == [
            ("Children cautioned or sentenced", ("sex", "ethnicity")),
            ("Outcome tier", ("tier", "sex", "ethnicity")),
            ("Outcome type", ("outcome",)),
            ("Offence group", ("offence", "sex")),
            ("Gravity score", ("gravity",)),
            ("Gravity score by sex", ("gravity", "sex")),
            ("Offence group by gravity score", ("offence", "gravity")),
        ]


class TestCommand:
    def test_the_page_has_the_last_column_across(self, run: Run) -> None:
        code, out, _ = run("toolkit", OUTCOMES)
        assert code == 0
        assert "female     0      0      0      1      6      1" in out
        assert "pre-court   not known  0      0      0      0      2      0" in out

    def test_rows_and_json(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        data = json.loads(run("toolkit", OUTCOMES, "--json", "--out", str(rows)).out)
        assert sum(each["count"] for each in data["tables"][2]["cells"]) == 79
        assert rows.read_text().splitlines()[1] == "Children cautioned or sentenced,children,female,Other,,1"

    @pytest.mark.slow
    @pytest.mark.traced
    def test_for_everybody_no_small_count_is_shown_and_none_follows_from_the_others(
        self, run: Run, tmp_path: Path
    ) -> None:
        path = tmp_path / "outcomes.csv"
        rows = [f"C{n},2025-05-01,{'female' if n < 3 else 'male'},White,pre-court,caution,theft,2" for n in range(30)]
        path.write_text("reference,day,sex,ethnicity,tier,outcome,offence,gravity\n" + "\n".join(rows) + "\n")
        page = tmp_path / "page.txt"
        out = run("toolkit", str(path), "--audience", "service", "--json", "--out", str(page)).out
        shown = {each["title"]: each["cells"] for each in json.loads(out)["tables"]}
        assert [each["count"] for each in shown["Children cautioned or sentenced"]] == [None, None]
        assert [each["count"] for each in shown["Gravity score by sex"]] == [None, None]
        assert [each["count"] for each in shown["Gravity score"]] == [30]
        assert "female  hidden" in page.read_text()

    def test_a_practitioner_has_nothing_of_their_own_in_it(self, run: Run) -> None:
        code, _, err = run("toolkit", OUTCOMES, "--audience", "practitioner")
        assert (code, "practitioner's own" in err) == (2, True)


KEPT = ToolkitOutcome(
    day=date(2020, 4, 1),
    tier=OutcomeTier.PRE_COURT,
    appeal=AppealStatus.NONE,
    residence=LivesWhere.LOCAL,
    offence_day=date(2020, 4, 1),
    age_at_offence=10,
    age_at_hearing=17,
    offence="theft",
)


class TestAsQueried:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({}, ""),
            ({"age_at_offence": 17}, ""),
            ({"appeal": AppealStatus.SUCCESSFUL}, ""),
            ({"offence_day": date(2020, 3, 31)}, ""),
            ({"offence_day": None}, ""),
            ({"day": date(2020, 3, 31)}, "the date of the outcome is before April 2020"),
            ({"day": None}, "the date of the outcome is not on record, which the query drops in silence"),
            ({"tier": None}, "the outcome tier is not on record, which the query drops in silence"),
            ({"age_at_offence": 9}, "the age at arrest or offence is 9"),
            ({"age_at_offence": 18}, "the age at arrest or offence is 18"),
            (
                {"age_at_offence": None},
                "the age at arrest or offence is not on record, which the query drops in silence",
            ),
            ({"age_at_hearing": 18}, "the age at the first hearing is 18"),
            (
                {"age_at_hearing": None},
                "the age at the first hearing is not on record, which the query drops in silence",
            ),
            ({"residence": LivesWhere.OTHER}, "the residence is other"),
            ({"residence": None}, "the residence is not on record, which the query drops in silence"),
            ({"appeal": AppealStatus.CHANGED}, "the appeal status is changed on appeal"),
            ({"appeal": None}, "the appeal status is not on record, which the query drops in silence"),
        ],
    )
    def test_the_query_drops_what_is_blank_as_well(self, change: dict[str, object], why: str) -> None:
        assert dropped(attrs.evolve(KEPT, **change)) == why

    def test_tables_of_offences_ask_for_the_day_of_the_offence_too(self) -> None:
        assert dropped(attrs.evolve(KEPT, offence_day=date(2020, 3, 31)), offences=True).endswith(
            "is before April 2020"
        )
        assert dropped(attrs.evolve(KEPT, offence_day=None), offences=True).startswith("the date of the offence is not")
        early = attrs.evolve(KEPT, offence_day=date(2020, 3, 31), gravity=3)
        tables = {each.title: each.cells for each in toolkit_tables({"C1": [early], "C2": [KEPT]}, as_queried=True)}
        assert sum(count or 0 for count in tables["Outcome tier"].values()) == 2
        assert [sum(count or 0 for count in tables[name].values()) for name in ("Offence group", "Gravity score")] == [
            1,
            1,
        ]

    def test_a_child_all_of_whose_outcomes_are_dropped_is_not_counted(self) -> None:
        gone = attrs.evolve(KEPT, appeal=None)
        (children, *_) = toolkit_tables({"C1": [gone], "C2": [KEPT, gone]}, as_queried=True)
        assert sum(count or 0 for count in children.cells.values()) == 1
        assert sum(count or 0 for count in toolkit_tables({"C1": [gone], "C2": [KEPT, gone]})[0].cells.values()) == 2

    def test_the_command_says_what_is_dropped_and_why(self, run: Run) -> None:
        code, out, err = run("toolkit", OUTCOMES, "--as-queried", "--json")
        assert code == 0, err
        (why,) = json.loads(out)["dropped"]
        assert why == "the age at arrest or offence is not on record, which the query drops in silence"
        assert f"because {why}" in " ".join(run("toolkit", OUTCOMES, "--as-queried").out.split())
        code, _, err = run("toolkit", OUTCOMES, "--as-queried", "--audience", "service")
        assert (code, "--as-queried cannot be given with --audience service" in err) == (2, True)
