"""Working something out of records once for all that state the same of what it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Generic, TypeAlias, TypeVar

from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact

V = TypeVar("V")

_Said: TypeAlias = tuple[object, ...]


class Remembered(Generic[V]):
    """A function of records that reads these facts only, and remembers its answers; at most `most` of them at a time.

    Threads may share it: at worst two of them work out the same answer.
    """

    def __init__(self, reads: Iterable[Fact], work_out: Callable[[Facts], V], most: int = 5_000) -> None:
        self._reads = {fact.name: fact for fact in reads}
        self._decimals = any(fact.kind is Decimal for fact in self._reads.values())
        self._work_out, self._most = work_out, most
        self._known: dict[_Said, V] = {}

    def __call__(self, record: Facts) -> V:
        """What is worked out of a record."""
        said = type(record), *map(vars(record).get, self._reads)
        if self._decimals:
            # Amounts by their digits: 1.0 and 1.00 are equal, and yet a finding shows what was written.
            said = tuple(str(value) if type(value) is Decimal else value for value in said)
        try:
            return self._known[said]
        except KeyError:
            if len(self._known) >= self._most:
                self._known = {}
            found = self._known[said] = self._work_out(record)
            return found
