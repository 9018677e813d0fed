"""Absences as a table -> spells, linked as a policy says, and the runs of spells that may be one."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import IN_ORDER, OPEN
from yosrules.bulk.attendance.days.links import Links
from yosrules.bulk.attendance.tables.columns import WORKER, AbsenceRow
from yosrules.bulk.frames.calendar import Calendar, numbered
from yosrules.bulk.frames.engine import LazyTable, kept, whole
from yosrules.policies.calendar import Nation
from yosrules.policies.lost_time.counting import Length


def chained(links: Links, rows: LazyTable) -> LazyTable:
    """All absences, each linked to the one before, whichever of them count; with what `linked` asks of them."""
    return _joined_up(links.between(rows)).with_columns(
        nw.col(AbsenceRow.spell_at).alias(AbsenceRow.chain_at), nw.col(AbsenceRow.run_at).alias(AbsenceRow.perhaps_at)
    )


def linked(links: Links, rows: LazyTable, *, over_excluded: bool) -> LazyTable:
    """Some of the absences that `chained` made, linked; `over_excluded` as of `Counting`."""
    return _joined_up(links.by_way(rows) if over_excluded else links.between(rows))


def with_length(rows: LazyTable, length: Length, calendar: Calendar, nation: Nation) -> LazyTable:
    """Linked absences with the day from which the spell of each, as it is known by then, is longer than a span."""
    limit, start = nw.col(AbsenceRow.outgrown), nw.col(AbsenceRow.start)
    known = {AbsenceRow.outgrown: lambda first: numbered(length.outgrown(first, nation))}
    rows = calendar.looked_up(rows, AbsenceRow.spell_start, **known)
    # Between two absences of a spell it does not go on: it is longer only on a day of absence.
    reached = nw.when(nw.col(AbsenceRow.until) >= limit).then(nw.max_horizontal(start, limit)).otherwise(whole(OPEN))
    rows = rows.with_columns(reached.alias(AbsenceRow.outgrown))
    return kept(rows.with_columns(nw.col(AbsenceRow.outgrown).min().over(WORKER, AbsenceRow.spell_at)))


def _joined_up(rows: LazyTable) -> LazyTable:
    """Linked absences with the first and the last day of the spell of each, and of the widest it may be of: its run."""
    certain, perhaps = nw.col(AbsenceRow.link).fill_null(False), nw.col(AbsenceRow.link).fill_null(True)
    at = {AbsenceRow.spell_at: ~certain, AbsenceRow.run_at: ~perhaps}
    # The half day in which a spell begins names it. It stands in the first row only; the running maximum carries it on.
    begins_in = nw.col(AbsenceRow.begins_in)
    rows = rows.with_columns(
        # -1 and not null: the running maximum of Polars is null wherever its own row is.
        **{name: nw.when(begins).then(begins_in).otherwise(whole(-1)) for name, begins in at.items()}
    )
    rows = rows.with_columns(**{name: nw.col(name).cum_max().over(WORKER, order_by=IN_ORDER) for name in at})
    starts = {AbsenceRow.spell_start: AbsenceRow.spell_at, AbsenceRow.run_start: AbsenceRow.run_at}
    ends = {AbsenceRow.spell_end: AbsenceRow.spell_at, AbsenceRow.run_end: AbsenceRow.run_at}
    return kept(
        rows.with_columns(
            **{name: nw.col(begins) // 2 for name, begins in starts.items()},
            **{name: nw.col(AbsenceRow.lasts).max().over(WORKER, begins) for name, begins in ends.items()},
        )
    )
