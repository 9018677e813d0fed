"""Workbooks written for people, as a spreadsheet program reads them back."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from yosrules.files.formats.tables import read_table
from yosrules.files.writing.rows import write_rows
from yosrules.files.writing.workbooks import BookTable, workbook_of

DAY = date(2025, 1, 6)


def opened(*tables: BookTable) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook_of(tables)))


def test_headings_are_bold_and_stay_and_every_column_has_a_filter() -> None:
    (sheet,) = opened(BookTable("RSM", ["Case", "Due"], [["A1", DAY], ["A2", None]])).worksheets
    assert (sheet.title, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("RSM", True, False)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B2", "A1:B3")


def test_a_table_without_rows_has_its_headings_and_filters() -> None:
    (sheet,) = opened(BookTable("RSM", ["Case"], [])).worksheets
    assert (sheet["A1"].value, sheet.auto_filter.ref, sheet.max_row) == ("Case", "A1:A2", 1)


def test_a_table_without_columns_is_a_blank_sheet() -> None:
    (sheet,) = opened(BookTable("RSM", [], [])).worksheets
    assert (sheet["A1"].value, sheet.auto_filter.ref) == (None, None)


def test_a_column_is_as_wide_as_its_longest_line_up_to_sixty() -> None:
    rows = [["A1", "one\nthe longest line", "x" * 100, DAY, None]]
    (sheet,) = opened(BookTable("t", ["a", "b", "c", "d", "e"], rows)).worksheets
    # The longest line of b has 16 letters, and 2 are added; 8 is the least, and a day takes 10 and 2.
    assert [round(sheet.column_dimensions[name].width) for name in "ABCDE"] == [9, 19, 61, 13, 9]


def test_a_day_is_a_day_and_not_text() -> None:
    (sheet,) = opened(BookTable("t", ["day"], [[DAY]])).worksheets
    assert (sheet["A2"].is_date, sheet["A2"].number_format, sheet["A2"].value.date()) == (True, "d mmm yyyy", DAY)


def test_a_colour_stands_only_where_words_say_the_same() -> None:
    (sheet,) = opened(BookTable("t", ["status"], [["must"], ["must, unless waived"], ["mustard"], ["no"]])).worksheets
    fills = [sheet[f"A{row}"].fill.fgColor.rgb for row in (2, 3, 4, 5)]
    assert fills == ["FFFFC7CE", "FFFFC7CE", "00000000", "00000000"]
    assert [sheet[f"A{row}"].value for row in (2, 3)] == ["must", "must, unless waived"]


@pytest.mark.parametrize(
    ("titles", "named"),
    [
        (["a/b:c*[d]?", "x" * 40], ["a b c  d", "x" * 31]),
        (["RSM", "rsm", "x" * 31, "x" * 32], ["RSM", "rsm 2", "x" * 31, "x" * 29 + " 2"]),
        (["history", "''"], ["history 2", "Sheet"]),
    ],
)
def test_a_sheet_has_a_name_that_a_spreadsheet_takes(titles: list[str], named: list[str]) -> None:
    assert opened(*(BookTable(title, ["a"], []) for title in titles)).sheetnames == named


def test_the_same_rows_give_the_same_bytes() -> None:
    tables = [BookTable("t", ["a"], [[DAY]])]
    assert workbook_of(tables) == workbook_of(tables)


def test_rows_are_on_a_sheet_named_as_the_file(tmp_path: Path) -> None:
    write_rows(tmp_path / "forums of May.xlsx", ["a"], [[1]])
    assert openpyxl.load_workbook(tmp_path / "forums of May.xlsx").sheetnames == ["forums of May"]


def test_csv_begins_with_a_byte_order_mark_only_if_it_is_asked_for(tmp_path: Path) -> None:
    for bom in (False, True):
        path = tmp_path / f"{bom}.csv"
        write_rows(path, ["name"], [["Zoë"]], bom=bom)
        assert path.read_bytes().startswith(b"\xef\xbb\xbf") is bom
        assert read_table(path).rows[0].cells == {"name": "Zoë"}


def test_a_sheet_is_printed_on_one_page_across_unless_nobody_could_read_it() -> None:
    narrow, wide = opened(
        BookTable("n", ["a"], [["x"]]), BookTable("w", [f"column {n}" for n in range(30)], [["x"] * 30])
    ).worksheets
    assert (narrow.page_setup.orientation, narrow.page_setup.paperSize) == ("landscape", 9)
    assert [bool(sheet.sheet_properties.pageSetUpPr.fitToPage) for sheet in (narrow, wide)] == [True, False]
    assert [sheet.print_title_rows for sheet in (narrow, wide)] == ["$1:$1", "$1:$1"]
    assert wide.print_title_cols == "$A:$A"
