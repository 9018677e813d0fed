"""Read audits and inspections. Every bad cell is listed at once, and nothing is guessed.

The columns decide what a file is: a wide audit with a column for each key question, as `wide` reads it, or one of the
`forms` with a row a standard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.audits.forms import COLUMNS, FORMS, READERS, column_meant, form_of_columns, without_case
from yosrules.files.audits.mapped import MARKS, AuditMap, audits_of
from yosrules.files.audits.marks import AuditCells, Place, of_absent_domain
from yosrules.files.audits.wide import marked_places, read_wide
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.mapping.maps import NO_MAP, FileMap, suggestion
from yosrules.policies.domain import Framework
from yosrules.records.audit import Evidence


@attrs.frozen
class Contents:
    """What a file holds, the headings of the columns that were not used, and what a person may have to look at.

    `headings` are those of all columns. `kept` has what stands under the headings that were asked for, by title and
    standard.
    """

    evidence: tuple[Evidence, ...]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    kept: Mapping[tuple[str, str], Mapping[str, str]] = attrs.field(factory=dict[tuple[str, str], dict[str, str]])


def read_evidence(
    path: Path,
    framework: Framework,
    title: str | None = None,
    sheet: str = "",
    maps: FileMap = NO_MAP,
    keep: Sequence[str] = (),
    *,
    others: bool = False,
) -> Contents:
    """Read audits or inspections of this framework, or raise one `InputError` that lists everything wrong.

    The title of what is read is `title`, or else the file's name; `sheet` is the sheet of a workbook that is wanted.
    Headings and words mean what `maps` says they do; `keep` are headings of columns to carry along.
    With `others` the map is of other files too, so that not each of its headings has to be here.
    """
    mapped = AuditMap(audits_of(maps))
    mapped.check_values(COLUMNS)
    table = read_table(path, lambda heading: _says(mapped.heading(heading), heading, framework), sheet=sheet)
    if not others:
        mapped.check_headings({table.file: table.headings})
    meant = {heading: mapped.heading(heading) for heading in table.headings}
    places = marked_places(framework, meant)
    for heading, means in meant.items():
        if means not in ("", heading) and not _says(means, means, framework):
            raise mapped.refuse_meaning(heading, COLUMNS)
    named = _named(table, {heading: means for heading, means in meant.items() if means and heading not in places})
    read = _read_wide if places and not {"score", "standard"} & named.keys() else _read_long
    found = attrs.evolve(read(table, framework, title or path.stem, named, places, mapped), headings=table.headings)
    if keep:
        found = attrs.evolve(found, kept=_kept(table, AuditCells(named, framework, title or path.stem), keep))
    astray = [each for each in found.unused if of_absent_domain(framework, each)]
    return attrs.evolve(found, notes=(*found.notes, framework.lacks)) if astray else found


def _kept(table: TextTable, cells: AuditCells, keep: Sequence[str]) -> dict[tuple[str, str], dict[str, str]]:
    """What stands under each of these headings, by title and standard."""
    for heading in keep:
        if heading not in table.headings:
            raise InputError(table.file, why=f"it has no column {heading!r}{suggestion(heading, table.headings)}")
    if "standard" not in cells.named or "case" in cells.named:
        why = "--keep carries along what is said of a standard, and no row of this file is about one standard alone"
        raise InputError(table.file, why=why)
    found = dict[tuple[str, str], dict[str, str]]()
    for row in table.rows:
        standard = cells.take(row, "standard", cells.standard_or_overall)
        place = cells.written(row, "service") or cells.title, standard or ""
        found[place] = {heading: row.cells[heading] for heading in keep}
    return found


def _says(means: str, heading: str, framework: Framework) -> bool:
    """Whether a heading says which column it is, or which place in the framework, or a map says something of it."""
    return means != heading or column_meant(means) in COLUMNS or bool(marked_places(framework, {heading: means}))


def _read_wide(
    table: TextTable,
    framework: Framework,
    title: str,
    named: Mapping[str, str],
    places: Mapping[str, Place],
    mapped: AuditMap,
) -> Contents:
    if "case" not in named:
        raise InputError(table.file, [without_case(table, "an audit with a column a key question")])
    table = mapped.in_words(table, {"case": [named["case"]], MARKS: [*places]})
    wide = read_wide(table, framework, title, named["case"], places)
    return Contents((wide.evidence,), tuple(each for each in wide.unused if mapped.heading(each)), wide.notes)


def _read_long(
    table: TextTable,
    framework: Framework,
    title: str,
    named: dict[str, str],
    places: Mapping[str, Place],  # noqa: ARG001 -- those of a wide audit
    mapped: AuditMap,
) -> Contents:
    if framework.lacks and not any(needed <= named.keys() for needed, _ in FORMS.values()):
        raise InputError(table.file, why=f"it cannot be told what its columns are: {framework.lacks}")
    form = form_of_columns(table, set(named))
    needed, optional = FORMS[form]
    table.check_rows()
    cells = AuditCells(named, framework, title)
    evidence = READERS[form](cells, mapped.in_words(table, {name: [heading] for name, heading in named.items()}))
    if cells.bad:
        raise InputError(table.file, cells.bad)
    unused = tuple(heading for name, heading in named.items() if name not in needed | optional)
    return Contents(evidence, unused, table.notes)


def _named(table: TextTable, meant: Mapping[str, str]) -> dict[str, str]:
    """The heading of each column, of what each means. Two headings that mean the same column are refused."""
    named: dict[str, str] = {}
    for heading, means in meant.items():
        if (other := named.setdefault(column_meant(means), heading)) != heading:
            raise InputError(
                table.file, [BadCell(table.top, heading, heading, f"one column for this; {other} means the same")]
            )
    return named
