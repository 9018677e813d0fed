"""Paper: what is drawn on it is kept as the blocks of a page."""

from __future__ import annotations

from collections.abc import Sequence

from yosrules.english.grid import Grid
from yosrules.reports.drawing.markup import bare
from yosrules.reports.drawing.page import Block, Heading, Points


class Paper:
    """What is drawn, as the blocks of a page with a title; nothing is shown."""

    def __init__(self, title: str) -> None:
        self.blocks: list[Block] = [Heading(title, 1)]

    def print(self, text: str) -> None:
        """Keep what would be printed as a paragraph."""
        self.blocks += [said] if (said := bare(text).strip()) else []

    def table(self, title: str, heads: Sequence[str], _: Sequence[bool], cells: Sequence[Sequence[str]]) -> None:
        """Keep a table under its title."""
        self.blocks += [Heading(title), Grid((*heads,), tuple(tuple(map(bare, row)) for row in cells))]

    def lines(self, lines: Sequence[str], _: str) -> None:
        """Keep lines as the points of a list."""
        self.blocks.append(Points(tuple(" ".join(line.split()) for line in lines)))
