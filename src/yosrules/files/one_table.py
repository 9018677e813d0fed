"""Read one table of any kind of record, its rows by the reference that each states; every bad cell is listed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Generic, TypeVar, cast

import attrs

from yosrules.errors import InputError
from yosrules.files.formats.tables import read_table
from yosrules.files.histories import check_whole
from yosrules.files.mapping.columns import knows
from yosrules.files.mapping.maps import NO_MAP, FileMap
from yosrules.files.on_record import check_on_record
from yosrules.files.records import Sheet
from yosrules.language.facts import Facts
from yosrules.records.blanks import BLANK_SAYS

R = TypeVar("R", bound=Facts)


@attrs.frozen
class OneTable(Generic[R]):
    """The records of a table by reference, the columns it does not have, and what a person should look at."""

    rows: Mapping[str, tuple[R, ...]]
    lacking: frozenset[str] = frozenset()
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_one_table(
    path: Path,
    kind: type[R],
    *,
    called: str,
    whose: str = "",
    once: bool = False,
    people: bool = True,
    maps: FileMap = NO_MAP,
    sheet: str = "",
) -> OneTable[R]:
    """Read a table, or raise one `InputError` that lists everything wrong.

    `called` is the table's name in a map, `whose` the column of the reference, and `once` says that it stands once;
    unless references are of `people`, they may look like names and like each other.
    """
    maps.check_named([called])
    mapped = maps.of(called)
    found = Sheet(read_table(path, knows(kind, whose, mapped), sheet=sheet), kind, whose, mapped=mapped)
    found.table.check_rows()
    check_on_record(found)
    found.check_blanks(BLANK_SAYS.get(kind, {}))
    if once:
        found.check_each_once()
    unused, notes = check_whole(path.name, found, (), ()) if people else _whole(path.name, found)
    rows = {reference: cast("tuple[R, ...]", found.records(reference)) for reference in found.lines}
    return OneTable(rows, found.lacking, unused, notes)


def _whole(file: str, found: Sheet) -> tuple[tuple[str, ...], tuple[str, ...]]:
    notes = tuple(found.notes)
    if found.bad:
        raise InputError(file, found.sorted_bad, notes=notes)
    return tuple(found.unused), notes
