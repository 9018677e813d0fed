"""The screen: tables that are coloured in a terminal and Markdown when piped, and a progress bar."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from yosrules.english.grid import Grid
from yosrules.errors import visible
from yosrules.reports.drawing.layout import fitting, stacked_lines, wrapped
from yosrules.reports.drawing.page import Block, Heading, Points

T = TypeVar("T")

_PIPED_WIDTH = 120
_READER_GONE = 141


class _Screen(Console):
    """A console that ends as a shell says of a broken pipe, and not with 1, where nobody reads on."""

    def on_broken_pipe(self) -> None:
        """Stop writing; the reader, such as `head`, has read enough."""
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(_READER_GONE)


class Paper(Console):
    """A console that shows nothing, and keeps what is drawn as the blocks of a page with a title."""

    def __init__(self, title: str) -> None:
        super().__init__(file=StringIO(), highlight=False, emoji=False)
        self.blocks: list[Block] = [Heading(title, 1)]

    def print(self, *objects: object, **_: object) -> None:
        """Keep what would be printed as a paragraph."""
        self.blocks += [text for each in objects if (text := _plain(str(each)).strip())]


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal; 120 columns when piped, unless COLUMNS says otherwise."""
    screen = _Screen(stderr=stderr, highlight=False, emoji=False)
    if not screen.is_terminal and "COLUMNS" not in os.environ:
        screen.width = _PIPED_WIDTH
    return screen


def draw_table(screen: Console, title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw one table. A column whose name begins with > is aligned right."""
    names = [*columns]
    heads, right = [visible(name.removeprefix(">")) for name in names], [name.startswith(">") for name in names]
    cells = [[visible(cell) for cell in row] for row in rows]
    if isinstance(screen, Paper):
        screen.blocks += [Heading(title), Grid((*heads,), tuple(tuple(map(_plain, row)) for row in cells))]
        return
    if not screen.is_terminal:
        _print(screen, ["", f"**{_marked(clean(title))}**", "", *_markdown(heads, right, cells)])
        return
    screen.print(f"\n[bold]{clean(title)}[/bold]\n")
    plain = [heads, *([_plain(cell) for cell in row] for row in cells)]
    if (widths := fitting(plain, screen.width)) is None:
        _print(screen, [*stacked_lines(heads, plain[1:], screen.width)])
        return
    drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for name, width, to_the_right in zip(heads, widths, right, strict=True):
        drawn.add_column(clean(name), justify="right" if to_the_right else "left", width=width)
    for row in cells:
        drawn.add_row(*row)
    screen.print(drawn)


def draw_lines(screen: Console, lines: Iterable[str], style: str = "") -> None:
    """Print lines for people, each in one style and with its indent; as the points of a list where it is Markdown."""
    found = [visible(line) for line in lines]
    if isinstance(screen, Paper):
        screen.blocks += [Points(tuple(" ".join(line.split()) for line in found))] if found else []
        return
    if not screen.is_terminal:
        _print(screen, ["", *(f"- {_marked(escape(' '.join(line.split())))}" for line in found)] if found else [])
        return
    for line in found:
        screen.print(Text(wrapped(line, screen.width, "    "), style))


def _plain(text: str) -> str:
    return Text.from_markup(text, emoji=False).plain


_MARKS = re.compile(r"[\\`*\[\]<|]|(?<!\w)_|_(?!\w)")
"""What Markdown would obey in a line."""


def _marked(text: str) -> str:
    """Markup of a terminal as Markdown: without colours, and with every mark as it was typed."""
    return _MARKS.sub(r"\\\g<0>", _plain(text))


def _markdown(heads: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of a table in Markdown; aligned for the eye unless that would make them long."""
    rows = [
        [*map(_marked, map(escape, heads))],
        *([_marked("; ".join(cell.splitlines())) for cell in row] for row in cells),
    ]
    widths = [max(3, *map(len, column)) for column in zip(*rows, strict=True)]
    if sum(widths) > _PIPED_WIDTH:
        widths = [0] * len(widths)

    def line(row: Sequence[str]) -> str:
        parts = (
            cell.rjust(width) if flush else cell.ljust(width)
            for cell, width, flush in zip(row, widths, right, strict=True)
        )
        return f"| {' | '.join(parts)} |"

    yield line(rows[0])
    under = [max(width, 3) for width in widths]
    yield line(["-" * (width - 1) + ":" if flush else "-" * width for width, flush in zip(under, right, strict=True)])
    yield from map(line, rows[1:])


def _print(screen: Console, lines: Iterable[str]) -> None:
    """Print lines as they are, however long."""
    for line in lines:
        screen.out(line, highlight=False)


def clean(text: object) -> str:
    """Make text safe for the screen: on one line, with control characters written out, without markup."""
    return escape(visible(" ".join(str(text).split())))


def progress(things: Sequence[T], doing: str, many: int = 1) -> Iterable[T]:
    """The same things; if there are `many` of them and this is a terminal, with a progress bar while they are used."""
    screen = console(stderr=True)
    if len(things) < many or not screen.is_terminal:
        return things
    from rich.progress import track  # noqa: PLC0415 -- it takes as long to import as to rate an audit

    return track(things, doing, console=screen, transient=True)
