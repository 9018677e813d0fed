"""Management oversight: Derby's own table as it stands, what moved, and the cases handed over because of sickness."""

from __future__ import annotations

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.files.one_table import read_one_table
from yosrules.files.oversight import read_oversight
from yosrules.quality.oversight import HandedOver, in_scope, progress_of
from yosrules.reports.drawing.page_on_screen import draw_page
from yosrules.reports.drawing.terminal import Terminal
from yosrules.reports.oversight import oversight_page

SPECS = Path(__file__).parent.parent / "specs"
DERBY = SPECS / "derby-2019" / "management-oversight.csv"
OWN = SPECS / "quality" / "oversight.csv"
HANDOVERS = SPECS / "quality" / "handovers.csv"


class TestDerby:
    def test_three_managers_two_rounds_and_two_judgements_each(self) -> None:
        found = read_oversight(DERBY)
        assert found.rounds == (date(2018, 10, 3), date(2019, 7, 17))
        assert [(row.manager, *row.judgements.values()) for row in found.rows] == [
            ("Manager A", "Needs improvement", "Needs improvement"),
            ("Manager B", "Needs improvement", "Needs improvement"),
            ("Manager C", "Outstanding", "Good"),
            ("Manager A", "Good", "Needs improvement"),
            ("Manager B", "Outstanding", "Good"),
            ("Manager C", "Outstanding", "Outstanding"),
        ]

    def test_what_is_illegible_stands_as_it_does_and_is_said_to_be_so(self) -> None:
        found = read_oversight(DERBY)
        assert found.nameless == ("first column", "second column")
        assert found.illegible == (("17/ ر م ′19", date(2019, 7, 17)),)

    def test_four_of_six_judgements_are_better_in_the_second_round_and_none_is_worse(self) -> None:
        (found,) = progress_of(read_oversight(DERBY))
        assert [each.bands for each in found.changes] == [1, 0, 2, 1, 0, 1]

    def test_the_demo_shows_it(self, run: Run) -> None:
        out = run("demo").out
        assert "in the source there is no heading for the first column and the second column" in out
        assert "up 2 bands" in out.partition("**From 3 October 2018 to 17 July 2019**")[2]


class TestScope:
    def test_each_case_handed_over_because_of_sickness_has_its_round(self) -> None:
        rows = read_one_table(HANDOVERS, HandedOver, called="h", whose="case").rows
        found = {each.case: each for each in in_scope(read_oversight(OWN), rows)}
        assert {case: (each.looked_at, each.why) for case, each in found.items()} == {
            "C01": (True, "looked at"),
            "C05": (False, "not looked at"),
            "C07": (None, "whether it is because of sickness is not on record"),
            "C08": (None, "the day of the handover is not on record"),
            "C09": (None, "no round has been since"),
        }
        assert (found["C01"].round, found["C07"].round, found["C09"].round) == (
            date(2025, 4, 10),
            date(2025, 10, 9),
            None,
        )

    def test_a_round_that_names_no_case_cannot_say_whether_it_looked_at_one(self) -> None:
        (found,) = in_scope(read_oversight(DERBY), {"C1": [HandedOver(day=date(2019, 1, 1), sickness=True)]})
        assert (found.looked_at, found.why) == (None, "the round does not say which cases it looked at")

    def test_a_case_handed_over_on_the_day_of_a_round_is_in_its_scope(self) -> None:
        (found,) = in_scope(read_oversight(OWN), {"C03": [HandedOver(day=date(2025, 4, 10), sickness=True)]})
        assert (found.round, found.looked_at) == (date(2025, 4, 10), True)

    def test_a_manager_who_was_not_judged_in_a_round_is_named(self) -> None:
        assert [*read_oversight(OWN).missing()] == [(date(2025, 10, 9), "Manager B")]


class TestRefused:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("manager,x\nA,Good\n", "no column is called date; it has manager, x"),
            ("manager,date\nA,2025-01-01\n", "it has no judgement"),
            ("manager,date,x\nA,2025-01-01,Fine\n", "row 2, x: wrote 'Fine'; allowed: Needs improvement, Good or Out"),
            ("manager,date,x\nA,,Good\n", "a date; what cannot be read stands in a column printed as it is"),
            ("manager,date,x\nA,2025-01-01,Good\nA,2025-01-01,Good\n", "each once; row 2 is about the same"),
            ("manager,date,x\n,soon,Good\n", "row 2, date: wrote 'soon'"),
        ],
    )
    def test_every_mistake_is_said(self, run: Run, tmp_path: Path, text: str, said: str) -> None:
        path = tmp_path / "audits.csv"
        path.write_text(text)
        code, _, err = run("oversight", str(path))
        assert (code, said in err) == (2, True)


