"""On whose word something is so."""

from __future__ import annotations

import attrs


@attrs.frozen
class Citation:
    """On whose word: a document, the place in it, and where it can be read."""

    source: str
    where: str = ""
    url: str = ""

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.source, self.where)))


def cite(source: str, where: str = "", url: str = "") -> Citation:
    """Name the document that a rule rests on, and the page or slide."""
    return Citation(source, where, url)
