"""What was proved, and what not, as a table for a person."""

from __future__ import annotations

from typing import assert_never

import attrs
from rich.console import Console

from yosrules.files import screen as show
from yosrules.verbs.prove import Answer, NotAnalysed, Proved, Refuted
from yosrules.verbs.refutation import refutation


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
