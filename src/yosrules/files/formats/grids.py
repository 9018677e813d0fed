"""The cells of one table before anybody reads them, and what a spreadsheet says of them beside their values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.texts import TextLine

LONGEST_CELL = 32_767
"""The most characters of a cell, as in spreadsheets."""
MOST_COLUMNS = 2_000
"""The most columns of a table."""
MOST_CELLS = 20_000_000
"""The most cells of a table; bigger ones are for `--engine`."""


@attrs.frozen
class Merged:
    """A block of merged cells, by the numbers of its rows and columns; only the first cell holds a value."""

    name: str
    top: int
    left: int
    bottom: int
    right: int


_Cell: TypeAlias = tuple[int, int]
"""The numbers of the row and the column of a cell, both from 1."""


@attrs.frozen
class Marks:
    """What a sheet says beside its values: merged cells, hidden rows and columns, whether a filter is set.

    `instead` holds what stands in a cell whose value says less: an error, or a formula that has no result yet.
    `styles` holds the number of the style of each cell for which it was asked.
    """

    merged: tuple[Merged, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    filtered: bool = False
    instead: Mapping[_Cell, str] = attrs.field(factory=dict[_Cell, str])
    styles: Mapping[_Cell, int] = attrs.field(factory=dict[_Cell, int])


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
