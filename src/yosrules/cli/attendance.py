"""The commands about attendance: triggers, timeline, interviews, sample-absences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.progress import track

from yosrules.attendance.interviews import interviews
from yosrules.attendance.track import Tracker
from yosrules.cli.common import OnDay, Settings, WithEngine, app, day_meant, installed, needing
from yosrules.errors import InputError
from yosrules.files.absences import Workforce, read_absences
from yosrules.files.rows import write_rows
from yosrules.files.settings import settled
from yosrules.files.work_patterns import pattern_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Absence, StageHeld, Worker, WorkPattern
from yosrules.reports import screen as show
from yosrules.reports.interviews import interview_rows, show_interviews
from yosrules.reports.timeline import timeline_lines
from yosrules.reports.trigger_lines import lines_of
from yosrules.reports.triggers import show_triggers, trigger_rows
from yosrules.samples.absences import absence_rows, sample_absences
from yosrules.samples.cases import kinds_of

T = TypeVar("T")

Absences = Annotated[Path, typer.Argument(metavar="ABSENCES", help="Absences: .csv, .xlsx, .parquet or .json.")]
Behind = Annotated[
    list[Path] | None,
    typer.Option("--with", help="A file named workers, patterns, shifts, stages, leave or fitnotes; repeat it."),
]
PolicyName = Annotated[
    str | None, typer.Option("--policy", help="The attendance policy; may be left out if there is one.")
]
PatternOf = Annotated[
    str | None,
    typer.Option("--pattern", help="The pattern of whoever has none on record, such as 'mon-fri 7.4'."),
]
NoStages = Annotated[
    bool, typer.Option("--no-stages", help="Nobody has been on a stage; silence is never taken for no.")
]

MANY = 500
"""From this many workers on, it takes more than a moment."""


@app.command()
def triggers(
    absences: Absences,
    policy: PolicyName = None,
    settings: Settings = None,
    on: OnDay = None,
    behind: Behind = None,
    pattern: PatternOf = None,
    no_stages: NoStages = False,
    out: Annotated[
        Path | None, typer.Option(help="Write a row a worker and reading: .csv, .xlsx, .parquet or .json.")
    ] = None,
    engine: WithEngine = None,
) -> None:
    """Say who hit which trigger, what stage is due, who is one more absence away, and of whom nobody can tell.

    Absences have a row each with a column `worker`, `start`, `end` (blank while it is open) and whatever else is on
    record: reason, hours, first_session, last_session, returned, interviewed and so on.
    """
    chosen, day = _chosen(policy, settings), day_meant(on)
    chosen.on(day)
    if engine:
        everybody = None if pattern is None else pattern_of(pattern)
        with needing("bulk"):
            from yosrules.cli import datasets as bulk  # noqa: PLC0415 -- needs an extra, imported when asked for
        bulk.triggers_dataset(
            chosen, absences, out, engine, day, behind=behind or (), pattern=everybody, no_stages=no_stages
        )
    workforce = _read(absences, behind, chosen, pattern, no_stages=no_stages)
    tracker = Tracker(chosen)
    found = [
        lines_of(tracker.track(worker, day, workforce.histories[worker.reference]))
        for worker in _bar(workforce.workers, "Tracking")
    ]
    if out:
        write_rows(out, *trigger_rows(chosen, day, found))
    show_triggers(show.console(), chosen, day, found, workforce.given)


@app.command()
def timeline(
    absences: Absences,
    worker: Annotated[str, typer.Argument(metavar="WORKER", help="The reference of one worker.")],
    policy: PolicyName = None,
    settings: Settings = None,
    on: OnDay = None,
    behind: Behind = None,
    pattern: PatternOf = None,
    no_stages: NoStages = False,
) -> None:
    """Draw one worker's year, and say which absences were counted, which were not and why, and when each drops out."""
    chosen, day = _chosen(policy, settings), day_meant(on)
    chosen.on(day)
    workforce = _read(absences, behind, chosen, pattern, no_stages=no_stages)
    found = next((each for each in workforce.workers if each.reference == worker), None)
    if found is None:
        raise InputError(absences.name, why=f"it has no worker {worker!r}")
    line = Tracker(chosen).track(found, day, workforce.histories[worker])
    typer.echo("\n".join(timeline_lines(line)))


@app.command("interviews")
def return_to_work(
    absences: Absences,
    policy: PolicyName = None,
    settings: Settings = None,
    on: OnDay = None,
    behind: Behind = None,
    pattern: PatternOf = None,
    out: Annotated[Path | None, typer.Option(help="Write a row an absence: .csv, .xlsx, .parquet or .json.")] = None,
) -> None:
    """Say how many absences had their return-to-work interview, and in time, by team, and which are outstanding."""
    chosen, day = _chosen(policy, settings), day_meant(on)
    if chosen.interviews is None:
        raise InputError(absences.name, why=f"{chosen.name} says nothing of return-to-work interviews")
    workforce = _read(absences, behind, chosen, pattern, no_stages=False)
    found = [
        each
        for worker in _bar(workforce.workers, "Looking")
        for each in interviews(chosen, worker, day, workforce.histories[worker.reference])
    ]
    if out:
        write_rows(out, *interview_rows(chosen, found))
    show_interviews(show.console(), chosen, day, found)


@app.command("sample-absences")
def sample(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many workers.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same absences, byte for byte.")] = 7,
    on: OnDay = None,
) -> None:
    """Write plainly labelled synthetic absences, for trials and demonstrations."""
    rows = sample_absences(n, seed, on.date() if on else date(2025, 10, 1))
    write_rows(out, *absence_rows(rows), kinds_of(Absence))
    typer.echo(f"{len(rows):,} synthetic absences of {n:,} workers, no real one among them, are in {out}", err=True)


def _chosen(name: str | None, settings: Path | None) -> AttendancePolicy:
    return settled(installed().attendance_policy(name), settings)


def _read(
    path: Path, behind: list[Path] | None, policy: AttendancePolicy, pattern: str | None, *, no_stages: bool
) -> Workforce:
    everybody = None if pattern is None else pattern_of(pattern)
    workforce = read_absences(path, behind or (), policy.about)
    if workforce.unused:
        typer.echo(f"{path.name}: not used: {', '.join(workforce.unused)}", err=True)
    if everybody:
        workforce = workforce.settled(WorkPattern, (everybody,))
    if no_stages and StageHeld in workforce.given:
        raise InputError("--no-stages", why="a history of stages is given too; allowed: one of them")
    return workforce.settled(StageHeld, ()) if no_stages else workforce


def _bar(workers: Sequence[Worker], doing: str) -> Iterable[Worker]:
    """The workers, with a progress bar on a terminal when it takes more than a moment."""
    screen = show.console(stderr=True)
    quick = len(workers) < MANY or not screen.is_terminal
    return workers if quick else track(workers, doing, console=screen, transient=True)
