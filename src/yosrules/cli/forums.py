"""The commands about forums: allocate, explain, policies, show, referral, sample-cases, replay."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import track

from yosrules.cli.common import OnDay, Settings, WithEngine, app, day_meant, installed, needing
from yosrules.deciding.allocate import Allocation, allocate
from yosrules.deciding.as_of import as_of
from yosrules.deciding.decision_record import DecisionRecord, from_plain, record_of, replay, to_plain
from yosrules.english.describe import day as in_words
from yosrules.english.explain import explain
from yosrules.errors import InputError, PolicyError, YosrulesError
from yosrules.files.atomic import write_whole
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.rows import write_rows
from yosrules.language.kinds import one_of
from yosrules.policies.forum import ForumPolicy
from yosrules.records.case import Case
from yosrules.reports import page as pages, screen as show
from yosrules.reports.attendance_page import attendance_row, page_of
from yosrules.reports.caseload import caseload_rows, show_caseload
from yosrules.reports.forum_pages import policy_page, referral_page
from yosrules.samples.cases import case_rows, kinds_of, sample_cases

Cases = Annotated[Path, typer.Argument(metavar="CASES", help="A caseload: .csv, .xlsx, .parquet or .json.")]
Reference = Annotated[str, typer.Argument(metavar="REF", help="The reference of one case.")]
Behind = Annotated[
    list[Path] | None,
    typer.Option(
        "--with", help="A file named offences, outcomes, assessments, care, forums, checks or waivers; repeat it."
    ),
]
PolicyName = Annotated[str | None, typer.Option("--policy", help="The forum policy; may be left out if there is one.")]
Out = Annotated[Path | None, typer.Option(help="Write to this file, whole or not at all.")]


MANY = 2000
"""From this many cases on, allocating takes more than a second."""


class Form(StrEnum):
    """How a page is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


PageForm = Annotated[Form, typer.Option("--format", help="How the page is written.")]


