"""Read an audit of management oversight: a row a manager and round, a column a judgement, whatever these are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from yosrules.errors import InputError
from yosrules.files.cells import Cells, NotAllowedError, read_reference
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.synonyms import UNKNOWN, parser
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import one_of
from yosrules.quality.oversight import OVERSIGHT_LEVELS, HandedOver, Oversight, OversightRow

_KNOWN = ("manager", "date", "case", "printed")
"""The columns that are no judgement."""

_NAMELESS = re.compile(r"(first|second|third|fourth|fifth|\d+(st|nd|rd|th)) column|column \d+")
"""A heading that only says where the column stands."""


def read_oversight(path: Path, levels: Sequence[str] = OVERSIGHT_LEVELS, sheet: str = "") -> Oversight:
    """Read the rows, or raise one `InputError` that lists everything wrong.

    `manager` and `date` are needed; `case` is the case that a row is about, `printed` an illegible date as it stands.
    Every other column is a judgement.
    """
    table = read_table(path, lambda heading: heading_of(heading) in _KNOWN, sheet=sheet)
    named = {known: heading for heading in table.headings if (known := heading_of(heading)) in _KNOWN}
    judgements = tuple(heading for heading in table.headings if heading not in named.values())
    if lacking := [name for name in _KNOWN[:2] if name not in named]:
        raise InputError(path.name, why=f"no column is called {one_of(lacking)}; it has {', '.join(table.headings)}")
    if not judgements or not table.rows:
        raise InputError(path.name, why="it has no judgement: a row a manager and round, a column a judgement")
    cells = Cells(named | {heading: heading for heading in judgements})
    rows = tuple(_rows(cells, table, judgements, levels))
    if cells.bad:
        raise InputError(path.name, cells.bad)
    nameless = tuple(each for each in judgements if _NAMELESS.fullmatch(folded(each)))
    return Oversight(rows, judgements, tuple(levels), nameless)


def _rows(cells: Cells, table: TextTable, judgements: Sequence[str], levels: Sequence[str]) -> Iterator[OversightRow]:
    """The rows as far as they can be read; what cannot is noted."""
    read_day, read_level = parser(vocabulary(HandedOver)["day"]), _level(levels)
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        manager, written = cells.take(row, "manager", read_reference), cells.take(row, "date", read_day)
        day, printed = written if isinstance(written, date) else None, cells.written(row, "printed")
        case = cells.maybe(row, "case", read_reference) or ""
        judged = {name: cells.take(row, name, read_level) for name in judgements}
        if day is None and not printed:
            cells.refuse(row, "date", "a date; what cannot be read stands in a column printed as it is")
        if manager and cells.once(row, "manager", (manager, str(day), printed, case), seen):
            yield OversightRow(manager, day, judged, case, printed)


def _level(levels: Sequence[str]) -> Callable[[str], str | None]:
    """A parser for a level; blank or a word for unknown is no judgement."""
    ways = {folded(each): each for each in levels}

    def read(written: str) -> str | None:
        if folded(written) in UNKNOWN:
            return None
        if folded(written) not in ways:
            raise NotAllowedError(one_of([*levels]))
        return ways[folded(written)]

    return read
