"""Which files of a dataset are read: every one that looks like data, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from yosrules.errors import BadCell, InputError
from yosrules.files.formats.signatures import check_parquet

if TYPE_CHECKING:
    import polars

_DATA = (".parquet", ".pq", ".parq")
"""The endings, in any case, of files that look like data."""


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files of a dataset: the file itself, or all in the folder and the folders in it.

    Whatever looks like data and is not read is refused: another ending than `.parquet`, a name or a folder that begins
    with `_` or a full stop, as the rest of a run that was killed does, and a folder behind a link.
    """
    files, unread = _inside(path) if path.is_dir() else ([path] if path.is_file() else [], [])
    if unread:
        names = ", ".join(str(each.relative_to(path)) for each in unread[:_SHOWN]) + ", ..." * (len(unread) > _SHOWN)
        why = f"these look like data but are not read: {names}; rename them to .parquet, or put them elsewhere"
        raise InputError(path.name, why=why)
    if not files:
        raise InputError(path.name, why=f"there are no Parquet files in {path}" if path.is_dir() else f"no {path}")
    for each in files:
        check_parquet(each)
    return files


_PER_DAY = {"ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
_BEGINS = date(1970, 1, 1).toordinal()


def beyond_calendar(column: polars.Series) -> Iterator[BadCell]:
    """The first cell of a column of days or times that no calendar has, which Python could not hold."""
    import polars  # noqa: PLC0415 -- an extra, imported when asked for

    kind = column.dtype
    if not isinstance(kind, polars.Date | polars.Datetime | polars.Duration):
        return
    per, spare = (1, 0) if isinstance(kind, polars.Date) else (_PER_DAY[kind.time_unit], 1)
    held = column.to_physical()
    # A day less on each side for times: a time zone may move one past an end.
    first, last = date.min.toordinal() + spare - _BEGINS, date.max.toordinal() - spare - _BEGINS
    outside = ((held < first * per) | (held >= (last + 1) * per)).arg_true()
    if len(outside):
        row = outside[0]
        yield BadCell(row + 2, column.name, f"{held[row] // per:,} days from 1970", "a day of the years 1 to 9999")


_SHOWN = 5
"""How many files that are not read are named."""


def _inside(folder: Path) -> tuple[list[Path], list[Path]]:
    """The files of a folder that are read, and what looks like data and is not."""
    files, unread = list[Path](), list[Path]()

    def untold(error: OSError) -> None:
        raise InputError(folder.name, why=f"it cannot be read: {error.strerror}: {error.filename}") from None

    for at, folders, names in os.walk(folder, onerror=untold):
        unread += [Path(at, each) for each in folders if Path(at, each).is_symlink()]
        for each in (Path(at, name) for name in names if Path(name).suffix.casefold() in _DATA):
            hidden = any(part.startswith(("_", ".")) for part in each.relative_to(folder).parts)
            (unread if hidden or each.suffix.casefold() != ".parquet" else files).append(each)
    return sorted(files), sorted(unread)


def states(files: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """The size and the time of the last change of each file that is there."""
    found = {}
    for each in files:
        with suppress(FileNotFoundError):
            said = each.stat()
            found[each] = (said.st_size, said.st_mtime_ns)
    return found
