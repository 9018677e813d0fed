"""What every section of a report is made with: what is installed, for whom, of which day, and its own heading."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TypeAlias

import attrs

from yosrules.disclosure.audience import Audience, Recipient
from yosrules.disclosure.tables import Run
from yosrules.hooks.load import Rulebook
from yosrules.reports.board.indicator_count import IndicatorCount
from yosrules.reports.board.section import Basis, Content, CountedSection, Section
from yosrules.reports.board.shown import Shown
from yosrules.reports.site.catalogue import unmarked


@attrs.frozen
class LeftOut:
    """A section that is not in a report, and why."""

    title: str
    why: str


Made: TypeAlias = Section | CountedSection | LeftOut
"""What becomes of a section."""


@attrs.frozen
class Making:
    """What one section is made with; `place` is which of the report's sections it is."""

    rulebook: Rulebook
    reader: Recipient
    day: date
    place: int
    title: str
    words: tuple[str, ...]
    word: str

    @property
    def own_only(self) -> bool:
        """Whether the reader sees what is their own, and nothing else."""
        return self.reader.audience is Audience.PRACTITIONER

    def section(self, content: Iterable[Content], basis: Basis, names: Iterable[str] = ()) -> Section:
        """The section with its heading and words; `names` are who is in its files."""
        return Section(self.title, tuple(content), basis.also_by(self.word), self.words, frozenset(names))

    def counted(
        self,
        scope: str,
        run: Run | IndicatorCount,
        content: Callable[[Shown], Iterable[Content]],
        basis: Basis,
        names: Iterable[str] = (),
    ) -> CountedSection:
        """The section once it is settled what its reader may see."""
        return CountedSection(scope, run, lambda shown: self.section(content(shown), basis), frozenset(names))

    def left_out(self, why: str) -> LeftOut:
        """That it is not in the report."""
        return LeftOut(unmarked(self.title), why)


def file_names(*paths: Path) -> tuple[str, ...]:
    """The names of files without their folders."""
    return tuple(path.name for path in paths)


def scope_of(what: str, path: Path) -> str:
    """What is counted in one file, by whatever name or link the file is reached."""
    return f"{what} of {os.path.realpath(path)}"
