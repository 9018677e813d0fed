"""One worker's absences -> spells: which absences meet a condition, and which of those are one spell, by a policy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import assert_never

import attrs

from yosrules.attendance.roster import Roster
from yosrules.deciding.decide import Finding, Verdict, find
from yosrules.language.expr import ALWAYS, Condition
from yosrules.policies.attendance import Linking
from yosrules.policies.calendar import ONE
from yosrules.records.absence import Absence, first_moment, last_moment

LONGEST_OFF = 28
"""The most days off in a row that any work pattern is taken to have, also one that is not on record."""


@attrs.frozen(eq=False)
class Spell:
    """One separate absence, after linking; its last day is None while it is still open."""

    absences: tuple[Absence, ...]
    _known: dict[int, Spell] = attrs.field(factory=dict, init=False, repr=False)

    @property
    def start(self) -> date:
        """The first day."""
        return self.absences[0].start

    @property
    def end(self) -> date | None:
        """The last day."""
        return self.absences[-1].end

    @property
    def back(self) -> date | None:
        """The day of return; None while the spell is open."""
        return back_at_work(self.absences[-1])

    def until(self, day: date) -> date:
        """The last day so far, as of a day."""
        return day if self.end is None else min(self.end, day)

    def as_of(self, day: date) -> Spell:
        """A spell that had begun by a day as it was known then, without absences that began later."""
        if self.absences[-1].start <= day:
            return self
        begun = bisect_right([row.start for row in self.absences], day)
        # Spells are compared by identity, so one day must always give the same object.
        return self._known.setdefault(begun, Spell(self.absences[:begun]))


def back_at_work(row: Absence) -> date | None:
    """The day of return from an absence: as recorded, else the day after its last; None while it is open."""
    return row.returned or (row.end + ONE if row.end else None)


def linked(earlier: Absence, later: Absence, linking: Linking, roster: Roster) -> bool | None:
    """Whether any rule makes two absences one spell; None where that depends on a missing work pattern."""
    # Days off come last: a missing work pattern must not matter where another rule links the absences anyway.
    gap = (later.start - (earlier.end or later.start)).days - 1
    if linking.calendar_gap is not None and gap <= linking.calendar_gap:
        return True
    alike = earlier.reason is not None and earlier.reason is later.reason and earlier.reason in linking.reasons
    if alike and gap <= linking.reason_gap:
        return True
    return _all_off(_part_days_between(earlier, later), roster) if linking.over_days_off else False


def _all_off(between: Iterator[date], roster: Roster) -> bool | None:
    """Whether no day of a row is worked; None where a pattern is missing, unless the row is longer than any has off."""
    off: bool | None = True
    for number, day in enumerate(between):
        works = roster.working(day)
        off = None if works is None else off
        if works or (off is None and number >= LONGEST_OFF):
            return False
    return off


def _part_days_between(earlier: Absence, later: Absence) -> Iterator[date]:
    """The days of which at least one session lies between two absences."""
    ended, begins = last_moment(earlier), first_moment(later)
    first = ended[0] if ended[1] == 0 else ended[0] + ONE
    last = begins[0] if begins[1] == 1 else begins[0] - ONE
    return iter(()) if (ended[0], ended[1] + 1) == begins else every_day(first, last)


def whole_days_between(earlier: Absence, later: Absence) -> list[date]:
    """The days between two absences."""
    return [] if earlier.end is None else [*every_day(earlier.end + ONE, later.start - ONE)]


def every_day(first: date, last: date) -> Iterator[date]:
    """The days from first to last, both in."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def link(absences: Sequence[Absence], linking: Linking, roster: Roster, *, perhaps: bool = False) -> Iterator[Spell]:
    """The spells that absences in order make; with `perhaps` an unknown link counts as a link."""
    so_far: list[Absence] = []
    for row in absences:
        if so_far:
            one = linked(so_far[-1], row, linking, roster)
            if not (perhaps if one is None else one):
                yield Spell(tuple(so_far))
                so_far = []
        so_far.append(row)
    if so_far:
        yield Spell(tuple(so_far))


