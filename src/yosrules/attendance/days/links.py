"""When two absences of one worker are one, by a policy: by the days between them, and by what was due on these."""

from __future__ import annotations

from datetime import date

import attrs

from yosrules.attendance.days.absences import back_in, begins_in
from yosrules.attendance.days.roster import Roster
from yosrules.policies.conventions import Linking
from yosrules.policies.lost_time.formulas import near
from yosrules.records.absence import Absence

LONGEST_OFF = 28
"""The most days off in a row that any work pattern is taken to have, also one that is not on record."""


@attrs.frozen
class Links:
    """When two absences of one worker are one; booked `leave` is None where it is unknown."""

    linking: Linking
    roster: Roster
    leave: frozenset[date] | None

    def near(self, earlier: Absence, later: Absence) -> bool:
        """Whether two absences are one, whatever was due to work between them."""
        return self._near(earlier, later, begins_in(later) - back_in(earlier))

    def _near(self, earlier: Absence, later: Absence, apart: int) -> bool:
        """The same, of so many half days apart."""
        reasons = self.linking.reasons
        alike = bool(reasons) and earlier.reason is later.reason and earlier.reason in reasons
        if self.linking.over_days_off and apart <= 0:
            return True
        return near(apart, alike, self.linking.calendar_gap, self.linking.reason_gap)

    def between(self, earlier: Absence, later: Absence) -> bool | None:
        """Whether two absences are one; None where that depends on a work pattern or on leave that is not on record."""
        back, begins = back_in(earlier), begins_in(later)
        # Days off come last: a missing work pattern must not matter where another rule links the absences anyway.
        if self._near(earlier, later, begins - back):
            return True
        return self._all_off(back, begins) if self.linking.over_days_off else False

    def _all_off(self, back: int, begins: int) -> bool | None:
        """Whether no day between is worked; None where unknown, unless there are more than any pattern has off."""
        off: bool | None = True
        works_on = self._works if self.linking.over_booked_leave else self.roster.working
        days = range(back // 2, (begins - 1) // 2 + 1)
        for number, day in enumerate(map(date.fromordinal, days)):
            works = works_on(day)
            off = None if works is None else off
            if works or (off is None and number >= LONGEST_OFF):
                return False
        return off

    def _works(self, day: date) -> bool | None:
        """Whether a day is worked that is none of booked leave."""
        works = self.roster.working(day)
        if works is False:
            return False
        if self.leave is None:
            return None
        return False if day in self.leave else works
