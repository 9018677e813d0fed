"""How a command writes a page: as text, as Markdown or as HTML, to the screen or to a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import attrs
import typer

from yosrules.cli.common import refuse_both, refuse_with, refuse_without
from yosrules.errors import InputError
from yosrules.files.writing.atomic import write_whole
from yosrules.files.writing.rows import WRITERS, CellValue, write_rows
from yosrules.language.plain.values import Plain
from yosrules.reports.drawing.screen import Screen, console
from yosrules.reports.site.catalogue import ENGLISH, catalogue, language_now
from yosrules.reports.site.document import ABOUT_PEOPLE

if TYPE_CHECKING:
    from yosrules.reports.drawing.page import Page


class Form(StrEnum):
    """How a page is written."""

    TEXT = "text"
    MARKDOWN = "md"
    HTML = "html"


_WIDTH = 80
"""How many letters a line of text has where it is not shown in a terminal."""

PageForm = Annotated[Form, typer.Option("--format", help="How the page is written.")]
AnyForm = Annotated[Form | None, typer.Option("--format", help="How pages are written: what is shown, or the letters.")]
PagesLanguage = Annotated[str, typer.Option("--language", help="The language of the pages' own words, such as cy.")]
RowsOut = Annotated[
    Path | None,
    typer.Option("--out", help="Write a row each: .csv, .xlsx, .parquet or .json; or the page: .html, .md or .txt."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", help="Write to this file: .json, .html, .md or .txt; of another ending as --format says."),
]
PageOut = Annotated[
    Path | None,
    typer.Option("--out", help="Write to this file: .html, .md or .txt; of another ending as --format says."),
]
AnswerOut = Annotated[Path | None, typer.Option("--out", help="Write to this file: .json, .html, .md or .txt.")]

OutAnswer = Annotated[
    Path | None, typer.Option("--out", help="Write to this file: .csv, .xlsx, .parquet, .json, .html, .md or .txt.")
]

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


def say_json(data: Plain, out: Path | None = None) -> None:
    """Print an answer as JSON, or write it to a file; its schema is in `schemas/`, by the name of the command."""
    if out is None:
        typer.echo(_json(data))
    else:
        write_whole(out, (_json(data) + "\n").encode())


def as_data(out: Path | None, *, as_json: bool) -> bool:
    """Whether an answer is wanted as JSON: by its option, or by the ending of its file."""
    return as_json or (out is not None and out.suffix.casefold() == ".json")


def _json(data: Plain) -> str:
    import json  # noqa: PLC0415 -- most answers are for people

    return json.dumps(data, indent=2, ensure_ascii=False)


RowTable: TypeAlias = tuple[Sequence[str], Sequence[Sequence[CellValue]]]
"""The columns and the rows of a file."""


@attrs.frozen
class Reply:
    """What a command answers: how it is drawn for people, and the same as data and as rows, where there are any.

    `title` is what a page of it is called.
    """

    title: str
    draw: Callable[[Screen], None]
    data: Callable[[], Plain]
    rows: Callable[[], RowTable] | None = None
    marking: str = ABOUT_PEOPLE


def check_language(language: str, *, data: object) -> None:
    """Refuse a language of which there is no catalogue, or any for `data`, which programs read, before all else."""
    catalogue(language)
    if data:
        refuse_with("JSON, CSV or other rows", {"--language": language != ENGLISH})


def check_answer(out: Path | None, *, form: Form, rows: bool = True, **printed: bool) -> None:
    """Refuse an `--out` of an ending in which nothing is written, or beside what is printed, before anything is read.

    `printed` are the other options that say how an answer is printed.
    """
    options = {f"--{name.removeprefix('as_')}": given for name, given in printed.items()}
    refuse_both({"--out": out, **options, "--format": form is not Form.TEXT})
    if out is not None:
        written_as(out, *(WRITERS if rows else (".json",)))


def deliver(answer: Reply, form: Form, out: Path | None, *, as_json: bool = False, bom: bool = False) -> None:
    """Draw an answer on the screen, print it as a page or as JSON, or write it as the ending of `out` says."""
    if as_json:
        say_json(answer.data())
    elif out is None:
        show(answer.title, answer.draw, form, answer.marking)
    elif as_data(out, as_json=as_json):
        say_json(answer.data(), out)
    elif (rows := answer.rows) is None or written_as(out, *WRITERS):
        publish(_drawn(answer.title, answer.draw), form, out, answer.marking)
    else:
        write_rows(out, *rows(), bom=bom)


def check_rows(out: Path | None, keep: Sequence[str] | None = None) -> None:
    """Refuse an `--out` of an ending in which neither rows nor a page are written; a page carries no columns along."""
    if out is not None and written_as(out, *WRITERS):
        refuse_without(f"--out to a file of rows: {', '.join(WRITERS)}", {"--keep": keep})


def write_rows_or_page(
    out: Path, title: str, draw: Callable[[Screen], None], rows: Callable[[], RowTable], *, bom: bool
) -> None:
    """Write a file as its ending says: the rows, or what is drawn as a page."""
    if form := written_as(out, *WRITERS):
        publish(_drawn(title, draw), form, out)
    else:
        write_rows(out, *rows(), bom=bom)


def show(title: str, draw: Callable[[Screen], None], form: Form, marking: str = ABOUT_PEOPLE) -> None:
    """Draw on the screen, or print what is drawn as a page, as it always is in another language."""
    if form is Form.TEXT and language_now() == ENGLISH:
        draw(console())
    else:
        publish(_drawn(title, draw), form, None, marking)


def _drawn(title: str, draw: Callable[[Screen], None]) -> Page:
    from yosrules.reports.drawing.paper import Paper  # noqa: PLC0415 -- what is shown on the screen is no page

    paper = Paper(title)
    draw(paper)
    return tuple(paper.blocks)


def publish(page: Page, form: Form, out: Path | None, marking: str = ABOUT_PEOPLE) -> None:
    """Write a page to a file, as its ending says, or else print it; HTML has its protective marking."""
    from yosrules.reports.drawing.page import as_html, as_markdown, as_text  # noqa: PLC0415

    form = _ENDINGS.get(out.suffix.casefold(), form) if out else form
    if form is Form.TEXT:
        width = console().width if out is None and sys.stdout.isatty() else _WIDTH
        text = as_text(page, width)
    elif form is Form.HTML:
        text = as_html(page, marking=marking)
    else:
        text = as_markdown(page)
    if out:
        write_whole(out, text.encode())
    else:
        typer.echo(text, nl=False)
