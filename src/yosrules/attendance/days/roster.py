"""What one worker was due to work: the hours of each day, by a roster or a work pattern, and an ordinary week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from yosrules.attendance.days.weeks import Patterns, Week, mean, patterns_of
from yosrules.policies.calendar import ONE, Nation
from yosrules.records.absence import Shift, WorkPattern


class Roster:
    """The days that a worker was due to work: by roster where there is one, else by pattern; None where unknown.

    A roster is complete from its first day to its last: a day between that is not on it is a day off. Beyond these it
    says nothing. Before employment `started` nothing was due.
    """

    def __init__(
        self,
        patterns: Sequence[WorkPattern] | None,
        shifts: Sequence[Shift] | None,
        nation: Nation,
        started: date | None = None,
    ) -> None:
        self._started = started
        self._shifts = {shift.day: shift.hours for shift in shifts or ()}
        # An empty roster spans no day.
        self._first, self._last = min(self._shifts, default=date.max), max(self._shifts, default=date.min)
        self._patterns = patterns_of(tuple(patterns or ()), nation)

    def due(self, day: date) -> Decimal | None:
        """The hours due on a day, bank holiday or not; None where no pattern covers it."""
        if self._started is not None and day < self._started:
            return Decimal(0)
        if self._first <= day <= self._last:
            return self._shifts.get(day, Decimal(0))
        return self._patterns.due(day)

    def rostered(self, day: date) -> bool | None:
        """Whether the worker was due to work on a day, bank holiday or not."""
        hours = self.due(day)
        return None if hours is None else hours > 0

    def working(self, day: date) -> bool | None:
        """Whether a day was a working day: due, and no bank holiday. A roster already knows of bank holidays."""
        if self._first <= day <= self._last:
            return self.rostered(day)
        # Before employment nothing was due, also on a day of which no pattern tells.
        return False if self._started is not None and day < self._started else self._patterns.working(day)

    def only_patterns(self, first: date, last: date) -> Patterns | None:
        """The work patterns, where they alone decide what was due from first to last."""
        decided = last < self._first or first > self._last
        return self._patterns if decided and (self._started is None or self._started <= first) else None

    def week(self, day: date) -> Week:
        """The ordinary week of the pattern in force on a day: as stated, or else the sum of its weekdays."""
        return self._patterns.week(day)

    def average(self, first: date, last: date) -> Week:
        """The ordinary week averaged over the days from first to last, both in."""
        turns = [first, *(starts for starts in self._patterns.starts if first < starts <= last), last + ONE]
        parts = [((later - earlier).days, self.week(earlier)) for earlier, later in pairwise(turns)]
        days = [week.days for length, week in parts for _ in range(length)]
        hours = [week.hours for length, week in parts for _ in range(length)]
        return Week(mean(days), mean(hours))

    def hours_due(self, first: date, last: date) -> Decimal | None:
        """The hours due from first to last, both in."""
        due = [self.due(first + timedelta(days=n)) for n in range((last - first).days + 1)]
        return None if None in due else sum((hours for hours in due if hours is not None), Decimal(0))
