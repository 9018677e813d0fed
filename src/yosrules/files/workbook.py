"""The tables beside the first one: further files, and further sheets of the same workbook, by what they are called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from yosrules.errors import InputError
from yosrules.files.synonyms import folded
from yosrules.files.tables import Table, _shown, _table, read_table
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def further_tables(
    path: Path, related: Sequence[Path], kinds: Mapping[str, type[Facts]], *, of: str
) -> tuple[dict[type[Facts], Table], list[str]]:
    """The tables of the histories in further sheets and files, by kind, and the further sheets that are none.

    `kinds` is what a history is called; `of` is what the first sheet of a workbook holds.
    """
    found: dict[type[Facts], Table] = {}
    others: list[str] = []
    files = [(each.stem, _further_file(each, kinds)) for each in related]
    for name, table in [*_further_sheets(path, kinds, of), *files]:
        if table is None:
            others.append(f"sheet {name}")
        elif (other := found.setdefault(kinds[folded(name)], table)) is not table:
            raise InputError(table.file, why=f"{other.file} gives the same history; allowed: one of them")
    return found, others


def _further_file(path: Path, kinds: Mapping[str, type[Facts]]) -> Table:
    if folded(path.stem) not in kinds:
        raise InputError(path.name, why=f"{path.stem!r} is not a history; allowed: {one_of([*kinds])}")
    return read_table(path)


def _further_sheets(path: Path, kinds: Mapping[str, type[Facts]], of: str) -> Iterator[tuple[str, Table | None]]:
    """Each sheet of a workbook but the first: its name and, if it is a history that is not hidden, its rows."""
    if path.suffix.casefold() != ".xlsx":
        return
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    results, formulas = (load_workbook(path, read_only=True, data_only=told) for told in (True, False))
    with closing(results), closing(formulas):
        first = next(sheet for sheet in results.worksheets if sheet.sheet_state == "visible")
        if folded(first.title) in kinds:
            raise InputError(path.name, why=f"its first sheet is {first.title!r}; the sheet of {of} comes first")
        for sheet, written in zip(results.worksheets, formulas.worksheets, strict=True):
            if folded(sheet.title) in kinds and sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # some programs state them wrongly
                written.reset_dimensions()
                yield sheet.title, _sheet_table(f"sheet {sheet.title} of {path.name}", sheet, written)
            elif sheet is not first:
                yield sheet.title, None


def _sheet_table(file: str, results: Worksheet, formulas: Worksheet) -> Table:
    """The rows of one sheet as they are shown; a formula that has no result yet stands as it is written."""
    lines = [
        [_shown(b.value if a.value is None else a.value, a.number_format or "") for a, b in zip(*both, strict=True)]
        for both in zip(results.iter_rows(), formulas.iter_rows(), strict=True)
    ]
    top = next((place for place, line in enumerate(lines) if any(map(str.strip, line))), None)
    if top is None:
        raise InputError(file, why="it is empty; the first row names the columns")
    headings = tuple(cell.strip() for cell in lines[top])
    return _table(file, headings, lines[top + 1 :], top + 1)
