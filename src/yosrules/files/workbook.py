"""Read the sheets of an XLSX workbook as they are shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import attrs

from yosrules.errors import InputError
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
    _formulas: Worksheet | None

    def lines(self) -> list[TextLine]:
        """The rows as they are shown; a formula that has no result yet is given as it is written."""
        lines = _lines(self._results)
        if self._formulas is None:
            return lines
        both = zip(lines, _lines(self._formulas), strict=True)
        return [[cell or _formula(written) for cell, written in zip(*each, strict=True)] for each in both]


@contextmanager
def open_sheets(path: Path) -> Iterator[list[BookSheet]]:
    """The sheets of a workbook, for as long as it is open; a workbook that cannot be read is an `InputError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    with ExitStack() as books:
        try:
            results = _sheets(books.enter_context(closing(load_workbook(path, read_only=True, data_only=True))))
            formulas: Sequence[Worksheet | None] = [None] * len(results)
            if _has_formulas(path):  # openpyxl gives results or formulas, and a second reading takes as long again
                formulas = _sheets(books.enter_context(closing(load_workbook(path, read_only=True))))
            yield [
                BookSheet(sheet.title, sheet.sheet_state == "visible", sheet, other)
                for sheet, other in zip(results, formulas, strict=True)
            ]
        except InputError:
            raise
        except Exception as error:  # a broken workbook fails in as many ways as it has parts
            raise InputError(path.name, why=f"it is not a workbook that can be read: {error}") from None


def first_lines(path: Path) -> list[TextLine]:
    """The rows of the first sheet that is not hidden."""
    with open_sheets(path) as sheets:
        return next(sheet for sheet in sheets if sheet.visible).lines()


def _has_formulas(path: Path) -> bool:
    with ZipFile(path) as book:
        return any(b"<f" in book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/"))


def _sheets(book: Workbook) -> Sequence[Worksheet]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # some programs state them wrongly
    return book.worksheets


def _lines(sheet: Worksheet) -> list[TextLine]:
    return [[as_shown(cell.value, cell.number_format or "") for cell in row] for row in sheet.iter_rows()]


def _formula(written: str) -> str:
    return written if written.startswith("=") else ""
