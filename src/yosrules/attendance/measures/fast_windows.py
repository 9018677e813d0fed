"""Measures of one worker on many days, without reasons: the same values as `lost_time` has, found faster."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import repeat, starmap
from typing import TypeAlias

import attrs

from yosrules.attendance.days.lost_days import Joined, Ledger, Losses
from yosrules.attendance.days.spells import Spell
from yosrules.attendance.days.weeks import Week
from yosrules.attendance.measures.lost_time import lost_time
from yosrules.attendance.measures.tallies import tallied
from yosrules.attendance.measures.windows import OnDay, in_doubt, known_empty, window_of
from yosrules.language.kinds import Value
from yosrules.language.measure import Window
from yosrules.policies.lost_time.counting import Counting, DayCount, Mark
from yosrules.policies.lost_time.measures import LostTime, Of, Tally
from yosrules.policies.lost_time.scaling import Allowance, Pattern
from yosrules.policies.lost_time.windows import AnyWindow

_Place: TypeAlias = tuple[int, int, int, int]
"""The spells that count, from a place to before another, and the first and the last day of what they lost."""

_GOES_ON: _Place = (-1, -1, 0, 0)
"""Stands for a day on which part of a spell had begun, so that its end is not its end yet."""


@attrs.frozen
class _Read:
    """A counting as it is read: which marks decide, and as of a day, by ordinals, that day and its window.

    The window is None where it depends on a record.
    """

    undivided: bool
    enters: Mark
    leaves: Mark
    window: Callable[[date], tuple[int, int, int]] | None


@cache
def _read(counting: Counting) -> _Read:
    """The same for every worker; a window is remembered for all of them."""
    during, straddling = counting.during, counting.straddling
    if not isinstance(during, Window) or during.anchor is not None:
        return _Read(straddling.undivided, *straddling.marks, None)

    @cache
    def window(day: date) -> tuple[int, int, int]:
        first, last = during.days(day)
        return day.toordinal(), first.toordinal(), last.toordinal()

    return _Read(straddling.undivided, *straddling.marks, window)


class Places:
    """Which spells of a ledger count on any day, by bisection: they never overlap, so that they are consecutive."""

    def __init__(self, counting: Counting, ledger: Ledger, *, used: bool = True) -> None:
        """Look at the spells; without `used` none of them can have led to a stage already."""
        self._used, self._counting, read = used, counting, _read(counting)
        self._undivided, self._window = read.undivided, read.window
        self._enters, self._leaves = read.enters, read.leaves
        self._found = found = ledger.sort(counting.where, over_excluded=counting.over_excluded)
        self._certain = not found.undecided and not found.unsure
        self.spells = found.spells
        self._begins, self._begun, self._ends = found.marks.begins, found.marks.begun, found.marks.ends
        self._reaches = self._begins if self._leaves is Mark.START else self._ends
        self._over: tuple[Sequence[date], list[_Place | None]] = (), []

    def on(self, on: OnDay) -> _Place | None:
        """The spells that count on a day; None where that is unknown."""
        if self._window and self._certain:
            return self._within(*self._window(on.day), on.used_until)
        window = window_of(self._counting.during, on)
        if window is None:
            return (0, 0, 0, 0) if known_empty(self._counting.during, on) else None
        if not self._certain and in_doubt(self._found, window, on):
            return None
        return self._within(on.day.toordinal(), window[0].toordinal(), window[1].toordinal(), on.used_until)

    def over(self, days: Sequence[date], on_day: Callable[[date], OnDay]) -> list[_Place | None]:
        """The same on each of these days."""
        if self._over[0] is not days:
            self._over = days, [*self._on_each(days, on_day)]
        return self._over[1]

    def _on_each(self, days: Sequence[date], on_day: Callable[[date], OnDay]) -> Iterator[_Place | None]:
        if self._used or not (self._window and self._certain):
            return (self.on(on_day(day)) for day in days)
        return starmap(self._within, map(self._window, days))

    def _within(self, day: int, first: int, last: int, used: date | None = None) -> _Place:
        """The spells that count on a day in a window."""
        begun = bisect_right(self._begins, day)
        if begun and self._begun[begun - 1] > day:
            return _GOES_ON
        # An open spell has the last day there is as its end, and would seem to reach a window that is yet to begin.
        if first > day and self._leaves is Mark.END:
            return 0, 0, 0, 0
        low, high = bisect_left(self._reaches, first), begun
        if last < day:
            # Nothing ends after the day asked about, as far as is known on it: only a window before it shuts out ends.
            high = bisect_right(self._ends if self._enters is Mark.END else self._begins, last)
        if used is not None:
            low = max(low, bisect_right(self._begins, used.toordinal()))
        return (low, high, 0, day) if self._undivided else (low, high, first, last if last < day else day)


class Figures:
    """One tally of one ledger on any day; those that count alike share the places of their spells."""

    def __init__(self, by: Tally, ledger: Ledger, places: Places | None = None) -> None:
        self._by = by
        self._places = places or Places(by.counting, ledger)
        self._totals = _totals(by)
        amounts = () if by.of is Of.SPELLS else [_amounts(by, spell, ledger) for spell in self._places.spells]
        self._lost = None if by.of is Of.SPELLS else Joined(amounts)

    def on(self, on: OnDay) -> Value | None:
        """The tally on a day; None where it is unknown."""
        return self._at(self._places.on(on), on.day, lambda _: on)

    def over(self, days: Sequence[date], on_day: Callable[[date], OnDay]) -> list[Value | None]:
        """The tally on each of these days."""
        return [*map(self._at, self._places.over(days, on_day), days, repeat(on_day))]

    def _at(self, place: _Place | None, day: date, on_day: Callable[[date], OnDay]) -> Value | None:
        if place is None:
            return None
        if place is _GOES_ON:
            return lost_time(self._by, on_day(day)).value
        low, high, first, last = place
        if low >= high:
            return self._totals[0, 0]
        lost = 0 if self._lost is None else self._lost.between(low, high, first, last)
        return None if lost is None else self._totals[high - low, lost]


class _Totals(dict[tuple[int, int], Value]):
    """The tallies of so many spells and so much lost time, each worked out once for every worker."""

    def __init__(self, by: Tally) -> None:
        self._by = by

    def __missing__(self, counted: tuple[int, int]) -> Value:
        found = self[counted] = tallied(self._by, *counted)
        return found


_totals = cache(_Totals)


class Scaled:
    """An allowance by the pattern of the day: worked out once for each pattern."""

    def __init__(self, by: Allowance, ledger: Ledger) -> None:
        self._by, self._roster, self._scaled = by, ledger.roster, _scaled(by)

    def on(self, on: OnDay) -> Value | None:
        """The allowance on a day; None where it is unknown."""
        return self._at(on.day, lambda _: on)

    def over(self, days: Sequence[date], on_day: Callable[[date], OnDay]) -> list[Value | None]:
        """The allowance on each of these days, which are in order."""
        if days and self._roster.week(days[0]) is self._roster.week(days[-1]):
            return [self._at(days[0], on_day)] * len(days)
        return [self._at(day, on_day) for day in days]

    def _at(self, day: date, on_day: Callable[[date], OnDay]) -> Value | None:
        week = self._roster.week(day)
        if week not in self._scaled:
            self._scaled[week] = lost_time(self._by, on_day(day)).value
        return self._scaled[week]


@cache
def _scaled(_: Allowance) -> dict[Week, Value | None]:
    """The allowance of each week that anybody works."""
    return {}


def quick(
    by: LostTime, ledger: Ledger, *, over_only: bool, places: Callable[[Counting], Places] | None = None
) -> Figures | Scaled | None:
    """The fast way to a measure; None where there is none.

    There is none where the highest of many windows counts, or days to the return, or only spells that are over or of
    some length.
    `places` are those that measures of the same ledger share.
    """
    match by:
        case Allowance(pattern=Pattern.LATEST):
            return Scaled(by, ledger)
        # Bisection needs one window and spells that all count, and goes by the last day of absence. In the cases left
        # out, many windows are compared, spells are skipped, or the day of return decides, which can be later.
        case Tally(_, counting) if not (
            over_only
            or counting.length is not None
            or isinstance(counting.during, AnyWindow)
            or counting.days is DayCount.TO_RETURN
        ):
            return Figures(by, ledger, places(counting) if places else None)
        case _:
            return None


def _amounts(by: Tally, spell: Spell, ledger: Ledger) -> Losses:
    if by.of is Of.HOURS:
        return ledger.hours(spell)
    return ledger.days(spell, by.counting.days, by.counting.half_day)
