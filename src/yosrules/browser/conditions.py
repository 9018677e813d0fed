"""Conditions -> expressions of JavaScript over the functions of `verdicts.js`, which answer with a finding."""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from yosrules.browser.literals import Code, literal
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value

OPERATORS = {Op.LT: "<", Op.LE: "<=", Op.EQ: "===", Op.NE: "!==", Op.GE: ">=", Op.GT: ">"}
"""How JavaScript writes a comparison of two numbers."""


def expression(condition: Condition) -> Code:
    """A condition as an expression; every value is the whole number that `Fact.number` gives."""
    match condition:
        case Compare(fact, op, right):
            read = [fact.name, *([right.name] if isinstance(right, Fact) else [])]
            return Code(f"compare({literal(read)},s=>{_said(fact)}{OPERATORS[op]}{_right(fact, right)})")
        case Known(fact, known):
            return Code(f"known({literal(fact.name)},{literal(known)})")
        case AllOf(parts):
            return Code(f"all({_each(parts)})")
        case AnyOf(parts):
            return Code(f"any({_each(parts)})")
        case _:
            assert_never(condition)


def _each(parts: Iterable[Condition]) -> str:
    return ",".join(expression(part).text for part in parts)


def _said(fact: Fact) -> str:
    return f"s[{literal(fact.name)}]"


def _right(fact: Fact, right: Value | Fact) -> str:
    return _said(right) if isinstance(right, Fact) else f"({literal(fact.number(right))})"
