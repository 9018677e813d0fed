"""When two absences of one worker are one, as columns: by the days between them, and by what was due on these."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL, IN_ORDER
from yosrules.bulk.attendance.days.roster import GAP, Rosters
from yosrules.bulk.attendance.tables.columns import WORKER, AbsenceRow, GapRow
from yosrules.bulk.frames.engine import LazyTable, first_of, joined, kept
from yosrules.language.kinds import words
from yosrules.policies.conventions import Linking
from yosrules.policies.lost_time.formulas import near

_BEFORE = {
    AbsenceRow.until_before: AbsenceRow.until,
    AbsenceRow.back_before: AbsenceRow.back_in,
    AbsenceRow.reason_before: AbsenceRow.reason,
}


@attrs.frozen
class Links:
    """When two absences of one worker are one; `leave` is None where none was given."""

    linking: Linking
    rosters: Rosters
    leave: LazyTable | None

    def near(self) -> nw.Expr:
        """Whether an absence is one with that before, whatever was due to work between them."""
        reason = nw.col(AbsenceRow.reason)
        alike = (reason == nw.col(AbsenceRow.reason_before)) & reason.is_in([*map(words, self.linking.reasons)])
        apart = nw.col(AbsenceRow.begins_in) - nw.col(AbsenceRow.back_before)
        found = near(apart, alike.fill_null(False), self.linking.calendar_gap, self.linking.reason_gap)
        return found | (apart <= 0) if self.linking.over_days_off else found

    def between(self, rows: LazyTable) -> LazyTable:
        """Absences with `link`: whether each is one with that before by themselves; null where it cannot be told."""
        rows = _after(rows, _BEFORE)
        choices = [(_FIRST, nw.lit(False)), (self.near(), nw.lit(True))]
        if self.linking.over_days_off:
            return self._all_off(rows.with_columns(first_of(choices, CANNOT_TELL).alias(AbsenceRow.by_rule)))
        return rows.with_columns(
            first_of(choices, nw.lit(False)).alias(AbsenceRow.link), nw.lit(False).alias(GapRow.far)
        )

    def by_way(self, rows: LazyTable) -> LazyTable:
        """Absences with `link`, by themselves or by way of those that were left out since `chained` linked them all."""
        chains = {AbsenceRow.chain_before: AbsenceRow.chain_at, AbsenceRow.perhaps_before: AbsenceRow.perhaps_at}
        one, perhaps = (nw.col(before) == nw.col(at) for before, at in chains.items())
        # Days off between the two were looked at step by step, by way of the absences that are left out here.
        choices = [(_FIRST, nw.lit(False)), (one | self.near(), nw.lit(True)), (perhaps, CANNOT_TELL)]
        return _after(rows, _BEFORE | chains).with_columns(
            first_of(choices, nw.lit(False)).alias(AbsenceRow.link), nw.lit(False).alias(GapRow.far)
        )

    def _all_off(self, rows: LazyTable) -> LazyTable:
        """Absences linked where no day of which a session lies between them is worked."""
        rows = kept(
            rows.with_columns(
                (nw.col(AbsenceRow.back_before) // 2).alias(GapRow.first),
                ((nw.col(AbsenceRow.begins_in) - 1) // 2).alias(GapRow.last),
            )
        )
        by_rule = nw.col(AbsenceRow.by_rule)
        # Only these gaps are spread into days: the others are linked or apart whatever lies in them.
        gaps = rows.filter(by_rule.is_null()).select(*GAP)
        off = self.rosters.off(gaps, self.leave, over_leave=self.linking.over_booked_leave)
        # The columns of these names are about the gaps between all absences.
        rows = rows.drop(GapRow.off, GapRow.far, strict=False)
        return joined(rows, off, [WORKER, AbsenceRow.begins_in]).with_columns(
            nw.when(by_rule.is_null()).then(nw.col(GapRow.off)).otherwise(by_rule).alias(AbsenceRow.link),
            nw.col(GapRow.far).fill_null(False).alias(GapRow.far),
        )


_FIRST = nw.col(AbsenceRow.until_before).is_null()
"""Whether an absence has none before it."""


def _after(rows: LazyTable, before: Mapping[str, str]) -> LazyTable:
    """Absences with columns of the one before."""
    return rows.with_columns(
        **{name: nw.col(own).shift(1).over(WORKER, order_by=IN_ORDER) for name, own in before.items()}
    )
