"""Measures of one worker on many days, without reasons: the same values as `lost_time` has, found faster."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from functools import cache

from yosrules.attendance.days.lost_days import Ledger, Losses
from yosrules.attendance.days.spells import Spell
from yosrules.attendance.measures.lost_time import lost_time
from yosrules.attendance.measures.tallies import tallied
from yosrules.attendance.measures.windows import Days, OnDay, in_doubt, known_empty, window_of
from yosrules.language.kinds import Value
from yosrules.language.measure import Window
from yosrules.policies.lost_time.counting import DayCount, Mark
from yosrules.policies.lost_time.measures import LostTime, Of, Tally
from yosrules.policies.lost_time.scaling import Allowance, Pattern
from yosrules.policies.lost_time.windows import AnyWindow, During


@cache
def _days_of(during: During) -> Callable[[date], Days] | None:
    """The days of a window that only the day asked about places, remembered for every worker."""
    return cache(during.days) if isinstance(during, Window) and during.anchor is None else None


class Figures:
    """One tally of one ledger on any day, by bisection: spells never overlap, so those that count are consecutive."""

    def __init__(self, by: Tally, ledger: Ledger) -> None:
        self._by, self._counting = by, by.counting
        self._enters, self._leaves = by.counting.straddling.marks
        self._undivided = by.counting.straddling.undivided
        self._days = _days_of(by.counting.during)
        self._totals: dict[tuple[int, int], Value] = {}
        self._found = found = ledger.sort(by.counting.where, over_excluded=by.counting.over_excluded)
        self._certain = not found.undecided and not found.unsure
        self._spells = found.spells
        self._starts = found.starts
        self._ends = [spell.end or date.max for spell in found.spells]
        self._amounts = [] if by.of is Of.SPELLS else [_amounts(by, spell, ledger) for spell in found.spells]

    def on(self, on: OnDay) -> Value | None:
        """The tally on a day; None where it is unknown."""
        window = self._days(on.day) if self._days else window_of(self._counting.during, on)
        if window is None:
            return tallied(self._by, 0, 0) if known_empty(self._counting.during, on) else None
        if not self._certain and in_doubt(self._found, window, on):
            return None
        begun = bisect_right(self._starts, on.day)
        if begun and self._spells[begun - 1].absences[-1].start > on.day:
            # The latest spell goes on with an absence that had not begun by the day, so its end is not its end yet.
            return lost_time(self._by, on).value
        low, high = self._between(*window, on)
        first, last = (date.min, on.day) if self._undivided else (window[0], min(window[1], on.day))
        lost, begins, ends = 0, first.toordinal(), last.toordinal()
        for each in self._amounts[low:high]:
            part = each.between(begins, ends)
            if part is None:
                return None
            lost += part
        return self._total(max(high - low, 0), lost)

    def _total(self, spells: int, lost: int) -> Value:
        if (spells, lost) not in self._totals:
            self._totals[spells, lost] = tallied(self._by, spells, lost)
        return self._totals[spells, lost]

    def _between(self, first: date, last: date, on: OnDay) -> tuple[int, int]:
        """The spells that count, as a half-open range of places: the first is in, the last is not."""
        # An open spell has the last day there is as its end, and would seem to reach a window that is yet to begin.
        if first > on.day and self._leaves is Mark.END:
            return 0, 0
        low = bisect_left(self._starts if self._leaves is Mark.START else self._ends, first)
        # Nothing ends after the day asked about, as far as is known on it: a window that reaches it takes in every end.
        by_end = self._enters is Mark.END and last < on.day
        high = bisect_right(self._ends, last) if by_end else bisect_right(self._starts, min(last, on.day))
        if on.used_until is not None:
            low = max(low, bisect_right(self._starts, on.used_until))
        return low, high


class Scaled:
    """An allowance by the pattern of the day: worked out once for each pattern."""

    def __init__(self, by: Allowance, ledger: Ledger) -> None:
        self._by, self._roster = by, ledger.roster
        self._scaled: dict[int, Value | None] = {}

    def on(self, on: OnDay) -> Value | None:
        """The allowance on a day; None where it is unknown."""
        week = self._roster.week(on.day)
        if id(week) not in self._scaled:
            self._scaled[id(week)] = lost_time(self._by, on).value
        return self._scaled[id(week)]


def quick(by: LostTime, ledger: Ledger, *, over_only: bool) -> Figures | Scaled | None:
    """The fast way to a measure; None where there is none.

    There is none where the highest of many windows counts, or days to the return, or only spells that are over.
    """
    match by:
        case Allowance(pattern=Pattern.LATEST):
            return Scaled(by, ledger)
        # Bisection needs one window, and goes by the last day of absence. In the cases left out, many windows are
        # compared, or the day of return decides, which can be later.
        case Tally(_, counting) if not (
            over_only or isinstance(counting.during, AnyWindow) or counting.days is DayCount.TO_RETURN
        ):
            return Figures(by, ledger)
        case _:
            return None


def _amounts(by: Tally, spell: Spell, ledger: Ledger) -> Losses:
    if by.of is Of.HOURS:
        return ledger.hours(spell)
    return ledger.days(spell, by.counting.days, by.counting.half_day)
