"""The command allocate: every case of a caseload, and the forums that follow."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import (
    BehindCases,
    DayAsked,
    ErrorsTo,
    Force,
    Keep,
    MapGiven,
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
)
from yosrules.cli.forums.agendas import AgendaFile, OneForum, check_agenda, deliver_agendas
from yosrules.cli.forums.cases import (
    CasesFile,
    PolicyName,
    allocated,
    by_reference,
    files_of,
    read_caseload,
    say_idle,
    stands_of,
)
from yosrules.cli.pages import (
    AsJson,
    Bom,
    Form,
    PageForm,
    PagesLanguage,
    RowsOut,
    RowTable,
    check_rows,
    say_json,
    show,
    write_rows_or_page,
)
from yosrules.cli.readings import rows_beside, said_of_readings
from yosrules.deciding.allocate import Allocation
from yosrules.errors import YosrulesError
from yosrules.files.engines import Engine
from yosrules.files.writing.atomic import write_whole
from yosrules.language.facts import Facts
from yosrules.language.plain.values import Plain
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.reports.caseload import caseload_rows, show_caseload
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, progress
from yosrules.reports.site.catalogue import ENGLISH, written_in

_TITLE = "Cases and their forums"

_MANY = 2000
"""From this many cases on, allocating takes more than a second."""


def allocate_cases(
    cases: CasesFile,
    policy: PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    out: RowsOut = None,
    bom: Bom = False,
    records: Annotated[Path | None, typer.Option(help="Write decision records, for `replay`, as JSON.")] = None,
    agenda: AgendaFile = None,
    forum: OneForum = None,
    form: PageForm = Form.TEXT,
    language: PagesLanguage = ENGLISH,
    as_json: AsJson = False,
    engine: WithEngine = None,
    day_column: Annotated[str | None, typer.Option(help="With --engine: the column of the day for each case.")] = None,
    unknown: Annotated[
        list[str] | None, typer.Option(help="With --engine: a fact no column states; repeat it.")
    ] = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    keep: Keep = None,
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Decide for every case which forums it must or may go to; those that nobody can settle come first.

    A caseload has a column `reference` and one for each fact that is on record: stage, disposal, rosh,
    safety_wellbeing, at_risk_of_custody and so on. A blank cell is unknown, which is never taken for no.
    """
    files = files_of(cases, behind, mapped, errors, sheet, force=force)
    written = {"--out": out, "--records": records, "--agenda": agenda, "--errors": errors}
    # A dataset is never replaced: what writes it says so.
    refuse_overwriting(written, *files.paths, mapped, force=force or engine is not None)
    if not (out or agenda or forum):
        refuse_without("--out, --agenda or --forum", {"--keep": keep})
    check_agenda(agenda, forum, language)
    if engine is None:
        check_rows(out, keep if not (agenda or forum) else None)
    chosen = installed_rulebook().forum_policy(policy)
    if engine:
        _refuse_of_cases({"--records": records, "--agenda": agenda, "--forum": forum, "--json": as_json})
        refuse_with("--engine", {**files.given, "--keep": keep})
        raise typer.Exit(_allocate_by(engine, chosen, cases, out, on, day_column, behind or (), unknown or ()))
    refuse_both({"--forum": forum and not agenda, "--json": as_json})
    refuse_both({"--format": form is not Form.TEXT, "--json": as_json})
    refuse_without("--engine", {"--day-column": day_column, "--unknown": unknown})
    caseload, day = read_caseload(files, chosen, keep or ()), day_meant(on)
    say_idle(chosen, caseload.histories)
    found, ways = by_reference(caseload), chosen.on(day).readings()
    whole = progress([(name, each) for name in ways for each in found], "Allocating", _MANY)
    allocations: dict[str, list[Allocation[Facts]]] = {name: [] for name in ways}
    for name, reference in whole:
        allocations[name].append(allocated(chosen, reference, *found[reference], day, ways[name]))
    draw = partial(_draw, allocations)
    if out:
        write_rows_or_page(out, _TITLE, draw, partial(_rows, allocations, keep or (), caseload.kept), bom=bom)
    if records:
        whole_kept = _kept(chosen, allocations, day)
        write_whole(records, (json.dumps(whole_kept, indent=1, ensure_ascii=False) + "\n").encode())
    if agenda or forum:
        kept = {name: dict(zip(keep or (), cells, strict=True)) for name, cells in caseload.kept.items()}
        with written_in(language):
            deliver_agendas(allocations, kept, forum, agenda, form)
    if as_json:
        say_json([{"reading": name, "cases": [each.as_dict() for each in of]} for name, of in allocations.items()])
    elif agenda or not forum:
        show(_TITLE, draw, form)


def _rows(
    allocations: Mapping[str, Sequence[Allocation[Facts]]], keep: Sequence[str], kept: Mapping[str, Sequence[str]]
) -> RowTable:
    """The rows of the caseload by each reading, with what is carried along."""
    return carried_along(
        rows_beside({name: caseload_rows(of) for name, of in allocations.items()}), "reference", keep, kept
    )


def _draw(allocations: Mapping[str, Sequence[Allocation[Facts]]], screen: Screen) -> None:
    """Draw the caseload by each reading."""
    stands = {name: [stands_of(each) for each in of_each] for name, of_each in allocations.items()}
    for line in said_of_readings(stands):
        draw_lines(screen, [line])
    for name, of_each in allocations.items():
        if name:
            screen.print(f"\n{clean(f'Read as: {name}')}")
        show_caseload(screen, of_each)


def _refuse_of_cases(given: Mapping[str, object]) -> None:
    """Refuse, with an engine, options that take every finding of a case."""
    if wanted := " and ".join(name for name, asked in given.items() if asked):
        raise YosrulesError(f"--engine writes no {wanted}: decide the cases that are to be kept by themselves")


def _kept(
    policy: ForumPolicy, allocations: Mapping[str, Sequence[Allocation[Facts]]], day: date
) -> Mapping[str, Plain]:
    """The decision records, those of one case together."""
    from yosrules.deciding.decision_record import DecisionRecord, record_of  # noqa: PLC0415 -- imported when asked for: takes long
    from yosrules.deciding.kept_decisions import kept_together  # noqa: PLC0415

    readings, kept = policy.on(day).readings(), list[DecisionRecord]()
    for each in zip(*allocations.values(), strict=True):
        pairs = zip(readings.values(), each, strict=True)
        # Two readings that come to the same rules are one.
        kept += dict.fromkeys(record_of(policy, edition, one.decision, one.case, day) for edition, one in pairs)
    return kept_together(kept)


def _allocate_by(
    engine: Engine,
    policy: ForumPolicy,
    dataset: Path,
    out: Path | None,
    on: datetime | None,
    day_column: str | None,
    behind: Sequence[Path],
    unknown: Sequence[str],
) -> int:
    """Allocate a dataset with an engine, and give the exit code."""
    refuse_both({"--on": on, "--day-column": day_column})
    with needing("bulk"):
        from yosrules.cli.datasets import allocate_dataset  # noqa: PLC0415 -- an extra, imported when asked for
    return allocate_dataset(
        policy, dataset, out, engine, day_meant(on), day_column=day_column, behind=behind, unknown=unknown
    )
