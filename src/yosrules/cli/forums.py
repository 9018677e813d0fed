"""The commands about forums: allocate, explain, referral, sample-cases, replay."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import attrs
import typer

from yosrules.cli.common import (
    BehindCases,
    DayAsked,
    WithEngine,
    day_meant,
    installed_rulebook,
    needing,
    refuse_both,
    refuse_without,
    say_of,
)
from yosrules.cli.pages import Form, Out, PageForm, publish
from yosrules.deciding.allocate import Allocation, allocate
from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decision_record import DecisionRecord, from_plain, record_of, replay, to_plain
from yosrules.deciding.idle import idle_rows
from yosrules.english.explain import explain
from yosrules.errors import InputError, YosrulesError
from yosrules.files.atomic import write_whole
from yosrules.files.cases import Caseload, read_cases
from yosrules.files.engines import Engine
from yosrules.files.rows import write_rows
from yosrules.language.facts import Facts
from yosrules.policies.forum import ForumPolicy
from yosrules.records.case import Case
from yosrules.reports.caseload import caseload_rows, show_caseload
from yosrules.reports.forum_pages import referral_page
from yosrules.reports.screen import console, progress
from yosrules.samples.cases import case_rows, kinds_of, sample_cases

_Cases = Annotated[Path, typer.Argument(metavar="CASES", help="A caseload: .csv, .xlsx, .parquet or .json.")]
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
    chosen = installed_rulebook().forum_policy(policy)
    if engine:
        if records:
            raise YosrulesError("--engine writes no --records: decide the cases that are to be kept by themselves")
        raise typer.Exit(_allocate_by(engine, chosen, cases, out, on, day_column, behind or (), unknown or ()))
    refuse_without("--engine", {"--day-column": day_column, "--unknown": unknown})
    caseload, day = _read(cases, behind, chosen), day_meant(on)
    _say_idle(chosen, caseload.histories)
    whole = progress([*_by_reference(caseload).items()], "Allocating", _MANY)
    allocations = [_allocate(chosen, reference, *found, day) for reference, found in whole]
    if out:
        write_rows(out, *caseload_rows(allocations))
    if records:
        edition = chosen.on(day)
        kept = [to_plain(record_of(chosen, edition, each.decision, each.case, day)) for each in allocations]
        write_whole(records, (json.dumps(kept, indent=1, ensure_ascii=False) + "\n").encode())
    show_caseload(console(), allocations)


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
    cases: _Cases, reference: _Reference, policy: _PolicyName = None, on: DayAsked = None, behind: BehindCases = None
) -> None:
    """Say of one case which forums follow and why, what would change the rest, and what is missing."""
    typer.echo(explain(_one(cases, reference, policy, day_meant(on), behind)[0]))


def refer_case(
    cases: _Cases,
    reference: _Reference,
    forum: Annotated[str, typer.Option(help="The short name of the forum, such as RSM.")],
    policy: _PolicyName = None,
    on: DayAsked = None,
    behind: BehindCases = None,
    form: PageForm = Form.MARKDOWN,
    out: Out = None,
) -> None:
    """Write the referral of one case to one forum, on the template that every forum uses."""
    allocation, histories = _one(cases, reference, policy, day_meant(on), behind)
    publish(referral_page(allocation, forum, histories), form, out)


def write_sample_cases(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases, byte for byte.")] = 7,
    on: DayAsked = None,
) -> None:
    """Write a plainly labelled synthetic caseload, for trials and demonstrations."""
    write_rows(out, *case_rows(sample_cases(n, seed, on.date() if on else date(2019, 9, 9))), kinds_of(Case))
    typer.echo(f"{n:,} synthetic cases, no real child among them, are in {out}", err=True)


def replay_records(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="Decision records that `allocate` wrote.")],
    cases: _Cases,
    behind: BehindCases = None,
) -> None:
    """Decide recorded cases again and report every difference; ends with 1 if there is one."""
    rulebook, caseloads = installed_rulebook(), dict[type[Facts], dict[str, tuple[Facts, Histories]]]()
    differences = 0
    kept = [from_plain(each) for each in _json_list(records)]
    for record in kept:
        chosen = rulebook.forum_policy(record.policy)
        # Two policies may be about two kinds of record, of which each reads its own columns of the same file.
        if chosen.about not in caseloads:
            caseloads[chosen.about] = _by_reference(_read(cases, behind, chosen))
        said = _replayed(record, chosen, caseloads[chosen.about].get(record.reference or ""))
        differences += bool(said)
        for each in said:
            typer.echo(f"{record.reference}: {each}")
    typer.echo(f"{len(kept):,} decisions replayed; {differences:,} differ")
    raise typer.Exit(1 if differences else 0)


def _read(cases: Path, behind: list[Path] | None, policy: ForumPolicy) -> Caseload[Facts]:
    """Read the kind of record that a policy is about, with its own facts, measures and histories."""
    caseload = read_cases(cases, policy.about, behind or ())
    say_of(cases, caseload.unused, caseload.notes)
    return caseload


def _say_idle(policy: ForumPolicy, behind: Mapping[str, Histories]) -> None:
    """Say which rows behind cases answer nothing by this policy."""
    for each in idle_rows(policy, behind):
        typer.echo(f"not used: {each}", err=True)


def _allocate(policy: ForumPolicy, reference: str, case: Facts, behind: Histories, day: date) -> Allocation[Facts]:
    return attrs.evolve(allocate(policy, case, day, behind), reference=reference)


def _one(
    cases: Path, reference: str, policy: str | None, day: date, behind: list[Path] | None
) -> tuple[Allocation[Facts], Histories]:
    chosen = installed_rulebook().forum_policy(policy)
    found = _by_reference(_read(cases, behind, chosen)).get(reference)
    if found is None:
        raise InputError(cases.name, why=f"it has no case {reference!r}")
    _say_idle(chosen, {reference: found[1]})
    return _allocate(chosen, reference, *found, day), found[1]


def _json_list(path: Path) -> list[object]:
    try:
        data: object = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(path.name, why=f"it is not a file of decision records: {error}") from None
    if not isinstance(data, list):
        raise InputError(path.name, why="it is not a list of decision records")
    return data


def _by_reference(caseload: Caseload[Facts]) -> dict[str, tuple[Facts, Histories]]:
    """Each case and what lies behind it, by the reference in the file: not every kind of record states one."""
    return dict(zip(caseload.histories, zip(caseload.cases, caseload.histories.values(), strict=True), strict=True))


def _replayed(record: DecisionRecord, policy: ForumPolicy, found: tuple[Facts, Histories] | None) -> tuple[str, ...]:
    if found is None:
        return ("it is not in the caseload",)
    case, histories = found
    return replay(record, policy, as_of(case, record.day, histories))
