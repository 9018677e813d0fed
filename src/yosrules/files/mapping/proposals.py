"""Propose a map for a file: which heading may be which fact, and which word which value; a person decides."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

import attrs

from yosrules.errors import visible
from yosrules.files.cells import NotAllowedError
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.formats.tables import TextTable
from yosrules.files.mapping.aliases import aliases_of
from yosrules.files.mapping.columns import Parse, columns_of, parsers_of, private
from yosrules.files.mapping.usual_words import follows, says_more, words_of
from yosrules.files.synonyms import ALSO_WRITTEN
from yosrules.files.writing.rows import unshielded
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import words

NEAR_HEADING, NEAR_WORD = 0.85, 0.8
"""How much of two headings, or two words, must be alike for one to be proposed for the other: from 0 to 1."""

MOST_WORDS = 60
"""The most different words of a column for it to be one of words, not of text."""

_CODE = re.compile(r"^[a-z]{1,2}\d{1,3}[ .:]+")
"""A code before a word, as in "S10 Anxiety"."""


@attrs.frozen
class Line:
    """One line of a map: what is written, and what it is proposed to mean; a line that is not `sure` is a comment.

    `allowed` is what the fact may be, where nothing was found for a word.
    """

    written: str
    means: str | Mapping[str, str]
    note: str = ""
    sure: bool = True
    allowed: str = ""

    def __str__(self) -> str:
        line = f"{_quoted(self.written)} = {_toml(self.means)}"
        return f"{'' if self.sure else '# '}{line}{f'  # {self.note}' * bool(self.note)}"


@attrs.frozen
class Proposal:
    """What is proposed for one table: `read` are its columns that need no map, `unread` those that no fact is like."""

    name: str
    file: str
    read: tuple[str, ...]
    columns: tuple[Line, ...]
    values: Mapping[str, tuple[Line, ...]]
    unread: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The part of a map about this table."""
        name = self.name if re.fullmatch(r"[\w-]+", self.name, re.ASCII) else _quoted(self.name)
        yield f"[{name}.columns]  # {self.file}"
        if self.read:
            yield f"# read as they are: {_commented(self.read)}"
        yield from map(str, self.columns)
        if self.unread:
            yield f"# not read: {_commented(self.unread)}"
        for column, found in self.values.items():
            yield ""
            yield f"[{name}.values.{column}]"
            if allowed := {line.allowed for line in found if line.allowed}:
                yield f"# allowed: {'; '.join(sorted(allowed))}"
            yield from map(str, found)


def propose(
    table: TextTable, kind: type[Facts], name: str, whose: str = "", parse: Mapping[str, Parse] | None = None
) -> Proposal:
    """Look at every heading and every word of a table, and propose what they mean."""
    parsers, cells = {**parsers_of(kind), **(parse or {})}, _cells(table)
    native = _native(table, kind, whose)
    lines = list(_columns(table, kind, whose, set(native.values())))
    taken = {heading: column for heading, column in native.items() if column}
    found = {line.written: _Words(kind, str(line.means), parsers, cells[line.written]) for line in lines}
    lines = [_doubted(line, found[line.written]) for line in lines]
    taken |= {line.written: str(line.means) for line in lines if line.sure}
    values = dict[str, tuple[Line, ...]]()
    for heading, column in taken.items():
        of_column = _Words(kind, column, parsers, cells[heading]).lines({*taken.values()})
        if of_column:
            values[column] = tuple(of_column)
    said = {*taken, *(line.written for line in lines)}
    unread = tuple(heading for heading in table.headings if heading not in said)
    shown = {
        line.written: attrs.evolve(line, means=whose) if line.means == "reference" and whose else line for line in lines
    }
    return Proposal(name, table.file, tuple(native), tuple(shown.values()), values, unread)


def _cells(table: TextTable) -> dict[str, Counter[str]]:
    """How often each text that is not blank stands in each column."""
    shielded = table.file.casefold().endswith((".csv", ".tsv"))
    plain: Callable[[str], str] = unshielded if shielded else str
    return {
        heading: Counter(plain(row.cells[heading]) for row in table.rows if row.cells[heading])
        for heading in table.headings
    }


def _native(table: TextTable, kind: type[Facts], whose: str) -> dict[str, str]:
    """The headings that mean a fact as they are, each fact once."""
    columns, found = columns_of(kind, whose), dict[str, str]()
    for heading in table.headings:
        column = columns.get(heading_of(heading))
        if column and column not in found.values():
            found[heading] = column
    return found


