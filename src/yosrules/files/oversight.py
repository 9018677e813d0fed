"""Read an audit of management oversight: a row a manager and round, a column a judgement, whatever these are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path

from yosrules.errors import InputError
from yosrules.files.audits.mapped import MARKS, AuditMap
from yosrules.files.cells import Cells, NotAllowedError, read_reference
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.mapping.maps import NO_MAP, FileMap
from yosrules.files.synonyms import UNKNOWN, parser
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import one_of
from yosrules.quality.oversight import OVERSIGHT_LEVELS, HandedOver, Oversight, OversightRow

OVERSIGHT = "oversight"
"""What the table is called in a map; its judgements are `marks` there, as those of an audit are."""

_KNOWN = ("manager", "date", "case", "printed")
"""The columns that are no judgement."""

_NAMELESS = re.compile(r"(first|second|third|fourth|fifth|\d+(st|nd|rd|th)) column|column \d+")
"""A heading that only says where the column stands."""


def read_oversight(
    path: Path, levels: Sequence[str] = OVERSIGHT_LEVELS, sheet: str = "", maps: FileMap = NO_MAP
) -> Oversight:
    """Read the rows, or raise one `InputError` that lists everything wrong.

    `manager` and `date` are needed; `case` is the case that a row is about, `printed` an illegible date as it stands.
    Every other column is a judgement, but for those that a map says are not to be read.
    """
    said = AuditMap(maps.of(OVERSIGHT))
    table = read_table(path, lambda heading: _column(said, heading) in _KNOWN, sheet=sheet)
    said.check_headings({path.name: table.headings})
    said.check_values(())
    named = _named(path, said, table.headings)
    judgements = tuple(column for column in named if column not in _KNOWN)
    table = said.in_words(table, {MARKS: [named[each] for each in judgements]})
    if lacking := [name for name in _KNOWN[:2] if name not in named]:
        raise InputError(path.name, why=f"no column is called {one_of(lacking)}; it has {', '.join(table.headings)}")
    if not judgements or not table.rows:
        raise InputError(path.name, why="it has no judgement: a row a manager and round, a column a judgement")
    cells = Cells(named)
    rows = tuple(_rows(cells, table, judgements, levels))
    if cells.bad:
        raise InputError(path.name, cells.bad)
    nameless = tuple(each for each in judgements if _NAMELESS.fullmatch(folded(each)))
    return Oversight(rows, judgements, tuple(levels), nameless)


def _column(said: AuditMap, heading: str) -> str:
    """The column that a heading means: one of those that are no judgement, a judgement, or "" for none."""
    means = said.heading(heading)
    return known if (known := heading_of(means)) in _KNOWN else means


def _named(path: Path, said: AuditMap, headings: Sequence[str]) -> dict[str, str]:
    """The heading of each column that is read."""
    named = dict[str, str]()
    for heading in headings:
        column = _column(said, heading)
        if column and (other := named.setdefault(column, heading)) != heading:
            raise InputError(path.name, why=f"{other!r} and {heading!r} both mean {column}; allowed: one of them")
    return named


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
