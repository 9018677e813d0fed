"""Answer claims about every possible record: proved, refuted with a counterexample, or not analysed and why.

Public: `prove`, `prove_all`, `unsettled`, `export`, `Answer` (`Proved`, `Refuted`, `NotAnalysed`), `Prover`.

Two provers answer wherever they can, and must agree: enumeration of all regions, and the solver z3 if it is installed.
They share no evaluation of conditions, so that an error in one shows. Every record that a prover finds is replayed
through `decide`, the definition of the meaning, which must confirm it. A contradiction is a `ProofError`. A boundary is
shown by one such record, so that the second prover is asked only where the first finds none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias, TypeVar, assert_never

import attrs

from yosrules.errors import ProofError, RecordError, UndecidedError
from yosrules.language.expr import Condition
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.measure import measures
from yosrules.language.walks import reads
from yosrules.policies.lost_time.measures import lost
from yosrules.policies.policy import Outcome, Policy
from yosrules.proof.claims import Claim, Kind, policy_claims
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.partition import Assignment, example_record
from yosrules.proof.provers.smt import script
from yosrules.proof.provers.solver import available, solved
from yosrules.proof.provers.witness import History, history

T = TypeVar("T", bound=Outcome)


class Prover(StrEnum):
    """The prover that answered."""

    ENUMERATION = "enumeration"
    Z3 = "z3"


Seek: TypeAlias = Callable[[Condition], Assignment | None]
"""Finds facts for which a condition holds; None is that there are none; `UndecidedError` that it cannot say."""


def installed() -> Mapping[Prover, Seek]:
    """The provers there are here; without the extra `prove` enumeration stands alone."""
    alone: dict[Prover, Seek] = {Prover.ENUMERATION: enumerated}
    return {**alone, Prover.Z3: solved} if available() else alone


@attrs.frozen
class Proved:
    """The claim holds. Where it is that there is such a record, `record` is one; `beside`, where two are compared."""

    claim: Claim
    by: tuple[Prover, ...]
    record: Facts | None = None
    beside: Facts | None = None


@attrs.frozen
class Refuted:
    """The claim does not hold: `record` is the emptiest that shows it; None where there had to be one and is not.

    `beside` is the same record with one fact raised. `measured` are facts set in it that are worked out from
    histories, and `behind` one that leads there; None if none was found, and then perhaps nobody is like that.
    """

    claim: Claim
    by: tuple[Prover, ...]
    record: Facts | None = None
    beside: Facts | None = None
    measured: tuple[Fact, ...] = ()
    behind: History | None = None


@attrs.frozen
class NotAnalysed:
    """No prover could answer, and why."""

    claim: Claim
    why: str


Answer: TypeAlias = Proved | Refuted | NotAnalysed


def prove_all(policy: Policy[T], provers: Mapping[Prover, Seek] | None = None) -> tuple[Answer, ...]:
    """The answer to every claim of every edition and reading of a policy."""
    return tuple(prove(claim, provers) for claim in policy_claims(policy))


def prove(claim: Claim, provers: Mapping[Prover, Seek] | None = None) -> Answer:
    """Answer one claim by every prover that can, and have `decide` confirm the record."""
    shown: dict[Prover, tuple[Facts, Facts] | None] = {}
    refused: list[str] = []
    for prover, seek in (installed() if provers is None else provers).items():
        try:
            facts = seek(claim.asked)
            # Replayed before the answers are compared: a record that decide rejects is its own prover's error.
            shown[prover] = None if facts is None else _replayed(claim, prover, facts)
        # A prover that gives up contradicts nobody: the other's answer stands, and `by` says who gave it. The same goes
        # for what is on no record for a reason that no condition can say, such as more hours than its days have.
        except (UndecidedError, RecordError) as why:
            refused.append(f"{prover}: {why}")
        # Nobody is told who found a boundary: what decide has confirmed needs no second prover, which takes as long.
        if claim.kind is Kind.BOUNDARY and shown.get(prover):
            break
    if not shown:
        return NotAnalysed(claim, "; ".join(refused) or "no prover was asked")
    # Only whether a record exists must agree; the records may differ, as several can be equally empty.
    if len({each is None for each in shown.values()}) > 1:
        raise ProofError(f"{claim.name}: " + "; ".join(f"{prover} found {each}" for prover, each in shown.items()))
    by, records = tuple(shown), next(iter(shown.values()))
    if records is None:
        return Refuted(claim, by) if claim.wanted else Proved(claim, by)
    record, beside = records[0], records[1] if claim.raised else None
    if claim.wanted:
        return Proved(claim, by, record, beside)
    measured = _measured(record)
    # The search makes rows for measures only: facts about lost time would be stated with no absences behind them.
    behind = history(record, facts_of(claim)) if measured and not lost(claim.about) else None
    return Refuted(claim, by, record, beside, measured, behind)


def _replayed(claim: Claim, prover: Prover, facts: Assignment) -> tuple[Facts, Facts]:
    """What a prover found as ordinary records, once `decide` shows on them what was sought."""
    lower, higher = dict(facts), dict(facts)
    # The raised fact exists only inside the claim; a record has to state its value under the fact's own name.
    if claim.raised:
        fact, raised = claim.raised
        higher[fact] = higher.pop(raised)
        del lower[raised]
    record, beside = example_record(claim.about, lower), example_record(claim.about, higher)
    if not claim.replay(record, beside):
        raise ProofError(f"{claim.name}: {prover} found {record}, on which decide does not show it")
    return record, beside


def facts_of(claim: Claim) -> tuple[Fact, ...]:
    """The facts of the record that a claim reads."""
    return tuple(fact for fact in dict.fromkeys(reads(claim.asked)) if not claim.raised or fact != claim.raised[1])


def _measured(record: Facts) -> tuple[Fact, ...]:
    own = {**measures(type(record)), **lost(type(record))}
    return tuple(ref.fact for name, ref in own.items() if vars(record)[name] is not None)


def unsettled(policy: Policy[T], answers: Iterable[Answer]) -> tuple[str, ...]:
    """What is to be put right: every claim not proved and not declared as such; every declaration that is idle."""
    meant = {each.claim: each.why for each in policy.declared}
    given = list(answers)
    names = {answer.claim.name for answer in given}
    kept = {answer.claim.name for answer in given if not isinstance(answer, Proved)}
    return (
        *(f"{word(answer)}: {answer.claim}" for answer in given if answer.claim.name in kept - meant.keys()),
        *(f"declared as not meant to hold, but proved: {name}" for name in meant if name in names - kept),
        *(f"declared, but no claim of this name is made: {name}" for name in meant if name not in names),
    )


def word(answer: Answer) -> str:
    """The answer in a word or two."""
    match answer:
        case Proved():
            return "proved"
        case Refuted():
            return "refuted"
        case NotAnalysed():
            return "not analysed"
        case _:
            assert_never(answer)


def export(claim: Claim) -> str:
    """The claim as SMT-LIB 2, for any other solver; which answer proves it stands in its first lines."""
    proof = "sat: there is such a record" if claim.wanted else "unsat: there is no such record"
    return script(claim.asked, f"{claim.name} ({claim.where})\n{claim.says}\nProved by {proof}")
