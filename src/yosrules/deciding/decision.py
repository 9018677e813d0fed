"""What is decided of one record: the verdict on each condition, every outcome, and the rules behind it."""

from __future__ import annotations

from enum import StrEnum
from textwrap import shorten
from typing import Generic, TypeVar

import attrs

from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact, Value
from yosrules.language.plain.conditions import condition_data
from yosrules.language.plain.values import Plain, plain_day, plain_value
from yosrules.policies.policy import Edition, Outcome, Rule, Status

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
