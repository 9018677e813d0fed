"""Absences as a table: each row as whole numbers, in order, with what is wrong where it cannot be on record."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import cast

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.tables.columns import WORKER, WRONG, AbsenceRow
from yosrules.bulk.frames.calendar import Calendar, day_number
from yosrules.bulk.frames.columns import Verdicts, null_counts
from yosrules.bulk.frames.engine import WHOLE, LazyTable, first_of, whole
from yosrules.bulk.frames.fact_columns import FactColumns
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op, Ref, all_of
from yosrules.language.facts import Facts, declared, vocabulary
from yosrules.language.kinds import Fact, words
from yosrules.language.never import Never, PerDay
from yosrules.policies.lost_time.formulas import THOUSANDTHS
from yosrules.records.absence import SETTLES, Absence, Half, Reason

OPEN = 10_000_000
"""The last day of what is still open: later than any numbered day, so that no comparison needs a null."""

IN_ORDER = (AbsenceRow.begins_in, AbsenceRow.ends_in)
"""The order of a worker's absences: by the half day in which each begins."""

NO_TEXT = nw.lit(None, dtype=nw.String())
CANNOT_TELL = nw.lit(None, dtype=nw.Boolean())


class Numbers:
    """The facts of one kind of row as whole numbers; facts without a column are unknown."""

    def __init__(self, facts: Collection[Fact], table: LazyTable, key: str) -> None:
        names = table.collect_schema().names()
        there = [name for name in names if name not in null_counts(table, names)]
        unknown = [fact.name for fact in facts if fact.name not in there and not fact.given]
        self._key = key
        self._columns = FactColumns(table.select(*there), facts, unknown)

    def day(self, ref: Ref[date]) -> nw.Expr:
        """A date as a numbered day."""
        return self.day_of(ref.fact)

    def day_of(self, fact: Fact) -> nw.Expr:
        """A date as a numbered day."""
        column = self._columns[fact]
        return whole(None) if column.absent else day_number(column.value)

    def parts(self, fact: Fact, by: int = 1) -> nw.Expr:
        """A number in whole parts, `by` of which make one; a level of a scale as its number."""
        column = self._columns[fact]
        return whole(None) if column.absent else (column.number * by).cast(WHOLE)

    def text(self, ref: Ref[Reason]) -> nw.Expr:
        """A member of an enumeration as its words."""
        column = self._columns[ref.fact]
        return NO_TEXT if column.absent else column.value.cast(nw.String())

    def stated(self, fact: Fact) -> nw.Expr:
        """A fact as its column states it."""
        return self._columns[fact].value

    def holds(self, condition: Condition) -> nw.Expr:
        """Whether a condition holds; null where that cannot be told."""
        return as_column(self._columns.verdicts(condition))

    def impossible(self, kind: type[Facts]) -> nw.Expr:
        """Why a row cannot be on record by itself, by the first invariant that it breaks; null where it can."""
        found: list[tuple[nw.Expr, nw.Expr]] = []
        for each in declared(kind):
            holds = self.holds(each.condition) if isinstance(each, Never) else self._above(each)
            # What is not on record breaks nothing.
            found.append((holds.fill_null(False), nw.lit(each.why)))
        return first_of(found, NO_TEXT)

    def _above(self, each: PerDay) -> nw.Expr:
        first, last = (self.day_of(fact) for fact in (each.first, each.last))
        return self.parts(each.amount, THOUSANDTHS) > (last - first + 1) * (each.most * THOUSANDTHS)

    def put(self, made: Mapping[str, nw.Expr]) -> LazyTable:
        """The worker of every row and the columns made of it; these are null in a row with a value not allowed."""
        return cast("LazyTable", self._columns.put(made)).select(nw.col(self._key).alias(WORKER), *made)


def as_column(verdicts: Verdicts) -> nw.Expr:
    """Verdicts as a column, also where every row has the same."""
    return nw.lit(verdicts) if isinstance(verdicts, bool) else verdicts


def absence_rows(
    table: LazyTable, key: str, calendar: Calendar, wheres: Sequence[Condition], kind: type[Absence] = Absence
) -> LazyTable:
    """Every absence as whole numbers, what is `wrong` with it, and whether it meets each of some conditions."""
    of = Numbers(vocabulary(kind).values(), _settled(table), key)
    rows = of.put(
        {
            AbsenceRow.start: of.day(Absence.start),
            AbsenceRow.ends: of.day(Absence.end),
            AbsenceRow.afternoon: of.holds(Absence.first_session == Half.PM).fill_null(False).cast(WHOLE),
            AbsenceRow.morning: of.holds(Absence.last_session == Half.AM).fill_null(False).cast(WHOLE),
            AbsenceRow.hours: of.parts(Absence.hours.fact, THOUSANDTHS),
            AbsenceRow.returned: of.day(Absence.returned),
            AbsenceRow.interviewed: of.day(Absence.interviewed),
            AbsenceRow.reason: of.text(Absence.reason),
            WRONG: of.impossible(kind),
            **{
                AbsenceRow.where(place): of.holds(_as_known(all_of(where), calendar.day))
                for place, where in enumerate(wheres)
            },
        }
    )
    rows = _in_order(rows)
    rows = rows.with_columns(first_of([*_wrong(calendar)], nw.col(WRONG)).alias(WRONG))
    return rows.drop(AbsenceRow.highest_end, AbsenceRow.end_before)


