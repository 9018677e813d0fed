"""Measures of lost time as columns, made of events that were added up; the same as `lost_time` says of one worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import assert_never, cast

import attrs
import narwhals as nw

from yosrules.bulk.attendance.lost_days import Amount, Placed, amount_of
from yosrules.bulk.attendance.roster import HUNDREDTHS
from yosrules.bulk.attendance.windows import NOW, DoubtColumns, Stretch, doubtful, in_doubt
from yosrules.bulk.calendar import numbered
from yosrules.bulk.engine import whole
from yosrules.policies.calendar import ONE, Count, Nation, Span
from yosrules.policies.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.lost_time import ALLOWED_PLACES, Allowance, Of, Per, Rounded


@attrs.frozen
class Tallied:
    """One tally as a column: what the events added up at several points come to.

    `over_only` leaves out the latest spell while it is not over. `where` is the place of the condition, `doubts` the
    names of the events that tell of doubt.
    """

    of: Of
    counting: Counting
    where: int
    stretch: Stretch
    over_only: bool
    doubts: tuple[DoubtColumns, ...]

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points in time that it is measured at."""
        yield from self.stretch.points()
        if self.over_only:
            upto = nw.col(self._upto)
            yield self._upto, upto
            yield self._till, upto if self.stretch.at_day else nw.min_horizontal(nw.col(self._final), upto)

    def value(self) -> nw.Expr:
        """What it comes to: spells, halves of days, thousandths of hours, or spells times spells times halves."""
        spells = self._clamped(self._spells())
        if self.of is Of.SPELLS:
            told, lost = nw.lit(True), spells
        else:
            lost = self._clamped(self._amount("lost"))
            told = ~((self._clamped(self._amount("untold")) > 0) | ((spells > 0) & self._crossing()))
            if self.counting.days is DayCount.SESSIONS and self.of is not Of.HOURS:
                lost = lost * 2
            if self.of is Of.BRADFORD:
                lost = spells * spells * lost
        worth = nw.when(told & ~self._perhaps() & ~doubtful(self.doubts, self.stretch)).then(lost)
        nowhere = nw.col(self.stretch.named("first")).is_null()
        empty = nw.when(nw.col(self.stretch.named("empty"))).then(whole(0))
        return nw.when(nowhere).then(empty).otherwise(worth)

    @property
    def _final(self) -> str:
        return self.stretch.named("final")

    @property
    def _upto(self) -> str:
        """The last day of what counts."""
        return f"upto{self.where}" if self.over_only else NOW

    @property
    def _till(self) -> str:
        """The same, but no later than the window."""
        if self.over_only:
            return f"{self.stretch.named('till')}_{self.where}"
        return NOW if self.stretch.at_day else self.stretch.named("till")

    @property
    def _from(self) -> str:
        return self.stretch.named("from")

    @property
    def _reaches(self) -> nw.Expr:
        """Whether the latest row goes on into the window."""
        return nw.min_horizontal(nw.col(f"until{self.where}_{NOW}"), nw.col("day")) >= nw.col(
            self.stretch.named("first")
        )

    def _clamped(self, number: nw.Expr) -> nw.Expr:
        """A number that is not below 0, and 0 where nothing goes on into the window."""
        above = nw.when(number > 0).then(number).otherwise(whole(0))
        if self.counting.straddling is Straddling.BY_START:
            return above
        return nw.when(self._reaches).then(above).otherwise(whole(0))

    def _is_past(self) -> nw.Expr:
        """Whether the latest row ended by the end of the window."""
        return nw.min_horizontal(nw.col(f"until{self.where}_{NOW}"), nw.col("day")) <= nw.col(self._final)

    def _spells(self) -> nw.Expr:
        begun, ended = f"begun{self.where}_", f"ended{self.where}_"
        match self.counting.straddling:
            case Straddling.BY_START:
                return nw.col(begun + self._till) - nw.col(begun + self._from)
            case Straddling.BY_END:
                by_end = nw.when(self._is_past()).then(nw.col(begun + self._upto)).otherwise(nw.col(ended + self._till))
                return by_end - nw.col(ended + self._from)
            case Straddling.TOUCHING | Straddling.INSIDE:
                return nw.col(begun + self._till) - nw.col(ended + self._from)
            case _:
                assert_never(self.counting.straddling)

    def _perhaps(self) -> nw.Expr:
        """Whether a spell lies in the window or not, for want of a return."""
        if self.counting.days is not DayCount.TO_RETURN or self.counting.straddling is Straddling.BY_START:
            return nw.lit(False)
        untold = self._reaches & (nw.col(f"perhaps{self.where}_{self._from}") > 0)
        if self.counting.straddling is Straddling.BY_END:
            return untold | (~self._is_past() & (nw.col(f"perhaps{self.where}_{self._till}") > 0))
        return untold

    def _amount(self, what: str) -> nw.Expr:
        amount = cast("Amount", amount_of(self.of, self.counting, self.where))

        def at(placed: Placed, point: str) -> nw.Expr:
            return nw.col(f"{amount.named(placed)}_{what}_{point}")

        so_far = at(Placed.DAY, self._upto)
        match self.counting.straddling:
            case Straddling.INSIDE:
                return at(Placed.DAY, self._till) - at(Placed.DAY, self._from)
            case Straddling.BY_START:
                begun = (nw.min_horizontal(at(Placed.START, point), so_far) for point in (self._till, self._from))
                return next(begun) - next(begun)
            case Straddling.TOUCHING:
                return nw.min_horizontal(at(Placed.START, self._till), so_far) - at(Placed.END, self._from)
            case Straddling.BY_END:
                by_end = nw.when(self._is_past()).then(so_far).otherwise(at(Placed.END, self._till))
                return by_end - at(Placed.END, self._from)
            case _:
                assert_never(self.counting.straddling)

    def _crossing(self) -> nw.Expr:
        """Whether hours that are known for a whole absence only would have to be divided."""
        if self.of is not Of.HOURS:
            return nw.lit(False)
        name = Amount(self.where, None, HalfDay.HALF).named(Placed.DAY)

        def going_on(point: str) -> nw.Expr:
            return nw.col(f"{name}_begun_{point}") > nw.col(f"{name}_ended_{point}")

        if self.counting.straddling is Straddling.INSIDE:
            return going_on(self._from) | going_on(self._till)
        first, final, latest = (
            nw.col(self.stretch.named("first")),
            nw.col(self._final),
            nw.col(f"spell{self.where}_{NOW}"),
        )
        inside = {
            Straddling.BY_START: (latest >= first) & (latest <= final),
            Straddling.TOUCHING: latest <= final,
            Straddling.BY_END: final >= nw.col("day"),
        }
        return going_on(self._upto) & inside[self.counting.straddling]


