"""The laws of a policy, rating scale, domain or framework, as one parametrised test for pytest.

A claim that is refuted or not analysed fails its test, in English and with the record that breaks it, unless it is
declared with a reason. With the extra `prove` every claim is proved twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TypeVar, assert_never

import pytest

from yosrules.errors import ProofError, YosrulesError
from yosrules.language.kinds import one_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.domain import Domain, Framework
from yosrules.policies.policy import Declared, Outcome, Policy
from yosrules.policies.rating import RatingScale
from yosrules.testing.conformance.attendance import attendance_laws
from yosrules.testing.conformance.policies import Law, policy_laws
from yosrules.testing.conformance.ratings import domain_laws, framework_laws, scale_laws

T = TypeVar("T", bound=Outcome)


def laws(
    thing: Policy[T] | RatingScale | Domain | Framework, *, declared: Iterable[Declared] = ()
) -> Callable[[Law], None]:
    """A test of every law of a policy, scale, domain or framework, for pytest to collect under any name `test_…`.

    `declared` lists laws that it is not meant to keep, with reasons, beside those that a policy declares itself.
    """
    name, found, own = _of(thing)
    meant = {each.claim: each.why for each in (*own, *declared)}
    known = [law.name for law in found]
    every = [*found, Law("declarations", partial(_idle, meant, known))]

    @pytest.mark.parametrize("law", [pytest.param(law, id=f"{name}: {law.name}") for law in every])
    def test_laws(law: Law) -> None:
        if law.aside:
            pytest.skip(law.aside)
        if wrong := _wrong(law, meant.get(law.name)):
            pytest.fail(wrong, pytrace=False)

    return test_laws


def _of(thing: Policy[T] | RatingScale | Domain | Framework) -> tuple[str, list[Law], tuple[Declared, ...]]:
    """The name of a thing, its laws, and its own declarations."""
    match thing:
        case AttendancePolicy():
            return thing.name, [*policy_laws(thing), *attendance_laws(thing)], thing.declared
        case Policy():
            return thing.name, [*policy_laws(thing)], thing.declared
        case RatingScale():
            return thing.name, [*scale_laws(thing)], ()
        case Domain():
            return str(thing), [*domain_laws(thing)], ()
        case Framework():
            return thing.id, [*framework_laws(thing)], ()
        case _:
            assert_never(thing)


def _wrong(law: Law, meant: str | None) -> str:
    """The fault to correct: a law is broken and not declared, or declared although it is kept.

    A contradiction between the provers is a fault of yosrules, which no declaration covers.
    """
    try:
        broken = law.broken()
    except ProofError:
        raise
    except YosrulesError as why:
        broken = str(why)
    if meant is None:
        return broken
    return "" if broken else f"declared as not meant to hold ({meant}), but it does: take the declaration out"


def _idle(meant: Mapping[str, str], known: Sequence[str]) -> str:
    """Declarations that give no reason, or name no law."""
    silent = [f"{name!r} is declared without a reason" for name, why in meant.items() if not why.strip()]
    return "\n".join(
        [*silent, *(f"{name!r} is declared; allowed: {one_of([*known])}" for name in meant if name not in known)]
    )
