"""A worker's absences -> spells, linked as a policy says."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import attrs

from yosrules.attendance.roster import Roster
from yosrules.policies.attendance import Linking
from yosrules.policies.calendar import ONE
from yosrules.records.absence import Absence, first_moment, last_moment

LONGEST_OFF = 28
"""So many days without one that is worked are no part of any work pattern, also of one that is not on record."""


@attrs.frozen(eq=False)
class Spell:
    """One separate absence, after linking; its last day is None while it is still open."""

    absences: tuple[Absence, ...]
    _known: dict[int, Spell] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def start(self) -> date:
        """Its first day."""
        return self.absences[0].start

    @property
    def end(self) -> date | None:
        """Its last day."""
        return self.absences[-1].end

    @property
    def back(self) -> date | None:
        """The day of return from it; None while it is open."""
        return back_at_work(self.absences[-1])

    def until(self, day: date) -> date:
        """Its last day so far, as of a day."""
        return day if self.end is None else min(self.end, day)

    def as_of(self, day: date) -> Spell:
        """A spell that had begun by a day as it was known then, without absences that began later."""
        if self.absences[-1].start <= day:
            return self
        begun = bisect_right([row.start for row in self.absences], day)
        return self._known.setdefault(begun, Spell(self.absences[:begun]))


def back_at_work(row: Absence) -> date | None:
    """The day of return from an absence: as recorded, else the day after its last; None while it is open."""
    return row.returned or (row.end + ONE if row.end else None)


def link(absences: Sequence[Absence], linking: Linking, roster: Roster, *, perhaps: bool = False) -> Iterator[Spell]:
    """The spells that absences in order come to; with `perhaps` also what only a missing work pattern leaves apart."""
    joined: list[Absence] = []
    for row in absences:
        if joined and not (told if (told := linked(joined[-1], row, linking, roster)) is not None else perhaps):
            yield Spell(tuple(joined))
            joined = []
        joined.append(row)
    if joined:
        yield Spell(tuple(joined))


def linked(earlier: Absence, later: Absence, linking: Linking, roster: Roster) -> bool | None:
    """Whether any rule makes two absences one spell; None where that hangs on a work pattern that is not on record."""
    gap = (later.start - (earlier.end or later.start)).days - 1
    if linking.calendar_gap is not None and gap <= linking.calendar_gap:
        return True
    alike = earlier.reason is not None and earlier.reason is later.reason and earlier.reason in linking.reasons
    if alike and gap <= linking.reason_gap:
        return True
    return _days_off(_part_days_between(earlier, later), roster) if linking.over_days_off else False


def _days_off(between: Iterator[date], roster: Roster) -> bool | None:
    """Whether none of some days in a row is worked."""
    told: bool | None = True
    for number, day in enumerate(between):
        works = roster.working(day)
        told = None if works is None else told
        if works or (told is None and number >= LONGEST_OFF):
            return False
    return told


def whole_days_between(earlier: Absence, later: Absence) -> list[date]:
    """The days between two absences."""
    return [] if earlier.end is None else [*each_day(earlier.end + ONE, later.start - ONE)]


def _part_days_between(earlier: Absence, later: Absence) -> Iterator[date]:
    """The days of which any session lies between two absences."""
    ended, begins = last_moment(earlier), first_moment(later)
    first = ended[0] if ended[1] == 0 else ended[0] + ONE
    last = begins[0] if begins[1] == 1 else begins[0] - ONE
    return iter(()) if (ended[0], ended[1] + 1) == begins else each_day(first, last)


def each_day(first: date, last: date) -> Iterator[date]:
    """The days from first to last, both in."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
