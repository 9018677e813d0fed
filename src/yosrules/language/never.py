"""What cannot be true of any record: a condition of the language, and the reason.

    class LocalCase(Case):
        curfew_ends: Maybe[date] = fact(date, "the end of the curfew")

        @classmethod
        def cannot_be(cls) -> tuple[Never, ...]:
            return (never(cls.curfew_ends < cls.sentenced, "a curfew does not end before the sentence"),)

A record is refused only where the condition is *shown* to hold: an unknown fact breaks nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import combinations

import attrs

from yosrules.language.expr import AllOf, Compare, Condition, ConditionLike, Known, Ref, all_of
from yosrules.language.holds import Said, holds_by
from yosrules.language.kinds import Fact, words
from yosrules.language.walks import reads


@attrs.frozen
class Never:
    """A condition that no record of a kind meets, and the reason, as a sentence without a full stop."""

    condition: Condition
    why: str
    facts: tuple[Fact, ...] = attrs.field(init=False, repr=False, eq=False)
    """The facts that it reads, each once."""
    _needs: tuple[str, ...] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "facts", tuple(dict.fromkeys(reads(self.condition))))
        object.__setattr__(self, "_needs", tuple(dict.fromkeys(_needed(self.condition))))

    def broken_by(self, said: Mapping[str, Said]) -> bool:
        """Whether what a record states, by the names of its facts, is shown to meet the condition."""
        # Most facts of most records are unknown, so this is the quick way out.
        if any(said.get(name) is None for name in self._needs):
            return False
        return holds_by(self.condition, lambda fact: said.get(fact.name))

    def told(self, said: Mapping[str, Said]) -> str:
        """What the record states of the facts that are read, and why that cannot be."""
        values = ((fact, said.get(fact.name)) for fact in self.facts)
        stated = (f"{fact.name} {'not on record' if value is None else words(value)}" for fact, value in values)
        return f"{', '.join(stated)}: {self.why}"


def never(condition: ConditionLike, why: str) -> Never:
    """Say that no record can meet a condition, and why."""
    return Never(all_of(condition), why)


def in_order(*days: Ref[date]) -> Iterator[Never]:
    """Say that each of these dates is on the day of every one before it, or later."""
    for earlier, later in combinations(days, 2):
        yield never(later < earlier, f"{later.fact.label} is not before {earlier.fact.label}")


def _needed(condition: Condition) -> Iterator[str]:
    """The names of facts that have to be known for the condition to hold."""
    match condition:
        case Compare():
            yield from (fact.name for fact in reads(condition))
        case Known(fact, True):
            yield fact.name
        case AllOf(parts):
            for part in parts:
                yield from _needed(part)
        case _:
            return
