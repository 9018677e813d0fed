"""The command `disparity`: relative rate indices, from counts or from rates that were rounded."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Annotated, TypeVar

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
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer, positive
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience
from yosrules.errors import YosrulesError
from yosrules.files.one_table import OneTable, read_one_table
from yosrules.language.facts import Facts
from yosrules.quality.disparity import COUNT_OF, SMALLEST, Denominator, Terms, disparities
from yosrules.quality.rounded import RoundedRate, rounded_indices
from yosrules.reports.disparity import (
    DISPARITY_COLUMNS,
    ROUNDED_COLUMNS,
    disparity_data,
    disparity_page,
    disparity_rows,
    rounded_data,
    rounded_page,
    rounded_rows,
)

R = TypeVar("R", bound=Facts)


def find_disparity(
    counts: Annotated[
        Path,
        typer.Argument(
            metavar="COUNTS", callback=from_stdin, help="Counts: a workbook, .csv, .parquet or .json; - is stdin."
        ),
    ],
    denominator: Annotated[Denominator, typer.Option(help="What the events are out of; it changes the answer.")],
    reference: Annotated[str, typer.Option(help="The group that the others stand beside: White, or Boys.")],
    pool: Annotated[bool, typer.Option("--pool", help="Add the periods of a decision up before comparing.")] = False,
    smallest: Annotated[
        int, typer.Option(min=1, help="Out of fewer than this there is no rate and no index.")
    ] = SMALLEST,
    rounded_to: Annotated[
        str, typer.Option(metavar="UNIT", help="The file has `rate` and no counts; what these rates were rounded to.")
    ] = "",
    unknown: Annotated[
        list[str] | None, typer.Option(help="Another name of the group of those whose group is not known; repeat it.")
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
    """Say how often something happens to the children of each group beside another group, and how sure that is.

    Counts have a row a decision, period and group: `decision`, `group`, `events`, `total`, and `period` if there are
    several. The group called Unknown or Not stated is in no comparison, and shown apart. Of rates that were printed
    rounded, without counts, --rounded-to says between which numbers an index lies. For example:

        yosrules disparity remands.csv --denominator previous-stage --reference White --pool
    """
    files = Files((counts,), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    check_ending_of(out)
    if audience is Audience.PRACTITIONER:
        raise YosrulesError("--audience practitioner: a table of groups has nothing of one practitioner's own")
    if rounded_to:
        refuse_with("--rounded-to", {"--pool": pool, "--unknown": unknown})
        give_answer(_of_rounded(files, reference, positive("--rounded-to", rounded_to)), form, out, as_json=as_json)
        return
    table = _read(files, COUNT_OF[denominator])
    terms = Terms(denominator, reference, pool, smallest, tuple(unknown or ()))
    found = disparities(table.rows, terms)
    if audience is Audience.SERVICE:
        with needing("quality", "--audience service"):
            from yosrules.reports.shared_disparity import shared_disparities  # noqa: PLC0415 -- an extra
        found = shared_disparities(found, terms)
    rows = disparity_rows(found, terms)
    answer = Answered(disparity_page(found, terms), disparity_data(found, terms), DISPARITY_COLUMNS, rows)
    give_answer(answer, form, out, as_json=as_json)


def _read(files: Files, kind: type[R]) -> OneTable[R]:
    (path,), wanted = files.paths, files.sheet
    table = files.read(
        lambda maps: read_one_table(
            path, kind, called="disparity", whose="decision", people=False, maps=maps, sheet=wanted
        )
    )
    say_of(path, table.unused, table.notes)
    return table


def _of_rounded(files: Files, reference: str, unit: Decimal) -> Answered:
    """What rates that were printed rounded leave possible."""
    found = rounded_indices(_read(files, RoundedRate).rows, reference, unit)
    page, data = rounded_page(found, reference, unit), rounded_data(found, reference, unit)
    return Answered(page, data, ROUNDED_COLUMNS, rounded_rows(found, reference))
