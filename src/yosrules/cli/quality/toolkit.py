"""The command `toolkit`: outcomes counted as the Board's Disparity Toolkit has them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.audience import AudienceAsked
from yosrules.cli.common import (
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    SheetName,
    needing,
    refuse_overwriting,
    refuse_with,
    say_of,
)
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience
from yosrules.errors import YosrulesError
from yosrules.files.one_table import read_one_table
from yosrules.quality.toolkit import ToolkitOutcome, drops, toolkit_tables
from yosrules.reports.toolkit import TOOLKIT_COLUMNS, toolkit_data, toolkit_page, toolkit_rows


def count_outcomes(
    outcomes: Annotated[
        Path,
        typer.Argument(
            metavar="OUTCOMES", callback=from_stdin, help="Cautions and sentences: a workbook, .csv, …; - is stdin."
        ),
    ],
    as_queried: Annotated[
        bool, typer.Option("--as-queried", help="Drop the outcomes that the toolkit's own query drops, and say why.")
    ] = False,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
    audience: AudienceAsked = Audience.MANAGER,
) -> None:
    """Count children and outcomes in the seven tables of the Board's Disparity Toolkit, from your own records.

    A row an outcome: `reference` of the child, `day`, `sex`, `ethnicity`, `tier`, `outcome`, `offence`, `gravity`.
    Whatever is not on record is counted as not known, and in no other category. The toolkit's query goes by `appeal`,
    `residence`, `offence_day`, `age_at_offence` and `age_at_hearing` as well: --as-queried shows what it drops.
    """
    files = Files((outcomes,), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_ending_of(out)
    if audience is Audience.PRACTITIONER:
        raise YosrulesError("--audience practitioner: a table of groups has nothing of one practitioner's own")
    if audience is Audience.SERVICE:
        refuse_with("--audience service, which shows one set of counts", {"--as-queried": as_queried})
    table = files.read(lambda maps: read_one_table(outcomes, ToolkitOutcome, called="outcomes", maps=maps, sheet=sheet))
    say_of(outcomes, table.unused, table.notes if audience is Audience.MANAGER else ())
    tables, lost = toolkit_tables(table.rows, as_queried=as_queried), drops(table.rows) if as_queried else None
    if audience is Audience.SERVICE:
        with needing("quality", "--audience service"):
            from yosrules.reports.shared_toolkit import shared_toolkit  # noqa: PLC0415 -- an extra
        tables = shared_toolkit(tables)
    answer = Answered(toolkit_page(tables, lost), toolkit_data(tables, lost), TOOLKIT_COLUMNS, toolkit_rows(tables))
    give_answer(answer, form, out, as_json=as_json)
