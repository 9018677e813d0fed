"""The meaning: what a condition, and an edition, says of one record. Every other verb is tested against this file."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from textwrap import shorten
from typing import Generic, TypeVar, assert_never

import attrs

from yosrules.errors import RecordError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, ConditionLike, Known, Ref, all_of
from yosrules.language.facts import Facts
from yosrules.language.holds import holds_by
from yosrules.language.kinds import Fact, Value
from yosrules.language.plain import Plain, condition_data, plain_day, plain_value
from yosrules.policies.policy import (
    Edition,
    Modality,
    Outcome,
    Rule,
    Status as Status,  # noqa: PLC0414 -- a decision's word, said from here too
)

T = TypeVar("T", bound=Outcome)


UNSETTLED = (Status.CANNOT_TELL, Status.AT_LEAST_MAY)
"""The statuses that a fact not on record leaves open."""


class Verdict(StrEnum):
    """What is known of a condition."""

    HOLDS = "holds"
    FAILS = "fails"
    CANNOT_TELL = "cannot tell"


@attrs.frozen
class Finding:
    """One condition evaluated on one record: its verdict, the facts it read with their values, its parts' findings."""

    condition: Condition
    verdict: Verdict
    read: tuple[tuple[Fact, Value | None], ...]
    under: tuple[Finding, ...] = ()

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The unknown facts that prevent a verdict; empty unless the verdict is "cannot tell"."""
        if self.verdict is not Verdict.CANNOT_TELL:
            return ()
        own = [fact for fact, value in self.read if value is None]
        return tuple(dict.fromkeys([*own, *(fact for part in self.under for fact in part.missing)]))

    def as_dict(self) -> dict[str, Plain]:
        """The finding as plain data, with the facts that it read by name."""
        return {
            "condition": condition_data(self.condition),
            "verdict": self.verdict.value,
            "read": {fact.name: None if value is None else plain_value(value) for fact, value in self.read},
            "under": [part.as_dict() for part in self.under],
        }


@attrs.frozen
class Ruled(Generic[T]):
    """One rule and the finding for its condition."""

    rule: Rule[T]
    finding: Finding

    def as_dict(self) -> dict[str, Plain]:
        """The rule and its finding as plain data."""
        cites = None if self.rule.cites is None else str(self.rule.cites)
        named: dict[str, Plain] = {"rule": self.rule.id, "outcome": self.rule.outcome.name}
        return named | {"modality": self.rule.modality.value, "cites": cites, "finding": self.finding.as_dict()}


@attrs.frozen
class Reached(Generic[T]):
    """One outcome: its status, the rules that give it, and the facts that are missing where it is not settled."""

    outcome: T
    status: Status
    because: tuple[Ruled[T], ...]

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The unknown facts behind a "cannot tell", and behind what would make an "at least may" a must."""
        return tuple(dict.fromkeys(fact for ruled in self.because for fact in ruled.finding.missing))

    def as_dict(self) -> dict[str, Plain]:
        """The outcome as plain data: its status, the rules that give it by name, the facts that are missing."""
        return {
            "outcome": self.outcome.name,
            "status": self.status.value,
            "because": [ruled.rule.id for ruled in self.because],
            "missing": [fact.name for fact in self.missing],
        }


@attrs.frozen(repr=False)
class Decision(Generic[T]):
    """Every outcome of an edition for one record, and a finding for every rule."""

    edition: Edition[T]
    rules: tuple[Ruled[T], ...]
    outcomes: tuple[Reached[T], ...]

    def status(self, outcome: T) -> Status:
        """How one outcome stands; `Status.NO` for one that the edition never leads to."""
        return next((each.status for each in self.outcomes if each.outcome == outcome), Status.NO)

    def as_dict(self) -> dict[str, Plain]:
        """The decision as plain data: the days of its edition, every outcome, and every rule with its finding."""
        starts = self.edition.starts if self.edition.start_stated else None
        return {
            "edition": {"starts": plain_day(starts), "ends": plain_day(self.edition.ends)},
            "outcomes": [each.as_dict() for each in self.outcomes],
            "rules": [each.as_dict() for each in self.rules],
        }

    def __repr__(self) -> str:
        return f"<Decision by {self.edition}: {statuses(self)}>"

    def _repr_markdown_(self) -> str:
        return as_table(self)


