"""The commands about forums: allocate, explain, referral, sample-cases, replay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.agendas import AgendaFile, OneForum, check_agenda, deliver_agendas
from yosrules.cli.common import (
    BehindCases,
    DayAsked,
    ErrorsTo,
    Files,
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
    say,
    say_of,
)
from yosrules.cli.pages import AsJson, Bom, Form, Out, PageForm, publish, say_json
from yosrules.cli.readings import rows_beside, said_of_readings, side_by_side
from yosrules.cli.stdin import from_stdin
from yosrules.deciding.allocate import Allocation, allocate
from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decide import Status
from yosrules.deciding.decision_record import DecisionRecord, record_of, replay
from yosrules.deciding.idle import idle_rows
from yosrules.deciding.kept_decisions import changed_since, kept_together, other_libraries, read_together
from yosrules.english.explain import explain
from yosrules.errors import InputError, PolicyError, RecordError, YosrulesError
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.engines import Engine
from yosrules.files.writing.atomic import write_whole
from yosrules.files.writing.rows import write_rows
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.language.plain import Plain
from yosrules.policies.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.records.case import Case
from yosrules.reports.caseload import caseload_rows, show_caseload
from yosrules.reports.drawing.page import Block, Heading, Page
from yosrules.reports.drawing.screen import clean, console, draw_lines, progress
from yosrules.reports.forum_pages import explained_page, referral_page
from yosrules.samples.cases import case_rows, kinds_of, sample_cases

_Cases = Annotated[
    Path,
    typer.Argument(
        metavar="CASES", callback=from_stdin, help="A caseload: a workbook, .csv, .parquet or .json; - is stdin."
    ),
]
_Reference = Annotated[str, typer.Argument(metavar="REF", help="The reference of one case.")]
_PolicyName = Annotated[str | None, typer.Option("--policy", help="The forum policy; may be left out if there is one.")]

_MANY = 2000
"""From this many cases on, allocating takes more than a second."""


def allocate_cases(
    cases: _Cases,
    policy: _PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    out: Annotated[Path | None, typer.Option(help="Write a row a case: .csv, .xlsx, .parquet or .json.")] = None,
    bom: Bom = False,
    records: Annotated[Path | None, typer.Option(help="Write decision records, for `replay`, as JSON.")] = None,
    agenda: AgendaFile = None,
    forum: OneForum = None,
    form: PageForm = Form.TEXT,
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
    files = _files(cases, behind, mapped, errors, sheet, force=force)
    written = {"--out": out, "--records": records, "--agenda": agenda, "--errors": errors}
    # A dataset is never replaced: what writes it says so.
    refuse_overwriting(written, *files.paths, mapped, force=force or engine is not None)
    if not (out or agenda or forum):
        refuse_without("--out, --agenda or --forum", {"--keep": keep})
    check_agenda(agenda)
    chosen = installed_rulebook().forum_policy(policy)
    if engine:
        _refuse_of_cases({"--records": records, "--agenda": agenda, "--forum": forum, "--json": as_json})
        refuse_with("--engine", {**files.given, "--keep": keep})
        raise typer.Exit(_allocate_by(engine, chosen, cases, out, on, day_column, behind or (), unknown or ()))
    refuse_both({"--forum": forum and not agenda, "--json": as_json})
    refuse_without("--engine", {"--day-column": day_column, "--unknown": unknown})
    caseload, day = _read(files, chosen, keep or ()), day_meant(on)
    _say_idle(chosen, caseload.histories)
    found, ways = _by_reference(caseload), chosen.on(day).readings()
    whole = progress([(name, each) for name in ways for each in found], "Allocating", _MANY)
    allocations: dict[str, list[Allocation[Facts]]] = {name: [] for name in ways}
    for name, reference in whole:
        allocations[name].append(_allocate(chosen, reference, *found[reference], day, ways[name]))
    if out:
        table = rows_beside({name: caseload_rows(each) for name, each in allocations.items()})
        write_rows(out, *carried_along(table, "reference", keep or (), caseload.kept), bom=bom)
    if records:
        whole_kept = kept_together(list(_kept(chosen, allocations, day)))
        write_whole(records, (json.dumps(whole_kept, indent=1, ensure_ascii=False) + "\n").encode())
    if agenda or forum:
        kept = {name: dict(zip(keep or (), cells, strict=True)) for name, cells in caseload.kept.items()}
        deliver_agendas(allocations, kept, forum, agenda, form)
    if as_json:
        say_json([{"reading": name, "cases": [each.as_dict() for each in of]} for name, of in allocations.items()])
    elif agenda or not forum:
        _show(allocations)


def _show(allocations: Mapping[str, Sequence[Allocation[Facts]]]) -> None:
    """Draw the caseload by each reading."""
    screen = console()
    stands = {name: [_stands(each) for each in of_each] for name, of_each in allocations.items()}
    for line in said_of_readings(stands):
        draw_lines(screen, [line])
    for name, of_each in allocations.items():
        if name:
            screen.print(clean(f"\nRead as: {name}"))
        show_caseload(screen, of_each)


def _refuse_of_cases(given: Mapping[str, object]) -> None:
    """Refuse, with an engine, options that take every finding of a case."""
    if wanted := " and ".join(name for name, asked in given.items() if asked):
        raise YosrulesError(f"--engine writes no {wanted}: decide the cases that are to be kept by themselves")


def _kept(
    policy: ForumPolicy, allocations: Mapping[str, Sequence[Allocation[Facts]]], day: date
) -> Iterator[DecisionRecord]:
    """The decision records, those of one case together."""
    readings = policy.on(day).readings()
    for each in zip(*allocations.values(), strict=True):
        pairs = zip(readings.values(), each, strict=True)
        made = [record_of(policy, edition, one.decision, one.case, day) for edition, one in pairs]
        # Two readings that come to the same rules are one.
        yield from dict.fromkeys(made)


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


def explain_case(
    cases: _Cases,
    reference: _Reference,
    policy: _PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: Out = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Say of one case which forums follow and why, what would change the rest, and what is missing."""
    files = _files(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    ways, _ = _one(files, reference, policy, day_meant(on))
    if as_json:
        say_json([{"reading": name, "says": explain(each), **each.as_dict()} for name, each in ways.items()])
    elif form is Form.TEXT and out is None:
        say(side_by_side({name: explain(each) for name, each in ways.items()}))
    else:
        publish(tuple(_explained(ways)), form, out)


def _explained(ways: Mapping[str, Allocation[Facts]]) -> Iterator[Block]:
    """What is said of a case by each reading, as one page; once where each says the same."""
    yield from said_of_readings({name: explain(each) for name, each in ways.items()})
    pages: dict[Page, list[str]] = {}
    for name, each in ways.items():
        pages.setdefault(explained_page(each), []).append(name)
    for page, names in pages.items():
        if len(pages) > 1:
            yield Heading(f"Read as: {one_of(names)}", 1)
        yield from page


def refer_case(
    cases: _Cases,
    reference: _Reference,
    forum: Annotated[str, typer.Option(help="The short name of the forum, such as RSM.")],
    policy: _PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    form: PageForm = Form.MARKDOWN,
    out: Out = None,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Write the referral of one case to one forum, on the template that every forum uses."""
    files = _files(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--out": out, "--errors": errors}, *files.paths, mapped, force=force)
    ways, histories = _one(files, reference, policy, day_meant(on))
    publish(tuple(_referrals(ways, forum, histories)), form, out)


def _referrals(ways: Mapping[str, Allocation[Facts]], forum: str, histories: Histories) -> Iterator[Block]:
    """The referral by each reading, as one page."""
    stands = {name: _stands(each) for name, each in ways.items()}
    yield from said_of_readings(stands)
    for name, allocation in ways.items():
        if name:
            yield Heading(f"Read as: {name}", 1)
        yield from referral_page(allocation, forum, histories)


def write_sample_cases(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases, byte for byte.")] = 7,
    on: DayAsked = None,
    force: Force = False,
) -> None:
    """Write a plainly labelled synthetic caseload, for trials and demonstrations."""
    refuse_overwriting({"--out": out}, force=force)
    write_rows(out, *case_rows(sample_cases(n, seed, on.date() if on else date(2019, 9, 9))), kinds_of(Case))
    cases = "case, no real child, is" if n == 1 else "cases, no real child among them, are"
    say(f"{n:,} synthetic {cases} in {out}", err=True)


def replay_records(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Decision records that `allocate` wrote.")],
    cases: _Cases,
    behind: BehindCases = None,
    as_json: AsJson = False,
    mapped: MapGiven = None,
    sheet: SheetName = "",
    errors: ErrorsTo = None,
    force: Force = False,
) -> None:
    """Decide recorded cases again and report every difference; ends with 1 if there is one."""
    files = _files(cases, behind, mapped, errors, sheet, force=force)
    refuse_overwriting({"--errors": errors}, records)
    rulebook, caseloads = installed_rulebook(), dict[type[Facts], dict[str, tuple[Facts, Histories]]]()
    kept, differences = read_together(_json(records)), list[tuple[str | None, str]]()
    differing = 0
    for record in kept.decisions:
        try:
            chosen = rulebook.forum_policy(record.policy)
            # Two policies may be about two kinds of record, of which each reads its own columns of the same file.
            if chosen.about not in caseloads:
                caseloads[chosen.about] = _by_reference(_read(files, chosen))
            said = _replayed(record, chosen, caseloads[chosen.about].get(record.reference or ""))
        except (PolicyError, RecordError) as why:
            # One decision that cannot be made again says nothing of the others.
            said = (str(why),)
        differing += bool(said)
        differences += [(record.reference, each) for each in said]
    changed, others = list(changed_since(kept)), list(other_libraries(kept))
    if as_json:
        found: list[Plain] = [{"reference": reference, "what": what} for reference, what in differences]
        data: dict[str, Plain] = {"replayed": len(kept.decisions), "differing": differing, "differences": found}
        say_json({**data, "changed": [*changed], "other_libraries": [*others]})
        raise typer.Exit(1 if differing or changed else 0)
    for each in (*(f"{reference}: {what}" for reference, what in differences), *changed, *others):
        say(each)
    differ = f"{differing:,} differ{'s' * (differing == 1)}"
    say(f"{len(kept.decisions):,} decision{'s' * (len(kept.decisions) != 1)} replayed; {differ}")
    raise typer.Exit(1 if differing or changed else 0)


def _files(
    cases: Path, behind: list[Path] | None, mapped: Path | None, errors: Path | None, sheet: str, *, force: bool
) -> Files:
    return Files((cases, *(behind or ())), mapped, errors, force, sheet)


def _read(files: Files, policy: ForumPolicy, keep: Sequence[str] = ()) -> Caseload[Facts]:
    """Read the kind of record that a policy is about, with its own facts, measures and histories."""
    cases, *behind = files.paths
    caseload = files.read(lambda maps: read_cases(cases, policy.about, behind, maps, keep, files.sheet))
    say_of(cases, [each for each in caseload.unused if each not in keep], caseload.notes)
    return caseload


def _stands(allocation: Allocation[Facts]) -> dict[str, Status]:
    return {each.forum.name: each.status for each in allocation.placements}


def _say_idle(policy: ForumPolicy, behind: Mapping[str, Histories]) -> None:
    """Say which rows behind cases answer nothing by this policy."""
    for each in idle_rows(policy, behind):
        say(f"not used: {each}", err=True)


def _allocate(
    policy: ForumPolicy, reference: str, case: Facts, behind: Histories, day: date, edition: Edition[Forum]
) -> Allocation[Facts]:
    try:
        found = allocate(policy, case, day, behind, edition=edition)
        # Not every kind of record states its reference.
        return found if found.reference == reference else attrs.evolve(found, reference=reference)
    except RecordError as error:  # what a history says of the case contradicts what its row states
        raise RecordError(f"{reference}: {error}") from None


def _one(files: Files, reference: str, policy: str | None, day: date) -> tuple[dict[str, Allocation[Facts]], Histories]:
    """One case by each reading of the policy, and what lies behind it."""
    chosen = installed_rulebook().forum_policy(policy)
    found = _by_reference(_read(files, chosen)).get(reference)
    if found is None:
        raise InputError(files.paths[0].name, why=f"it has no case {reference!r}")
    _say_idle(chosen, {reference: found[1]})
    ways = chosen.on(day).readings()
    return {name: _allocate(chosen, reference, *found, day, read) for name, read in ways.items()}, found[1]


def _json(path: Path) -> object:
    # A device is no file, and may never end.
    if not path.is_file():
        raise InputError(path.name, why=f"there is no file {path}")
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(path.name, why=f"it is not a file of decision records: {error}") from None
    return data


def _by_reference(caseload: Caseload[Facts]) -> dict[str, tuple[Facts, Histories]]:
    """Each case and what lies behind it, by the reference in the file: not every kind of record states one."""
    return dict(zip(caseload.histories, zip(caseload.cases, caseload.histories.values(), strict=True), strict=True))


def _replayed(record: DecisionRecord, policy: ForumPolicy, found: tuple[Facts, Histories] | None) -> tuple[str, ...]:
    if found is None:
        return ("it is not in the caseload",)
    case, histories = found
    return replay(record, policy, as_of(case, record.day, histories))
