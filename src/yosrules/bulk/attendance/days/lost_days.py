"""What happened to each worker on which day, as events: spells begun and ended, days and hours lost.

What a spell lost is placed on the days on which it was lost, or all of it on the day of one of its marks: its first
day, or its last. Amounts are whole numbers, halves of a day and thousandths of an hour, so that sums are exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, assert_never

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.roster import Rosters, with_leave
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, AbsenceRow, AwayRow, GapRow
from yosrules.bulk.attendance.tables.day_columns import EventRow
from yosrules.bulk.attendance.tables.running_totals import Event, on_day
from yosrules.bulk.attendance.tables.spread import spread
from yosrules.bulk.frames.calendar import Calendar
from yosrules.bulk.frames.engine import WHOLE, LazyTable, joined, kept, whole
from yosrules.policies.conventions import Conventions, OverLeave
from yosrules.policies.lost_time.counting import Counting, DayCount, DayKind, HalfDay, Mark, Straddling
from yosrules.policies.lost_time.formulas import HALVES, HUNDREDTHS, THOUSANDTHS, hours_lost
from yosrules.policies.lost_time.measures import Of

PlacedOn: TypeAlias = Mark | None
"""Where an amount is placed: on a mark of its spell, or, None, on the days on which it was lost."""


def places(straddling: Straddling) -> tuple[PlacedOn, ...]:
    """Where amounts must be placed for a way to count spells across the ends of a window; the days always."""
    return tuple(dict.fromkeys((None, *straddling.marks))) if straddling.undivided else (None,)


@attrs.frozen
class Amount:
    """What is added up of the absences that meet the condition at `where`: days of one count, or hours (None)."""

    where: int
    days: DayCount | None
    half_day: HalfDay

    @classmethod
    def of(cls, of: Of, counting: Counting, where: int) -> Amount | None:
        """What a tally adds up; None where it counts spells only."""
        match of:
            case Of.SPELLS:
                return None
            case Of.HOURS:
                return cls(where, None, HalfDay.HALF)
            case Of.DAYS | Of.BRADFORD:
                return cls(where, counting.days, counting.half_day)
            case _:
                assert_never(of)

    def lost(self, place: PlacedOn) -> str:
        """The column of what was lost."""
        return f"{self._named(place)}_lost"

    def untold(self, place: PlacedOn) -> str:
        """The column of the number of days that may count or not, because something is not on record."""
        return f"{self._named(place)}_untold"

    def ahead(self, column: str) -> str:
        """What one of these columns holds of the days off before an absence that has not begun yet."""
        return f"{column}_ahead"

    @property
    def lumps_begun(self) -> str:
        """The column of the number of absences that have begun and whose hours are recorded as one total."""
        return f"{self._named(None)}_begun"

    @property
    def lumps_ended(self) -> str:
        """The column of the number of these absences that have ended."""
        return f"{self._named(None)}_ended"

    def _named(self, place: PlacedOn) -> str:
        days = "hours" if self.days is None else self.days.name.lower()
        return f"{days}_{self.half_day.name.lower()}{self.where}_{'day' if place is None else place.name.lower()}"


Wanted: TypeAlias = Mapping[Amount, Sequence[PlacedOn]]
"""The amounts to add up, and where each must be placed."""


@attrs.frozen
class Ledger:
    """The events that workers' absences make, read by one set of conventions."""

    calendar: Calendar
    conventions: Conventions
    rosters: Rosters
    leave: LazyTable | None

    def spells(self, rows: LazyTable, where: int) -> Iterator[Event]:
        """Spells begun and ended, and of the latest absence its last day, its return and the start of its spell."""
        begins = nw.col(AbsenceRow.spell_at) == nw.col(AbsenceRow.begins_in)
        latest = {
            EventRow.until(where): nw.col(AbsenceRow.lasts),
            EventRow.spell(where): nw.col(AbsenceRow.spell_start),
            EventRow.begins(where): nw.col(AbsenceRow.spell_at),
            EventRow.back(where): nw.col(AbsenceRow.back),
        }
        yield Event(rows, nw.col(AbsenceRow.begins_in), {EventRow.begun(where): begins.cast(WHOLE)}, latest)
        yield Event(rows.filter(begins), _in_spell(AbsenceRow.spell_end), {EventRow.ended(where): whole(1)})

    def perhaps(self, rows: LazyTable, where: int) -> Iterator[Event]:
        """Spells that may or may not have ended, from their last day of absence until a day later.

        Without a day of return the day after the absence may count or not.
        """
        untold = (nw.col(AbsenceRow.lasts) > nw.col(AbsenceRow.ends)) & nw.col(AbsenceRow.returned).is_null()
        last = rows.filter(untold & (nw.col(AbsenceRow.lasts) == nw.col(AbsenceRow.spell_end)))
        for at, more in ((AbsenceRow.ends, 1), (AbsenceRow.lasts, -1)):
            yield Event(last, _in_spell(at), {EventRow.perhaps(where): whole(more)})

    def doubts(self, rows: LazyTable, undecided: nw.Expr, why: str, where: int) -> Iterator[Event]:
        """Runs of spells with an undecided absence: the start of each, the day it becomes undecided, the end."""
        starts, since, ends = AbsenceRow.run_start, AbsenceRow.since, AbsenceRow.run_end
        found = rows.with_columns(nw.when(undecided).then(nw.col(AbsenceRow.start)).alias(since))
        runs = found.group_by(WORKER, AbsenceRow.run_at).agg(
            nw.col(since).min(), nw.col(starts).min(), nw.col(ends).max()
        )
        runs = kept(runs.filter(~nw.col(since).is_null()))
        for what, at in (("starts", starts), ("known", since), ("ends", ends)):
            yield Event(runs, on_day(nw.col(at)), {EventRow.doubt(why, where, what): whole(1)})

    def amounts(self, rows: LazyTable, wanted: Wanted) -> Iterator[Event]:
        """What was lost, and the number of days of which that cannot be told."""
        yield from self._weighed(self._due(self._away(rows), wanted), wanted)
        calendar = {each: at for each, at in wanted.items() if each.days is DayCount.CALENDAR}
        if calendar and self.conventions.linking.over_days_off:
            days_off = self._due(self._days_off(rows), calendar)
            yield from self._weighed(days_off, calendar)
            yield from _ahead(days_off, calendar)
        for amount, at in wanted.items():
            if amount.days is None:
                yield from _lumps(rows, amount, at)

    def _away(self, rows: LazyTable) -> LazyTable:
        """Every day of every absence, with the halves that were lost of it."""
        # An open absence lasts to `OPEN`: that is more chunks than `spread` has, so that it would have no day at all.
        last = nw.min_horizontal(AbsenceRow.lasts, whole(self.calendar.last))
        days, start = spread(rows, nw.col(AbsenceRow.start), last), nw.col(AbsenceRow.start)
        begins, ends = nw.col(DAY) == start, nw.col(DAY) == nw.col(AbsenceRow.ends)
        no_morning = begins & (nw.col(AbsenceRow.afternoon) == 1)
        no_afternoon = (ends & (nw.col(AbsenceRow.morning) == 1)).fill_null(False)
        shared = begins & nw.col(AbsenceRow.link).fill_null(False) & (start == nw.col(AbsenceRow.until_before))
        return days.with_columns(
            (HALVES - no_morning.cast(WHOLE) - no_afternoon.cast(WHOLE)).alias(AwayRow.halves),
            shared.alias(AwayRow.shared),
        )

    def _days_off(self, rows: LazyTable) -> LazyTable:
        """Every day of the gaps inside a spell of which no day is worked."""
        inside = rows.filter(nw.col(AbsenceRow.link).fill_null(False)).with_columns(
            (nw.col(AbsenceRow.until_before) + 1).alias(GapRow.first),
            (nw.col(AbsenceRow.start) - 1).alias(GapRow.last),
        )
        first, last = nw.col(GapRow.first), nw.col(GapRow.last)
        inside = kept(inside.filter(first <= last))
        off = self.rosters.off(inside)
        # Linking leaves columns of these names, about a gap that takes in days of half an absence.
        found = joined(inside.drop(GapRow.off, GapRow.far, strict=False), off, [WORKER, AbsenceRow.begins_in])
        days = spread(found.filter(nw.col(GapRow.off).fill_null(False)), first, last)
        return days.with_columns(whole(HALVES).alias(AwayRow.halves), nw.lit(False).alias(AwayRow.shared))

    def _due(self, days: LazyTable, wanted: Wanted) -> LazyTable:
        """Days with what was due on each, if any amount needs that, and whether leave was booked for it."""
        if any(amount.days is None or amount.days.kind is not DayKind.ANY for amount in wanted):
            days = self.rosters.on(days)
        if self.conventions.over_leave is OverLeave.COUNTS:
            return kept(days.with_columns(nw.lit(False).alias(AwayRow.on_leave)))
        return kept(with_leave(days, self.leave))

    def _weighed(self, days: LazyTable, wanted: Wanted) -> Iterator[Event]:
        """The amounts of every day, one event table for each place, so that a day is weighed once for all of them."""
        at = {None: DAY, Mark.START: AbsenceRow.spell_start, Mark.END: AbsenceRow.spell_end}
        for place in dict.fromkeys(each for every in wanted.values() for each in every):
            sums: dict[str, nw.Expr] = {}
            for amount in (each for each, every in wanted.items() if place in every):
                sums[amount.lost(place)], sums[amount.untold(place)] = _lost(amount)
            yield Event(days, _in_spell(at[place]), sums)