def _as_known(where: Condition, day: date) -> Condition:
    """A condition about absences as they are known on a day: a manager's decision of a later day is not."""
    match where:
        case Known(fact, wanted) if fact == Absence.set_aside.fact:
            decided = all_of(where if wanted else ~where, Compare(fact, Op.LE, day))
            return decided if wanted else ~decided
        case AllOf(parts) | AnyOf(parts):
            return type(where)(tuple(_as_known(part, day) for part in parts))
        case _:
            return where


def _settled(table: LazyTable) -> LazyTable:
    """Absences with each mark that the reason settles, as the constructor of an absence has it."""
    schema, reason = table.collect_schema(), Absence.reason.fact.name
    if reason not in schema or not isinstance(schema[reason], nw.String | nw.Categorical | nw.Enum):
        return table
    said, unknown = nw.col(reason).cast(nw.String()), CANNOT_TELL
    for each, mark in SETTLES.items():
        stated = nw.col(mark) if isinstance(schema.get(mark), nw.Boolean) else unknown
        if mark in schema and not isinstance(schema[mark], nw.Boolean | nw.Unknown):
            continue  # a column of another type is refused as it is
        settles = (said == words(each)) & stated.is_null()
        table = table.with_columns(nw.when(settles).then(nw.lit(True)).otherwise(stated).alias(mark))
    return table


def _in_order(rows: LazyTable) -> LazyTable:
    """Absences with the half days between which each lies, and what comes before and after it."""
    start, ends = nw.col(AbsenceRow.start), nw.col(AbsenceRow.ends)
    until = nw.coalesce(ends, whole(OPEN))
    rows = rows.with_columns(
        until.alias(AbsenceRow.until),
        until.alias(AbsenceRow.lasts),
        # The day after the end is only assumed, so that a recorded return goes first; both are null while it is open.
        nw.coalesce(nw.col(AbsenceRow.returned), ends + 1, whole(OPEN)).alias(AbsenceRow.back),
        # Days are doubled so that noon falls between two whole numbers: one comparison finds an overlap of half days.
        (start * 2 + nw.col(AbsenceRow.afternoon)).alias(AbsenceRow.begins_in),
        (until * 2 + 1 - nw.col(AbsenceRow.morning)).alias(AbsenceRow.ends_in),
    )
    after, returned = nw.col(AbsenceRow.ends_in) + 1, nw.col(AbsenceRow.returned) * 2
    back_in = nw.when(returned.is_null()).then(after).otherwise(nw.max_horizontal(after, returned))
    rows = rows.with_columns(back_in.alias(AbsenceRow.back_in))
    # The highest end so far, not the last: an absence inside a longer one ends first, and the longer still overlaps.
    highest = nw.col(AbsenceRow.ends_in).cum_max().over(WORKER, order_by=IN_ORDER)
    # A column first: SQL does not allow a window function inside another.
    rows = rows.with_columns(highest.alias(AbsenceRow.highest_end))
    return rows.with_columns(
        nw.col(AbsenceRow.highest_end).shift(1).over(WORKER, order_by=IN_ORDER).alias(AbsenceRow.end_before),
        nw.col(AbsenceRow.start).shift(-1).over(WORKER, order_by=IN_ORDER).alias(AbsenceRow.next_start),
    )


def to_the_return(rows: LazyTable) -> LazyTable:
    """Absences that last to the day before the return.

    Without a day of return an absence lasts one day more, unless the next one has begun by that day.
    """
    ends, returned = nw.col(AbsenceRow.ends), nw.col(AbsenceRow.returned)
    unknown = nw.when(nw.col(AbsenceRow.next_start) <= ends + 1).then(ends).otherwise(ends + 1)
    # The later of the two: who is back at noon returns on the last day of the absence itself.
    known = nw.max_horizontal(ends, returned - 1)
    lasts = nw.when(returned.is_null()).then(unknown).otherwise(known)
    return rows.with_columns(nw.coalesce(lasts, whole(OPEN)).alias(AbsenceRow.lasts))


def _wrong(calendar: Calendar) -> Iterable[tuple[nw.Expr, nw.Expr]]:
    """What can be wrong with a row beside the others, as `wrong_rows` says of one worker."""
    start = nw.col(AbsenceRow.start)
    found = {
        "a row that is not allowed": start.is_null(),
        "a beginning that is too long ago": start < calendar.first,
        "a return after the next absence began": nw.col(AbsenceRow.returned) > nw.col(AbsenceRow.next_start),
        "absences that overlap": nw.col(AbsenceRow.begins_in) <= nw.col(AbsenceRow.end_before),
    }
    # A comparison with what is not on record is null, and no fault.
    return ((holds.fill_null(False), nw.lit(why)) for why, holds in found.items())
