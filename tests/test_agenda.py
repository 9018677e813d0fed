"""The agenda of each forum: nobody who belongs on it is left out, and each says why, by when and what comes first."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from test_duties import DUE, HVP, REFERRED, asked, held, visits, waiver, with_rows
from yosrules.cli.forums.explain import _explained
from yosrules.deciding.allocate import Allocation
from yosrules.errors import PolicyError
from yosrules.language import all_of
from yosrules.policies.policy import may
from yosrules.records.case import Case
from yosrules.records.choices import CaseStage
from yosrules.reports.agenda import Agenda, AgendaPart, agendas
from yosrules.reports.agenda_pages import agenda_page, agenda_tables
from yosrules.reports.drawing.page import as_text

KNIFE = "whether a knife or weapon is involved"


def panel(*allocations: Allocation[Case], **kept: dict[str, str]) -> Agenda:
    (found,) = agendas({"": allocations}, kept, "HVP")
    return found


def said(agenda: Agenda) -> list[tuple[str, str, date | None]]:
    return [(item.part.value, item.standing, item.due) for item in agenda.items]


@pytest.mark.parametrize(
    ("rows", "part", "stands", "due"),
    [
        ([], AgendaPart.MUST, "overdue", DUE),
        ([waiver()], AgendaPart.ANSWERED, "waived", DUE),
        # Reviewed every six weeks: 42 days after 6 June is 18 July 2024.
        ([held("2024-06-06")], AgendaPart.ANSWERED, "review due", date(2024, 7, 18)),
    ],
)
def test_a_case_that_must_be_heard(rows: list[Any], part: AgendaPart, stands: str, due: date) -> None:
    agenda = panel(asked("2024-06-20", with_rows(*rows)))
    assert said(agenda) == [(part.value, stands, due)]
    assert agenda.items[0].check == ("PNC, before the panel",)
    assert agenda.items[0].since == (
        REFERRED if part is not AgendaPart.ANSWERED or rows == [waiver()] else date(2024, 6, 6)
    )


def test_a_case_of_which_it_cannot_be_told_is_last_with_what_to_find_out() -> None:
    untold = asked("2024-06-20", reference="A0", stage=None)
    agenda = panel(untold, asked("2024-06-20"))
    assert [item.reference for item in agenda.items] == ["V1", "A0"]
    assert (agenda.items[1].part, agenda.items[1].find_out) == (AgendaPart.UNTOLD, ("the stage",))
    assert agenda.items[1].standing == "overdue, if it is to be held"
    assert [item.overdue for item in agenda.items] == [True, False]


def test_a_case_without_the_day_that_its_deadline_runs_from_says_so() -> None:
    (item,) = panel(asked("2024-06-20", referred=None)).items
    assert (item.part, item.due, item.find_out) == (AgendaPart.MUST, None, ("the date of referral",))


def test_a_case_that_may_be_heard_and_one_that_does_not_follow() -> None:
    perhaps = visits(rule=may)
    assert said(panel(asked("2024-06-20", policy=perhaps)))[0][0] == "may be heard"
    nobody = asked("2024-06-20", stage=CaseStage.POST_COURT)
    assert panel(nobody).items == ()
    assert "- No case is on this agenda." in as_text(agenda_page(panel(nobody)))


def test_a_case_that_stays_under_a_forum_is_on_its_agenda_and_what_cannot_be_told_of_it_is_said() -> None:
    until = visits(attrs.evolve(HVP, until=all_of(Case.licence_over)))
    closed = {"stage": CaseStage.POST_COURT, "licence_ends": date(2024, 12, 31)}
    heard = asked("2024-06-20", with_rows(held("2024-06-06")), until, **closed)
    assert [(item.part, item.check) for item in panel(heard).items] == [(AgendaPart.STAYS, ())]
    untold = "Whether 1 case stays under it from an earlier meeting cannot be told: no history of forums was given."
    assert panel(asked("2024-06-20", {}, until, **closed)).notes == (untold,)


def test_what_is_kept_of_the_caseload_stands_with_each_case_which_are_grouped_by_the_first() -> None:
    cases = [asked("2024-06-20", reference=name) for name in ("V1", "V2", "V3")]
    agenda = panel(*cases, V1={"Case Manager": "Okafor"}, V2={"Case Manager": ""}, V3={"Case Manager": "Ash"})
    assert [item.reference for item in agenda.items] == ["V2", "V3", "V1"]
    text = as_text(agenda_page(agenda))
    titles = ["Must be heard: nobody named", "Must be heard: Ash", "Must be heard: Okafor"]
    assert [line for line in text.splitlines() if line in titles] == titles
    assert "- Case Manager: Okafor." in text
    overview, forum, find_out = agenda_tables([agenda])
    assert list(forum.columns[:3]) == ["Case", "Case Manager", "Part"]
    assert [row[1] for row in forum.rows] == ["", "Ash", "Okafor"]
    assert dict(zip(overview.columns, overview.rows[0], strict=True)) | {
        "Must be heard": 3,
        "Overdue": 3,
        "Sheet": "HVP",
        # It sits every two weeks from Monday 1 January 2024: 20 June is a Thursday, the next is 1 July.
        "Next sitting": date(2024, 7, 1),
        "Note": None,
    } == dict(zip(overview.columns, overview.rows[0], strict=True))
    assert find_out.rows == []


def test_what_is_to_be_found_out_is_one_row_for_each_case_and_fact_with_every_forum_that_it_would_settle() -> None:
    untold = asked("2024-06-20", reference="A0", stage=None, knife=None)
    *_, find_out = agenda_tables(agendas({"": [untold]}, {"A0": {"Team": "East"}}))
    assert find_out.rows == [["A0", "East", "the stage", "HVP"], ["A0", "East", KNIFE, "FAM"]]


def test_a_column_that_says_nothing_of_any_case_is_left_out_of_its_sheet() -> None:
    _, forum, _ = agenda_tables([panel(asked("2024-06-20"))])
    assert list(forum.columns) == [
        *("Case", "Part", "Status", "Due", "How it stands", "Since", "Check first", "Why", "In full")
    ]


def test_each_case_says_by_which_reading_it_is_on_the_agenda() -> None:
    one, other = asked("2024-06-20"), asked("2024-06-20", policy=visits(rule=may))
    same = agendas({"all": [one], "any": [one]}, forum="HVP")[0]
    assert [item.read_as for item in same.items] == [("all", "any")]
    (differ,) = agendas({"all": [one], "any": [other]}, forum="HVP")
    assert [(item.part, item.read_as) for item in differ.items] == [
        (AgendaPart.MUST, ("all",)),
        (AgendaPart.MAY, ("any",)),
    ]
    assert differ.notes == (
        "The text can be read as all or any; none is chosen, and each case says by which it is here.",
    )
    assert "- Read as: any." in as_text(agenda_page(differ))
    assert agenda_tables([differ])[1].columns[-1] == "Read as"

    both = tuple(attrs.evolve(item, part=AgendaPart.MUST, overdue=True) for item in differ.items)
    twice = attrs.evolve(differ, items=both)
    assert "- 1 must be heard" in as_text(agenda_page(twice))
    overview = agenda_tables([twice])[0]
    assert [
        dict(zip(overview.columns, overview.rows[0], strict=True))[name] for name in ("Must be heard", "Overdue")
    ] == [1, 1]


def test_an_old_edition_is_said_on_the_agenda() -> None:
    (note,) = panel(asked("2026-06-20")).notes
    assert note.startswith("This edition is in force from 1 January 2024, without a stated end.")


def test_a_forum_that_the_policy_does_not_have() -> None:
    with pytest.raises(PolicyError, match="anytown-visits has no forum 'XYZ'; allowed: HVP or FAM"):
        agendas({"": [asked("2024-06-20")]}, forum="XYZ")


CASES = "specs/forums/cases.csv"
DAY = ("--on", "2019-09-09")


class TestCommand:
    def test_one_forum_on_the_screen_as_text_or_as_markdown(self, run: Run) -> None:
        code, out, _ = run("allocate", CASES, *DAY, "--forum", "RSM")
        assert code == 0
        assert out.startswith("Risk, Safety and Well-being Strategy Meeting: agenda\n=====")
        # Of six cases two have a concern that is low or none, so four are on it.
        heads = [line for line in out.splitlines() if line[:2] in {"A1", "A2", "A4", "A5"}]
        assert heads == ["A2: must", "A4: may", "A1: at least may", "A5: cannot tell"]
        assert "### A2: must\n" in run("allocate", CASES, *DAY, "--forum", "RSM", "--format", "md").out

    def test_a_workbook_with_a_sheet_for_each_forum_beside_the_summary(self, run: Run, tmp_path: Path) -> None:
        code, out, _ = run("allocate", CASES, *DAY, "--agenda", str(tmp_path / "a.xlsx"))
        book = openpyxl.load_workbook(tmp_path / "a.xlsx")
        assert (code, "6 cases by derby-high-risk-strategy" in out) == (0, True)
        assert book.sheetnames == ["Overview", "IPC", "RSM", "CSP", "MAPPA", "PCP", "Find out first"]
        assert [row[0].value for row in book["RSM"].iter_rows(min_row=2)] == ["A2", "A4", "A1", "A5"]

    @pytest.mark.parametrize(
        ("ending", "begins"), [(".md", "# Risk"), (".txt", "Risk, Safety"), (".html", "<!doctype html>")]
    )
    def test_a_page_by_the_ending_of_the_file(self, run: Run, tmp_path: Path, ending: str, begins: str) -> None:
        path = tmp_path / f"a{ending}"
        assert run("allocate", CASES, *DAY, "--forum", "RSM", "--agenda", str(path)).code == 0
        assert path.read_text(encoding="utf-8").startswith(begins)

    def test_an_ending_that_is_not_known_is_refused(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("allocate", CASES, *DAY, "--agenda", str(tmp_path / "a.docx"))
        assert (code, err) == (2, "a.docx: it cannot be written as '.docx'; allowed: .xlsx, .txt, .md, .html\n")

    def test_an_agenda_takes_the_cases_one_by_one(self, run: Run) -> None:
        code, _, err = run("allocate", CASES, "--engine", "polars", "--forum", "RSM")
        assert (code, "--engine writes no --forum" in err) == (2, True)

    def test_the_library_that_writes_workbooks_is_not_there(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "xlsxwriter", None)
        code, _, err = run("allocate", CASES, *DAY, "--agenda", str(tmp_path / "a.xlsx"))
        assert (code, err) == (2, "a.xlsx: writing .xlsx needs xlsxwriter: pip install 'yosrules[files]'\n")


class TestExplain:
    def test_a_case_as_a_page(self, run: Run, tmp_path: Path) -> None:
        asked_for = ("explain", CASES, "A1", *DAY, "--format", "md")
        out = run(*asked_for).out
        assert out.startswith("# A1, as of 9 September 2019, by derby-high-risk-strategy (")
        assert "\n## Risk, Safety and Well-being Strategy Meeting (RSM): at least may\n\n- Because risk of " in out
        assert run(*asked_for, "--out", str(tmp_path / "a.md")).out == ""
        assert (tmp_path / "a.md").read_text(encoding="utf-8") == out

    def test_each_reading_that_differs_is_said_by_its_name(self) -> None:
        one, other = asked("2024-06-20"), asked("2024-06-20", policy=visits(rule=may))
        text = as_text(tuple(_explained({"all": one, "any": other})))
        assert text.startswith("The text can be read as all or any; none is chosen")
        assert ("Read as: all\n" in text, "Read as: any\n" in text) == (True, True)
        assert "Read as" not in as_text(tuple(_explained({"all": one, "any": one})))

    def test_an_old_edition_is_said_on_the_page(self) -> None:
        assert "\n\nThis edition is in force from" in as_text(tuple(_explained({"": asked("2026-06-20")})))


def test_csv_has_a_byte_order_mark_where_it_is_asked_for(run: Run, tmp_path: Path) -> None:
    assert run("allocate", CASES, *DAY, "--out", str(tmp_path / "a.csv"), "--bom").code == 0
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfreference,")


def test_what_is_kept_groups_the_agenda_that_the_command_writes(run: Run) -> None:
    code, out, err = run("allocate", "specs/forums/case-managers.csv", *DAY, "--forum", "RSM", "--keep", "Manager")
    assert (code, err) == (0, "")
    assert "Must be heard: Ash\n" in out
    code, _, err = run("allocate", CASES, *DAY, "--keep", "stage")
    assert (code, err) == (2, "--keep would change nothing without --out, --agenda or --forum\n")
