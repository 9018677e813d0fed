"""A page of headings, paragraphs, lists and tables, and how to write it as Markdown, HTML or text."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TypeAlias, assert_never

import attrs

from yosrules.english.grid import Grid
from yosrules.errors import visible
from yosrules.reports.drawing.layout import fitting, stacked_lines, table_lines, wrapped
from yosrules.reports.site.catalogue import unmarked
from yosrules.reports.site.document import ABOUT_PEOPLE, document


@attrs.frozen
class Heading:
    """A heading; level 1 is the page's title."""

    text: str
    level: int = 2


@attrs.frozen
class Points:
    """A list of short lines."""

    lines: tuple[str, ...]


@attrs.frozen
class Space:
    """Empty lines to write on."""

    lines: int = 4


@attrs.frozen
class Drawing:
    """Lines of letters whose places count, such as a picture of a year."""

    lines: tuple[str, ...]


Block: TypeAlias = str | Heading | Points | Drawing | Space | Grid
Page: TypeAlias = tuple[Block, ...]


def as_markdown(page: Page) -> str:
    """The page as Markdown; marks that people typed are escaped."""
    return visible(unmarked("\n\n".join(_markdown(block) for block in page)) + "\n")


def as_text(page: Page, width: int = sys.maxsize) -> str:
    """The page as plain text in lines of at most so many letters."""
    return "\n\n".join(_plain(block, width) for block in _visible(page)) + "\n"


def _visible(page: Page) -> Iterator[Block]:
    """The blocks with what a screen would obey written out, and no more, so that lines are as long as they look."""
    for block in page:
        match block:
            case str():
                yield _seen(block)
            case Heading(text):
                yield attrs.evolve(block, text=_seen(text))
            case Points(lines) | Drawing(lines):
                yield attrs.evolve(block, lines=tuple(map(_seen, lines)))
            case Space():
                yield block
            case Grid(headings, rows):
                yield Grid(tuple(map(_seen, headings)), tuple(tuple(map(_seen, row)) for row in rows))
            case _:
                assert_never(block)


def _seen(text: str) -> str:
    return visible(unmarked(text))


def as_html(page: Page, *, marking: str = ABOUT_PEOPLE) -> str:
    """The page as a complete HTML document that prints well, under a protective marking; all text is escaped."""
    title = next((block.text for block in page if isinstance(block, Heading)), "")
    return document("page.html", title=title, marking=marking, blocks=as_blocks(page))


def as_blocks(page: Page) -> list[tuple[str, object]]:
    """The blocks as the template `blocks.html` draws them: each with the name of its kind."""
    return [("Table", _Table.of(block)) if isinstance(block, Grid) else (type(block).__name__, block) for block in page]


@attrs.frozen
class _Table:
    """A table in which each cell has how its column is set."""

    headings: tuple[tuple[str, str], ...]
    rows: tuple[tuple[tuple[str, str], ...], ...]

    @classmethod
    def of(cls, grid: Grid) -> _Table:
        right = ["n" if _figures(column) else "" for column in zip(*grid.rows, strict=True)] or [""] * len(
            grid.headings
        )
        rows = (tuple(zip(row, right, strict=True)) for row in grid.rows)
        return cls(tuple(zip(grid.headings, right, strict=True)), tuple(rows))


_SPECIAL = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|"})


def _markdown(block: Block) -> str:
    match block:
        case str():
            return block.translate(_SPECIAL)
        case Heading(text, level):
            return f"{'#' * level} {text.translate(_SPECIAL)}"
        case Points(lines):
            return "\n".join(f"- {line.translate(_SPECIAL)}" for line in lines)
        case Drawing(lines):
            return "\n".join(f"    {line}".rstrip() for line in lines)
        case Space(lines):
            return "\n".join(["&nbsp;  "] * lines)
        case Grid(headings, rows):
            return "\n".join(_markdown_rows(headings, rows))
        case _:
            assert_never(block)


def _markdown_rows(headings: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    yield f"| {' | '.join(each.translate(_SPECIAL) for each in headings)} |"
    yield f"|{'---|' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(' '.join(cell.split()).translate(_SPECIAL) for cell in row)} |"


def _plain(block: Block, width: int) -> str:
    match block:
        case str():
            return wrapped(block, width)
        case Heading(text, level):
            said = wrapped(text, width)
            under = ("=" if level == 1 else "-") * max(map(len, said.splitlines()), default=0)
            return said if level > 2 else f"{said}\n{under}"
        case Points(lines):
            return "\n".join(wrapped(f"- {line}", width, "  ") for line in lines)
        case Drawing(lines):
            return "\n".join(lines)
        case Space(lines):
            return "\n".join(["." * 60] * lines)
        case Grid(headings, rows):
            widths = fitting((headings, *rows), width)
            return "\n".join(
                stacked_lines(headings, rows, width) if widths is None else table_lines(headings, rows, widths)
            )
        case _:
            assert_never(block)


_FIGURE = re.compile(r"[+-]?[\d,]+(\.\d+)?( of [\d,]+|/[\d,.]+|%)?|hidden|-|")


def _figures(cells: tuple[str, ...]) -> bool:
    """Whether a column holds figures, which are set to the right."""
    return all(_FIGURE.fullmatch(unmarked(each)) for each in cells) and any(map(re.compile(r"\d").search, cells))
