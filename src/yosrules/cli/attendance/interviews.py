"""The command interviews: which absences had their return-to-work interview."""

from __future__ import annotations

from functools import partial

from yosrules.attendance.interviews import interviews
from yosrules.cli.attendance.workforce import (
    AbsencesFile,
    AttendancePolicyName,
    BehindAbsences,
    PatternOf,
    offered_policy,
    one_by_one,
    read_workforce,
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
    refuse_both,
    refuse_overwriting,
)
from yosrules.cli.pages import (
    AsJson,
    Bom,
    Form,
    PageForm,
    RowsOut,
    check_rows,
    say_json,
    show,
    write_rows_or_page,
)
from yosrules.cli.subjects import without_numbers
from yosrules.errors import InputError
from yosrules.files.settings import settled
from yosrules.policies.open_policies import OpenPolicy
from yosrules.reports.drawing.screen import Screen
from yosrules.reports.interviews import interview_rows, interviews_data, show_interviews

_TITLE = "Return-to-work interviews"
"""What the page is called."""


def return_to_work(
    absences: AbsencesFile,
    policy: AttendancePolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: BehindAbsences = None,
    pattern: PatternOf = None,
    form: PageForm = Form.TEXT,
    out: RowsOut = None,
    bom: Bom = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    as_json: AsJson = False,
    force: Force = False,
) -> None:
    """Say how many absences had their return-to-work interview, and in time, by team, and which are outstanding."""
    files = Files((absences, *(behind or ())), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, settings, mapped, force=force)
    check_rows(out)
    refuse_both({"--format": form is not Form.TEXT, "--json": as_json})
    named, day = offered_policy(policy), day_meant(on)
    without = without_numbers(named) if isinstance(named, OpenPolicy) and settings is None else None
    chosen = without or settled(named, settings)
    if chosen.interviews is None:
        raise InputError(absences.name, why=f"{chosen.name} says nothing of return-to-work interviews")
    workforce, _ = read_workforce(files, chosen, pattern, no_stages=False)
    unsaid = {"interviewed", "interview_held"} & workforce.lacking
    if len(unsaid) == 2:
        why = "cannot tell: it has no column 'interviewed', so interviews are on no record; a blank there means none"
        raise InputError(absences.name, why=why)
    found = [
        each
        for worker in one_by_one(workforce, "Looking")
        for each in interviews(
            chosen, worker, day, workforce.histories[worker.reference], unsaid="interviewed" in unsaid
        )
    ]

    def draw(screen: Screen) -> None:
        show_interviews(screen, chosen, day, found)

    if out:
        write_rows_or_page(out, _TITLE, draw, partial(interview_rows, chosen, found), bom=bom)
    if as_json:
        say_json(interviews_data(chosen, day, found))
    else:
        show(_TITLE, draw, form)
