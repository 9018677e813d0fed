"""What a measure comes to on many days, quickly: the same as `lost_time` says, but not of what it is made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache

from yosrules.attendance.lost_days import Amounts, Ledger
from yosrules.attendance.measures import lost_time
from yosrules.attendance.spells import Spell
from yosrules.attendance.windows import Days, OnDay, in_doubt, known_empty, unit, window_of
from yosrules.language.kinds import Value
from yosrules.language.measure import Window
from yosrules.policies.counting import AnyWindow, DayCount, During, Straddling
from yosrules.policies.lost_time import Allowance, LostTime, Of, Pattern, Tally


@cache
def days_back(during: During) -> Callable[[date], Days] | None:
    """The days of a window that is placed by nothing but the day asked about, remembered for every worker."""
    return cache(during.days) if isinstance(during, Window) and during.anchor is None else None


class Figures:
    """One tally of one ledger. Spells never overlap, so those in a window stand in a row."""

    def __init__(self, by: Tally, ledger: Ledger) -> None:
        self._by, self._of, self._counting = by, by.of, by.counting
        told = ledger.sort(by.counting.where)
        self._days = days_back(by.counting.during)
        self._sure = not told.untold and not told.unsure
        self._spells = told.spells
        self._starts = [spell.start for spell in told.spells]
        self._ends = [spell.end or date.max for spell in told.spells]
        self._amounts = [] if by.of is Of.SPELLS else [_amounts(by, spell, ledger) for spell in told.spells]

    def on(self, known: OnDay) -> Value | None:
        """What it comes to on a day."""
        window = self._days(known.day) if self._days else window_of(self._counting.during, known)
        if window is None:
            return self._worth(0, 0) if known_empty(self._counting.during, known) else None
        if not self._sure and in_doubt(self._counting.where, window, known):
            return None
        begun = bisect_right(self._starts, known.day)
        if begun and self._spells[begun - 1].absences[-1].start > known.day:
            return lost_time(self._by, known).value  # the latest spell goes on later, which is not known yet
        low, high = self._between(*window, known)
        first, last = date.min, known.day
        if self._counting.straddling is Straddling.INSIDE:
            first, last = window[0], min(window[1], known.day)
        amount, begins, ends = 0, first.toordinal(), last.toordinal()
        for each in self._amounts[low:high]:
            lost = each.between(begins, ends)
            if lost is None:
                return None
            amount += lost
        return self._worth(max(high - low, 0), amount)

    def _between(self, first: date, last: date, known: OnDay) -> tuple[int, int]:
        """Which spells count, from one place up to another."""
        day, straddling = known.day, self._counting.straddling
        latest = min(last, day)
        if straddling is Straddling.BY_START:
            low, high = bisect_left(self._starts, first), bisect_right(self._starts, latest)
        elif straddling is Straddling.BY_END and last < day:
            low, high = bisect_left(self._ends, first), bisect_right(self._ends, last)
        else:
            low, high = bisect_left(self._ends, first), bisect_right(self._starts, latest)
        if first > day and straddling is not Straddling.BY_START:
            return 0, 0
        if known.used_until is not None:
            low = max(low, bisect_right(self._starts, known.used_until))
        return low, high

    def _worth(self, spells: int, amount: int) -> int | Decimal:
        if self._of is Of.SPELLS:
            return spells
        worth = unit(
            self._of, amount * 2 if self._counting.days is DayCount.SESSIONS and self._of is not Of.HOURS else amount
        )
        return spells**2 * worth if self._of is Of.BRADFORD else worth


class Scaled:
    """A trigger scaled to the worker's week on the day asked about: the same for as long as the pattern is."""

    def __init__(self, by: Allowance, ledger: Ledger) -> None:
        self._by, self._roster = by, ledger.roster
        self._scaled: dict[int, Value | None] = {}

    def on(self, known: OnDay) -> Value | None:
        """What it comes to on a day."""
        week = self._roster.week(known.day)
        if id(week) not in self._scaled:
            self._scaled[id(week)] = lost_time(self._by, known).value
        return self._scaled[id(week)]


def quick(by: LostTime, ledger: Ledger, *, over_only: bool) -> Figures | Scaled | None:
    """How to work out a measure quickly; None where only the long way will do.

    Only that will where the best of many windows counts, or days after an absence, or nothing before the return.
    """
    match by:
        case Allowance(pattern=Pattern.LATEST):
            return Scaled(by, ledger)
        case Tally(_, counting) if not (
            over_only or isinstance(counting.during, AnyWindow) or counting.days is DayCount.TO_RETURN
        ):
            return Figures(by, ledger)
        case _:
            return None


def _amounts(by: Tally, spell: Spell, ledger: Ledger) -> Amounts:
    if by.of is Of.HOURS:
        return ledger.hours(spell)
    return ledger.days(spell, by.counting.days, by.counting.half_day)
