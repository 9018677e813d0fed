"""The commands about every possible record: verify, mutate, boundaries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, cast

import typer

from yosrules.cli.common import Force, Settings, installed_rulebook, refuse_both, refuse_overwriting, say
from yosrules.cli.pages import (
    AnswerOut,
    AsJson,
    Form,
    PageForm,
    PagesLanguage,
    Reply,
    RowsOut,
    check_answer,
    check_language,
    check_rows,
    deliver,
    publish,
    say_json,
    written_as,
)
from yosrules.cli.subjects import AnyEdition, Subject, left_open, subjects
from yosrules.english.grid import Grid
from yosrules.files.writing.atomic import write_whole
from yosrules.files.writing.rows import WRITERS, write_rows
from yosrules.language.plain.values import Plain
from yosrules.policies.policy import Outcome
from yosrules.proof.boundaries import boundaries, coverage
from yosrules.proof.mutate import Fate, JudgedMutant, Mutant, examples_of, judge, of_its_edition, pasted, scale_mutants
from yosrules.proof.prove import export, installed
from yosrules.reports.drawing import screen as show
from yosrules.reports.drawing.page import Block, Heading
from yosrules.reports.drawing.screen import Screen
from yosrules.reports.plain_proofs import mutants_data, verified_data
from yosrules.reports.proofs import BOUNDARY_COLUMNS, Verified, boundary_rows, coverage_blocks, show_verified, verified
from yosrules.reports.site.catalogue import ENGLISH, _, translated, written_in
from yosrules.reports.site.document import ABOUT_POLICIES

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="A policy, scale or framework; all that are installed if left out.")
]


def verify(
    name: Name = None,
    settings: Settings = None,
    to: Annotated[
        Path | None, typer.Option("--export", help="Write every claim to this folder as SMT-LIB 2, for other solvers.")
    ] = None,
    form: PageForm = Form.TEXT,
    as_json: AsJson = False,
    out: AnswerOut = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """Prove what policies and scales claim of every possible record, or show a record that refutes it.

    Ends with 1 where anything is refuted or cannot be told, unless the policy declares that it is meant so; where a
    promise is about nobody; and where no rule leads to a forum. Gaps and overlaps are said for information.
    """
    refuse_overwriting({"--out": out}, settings, force=force)
    check_answer(out, form=form, rows=False, as_json=as_json)
    check_language(language, data=as_json or (out and written_as(out, ".json") is None))
    found = [verified(subject.policy) for subject in _subjects(name, settings)]
    for each in found:
        if to:
            _export(each, to, settings)
    draw, data = partial(_show, found), partial(verified_data, found)
    with written_in(language):
        answer = Reply(_("Claims about every possible record"), draw, data, marking=ABOUT_POLICIES)
        deliver(answer, form, out, as_json=as_json)
    raise typer.Exit(1 if any(each.wrong for each in found) else 0)


def _show(found: Sequence[Verified], screen: Screen) -> None:
    for each in found:
        show_verified(screen, each)
    claims = sum(len(each.answers) for each in found)
    wrong = sum(len(each.wrong) for each in found)
    told = _("%(many)s claims about every possible record; %(wrong)s to put right", many=f"{claims:,}", wrong=wrong)
    screen.print(f"\n{told}")
    if len(installed()) == 1:
        how = _("z3 is not installed, so there is no second opinion: %(how)s", how="pip install 'yosrules[prove]'")
        screen.print(show.clean(f"  {how}"))


def _subjects(name: str | None, settings: Path | None) -> list[Subject]:
    """What is to be proved; which policies are left out of all that are installed is said on stderr."""
    rulebook = installed_rulebook()
    if name is None and (others := left_open(rulebook)):
        say(f"left out, each to be named with its --settings: {', '.join(others)}", err=True)
    return subjects(rulebook, name, settings)


def _export(found: Verified, to: Path, settings: Path | None) -> None:
    """Write one file for each claim, named after policy and claim."""
    for place, answer in enumerate(found.answers, 1):
        claim = answer.claim
        slug = re.sub(r"[^a-z0-9]+", "-", f"{found.name} {place:03} {claim.name}".lower()).strip("-")
        file = to / f"{slug}.smt2"
        refuse_overwriting({"--export": file}, settings)
        write_whole(file, export(claim).encode())


def mutate(name: Name = None, settings: Settings = None, as_json: AsJson = False) -> None:
    """Change every threshold, comparison and rule a little, and say which change no guarantee and no example notices.

    Ends with 1 where one would go unnoticed; the example that would notice it is shown, ready to be pasted.
    """
    survived, data = 0, list[Plain]()
    for subject in _subjects(name, settings):
        for where, edition in subject.editions():
            judged, title = _judged(subject, edition), f"{subject.policy.name}{where}"
            unseen = [each for each in judged if each.fate in (Fate.SURVIVES, Fate.UNTOLD)]
            survived += len(unseen)
            if as_json:
                data.append(mutants_data(title, judged))
            else:
                _show_mutants(subject, edition, title, judged, unseen)
    if as_json:
        say_json(data)
    raise typer.Exit(1 if survived else 0)


def _judged(subject: Subject, edition: AnyEdition) -> list[JudgedMutant[Outcome]]:
    policy = subject.policy
    more = cast("list[Mutant[Outcome]]", list(scale_mutants(subject.scale)) if subject.scale else [])
    return list(judge(edition, policy.about, examples_of(policy, edition), more))


def _show_mutants(
    subject: Subject,
    edition: AnyEdition,
    title: str,
    judged: list[JudgedMutant[Outcome]],
    unseen: list[JudgedMutant[Outcome]],
) -> None:
    counts = Counter(each.fate for each in judged)
    screen = show.console()
    rows = [[show.clean(fate), f"{counts[fate]:,}"] for fate in Fate if counts[fate]]
    show.draw_table(screen, f"{title}: {len(judged):,} changes", ["What becomes of it", ">Changes"], rows)
    for each in unseen:
        show.draw_lines(screen, [f"! {each.mutant.rule}: {each.mutant.change}"], "red")
        show.draw_lines(screen, [f"  {_pin(subject, edition, each)}"])


def _pin(subject: Subject, edition: AnyEdition, judged: JudgedMutant[Outcome]) -> str:
    if not judged.pins:
        return judged.fate.value
    example = judged.pins[0]
    if subject.scale is None:
        return f"This would notice: {pasted(of_its_edition(subject.policy, edition, example))}"
    (amount,) = vars(example.record).values()
    return f'This would notice: ("{amount}", "{subject.scale.of(amount).name}")'


def show_boundaries(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A policy, scale or framework.")],
    settings: Settings = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, with a column to sign.")] = False,
    form: PageForm = Form.MARKDOWN,
    as_json: AsJson = False,
    out: RowsOut = None,
    language: PagesLanguage = ENGLISH,
    force: Force = False,
) -> None:
    """List the records on both sides of every condition, one fact changed at a time, for the policy's owner to agree.

    Then how much of this the policy's own examples cover. Each record stands for all that it is the emptiest of.
    """
    refuse_overwriting({"--out": out}, settings, force=force)
    refuse_both({"--out": out, "--csv": as_csv, "--json": as_json, "--format": form is not Form.MARKDOWN})
    check_rows(out)
    check_language(language, data=as_csv or as_json or (out and written_as(out, *WRITERS) is None))
    with written_in(language):
        blocks, rows = _boundaries(name, settings)
        if as_json:
            names = ("policy", "rule", "part", "outcome", "inside", "then", "outside", "then_it_is")
            say_json([dict(zip(names, row[:-1], strict=True)) for row in rows])
        elif as_csv:
            typer.echo(WRITERS[".csv"](_COLUMNS, [list(row) for row in rows]).decode(), nl=False)
        elif out and written_as(out, *WRITERS) is None:
            write_rows(out, _COLUMNS, rows)
        else:
            publish(tuple(blocks), (written_as(out) if out else None) or form, out, ABOUT_POLICIES)


_COLUMNS = ("Policy", *BOUNDARY_COLUMNS, "Agreed by")


def _boundaries(name: str, settings: Path | None) -> tuple[list[Block], list[tuple[str, ...]]]:
    """The page of a policy's boundaries, and a row for each, with a cell to sign."""
    blocks: list[Block] = [Heading(_("Records on both sides of every condition"), 1)]
    rows: list[tuple[str, ...]] = []
    for subject in _subjects(name, settings):
        for where, edition in subject.editions():
            found = boundary_rows(boundaries(edition, subject.policy.about))
            rows += [(f"{subject.policy.name}{where}", *row, "") for row in found]
            seen = [example.record for example in examples_of(subject.policy, edition)]
            covered = coverage_blocks(coverage(edition, subject.policy.about, seen))
            blocks += [
                Heading(f"{subject.policy.name}{where}"),
                Grid(tuple(map(translated, BOUNDARY_COLUMNS)), tuple(found)),
                *covered,
            ]
    return blocks, rows
