"""Workbooks of other formats: XLS, XLSB and ODS. What their cells say besides values is not lost."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
import python_calamine
from typer.testing import CliRunner

from yosrules.cli import app
from yosrules.errors import InputError
from yosrules.files import read_absences, read_table
from yosrules.files.formats import grids
from yosrules.files.formats.binary_books import marks_in_xls, marks_in_xlsb
from yosrules.files.formats.sheet_xml import marks_in_ods

XLS = Path(__file__).parent / "data" / "saved-by-xlwt.xls"
"""Sheets called Cover, Daten é ☃, Errors, Merged, and Lists, which is hidden; xlwt wrote it."""

STORED = "its numbers were read as they are stored, not as they are shown: 0.84 for 84%, 12 for 0012; look at them"


def refusal(path: Path, sheet: str = "") -> str:
    with pytest.raises(InputError) as error:
        read_table(path, {"worker", "start", "end"}.__contains__, sheet=sheet)
    return str(error.value)


def test_the_main_sheet_of_an_old_workbook_is_read_and_the_others_are_named() -> None:
    found = read_absences(XLS)
    assert [each.reference for each in found.workers] == ["W1"]
    assert found.unused == ("sheet Cover", "sheet Errors", "sheet Merged", "sheet Lists")
    table = read_table(XLS, {"worker", "hours"}.__contains__)
    assert [row.cells for row in table.rows] == [
        {"worker": "W1", "start": "2025-03-03", "end": "2025-03-04", "hours": "7.4"}
    ]
    assert table.notes == (
        STORED,
        "sheet Daten é ☃ of saved-by-xlwt.xls was read; not read: Cover, Errors, Merged, Lists (hidden)",
    )


def test_a_cell_in_error_of_an_old_workbook_is_no_blank() -> None:
    (row,) = read_table(XLS, sheet="errors").rows
    assert row.cells == {"worker": "W2", "start": "2025-04-03", "end": "#N/A", "hours": "yes"}


def test_merged_cells_of_an_old_workbook_are_refused() -> None:
    assert "row 2, end: wrote '2025-04-03'; allowed: a value in each cell; cells from row 2, column 3 are" in refusal(
        XLS, "Merged"
    )


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "it has no sheet 'x'; allowed: Cover, Daten é ☃, Errors, Merged or Lists" in refusal(XLS, "x")
    (tmp_path / "a.csv").write_text("worker\nW1\n")
    assert "it has no sheet 'x'; only workbooks have sheets" in refusal(tmp_path / "a.csv", "x")


def test_a_workbook_whose_sheets_are_all_hidden_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as before, ZipFile(tmp_path / "b.xlsx", "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(name, part.replace(b'state="visible"', b'state="hidden"'))
    assert "all its sheets are hidden; name one with --sheet" in refusal(tmp_path / "b.xlsx")


def test_a_workbook_with_macros_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["worker"])
    book.worksheets[0].append(["W1"])
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "a.xlsx").rename(tmp_path / "a.xlsm")
    assert read_table(tmp_path / "a.xlsm").rows[0].cells == {"worker": "W1"}
    (tmp_path / "a.xlsm").rename(tmp_path / "a.ods")
    assert "its name ends in .ods, but it is an Excel workbook; let its name end in .xlsx" in refusal(
        tmp_path / "a.ods"
    )


def test_a_cell_in_error_of_a_workbook_in_xml_is_no_blank_and_it_may_have_no_styles(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["worker", "end"], ["W1", "#N/A"], ["W2", "#DIV/0!"]):
        book.worksheets[0].append(line)
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as before, ZipFile(tmp_path / "b.xlsx", "w") as after:
        for name in before.namelist():
            if "styles" not in name:
                after.writestr(name, before.read(name).replace(b'Target="styles', b'Target="none'))
    for path in (tmp_path / "a.xlsx", tmp_path / "b.xlsx"):
        assert [row.cells["end"] for row in read_table(path).rows] == ["#N/A", "#DIV/0!"]


def test_a_workbook_with_a_password_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(path: Path) -> None:
        raise python_calamine.PasswordError("locked")

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_path=locked))
    assert refusal(XLS) == "saved-by-xlwt.xls: it is protected with a password; save it without one"


def biff(kind: int, held: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(held)) + held


def an_xls(
    path: Path,
    *,
    cutoff: int = 64,
    outside: bool = False,
    ends: bool = True,
    after: int = 0xFFFFFFFE,
    hides: bool = False,
    filtered: bool = False,
) -> Path:
    """An OLE file with one sheet A and a formula in error in B3; the list of its tables lies `outside` the header.

    `ends` says whether its stream has an end, and `after` which sector follows that of the stream.
    """
    cell = struct.pack("<HHH", 2, 1, 0)
    sheet = biff(0x809) + biff(0x809) + biff(6, cell + bytes(14)) + biff(10)
    sheet += biff(6, cell + b"\x02\0\x1d\0\0\0\xff\xff") + biff(6, cell + bytes(8))
    if hides:
        sheet += biff(0x208, struct.pack("<H", 1) + bytes(14)) + biff(
            0x208, struct.pack("<H", 2) + bytes(10) + b"\x20\0\0\0"
        )
        sheet += biff(0x7D, struct.pack("<HH", 0, 0) + bytes(8)) + biff(
            0x7D, struct.pack("<HH", 1, 2) + bytes(4) + b"\1\0\0\0"
        )
    sheet += biff(0x9B) * filtered
    sheet += (biff(10) + biff(6, cell)) * ends
    top = biff(0x809) + biff(0x85, struct.pack("<IBBBB", 22 + 4, 0, 0, 1, 0) + b"A")[:13] + biff(10)
    stream = top.ljust(26, b"\0") + sheet
    entry = "Workbook".encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 18) + bytes(50)
    table = struct.pack("<4I", *([0xFFFFFFFE] * 3), after) + b"\xff" * 496
    listed = struct.pack("<I", 0) + b"\xff" * 508
    header = b"\xd0\xcf\x11\xe0" + bytes(26) + struct.pack("<H", 9) + bytes(16) + struct.pack("<I", 1) + bytes(4)
    header += struct.pack("<II", cutoff, 0xFFFFFFFE) + bytes(4) + struct.pack("<I", 2 if outside else 0xFFFFFFFE)
    header = header.ljust(76, b"\0") + (b"" if outside else struct.pack("<I", 0))
    sectors = [table, entry + struct.pack("<II", 3, len(stream)), listed, stream]
    path.write_bytes(header.ljust(512, b"\xff") + b"".join(each.ljust(512, b"\0") for each in sectors))
    return path


@pytest.mark.parametrize("spoilt", [{}, {"outside": True}, {"ends": False}, {"after": 3}])
def test_a_formula_in_error_is_found_wherever_it_lies_and_a_spoilt_file_has_an_end(
    tmp_path: Path, spoilt: dict[str, Any]
) -> None:
    found = marks_in_xls(an_xls(tmp_path / "a.xls", **spoilt))
    assert {title: marks.instead for title, marks in found.items()} == {"A": {(3, 2): "#NAME?"}}


def test_a_stream_that_is_too_short_is_no_workbook(tmp_path: Path) -> None:
    said = refusal(an_xls(tmp_path / "a.xls", cutoff=4096))
    assert said == "a.xls: it is not a workbook that can be read: its stream is too short for a workbook"


def short(kind: int, held: bytes = b"") -> bytes:
    """A record of an XLSB workbook."""
    size = bytes([len(held) & 0x7F | 0x80, len(held) >> 7]) if len(held) > 127 else bytes([len(held)])
    return (bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])) + size + held


def text(written: str) -> bytes:
    return struct.pack("<I", len(written)) + written.encode("utf-16-le")


CELLS: Sequence[Sequence[tuple[int, bytes]]] = [
    [(6, text("worker")), (6, text("end")), (6, text("x" * 200))],
    [(6, text("W1")), (3, b"\x2a"), (5, struct.pack("<d", 7.4))],
    [(6, text("W2")), (11, b"\x07" + bytes(12))],
]


def an_xlsb(path: Path, hidden: Collection[int] = ()) -> Path:
    """A workbook in binary with the cells above; with hidden rows also a hidden column and a filter."""
    sheet = short(129) + short(148, struct.pack("<4I", 0, 2, 0, 2))
    sheet += short(390) + short(60, struct.pack("<4IH", 0, 1, 0, 0, 0))
    sheet += (short(60, struct.pack("<4IH", 2, 2, 0, 0, 1)) + short(391)) if hidden else short(391)
    sheet += short(145)
    for row, cells in enumerate(CELLS):
        sheet += short(0, struct.pack("<I", row) + bytes(7) + bytes([0x10 * (row in hidden)]) + bytes(5))
        for column, (kind, held) in enumerate(cells):
            sheet += short(kind, struct.pack("<II", column, 0) + held)
    sheet += short(146) + short(161, bytes(16)) * bool(hidden) + short(130)
    book = short(131) + short(143) + short(156, struct.pack("<II", 0, 1) + text("rId1") + text("Data")) + short(144)
    space = "http://schemas.openxmlformats.org/package/2006"
    with ZipFile(path, "w") as held:
        held.writestr("[Content_Types].xml", f'<Types xmlns="{space}/content-types"/>')
        held.writestr("xl/workbook.bin", book + short(132))
        target = '<Relationship Id="rId1" Type="worksheet" Target="worksheets/sheet1.bin"/>'
        held.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{space}/relationships">{target}</Relationships>'
        )
        held.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def test_errors_in_a_binary_workbook_are_no_blanks(tmp_path: Path) -> None:
    path = an_xlsb(tmp_path / "a.xlsb")
    assert marks_in_xlsb(path)["Data"].instead == {(2, 2): "#N/A", (3, 2): "#DIV/0!"}
    assert [[*row.cells.values()] for row in read_table(path).rows] == [["W1", "#N/A", "7.4"], ["W2", "#DIV/0!", ""]]


def test_what_is_hidden_in_a_binary_workbook_is_found(tmp_path: Path) -> None:
    path = an_xlsb(tmp_path / "a.xlsb", hidden={1})
    marks = marks_in_xlsb(path)["Data"]
    assert (marks.hidden_rows, marks.hidden_columns, marks.filtered) == ({2}, {3}, True)
    plain = marks_in_xlsb(an_xlsb(tmp_path / "b.xlsb"))["Data"]
    assert (plain.hidden_rows, plain.hidden_columns, plain.filtered) == (set(), set(), False)


@pytest.mark.parametrize("filtered", [False, True])
def test_what_is_hidden_in_an_xls_workbook_is_found(tmp_path: Path, filtered: bool) -> None:
    marks = marks_in_xls(an_xls(tmp_path / "a.xls", hides=True, filtered=filtered))["A"]
    assert (marks.hidden_rows, marks.hidden_columns, marks.filtered) == ({3}, {2, 3}, filtered)
    assert marks.instead == {(3, 2): "#NAME?"}


def test_a_small_workbook_as_libreoffice_saves_it_is_read() -> None:
    """Its stream lies in the small sectors; of seven rows two are hidden, and one of three columns."""
    table = read_table(XLS.with_name("small-and-hidden.xls"))
    assert [row.cells["rosh"] for row in table.rows] == ["High", "Medium"] * 4
    assert table.notes == (
        "hidden rows of small-and-hidden.xls were read: 2 (rows 3, 4)",
        "hidden columns of small-and-hidden.xls were read: note",
    )


def test_a_binary_workbook_that_is_too_big_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grids, "MOST_CELLS", 8)
    assert "it has more than 8 cells" in refusal(an_xlsb(tmp_path / "a.xlsb"))


OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"


def an_ods(path: Path, rows: str) -> Path:
    names = " ".join(f'xmlns:{each}="{OFFICE}{each}:1.0"' for each in ("office", "table", "text"))
    sheet = f'<table:table table:name="Data">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    names += ' xmlns:calcext="x"'
    with ZipFile(path, "w") as held:
        held.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        held.writestr("content.xml", f"<office:document-content {names}>{body}</office:document-content>")
        listed = f'xmlns:manifest="{OFFICE}manifest:1.0"'
        held.writestr("META-INF/manifest.xml", f"<manifest:manifest {listed}></manifest:manifest>")
    return path


def cell(written: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{written}</text:p></table:table-cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


COLUMNS = (
    '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    '<table:table-column table:number-columns-repeated="1021"/>'
)
HEAD = row(cell("worker"), cell("start"), cell("end"))


def test_an_opendocument_workbook_is_read(tmp_path: Path) -> None:
    path = an_ods(tmp_path / "a.ods", HEAD + row(cell("W1"), cell("2025-03-03"), cell("2025-03-04")))
    assert marks_in_ods(path) == {}
    assert [each.cells["end"] for each in read_table(path).rows] == ["2025-03-04"]


def test_errors_hidden_rows_and_merged_cells_of_an_opendocument_workbook(tmp_path: Path) -> None:
    error = cell("#N/A", 'calcext:value-type="error"').replace('office:value-type="string" ', "")
    twice = row(cell("x", 'table:number-columns-repeated="2"'), error, more='table:number-rows-repeated="2"')
    hidden = row(cell("W2"), cell("2025-03-03"), more='table:visibility="filter" table:number-rows-repeated="2"')
    merged = row(cell("W3"), cell("2025-04-03", 'table:number-rows-spanned="2"'), "<table:covered-table-cell/>")
    marks = marks_in_ods(an_ods(tmp_path / "a.ods", COLUMNS + HEAD + twice + hidden + merged))["Data"]
    assert (marks.instead, marks.hidden_rows) == ({(2, 3): "#N/A"}, {4, 5})
    assert (marks.hidden_columns, marks.filtered) == ({2, 3}, True)
    assert marks.merged == (grids.Merged("cells from row 6, column 2", 6, 2, 7, 2),)
    path = an_ods(tmp_path / "b.ods", HEAD + row(cell("W1"), cell("2025-03-03"), error))
    assert [each.cells["end"] for each in read_table(path).rows] == ["#N/A"]


def test_a_command_reads_the_sheet_that_is_named() -> None:
    asked = ["--policy", "sheffield-university-attendance", "--on", "2025-11-28", "--sheet", "errors"]
    told = CliRunner().invoke(app, ["triggers", str(XLS), "--no-stages", *asked])
    assert "row 2, end of W2: wrote '#N/A'" in str(told.exception)
    proposed = CliRunner().invoke(app, ["map", str(XLS), "--sheet", "errors"])
    assert proposed.exit_code == 0
    cases = CliRunner().invoke(app, ["allocate", str(XLS), "--sheet", "x"])
    assert str(cases.exception).endswith("it has no sheet 'x'; allowed: Cover, Daten é ☃, Errors, Merged or Lists")


def test_a_panic_of_the_reader_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicError(BaseException):
        """What a library in another language raises where it gives up."""

    def panics(path: Path) -> None:
        raise PanicError("no such year")

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", SimpleNamespace(from_path=panics))
    assert refusal(XLS) == "saved-by-xlwt.xls: it is not a workbook that can be read: it is damaged"