@app.command("allocate")
def allocate_cases(
    cases: Cases,
    policy: PolicyName = None,
    on: OnDay = None,
    behind: Behind = None,
    out: Annotated[Path | None, typer.Option(help="Write a row a case: .csv, .xlsx, .parquet or .json.")] = None,
    records: Annotated[Path | None, typer.Option(help="Write decision records, for `replay`, as JSON.")] = None,
    engine: WithEngine = None,
    day_column: Annotated[str | None, typer.Option(help="With --engine: the column of the day for each case.")] = None,
    unknown: Annotated[
        list[str] | None, typer.Option(help="With --engine: a fact no column states; repeat it.")
    ] = None,
) -> None:
    """Decide for every case which forums it must or may go to; those that nobody can settle come first.

    A caseload has a column `reference` and one for each fact that is on record: stage, disposal, rosh,
    safety_wellbeing, at_risk_of_custody and so on. A blank cell is unknown, which is never taken for no.
    """
    chosen = installed().forum_policy(policy)
    day = day_meant(on)
    if engine and records:
        raise YosrulesError("--engine writes no --records: decide the cases that are to be kept by themselves")
    if engine:
        with needing("bulk"):
            from yosrules.cli import datasets as bulk  # noqa: PLC0415 -- an extra, imported when asked for
        bulk.allocate_dataset(
            chosen, cases, out, engine, day, day_column=day_column, behind=behind or (), unknown=unknown or ()
        )
    caseload = _read(cases, behind)
    allocations = [_allocate(chosen, case, day, caseload) for case in _bar(caseload.cases)]
    if out:
        write_rows(out, *caseload_rows(allocations))
    if records:
        edition = chosen.on(day)
        kept = [to_plain(record_of(chosen, edition, each.decision, each.case, day)) for each in allocations]
        write_whole(records, (json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode())
    show_caseload(show.console(), allocations)


@app.command("explain")
def explain_case(
    cases: Cases, reference: Reference, policy: PolicyName = None, on: OnDay = None, behind: Behind = None
) -> None:
    """Say of one case which forums follow and why, what would change the rest, and what is missing."""
    typer.echo(explain(_one(cases, reference, policy, day_meant(on), behind)[0]))


@app.command("referral")
def refer_case(
    cases: Cases,
    reference: Reference,
    forum: Annotated[str, typer.Option(help="The short name of the forum, such as RSM.")],
    policy: PolicyName = None,
    on: OnDay = None,
    behind: Behind = None,
    form: PageForm = Form.MARKDOWN,
    out: Out = None,
) -> None:
    """Write the referral of one case to one forum, on the template that every forum uses."""
    allocation, caseload = _one(cases, reference, policy, day_meant(on), behind)
    _publish(referral_page(allocation, forum, caseload.histories.get(reference, {})), form, out)


@app.command()
def policies() -> None:
    """List the policies that are installed: of forums and of attendance, with their editions and where they lead."""
    screen, rulebook = show.console(), installed()
    rows = [
        [
            show.clean(policy.name),
            "\n".join(in_words(edition.starts) for edition in policy.editions),
            show.clean(", ".join(forum.name for forum in policy.forums)),
        ]
        for policy in rulebook.forum_policies.values()
    ]
    show.table(screen, "Forum policies", ["Policy", "Editions from", "Forums"], rows)
    rows = [attendance_row(policy) for policy in rulebook.attendance_policies.values()]
    show.table(screen, "Attendance policies", ["Policy", "Editions from", "Stages", "Readings", "Source"], rows)


@app.command("show")
def show_policy(
    policy: Annotated[str, typer.Argument(metavar="POLICY", help="The name of a forum or attendance policy.")],
    on: OnDay = None,
    settings: Settings = None,
    form: PageForm = Form.TEXT,
    out: Out = None,
) -> None:
    """Put a policy into plain English, as it stands on a day, with every convention that it counts by."""
    rulebook, day = installed(), day_meant(on)
    if policy in rulebook.attendance_policies:
        _publish(page_of(rulebook.attendance_policies[policy], settings, day), form, out)
        return
    if policy not in rulebook.forum_policies:
        names = one_of([*rulebook.forum_policies, *rulebook.attendance_policies] or ["none"])
        raise PolicyError(f"there is no policy {policy!r}; allowed: {names}")
    chosen = rulebook.forum_policies[policy]
    _publish(policy_page(chosen, chosen.on(day)), form, out)


@app.command("sample-cases")
def sample(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases, byte for byte.")] = 7,
    on: OnDay = None,
) -> None:
    """Write a plainly labelled synthetic caseload, for trials and demonstrations."""
    write_rows(out, *case_rows(sample_cases(n, seed, on.date() if on else date(2019, 9, 9))), kinds_of(Case))
    typer.echo(f"{n:,} synthetic cases, no real child among them, are in {out}", err=True)


@app.command("replay")
def replay_records(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Decision records that `allocate` wrote.")],
    cases: Cases,
    behind: Behind = None,
) -> None:
    """Decide recorded cases again and report every difference; ends with 1 if there is one."""
    rulebook, caseload = installed(), _read(cases, behind)
    by_reference = {case.reference: case for case in caseload.cases}
    differences = 0
    kept = [from_plain(each) for each in _json_list(records)]
    for record in kept:
        case = by_reference.get(record.reference or "")
        chosen = rulebook.forum_policy(record.policy)
        said = ("it is not in the caseload",) if case is None else _replayed(record, chosen, case, caseload)
        differences += bool(said)
        for each in said:
            typer.echo(f"{record.reference}: {each}")
    typer.echo(f"{len(kept):,} decisions replayed; {differences:,} differ")
    raise typer.Exit(1 if differences else 0)


def _read(cases: Path, behind: list[Path] | None) -> Caseload[Case]:
    caseload = read_cases(cases, related=behind or ())
    if caseload.unused:
        typer.echo(f"{cases.name}: not used: {', '.join(caseload.unused)}", err=True)
    return caseload


def _bar(cases: Sequence[Case]) -> Iterable[Case]:
    """The cases, with a progress bar on a terminal when it takes more than a moment."""
    screen = show.console(stderr=True)
    quick = len(cases) < MANY or not screen.is_terminal
    return cases if quick else track(cases, "Allocating", console=screen, transient=True)


def _allocate(policy: ForumPolicy, case: Case, day: date, caseload: Caseload[Case]) -> Allocation:
    return allocate(policy, case, day, caseload.histories.get(case.reference, {}))


def _one(
    cases: Path, reference: str, policy: str | None, day: date, behind: list[Path] | None
) -> tuple[Allocation, Caseload[Case]]:
    chosen, caseload = installed().forum_policy(policy), _read(cases, behind)
    case = next((case for case in caseload.cases if case.reference == reference), None)
    if case is None:
        raise InputError(cases.name, why=f"it has no case {reference!r}")
    return _allocate(chosen, case, day, caseload), caseload


def _publish(page: pages.Page, form: Form, out: Path | None) -> None:
    text = pages.FORMATS[form.value](page)
    if out:
        write_whole(out, text.encode())
    else:
        typer.echo(text, nl=False)


def _json_list(path: Path) -> list[object]:
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(path.name, why=f"it is not a file of decision records: {error}") from None
    if not isinstance(data, list):
        raise InputError(path.name, why="it is not a list of decision records")
    return data


def _replayed(record: DecisionRecord, policy: ForumPolicy, case: Case, caseload: Caseload[Case]) -> tuple[str, ...]:
    behind = caseload.histories.get(case.reference, {})
    return replay(record, policy, as_of(case, record.day, behind))
