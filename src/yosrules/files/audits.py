"""Read audits and inspections. Every bad cell is listed at once, and nothing is guessed.

The columns decide which of the four a file is:

- an audit sheet: standard, score, out_of, and what the sheet states: percent, rating; its last line may be "Overall"
- audit items: case, standard, question, score ("N/A" where it does not apply), out_of
- counts of ratings: service, rating, count, where nobody says which standard got which
- inspections: service, standard, rating, and if printed share, sample; an "Overall" line has rating, points, maximum
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import attrs

from yosrules.errors import BadCell, InputError, RatingError
from yosrules.files.cells import Cells, NotAllowedError, read_number, read_percent, read_text, read_whole
from yosrules.files.formats.headings import heading_of
from yosrules.files.formats.tables import TextRow, TextTable, read_table
from yosrules.language.kinds import one_of
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
    "case reference": "case",
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

_NOT_APPLICABLE = ("n/a", "na", "not applicable")


@attrs.frozen
class Contents:
    """What a file holds, the headings of the columns that were not used, and what a person may have to look at."""

    evidence: tuple[Evidence, ...]
    unused: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_evidence(path: Path, framework: Framework, title: str | None = None) -> Contents:
    """Read audits or inspections of this framework, or raise one `InputError` that lists everything wrong.

    The title of what is read is `title`, or else the file's name.
    """
    table = read_table(path, _known)
    named = _named(table)
    form = _form(table, set(named))
    needed, optional = _FORMS[form]
    if not table.rows:
        raise InputError(table.file, why="it has a heading but no rows")
    cells = _Audit(named, framework, title or path.stem)
    evidence = _READERS[form](cells, table)
    if cells.bad:
        raise InputError(table.file, cells.bad)
    unused = tuple(heading for name, heading in named.items() if name not in needed | optional)
    return Contents(evidence, unused, table.notes)


def column_meant(heading: str) -> str:
    """The column that a heading means."""
    name = heading_of(heading)
    return _SYNONYMS.get(name, name.replace(" ", "_"))


def _known(heading: str) -> bool:
    return any(column_meant(heading) in needed | optional for needed, optional in _FORMS.values())


def _named(table: TextTable) -> dict[str, str]:
    """The heading of each column. Two headings that mean the same column are refused."""
    named: dict[str, str] = {}
    for heading in table.headings:
        if (other := named.setdefault(column_meant(heading), heading)) != heading:
            raise InputError(
                table.file, [BadCell(table.top, heading, heading, f"one column for this; {other} means the same")]
            )
    return named


def _form(table: TextTable, columns: set[str]) -> str:
    """The form whose required columns are all here; if several fit, the one with the most."""
    fitting = [form for form, (needed, _) in _FORMS.items() if needed <= columns]
    if not fitting:
        forms = "; or ".join(f"for {form}: {', '.join(sorted(needed))}" for form, (needed, _) in _FORMS.items())
        raise InputError(table.file, [BadCell(table.top, "columns", ", ".join(table.headings), forms)])
    return max(fitting, key=lambda form: len(_FORMS[form][0]))


class _Audit(Cells):
    """A reader of cells that name a framework's standards, key questions and ratings."""

    def __init__(self, named: dict[str, str], framework: Framework, title: str) -> None:
        super().__init__(named)
        self.framework, self.title = framework, title

    def scores(self, row: TextRow) -> tuple[Decimal | None, Decimal | None]:
        """A score and what it is out of; a score above what it is out of is refused."""
        score, out_of = self.take(row, "score", read_number), self.take(row, "out_of", read_number)
        if score is not None and out_of is not None and score > out_of:
            self.refuse(row, "score", f"at most {out_of}, which it is out of")
        return score, out_of

    def standard_or_overall(self, written: str) -> str:
        """A standard's number, or "Overall" for the file's own last line."""
        return OVERALL if re.match(r"overall\b", written, re.IGNORECASE) else self.standard(written)

    def standard(self, written: str) -> str:
        """A standard's number, from "2.1", "2.1 Assessment" or "2.1: Assessment"."""
        label, _, name = " ".join(written.split()).partition(" ")
        try:
            standard = self.framework.standard(label.rstrip(":.,-"))
        except RatingError:
            names = [str(standard) for standard in self.framework.standards]
            raise NotAllowedError(f"a standard of {self.framework.id}: {one_of(names or ['none installed'])}") from None
        if name and name.strip(" :.-–").replace("&", "and").casefold() != standard.name.casefold():
            raise NotAllowedError(f"{standard}, as {self.framework.id} has it")
        return standard.number

    def question(self, standard: str) -> Callable[[str], str]:
        """Make a parser for a key question of this standard, written as its id or its label."""

        def parse(written: str) -> str:
            try:
                return self.framework.standard(standard).question(" ".join(written.split())).id
            except RatingError:
                questions = self.framework.standard(standard).key_questions
                names = "; ".join(f"{question.id} or {question.name}" for question in questions)
                none = f"nothing: the key questions of {standard} are not established here"
                raise NotAllowedError(names or none) from None

        return parse

    def rating(self, written: str) -> str:
        """The name of a rating; capitals and spaces do not matter."""
        names = [*self.framework.scale.names, NOT_RATED]
        for name in names:
            if " ".join(written.split()).casefold() == name.casefold():
                return name
        raise NotAllowedError(one_of(names))


def _sheet(cells: _Audit, table: TextTable) -> tuple[Evidence, ...]:
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


def _items(cells: _Audit, table: TextTable) -> tuple[Evidence, ...]:
    rows: list[Item] = []
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        case = cells.take(row, "case", read_text)
        standard = cells.take(row, "standard", cells.standard)
        question = cells.take(row, "question", cells.question(standard)) if standard else None
        applies = cells.written(row, "score").casefold() not in _NOT_APPLICABLE
        score, out_of = cells.scores(row) if applies else (None, Decimal(0))
        if not (case and standard and question) or out_of is None:
            continue
        if cells.once(row, "case", (case, standard, question), seen):
            rows.append(Item(case, standard, question, score, out_of, row.number))
    return (ItemSheet(cells.title, tuple(rows)),)


def _inspections(cells: _Audit, table: TextTable) -> tuple[Evidence, ...]:
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


def _counts(cells: _Audit, table: TextTable) -> tuple[Evidence, ...]:
    services: dict[str, list[tuple[str, int]]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows:
        service = (cells.take(row, "service", read_text) or "") if "service" in cells.named else cells.title
        rating, count = cells.take(row, "rating", cells.rating), cells.take(row, "count", read_whole)
        if rating and count is not None and cells.once(row, "rating", (service, rating), seen):
            services.setdefault(service, []).append((rating, count))
    return tuple(RatingCounts(service, tuple(counts)) for service, counts in services.items())


_READERS: dict[str, Callable[[_Audit, TextTable], tuple[Evidence, ...]]] = dict(
    zip(_FORMS, (_sheet, _items, _inspections, _counts), strict=True)
)
