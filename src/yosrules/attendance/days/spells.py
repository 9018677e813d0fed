"""One worker's absences -> spells: which absences meet a condition, and which of those are one spell, by a policy."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from itertools import pairwise
from typing import TypeAlias, assert_never

import attrs

from yosrules.attendance.days.absences import back_at_work, may_be_back
from yosrules.attendance.days.links import Links
from yosrules.attendance.days.roster import Roster
from yosrules.deciding.decide import Finding, Verdict, find
from yosrules.language.expr import ALWAYS, Condition
from yosrules.records.absence import Absence, first_moment

_EVERY = Finding(ALWAYS, Verdict.HOLDS, ())
"""What is found of any absence where nothing is asked of it."""


def _finder(where: Condition) -> Callable[[Absence], Finding]:
    return (lambda _: _EVERY) if where == ALWAYS else partial(find, where)


_Way: TypeAlias = tuple[Condition, bool]
"""A condition, and whether absences that fail it join those between which they lie."""


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
    def returned(self) -> date | None:
        """The day of return that is on record."""
        return self.absences[-1].returned

    @property
    def back(self) -> date | None:
        """The day of return; None while the spell is open."""
        return back_at_work(self.absences[-1])

    @property
    def interviewed(self) -> date | None:
        """The day of the interview after the return: that of the last row, or one entered with an earlier row."""
        back, *earlier = (row.interviewed for row in reversed(self.absences))
        held = [day for day in (back, max((day for day in earlier if day), default=None)) if day]
        return next((day for day in held if day >= may_be_back(self.absences[-1])), None)

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


@attrs.frozen
class SpellDays:
    """The days on which each spell begins, has all begun, and ends, as ordinals: to be looked through by halves."""

    begins: list[int]
    begun: list[int]
    ends: list[int]

    @classmethod
    def of(cls, spells: Sequence[Spell]) -> SpellDays:
        """Those of spells in order; an open one ends on the last day there is."""
        return cls(
            [spell.absences[0].start.toordinal() for spell in spells],
            [spell.absences[-1].start.toordinal() for spell in spells],
            [(spell.absences[-1].end or date.max).toordinal() for spell in spells],
        )

    def and_then(self, spell: Spell) -> SpellDays:
        """The same with one spell more, after all the others."""
        more = SpellDays.of([spell])
        return SpellDays(self.begins + more.begins, self.begun + more.begun, self.ends + more.ends)


def _marks(made: Sorted) -> SpellDays:
    return SpellDays.of(made.spells)


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
    marks: SpellDays = attrs.field(eq=False, repr=False, default=attrs.Factory(_marks, takes_self=True))

    def and_then(self, row: Absence, finding: Finding) -> Sorted:
        """The same with one absence more that no link can join to any of them."""
        spell = Spell((row,))
        match finding.verdict:
            case Verdict.HOLDS:
                marks = self.marks.and_then(spell)
                return Sorted((*self.spells, spell), self.left_out, self.undecided, self.unsure, marks)
            case Verdict.FAILS:
                return attrs.evolve(self, left_out=(*self.left_out, (row, finding)))
            case Verdict.CANNOT_TELL:
                return attrs.evolve(self, undecided=(*self.undecided, (spell, finding, row.start)))
            case _:
                assert_never(finding.verdict)


class Spells:
    """One worker's absences in order, to be sorted by any condition; each condition is looked at once."""

    def __init__(self, absences: tuple[Absence, ...], links: Links, known: Mapping[_Way, Sorted]) -> None:
        self.absences: tuple[Absence, ...] = absences
        self.roster: Roster = links.roster
        self._links = links
        self._sorted = dict(known)
        self._one: dict[tuple[int, int], bool | None] = {}

    def sort(self, where: Condition, *, over_excluded: bool = True) -> Sorted:
        """The absences by whether they meet a condition; `over_excluded` as of `Counting`."""
        way = (where, over_excluded)
        if way not in self._sorted:
            self._sorted[way] = self._sort(where, over_excluded)
        return self._sorted[way]

    @cached_property
    def every(self) -> Sorted:
        """All of the absences as spells."""
        return self.sort(ALWAYS)

    def episode(self, day: date) -> tuple[date, date]:
        """The first day of the latest spell that had begun by a day, and that of the one after it."""
        spells, after = self.every.spells, self._begun(day)
        return spells[after - 1].start, spells[after].start if after < len(spells) else date.max

    def amid(self, day: date) -> Spell | None:
        """The latest spell that had begun by a day, as it was known then; None where there was none."""
        begun = self._begun(day)
        return self.every.spells[begun - 1].as_of(day) if begun else None

    def _begun(self, day: date) -> int:
        """How many spells had begun by a day."""
        return bisect_right(self.every.marks.begins, day.toordinal())

    def apart(self, row: Absence) -> bool:
        """Whether one absence more, after all the others, would surely be a spell of its own."""
        return not self.absences or self._links.between(self.absences[-1], row) is False

    def and_then(self, row: Absence) -> Spells:
        """The same with one absence more, after all the others."""
        # A row that may belong to the last spell can change what was found, so then everything is sorted anew.
        known = self._sorted if self.apart(row) else {}
        more = {way: found.and_then(row, _finder(way[0])(row)) for way, found in known.items()}
        return Spells((*self.absences, row), self._links, more)

    def _sort(self, where: Condition, over_excluded: bool) -> Sorted:  # noqa: FBT001
        by: dict[Verdict, dict[int, Finding]] = {verdict: {} for verdict in Verdict}
        for place, finding in enumerate(map(_finder(where), self.absences)):
            by[finding.verdict][place] = finding
        counted, left_out, undecided = [*by[Verdict.HOLDS]], by[Verdict.FAILS], by[Verdict.CANNOT_TELL]
        one = self._by_way if over_excluded else self._between
        widest = self._widest(sorted([*counted, *undecided]), one) if undecided else {}
        links = [one(*pair) for pair in pairwise(counted)]
        return Sorted(
            tuple(self._joined(counted, [link is True for link in links])),
            tuple((self.absences[place], finding) for place, finding in left_out.items()),
            tuple((widest[row := self.absences[place]], finding, row.start) for place, finding in undecided.items()),
            tuple(self._unsure(counted, links)) if None in links else (),
        )

    def _widest(self, places: Sequence[int], one: Callable[[int, int], bool | None]) -> dict[Absence, Spell]:
        """The widest spell that each absence may be part of."""
        # An undecided absence may link its neighbours, so a window that only a neighbour reaches is in doubt as well.
        runs = self._joined(places, [one(*pair) is not False for pair in pairwise(places)])
        return {row: run for run in runs for row in run.absences}

    def _by_way(self, earlier: int, later: int) -> bool | None:
        """Whether the absences at two places are one, by themselves or by way of the excluded ones between them."""
        if later == earlier + 1:
            return self._between(earlier, later)
        steps = [self._between(place, place + 1) for place in range(earlier, later)]
        way = False if False in steps else None if None in steps else True
        # Days off between the two were looked at step by step.
        return self._links.near(self.absences[earlier], self.absences[later]) or way

    def _between(self, earlier: int, later: int) -> bool | None:
        if (earlier, later) not in self._one:
            self._one[earlier, later] = self._links.between(self.absences[earlier], self.absences[later])
        return self._one[earlier, later]

    def _joined(self, places: Sequence[int], one: Sequence[bool]) -> Iterator[Spell]:
        """The spells that absences at places in order make; `one` is whether each is one with that after it."""
        so_far: list[Absence] = []
        for place, goes_on in zip(places, [*one, False][: len(places)], strict=True):
            so_far.append(self.absences[place])
            if not goes_on:
                yield Spell(tuple(so_far))
                so_far = []

    def _unsure(self, places: Sequence[int], links: Sequence[bool | None]) -> Iterator[tuple[Spell, date]]:
        """The runs that may be one spell, once for each place where that is unknown, with the day on which it is."""
        since = {
            first_moment(self.absences[later]) for later, link in zip(places[1:], links, strict=True) if link is None
        }
        for run in self._joined(places, [link is not False for link in links]):
            yield from ((run, row.start) for row in run.absences if first_moment(row) in since)
