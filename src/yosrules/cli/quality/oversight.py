"""The command `oversight`: how managers' oversight was judged, and what moved between rounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.audience import AudienceAsked
from yosrules.cli.common import ErrorsTo, Files, Force, MapGiven, SheetName, refuse_overwriting, refuse_with, say_of
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience
from yosrules.errors import YosrulesError
from yosrules.files.mapping.maps import FileMap
from yosrules.files.one_table import OneTable, read_one_table
from yosrules.files.oversight import OVERSIGHT, read_oversight
from yosrules.files.writing.rows import CellValue
from yosrules.quality.oversight import OVERSIGHT_LEVELS, HandedOver, Oversight, in_scope, progress_of
from yosrules.reports.oversight import (
    OVERSIGHT_COLUMNS,
    oversight_data,
    oversight_data_for_everybody,
    oversight_for_everybody,
    oversight_page,
    oversight_rows,
)

_HANDOVERS = "handovers"
"""What the table of handovers is called in a map."""


def show_oversight(
    audits: Annotated[
        Path,
        typer.Argument(
            metavar="AUDITS", callback=from_stdin, help="A row a manager and round: a workbook, .csv, …; - is stdin."
        ),
    ],
    handovers: Annotated[
        Path | None, typer.Option(help="Cases that went to another worker: `case`, `day`, `sickness`, `manager`.")
    ] = None,
    level: Annotated[
        list[str] | None,
        typer.Option(help="A level, lowest first; repeat it. Derby's three if left out."),
    ] = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
    audience: AudienceAsked = Audience.MANAGER,
) -> None:
    """Show how managers' oversight of casework was judged, round by round, what moved, and what cannot be read.

    Audits have the columns `manager` and `date`, and one for each judgement, whatever it is called; `case` where a row
    is about one case; `printed` for an illegible date as it stands. With --handovers, the cases that were handed over
    because of sickness are listed with the round that should have looked at them.
    """
    files = Files((audits, *([handovers] if handovers else [])), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_ending_of(out)
    if audience is Audience.PRACTITIONER:
        raise YosrulesError("--audience practitioner: how managers were judged has nothing of a practitioner's own")
    if audience is Audience.SERVICE:
        refuse_with("--audience service, which shows nobody's row", {"--handovers": handovers})
    oversight, table = files.read(lambda maps: _read(audits, handovers, level or OVERSIGHT_LEVELS, maps, sheet))
    if audience is Audience.SERVICE:
        _for_everybody(oversight, form, out, as_json=as_json)
        return
    scope = None
    if handovers and table:
        say_of(handovers, table.unused, table.notes)
        scope = in_scope(oversight, table.rows)
    page, data = oversight_page(oversight, scope), oversight_data(oversight, scope)
    answer = Answered(page, data, (*OVERSIGHT_COLUMNS, *oversight.judgements), oversight_rows(oversight))
    give_answer(answer, form, out, as_json=as_json)


def _read(
    audits: Path, handovers: Path | None, levels: Sequence[str], maps: FileMap, sheet: str
) -> tuple[Oversight, OneTable[HandedOver] | None]:
    maps.check_named([OVERSIGHT, _HANDOVERS])
    oversight = read_oversight(audits, levels, sheet, maps)
    if handovers is None:
        return oversight, None
    of_handovers = maps.only(_HANDOVERS)
    return oversight, read_one_table(handovers, HandedOver, called=_HANDOVERS, whose="case", maps=of_handovers)


def _for_everybody(oversight: Oversight, form: Form, out: Path | None, *, as_json: bool) -> None:
    """Answer with what moved over all managers."""
    rows: list[list[CellValue]] = [[each.earlier, each.later, *each.moved.values()] for each in progress_of(oversight)]
    page, data = oversight_for_everybody(oversight), oversight_data_for_everybody(oversight)
    columns = ("from", "to", "better", "the same", "worse", "not comparable")
    give_answer(Answered(page, data, columns, rows), form, out, as_json=as_json)
