"""A table of text: a decision table, and every table on a page."""

from __future__ import annotations

import attrs


@attrs.frozen
class Grid:
    """A table of text: headings, and rows of as many cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
