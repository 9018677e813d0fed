"""How a command writes a page: as text, as Markdown or as HTML, to the screen or to a file."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from yosrules.errors import InputError
from yosrules.files.writing.atomic import write_whole
from yosrules.language.plain import Plain
from yosrules.reports.drawing.page import PAGE_FORMATS, Page, as_text
from yosrules.reports.drawing.screen import console


class Form(StrEnum):
    """How a page is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


_WIDTH = 80
"""How many letters a line of text has where it is not shown in a terminal."""

PageForm = Annotated[Form, typer.Option("--format", help="How the page is written.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file, whole or not at all.")]


_ENDINGS = {".txt": Form.TEXT, ".md": Form.MARKDOWN, ".html": Form.HTML}


def written_as(path: Path, *others: str) -> Form | None:
    """How a page is written to a file, by the ending of its name; None for one of the others that are allowed."""
    ending = path.suffix.casefold()
    if ending in others:
        return None
    if ending not in _ENDINGS:
        allowed = ", ".join([*others, *_ENDINGS])
        raise InputError(path.name, why=f"it cannot be written as {ending or 'no ending'!r}; allowed: {allowed}")
    return _ENDINGS[ending]


Bom = Annotated[
    bool, typer.Option("--bom", help="Begin a CSV file with a byte-order mark, by which Excel knows its letters.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead, as its JSON Schema describes it.")]


def say_json(data: Plain) -> None:
    """Print an answer as JSON; its schema is in `schemas/`, by the name of the command."""
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False))


def publish(page: Page, form: Form, out: Path | None) -> None:
    """Write a page to a file, or else print it."""
    if form is Form.TEXT:
        width = console().width if out is None and sys.stdout.isatty() else _WIDTH
        text = as_text(page, width)
    else:
        text = PAGE_FORMATS[form.value](page)
    if out:
        write_whole(out, text.encode())
    else:
        typer.echo(text, nl=False)
