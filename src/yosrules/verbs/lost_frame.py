"""Measures of lost time as columns, made of events that were added up; the same as `lost_time` says of one worker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from fractions import Fraction
from typing import TypeAlias, assert_never, cast

import attrs
import narwhals as nw

from yosrules.language.kinds import Fact
from yosrules.language.measure import Window
from yosrules.policies.clock import ONE, Count, Nation, Span
from yosrules.policies.counting import Between, Counting, DayCount, During, FixedYear, HalfDay, Straddling
from yosrules.policies.lost_time import ALLOWED_PLACES, Allowance, Of, Per, Rounded
from yosrules.verbs.beside import Table, whole
from yosrules.verbs.calendar import Calendar, numbered
from yosrules.verbs.dues import HUNDREDTHS
from yosrules.verbs.lost_rows import Amount, Placed, amount_of

Doubt: TypeAlias = tuple[str, str]
"""Events that tell of doubt, and those that tell how far the latest absence goes that may be part of it."""

NOW, BEFORE = "now", "before"
"""The day asked about, and the day before it, as points in time."""


@attrs.frozen
class Stretch:
    """A window as columns, at its place among those of a policy: `first0`, `final0`, and if it is known `empty0`."""

    place: int
    during: During

    @property
    def at_day(self) -> bool:
        """Whether it ends on the day asked about, wherever that is."""
        match self.during:
            case Window(anchor=anchor, back=back, anchor_in=anchor_in):
                return anchor is None and back and anchor_in
            case Between(ends=ends):
                return ends is None
            case _:
                return True

    def named(self, what: str) -> str:
        """The name of a column of it."""
        return f"{what}{self.place}"

    def with_ends(self, days: Table, calendar: Calendar) -> Table:
        """Workers and days with the ends of the window, null where there is none or nobody knows."""
        first, final = self.named("first"), self.named("final")
        match self.during:
            case Window(anchor=anchor) as window:
                at = anchor.name if anchor else "day"
                ends = {
                    first: lambda day: numbered(window.days(day)[0]),
                    final: lambda day: numbered(window.days(day)[1]),
                }
                days = calendar.looked_up(days, at, **ends)
            case Between(begins, ends_on):
                last = nw.col("day") if ends_on is None else nw.col(ends_on.name)
                known = ~nw.col(begins.name).is_null() & ~last.is_null()
                days = days.with_columns(
                    **{first: nw.when(known).then(nw.col(begins.name)), final: nw.when(known).then(last)}
                )
            case _:  # nothing else is worked out in bulk
                year = cast("FixedYear", self.during)
                begins_on: Callable[[date], int] = lambda day: numbered(_begins(day, year.month, year.day))  # noqa: E731
                days = calendar.looked_up(days, "day", **{first: begins_on})
                days = days.with_columns(**{final: nw.col("day")})
        return days.with_columns(**{self.named("empty"): self._empty()})

    def _empty(self) -> nw.Expr:
        """Whether nothing can be in it, wherever it lies: `known_empty`."""
        anchors: tuple[Fact | None, ...] = ()
        if isinstance(self.during, Window):
            anchors = (self.during.anchor,)
        elif isinstance(self.during, Between):
            anchors = (self.during.begins, self.during.ends)
        names = [fact.name for fact in anchors if fact]
        none = nw.col("latest_start").is_null()
        if any(name.startswith("review") for name in names):
            none = none | ~nw.col("under_review").fill_null(True)
        return none

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points in time that it is measured at."""
        yield self.named("from"), nw.col(self.named("first")) - 1
        if not self.at_day:
            yield self.named("till"), nw.min_horizontal(nw.col(self.named("final")), nw.col("day"))


def _begins(day: date, month: int, of_month: int) -> date:
    this = date(day.year, month, of_month)
    return this if this <= day else date(day.year - 1, month, of_month)


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
    doubts: tuple[Doubt, ...]

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
        worth = nw.when(told & ~doubtful(self.doubts, self.stretch)).then(lost)
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


def doubtful(doubts: tuple[Doubt, ...], stretch: Stretch) -> nw.Expr:
    """Whether a run of spells with something that cannot be told lies in a window or across its ends."""
    till = NOW if stretch.at_day else stretch.named("till")
    return _doubtful(doubts, till, stretch.named("from"), nw.col(stretch.named("first")))


def in_doubt(doubts: tuple[Doubt, ...]) -> nw.Expr:
    """The same of the day asked about itself."""
    return _doubtful(doubts, NOW, BEFORE, nw.col("day"))


def _doubtful(doubts: tuple[Doubt, ...], till: str, start: str, first: nw.Expr) -> nw.Expr:
    told = nw.lit(False)
    for name, until in doubts:
        begun = nw.min_horizontal(f"{name}_from_{till}", f"{name}_since_{NOW}")
        reaches = nw.min_horizontal(nw.col(f"{until}_{NOW}"), nw.col("day")) >= first
        told = told | ((begun > nw.col(f"{name}_over_{start}")) & reaches)
    return told


@attrs.frozen
class Current:
    """The spell that a worker is in, of the absences that meet a condition, as columns."""

    where: int
    over_only: bool
    doubts: tuple[Doubt, ...]

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
