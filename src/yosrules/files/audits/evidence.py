"""Read audits and inspections. Every bad cell is listed at once, and nothing is guessed.

The columns decide which of the five a file is:

- an audit sheet: standard, score, out_of, and what the sheet states: percent, rating; its last line may be "Overall"
- audit items: case, standard, question, score ("N/A" where it does not apply), out_of
- a wide audit: case, and a column for each key question, as `wide_audits` reads it
- counts of ratings: service, rating, count, where nobody says which standard got which
- inspections: service, standard, rating, and if printed share, sample; an "Overall" line has rating, points, maximum
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.audits.mapped import MARKS, AuditMap, audits_of
from yosrules.files.audits.marks import NOT_APPLICABLE, AuditCells, Place, of_absent_domain
from yosrules.files.audits.wide import marked_places, read_wide
from yosrules.files.cells import read_percent, read_text, read_whole
from yosrules.files.formats.headings import heading_of
from yosrules.files.formats.tables import TextTable, read_table
from yosrules.files.mapping.maps import NO_MAP, FileMap, suggestion
from yosrules.policies.domain import Framework
from yosrules.policies.rating import NOT_RATED
from yosrules.ratings.overall import OVERALL
from yosrules.records.audit import (
    AuditSheet,
    Evidence,
    Inspection,
    Item,
    ItemSheet,
    Judged,
    JudgedOverall,
    RatingCounts,
    SheetRow,
)

_SYNONYMS = {
    "out of": "out_of",
    "possible": "out_of",
    "possible score": "out_of",
    "maximum score": "out_of",
    "score as percentage": "percent",
    "score as percentage (to nearest %)": "percent",
    "percentage": "percent",
    "%": "percent",
    "hmip rating": "rating",
    "key question": "question",
    **dict.fromkeys(
        (
            *("case id", "case no", "case number", "case ref", "case reference", "reference", "ref", "childview id"),
            *("child id", "yp id", "young person id", "unique id", "id"),
        ),
        "case",
    ),
    "sample size": "sample",
    "yjs": "service",
}
"""Headings that people write, and the column that each one means."""

_FORMS = {
    "an audit sheet": ({"standard", "score", "out_of"}, {"percent", "rating"}),
    "audit items": ({"case", "standard", "question", "score", "out_of"}, set[str]()),
    "inspections": ({"standard", "rating"}, {"service", "share", "sample", "points", "maximum"}),
    "counts of ratings": ({"rating", "count"}, {"service"}),
}
"""Each form that a file can have: its required columns and its optional ones."""


_COLUMNS = frozenset().union(*(needed | optional for needed, optional in _FORMS.values()))
"""The columns of every form."""


@attrs.frozen
class Contents:
    """What a file holds, the headings of the columns that were not used, and what a person may have to look at.

    `kept` has what stands under the headings that were asked for, by title and standard.
    """

    evidence: tuple[Evidence, ...]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    kept: Mapping[tuple[str, str], Mapping[str, str]] = attrs.field(factory=dict[tuple[str, str], dict[str, str]])


def read_evidence(
    path: Path,
    framework: Framework,
    title: str | None = None,
    sheet: str = "",
    maps: FileMap = NO_MAP,
    keep: Sequence[str] = (),
) -> Contents:
    """Read audits or inspections of this framework, or raise one `InputError` that lists everything wrong.

    The title of what is read is `title`, or else the file's name; `sheet` is the sheet of a workbook that is wanted.
    Headings and words mean what `maps` says they do; `keep` are headings of columns to carry along.
    """
    mapped = AuditMap(audits_of(maps))
    table = read_table(path, lambda heading: _says(mapped.heading(heading), heading, framework), sheet=sheet)
    meant = mapped.meant(table)
    places = marked_places(framework, meant)
    for heading, means in meant.items():
        if means not in ("", heading) and not _says(means, means, framework):
            raise mapped.refuse_meaning(heading, _COLUMNS)
    named = _named(table, {heading: means for heading, means in meant.items() if means and heading not in places})
    read = _read_wide if places and not {"score", "standard"} & named.keys() else _read_long
    found = read(table, framework, title or path.stem, named, places, mapped)
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
    return means != heading or column_meant(means) in _COLUMNS or bool(marked_places(framework, {heading: means}))


def _read_wide(
    table: TextTable,
    framework: Framework,
    title: str,
    named: Mapping[str, str],
    places: Mapping[str, Place],
    mapped: AuditMap,
) -> Contents:
    if "case" not in named:
        raise InputError(table.file, [_without_case(table, "an audit with a column a key question")])
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
    if framework.lacks and not any(needed <= named.keys() for needed, _ in _FORMS.values()):
        raise InputError(table.file, why=f"it cannot be told what its columns are: {framework.lacks}")
    form = _form(table, set(named))
    needed, optional = _FORMS[form]
    if not table.rows:
        raise InputError(table.file, why="it has a heading but no rows")
    cells = AuditCells(named, framework, title)
    evidence = _READERS[form](cells, mapped.in_words(table, {name: [heading] for name, heading in named.items()}))
    if cells.bad:
        raise InputError(table.file, cells.bad)
    unused = tuple(heading for name, heading in named.items() if name not in needed | optional)
    return Contents(evidence, unused, table.notes)


def _without_case(table: TextTable, looks_like: str) -> BadCell:
    written = ", ".join(table.headings)
    return BadCell(table.top, "columns", written, f"one of them case, since this looks like {looks_like}")


def column_meant(heading: str) -> str:
    """The column that a heading means."""
    name = heading_of(heading)
    return _SYNONYMS.get(name, name.replace(" ", "_"))


def _named(table: TextTable, meant: Mapping[str, str]) -> dict[str, str]:
    """The heading of each column, of what each means. Two headings that mean the same column are refused."""
    named: dict[str, str] = {}
    for heading, means in meant.items():
        if (other := named.setdefault(column_meant(means), heading)) != heading:
            raise InputError(
                table.file, [BadCell(table.top, heading, heading, f"one column for this; {other} means the same")]
            )
    return named


def _form(table: TextTable, columns: set[str]) -> str:
    """The form whose required columns are all here; if several fit, the one with the most."""
    if {"standard", "question", "score"} <= columns and "case" not in columns:
        raise InputError(table.file, [_without_case(table, "audit items")])
    fitting = [form for form, (needed, _) in _FORMS.items() if needed <= columns]
    if not fitting:
        forms = "; or ".join(f"for {form}: {', '.join(sorted(needed))}" for form, (needed, _) in _FORMS.items())
        raise InputError(table.file, [BadCell(table.top, "columns", ", ".join(table.headings), forms)])
    return max(fitting, key=lambda form: len(_FORMS[form][0]))


def _sheet(cells: AuditCells, table: TextTable) -> tuple[Evidence, ...]:
    rows: list[SheetRow] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        standard = cells.take(row, "standard", cells.standard_or_overall)
        score, out_of = cells.scores(row)
        stated = cells.maybe(row, "percent", read_percent), cells.maybe(row, "rating", cells.rating)
        if standard and cells.once(row, "standard", (standard,), seen) and score is not None and out_of is not None:
            rows.append(SheetRow(standard, score, out_of, *stated, row.number))
    overall = next((row for row in rows if row.standard == OVERALL), None)
    return (AuditSheet(cells.title, tuple(row for row in rows if row is not overall), overall),)


def _items(cells: AuditCells, table: TextTable) -> tuple[Evidence, ...]:
    rows: list[Item] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        case = cells.take(row, "case", read_text)
        standard = cells.take(row, "standard", cells.standard)
        question = cells.take(row, "question", cells.question(standard)) if standard else None
        applies = cells.written(row, "score").casefold() not in NOT_APPLICABLE
        score, out_of = cells.scores(row) if applies else (None, Decimal(0))
        if not (case and standard and question) or out_of is None:
            continue
        if cells.once(row, "case", (case, standard, question), seen):
            rows.append(Item(case, standard, question, score, out_of, row.number))
    return (ItemSheet(cells.title, tuple(rows)),)


def _inspections(cells: AuditCells, table: TextTable) -> tuple[Evidence, ...]:
    services: dict[str, tuple[list[Judged], list[JudgedOverall]]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        service = (cells.take(row, "service", read_text) or "") if "service" in cells.named else cells.title
        rows, overalls = services.setdefault(service, ([], []))
        standard = cells.take(row, "standard", cells.standard_or_overall)
        rating = (cells.maybe if standard == OVERALL else cells.take)(row, "rating", cells.rating)
        share, sample = cells.maybe(row, "share", read_percent), cells.maybe(row, "sample", read_whole)
        points, maximum = cells.maybe(row, "points", read_whole), cells.maybe(row, "maximum", read_whole)
        if points is not None and maximum is not None and points > maximum:
            cells.refuse(row, "points", f"at most {maximum}, the maximum")
        if not standard or not cells.once(row, "standard", (service, standard), seen):
            continue
        if standard == OVERALL:
            overalls.append(JudgedOverall(rating, _exactly(points), _exactly(maximum), row.number))
        else:
            rows.append(Judged(standard, None if rating == NOT_RATED else rating, share, sample, row.number))
    return tuple(
        Inspection(service, tuple(rows), overalls[0] if overalls else None)
        for service, (rows, overalls) in services.items()
    )


def _exactly(number: int | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _counts(cells: AuditCells, table: TextTable) -> tuple[Evidence, ...]:
    services: dict[str, list[tuple[str, int]]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        service = (cells.take(row, "service", read_text) or "") if "service" in cells.named else cells.title
        rating, count = cells.take(row, "rating", cells.rating), cells.take(row, "count", read_whole)
        if rating and count is not None and cells.once(row, "rating", (service, rating), seen):
            services.setdefault(service, []).append((rating, count))
    return tuple(RatingCounts(service, tuple(counts)) for service, counts in services.items())


_READERS: dict[str, Callable[[AuditCells, TextTable], tuple[Evidence, ...]]] = dict(
    zip(_FORMS, (_sheet, _items, _inspections, _counts), strict=True)
)
