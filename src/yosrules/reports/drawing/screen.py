"""The screen: tables that are coloured in a terminal and Markdown when piped, and a progress bar."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Protocol, TypeVar

from yosrules.errors import visible
from yosrules.reports.drawing.markup import clean as clean  # noqa: PLC0414 -- what is drawn is cleaned first
from yosrules.reports.drawing.piped import PIPED_WIDTH, Piped

if TYPE_CHECKING:
    from yosrules.reports.drawing.terminal import Terminal

T = TypeVar("T")

_TAKEN_FOR = {"FORCE_COLOR", "TTY_COMPATIBLE"}
"""Variables of the environment that say whether a stream is to be taken for a terminal."""


class Screen(Protocol):
    """What can be drawn on: a terminal, a stream that is none, or paper."""

    def print(self, text: str, /) -> None:
        """Print sentences in markup."""

    def table(self, title: str, heads: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]], /) -> None:
        """Draw a table; `right` says of each column whether it is set to the right."""

    def lines(self, lines: Sequence[str], style: str, /) -> None:
        """Draw lines in a style."""


def console(*, stderr: bool = False) -> Piped | Terminal:
    """A console as wide as the terminal; 120 columns when piped, unless COLUMNS says otherwise."""
    stream = sys.stderr if stderr else sys.stdout
    columns = os.environ.get("COLUMNS", f"{PIPED_WIDTH}")
    if columns.isdecimal() and not (_TAKEN_FOR & os.environ.keys() or stream.isatty()):
        return Piped(stream, int(columns))
    from yosrules.reports.drawing.terminal import Terminal  # noqa: PLC0415 -- it takes long to load

    screen = Terminal(stderr=stderr, highlight=False, emoji=False)
    if not screen.is_terminal and "COLUMNS" not in os.environ:
        screen.width = PIPED_WIDTH
    return screen


def draw_table(screen: Screen, title: str, columns: Iterable[str], rows: Iterable[Sequence[str]]) -> None:
    """Draw one table. A column whose name begins with > is aligned right."""
    names = [*columns]
    heads, right = [visible(name.removeprefix(">")) for name in names], [name.startswith(">") for name in names]
    screen.table(title, heads, right, [[visible(cell) for cell in row] for row in rows])


def draw_lines(screen: Screen, lines: Iterable[str], style: str = "") -> None:
    """Print lines for people, each in one style and with its indent; as the points of a list where it is Markdown."""
    if found := [visible(line) for line in lines]:
        screen.lines(found, style)


def progress(things: Sequence[T], doing: str, many: int = 1) -> Iterable[T]:
    """The same things; if there are `many` of them and this is a terminal, with a progress bar while they are used."""
    screen = console(stderr=True)
    if len(things) < many or isinstance(screen, Piped) or not screen.is_terminal:
        return things
    from rich.progress import track  # noqa: PLC0415 -- it takes as long to import as to rate an audit

    return track(things, doing, console=screen, transient=True)
