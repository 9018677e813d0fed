"""The commands about attendance: triggers, timeline, interviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from yosrules.attendance.interviews import interviews
from yosrules.attendance.remarks import OddAbsence, odd_absences
from yosrules.attendance.track import Tracker
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.cli.common import (
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    Keep,
    MapGiven,
    Settings,
    SheetName,
    WithEngine,
    carried_along,
    day_meant,
    installed_rulebook,
    needing,
    refuse_both,
    refuse_overwriting,
    refuse_with,
    refuse_without,
    say,
    say_of,
)
from yosrules.cli.letters import LettersFolder, letters, write_letters
from yosrules.cli.pages import (
    AnyForm,
    AsJson,
    Bom,
    Form,
    Out,
    PageForm,
    RowsOut,
    RowTable,
    check_rows,
    publish,
    say_json,
    show,
    write_rows_or_page,
)
from yosrules.cli.stdin import from_stdin
from yosrules.cli.subjects import without_numbers
from yosrules.errors import InputError
from yosrules.files.absences import Workforce, read_absences
from yosrules.files.engines import Engine
from yosrules.files.settings import settled
from yosrules.files.work_patterns import pattern_of
from yosrules.language.facts import Facts
from yosrules.language.plain import Plain, plain_day
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy
from yosrules.records.absence import StageHeld, WorkPattern
from yosrules.reports.drawing.screen import progress
from yosrules.reports.interviews import interview_rows, interviews_data, show_interviews
from yosrules.reports.letters import worker_page
from yosrules.reports.timeline import timeline_lines
from yosrules.reports.trigger_lines import Assumed, WorkerLine, lines_of
from yosrules.reports.triggers import show_odd, show_triggers, trigger_rows

_Absences = Annotated[
    Path,
    typer.Argument(
        metavar="ABSENCES", callback=from_stdin, help="Absences: a workbook, .csv, .parquet or .json; - is stdin."
    ),
]
_Behind = Annotated[
    list[Path] | None,
    typer.Option("--with", help="A file named workers, patterns, shifts, stages, leave or fitnotes; repeat it."),
]
_PolicyName = Annotated[
    str | None, typer.Option("--policy", help="The attendance policy; may be left out if there is one.")
]
_PatternOf = Annotated[
    str | None,
    typer.Option("--pattern", help="The pattern of whoever has none on record, such as 'mon-fri 7.4'."),
]
_NoStages = Annotated[
    bool, typer.Option("--no-stages", help="Nobody has been on a stage; silence is never taken for no.")
]

_TRIGGERS, _INTERVIEWS = "Attendance triggers", "Return-to-work interviews"
"""What the pages are called."""

_MANY = 500
"""From this many workers on, a command takes more than a second."""


def triggers(
    absences: _Absences,
    policy: _PolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: _Behind = None,
    pattern: _PatternOf = None,
    no_stages: _NoStages = False,
    out: RowsOut = None,
    bom: Bom = False,
    letters_to: LettersFolder = None,
    form: AnyForm = None,
    as_json: AsJson = False,
    engine: WithEngine = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    keep: Keep = None,
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Say who hit which trigger, what stage is due, who is one more absence away, and of whom nobody can tell.

    Absences have a row each with a column `worker`, `start`, `end` (blank while it is open) and whatever else is on
    record: reason, hours, first_session, last_session, returned, interviewed and so on.
    """
    files = Files((absences, *(behind or ())), mapped, errors, force, sheet)
    refuse_overwriting({"--letters": letters_to}, *files.paths, settings, mapped)
    # A dataset is never replaced: what writes it says so.
    replaces = force or engine is not None
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, settings, mapped, force=replaces)
    if not out:
        refuse_without("--out", {"--keep": keep})
    if engine is None:
        check_rows(out, keep)
    refuse_both({"--format": form and not letters_to, "--json": as_json})
    chosen, day = _chosen(policy, settings), day_meant(on)
    chosen.on(day)
    if engine:
        refuse_both({"--engine": engine, "--letters": letters_to, "--json": as_json, "--format": form})
        refuse_with("--engine", {**files.given, "--keep": keep})
        raise typer.Exit(_triggers_by(engine, chosen, absences, out, day, behind or (), pattern, no_stages=no_stages))
    workforce, assumed = _read(files, chosen, pattern, no_stages=no_stages, keep=keep or ())
    tracker = Tracker(chosen)
    found, odd, lines = list[tuple[WorkerLine, ...]](), list[OddAbsence](), list[Timeline]()
    for worker in progress(workforce.workers, "Tracking", _MANY):
        histories = workforce.histories[worker.reference]
        timeline = tracker.track(worker, day, histories)
        found.append(lines_of(timeline))
        lines += [timeline] if letters_to or as_json else []
        odd += odd_absences(timeline, histories)

    def draw(screen: Console) -> None:
        show_triggers(screen, chosen, day, found, workforce.given, assumed)
        show_odd(screen, odd)

    def rows() -> RowTable:
        return carried_along(trigger_rows(chosen, day, found, assumed), "worker", keep or (), workforce.kept)

    if out:
        write_rows_or_page(out, _TRIGGERS, draw, rows, bom=bom)
    if letters_to:
        pages = letters([*zip(lines, found, strict=True)], workforce, assumed)
        write_letters(pages, letters_to, form or Form.MARKDOWN, force=force)
    if as_json:
        say_json({**_assumed_data(chosen, day, assumed), "workers": [each.as_dict() for each in lines]})
    else:
        show(_TRIGGERS, draw, form if form and not letters_to else Form.TEXT)


