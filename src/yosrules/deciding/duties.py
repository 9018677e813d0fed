"""What has to be done about a forum by a day, the meeting or a review, and what was done that answers it.

A hearing answers a deadline if it was held on or after the day that the deadline runs from, and not before its earliest
day: by the forum itself, or by one that stands in for it. It does not count if its chair is known to be of a lower
grade than that forum's chair. A waiver answers until its last day, and never for longer than the forum allows; from
then on the duty stands again. What was not given is not known to be undone.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TypeAlias, TypeVar

import attrs

from yosrules.deciding.as_of import Histories, rows_behind
from yosrules.deciding.decide import Verdict, find
from yosrules.language.facts import Facts, restated
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain, plain_day
from yosrules.policies.calendar import Nation
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.forum import Check, Forum, Review, Sooner
from yosrules.records.case import CheckDone, ForumHeld, Waiver
from yosrules.records.choices import Chair

R = TypeVar("R", bound=Facts)

Beginnings: TypeAlias = tuple[date | None, ...]
"""For each deadline of a forum the first day on which something is for it, None where that is not on record."""


class Discharge(StrEnum):
    """How a duty stands on the day asked about."""

    IN_TIME = "held in time"
    LATE = "held late"
    WAIVED = "waived"
    DUE = "due"
    OVERDUE = "overdue"
    CANNOT_TELL = "cannot tell"

    @property
    def answered(self) -> bool:
        """Whether nothing remains to be done."""
        return self in (Discharge.IN_TIME, Discharge.LATE, Discharge.WAIVED)


@attrs.frozen
class Duty:
    """One thing to be done by a day: the meeting within a deadline, or a review.

    `since` is the day it runs from, `earliest` the first day on which a hearing answers it and `due` its last day, each
    None while it is not on record, and `earliest` or `due` also where the clock states none. `hearing` is the one that
    answers it, or from which a review counts. `unless` is what else could answer it, "waived" or "held", where no
    history of that was given. `too_early` is the last hearing before its earliest day, if nothing answers it. `sooner`
    is what has brought a review forward; `to_settle` are the facts without which it cannot be told whether it is due
    before `due`, which is its last day then at the latest.
    """

    clock: Deadline | Review
    since: date | None
    due: date | None
    standing: Discharge
    hearing: ForumHeld | None = None
    unless: str = ""
    earliest: date | None = None
    too_early: ForumHeld | None = None
    sooner: Sooner | None = None
    to_settle: tuple[Fact, ...] = ()

    def as_dict(self) -> dict[str, Plain]:
        """The duty as plain data: what is due, within which time, from which day, by which, and how it stands."""
        return {
            "what": self.clock.what if isinstance(self.clock, Deadline) else "the review",
            "within": str(self.sooner.by if self.sooner else self.clock),
            "since": plain_day(self.since),
            "due": plain_day(self.due),
            "standing": self.standing.value,
            "held": plain_day(self.hearing.day) if self.hearing else None,
            "unless": self.unless or None,
            "to_settle": [fact.name for fact in self.to_settle],
        }

    def __str__(self) -> str:
        chair = ", chair not on record" if self.hearing and self.hearing.chair is None else ""
        early = ", held too early" if self.too_early else ""
        return f"{self.standing}{chair}{early}{f', unless it was {self.unless}' if self.unless else ''}"


@attrs.frozen
class Deadlines:
    """The deadlines of one forum, each with what answers it, and the next day on which the forum sits."""

    duties: tuple[Duty, ...] = ()
    next_sitting: date | None = None

    @property
    def binding(self) -> Duty | None:
        """The earliest deadline that nothing answers, or else the earliest; None where no day is known.

        One without a last day comes after those that have one.
        """
        told = [duty for duty in self.duties if duty.due or duty.earliest]
        return min(told, key=lambda duty: (duty.standing.answered, duty.due or date.max), default=None)


@attrs.frozen
class Checked:
    """One check: the last day on which it was made, whether that was for this, and what was found then.

    Whether it was for this is None where it cannot be told.
    """

    check: Check
    day: date | None
    made: bool | None
    result: str = ""


@attrs.frozen
class Past:
    """What was done about one forum by a day. A row after that day does not exist for it."""

    forum: Forum
    day: date
    nation: Nation
    own: tuple[ForumHeld, ...]
    others: tuple[ForumHeld, ...]
    waiver: Waiver | None
    not_counted: tuple[ForumHeld | Waiver, ...]
    checks: tuple[CheckDone, ...]
    not_given: frozenset[type[Facts]]

    @classmethod
    def of(cls, forum: Forum, chairs: dict[str, Chair | None], nation: Nation, day: date, behind: Histories) -> Past:
        """Sort the rows about a forum; `chairs` has the lowest grade that may chair each, None where any may."""
        held = sorted(
            (row for row in rows_behind(behind, ForumHeld) if row.day <= day),
            key=lambda row: (row.day, row.forum, row.chair or 0),
        )
        heard = [row for row in held if row.chair is None or row.chair >= (chairs.get(row.forum) or row.chair)]
        stated = (row for row in rows_behind(behind, Waiver) if row.forum == forum.name)
        waivers = sorted(
            (row for row in stated if row.day <= day <= row.expires),
            key=lambda row: (waived_until(forum, row, nation), row.day, row.grade, row.by, row.reason),
        )
        waived = [row for row in waivers if forum.may_waive is not None and row.grade >= forum.may_waive]
        in_force = [row for row in waived if day <= waived_until(forum, row, nation)]
        stand = (forum.name, *forum.satisfied_by)
        return cls(
            forum,
            day,
            nation,
            tuple(row for row in heard if row.forum == forum.name),
            tuple(row for row in heard if row.forum in forum.satisfied_by),
            restated(in_force[-1], {"expires": waived_until(forum, in_force[-1], nation)}) if in_force else None,
            (
                *(row for row in held if row.forum in stand and row not in heard),
                *(row for row in waivers if row not in in_force),
            ),
            tuple(row for row in rows_behind(behind, CheckDone) if row.day <= day),
            frozenset(kind for kind in (ForumHeld, CheckDone, Waiver) if kind not in behind),
        )

    @property
    def last_held(self) -> date | None:
        """The last day on which the forum itself heard the case."""
        return self.own[-1].day if self.own else None

    def meeting(self, clock: Deadline, case: Facts) -> Duty:
        """A deadline of a case, and the first hearing that answers it."""
        since, first, due = self._days(clock, case)
        opens = self.opens(clock, case)
        if since is None or opens is None or (due is None and clock.span is not None):
            return Duty(clock, since, due, Discharge.CANNOT_TELL, earliest=first)
        last = due or date.max
        heard = [row for row in (*self.own, *self.others) if row.day >= since]
        # Of several that are in time, one whose chair is on record answers for certain.
        in_order = sorted(heard, key=lambda row: (row.day > last, row.chair is None, row.day))
        if answer := next((row for row in in_order if row.day >= opens), None):
            standing = Discharge.IN_TIME if answer.day <= last else Discharge.LATE
            return Duty(clock, since, due, standing, answer, earliest=first)
        found = self._open(clock, since, due)
        early = None if found.standing.answered else max(heard, key=lambda row: row.day, default=None)
        return attrs.evolve(found, earliest=first, too_early=early)

    def opens(self, clock: Deadline, case: Facts) -> date | None:
        """The first day on which a hearing answers a deadline; None where that is not on record."""
        since, first, _ = self._days(clock, case)
        if since is None or clock.earliest is None:
            return since
        return None if first is None else max(since, first)

    def _days(self, clock: Deadline, case: Facts) -> tuple[date | None, date | None, date | None]:
        """The day that a deadline runs from, its earliest day and its last day."""
        since: date | None = vars(case)[clock.since.name]
        counted: date | None = vars(case)[clock.counted_from.name]
        if counted is None:
            return since, None, None
        return since, clock.first_day(counted, self.nation), clock.last_day(counted, self.nation)

    @property
    def heard(self) -> bool:
        """Whether the forum has heard the case, whoever chaired it."""
        return bool(self.own) or any(
            row.forum == self.forum.name for row in self.not_counted if isinstance(row, ForumHeld)
        )

    def review(self, stand_in: ForumHeld | None, case: Facts) -> Duty | None:
        """The next review of a case, from the last hearing; one by a forum that stood in counts as a hearing."""
        after = [row for row in self.others if self.own and row.day >= self.own[-1].day]
        heard = [*self.own[-1:], *after, *([stand_in] if stand_in else [])]
        if self.forum.review is None or not heard:
            return None
        last = max(heard, key=lambda row: row.day)
        due, sooner, to_settle = self._brought_forward(self.forum.review, last.day, case)
        found = attrs.evolve(
            self._open(self.forum.review, last.day, due), hearing=last, sooner=sooner, to_settle=to_settle
        )
        untold = to_settle and found.standing is Discharge.DUE
        return attrs.evolve(found, standing=Discharge.CANNOT_TELL) if untold else found

    def _brought_forward(
        self, review: Review, heard: date, case: Facts
    ) -> tuple[date, Sooner | None, tuple[Fact, ...]]:
        """The last day of a review, what has brought it forward, and the facts that would tell whether more does."""
        due, sooner = review.every.after(heard, self.nation), None
        untold: list[tuple[date | None, tuple[Fact, ...]]] = []
        for by, each in review.last_days(heard, case, self.nation):
            finding = find(each.when, case)
            if finding.verdict is Verdict.CANNOT_TELL or (by is None and finding.verdict is Verdict.HOLDS):
                untold.append((by, (*finding.missing, *((each.by.since,) if by is None else ()))))
            elif by is not None and finding.verdict is Verdict.HOLDS and by < due:
                due, sooner = by, each
        missing = (fact for by, facts in untold if by is None or by < due for fact in facts)
        return due, sooner, tuple(dict.fromkeys(missing))

    def _open(self, clock: Deadline | Review, since: date, due: date | None) -> Duty:
        """A duty that no hearing on record answers."""
        if self.waiver is not None:
            return Duty(clock, since, due, Discharge.WAIVED, None, "held" * (ForumHeld in self.not_given))
        if ForumHeld in self.not_given:
            return Duty(clock, since, due, Discharge.CANNOT_TELL)
        unless = "waived" * (self.forum.may_waive is not None and Waiver in self.not_given)
        past = due is not None and due < self.day
        return Duty(clock, since, due, Discharge.OVERDUE if past else Discharge.DUE, None, unless)

    def stand_in(self, opens: Beginnings) -> tuple[ForumHeld | None, ForumHeld | None]:
        """The last hearing by another forum that stands in for this one; if none does, the last that perhaps does."""
        told = {
            verdict: [row for row in self.others if self._stands_in(row, opens) is verdict] for verdict in (True, None)
        }
        if told[True]:
            return told[True][-1], None
        return None, told[None][-1] if told[None] else None

    def _stands_in(self, row: ForumHeld, opens: Beginnings) -> bool | None:
        """Whether a hearing by another forum stands in for this one; `opens` are the first days that answer deadlines.

        It does from the first of these days on. Where there are none it does for as long as a hearing of the forum
        itself would, until a review; None where neither tells it.
        """
        if opens:
            return _is_for(row.day, opens)
        return None if self.forum.review is None else self.forum.review.every.after(row.day, self.nation) >= self.day

    def checked(self, check: Check, since: Beginnings) -> Checked:
        """Whether a check was made for this: on or after a day that a deadline runs from, or ever if there is none.

        One that is made again counts from the day on which the forum last heard the case.
        """
        if check.again:
            never_heard = None if ForumHeld in self.not_given else date.max
            since = (self.last_held or never_heard,)
        made = [row for row in self.checks if row.system == check.system]
        verdicts = {_is_for(row.day, since) if since else True for row in made}
        untold = None in verdicts or CheckDone in self.not_given
        last = max(made, key=lambda row: (row.day, row.result), default=None)
        is_made = True if True in verdicts else None if untold else False
        return Checked(check, last.day if last else None, is_made, last.result if last else "")


def waived_until(forum: Forum, waiver: Waiver, nation: Nation) -> date:
    """The last day of a waiver: the one that it states, or an earlier one where the forum allows no longer."""
    longest = forum.longest_waiver
    return waiver.expires if longest is None else min(waiver.expires, longest.after(waiver.day, nation))


def _is_for(day: date, since: Beginnings) -> bool | None:
    """Whether what was done on a day was for a duty with these beginnings; None where an unknown one would tell."""
    if any(each is not None and day >= each for each in since):
        return True
    return None if None in since else False
