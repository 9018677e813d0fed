"""The rows of one history, counted and added up for each record, as columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.frames.calendar import day_number, with_ends
from yosrules.bulk.frames.columns import Verdicts, every
from yosrules.bulk.frames.engine import Frame, one_where
from yosrules.bulk.frames.fact_columns import FactColumns, asked_of
from yosrules.language.expr import all_of
from yosrules.language.kinds import Fact
from yosrules.language.measure import How, Measure, Open, Window

Batch: TypeAlias = Sequence[tuple[Fact, Measure]]
"""Measures of one history that count from one anchor, each with the fact that it is stated as."""


@attrs.frozen
class AsOf:
    """The day asked about, one for all records or as a column states it, and the names of columns in between.

    No column of the records or their histories begins with the prefix.
    """

    day: date | str
    prefix: str

    @property
    def stated(self) -> list[Fact]:
        """The day as a fact, if a column states it."""
        return [] if isinstance(self.day, date) else [Fact(self.day, date, "the day", given=True)]

    def today(self, columns: FactColumns) -> nw.Expr:
        """The day as an expression over the records."""
        return nw.lit(self.day) if isinstance(self.day, date) else columns[self.stated[0]].value

    def named(self, what: str, place: int | None = None) -> str:
        """The name of a column in between; `place` is that of a measure in its batch."""
        return f"{self.prefix}{what}" if place is None else f"{self.prefix}{what}{place}"

    def ends(self, place: int) -> tuple[str, str]:
        """The names of the first and the last day of a window."""
        return self.named("first", place), self.named("last", place)

    def inside(self, day: nw.Expr, place: int) -> nw.Expr:
        """Whether a day lies in a window; null where it is unknown where the window lies."""
        first, last = map(nw.col, self.ends(place))
        return (day >= first) & (day <= last)

    def open(self, during: Open, columns: FactColumns, today: nw.Expr) -> Verdicts:
        """Whether a row, or a record, has begun and not ended; null where that cannot be told."""
        begins, ends = columns[during.begins], columns[during.ends]
        unknown = nw.lit(None, dtype=nw.Boolean)
        still = ends.value >= today if during.end_in else ends.value > today
        if ends.absent:
            still = nw.lit(True) if during.no_end_is_open else unknown
        elif during.no_end_is_open:
            still = still | ends.value.is_null()
        return every([unknown if begins.absent else begins.value <= today, still])

    @property
    def aside(self) -> str:
        """The column of whether a row of a lazy history cannot be beside others of its record."""
        return self.named("aside")

    @property
    def at_day(self) -> str:
        """The column of the day asked about, if a column states it."""
        return self.named("day")

    @property
    def at_anchor(self) -> str:
        """The column of the date from which windows are counted, if they are counted from one."""
        return self.named("anchor")


@attrs.frozen
class HistoryRows:
    """The measures of a batch, worked out from the rows of its history."""

    asked: AsOf
    batch: Batch

    def with_ends(self, records: Frame) -> Frame:
        """Records with the ends of the windows that are not the same for all of them."""
        for place, (_, by) in enumerate(self.batch):
            window = by.during
            if isinstance(window, Window) and not self._same_for_all(window):
                at = self.asked.at_anchor if window.anchor else self.asked.at_day
                records = with_ends(records, window, at, *self.asked.ends(place))
        return records

    def _same_for_all(self, window: Window) -> bool:
        return window.anchor is None and isinstance(self.asked.day, date)

    def totals(self, rows: Frame, keys: Sequence[str]) -> Frame:
        """For each record that has rows: how many count, have no verdict or lack a value, and the total."""
        # Nothing is told by a row that cannot be on record; an eager history with one was refused before.
        lazy = isinstance(rows, nw.LazyFrame)
        kinds = {by.rows for _, by in self.batch if by.rows is not None}
        never = [each for kind in kinds for each in asked_of(kind, rows.collect_schema().names())]
        never = never if lazy else []
        read = [fact for _, by in self.batch for fact in by.reads]
        columns = FactColumns(rows, [*read, *(fact for each in never for fact in each.facts)])
        columns.refuse(never)
        made: dict[str, nw.Expr] = {}
        for place, (_, by) in enumerate(self.batch):
            verdicts = self._counts(columns, by, place)
            made[self.asked.named("counts", place)] = nw.lit(verdicts) if isinstance(verdicts, bool) else verdicts
            made[self.asked.named("value", place)] = self._value(columns, by)
        table = columns.put(made)
        added: list[nw.Expr] = []
        for place, (_, by) in enumerate(self.batch):
            counts, value = (nw.col(self.asked.named(what, place)) for what in ("counts", "value"))
            counts = nw.when(~nw.col(self.asked.aside)).then(counts) if lazy else counts
            parts = {
                self.asked.named("held", place): one_where(counts),
                self.asked.named("untold", place): one_where(counts.is_null()),
                self.asked.named("lacking", place): one_where(counts & value.is_null()),
            }
            counted = nw.when(counts).then(value).alias(self.asked.named("value", place))
            table = table.with_columns(counted, **parts)
            added += [*(nw.col(name).sum() for name in parts), _of_values(by.how, value)]
        # SQL widens a sum of whole numbers to a decimal.
        totals = (at for at, (_, by) in enumerate(self.batch) if by.how is How.TOTAL and by.of and by.of.kind is int)
        sums = [*(self.asked.named("held", at) for at, _ in enumerate(self.batch))]
        sums += [self.asked.named("value", at) for at in totals]
        return table.group_by(*keys).agg(*added).with_columns(nw.col(*sums).cast(nw.Int64))

    def _counts(self, columns: FactColumns, by: Measure, place: int) -> Verdicts:
        """Whether a row counts: it meets the condition, and lies where it has to."""
        day = self.asked.day
        if isinstance(day, date) and (by.during is None or by.during.anchor is None):
            return columns.verdicts(all_of(by.where, by.lies(day, day)))
        return every([columns.verdicts(by.where), *self._within(columns, by, place)])

    def _within(self, columns: FactColumns, by: Measure, place: int) -> Iterator[Verdicts]:
        """That a row lies where it has to, where that is not the same for all records."""
        today = self._today
        if isinstance(by.during, Open):
            yield self.asked.open(by.during, columns, today)
        elif by.dated is not None and columns[by.dated].absent:
            yield nw.lit(None, dtype=nw.Boolean)
        elif by.dated is not None:
            dated = columns[by.dated].value
            if by.during is not None:
                yield self.asked.inside(dated, place)
            if not by.any_day:
                yield dated <= today

    @property
    def _today(self) -> nw.Expr:
        """The day asked about, as an expression over the rows."""
        return nw.lit(self.asked.day) if isinstance(self.asked.day, date) else nw.col(self.asked.at_day)

    def _value(self, columns: FactColumns, by: Measure) -> nw.Expr:
        """The value that a row adds; null where the row does not state it."""
        if by.of is None:
            return nw.lit(0, dtype=nw.Int64)
        if columns[by.of].absent:
            return nw.lit(None, dtype=nw.Int64)
        if by.how is not How.LONGEST or by.until is None:
            return columns[by.of].number
        day, until = self._today, columns[by.until]
        ends = day if until.absent else until.value
        # The comparison is null where no end is stated, which `when` takes for a no: it lasts to the day asked about.
        span = day_number(nw.when(ends < day).then(ends).otherwise(day)) - day_number(columns[by.of].value) + 1
        # A row that ends before it begins has a span below 0, and has not lasted at all.
        return nw.when(span < 0).then(nw.lit(0, dtype=nw.Int64)).otherwise(span)

    def value(self, by: Measure, place: int, settled: nw.Expr) -> nw.Expr:
        """A measure of a record; null where a row of it that matters has no verdict, or lacks its value.

        `settled` is whether it is known where the window lies.
        """
        held, untold, lacking = (
            nw.col(self.asked.named(what, place)).fill_null(0) for what in ("held", "untold", "lacking")
        )
        total = nw.col(self.asked.named("value", place))
        certain = settled & (untold == 0)
        match by.how:
            case How.COUNT:
                return nw.when(certain).then(held)
            case How.EXISTS:
                # One row that counts is enough, whatever is unknown of others; for a no every row must have a verdict.
                return nw.when(held > 0).then(nw.lit(True)).otherwise(nw.when(certain).then(nw.lit(False)))
            case How.TOTAL | How.LONGEST:
                none = nw.lit(0, dtype=nw.Int64)
                return nw.when(certain & (lacking == 0)).then(nw.when(held > 0).then(total).otherwise(none))
            case _:
                return nw.when(certain & (lacking == 0)).then(total)


def _of_values(how: How, value: nw.Expr) -> nw.Expr:
    return value.sum() if how is How.TOTAL else value.min() if how is How.EARLIEST else value.max()
