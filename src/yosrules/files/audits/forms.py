"""The forms that an audit or an inspection with a row a standard can have, and how each is read.

The columns decide which of the four a file is:

- an audit sheet: standard, score, out_of, and what the sheet states: percent, rating; its last line may be "Overall"
- audit items: case, standard, question, score ("N/A" where it does not apply), out_of
- counts of ratings: service, rating, count, where nobody says which standard got which
- inspections: service, standard, rating, and if printed share, sample; an "Overall" line has rating, points, maximum
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from yosrules.errors import BadCell, InputError
from yosrules.files.audits.marks import NOT_APPLICABLE, AuditCells
from yosrules.files.cells import read_percent, read_text, read_whole
from yosrules.files.formats.headings import heading_of
from yosrules.files.formats.tables import TextTable
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

FORMS = {
    "an audit sheet": ({"standard", "score", "out_of"}, {"percent", "rating"}),
    "audit items": ({"case", "standard", "question", "score", "out_of"}, set[str]()),
    "inspections": ({"standard", "rating"}, {"service", "share", "sample", "points", "maximum"}),
    "counts of ratings": ({"rating", "count"}, {"service"}),
}
"""Each form that a file can have: its required columns and its optional ones."""


COLUMNS = frozenset().union(*(needed | optional for needed, optional in FORMS.values()))
"""The columns of every form."""


def column_meant(heading: str) -> str:
    """The column that a heading means."""
    name = heading_of(heading)
    return _SYNONYMS.get(name, name.replace(" ", "_"))


def without_case(table: TextTable, looks_like: str) -> BadCell:
    """That a table which looks like an audit of cases has no column of the case."""
    written = ", ".join(table.headings)
    return BadCell(table.top, "columns", written, f"one of them case, since this looks like {looks_like}")


def form_of_columns(table: TextTable, columns: set[str]) -> str:
    """The form whose required columns are all here; if several fit, the one with the most."""
    if {"standard", "question", "score"} <= columns and "case" not in columns:
        raise InputError(table.file, [without_case(table, "audit items")])
    fitting = [form for form, (needed, _) in FORMS.items() if needed <= columns]
    if not fitting:
        forms = "; or ".join(f"for {form}: {', '.join(sorted(needed))}" for form, (needed, _) in FORMS.items())
        raise InputError(table.file, [BadCell(table.top, "columns", ", ".join(table.headings), forms)])
    return max(fitting, key=lambda form: len(FORMS[form][0]))


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


READERS: dict[str, Callable[[AuditCells, TextTable], tuple[Evidence, ...]]] = dict(
    zip(FORMS, (_sheet, _items, _inspections, _counts), strict=True)
)
