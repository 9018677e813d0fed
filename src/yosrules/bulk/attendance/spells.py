"""Absences as a table -> spells, linked as a policy says, and the runs of spells that may be one."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from yosrules.bulk.attendance.absences import CANNOT_TELL, IN_ORDER
from yosrules.bulk.attendance.columns import WORKER, AbsenceRow, GapRow
from yosrules.bulk.attendance.roster import GAP, Rosters
from yosrules.bulk.engine import LazyTable, first_of, joined, kept, whole
from yosrules.language.kinds import words
from yosrules.policies.attendance import Linking

_BEFORE = {
    AbsenceRow.until_before: AbsenceRow.until,
    AbsenceRow.morning_before: AbsenceRow.morning,
    AbsenceRow.reason_before: AbsenceRow.reason,
}


def link(rows: LazyTable, linking: Linking, rosters: Rosters) -> LazyTable:
    """Absences with the first and the last day of the spell of each, and of its run: the widest spell it may be of."""
    rows = linked(rows, linking, rosters)
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


def linked(rows: LazyTable, linking: Linking, rosters: Rosters) -> LazyTable:
    """Absences with `link`: whether any rule makes each one spell with that before; null where it cannot be told."""
    rows = rows.with_columns(
        **{name: nw.col(own).shift(1).over(WORKER, order_by=IN_ORDER) for name, own in _BEFORE.items()}
    )
    first = (nw.col(AbsenceRow.until_before).is_null(), nw.lit(False))
    choices = [first, *((holds, nw.lit(True)) for holds in _without_pattern(linking))]
    if linking.over_days_off:
        return _days_off(rows.with_columns(first_of(choices, CANNOT_TELL).alias(AbsenceRow.by_rule)), rosters)
    return rows.with_columns(first_of(choices, nw.lit(False)).alias(AbsenceRow.link), nw.lit(False).alias(GapRow.far))


def _without_pattern(linking: Linking) -> Iterator[nw.Expr]:
    """The rules that need no work pattern."""
    gap = nw.col(AbsenceRow.start) - nw.col(AbsenceRow.until_before) - 1
    if linking.calendar_gap is not None:
        yield gap <= linking.calendar_gap
    for reason in linking.reasons:
        alike = (nw.col(AbsenceRow.reason) == words(reason)) & (nw.col(AbsenceRow.reason_before) == words(reason))
        yield alike & (gap <= linking.reason_gap)
    if linking.over_days_off:
        # One ended at noon and the next began at that noon: no session lies between them.
        yield (nw.col(AbsenceRow.morning_before) == 1) & (nw.col(AbsenceRow.afternoon) == 1) & (gap == -1)


def _days_off(rows: LazyTable, rosters: Rosters) -> LazyTable:
    """Absences linked where no day of which a session lies between them is worked."""
    rows = kept(
        rows.with_columns(
            (nw.col(AbsenceRow.until_before) + 1 - nw.col(AbsenceRow.morning_before)).alias(GapRow.first),
            (nw.col(AbsenceRow.start) - 1 + nw.col(AbsenceRow.afternoon)).alias(GapRow.last),
        )
    )
    by_rule = nw.col(AbsenceRow.by_rule)
    # Only these gaps are spread into days: the others are linked or apart whatever lies in them.
    gaps = rows.filter(by_rule.is_null()).select(*GAP)
    rows = joined(rows, rosters.off(gaps), [WORKER, AbsenceRow.begins_in])
    return rows.with_columns(
        nw.when(by_rule.is_null()).then(nw.col(GapRow.off)).otherwise(by_rule).alias(AbsenceRow.link),
        nw.col(GapRow.far).fill_null(False).alias(GapRow.far),
    )
