"""Turn the rows of one table into records of one kind, grouped by reference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from inspect import signature
from typing import TypeAlias

import attrs

from yosrules.errors import BadCell, RecordError
from yosrules.files.cells import Cells, NotAllowedError, read_reference, read_text
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.formats.tables import TextRow, TextTable
from yosrules.files.rows import unshielded
from yosrules.files.synonyms import parser
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value, one_of
from yosrules.records.blanks import BLANK_SAYS
from yosrules.records.references import did_you_mean, instead_of, likeness

_Stated: TypeAlias = dict[str, Value | str | None]
_Parse: TypeAlias = Callable[[str], Value | str | None]


_NEAR = 0.8
"""How much of two headings must be alike for one to be taken for a slip of the other: from 0 to 1."""


class Sheet(Cells):
    """The rows of one table as records of one kind; `lines` holds the parsed rows by reference.

    The column of the reference is called `reference` or `whose`; with `whose`, a bad cell names the reference too.
    """

    def __init__(
        self, table: TextTable, kind: type[Facts], whose: str = "", parse: Mapping[str, _Parse] | None = None
    ) -> None:
        super().__init__({})
        self.table, self.kind, self.whose = table, kind, whose
        self.unused, self.near = list[str](), dict[str, str]()
        self.fields = signature(kind).parameters
        self._shielded = table.file.casefold().endswith((".csv", ".tsv"))
        parsers = {**_parsers(kind), **(parse or {})}
        self._name(columns_of(kind, whose))
        self._read = [(column, heading, self._parse(parsers[column])) for column, heading in self.named.items()]
        self.lines: dict[str, list[tuple[TextRow, _Stated]]] = {}
        self._made: dict[int, Facts] = {}
        for row in table.rows:
            self.lines.setdefault(self.written(row, "reference"), []).append((row, self._stated(row)))

    def _parse(self, parse: _Parse) -> _Parse:
        """A parser that remembers its results, since most cells repeat another cell of their column."""
        return cache((lambda cell: parse(unshielded(cell))) if self._shielded else parse)

    def _stated(self, row: TextRow) -> _Stated:
        try:
            return {column: parse(row.cells[heading]) for column, heading, parse in self._read}
        except NotAllowedError:
            return {column: self.take(row, column, parse) for column, _, parse in self._read}

    def _name(self, columns: Mapping[str, str]) -> None:
        for heading in self.table.headings:
            column = columns.get(heading_of(heading))
            if column is None:
                self.unused.append(heading)
            elif (other := self.named.setdefault(column, heading)) != heading:
                self.bad.append(
                    BadCell(self.table.top, heading, heading, f"one column for this; {other} means the same")
                )
        self.near = dict(self._near(columns))
        needed = ["reference", *(name for name, field in self.fields.items() if field.default is field.empty)]
        for column in dict.fromkeys(needed):
            self._want(column, self.whose if self.whose and column == "reference" else column)

    def _near(self, columns: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """For each column that is not there, the unused heading that is written nearly like it."""
        free = {written: column for written, column in columns.items() if column not in self.named}
        for heading in self.unused:
            for written in get_close_matches(heading_of(heading), free, 1, _NEAR):
                yield free[written], heading

    def _want(self, column: str, allowed: str) -> None:
        """Note a column as bad if it is not there, with the heading that may be meant for it."""
        if column not in self.named:
            hint = f"; did you mean {self.near[column]} -> {column}?" if column in self.near else ""
            self.bad.append(
                BadCell(self.table.top, "columns", ", ".join(self.table.headings), f"one of them {allowed}{hint}")
            )

    def written(self, row: TextRow, column: str) -> str:
        """The text of a cell, without the apostrophe that shields spreadsheets from formulas in CSV."""
        cell = super().written(row, column)
        return unshielded(cell) if self._shielded else cell

    def refuse(self, row: TextRow, column: str, allowed: str) -> None:
        """Note a cell as bad; with `whose`, add the reference of its row."""
        super().refuse(row, column, allowed)
        if self.whose and column != "reference" and (reference := self.written(row, "reference")):
            bad = self.bad.pop()
            self.bad.append(attrs.evolve(bad, column=f"{bad.column} of {reference}"))

    @property
    def sorted_bad(self) -> list[BadCell]:
        """The bad cells from top to bottom."""
        return sorted(self.bad, key=lambda each: each.row or 0)

    @property
    def placed(self) -> Iterator[BadCell]:
        """The bad cells from top to bottom, each with its file."""
        return (attrs.evolve(bad, column=f"{bad.column} in {self.table.file}") for bad in self.sorted_bad)

    @property
    def placed_unused(self) -> list[str]:
        """The headings of columns that were not read, each with its file."""
        return [f"{heading} in {self.table.file}" for heading in self.unused]

    def check_blanks(self, meant: Mapping[str, str]) -> None:
        """Note each of these columns that is not there; the text says what its blank means, which nothing says then."""
        for column, means in meant.items():
            self._want(column, f"{column}, blank where {means}; without it nothing says so of anybody")

    def check_together(self, columns: Sequence[str], allowed: str) -> None:
        """Note that some of these columns are not there, where others are."""
        lacking = [column for column in columns if column not in self.named]
        if 0 < len(lacking) < len(columns):
            written = ", ".join(self.table.headings)
            self.bad.append(
                BadCell(self.table.top, "columns", written, f"{allowed}; it has none for {one_of(lacking)}")
            )

    @property
    def notes(self) -> Iterator[str]:
        """What a person should look at before using what was read."""
        yield from self.table.notes
        if self.near:
            pairs = ", ".join(f"{heading} -> {column}" for column, heading in self.near.items())
            yield f"did you mean {pairs} in {self.table.file}?"

    @property
    def lacking(self) -> frozenset[str]:
        """The facts that the table has no column for."""
        return frozenset(self.fields) - self.named.keys()

    def check_each_once(self) -> None:
        """Note every row whose reference an earlier row has."""
        for (first, _), *others in (lines for reference, lines in self.lines.items() if reference):
            for row, _ in others:
                self.refuse(row, "reference", f"each once; row {first.number} is about the same")

    def check_all_in(self, others: Sheet, allowed: str) -> None:
        """Note every row whose reference is in no row of another sheet, with the one that looks the same."""
        if "reference" not in others.named:
            return
        meant = {likeness(reference): reference for reference in others.lines}
        for reference, lines in self.lines.items():
            if reference not in others.lines and not instead_of(reference):
                hint = did_you_mean(meant.get(likeness(reference)))
                for row, _ in lines:
                    self.refuse(row, "reference", f"{allowed} in {others.table.file}{hint}")

    def records(self, reference: str) -> tuple[Facts, ...]:
        """The records under one reference."""
        return tuple(self._record(*line) for line in self.lines.get(reference, ()))

    def good(self) -> Iterator[tuple[list[TextRow], list[Facts]]]:
        """For each reference, its rows without a bad cell and the records made of them."""
        bad = {each.row for each in self.bad}
        if self.table.top in bad:
            return
        for reference, lines in self.lines.items():
            if reference:
                whole = [line for line in lines if line[0].number not in bad]
                yield [row for row, _ in whole], [self._record(*line) for line in whole]

    def stands(self, row: TextRow, stated: _Stated) -> bool:
        """Whether a record can be made of a row."""
        try:
            self._record(row, stated)
        except RecordError:
            return False
        return True

    def _record(self, row: TextRow, stated: _Stated) -> Facts:
        if row.number not in self._made:
            make: Callable[..., Facts] = self.kind
            self._made[row.number] = make(**{name: value for name, value in stated.items() if name in self.fields})
        return self._made[row.number]


def knows(kind: type[Facts], whose: str = "") -> Callable[[str], bool]:
    """Whether a heading is one of a kind of record."""
    columns = columns_of(kind, whose)
    return lambda heading: heading_of(heading) in columns


def columns_of(kind: type[Facts], whose: str = "") -> dict[str, str]:
    """The column for each heading: a name of a fact, or a label that only one fact has; and whose the row is."""
    labels = [heading_of(fact.label) for fact in vocabulary(kind).values()]
    labelled = {label: name for label, name in zip(labels, vocabulary(kind), strict=True) if labels.count(label) == 1}
    names = {folded(name): name for name in _parsers(kind)}
    return labelled | names | ({folded(whose): "reference"} if whose else {})


_PARSERS: dict[type[Facts], dict[str, _Parse]] = {}
"""The parsers of each kind of record that was read."""


def _parsers(kind: type[Facts]) -> dict[str, _Parse]:
    """The parser for each column of a kind of record."""
    if kind not in _PARSERS:
        _PARSERS[kind] = _made(kind)
    return _PARSERS[kind]


def _made(kind: type[Facts]) -> dict[str, _Parse]:
    facts = vocabulary(kind)
    parsers: dict[str, _Parse] = {}
    for name, field in signature(kind).parameters.items():
        parsers[name] = parser(facts[name]) if name in facts else read_text if field.default is field.empty else str
    for name, means in BLANK_SAYS.get(kind, {}).items():
        parsers[name] = _without_unknown(parsers[name], facts[name].allowed, means)
    return {**parsers, "reference": read_reference}


def _without_unknown(parse: _Parse, allowed: str, means: str) -> _Parse:
    """A parser that refuses a word for unknown: the value that it would become states something."""

    def stated(written: str) -> Value | str | None:
        value = parse(written)
        if value is None and folded(written):
            raise NotAllowedError(f"{allowed}; nothing where {means}, so that what is unknown has no place here")
        return value

    return stated
