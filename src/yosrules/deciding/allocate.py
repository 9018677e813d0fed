"""A case put to a forum policy: the decision, and for every forum by when, what first, and what stands in its place."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

import attrs

from yosrules.deciding.advising.questions import Asking, asking
from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decision import Decision, as_table, statuses
from yosrules.deciding.placing import (
    Placement as Placement,  # noqa: PLC0414 -- a part of an allocation, said from here too
    Placer,
)
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Edition

_R_co = TypeVar("_R_co", bound=Facts, covariant=True)
R = TypeVar("R", bound=Facts)


@attrs.frozen(repr=False)
class Allocation(Generic[_R_co]):
    """Every forum of a policy for one case on one day."""

    policy: ForumPolicy
    reference: str
    day: date
    case: _R_co
    decision: Decision[Forum]
    placements: tuple[Placement, ...]

    @property
    def unsettled(self) -> tuple[Placement, ...]:
        """The forums whose status cannot be told, because facts are not on record."""
        return tuple(each for each in self.placements if each.missing)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The facts that are missing for a status of the unsettled forums."""
        return tuple(dict.fromkeys(fact for each in self.unsettled for fact in each.missing))

    @property
    def asking(self) -> Asking:
        """What to ask about the case, in the order that settles most."""
        return asking(self.decision.edition, self.case)

    def as_dict(self) -> dict[str, Plain]:
        """The allocation as plain data: the decision with every finding, each forum with its duties, what to ask."""
        return {
            "policy": self.policy.name,
            "reference": self.reference,
            "day": plain_day(self.day),
            "decision": self.decision.as_dict(),
            "forums": [each.as_dict() for each in self.placements],
            "ask": [fact.name for fact in self.asking.facts],
        }

    def __repr__(self) -> str:
        return f"<Allocation of {self.reference!r} on {self.day} by {self.policy.name}: {statuses(self.decision)}>"

    def _repr_markdown_(self) -> str:
        return as_table(self.decision)


def allocate(
    policy: ForumPolicy,
    case: R,
    day: date,
    histories: Histories | None = None,
    *,
    edition: Edition[Forum] | None = None,
) -> Allocation[R]:
    """Decide every forum for a case on a day, by the edition in force then, or by one reading of it.

    Histories with rows that cannot be on record raise a `RecordError`.
    """
    behind = histories or {}
    case = as_of(case, day, behind)
    decision, placements = _placer(policy, edition or policy.on(day), day)(case, behind)
    return Allocation(policy, str(vars(case).get("reference", "")), day, case, decision, placements)


@lru_cache(maxsize=32)
def _placer(policy: ForumPolicy, edition: Edition[Forum], day: date) -> Placer:
    return Placer(policy, edition, day)
