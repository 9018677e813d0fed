"""The days on which a forum sits: every so many weeks, or on given days of the week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import IntEnum
from functools import lru_cache

import attrs

from yosrules.errors import PolicyError
from yosrules.language.kinds import words
from yosrules.policies.calendar import Count, Nation, Span


class Weekday(IntEnum):
    """A day of the week, with the number that Python's `date.weekday` gives it."""

    MONDAY = 0
    TUESDAY = 1
    WEDNESDAY = 2
    THURSDAY = 3
    FRIDAY = 4
    SATURDAY = 5
    SUNDAY = 6


EVERY_WEEKDAY = tuple(Weekday)[:5]

_LAST = date.max.toordinal()


def _in_order(days: Iterable[Weekday]) -> tuple[Weekday, ...]:
    return tuple(sorted(set(days)))


@attrs.frozen
class Sitting:
    """The days on which a forum sits: every `every_weeks` weeks from a first day, on that day of the week or on `days`.

    Unless `on_bank_holidays`, a sitting on a bank holiday falls away; it is not moved to another day.
    """

    first: date
    every_weeks: int = 1
    days: tuple[Weekday, ...] = attrs.field(default=(), converter=_in_order)
    on_bank_holidays: bool = True

    def __attrs_post_init__(self) -> None:
        if self.every_weeks < 1:
            raise PolicyError("a forum sits in every week or in fewer; allowed: 1 or more weeks")
        if self.days and self.first.weekday() not in self.days:
            raise PolicyError(f"the first sitting is on a {self.first:%A}; allowed: a {_listed(self.days, 'or')}")

    def __str__(self) -> str:
        weeks = f"every {Span(self.every_weeks, Count.WEEKS)}"
        if self.days and self.every_weeks == 1:
            several = {tuple(Weekday): "day", EVERY_WEEKDAY: "weekday"}
            weeks = f"every {several.get(self.days) or _listed(self.days, 'and')}"
        elif self.days:
            weeks += f" on {_listed(self.days, 'and')}"
        holidays = "bank holidays included" if self.on_bank_holidays else "not on bank holidays"
        return f"{weeks} from {self.first.day} {self.first:%B %Y}, {holidays}"

    def next_from(self, day: date, nation: Nation = Nation.ENGLAND) -> date | None:
        """The first sitting on or after a day; None if it is beyond the calendar."""
        return _next(self, max(day, self.first), nation)


@lru_cache(maxsize=256)
def _next(sitting: Sitting, day: date, nation: Nation) -> date | None:
    days = _sittings(sitting, day)
    return next((each for each in days if sitting.on_bank_holidays or not nation.bank_holiday(each)), None)


def _sittings(sitting: Sitting, day: date) -> Iterator[date]:
    """Every sitting on or after a day, on bank holidays too, to the end of the calendar."""
    step = 7 * sitting.every_weeks
    monday = sitting.first.toordinal() - sitting.first.weekday()
    for week in range(monday + (day.toordinal() - monday) // step * step, _LAST + 1, step):
        for each in sitting.days or (sitting.first.weekday(),):
            if day.toordinal() <= week + each <= _LAST:
                yield date.fromordinal(week + each)


def _listed(days: tuple[Weekday, ...], last: str) -> str:
    *others, final = map(words, days)
    return f"{', '.join(others)} {last} {final}" if others else final
