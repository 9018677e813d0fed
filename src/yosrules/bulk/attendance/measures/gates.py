"""Whether the interviews were held that a gate asks for, as a column; the same as `interviews_held` says of one."""

from __future__ import annotations

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import IN_ORDER, OPEN, to_the_return
from yosrules.bulk.attendance.measures.windows import Placed
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, AbsenceRow, GateRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.frames.engine import LazyTable, first_of, joined, kept, whole
from yosrules.policies.lost_time.counting import Counting, DayCount, Mark

_NEVER = -1


@attrs.frozen
class Gate:
    """What a gate asks of interviews: after the absences that count in a window and may meet a condition, or all."""

    counting: Counting | None
    window: Placed | None
    meets: nw.Expr

    def open(self, days: LazyTable, without: LazyTable) -> LazyTable:
        """Days with whether every spell had its interview; null where one is `without`, since it may be unrecorded."""
        day = nw.col(DAY)
        window = [] if self.window is None else [DayRow.first(self.window.place), DayRow.final(self.window.place)]
        found = days.select(WORKER, DAY, *window, *([] if self.window is None else [DayRow.empty(self.window.place)]))
        found = joined(found.unique(), without, [WORKER], "inner")
        asked = (nw.col(GateRow.since) <= day) & (day < nw.col(GateRow.until))
        shut = found.filter(asked & self._counts()).select(WORKER, DAY).unique()
        table = joined(days, shut.with_columns(nw.lit(True).alias(GateRow.shut)), [WORKER, DAY])
        held = nw.when(nw.col(GateRow.shut).is_null()).then(nw.lit(True))
        return table.with_columns(held.alias(DayRow.interviews_held)).drop(GateRow.shut)

    def without(self, chained: LazyTable) -> LazyTable:
        """Spells as far as they had gone, with the days from the return to the interview or to the next row."""
        chain = (WORKER, AbsenceRow.chain_at)
        if self.counting is not None and self.counting.days is DayCount.TO_RETURN:
            chained = to_the_return(chained)
        meets, interviewed = self.meets.fill_null(True), nw.col(AbsenceRow.interviewed)
        rows = chained.with_columns(
            nw.when(meets).then(nw.col(AbsenceRow.start)).otherwise(whole(OPEN)).alias(GateRow.first),
            nw.when(meets).then(nw.col(AbsenceRow.lasts)).otherwise(whole(_NEVER)).alias(GateRow.last),
            interviewed.fill_null(_NEVER).alias(GateRow.seen),
        ).with_columns(
            nw.col(GateRow.first).cum_min().over(*chain, order_by=IN_ORDER),
            nw.col(GateRow.last).cum_max().over(*chain, order_by=IN_ORDER),
            nw.col(GateRow.seen).cum_max().over(*chain, order_by=IN_ORDER),
            nw.col(AbsenceRow.start).shift(-1).over(*chain, order_by=IN_ORDER).alias(GateRow.next),
        )
        back, seen = nw.coalesce(nw.col(AbsenceRow.returned), nw.col(AbsenceRow.back_in) // 2), nw.col(GateRow.seen)
        own = interviewed >= back
        held = first_of([(own.fill_null(False), interviewed), (seen >= back, seen)], whole(OPEN))
        until = nw.min_horizontal(held, nw.col(GateRow.next).fill_null(OPEN))
        rows = rows.with_columns(nw.col(AbsenceRow.back).alias(GateRow.since), until.alias(GateRow.until))
        asked = (nw.col(GateRow.since) < nw.col(GateRow.until)) & (nw.col(GateRow.first) < OPEN)
        return kept(rows.filter(asked).select(WORKER, GateRow.first, GateRow.last, GateRow.since, GateRow.until))

    def _counts(self) -> nw.Expr:
        """Whether a spell counts; where the window cannot be placed, unless it is known to be empty."""
        if self.counting is None or self.window is None:
            return nw.lit(True)
        marks = {Mark.START: nw.col(GateRow.first), Mark.END: nw.col(GateRow.last)}
        enters, leaves = (marks[mark] for mark in self.counting.straddling.marks)
        inside = (enters <= self.window.last) & (self.window.first <= leaves)
        return nw.when(self.window.first.is_null()).then(~self.window.empty.fill_null(False)).otherwise(inside)
