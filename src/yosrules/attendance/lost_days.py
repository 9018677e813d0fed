"""What each spell of a worker lost, day by day, and which absences count at all.

Amounts are whole numbers inside, halves of a day and thousandths of an hour, so that sums are exact.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from typing import assert_never

import attrs

from yosrules.attendance.roster import Roster
from yosrules.attendance.spells import Spell, back_at_work, each_day, link, linked, whole_days_between
from yosrules.deciding.decide import Finding, Verdict, find
from yosrules.errors import RecordError
from yosrules.language.expr import ALWAYS, Condition
from yosrules.policies.attendance import Conventions, OverLeave
from yosrules.policies.calendar import ONE
from yosrules.policies.counting import DayCount, DayKind, HalfDay
from yosrules.policies.formulas import HALVES, THOUSANDTHS, hours_lost
from yosrules.records.absence import Absence, Half, Leave, first_moment, wrong_absences


@attrs.frozen
class Sorted:
    """A worker's absences by whether they count at all: those that do, as spells; those that do not; those untold.

    Of each that is untold it holds the widest spell that it may be of, and the day on which it begins. `unsure` are
    runs of spells that may be one, for want of a work pattern, each with the day from which that matters.
    """

    spells: tuple[Spell, ...]
    left_out: tuple[tuple[Absence, Finding], ...]
    untold: tuple[tuple[Spell, Finding, date], ...]
    unsure: tuple[tuple[Spell, date], ...]


@attrs.frozen
class Amounts:
    """What a spell lost on which days (as ordinals), what is known as one lump only, and days nobody knows of."""

    days: list[int]
    sums: list[int]
    lumps: list[tuple[int, int, int]]
    untold: list[int]

    def between(self, first: int, last: int) -> int | None:
        """What was lost from first to last, both in; None where that cannot be told."""
        if self.untold and bisect_left(self.untold, first) < bisect_right(self.untold, last):
            return None
        amount = self.sums[bisect_right(self.days, last)] - self.sums[bisect_left(self.days, first)]
        for begins, ends, lump in self.lumps:
            if first <= begins and ends <= last:
                amount += lump
            elif first <= ends and begins <= last:
                return None
        return max(amount, 0)


class Ledger:
    """One worker's absences as of a day, to be counted in several ways; everything is worked out once."""

    def __init__(
        self,
        absences: Sequence[Absence],
        roster: Roster,
        conventions: Conventions,
        leave: Sequence[Leave] | None,
        last: date,
    ) -> None:
        for _, column, allowed in wrong_absences(absences):
            raise RecordError(f"an absence cannot be on record: {column}; allowed: {allowed}")
        self.absences = tuple(sorted((row for row in absences if row.start <= last), key=first_moment))
        self.roster, self._conventions, self._last = roster, conventions, last
        self._leave = None if leave is None else _days_of_leave(leave)
        self._sorted: dict[Condition, Sorted] = {}
        self._begins: list[date] | None = None
        self._amounts: dict[tuple[Spell, DayCount | None, HalfDay], Amounts] = {}

    def going_on(self, row: Absence | None, leave: Sequence[Leave] | None, last: date) -> Ledger:
        """The same up to a later day, with one absence more, of no stated reason, after all the others, or none."""
        more = Ledger((), self.roster, self._conventions, leave, last)
        more.absences = self.absences if row is None else (*self.absences, row)
        if row is not None and self.apart(row) and self._over:
            more._amounts = {key: lost for key, lost in self._amounts.items() if key[1] is not DayCount.TO_RETURN}
            more._sorted = {where: _followed(told, where, row) for where, told in self._sorted.items()}
        return more

    @property
    def _over(self) -> bool:
        """Whether everybody is back, so that no spell has more days to come."""
        back = back_at_work(self.absences[-1]) if self.absences else self._last
        return back is not None and back <= self._last

    def sort(self, where: Condition) -> Sorted:
        """The absences by whether they meet a condition."""
        if where not in self._sorted:
            self._sorted[where] = self._sort(where)
        return self._sorted[where]

    def _sort(self, where: Condition) -> Sorted:
        if where == ALWAYS:
            return Sorted(tuple(self._link(self.absences)), (), (), tuple(self._unsure(self.absences)))
        found = [(row, find(where, row)) for row in self.absences]
        counted = [row for row, finding in found if finding.verdict is Verdict.HOLDS]
        possible = [row for row, finding in found if finding.verdict is not Verdict.FAILS]
        widest = {row: spell for spell in self._link(possible, perhaps=True) for row in spell.absences}
        return Sorted(
            tuple(self._link(counted)),
            tuple((row, finding) for row, finding in found if finding.verdict is Verdict.FAILS),
            tuple((widest[row], said, row.start) for row, said in found if said.verdict is Verdict.CANNOT_TELL),
            tuple(self._unsure(counted)),
        )

    def _link(self, rows: Sequence[Absence], *, perhaps: bool = False) -> Iterator[Spell]:
        return link(rows, self._conventions.linking, self.roster, perhaps=perhaps)

    def _unsure(self, rows: Sequence[Absence]) -> Iterator[tuple[Spell, date]]:
        for run in self._link(rows, perhaps=True):
            for earlier, later in pairwise(run.absences):
                if linked(earlier, later, self._conventions.linking, self.roster) is None:
                    yield run, later.start

    def episode(self, day: date) -> date:
        """The first day of the latest spell that had begun by a day."""
        if self._begins is None:
            self._begins = [spell.start for spell in self.sort(ALWAYS).spells]
        return self._begins[bisect_right(self._begins, day) - 1]

    def apart(self, row: Absence) -> bool:
        """Whether one absence more, after all the others, would be a spell of its own."""
        if not self.absences:
            return True
        return linked(self.absences[-1], row, self._conventions.linking, self.roster) is False

    def days(self, spell: Spell, counting: DayCount, half_day: HalfDay) -> Amounts:
        """The halves of days that a spell lost."""
        key = (spell, counting, half_day)
        if key not in self._amounts:
            self._amounts[key] = self._days(spell, counting, half_day)
        return self._amounts[key]

    def until(self, spell: Spell, day: date, counting: DayCount = DayCount.CALENDAR) -> tuple[date, ...]:
        """The last day of a spell so far; to the day before the return, where those days count.

        The days are two where nobody knows the return: the last of absence, and the last of which nobody can tell.
        """
        until = spell.until(day)
        if counting is not DayCount.TO_RETURN:
            return (until,)
        latest, perhaps = spell.absences[-1], min(self._away_until(spell.absences[-1]), day)
        return (perhaps,) if latest.returned or until == perhaps else (until, perhaps)

    def hours(self, spell: Spell) -> Amounts:
        """The thousandths of hours that a spell lost."""
        key = (spell, None, HalfDay.HALF)
        if key not in self._amounts:
            self._amounts[key] = self._hours(spell)
        return self._amounts[key]

    def _days(self, spell: Spell, counting: DayCount, half_day: HalfDay) -> Amounts:
        lost: dict[int, int] = {}
        untold: list[int] = []
        for day, halves in self._away(spell, counting):
            counts = self._counts(day, counting)
            if counts is None or (counts and halves is None):
                untold.append(day.toordinal())
            elif counts and halves is not None:
                sofar = lost.get(day.toordinal(), 0)
                lost[day.toordinal()] = HALVES if half_day is HalfDay.WHOLE else min(HALVES, sofar + halves)
        return _amounts(lost, [], untold)

    def _hours(self, spell: Spell) -> Amounts:
        lost: dict[int, int] = {}
        lumps, untold = [], []
        for row in spell.absences:
            if row.hours is not None and row.end is not None:
                lumps.append((row.start.toordinal(), row.end.toordinal(), int(row.hours * THOUSANDTHS)))
                continue
            for day, halves in _halves(row, self._last):
                due, counts = self.roster.due(day), self._counts(day, DayCount.WORKING)
                if due is None or counts is None:
                    untold.append(day.toordinal())
                elif counts:
                    sofar = lost.get(day.toordinal(), 0)
                    lost[day.toordinal()] = sofar + hours_lost(int(due * THOUSANDTHS), halves)
        return _amounts(lost, lumps, untold)

    def _away(self, spell: Spell, counting: DayCount) -> Iterator[tuple[date, int | None]]:
        """Every day of a spell with the halves that were lost of it, and the days off that link its absences.

        Where days to the return do and no return is on record, the day after is one of which nobody knows.
        """
        for row in spell.absences:
            yield from _halves(row, self._last)
        if counting is DayCount.CALENDAR:
            for earlier, later in pairwise(spell.absences):
                gap = whole_days_between(earlier, later)
                if self._conventions.linking.over_days_off and all(self.roster.working(day) is False for day in gap):
                    yield from ((day, HALVES) for day in gap)
        if counting is DayCount.TO_RETURN:
            for row in spell.absences:
                if row.end is not None:
                    last = min(self._away_until(row), self._last)
                    yield from ((day, HALVES if row.returned else None) for day in each_day(row.end + ONE, last))

    def _away_until(self, row: Absence) -> date:
        """The day before the return from an absence; if nobody knows, the next day, unless another begins on it."""
        if row.end is None:
            return self._last
        if row.returned is None:
            return row.end if row.end + ONE in self._starts else row.end + ONE
        return max(row.end, row.returned - ONE)

    @cached_property
    def _starts(self) -> frozenset[date]:
        return frozenset(row.start for row in self.absences)

    def _counts(self, day: date, counting: DayCount) -> bool | None:
        if self._conventions.over_leave is OverLeave.REMOVED:
            if self._leave is None:
                return None
            if day in self._leave:
                return False
        match counting.kind:
            case DayKind.WORKING:
                return self.roster.working(day)
            case DayKind.ROSTERED:
                return self.roster.rostered(day)
            case DayKind.ANY:
                return True
            case _:
                assert_never(counting.kind)


