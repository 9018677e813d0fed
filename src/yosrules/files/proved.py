"""What was proved, and what not, as a table for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import attrs
from rich.console import Console

from yosrules.files import screen as show
from yosrules.language.expr import reads
from yosrules.verbs.describe import called, record_in_english
from yosrules.verbs.prove import Answer, NotAnalysed, Proved, Refuted


@attrs.frozen
class Verified:
    """A policy's name, the answer to each of its claims, which are not meant to hold and why, and what to put right."""

    name: str
    answers: tuple[Answer, ...]
    meant: dict[str, str]
    wrong: tuple[str, ...]


def show_verified(screen: Console, verified: Verified) -> None:
    """A row for every claim, then each refuting record in words."""
    several = len({answer.claim.where for answer in verified.answers}) > 1
    rows = [
        [*([show.clean(answer.claim.where)] if several else []), show.clean(answer.claim.name), _said(answer, verified)]
        for answer in verified.answers
    ]
    show.table(screen, verified.name, [*(["Edition"] if several else []), "Claim", "Answer"], rows)
    for answer in verified.answers:
        if isinstance(answer, Refuted) and answer.claim.name not in verified.meant:
            screen.print("\n".join(show.clean(line) for line in refutation(answer)))
    for each in verified.wrong:
        screen.print(f"[red]! {show.clean(each)}[/red]")


def _said(answer: Answer, verified: Verified) -> str:
    if why := verified.meant.get(answer.claim.name):
        return f"not kept, as declared: {show.clean(why)}"
    match answer:
        case Proved(_, by):
            return f"[green]proved[/green] by {' and '.join(by)}"
        case Refuted(_, by):
            return f"[red]refuted[/red] by {' and '.join(by)}"
        case NotAnalysed(_, why):
            return f"[yellow]not analysed[/yellow]: {show.clean(why)}"
        case _:
            assert_never(answer)


def refutation(refuted: Refuted) -> Iterator[str]:
    """The claim, and the record that refutes it, in words."""
    claim = refuted.claim
    yield f"Refuted: {claim.says}"
    if refuted.record is None:
        yield "  There is no such record."
        return
    facts = [fact for fact in dict.fromkeys(reads(claim.sought)) if not claim.raised or fact != claim.raised[1]]
    yield f"  For example: {record_in_english(refuted.record, facts)}."
    if refuted.beside is not None:
        yield f"  Compared with: {record_in_english(refuted.beside, facts)}."
    if missing := [called(fact) for fact in facts if vars(refuted.record)[fact.name] is None]:
        yield f"  Not on record: {', '.join(missing)}."
    if refuted.measured:
        named = ", ".join(called(fact) for fact in refuted.measured)
        yield f"  Perhaps no child is like that: no history was sought that leads to {named}."
