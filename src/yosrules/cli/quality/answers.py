"""How a command of the quality programme answers: as a page, as rows of a file, or as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.pages import Form, publish, say_json, written_as
from yosrules.errors import YosrulesError
from yosrules.files.writing.rows import WRITERS, CellValue, write_rows
from yosrules.language.plain.values import Plain
from yosrules.reports.drawing.page import Page

AnswerTo = Annotated[
    Path | None,
    typer.Option("--out", help="Write rows (.csv, .xlsx, .parquet, .json) or a page (.txt, .md, .html)."),
]


@attrs.frozen
class Answered:
    """One answer in three forms that say the same: a page, plain data, and a table of columns and rows."""

    page: Page
    data: Mapping[str, Plain]
    columns: Sequence[str]
    rows: Sequence[Sequence[CellValue]]


def check_ending_of(out: Path | None) -> None:
    """Refuse a file of an ending that no answer is written in, before anything is worked out."""
    if out is not None:
        written_as(out, *WRITERS)


def give_answer(answer: Answered, form: Form, out: Path | None, *, as_json: bool) -> None:
    """Write the answer to a file, as rows or as a page by its ending; print it as JSON, or else as a page."""
    as_page = written_as(out, *WRITERS) if out is not None else None
    if out is not None and as_page is None:
        write_rows(out, answer.columns, answer.rows)
    elif out is not None:
        publish(answer.page, as_page or form, out)
    if as_json:
        say_json(dict(answer.data))
    elif out is None:
        publish(answer.page, form, None)


def positive(option: str, written: str) -> Decimal:
    """The number above 0 that an option states, exactly."""
    try:
        number = Decimal(written)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or number <= 0:
        raise YosrulesError(f"{option}: wrote {written!r}; allowed: a number above 0, such as 0.05")
    return number