def _columns(table: TextTable, kind: type[Facts], whose: str, taken: set[str]) -> Iterator[Line]:
    """A line for each heading that may mean a fact."""
    usual, columns = aliases_of(kind, whose), columns_of(kind, whose)
    free = [heading for heading in table.headings if heading_of(heading) not in columns]
    exact = {heading: usual[heading_of(heading)] for heading in free if heading_of(heading) in usual}
    for heading in free:
        near = get_close_matches(heading_of(heading), [*columns, *usual], 1, NEAR_HEADING)
        column = exact.get(heading) or ({**usual, **columns}[near[0]] if near else "")
        if not column or (heading not in exact and column in exact.values()):
            continue
        if column in taken:
            yield Line(heading, column, "another column means this; choose one", sure=False)
        else:
            taken.add(column)
            yield Line(heading, column, "" if heading in exact else f"a guess, from {near[0]!r}")


def _doubted(line: Line, words: _Words) -> Line:
    """A line that is no more than a comment where most cells are not what the fact may be."""
    if not line.sure or words.fitting * 2 >= words.many:
        return line
    why = f"left out: {words.many - words.fitting:,} of {words.many:,} cells are not {words.allowed}"
    return attrs.evolve(line, note=why, sure=False)


class _Words:
    """The words of one column, and what each may mean."""

    def __init__(self, kind: type[Facts], column: str, parsers: Mapping[str, Parse], cells: Counter[str]) -> None:
        self.kind, self.column, self.parse = kind, column, parsers[column]
        self.fact = vocabulary(kind).get(column)
        self.many = cells.total()
        members = self.fact.members if self.fact else ()
        self.allowed = "; ".join(map(words, members)) or (self.fact.allowed if self.fact else "a text")
        self.cells = cells
        self.refused = {word: many for word, many in cells.items() if not self._fits(word)}
        self.meant = dict(self._meant())
        self.more = says_more(kind, column)
        known = {*self.meant, *(word for word in cells if folded(word) in self.more)}
        self.fitting = self.many - sum(many for word, many in self.refused.items() if word not in known)

    def _fits(self, word: str) -> bool:
        try:
            self.parse(word)
        except NotAllowedError:
            return False
        return True

    def _meant(self) -> Iterator[tuple[str, str]]:
        """What is proposed for each word that no file may use."""
        if self.fact is None:
            return
        usual = dict(words_of(self.fact.kind)) | dict(words_of((self.kind, self.column)))
        near = {folded(words(member)): words(member) for member in self.fact.members}
        near |= {folded(way): words(member) for way, member in ALSO_WRITTEN.get(self.fact.kind, {}).items()}
        for word in self.refused if len(self.refused) <= MOST_WORDS else ():
            plain = _CODE.sub("", folded(word))
            like = get_close_matches(plain, near, 1, NEAR_WORD) if self.fact.members else []
            means = usual.get(plain) or near.get(plain) or (near[like[0]] if like else None)
            if means is not None and self._fits(means):
                yield word, means

    def lines(self, taken: set[str]) -> list[Line]:
        """A line for each word that no file may use, or that says more than the fact of its column.

        What nothing is proposed for is a comment. `taken` are the facts that have a column of their own.
        """
        if self.fact is None or private(self.kind, self.column) or len(self.refused) > MOST_WORDS:
            return []
        return [line for word, many in self.cells.items() for line in self._lines(word, many, taken)]

    def _lines(self, word: str, many: int, taken: set[str]) -> Iterator[Line]:
        rows = f"{many:,} row{'s' * (many != 1)}"
        placed = self.more.get(folded(word), {})
        own = placed.get(self.column) or self.meant.get(word) or ("" if word in self.refused else self._said(word))
        more = {fact: said for fact, said in {**self._follow(own), **placed}.items() if fact not in taken}
        if more:
            yield Line(word, ({self.column: own} if own else {}) | more, rows)
        elif own and word in self.refused:
            yield Line(word, own, rows)
        elif placed and not own:
            yield Line(word, "not known", rows)
        elif word in self.refused:
            # What every row must state cannot be mapped to "not known".
            yield Line(
                word, "" if self.fact and self.fact.given else "not known", f"{rows}; no word fits", False, self.allowed
            )

    def _said(self, word: str) -> str:
        """A word that a file may use, as it is written in full."""
        value = self.parse(word)
        return "" if value is None else words(value)

    def _follow(self, word: str) -> dict[str, str]:
        """What a word that a file may use says of other facts."""
        return follows(self.kind, self.parse(word)) if word else {}


def _quoted(text: str) -> str:
    # TOML reads such an escape back as the character, and people see that it is there.
    return "".join(
        each if visible(each) == each else f"\\U{ord(each):08x}" for each in json.dumps(text, ensure_ascii=False)
    )


def _commented(texts: tuple[str, ...]) -> str:
    """Texts in a comment, which has no line ends and no control characters."""
    return ", ".join(map(_quoted, texts))


def _toml(means: str | Mapping[str, str]) -> str:
    if isinstance(means, str):
        return _quoted(means)
    return "{" + ", ".join(f"{fact} = {_quoted(said)}" for fact, said in means.items()) + "}"
