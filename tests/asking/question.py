"""A question: what is asked, by which policy, of which tables; and its answers, each as what it leaves possible."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import attrs

from asking.synthetic import Tables
from yosrules.errors import YosrulesError

Possible: TypeAlias = frozenset[str] | None
"""What an answer leaves possible: one thing if it is settled; None leaves anything."""
Answers: TypeAlias = Mapping[tuple[str, ...], Possible]
"""Each answer under a key: about whom, by which reading, of what."""

POSSIBLE: Mapping[str, Possible] = {
    **{settled: frozenset({settled}) for settled in ("must", "may", "no")},
    "at least may": frozenset({"may", "must"}),
    "cannot tell": None,
}
"""What each status leaves possible."""
NOTHING: Possible = frozenset({"nothing"})
"""The answer under a key that is not there."""


def told(value: object) -> Possible:
    """A value that is one thing, or unknown."""
    return None if value is None else frozenset({str(value)})


@attrs.frozen
class Question:
    """A command or a verb, the name of the policy that it goes by, some tables, and how the answers are got of them."""

    asks: str
    policy: str
    tables: Tables
    ask: Callable[[Tables], Answers]

    def answers(self, tables: Tables) -> Answers | None:
        """What is answered of some tables; None where they are refused."""
        try:
            return self.ask(tables)
        except YosrulesError:
            return None
