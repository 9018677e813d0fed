"""Any file that holds a table -> rows of text, as a reader would see them. CSV, XLSX, Parquet and JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from pathlib import Path
from typing import TypeAlias
from zipfile import ZipFile

import attrs

from yosrules.errors import BadCell, InputError

Line: TypeAlias = list[str]


@attrs.frozen
class Row:
    """One row: its number in the file, the heading being row 1, and its cells by heading; a blank cell is ""."""

    number: int
    cells: dict[str, str]


@attrs.frozen
class Table:
    """A file's headings and its rows; blank rows are left out."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Read a table, or say in one `InputError` why it cannot be read. What a file holds goes by its ending."""
    reader = READERS.get(path.suffix.casefold())
    if reader is None:
        raise InputError(path.name, why=f"{path.suffix or 'no ending'!r} is not known; allowed: {', '.join(READERS)}")
    try:
        if not path.is_file():
            raise InputError(path.name, why=f"there is no file {path}")
        lines = reader(path)
    except ImportError as error:
        why = f"reading {path.suffix} needs {error.name}: pip install 'yosrules[files]'"
        raise InputError(path.name, why=why) from None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror or error}") from None
    top = next((place for place, line in enumerate(lines) if any(cell.strip() for cell in line)), None)
    if top is None:
        raise InputError(path.name, why="it is empty; the first row names the columns")
    return _table(path.name, tuple(_stripped(lines[top])), lines[top + 1 :], top + 1)


def _table(file: str, headings: tuple[str, ...], lines: list[Line], top: int = 1) -> Table:
    """The table below the headings, which stand in row `top`."""
    names = list(filter(None, headings))
    bad = [BadCell(top, name, name, "each column once") for name in dict.fromkeys(names) if names.count(name) > 1]
    rows = []
    for number, cells in enumerate(map(_stripped, lines), start=top + 1):
        filled = cells + [""] * (len(headings) - len(cells))
        if len(cells) > len(headings) or len(names) < len(headings):
            bad += _astray(number, headings, filled)
        if any(cells):
            rows.append(Row(number, {name: cell for name, cell in zip(headings, filled, strict=False) if name}))
    if bad:
        raise InputError(file, bad)
    return Table(file, tuple(names), tuple(rows))


def _stripped(line: Line) -> Line:
    return [cell.strip() for cell in line]


def _astray(number: int, headings: tuple[str, ...], cells: Line) -> Iterator[BadCell]:
    """Cells with something in them under no heading."""
    for place, cell in enumerate(cells):
        if cell and (place >= len(headings) or not headings[place]):
            yield BadCell(number, f"column {place + 1}", cell, "nothing: this column has no heading")


def _csv(path: Path) -> list[Line]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        why = f"it is not UTF-8 text (at byte {error.start + 1}); save it as 'CSV UTF-8'"
        raise InputError(path.name, why=why) from None
    try:
        return list(csv.reader(StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise InputError(path.name, why=f"it is not a CSV file: {error}") from None


def _xlsx(path: Path) -> list[Line]:
    """The first sheet that is not hidden, as it is shown; a formula that has no result yet stands as it is written."""
    shown = _sheet_lines(path, results=True)
    if not _has_formulas(path):
        return shown
    written = _sheet_lines(path, results=False)
    return [_with_formulas(line, other) for line, other in zip(shown, written, strict=True)]


def _has_formulas(path: Path) -> bool:
    with ZipFile(path) as book:
        return any(b"<f" in book.read(part) for part in book.namelist() if part.startswith("xl/worksheets/"))


def _with_formulas(shown: Line, written: Line) -> Line:
    return [cell or (other if other.startswith("=") else "") for cell, other in zip(shown, written, strict=True)]


def _sheet_lines(path: Path, *, results: bool) -> list[Line]:
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    try:
        with closing(load_workbook(path, read_only=True, data_only=results)) as book:
            sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
            sheet.reset_dimensions()  # some programs state them wrongly
            return [[_shown(cell.value, cell.number_format or "") for cell in row] for row in sheet.iter_rows()]
    except Exception as error:  # a broken workbook fails in as many ways as it has parts
        raise InputError(path.name, why=f"it is not a workbook that can be read: {error}") from None


def _parquet(path: Path) -> list[Line]:
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    try:
        frame = polars.read_parquet(path)
    except Exception as error:
        raise InputError(path.name, why=f"it is not a Parquet file that can be read: {error}") from None
    return [list(frame.columns), *([_text(value) for value in row] for row in frame.iter_rows())]


def _json(path: Path) -> list[Line]:
    try:
        rows: object = json.loads(path.read_bytes(), parse_float=str, parse_int=str, object_pairs_hook=_once)
    except RecursionError:
        raise InputError(path.name, why="it is not JSON that holds a table: it is nested too deeply") from None
    except ValueError as error:
        raise InputError(path.name, why=f"it is not JSON: {error}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputError(path.name, why="it is not a list of rows, each an object with the columns as its keys")
    headings: Iterable[str] = dict.fromkeys(name for row in rows for name in row)
    return [list(headings), *([_text(row.get(name)) for name in headings] for row in rows)]


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise ValueError(f"{twice!r} stands twice in one row")
    return dict(pairs)


READERS: dict[str, Callable[[Path], list[Line]]] = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet, ".json": _json}


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value)


def _shown(value: object, number_format: str) -> str:
    """A cell as the spreadsheet shows it: 0.869 as a whole per cent is 87%; what is past 15 digits is noise."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    number = Decimal(f"{value:.15g}")
    plain = re.sub(r'"[^"]*"|\\.', "", number_format)
    if "%" not in plain:
        return f"{number:f}"
    decimals = re.search(r"\.(0+)[^0]*%", plain)
    places = len(decimals[1]) if decimals else 0
    return f"{(number * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"
