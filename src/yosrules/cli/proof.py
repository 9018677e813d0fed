"""The commands about every possible record: verify, diff, mutate, boundaries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Protocol, TypeVar

import typer

from yosrules.cli.common import app, installed
from yosrules.errors import YosrulesError
from yosrules.files import screen as show
from yosrules.files.proved import Verified, show_verified
from yosrules.files.whole import write_whole
from yosrules.hooks.load import Rulebook
from yosrules.language.kinds import one_of
from yosrules.policies.policy import Outcome, Policy
from yosrules.verbs.prove import export, prove_all, unsettled
from yosrules.verbs.prove import installed as provers

T = TypeVar("T", bound=Outcome)
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)

Name = Annotated[
    str | None, typer.Argument(metavar="NAME", help="A policy, scale or framework; all that are installed if left out.")
]


class Job(Protocol[R_co]):
    """What is done with a policy, whatever its outcomes are."""

    def __call__(self, policy: Policy[T]) -> R_co: ...


def each_policy(rulebook: Rulebook, name: str | None, job: Job[R]) -> list[R]:
    """A job done for every policy and rating scale of this name, or for all of them."""
    scales = {
        scale: framework.id
        for framework in rulebook.frameworks.values()
        for scale in (framework.scale, *framework.overall_bands)
        if name in (None, framework.id, scale.name)
    }
    policies = [policy for policy in rulebook.forum_policies.values() if name in (None, policy.name)]
    if name is not None and not scales and not policies:
        known = [*rulebook.forum_policies, *rulebook.frameworks]
        raise YosrulesError(f"no policy, scale or framework is called {name!r}; installed: {one_of(known)}")
    return [*(job(policy) for policy in policies), *(job(scale.as_policy()) for scale in scales)]


def verified(policy: Policy[T]) -> Verified:
    """Every claim of a policy answered."""
    answers = prove_all(policy)
    meant = {each.claim: each.why for each in policy.declared}
    return Verified(policy.name, answers, meant, unsettled(policy, answers))


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
    found = each_policy(installed(), name, verified)
    for each in found:
        show_verified(show.console(), each)
        if to:
            _export(each, to)
    screen, claims = show.console(), sum(len(each.answers) for each in found)
    wrong = sum(len(each.wrong) for each in found)
    screen.print(f"\n{claims:,} claims about every possible record, by {' and '.join(provers())}; {wrong} to put right")
    if len(provers()) == 1:
        screen.print("[dim]  z3 is not installed, so there is no second opinion: pip install 'yosrules[prove]'[/dim]")
    raise typer.Exit(1 if wrong else 0)


def _export(verified: Verified, to: Path) -> None:
    """One file a claim, named after policy, edition and claim."""
    for place, answer in enumerate(verified.answers, 1):
        claim = answer.claim
        slug = re.sub(r"[^a-z0-9]+", "-", f"{verified.name} {place:03} {claim.name}".lower()).strip("-")
        write_whole(to / f"{slug}.smt2", export(claim).encode())
