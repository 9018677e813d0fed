"""What a report is made of: sections of blocks and pictures, each with where its figures come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeAlias, TypeVar

import attrs

from yosrules.disclosure.tables import Run
from yosrules.english.grid import Grid
from yosrules.english.standing import standing_in_words
from yosrules.policies.policy import Edition, Outcome
from yosrules.reports.board.indicator_count import IndicatorCount
from yosrules.reports.board.shown import Shown
from yosrules.reports.charts.chart import Chart
from yosrules.reports.drawing.dates import in_full
from yosrules.reports.drawing.page import Block
from yosrules.reports.site.catalogue import _

T = TypeVar("T", bound=Outcome)


@attrs.frozen
class Basis:
    """Where figures come from: which files, as of when, by which edition or method, and on whose word."""

    files: tuple[str, ...]
    as_of: date | None = None
    edition: str = ""
    word: str = ""

    @classmethod
    def of_editions(cls, files: tuple[str, ...], on: date, name: str, editions: Sequence[Edition[T]]) -> Basis:
        """What the editions of a policy that figures are by say of themselves."""
        stands = " ".join(dict.fromkeys(map(standing_in_words, editions)))
        cites = dict.fromkeys(str(each.cites) for each in editions if each.cites)
        return cls(files, on, f"{name}. {stands.removesuffix('.')}", "; ".join(cites))

    def also_by(self, word: str) -> Basis:
        """The same, on somebody else's word too."""
        return attrs.evolve(self, word="; ".join(filter(None, (self.word, word))))

    @property
    def says(self) -> str:
        """All of it in one line; nothing where there is nothing to say."""
        if not self.files:
            return _("On the word of: %(word)s.", word=self.word) if self.word else ""
        when = in_full(self.as_of) if self.as_of else _("as the files stand")
        by = _("By %(edition)s. ", edition=self.edition) if self.edition else ""
        return _(
            "From %(files)s. As of: %(when)s. %(by)sOn the word of: %(word)s.",
            files=", ".join(self.files),
            when=when,
            by=by,
            word=self.word or _("not stated"),
        )


@attrs.frozen
class Picture:
    """A chart, what it shows in words under it, and the table of its figures beside it."""

    chart: Chart
    caption: str
    grid: Grid


def levels_in_order(levels: Sequence[str]) -> str:
    """What something was, one after the other, in words for a chart: Good to Outstanding."""
    return f" {_('to')} ".join(levels)


Content: TypeAlias = Block | Picture
"""What stands in a section."""


@attrs.frozen
class Section:
    """A heading, the service's own words, what was found, and where it comes from."""

    title: str
    content: tuple[Content, ...]
    basis: Basis
    words: tuple[str, ...] = ()
    names: frozenset[str] = frozenset()
    """Who is in its files."""


@attrs.frozen
class CountedSection:
    """A section that is worked out: the counts that it tells, by what they are of, and how it is written.

    It is written only once it is settled which of its counts its reader may see. Sections that count the same records
    have the same `scope`, so that a count which stands in both is one.
    """

    scope: str
    run: Run | IndicatorCount
    write: Callable[[Shown], Section]
    names: frozenset[str] = frozenset()
    """Who is in its files."""


@attrs.frozen
class Report:
    """A report of a service: what it is called, of when, for whom, and its sections."""

    title: str
    service: str
    day: date
    marking: str
    audience: str
    sections: tuple[Section, ...]
