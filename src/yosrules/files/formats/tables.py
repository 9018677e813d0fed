"""Read the table in a CSV, XLSX, Parquet or JSON file as rows of text, as a person would see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.formats.delimited import read_delimited
from yosrules.files.formats.extras import to_install
from yosrules.files.formats.grids import LONGEST_CELL, Marks, RawTable, check_size
from yosrules.files.formats.parquet import beyond_calendar
from yosrules.files.formats.signatures import check_kind
from yosrules.files.formats.texts import TextLine, text_of
from yosrules.files.formats.workbook import main_grid

_SHOWN = 5
"""How many numbers of rows are shown before the rest is left out."""

_TITLES = 20
"""How many lines that are not blank are looked at to find the headings."""


@attrs.frozen
class TextRow:
    """One row: its number in the file, where the heading is row 1, and its cells by heading; a blank cell is ""."""

    number: int
    cells: dict[str, str]


@attrs.frozen
class TextTable:
    """A file's headings and its rows; blank rows are left out. `notes` says what a person may not expect was read.

    `top` is the number of the row that holds the headings.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[TextRow, ...]
    notes: tuple[str, ...] = ()
    top: int = 1


def _nothing(heading: str) -> bool:  # noqa: ARG001 -- the plainest of the functions that `read_table` takes
    return False


def read_table(path: Path, knows: Callable[[str], bool] = _nothing, besides: Collection[str] = ()) -> TextTable:
    """Read a table in the format of the file's ending, or raise one `InputError` that says why not.

    `knows` says of a heading whether a column is called so: titles may stand above the headings, and another sheet
    before that of a workbook. `besides` holds the names of sheets that hold something else.
    """
    ending = path.suffix.casefold()
    reader = partial(main_grid, knows=knows, besides=besides) if ending == ".xlsx" else _READERS.get(ending)
    if reader is None:
        raise InputError(path.name, why=f"{path.suffix or 'no ending'!r} is not known; allowed: {', '.join(ENDINGS)}")
    try:
        if not path.is_file():
            raise InputError(path.name, why=f"there is no file {path}")
        check_kind(path)
        grid = reader(path)
    except ImportError as error:
        raise InputError(path.name, why=to_install(f"reading {path.suffix}", error)) from None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror or error}") from None
    return text_table(path.name, grid, knows)


def text_table(file: str, grid: RawTable, knows: Callable[[str], bool] = _nothing) -> TextTable:
    """The table in these lines; its headings are the first line of the first ones with the most known headings."""
    lines = grid.lines
    written = [number for number, line in enumerate(lines, start=1) if any(map(str.strip, line))]
    if not written:
        raise InputError(file, why="it is empty; the first row names the columns")
    top = max(written[:_TITLES], key=lambda number: sum(map(knows, _stripped(lines[number - 1]))))
    headings = tuple(_stripped(lines[top - 1]))
    check_size(file, len(headings), len(headings) * (len(lines) - top))
    names = list(filter(None, headings))
    bad = [BadCell(top, name, name, "each column once") for name in dict.fromkeys(names) if names.count(name) > 1]
    bad += _merged(top, headings, grid)
    rows = []
    for number, cells in enumerate(map(_stripped, lines[top:]), start=top + 1):
        filled = cells + [""] * (len(headings) - len(cells))
        bad += _astray(number, headings, filled)
        if any(cells):
            rows.append(TextRow(number, {name: cell for name, cell in zip(headings, filled, strict=False) if name}))
    if bad:
        raise InputError(file, bad)
    above = [f"the headings of {file} are in row {top}; what stands above was not read"] if top > written[0] else []
    notes = (*grid.notes, *above, *_hidden(file, headings, rows, grid.marks))
    return TextTable(file, (*names,), (*rows,), notes, top)


def _merged(top: int, headings: tuple[str, ...], grid: RawTable) -> Iterator[BadCell]:
    """Merged cells below the headings: which of the rows their value is meant for, only a person can say."""
    for block in grid.marks.merged:
        line = grid.lines[block.top - 1] if block.top <= len(grid.lines) else []
        value = line[block.left - 1] if block.left <= len(line) else ""
        if value and block.bottom > top:
            column = headings[block.left - 1] if block.left <= len(headings) else ""
            yield BadCell(block.top, column or block.name, value, f"a value in each cell; {block.name} are merged")


def _hidden(file: str, headings: tuple[str, ...], rows: list[TextRow], marks: Marks) -> Iterator[str]:
    """One sentence for what was read though nobody sees it."""
    hidden = [str(row.number) for row in rows if row.number in marks.hidden_rows]
    if hidden:
        more = ", ..." * (len(hidden) > _SHOWN)
        yield f"hidden rows of {file} were read: {len(hidden):,} (row {', '.join(hidden[:_SHOWN])}{more})"
    names = [name for place, name in enumerate(headings, start=1) if name and place in marks.hidden_columns]
    if names:
        yield f"hidden columns of {file} were read: {', '.join(names)}"


def _stripped(line: TextLine) -> TextLine:
    return [cell.strip() for cell in line]


def _astray(number: int, headings: tuple[str, ...], cells: TextLine) -> Iterator[BadCell]:
    """Cells that are too long, or are not blank and have no heading."""
    for place, cell in enumerate(cells):
        if cell and (place >= len(headings) or not headings[place]):
            yield BadCell(number, f"column {place + 1}", cell, "nothing: this column has no heading")
        elif len(cell) > LONGEST_CELL:
            shown = f"{cell[:20]}... ({len(cell):,} characters)"
            yield BadCell(number, headings[place], shown, f"at most {LONGEST_CELL:,} characters")


def _parquet(path: Path) -> RawTable:
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    try:
        frame = polars.read_parquet(path)
        check_size(path.name, frame.width, frame.width * frame.height)
        bad = [each for name in frame.columns for each in beyond_calendar(frame[name])]
        lines = [] if bad else [[text_of(value) for value in row] for row in frame.iter_rows()]
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Polars is no Exception
        raise InputError(path.name, why=f"it is not a Parquet file that can be read: {error}") from None
    if bad:
        raise InputError(path.name, bad)
    return RawTable([list(frame.columns), *lines])


def _json(path: Path) -> RawTable:
    try:
        rows: object = json.loads(path.read_bytes(), parse_float=str, parse_int=str, object_pairs_hook=_once)
    except RecursionError:
        raise InputError(path.name, why="it is not JSON that holds a table: it is nested too deeply") from None
    except ValueError as error:
        raise InputError(path.name, why=f"it is not JSON: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(path.name, why="it is not a list of rows, each an object with the columns as its keys")
    headings: Iterable[str] = dict.fromkeys(name for row in rows for name in row)
    names = list(headings)
    check_size(path.name, len(names), len(names) * len(rows))
    lines = [names, *([text_of(row.get(name)) for name in names] for row in rows)]
    for number, line in enumerate(lines, start=1):
        try:
            "".join(line).encode()
        except UnicodeEncodeError as error:
            half = BadCell(number, "a cell", ascii(error.object[error.start]), "whole characters; this is half of one")
            raise InputError(path.name, [half]) from None
    return RawTable(lines)


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"{key!r} stands twice in one row")
        found[key] = value
    return found


_READERS: dict[str, Callable[[Path], RawTable]] = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".parquet": _parquet,
    ".json": _json,
}

ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet", ".json")
"""The endings of files that can be read."""
