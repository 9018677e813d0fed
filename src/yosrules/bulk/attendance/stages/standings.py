"""Where workers stand on any day, as columns: facts of an `Attendance`; the same as `Standings` has of one worker."""

from __future__ import annotations

from collections.abc import Collection

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL
from yosrules.bulk.attendance.stages.ladder import standing
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, WorkerRow
from yosrules.bulk.attendance.tables.day_columns import DayRow, EventRow, Point, at_point
from yosrules.bulk.attendance.tables.running_totals import Running, to_end_of
from yosrules.bulk.frames.engine import LazyTable, joined, whole


def standings(
    days: LazyTable, running: Running, people: LazyTable | None, held: LazyTable | None, own: Collection[str]
) -> LazyTable:
    """Days with where each worker stands; `own` names the facts that a local policy reads from the worker's record."""
    return standing(_of_workers(_of_absences(days, running), people, own), held)


def _of_absences(days: LazyTable, running: Running) -> LazyTable:
    """Days with the facts that follow from absences, as they were known on each."""
    table, day = running.on(days, {Point.now: to_end_of(nw.col(DAY))}), nw.col(DAY)
    latest = nw.col(at_point(EventRow.spell(0), Point.now))
    began = latest > 0
    until = nw.min_horizontal(nw.col(at_point(EventRow.until(0), Point.now)), day)
    return table.with_columns(
        nw.when(began).then(latest).alias(DayRow.latest_start),
        nw.when(began).then(until).alias(DayRow.latest_end),
        (began & (until == day)).alias(DayRow.absent),
    )


def _of_workers(days: LazyTable, people: LazyTable | None, own: Collection[str]) -> LazyTable:
    """Days with the facts that follow from the workers' own records."""
    if people is None:
        dates = dict.fromkeys((DayRow.probation_starts, DayRow.probation_ends), whole(None))
        flags = dict.fromkeys((DayRow.on_probation, DayRow.shift_worker), CANNOT_TELL)
        return days.with_columns(**dates, **flags)
    started = nw.col(WorkerRow.started).alias(DayRow.probation_starts)
    people = people.select(WORKER, WorkerRow.probation_ends, WorkerRow.shift_worker, *own, started)
    on_probation = nw.col(DAY) <= nw.col(WorkerRow.probation_ends)
    return joined(days, people, [WORKER]).with_columns(on_probation.alias(DayRow.on_probation))
