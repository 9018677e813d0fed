"""What every worker was due on any day, as columns: by roster where there is one, else by work pattern."""

from __future__ import annotations

import narwhals.stable.v2 as nw

from yosrules.attendance.days.links import LONGEST_OFF
from yosrules.bulk.attendance.days.absences import CANNOT_TELL
from yosrules.bulk.attendance.days.weeks import as_row, from_the_beginning
from yosrules.bulk.attendance.tables.columns import (
    DAY,
    WORKER,
    AbsenceRow,
    AwayRow,
    GapRow,
    PatternRow,
    PeriodRow,
    ShiftRow,
    WorkerRow,
)
from yosrules.bulk.attendance.tables.spread import spread
from yosrules.bulk.frames.calendar import Calendar, week, weekday
from yosrules.bulk.frames.engine import WHOLE, LazyTable, first_of, joined, kept, whole
from yosrules.records.absence import WorkPattern

GAP = (WORKER, AbsenceRow.begins_in, GapRow.first, GapRow.last)
"""The columns of the days before an absence, by the half day in which the absence begins."""

_NEAR, _FAR = 4, 400
"""How many days of a gap are looked at first, and at most, for one that is worked."""


class Rosters:
    """What workers were due: `patterns` and `shifts` as recorded, `people` with the first day of their employment.

    `default` is the pattern of whoever has none on record, from the beginning of time.
    """

    def __init__(
        self,
        calendar: Calendar,
        people: LazyTable | None,
        patterns: LazyTable | None,
        shifts: LazyTable | None,
        default: WorkPattern | None,
    ) -> None:
        self._calendar, self._people, self._shifts = calendar, people, shifts
        self._patterns = None if patterns is None else from_the_beginning(patterns)
        self._default = as_row(default)

    def on(self, days: LazyTable) -> LazyTable:
        """Days with the hours `due`, null where unknown, and whether each is `rostered` and `working`."""
        table, day = self.by_pattern(days), nw.col(DAY)
        due = first_of([(weekday(day) == n, nw.col(name)) for n, name in enumerate(PatternRow.due)], whole(None))
        by_roster = nw.lit(False)
        if self._shifts is not None:
            table = joined(table, self._shifts.select(WORKER, DAY, ShiftRow.hours), [WORKER, DAY])
            table = joined(table, _spans(self._shifts), [WORKER])
            by_roster = ((nw.col(ShiftRow.first) <= day) & (day <= nw.col(ShiftRow.last))).fill_null(False)
            # A roster is complete between its ends: a day without a shift is a day off, not an unknown one.
            due = nw.when(by_roster).then(nw.col(ShiftRow.hours).fill_null(0)).otherwise(due)
        if self._people is not None:
            table = joined(table, self._people.select(WORKER, WorkerRow.started), [WORKER])
            not_yet = (day < nw.col(WorkerRow.started)).fill_null(False)
            due = nw.when(not_yet).then(whole(0)).otherwise(due)
        table = table.with_columns(due.alias(AwayRow.due), by_roster.alias(AwayRow.by_roster))
        rostered = nw.col(AwayRow.due) > 0
        # A roster says itself whether a bank holiday is worked.
        closed = self._calendar.holiday(day) & ~nw.col(AwayRow.by_roster)
        working = nw.when(~closed).then(rostered).otherwise(nw.lit(False))
        return table.with_columns(rostered.alias(AwayRow.rostered), working.alias(AwayRow.working))

    def by_pattern(self, days: LazyTable) -> LazyTable:
        """Days with the columns of the work pattern in force on each."""
        default = {name: whole(value) for name, value in self._default.items()}
        if self._patterns is None:
            return days.with_columns(**default)
        table = joined(days, self._patterns, [WORKER])
        none = nw.col(PatternRow.starts).is_null()
        table = table.with_columns(
            **{name: nw.when(none).then(value).otherwise(nw.col(name)) for name, value in default.items()}
        )
        # Joined on the worker alone and then filtered: narwhals has no join on an interval that every engine runs.
        day, starts = nw.col(DAY), nw.col(PatternRow.starts)
        turn = (week(day) - week(starts)) % nw.col(PatternRow.weeks) == nw.col(PatternRow.turn)
        return table.filter((starts <= day) & (day < nw.col(PatternRow.next)) & turn)

    def off(self, gaps: LazyTable, leave: LazyTable | None = None, *, over_leave: bool = False) -> LazyTable:
        """Gaps with `off`: whether none of their days is worked, null where that cannot be told.

        A gap is also null and `far` where none of the first `_FAR` days is worked and there are more. With `over_leave`
        a day of booked leave is not worked, and without a record of leave nobody can tell.
        """
        length, works, unsure = (
            nw.col(GapRow.last) - nw.col(GapRow.first) + 1,
            nw.col(GapRow.works),
            nw.col(GapRow.unsure),
        )
        # Most gaps have a working day among their first four days, so that few have to be looked at in full.
        near = kept(self._looked_at(gaps, _NEAR, leave, over_leave=over_leave))
        rest = near.filter(~works & (length > _NEAR)).select(*GAP)
        rest = self._looked_at(rest, _FAR, leave, over_leave=over_leave).select(
            WORKER, AbsenceRow.begins_in, works.alias(GapRow.works_later), unsure.alias(GapRow.unsure_later)
        )
        table = joined(near, rest, [WORKER, AbsenceRow.begins_in])
        table = table.with_columns(
            (works | nw.col(GapRow.works_later).fill_null(False)).alias(GapRow.works),
            (unsure | nw.col(GapRow.unsure_later).fill_null(False)).alias(GapRow.unsure),
        )
        never, always = nw.lit(False), nw.lit(True)
        choices = [
            (works, never),
            # No pattern is taken to have so many days off in a row, so that one of these is worked, whichever it is.
            (unsure & (length > LONGEST_OFF), never),
            (unsure, CANNOT_TELL),
            (length <= _FAR, always),
        ]
        return table.select(
            WORKER,
            AbsenceRow.begins_in,
            first_of(choices, CANNOT_TELL).alias(GapRow.off),
            (~works & ~unsure & (length > _FAR)).alias(GapRow.far),
        )

    def _looked_at(self, gaps: LazyTable, most: int, leave: LazyTable | None, *, over_leave: bool) -> LazyTable:
        """Gaps with whether any of their first days `works`, and whether that is unknown of any."""
        first, last = nw.col(GapRow.first), nw.col(GapRow.last)
        working = nw.col(AwayRow.working)
        days = self.on(spread(gaps, first, nw.min_horizontal(last, first + most - 1)))
        if over_leave:
            days, on_leave = with_leave(days, leave), nw.col(AwayRow.on_leave)
            off = ~working.fill_null(True) | on_leave.fill_null(False)
            working = first_of([(off, nw.lit(False)), (on_leave.is_null(), CANNOT_TELL)], working)
        days = days.with_columns(
            working.fill_null(False).cast(WHOLE).alias(GapRow.any_works),
            working.is_null().cast(WHOLE).alias(GapRow.any_unsure),
        )
        any_works, any_unsure = nw.col(GapRow.any_works), nw.col(GapRow.any_unsure)
        found = days.group_by(WORKER, AbsenceRow.begins_in).agg(any_works.max(), any_unsure.max())
        return joined(gaps.select(*GAP), found, [WORKER, AbsenceRow.begins_in]).select(
            *GAP,
            (any_works.fill_null(0) > 0).alias(GapRow.works),
            (any_unsure.fill_null(0) > 0).alias(GapRow.unsure),
        )


def with_leave(days: LazyTable, leave: LazyTable | None) -> LazyTable:
    """Days with `on_leave`: whether leave was booked for each; null where no record of leave was given."""
    if leave is None:
        return days.with_columns(CANNOT_TELL.alias(AwayRow.on_leave))
    booked = spread(leave, nw.col(PeriodRow.start), nw.col(PeriodRow.until))
    # Unique, because two bookings of one day would make the day count twice.
    booked = booked.select(WORKER, DAY).unique().with_columns(nw.lit(True).alias(AwayRow.booked))
    days = joined(days, booked, [WORKER, DAY])
    return days.with_columns(nw.col(AwayRow.booked).fill_null(False).alias(AwayRow.on_leave))


def _spans(shifts: LazyTable) -> LazyTable:
    """The first and the last day of the roster of every worker who has one."""
    return shifts.group_by(WORKER).agg(nw.col(DAY).min().alias(ShiftRow.first), nw.col(DAY).max().alias(ShiftRow.last))
