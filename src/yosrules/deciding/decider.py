"""Deciding many records by one edition: what a rule or an outcome says of the same facts is worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache, partial
from typing import Generic, TypeVar, cast

from yosrules.deciding.decide import Decision, Finding, Reached, Ruled, Verdict, find, reach
from yosrules.deciding.remembered import Remembered
from yosrules.deciding.settling import to_settle
from yosrules.language.expr import Compare
from yosrules.language.facts import Facts
from yosrules.language.holds import Said, compiled
from yosrules.language.kinds import Fact
from yosrules.language.walks import comparisons, reads
from yosrules.policies.policy import Edition, Outcome, Rule, Status

T = TypeVar("T", bound=Outcome)


class Decider(Generic[T]):
    """Decides as `decide` does, says what would settle an outcome as `to_settle` does, and remembers both.

    Of each rule and each outcome it remembers `most` different answers at a time.
    """

    def __init__(self, edition: Edition[T], most: int = 5_000) -> None:
        self.edition, rules = edition, edition.resolved.rules
        ruled = {rule: Remembered(reads(rule.when), partial(_ruled, rule), most) for rule in rules}
        self._ruled = tuple(ruled.values())
        self._reached, self._settling = dict[T, Remembered[Reached[T]]](), dict[T, Remembered[tuple[Fact, ...]]]()
        for outcome in edition.outcomes:
            mine, facts = [ruled[rule] for rule in rules if rule.outcome == outcome], facts_about(edition, outcome)
            self._reached[outcome] = Remembered(facts, partial(_reached, outcome, mine), most)
            self._settling[outcome] = Remembered(facts, partial(to_settle, edition, outcome=outcome), most)
        self.decide = Remembered((fact for rule in rules for fact in reads(rule.when)), self._decide, most)

    def _decide(self, record: Facts) -> Decision[T]:
        rules = tuple(once(record) for once in self._ruled)
        return Decision(self.edition, rules, tuple(once(record) for once in self._reached.values()))

    def reached(self, outcome: T) -> Remembered[Reached[T]]:
        """What the edition says of one outcome alone; "no" of one that it never leads to."""
        return self._reached.get(outcome) or Remembered((), partial(_reached, outcome, ()))

    def to_settle(self, record: Facts, outcome: T) -> tuple[Fact, ...]:
        """The facts that would have to be known to settle an outcome."""
        return self._settling[outcome](record)


class StatusOf(Generic[T]):
    """How one outcome stands by what is stated: the status that `decide` gives, without findings, to try many."""

    def __init__(self, edition: Edition[T], outcome: T) -> None:
        self._outcome, self._rules = outcome, [rule for rule in edition.resolved.rules if rule.outcome == outcome]
        self._asked = [(compiled(rule.when), compiled(~rule.when)) for rule in self._rules]
        self._known: dict[tuple[Verdict, ...], Status] = {}

    def __call__(self, said: Mapping[str, Said]) -> Status:
        """The status by what is stated, by the names of facts."""
        verdicts = tuple(
            Verdict.HOLDS if holds(said) else Verdict.FAILS if fails(said) else Verdict.CANNOT_TELL
            for holds, fails in self._asked
        )
        if verdicts not in self._known:
            found = zip(self._rules, verdicts, strict=True)
            ruled = tuple(Ruled(rule, Finding(rule.when, verdict, ())) for rule, verdict in found)
            self._known[verdicts] = reach(self._outcome, ruled).status
        return self._known[verdicts]


def decider_of(edition: Edition[T]) -> Decider[T]:
    """The decider of an edition, the same each time."""
    return cast("Decider[T]", _kept(edition))


@lru_cache(maxsize=32)
def _kept(edition: object) -> object:
    # Without a type variable, which a cache forgets.
    return Decider(cast("Edition[Outcome]", edition))


def facts_about(edition: Edition[T], outcome: T) -> tuple[Fact, ...]:
    """The facts that the rules of one outcome read."""
    return tuple(dict.fromkeys(fact for rule in edition.rules if rule.outcome == outcome for fact in reads(rule.when)))


@lru_cache(maxsize=1024)
def comparisons_with(edition: Edition[T], fact: Fact) -> tuple[Compare, ...]:
    """What the rules of an edition compare a fact with, each comparison once."""
    asked = dict.fromkeys(leaf for rule in edition.rules for leaf in comparisons(rule.when))
    return tuple(leaf for leaf in asked if fact in (leaf.fact, leaf.right))


def _ruled(rule: Rule[T], record: Facts) -> Ruled[T]:
    return Ruled(rule, find(rule.when, record))


def _reached(outcome: T, mine: Iterable[Remembered[Ruled[T]]], record: Facts) -> Reached[T]:
    return reach(outcome, tuple(once(record) for once in mine))
