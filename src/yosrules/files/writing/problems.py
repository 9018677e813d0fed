"""Write everything wrong with files as a table: a row a problem, so that it can be sorted and sent on."""

from __future__ import annotations

from pathlib import Path

from yosrules.errors import InputError, visible
from yosrules.files.writing.rows import write_rows

_COLUMNS = ("file", "row", "column", "whose", "written", "allowed")


def write_problems(path: Path, *errors: InputError) -> None:
    """Write a row for each bad cell; of what may name a person, only its form is there."""
    write_rows(path, _COLUMNS, [row for error in errors for row in _rows(error)])


def _rows(error: InputError) -> list[tuple[str, int | None, str, str, str, str]]:
    rows = [
        (
            each.file or error.file,
            each.row,
            visible(each.column),
            visible(each.whose),
            visible(each.quoted if each.form else each.written),
            visible(each.said or each.allowed),
        )
        for each in error.bad
    ]
    return rows or [(error.file, None, "", "", "", visible(error.why))]
