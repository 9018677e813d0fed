"""Translate a condition to SMT-LIB 2, over whole numbers only, for any SMT solver.

Each fact becomes an integer, encoded by `Fact.number`, and a truth value for whether it is on record. Decimals are
scaled integers: linear integer arithmetic is decidable and exact, and steps between values stay visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import assert_never

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads


def script(sought: Condition, says: str = "") -> str:
    """The question whether a record exists for which a condition holds; "unsat" is no."""
    notes = [f"; {line}" for line in says.splitlines()]
    lines = [*notes, "(set-logic QF_LIA)", *declarations(sought), f"(assert {term(sought)})", "(check-sat)"]
    return "\n".join(lines) + "\n"


def declarations(sought: Condition) -> Iterator[str]:
    """Every fact that is read, and what it can be at all."""
    for fact in dict.fromkeys(reads(sought)):
        yield f"(declare-const {value_symbol(fact)} Int)"
        yield f"(declare-const {known_symbol(fact)} Bool)"
        yield f"(assert {_all(_possible(fact))})"
        if fact.given:
            yield f"(assert {known_symbol(fact)})"


def value_symbol(fact: Fact) -> str:
    """The symbol for a fact's value."""
    # Quoted, because the name of a raised fact contains a space.
    return f"|{fact.name}|"


def known_symbol(fact: Fact) -> str:
    """The symbol for whether a fact is on record."""
    return f"|{fact.name} is on record|"


def _possible(fact: Fact) -> Iterator[str]:
    # Listed rather than bounded: a scale's numbers may have gaps, and a solver would use a number in one.
    if fact.members:
        yield _any(f"(= {value_symbol(fact)} {_written(fact.number(member))})" for member in fact.members)
        return
    low, high = fact.reach
    if low is not None:
        yield f"(>= {value_symbol(fact)} {_written(low)})"
    if high is not None:
        yield f"(<= {value_symbol(fact)} {_written(high)})"


def term(condition: Condition) -> str:
    """A condition as a formula that is true exactly where it holds."""
    match condition:
        case Compare() | Known():
            return _leaf(condition)
        case AllOf(parts):
            return _all(map(term, parts))
        case AnyOf(parts):
            return _any(map(term, parts))
        case _:
            assert_never(condition)


# The claims about one edition ask the same few leaves thousands of times.
@lru_cache(maxsize=4096)
def _leaf(leaf: Compare | Known) -> str:
    if isinstance(leaf, Known):
        return known_symbol(leaf.fact) if leaf.known else f"(not {known_symbol(leaf.fact)})"
    fact, right = leaf.fact, leaf.right
    read = [fact, right] if isinstance(right, Fact) else [fact]
    places = max(each.places or 0 for each in read)
    other = _scaled(right, places) if isinstance(right, Fact) else _written(fact.number(right))
    # Without the symbols for "on record" an unknown fact would still be compared by some value of the solver's.
    return _all([*map(known_symbol, read), _compared(leaf.op, _scaled(fact, places), other)])


def _compared(op: Op, left: str, right: str) -> str:
    if op is Op.NE:
        return f"(not (= {left} {right}))"
    return f"({'=' if op is Op.EQ else op.value} {left} {right})"


def _scaled(fact: Fact, places: int) -> str:
    """A fact's value in units of so many decimal places."""
    # Multiplied up to the finer unit, never divided down to the coarser: that would round.
    by = 10 ** (places - (fact.places or 0))
    return value_symbol(fact) if by == 1 else f"(* {by} {value_symbol(fact)})"


def _written(whole: int) -> str:
    # SMT-LIB has no negative numerals.
    return str(whole) if whole >= 0 else f"(- {-whole})"


def _all(parts: Iterable[str]) -> str:
    # SMT-LIB's `and` takes two arguments or more; with `true` in front, a single part can be written too.
    every = " ".join(parts)
    return f"(and true {every})" if every else "true"


def _any(parts: Iterable[str]) -> str:
    some = " ".join(parts)
    return f"(or false {some})" if some else "false"
