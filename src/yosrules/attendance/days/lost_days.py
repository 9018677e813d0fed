"""What each spell of a worker lost on which day, in halves of a day and thousandths of an hour."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from itertools import accumulate, pairwise
from typing import TypeAlias, assert_never

import attrs

from yosrules.attendance.days.absences import back_at_work, begins_in, every_day, whole_days_between
from yosrules.attendance.days.links import Links
from yosrules.attendance.days.roster import Roster
from yosrules.attendance.days.spells import Sorted, Spell, Spells
from yosrules.attendance.days.weeks import Patterns
from yosrules.language.expr import Condition
from yosrules.policies.calendar import ONE
from yosrules.policies.conventions import Conventions, OverLeave
from yosrules.policies.lost_time.counting import DayCount, DayKind, HalfDay
from yosrules.policies.lost_time.formulas import HALVES, THOUSANDTHS, hours_lost
from yosrules.records.absence import Absence, Half, Leave, first_moment

_Counts: TypeAlias = Callable[[date], bool | None]
"""Whether a day counts; None where that is unknown."""

_Way: TypeAlias = tuple[Spell, DayCount | None, HalfDay]
"""A spell and how its days are counted; hours where there is no day count."""


def _running(lost: Losses) -> list[int]:
    return [0, *accumulate(lost.amounts)]


@attrs.frozen
class Losses:
    """What a spell lost on which days (as ordinals, in order), lumps, and the days whose loss is unknown.

    A lump is an amount that is known for the days from a first to a last as a whole, and cannot be divided.
    """

    days: list[int]
    amounts: list[int]
    lumps: list[tuple[int, int, int]]
    unknown: list[int]
    sums: list[int] = attrs.field(init=False, default=attrs.Factory(_running, takes_self=True))
    """What was lost on so many of the days, to be looked through by halves."""

    def between(self, first: int, last: int) -> int | None:
        """What was lost from first to last, both in; None where that is unknown."""
        if self.unknown and bisect_left(self.unknown, first) < bisect_right(self.unknown, last):
            return None
        amount = self.sums[bisect_right(self.days, last)] - self.sums[bisect_left(self.days, first)]
        for begins, ends, lump in self.lumps:
            if first <= begins and ends <= last:
                amount += lump
            # Hours written down for an absence cannot be divided at an end of a window: nobody recorded them by day.
            elif first <= ends and begins <= last:
                return None
        return max(amount, 0)  # an interval that ends before it begins has a negative difference


class Joined:
    """What spells that follow each other lost: the same sums of some of them as of each, found by two bisections."""

    def __init__(self, spells: Sequence[Losses]) -> None:
        self._spells = spells
        # Of a lump and of an unknown day nothing can be said by a difference of sums.
        plain, days, amounts, places = True, list[int](), [0], [0]
        for each in spells:
            plain = plain and not each.lumps and not each.unknown
            days += each.days
            amounts += each.amounts
            places.append(len(days))
        self._plain, self._days, self._sums, self._places = plain, days, [*accumulate(amounts)], places

    def between(self, low: int, high: int, first: int, last: int) -> int | None:
        """What the spells from one place to before another lost from first to last, both in; None where unknown."""
        if self._plain:
            # Two spells can share a day, so that only among their own days is the first and the last looked for.
            begins, ends = self._places[low], self._places[high]
            after = bisect_right(self._days, last, begins, ends)
            lost = self._sums[after] - self._sums[bisect_left(self._days, first, begins, ends)]
            return lost if lost > 0 else 0  # an interval that ends before it begins has a negative difference
        parts = [each.between(first, last) for each in self._spells[low:high]]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None


@attrs.frozen
class DaysAway:
    """The days of absence up to a last one, and which of them count as lost; booked `leave` is None where unknown."""

    roster: Roster
    conventions: Conventions
    leave: frozenset[date] | None
    last: date

    def of(self, spells: Spells, spell: Spell, counting: DayCount) -> Iterator[tuple[date, int | None]]:
        """Every day of a spell with its halves that were lost; None where that is unknown.

        The days off that link two absences are calendar days of the spell. Where days to the return count and none is
        on record, it is unknown whether the day after the last is lost.
        """
        for row in spell.absences:
            yield from self.halves(row)
        if counting is DayCount.CALENDAR and self.conventions.linking.over_days_off:
            for earlier, later in pairwise(spell.absences):
                gap = whole_days_between(earlier, later)
                if all(self.roster.working(day) is False for day in gap):
                    yield from ((day, HALVES) for day in gap)
        if counting is DayCount.TO_RETURN:
            for row in spell.absences:
                if row.end is not None:
                    last = min(self.until(spells, row), self.last)
                    yield from ((day, HALVES if row.returned else None) for day in every_day(row.end + ONE, last))

    def shared(self, spell: Spell, counting: DayCount) -> Losses | None:
        """What a spell lost, if it is one absence of whole days, which everybody with its work pattern lost."""
        row, kind = spell.absences[0], _shared(counting, self.conventions.over_leave)
        if kind is None or len(spell.absences) > 1 or row.end is None or row.end > self.last:
            return None
        if row.first_session is not None or row.last_session is not None:
            return None
        patterns = self.roster.only_patterns(row.start, row.end)
        return None if patterns is None else _whole_days(patterns, kind, row.start, row.end)

    def until(self, spells: Spells, row: Absence) -> date:
        """The day before the return; where that is unknown, the day after the last, unless another has begun by it."""
        if row.end is None:
            return self.last
        if row.returned is None:
            after = row.end + ONE
            following = bisect_right(spells.absences, first_moment(row), key=first_moment)
            # The next one may begin in the afternoon of the last day: between the two nobody was back.
            begun = any(each.start <= after for each in spells.absences[following : following + 1])
            return row.end if begun else after
        return max(row.end, row.returned - ONE)

    def halves(self, row: Absence) -> Iterator[tuple[date, int]]:
        """The days of an absence, each with its halves that were lost."""
        days = every_day(row.start, self.last if row.end is None else min(row.end, self.last))
        if row.first_session is not Half.PM and row.last_session is not Half.AM:
            return ((day, HALVES) for day in days)
        return ((day, _in_part(row, day)) for day in days)

    def counts(self, counting: DayCount) -> _Counts:
        """Whether a day of absence counts as lost; None where the leave or the work pattern that decides is missing."""
        by, leave = partial(_counts_by, self.roster, counting.kind), self.leave
        if self.conventions.over_leave is not OverLeave.REMOVED:
            return by
        return (lambda _: None) if leave is None else (lambda day: False if day in leave else by(day))


@cache
def _shared(counting: DayCount, over_leave: OverLeave) -> DayKind | None:
    """Which days count as lost where work patterns alone say which; None where returns or booked leave say it too."""
    if counting is DayCount.TO_RETURN or over_leave is OverLeave.REMOVED:
        return None
    return counting.kind


def _counts_by(due: Roster | Patterns, kind: DayKind, day: date) -> bool | None:
    """Whether a day of absence is one of a kind by what was due."""
    match kind:
        case DayKind.WORKING:
            return due.working(day)
        case DayKind.ROSTERED:
            return due.rostered(day)
        case DayKind.ANY:
            return True
        case _:
            assert_never(kind)


def _in_part(row: Absence, day: date) -> int:
    """The halves of a day of an absence that were lost."""
    morning = not (day == row.start and row.first_session is Half.PM)
    afternoon = not (day == row.end and row.last_session is Half.AM)
    return morning + afternoon


class Ledger:
    """One worker's absences up to a last day, to be counted in several ways; everything is worked out once."""

    def __init__(self, spells: Spells, away: DaysAway, known: Mapping[_Way, Losses]) -> None:
        self.spells: Spells = spells
        self.roster: Roster = spells.roster
        self.absences: tuple[Absence, ...] = spells.absences
        self._away, self._losses = away, dict(known)

    def going_on(self, row: Absence | None, last: date) -> Ledger:
        """The ledger of a later day, with one absence more after all the others, of no stated reason, or with none."""
        spells = self.spells if row is None else self.spells.and_then(row)
        # What is over has no more days to lose. Only days to the return may change, because another absence can begin
        # on the day that was taken for the return.
        back = back_at_work(self.absences[-1]) if self.absences else self._away.last
        over = back is not None and back <= self._away.last
        known = {way: lost for way, lost in self._losses.items() if over and way[1] is not DayCount.TO_RETURN}
        away = DaysAway(self.roster, self._away.conventions, self._away.leave, last)
        return Ledger(spells, away, known)

    def sort(self, where: Condition, *, over_excluded: bool = True) -> Sorted:
        """The absences by whether they meet a condition; `over_excluded` as of `Counting`."""
        return self.spells.sort(where, over_excluded=over_excluded)

    def until(self, spell: Spell, day: date, counting: DayCount = DayCount.CALENDAR) -> tuple[date, ...]:
        """The last day of a spell so far; to the day before the return, where those days count.

        There are two where the return is unknown: the last day of absence, and the last day that may be lost.
        """
        until = spell.until(day)
        if counting is not DayCount.TO_RETURN:
            return (until,)
        latest = spell.absences[-1]
        perhaps = min(self._away.until(self.spells, latest), day)
        return (perhaps,) if latest.returned or until == perhaps else (until, perhaps)

    def days(self, spell: Spell, counting: DayCount, half_day: HalfDay) -> Losses:
        """The halves of days that a spell lost."""
        way = (spell, counting, half_day)
        if way not in self._losses:
            self._losses[way] = self._days(spell, counting, half_day)
        return self._losses[way]

    def hours(self, spell: Spell) -> Losses:
        """The thousandths of hours that a spell lost."""
        way = (spell, None, HalfDay.HALF)
        if way not in self._losses:
            self._losses[way] = self._hours(spell)
        return self._losses[way]

    def _days(self, spell: Spell, counting: DayCount, half_day: HalfDay) -> Losses:
        if shared := self._away.shared(spell, counting):
            return shared
        lost: dict[int, int] = {}
        unknown: list[int] = []
        counted = self._away.counts(counting)
        for day, halves in self._away.of(self.spells, spell, counting):
            counts = counted(day)
            if counts is None or (counts and halves is None):
                unknown.append(day.toordinal())
            elif counts and halves is not None:
                so_far = lost.get(day.toordinal(), 0)
                # Two absences can share a day, one in the morning and one in the afternoon: their halves add up.
                lost[day.toordinal()] = HALVES if half_day is HalfDay.WHOLE else min(HALVES, so_far + halves)
        return _losses(lost, [], unknown)

    def _hours(self, spell: Spell) -> Losses:
        lost: dict[int, int] = {}
        lumps, unknown = [], []
        counted = self._away.counts(DayCount.WORKING)
        for row in spell.absences:
            if row.hours is not None and row.end is not None:
                lumps.append((row.start.toordinal(), row.end.toordinal(), int(row.hours * THOUSANDTHS)))
                continue
            for day, halves in self._away.halves(row):
                due, counts = self.roster.due(day), counted(day)
                if due is None or counts is None:
                    unknown.append(day.toordinal())
                elif counts:
                    so_far = lost.get(day.toordinal(), 0)
                    lost[day.toordinal()] = so_far + hours_lost(int(due * THOUSANDTHS), halves)
        return _losses(lost, lumps, unknown)


def ledger_of(
    absences: Sequence[Absence], roster: Roster, conventions: Conventions, leave: Sequence[Leave] | None, last: date
) -> Ledger:
    """The ledger of a worker up to a last day, of absences that can be on record together."""
    begun = tuple(sorted((row for row in absences if row.start <= last), key=begins_in))
    booked = None if leave is None else frozenset(day for row in leave for day in every_day(row.start, row.end))
    links = Links(conventions.linking, roster, booked)
    return Ledger(Spells(begun, links, {}), DaysAway(roster, conventions, booked, last), {})


@lru_cache(maxsize=20_000)
def _whole_days(patterns: Patterns, kind: DayKind, first: date, last: date) -> Losses:
    """What an absence of whole days lost by some work patterns; remembered, because many workers lost the same."""
    found = {day: _counts_by(patterns, kind, day) for day in every_day(first, last)}
    lost = {day.toordinal(): HALVES for day, counts in found.items() if counts}
    return _losses(lost, [], [day.toordinal() for day, counts in found.items() if counts is None])


def _losses(lost: dict[int, int], lumps: list[tuple[int, int, int]], unknown: list[int]) -> Losses:
    days = sorted(lost)
    return Losses(days, [lost[day] for day in days], lumps, sorted(unknown))
