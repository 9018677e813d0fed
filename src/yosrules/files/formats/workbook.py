"""Read the sheets of a workbook as they are shown: XLSX, XLSM, XLSB, XLS or ODS."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.binary_books import marks_in_xls, marks_in_xlsb
from yosrules.files.formats.grids import Marks, Merged, RawTable, check_size
from yosrules.files.formats.headings import folded
from yosrules.files.formats.panics import panics_unseen
from yosrules.files.formats.sheet_xml import extent, marks_in_ods, marks_of, paths_of_sheets, telling_formats
from yosrules.files.formats.signatures import check_workbook
from yosrules.files.formats.texts import TextLine, as_shown, texts_of
from yosrules.language.kinds import one_of

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_IN_XML = (".xlsx", ".xlsm")

_MARKS: Mapping[str, Callable[[Path], dict[str, Marks]]] = {
    ".xls": marks_in_xls,
    ".xlsb": marks_in_xlsb,
    ".ods": marks_in_ods,
}
"""How the marks of all sheets are found in workbooks of these endings."""

_STORED = "its numbers were read as they are stored, not as they are shown: 0.84 for 84%, 12 for 0012; look at them"

_LOOKED_AT = 20
"""How many lines of a sheet are looked at for headings."""


def _none(path: Path) -> dict[str, Marks]:  # noqa: ARG001 -- the marks of an XLSX workbook are found sheet by sheet
    return {}


@attrs.frozen
class _Parts:
    """What the XML of a workbook says beside its values."""

    book: ZipFile
    paths: Mapping[str, str]
    formats: Mapping[int, str]


@attrs.define(slots=False)
class BookSheet:
    """One sheet of a workbook that is open."""

    title: str
    visible: bool
    _book: CalamineWorkbook
    _parts: _Parts | None
    _marks: Marks

    @cached_property
    def _xml(self) -> bytes:
        return self._parts.book.read(self._parts.paths[self.title]) if self._parts else b""

    @cached_property
    def _merged(self) -> tuple[Merged, ...]:
        """The merged cells of a workbook in binary; those of others are in its XML."""
        ranges = self._book.get_sheet_by_name(self.title).merged_cell_ranges if self._parts is None else None
        return tuple(
            Merged(f"cells from row {top + 1}, column {left + 1}", top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in ranges or ()
        )

    @cached_property
    def _values(self) -> Sequence[Sequence[object]]:
        rows, columns = extent(self._xml)
        check_size(f"sheet {self.title}", 0, rows * columns if rows > 1 else 0)
        held = self._book.get_sheet_by_name(self.title)
        check_size(f"sheet {self.title}", held.total_width, held.total_width * held.total_height)
        return held.to_python(skip_empty_area=False)

    def known(self, knows: Callable[[str], bool]) -> int:
        """The most known headings in one of the first lines."""
        lines = self._values[:_LOOKED_AT]
        return max((sum(knows(str(cell)) for cell in line if cell != "") for line in lines), default=0)

    def grid(self) -> RawTable:
        """The rows as they are shown; an error stands as it is, and a formula without a result as it is written."""
        lines = [texts_of(line) for line in self._values]
        marks, formats = self._marks, dict[int, str]()
        if self._parts:
            marks, formats = marks_of(self._xml, self._parts.formats), {**self._parts.formats}
        if self._merged:
            marks = attrs.evolve(marks, merged=self._merged)
        for (row, column), style in marks.styles.items():
            _put(lines, row, column, as_shown(self._value(row, column), formats[style]))
        for (row, column), text in marks.instead.items():
            _put(lines, row, column, text)
        stored = self._parts is None and any(type(cell) is float for line in self._values for cell in line)
        return RawTable(lines, marks, (_STORED,) if stored else ())

    def _value(self, row: int, column: int) -> object:
        line = self._values[row - 1] if row <= len(self._values) else []
        return line[column - 1] if column <= len(line) else ""


def _put(lines: list[TextLine], row: int, column: int, text: str) -> None:
    """Put a text into a cell, also where the table ended before it."""
    if text:
        lines += [[] for _ in range(row - len(lines))]
        line = lines[row - 1]
        line += [""] * (column - len(line))
        line[column - 1] = text


@contextmanager
def open_sheets(path: Path) -> Iterator[list[BookSheet]]:
    """The sheets of a workbook, for as long as it is open; a workbook that cannot be read is an `InputError`."""
    from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    check_workbook(path)
    with ExitStack() as books:
        try:
            parts, marks = None, _MARKS.get(path.suffix.casefold(), _none)(path)
            if path.suffix.casefold() in _IN_XML:
                held = books.enter_context(ZipFile(path))
                parts = _Parts(held, paths_of_sheets(held), telling_formats(held))
            with panics_unseen():
                book = books.enter_context(CalamineWorkbook.from_path(path))
            yield [
                BookSheet(
                    each.name, each.visible == SheetVisibleEnum.Visible, book, parts, marks.get(each.name, Marks())
                )
                for each in book.sheets_metadata
                if each.typ == SheetTypeEnum.WorkSheet
            ]
        except (InputError, KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except PasswordError:
            raise InputError(path.name, why="it is protected with a password; save it without one") from None
        except BaseException as error:  # a broken workbook fails in many ways; a panic of the reader is no Exception
            said = (str(error) or type(error).__name__) if isinstance(error, Exception) else "it is damaged"
            raise InputError(path.name, why=f"it is not a workbook that can be read: {said}") from None


def _main(path: Path, sheets: Sequence[BookSheet], knows: Callable[[str], bool], besides: Collection[str]) -> BookSheet:
    """The visible sheet with the most known headings, the first of several; not one that holds something else by name.

    `besides` holds the folded names of such sheets, which are taken only if there is no other.
    """
    visible = [sheet for sheet in sheets if sheet.visible]
    if not visible:
        raise InputError(path.name, why="all its sheets are hidden; name one with --sheet")
    named = [sheet for sheet in visible if folded(sheet.title) not in besides]
    return max(named or visible, key=lambda sheet: sheet.known(knows))


def main_grid(
    path: Path, knows: Callable[[str], bool], besides: Collection[str], wanted: str = ""
) -> tuple[RawTable, str]:
    """The rows of the main sheet or of the one that is wanted, with its title; a note says which others there are."""
    with open_sheets(path) as sheets:
        main = _called(path, sheets, wanted) if wanted else _main(path, sheets, knows, besides)
        first, grid = next((sheet for sheet in sheets if sheet.visible), main), main.grid()
        others = [_shown(sheet) for sheet in sheets if sheet is not main and folded(sheet.title) not in besides]
    read = f"sheet {main.title} of {path.name} was read"
    notes = [f"{read}; not read: {', '.join(others)}"] if others and not besides else []
    notes += [read] if besides and main is not first else []
    return attrs.evolve(grid, notes=(*grid.notes, *notes)), main.title


def _called(path: Path, sheets: Sequence[BookSheet], wanted: str) -> BookSheet:
    for sheet in sheets:
        if folded(sheet.title) == folded(wanted):
            return sheet
    raise InputError(path.name, why=f"it has no sheet {wanted!r}; allowed: {one_of([each.title for each in sheets])}")


def _shown(sheet: BookSheet) -> str:
    return sheet.title if sheet.visible else f"{sheet.title} (hidden)"
