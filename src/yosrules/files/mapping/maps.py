"""What a service says of its own exports: which heading is which fact, which of its words is which value.

A map is a TOML file. A table of it is named for what a file holds: cases, absences, or a history behind them.

    [cases.columns]
    "ChildView ID" = "reference"
    "Team" = ""                         # not read

    [cases.values.disposal]
    "YRO ISS" = "youth rehabilitation order"
    "Not yet sentenced" = "not known"
    "Prevention" = {stage = "prevention"}   # the word says another fact

Headings and words are compared without capitals, underscores and hyphens. A blank cell has no place in a map: what is
not on record stays unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TypeAlias, TypeVar

import attrs

from yosrules.errors import HINT, InputError
from yosrules.files.formats.headings import folded
from yosrules.language.kinds import one_of

V = TypeVar("V")

Means: TypeAlias = Mapping[str, str]
"""What one word of a service says: for each fact, a word that a file may use for it."""

_MOST = 1_000_000
"""The most bytes of a map."""


@attrs.frozen
class SheetMap:
    """What the headings and words of one table mean, by the table `name` of the map `file`.

    `columns` has the fact for each heading, "" for one that is not to be read; `values` has what each word says, by
    the column it stands in. Headings and words are folded.
    """

    file: str = ""
    name: str = ""
    columns: Mapping[str, str] = attrs.field(factory=dict[str, str])
    values: Mapping[str, Mapping[str, Means]] = attrs.field(factory=dict[str, Mapping[str, Means]])
    written: Mapping[str, str] = attrs.field(factory=dict[str, str])
    """The headings and words as they are written in the map."""

    def refused(self, part: str, why: str) -> InputError:
        """That a part of the map cannot be used, and why."""
        return InputError(self.file, why=f"[{self.name}.{part}] {why}")


AS_WRITTEN = SheetMap()
"""No map: headings and words mean what they say."""


@attrs.frozen
class FileMap:
    """The map of each table, by what the table holds."""

    file: str = ""
    tables: Mapping[str, SheetMap] = attrs.field(factory=dict[str, SheetMap])

    def of(self, name: str) -> SheetMap:
        """The map of the table that holds this."""
        return self.tables.get(folded(name), AS_WRITTEN)

    def only(self, *names: str) -> FileMap:
        """The map of these tables, for a reader of a command that has several."""
        return FileMap(self.file, {name: self.tables[name] for name in names if name in self.tables})

    def check_named(self, names: Collection[str]) -> None:
        """Refuse a map of a table that is none of these."""
        for name in self.tables:
            if name not in names:
                raise InputError(self.file, why=f"it has a table [{name}]; allowed: {one_of([*names])}")


NO_MAP = FileMap()
"""Nothing is mapped."""


def read_map(path: Path) -> FileMap:
    """Read a map, or raise one `InputError` that says why not."""
    try:
        written = path.read_bytes() if path.is_file() else None
    except OSError as error:
        raise InputError(path.name, why=f"it cannot be read: {error.strerror}") from None
    if written is None:
        raise InputError(path.name, why=f"there is no file {path}")
    if len(written) > _MOST:
        raise InputError(path.name, why=f"it is more than {_MOST:,} bytes, and a map is some lines")
    import tomllib  # noqa: PLC0415 -- most files need no map

    try:
        tables = tomllib.loads(written.decode("utf-8-sig"))
    except RecursionError:
        raise InputError(path.name, why="it is not TOML of a map: it is nested too deeply") from None
    except ValueError as error:
        raise InputError(path.name, why=f"it is not TOML: {error}") from None
    return FileMap(path.name, {folded(name): _sheet_map(path.name, name, said) for name, said in tables.items()})


def _sheet_map(file: str, name: str, said: object) -> SheetMap:
    parts = _table(file, name, said)
    if unknown := [part for part in parts if part not in ("columns", "values")]:
        raise InputError(file, why=f"[{name}] has {unknown[0]!r}; allowed: [{name}.columns] or [{name}.values.FACT]")
    columns = _words(file, f"{name}.columns", parts.get("columns", {}))
    values, written = dict[str, Mapping[str, Means]](), {folded(heading): heading for heading in columns}
    for column, words in _table(file, f"{name}.values", parts.get("values", {})).items():
        where = f"{name}.values.{column}"
        means = {word: _means(file, where, column, each) for word, each in _table(file, where, words).items()}
        values[column] = _folded(file, where, means)
        written |= {folded(word): word for word in means}
    return SheetMap(file, name, _folded(file, f"{name}.columns", columns), values, written)


def _means(file: str, where: str, column: str, said: object) -> Means:
    return {column: said} if isinstance(said, str) else _words(file, where, said)


def _folded(file: str, where: str, said: Mapping[str, V]) -> dict[str, V]:
    found: dict[str, V] = {}
    for written, means in said.items():
        plain = folded(written)
        if not plain:
            raise InputError(file, why=f"[{where}] says what a blank means; what is not on record stays unknown")
        if plain in found:
            raise InputError(file, why=f"[{where}] has {written!r} twice, but for capitals, underscores and hyphens")
        found[plain] = means
    return found


def _words(file: str, where: str, said: object) -> dict[str, str]:
    return {key: _text(file, where, key, value) for key, value in _table(file, where, said).items()}


def _text(file: str, where: str, key: str, value: object) -> str:
    if not isinstance(value, str):
        raise InputError(file, why=f"[{where}] {key!r} is not followed by a text in quotes")
    return value


def _table(file: str, where: str, said: object) -> Mapping[str, object]:
    if not isinstance(said, dict):
        raise InputError(file, why=f'{where} is not a table; allowed: lines of "what is written" = "what it means"')
    return {str(key): value for key, value in said.items()}


def suggestion(written: str, options: Collection[str]) -> str:
    """A suggestion after what is allowed; nothing where no option is like it."""
    near = get_close_matches(written, options, 1)
    return f"{HINT}{near[0]!r}?" if near else ""