@attrs.frozen
class Sorted:
    """A worker's absences by whether they meet a condition: those that do, as spells; those that do not; undecided.

    An undecided absence comes as the widest spell that it may be part of, with the day on which it begins itself.
    `unsure` are runs of spells that may be one, for want of a work pattern, each with the day from which that matters.
    """

    spells: tuple[Spell, ...]
    left_out: tuple[tuple[Absence, Finding], ...]
    undecided: tuple[tuple[Spell, Finding, date], ...]
    unsure: tuple[tuple[Spell, date], ...]

    def and_then(self, row: Absence, finding: Finding) -> Sorted:
        """The same with one absence more that no link can join to any of them."""
        match finding.verdict:
            case Verdict.HOLDS:
                return attrs.evolve(self, spells=(*self.spells, Spell((row,))))
            case Verdict.FAILS:
                return attrs.evolve(self, left_out=(*self.left_out, (row, finding)))
            case Verdict.CANNOT_TELL:
                return attrs.evolve(self, undecided=(*self.undecided, (Spell((row,)), finding, row.start)))
            case _:
                assert_never(finding.verdict)


class Spells:
    """One worker's absences in order, to be sorted by any condition; each condition is looked at once."""

    def __init__(
        self, absences: tuple[Absence, ...], linking: Linking, roster: Roster, known: Mapping[Condition, Sorted]
    ) -> None:
        self.absences: tuple[Absence, ...] = absences
        self.roster: Roster = roster
        self._linking = linking
        self._sorted = dict(known)
        self._begins: list[date] | None = None

    def sort(self, where: Condition) -> Sorted:
        """The absences by whether they meet a condition."""
        if where not in self._sorted:
            self._sorted[where] = self._sort(where)
        return self._sorted[where]

    def episode(self, day: date) -> date:
        """The first day of the latest spell that had begun by a day."""
        if self._begins is None:
            self._begins = [spell.start for spell in self.sort(ALWAYS).spells]
        return self._begins[bisect_right(self._begins, day) - 1]

    def amid(self, day: date) -> Spell | None:
        """The latest spell that had begun by a day, as it was known then; None where there was none."""
        begun = [spell for spell in self.sort(ALWAYS).spells if spell.start <= day]
        return begun[-1].as_of(day) if begun else None

    def apart(self, row: Absence) -> bool:
        """Whether one absence more, after all the others, would surely be a spell of its own."""
        return not self.absences or linked(self.absences[-1], row, self._linking, self.roster) is False

    def and_then(self, row: Absence) -> Spells:
        """The same with one absence more, after all the others."""
        # A row that may belong to the last spell can change what was found, so then everything is sorted anew.
        known = self._sorted if self.apart(row) else {}
        more = {where: found.and_then(row, find(where, row)) for where, found in known.items()}
        return Spells((*self.absences, row), self._linking, self.roster, more)

    def _sort(self, where: Condition) -> Sorted:
        if where == ALWAYS:
            return Sorted(tuple(self._link(self.absences)), (), (), tuple(self._unsure(self.absences)))
        found = [(row, find(where, row)) for row in self.absences]
        counted = [row for row, finding in found if finding.verdict is Verdict.HOLDS]
        possible = [row for row, finding in found if finding.verdict is not Verdict.FAILS]
        # An undecided absence may link its neighbours, so a window that only a neighbour reaches is in doubt as well.
        widest = {row: spell for spell in self._link(possible, perhaps=True) for row in spell.absences}
        return Sorted(
            tuple(self._link(counted)),
            tuple((row, finding) for row, finding in found if finding.verdict is Verdict.FAILS),
            tuple(
                (widest[row], finding, row.start) for row, finding in found if finding.verdict is Verdict.CANNOT_TELL
            ),
            tuple(self._unsure(counted)),
        )

    def _link(self, rows: Sequence[Absence], *, perhaps: bool = False) -> Iterator[Spell]:
        return link(rows, self._linking, self.roster, perhaps=perhaps)

    def _unsure(self, rows: Sequence[Absence]) -> Iterator[tuple[Spell, date]]:
        for run in self._link(rows, perhaps=True):
            for earlier, later in pairwise(run.absences):
                if linked(earlier, later, self._linking, self.roster) is None:
                    yield run, later.start
