"""A page of headings, paragraphs, lists and tables, and how to write it as Markdown, HTML or text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias, assert_never

import attrs

from yosrules.english.decision_table import Grid
from yosrules.errors import visible
from yosrules.reports.drawing.layout import fitting, stacked_lines, table_lines, wrapped


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
    return visible("\n\n".join(_markdown(block) for block in page) + "\n")


def as_text(page: Page, width: int = sys.maxsize) -> str:
    """The page as plain text in lines of at most so many letters."""
    return "\n\n".join(_plain(block, width) for block in _visible(page)) + "\n"


def _visible(page: Page) -> Iterator[Block]:
    """The blocks with what a screen would obey written out, so that lines are as long as they look."""
    for block in page:
        match block:
            case str():
                yield visible(block)
            case Heading(text):
                yield attrs.evolve(block, text=visible(text))
            case Points(lines) | Drawing(lines):
                yield attrs.evolve(block, lines=tuple(map(visible, lines)))
            case Space():
                yield block
            case Grid(headings, rows):
                yield Grid(tuple(map(visible, headings)), tuple(tuple(map(visible, row)) for row in rows))
            case _:
                assert_never(block)


def as_html(page: Page) -> str:
    """The page as a complete HTML document that prints well; all text is escaped."""
    title = next((block.text for block in page if isinstance(block, Heading)), "")
    body = "\n".join(_html(block) for block in page)
    return visible(
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8">{_VIEWPORT}<title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


_VIEWPORT = '<meta name="viewport" content="width=device-width, initial-scale=1">'
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top}"
    ".space{border:1px solid #888}pre{overflow-x:auto;font-size:.8em;line-height:1.3}th{background:#eee}"
    "th.n,td.n{text-align:right}"
    "@media(max-width:480px){body{margin:1em auto;font-size:15px}th,td{padding:.2em .35em}h1{font-size:1.5em}}"
    ".wide{overflow-x:auto}@page{size:A4;margin:2cm}"
    "@media print{body{margin:0;max-width:none;font-size:11pt}tr,li,.space,pre{break-inside:avoid}"
    "h1,h2,h3{break-after:avoid}thead{display:table-header-group}}"
)

PAGE_FORMATS: dict[str, Callable[[Page], str]] = {"text": as_text, "markdown": as_markdown, "html": as_html}
"""How to write a page, by the name of the format."""

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


_FIGURE = re.compile(r"[+-]?[\d,]+(\.\d+)?( of [\d,]+|/[\d,.]+|%)?|-|")


def _figures(cells: tuple[str, ...]) -> bool:
    """Whether a column holds figures, which are set to the right."""
    return all(map(_FIGURE.fullmatch, cells)) and any(map(re.compile(r"\d").search, cells))


def _html(block: Block) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>"
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Points(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        case Drawing(lines):
            return f"<pre>{escape(chr(10).join(lines))}</pre>"
        case Space(lines):
            return f'<div class="space" style="height:{lines * 1.5}em"></div>'
        case Grid(headings, rows):
            right = [' class="n"' if _figures(column) else "" for column in zip(*rows, strict=True)]
            marks = right or [""] * len(headings)
            head = "".join(f'<th scope="col"{to}>{escape(each)}</th>' for each, to in zip(headings, marks, strict=True))
            cells = (
                "".join(f"<td{to}>{escape(cell)}</td>" for cell, to in zip(row, marks, strict=True)) for row in rows
            )
            body = "".join(f"<tr>{line}</tr>" for line in cells)
            return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
        case _:
            assert_never(block)