@attrs.frozen
class Current:
    """The spell that a worker is in, of the absences that meet a condition, as columns."""

    where: int
    over_only: bool
    doubts: tuple[DoubtColumns, ...]

    @property
    def start(self) -> str:
        """The column of its first day."""
        return f"spell{self.where}_{NOW}"

    @property
    def until(self) -> nw.Expr:
        """Its last day so far."""
        return nw.min_horizontal(nw.col(f"until{self.where}_{NOW}"), nw.col("day"))

    @property
    def there(self) -> nw.Expr:
        """Whether there is one; where only what is over counts, whether one is just over."""
        last = nw.col(f"back{self.where}_{NOW}") if self.over_only else self.until
        return (nw.col(f"begun{self.where}_{NOW}") > 0) & (last == nw.col("day"))

    def continuous(self, forecast: nw.Expr | None) -> nw.Expr:
        """Its calendar days, to the last day of a fit note if there is a forecast."""
        last = (
            self.until
            if forecast is None
            else nw.when(~forecast.is_null()).then(nw.max_horizontal(self.until, forecast))
        )
        length = nw.when(self.there).then(last - nw.col(self.start) + 1).otherwise(whole(0))
        return nw.when(~in_doubt(self.doubts)).then(length)

    def lasted(self, milestone: str) -> nw.Expr:
        """Whether it has reached the day in a column."""
        reached = nw.when(self.there).then(nw.col(milestone) <= self.until).otherwise(nw.lit(False))
        return nw.when(~in_doubt(self.doubts)).then(reached)


def milestone(span: Span, nation: Nation) -> Callable[[date], int]:
    """The day on which a spell that starts on a day has lasted some time."""
    counted = span.count in (Count.DAYS, Count.WORKING_DAYS)
    return lambda start: numbered(span.after(start - ONE if counted else start, nation))


def allowed(by: Allowance) -> nw.Expr:
    """A number for full time scaled to the week of the pattern in force, in the unit of its rounding."""
    own = nw.col("week_days" if by.per is Per.DAYS else "week_hours")
    scale = Fraction(by.number) * by.share / Fraction(by.full_time) / HUNDREDTHS
    above, below = own * scale.numerator, nw.col("weeks") * scale.denominator
    made = {
        Rounded.NEAREST_HALF: (above * 4 + below) // (below * 2),
        Rounded.NEAREST_WHOLE: (above * 2 + below) // (below * 2),
        Rounded.UP: (above + below - 1) // below,
        Rounded.DOWN: above // below,
        Rounded.EXACT: (above * 10**ALLOWED_PLACES + below - 1) // below,
    }
    return nw.when(own > 0).then(made[by.rounding])


UNITS = {Rounded.NEAREST_HALF: 2, Rounded.EXACT: 10**ALLOWED_PLACES}
"""How many of the units of a scaled number make one, where it is not one."""
