"""The command timeline: one worker's year."""

from __future__ import annotations

from typing import Annotated

import typer

from yosrules.attendance.track import Tracker
from yosrules.cli.attendance.workforce import (
    AbsencesFile,
    AttendancePolicyName,
    BehindAbsences,
    NoStages,
    PatternOf,
    assumed_data,
    read_workforce,
    settled_policy,
)
from yosrules.cli.common import (
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    Settings,
    SheetName,
    day_meant,
    refuse_overwriting,
    say,
)
from yosrules.cli.pages import (
    AsJson,
    Form,
    Out,
    PageForm,
    PagesLanguage,
    as_data,
    check_language,
    publish,
    say_json,
)
from yosrules.errors import InputError
from yosrules.reports.letters import worker_page
from yosrules.reports.site.catalogue import ENGLISH, written_in
from yosrules.reports.timeline import timeline_lines


def timeline(
    absences: AbsencesFile,
    worker: Annotated[str, typer.Argument(metavar="WORKER", help="The reference of one worker.")],
    policy: AttendancePolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: BehindAbsences = None,
    pattern: PatternOf = None,
    no_stages: NoStages = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: Out = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Draw one worker's year, and say which absences were counted, which were not and why, and when each drops out."""
    as_json = as_data(out, as_json=as_json)
    check_language(language, data=as_json)
    files = Files((absences, *(behind or ())), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out}, *files.paths, settings, mapped, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, settings)
    chosen, day = settled_policy(policy, settings), day_meant(on)
    chosen.on(day)
    workforce, assumed = read_workforce(files, chosen, pattern, no_stages=no_stages)
    found = next((each for each in workforce.workers if each.reference == worker), None)
    if found is None:
        raise InputError(absences.name, why=f"it has no worker {worker!r}")
    line = Tracker(chosen).track(found, day, workforce.histories[worker])
    if as_json:
        own = [each for each in assumed if worker in each.workers]
        say_json({**assumed_data(chosen, day, own), **line.as_dict()}, out)
        return
    with written_in(language):
        if form is Form.TEXT and out is None:
            say("\n".join(timeline_lines(line, assumed)))
        else:
            publish(worker_page(line, assumed, workforce.given), form, out)
