"""A caseload and the histories behind it, from files. Every bad cell of every file is listed at once.

A file of cases has a column `reference`, each once, and one for any fact or text of the record. A blank cell, or a
word such as "unknown", is unknown. Histories are further files, or further sheets of the workbook, called offences,
outcomes, assessments, care, forums, checks or waivers; the `reference` of each row says whose it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from inspect import signature
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar, overload

import attrs

from yosrules.errors import BadCell, InputError
from yosrules.files.cells import Cells, text
from yosrules.files.table import Row, Table, _shown, _table, read_table
from yosrules.files.tabular import unshielded
from yosrules.files.written import folded, parser
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value, one_of
from yosrules.records import case
from yosrules.verbs.as_of import Histories

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

R = TypeVar("R", bound=Facts)
R_co = TypeVar("R_co", bound=Facts, covariant=True)
Stated: TypeAlias = dict[str, Value | str | None]
Parse: TypeAlias = Callable[[str], Value | str | None]

HISTORIES: Mapping[str, type[Facts]] = {
    "offences": case.Offence,
    "outcomes": case.Outcome,
    "assessments": case.Assessment,
    "care": case.CareEpisode,
    "forums": case.ForumHeld,
    "checks": case.CheckDone,
    "waivers": case.Waiver,
}
"""What a file or a sheet of a history is called, and the kind of its rows."""


@attrs.frozen
class Caseload(Generic[R_co]):
    """Cases; the histories behind each, by its reference; and the headings and sheets that nothing was read from."""

    cases: tuple[R_co, ...]
    histories: Mapping[str, Histories]
    unused: tuple[str, ...] = ()


@overload
def read_cases(path: Path, *, related: Sequence[Path] = ()) -> Caseload[case.Case]: ...
@overload
def read_cases(path: Path, about: type[R], related: Sequence[Path] = ()) -> Caseload[R]: ...
def read_cases(path: Path, about: type[Facts] = case.Case, related: Sequence[Path] = ()) -> Caseload[Facts]:
    """Read a caseload and its histories, or raise one `InputError` that lists everything wrong.

    Where a history was given, a case without rows in it is known to have none; where it was not, nothing is known.
    """
    cases = _Sheet(read_table(path), about)
    if not cases.lines:
        raise InputError(path.name, why="it has a heading but no rows")
    histories, others = _histories(path, related)
    cases.check_each_once()
    for each in histories:
        each.check_all_in(cases)
    placed = [attrs.evolve(bad, column=f"{bad.column} in {each.table.file}") for each in histories for bad in each.told]
    if cases.bad or placed:
        raise InputError(path.name, [*cases.told, *placed])
    unused = [f"{heading} in {each.table.file}" for each in histories for heading in each.unused]
    behind = {reference: {each.kind: each.records(reference) for each in histories} for reference in cases.lines}
    made = tuple(record for reference in cases.lines for record in cases.records(reference))
    return Caseload(made, behind, (*cases.unused, *unused, *others))


class _Sheet(Cells):
    """The rows of one table, to become records of one kind; `lines` are what they state, by reference."""

    def __init__(self, table: Table, kind: type[Facts]) -> None:
        super().__init__({})
        self.table, self.kind, self.unused = table, kind, list[str]()
        self.fields = signature(kind).parameters
        self._name(_columns(kind))
        parsers = _parsers(kind)
        self.lines: dict[str, list[tuple[Row, Stated]]] = {}
        for row in table.rows:
            stated = {column: self.take(row, column, parsers[column]) for column in self.named}
            self.lines.setdefault(self.written(row, "reference"), []).append((row, stated))

    def _name(self, columns: Mapping[str, str]) -> None:
        for heading in self.table.headings:
            column = columns.get(_heading(heading))
            if column is None:
                self.unused.append(heading)
            elif (other := self.named.setdefault(column, heading)) != heading:
                self.bad.append(BadCell(1, heading, heading, f"one column for this; {other} means the same"))
        needed = ["reference", *(name for name, field in self.fields.items() if field.default is field.empty)]
        for column in dict.fromkeys(needed):
            if column not in self.named:
                self.bad.append(BadCell(1, "columns", ", ".join(self.table.headings), f"one of them {column}"))

    def written(self, row: Row, column: str) -> str:
        """What stands in a cell, without the apostrophe by which CSV shields a spreadsheet from it."""
        cell = super().written(row, column)
        return unshielded(cell) if self.table.file.casefold().endswith(".csv") else cell

    @property
    def told(self) -> list[BadCell]:
        """The bad cells from top to bottom."""
        return sorted(self.bad, key=lambda each: each.row or 0)

    def check_each_once(self) -> None:
        """Note every row about a case that an earlier row is about."""
        for (first, _), *others in (lines for reference, lines in self.lines.items() if reference):
            for row, _ in others:
                self.refuse(row, "reference", f"each once; row {first.number} is about the same")

    def check_all_in(self, cases: _Sheet) -> None:
        """Note every row that is of none of these cases."""
        for reference, lines in self.lines.items():
            if reference and "reference" in cases.named and reference not in cases.lines:
                for row, _ in lines:
                    self.refuse(row, "reference", f"the reference of a case in {cases.table.file}")

    def records(self, reference: str) -> tuple[Facts, ...]:
        """What is on record under one reference."""
        make: Callable[..., Facts] = self.kind
        stated = [stated for _, stated in self.lines.get(reference, ())]
        return tuple(make(**{name: value for name, value in each.items() if name in self.fields}) for each in stated)


def _histories(path: Path, related: Sequence[Path]) -> tuple[list[_Sheet], list[str]]:
    """The histories in further sheets and further files, and the further sheets that are none."""
    found: dict[type[Facts], Table] = {}
    others: list[str] = []
    files = [(each.stem, _further_file(each)) for each in related]
    for name, table in [*_further_sheets(path), *files]:
        if table is None:
            others.append(f"sheet {name}")
        elif (other := found.setdefault(HISTORIES[folded(name)], table)) is not table:
            raise InputError(table.file, why=f"{other.file} gives the same history; allowed: one of them")
    return [_Sheet(table, kind) for kind, table in found.items()], others


def _further_file(path: Path) -> Table:
    if folded(path.stem) not in HISTORIES:
        raise InputError(path.name, why=f"{path.stem!r} is not a history; allowed: {one_of([*HISTORIES])}")
    return read_table(path)


def _further_sheets(path: Path) -> Iterator[tuple[str, Table | None]]:
    """Each sheet of a workbook but that of the cases: its name and, if it is a history that is not hidden, its rows."""
    if path.suffix.casefold() != ".xlsx":
        return
    from openpyxl import load_workbook  # noqa: PLC0415 -- an extra, imported when asked for

    results, formulas = (load_workbook(path, read_only=True, data_only=told) for told in (True, False))
    with closing(results), closing(formulas):
        first = next(sheet for sheet in results.worksheets if sheet.sheet_state == "visible")
        if folded(first.title) in HISTORIES:
            raise InputError(path.name, why=f"its first sheet is {first.title!r}; the sheet of the cases comes first")
        for sheet, written in zip(results.worksheets, formulas.worksheets, strict=True):
            if folded(sheet.title) in HISTORIES and sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # some programs state them wrongly
                written.reset_dimensions()
                yield sheet.title, _sheet_table(f"sheet {sheet.title} of {path.name}", sheet, written)
            elif sheet is not first:
                yield sheet.title, None


def _sheet_table(file: str, results: Worksheet, formulas: Worksheet) -> Table:
    """The rows of one sheet as they are shown; a formula that has no result yet stands as it is written."""
    lines = [
        [_shown(b.value if a.value is None else a.value, a.number_format or "") for a, b in zip(*both, strict=True)]
        for both in zip(results.iter_rows(), formulas.iter_rows(), strict=True)
    ]
    top = next((place for place, line in enumerate(lines) if any(map(str.strip, line))), None)
    if top is None:
        raise InputError(file, why="it is empty; the first row names the columns")
    headings = tuple(cell.strip() for cell in lines[top])
    return _table(file, headings, lines[top + 1 :], top + 1)


def _columns(kind: type[Facts]) -> dict[str, str]:
    """The column that a heading means: by its name, or by a label that one fact only has."""
    labels = [_heading(fact.label) for fact in vocabulary(kind).values()]
    labelled = {label: name for label, name in zip(labels, vocabulary(kind), strict=True) if labels.count(label) == 1}
    return labelled | {folded(name): name for name in _parsers(kind)}


def _parsers(kind: type[Facts]) -> dict[str, Parse]:
    """How to read each column of a kind of record."""
    facts = vocabulary(kind)
    parsers: dict[str, Parse] = {"reference": text}
    for name, field in signature(kind).parameters.items():
        parsers[name] = parser(facts[name]) if name in facts else text if field.default is field.empty else str
    return parsers


def _heading(written: str) -> str:
    return folded(written).removeprefix("the ")
