"""Write rows as CSV, XLSX, Parquet or JSON, whole or not at all.

Text that a spreadsheet would run as a formula stays text: behind an apostrophe in CSV, which reading takes away again,
and in a cell of type text in XLSX.
A number or a date that a format cannot hold exactly is written as text.
"""

from __future__ import annotations

import csv
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from yosrules.errors import BadCell, InputError
from yosrules.files.formats.extras import to_install
from yosrules.files.writing.atomic import write_whole
from yosrules.files.writing.workbooks import (
    BookTable,
    CellValue as CellValue,  # noqa: PLC0414 -- what rows hold, said from here too
    workbook_of,
)
from yosrules.language.kinds import words

if TYPE_CHECKING:
    from polars import Series

_Lines: TypeAlias = list[list[CellValue]]
_Writer: TypeAlias = Callable[[Sequence[str], _Lines], bytes]

_WORKBOOK_ROWS = 1_048_576
_WORKBOOK_TEXT = 32_767
"""The most rows in a sheet, with the heading, and the most characters in a cell."""

_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_rows(
    path: Path,
    columns: Sequence[str],
    rows: Iterable[Sequence[CellValue]],
    kinds: Mapping[str, type] | None = None,
    *,
    bom: bool = False,
) -> None:
    """Write a table in the format of the file's ending, or raise one `InputError` that says why not.

    `kinds` gives the types of columns in Parquet that have no value in any row; without it they are text. With `bom`,
    CSV begins with a byte-order mark, by which Excel knows that it is UTF-8.
    """
    ending = path.suffix.casefold()
    writer = WRITERS.get(ending)
    if writer is None:
        why = f"rows cannot be written as {ending or 'no ending'!r}; allowed: {', '.join(WRITERS)}"
        raise InputError(path.name, why=why)
    lines = [[words(cell) if isinstance(cell, StrEnum | IntEnum) else cell for cell in row] for row in rows]
    if bad := [
        *_misshapen(columns, lines),
        *_unwritable(columns, lines, _WORKBOOK_TEXT if ending == ".xlsx" else None),
    ]:
        raise InputError(path.name, bad)
    if ending == ".xlsx" and len(lines) >= _WORKBOOK_ROWS:
        raise InputError(path.name, why=f"{len(lines)} rows are more than a sheet holds; write .csv or .parquet")
    try:
        content = _content(writer, columns, lines, kinds, path.stem)
    except ImportError as error:
        raise InputError(path.name, why=to_install(f"writing {ending}", error)) from None
    write_whole(path, BOM_UTF8 + content if bom and writer is _csv else content)


def _content(
    writer: _Writer, columns: Sequence[str], lines: _Lines, kinds: Mapping[str, type] | None, title: str
) -> bytes:
    if writer is _parquet:
        return _parquet(columns, lines, kinds)
    return _xlsx(columns, lines, title) if writer is _xlsx else writer(columns, lines)


def shielded(text: str) -> str:
    """Text for CSV: behind an apostrophe if a spreadsheet would run it as a formula."""
    return "'" + text if _FORMULA.match(text) else text


def unshielded(text: str) -> str:
    """The text before it was shielded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _misshapen(columns: Sequence[str], lines: _Lines) -> Iterator[BadCell]:
    for name in dict.fromkeys(columns):
        if columns.count(name) > 1:
            yield BadCell(1, name, name, "each column once")
    for number, line in enumerate(lines, start=2):
        if len(line) != len(columns):
            yield BadCell(number, "columns", _cells(len(line)), f"{_cells(len(columns))}, one for each column")


def _cells(count: int) -> str:
    return f"{count} cell{'s' * (count != 1)}"


def _unwritable(columns: Sequence[str], lines: _Lines, longest: int | None) -> Iterator[BadCell]:
    for number, line in enumerate([columns, *lines], start=1):
        for column, cell in zip(columns, line, strict=False):
            if not isinstance(cell, str):
                continue
            if found := _CONTROL.search(cell):
                yield BadCell(number, _shown(column), found[0], "text without control characters")
            if longest and len(cell) > longest:
                yield BadCell(number, _shown(column), f"{len(cell)} characters", f"at most {longest} in a workbook")


def _shown(column: str) -> str:
    return _CONTROL.sub("?", column)


def _text(cell: CellValue) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else words(cell)


def _csv(columns: Sequence[str], lines: _Lines) -> bytes:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    for line in [columns, *lines]:
        writer.writerow([shielded(cell) if isinstance(cell, str) else _text(cell) for cell in line])
    return text.getvalue().encode()


def _json(columns: Sequence[str], lines: _Lines) -> bytes:
    import json  # noqa: PLC0415 -- every command could write rows, and few write JSON

    rows = (dict(zip(columns, [_json_cell(cell) for cell in line], strict=True)) for line in lines)
    text = ",\n  ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return (f"[\n  {text}\n]\n" if text else "[]\n").encode()


def _json_cell(cell: CellValue) -> str | int | None:
    return cell if cell is None or isinstance(cell, int) else _text(cell)


def _parquet(columns: Sequence[str], lines: _Lines, kinds: Mapping[str, type] | None = None) -> bytes:
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    of = kinds or {}
    across = [_series(name, [line[at] for line in lines], of.get(name, str)) for at, name in enumerate(columns)]
    held = BytesIO()
    polars.DataFrame(across).write_parquet(held)
    return held.getvalue()


def _series(name: str, cells: list[CellValue], kind: type) -> Series:
    """A column of the type of its cells, or of `kind` if it has none; text if they differ or do not fit."""
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    known = [cell for cell in cells if cell is not None]
    kinds = {type(cell) for cell in known} or {kind}
    held = {bool: polars.Boolean(), int: polars.Int64(), date: polars.Date(), Decimal: polars.Decimal(38, 6)}
    if len(kinds) == 1 and (one := kinds.pop()) in held and all(map(_fits, known)):
        return polars.Series(name, cells, dtype=held[one])
    return polars.Series(name, [None if cell is None else _text(cell) for cell in cells], dtype=polars.String)


def _fits(cell: CellValue) -> bool:
    """Whether Parquet holds a number exactly: 64 bits, or 30 digits and 6 decimal places."""
    if isinstance(cell, Decimal):
        exponent = cell.as_tuple().exponent
        return isinstance(exponent, int) and exponent >= -6 and cell.adjusted() < 30
    return not isinstance(cell, int) or -(2**63) <= cell < 2**63


def _xlsx(columns: Sequence[str], lines: _Lines, title: str = "") -> bytes:
    return workbook_of([BookTable(title, columns, lines)])


WRITERS: dict[str, _Writer] = {
    ".csv": _csv,
    ".xlsx": _xlsx,
    ".parquet": _parquet,
    ".json": _json,
}
"""How rows are written, by the ending of the file."""
