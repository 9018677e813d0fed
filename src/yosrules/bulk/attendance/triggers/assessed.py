"""The days on which workers' records are put to the triggers, as rows; the same as `AssessedDays` has of one."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from yosrules.attendance.triggers.rulings import Rulings
from yosrules.bulk.attendance.facts import Attendances
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, AbsenceRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.attendance.tables.spread import spread
from yosrules.bulk.frames.engine import LazyTable, kept, stacked, whole
from yosrules.policies.conventions import Assessed, Conventions


def assessed_days(rulings: Rulings, conventions: Conventions, attendances: Attendances) -> LazyTable:
    """The days of each worker on which a trigger can be hit: `assessed`, `usual` by the conventions; and today."""
    last, rows = attendances.behind.calendar.last, attendances.absences
    today = attendances.behind.everybody.select(WORKER, whole(last).alias(DAY))
    until, start, back = (nw.col(name) for name in (AbsenceRow.until, AbsenceRow.start, AbsenceRow.back))
    ends = nw.coalesce(nw.col(AbsenceRow.returned) - 1, until) if rulings.to_return else until
    away = spread(rows, start, nw.min_horizontal(ends, whole(last)))
    usual = {
        Assessed.EACH_DAY: away,
        Assessed.AT_START: rows.with_columns(start.alias(DAY)),
        Assessed.ON_RETURN: rows.with_columns(back.alias(DAY)).filter(nw.col(DAY) <= last),
    }[conventions.assessed]
    there = {DAY: nw.col(DAY)}
    days = [(today, there), (usual, {**there, DayRow.usual: whole(1), DayRow.assessed: whole(1)})]
    if rulings.any_long_term and conventions.assessed is not Assessed.EACH_DAY:
        days.append((away, {**there, DayRow.assessed: whole(1)}))
    base = {WORKER: nw.col(WORKER), DAY: whole(None), DayRow.usual: whole(0), DayRow.assessed: whole(0)}
    flags = (DayRow.usual, DayRow.assessed)
    found = stacked(days, base).group_by(WORKER, DAY).agg(nw.col(*flags).max())
    return kept(found.with_columns(nw.col(*flags) > 0))
