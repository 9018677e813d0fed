"""Conditions -> plain data, which JSON holds without loss."""

from __future__ import annotations

from typing import assert_never

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain, plain_value


def condition_data(condition: Condition) -> dict[str, Plain]:
    """A condition as plain data."""
    match condition:
        case Compare(fact, op, right):
            if isinstance(right, Fact):
                return {"fact": fact.name, "op": op.value, "other": right.name}
            return {"fact": fact.name, "op": op.value, "value": plain_value(right)}
        case Known(fact, known):
            return {"fact": fact.name, "known": known}
        case AllOf(parts):
            return {"all": [condition_data(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_data(part) for part in parts]}
        case _:
            assert_never(condition)
