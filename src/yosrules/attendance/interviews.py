"""Return-to-work interviews of one worker: which spells need one, by when, and which were held in time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

import attrs

from yosrules.attendance.days.roster import Roster
from yosrules.attendance.days.spells import Spell
from yosrules.attendance.facts import Attending, attend
from yosrules.deciding.as_of import Histories
from yosrules.language.expr import ALWAYS
from yosrules.language.holds import holds_by
from yosrules.language.walks import reads
from yosrules.policies.attendance import AttendancePolicy, InterviewBy, Interviews
from yosrules.policies.calendar import ONE, Count
from yosrules.policies.lost_time.counting import HalfDay
from yosrules.policies.lost_time.formulas import HALVES
from yosrules.records.absence import Worker, first_moment
from yosrules.records.days import askable


@attrs.frozen
class Interviewed:
    """One spell that is over: whether it needs an interview, and the last day for it by each reading.

    `needed` is None where that is unknown; a day is None where the return or the work pattern is not on record,
    or where the worker has too few working days of their own in the ten years after it. With `unsaid` a blank day says
    nothing of whether there was an interview.
    """

    worker: Worker
    spell: Spell
    needed: bool | None
    due: tuple[tuple[str, date | None], ...]
    day: date
    unsaid: bool = False

    @property
    def held(self) -> date | None:
        """The day of the interview, if it was held by the day asked about."""
        interviewed = self.spell.interviewed
        return interviewed if interviewed is not None and interviewed <= self.day else None

    @property
    def undated(self) -> bool:
        """Whether an interview is on record without its day, and none with a day by the day asked about."""
        rows = self.spell.absences
        return self.held is None and any(row.interview_held is True and row.interviewed is None for row in rows)

    @property
    def was_held(self) -> bool | None:
        """Whether it was held by the day asked about; None where its day is not on record, or nothing is said of it."""
        if self.held is not None:
            return True
        said = self.spell.interviewed is not None or self.spell.absences[-1].interview_held is False
        return None if self.undated or (self.unsaid and not said) else False

    def in_time(self, reading: str) -> bool | None:
        """Whether it was held in time by one reading; None where that is not known yet, or cannot be known."""
        due = dict(self.due)[reading]
        if due is None or self.was_held is None or (self.held is None and self.day <= due):
            return None
        return self.held is not None and self.held <= due


@attrs.frozen
class Compliance:
    """How many spells needed an interview, how many had one, and how many in time by each reading.

    `open` counts those that are not held and not yet due, or without a day of return on record, and `doubtful` ones:
    of these nobody can tell whether an interview was held by the day asked about, such as one without a day on record.
    `untold` counts those for which it is unknown whether they need an interview.
    """

    needed: int
    held: int
    doubtful: int
    in_time: tuple[tuple[str, int], ...]
    open: tuple[tuple[str, int], ...]
    untold: int

    @property
    def share(self) -> Fraction | None:
        """The share that is known to have had an interview; None where none was needed."""
        return Fraction(self.held, self.needed) if self.needed else None

    @property
    def at_most(self) -> Fraction | None:
        """The share if all that are doubtful had an interview too; None where none was needed."""
        return Fraction(self.held + self.doubtful, self.needed) if self.needed else None


def interviews(
    policy: AttendancePolicy, worker: Worker, day: date, histories: Histories, *, unsaid: bool = False
) -> Iterator[Interviewed]:
    """Every spell of a worker that was over by a day, with its interview; none where the policy asks for none.

    An absence without a day of interview had none, unless `interview_held` says otherwise; with `unsaid` nobody says.
    """
    if policy.interviews is None:
        return
    attending = attend(policy, policy.conventions, worker, histories, askable(day))
    found = attending.ledger.sort(ALWAYS)
    # Two spells may be one, for want of a work pattern: then the one before does not need an interview of its own.
    unsure = {first_moment(row) for run, _ in found.unsure for row in run.absences}
    for spell in found.spells:
        if spell.back is not None and spell.back <= day:
            by = tuple(
                (name, _due(spell, each, policy, attending.ledger.roster))
                for name, each in policy.interviews.by.items()
            )
            sure = not unsure.intersection(map(first_moment, spell.absences))
            needed = _needed(spell, policy.interviews, attending, spell.back) if sure else None
            yield Interviewed(worker, spell, needed, by, day, unsaid)


def compliance(rows: Sequence[Interviewed]) -> Compliance:
    """The figures for some absences: of a team, or of a whole service."""
    needed = [row for row in rows if row.needed]
    names = [name for name, _ in needed[0].due] if needed else []
    return Compliance(
        len(needed),
        sum(row.was_held is True for row in needed),
        sum(row.was_held is None for row in needed),
        tuple((name, sum(row.in_time(name) is True for row in needed)) for name in names),
        tuple((name, sum(row.in_time(name) is None for row in needed)) for name in names),
        sum(row.needed is None for row in rows),
    )


def _needed(spell: Spell, rule: Interviews, attending: Attending, back: date) -> bool | None:
    """Whether a spell needs an interview: it is long enough, and what else is asked holds on the day of return."""
    asked = (_long_enough(spell, rule, attending), _met(rule, attending, back))
    return False if False in asked else None if None in asked else True


def _met(rule: Interviews, attending: Attending, back: date) -> bool | None:
    if rule.when is None:
        return True
    facts = attending.facts({fact.name for fact in reads(rule.when)}, back)
    if holds_by(rule.when, lambda fact: facts[fact.name]):
        return True
    return False if holds_by(~rule.when, lambda fact: facts[fact.name]) else None


def _long_enough(spell: Spell, rule: Interviews, attending: Attending) -> bool | None:
    if rule.more_than == 0:
        return True
    last = spell.until(attending.last)
    lost = attending.ledger.days(spell, rule.counting, HalfDay.WHOLE).between(spell.start.toordinal(), last.toordinal())
    return None if lost is None else lost > rule.more_than * HALVES


def _due(spell: Spell, by: InterviewBy, policy: AttendancePolicy, roster: Roster) -> date | None:
    """The last day for the interview; None without a day of return on record."""
    # The day after the last is not taken for the return: it may be a day off, and the deadline would be too early.
    returned = spell.returned
    if returned is None:
        return None
    if by.after is None:
        return returned
    if by.own_days and by.after.count is Count.WORKING_DAYS:
        return _own_days(returned, by.after.amount, roster)
    return by.after.after(returned, policy.nation)


_FAR = timedelta(days=3_660)
"""How long after the return a working day of the worker's own is looked for: who works none would never be done."""


def _own_days(returned: date, amount: int, roster: Roster) -> date | None:
    day = returned
    while amount:
        day += ONE
        works = roster.working(day)
        if works is None or day > returned + _FAR:
            return None
        amount -= works
    return day
