"""Whether a condition holds of what is stated: two-valued, the one definition that every reader of records shares."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import TypeAlias, assert_never

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value

Said: TypeAlias = Value | str | None
"""What a record says of a fact, or as text; None where it is unknown."""

COMPARE: dict[Op, Callable[[Value | str, Value | str], bool]] = {
    Op.LT: operator.lt,
    Op.LE: operator.le,
    Op.EQ: operator.eq,
    Op.NE: operator.ne,
    Op.GE: operator.ge,
    Op.GT: operator.gt,
}


def holds_by(condition: Condition, stated: Callable[[Fact], Said]) -> bool:
    """Whether a condition is known to hold where `stated` gives the value of a fact, None where it is unknown."""
    match condition:
        case Compare(fact, op, right):
            # An unknown fact makes a comparison and its negation both false, and that is what "cannot tell" means.
            left, other = stated(fact), stated(right) if isinstance(right, Fact) else right
            return left is not None and other is not None and COMPARE[op](left, other)
        case Known(fact, wanted):
            return (stated(fact) is not None) is wanted
        case AllOf(parts):
            return all(holds_by(part, stated) for part in parts)
        case AnyOf(parts):
            return any(holds_by(part, stated) for part in parts)
        case _:
            assert_never(condition)


def compiled(condition: Condition) -> Callable[[Mapping[str, Said]], bool]:
    """The same of what is stated by the names of facts: made once, it is asked without a walk over the condition."""
    match condition:
        case Compare(fact, op, right):
            if isinstance(right, Fact):
                return _both(fact.name, COMPARE[op], right.name)
            name, test = fact.name, COMPARE[op]
            return lambda said: (stated := said.get(name)) is not None and test(stated, right)
        case Known(Fact(name), wanted):
            return lambda said: (said.get(name) is not None) is wanted
        case AllOf(parts):
            return _first(False, [compiled(part) for part in parts])
        case AnyOf(parts):
            return _first(True, [compiled(part) for part in parts])
        case _:
            assert_never(condition)


def _both(
    one: str, test: Callable[[Value | str, Value | str], bool], other: str
) -> Callable[[Mapping[str, Said]], bool]:
    return lambda said: (a := said.get(one)) is not None and (b := said.get(other)) is not None and test(a, b)


def _first(wanted: bool, parts: list[Callable[[Mapping[str, Said]], bool]]) -> Callable[[Mapping[str, Said]], bool]:  # noqa: FBT001
    """Whether one of the parts is as wanted; if none is, the opposite of that."""

    def holds(said: Mapping[str, Said]) -> bool:
        # A loop, because all() and any() would make a generator each time that a record is made.
        for part in parts:
            if part(said) is wanted:
                return wanted
        return not wanted

    return holds
