"""Headings under titles and in two rows, and the totals and remarks that end a table."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from yosrules.errors import InputError
from yosrules.files.formats.tables import TextTable, read_table

KNOWN = {"worker", "start", "end", "absence first day", "absence last day", "reason"}


def knows(heading: str) -> bool:
    return heading.casefold() in KNOWN


def table(tmp_path: Path, *lines: str) -> TextTable:
    (tmp_path / "a.csv").write_text("\n".join(lines) + "\n")
    return read_table(tmp_path / "a.csv", knows)


def refused(tmp_path: Path, *lines: str) -> str:
    with pytest.raises(InputError) as error:
        table(tmp_path, *lines)
    return str(error.value)


def test_two_rows_of_headings_are_one(tmp_path: Path) -> None:
    found = table(tmp_path, "Sickness", "", ",Absence,,Other,", "Worker,First day,Last day,Reason,Pay", "W1,a,b,c,d")
    assert found.headings == ("Worker", "Absence First day", "Absence Last day", "Reason", "Other Pay")
    assert (found.top, found.rows[0].number) == (4, 5)
    assert found.notes == ("the headings of a.csv are in rows 3 and 4, read as one; what stands above was not read",)


def test_a_known_heading_that_stands_under_two_groups_is_not_taken_for_either(tmp_path: Path) -> None:
    found = table(tmp_path, "Worker,Absence,,Leave,", ",Start,First day,Start,First day", "W1,1,2,3,4")
    assert found.headings == ("Worker", "Absence Start", "Absence First day", "Leave Start", "Leave First day")


def test_one_row_of_headings_is_not_joined_with_the_first_row_of_the_table(tmp_path: Path) -> None:
    found = table(tmp_path, "Worker,Start,End", "W1,2025-03-03,")
    assert (found.headings, found.notes) == (("Worker", "Start", "End"), ())


def test_a_heading_reaches_over_its_merged_cells_and_no_further(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["Worker", "Absence", None, None], [None, "First day", "Last day", "Team"], ["W1", "a", "b", "c"]):
        sheet.append(line)
    sheet.merge_cells("B1:C1")
    sheet.merge_cells("A1:A2")
    book.save(tmp_path / "a.xlsx")
    found = read_table(tmp_path / "a.xlsx", knows)
    assert found.headings == ("Worker", "Absence First day", "Absence Last day", "Team")


def test_merged_headings_beyond_the_row_below_name_no_column(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["Worker", "Absence"], [None, "First day"], ["W1", "a"]):
        sheet.append(line)
    sheet.merge_cells("B1:D1")
    book.save(tmp_path / "a.xlsx")
    assert read_table(tmp_path / "a.xlsx", knows).headings == ("Worker", "Absence First day")


def test_without_a_known_heading_it_is_the_first_line_that_is_full_enough(tmp_path: Path) -> None:
    found = table(tmp_path, "The East team", "run on,28/11/2025", "ID,Name,Level,Notes,Kept by", "1,a,b,c,d")
    assert found.headings == ("ID", "Name", "Level", "Notes", "Kept by")


def test_a_table_without_headings_says_so_and_shows_nobody(tmp_path: Path) -> None:
    for line in ("1,Sam Example,01/02/2010,High", "A1,Sam Example,2010-02-01,High", "A1,Sam Example,,45%"):
        assert refused(tmp_path, line) == "a.csv: it has no row of headings; the first row names the columns"


def test_columns_without_a_heading_are_one_thing_to_put_right_and_show_nothing(tmp_path: Path) -> None:
    said = refused(tmp_path, "worker,,end", "W1,Sam Example,2025-03-03,x", "W2,,2025-03-03,y")
    assert said.splitlines() == [
        "a.csv: 1 thing to put right",
        "  row 1, column 2, 4: wrote ''; allowed: a heading, since 2 of the rows below have something there "
        "(rows 2, 3)",
    ]


@pytest.mark.parametrize(
    ("lines", "passed"),
    [
        (["Total,,3"], "row 3"),
        (["Grand total: 1 absence,,"], "row 3"),
        (["", "Printed by the HR system,,"], "row 4"),
        (["Total,,3", "", "Working days are those of the policy,,"], "rows 3, 5"),
    ],
)
def test_totals_and_remarks_at_the_end_are_passed_over_and_said(tmp_path: Path, lines: list[str], passed: str) -> None:
    found = table(tmp_path, "worker,start,end", "W1,2025-03-03,2025-03-04", *lines)
    assert [row.number for row in found.rows] == [2]
    assert found.notes == (f"the end of a.csv was not read, since it holds totals or remarks: {passed}",)


@pytest.mark.parametrize(
    "lines",
    [
        ["Total,2025-03-03,2025-03-04"],
        ["Total Support,x,"],
        ["W2,,"],
        ["", "W 2,,"],
        ["Printed by the HR system,,"],
        ["Total,,3", "W2,2025-03-03,"],
    ],
)
def test_what_may_be_about_somebody_is_never_passed_over(tmp_path: Path, lines: list[str]) -> None:
    found = table(tmp_path, "worker,start,end", "W1,2025-03-03,2025-03-04", *lines)
    assert len(found.rows) == 1 + len([line for line in lines if line])
    assert found.notes == ()
