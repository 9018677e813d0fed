"""Deciding many records by one edition: what a rule or an outcome says of the same facts is worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Generic, TypeVar

from yosrules.deciding.decide import Decision, Reached, Ruled, find, reach
from yosrules.deciding.once import Once
from yosrules.deciding.settling import to_settle
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.policy import Edition, Outcome, Rule

T = TypeVar("T", bound=Outcome)


class Decider(Generic[T]):
    """Decides as `decide` does, says what would settle an outcome as `to_settle` does, and remembers both.

    Of each rule and each outcome it remembers `most` different answers at a time.
    """

    def __init__(self, edition: Edition[T], most: int = 5_000) -> None:
        self.edition, rules = edition, edition.resolved.rules
        ruled = {rule: Once(reads(rule.when), partial(_ruled, rule), most) for rule in rules}
        self._ruled = tuple(ruled.values())
        self._reached, self._settling = list[Once[Reached[T]]](), dict[T, Once[tuple[Fact, ...]]]()
        for outcome in edition.outcomes:
            mine, facts = [ruled[rule] for rule in rules if rule.outcome == outcome], facts_of(edition, outcome)
            self._reached.append(Once(facts, partial(_reached, outcome, mine), most))
            self._settling[outcome] = Once(facts, partial(to_settle, edition, outcome=outcome), most)
        self.decide = Once((fact for rule in rules for fact in reads(rule.when)), self._decide, most)

    def _decide(self, record: Facts) -> Decision[T]:
        rules, outcomes = (tuple(once(record) for once in each) for each in (self._ruled, self._reached))
        return Decision(self.edition, rules, outcomes)

    def to_settle(self, record: Facts, outcome: T) -> tuple[Fact, ...]:
        """The facts that would have to be known to settle an outcome."""
        return self._settling[outcome](record)


def facts_of(edition: Edition[T], outcome: T) -> tuple[Fact, ...]:
    """The facts that the rules of one outcome read."""
    return tuple(dict.fromkeys(fact for rule in edition.rules if rule.outcome == outcome for fact in reads(rule.when)))


def _ruled(rule: Rule[T], record: Facts) -> Ruled[T]:
    return Ruled(rule, find(rule.when, record))


def _reached(outcome: T, mine: Iterable[Once[Ruled[T]]], record: Facts) -> Reached[T]:
    return reach(outcome, tuple(once(record) for once in mine))
