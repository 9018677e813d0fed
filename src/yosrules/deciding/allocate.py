"""A case put to a forum policy: the decision, and for every forum by when, what first, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Generic, TypeVar

import attrs

from yosrules.deciding.as_of import Histories, as_of, check_own
from yosrules.deciding.decide import UNSETTLED, Decision, Reached, Status, as_table, holds, statuses
from yosrules.deciding.decider import Decider
from yosrules.deciding.duties import Beginnings, Checked, Deadlines, Discharge, Duty, Past
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.plain import Plain, plain_day
from yosrules.policies.deadlines import Deadline
from yosrules.policies.forum import Check, Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.records.case import CheckDone, ForumHeld, Waiver
from yosrules.records.choices import Chair
from yosrules.records.on_record import check_histories

_R_co = TypeVar("_R_co", bound=Facts, covariant=True)
R = TypeVar("R", bound=Facts)


@attrs.frozen
class Placement:
    """One forum for one case: its status, what is due by when, and what was held, waived or made in answer.

    Nothing is due where the status is no and the case does not stay under the forum. `stays` is None where it is not
    known whether the forum has heard the case. `perhaps_stood_in` is a hearing by another forum of which it cannot be
    told whether it stands in, and `not_counted` are the rows by somebody of too low a grade. `not_given` are the
    histories that were not given and that an answer here rests on.
    """

    day: date
    reached: Reached[Forum]
    missing: tuple[Fact, ...]
    due: Deadlines
    review: Duty | None
    checks: tuple[Checked, ...]
    last_held: date | None
    stays: bool | None
    stood_in_for_by: ForumHeld | None
    perhaps_stood_in: ForumHeld | None
    waiver: Waiver | None
    not_counted: tuple[ForumHeld | Waiver, ...]
    not_given: frozenset[type[Facts]]

    @property
    def forum(self) -> Forum:
        """The forum."""
        return self.reached.outcome

    @property
    def status(self) -> Status:
        """How the policy leads to it."""
        return self.reached.status

    @property
    def checks_missing(self) -> tuple[Check, ...]:
        """The checks that are not known to have been made for this."""
        return tuple(each.check for each in self.checks if not each.made)

    @property
    def review_due(self) -> date | None:
        """The last day for the next review, if one is due."""
        return self.review.due if self.review else None

    def owed(self, duty: Duty) -> bool:
        """Whether a duty is owed for certain: a deadline if the forum must follow, a review if the case is under it."""
        if isinstance(duty.clock, Deadline):
            return self.status is Status.MUST
        return bool(self.stays) or self.status is not Status.CANNOT_TELL

    @property
    def overdue(self) -> tuple[Duty, ...]:
        """What is owed, what nothing on record answers, and whose day is past."""
        return tuple(each for each in self._past if self.owed(each) and each.standing is Discharge.OVERDUE)

    @property
    def perhaps_overdue(self) -> tuple[Duty, ...]:
        """What is past its day where it cannot be told whether the forum must follow, or whether it has been held."""
        if self.status not in (Status.MUST, *UNSETTLED):
            return ()
        return tuple(each for each in self._past if not each.standing.answered and each not in self.overdue)

    @property
    def _past(self) -> tuple[Duty, ...]:
        duties = (*self.due.duties, *((self.review,) if self.review else ()))
        return tuple(each for each in duties if each.due is not None and each.due < self.day)

    def as_dict(self) -> dict[str, Plain]:
        """The forum for this case as plain data."""
        stood, waived = self.stood_in_for_by or self.perhaps_stood_in, self.waiver
        return {
            **self.reached.as_dict(),
            "title": self.forum.title,
            "to_settle": [fact.name for fact in self.missing],
            "deadlines": [each.as_dict() for each in self.due.duties],
            "next_sitting": plain_day(self.due.next_sitting),
            "review": self.review.as_dict() if self.review else None,
            "overdue": len(self.overdue),
            "perhaps_overdue": len(self.perhaps_overdue),
            "checks": [
                {"check": str(each.check), "day": plain_day(each.day), "made": each.made} for each in self.checks
            ],
            "last_held": plain_day(self.last_held),
            "stays": self.stays,
            "stand_in": {"forum": stood.forum, "day": plain_day(stood.day), "sure": self.perhaps_stood_in is None}
            if stood
            else None,
            "waiver": {"by": waived.by, "until": plain_day(waived.expires), "reason": waived.reason}
            if waived
            else None,
            "not_counted": [{"forum": each.forum, "day": plain_day(each.day)} for each in self.not_counted],
            "not_given": [*sorted(kind.__name__ for kind in self.not_given)],
        }


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

    def as_dict(self) -> dict[str, Plain]:
        """The allocation as plain data: the decision with every finding, and each forum with its duties."""
        return {
            "policy": self.policy.name,
            "reference": self.reference,
            "day": plain_day(self.day),
            "decision": self.decision.as_dict(),
            "forums": [each.as_dict() for each in self.placements],
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
    check_histories(behind)
    check_own(case, day)
    case = as_of(case, day, behind)
    decider = _decider(edition or policy.on(day))
    decision = decider.decide(case)
    # An edition has its own say on who chairs a forum; the policy's is for those that only stand in.
    chairs = {forum.name: forum.chair for forum in (*policy.forums, *decision.edition.outcomes)}
    placements = (_place(policy, decider, reached, case, day, behind, chairs) for reached in decision.outcomes)
    return Allocation(policy, str(vars(case).get("reference", "")), day, case, decision, tuple(placements))


@lru_cache(maxsize=32)
def _decider(edition: Edition[Forum]) -> Decider[Forum]:
    return Decider(edition)


def _place(
    policy: ForumPolicy,
    decider: Decider[Forum],
    reached: Reached[Forum],
    case: Facts,
    day: date,
    behind: Histories,
    chairs: dict[str, Chair],
) -> Placement:
    forum = reached.outcome
    past = Past.of(forum, chairs, policy.nation, day, behind)
    ended = forum.until is not None and holds(forum.until, case)
    stays = _stays(past, ended=ended)
    live = reached.status is not Status.NO or bool(stays)
    since: Beginnings = tuple(vars(case)[clock.since.name] for clock in forum.deadlines)
    opens: Beginnings = tuple(past.opens(clock, case) for clock in forum.deadlines)
    other, perhaps = past.stand_in(opens) if live else (None, None)
    # A deadline is for the meeting that the policy leads to; staying under a forum asks only for its reviews.
    asked = reached.status is not Status.NO
    duties = tuple(past.meeting(clock, case) for clock in forum.deadlines) if asked else ()
    review = past.review(other) if live and not ended else None
    return Placement(
        day,
        reached,
        decider.to_settle(case, forum) if reached.status in UNSETTLED else (),
        Deadlines(duties, forum.sits.next_from(day, policy.nation) if asked and forum.sits else None),
        review,
        tuple(past.checked(check, since) for check in forum.checks),
        past.last_held,
        stays,
        other,
        perhaps,
        past.waiver if live else None,
        past.not_counted if live else (),
        frozenset(_rests_on(forum, duty=bool(duties or review or (asked and forum.review)), ended=ended))
        & past.not_given,
    )


def _stays(past: Past, *, ended: bool) -> bool | None:
    """Whether the case stays under a forum that has heard it; None where it is not known whether it has."""
    if past.forum.until is None or ended:
        return False
    return None if ForumHeld in past.not_given else past.heard


def _rests_on(forum: Forum, *, duty: bool, ended: bool) -> Iterator[type[Facts]]:
    """The histories that an answer about a forum rests on."""
    if duty or (forum.until is not None and not ended):
        yield ForumHeld
    if forum.checks:
        yield CheckDone
    if duty and forum.may_waive is not None:
        yield Waiver
