"""Stretches of days as a table -> a row for each of their days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.tables.columns import DAY, SpreadRow
from yosrules.bulk.frames.calendar import BACK
from yosrules.bulk.frames.engine import LazyTable, beside, joined, whole

_CHUNK = 128


@cache
def _small_tables() -> tuple[Mapping[str, Sequence[int]], Mapping[str, Sequence[int]]]:
    """The chunks of a stretch of so many chunks, and the days of a chunk of so many days."""
    # As many chunks as the calendar has days before the day asked about: absences that began earlier are refused.
    parts = [(more, part) for more in range(BACK // _CHUNK + 1) for part in range(more + 1)]
    steps = [(size, step) for size in range(1, _CHUNK + 1) for step in range(size)]
    chunks = dict(zip((SpreadRow.chunks, SpreadRow.chunk), zip(*parts, strict=True), strict=True))
    return chunks, dict(zip((SpreadRow.size, SpreadRow.step), zip(*steps, strict=True), strict=True))


def spread(table: LazyTable, first: nw.Expr, last: nw.Expr) -> LazyTable:
    """A row for each `day` of each row's stretch, first and last included; none where the stretch is empty.

    Narwhals has no function that makes several rows of one on every engine, so a join does it. Joined to a calendar
    directly, a stretch of n days would need a table of all pairs of a length and a day: 60 years squared. So a stretch
    is cut into chunks of 128 days first, and each chunk into days, by two small tables.
    """
    chunks, days = (beside(table, each) for each in _small_tables())
    length, chunk = nw.col(SpreadRow.length), nw.col(SpreadRow.chunk)
    rows = table.with_columns(first.alias(SpreadRow.first), (last - first + 1).alias(SpreadRow.length))
    rows = rows.with_columns(((length - 1) // _CHUNK).alias(SpreadRow.chunks))
    rows = joined(rows, chunks, [SpreadRow.chunks], "inner")
    rows = rows.with_columns(nw.min_horizontal(length - chunk * _CHUNK, whole(_CHUNK)).alias(SpreadRow.size))
    rows = joined(rows, days, [SpreadRow.size], "inner")
    rows = rows.with_columns((nw.col(SpreadRow.first) + chunk * _CHUNK + nw.col(SpreadRow.step)).alias(DAY))
    return rows.drop(
        SpreadRow.first, SpreadRow.length, SpreadRow.chunks, SpreadRow.chunk, SpreadRow.size, SpreadRow.step
    )
