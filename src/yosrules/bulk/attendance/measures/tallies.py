"""Tallies as columns: how many spells count in a window and what they lost, as differences of running totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import Enum, auto
from functools import reduce
from operator import add, and_
from typing import TypeAlias, assert_never

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.lost_days import Amount
from yosrules.bulk.attendance.measures.windows import DoubtColumns, Placed, in_doubt
from yosrules.bulk.attendance.tables.columns import DAY
from yosrules.bulk.attendance.tables.day_columns import EventRow, Point, at_point
from yosrules.bulk.attendance.tables.running_totals import to_end_of
from yosrules.bulk.frames.engine import whole
from yosrules.policies.lost_time.counting import DayCount, Mark
from yosrules.policies.lost_time.measures import Of, Tally

_ByMark: TypeAlias = Callable[[Mark, str], nw.Expr]
"""A running total whose parts are placed on one mark of each spell, at a point."""


class Latest(Enum):
    """Whether the latest spell counts among those before it."""

    COUNTS = auto()
    ONCE_LONGER = auto()
    """Only once it is longer than a span, as all those before it were in the end."""
    ALONE = auto()
    """Only until it is longer, and then it alone: all those before it are longer by now."""


@attrs.frozen
class GroupTally:
    """What counts in a window of the spells at a place among the groups of a policy.

    With `over_only` the latest spell is left out while it is not over. With `over_days_off` days off link absences.
    """

    by: Tally
    where: int
    window: Placed
    latest: Latest
    over_only: bool
    over_days_off: bool

    @property
    def left_out(self) -> bool:
        """Whether the latest spell may have to be left out."""
        return self.latest is Latest.ONCE_LONGER or (self.over_only and self.latest is not Latest.ALONE)

    @property
    def begins(self) -> nw.Expr:
        """The half day in which the latest spell begins."""
        return nw.col(at_point(EventRow.begins(self.where), Point.now))

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points at which it needs totals, beside those of the window."""
        if self.left_out:
            out = ~self._over if self.over_only else nw.lit(False)
            out = out | ~self._longer if self.latest is Latest.ONCE_LONGER else out
            upto, last = nw.when(out).then(self.begins - 1).otherwise(to_end_of(nw.col(DAY))), self.window.last
            yield self.upto, upto
            yield self.till, upto if self.window.end == Point.now else nw.min_horizontal(to_end_of(last), upto)
        if self.latest is Latest.ALONE:
            yield self.start, nw.max_horizontal(to_end_of(self.window.first - 1), self.begins - 1)

    @property
    def counts(self) -> nw.Expr:
        """Whether anything of it counts on the day."""
        if self.latest is not Latest.ALONE:
            return nw.lit(True)
        return ~self._longer & self._over if self.over_only else ~self._longer

    @property
    def _over(self) -> nw.Expr:
        return nw.col(at_point(EventRow.back(self.where), Point.now)) <= nw.col(DAY)

    @property
    def _longer(self) -> nw.Expr:
        """Whether the latest spell is longer than the span by now; so it is where there is none."""
        return nw.col(at_point(EventRow.outgrown(self.where), Point.now)) <= nw.col(DAY)

    @property
    def start(self) -> str:
        """The point before the window, up to which totals are taken off."""
        return Point.start(self.window.place, self.where) if self.latest is Latest.ALONE else self.window.start

    @property
    def upto(self) -> str:
        """The point of the last day that counts."""
        return Point.upto(self.where) if self.left_out else Point.now

    @property
    def till(self) -> str:
        """The point of the last day that counts and lies in the window."""
        return Point.end(self.window.place, self.where) if self.left_out else self.window.end

    @property
    def _until(self) -> nw.Expr:
        """The last day so far of the latest absence."""
        return nw.min_horizontal(nw.col(at_point(EventRow.until(self.where), Point.now)), nw.col(DAY))

    @property
    def _reaches(self) -> nw.Expr:
        """Whether the latest absence goes on into the window."""
        return self._until >= self.window.first

    @property
    def _all_ended(self) -> nw.Expr:
        """Whether the latest absence, and so each one, ended so far by the last day of the window."""
        return self._until <= self.window.last

    def _between(self, by_mark: _ByMark, so_far: nw.Expr) -> nw.Expr:
        """What counts of a total: its first marks up to the end of the window, less its second marks before the start.

        `so_far` is the total of all that has begun. An open spell has no last day yet, so where its end is the mark it
        counts as ended today, which a window that reaches today takes in.
        """
        enters, leaves = self.by.counting.straddling.marks
        match enters:
            case Mark.START:
                entered = by_mark(Mark.START, self.till)
            case Mark.END:
                entered = nw.when(self._all_ended).then(so_far).otherwise(by_mark(Mark.END, self.till))
            case _:
                assert_never(enters)
        return entered - by_mark(leaves, self.start)

    def spells(self) -> nw.Expr:
        """How many spells count."""
        names = {Mark.START: EventRow.begun(self.where), Mark.END: EventRow.ended(self.where)}
        so_far = nw.col(at_point(names[Mark.START], self.upto))
        return self._at_least_none(self._between(lambda mark, point: nw.col(at_point(names[mark], point)), so_far))

    def amount(self, amount: Amount, column: Callable[[Mark | None], str]) -> nw.Expr:
        """What they add up to, of a total that has a column for each place."""

        def total(mark: Mark | None, point: str) -> nw.Expr:
            return nw.col(at_point(column(mark), point))

        so_far, ahead = total(None, self.upto), self.over_days_off and amount.days is DayCount.CALENDAR
        if ahead:
            so_far = so_far - nw.col(at_point(amount.ahead(column(None)), self.upto))

        def known(mark: Mark | None, point: str) -> nw.Expr:
            return nw.min_horizontal(total(mark, point), so_far)

        if not self.by.counting.straddling.undivided:
            lost = known if ahead else total
            return self._at_least_none(lost(None, self.till) - lost(None, self.start))

        def by_mark(mark: Mark, point: str) -> nw.Expr:
            # All that a spell loses is placed on its first day, also what lies after the day asked about.
            return known(mark, point) if mark is Mark.START else total(mark, point)

        return self._at_least_none(self._between(by_mark, so_far))

    def _at_least_none(self, number: nw.Expr) -> nw.Expr:
        """A difference of totals, or 0 where it is below, or where no end of a spell lies in the window."""
        counts = (number > 0) & self.counts
        if self.by.counting.straddling.marks[1] is not Mark.START:
            counts = counts & self._reaches
        return nw.when(counts).then(number).otherwise(whole(0))

    def perhaps(self) -> nw.Expr:
        """Whether a spell lies in the window or not, for want of a return."""
        enters, leaves = self.by.counting.straddling.marks
        if self.by.counting.days is not DayCount.TO_RETURN or leaves is Mark.START:
            return nw.lit(False)
        perhaps = EventRow.perhaps(self.where)
        untold = self._reaches & (nw.col(at_point(perhaps, self.start)) > 0)
        if enters is Mark.END:
            untold = untold | (~self._all_ended & (nw.col(at_point(perhaps, self.till)) > 0))
        return untold & self.counts

    def cut_in_two(self, amount: Amount) -> nw.Expr:
        """Whether hours that are known for a whole absence only would have to be divided."""
        if self.by.of is not Of.HOURS:
            return nw.lit(False)

        def going_on(point: str) -> nw.Expr:
            return nw.col(at_point(amount.lumps_begun, point)) > nw.col(at_point(amount.lumps_ended, point))

        straddling = self.by.counting.straddling
        if not straddling.undivided:
            return going_on(self.start) | going_on(self.till)
        # Only the day asked about can cut a spell that counts whole: the latest one. That one need not be asked whether
        # it ends before the window: if it does, so does every other, none counts, and there is nothing to divide.
        start = nw.col(at_point(EventRow.spell(self.where), Point.now))
        counts = start <= self.window.last if straddling.marks[0] is Mark.START else self.window.last >= nw.col(DAY)
        return going_on(self.upto) & counts