def _followed(told: Sorted, where: Condition, row: Absence) -> Sorted:
    """Absences with one more that is linked to none of them."""
    finding = find(where, row)
    match finding.verdict:
        case Verdict.HOLDS:
            return attrs.evolve(told, spells=(*told.spells, Spell((row,))))
        case Verdict.FAILS:
            return attrs.evolve(told, left_out=(*told.left_out, (row, finding)))
        case Verdict.CANNOT_TELL:
            return attrs.evolve(told, untold=(*told.untold, (Spell((row,)), finding, row.start)))
        case _:
            assert_never(finding.verdict)


def _halves(row: Absence, last: date) -> Iterator[tuple[date, int]]:
    """The days of an absence up to a last one, with the halves that were lost of each."""
    for day in each_day(row.start, last if row.end is None else min(row.end, last)):
        morning = not (day == row.start and row.first_session is Half.PM)
        afternoon = not (day == row.end and row.last_session is Half.AM)
        yield day, morning + afternoon


def _amounts(lost: dict[int, int], lumps: list[tuple[int, int, int]], untold: list[int]) -> Amounts:
    days = sorted(lost)
    return Amounts(days, [0, *accumulate(lost[day] for day in days)], lumps, sorted(untold))


def _days_of_leave(leave: Sequence[Leave]) -> frozenset[date]:
    return frozenset(day for row in leave for day in each_day(row.start, row.end))
