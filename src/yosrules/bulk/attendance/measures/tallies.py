"""Tallies as columns: how many spells count in a window and what they lost, as differences of running totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


@attrs.frozen
class Tallied:
    """One tally as a column. With `over_only` the latest spell is left out while it is not over.

    `where` is the place of the condition among those of the policy. With `over_days_off` days off link absences.
    """

    by: Tally
    where: int
    window: Placed
    over_only: bool
    over_days_off: bool
    doubts: Sequence[DoubtColumns]

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points at which it needs totals, beside that of the day asked about."""
        yield from self.window.points()
        if self.over_only:
            upto, last = nw.col(self._upto), to_end_of(self.window.last)
            yield self._upto, upto
            yield self._till, upto if self.window.end == Point.now else nw.min_horizontal(last, upto)

    def value(self) -> nw.Expr:
        """The tally in small parts; null where it cannot be told."""
        spells, lost, certain = self._at_least_none(self._spells()), whole(0), nw.lit(True)
        if amount := Amount.of(self.by.of, self.by.counting, self.where):
            lost = self._at_least_none(self._amount(amount, amount.lost))
            untold = self._at_least_none(self._amount(amount, amount.untold)) > 0
            certain = ~(untold | ((spells > 0) & _cut_in_two(self, amount, self._upto, self._till)))
        worth = self.by.worth(spells, lost)
        certain = certain & ~self._perhaps() & ~in_doubt(self.doubts, self.window)
        nothing = nw.when(self.window.empty).then(whole(0))
        return nw.when(self.window.first.is_null()).then(nothing).otherwise(nw.when(certain).then(worth))

    @property
    def _upto(self) -> str:
        """The point of the last day that counts."""
        return Point.upto(self.where) if self.over_only else Point.now

    @property
    def _till(self) -> str:
        """The point of the last day that counts and lies in the window."""
        return Point.end(self.window.place, self.where) if self.over_only else self.window.end

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
                entered = by_mark(Mark.START, self._till)
            case Mark.END:
                entered = nw.when(self._all_ended).then(so_far).otherwise(by_mark(Mark.END, self._till))
            case _:
                assert_never(enters)
        return entered - by_mark(leaves, self.window.start)

    def _spells(self) -> nw.Expr:
        names = {Mark.START: EventRow.begun(self.where), Mark.END: EventRow.ended(self.where)}
        so_far = nw.col(at_point(names[Mark.START], self._upto))
        return self._between(lambda mark, point: nw.col(at_point(names[mark], point)), so_far)

    def _amount(self, amount: Amount, column: Callable[[Mark | None], str]) -> nw.Expr:
        def total(mark: Mark | None, point: str) -> nw.Expr:
            return nw.col(at_point(column(mark), point))

        so_far, ahead = total(None, self._upto), self.over_days_off and amount.days is DayCount.CALENDAR
        if ahead:
            so_far = so_far - nw.col(at_point(amount.ahead(column(None)), self._upto))

        def known(mark: Mark | None, point: str) -> nw.Expr:
            return nw.min_horizontal(total(mark, point), so_far)

        if not self.by.counting.straddling.undivided:
            lost = known if ahead else total
            return lost(None, self._till) - lost(None, self.window.start)

        def by_mark(mark: Mark, point: str) -> nw.Expr:
            # All that a spell loses is placed on its first day, also what lies after the day asked about.
            return known(mark, point) if mark is Mark.START else total(mark, point)

        return self._between(by_mark, so_far)

    def _at_least_none(self, number: nw.Expr) -> nw.Expr:
        """A difference of totals, or 0 where it is below, or where no end of a spell lies in the window."""
        above = nw.when(number > 0).then(number).otherwise(whole(0))
        if self._leaves is Mark.START:
            return above
        return nw.when(self._reaches).then(above).otherwise(whole(0))

    @property
    def _leaves(self) -> Mark:
        return self.by.counting.straddling.marks[1]

    def _perhaps(self) -> nw.Expr:
        """Whether a spell lies in the window or not, for want of a return."""
        enters, leaves = self.by.counting.straddling.marks
        if self.by.counting.days is not DayCount.TO_RETURN or leaves is Mark.START:
            return nw.lit(False)
        perhaps = EventRow.perhaps(self.where)
        untold = self._reaches & (nw.col(at_point(perhaps, self.window.start)) > 0)
        if enters is Mark.END:
            untold = untold | (~self._all_ended & (nw.col(at_point(perhaps, self._till)) > 0))
        return untold


def _cut_in_two(tallied: Tallied, amount: Amount, upto: str, till: str) -> nw.Expr:
    """Whether hours that are known for a whole absence only would have to be divided."""
    if tallied.by.of is not Of.HOURS:
        return nw.lit(False)

    def going_on(point: str) -> nw.Expr:
        return nw.col(at_point(amount.lumps_begun, point)) > nw.col(at_point(amount.lumps_ended, point))

    window, straddling = tallied.window, tallied.by.counting.straddling
    if not straddling.undivided:
        return going_on(window.start) | going_on(till)
    # Only the day asked about can cut a spell that counts whole: the latest one. That one need not be asked whether it
    # ends before the window: if it does, so does every other, none counts, and there is nothing to divide.
    start = nw.col(at_point(EventRow.spell(tallied.where), Point.now))
    counts = start <= window.last if straddling.marks[0] is Mark.START else window.last >= nw.col(DAY)
    return going_on(upto) & counts
