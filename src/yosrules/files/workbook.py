"""Read the sheets of an XLSX workbook as they are shown."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import attrs

from yosrules.errors import InputError
from yosrules.files.grids import RawTable, check_size, marks_of
from yosrules.files.signatures import check_workbook
from yosrules.files.texts import TextLine, as_shown

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


@attrs.frozen
class BookSheet:
    """One sheet of a workbook that is open."""

    title: str
    visible: bool
    _results: Worksheet
    _book: ZipFile

    def grid(self) -> RawTable:
        """The rows as they are shown; a formula that has no result yet is given as it is written."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a serial that is no day is read as an error, which its column refuses
            lines = _lines(self.title, self._results)
        # openpyxl reads merged cells and formulas only if it keeps the whole sheet in memory.
        marks = marks_of(self._book.read(vars(self._results)["_worksheet_path"]))
        for (row, column), formula in marks.waiting.items():
            lines[row - 1][column - 1] = formula
        return RawTable(lines, marks)


@contextmanager
def open_sheets(path: Path) -> Iterator[list[BookSheet]]:
    """The sheets of a workbook, for as long as it is open; a workbook that cannot be read is an `InputError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    check_workbook(path)
    with ExitStack() as books:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about styles and extensions, which are not read
                sheets = _sheets(books.enter_context(closing(load_workbook(path, read_only=True, data_only=True))))
            book = books.enter_context(ZipFile(path))
            yield [BookSheet(sheet.title, sheet.sheet_state == "visible", sheet, book) for sheet in sheets]
        except InputError:
            raise
        except Exception as error:  # a broken workbook fails in as many ways as it has parts
            said = str(error) or type(error).__name__
            raise InputError(path.name, why=f"it is not a workbook that can be read: {said}") from None


def first_grid(path: Path) -> RawTable:
    """The rows of the first sheet that is not hidden."""
    with open_sheets(path) as sheets:
        return next(sheet for sheet in sheets if sheet.visible).grid()


def _sheets(book: Workbook) -> Sequence[Worksheet]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs state them wrongly
    return book.worksheets


def _lines(title: str, sheet: Worksheet) -> list[TextLine]:
    lines, cells = list[TextLine](), 0
    for row in sheet.iter_rows():
        line = [as_shown(cell.value, cell.number_format or "") for cell in row]
        widest = max((place for place, cell in enumerate(line, start=1) if cell), default=0)
        cells += len(line)
        check_size(f"sheet {title}", widest, cells)
        lines.append(line)
    return lines
