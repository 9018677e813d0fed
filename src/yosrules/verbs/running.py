"""Events of workers added up to any day: what has come together by then, and the highest that has been seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import narwhals as nw

from yosrules.verbs.beside import WHOLE, Table, joined, kept, stacked, whole
from yosrules.verbs.lost_rows import Event

NEVER = -1
"""The highest where nothing has been seen."""


class Running:
    """Events by worker and day. Columns in `highs` are the highest so far, all others are sums."""

    def __init__(self, events: Sequence[Event], highs: Sequence[str]) -> None:
        columns = dict.fromkeys(name for _, made in events for name in made if name != "at")
        self.none = {name: whole(NEVER if name in highs else 0) for name in columns}
        self._highs = {name for name in columns if name in highs}
        base = {"worker": nw.col("worker"), "at": whole(None), **self.none}
        self._events = kept(stacked(events, base)) if columns else None

    def on(self, days: Table, points: Mapping[str, nw.Expr]) -> Table:
        """For each worker and `day`, all columns as they stand at each point, `begun0_from` at the point "from" and so on.

        A point is a numbered day made of the columns of the row; where it is null, nothing has happened yet.
        """
        if self._events is None:
            return days
        asked = [
            (days, {"at": nw.coalesce(at, whole(NEVER)), "day": nw.col("day"), "point": whole(place)})
            for place, at in enumerate(points.values())
        ]
        base = {"worker": nw.col("worker"), "at": nw.col("at"), "day": whole(None), "point": whole(NEVER)}
        events = (self._events, {name: nw.col(name) for name in self.none})
        lines = stacked([events, *asked], {**base, **self.none})
        added = {name: self._so_far(name) for name in self.none}
        told = lines.with_columns(**added).filter(nw.col("point") >= 0)
        told = told if len(points) == 1 else kept(told)
        for place, point in enumerate(points):
            named = {f"{name}_{point}": nw.col(name) for name in self.none}
            here = told.filter(nw.col("point") == place).select("worker", "day", **named)
            days = joined(days, here, ["worker", "day"])
        return days

    def _so_far(self, name: str) -> nw.Expr:
        column = nw.col(name)
        so_far = column.cum_max() if name in self._highs else column.cum_sum()
        return so_far.over("worker", order_by=("at", "point")).cast(WHOLE)
