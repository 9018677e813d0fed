"""The cells of one table before anybody reads them, and what a spreadsheet says of them beside their values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.texts import TextLine

LONGEST_CELL = 32_767
"""The most characters of a cell, as in spreadsheets."""
MOST_COLUMNS = 2_000
"""The most columns of a table."""
MOST_CELLS = 20_000_000
"""The most cells of a table; bigger ones are for `--engine`."""

_WORTH_READING = re.compile(rb"<(?:\w+:)?f[ />]|mergeCell |hidden=")


@attrs.frozen
class Merged:
    """A block of merged cells, by the numbers of its rows and columns; only the first cell holds a value."""

    name: str
    top: int
    left: int
    bottom: int


@attrs.frozen
class Marks:
    """What a sheet says beside its values: merged cells, hidden rows and columns, formulas that have no result yet."""

    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    waiting: Mapping[tuple[int, int], str] = attrs.field(factory=dict[tuple[int, int], str])


@attrs.frozen
class RawTable:
    """The rows of a table as text, the first of them row 1; `notes` says what a person may have to look at."""

    lines: list[TextLine]
    marks: Marks = Marks()
    notes: tuple[str, ...] = ()


def check_size(file: str, columns: int, cells: int = 0) -> None:
    """Refuse a table that is too wide or too big to be read whole."""
    if columns > MOST_COLUMNS:
        raise InputError(file, why=f"it has {columns:,} columns; allowed: at most {MOST_COLUMNS:,}")
    if cells > MOST_CELLS:
        raise InputError(file, why=f"it has more than {MOST_CELLS:,} cells; allowed: --engine for such a table")


def marks_of(sheet: bytes) -> Marks:
    """The marks in the XML of a sheet."""
    merged, rows, columns, waiting = list[Merged](), set[int](), set[int](), dict[tuple[int, int], str]()
    row = column = 0
    for event, tag, element in _elements(sheet):
        if (event, tag) == ("start", "row"):
            row, column = int(element.get("r") or row + 1), 0
            if element.get("hidden") in ("1", "true"):
                rows.add(row)
        elif (event, tag) == ("end", "c"):
            column = _number(element["r"])[1] if "r" in element else column + 1
            if (formula := element.get("formula")) is not None:
                waiting[row, column] = f"={formula}"
        elif (event, tag) == ("start", "col") and element.get("hidden") in ("1", "true"):
            columns.update(range(int(element["min"]), min(int(element["max"]), MOST_COLUMNS) + 1))
        elif (event, tag) == ("start", "mergeCell"):
            first, _, last = element["ref"].partition(":")
            (top, left), bottom = _number(first), _number(last or first)[0]
            merged.append(Merged(element["ref"], top, left, bottom))
    return Marks(tuple(merged), frozenset(rows), frozenset(columns), waiting)


def _elements(sheet: bytes) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The elements of a sheet with their attributes; a cell has its `formula` too if that has no result."""
    from openpyxl.xml.functions import iterparse  # noqa: PLC0415 -- an extra, imported when asked for

    if not _WORTH_READING.search(sheet):
        return
    for event, element in iterparse(BytesIO(sheet), ["start", "end"]):
        tag, said = element.tag.rpartition("}")[2], dict(element.attrib)
        if (event, tag) == ("end", "c"):
            inside = {child.tag.rpartition("}")[2]: child.text or "" for child in element}
            # A result that is text may be an empty one.
            if "f" in inside and not inside.get("v") and not ("v" in inside and said.get("t") == "str"):
                said["formula"] = inside["f"]
        yield event, tag, said
        if (event, tag) == ("end", "row"):
            element.clear()


def _number(cell: str) -> tuple[int, int]:
    """The row and the column of a cell such as B2."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(cell[len(letters) :]), column
