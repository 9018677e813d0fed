"""The commands about forums, run as a manager runs them."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from test_cli import Ran, Run, lines, run  # noqa: F401 -- the fixture
from yosrules.deciding.decision_record import LIBRARY
from yosrules.files.writing.rows import write_rows
from yosrules.samples.cases import case_rows, sample_cases

DAY = ("--on", "2019-09-09")
HEADING = "reference,stage,disposal,rosh,safety_wellbeing,at_risk_of_custody,mappa_referral_criteria_met,licence_ends\n"
CASES = (
    "A1,,,Medium,,,,\n"
    "A2,post court,referral order,High,Medium,no,no,\n"
    "A3,post court,YRO,Low,Low,yes,no,\n"
    "A4,out of court,YCC,Medium,Low,no,no,\n"
    "A5,,,,,,,\n"
    "A6,post court,DTO,Low,Low,no,no,2020-01-01\n"
)


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "cases.csv"
    path.write_text(HEADING + CASES)
    return str(path)


class TestAllocate:
    def test_what_cannot_be_settled_comes_first(self, run: Run, cases: str) -> None:
        code, out, _ = run("allocate", cases, *DAY)
        said = lines(out)
        assert code == 0
        assert said[0] == (
            "6 cases by derby-high-risk-strategy, as of 9 September 2019; 2 cannot be settled for every forum"
        )
        assert "safety and wellbeing concern | the column safety_wellbeing | 2 | 1" in said
        average = "asked in the order that explain gives, 4.8 questions settle it"
        assert f"Of a case 5.5 facts are missing on average; {average}" in " ".join(said)
        assert any(line.startswith("A1 | RSM, CSP, MAPPA, PCP | safety and wellbeing concern;") for line in said)
        assert said.index("Cases that cannot be settled") < said.index("Forums")
        assert any(each.startswith("cannot tell: what is not on record decides") for each in said)
        assert "Intervention Planning Clinic (IPC) | 2 | 0 | 0 | 1 | 3" in said
        assert "Risk, Safety and Well-being Strategy Meeting (RSM) | 1 | 1 | 1 | 1 | 2" in said

    def test_where_everything_is_settled_only_the_forums_are_shown(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "one.csv"
        path.write_text(HEADING + "A2,post court,referral order,High,Medium,no,no,\n")
        out = run("allocate", str(path), *DAY).out
        assert "0 cannot be settled" in out
        assert "what is not on record decides" not in out
        assert "Not on record" not in out

    @pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "json"])
    def test_a_row_for_each_case_is_written(self, run: Run, cases: str, tmp_path: Path, ending: str) -> None:
        out = tmp_path / f"out.{ending}"
        assert run("allocate", cases, *DAY, "--out", str(out)).code == 0
        assert out.is_file()
        if ending == "csv":
            rows = {row["reference"]: row for row in csv.DictReader(out.read_text().splitlines())}
            assert rows["A2"]["RSM status"] == "must"
            assert rows["A2"]["RSM rules"] == "rsm-high"
            assert rows["A1"]["RSM status"] == "at least may"
            assert rows["A5"]["not_on_record"].startswith("risk of serious harm; safety and wellbeing concern")

    def test_histories_come_from_further_files_and_sheets(self, run: Run, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        first, second = book.worksheets[0], book.create_sheet("assessments")
        first.append(["reference", "rosh"])
        first.append(["A1", "high"])
        second.append(["reference", "day", "rosh"])
        second.append(["A1", date(2019, 1, 1), "low"])
        book.save(tmp_path / "cases.xlsx")
        forums = tmp_path / "forums.csv"
        forums.write_text("reference,forum,day\nA1,CSP,2019-08-01\n")
        page = run("referral", str(tmp_path / "cases.xlsx"), "A1", "--forum", "RSM", *DAY, "--format", "text").out
        assert "1 January 2019" in page
        waivers, checks = tmp_path / "waivers.csv", tmp_path / "checks.csv"
        waivers.write_text(
            "reference,forum,by,reason,grade,day,expires\nA1,RSM,me,away,manager,2019-09-01,2019-09-30\n"
        )
        checks.write_text("reference,system,day\nA1,PNC,2019-09-01\n")
        behind = [each for path in (forums, waivers, checks) for each in ("--with", str(path))]
        said = run("explain", str(tmp_path / "cases.xlsx"), "A1", *behind, *DAY)
        assert said.code == 0
        assert "Still to be checked: ChildView, before the panel; Liquid Logic, before the panel; Synergy" in said.out
        assert "Last held 1 August 2019." in said.out

    @pytest.mark.slow
    def test_bad_rows_are_all_listed_and_nothing_is_written(self, run: Run, tmp_path: Path) -> None:
        columns, rows = case_rows(sample_cases(4_000, 7, date(2019, 9, 9)))
        good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
        kept = [list(row) for row in rows]
        write_rows(good, columns, kept)
        for at in range(37):
            kept[at * 100][list(columns).index("rosh")] = "Severe"
        write_rows(bad, columns, kept)
        out = tmp_path / "out.csv"
        code, printed, err = run("allocate", str(bad), *DAY, "--out", str(out))
        assert (code, printed, out.exists()) == (2, "", False)
        assert "rosh: 37 rows wrote 'Severe' (rows 2, 102, 202, 302, 402, ...); allowed:" in err
        assert run("allocate", str(good), *DAY, "--out", str(out)).code == 0
        assert len(out.read_text().splitlines()) == 4_001

    def test_what_is_overdue_and_what_stays_is_counted(self, run: Run, tmp_path: Path) -> None:
        """A6 was heard by the Custody Scrutiny Panel, which it no longer has to go to: it stays under it."""
        path, forums = tmp_path / "cases.csv", tmp_path / "forums.csv"
        path.write_text(HEADING + "A6,post court,referral order,Low,Low,no,no,\n")
        forums.write_text("reference,forum,day\nA6,CSP,2019-08-01\n")
        said = run("allocate", str(path), *DAY, "--with", str(forums))
        assert "1 case by derby-high-risk-strategy" in said.out
        assert "Custody Scrutiny Panel (CSP) | 0 | 0 | 1" in lines(said.out)
        records = tmp_path / "records.json"
        assert run("allocate", str(path), *DAY, "--records", str(records)).code == 0
        assert run("replay", str(records), str(path)).out == "1 decision replayed; 0 differ\n"

    def test_more_unsettled_cases_than_the_screen_lists(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "many.csv"
        path.write_text("reference\n" + "".join(f"A{each}\n" for each in range(12)))
        out = run("allocate", str(path), *DAY).out
        assert "… and 2 more; --out writes them all" in out
        unused = tmp_path / "unused.csv"
        unused.write_text("reference,comment\nA1,x\n")
        assert "unused.csv: not used: comment" in run("allocate", str(unused), *DAY).err

    @pytest.mark.slow
    def test_a_bar_is_shown_on_a_terminal_for_a_long_run(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "many.csv"
        path.write_text("reference\n" + "".join(f"A{each}\n" for each in range(2001)))
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "Allocating" in run("allocate", str(path), *DAY).err


class TestOneCase:
    def test_explain(self, run: Run, cases: str) -> None:
        code, out, _ = run("explain", cases, "A4", *DAY)
        assert code == 0
        assert "Intervention Planning Clinic (IPC): must.\n  Because risk of serious harm is Medium" in out
        assert "To be checked first: ChildView, before the panel" in out
        assert "What has been for this cannot be told: no history of checks was given." in out

    def test_a_case_that_is_not_there(self, run: Run, cases: str) -> None:
        assert run("explain", cases, "A9", *DAY) == Ran(2, "", "cases.csv: it has no case 'A9'\n")

    @pytest.mark.parametrize(("form", "begins"), [("md", "# Risk"), ("html", "<!doctype html>"), ("text", "Risk")])
    def test_a_referral_in_every_form(self, run: Run, cases: str, tmp_path: Path, form: str, begins: str) -> None:
        out = tmp_path / "page"
        arguments = ("referral", cases, "A2", "--forum", "RSM", "--format", form, *DAY)
        printed = run(*arguments).out
        assert printed.startswith(begins)
        assert run(*arguments, "--out", str(out)).code == 0
        assert out.read_text() == printed

    @pytest.mark.parametrize(("ending", "begins"), [(".html", "<!doctype html>"), (".MD", "# A2,"), (".json", "[\n")])
    def test_the_ending_of_a_file_says_how_an_explanation_is_written(
        self, run: Run, cases: str, tmp_path: Path, ending: str, begins: str
    ) -> None:
        out = tmp_path / f"page{ending}"
        assert run("explain", cases, "A2", *DAY, "--out", str(out)) == Ran(0, "", "")
        assert out.read_text().startswith(begins)

    def test_json_is_written_to_a_file_where_one_is_named(self, run: Run, cases: str, tmp_path: Path) -> None:
        out = tmp_path / "answer"
        assert run("show", "derby-high-risk-strategy", "--json", "--out", str(out)) == Ran(0, "", "")
        assert out.read_text() == run("show", "derby-high-risk-strategy", "--json").out


class TestPolicies:
    def test_policies(self, run: Run) -> None:
        assert "derby-high-risk-strategy | not stated | IPC, RSM, CSP, MAPPA, PCP" in lines(run("policies").out)

    def test_show(self, run: Run) -> None:
        code, out, _ = run("show", "derby-high-risk-strategy", *DAY)
        assert code == 0
        assert "RSM must follow when risk of serious harm is High or higher" in out

    def test_a_day_before_the_policy(self, run: Run) -> None:
        code, _, err = run("show", "derby-high-risk-strategy", "--on", "2018-01-01")
        assert (code, err) == (
            2,
            "derby-high-risk-strategy has no edition for 2018-01-01: its first starts on 2019-04-01\n",
        )

    def test_settings_of_a_policy_that_has_none_are_refused(self, run: Run, tmp_path: Path) -> None:
        said = run("show", "derby-high-risk-strategy", "--settings", str(tmp_path / "ours.toml"))
        assert (said.code, said.err) == (2, "derby-high-risk-strategy has no settings: its numbers are its own\n")


class TestRecords:
    def kept(self, run: Run, cases: str, tmp_path: Path) -> Path:
        path = tmp_path / "records.json"
        assert run("allocate", cases, *DAY, "--records", str(path)).code == 0
        return path

    def test_records_replay_the_same(self, run: Run, cases: str, tmp_path: Path) -> None:
        records = self.kept(run, cases, tmp_path)
        assert run("replay", str(records), cases) == Ran(0, "6 decisions replayed; 0 differ\n", "")

    @pytest.mark.slow
    def test_records_replay_the_same_in_another_process_with_another_hash_seed(
        self, run: Run, cases: str, tmp_path: Path
    ) -> None:
        records = self.kept(run, cases, tmp_path)
        command = [sys.executable, "-m", "yosrules", "replay", str(records), cases]
        for seed in ("1", "2"):
            ended = subprocess.run(
                command, capture_output=True, text=True, check=False, env={"PYTHONHASHSEED": seed, "PATH": ""}
            )
            assert (ended.returncode, ended.stdout) == (0, "6 decisions replayed; 0 differ\n")

    def test_what_differs_is_said(self, run: Run, cases: str, tmp_path: Path) -> None:
        records = self.kept(run, cases, tmp_path)
        changed = tmp_path / "changed.csv"
        changed.write_text(
            HEADING
            + CASES.replace("A2,post court,referral order,High", "A2,post court,referral order,Low").replace("A6", "A7")
        )
        code, out, _ = run("replay", str(records), str(changed))
        assert code == 1
        assert "A6: it is not in the caseload\n" in out
        assert "A2: " in out
        assert out.endswith("6 decisions replayed; 2 differ\n")

    @pytest.mark.parametrize(
        ("change", "said", "last"),
        [
            (
                lambda kept: kept[0].update(day="2019-10-09"),
                "A1: the record was changed",
                "1 differs",
            ),
            (lambda kept: kept.pop(), "6 decisions were written, 5 are there", "5 decisions replayed; 0 differ"),
            (lambda kept: kept.clear(), "6 decisions were written, 0 are there", "0 decisions replayed; 0 differ"),
            (
                lambda kept: kept.append(kept[0]),
                "6 decisions were written, 7 are there\nA1: 2 decisions",
                "0 differ",
            ),
            (
                lambda kept: kept.__setitem__(1, kept[0]),
                "not fit the hash of the file\nA1: 2 decisions",
                "0 differ",
            ),
            (
                lambda kept: kept[0].update(library="9.9"),
                f"1 of the decisions were made by yosrules 9.9; this is {LIBRARY}",
                "1 differs",
            ),
            (
                lambda kept: kept[0].update(day="2018-10-09"),
                "cannot be replayed: derby-high-risk-strategy has no edition for 2018-10-09",
                "6 decisions replayed; 1 differs",
            ),
            (lambda kept: kept[0].update(policy="gone"), "A1: there is no forum policy 'gone'", "1 differs"),
        ],
    )
    def test_a_file_that_was_changed_since_is_found_out(
        self,
        run: Run,
        cases: str,
        tmp_path: Path,
        change: Callable[[list[dict[str, str]]], object],
        said: str,
        last: str,
    ) -> None:
        records = self.kept(run, cases, tmp_path)
        data = json.loads(records.read_text())
        change(data["decisions"])
        records.write_text(json.dumps(data))
        code, out, _ = run("replay", str(records), cases)
        assert code == 1
        assert said in out
        assert out.rstrip().endswith(last)

    def test_another_author_of_a_judgement_differs(self, run: Run, tmp_path: Path) -> None:
        cases, records = tmp_path / "cases.csv", tmp_path / "kept.json"
        heads = "reference,at_risk_of_custody,at_risk_of_custody_author\n"
        cases.write_text(f"{heads}A1,yes,court officer\n")
        run("allocate", str(cases), *DAY, "--records", str(records))
        cases.write_text(f"{heads}A1,yes,case manager\n")
        code, out, _ = run("replay", str(records), str(cases))
        assert (code, "A1: the hash of the facts differs" in out) == (1, True)

    def test_a_list_of_records_as_it_was_kept_before_is_replayed(self, run: Run, cases: str, tmp_path: Path) -> None:
        records = self.kept(run, cases, tmp_path)
        records.write_text(json.dumps(json.loads(records.read_text())["decisions"]))
        assert run("replay", str(records), cases) == Ran(0, "6 decisions replayed; 0 differ\n", "")

    @pytest.mark.parametrize("content", ["{}", "5", "[", None])
    def test_what_are_no_records(self, run: Run, cases: str, tmp_path: Path, content: str | None) -> None:
        path = tmp_path / "records.json"
        if content is not None:
            path.write_text(content)
        code, _, err = run("replay", str(path), cases)
        assert code == 2
        assert any(
            says in err for says in ("it is not a file of decision records", "decision records", "there is no file")
        )

    @pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no such device")
    def test_a_device_that_never_ends_is_no_file(self, run: Run, cases: str, tmp_path: Path) -> None:
        (tmp_path / "r.json").symlink_to("/dev/zero")
        code, _, err = run("replay", str(tmp_path / "r.json"), cases)
        assert (code, err) == (2, f"r.json: there is no file {tmp_path / 'r.json'}\n")

    def test_a_record_holds_no_fact_of_the_child(self, run: Run, cases: str, tmp_path: Path) -> None:
        kept = json.loads(self.kept(run, cases, tmp_path).read_text())
        assert "referral order" not in json.dumps(kept)
        assert {each["reference"] for each in kept["decisions"]} == {"A1", "A2", "A3", "A4", "A5", "A6"}


class TestSample:
    def test_a_sample_is_labelled_and_the_same_every_time(self, run: Run, tmp_path: Path) -> None:
        one, other = tmp_path / "one.csv", tmp_path / "other.csv"
        code, out, err = run("sample-cases", "--n", "50", "--seed", "7", "--out", str(one))
        assert (code, out, err) == (0, "", f"50 synthetic cases, no real child among them, are in {one}\n")
        run("sample-cases", "--n", "50", "--seed", "7", "--out", str(other), *DAY)
        assert one.read_bytes() == other.read_bytes()
        assert "SYNTHETIC" in one.read_text()
        assert run("allocate", str(one), *DAY).code == 0

    def test_a_formula_in_a_text_cell_never_reaches_a_spreadsheet(self, run: Run, tmp_path: Path) -> None:
        evil = "=cmd|'/c calc'!A0"
        cases = tmp_path / "cases.csv"
        cases.write_text(f'reference,rosh\n"{evil}",High\n')
        for ending in ("csv", "xlsx"):
            assert run("allocate", str(cases), *DAY, "--out", str(tmp_path / f"out.{ending}")).code == 0
        assert f"'{evil}" in (tmp_path / "out.csv").read_text()
        cell = openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0]["A2"]
        assert cell.data_type == "s"
        page = run("referral", str(cases), evil, "--forum", "RSM", "--format", "html", *DAY).out
        assert "&#39;/c calc&#39;" in page
