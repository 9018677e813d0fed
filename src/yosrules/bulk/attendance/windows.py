"""A window as columns: its ends on each day, the points in time that it is measured at, and what is in doubt in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TypeAlias, cast

import attrs
import narwhals as nw

from yosrules.bulk.calendar import Calendar, numbered
from yosrules.bulk.engine import Table
from yosrules.language.kinds import Fact
from yosrules.language.measure import Window
from yosrules.policies.counting import During, FixedYear, FromTo

DoubtColumns: TypeAlias = tuple[str, str]
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
            case FromTo(ends=ends):
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
            case FromTo(begins, ends_on):
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
        elif isinstance(self.during, FromTo):
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


def doubtful(doubts: tuple[DoubtColumns, ...], stretch: Stretch) -> nw.Expr:
    """Whether a run of spells with something that cannot be told lies in a window or across its ends."""
    till = NOW if stretch.at_day else stretch.named("till")
    return _doubtful(doubts, till, stretch.named("from"), nw.col(stretch.named("first")))


def in_doubt(doubts: tuple[DoubtColumns, ...]) -> nw.Expr:
    """The same of the day asked about itself."""
    return _doubtful(doubts, NOW, BEFORE, nw.col("day"))


def _doubtful(doubts: tuple[DoubtColumns, ...], till: str, start: str, first: nw.Expr) -> nw.Expr:
    told = nw.lit(False)
    for name, until in doubts:
        begun = nw.min_horizontal(f"{name}_from_{till}", f"{name}_since_{NOW}")
        reaches = nw.min_horizontal(nw.col(f"{until}_{NOW}"), nw.col("day")) >= first
        told = told | ((begun > nw.col(f"{name}_over_{start}")) & reaches)
    return told