OWN_WORDS = "Team leader,date,R2O,Notes\nA,2025-01-01,fine,see file\nA,2025-06-01,Good,\n"


class TestMap:
    def asked(self, run: Run, folder: Path, said: str, *more: str) -> tuple[int, str, str]:
        path, maps = folder / "audits.csv", folder / "map.toml"
        path.write_text(OWN_WORDS)
        maps.write_text('[oversight.columns]\n"Team leader" = "manager"\n' + said)
        return run("oversight", str(path), "--map", str(maps), *more)

    def test_judgements_are_renamed_left_unread_and_read_in_own_words(self, run: Run, tmp_path: Path) -> None:
        said = '"R2O" = "Risk to others"\n"Notes" = ""\n[oversight.values.marks]\n"Fine" = "Good"\n'
        code, out, err = self.asked(run, tmp_path, said, "--json")
        assert code == 0, err
        assert json.loads(out)["judgements"] == ["Risk to others"]
        assert [each["judgements"] for each in json.loads(out)["rows"]] == [{"Risk to others": "Good"}] * 2

    @pytest.mark.parametrize(
        ("said", "why"),
        [
            ('"R2O" = "x"\n"Notes" = "x"\n', "'R2O' and 'Notes' both mean x; allowed: one of them"),
            ('"R20" = "x"\n', "'R20' is no column of audits.csv; did you mean 'R2O'?"),
            ("[oversight.values.R2O]\n", "[oversight.values.R2O] is of no column of an audit"),
        ],
    )
    def test_a_map_that_does_not_fit_is_refused(self, run: Run, tmp_path: Path, said: str, why: str) -> None:
        code, _, err = self.asked(run, tmp_path, said)
        assert (code, why in err) == (2, True), err

    def test_handovers_have_a_table_of_their_own(self, run: Run, tmp_path: Path) -> None:
        handed = tmp_path / "handovers.csv"
        handed.write_text("Our case,day,sickness,manager\nC1,2024-12-01,yes,A\n")
        said = '"Notes" = ""\n[oversight.values.marks]\n"Fine" = "Good"\n[handovers.columns]\n"Our case" = "case"\n'
        code, out, err = self.asked(run, tmp_path, said, "--json", "--handovers", str(handed))
        assert code == 0, err
        assert json.loads(out)["scope"][0]["case"] == "C1"


class TestCommand:
    def test_the_page_shows_scope_and_what_is_missing(self, run: Run) -> None:
        code, out, _ = run("oversight", str(OWN), "--handovers", str(HANDOVERS))
        assert code == 0
        assert "- Manager B was not judged on 9 October 2025" in out
        assert "C05   17 March 2025    Manager B  10 April 2025   not looked at" in out
        assert "From 10 April" not in out

    def test_of_no_handover_because_of_sickness_none_is_on_record(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "handovers.csv"
        path.write_text("case,day,sickness,manager\nC1,2025-01-01,no,A\n")
        assert "None is on record." in run("oversight", str(OWN), "--handovers", str(path)).out

    def test_a_date_that_nobody_can_read_is_of_no_round(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "audits.csv"
        path.write_text("manager,date,printed,x\nA,,17/?,low\n")
        out = run("oversight", str(path), "--level", "low", "--level", "high").out
        assert "the date '17/?' is illegible in the source and stands here as it does there; in no round" in " ".join(
            out.split()
        )
        assert "17/?   A        low" in out

    def test_of_a_whole_audit_nothing_is_said(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "audits.csv"
        path.write_text("manager,date,Risk\nA,2025-01-01,Good\n")
        out = run("oversight", str(path)).out
        assert "\n- " not in out
        assert "1 January 2025  A        Good" in out

    def test_json_and_rows(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        out = run("oversight", str(DERBY), "--json", "--out", str(rows)).out
        data = json.loads(out)
        assert data["scope"] is None
        assert [each["bands"] for each in data["changes"]] == [1, 0, 2, 1, 0, 1]
        assert rows.read_text().splitlines()[0] == "date,printed,manager,case,first column,second column"
        assert json.loads(run("oversight", str(OWN), "--handovers", str(HANDOVERS), "--json").out)["scope"][1]["case"]


def test_a_page_is_drawn_with_its_headings_as_titles_of_its_tables() -> None:
    screen = Terminal(width=80, record=True, file=StringIO(), color_system=None)
    draw_page(screen, ("One line.", *oversight_page(read_oversight(DERBY))))
    assert "- One line." in screen.export_text()
