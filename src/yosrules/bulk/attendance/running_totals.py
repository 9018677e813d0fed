"""Events of workers added up to any day: what has come together by then, and the highest that has been seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

import narwhals as nw

from yosrules.bulk.attendance.lost_days import Event
from yosrules.bulk.engine import WHOLE, Table, joined, kept, stacked, whole

if TYPE_CHECKING:
    import polars as pl

NEVER = -1
"""The highest where nothing has been seen."""

DAYS = 2**24
"""More than there are numbered days: a worker and a day make one number."""


class Running:
    """Events by worker and day. Columns in `highs` are the highest so far, all others are sums."""

    def __init__(self, events: Sequence[Event], highs: Sequence[str]) -> None:
        columns = dict.fromkeys(name for _, made in events for name in made if name != "at")
        self.none = {name: whole(NEVER if name in highs else 0) for name in columns}
        self.highs = {name for name in columns if name in highs}
        self._events = self._kept(stacked(events, {"worker": nw.col("worker"), "at": whole(None), **self.none}))

    def _kept(self, events: Table) -> Table:
        return kept(events)

    def on(self, days: Table, points: Mapping[str, nw.Expr]) -> Table:
        """For each worker and `day` all columns as they stand at each point: at the point `from`, `begun0_from`.

        A point is a numbered day made of the columns of the row; where it is null, nothing has happened yet.
        """
        asked = [
            (days, {"at": nw.coalesce(at, whole(NEVER)), "day": nw.col("day"), "point": whole(place)})
            for place, at in enumerate(points.values())
        ]
        base = {"worker": nw.col("worker"), "at": nw.col("at"), "day": whole(None), "point": whole(NEVER)}
        events = (self._events, {name: nw.col(name) for name in self.none})
        lines = stacked([events, *asked], {**base, **self.none})
        told = kept(lines.with_columns(**self._so_far()).filter(nw.col("point") >= 0))
        for place, point in enumerate(points):
            named = {f"{name}_{point}": nw.col(name) for name in self.none}
            here = told.filter(nw.col("point") == place).select("worker", "day", **named)
            days = joined(days, here, ["worker", "day"])
        return days

    def _so_far(self) -> dict[str, nw.Expr]:
        made = {name: nw.col(name).cum_max() if name in self.highs else nw.col(name).cum_sum() for name in self.none}
        return {name: each.over("worker", order_by=("at", "point")).cast(WHOLE) for name, each in made.items()}


class RunningInPolars(Running):
    """The same where workers are numbers: the events of all are sorted once, and each point is looked up in them."""

    def _kept(self, events: Table) -> Table:
        import polars as pl  # noqa: PLC0415 -- an extra, imported when asked for

        worker, far = pl.col("worker"), pl.col("worker") * DAYS
        lines = cast("pl.LazyFrame", events.to_native()).with_columns(key=worker * DAYS + pl.col("at")).sort("key")
        first = (worker != worker.shift(1)).fill_null(True)
        sums = [pl.col(name) for name in self.none if name not in self.highs]
        before = [pl.when(first).then(each.cum_sum() - each).forward_fill() for each in sums]
        so_far = [each.cum_sum() - gone for each, gone in zip(sums, before, strict=True)]
        highs = [(pl.col(name) + far).cum_max() - far for name in self.highs]
        self._so_far_by_key = lines.select("key", *so_far, *highs).collect()
        return events

    def on(self, days: Table, points: Mapping[str, nw.Expr]) -> Table:
        """As above."""
        import polars as pl  # noqa: PLC0415 -- an extra, imported when asked for

        asked = days.with_columns(**{f"at_{point}": nw.coalesce(at, whole(NEVER)) for point, at in points.items()})
        table = cast("pl.LazyFrame", asked.to_native())
        keys, worker = pl.lit(self._so_far_by_key["key"]), pl.col("worker")
        for point in points:
            place = keys.search_sorted(worker * DAYS + pl.col(f"at_{point}"), side="right").cast(pl.Int64) - 1
            table = table.with_columns(place=pl.when(place >= 0).then(place))
            there = keys.gather(pl.col("place")) // DAYS == worker
            table = table.with_columns(place=pl.when(there).then(pl.col("place")))
            columns = {name: pl.lit(self._so_far_by_key[name]).gather(pl.col("place")) for name in self.none}
            none = {name: NEVER if name in self.highs else 0 for name in columns}
            table = table.with_columns(
                **{f"{name}_{point}": column.fill_null(none[name]) for name, column in columns.items()}
            )
        return cast("Table", nw.from_native(table.drop("place", *(f"at_{point}" for point in points))))
