"""Turn the rows of one table into records of one kind, grouped by reference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from inspect import signature
from typing import TypeAlias

import attrs

from yosrules.errors import BadCell, InputError, RecordError, form_of
from yosrules.files.cells import Cells, NotAllowedError
from yosrules.files.formats.headings import heading_of
from yosrules.files.formats.tables import TextRow, TextTable
from yosrules.files.mapping.aliases import aliases_of
from yosrules.files.mapping.columns import Parse, mapped_columns, private
from yosrules.files.mapping.maps import AS_WRITTEN, SheetMap, suggestion
from yosrules.files.mapping.words import Read, Words
from yosrules.files.writing.rows import unshielded
from yosrules.language.facts import Facts, of_allowed
from yosrules.language.kinds import Value, one_of
from yosrules.records.references import did_you_mean, instead_of, likeness

_Stated: TypeAlias = dict[str, Value | str | None]

_NEAR = 0.8
"""How much of two headings must be alike for one to be taken for a slip of the other: from 0 to 1."""

_SHOWN = 5
"""How many headings are named where none is like the one that is wanted."""


class Sheet(Cells):
    """The rows of one table as records of one kind; `lines` holds the parsed rows by reference.

    The column of the reference is called `reference` or `whose`; with `whose`, a bad cell names the reference too.
    Headings and words mean what `mapped` says they do. A word that is not allowed in a column that is `unread` is noted
    and left out: nothing asks about it.
    """

    def __init__(
        self,
        table: TextTable,
        kind: type[Facts],
        whose: str = "",
        parse: Mapping[str, Parse] | None = None,
        mapped: SheetMap = AS_WRITTEN,
        unread: Collection[str] = (),
    ) -> None:
        super().__init__({})
        self._left_out: dict[str, Counter[str]] = {column: Counter() for column in unread}
        self.table, self.kind, self.whose, self.mapped = table, kind, whose, mapped
        self.unused, self.near, self._lacked = list[str](), dict[str, str](), set[str]()
        self.fields = signature(kind).parameters
        self._shielded = table.file.casefold().endswith((".csv", ".tsv"))
        self._words = Words(kind, whose, mapped, parse or {})
        self._name(mapped_columns(kind, whose, mapped, table.headings, table.file))
        self._readers = [self._reader(column) for column in self.named]
        self._parsers = [_parser(read) for read in self._readers]
        self._columns, self._headings_read = [*self.named], [*self.named.values()]
        self._more = {column: facts for column, facts in self._words.more.items() if column in self.named}
        for column, facts in self._more.items():
            for fact in facts:
                self.named.setdefault(fact, self.named[column])
        # Not every kind of record states a reference.
        self._beside = self.named.keys() - self.fields.keys()
        self._make = of_allowed(kind, self.named.keys() & self.fields.keys())
        self.lines: dict[str, list[tuple[TextRow, _Stated]]] = {}
        self._made: dict[int, Facts] = {}
        for row in table.rows:
            self.lines.setdefault(self.written(row, "reference"), []).append((row, self._stated(row)))

    def _reader(self, column: str) -> Read:
        read = self._words.reader(column)
        return cache(lambda cell: read(unshielded(cell))) if self._shielded else read

    def _stated(self, row: TextRow) -> _Stated:
        cells = [*map(row.cells.__getitem__, self._headings_read)]
        try:
            values = [parse(cell) for parse, cell in zip(self._parsers, cells, strict=True)]
            stated: _Stated = dict(zip(self._columns, values, strict=True))
        except NotAllowedError:
            stated = self._readable(row, cells)
        for column in self._more:
            self._state_more(row, column, stated)
        return stated

    def _readable(self, row: TextRow, cells: Sequence[str]) -> _Stated:
        """What a row states in the cells that can be read; the others are noted."""
        read = [read(cell) for read, cell in zip(self._readers, cells, strict=True)]
        for column, cell, (_, allowed) in zip(self._columns, cells, read, strict=True):
            if allowed and column in self._left_out:
                self._left_out[column][cell] += 1
            elif allowed:
                self.refuse(row, column, allowed)
        return {column: value for column, (value, _) in zip(self._columns, read, strict=True)}

    def _state_more(self, row: TextRow, column: str, stated: _Stated) -> None:
        """State what a word says of other facts than that of its column, where nothing else says it."""
        for fact, word, value in self._words.beside(column, self.written(row, column)):
            if stated.setdefault(fact, value) is None:
                stated[fact] = value
            elif stated[fact] != value:
                self.refuse(row, fact, f"{word}, which {self.mapped.file} says that its {column} means")

    def _name(self, columns: Mapping[str, str]) -> None:
        for heading in self.table.headings:
            column = columns.get(heading_of(heading))
            if not column:
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
        """For each column that is not there, the unused heading that is usual for it, or written nearly like it."""
        free = {written: column for written, column in columns.items() if column and column not in self.named}
        usual = aliases_of(self.kind, self.whose)
        # Whoever wrote a map has looked at the headings.
        for heading in () if self.mapped.file else self.unused:
            plain = heading_of(heading)
            if (column := usual.get(plain)) and column not in self.named:
                yield column, heading
            else:
                for written in get_close_matches(plain, free, 1, _NEAR):
                    yield free[written], heading

    def _want(self, column: str, allowed: str) -> None:
        """Note a column as bad if it is not there, with the heading that may be meant for it."""
        if column not in self.named:
            self._lacked.add(column)
            said = f"no column is called {allowed}{self._instead(column)}"
            self.bad.append(BadCell(self.table.top, "columns", self._headings, f"one of them {allowed}", said=said))

    def _instead(self, column: str) -> str:
        """What may be meant for a column that is not there."""
        if column in self.near:
            return f"; {self.near[column]!r} looks like it"
        return f"; the first ones are called {', '.join(self.table.headings[:_SHOWN])}" if self.recognised else ""

    @property
    def _headings(self) -> str:
        """The headings, or only their form."""
        headings = ", ".join(self.table.headings)
        return headings if self.recognised else form_of(headings)

    @property
    def recognised(self) -> bool:
        """Whether any heading is known; if none is, what was read for them may be a row about a person."""
        return bool(self.named or self.near)

    def written(self, row: TextRow, column: str) -> str:
        """The text of a cell, without the apostrophe that shields spreadsheets from formulas in CSV."""
        cell = super().written(row, column)
        return unshielded(cell) if self._shielded else cell

    def refuse(self, row: TextRow, column: str, allowed: str) -> None:
        """Note a cell as bad; with `whose`, of the reference of its row. What names a person is not repeated."""
        written, hidden = self.written(row, column), private(self.kind, column)
        whose = self.written(row, "reference") if self.whose and column != "reference" else ""
        shown = form_of(written) if hidden else written
        self.bad.append(BadCell(row.number, self.named.get(column, column), shown, allowed, whose, form=hidden))

    @property
    def sorted_bad(self) -> list[BadCell]:
        """The bad cells from top to bottom."""
        return sorted(self.bad, key=lambda each: each.row or 0)

    @property
    def placed(self) -> Iterator[BadCell]:
        """The bad cells from top to bottom, each with its file."""
        return (attrs.evolve(bad, file=self.table.file) for bad in self.sorted_bad)

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
            allowed = f"{allowed}; it has none for {one_of(lacking)}"
            self.bad.append(BadCell(self.table.top, "columns", self._headings, allowed))

    @property
    def notes(self) -> Iterator[str]:
        """What a person should look at before using what was read."""
        yield from self.table.notes
        pairs = [f"{heading} -> {column}" for column, heading in self.near.items() if column not in self._lacked]
        if pairs:
            yield f"did you mean {', '.join(pairs)} in {self.table.file}?"
        if self.near:
            file = self.table.file.rpartition(" of ")[2]
            yield f"yosrules map {file} --out map.toml writes down what its headings may mean; --map map.toml uses it"
        for column, words in self._left_out.items():
            if words:
                shown = ", ".join(f"{word!r} ({many:,})" for word, many in words.most_common(_SHOWN))
                more = ", ..." * (len(words) > _SHOWN)
                yield f"not known, and not asked about by the policy: {shown}{more} in {self.named[column]}"
        for column, heading in self.named.items():
            if said := self._words.not_known(column, (row.cells[heading] for row in self.table.rows)):
                yield f"not known, as {self.mapped.file} says: {said}"

    @property
    def lacking(self) -> frozenset[str]:
        """The facts that the table has no column for."""
        return frozenset(self.fields) - self.named.keys()

    def check_each_once(self) -> None:
        """Note every row whose reference an earlier row has."""
        for (first, _), *others in (lines for reference, lines in self.lines.items() if not instead_of(reference)):
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
        made = self._made.get(row.number)
        if made is None:
            own = stated.copy()
            for name in self._beside:
                own.pop(name, None)
            made = self._made[row.number] = self._make(own)
        return made

    def kept(self, headings: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """What stands in these columns, by reference; different things of one reference one after the other."""
        for heading in headings:
            if heading not in self.table.headings:
                near = suggestion(heading, self.table.headings)
                raise InputError(self.table.file, why=f"it has no column {heading!r}{near}")
        return {
            reference: tuple(_each_once(row.cells[heading] for row, _ in lines) for heading in headings)
            for reference, lines in self.lines.items()
        }


def _parser(read: Read) -> Parse:
    # Most cells repeat another cell of their column, and nearly all can be read.
    @cache
    def parse(cell: str) -> Value | str | None:
        value, allowed = read(cell)
        if allowed:
            raise NotAllowedError(allowed)
        return value

    return parse


def _each_once(cells: Iterable[str]) -> str:
    return "; ".join(filter(None, dict.fromkeys(cells)))
