"""Read the table in a text file, a workbook, a Parquet or a JSON file as rows of text, as a person would see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.formats.delimited import read_delimited
from yosrules.files.formats.extras import to_install
from yosrules.files.formats.grids import LONGEST_CELL, Marks, RawTable, check_size
from yosrules.files.formats.heading_rows import HeadingRows, Knows, footers, heading_rows
from yosrules.files.formats.panics import panics_unseen
from yosrules.files.formats.parquet import beyond_calendar
from yosrules.files.formats.signatures import WORKBOOKS, check_kind
from yosrules.files.formats.texts import TextLine, text_of

_SHOWN = 5
"""How many numbers of rows are shown before the rest is left out."""


@attrs.frozen
class TextRow:
    """One row: its number in the file, where the heading is row 1, and its cells by heading; a blank cell is ""."""

    number: int
    cells: dict[str, str]


@attrs.frozen
class TextTable:
    """A file's headings and its rows; blank rows are left out. `notes` says what a person may not expect was read.

    `top` is the number of the row that holds the headings; `sheet` is the title of the sheet, of a workbook.
    """

    file: str
    headings: tuple[str, ...]
    rows: tuple[TextRow, ...]
    notes: tuple[str, ...] = ()
    top: int = 1
    sheet: str = ""

    def check_rows(self) -> None:
        """Refuse a table without rows, and say how another sheet of a workbook is read instead."""
        if not self.rows:
            read = f"sheet {self.sheet!r} was read (--sheet names another); it" if self.sheet else "it"
            raise InputError(self.file, why=f"{read} has a heading but no rows")


def _nothing(heading: str) -> bool:  # noqa: ARG001 -- the plainest of the functions that `read_table` takes
    return False


def read_table(path: Path, knows: Knows = _nothing, besides: Collection[str] = (), sheet: str = "") -> TextTable:
    """Read a table in the format of the file's ending, or raise one `InputError` that says why not.

    `knows` says of a heading whether a column is called so: titles may stand above the headings, and another sheet
    before that of a workbook. `besides` holds the names of sheets that hold something else; `sheet` is the one wanted.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise InputError(path.name, why=f"{path.suffix or 'no ending'!r} is not known; allowed: {', '.join(ENDINGS)}")
    if sheet and ending not in WORKBOOKS:
        raise InputError(path.name, why=f"it has no sheet {sheet!r}; only workbooks have sheets")
    try:
        if not path.is_file():
            raise InputError(path.name, why=f"there is no file {path}")
        check_kind(path)
        if ending not in WORKBOOKS:
            return text_table(path.name, _READERS[ending](path), knows)
        from yosrules.files.formats.workbook import main_grid  # noqa: PLC0415 -- most files are no workbooks

        grid, title = main_grid(path, knows, besides, sheet)
        return attrs.evolve(text_table(path.name, grid, knows), sheet=title)
    except ImportError as error:
        raise InputError(path.name, why=to_install(f"reading {path.suffix}", error)) from None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror or error}") from None


def text_table(file: str, grid: RawTable, knows: Knows = _nothing) -> TextTable:
    """The table in these lines; its headings are the first line of the first ones with the most known headings."""
    grid = attrs.evolve(grid, lines=[[*map(str.strip, line)] for line in grid.lines])
    written = [number for number, line in enumerate(grid.lines, start=1) if any(line)]
    if not written:
        raise InputError(file, why="it is empty; the first row names the columns")
    found = heading_rows(grid, written, knows)
    if found is None:
        raise InputError(file, why="it has no row of headings; the first row names the columns")
    headings, top = found.names, found.top
    check_size(file, len(headings), len(headings) * (len(grid.lines) - top))
    names = list(filter(None, headings))
    bad = [BadCell(top, name, name, "each column once") for name in dict.fromkeys(names) if names.count(name) > 1]
    below = [(number, grid.lines[number - 1]) for number in written if number > top]
    passed = {*footers(below)}
    rows = [(number, cells) for number, cells in below if number not in passed]
    bad += [*_merged(found, grid, {number for number, _ in rows}, knows), *_astray(found, rows)]
    if bad:
        raise InputError(file, bad)
    notes = (*grid.notes, *_above(file, found, written[0]), *_passed(file, sorted(passed)))
    notes += (*_hidden(file, found, rows, grid.marks),)
    return TextTable(file, (*names,), (*_rows(headings, rows),), notes, top)


