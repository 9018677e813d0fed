"""Walks over a condition: its leaves, its comparisons, the facts it reads, and one fact replaced by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known
from yosrules.language.kinds import Fact


def leaves(condition: Condition) -> Iterator[Compare | Known]:
    """Every leaf of a condition, as often as it occurs."""
    # A stack of parts and no generator within another: large policies have conditions of thousands of leaves.
    left = [condition]
    while left:
        match part := left.pop():
            case Compare() | Known():
                yield part
            case AllOf(parts) | AnyOf(parts):
                left.extend(reversed(parts))
            case _:
                assert_never(part)


def comparisons(condition: Condition) -> Iterator[Compare]:
    """Every leaf that compares, as often as it occurs."""
    return (leaf for leaf in leaves(condition) if isinstance(leaf, Compare))


def reads(condition: Condition) -> Iterator[Fact]:
    """Every fact that a condition reads, as often as it occurs."""
    for leaf in leaves(condition):
        yield leaf.fact
        if isinstance(leaf, Compare) and isinstance(leaf.right, Fact):
            yield leaf.right


def substitute(condition: Condition, fact: Fact, instead: Fact) -> Condition:
    """The condition with every occurrence of one fact replaced by another."""
    match condition:
        case Compare(read, op, right):
            return Compare(instead if read == fact else read, op, instead if right == fact else right)
        case Known(read, known):
            return Known(instead if read == fact else read, known)
        case AllOf(parts):
            return AllOf(tuple(substitute(part, fact, instead) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(substitute(part, fact, instead) for part in parts))
        case _:
            assert_never(condition)
