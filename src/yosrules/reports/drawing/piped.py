"""What is piped: tables and lists in Markdown, and sentences broken where a terminal would break them."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import NoReturn, TextIO

from yosrules.reports.drawing.markup import bare, clean, escaped

PIPED_WIDTH = 120
READER_GONE = 141
"""How a command ends whose output is no longer read, such as that of `head`: as a shell says of a broken pipe."""


class Piped:
    """A stream that is no terminal."""

    def __init__(self, stream: TextIO, width: int = PIPED_WIDTH) -> None:
        self._stream, self.width = stream, width

    def print(self, text: str) -> None:
        """Print sentences; one that is too long for a line is broken between words."""
        lines = bare(text).split("\n")
        if all(_plain_words(line, self.width) for line in lines):
            self._write(each for line in lines for each in _broken(line, self.width))
            return
        from rich.console import Console  # noqa: PLC0415 -- most sentences are of plain words, and it takes long to load

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
        try:
            self._stream.write("".join(f"{line.expandtabs()}\n" for line in lines))
            self._stream.flush()
        except BrokenPipeError:
            reader_gone()


def reader_gone() -> NoReturn:
    """End as a shell says of a broken pipe, and not with 1: the reader, such as `head`, has read enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(READER_GONE)


_WORD = re.compile(r"\s*\S+\s*|\s+")


def _plain_words(line: str, width: int) -> bool:
    """Whether each letter takes up one place, and each word fits, the first with the spaces before it."""
    return line.isascii() and line.isprintable() and all(len(word.rstrip()) <= width for word in _WORD.findall(line))


def _broken(line: str, width: int) -> Iterator[str]:
    """A line broken between words as rich breaks it: it leaves the space at the end, if there is room for it."""
    begun = ""
    for word in _WORD.findall(line):
        if begun and len(begun) + len(word.rstrip()) > width:
            yield begun[:width]
            begun = ""
        begun += word
    yield begun[:width]


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