def statuses(decision: Decision[T]) -> str:
    """The outcomes by status, on one line of at most 160 characters."""
    named = ((status, [each.outcome.name for each in decision.outcomes if each.status is status]) for status in Status)
    return shorten(
        "; ".join(f"{status}: {', '.join(names)}" for status, names in named if names), 160, placeholder=" …"
    )


def as_table(decision: Decision[T]) -> str:
    """A Markdown table of the outcomes, as a notebook shows it: status, rules behind it, facts not on record."""
    rows = [
        (
            each.outcome.name,
            each.status.value,
            ", ".join(ruled.rule.id for ruled in each.because),
            ", ".join(fact.label or fact.name for fact in each.missing),
        )
        for each in decision.outcomes
    ]
    heads = [("outcome", "status", "by rule", "not on record"), ("---",) * 4]
    cells = [tuple(cell.replace("|", "\\|") for cell in row) for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (*heads, *cells))


def holds(asked: ConditionLike, record: Facts) -> bool:
    """Whether a condition is known to hold; `holds(~c)` is whether it is known to fail, and both can be false."""
    return _holds(all_of(asked), record)


def _holds(condition: Condition, record: Facts) -> bool:
    return holds_by(condition, partial(_stated, record))


def find(asked: ConditionLike, record: Facts) -> Finding:
    """A condition's verdict on a record, with the facts read and the same for every part."""
    return _find(all_of(asked), record)


def _find(condition: Condition, record: Facts) -> Finding:
    match condition:
        case Compare(fact, _, right):
            read = tuple((each, _stated(record, each)) for each in (fact, right) if isinstance(each, Fact))
            return Finding(condition, _told(condition, record, [value for _, value in read]), read)
        case Known(fact):
            return Finding(condition, _told(condition, record, []), ((fact, _stated(record, fact)),))
        case AllOf(parts):
            # No stopping at the first part that fails: the finding shows the facts that every part read.
            under = tuple(_find(part, record) for part in parts)
            return Finding(condition, _first(under, (Verdict.FAILS, Verdict.CANNOT_TELL), Verdict.HOLDS), (), under)
        case AnyOf(parts):
            under = tuple(_find(part, record) for part in parts)
            return Finding(condition, _first(under, (Verdict.HOLDS, Verdict.CANNOT_TELL), Verdict.FAILS), (), under)
        case _:
            assert_never(condition)


def _told(leaf: Condition, record: Facts, values: list[Value | None]) -> Verdict:
    if _holds(leaf, record):
        return Verdict.HOLDS
    return Verdict.CANNOT_TELL if None in values else Verdict.FAILS


def _first(under: tuple[Finding, ...], ranked: tuple[Verdict, ...], otherwise: Verdict) -> Verdict:
    """The first of these verdicts that any part has; `otherwise` if no part has one of them."""
    verdicts = {finding.verdict for finding in under}
    return next((verdict for verdict in ranked if verdict in verdicts), otherwise)


def decide(edition: Edition[T], record: Facts) -> Decision[T]:
    """Apply every rule of a resolved edition to one record. The order of the rules never matters."""
    rules = tuple(Ruled(rule, find(rule.when, record)) for rule in edition.resolved.rules)
    return Decision(edition, rules, tuple(reach(outcome, rules) for outcome in edition.outcomes))


def reach(outcome: T, rules: tuple[Ruled[T], ...]) -> Reached[T]:
    """Must if a must-rule holds; may if a may-rule does, at least may if a must cannot be told beside it; else
    cannot tell if any rule cannot be told; else no.
    """

    def found(verdict: Verdict, *modalities: Modality) -> tuple[Ruled[T], ...]:
        asked = (ruled for ruled in rules if ruled.rule.outcome == outcome and ruled.rule.modality in modalities)
        return tuple(ruled for ruled in asked if ruled.finding.verdict is verdict)

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
