"""Parse cells into values. A bad cell is noted with its row and column, and reading goes on to find the others."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from yosrules.errors import BadCell, RatingError
from yosrules.files.formats.tables import TextRow
from yosrules.policies.rating import exact
from yosrules.records.references import instead_of

T = TypeVar("T")


class NotAllowedError(Exception):
    """A cell's text is not what its column allows; the message is what is allowed, and what may be meant.

    To find what may be meant takes longer than all else, so `hint` does it only when the message is asked for.
    """

    def __init__(self, allowed: str, hint: Callable[[], str] | None = None) -> None:
        super().__init__(allowed)
        self.allowed, self.hint = allowed, hint

    def __str__(self) -> str:
        return self.allowed + (self.hint() if self.hint else "")


class Cells:
    """A reader of the cells of rows, with the list of bad cells.

    `named` maps each column to its heading in this file.
    """

    def __init__(self, named: dict[str, str]) -> None:
        self.named = named
        self.bad: list[BadCell] = []

    def written(self, row: TextRow, column: str) -> str:
        """The text of a cell; "" if it is blank or the file has no such column."""
        return row.cells[self.named[column]] if column in self.named else ""

    def take(self, row: TextRow, column: str, parse: Callable[[str], T]) -> T | None:
        """The value of a cell; None, and a note in `bad`, if it is not allowed."""
        try:
            return parse(self.written(row, column))
        except NotAllowedError as allowed:
            self.refuse(row, column, str(allowed))
            return None

    def maybe(self, row: TextRow, column: str, parse: Callable[[str], T]) -> T | None:
        """Like `take`, for a cell that may be blank or a column that may be absent."""
        return self.take(row, column, parse) if self.written(row, column) else None

    def refuse(self, row: TextRow, column: str, allowed: str) -> None:
        """Note a cell as bad, with what would be allowed."""
        self.bad.append(BadCell(row.number, self.named.get(column, column), self.written(row, column), allowed))

    def once(self, row: TextRow, column: str, key: tuple[str, ...], seen: dict[tuple[str, ...], int]) -> bool:
        """Whether no earlier row has this key; a second row with it is noted as bad."""
        if key in seen:
            self.refuse(row, column, f"each once; row {seen[key]} is about the same")
            return False
        seen[key] = row.number
        return True


def read_text(written: str) -> str:
    """Any text that is not blank."""
    if not written:
        raise NotAllowedError("something; it is blank")
    return written


def read_reference(written: str) -> str:
    """A text that names somebody."""
    if allowed := instead_of(written):
        raise NotAllowedError(allowed)
    return written


def read_number(written: str) -> Decimal:
    """A number from 0 up with at most two decimal places."""
    return _decimal(written, "a number from 0 up, with at most 2 decimal places")


def read_percent(written: str) -> Decimal:
    """A per cent from 0 to 100, with or without its sign."""
    allowed = "a per cent from 0 to 100, such as 87 or 87%"
    found = _decimal(written.removesuffix("%").strip(), allowed)
    if found > 100:
        raise NotAllowedError(allowed)
    return found


def read_whole(written: str) -> int:
    """A whole number from 0 up."""
    if not re.fullmatch(r"\d{1,12}", written, re.ASCII):
        raise NotAllowedError("a whole number from 0 up")
    return int(written)


def _decimal(written: str, allowed: str) -> Decimal:
    if not re.fullmatch(r"\d{1,12}(\.\d{1,12})?", written, re.ASCII):
        raise NotAllowedError(allowed)
    try:
        return exact(written)
    except RatingError:
        raise NotAllowedError(allowed) from None
