"""What `allocate` does with `--agenda` and `--forum`: the agenda of each forum, as a workbook or as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yosrules.cli.common import refuse_with, refuse_without
from yosrules.cli.pages import Form, publish, written_as
from yosrules.deciding.allocate import Allocation
from yosrules.errors import InputError
from yosrules.files.formats.extras import to_install
from yosrules.files.writing.atomic import write_whole
from yosrules.language.facts import Facts
from yosrules.reports.site.catalogue import ENGLISH, catalogue

if TYPE_CHECKING:
    from yosrules.reports.agenda import Agenda

AgendaFile = Annotated[
    Path | None,
    typer.Option("--agenda", help="Write the agenda of each forum: .xlsx, a sheet a forum, or .md, .txt or .html."),
]
OneForum = Annotated[
    str | None, typer.Option("--forum", help="The agenda of one forum by its short name, such as RSM.")
]


def check_agenda(to: Path | None, forum: str | None, language: str) -> None:
    """Refuse a file of an ending or a language that no agenda is written in, before anything is decided."""
    asked = {"--language": language != ENGLISH}
    catalogue(language)
    if not (to or forum):
        refuse_without("--agenda or --forum", asked)
    if to is not None and written_as(to, ".xlsx") is None:
        refuse_with("--agenda to a workbook", asked)


def deliver_agendas(
    by_reading: Mapping[str, Sequence[Allocation[Facts]]],
    kept: Mapping[str, Mapping[str, str]],
    forum: str | None,
    to: Path | None,
    form: Form,
) -> None:
    """Write the agendas to a file, or print them as a page."""
    from yosrules.reports.agenda import agendas  # noqa: PLC0415 -- most runs ask for no agenda
    from yosrules.reports.agenda_pages import agenda_page  # noqa: PLC0415 -- as above

    found = agendas(by_reading, kept, forum)
    as_page = form if to is None else written_as(to, ".xlsx")
    if to is None or as_page is not None:
        publish(tuple(chain.from_iterable(map(agenda_page, found))), as_page or form, to)
    else:
        _write_workbook(found, to)


def _write_workbook(found: Sequence[Agenda], to: Path) -> None:
    from yosrules.files.writing.workbooks import workbook_of  # noqa: PLC0415 -- most runs write no workbook
    from yosrules.reports.agenda_pages import agenda_tables  # noqa: PLC0415 -- as above

    try:
        write_whole(to, workbook_of(agenda_tables(found)))
    except ImportError as error:
        raise InputError(to.name, why=to_install("writing .xlsx", error)) from None
