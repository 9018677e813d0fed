"""Write tables as a workbook for people: headings that stay in sight, filters, widths, real dates, a sheet a table.

No text becomes a formula. A colour repeats what its cell says in words, and is never all that says it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from itertools import islice
from textwrap import wrap
from typing import TYPE_CHECKING, TypeAlias

import attrs

from yosrules.language.kinds import words

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

CellValue: TypeAlias = str | int | bool | date | Decimal | None
"""What a cell can hold; a member of a scale or of a list is written in its words."""

_FIRST_DAY = date(1900, 3, 1)  # spreadsheets hold that 1900 was a leap year, and know no day before it
_WHOLE = 10**15  # beyond this a spreadsheet rounds whole numbers

_LONGEST_TITLE = 31
_NARROWEST, _WIDEST = 8, 60
_ON_A_PAGE = 230
"""How wide a sheet may be to be printed on one page across."""

_LOOKED_AT = 1_000
"""How many rows are looked at to find how wide a column is."""

_MADE = datetime(2000, 1, 1)
"""When every workbook says that it was made, so that the same rows give the same bytes."""
_DAY = "d mmm yyyy"

_LINE, _TALLEST = 15, 405
"""How high a line of text is, and the most that a row may be, in points."""

_CELL = {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": "#BFBFBF"}
_RED, _AMBER = ("#FFC7CE", "#7A0006"), ("#FFEB9C", "#5F4700")
_GREEN, _BLUE = ("#D9EAD3", "#1E4620"), ("#DDEBF7", "#123A5E")
_TONES: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("must", "overdue", "review overdue", "shut", "inadequate"), _RED),
    **dict.fromkeys(("cannot tell", "at least may", "perhaps overdue", "requires improvement"), _AMBER),
    **dict.fromkeys(("held in time", "open", "good"), _GREEN),
    **dict.fromkeys(("may", "due", "outstanding"), _BLUE),
}
"""The ground and the letters of a cell that begins with one of these, up to a comma or a semicolon."""


@attrs.frozen
class BookTable:
    """A table for one sheet of a workbook."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


def workbook_of(tables: Sequence[BookTable]) -> bytes:
    """A workbook with a sheet for each table."""
    from xlsxwriter import Workbook  # noqa: PLC0415 -- an extra, imported when a workbook is written

    held = BytesIO()
    book = Workbook(held, {"in_memory": True})
    book.set_properties({"created": _MADE})
    looks = _Looks(book)
    for title, table in zip(_titles(tables), tables, strict=True):
        _fill(book.add_worksheet(title), table, looks)
    book.close()
    return held.getvalue()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book, self._tones = book, dict[str, "Format"]()
        self.plain = book.add_format(_CELL)
        self.day = book.add_format({**_CELL, "num_format": _DAY, "align": "left"})
        self.heading = book.add_format({**_CELL, "bold": True, "bg_color": "#E7E6E6", "bottom_color": "black"})

    def of(self, text: str) -> Format:
        """The look of a text; in colour where its first words have one."""
        first = text.casefold().partition(",")[0].partition(";")[0].strip()
        if first not in _TONES:
            return self.plain
        if first not in self._tones:
            ground, letters = _TONES[first]
            self._tones[first] = self._book.add_format({**_CELL, "bg_color": ground, "font_color": letters})
        return self._tones[first]


def _fill(sheet: Worksheet, table: BookTable, looks: _Looks) -> None:
    widths = [_width(table, place) for place in range(len(table.columns))]
    for place, name in enumerate(table.columns):
        sheet.write_string(0, place, name, looks.heading)
        sheet.set_column(place, place, widths[place])
    for at, row in enumerate(table.rows, start=1):
        for place, cell in enumerate(row):
            _put(sheet, at, place, cell_in_workbook(cell), looks)
    # Not every program makes a row as high as its text.
    for at, row in enumerate([table.columns, *table.rows]):
        if (lines := max(map(_lines, row, widths), default=1)) > 1:
            sheet.set_row(at, min(lines * _LINE, _TALLEST))
    sheet.freeze_panes(1, 1)
    if table.columns:
        sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.repeat_rows(0)
    if sum(widths) <= _ON_A_PAGE:
        sheet.fit_to_pages(1, 0)
    else:  # it could not be read
        sheet.repeat_columns("A:A")
    sheet.set_footer("&L&A&RPage &P of &N")


def _put(sheet: Worksheet, at: int, place: int, cell: CellValue, looks: _Looks) -> None:
    match cell:
        case None:
            sheet.write_blank(at, place, None, looks.plain)
        case str():
            sheet.write_string(at, place, cell, looks.of(cell))
        case date():
            sheet.write_datetime(at, place, datetime.combine(cell, time()), looks.day)
        case _:
            sheet.write_number(at, place, float(cell), looks.plain)


def cell_in_workbook(cell: CellValue) -> CellValue:
    """The value to put into a workbook: a number or a date that a workbook would change becomes text."""
    match cell:
        case bool():
            # As people write it: programs show a truth value as TRUE, as 1 or in their own language.
            return words(cell)
        case None | str():
            return cell
        case int():
            return cell if abs(cell) < _WHOLE else words(cell)
        case Decimal():
            return cell if _survives(cell) else words(cell)
        case _:
            return cell if cell >= _FIRST_DAY else words(cell)


def _survives(number: Decimal) -> bool:
    """Whether a number is unchanged when a spreadsheet keeps 15 digits of it."""
    return number.is_finite() and Decimal(f"{float(number):.15g}") == number


def _width(table: BookTable, place: int) -> int:
    """As wide as the longest line of a column; a heading may be wrapped between words."""
    longest = max(map(len, table.columns[place].split()), default=0) + 3  # the arrow of the filter
    for row in islice(table.rows, _LOOKED_AT):
        cell = row[place]
        lines = [_DAY] if isinstance(cell, date) else words("" if cell is None else cell).splitlines()
        longest = max(longest, *(len(line) + 2 for line in lines), 0)
    return min(max(longest, _NARROWEST), _WIDEST)


def _lines(cell: CellValue, width: int) -> int:
    """How many lines a cell takes."""
    if not isinstance(cell, str) or (len(cell) < width and "\n" not in cell):
        return 1
    return sum(max(len(wrap(line, width - 1)), 1) for line in cell.splitlines())


def _titles(tables: Sequence[BookTable]) -> Iterator[str]:
    """Names of sheets as a spreadsheet takes them: short, without some marks, no two alike."""
    taken: set[str] = {"history"}  # a name that spreadsheets keep for themselves
    for table in tables:
        plain = "".join(" " if mark in "[]:*?/\\" else mark for mark in table.title).strip(" '") or "Sheet"
        title, number = plain[:_LONGEST_TITLE].rstrip(" '"), 1
        while title.casefold() in taken:
            number += 1
            ending = f" {number}"
            title = plain[: _LONGEST_TITLE - len(ending)].rstrip(" '") + ending
        taken.add(title.casefold())
        yield title
