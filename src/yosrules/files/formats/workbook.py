"""Read the sheets of an XLSX workbook as they are shown."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.grids import RawTable, check_size, marks_of
from yosrules.files.formats.headings import folded
from yosrules.files.formats.signatures import check_workbook
from yosrules.files.formats.texts import TextLine, as_shown

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


_LOOKED_AT = 20
"""How many lines of a sheet are looked at for headings."""


@attrs.frozen
class BookSheet:
    """One sheet of a workbook that is open."""

    title: str
    visible: bool
    _results: Worksheet
    _book: ZipFile

    def known(self, knows: Callable[[str], bool]) -> int:
        """The most known headings in one of the first lines."""
        with _quiet():
            lines = [*self._results.iter_rows(max_row=_LOOKED_AT, values_only=True)]
        return max((sum(knows(str(cell)) for cell in line if cell is not None) for line in lines), default=0)

    def grid(self) -> RawTable:
        """The rows as they are shown; a formula that has no result yet is given as it is written."""
        with _quiet():
            lines = _lines(self.title, self._results)
        # openpyxl reads merged cells and formulas only if it keeps the whole sheet in memory.
        marks = marks_of(self._book.read(vars(self._results)["_worksheet_path"]))
        for (row, column), formula in marks.waiting.items():
            lines[row - 1][column - 1] = formula
        return RawTable(lines, marks)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without warnings: styles and extensions are not read, and a serial that is no day is refused by its column."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def open_sheets(path: Path) -> Iterator[list[BookSheet]]:
    """The sheets of a workbook, for as long as it is open; a workbook that cannot be read is an `InputError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    check_workbook(path)
    with ExitStack() as books:
        try:
            with _quiet():
                sheets = _sheets(books.enter_context(closing(load_workbook(path, read_only=True, data_only=True))))
            book = books.enter_context(ZipFile(path))
            yield [BookSheet(sheet.title, sheet.sheet_state == "visible", sheet, book) for sheet in sheets]
        except InputError:
            raise
        except Exception as error:  # a broken workbook fails in as many ways as it has parts
            said = str(error) or type(error).__name__
            raise InputError(path.name, why=f"it is not a workbook that can be read: {said}") from None


def main_sheet(sheets: Sequence[BookSheet], knows: Callable[[str], bool], besides: Collection[str]) -> BookSheet:
    """The visible sheet with the most known headings, the first of several; not one that holds something else by name.

    `besides` holds the folded names of such sheets, which are taken only if there is no other.
    """
    visible = [sheet for sheet in sheets if sheet.visible]
    named = [sheet for sheet in visible if folded(sheet.title) not in besides]
    return max(named or visible, key=lambda sheet: sheet.known(knows))


def main_grid(path: Path, knows: Callable[[str], bool], besides: Collection[str]) -> RawTable:
    """The rows of the main sheet, and which it is where another comes first."""
    with open_sheets(path) as sheets:
        main = main_sheet(sheets, knows, besides)
        first = next(sheet for sheet in sheets if sheet.visible)
        grid = main.grid()
    return grid if main is first else attrs.evolve(grid, notes=(f"sheet {main.title} of {path.name} was read",))


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
