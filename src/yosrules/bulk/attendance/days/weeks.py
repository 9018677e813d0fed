"""Work patterns as a table: what each is from which day on, and what is due on each day of its weeks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import add, or_

import narwhals.stable.v2 as nw

from yosrules.attendance.days.roster import Roster
from yosrules.bulk.attendance.days.absences import NO_TEXT, OPEN, Numbers
from yosrules.bulk.attendance.tables.columns import SAME, WORKER, WRONG, PatternRow
from yosrules.bulk.frames.engine import WHOLE, LazyTable, first_of, joined, stacked, whole
from yosrules.language.facts import vocabulary
from yosrules.policies.calendar import ONE, Nation
from yosrules.policies.lost_time.formulas import HUNDREDTHS
from yosrules.records.absence import WEEKDAYS, WorkPattern

_PATTERN = (
    PatternRow.starts,
    PatternRow.next,
    PatternRow.weeks,
    PatternRow.turn,
    PatternRow.week_days,
    PatternRow.week_hours,
    *PatternRow.due,
)

_PERIODS = (WORKER, PatternRow.starts)
"""A cycle of weeks: the rows of one worker that start on one day."""


def pattern_rows(table: LazyTable, key: str) -> LazyTable:
    """Work patterns, each from `starts` to before `next`, with the hours due on each day of the week.

    A cycle of several weeks has a row for each `turn`. Days and hours of an ordinary week are summed over the cycle.
    """
    facts = vocabulary(WorkPattern)
    of = Numbers(facts.values(), table, key)
    rows = of.put(
        {
            PatternRow.starts: of.day(WorkPattern.starts),
            PatternRow.number: of.parts(WorkPattern.week.fact),
            PatternRow.nominal_days: of.parts(WorkPattern.nominal_days.fact, HUNDREDTHS),
            PatternRow.nominal_hours: of.parts(WorkPattern.nominal_hours.fact, HUNDREDTHS),
            **{name: of.parts(facts[fact], HUNDREDTHS) for name, fact in zip(PatternRow.due, WEEKDAYS, strict=True)},
        }
    )
    rows = _following(_week(_turns(rows)))
    not_allowed = (nw.col(PatternRow.starts).is_null(), nw.lit("a work pattern that is not allowed"))
    odd = (
        nw.col(PatternRow.number) != nw.col(PatternRow.turn) + 1,
        nw.lit("weeks of a cycle that are not numbered from 1, each once"),
    )
    return rows.with_columns(
        first_of([not_allowed, odd], NO_TEXT).alias(WRONG),
        **{name: nw.when(nw.col(PatternRow.by_day)).then(nw.col(name)) for name in PatternRow.due},
    )


def _turns(rows: LazyTable) -> LazyTable:
    """The weeks of a cycle with the turn of each, and what is worked in it; a blank day is not worked."""
    hours = {name: nw.col(name).fill_null(0) for name in PatternRow.due}
    nominal = [nw.col(PatternRow.nominal_days), nw.col(PatternRow.nominal_hours)]
    stated = _any(~each.is_null() for each in map(nw.col, PatternRow.due)) | _any(_is(each == 0) for each in nominal)
    rows = rows.with_columns(
        stated.cast(WHOLE).alias(PatternRow.noughts),
        _any(_is(each > 0) for each in nominal).cast(WHOLE).alias(PatternRow.nominal),
    ).with_columns(
        whole(1).alias(SAME),
        nw.col(PatternRow.number).fill_null(1).alias(PatternRow.number),
        (_sum((each > 0).cast(WHOLE) for each in hours.values()) * HUNDREDTHS).alias(PatternRow.days_worked),
        _sum(hours.values()).alias(PatternRow.hours_worked),
        **hours,
    )
    place = nw.col(SAME).cum_sum().over(*_PERIODS, order_by=PatternRow.number).cast(WHOLE) - 1
    worked, noughts, nominal_week = (
        nw.col(name).max().over(*_PERIODS) > 0
        for name in (PatternRow.days_worked, PatternRow.noughts, PatternRow.nominal)
    )
    return rows.with_columns(
        place.alias(PatternRow.turn),
        nw.col(SAME).sum().over(*_PERIODS).cast(WHOLE).alias(PatternRow.weeks),
        (worked | (noughts & ~nominal_week)).alias(PatternRow.by_day),
    )


def _week(rows: LazyTable) -> LazyTable:
    """Cycles with the days and the hours of an ordinary week: as stated, or else summed over the weekdays."""
    for name, stated, worked in (
        (PatternRow.week_days, PatternRow.nominal_days, PatternRow.days_worked),
        (PatternRow.week_hours, PatternRow.nominal_hours, PatternRow.hours_worked),
    ):
        value = nw.coalesce(nw.col(stated), nw.when(nw.col(PatternRow.by_day)).then(nw.col(worked)))
        rows = rows.with_columns(value.alias(name), (~value.is_null()).cast(WHOLE).alias(PatternRow.known))
        # A sum skips nulls, so it counts only where every week of the cycle is known.
        every = nw.col(PatternRow.known).sum().over(*_PERIODS) == nw.col(PatternRow.weeks)
        rows = rows.with_columns(nw.when(every).then(nw.col(name).sum().over(*_PERIODS).cast(WHOLE)).alias(name))
    return rows


def _following(rows: LazyTable) -> LazyTable:
    """Cycles with the day on which the next one of the worker starts."""
    starts = rows.select(*_PERIODS).unique()
    following = nw.col(PatternRow.starts).shift(-1).over(WORKER, order_by=PatternRow.starts)
    starts = starts.with_columns(following.alias(PatternRow.next))
    starts = starts.with_columns(nw.col(PatternRow.next).fill_null(OPEN).alias(PatternRow.next))
    return joined(rows, starts, [*_PERIODS])


def from_the_beginning(patterns: LazyTable) -> LazyTable:
    """The patterns of every worker, and a row of unknown hours for the days before the first of them."""
    # Without this row the filter in `Rosters.by_pattern` would drop the days before the first pattern.
    before = patterns.group_by(WORKER).agg(nw.col(PatternRow.starts).min().alias(PatternRow.next))
    unknown = {name: whole(None) for name in _PATTERN}
    known = {name: nw.col(name) for name in _PATTERN}
    one_week = {PatternRow.starts: whole(0), PatternRow.weeks: whole(1), PatternRow.turn: whole(0)}
    return stacked(
        [(patterns, known), (before, {PatternRow.next: nw.col(PatternRow.next), **one_week})],
        {WORKER: nw.col(WORKER), **unknown},
    )


def as_row(pattern: WorkPattern | None) -> dict[str, int | None]:
    """One pattern as the values of a row, in force from the beginning of time; unknown hours without a pattern."""
    row: dict[str, int | None] = {
        **dict.fromkeys(_PATTERN),
        PatternRow.starts: 0,
        PatternRow.next: OPEN,
        PatternRow.weeks: 1,
        PatternRow.turn: 0,
    }
    if pattern is None:
        return row
    roster = Roster((pattern,), None, Nation.ENGLAND)
    ordinary = roster.week(pattern.starts)
    row[PatternRow.week_days], row[PatternRow.week_hours] = (
        None if each is None else int(each * HUNDREDTHS) for each in (ordinary.days, ordinary.hours)
    )
    monday = pattern.starts + (7 - pattern.starts.weekday()) * ONE
    due = [roster.due(monday + place * ONE) for place in range(len(WEEKDAYS))]
    return row | {
        name: None if each is None else int(each * HUNDREDTHS) for name, each in zip(PatternRow.due, due, strict=True)
    }


def _is(holds: nw.Expr) -> nw.Expr:
    return holds.fill_null(False)


def _any(columns: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(or_, columns)


def _sum(columns: Iterable[nw.Expr]) -> nw.Expr:
    return reduce(add, columns)
