"""Everything that yosrules refuses, as one small tree.

YosrulesError
├── LanguageError    a fact or a condition that cannot be written like that
│   └── UnknownFactError   a name that a kind of record does not have; an AttributeError too
├── RecordError      a record whose facts are not what their definitions allow
├── PolicyError      a rule, edition, scale or framework that is not whole
├── RatingError      a score, rating or award that cannot stand
├── UndecidedError   a question about every record that cannot be settled here
├── ProofError       two answers of yosrules itself that contradict each other
├── PluginError      plugins that could not be loaded; carries every failure
└── InputError       a file that cannot be used; carries every bad cell
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import attrs

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Characters that a screen or a page obeys or hides: control characters, directions of writing, nothing to see."""


def visible(text: str) -> str:
    """Text for people to look at: characters that would be obeyed or hidden are written `\\x1b` or `U+202E`.

    Line ends and tabs stay. What is read back by a program is written without this.
    """
    return _UNSEEN.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code < 0x100 else f"U+{code:04X}"


class YosrulesError(Exception):
    """The root: catch this to catch everything that yosrules refuses."""


class LanguageError(YosrulesError):
    """A fact or a condition that cannot be written like that."""


class UnknownFactError(LanguageError, AttributeError):
    """A name that a kind of record does not have, with the one that may be meant."""

    def __init__(self, said: str, *, name: str, obj: object) -> None:
        AttributeError.__init__(self, said, name=name, obj=obj)


class RecordError(YosrulesError):
    """A record whose facts are not what their definitions allow."""


class PolicyError(YosrulesError):
    """A rule, edition, scale or framework that is not whole."""


class RatingError(YosrulesError):
    """A score, rating or award that cannot stand."""


class UndecidedError(YosrulesError):
    """A question about every possible record that cannot be settled here; it says why."""


class ProofError(YosrulesError):
    """Two answers of yosrules itself contradict each other: a fault in it, never a finding about a policy."""


@attrs.frozen
class Failure:
    """A plugin, or one thing it offers, that could not be used, and why."""

    plugin: str
    why: str

    def __str__(self) -> str:
        return f"{self.plugin}: {self.why}"


class PluginError(YosrulesError):
    """Plugins that could not be loaded; `failures` has one entry each."""

    def __init__(self, failures: Iterable[Failure]) -> None:
        self.failures: tuple[Failure, ...] = tuple(failures)
        super().__init__(visible("\n".join(map(str, self.failures))))


@attrs.frozen
class BadCell:
    """One thing wrong in a file: row and column, what was written, what is allowed. Row 1 is the heading.

    `whose` is the reference of the row, and `file` the file, where these have to be said. `said` is a sentence that
    says all of it where a cell is not what is wrong. With `form`, `written` is only the form of what was written.
    """

    row: int | None
    column: str
    written: str
    allowed: str
    whose: str = ""
    file: str = ""
    said: str = ""
    form: bool = False

    def __str__(self) -> str:
        if self.said:
            return f"{self.file}: {self.said}" if self.file else self.said
        place = f"{self.column}{f' of {self.whose}' * bool(self.whose)}{f' in {self.file}' * bool(self.file)}"
        where = f"row {self.row}, {place}" if self.row else place
        return f"{where}: wrote {self.quoted}; allowed: {self.allowed}"

    @property
    def quoted(self) -> str:
        """What was written, or what may be shown of it."""
        return f"something like {self.written!r}" if self.form else repr(self.written)


def form_of(written: str) -> str:
    """The form of a text that is not to be repeated, such as a name or a date of birth: `Xxx 99/99/9999`."""
    return "".join("9" if c.isdigit() else "X" if c.isupper() else "x" if c.isalpha() else c for c in written[:40])


class InputError(YosrulesError):
    """A file that cannot be used; `bad` lists every bad cell, and `notes` what else there is to say of the file.

    The text groups equal problems and shows the first kinds of them.
    """

    def __init__(self, file: str, bad: Iterable[BadCell] = (), why: str = "", notes: Iterable[str] = ()) -> None:
        self.file: str = file
        self.bad: tuple[BadCell, ...] = tuple(bad)
        self.why: str = why
        self.notes: tuple[str, ...] = tuple(notes)
        super().__init__(file)

    def __str__(self) -> str:
        count = f"{len(self.bad):,} thing{'s' * (len(self.bad) != 1)} to put right"
        return visible("\n  ".join([f"{self.file}: {self.why or count}", *_lines_of(self.bad), *self.notes]))


HINT = "; did you mean "
"""What stands before a suggestion, after what is allowed."""

_KINDS = 20
"""How many kinds of problem are shown before the rest is counted."""
_ROWS = 5
"""How many rows with an equal problem are named before the rest is left out."""
_WORDS = 5
"""How many different things of one kind of problem have a line each."""

_Alike: TypeAlias = dict[str, list[BadCell]]
"""Cells with an equal problem, by what was written."""


def _lines_of(bad: Sequence[BadCell]) -> Iterator[str]:
    """A line for each kind of problem, what is wrong with the columns first."""
    kinds: dict[tuple[str, str, str, str], _Alike] = {}
    in_order = sorted(bad, key=lambda cell: not cell.said)
    for each in in_order:
        alike = kinds.setdefault((each.column, each.file, each.allowed, each.said), {})
        alike.setdefault(each.written, []).append(each)
    places = {id(each): place for place, each in enumerate(in_order)}
    told = (line for alike in kinds.values() for line in _told(alike))
    lines = [(text, many) for _, text, many in sorted((places[id(first)], text, many) for first, text, many in told)]
    shown = lines[:_KINDS] if len(lines) > _KINDS + 1 else lines
    yield from (line for line, _ in shown)
    if left := lines[len(shown) :]:
        cells = sum(many for _, many in left)
        yield f"and {len(left):,} more kinds of problem, in {cells:,} cells"


def _told(alike: _Alike) -> Iterator[tuple[BadCell, str, int]]:
    """The lines for one kind of problem, each with its first cell and the number of its cells."""
    if len(alike) <= _WORDS:
        yield from ((cells[0], _line(cells), len(cells)) for cells in alike.values())
        return
    firsts = [cells[0] for cells in alike.values()]
    many = sum(map(len, alike.values()))
    shown = ", ".join(f"{each.quoted} (row {each.row})" for each in firsts[:_WORDS])
    what = f"{many:,} rows wrote {len(firsts):,} different things: {shown}, ..."
    yield firsts[0], f"{_place(firsts[0])}: {what}; {_wanted(firsts[0])}", many


def _line(cells: Sequence[BadCell]) -> str:
    """One line for cells in which the same was written."""
    first = cells[0]
    if len(cells) == 1 or first.said:
        return str(first)
    rows = ", ".join(str(each.row) for each in cells[:_ROWS]) + ", ..." * (len(cells) > _ROWS)
    return f"{_place(first)}: {len(cells):,} rows wrote {first.quoted} (rows {rows}); {_wanted(first)}"


def _place(cell: BadCell) -> str:
    return f"{cell.column} in {cell.file}" if cell.file else cell.column


def _wanted(cell: BadCell) -> str:
    """What is allowed; where there is a suggestion, only that."""
    allowed, hint, meant = cell.allowed.rpartition(HINT)
    return f"{hint.removeprefix('; ')}{meant}" if allowed else f"allowed: {cell.allowed}"
