"""The days on which a worker's record is put to the triggers, by the conventions of a policy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property
from itertools import chain
from typing import assert_never

import attrs

from yosrules.attendance.days.absences import back_at_work, every_day
from yosrules.attendance.facts import Attending
from yosrules.policies.calendar import ONE
from yosrules.policies.conventions import Assessed, Fires


@attrs.frozen(slots=False)
class AssessedDays:
    """The days up to a last one; with `every_day_away` a long-term rule adds every day of absence.

    With `to_return` a day before the return is a day of absence too.
    """

    attending: Attending
    last: date
    every_day_away: bool
    to_return: bool

    @property
    def all(self) -> list[date]:
        """The days on which any trigger can be hit, in order."""
        return self.after(date.min)

    def after(self, day: date) -> list[date]:
        """Those of them that are after a day."""
        usual = self.usual if day == date.min else self._usual(day)
        days = sorted(usual | dict.fromkeys(self._away(day)) if self.every_day_away else usual)
        return days[bisect_right(days, day) : bisect_right(days, self.last)]

    @cached_property
    def usual(self) -> dict[date, None]:
        """The days on which every trigger is assessed, by the conventions."""
        return self._usual(date.min)

    def _usual(self, after: date) -> dict[date, None]:
        """The usual days, and of those up to a day perhaps not all."""
        conventions, absences = self.attending.conventions, self.attending.absences
        if conventions.fires is Fires.WHILE_IT_HOLDS:
            # A trigger that still holds is hit at once after a stage, so each day on which a stage begins or ends
            # is assessed, with the day after it.
            held = self.attending.background.held or ()
            over = [each.ends.day + ONE for each in held if each.ends]
            later = [each.held + ONE for each in held]
            return dict.fromkeys([*self._away(after), *(each.held for each in held), *later, *over, self.last])
        match conventions.assessed:
            case Assessed.EACH_DAY:
                return dict.fromkeys(self._away(after))
            case Assessed.AT_START:
                return dict.fromkeys(row.start for row in absences)
            case Assessed.ON_RETURN:
                return dict.fromkeys(back for row in absences if (back := back_at_work(row)))
            case _:
                assert_never(conventions.assessed)

    def _away(self, after: date) -> Iterator[date]:
        """The days of absence, without those of an absence that was over by a day."""
        return chain.from_iterable(
            every_day(row.start, self.last if ends is None or ends > self.last else ends)
            for row in self.attending.absences
            # Where days to the return are lost, a trigger can be hit after the last day of absence itself.
            for ends in [row.returned - ONE if self.to_return and row.returned else row.end]
            if ends is None or ends > after
        )
