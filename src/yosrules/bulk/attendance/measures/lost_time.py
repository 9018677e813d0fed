"""Measures of lost time as columns, worked out from running totals; the same as `lost_time` says of one worker."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import assert_never

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL
from yosrules.bulk.attendance.measures.plan import Group, InBulk, Plan
from yosrules.bulk.attendance.measures.windows import DoubtColumns, in_doubt
from yosrules.bulk.attendance.tables.columns import DAY, PatternRow
from yosrules.bulk.attendance.tables.day_columns import DayRow, EventRow, Point, at_point
from yosrules.bulk.frames.engine import whole
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact
from yosrules.policies.lost_time.formulas import HUNDREDTHS
from yosrules.policies.lost_time.measures import Continuous, Lasted, Of, SinceHeld, Tally
from yosrules.policies.lost_time.scaling import Allowance, Per


def lost_time(by: InBulk, fact: Fact, plan: Plan) -> nw.Expr:
    """One measure as a column; null where it cannot be told."""
    match by:
        case Tally(of):
            value = plan.tallied(by).value()
            return value if of is Of.SPELLS else _in_ones(value, of.units, fact)
        case Continuous(where=where, forecast=forecast):
            return _continuous(current(where, plan), forecast=forecast, notes_given=plan.notes_given)
        case Lasted(where=where):
            return _lasted(current(where, plan), DayRow.milestone(fact.name))
        case SinceHeld():
            return _since_held(DayRow.milestone(fact.name)) if plan.stages_given else CANNOT_TELL
        case Allowance():
            return _allowed(by) if by.whole else _in_ones(_allowed(by), by.rounding.units, fact)
        case _:
            assert_never(by)


@attrs.frozen
class Current:
    """The spell that each worker is in, of the absences that meet the condition at `where`.

    With `over_only` it is the spell that the worker returns from on the day.
    """

    where: int
    over_only: bool
    doubts: Sequence[DoubtColumns]

    @property
    def start(self) -> str:
        """The column of its first day."""
        return at_point(EventRow.spell(self.where), Point.now)

    @property
    def until(self) -> nw.Expr:
        """Its last day so far."""
        return nw.min_horizontal(nw.col(at_point(EventRow.until(self.where), Point.now)), nw.col(DAY))

    @property
    def there(self) -> nw.Expr:
        """Whether there is one."""
        last = nw.col(at_point(EventRow.back(self.where), Point.now)) if self.over_only else self.until
        return (nw.col(at_point(EventRow.begun(self.where), Point.now)) > 0) & (last == nw.col(DAY))


def current(where: Condition, plan: Plan) -> Current:
    """The spell that each worker is in, of the absences that meet a condition."""
    group = Group.unbroken(where)
    return Current(plan.groups.index(group), plan.over_only, plan.doubts(group))


def _continuous(spell: Current, *, forecast: bool, notes_given: bool) -> nw.Expr:
    last = spell.until
    if forecast:
        note = nw.col(at_point(EventRow.note, Point.now)) if notes_given else whole(None)
        # Null without a note: nobody can tell how long the absence will last.
        last = nw.when(~note.is_null()).then(nw.max_horizontal(last, note))
    length = nw.when(spell.there).then(last - nw.col(spell.start) + 1).otherwise(whole(0))
    return nw.when(~in_doubt(spell.doubts)).then(length)


def _lasted(spell: Current, milestone: str) -> nw.Expr:
    reached = nw.when(spell.there).then(nw.col(milestone) <= spell.until).otherwise(nw.lit(False))
    return nw.when(~in_doubt(spell.doubts)).then(reached)


def _since_held(milestone: str) -> nw.Expr:
    # Null where the stage was never held. Stages are on record, so that this is a no and not unknown.
    return (nw.col(milestone) <= nw.col(DAY)).fill_null(False)


def _allowed(by: Allowance) -> nw.Expr:
    """A number for full time scaled to the week of the pattern in force, in the parts to which it is rounded."""
    own = nw.col(PatternRow.week_days if by.per is Per.DAYS else PatternRow.week_hours)
    scale = Fraction(by.number) * by.share / Fraction(by.full_time) / HUNDREDTHS
    # The week is a sum over the weeks of a cycle, so that it is whole: the mean is taken by the denominator.
    above, below = own * scale.numerator, nw.col(PatternRow.weeks) * scale.denominator
    return nw.when(own > 0).then(by.rounding.quotient(above, below))


def _in_ones(parts: nw.Expr, units: int, fact: Fact) -> nw.Expr:
    return (parts / units).cast(nw.Decimal(20, fact.places or 0))
