"""Everything that yosrules refuses, as one small tree.

YosrulesError
├── LanguageError    a fact or a condition that cannot be written like that
├── RecordError      a record whose facts are not what their definitions allow
├── PolicyError      a rule, edition, scale or framework that is not whole
├── RatingError      a score, rating or award that cannot stand
├── UndecidedError   a question about every record that cannot be settled here
├── ProofError       two answers of yosrules itself that contradict each other
├── PluginError      plugins that could not be loaded; carries every failure
└── InputError       a file that cannot be used; carries every bad cell
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs


class YosrulesError(Exception):
    """The root: catch this to catch everything that yosrules refuses."""


class LanguageError(YosrulesError):
    """A fact or a condition that cannot be written like that."""


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
        super().__init__("\n".join(map(str, self.failures)))


@attrs.frozen
class BadCell:
    """One thing wrong in a file: row and column, what was written, what is allowed. Row 1 is the heading."""

    row: int | None
    column: str
    written: str
    allowed: str

    def __str__(self) -> str:
        where = f"row {self.row}, {self.column}" if self.row else self.column
        return f"{where}: wrote {self.written!r}; allowed: {self.allowed}"


class InputError(YosrulesError):
    """A file that cannot be used; `bad` lists every bad cell."""

    def __init__(self, file: str, bad: Iterable[BadCell] = (), why: str = "") -> None:
        self.file: str = file
        self.bad: tuple[BadCell, ...] = tuple(bad)
        self.why: str = why
        count = f"{len(self.bad)} thing{'s' if len(self.bad) != 1 else ''} to put right"
        super().__init__("\n  ".join([f"{file}: {why or count}", *_grouped(self.bad)]))


_SHOWN = 5
"""How many rows with an equal problem are named before the rest is left out."""


def _grouped(bad: Iterable[BadCell]) -> Iterator[str]:
    """A line for each problem; equal problems of several rows are on one line."""
    alike: dict[tuple[str, str, str], list[BadCell]] = {}
    for each in bad:
        alike.setdefault((each.column, each.written, each.allowed), []).append(each)
    for (column, written, allowed), cells in alike.items():
        if len(cells) == 1:
            yield str(cells[0])
        else:
            rows = ", ".join(str(each.row) for each in cells[:_SHOWN])
            more = ", ..." * (len(cells) > _SHOWN)
            yield f"{column}: {len(cells):,} rows (row {rows}{more}) wrote {written!r}; allowed: {allowed}"