def _ahead(days_off: LazyTable, wanted: Wanted) -> Iterator[Event]:
    """The days off before an absence until it begins, because only then are they days of the spell.

    An absence that does not count can lie among them, so that a day may be asked about on which that is not known yet.
    """
    for at, sign in ((on_day(nw.col(DAY)), 1), (nw.col(AbsenceRow.begins_in), -1)):
        sums: dict[str, nw.Expr] = {}
        for amount in wanted:
            lost, untold = _lost(amount)
            sums |= {amount.ahead(amount.lost(None)): sign * lost, amount.ahead(amount.untold(None)): sign * untold}
        yield Event(days_off, at, sums)


def _in_spell(day: str) -> nw.Expr:
    """The half day at which something happens on a day of a spell, which may begin at noon of its first day."""
    return on_day(nw.col(day), nw.col(AbsenceRow.spell_at))


def _lost(amount: Amount) -> tuple[nw.Expr, nw.Expr]:
    """What a day adds to an amount, and 1 where that is unknown."""
    halves, on_leave = nw.col(AwayRow.halves), nw.col(AwayRow.on_leave)
    counts, lump = _counts(amount), nw.lit(False)
    weight = halves
    if amount.days is None:
        lump = ~nw.col(AbsenceRow.hours).is_null() & ~nw.col(AbsenceRow.ends).is_null()
        weight = hours_lost(nw.col(AwayRow.due) * (THOUSANDTHS // HUNDREDTHS), halves)
    if amount.half_day is HalfDay.WHOLE:
        weight = nw.when(nw.col(AwayRow.shared)).then(whole(0)).otherwise(whole(HALVES))
    counts = nw.when(~on_leave.is_null()).then(counts & ~on_leave)
    unknown = counts.is_null() | nw.col(AwayRow.due).is_null() if amount.days is None else counts.is_null()
    lost = nw.when(counts.fill_null(False) & ~unknown & ~lump).then(weight).otherwise(whole(0))
    return lost, (unknown & ~lump).cast(WHOLE)


def _counts(amount: Amount) -> nw.Expr:
    """Whether a day is one of those that an amount counts, leave aside; null where that cannot be told."""
    after = (nw.col(DAY) > nw.col(AbsenceRow.ends)).fill_null(False)
    if amount.days is None:
        return nw.col(AwayRow.working) & ~after
    match amount.days:
        case DayCount.WORKING | DayCount.SESSIONS:
            return nw.col(AwayRow.working)
        case DayCount.ROSTERED:
            return nw.col(AwayRow.rostered)
        case DayCount.CALENDAR:
            return nw.lit(True)
        case DayCount.TO_RETURN:
            return nw.when(~after | ~nw.col(AbsenceRow.returned).is_null()).then(nw.lit(True))
        case _:
            assert_never(amount.days)


def _lumps(rows: LazyTable, amount: Amount, wanted: Sequence[PlacedOn]) -> Iterator[Event]:
    """Hours that were written down, which are known for the whole absence only.

    Beside the hours, the beginnings and ends of such absences are counted: where more have begun than ended, a window
    cuts one in two, and what lies inside cannot be told.
    """
    lumps = rows.filter(~nw.col(AbsenceRow.hours).is_null() & ~nw.col(AbsenceRow.ends).is_null())
    at = {None: AbsenceRow.ends, Mark.START: AbsenceRow.spell_start, Mark.END: AbsenceRow.spell_end}
    for place in wanted:
        yield Event(lumps, _in_spell(at[place]), {amount.lost(place): nw.col(AbsenceRow.hours)})
    yield Event(lumps, _in_spell(AbsenceRow.start), {amount.lumps_begun: whole(1)})
    yield Event(lumps, _in_spell(AbsenceRow.ends), {amount.lumps_ended: whole(1)})
