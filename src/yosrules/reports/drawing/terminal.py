"""A terminal: tables and lines in colours that fit it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from yosrules.reports.drawing.layout import fitting, stacked_lines, wrapped
from yosrules.reports.drawing.markup import bare, clean
from yosrules.reports.drawing.piped import markdown_points, markdown_table, reader_gone


class Terminal(Console):
    """A console of rich, which writes Markdown where it finds that it is no terminal."""

    def on_broken_pipe(self) -> None:
        """End as a pipe ends that is no longer read."""
        reader_gone()

    def table(self, title: str, heads: Sequence[str], right: Sequence[bool], cells: Sequence[Sequence[str]]) -> None:
        """Draw a table in lines; what does not fit is stacked under the first cell of each row."""
        if not self.is_terminal:
            self._out(markdown_table(title, heads, right, cells))
            return
        self.print(f"\n[bold]{clean(title)}[/bold]\n")
        plain = [heads, *([bare(cell) for cell in row] for row in cells)]
        if (widths := fitting(plain, self.width)) is None:
            self._out(stacked_lines(heads, plain[1:], self.width))
            return
        drawn = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
        for name, width, to_the_right in zip(heads, widths, right, strict=True):
            drawn.add_column(clean(name), justify="right" if to_the_right else "left", width=width)
        for row in cells:
            drawn.add_row(*row)
        self.print(drawn)

    def lines(self, lines: Sequence[str], style: str) -> None:
        """Print lines in a style, each with its indent."""
        if not self.is_terminal:
            self._out(markdown_points(lines))
            return
        for line in lines:
            self.print(Text(wrapped(line, self.width, "    "), style))

    def _out(self, lines: Iterable[str]) -> None:
        """Print lines as they are, however long."""
        for line in lines:
            self.out(line, highlight=False)
