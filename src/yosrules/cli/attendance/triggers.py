"""The command triggers: every worker of a file of absences, and the stages that are due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import attrs
import typer

from yosrules.attendance.remarks import OddAbsence, odd_absences
from yosrules.attendance.track import Tracker
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.cli.attendance.letters import LettersFolder, check_letters, letters, write_letters
from yosrules.cli.attendance.workforce import (
    AbsencesFile,
    AttendancePolicyName,
    BehindAbsences,
    NoStages,
    PatternOf,
    assumed_data,
    one_by_one,
    read_workforce,
    settled_policy,
)
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
    needing,
    refuse_both,
    refuse_overwriting,
    refuse_with,
    refuse_without,
)
from yosrules.cli.pages import (
    AnyForm,
    AsJson,
    Bom,
    Form,
    PagesLanguage,
    RowsOut,
    RowTable,
    check_rows,
    say_json,
    show,
    write_rows_or_page,
)
from yosrules.files.absences import Workforce
from yosrules.files.engines import Engine
from yosrules.files.work_patterns import pattern_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.reports.drawing.screen import Screen
from yosrules.reports.site.catalogue import ENGLISH, written_in
from yosrules.reports.trigger_lines import WorkerLine, lines_of
from yosrules.reports.triggers import show_odd, show_triggers, trigger_rows

_TITLE = "Attendance triggers"
"""What the page is called."""


def triggers(
    absences: AbsencesFile,
    policy: AttendancePolicyName = None,
    settings: Settings = None,
    on: DayAsked = None,
    behind: BehindAbsences = None,
    pattern: PatternOf = None,
    no_stages: NoStages = False,
    out: RowsOut = None,
    bom: Bom = False,
    letters_to: LettersFolder = None,
    form: AnyForm = None,
    language: PagesLanguage = ENGLISH,
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
    check_letters(letters_to, language)
    if not out:
        refuse_without("--out", {"--keep": keep})
    if engine is None:
        check_rows(out, keep)
    refuse_both({"--format": form and not letters_to, "--json": as_json})
    chosen, day = settled_policy(policy, settings), day_meant(on)
    chosen.on(day)
    if engine:
        refuse_both({"--engine": engine, "--letters": letters_to, "--json": as_json, "--format": form})
        refuse_with("--engine", {**files.given, "--keep": keep})
        raise typer.Exit(_triggers_by(engine, chosen, absences, out, day, behind or (), pattern, no_stages=no_stages))
    workforce, assumed = read_workforce(files, chosen, pattern, no_stages=no_stages, keep=keep or ())
    tracker = Tracker(chosen)
    # Rows by several readings are one if they give the same reasons, so that all are needed to count them.
    reasons = bool(out or letters_to) or len(tracker.readings) > 1
    tracked = _track_all(tracker, workforce, day, reasons=reasons, kept=bool(letters_to or as_json))
    found = tracked.lines

    def in_full(lines: tuple[WorkerLine, ...]) -> tuple[WorkerLine, ...]:
        worker = lines[0].worker
        return lines if reasons else lines_of(tracker.track(worker, day, workforce.histories[worker.reference]))

    def draw(screen: Screen) -> None:
        show_triggers(screen, chosen, day, found, workforce.given, assumed, in_full)
        show_odd(screen, tracked.odd)

    def rows() -> RowTable:
        return carried_along(trigger_rows(chosen, day, found, assumed), "worker", keep or (), workforce.kept)

    if out:
        write_rows_or_page(out, _TITLE, draw, rows, bom=bom)
    if letters_to:
        with written_in(language):
            pages = letters(tracked.timelines, workforce, assumed)
            write_letters(pages, letters_to, form or Form.MARKDOWN, force=force)
    if as_json:
        say_json({**assumed_data(chosen, day, assumed), "workers": [each.as_dict() for each in tracked.timelines]})
    else:
        show(_TITLE, draw, form if form and not letters_to else Form.TEXT)


@attrs.frozen
class _Tracked:
    """What tracking every worker finds: lines to show, absences worth a look, and timelines where they are kept."""

    lines: list[tuple[WorkerLine, ...]]
    odd: list[OddAbsence]
    timelines: list[Timeline]


def _track_all(tracker: Tracker, workforce: Workforce, day: date, *, reasons: bool, kept: bool) -> _Tracked:
    found = _Tracked([], [], [])
    for worker in one_by_one(workforce, "Tracking"):
        histories = workforce.histories[worker.reference]
        timeline = tracker.track(worker, day, histories)
        found.lines.append(lines_of(timeline, reasons=reasons))
        found.odd.extend(odd_absences(timeline, histories))
        if kept:
            found.timelines.append(timeline)
    return found


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
