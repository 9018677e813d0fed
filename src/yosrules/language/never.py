"""What cannot be true of any record: a condition of the language, and the reason.

    class LocalCase(Case):
        curfew_ends: Maybe[date] = fact(date, "the end of the curfew")

        @classmethod
        def cannot_be(cls) -> tuple[Never, ...]:
            return (never(cls.curfew_ends < cls.sentenced, "a curfew does not end before the sentence"),)

A record is refused only where the condition is *shown* to hold: an unknown fact breaks nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import TypeAlias, assert_never

import attrs

from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, ConditionLike, Known, Op, Ref, all_of
from yosrules.language.holds import Said, compiled
from yosrules.language.kinds import Fact, words
from yosrules.language.walks import reads


@attrs.frozen
class Never:
    """A condition that no record of a kind meets, and the reason, as a sentence without a full stop.

    The fact that the condition reads first is the one to be put right.
    """

    condition: Condition
    why: str
    facts: tuple[Fact, ...] = attrs.field(init=False, repr=False, eq=False)
    """The facts that it reads, each once."""
    needs: frozenset[str] = attrs.field(init=False, repr=False, eq=False)
    """The names of facts without which the condition cannot hold."""
    broken_by: Callable[[Mapping[str, Said]], bool] = attrs.field(init=False, repr=False, eq=False)
    """Whether what a record states, by the names of its facts, is shown to meet the condition."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(dict.fromkeys(reads(self.condition))))
        object.__setattr__(self, "needs", _needed(self.condition))
        object.__setattr__(self, "broken_by", compiled(self.condition))

    def allowed(self, said: Mapping[str, Said]) -> str:
        """What is allowed for the first fact that it reads, and why."""
        match self.condition:
            case Compare(_, Op.LT, Fact(name)):
                return f"{_words(said.get(name))} or {_beyond(said.get(name), 'later', 'more')}: {self.why}"
            case Compare(_, Op.GT, Fact(name)):
                return f"{_words(said.get(name))} or {_beyond(said.get(name), 'earlier', 'less')}: {self.why}"
            case _:
                others = ", ".join(f"{fact.name} is {_words(said.get(fact.name))}" for fact in self.facts[1:])
                return f"what goes with the rest of the row, in which {others}: {self.why}"


@attrs.frozen
class PerDay:
    """An amount that no record states higher than so many for each day from one of its dates to another, both in."""

    amount: Fact
    most: int
    first: Fact
    last: Fact

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it reads."""
        return (self.amount, self.first, self.last)

    @property
    def needs(self) -> frozenset[str]:
        """The names of facts without which it cannot be broken."""
        return frozenset(fact.name for fact in self.facts)

    @property
    def why(self) -> str:
        """The reason."""
        return f"{self.amount.label} are at most {self.most} a day"

    def broken_by(self, said: Mapping[str, Said]) -> bool:
        """Whether the amount that is stated is too high for the days that are stated."""
        amount, most = said.get(self.amount.name), self._most(said)
        return isinstance(amount, int | Decimal) and most is not None and amount > most

    def allowed(self, said: Mapping[str, Said]) -> str:
        """The highest amount for these days, and why."""
        return f"{self._most(said)} or less: {self.why}"

    def _most(self, said: Mapping[str, Said]) -> int | None:
        first, last = said.get(self.first.name), said.get(self.last.name)
        return self.most * ((last - first).days + 1) if isinstance(first, date) and isinstance(last, date) else None


Impossible: TypeAlias = Never | PerDay
"""What a kind of record can declare to be impossible."""


def told(each: Impossible, said: Mapping[str, Said]) -> str:
    """What a record states of the facts that an invariant reads, and why that cannot be."""
    return f"{', '.join(f'{fact.name} {_words(said.get(fact.name))}' for fact in each.facts)}: {each.why}"


def never(condition: ConditionLike, why: str) -> Never:
    """Say that no record can meet a condition, and why."""
    return Never(all_of(condition), why)


def in_order(*days: Ref[date]) -> Iterator[Never]:
    """Say that each of these dates is on the day of every one before it, or later."""
    for earlier, later in combinations(days, 2):
        yield never(later < earlier, f"{later.fact.label} is not before {earlier.fact.label}")


def _needed(condition: Condition) -> frozenset[str]:
    """The names of facts that have to be known for the condition to hold."""
    match condition:
        case Compare():
            return frozenset(fact.name for fact in reads(condition))
        case Known(fact, known):
            return frozenset([fact.name] if known else [])
        case AllOf(parts):
            return frozenset().union(*map(_needed, parts))
        case AnyOf(parts):
            return frozenset.intersection(*map(_needed, parts)) if parts else frozenset()
        case _:
            assert_never(condition)


def _beyond(value: Said, of_days: str, of_numbers: str) -> str:
    return of_days if isinstance(value, date) else of_numbers


def _words(value: Said) -> str:
    return "not on record" if value is None else words(value)
