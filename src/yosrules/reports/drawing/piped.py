"""What is piped: tables and lists in Markdown, and sentences broken where a terminal would break them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TextIO

from yosrules.reports.drawing.markup import bare, clean, escaped

PIPED_WIDTH = 120


class Piped:
    """A stream that is no terminal."""

    is_terminal = False

    def __init__(self, stream: TextIO, width: int = PIPED_WIDTH) -> None:
        self._stream, self.width = stream, width

    def print(self, text: str) -> None:
        """Print sentences; one that is too long for a line is broken between words."""
        lines = bare(text).split("\n")
        if all(len(line) <= self.width and line.isascii() and line.isprintable() for line in lines):
            self._write(lines)
            return
        from rich.console import Console  # noqa: PLC0415 -- most sentences are short, and it takes long to load

        broken = StringIO()
        Console(file=broken, width=self.width, highlight=False, emoji=False).print(text)
        self._write(broken.getvalue()[:-1].split("\n"))

    def table(self, title: str, heads: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]]) -> None:
        """Write a table in Markdown."""
        self._write(markdown_table(title, heads, right, cells))

    def lines(self, lines: Sequence[str], _: str) -> None:
        """Write lines as the points of a list."""
        self._write(markdown_points(lines))

    def _write(self, lines: Iterable[str]) -> None:
        self._stream.write("".join(f"{line.expandtabs()}\n" for line in lines))
        self._stream.flush()


_MARKS = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)")
"""What Markdown would obey in a line."""


def _marked(markup: str) -> str:
    """Markup of a terminal as Markdown: without colours, and with every mark as it was typed."""
    return _MARKS.sub(r"\\\g<0>", bare(markup))


def markdown_points(lines: Iterable[str]) -> Iterator[str]:
    """Lines as the points of a list in Markdown, under a blank one."""
    yield ""
    for line in lines:
        yield f"- {_marked(escaped(' '.join(line.split())))}"


def markdown_table(
    title: str, heads: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]]
) -> Iterator[str]:
    """The lines of a table in Markdown under its title; aligned for the eye unless that would make them long."""
    rows = [
        [*map(_marked, map(escaped, heads))],
        *([_marked("; ".join(cell.splitlines())) for cell in row] for row in cells),
    ]
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) > PIPED_WIDTH:
        widths = [0] * len(widths)

    def line(row: Sequence[str]) -> str:
        parts = (
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        )
        return f"| {' | '.join(parts)} |"

    yield from ("", f"**{_marked(clean(title))}**", "", line(rows[0]))
    under = [max(width, 3) for width in widths]
    yield line(["-" * (width - 1) + ":" if flush else "-" * width for width, flush in zip(under, right, strict=True)])
    yield from map(line, rows[1:])
