"""The meaning: what a condition, and an edition, says of one record. Every other verb is tested against this file."""

from __future__ import annotations

from functools import partial
from typing import TypeVar, assert_never

from yosrules.deciding.decision import (
    UNSETTLED as UNSETTLED,  # noqa: PLC0414 -- the parts of a decision, said from here too
    Decision as Decision,  # noqa: PLC0414
    Finding as Finding,  # noqa: PLC0414
    Reached as Reached,  # noqa: PLC0414
    Ruled as Ruled,  # noqa: PLC0414
    Verdict as Verdict,  # noqa: PLC0414
)
from yosrules.errors import RecordError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, ConditionLike, Known, Op, Ref, all_of
from yosrules.language.facts import Facts
from yosrules.language.holds import COMPARE, holds_by
from yosrules.language.kinds import Fact, Value
from yosrules.policies.policy import (
    Edition,
    Modality,
    Outcome,
    Status as Status,  # noqa: PLC0414 -- a decision's word, said from here too
)

T = TypeVar("T", bound=Outcome)


def holds(asked: ConditionLike, record: Facts) -> bool:
    """Whether a condition is known to hold; `holds(~c)` is whether it is known to fail, and both can be false."""
    return holds_by(all_of(asked), partial(_stated, record))


def find(asked: ConditionLike, record: Facts) -> Finding:
    """A condition's verdict on a record, with the facts read and the same for every part."""
    return _find(all_of(asked), record)


def _find(condition: Condition, record: Facts) -> Finding:
    match condition:
        case Compare(fact, op, right):
            value = _stated(record, fact)
            if not isinstance(right, Fact):
                return Finding(condition, _compared(op, value, right), ((fact, value),))
            other = _stated(record, right)
            return Finding(condition, _compared(op, value, other), ((fact, value), (right, other)))
        case Known(fact, wanted):
            value = _stated(record, fact)
            verdict = Verdict.HOLDS if (value is not None) is wanted else Verdict.FAILS
            return Finding(condition, verdict, ((fact, value),))
        case AllOf(parts):
            # No stopping at the first part that fails: the finding shows the facts that every part read.
            under = tuple(_find(part, record) for part in parts)
            return Finding(condition, _first(under, (Verdict.FAILS, Verdict.CANNOT_TELL), Verdict.HOLDS), (), under)
        case AnyOf(parts):
            under = tuple(_find(part, record) for part in parts)
            return Finding(condition, _first(under, (Verdict.HOLDS, Verdict.CANNOT_TELL), Verdict.FAILS), (), under)
        case _:
            assert_never(condition)


def _compared(op: Op, left: Value | None, right: Value | None) -> Verdict:
    if left is None or right is None:
        return Verdict.CANNOT_TELL
    return Verdict.HOLDS if COMPARE[op](left, right) else Verdict.FAILS


def _first(under: tuple[Finding, ...], ranked: tuple[Verdict, ...], otherwise: Verdict) -> Verdict:
    """The first of these verdicts that any part has; `otherwise` if no part has one of them."""
    verdicts = [finding.verdict for finding in under]
    return next((verdict for verdict in ranked if verdict in verdicts), otherwise)


def decide(edition: Edition[T], record: Facts) -> Decision[T]:
    """Apply every rule of a resolved edition to one record. The order of the rules never matters."""
    rules = tuple(Ruled(rule, find(rule.when, record)) for rule in edition.resolved.rules)
    return Decision(edition, rules, tuple(reach(outcome, rules) for outcome in edition.outcomes))


def reach(outcome: T, rules: tuple[Ruled[T], ...]) -> Reached[T]:
    """Must if a must-rule holds; may if a may-rule does, at least may if a must cannot be told beside it; else
    cannot tell if any rule cannot be told; else no.
    """

    leading = [ruled for ruled in rules if ruled.rule.outcome is outcome or ruled.rule.outcome == outcome]

    def found(verdict: Verdict, modality: Modality) -> tuple[Ruled[T], ...]:
        return tuple(each for each in leading if each.finding.verdict is verdict and each.rule.modality is modality)

    if must := found(Verdict.HOLDS, Modality.MUST):
        return Reached(outcome, Status.MUST, must)
    perhaps = found(Verdict.CANNOT_TELL, Modality.MUST)
    if may := found(Verdict.HOLDS, Modality.MAY):
        return Reached(outcome, Status.AT_LEAST_MAY if perhaps else Status.MAY, (*may, *perhaps))
    # The untold may-rules too: when the must is told to be none, they are what is still open.
    if untold := (*perhaps, *found(Verdict.CANNOT_TELL, Modality.MAY)):
        return Reached(outcome, Status.CANNOT_TELL, untold)
    return Reached(outcome, Status.NO, ())


def _stated(record: Facts, fact: Fact) -> Value | None:
    # The definition has to match, not just the name: another vocabulary may mean another fact by it.
    known = getattr(type(record), fact.name, None)
    if not isinstance(known, Ref) or (known.fact is not fact and known.fact != fact):
        raise RecordError(f"a record of kind {type(record).__name__} does not state {fact.name}, {fact.allowed}")
    value: Value | None = vars(record)[fact.name]
    return value
