"""Known inputs in workbooks, and files that are not what their ending says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from known_inputs.rows import Answer, Row, command
from test_workbooks import SPACE, a_sheet, saved

TRIGGERS = "triggers a.xlsx --policy sheffield-university-attendance --on 2025-10-01 --pattern mon-fri:7.4 --no-stages"
SAYS_NOTHING = 't="str"><f>IF(F3="","",F3)</f><v></v>'


def shown(line: str, *rows: list[object], change: Callable[[Worksheet], None] = lambda _: None) -> Callable[[], Answer]:
    """A command over a workbook of these rows, after a change to its sheet."""

    def ask() -> Answer:
        book, sheet = a_sheet(*rows)
        change(sheet)
        book.save("a.xlsx")
        return command(line)

    return ask


def written(line: str, *rows: str) -> Callable[[], Answer]:
    """A command over a workbook whose sheet is written as it is stored, a row of cells each."""

    def ask() -> Answer:
        cells = "".join(f"<row>{row}</row>" for row in rows)
        sheet = f"<worksheet {SPACE}><sheetData>{cells}</sheetData></worksheet>"
        saved(Path(), openpyxl.Workbook(), sheet=sheet)
        return command(line)

    return ask


def text(*cells: str) -> str:
    """Cells of text, as a workbook stores them."""
    return "".join(f'<c t="str"><v>{cell}</v></c>' for cell in cells)


def hide(sheet: Worksheet) -> None:
    """Hide the third and the fourth row, as a filter does."""
    for row in (3, 4):
        sheet.row_dimensions[row].hidden = True


def zeros(sheet: Worksheet) -> None:
    """Show the number of the worker with zeros in front, and add a sheet of stages that has them as text."""
    sheet["A2"].number_format = "000000"
    stages = sheet.parent.create_sheet("stages")
    for row in (["worker", "step", "held"], ["000012", "informal", "2025-01-06"]):
        stages.append(row)


def renamed() -> Answer:
    """A CSV with the ending of a workbook."""
    Path("a.xlsx").write_text("worker,start,end\nW1,2025-03-03,2025-03-04\n")
    return command(TRIGGERS)


def strict() -> Answer:
    """A workbook that is saved as Strict Open XML."""
    book, _ = a_sheet(["worker", "start", "end"], ["W1", "2025-03-03", "2025-03-04"])
    book.save("b.xlsx")
    with ZipFile("b.xlsx") as before, ZipFile("a.xlsx", "w") as after:
        for name in before.namelist():
            part = before.read(name).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
            after.writestr(name, part)
    return command(TRIGGERS)


def serial(sheet: Worksheet) -> None:
    """Mark a number as a date that no calendar has."""
    sheet["B2"].number_format = "yyyy-mm-dd"


HEADS: list[object] = ["worker", "start", "end"]
ROWS = [
    Row(
        "an end that is merged over two rows",
        shown(
            TRIGGERS,
            HEADS,
            ["W1", "2025-03-03", "2025-03-07"],
            ["W2", "2025-03-03", None],
            change=lambda sheet: sheet.merge_cells("C2:C3"),
        ),
        2,
        ("row 2, end: wrote '2025-03-07'; allowed: a value in each cell; C2:C3 are merged",),
    ),
    Row(
        "a formula under end whose result is empty",
        written(TRIGGERS, text("worker", "start", "end"), text("W1", "2025-09-29") + f"<c {SAYS_NOTHING}</c>"),
        says=("1 worker",),
        never=("IF(F3",),
    ),
    Row(
        "a formula under a column of text whose result is empty",
        written(
            "explain a.xlsx C1 --on 2019-09-09",
            text("reference", "at_risk_of_custody", "at_risk_of_custody_author"),
            text("C1", "yes") + f"<c {SAYS_NOTHING}</c>",
        ),
        says=("Because the child is judged at risk of custody",),
        never=("IF(F3",),
    ),
    Row(
        "a number that is shown with zeros in front",
        shown(
            "triggers a.xlsx --policy west-lothian-attendance --on 2025-10-01 --pattern mon-fri:7.4",
            HEADS,
            [12, "2025-03-03", "2025-03-04"],
            change=zeros,
        ),
        says=("1 worker by west-lothian-attendance",),
    ),
    Row(
        "a risk that is merged over two rows",
        shown(
            "allocate a.xlsx --on 2019-09-09",
            ["reference", "rosh"],
            ["C1", "High"],
            ["C2", None],
            change=lambda sheet: sheet.merge_cells("B2:B3"),
        ),
        2,
        ("row 2, rosh: wrote 'High'; allowed: a value in each cell; B2:B3 are merged",),
    ),
    Row(
        "rows that a filter hides",
        shown(TRIGGERS, HEADS, *([f"W{n}", "2025-03-03", "2025-03-04"] for n in range(3)), change=hide),
        says=("3 workers", "hidden rows of a.xlsx were read: 2 (rows 3, 4)"),
    ),
    Row(
        "a worker that is merged over two rows",
        shown(
            TRIGGERS,
            HEADS,
            ["W1", "2025-03-03", "2025-03-04"],
            [None, "2025-04-03", "2025-04-04"],
            change=lambda sheet: sheet.merge_cells("A2:A3"),
        ),
        2,
        ("row 2, worker: wrote 'W1'; allowed: a value in each cell; A2:A3 are merged",),
    ),
    Row("a CSV that is called a workbook", renamed, 2, ("its name ends in .xlsx, but it holds text, such as CSV",)),
    Row("a workbook that is saved as Strict Open XML", strict, 2, ("Strict Open XML",)),
    Row(
        "a serial that is no day",
        shown(TRIGGERS, HEADS, ["W1", 10_000_000, "2025-03-04"], change=serial),
        2,
        ("row 2, start of W1: wrote '10000000'; allowed: a date",),
    ),
]