def _rows(headings: tuple[str, ...], rows: list[tuple[int, TextLine]]) -> Iterator[TextRow]:
    places = [(place, name) for place, name in enumerate(headings) if name]
    for number, cells in rows:
        filled = cells if len(cells) >= len(headings) else cells + [""] * (len(headings) - len(cells))
        named = zip(headings, filled, strict=False) if len(places) == len(headings) else None
        yield TextRow(number, dict(named) if named else {name: filled[place] for place, name in places})


def _above(file: str, found: HeadingRows, first: int) -> Iterator[str]:
    """One sentence for where the headings are, if that is not the first row alone."""
    joined = found.first < found.top
    where = f"rows {found.first} and {found.top}, read as one" if joined else f"row {found.top}"
    above = "; what stands above was not read" * (found.first > first)
    if joined or above:
        yield f"the headings of {file} are in {where}{above}"


def _passed(file: str, rows: list[int]) -> Iterator[str]:
    if rows:
        yield f"the end of {file} was not read, since it holds totals or remarks: {rows_named(rows)}"


def _merged(found: HeadingRows, grid: RawTable, rows: set[int], knows: Knows) -> Iterator[BadCell]:
    """Merged cells below the headings: which of the rows their value is meant for, only a person can say.

    Those of a column that is not known do no harm, where any is known.
    """
    strict = not any(map(knows, found.names))
    for block in grid.marks.merged:
        line = grid.lines[block.top - 1] if block.top <= len(grid.lines) else []
        value = line[block.left - 1] if block.left <= len(line) else ""
        known = any(map(knows, found.names[block.left - 1 : block.right]))
        if value and block.bottom > found.top and block.top in rows and (strict or known):
            column = "".join(found.names[block.left - 1 : block.left]) or block.name
            # What is not known to be read may be a name.
            written = value if known else "one value for all"
            yield BadCell(block.top, column, written, f"a value in each cell; {block.name} are merged")


def _hidden(file: str, found: HeadingRows, rows: list[tuple[int, TextLine]], marks: Marks) -> Iterator[str]:
    """One sentence for what was read though nobody sees it."""
    hidden = [number for number, _ in rows if number in marks.hidden_rows]
    if hidden:
        by = "rows that a filter hides in" if marks.filtered else "hidden rows of"
        yield f"{by} {file} were read: {len(hidden):,} ({rows_named(hidden)})"
    names = [name for place, name in enumerate(found.names, start=1) if name and place in marks.hidden_columns]
    if names:
        yield f"hidden columns of {file} were read: {', '.join(names)}"


def rows_named(rows: Sequence[int]) -> str:
    """The numbers of rows, of many only the first."""
    more = ", ..." * (len(rows) > _SHOWN)
    return f"row{'s' * (len(rows) > 1)} {', '.join(map(str, rows[:_SHOWN]))}{more}"


def _astray(found: HeadingRows, rows: list[tuple[int, TextLine]]) -> Iterator[BadCell]:
    """Columns that are not blank and have no heading, all as one, and cells that are too long."""
    headings = found.names
    nameless: dict[int, list[int]] = {}
    blank = [place for place, name in enumerate(headings) if not name]
    for number, cells in rows:
        for place in (*blank, *range(len(headings), len(cells))) if blank or len(cells) > len(headings) else ():
            if place < len(cells) and cells[place]:
                nameless.setdefault(place, []).append(number)
        if len("".join(cells)) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL:
            place, cell = next((place, cell) for place, cell in enumerate(cells) if len(cell) > LONGEST_CELL)
            column = headings[place] if place < len(headings) else f"column {place + 1}"
            shown = f"{cell[:20]}... ({len(cell):,} characters)"
            yield BadCell(number, column, shown, f"at most {LONGEST_CELL:,} characters")
    if nameless:
        numbers = sorted({number for each in nameless.values() for number in each})
        allowed = f"a heading, since {len(numbers):,} of the rows below have something there ({rows_named(numbers)})"
        yield BadCell(found.top, f"column {', '.join(str(place + 1) for place in sorted(nameless))}", "", allowed)


def _parquet(path: Path) -> RawTable:
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    try:
        with panics_unseen():
            frame = polars.read_parquet(path)
        check_size(path.name, frame.width, frame.width * frame.height)
        bad = [each for name in frame.columns for each in beyond_calendar(frame[name])]
        lines = [] if bad else [[text_of(value) for value in row] for row in frame.iter_rows()]
    except (InputError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of Polars is no Exception, and its words are about Polars
        said = error if isinstance(error, Exception) else "it is damaged"
        raise InputError(path.name, why=f"it is not a Parquet file that can be read: {said}") from None
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

ENDINGS = (".csv", ".tsv", *WORKBOOKS, ".parquet", ".json")
"""The endings of files that can be read."""
