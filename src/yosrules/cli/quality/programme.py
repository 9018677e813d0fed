"""The command `programme`: what of a quality programme is due, overdue and covered."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.audience import AudienceAsked, PractitionerAsked, recipient
from yosrules.cli.common import (
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    SheetName,
    day_meant,
    refuse_overwriting,
    say_of,
)
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer
from yosrules.cli.stdin import from_stdin
from yosrules.disclosure.audience import Audience
from yosrules.files.mapping.maps import FileMap
from yosrules.files.one_table import OneTable, read_one_table
from yosrules.files.programme import read_programme
from yosrules.quality.programme import Done, periods_due, undated
from yosrules.records.staff import Post
from yosrules.reports.programme import (
    PROGRAMME_COLUMNS,
    programme_data,
    programme_for,
    programme_page,
    programme_rows,
)

_DONE, _STAFF = "done", "staff"
"""What the tables are called in a map."""


def show_programme(
    programme: Annotated[Path, typer.Argument(metavar="TOML", help="The programme: how often what, and for whom.")],
    done: Annotated[
        Path,
        typer.Option(
            callback=from_stdin,
            help="What was done: `routine`, `day`, `who`, and `about` if it is another; - is stdin.",
        ),
    ],
    staff: Annotated[Path, typer.Option(help="Who is in post: `worker`, `role`, `started`, and `left`.")],
    on: DayAsked = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
    audience: AudienceAsked = Audience.MANAGER,
    practitioner: PractitionerAsked = "",
) -> None:
    """Say of each audit and return of a quality programme whether it is covered, due or overdue, and who is lacking.

    What was done counts in the period of its `day`, or of the day that it is `about`. Whoever is in post on the last
    day of a period is to be covered in it, where a routine covers a role. For example:

        yosrules programme programme.toml --done done.csv --staff staff.csv
    """
    files = Files((done, staff), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, programme, *files.paths, mapped, force=force)
    check_ending_of(out)
    reader = recipient(audience, practitioner)
    chosen, day = read_programme(programme), day_meant(on)
    rows, posts = files.read(lambda maps: _read(done, staff, maps, sheet))
    for path, table in ((staff, posts), (done, rows)):
        say_of(path, table.unused, table.notes if audience is Audience.MANAGER else ())
    every = periods_due(chosen, rows.rows, posts.rows, day)
    found, without_date = programme_for(reader, every, undated(rows.rows))
    page, data = programme_page(chosen, day, found, without_date), programme_data(chosen, day, found, without_date)
    give_answer(Answered(page, data, PROGRAMME_COLUMNS, programme_rows(found)), form, out, as_json=as_json)


def _read(done: Path, staff: Path, maps: FileMap, sheet: str) -> tuple[OneTable[Done], OneTable[Post]]:
    maps.check_named([_DONE, _STAFF])
    of_done, of_staff = maps.only(_DONE), maps.only(_STAFF)
    return (
        read_one_table(done, Done, called=_DONE, whose="routine", people=False, maps=of_done, sheet=sheet),
        read_one_table(staff, Post, called=_STAFF, whose="worker", maps=of_staff),
    )