def _assumed_data(policy: AttendancePolicy, day: date, assumed: Sequence[Assumed]) -> dict[str, Plain]:
    said: list[Plain] = [{"what": each.what, "workers": [*sorted(each.workers)]} for each in assumed]
    return {"policy": policy.name, "day": plain_day(day), "assumed": said}


def _triggers_by(
    engine: Engine,
    policy: AttendancePolicy,
    dataset: Path,
    out: Path | None,
    day: date,
    behind: Sequence[Path],
    pattern: str | None,
    *,
    no_stages: bool,
) -> int:
    """Find the triggers of a dataset with an engine, and give the exit code."""
    everybody = None if pattern is None else pattern_of(pattern)
    with needing("bulk"):
        from yosrules.cli.datasets import triggers_dataset  # noqa: PLC0415 -- an extra, imported when asked for
    return triggers_dataset(policy, dataset, out, engine, day, behind=behind, pattern=everybody, no_stages=no_stages)


def timeline(
    absences: _Absences,
    worker: Annotated[str, typer.Argument(metavar="WORKER", help="The reference of one worker.")],
    policy: _PolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: _Behind = None,
    pattern: _PatternOf = None,
    no_stages: _NoStages = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: Out = None,
    force: Force = False,
) -> None:
    """Draw one worker's year, and say which absences were counted, which were not and why, and when each drops out."""
    files = Files((absences, *(behind or ())), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out}, *files.paths, settings, mapped, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, settings)
    chosen, day = _chosen(policy, settings), day_meant(on)
    chosen.on(day)
    workforce, assumed = _read(files, chosen, pattern, no_stages=no_stages)
    found = next((each for each in workforce.workers if each.reference == worker), None)
    if found is None:
        raise InputError(absences.name, why=f"it has no worker {worker!r}")
    line = Tracker(chosen).track(found, day, workforce.histories[worker])
    if as_json:
        own = [each for each in assumed if worker in each.workers]
        say_json({**_assumed_data(chosen, day, own), **line.as_dict()})
    elif form is Form.TEXT and out is None:
        say("\n".join(timeline_lines(line, assumed)))
    else:
        publish(worker_page(line, assumed, workforce.given), form, out)


def return_to_work(
    absences: _Absences,
    policy: _PolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: _Behind = None,
    pattern: _PatternOf = None,
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
    named, day = installed_rulebook().attendance_policy(policy), day_meant(on)
    without = without_numbers(named) if isinstance(named, OpenPolicy) and settings is None else None
    chosen = without or settled(named, settings)
    if chosen.interviews is None:
        raise InputError(absences.name, why=f"{chosen.name} says nothing of return-to-work interviews")
    workforce, _ = _read(files, chosen, pattern, no_stages=False)
    unsaid = {"interviewed", "interview_held"} & workforce.lacking
    if len(unsaid) == 2:
        why = "cannot tell: it has no column 'interviewed', so interviews are on no record; a blank there means none"
        raise InputError(absences.name, why=why)
    found = [
        each
        for worker in progress(workforce.workers, "Looking", _MANY)
        for each in interviews(
            chosen, worker, day, workforce.histories[worker.reference], unsaid="interviewed" in unsaid
        )
    ]

    def draw(screen: Console) -> None:
        show_interviews(screen, chosen, day, found)

    if out:
        write_rows_or_page(out, _INTERVIEWS, draw, partial(interview_rows, chosen, found), bom=bom)
    if as_json:
        say_json(interviews_data(chosen, day, found))
    else:
        show(_INTERVIEWS, draw, form)


def _chosen(name: str | None, settings: Path | None) -> AttendancePolicy:
    return settled(installed_rulebook().attendance_policy(name), settings)


def _read(
    files: Files, policy: AttendancePolicy, pattern: str | None, *, no_stages: bool, keep: Sequence[str] = ()
) -> tuple[Workforce, list[Assumed]]:
    """The workforce as read, and with what is assumed of workers of whom it is not on record."""
    everybody = None if pattern is None else pattern_of(pattern)
    path, *behind = files.paths
    workforce = files.read(lambda maps: read_absences(path, behind, policy.about, maps, keep, files.sheet))
    say_of(path, [each for each in workforce.unused if each not in keep], workforce.notes)
    assumed = []
    if everybody:
        assumed.append(Assumed(f"the work pattern {pattern}", _without(workforce, WorkPattern)))
        workforce = workforce.settled(WorkPattern, (everybody,))
    if no_stages and StageHeld in workforce.given:
        raise InputError("--no-stages", why="a history of stages is given too; allowed: one of them")
    if no_stages:
        assumed.append(Assumed("no stage was held", _without(workforce, StageHeld)))
        workforce = workforce.settled(StageHeld, ())
    return workforce, [each for each in assumed if each.workers]


def _without(workforce: Workforce, kind: type[Facts]) -> frozenset[str]:
    """The workers of whom there is no row of a kind."""
    return frozenset(name for name, histories in workforce.histories.items() if not histories.get(kind))
