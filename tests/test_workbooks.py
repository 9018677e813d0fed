"""Workbooks: what is read is what the sheet shows, and what a person cannot see is refused or said."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from yosrules import InputError
from yosrules.files.absences import read_absences
from yosrules.files.formats import grids, signatures
from yosrules.files.formats.grids import Merged
from yosrules.files.formats.sheet_xml import marks_of
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.formats.texts import as_shown, text_of
from yosrules.records.absence import StageHeld

PATH = "xl/worksheets/sheet1.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def a_sheet(*rows: list[object]) -> tuple[openpyxl.Workbook, Worksheet]:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    return book, book.worksheets[0]


def read(tmp_path: Path, book: openpyxl.Workbook, **parts: str) -> TextTable:
    """The first sheet of a workbook, after some of its parts were replaced."""
    return read_table(saved(tmp_path, book, **parts))


def saved(tmp_path: Path, book: openpyxl.Workbook, sheet: str = "", main: str = "") -> Path:
    book.save(held := BytesIO())
    with ZipFile(held) as before, ZipFile(path := tmp_path / "a.xlsx", "w") as after:
        for name in before.namelist():
            new = {PATH: sheet, "xl/workbook.xml": main}.get(name)
            after.writestr(name, new or before.read(name))
    return path


def refusal(tmp_path: Path, book: openpyxl.Workbook, **parts: str) -> str:
    with pytest.raises(InputError) as error:
        read(tmp_path, book, **parts)
    return str(error.value)


def test_a_formula_whose_result_is_an_empty_text_is_blank(tmp_path: Path) -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>worker</v></c><c r="B1" t="str"><v>start</v></c>'
        '<c r="C1" t="str"><v>end</v></c><c r="D1" t="str"><v>returned</v></c></row>'
        '<row><c t="str"><v>W1</v></c><c t="str"><v>2025-03-03</v></c>'
        '<c t="str"><f>IF(F3="","",F3)</f><v></v></c><c><f>F3+1</f></c></row>'
    )
    table = read(tmp_path, openpyxl.Workbook(), sheet=f"<worksheet {SPACE}><sheetData>{rows}</sheetData></worksheet>")
    # Only the formula without any result stands as it is written: nothing calculated it yet.
    assert table.rows[0].cells == {"worker": "W1", "start": "2025-03-03", "end": "", "returned": "=F3+1"}


def test_a_merged_cell_is_no_blank(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker", "start", "end"], ["W1", "2025-03-03", "2025-03-07"], ["W2", "2025-03-03", None])
    sheet.merge_cells("C2:C3")
    said = refusal(tmp_path, book)
    assert said.endswith("row 2, end: wrote 'one value for all'; allowed: a value in each cell; C2:C3 are merged")


def test_merged_titles_and_merged_blanks_say_nothing_of_a_row(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker", "start", "end"], ["W1", "2025-03-03", None], ["W2", "2025-03-03", None])
    for block in ("C2:C3", "A9:B9", "E2:F3", "A1:A1"):
        sheet.merge_cells(block)
    assert [row.cells["end"] for row in read(tmp_path, book).rows] == ["", ""]


def test_a_merged_cell_beside_the_headings_is_named_by_its_place(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker"], ["W1", "x"])
    sheet.merge_cells("B2:B3")
    assert "row 2, B2:B3: wrote 'one value for all'" in refusal(tmp_path, book)


def test_merged_cells_of_a_history_in_a_further_sheet_are_refused_too(tmp_path: Path) -> None:
    book, _ = a_sheet(["worker", "start", "end"], ["W1", "2025-03-03", "2025-03-07"])
    stages = book.create_sheet("stages")
    for row in (["worker", "step", "held"], ["W1", "informal", "2025-04-01"], [None, "stage 1", "2025-05-01"]):
        stages.append(row)
    stages.merge_cells("A2:A3")
    with pytest.raises(InputError, match="row 2, worker: wrote 'W1'; allowed: a value in each cell; A2:A3 are merged"):
        read_absences(saved(tmp_path, book))


def test_hidden_rows_and_columns_are_read_and_said(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker", "team"], *([f"W{number}", "North"] for number in range(2, 9)))
    for number in range(3, 9):
        sheet.row_dimensions[number].hidden = True
    sheet.column_dimensions["B"].hidden = True
    table = read(tmp_path, book)
    assert len(table.rows) == 7
    assert table.notes == (
        "hidden rows of a.xlsx were read: 6 (rows 3, 4, 5, 6, 7, ...)",
        "hidden columns of a.xlsx were read: team",
    )


def test_a_number_with_leading_zeros_is_read_as_it_is_shown(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker", "start", "end"], [12, "2025-03-03", "2025-03-07"])
    sheet["A2"].number_format = "000000"
    stages = book.create_sheet("stages")
    for row in (["worker", "step", "held"], ["000012", "informal", "2025-04-01"]):
        stages.append(row)
    workforce = read_absences(saved(tmp_path, book))
    assert len(workforce.histories["000012"][StageHeld]) == 1


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (12, "000000", "000012"),
        (12, '"W"000', "W012"),
        (12, r"\W000;-0", "W012"),
        (12.5, "0", "12.5"),
        (-12, "000", "-12"),
        (7.4, '0.0" hours"', "7.4"),
        (0.5, "0%", "50%"),
    ],
)
def test_numbers_have_the_zeros_and_the_text_that_their_format_puts_in_front(
    value: float, shown: str, text: str
) -> None:
    assert as_shown(value, shown) == text


def test_a_midnight_is_a_day() -> None:
    assert [text_of(datetime(2025, 3, 3)), text_of(datetime(2025, 3, 3, 12))] == ["2025-03-03", "2025-03-03T12:00:00"]


def test_a_serial_that_is_no_day_is_refused_without_a_warning(tmp_path: Path) -> None:
    book, sheet = a_sheet(["worker", "start", "end"], ["W1", 10_000_000, None])
    sheet["B2"].number_format = "yyyy-mm-dd"
    with pytest.raises(InputError, match="row 2, start of W1: wrote '10000000'; allowed: a date"):
        read_absences(saved(tmp_path, book))


def test_a_workbook_that_is_strict_open_xml_says_so(tmp_path: Path) -> None:
    main = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
    assert "Strict Open XML" in refusal(tmp_path, openpyxl.Workbook(), main=main)


@pytest.mark.parametrize(
    ("part", "content", "says"),
    [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument file"),
        ("xl/workbook.bin", "", "a binary workbook"),
        ("other.txt", "", "it is not a workbook that can be read"),
    ],
)
def test_another_zip_file_says_what_it_is(tmp_path: Path, part: str, content: str, says: str) -> None:
    with ZipFile(tmp_path / "a.xlsx", "w") as file:
        file.writestr(part, content)
    with pytest.raises(InputError, match=says):
        read_table(tmp_path / "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "MOST_UNPACKED", 100)
    assert "bytes; allowed: at most 100; save it as .csv or .parquet" in refusal(tmp_path, a_sheet(["a"])[0])


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx", "parquet"])
def test_a_table_that_is_too_wide_is_refused(tmp_path: Path, ending: str) -> None:
    names = [f"c{number}" for number in range(grids.MOST_COLUMNS + 1)]
    path = tmp_path / f"a.{ending}"
    if ending == "xlsx":
        a_sheet(names)[0].save(path)
    elif ending == "parquet":
        polars = pytest.importorskip("polars")
        polars.DataFrame({name: [1] for name in names}).write_parquet(path)
    else:
        path.write_text(",".join(names) if ending == "csv" else json.dumps([dict.fromkeys(names, 1)]))
    with pytest.raises(InputError, match="2,001 columns; allowed: at most 2,000"):
        read_table(path)


def test_a_table_with_too_many_cells_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 3)
    (tmp_path / "a.csv").write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(InputError, match="it has more than 3 cells; allowed: --engine"):
        read_table(tmp_path / "a.csv")


def test_a_cell_that_is_too_long_is_refused_and_not_shown_whole(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(f'[{{"worker": "W1", "hours": {"9" * 40_000}}}]')
    with pytest.raises(InputError) as error:
        read_table(tmp_path / "a.json")
    assert str(error.value).endswith(
        "row 2, hours: wrote '99999999999999999999... (40,000 characters)'; allowed: at most 32,767 characters"
    )


def test_a_number_of_very_many_digits_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f"worker,start,end,hours\nW1,2025-03-03,2025-03-03,{'9' * 41}\n")
    with pytest.raises(InputError, match="row 2, hours of W1"):
        read_absences(tmp_path / "a.csv")


def test_marks_are_found_where_rows_and_cells_do_not_say_their_place() -> None:
    sheet = (
        f'<worksheet {SPACE}><cols><col min="2" max="3" hidden="1"/></cols><sheetData><row hidden="true"><c/>'
        '<c><f>A1</f></c></row></sheetData><mergeCells><mergeCell ref="AB2:AC12"/></mergeCells></worksheet>'
    )
    marks = marks_of(sheet.encode())
    assert (marks.hidden_rows, marks.hidden_columns, marks.instead) == ({1}, {2, 3}, {(1, 2): "=A1"})
    assert marks.merged == (Merged("AB2:AC12", 2, 28, 12, 29),)
