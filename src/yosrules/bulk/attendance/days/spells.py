"""Absences as a table -> spells, linked as a policy says, and the runs of spells that may be one."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL, IN_ORDER
from yosrules.bulk.attendance.days.roster import GAP, Rosters
from yosrules.bulk.attendance.tables.columns import WORKER, AbsenceRow, GapRow
from yosrules.bulk.engine import LazyTable, first_of, joined, kept, whole
from yosrules.language.kinds import words
from yosrules.policies.attendance import Linking
from yosrules.policies.lost_time.counting import near

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

    def chained(self, rows: LazyTable) -> LazyTable:
        """All absences, each linked to the one before, whichever of them count; with what `linked` asks of them."""
        chains = (nw.col(AbsenceRow.spell_at).alias(AbsenceRow.chain_at), nw.col(AbsenceRow.run_at))
        return _joined_up(self._direct(_after(rows, _BEFORE))).with_columns(
            chains[0], chains[1].alias(AbsenceRow.perhaps_at)
        )

    def linked(self, rows: LazyTable, *, over_excluded: bool) -> LazyTable:
        """Some of the absences that `chained` made, linked; `over_excluded` as of `Counting`."""
        rows = _after(rows, _BEFORE)
        if not over_excluded:
            return _joined_up(self._direct(rows))
        chains = {AbsenceRow.chain_before: AbsenceRow.chain_at, AbsenceRow.perhaps_before: AbsenceRow.perhaps_at}
        one, perhaps = (nw.col(before) == nw.col(at) for before, at in chains.items())
        # Days off between the two were looked at step by step, by way of the absences that are left out here.
        choices = [(_FIRST, nw.lit(False)), (one | self._near(), nw.lit(True)), (perhaps, CANNOT_TELL)]
        rows = _after(rows, chains).with_columns(first_of(choices, nw.lit(False)).alias(AbsenceRow.link))
        return _joined_up(rows.with_columns(nw.lit(False).alias(GapRow.far)))

    def _near(self) -> nw.Expr:
        """Whether an absence is one with that before, whatever was due to work between them."""
        reason = nw.col(AbsenceRow.reason)
        alike = (reason == nw.col(AbsenceRow.reason_before)) & reason.is_in([*map(words, self.linking.reasons)])
        apart = nw.col(AbsenceRow.begins_in) - nw.col(AbsenceRow.back_before)
        found = near(apart, alike.fill_null(False), self.linking.calendar_gap, self.linking.reason_gap)
        return found | (apart <= 0) if self.linking.over_days_off else found

    def _direct(self, rows: LazyTable) -> LazyTable:
        """Absences with `link`: whether each is one with that before by themselves; null where it cannot be told."""
        choices = [(_FIRST, nw.lit(False)), (self._near(), nw.lit(True))]
        if self.linking.over_days_off:
            return self._days_off(rows.with_columns(first_of(choices, CANNOT_TELL).alias(AbsenceRow.by_rule)))
        return rows.with_columns(
            first_of(choices, nw.lit(False)).alias(AbsenceRow.link), nw.lit(False).alias(GapRow.far)
        )

    def _days_off(self, rows: LazyTable) -> LazyTable:
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
