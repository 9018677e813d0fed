"""Read audits with a row a case and a column a key question, or several columns that are added up for a question.

A mark is Y, yes, a tick or 1; N, no, a cross or 0; N/A; a half; or a score, if a row "Out of" above the cases says out
of how much. A blank says neither yes nor no, so it is refused beside marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.audits.marks import MET, NOT_APPLICABLE, NOT_MET, AuditCells, Place, place_of, read_judgement
from yosrules.files.cells import NotAllowedError, read_reference
from yosrules.files.formats.tables import TextRow, TextTable, rows_named
from yosrules.language.kinds import one_of
from yosrules.policies.domain import Framework, RatedBy
from yosrules.records.audit import AuditSheet, Item, ItemSheet, SheetRow

BESIDE = re.compile(
    r"\b(comments?|notes?|evidence|rationale|reasons?|rating|total|average|per ?cent|percentage)\b|%", re.I
)
"""Words of headings of columns beside those that hold the marks."""

_OUT_OF = frozenset({"out of", "maximum", "max", "max score", "maximum score", "possible", "possible score"})
"""What the row above the cases is called that says out of how much each question is marked."""

_SUMS = re.compile(
    r"(grand |sub)?totals?|sums?|overall|average|mean|count|score|(in)?sufficient|(not )?met|yes|no|n/?a|rating|out of"
    r"|(number|per ?cent|%|max|possible).*",
    re.I,
)
"""What rows of sums below the cases are called."""

_SUM = re.compile(r"-?\d+(\.\d+)?%?")
_LONGEST = 12
"""The most characters of a mark that is shown where it is refused: a longer one is a comment, which may name people."""
_KINDS = 5
"""How many marks that are not understood are named."""
ALLOWED = "Y, N, N/A, a number from 0 to 1, or a score such as 3/4"
"""What a mark may be."""


@attrs.frozen
class WideAudit:
    """What a wide audit holds, the headings of the columns that were not read, and what a person should look at."""

    evidence: AuditSheet | ItemSheet
    unused: tuple[str, ...]
    notes: tuple[str, ...]


def marked_places(framework: Framework, meant: Mapping[str, str]) -> dict[str, Place]:
    """The place in the framework of each column that holds marks, by its heading; `meant` has what each says."""
    found = {heading: place_of(framework, means) for heading, means in meant.items() if not BESIDE.search(means)}
    return {heading: place for heading, place in found.items() if place}


def read_wide(table: TextTable, framework: Framework, title: str, case: str, places: Mapping[str, Place]) -> WideAudit:
    """The marks of each case as audit items, or one `InputError` that says what is not understood."""
    columns = _columns(table, places)
    reader = _Marks(table, framework, title, case, columns)
    evidence = reader.evidence()
    if reader.bad or reader.strange:
        raise InputError(table.file, [*reader.bad, *reader.refusals()])
    if not reader.cases:
        raise InputError(table.file, why="it has headings of an audit but no case with a mark")
    unused = tuple(heading for heading in table.headings if heading != case and heading not in columns)
    return WideAudit(evidence, unused, (*table.notes, *reader.notes()))


def _columns(table: TextTable, places: Mapping[str, Place]) -> dict[str, Place]:
    """The columns that are read, without those of whole standards whose key questions have columns of their own."""
    asked = {place.question for place in places.values() if place.question}
    columns, wrong = dict[str, Place](), list[BadCell]()
    for heading, place in places.items():
        questions = place.standard.key_questions
        if place.question is None and questions and not asked.isdisjoint(questions):
            continue
        if place.question is None and (questions or place.standard.rated_by is not RatedBy.AUDIT_SCORE):
            names = "; ".join(f"{each.id} {each.name}" for each in questions)
            wrong.append(BadCell(table.top, heading, heading, f"a column for each key question: {names}"))
        alike = [each for each, other in columns.items() if _same(other, place)]
        if any(columns[each].item in ("", place.item) or not place.item for each in alike):
            wrong.append(BadCell(table.top, heading, heading, f"one column for this; {alike[0]} means the same"))
        columns[heading] = place
    if wrong:
        raise InputError(table.file, wrong)
    return columns


def _same(one: Place, other: Place) -> bool:
    return one.standard is other.standard and one.question is other.question


class _Marks(AuditCells):
    """The marks of the cases in one table."""

    def __init__(
        self, table: TextTable, framework: Framework, title: str, case: str, columns: Mapping[str, Place]
    ) -> None:
        super().__init__({"case": case, **{heading: heading for heading in columns}}, framework, title)
        self.columns = columns
        self.strange: dict[str, list[tuple[int, str]]] = {}
        rows = list(table.rows)
        self.out_of = self._maxima(rows.pop(0)) if rows and rows[0].cells[case].casefold() in _OUT_OF else {}
        self.sums = [row.number for row in self._sums(rows)]
        rows = [row for row in rows if row.number not in self.sums]
        self.cases = [row for row in rows if any(row.cells[each] for each in columns)]
        self.idle = [row.number for row in rows if not any(row.cells[each] for each in columns)]
        self.crosses = self._crosses()

    def evidence(self) -> AuditSheet | ItemSheet:
        """The items of all cases; sums of a standard where the framework has no key questions for it."""
        items, seen = list[Item](), dict[tuple[str, ...], int]()
        for row in self.cases:
            case = self.take(row, "case", read_reference)
            if case and self.once(row, "case", (case,), seen):
                items += self._items(row, case)
        if all(place.question for place in self.columns.values()):
            return ItemSheet(self.title, tuple(items))
        numbers = dict.fromkeys(item.standard for item in items)
        sums = {number: [item for item in items if item.standard == number] for number in numbers}
        rows = (
            SheetRow(number, _sum(item.score or Decimal(0) for item in each), _sum(item.out_of for item in each))
            for number, each in sums.items()
        )
        return AuditSheet(self.title, tuple(rows))

    def _items(self, row: TextRow, case: str) -> Iterator[Item]:
        """The marks of one case, those of one key question added up."""
        found: dict[tuple[str, str], list[tuple[Decimal | None, Decimal]]] = {}
        for heading, place in self.columns.items():
            mark = self._mark(row, heading)
            if mark is not None:
                key = place.standard.number, place.question.id if place.question else ""
                found.setdefault(key, []).append(mark)
        for (standard, question), marks in found.items():
            scores = [score for score, _ in marks if score is not None]
            yield Item(
                case, standard, question, _sum(scores) if scores else None, _sum(each for _, each in marks), row.number
            )

    def _mark(self, row: TextRow, heading: str) -> tuple[Decimal | None, Decimal] | None:
        """The score of a cell and what it is out of; a cell that says nothing clear is kept as strange."""
        written, out_of = row.cells[heading], self.out_of.get(heading, Decimal(1))
        said = written.casefold()
        if said in NOT_APPLICABLE:
            return None, Decimal(0)
        number, top = _share(written) or (written, out_of)
        try:
            score = Decimal(1) if said == "x" and self.crosses else read_judgement(number)
        except NotAllowedError:
            score = None
        if score is None or score > top or (top != 1 and not re.match(r"\d", number)):
            self.strange.setdefault(written, []).append((row.number, heading))
            return None
        return score, top

    def _maxima(self, row: TextRow) -> dict[str, Decimal]:
        """What each column is out of, from the row that says so."""
        found = {heading: self.take(row, heading, read_judgement) for heading in self.columns if row.cells[heading]}
        return {heading: number for heading, number in found.items() if number is not None}

    def _sums(self, rows: list[TextRow]) -> Iterator[TextRow]:
        """The last rows that hold sums: they are called so, or name nobody and hold a number that is no mark."""
        for row in reversed(rows):
            name, held = row.cells[self.named["case"]], [row.cells[each] for each in self.columns if row.cells[each]]
            called = _SUMS.fullmatch(name) or (not name and any(map(self._beyond, held)))
            if called and all(map(_SUM.fullmatch, held)):
                yield row
            elif name or held:
                return

    def _beyond(self, written: str) -> bool:
        """Whether a number is more than any mark is out of, or a per cent."""
        most = max(self.out_of.values(), default=Decimal(1))
        return written.endswith("%") or Decimal(written) > most if _SUM.fullmatch(written) else False

    def _crosses(self) -> bool:
        """Whether x is a tick: another mark says that something is not met, and none that it is met."""
        marks = {row.cells[heading].casefold() for row in self.cases for heading in self.columns}
        return not marks & {*MET, "1"} and bool(marks & {*NOT_MET, "0"})

    def refusals(self) -> Iterator[BadCell]:
        """One line for each mark that is not understood, with how often it stands where."""
        shown: dict[str, list[tuple[int, str]]] = {}
        for written, cells in self.strange.items():
            text = written if len(written) <= _LONGEST else "a longer text"
            shown.setdefault(text, []).extend(cells)
        for written, cells in [*shown.items()][:_KINDS]:
            rows = rows_named([*dict.fromkeys(row for row, _ in cells)])
            columns = one_of([*dict.fromkeys(heading for _, heading in cells)][:2])
            allowed = f"{ALLOWED}; {len(cells):,} of the marks ({rows}), such as under {columns}"
            yield BadCell(None, "marks", written, allowed + _WHY.get(written.casefold(), ""))
        if len(shown) > _KINDS:
            yield BadCell(None, "marks", f"{len(shown) - _KINDS} other texts", ALLOWED)

    def notes(self) -> Iterator[str]:
        """What was passed over, and what was added up."""
        for rows, why in ((self.sums, "hold sums"), (self.idle, "have no mark in any column")):
            if rows:
                yield f"rows that {why} were not read: {rows_named(sorted(rows))}"
        if parts := {place.question.id: None for place in self.columns.values() if place.question and place.item}:
            yield f"marks of several columns were added up for each of {', '.join(parts)}"


def read_mark(written: str) -> None:
    """Refuse what is no mark by itself, whatever other marks there are."""
    if written.casefold() not in NOT_APPLICABLE | {"x"} and not _share(written):
        read_judgement(written)


def _share(written: str) -> tuple[str, Decimal] | None:
    """The score and what it is out of, of a mark such as 3/4."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?/ ?(\d+)", written)
    return (found[1], Decimal(found[2])) if found else None


_WHY = {
    "": "; a blank says neither met nor not met",
    "x": "; beside other marks x may mean either, so write Y or N",
}
"""Why some marks are not taken."""


def _sum(numbers: Iterator[Decimal] | list[Decimal]) -> Decimal:
    return sum(numbers, Decimal(0))
