"""Windows as columns: where each lies on each day, and whether anything undecided lies in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.tables.columns import DAY
from yosrules.bulk.attendance.tables.day_columns import DayRow, EventRow, Point, at_point
from yosrules.bulk.attendance.tables.running_totals import to_end_of
from yosrules.bulk.frames.calendar import Calendar, day_number, numbered
from yosrules.bulk.frames.engine import LazyTable, whole
from yosrules.policies.lost_time.windows import During, Edge, edges, ends_today, nothing_inside


@attrs.frozen
class Placed:
    """A window as columns, at its place among the windows of a policy."""

    place: int
    during: During

    @property
    def first(self) -> nw.Expr:
        """The first day; null where it cannot be placed."""
        return nw.col(DayRow.first(self.place))

    @property
    def last(self) -> nw.Expr:
        """The last day; null where it cannot be placed."""
        return nw.col(DayRow.final(self.place))

    @property
    def empty(self) -> nw.Expr:
        """Whether it is known that no spell lies in it, wherever it is."""
        return nw.col(DayRow.empty(self.place))

    @property
    def start(self) -> str:
        """The point before it, up to which totals are taken off."""
        return Point.start(self.place)

    @property
    def end(self) -> str:
        """The point up to which it counts: its last day, and no later than the day asked about."""
        return Point.now if ends_today(self.during) else Point.end(self.place)

    def points(self) -> Iterator[tuple[str, nw.Expr]]:
        """The points at which it needs totals, beside that of the day asked about."""
        yield self.start, to_end_of(self.first - 1)
        if self.end != Point.now:
            yield self.end, to_end_of(nw.min_horizontal(self.last, nw.col(DAY)))


def window_of(window: Placed, days: LazyTable, calendar: Calendar) -> LazyTable:
    """Days with the first and the last day of a window; null where the date that it is counted from is unknown."""
    begins, ends = edges(window.during)
    first, last = DayRow.first(window.place), DayRow.final(window.place)
    days = _placed(last, ends, _placed(first, begins, days, calendar), calendar)
    either_unknown = nw.col(first).is_null() | nw.col(last).is_null()
    # Both are null where one is, because tallies test only `first`.
    placed = nw.when(~either_unknown)
    return days.with_columns(
        placed.then(nw.col(first)).alias(first),
        placed.then(nw.col(last)).alias(last),
        _known_empty(window.during).alias(DayRow.empty(window.place)),
    )


def _placed(name: str, edge: Edge, days: LazyTable, calendar: Calendar) -> LazyTable:
    anchor, moved = DAY if edge.anchor is None else edge.anchor.name, edge.moved
    kinds = days.collect_schema()
    if anchor not in kinds:
        return days.with_columns(whole(None).alias(name))
    if isinstance(kinds[anchor], nw.Date):
        # A copy, because a fact of a local policy stays a date for its rules.
        days, anchor = days.with_columns(day_number(nw.col(anchor)).alias(f"{name}_from")), f"{name}_from"
    if moved is None:
        return days.with_columns(nw.col(anchor).alias(name))

    def ends(day: date) -> int:
        return numbered(moved(day))

    return calendar.looked_up(days, anchor, **{name: ends})


def _known_empty(during: During) -> nw.Expr:
    no_absence, under_review = nw.col(DayRow.latest_start).is_null(), nw.col(DayRow.under_review)
    return nothing_inside(during, no_absence, ~under_review.fill_null(True))


@attrs.frozen
class DoubtColumns:
    """The columns of the runs of spells with something undecided in them, of one sort.

    `starts`, `known` and `ends` count the runs that have started, have become undecided and are over; `until` is how
    far the latest absence goes that may be part of one.
    """

    starts: str
    known: str
    ends: str
    until: str

    @classmethod
    def of(cls, why: str, where: int, until: str) -> DoubtColumns:
        """The columns for one reason to doubt, of the absences that meet the condition at a place."""
        starts, known, ends = (EventRow.doubt(why, where, what) for what in ("starts", "known", "ends"))
        return cls(starts, known, ends, until)


def in_doubt(doubts: Sequence[DoubtColumns], window: Placed | None = None) -> nw.Expr:
    """Whether an undecided run lies in a window or across its ends; without a window, on the day asked about."""
    end, start = (Point.now, Point.before) if window is None else (window.end, window.start)
    first = nw.col(DAY) if window is None else window.first
    found = nw.lit(False)
    for doubt in doubts:
        # Runs never overlap, so that more have begun by the end than were over before the start only if one is inside.
        # One that became undecided after the day asked about was not undecided on it.
        begun = nw.min_horizontal(at_point(doubt.starts, end), at_point(doubt.known, Point.now))
        reaches = nw.min_horizontal(nw.col(at_point(doubt.until, Point.now)), nw.col(DAY)) >= first
        found = found | ((begun > nw.col(at_point(doubt.ends, start))) & reaches)
    return found
