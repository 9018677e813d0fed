"""What is left of an edition once what a record states is put in: an edition about what the record does not state."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, assert_never

import attrs

from yosrules.deciding.decide import holds
from yosrules.language.expr import ALWAYS, NEVER, AllOf, AnyOf, Compare, Condition, Known, all_of, any_of
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.policy import Edition, Guarantee, Outcome, Rule

T = TypeVar("T", bound=Outcome)


def residual(edition: Edition[T], record: Facts) -> Edition[T]:
    """The edition with what a record states put in; it decides every completion of the record as the edition does.

    A completion states what the record does, and more. Rules that can no longer hold are left out, but one for an
    outcome that has no other; promises that can no longer be asked for are left out too.
    """
    edition = edition.resolved
    left = [attrs.evolve(rule, when=_left(rule.when, record)) for rule in edition.rules]
    promises = [attrs.evolve(each, when=_left(each.when, record)) for each in edition.guarantees]
    asked: tuple[Guarantee[T], ...] = tuple(each for each in promises if each.when != NEVER)
    return attrs.evolve(edition, rules=tuple(_kept(left)), guarantees=asked)


def _kept(rules: list[Rule[T]]) -> Iterator[Rule[T]]:
    # An outcome that no rule names would be missing from the decision, where the edition says "no".
    led_to = {rule.outcome for rule in rules if rule.when != NEVER}
    for rule in rules:
        if rule.when != NEVER or rule.outcome not in led_to:
            led_to.add(rule.outcome)
            yield rule


def _left(condition: Condition, record: Facts) -> Condition:
    """What is left to ask of a condition: always, never, or a condition about what is not stated."""
    match condition:
        case Compare(fact, _, right):
            unknown = [each for each in (fact, right) if isinstance(each, Fact) and vars(record)[each.name] is None]
            if not unknown:
                return ALWAYS if holds(condition, record) else NEVER
            return _against(condition, record)
        case Known(fact, wanted):
            if vars(record)[fact.name] is None:
                return condition
            return ALWAYS if wanted else NEVER
        case AllOf(parts):
            left = [_left(part, record) for part in parts]
            return NEVER if NEVER in left else all_of(*left)
        case AnyOf(parts):
            left = [_left(part, record) for part in parts]
            return ALWAYS if ALWAYS in left else any_of(*left)
        case _:
            assert_never(condition)


def _against(condition: Compare, record: Facts) -> Compare:
    """A comparison of which something is not stated, with what is stated put in."""
    fact, right = condition.fact, condition.right
    if not isinstance(right, Fact):
        return condition
    turned = Compare(right, condition.op.turned, fact)
    for each, asked in ((condition, right), (turned, fact)):
        value = vars(record)[asked.name]
        # A number of more places than the other fact has cannot be compared with it as a value; both facts stay.
        if value is not None and each.fact.unfit(value) is None:
            return Compare(each.fact, each.op, value)
    return condition
