"""One forum for one case: its status, by when it is due, what is done first, and what stands in its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property, partial

import attrs

from yosrules.deciding.as_of import Histories
from yosrules.deciding.decide import UNSETTLED, Decision, Reached, Status, holds
from yosrules.deciding.decider import decider_of, facts_about
from yosrules.deciding.duties import Beginnings, Checked, Deadlines, Discharge, Duty, Past
from yosrules.deciding.remembered import Remembered
from yosrules.deciding.seats import Seat, seats
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.forum import Check, Forum, ForumPolicy
from yosrules.policies.policy import Edition
from yosrules.records.case import CheckDone, ForumHeld, Waiver

_HISTORIES = (ForumHeld, CheckDone, Waiver)
"""The histories that say what was done about forums."""


@attrs.frozen
class Placement:
    """One forum for one case: its status, what is due by when, and what was held, waived or made in answer.

    Nothing is due where the status is no and the case does not stay under the forum. `stays` is None where it is not
    known whether the forum has heard the case. `perhaps_stood_in` is a hearing by another forum of which it cannot be
    told whether it stands in. `not_counted` are the rows by somebody of too low a grade, and waivers that have lasted
    their longest. `not_given` are the histories that were not given and that an answer here rests on.
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
    attendance: tuple[Seat, ...] = ()
    decided: str = ""

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

    @cached_property
    def overdue(self) -> tuple[Duty, ...]:
        """What is owed, what nothing on record answers, and whose day is past."""
        return tuple(each for each in self._past if self.owed(each) and each.standing is Discharge.OVERDUE)

    @cached_property
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
                {"check": str(each.check), "day": plain_day(each.day), "made": each.made, "result": each.result or None}
                for each in self.checks
            ],
            "last_held": plain_day(self.last_held),
            "decided": self.decided or None,
            "stays": self.stays,
            "stand_in": {"forum": stood.forum, "day": plain_day(stood.day), "sure": self.perhaps_stood_in is None}
            if stood
            else None,
            "waiver": {"by": waived.by, "until": plain_day(waived.expires), "reason": waived.reason}
            if waived
            else None,
            "not_counted": [{"forum": each.forum, "day": plain_day(each.day)} for each in self.not_counted],
            "attendance": [each.as_dict() for each in self.attendance],
            "not_given": [*sorted(kind.__name__ for kind in self.not_given)],
        }


class Placer:
    """Puts cases to every forum of an edition on one day.

    Where nothing was done about any forum, forums of cases that state the same are the same and are worked out once.
    """

    def __init__(self, policy: ForumPolicy, edition: Edition[Forum], day: date) -> None:
        self._nation, self._day, self._decider = policy.nation, day, decider_of(edition)
        # An edition has its own say on who chairs a forum; the policy's is for those that only stand in.
        self._chairs = {each.name: each.deputy or each.chair for each in (*policy.forums, *edition.outcomes)}
        self._alike: dict[tuple[bool, ...], list[Remembered[Placement]]] = {}

    def __call__(self, case: Facts, behind: Histories) -> tuple[Decision[Forum], tuple[Placement, ...]]:
        """The decision on a case, and every forum for it."""
        decision = self._decider.decide(case)
        if any(behind.get(kind) for kind in _HISTORIES):
            return decision, tuple(self.place(reached, case, behind) for reached in decision.outcomes)
        given = tuple(kind in behind for kind in _HISTORIES)
        if given not in self._alike:
            self._alike[given] = [*self._without_rows({kind: () for kind in _HISTORIES if kind in behind})]
        return decision, tuple(once(case) for once in self._alike[given])

    def _without_rows(self, behind: Histories) -> Iterator[Remembered[Placement]]:
        """A function for each forum, of cases about which nothing was done by what is known from these histories."""
        for at, forum in enumerate(self._decider.edition.outcomes):
            facts = (*facts_about(self._decider.edition, forum), *forum.asks())
            yield Remembered(facts, partial(self._at, at, behind))

    def _at(self, at: int, behind: Histories, case: Facts) -> Placement:
        return self.place(self._decider.decide(case).outcomes[at], case, behind)

    def place(self, reached: Reached[Forum], case: Facts, behind: Histories) -> Placement:
        """One forum for a case, as the edition leads to it."""
        forum = reached.outcome
        past = Past.of(forum, self._chairs, self._nation, self._day, behind)
        ended = forum.until is not None and holds(forum.until, case)
        stays = _stays(past, ended=ended)
        live = reached.status is not Status.NO or bool(stays)
        since: Beginnings = tuple(vars(case)[clock.since.name] for clock in forum.deadlines)
        opens: Beginnings = tuple(past.opens(clock, case) for clock in forum.deadlines)
        other, perhaps = past.stand_in(opens) if live else (None, None)
        # A deadline is for the meeting that the policy leads to; staying under a forum asks only for its reviews.
        asked = reached.status is not Status.NO
        duties = tuple(past.meeting(clock, case) for clock in forum.deadlines) if asked else ()
        review = past.review(other, case) if live and not ended else None
        return Placement(
            self._day,
            reached,
            self._decider.to_settle(case, forum) if reached.status in UNSETTLED else (),
            Deadlines(duties, forum.sits.next_from(self._day, self._nation) if asked and forum.sits else None),
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
            seats(forum, case) if live else (),
            past.own[-1].decided if past.own else "",
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
