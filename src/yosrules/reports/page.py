"""A page of headings, paragraphs, lists and tables, and how to write it as Markdown, HTML or text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from typing import TypeAlias, assert_never

import attrs

from yosrules.english.decision_table import Grid
from yosrules.errors import visible


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


Block: TypeAlias = str | Heading | Points | Space | Grid
Page: TypeAlias = tuple[Block, ...]


def as_markdown(page: Page) -> str:
    """The page as Markdown; marks that people typed are escaped."""
    return visible("\n\n".join(_markdown(block) for block in page) + "\n")


def as_text(page: Page) -> str:
    """The page as plain text for a screen."""
    return visible("\n\n".join(_plain(block) for block in page) + "\n")


def as_html(page: Page) -> str:
    """The page as a complete HTML document that prints well; all text is escaped."""
    title = next((block.text for block in page if isinstance(block, Heading)), "")
    body = "\n".join(_html(block) for block in page)
    return visible(
        f'<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n"
    )


_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;padding:0 1em}"
    "table{border-collapse:collapse}th,td{border:1px solid #888;padding:.3em .6em;text-align:left;vertical-align:top}"
    ".space{border:1px solid #888}"
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


def _plain(block: Block) -> str:
    match block:
        case str():
            return block
        case Heading(text, level):
            return text if level > 2 else f"{text}\n{('=' if level == 1 else '-') * len(text)}"
        case Points(lines):
            return "\n".join(f"- {line}" for line in lines)
        case Space(lines):
            return "\n".join(["." * 60] * lines)
        case Grid(headings, rows):
            widths = [max(len(row[place]) for row in (headings, *rows)) for place in range(len(headings))]
            return "\n".join(
                "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
                for row in (headings, tuple("-" * width for width in widths), *rows)
            )
        case _:
            assert_never(block)


def _html(block: Block) -> str:
    match block:
        case str():
            return f"<p>{escape(block)}</p>"
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Points(lines):
            return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"
        case Space(lines):
            return f'<div class="space" style="height:{lines * 1.5}em"></div>'
        case Grid(headings, rows):
            head = "".join(f"<th>{escape(each)}</th>" for each in headings)
            body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        case _:
            assert_never(block)
