"""The commands about every possible record: verify, diff, mutate, boundaries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, TypeAlias, cast

import attrs
import typer

from yosrules.cli.common import OnDay, app, day_meant, installed
from yosrules.cli.forums import Behind
from yosrules.deciding.as_of import as_of
from yosrules.english.decision_table import Grid
from yosrules.errors import YosrulesError
from yosrules.files.atomic import write_whole
from yosrules.files.cases import read_cases
from yosrules.files.rows import WRITERS
from yosrules.hooks.load import Rulebook
from yosrules.language.facts import Facts
from yosrules.language.kinds import one_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.policy import Edition, Outcome, Policy
from yosrules.policies.rating import RatingScale
from yosrules.proof.boundaries import boundaries, coverage
from yosrules.proof.diff import Way, diff, touched
from yosrules.proof.mutate import Fate, JudgedMutant, Mutant, examples_of, judge, pasted, scale_mutants
from yosrules.proof.prove import export, prove_all, unsettled
from yosrules.proof.prove import installed as provers
from yosrules.records.case import Case
from yosrules.reports import screen as show
from yosrules.reports.page import Block, Heading, Points, as_markdown
from yosrules.reports.proofs import (
    BOUNDARY_COLUMNS,
    Verified,
    boundary_rows,
    coverage_lines,
    show_diff,
    show_touched,
    show_verified,
)

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="A policy, scale or framework; all that are installed if left out.")
]
AnyPolicy: TypeAlias = Policy[Outcome]
AnyEdition: TypeAlias = Edition[Outcome]


@attrs.frozen
class Subject:
    """A policy, or a rating scale as one."""

    policy: AnyPolicy
    scale: RatingScale | None = None


def subjects(rulebook: Rulebook, name: str | None) -> list[Subject]:
    """Every policy and rating scale of this name, or all of them; a framework's name stands for its scales."""
    settled = [each for each in rulebook.attendance_policies.values() if isinstance(each, AttendancePolicy)]
    found = [Subject(cast("AnyPolicy", policy)) for policy in (*rulebook.forum_policies.values(), *settled)]
    named = [{subject.policy.name} for subject in found]
    for framework in rulebook.frameworks.values():
        for scale in (framework.scale, *framework.overall_bands):
            subject = Subject(cast("AnyPolicy", scale.as_policy()), scale)
            if subject not in found:
                found, named = [*found, subject], [*named, {scale.name}]
            named[found.index(subject)].add(framework.id)
    chosen = [subject for subject, names in zip(found, named, strict=True) if name is None or name in names]
    if name is not None and not chosen:
        known = one_of(list(dict.fromkeys(each for names in named for each in sorted(names))))
        raise YosrulesError(f"no policy, scale or framework is called {name!r}; installed: {known}")
    return chosen


@app.command("verify")
def verify(
    name: Name = None,
    to: Annotated[
        Path | None, typer.Option("--export", help="Write every claim to this folder as SMT-LIB 2, for other solvers.")
    ] = None,
) -> None:
    """Prove what policies and scales claim of every possible record, or show a record that refutes it.

    Ends with 1 where anything is refuted or cannot be told, unless the policy declares that it is meant so.
    """
    found = [_verified(subject.policy) for subject in subjects(installed(), name)]
    for each in found:
        show_verified(show.console(), each)
        if to:
            _export(each, to)
    screen, claims = show.console(), sum(len(each.answers) for each in found)
    wrong = sum(len(each.wrong) for each in found)
    screen.print(f"\n{claims:,} claims about every possible record, by {' and '.join(provers())}; {wrong} to put right")
    if len(provers()) == 1:
        screen.print(show.clean("  z3 is not installed, so there is no second opinion: pip install 'yosrules[prove]'"))
    raise typer.Exit(1 if wrong else 0)


def _verified(policy: AnyPolicy) -> Verified:
    answers = prove_all(policy)
    meant = {each.claim: each.why for each in policy.declared}
    return Verified(policy.name, answers, meant, unsettled(policy, answers))


def _export(verified: Verified, to: Path) -> None:
    """One file a claim, named after policy and claim."""
    for place, answer in enumerate(verified.answers, 1):
        claim = answer.claim
        slug = re.sub(r"[^a-z0-9]+", "-", f"{verified.name} {place:03} {claim.name}".lower()).strip("-")
        write_whole(to / f"{slug}.smt2", export(claim).encode())


@app.command("diff")
def compare_editions(
    old: Annotated[str, typer.Argument(metavar="OLD", help="NAME, NAME@YYYY-MM-DD or NAME@YYYY-MM-DD/READING.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The same; without a day it is the last edition.")],
    cases: Annotated[Path | None, typer.Option(help="A caseload: whom the change touches.")] = None,
    behind: Behind = None,
    on: OnDay = None,
) -> None:
    """Compare two editions by meaning: for whom each outcome is wider or narrower, and what was rewritten."""
    rulebook = installed()
    (one, before), (other, after) = _edition(rulebook, old), _edition(rulebook, new)
    about = one if issubclass(one, other) else other
    if not issubclass(about, one):
        raise YosrulesError(f"{old} is about {one.__name__}, {new} is about {other.__name__}: no comparing them")
    whole = _caseload(cases, about, old, behind, day_meant(on)) if cases else []
    found, screen = diff(before, after, about), show.console()
    show_diff(screen, f"{old} and {new}", found)
    if cases:
        show_touched(screen, len(whole), list(touched(before, after, whole)))
    raise typer.Exit(1 if any(each.way is Way.UNTOLD for each in found.outcomes) else 0)


