"""Deciding many records by one edition: two that state the same of what it reads are decided once."""

from __future__ import annotations

from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

from yosrules.deciding.decide import Decision, decide
from yosrules.deciding.settling import to_settle
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.policy import Edition, Outcome

T = TypeVar("T", bound=Outcome)

_Said: TypeAlias = "tuple[type[Facts], *tuple[object, ...]]"


class Decider(Generic[T]):
    """Decides as `decide` does, says what would settle an outcome as `to_settle` does, and remembers both.

    It remembers `most` different records at a time.
    """

    def __init__(self, edition: Edition[T], most: int = 5_000) -> None:
        self.edition = edition
        self._most = most
        self._read = tuple(edition.facts())
        self._decisions: dict[_Said, Decision[T]] = {}
        self._settling: dict[tuple[_Said, str], tuple[Fact, ...]] = {}

    def decide(self, record: Facts) -> Decision[T]:
        """The decision of the edition on a record."""
        said = self._said(record)
        if (decision := self._decisions.get(said)) is None:
            self._make_room()
            decision = self._decisions[said] = decide(self.edition, record)
        return decision

    def to_settle(self, record: Facts, outcome: T) -> tuple[Fact, ...]:
        """The facts that would have to be known to settle an outcome."""
        key = self._said(record), outcome.name
        if (facts := self._settling.get(key)) is None:
            facts = self._settling[key] = to_settle(self.edition, record, outcome)
        return facts

    def _said(self, record: Facts) -> _Said:
        # Amounts by their digits: 1.0 and 1.00 are equal, and yet a finding shows what was written.
        values = (vars(record).get(name) for name in self._read)
        return type(record), *(str(value) if type(value) is Decimal else value for value in values)

    def _make_room(self) -> None:
        if len(self._decisions) >= self._most:
            self._decisions.clear()
            self._settling.clear()
