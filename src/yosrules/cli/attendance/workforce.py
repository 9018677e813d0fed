"""What the commands about attendance share: a policy with its numbers, and a workforce as read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from yosrules.attendance.needed import reads_reasons
from yosrules.cli.common import (
    Files,
    installed_rulebook,
    say_of,
)
from yosrules.cli.stdin import from_stdin
from yosrules.errors import InputError
from yosrules.files.absences import Workforce, read_absences
from yosrules.files.settings import settled
from yosrules.files.work_patterns import pattern_of
from yosrules.language.facts import Facts
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy
from yosrules.records.absence import Absence, StageHeld, Worker, WorkPattern
from yosrules.reports.drawing.screen import progress
from yosrules.reports.trigger_lines import NO_STAGE, PATTERN, Assumed

AbsencesFile = Annotated[
    Path,
    typer.Argument(
        metavar="ABSENCES", callback=from_stdin, help="Absences: a workbook, .csv, .parquet or .json; - is stdin."
    ),
]
BehindAbsences = Annotated[
    list[Path] | None,
    typer.Option("--with", help="A file named workers, patterns, shifts, stages, leave or fitnotes; repeat it."),
]
AttendancePolicyName = Annotated[
    str | None, typer.Option("--policy", help="The attendance policy; may be left out if there is one.")
]
PatternOf = Annotated[
    str | None,
    typer.Option("--pattern", help="The pattern of whoever has none on record, such as 'mon-fri 7.4'."),
]
NoStages = Annotated[
    bool, typer.Option("--no-stages", help="Nobody has been on a stage; silence is never taken for no.")
]


_MANY = 500
"""From this many workers on, a command takes more than a second."""


def offered_policy(name: str | None) -> AttendancePolicy | OpenPolicy:
    """An installed policy by its name; the only one, if none is named."""
    return installed_rulebook().attendance_policy(name)


def settled_policy(name: str | None, settings: Path | None) -> AttendancePolicy:
    """An installed policy with the numbers of a service, if it leaves them to each."""
    return settled(offered_policy(name), settings)


def read_workforce(
    files: Files, policy: AttendancePolicy, pattern: str | None, *, no_stages: bool, keep: Sequence[str] = ()
) -> tuple[Workforce, list[Assumed]]:
    """The workforce as read, and with what is assumed of workers of whom it is not on record."""
    everybody = None if pattern is None else pattern_of(pattern)
    path, *behind = files.paths
    unread = () if reads_reasons(policy) else (Absence.reason.fact.name,)
    about, rows = policy.about, policy.absences
    workforce = files.read(lambda maps: read_absences(path, behind, about, maps, keep, files.sheet, rows, unread))
    say_of(path, [each for each in workforce.unused if each not in keep], workforce.notes)
    assumed = []
    if everybody:
        assumed.append(Assumed(PATTERN, pattern or "", _without(workforce, WorkPattern)))
        workforce = workforce.settled(WorkPattern, (everybody,))
    if no_stages and StageHeld in workforce.given:
        raise InputError("--no-stages", why="a history of stages is given too; allowed: one of them")
    if no_stages:
        assumed.append(Assumed(NO_STAGE, "", _without(workforce, StageHeld)))
        workforce = workforce.settled(StageHeld, ())
    return workforce, [each for each in assumed if each.workers]


def one_by_one(workforce: Workforce, doing: str) -> Iterable[Worker]:
    """The workers; with a progress bar while they are used, if they are many."""
    return progress(workforce.workers, doing, _MANY)


def _without(workforce: Workforce, kind: type[Facts]) -> frozenset[str]:
    """The workers of whom there is no row of a kind."""
    return frozenset(name for name, histories in workforce.histories.items() if not histories.get(kind))


def assumed_data(policy: AttendancePolicy, day: date, assumed: Sequence[Assumed]) -> dict[str, Plain]:
    """By which policy and as of when an answer is, and what was assumed of whom."""
    said: list[Plain] = [{"what": each.what, "workers": [*sorted(each.workers)]} for each in assumed]
    return {"policy": policy.name, "day": plain_day(day), "assumed": said}
