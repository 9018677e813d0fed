"""Events of workers -> running totals: what they add up to by any day.

A total of events up to one day, less the total up to an earlier day, is what happened between the two. So a measure
over any window costs two look-ups, however long the window is and however many windows there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, cast

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.tables.columns import DAY, WORKER
from yosrules.bulk.attendance.tables.day_columns import EventRow, at_point, day_of
from yosrules.bulk.frames.engine import WHOLE, LazyTable, joined, kept, stacked, whole
from yosrules.policies.lost_time.formulas import HALVES

if TYPE_CHECKING:
    import polars as pl

NOT_YET = -1
"""The latest value where nothing has happened, and a point that is unknown: before every numbered day."""

# More than twice `OPEN` too: the end of an open spell would otherwise be among the events of the next worker.
_HALF_DAYS = 2**25
"""More than there are half days: worker times this, plus the half day, is one key that sorts by worker, then time."""

_KEY, _PLACE = "key", "place"


def on_day(day: nw.Expr, not_before: nw.Expr | None = None) -> nw.Expr:
    """The half day at which something happens on a day: its first, or a later one before which it cannot happen."""
    first = day * HALVES
    return first if not_before is None else nw.max_horizontal(first, not_before)


def to_end_of(day: nw.Expr) -> nw.Expr:
    """The point up to which everything that happens on a day counts."""
    return day * HALVES + (HALVES - 1)


@attrs.frozen
class Event:
    """Rows that are events at the half day `at`: columns of which all are added up, and of which the highest counts.

    Half days, because one absence may end at noon and another, which is not one with it, begin then: what is counted up
    to the beginning of the second holds all of the first and nothing of the second.
    """

    rows: LazyTable
    at: nw.Expr
    sums: Mapping[str, nw.Expr] = attrs.field(factory=dict)
    highs: Mapping[str, nw.Expr] = attrs.field(factory=dict)


class Running:
    """Events in one table with a row for each; the totals are worked out for the days that are asked about."""

    def __init__(self, events: Iterable[Event]) -> None:
        found = [*events]
        self.highs = dict.fromkeys(name for event in found for name in event.highs)
        self.sums = dict.fromkeys(name for event in found for name in event.sums)
        self.none = dict.fromkeys(self.highs, NOT_YET) | dict.fromkeys(self.sums, 0)
        self._events = self._kept(
            stacked(
                [(event.rows, {EventRow.at: event.at, **event.sums, **event.highs}) for event in found],
                {WORKER: nw.col(WORKER), EventRow.at: whole(None), **self._nothing()},
            )
        )

    def _nothing(self) -> dict[str, nw.Expr]:
        return {name: whole(value) for name, value in self.none.items()}

    def _kept(self, events: LazyTable) -> LazyTable:
        return kept(events)

    def on(self, days: LazyTable, points: Mapping[str, nw.Expr]) -> LazyTable:
        """Workers and days with every total at each point: at the point `from0`, `begun0_from0`.

        A point is a numbered half day, made of the columns of the row; where it is null, nothing has happened yet.
        """
        # The days asked about are stacked under the events as rows that add nothing, so that one running total over
        # both reaches them: to look up the last event up to a day would take a join on an interval.
        place = EventRow.point
        asked = [
            (days, {EventRow.at: nw.coalesce(at, whole(NOT_YET)), DAY: nw.col(DAY), place: whole(n)})
            for n, at in enumerate(points.values())
        ]
        # An event is at point -1, and so goes before what is asked about the same half day: it counts there.
        base = {WORKER: nw.col(WORKER), EventRow.at: nw.col(EventRow.at), DAY: whole(None), place: whole(-1)}
        events = (self._events, {name: nw.col(name) for name in self.none})
        lines = stacked([events, *asked], {**base, **self._nothing()})
        totals = kept(lines.with_columns(**self._so_far()).filter(nw.col(place) >= 0))
        for n, point in enumerate(points):
            named = {at_point(name, point): nw.col(name) for name in self.none}
            here = totals.filter(nw.col(place) == n).select(WORKER, DAY, **named)
            days = joined(days, here, [WORKER, DAY])
        return days

    def _so_far(self) -> dict[str, nw.Expr]:
        made = {name: nw.col(name).cum_max() for name in self.highs}
        made |= {name: nw.col(name).cum_sum() for name in self.sums}
        in_order = (EventRow.at, EventRow.point)
        # A cast, because DuckDB sums Int64 to a type of 128 bits.
        return {name: each.over(WORKER, order_by=in_order).cast(WHOLE) for name, each in made.items()}


class RunningInPolars(Running):
    """The same for Polars and workers that are numbers: sorted once for all workers, then looked up by bisection.

    `Running` sorts events and days together whenever it is asked. Here the events are sorted and added up once, in the
    order of one key, and each day is a binary search.
    """

    def _kept(self, events: LazyTable) -> LazyTable:
        import polars as pl  # noqa: PLC0415 -- an extra, imported when asked for

        worker, far = pl.col(WORKER), pl.col(WORKER) * _HALF_DAYS
        lines = cast("pl.LazyFrame", events.to_native())
        lines = lines.with_columns((worker * _HALF_DAYS + pl.col(EventRow.at)).alias(_KEY)).sort(_KEY)
        # Totals run on from worker to worker, which is faster than by group: what had come together before a worker's
        # first event is taken off again.
        first = (worker != worker.shift(1)).fill_null(True)
        sums = [pl.col(name) for name in self.sums]
        before = [pl.when(first).then(each.cum_sum() - each).forward_fill() for each in sums]
        so_far = [each.cum_sum() - gone for each, gone in zip(sums, before, strict=True)]
        # A later worker's values are all above those of earlier ones while the worker's own multiple is added to them.
        highs = [(pl.col(name) + far).cum_max() - far for name in self.highs]
        self._totals = lines.select(_KEY, *so_far, *highs).collect()
        return events

    def on(self, days: LazyTable, points: Mapping[str, nw.Expr]) -> LazyTable:
        """Workers and days with every total at each point, as `Running.on`."""
        import polars as pl  # noqa: PLC0415 -- an extra, imported when asked for

        asked = days.with_columns(**{day_of(point): nw.coalesce(at, whole(NOT_YET)) for point, at in points.items()})
        table = cast("pl.LazyFrame", asked.to_native())
        keys, worker, place = pl.lit(self._totals[_KEY]), pl.col(WORKER), pl.col(_PLACE)
        for point in points:
            # To the right, because an event counts on its own half day. Cast before 1 is taken off: places are
            # unsigned, and a point before every event would get the highest of them.
            found = keys.search_sorted(worker * _HALF_DAYS + pl.col(day_of(point)), side="right").cast(pl.Int64) - 1
            table = table.with_columns(pl.when(found >= 0).then(found).alias(_PLACE))
            # The last event up to the day may be of the worker before: then nothing has happened to this one.
            own = keys.gather(place) // _HALF_DAYS == worker
            table = table.with_columns(pl.when(own).then(place).alias(_PLACE))
            totals = {name: pl.lit(self._totals[name]).gather(place) for name in self.none}
            table = table.with_columns(
                **{at_point(name, point): total.fill_null(self.none[name]) for name, total in totals.items()}
            )
        return cast("LazyTable", nw.from_native(table.drop(_PLACE, *(day_of(point) for point in points))))
