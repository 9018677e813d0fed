"""What would have to change: the fewest facts, moved the least, for an outcome to follow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import combinations, product
from typing import TypeAlias, TypeVar

import attrs

from yosrules.deciding.decide import Status
from yosrules.deciding.decider import decider_of, facts_about
from yosrules.language.facts import Facts, broken, restated
from yosrules.language.kinds import Fact, Value
from yosrules.language.walks import comparisons
from yosrules.policies.policy import Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)

MOST_FACTS = 2
"""How many facts are changed at a time at most; past that the answer is no help to anybody."""

Change: TypeAlias = tuple[tuple[Fact, Value], ...]
"""Facts, and what each would have to be."""


@attrs.frozen
class Advice:
    """Equally small changes of a record, and how the outcome would stand after each of them."""

    status: Status
    changes: tuple[Change, ...]


def advice(
    policy: Policy[T], edition: Edition[T], record: Facts, outcome: T, day: date, wanted: Iterable[Status]
) -> tuple[Advice, ...]:
    """The smallest changes that somebody could hope for, by the status that they lead to.

    No date before the day asked about is proposed, since the past cannot be changed, and no lower level of a scale of
    which more is meant to lead to more: a lower risk is no way into a forum.
    """

    def hoped_for(fact: Fact, value: Value) -> bool:
        now = vars(record)[fact.name]
        lower = now is not None and policy.rising(fact) and fact.number(value) < fact.number(now)
        return not lower and not (isinstance(value, date) and value < day)

    found = nearest(edition, record, outcome, wanted, hoped_for)
    first = [change for change in found if _distance(record, change) == _distance(record, found[0])]
    reached = decider_of(edition).reached(outcome)
    stands = [(reached(changed(record, change)).status, change) for change in first]
    statuses = dict.fromkeys(status for status, _ in stands)
    return tuple(Advice(each, tuple(change for status, change in stands if status is each)) for each in statuses)


def _any_value(fact: Fact, value: Value) -> bool:  # noqa: ARG001 -- the plainest of the tests that `nearest` takes
    return True


def nearest(
    edition: Edition[T],
    record: Facts,
    outcome: T,
    wanted: Iterable[Status],
    among: Callable[[Fact, Value], bool] = _any_value,
) -> tuple[Change, ...]:
    """The smallest changes of the record by which the outcome would stand as wanted, nearest first.

    Only the fewest facts that do it are changed, each to a value at a threshold that is `among` those allowed, and to
    a record that can be. Empty where no change of up to two facts does it.
    """
    # A fact that no rule of this outcome reads cannot change it.
    options = {
        fact: [value for value in values_near(edition, fact, record) if among(fact, value)]
        for fact in facts_about(edition, outcome)
    }
    reached = decider_of(edition).reached(outcome)
    for count in range(1, MOST_FACTS + 1):
        found = [
            change
            for facts in combinations(options, count)
            for values in product(*(options[fact] for fact in facts))
            for change in [tuple(zip(facts, values, strict=True))]
            if _can_be(record, change) and reached(changed(record, change)).status in wanted
        ]
        if found:
            return tuple(sorted(found, key=lambda change: _distance(record, change)))
    return ()


def changed(record: Facts, change: Change) -> Facts:
    """The record with these facts changed."""
    return restated(record, {fact.name: value for fact, value in change})


def _can_be(record: Facts, change: Change) -> bool:
    """Whether a record with these facts changed could be on record."""
    return not broken(type(record), {**vars(record), **{fact.name: value for fact, value in change}})


def values_near(edition: Edition[T], fact: Fact, record: Facts) -> list[Value]:
    """What a fact could be instead: every member, or each threshold and the steps on both sides of it."""
    # Between thresholds no verdict changes, so values at one and a step beside it are all that need trying.
    found = fact.members or tuple(near for at in _thresholds(edition, fact, record) for near in _around(fact, at))
    now = vars(record)[fact.name]
    return [value for value in dict.fromkeys(found) if value != now and fact.refuse(value) is None]


def _thresholds(edition: Edition[T], fact: Fact, record: Facts) -> Iterator[Value]:
    for compare in (leaf for rule in edition.rules for leaf in comparisons(rule.when)):
        other = compare.fact if compare.right == fact else compare.right if compare.fact == fact else None
        # What to ask about one outcome is worked out without what no rule of it reads: what is not there is no value.
        value: Value | None = vars(record).get(other.name) if isinstance(other, Fact) else other
        if value is not None:
            yield value


def _around(fact: Fact, value: Value) -> Iterator[Value]:
    """A threshold of a number or a date, and the steps on both sides of it."""
    stepped = (fact.stepped(value, by) for by in (-1, 0, 1))
    yield from (each for each in stepped if each is not None)


def _distance(record: Facts, change: Change) -> tuple[int, int]:
    """Levels moved, plus one for each number, date or unknown fact that changes; then the distance of all moves."""
    moves = [(fact, vars(record)[fact.name], value) for fact, value in change]
    far = [abs(fact.number(then) - fact.number(now)) for fact, now, then in moves if now is not None and fact.ordered]
    levels = [
        abs(fact.number(then) - fact.number(now)) for fact, now, then in moves if now is not None and _scale(fact)
    ]
    return sum(levels) + len(moves) - len(levels), sum(far)


def _scale(fact: Fact) -> bool:
    return fact.ordered and bool(fact.members)
