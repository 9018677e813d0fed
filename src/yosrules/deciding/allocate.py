"""A case put to a forum policy: the decision, and for every forum by when, what first, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeVar

import attrs

from yosrules.deciding.as_of import Histories, as_of
from yosrules.deciding.decide import UNSETTLED, Decision, Reached, Status, as_table, decide, holds, statuses
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import Deadline
from yosrules.policies.forum import Check, Forum, ForumPolicy
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver

R = TypeVar("R", bound=Facts)


@attrs.frozen
class Deadlines:
    """The deadlines of one forum, each with its day, or None if the date it runs from is not on record."""

    clocks: tuple[tuple[Deadline, date | None], ...]
    next_sitting: date | None = None

    @property
    def binding(self) -> tuple[Deadline, date] | None:
        """The earliest deadline of those whose day is known."""
        told = [(clock, day) for clock, day in self.clocks if day is not None]
        return min(told, key=lambda each: each[1], default=None)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The dates that deadlines run from and that are not on record."""
        return tuple(dict.fromkeys(clock.since for clock, day in self.clocks if day is None))


@attrs.frozen
class Placement:
    """One forum for one case: its status, deadlines, checks still to do, and what was held or waived in its place."""

    reached: Reached[Forum]
    due: Deadlines
    checks_missing: tuple[Check, ...]
    review_due: date | None
    last_held: date | None
    stays: bool
    stood_in_for_by: ForumHeld | None
    waiver: Waiver | None

    @property
    def forum(self) -> Forum:
        """The forum."""
        return self.reached.outcome

    @property
    def status(self) -> Status:
        """How the policy leads to it."""
        return self.reached.status


@attrs.frozen(repr=False)
class Allocation:
    """Every forum of a policy for one case on one day."""

    policy: ForumPolicy
    day: date
    case: Case
    decision: Decision[Forum]
    placements: tuple[Placement, ...]

    @property
    def unsettled(self) -> tuple[Placement, ...]:
        """The forums whose status is "cannot tell" or "at least may", because facts are not on record."""
        return tuple(each for each in self.placements if each.status in UNSETTLED)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The facts that are missing for a status of the unsettled forums."""
        return tuple(dict.fromkeys(fact for each in self.unsettled for fact in each.reached.missing))

    def __repr__(self) -> str:
        return f"<Allocation of {self.case.reference!r} on {self.day} by {self.policy.name}: {statuses(self.decision)}>"

    def _repr_markdown_(self) -> str:
        return as_table(self.decision)


def allocate(policy: ForumPolicy, case: Case, day: date, histories: Histories | None = None) -> Allocation:
    """Decide every forum for a case on a day, by the edition in force then."""
    behind = histories or {}
    case = as_of(case, day, behind)
    decision = decide(policy.on(day), case)
    placements = tuple(_place(policy, reached, case, day, behind) for reached in decision.outcomes)
    return Allocation(policy, day, case, decision, placements)


def _place(policy: ForumPolicy, reached: Reached[Forum], case: Case, day: date, behind: Histories) -> Placement:
    forum = reached.outcome
    # What happens after the day asked about must not change the answer for that day.
    held = [row for row in _rows(behind, ForumHeld) if row.day <= day]
    mine = max((row.day for row in held if row.forum == forum.name), default=None)
    others = [row for row in held if row.forum in forum.satisfied_by]
    done = {row.system for row in _rows(behind, CheckDone) if row.day <= day}
    ended = forum.until is not None and holds(forum.until, case)
    return Placement(
        reached,
        _due(policy, forum, case, day),
        checks_missing=tuple(check for check in forum.checks if check.system not in done),
        review_due=forum.review.every.after(mine, policy.nation) if mine and forum.review and not ended else None,
        last_held=mine,
        stays=mine is not None and forum.until is not None and not ended,
        stood_in_for_by=max(others, key=lambda row: row.day, default=None),
        waiver=next((waiver for waiver in _rows(behind, Waiver) if _in_force(waiver, forum, day)), None),
    )


def _due(policy: ForumPolicy, forum: Forum, case: Case, day: date) -> Deadlines:
    clocks = []
    for clock in forum.deadlines:
        since: date | None = vars(case)[clock.since.name]
        clocks.append((clock, None if since is None else clock.span.after(since, policy.nation)))
    return Deadlines(tuple(clocks), forum.sits.next_from(day) if forum.sits else None)


def _in_force(waiver: Waiver, forum: Forum, day: date) -> bool:
    """A waiver counts from its day to its last, and only from somebody of the grade that may give it."""
    allowed = forum.may_waive is not None and waiver.grade >= forum.may_waive
    return allowed and waiver.forum == forum.name and waiver.day <= day <= waiver.expires


def _rows(behind: Histories, kind: type[R]) -> Iterator[R]:
    return (row for row in behind.get(kind, ()) if isinstance(row, kind))
