"""The rows of one history, counted and added up for each record, as columns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

import attrs
import narwhals as nw

from yosrules.bulk.calendar import day_number, with_ends
from yosrules.bulk.columns import Verdicts, every
from yosrules.bulk.engine import Frame, one_where
from yosrules.bulk.fact_columns import FactColumns
from yosrules.language.expr import Compare, Op, all_of
from yosrules.language.kinds import Fact
from yosrules.language.measure import How, Measure, Window
from yosrules.language.walks import reads

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
            if window is not None and not self._same_for_all(window):
                at = self.asked.at_anchor if window.anchor else self.asked.at_day
                records = with_ends(records, window, at, *self.asked.ends(place))
        return records

    def _same_for_all(self, window: Window) -> bool:
        return window.anchor is None and isinstance(self.asked.day, date)

    def totals(self, rows: Frame, keys: Sequence[str]) -> Frame:
        """For each record that has rows: how many count, have no verdict or lack a value, and the total."""
        read = [fact for _, by in self.batch for fact in (*reads(by.where), by.dated, by.of, by.until) if fact]
        columns = FactColumns(rows, read)
        made: dict[str, nw.Expr] = {}
        for place, (_, by) in enumerate(self.batch):
            verdicts = self._counts(columns, by, place)
            made[self.asked.named("counts", place)] = nw.lit(verdicts) if isinstance(verdicts, bool) else verdicts
            made[self.asked.named("value", place)] = self._value(columns, by)
        table = columns.put(made)
        added: list[nw.Expr] = []
        for place, (_, by) in enumerate(self.batch):
            counts, value = (nw.col(self.asked.named(what, place)) for what in ("counts", "value"))
            parts = {
                self.asked.named("held", place): one_where(counts),
                self.asked.named("untold", place): one_where(counts.is_null()),
                self.asked.named("lacking", place): one_where(counts & value.is_null()),
            }
            counted = nw.when(counts).then(value).alias(self.asked.named("value", place))
            table = table.with_columns(counted, **parts)
            added += [*(nw.col(name).sum() for name in parts), _of_values(by.how, value)]
        return table.group_by(*keys).agg(*added)

    def _counts(self, columns: FactColumns, by: Measure, place: int) -> Verdicts:
        """Whether a row counts: it meets the condition, and lies in the window."""
        if by.during is None or by.dated is None:
            return columns.verdicts(by.where)
        if by.during.anchor is None and isinstance(self.asked.day, date):
            first, last = by.during.days(self.asked.day)
            inside = all_of(by.where, Compare(by.dated, Op.GE, first), Compare(by.dated, Op.LE, last))
            return columns.verdicts(inside)
        dated = columns[by.dated]
        unknown = nw.lit(None, dtype=nw.Boolean)
        return every([columns.verdicts(by.where), unknown if dated.absent else self.asked.inside(dated.value, place)])

    def _value(self, columns: FactColumns, by: Measure) -> nw.Expr:
        """The value that a row adds; null where the row does not state it."""
        if by.of is None:
            return nw.lit(0, dtype=nw.Int64)
        if columns[by.of].absent:
            return nw.lit(None, dtype=nw.Int64)
        if by.how is not How.LONGEST or by.until is None:
            return columns[by.of].number
        day = nw.lit(self.asked.day) if isinstance(self.asked.day, date) else nw.col(self.asked.at_day)
        until = columns[by.until]
        ends = day if until.absent else until.value
        # The comparison is null where no end is stated, which `when` takes for a no: it lasts to the day asked about.
        span = day_number(nw.when(ends < day).then(ends).otherwise(day)) - day_number(columns[by.of].value) + 1
        # A row that begins after the day asked about has a span below 0, and has not lasted at all.
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