@attrs.frozen
class Tallied:
    """One tally as a column: what counts of some groups of spells, of which each spell is in one."""

    by: Tally
    window: Placed
    parts: Sequence[GroupTally]
    doubts: Sequence[DoubtColumns]

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points at which it needs totals, beside that of the day asked about."""
        yield from self.window.points()
        for part in self.parts:
            yield from part.points()

    def value(self) -> nw.Expr:
        """The tally in small parts; null where it cannot be told."""
        found = [self._of(part) for part in self.parts]
        spells, lost = (reduce(add, each) for each in list(zip(*found, strict=True))[:2])
        certain = reduce(and_, (each for _, _, each in found))
        worth = self.by.worth(spells, lost)
        certain = certain & ~in_doubt(self.doubts, self.window)
        nothing = nw.when(self.window.empty).then(whole(0))
        return nw.when(self.window.first.is_null()).then(nothing).otherwise(nw.when(certain).then(worth))

    def _of(self, part: GroupTally) -> tuple[nw.Expr, nw.Expr, nw.Expr]:
        """How many spells of a part count, what they lost, and whether that is certain."""
        spells, certain = part.spells(), ~part.perhaps()
        amount = Amount.of(self.by.of, self.by.counting, part.where)
        if amount is None:
            return spells, whole(0), certain
        untold = part.amount(amount, amount.untold) > 0
        certain = certain & ~(untold | ((spells > 0) & part.cut_in_two(amount)))
        return spells, part.amount(amount, amount.lost), certain
