"""The columns of a kind of record: how each may be called, and how its cells are parsed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from inspect import signature
from typing import TypeAlias

from yosrules.files.cells import NotAllowedError, read_reference, read_text
from yosrules.files.formats.headings import folded, heading_of
from yosrules.files.mapping.aliases import aliases_of
from yosrules.files.mapping.maps import AS_WRITTEN, Means, SheetMap, suggestion
from yosrules.files.synonyms import of_birth, parser
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value
from yosrules.records.blanks import BLANK_SAYS

Parse: TypeAlias = Callable[[str], Value | str | None]
"""How the text of a cell becomes what a record states."""

TEAM = "team"
"""The heading in a file of absences that says in which team a worker is, where no file of workers does."""

_Words: TypeAlias = Mapping[str, Means]


@cache
def private(kind: type[Facts], column: str) -> bool:
    """Whether what stands in a column may name a person: free text, and the date of a birth."""
    facts = vocabulary(kind)
    return of_birth(facts[column]) if column in facts else column != "reference"


def knows(kind: type[Facts], whose: str = "", mapped: SheetMap = AS_WRITTEN) -> Callable[[str], bool]:
    """Whether a heading is one of a kind of record, by itself, by a map or as usual exports have it."""
    columns = {*columns_of(kind, whose), *map(heading_of, mapped.columns), *aliases_of(kind, whose)}
    return lambda heading: heading_of(heading) in columns


def columns_of(kind: type[Facts], whose: str = "") -> dict[str, str]:
    """The column for each heading: a name of a fact, or a label that only one fact has; and whose the row is."""
    labels = [heading_of(fact.label) for fact in vocabulary(kind).values()]
    labelled = {label: name for label, name in zip(labels, vocabulary(kind), strict=True) if labels.count(label) == 1}
    names = {folded(name): name for name in parsers_of(kind)}
    return labelled | names | ({folded(whose): "reference"} if whose else {})


def mapped_columns(
    kind: type[Facts], whose: str, mapped: SheetMap, headings: Sequence[str], file: str
) -> dict[str, str]:
    """The column for each heading of a file, as a map says; a map that does not fit the file or the kind is refused."""
    columns = columns_of(kind, whose)
    here, by = {heading_of(heading) for heading in headings}, dict[str, str]()
    said = {heading: _column(mapped, "columns", columns, fact) for heading, fact in mapped.columns.items()}
    for heading, column in said.items():
        shown = mapped.written[heading]
        if heading_of(heading) not in here:
            raise mapped.refused("columns", f"{shown!r} is no column of {file}{suggestion(shown, headings)}")
        if column and (other := by.setdefault(column, shown)) != shown:
            raise mapped.refused("columns", f"{other!r} and {shown!r} both mean {column}; allowed: one of them")
    return columns | {heading_of(heading): column for heading, column in said.items()}


def mapped_words(kind: type[Facts], whose: str, mapped: SheetMap, parsers: Mapping[str, Parse]) -> dict[str, _Words]:
    """What each mapped word says, by the column it stands in; words that no file may use are refused."""
    columns, found = columns_of(kind, whose), dict[str, _Words]()
    for name, words in mapped.values.items():
        part = f"values.{name}"
        column = _column(mapped, part, columns, name)
        found[column] = {
            word: {_column(mapped, part, columns, fact): said for fact, said in means.items()}
            for word, means in words.items()
        }
        for word, means in found[column].items():
            for fact, said in means.items():
                try:
                    parsers[fact](said)
                except NotAllowedError as allowed:
                    shown = mapped.written[word]
                    raise mapped.refused(part, f"{shown!r} is mapped to {fact} {said!r}; allowed: {allowed}") from None
    return found


def _column(mapped: SheetMap, part: str, columns: Mapping[str, str], fact: str) -> str:
    """The column that a map means, "" for none."""
    column = columns.get(heading_of(fact)) if fact else ""
    if column is None:
        raise mapped.refused(part, f"has {fact!r}, which is no fact here{suggestion(fact, [*columns])}")
    return column


_PARSERS: dict[type[Facts], dict[str, Parse]] = {}
"""The parsers of each kind of record that was read."""


def parsers_of(kind: type[Facts]) -> dict[str, Parse]:
    """The parser for each column of a kind of record."""
    if kind not in _PARSERS:
        _PARSERS[kind] = _made(kind)
    return _PARSERS[kind]


def _made(kind: type[Facts]) -> dict[str, Parse]:
    facts = vocabulary(kind)
    parsers: dict[str, Parse] = {}
    for name, field in signature(kind).parameters.items():
        parsers[name] = parser(facts[name]) if name in facts else read_text if field.default is field.empty else str
    for name, means in BLANK_SAYS.get(kind, {}).items():
        parsers[name] = _without_unknown(parsers[name], facts[name].allowed, means)
    return {**parsers, "reference": read_reference}


def _without_unknown(parse: Parse, allowed: str, means: str) -> Parse:
    """A parser that refuses a word for unknown: the value that it would become states something."""

    def stated(written: str) -> Value | str | None:
        value = parse(written)
        if value is None and folded(written):
            raise NotAllowedError(f"{allowed}; nothing where {means}, so that what is unknown has no place here")
        return value

    return stated
