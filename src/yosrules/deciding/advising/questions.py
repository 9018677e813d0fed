"""What to ask about a record first: the order in which the facts that are missing settle most, whatever the answers.

Outcomes that share no missing fact are settled one group after the other. Within a group every way to go on is tried,
each answer that a rule tells apart being as likely as it has values, and the facts are asked by which fewest questions
are expected. What the rules tell apart makes a finite table, and each place in it is worked out once for all records.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache, partial
from math import prod
from typing import Generic, TypeAlias, TypeVar, cast

import attrs

from yosrules.deciding.advising.nearest import values_near
from yosrules.deciding.decider import comparisons_with, decider_of, facts_about
from yosrules.deciding.remembered import Remembered
from yosrules.errors import RecordError
from yosrules.language.facts import Facts, restated
from yosrules.language.holds import holds_by
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import reads
from yosrules.policies.policy import Edition, Outcome

T = TypeVar("T", bound=Outcome)

MOST_PLACES = 500
"""A group of facts with more places in its table than this is asked by looking one question ahead."""

_MOST_KEPT = 50_000
"""So many places of the tables of an edition are remembered at most."""

_A_DAY = date(2001, 1, 1)
"""A date to suppose for a fact that is compared with nothing but other missing ones."""


@attrs.frozen
class Asking:
    """The facts to ask for in turn until every status is told, and how many questions that takes on average.

    An answer may make later ones needless, so ask for the first, and then for the first again. The average is None
    where there are too many answers to try all of them.
    """

    facts: tuple[Fact, ...]
    average: Fraction | None

    @property
    def most(self) -> int:
        """How many questions it takes at most."""
        return len(self.facts)


def asking(edition: Edition[T], record: Facts, not_known: Collection[Fact] = ()) -> Asking:
    """What to ask about a record, in order; what is known to be not known stays unknown and is not asked again."""
    return cast("_Asker[T]", _kept(edition)).asking(record, frozenset(not_known))


@attrs.frozen
class _Best:
    """The next fact to ask for, and how many questions are expected in all; `exact` if every way was tried."""

    fact: Fact | None
    expected: Fraction
    exact: bool = True


_NOTHING = _Best(None, Fraction(0))

_Key: TypeAlias = tuple[object, ...]


@lru_cache(maxsize=32)
def _kept(edition: object) -> object:
    return _Asker(cast("Edition[Outcome]", edition))


class _Asker(Generic[T]):
    """Works out what to ask by one edition, and remembers it."""

    def __init__(self, edition: Edition[T]) -> None:
        self._edition, self._decider = edition.resolved, decider_of(edition)
        self._about = [(outcome, facts_about(self._edition, outcome)) for outcome in self._edition.outcomes]
        self._best_of: dict[_Key, _Best] = {}
        read = (fact for rule in edition.rules for fact in reads(rule.when))
        self._asking_all = Remembered(read, partial(self._work_out_all, not_known=frozenset()))

    def asking(self, record: Facts, not_known: frozenset[Fact]) -> Asking:
        """The facts in the order in which they are asked for, each supposed to stay unknown."""
        return self._work_out_all(record, not_known) if not_known else self._asking_all(record)

    def _work_out_all(self, record: Facts, not_known: frozenset[Fact]) -> Asking:
        groups = [*self._groups(record, not_known)]
        asked = [(self._best(*group, not_known), group) for group in groups]
        # The group that is settled soonest for each of its outcomes comes first.
        asked.sort(key=lambda each: each[0].expected / len(each[1][1]))
        exact = all(best.exact for best, _ in asked)
        average = sum((best.expected for best, _ in asked), Fraction(0)) if exact else None
        return Asking(tuple(fact for _, group in asked for fact in self._turn(*group, not_known)), average)

    def _turn(self, record: Facts, outcomes: tuple[T, ...], not_known: frozenset[Fact]) -> Iterator[Fact]:
        while (fact := self._best(record, outcomes, not_known).fact) is not None:
            yield fact
            not_known |= {fact}

    def _groups(self, record: Facts, not_known: frozenset[Fact]) -> Iterator[tuple[Facts, tuple[T, ...]]]:
        """The outcomes that are not settled, those together that lack the same facts; and what their rules read."""
        groups: list[tuple[set[Fact], list[T]]] = []
        for outcome, _ in self._about:
            if lacks := {*self._decider.to_settle(record, outcome)} - not_known:
                joined = [group for group in groups if group[0] & lacks]
                groups = [group for group in groups if group not in joined]
                facts = lacks.union(*(facts for facts, _ in joined))
                groups.append((facts, [*(each for _, of in joined for each in of), outcome]))
        for _, of in groups:
            mine = [(outcome, facts) for outcome, facts in self._about if outcome in of]
            yield _only(record, (fact for _, facts in mine for fact in facts)), tuple(outcome for outcome, _ in mine)

    def _lacking(self, record: Facts, outcomes: tuple[T, ...], not_known: frozenset[Fact]) -> tuple[Fact, ...]:
        missing = (fact for each in outcomes for fact in self._decider.to_settle(record, each))
        return tuple(fact for fact in dict.fromkeys(missing) if fact not in not_known)

    def _best(self, record: Facts, outcomes: tuple[T, ...], not_known: frozenset[Fact]) -> _Best:
        lacks = self._lacking(record, outcomes, not_known)
        if not lacks:
            return _NOTHING
        key = type(record), outcomes, not_known, tuple(vars(record).items())
        if key not in self._best_of:
            if len(self._best_of) >= _MOST_KEPT:
                self._best_of.clear()
            self._best_of[key] = self._work_out(record, outcomes, not_known, lacks)
        return self._best_of[key]

    def _work_out(
        self, record: Facts, outcomes: tuple[T, ...], not_known: frozenset[Fact], lacks: Sequence[Fact]
    ) -> _Best:
        """Of all that could be asked next, what leaves fewest questions; of equals what the rules read first."""
        answers = {fact: self._answers(record, fact) for fact in lacks}
        exact = prod(len(each) + 1 for each in answers.values()) <= MOST_PLACES
        found = []
        for fact, several in answers.items():
            after = [(self._left(each, outcomes, not_known, exact=exact), weight) for each, weight in several]
            weights = sum(weight for _, weight in after)
            # A fact for which no answer is left, by what is on record already, is asked for all the same.
            more = sum((left * weight for left, weight in after), Fraction(0)) / (weights or 1)
            found.append(_Best(fact, 1 + more, exact))
        return min(found, key=lambda each: each.expected)

    def _left(self, record: Facts, outcomes: tuple[T, ...], not_known: frozenset[Fact], *, exact: bool) -> Fraction:
        if exact:
            return self._best(record, outcomes, not_known).expected
        return Fraction(len(self._lacking(record, outcomes, not_known)))

    def _answers(self, record: Facts, fact: Fact) -> list[tuple[Facts, int]]:
        """The record with each answer that the rules tell apart, and how many values of the fact give that answer."""
        mine = comparisons_with(self._edition, fact)
        kinds: dict[tuple[bool, ...], tuple[Facts, int]] = {}
        for value in values_near(self._edition, fact, record) or [fact.value(_some(fact))]:
            try:
                answered = restated(record, {fact.name: value})
            except RecordError:  # no record can be so
                continue
            told = tuple(holds_by(leaf, partial(_said, answered)) for leaf in mine)
            first, many = kinds.get(told, (answered, 0))
            kinds[told] = first, many + 1 if fact.members else 1
        return [*kinds.values()]


def _said(record: Facts, fact: Fact) -> Value | None:
    value: Value | None = vars(record).get(fact.name)
    return value


def _some(fact: Fact) -> int:
    """Any value of a fact that is compared with nothing but other missing ones, as a number."""
    low, high = fact.reach
    usual = _A_DAY.toordinal() if fact.kind is date else 0
    return max(min(usual, usual if high is None else high), usual if low is None else low)


def _only(record: Facts, facts: Iterable[Fact]) -> Facts:
    """The record without whatever else it states: what is worked out for it is the same for all that state this."""
    bare = object.__new__(type(record))
    vars(bare).update({fact.name: vars(record)[fact.name] for fact in facts})
    return bare
