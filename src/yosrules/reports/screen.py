"""The screen: tables that are coloured in a terminal and Markdown when piped, and a progress bar."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from typing import TypeVar

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from yosrules.errors import visible

T = TypeVar("T")

_PIPED_WIDTH = 120


def console(*, stderr: bool = False) -> Console:
    """A console as wide as the terminal; 120 columns when piped, unless COLUMNS says otherwise."""
    screen = Console(stderr=stderr, highlight=False, emoji=False)
    if not screen.is_terminal and "COLUMNS" not in os.environ:
        screen.width = _PIPED_WIDTH
    return screen


def draw_table(screen: Console, title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw one table. A column whose name begins with > is aligned right and never wrapped."""
    piped = not screen.is_terminal
    drawn = Table(box=box.MARKDOWN if piped else box.SIMPLE_HEAD, show_edge=not piped, pad_edge=False)
    for name in columns:
        right = name.startswith(">")
        drawn.add_column(clean(name.removeprefix(">")), justify="right" if right else "left", no_wrap=right)
    for row in rows:
        drawn.add_row(*(visible(cell.replace("|", "/") if piped else cell) for cell in row))
    screen.print(f"\n[bold]{clean(title)}[/bold]\n")
    screen.print(drawn)


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
