"""The handbook as files: an index that can be searched offline, and a page for everything that is installed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from yosrules.hooks.load import Rulebook
from yosrules.reports.drawing.page import Heading, Page, as_blocks, as_text
from yosrules.reports.handbook.entries import Entry, PageKind, entries
from yosrules.reports.site.catalogue import ENGLISH, _, unmarked, written_in
from yosrules.reports.site.document import ABOUT_POLICIES, document

INDEX = "index.html"
_SCRIPT = Path(__file__).parent / "search.js"
_LEAST = 2
"""A word of fewer letters is not searched for."""


def handbook(rulebook: Rulebook, language: str = ENGLISH) -> Iterator[tuple[str, str]]:
    """The name and the text of each file; the index comes last. There is no child in it: it is made from policies."""
    with written_in(language):
        found = entries(rulebook)
    words: dict[str, str] = {}
    for entry in found:
        with written_in(language):
            page: Page = (Heading(entry.title, 1), *entry.blocks())
            text = entry_page(entry, found, page)
        words[entry.file] = _searched(page)
        yield entry.file, text
    with written_in(language):
        index = _index(found, words)
    yield INDEX, index


def handbook_files(rulebook: Rulebook) -> tuple[str, ...]:
    """The names of the files."""
    return (*(entry.file for entry in entries(rulebook)), INDEX)


def entry_page(entry: Entry, others: Sequence[Entry], page: Page) -> str:
    """The document of one page, with links to the index and to the pages that go with it."""
    home = {_("Handbook"): INDEX}
    titles = {other.file: other.title for other in others}
    if entry.form:
        return entry.form(home | {titles[file]: file for file in entry.beside})
    return document(
        "handbook.html",
        title=entry.title,
        marking=ABOUT_POLICIES,
        links=home,
        beside={titles[file]: file for file in entry.beside},
        blocks=as_blocks(page),
        parts=[(at, block.text) for at, block in enumerate(page, 1) if isinstance(block, Heading) and block.level == 2],
    )


def _searched(page: Page) -> str:
    """Every word of a page, once."""
    found = re.findall(rf"[^\W_]{{{_LEAST},}}", as_text(page).casefold())
    return " ".join(sorted({*found}))


def _index(found: Sequence[Entry], words: Mapping[str, str]) -> str:
    groups = {
        _("Forum policies"): PageKind.FORUM_POLICY,
        _("What if"): PageKind.WHAT_IF,
        _("Forums"): PageKind.FORUM,
        _("Attendance policies"): PageKind.ATTENDANCE,
        _("Indicators"): PageKind.INDICATOR,
        _("Frameworks and scales"): PageKind.FRAMEWORK,
    }
    return document(
        "index.html",
        title=_("Handbook"),
        marking=ABOUT_POLICIES,
        script=_SCRIPT.read_text(encoding="utf-8"),
        data={"words": words, "found": unmarked(_("%(found)s of %(all)s pages"))},
        groups={title: [entry for entry in found if entry.kind is kind] for title, kind in groups.items()},
    )
