"""Files as people keep them: other separators, other encodings, titles above the headings. What is unusual is said."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st
from typer.testing import CliRunner

from yosrules import load
from yosrules.cli import app
from yosrules.errors import InputError
from yosrules.files import read_absences, read_cases, read_evidence, read_table
from yosrules.files.formats.delimited import read_delimited

ROWS = [["reference", "rosh", "safety_wellbeing"], ["A1", "High", "Low"], ["É2", "Low", ""]]


def written(folder: Path, rows: list[list[str]], separator: str = ",", encoding: str = "utf-8", top: str = "") -> Path:
    path = folder / "cases.csv"
    path.write_bytes((top + "".join(separator.join(row) + "\r\n" for row in rows)).encode(encoding))
    return path


@pytest.mark.parametrize(
    ("separator", "top", "said"),
    [
        (",", "", []),
        (";", "", ["cases.csv is separated by semicolons"]),
        ("\t", "", ["cases.csv is separated by tabs"]),
        ("|", "", ["cases.csv is separated by bars"]),
        (";", "sep=;\r\n", ["cases.csv is separated by semicolons"]),
        (",", '"sep=,"\r\n', []),
    ],
)
@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_a_table_is_the_same_in_any_separator_and_encoding(
    tmp_path: Path, separator: str, top: str, said: list[str], encoding: str, read_as: str
) -> None:
    read = read_delimited(written(tmp_path, ROWS, separator, encoding, top))
    assert [line for line in read.lines if line] == ROWS
    # The line that states the separator is row 1, so that every row has the number that a spreadsheet shows.
    assert len(read.lines) == len(ROWS) + bool(top)
    encoded = [f"cases.csv is not UTF-8; it was read as {read_as}, so look at its accents"] if read_as else []
    assert list(read.notes) == encoded + said


def test_text_with_many_semicolons_does_not_make_a_file_of_semicolons(tmp_path: Path) -> None:
    rows = [["worker", "start", "end", "note"], *([f"W{n}", "2025-03-03", "", "a; " * n] for n in range(8))]
    assert read_delimited(written(tmp_path, rows)).lines == rows


def test_a_cell_that_is_too_long_for_any_separator_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [["reference", "rosh"], ["A1", "x" * 140_000]])
    with pytest.raises(InputError, match="it is not a CSV file: field larger than field limit"):
        read_delimited(path)


def test_of_two_separators_that_part_each_line_the_one_that_makes_more_columns_is_meant(tmp_path: Path) -> None:
    rows = [["reference", "kept by, and since", "rosh"], ["A1", "Ash, 2019", "High"]]
    assert read_delimited(written(tmp_path, rows, ";")).lines == rows


CELLS = st.text(st.sampled_from("abcXYZ019 éü'"), max_size=5)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(rows=[["", ""]], separator=";", encoding="utf-8")
@given(
    rows=st.integers(2, 4).flatmap(lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1)),
    separator=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_rows_are_read_as_they_were_written(
    tmp_path: Path, rows: list[list[str]], separator: str, encoding: str
) -> None:
    assert read_delimited(written(tmp_path, rows, separator, encoding)).lines == rows


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_read_or_refused_in_words(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(text.encode())
    with suppress(InputError):
        assert read_delimited(path).lines is not None


def test_titles_above_the_headings_are_passed_over_and_that_is_said(tmp_path: Path) -> None:
    titles = [["Caseload", "", ""], ["printed", "28 November 2026", ""], ["", "", ""]]
    found = read_cases(written(tmp_path, [*titles, *ROWS]))
    assert [case.reference for case in found.cases] == ["A1", "É2"]
    assert found.notes == ("the headings of cases.csv are in row 4; what stands above was not read",)


def test_a_bad_cell_under_titles_has_the_row_that_a_spreadsheet_shows(tmp_path: Path) -> None:
    path = written(tmp_path, [["Caseload", "", ""], ROWS[0], ["A1", "Hgh", ""]])
    with pytest.raises(InputError, match="row 3, rosh: wrote 'Hgh'"):
        read_cases(path)


def test_what_is_wrong_with_headings_under_titles_is_said_of_their_row(tmp_path: Path) -> None:
    titles = [["Caseload", "", ""], ["", "", ""]]
    with pytest.raises(InputError, match=r"the headings of cases\.csv are in row 3; what stands above was not read"):
        read_cases(written(tmp_path, [*titles, ["rosh", "safety_wellbeing", "stage"], ["High", "Low", ""]]))
    audit = tmp_path / "audit.csv"
    audit.write_text("Audit\nstandard,score,maximum score,out of\n2.1,1,2,2\n")
    with pytest.raises(InputError, match="row 2, out of: wrote 'out of'; allowed: one column for this"):
        read_evidence(audit, load().framework("hmip-2018"))


def test_a_history_may_have_titles_too(tmp_path: Path) -> None:
    absences = tmp_path / "absences.csv"
    absences.write_text("Sickness report\n\nworker;start;end\nW1;2025-03-03;2025-03-04\n")
    leave = tmp_path / "leave.csv"
    leave.write_text("Leave\nworker,start,end\nW1,2025-05-05,2025-05-09\n")
    found = read_absences(absences, [leave])
    assert "the headings of leave.csv are in row 2; what stands above was not read" in found.notes
    assert "absences.csv is separated by semicolons" in found.notes


def test_without_known_headings_the_first_line_holds_them(tmp_path: Path) -> None:
    path = written(tmp_path, [["", ""], ["a", "b"], ["c", "d"]])
    assert read_table(path).headings == ("a", "b")


def test_an_audit_with_titles_is_rated_and_the_note_is_printed(tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_text("Quarter 3 audit\nStandard;Score;Possible score\n2.1;8;10\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["rate", str(path), "--framework", "hmip-2018"])
    assert told.exit_code == 0
    assert "80%" in told.stdout
    assert told.stderr.splitlines() == [
        "audit.csv is separated by semicolons",
        "the headings of audit.csv are in row 2; what stands above was not read",
    ]


def test_a_note_names_its_file_once(tmp_path: Path) -> None:
    told = CliRunner().invoke(app, ["allocate", str(written(tmp_path, ROWS, ";")), "--on", "2019-09-09"])
    assert told.stderr == "cases.csv is separated by semicolons\n"