def _caseload(path: Path, about: type[Facts], name: str, behind: list[Path] | None, day: date) -> list[Facts]:
    """The cases as of a day."""
    if not issubclass(about, Case):
        raise YosrulesError(f"{path.name} holds cases, and {name} is not about cases")
    caseload = read_cases(path, about, behind or ())
    return [as_of(case, day, caseload.histories.get(case.reference, {})) for case in caseload.cases]


def _edition(rulebook: Rulebook, written: str) -> tuple[type[Facts], AnyEdition]:
    """The edition that is written as a name, a day and a reading."""
    rest, _, reading = written.partition("/")
    name, _, day = rest.partition("@")
    policies = subjects(rulebook, name)
    if len(policies) > 1:
        scales = one_of([subject.policy.name for subject in policies])
        raise YosrulesError(f"{name} has several scales: write {scales}")
    policy = policies[0].policy
    try:
        edition = policy.on(date.fromisoformat(day)) if day else policy.editions[-1]
    except ValueError:
        raise YosrulesError(f"{written}: {day!r} is not a day; allowed: YYYY-MM-DD") from None
    readings = edition.readings()
    if reading not in readings:
        allowed = one_of([f"{rest}/{each}" if each else rest for each in readings])
        raise YosrulesError(f"{written} is not one reading; write {allowed}")
    return policy.about, readings[reading]


@app.command("mutate")
def mutate(name: Name = None) -> None:
    """Change every threshold, comparison and rule a little, and say which change no guarantee and no example notices.

    Ends with 1 where one would go unnoticed; the example that would notice it is shown, ready to be pasted.
    """
    survived = 0
    for subject in subjects(installed(), name):
        survived += sum(_mutate(subject, edition, where) for where, edition in _editions(subject))
    raise typer.Exit(1 if survived else 0)


def _mutate(subject: Subject, edition: AnyEdition, where: str) -> int:
    policy = subject.policy
    more = cast("list[Mutant[Outcome]]", list(scale_mutants(subject.scale)) if subject.scale else [])
    judged = list(judge(edition, policy.about, examples_of(policy, edition), more))
    counts = Counter(each.fate for each in judged)
    screen = show.console()
    rows = [[show.clean(fate), f"{counts[fate]:,}"] for fate in Fate if counts[fate]]
    show.table(screen, f"{policy.name}{where}: {len(judged):,} changes", ["What becomes of it", ">Changes"], rows)
    unseen = [each for each in judged if each.fate in (Fate.SURVIVES, Fate.UNTOLD)]
    for each in unseen:
        screen.print(f"[red]! {show.clean(f'{each.mutant.rule}: {each.mutant.change}')}[/red]", soft_wrap=True)
        screen.print(show.clean(f"  {_pin(subject, each)}"), soft_wrap=True)
    return len(unseen)


def _pin(subject: Subject, judged: JudgedMutant[Outcome]) -> str:
    if not judged.pins:
        return judged.fate.value
    example = judged.pins[0]
    if subject.scale is None:
        return f"This would notice: {pasted(example)}"
    (amount,) = vars(example.record).values()
    return f'This would notice: ("{amount}", "{subject.scale.of(amount).name}")'


@app.command("boundaries")
def show_boundaries(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A policy, scale or framework.")],
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, with a column to sign.")] = False,
) -> None:
    """List the records on both sides of every condition, one fact changed at a time, for the policy's owner to agree.

    Then how much of this the policy's own examples cover. Each record stands for all that it is the emptiest of.
    """
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for subject in subjects(installed(), name):
        for where, edition in _editions(subject):
            found = boundary_rows(boundaries(edition, subject.policy.about))
            rows += [(f"{subject.policy.name}{where}", *row, "") for row in found]
            seen = [example.record for example in examples_of(subject.policy, edition)]
            covered = coverage_lines(coverage(edition, subject.policy.about, seen))
            blocks += [Heading(f"{subject.policy.name}{where}"), Grid(BOUNDARY_COLUMNS, tuple(found)), Points(covered)]
    if as_csv:
        columns = ("Policy", *BOUNDARY_COLUMNS, "Agreed by")
        typer.echo(WRITERS[".csv"](columns, [list(row) for row in rows]).decode(), nl=False)
    else:
        typer.echo(as_markdown(tuple(blocks)), nl=False)


def _editions(subject: Subject) -> Iterator[tuple[str, AnyEdition]]:
    """Every edition in every reading, and how to call it."""
    for edition in subject.policy.editions:
        for reading, read in edition.readings().items():
            yield "" if subject.scale else f", {edition}{f', read as {reading}' if reading else ''}", read
