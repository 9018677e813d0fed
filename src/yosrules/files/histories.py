"""Find the histories beside a caseload: further files, and further sheets of its workbook, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from yosrules.errors import InputError
from yosrules.files.formats.headings import folded
from yosrules.files.formats.tables import TextTable, read_table, text_table
from yosrules.files.mapping.columns import knows
from yosrules.files.mapping.maps import NO_MAP, FileMap
from yosrules.files.records import Sheet
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.records.references import alike_said, personal_said

_Known: TypeAlias = Mapping[str, Callable[[str], bool]]
"""Whether a heading is one of each history, by its name."""


def further_tables(
    path: Path,
    related: Sequence[Path],
    kinds: Mapping[str, type[Facts]],
    main: TextTable,
    *,
    of: str,
    whose: str = "",
    maps: FileMap = NO_MAP,
) -> tuple[dict[type[Facts], TextTable], list[str]]:
    """The tables of the histories in further sheets and files by kind, and the names of sheets that are no history.

    `kinds` maps the name of a history to its kind. `main` is the main table, and `of`
    says what it holds; `whose` is how the column of the reference may be called.
    """
    found: dict[type[Facts], TextTable] = {}
    others: list[str] = []
    known = {name: knows(kind, whose, maps.of(name)) for name, kind in kinds.items()}
    files = [(each.stem, _further_file(each, known)) for each in related]
    for name, table in [*_further_sheets(path, known, main, of), *files]:
        if table is None:
            others.append(f"sheet {name}")
        elif (other := found.setdefault(kinds[folded(name)], table)) is not table:
            raise InputError(table.file, why=f"{other.file} gives the same history; allowed: one of them")
    return found, others


BLANK_MEANS: Mapping[str, str] = {
    "closed": "no stage is taken to have been closed early",
    "live_until": "every warning is taken to be live for as long as the policy says",
    "review_ends": "every review period is taken to be as long as the policy says",
    "ended": "no episode is taken to have ended",
    "route": "every stage is taken to be on the only route, or on the short-term one",
}
"""What is taken for true of every row of a history that has no such column."""


def notes_of(main: Sheet, *histories: Sheet) -> Iterator[str]:
    """What a person should look at: how the tables were read, and references that look the same."""
    for sheet in (main, *histories):
        yield from sheet.notes
    references = dict.fromkeys(reference for sheet in (main, *histories) for reference in sheet.lines)
    yield from alike_said(references)
    yield from personal_said(references)
    for sheet in histories:
        if lacking := [f"{column} ({means})" for column, means in BLANK_MEANS.items() if column in sheet.lacking]:
            yield f"{sheet.table.file} has no column {', '.join(lacking)}"


def check_whole(file: str, main: Sheet, further: Sequence[Sheet], others: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """What was not used, and what a person should look at; one `InputError` says everything wrong, and these too."""
    unused = (
        *(main.unused if main.recognised else ()),
        *(each for sheet in further for each in sheet.placed_unused),
        *others,
    )
    notes = tuple(notes_of(main, *further))
    if bad := [*main.sorted_bad, *(bad for sheet in further for bad in sheet.placed)]:
        raise InputError(file, bad, notes=[*([f"not used: {', '.join(unused)}"] if unused else []), *notes])
    return unused, notes


def _further_file(path: Path, known: _Known) -> TextTable:
    name = folded(path.stem)
    if name not in known:
        raise InputError(path.name, why=f"{path.stem!r} is not a history; allowed: {one_of([*known])}")
    return read_table(path, known[name])


def _further_sheets(path: Path, known: _Known, main: TextTable, of: str) -> Iterator[tuple[str, TextTable | None]]:
    """The name of each sheet but the main one, with its table if it is a history and not hidden."""
    if not main.sheet:
        return
    if folded(main.sheet) in known:
        raise InputError(path.name, why=f"its sheet {main.sheet!r} is a history; a sheet of {of} is lacking")
    from yosrules.files.formats.workbook import open_sheets  # noqa: PLC0415 -- most files are no workbooks

    with open_sheets(path) as sheets:
        for sheet in sheets:
            name = folded(sheet.title)
            if name in known and sheet.visible:
                yield sheet.title, text_table(f"sheet {sheet.title} of {path.name}", sheet.grid(), known[name])
            elif sheet.title != main.sheet:
                yield sheet.title, None
