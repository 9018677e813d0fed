"""Text and tables in so many columns of letters: lines broken between words, and never in the middle of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

_GAP = "  "
"""What stands between two columns."""

_NOTHING = ("", "-")


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Text in lines of at most so many letters; further lines of each line begin with an indent, and keep its own."""
    return "\n".join(each for line in text.splitlines() for each in _wrapped(line, width, indent))


def _wrapped(line: str, width: int, indent: str) -> list[str]:
    if len(line) <= width:
        return [line]
    own = line[: len(line) - len(line.lstrip())]
    return wrap(
        line.lstrip(),
        max(width, len(own + indent) + 1),
        initial_indent=own,
        subsequent_indent=own + indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def fitting(rows: Sequence[Sequence[str]], room: int, gap: int = len(_GAP)) -> list[int] | None:
    """The width of each column for a table to fit in the room without a word cut; None if it cannot.

    The widest columns give way first.
    """
    cells = [*zip(*rows, strict=True)]
    least = [max(len(word) for cell in column for word in ["", *cell.split()]) for column in cells]
    whole = [max(len(line) for cell in column for line in ["", *cell.splitlines()]) for column in cells]
    left = room - gap * (len(cells) - 1)
    for most in range(max(whole, default=0), -1, -1):
        widths = [max(shortest, min(longest, most)) for shortest, longest in zip(least, whole, strict=True)]
        if sum(widths) <= left:
            return widths
    return None


def table_lines(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """The lines of a table with a line under its headings."""
    yield from _row(headings, widths)
    yield _GAP.join("-" * width for width in widths)
    for row in rows:
        yield from _row(row, widths)


def _row(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    cells = [wrapped(cell, width).splitlines() or [""] for cell, width in zip(row, widths, strict=True)]
    for at in range(max(map(len, cells), default=0)):
        parts = (cell[at] if at < len(cell) else "" for cell in cells)
        yield _GAP.join(part.ljust(width) for part, width in zip(parts, widths, strict=True)).rstrip()


def stacked_lines(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The lines of a table that is too wide: under the first cell of a row each other that says something."""
    for row in rows:
        yield wrapped(row[0], width, "    ")
        for heading, cell in zip(headings[1:], row[1:], strict=True):
            if cell not in _NOTHING:
                yield wrapped(
                    f"  {heading}: {'; '.join(' '.join(each.split()) for each in cell.splitlines())}", width, "    "
                )
