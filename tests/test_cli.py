"""The command, run as a person runs it: what is on the screen, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from yosrules import __main__
from yosrules.cli import common, policies
from yosrules.hooks.load import load
from yosrules.hooks.spec import hookimpl
from yosrules.reports.drawing.screen import progress

SPECS = Path(__file__).parent.parent / "specs" / "derby-2019"
POST_COURT, BASELINE, AFTER = (
    str(SPECS / f"{name}.csv") for name in ("post-court-audit", "out-of-court-baseline", "out-of-court-after")
)
INSPECTION = str(SPECS / "inspection-2018.csv")
OLD = ("--framework", "hmip-2018")


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["yosrules", *arguments])
        with pytest.raises(SystemExit) as end:
            __main__.main()
        printed = capsys.readouterr()
        return Ran(end.value.code if isinstance(end.value.code, int) else 0, printed.out, printed.err)

    return run


def lines(text: str) -> list[str]:
    """The lines without the marks of Markdown around titles, rows and points, every run of spaces made one."""
    said = (" ".join(line.split()) for line in text.splitlines())
    return [line.strip("*").removeprefix("| ").removesuffix(" |").removeprefix("- ") for line in said if line]


class TestDemo:
    def test_derbys_three_audits_are_rated_beside_the_inspection(self, run: Run) -> None:
        code, out, _ = run("demo")
        assert code == 0
        for line in (
            "2.1 Assessment | 73/84 | 87% | Outstanding | Good | up 1 band",
            "2.2 Planning | 68.5/86 | 80% | Outstanding | Requires improvement | up 2 bands",
            "2.3 Implementation and delivery | 36.5/44 | 83% | Outstanding | Good | up 1 band",
            "2.4 Reviewing | 29.5/39 | 76% | Good | Good | no change",
            "Overall score | 207.5/253 | 82% | Outstanding | |",
            "3.1 Assessment | 44/95 | 46% | Inadequate | Inadequate | no change",
            "3.2 Planning | 28/70 | 40% | Inadequate | Requires improvement | down 1 band",
            "3.3 Implementation and delivery | 30/55 | 55% | Requires improvement | Requires improvement | no change",
            "3.4 Joint working | 33/40 | 83% | Outstanding | Outstanding | no change",
            "Overall score | 135/260 | 52% | Requires improvement | |",
            "3.1 Assessment | 102.5/152 | 67% | Good | Inadequate | up 2 bands",
            "3.2 Planning | 74/112 | 66% | Good | Requires improvement | up 1 band",
            "3.3 Implementation and delivery | 68/88 | 77% | Good | Requires improvement | up 1 band",
            "3.4 Joint working | 52/64 | 81% | Outstanding | Outstanding | no change",
            "Overall score | 296.5/416 | 71% | Good | |",
        ):
            assert line in lines(out)

    def test_it_points_out_that_a_printed_total_is_not_the_sum_of_its_rows(self, run: Run) -> None:
        assert (
            "! Overall: the score is stated as 296.5/416 (which would be 71%), "
            "computed as 207.5/253 (82%), the sum of its rows"
        ) in lines(run("demo").out)

    def test_it_measures_how_far_the_baseline_agrees_with_the_inspection(self, run: Run) -> None:
        out = lines(run("demo").out)
        assert (
            "out-of-court-baseline and inspection-2018: 3 of 4 exactly the same, 4 of 4 within one band; "
            "weighted kappa 4/5 (0.80)"
        ) in out
        assert "4 ratings are few: one judged differently would change this much" in out
        assert "of a weighted kappa 1 is full agreement and 0 what chance would give" in out


class TestRate:
    def test_a_sheet_that_contradicts_itself_ends_with_1(self, run: Run) -> None:
        assert run("rate", POST_COURT, *OLD).code == 1
        assert run("rate", AFTER, *OLD).code == 0
        assert run("rate", AFTER, POST_COURT, *OLD).code == 1

    def test_the_day_chooses_the_framework(self, run: Run) -> None:
        code, out, _ = run("rate", AFTER, "--on", "2019-09-09")
        assert code == 0
        assert "out-of-court-after (hmip-2018)" in out

    def test_another_framework_that_would_fit_is_suggested(self, run: Run) -> None:
        code, out, err = run("rate", POST_COURT)
        assert (code, out) == (2, "")
        assert "row 2, standard: wrote '2.1 Assessment'; allowed: a standard of hmip-2025" in err
        assert "It can be read with --framework hmip-2018 or hmip-2021." in err

    def test_against_sets_other_ratings_beside(self, run: Run) -> None:
        out = lines(run("rate", BASELINE, "--against", AFTER, *OLD).out)
        assert "3.2 Planning | 28/70 | 40% | Inadequate | Good | down 2 bands" in out
        assert any("out-of-court-baseline and out-of-court-after: 1 of 4 exactly the same" in line for line in out)

    def test_a_standard_that_the_other_did_not_rate_is_not_comparable(self, run: Run, tmp_path: Path) -> None:
        one = tmp_path / "one.csv"
        one.write_text("standard,rating\n3.1,Good\n3.2,Not rated\n")
        out = lines(run("rate", AFTER, "--against", str(one), *OLD).out)
        assert "3.2 Planning | 74/112 | 66% | Good | - | not comparable" in out
        assert "3.3 Implementation and delivery | 68/88 | 77% | Good | - | not comparable" in out

    def test_a_rating_that_is_misspelt_gets_a_suggestion(self, run: Run, tmp_path: Path) -> None:
        one = tmp_path / "one.csv"
        one.write_text("standard,rating\n3.1,Goood\n3.2,Fine\n")
        code, _, err = run("rate", str(one), *OLD)
        assert code == 2
        assert "Outstanding or Not rated; did you mean Good?\n" in err
        assert err.endswith("Outstanding or Not rated\n")

    def test_json_keeps_what_was_computed_and_what_was_stated_apart(self, run: Run) -> None:
        code, out, _ = run("rate", POST_COURT, "--json", "--against", INSPECTION, *OLD)
        (sheet,) = json.loads(out)
        assert code == 1
        assert sheet["framework"] == "hmip-2018"
        planning = sheet["standards"][1]
        assert planning == {
            "standard": "2.2",
            "name": "Planning",
            "rated_by": "audit score",
            "deciding": None,
            "score": "68.5",
            "out_of": "86",
            "exact": "3425/43",
            "rounded": "80",
            "rating": "Outstanding",
            "awarded": None,
            "published": None,
            "stated": "Outstanding",
            "questions": [],
            "possible": None,
            "against": "Requires improvement",
            "bands": 2,
        }
        assert sheet["overall"]["score"] == "207.5"
        assert [each["what"] for each in sheet["differences"]] == ["score"]

    def test_csv_has_a_row_for_each_standard_and_overall(self, run: Run) -> None:
        rows = list(csv.DictReader(io.StringIO(run("rate", BASELINE, AFTER, "--csv", *OLD).out)))
        assert [(row["title"], row["standard"], row["rating"]) for row in rows][:5] == [
            ("out-of-court-baseline", "3.1", "Inadequate"),
            ("out-of-court-baseline", "3.2", "Inadequate"),
            ("out-of-court-baseline", "3.3", "Requires improvement"),
            ("out-of-court-baseline", "3.4", "Outstanding"),
            ("out-of-court-baseline", "Overall", "Requires improvement"),
        ]
        assert len(rows) == 10

    def test_json_and_csv_together_are_refused(self, run: Run) -> None:
        assert run("rate", AFTER, "--json", "--csv", *OLD) == (2, "", "--json and --csv: choose one\n")

    def test_what_is_written_to_a_file_is_not_printed_too(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "results.csv"
        assert run("rate", AFTER, "--json", "--out", str(out), *OLD) == (2, "", "--out and --json: choose one\n")
        assert not out.exists()

    @pytest.mark.parametrize("ending", ["json", "CSV"])
    def test_results_are_written_whole(self, run: Run, tmp_path: Path, ending: str) -> None:
        out = tmp_path / f"results.{ending}"
        assert run("rate", AFTER, "--out", str(out), *OLD).code == 0
        assert out.read_text() == run("rate", AFTER, f"--{ending.lower()}", *OLD).out
        assert list(tmp_path.iterdir()) == [out]

    def test_an_ending_that_cannot_be_written_is_refused_at_once(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("rate", "gone.csv", "--out", str(tmp_path / "results.docx"))
        assert (code, err) == (
            2,
            "results.docx: it cannot be written as '.docx'; allowed: .csv, .xlsx, .parquet, .json, .txt, .md, .html\n",
        )

    def test_a_folder_that_is_not_there_is_said(self, run: Run, tmp_path: Path) -> None:
        code, _, err = run("rate", AFTER, "--out", str(tmp_path / "no" / "results.csv"), *OLD)
        assert (code, err) == (2, f"results.csv: it cannot be written: there is no folder {tmp_path / 'no'}\n")

    def test_a_target_that_cannot_be_replaced_leaves_nothing_behind(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "results.csv").mkdir()
        code, _, err = run("rate", AFTER, "--out", str(tmp_path / "results.csv"), "--force", *OLD)
        assert (code, err) == (2, "results.csv: it cannot be written: Is a directory\n")
        assert [each.name for each in tmp_path.iterdir()] == ["results.csv"]

    def test_bad_files_are_all_reported_and_nothing_is_written(self, run: Run, tmp_path: Path) -> None:
        bad = tmp_path / "bad.csv"
        bad.write_text("standard,score,out_of\n2.1,90,84\n2.2,x,84\n")
        code, out, err = run("rate", str(bad), AFTER, "gone.csv", "--out", str(tmp_path / "results.csv"), *OLD)
        assert (code, out) == (2, "")
        assert err == (
            "bad.csv: 2 things to put right\n"
            "  row 2, score: wrote '90'; allowed: at most 84, which it is out of\n"
            "  row 3, score: wrote 'x'; allowed: a number from 0 up, with at most 2 decimal places\n"
            "gone.csv: there is no file gone.csv\n"
        )
        assert [each.name for each in tmp_path.iterdir()] == ["bad.csv"]

    @pytest.mark.parametrize("title", ["=cmd", "'=cmd", "-1", "plain"])
    def test_a_title_that_looks_like_a_formula_is_made_plain_text(self, run: Run, tmp_path: Path, title: str) -> None:
        sheet = tmp_path / f"{title}.csv"
        sheet.write_text("standard,score,out_of\n2.1,1,2\n")
        rows = list(csv.DictReader(io.StringIO(run("rate", str(sheet), "--csv", *OLD).out)))
        assert {row["title"] for row in rows} == {title if title == "plain" else f"'{title}"}

    def test_columns_that_are_not_used_are_said(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "audit.csv"
        sheet.write_text("standard,score,out_of,[bold]Comment\n2.1,1,2,fine\n")
        code, _, err = run("rate", str(sheet), *OLD)
        assert (code, err) == (0, "audit.csv: not used: [bold]Comment\n")

    def test_items_are_rated_by_their_lowest_key_question(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "items.csv"
        sheet.write_text(
            "case,standard,question,score,out_of\n"
            "a,3.4,recommendations,1,1\na,3.4,joint work with the police,0,1\na,2.1,desistance,1,1\n"
        )
        out = lines(run("rate", str(sheet), *OLD).out)
        assert "3.4 Joint working | 0/1 | 0% | Inadequate" in out
        assert "2.1 Assessment | - | - | cannot tell" in out
        (data,) = json.loads(run("rate", str(sheet), "--json", *OLD).out)
        assert [each["question"] for each in data["standards"][0]["questions"]] == ["3.4.1", "3.4.2"]

    def test_an_inspection_without_all_its_standards_says_what_is_missing(self, run: Run) -> None:
        out = lines(run("rate", INSPECTION, *OLD).out)
        assert "no overall rating without a rating, or 'not rated', for 1.1, 1.2, 1.3, 1.4;" in " ".join(out)
        assert "Overall | - | - | -" in out

    def test_what_the_standards_leave_of_an_overall_is_shown_beside_what_is_stated(
        self, run: Run, tmp_path: Path
    ) -> None:
        counts = tmp_path / "counts.csv"
        counts.write_text("rating,count\nGood,7\nInadequate,4\n")
        assert "Overall | - | - | only Requires improvement is possible" in lines(run("rate", str(counts), *OLD).out)
        stated = tmp_path / "stated.csv"
        stated.write_text("standard,rating\n2.1,Good\nOverall,Good\n")
        assert "Overall | - | - | stated as Good" in lines(run("rate", str(stated), *OLD).out)

    def test_the_points_of_an_overall_are_whole(self, run: Run, tmp_path: Path) -> None:
        stated = tmp_path / "stated.csv"
        stated.write_text("standard,rating,points,maximum\n2.1,Good,,\nOverall,Good,21.5,36\n")
        code, _, err = run("rate", str(stated), *OLD)
        assert (code, "wrote '21.5'; allowed: a whole number from 0 up" in err) == (2, True)

    def test_which_key_question_decides_is_said(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "items.csv"
        sheet.write_text(
            "case,standard,question,score,out_of\na,3.4,recommendations,1,1\na,3.4,joint work with the police,0,1\n"
        )
        out = lines(run("rate", str(sheet), *OLD).out)
        assert "3.4 Joint working: its lowest key question is 3.4.2 joint work with the police" in out

    def test_several_services_are_a_row_each(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "services.csv"
        sheet.write_text(
            "service,standard,rating,points,maximum\nDerby,Overall,Good,24,36\nKent,Overall,Good,18,36\n"
            "York,1.1,Good,,\nHull,Overall,Inadequate,1,24\n"
        )
        code, out, _ = run("rate", str(sheet), *OLD)
        assert code == 1
        assert "Derby | 24/36 | Good | Good" in lines(out)
        assert "! Kent: Overall: the rating is stated as Good, computed as Requires improvement (18/36 points)" in out
        assert "Hull: 1/24 points have no overall rating" in out
        assert "1 of 2 computed overall ratings are as published; 4 services in all" in out
        code, _, err = run("compare", str(sheet), INSPECTION, *OLD)
        assert (code, err) == (2, "services.csv: it holds 4 services; comparing takes a file with one\n")

    def test_what_is_to_be_rated_is_never_overwritten(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "self.csv"
        sheet.write_text("standard,score,out_of\n2.1,1,2\n")
        for arguments in ((str(sheet),), (AFTER, "--against", str(sheet))):
            code, _, err = run("rate", *arguments, "--out", str(sheet), *OLD)
            assert (code, err) == (2, f"--out {sheet} would overwrite what is read\n")
        assert sheet.read_text() == "standard,score,out_of\n2.1,1,2\n"

    def test_contradictions_are_in_the_results_and_on_the_screen(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "results.csv"
        code, printed, err = run("rate", POST_COURT, "--out", str(out), *OLD)
        assert (code, printed) == (1, "")
        assert err.startswith("post-court-audit: Overall: the score is stated as 296.5/416")
        rows = list(csv.DictReader(out.read_text().splitlines()))
        assert [row["standard"] for row in rows if row["differences"]] == ["Overall"]

    def test_a_file_keeps_its_permissions_and_a_link_is_written_through(self, run: Run, tmp_path: Path) -> None:
        real, link, new = tmp_path / "real.csv", tmp_path / "link.csv", tmp_path / "new.csv"
        real.write_text("")
        real.chmod(0o640)
        link.symlink_to(real)
        run("rate", AFTER, "--out", str(link), "--force", *OLD)
        run("rate", AFTER, "--out", str(new), *OLD)
        assert link.is_symlink()
        assert real.read_text() == new.read_text()
        assert real.stat().st_mode & 0o777 == 0o640
        assert new.stat().st_mode & 0o444 == 0o444

    def test_sheets_with_nothing_in_common_are_still_all_shown(self, run: Run, tmp_path: Path) -> None:
        one = tmp_path / "one.csv"
        one.write_text("standard,score,out_of\n1.1,1,2\n")
        code, out, _ = run("rate", str(one), AFTER, "--against", INSPECTION, *OLD)
        assert code == 0
        assert "one and inspection-2018: no standard is rated in both" in out
        assert "out-of-court-after and inspection-2018: 1 of 4 exactly the same" in out

    def test_a_framework_and_a_day_together_are_refused(self, run: Run) -> None:
        assert run("rate", AFTER, *OLD, "--on", "2019-09-09") == (2, "", "--framework and --on: choose one\n")

    def test_files_of_one_name_are_told_apart(self, run: Run, tmp_path: Path) -> None:
        for year in ("2018", "2019"):
            (tmp_path / year).mkdir()
            (tmp_path / year / "audit.csv").write_text("standard,score,out_of\n2.1,1,2\n")
        out = run("rate", *(str(tmp_path / year / "audit.csv") for year in ("2018", "2019")), "--json", *OLD).out
        assert [each["title"] for each in json.loads(out)] == [
            str(tmp_path / y / "audit.csv") for y in ("2018", "2019")
        ]

    def test_what_people_typed_is_no_markup(self, run: Run, tmp_path: Path) -> None:
        sheet = tmp_path / "services.csv"
        sheet.write_text("service,standard,rating\n[/x] :smile: \x1b[31m a|b,1.1,Good\n[red]Kent,1.1,Good\n")
        out = run("rate", str(sheet), *OLD).out
        assert "\\[/x\\] :smile: \\\\x1b\\[31m a\\|b" in out
        assert "\\[red\\]Kent" in out
        assert "\x1b" not in out


class TestOtherCommands:
    def test_compare_says_what_moved_and_how_far_the_two_agree(self, run: Run) -> None:
        code, out, _ = run("compare", INSPECTION, BASELINE, *OLD)
        assert code == 0
        assert "3.2 | Requires improvement | Inadequate | down 1 band" in lines(out)
        assert "2.1 | Good | - | not comparable" in lines(out)
        assert "3 of 4 exactly the same" in out

    def test_a_dozen_standards_need_no_caution(self, run: Run, tmp_path: Path) -> None:
        one = tmp_path / "one.csv"
        numbers = [f"{domain}.{place}" for domain in (1, 2, 3) for place in (1, 2, 3, 4)]
        one.write_text("standard,rating\n" + "".join(f"{number},Good\n" for number in numbers))
        out = run("compare", str(one), str(one), *OLD).out
        assert "one and one: 12 of 12 exactly the same, 12 of 12 within one band\n" in out
        assert "few" not in out

    def test_a_comparison_is_written_as_rows(self, run: Run, tmp_path: Path) -> None:
        out = tmp_path / "changes.csv"
        assert run("compare", INSPECTION, BASELINE, *OLD, "--out", str(out)).code == 0
        assert out.read_text().splitlines()[0] == "standard,before,after,bands"
        assert "3.1,Inadequate,Inadequate,0" in out.read_text().splitlines()

    def test_comparing_what_has_nothing_in_common_is_said(self, run: Run) -> None:
        code, _, err = run("compare", POST_COURT, BASELINE, *OLD)
        assert (code, err) == (2, "there is nothing to agree on: no subject is rated in both\n")

    def test_plugins_are_listed_with_distribution_and_version(self, run: Run) -> None:
        code, out, _ = run("plugins")
        assert code == 0
        offers = "hmip-2018; hmip-2021; hmip-2025; domain casework of hmip-2025"
        assert f"hmip | yosrules-hmip | {version('yosrules-hmip')} | {offers}" in lines(out)

    def test_a_plugin_that_failed_is_listed_with_its_cause(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        def failing() -> None:
            raise ImportError("[x]")

        broken = {"broken": SimpleNamespace(yosrules_frameworks=hookimpl(failing))}
        monkeypatch.setattr(common, "load", partial(load, broken))
        monkeypatch.setattr(policies, "load", partial(load, broken))
        code, out, err = run("plugins")
        assert (code, err) == (1, "")
        assert lines(out)[-2:] == ["broken | | | -", "! broken: ImportError: \\[x\\]"]
        code, _, err = run("rate", AFTER, *OLD)
        assert (code, err) == (
            2,
            "plugin not used: broken: ImportError: [x]\n"
            "there is no framework 'hmip-2018'; allowed: none, since no installed plugin offers one\n",
        )

    def test_where_no_plugin_is_installed_it_says_where_to_read(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(policies, "load", partial(load, {}))
        code, out, _ = run("plugins")
        assert code == 0
        assert "No plugin is installed. The README says how to install those of this repository." in out

    def test_scales_show_where_bands_begin_and_what_is_not_established(self, run: Run) -> None:
        code, out, _ = run("scales")
        assert code == 0
        assert "Good | 65% (reached at 64.5%) | 2" in lines(out)
        assert "Inadequate | 0% | 0" in lines(out)
        assert "overall, in points out of 36: Inadequate from 0, Requires improvement from 7, Good from 19" in out
        assert "not established: its overall bands, so an overall rating in points is refused" in out

    def test_a_framework_with_a_domain_missing_says_so(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        import yosrules_hmip

        monkeypatch.setattr(common, "load", partial(load, {"hmip": yosrules_hmip}))
        assert "brings domain 1 (yosrules-hmip-organisational), 2 (yosrules-hmip-post-court)" in run("scales").out

    def test_version(self, run: Run) -> None:
        assert run("--version") == (0, f"yosrules {version('yosrules')}\n", "")

    def test_version_among_other_words(self, run: Run) -> None:
        assert run("--version", "plugins") == (0, f"yosrules {version('yosrules')}\n", "")

    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_command_that_is_misspelt_is_put_right(self, run: Run) -> None:
        code, _, err = run("rats")
        assert code == 2
        assert "Did you mean 'rate'?" in err
        assert "No such command 'zzz'." in run("zzz").err

    def test_help_names_every_command_and_the_exit_codes(self, run: Run) -> None:
        out = " ".join(run("--help").out.split())
        for word in ("rate", "compare", "plugins", "scales", "demo", "2: bad input"):
            assert word in out

    def test_help_breaks_its_lines_only_where_the_terminal_ends(self, run: Run) -> None:
        said = [line.strip() for line in run("allocate", "--help").out.splitlines()]
        begins = next(place for place, line in enumerate(said) if line.startswith("A caseload has a column"))
        assert said[begins + 1].startswith("stage, disposal, rosh, safety_wellbeing, at_risk_of_custody and so on.")

    def test_an_unknown_framework_is_said_in_words(self, run: Run) -> None:
        code, _, err = run("rate", AFTER, "--framework", "hmip-1999")
        assert (code, err) == (2, "there is no framework 'hmip-1999'; allowed: hmip-2018, hmip-2021 or hmip-2025\n")

    def test_a_day_that_is_no_day_is_said_in_words(self, run: Run) -> None:
        code, _, err = run("rate", AFTER, "--on", "9/9/2019")
        assert code == 2
        assert "9/9/2019" in err

    def test_comparing_says_what_a_sheet_contradicts_itself_in(self, run: Run) -> None:
        code, out, _ = run("compare", POST_COURT, INSPECTION, *OLD)
        assert code == 1
        assert "! Overall: the score is stated as 296.5/416" in out

    def test_without_the_libraries_of_the_command_it_says_what_to_install(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "yosrules.cli", None)
        with pytest.raises(SystemExit, match=r"the command needs yosrules\.cli: pip install 'yosrules\[cli\]'"):
            __main__.main()

    @pytest.mark.traced
    @pytest.mark.slow
    def test_a_library_that_only_some_commands_need_is_named_by_those(self) -> None:
        command = "import sys; sys.modules['dateutil.relativedelta'] = None; from yosrules.__main__ import main; main()"
        ended = subprocess.run([sys.executable, "-c", command, "workload"], capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stderr) == (
            2,
            "workload needs dateutil.relativedelta: pip install 'yosrules[cli]'\n",
        )

    def test_the_screen_may_be_any_stream(self, monkeypatch: pytest.MonkeyPatch) -> None:
        printed = io.StringIO()
        monkeypatch.setattr(sys, "stdout", printed)
        monkeypatch.setattr(sys, "argv", ["yosrules", "scales"])
        with pytest.raises(SystemExit):
            __main__.main()
        assert "Outstanding" in printed.getvalue()

    def test_it_can_be_run_as_a_module(self) -> None:
        command = [sys.executable, "-m", "yosrules", "--version"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.stdout == f"yosrules {version('yosrules')}\n"


class TestWhatIsImported:
    """A command waits for nothing that it does not use; what it imports is counted, not how long it takes."""

    def loaded(self, *arguments: str) -> set[str]:
        command = (
            "import atexit, sys; from yosrules.__main__ import main; "
            "atexit.register(lambda: print(*sys.modules, file=sys.stderr)); main()"
        )
        ended = subprocess.run(
            [sys.executable, "-c", command, *arguments], capture_output=True, text=True, check=False, cwd=SPECS
        )
        assert "Error" not in ended.stderr
        return set(ended.stderr.split())

    @pytest.mark.slow
    def test_rating_a_csv_file_loads_no_library_of_other_formats_and_no_prover(self) -> None:
        loaded = self.loaded("rate", AFTER, *OLD)
        assert {"yosrules.files.audits.evidence", "yosrules_hmip"} <= loaded
        heavy = {"polars", "openpyxl", "xlsxwriter", "narwhals", "hypothesis", "z3", "rich.progress", "cattrs"}
        assert not loaded & heavy

    @pytest.mark.slow
    def test_rating_into_a_pipe_loads_neither_what_draws_on_terminals_nor_the_language_of_conditions(self) -> None:
        loaded = self.loaded("rate", AFTER, *OLD)
        assert not loaded & {"rich", "yosrules.language.expr", "yosrules.language.facts", "yosrules.policies.policy"}

    @pytest.mark.slow
    def test_rating_makes_no_policy_of_forums_or_of_attendance(self) -> None:
        loaded = self.loaded("rate", AFTER, *OLD)
        assert not loaded & {
            "yosrules.policies.forums.forum",
            "yosrules.records.case",
            "yosrules_derby_forums.high_risk",
        }
        assert not {name for name in loaded if name.startswith("yosrules_attendance.")}

    @pytest.mark.slow
    def test_one_group_of_commands_does_not_load_another(self) -> None:
        groups = {f"yosrules.cli.{name}" for name in ("attendance", "forums", "proof", "policies", "ratings", "demo")}
        assert self.loaded("rate", AFTER, *OLD) & groups == {"yosrules.cli.ratings"}
        assert self.loaded("timeline", "--help") & groups == {"yosrules.cli.attendance"}

    def test_the_version_loads_nothing_but_the_package(self) -> None:
        loaded = self.loaded("--version")
        assert not loaded & {"typer", "rich", "pluggy", "yosrules.cli", "yosrules.reports", "yosrules_hmip"}

    def test_a_command_ends_without_looking_for_circles_in_all_that_it_loaded(self) -> None:
        # What is registered first is run last.
        command = (
            "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 10_000)); "
            "from yosrules.__main__ import main; main()"
        )
        ended = subprocess.run(
            [sys.executable, "-c", command, "rate", "gone.csv"], capture_output=True, text=True, check=False
        )
        assert (ended.returncode, ended.stdout) == (2, "True\n")


class TestScreen:
    def test_a_bar_is_drawn_on_a_terminal_for_what_is_many(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert progress("abc", "Working") == "abc"
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert progress("abc", "Working", 4) == "abc"
        drawn = progress("abc", "Working", 3)
        assert drawn != "abc"
        assert list(drawn) == ["a", "b", "c"]

    def test_a_terminal_gets_colours_and_a_pipe_gets_markdown(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        assert "\x1b[" not in run("rate", AFTER, *OLD).out
        monkeypatch.setenv("FORCE_COLOR", "1")
        assert "\x1b[1;36mOutstanding" in run("rate", AFTER, *OLD).out

    @pytest.mark.slow
    @pytest.mark.parametrize("columns", ["80", "120"])
    def test_tables_fit_the_screen(self, run: Run, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setenv("FORCE_COLOR", "1")
        out = re.sub("\x1b\\[[0-9;]*m", "", run("demo").out)
        assert max(map(len, out.splitlines())) <= int(columns)
        assert "207.5/253" in out

    @pytest.mark.slow
    def test_the_installed_command_says_bad_input_without_a_traceback(self) -> None:
        command = [Path(sys.executable).with_name("yosrules"), "rate", "gone.csv"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (ended.returncode, ended.stdout, ended.stderr) == (2, "", "gone.csv: there is no file gone.csv\n")
