"""The command `workload`: what each practitioner holds against what is available, and what might be moved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.audience import (
    AudienceAsked,
    PractitionerAsked,
    PseudonymsBy,
    SmallAsked,
    SmallCounts,
    pseudonym_key,
    recipient,
)
from yosrules.cli.common import (
    DayAsked,
    ErrorsTo,
    Files,
    Force,
    MapGiven,
    SheetName,
    day_meant,
    needing,
    refuse_overwriting,
    refuse_with,
    say_of,
)
from yosrules.cli.pages import AsJson, Form, PageForm
from yosrules.cli.quality.answers import Answered, AnswerTo, check_ending_of, give_answer
from yosrules.cli.stdin import from_stdin
from yosrules.deciding.as_of import as_of
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.disclosure.pseudonyms import PseudonymKey
from yosrules.errors import InputError
from yosrules.files.workload import Held, read_held, read_workload_policy
from yosrules.quality.workload import NO_TASKS, CaseLoad, WorkloadPolicy, case_load, workloads
from yosrules.reports.workload import (
    WORKLOAD_COLUMNS,
    WORKLOAD_COUNTS,
    WorkloadFound,
    workload_counts,
    workload_counts_data,
    workload_counts_page,
    workload_data,
    workload_page,
    workload_rows,
    workload_run,
)


def show_workload(
    cases: Annotated[
        Path,
        typer.Argument(
            metavar="CASES", callback=from_stdin, help="Cases: a workbook, .csv, .parquet or .json; - is stdin."
        ),
    ],
    weights: Annotated[Path, typer.Option(help="A TOML file with the weights and numbers of the service, by edition.")],
    team: Annotated[Path, typer.Option(help="Practitioners: practitioner, hours, reduction, qualified.")],
    tasks: Annotated[
        Path | None,
        typer.Option(help="Tasks beside cases: practitioner, task, number, done (own, for a colleague, …)."),
    ] = None,
    by: Annotated[str, typer.Option(metavar="HEADING", help="The column of cases that says who holds one.")] = (
        "practitioner"
    ),
    on: DayAsked = None,
    suggesting: Annotated[bool, typer.Option("--suggest", help="Suggest moves of cases; a manager decides.")] = False,
    audience: AudienceAsked = Audience.MANAGER,
    practitioner: PractitionerAsked = "",
    small: SmallAsked = SmallCounts.FROM_1_TO_5,
    pseudonyms: PseudonymsBy = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerTo = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Say what each practitioner's cases and tasks count, against the points of their hours, and who is over.

    Where a fact is not on record, a case counts from so many points to so many; it is never taken for 0. For example:

        yosrules workload cases.csv --weights weights.toml --team practitioners.csv --suggest
    """
    files = Files((cases, team, *([tasks] if tasks else ())), mapped, errors, force, sheet)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, weights, mapped, pseudonyms, force=force)
    check_ending_of(out)
    reader, day = recipient(audience, practitioner), day_meant(on)
    if audience is not Audience.MANAGER:
        refuse_with(f"--audience {audience}", {"--suggest": suggesting})
    policy = read_workload_policy(weights)
    held = files.read(lambda maps: read_held(cases, team, tasks, by, maps, sheet))
    for path, unused, notes in _said(held, cases, team, tasks):
        # A note may name anybody's case, which only who answers for all of them may see.
        say_of(path, [each for each in unused if each != by], notes if audience is Audience.MANAGER else ())
    if practitioner and practitioner not in held.team.rows:
        raise InputError(team.name, why=f"it has no practitioner {practitioner!r}")
    found = _found(policy, day, held, pseudonym_key(pseudonyms) if pseudonyms else None)
    give_answer(_answer(found, reader, small, suggesting=suggesting), form, out, as_json=as_json)


def _said(
    held: Held, cases: Path, team: Path, tasks: Path | None
) -> Iterator[tuple[Path, Sequence[str], Sequence[str]]]:
    """What there is to say of each file."""
    yield cases, held.caseload.unused, held.caseload.notes
    yield team, held.team.unused, held.team.notes
    if tasks and held.tasks:
        yield tasks, held.tasks.unused, held.tasks.notes


def _found(policy: WorkloadPolicy, day: date, held: Held, key: PseudonymKey | None) -> WorkloadFound:
    edition, terms = policy.on(day)
    cases = [
        (as_of(each, day, held.caseload.histories[each.reference]), held.holders[each.reference])
        for each in held.caseload.cases
    ]
    people = {name: rows[0] for name, rows in held.team.rows.items()}
    tasks = held.tasks.rows if held.tasks else NO_TASKS
    loads = workloads(policy, day, [each for each in cases if each[1]], people, tasks)
    unheld = [case_load(edition, case) for case, holder in cases if not holder]
    if key is not None:
        names = key.pseudonyms(held.holders)
        loads = [attrs.evolve(each, cases=tuple(_renamed(each.cases, names))) for each in loads]
        unheld = [*_renamed(unheld, names)]
    return WorkloadFound(
        policy.policy.name, edition, terms, day, tuple(loads), tuple(unheld), cases_only=not held.tasks
    )


def _renamed(cases: Iterable[CaseLoad], names: Mapping[str, str]) -> Iterator[CaseLoad]:
    return (attrs.evolve(each, reference=names[each.reference]) for each in cases)


def _answer(found: WorkloadFound, reader: Recipient, small: SmallCounts, *, suggesting: bool) -> Answered:
    """The answer for its reader: everything, what is their own, or protected counts."""
    if reader.protects:
        with needing("quality", "--audience service"):
            from yosrules.disclosure.referee import release  # noqa: PLC0415 -- an extra, imported when asked for

            kept = release(workload_run(found), small.floor())
        page, data = workload_counts_page(found, kept), workload_counts_data(found, kept)
        return Answered(page, data, WORKLOAD_COUNTS, workload_counts(kept))
    own = reader.audience is Audience.PRACTITIONER
    mine = tuple(reader.own(found.loads, lambda each: each.practitioner))
    shown = attrs.evolve(found, loads=mine, unheld=() if own else found.unheld)
    if suggesting:
        with needing("quality", "--suggest"):
            from yosrules.quality.reallocation import suggest  # noqa: PLC0415 -- an extra, imported when asked for

            shown = attrs.evolve(shown, suggested=suggest(found.loads))
    return Answered(workload_page(shown, own=own), workload_data(shown), WORKLOAD_COLUMNS, workload_rows(mine))
