"""Whether a condition holds of what is stated: two-valued, the one definition that every reader of records shares."""

from __future__ import annotations

import operator
from collections.abc import Callable
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
