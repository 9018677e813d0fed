"""A table of records that measured facts are added to, those of one history by one pass over it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import IntEnum
from typing import cast

import attrs
import narwhals.stable.v2 as nw

from yosrules.bulk.frames.calendar import whole_years, with_ends
from yosrules.bulk.frames.columns import null_counts, unused
from yosrules.bulk.frames.engine import Frame, joined
from yosrules.bulk.frames.fact_columns import FactColumns
from yosrules.bulk.history_rows import AsOf, Batch, HistoryRows
from yosrules.bulk.on_record import with_aside
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, words
from yosrules.language.measure import How, Measure, Open, Window


def own_facts(by: Measure) -> list[Fact]:
    """The facts of the record itself that a measure reads."""
    anchor = by.during.anchor if by.during else None
    return [fact for fact in (anchor, *(by.reads if by.rows is None else ())) if fact]


@attrs.define
class Work:
    """A table that measured facts are added to.

    Measures of one history and anchor wait in `pending` and are worked out together, by one pass over the history.
    """

    table: Frame
    asked: AsOf
    histories: Mapping[type[Facts], Frame]
    key: str
    unknown: Collection[str]
    pending: dict[tuple[type[Facts], Fact | None], list[tuple[Fact, Measure]]] = attrs.field(factory=dict)

    @classmethod
    def on(
        cls, table: Frame, day: date | str, behind: Mapping[type[Facts], Frame], key: str, unknown: Collection[str]
    ) -> Work:
        """Begin with a table, whose column of days is checked, and number its rows if it has an order."""
        names = [*table.collect_schema(), *(name for each in behind.values() for name in each.collect_schema())]
        asked = AsOf(day, unused(names))
        FactColumns(table, asked.stated).put({})
        numbered = table.with_row_index(asked.named("row")) if isinstance(table, nw.DataFrame) else table
        return cls(numbered, asked, behind, key, unknown)

    def add(self, fact: Fact, by: Measure) -> None:
        """Work a measure out, or keep it with others of its history until something needs it."""
        # A measure that waits has no column yet. It is worked out now if this one reads it.
        if {each.name for each in own_facts(by)} & {each.name for batch in self.pending.values() for each, _ in batch}:
            self._flush()
        if by.rows is None:
            self._own(fact, by)
        elif by.rows not in self.histories:
            self._state({fact: None})
        else:
            anchor = by.during.anchor if by.during else None
            self.pending.setdefault((by.rows, anchor), []).append((fact, by))

    def finished(self) -> Frame:
        """The table with everything that was added; an eager one in the order it came in."""
        self._flush()
        if isinstance(self.table, nw.DataFrame):
            row = self.asked.named("row")
            return self.table.sort(row).drop(row)
        return self.table

    def _flush(self) -> None:
        for (rows, anchor), batch in self.pending.items():
            self._behind(self._told_by(rows), anchor, batch)
        self.pending = {}

    def _told_by(self, kind: type[Facts]) -> Frame:
        """The rows of a history; a lazy one says which of them cannot be beside others of their record."""
        rows, aside = self.histories[kind], self.asked.aside
        return with_aside(kind, rows, self.key, aside) if isinstance(rows, nw.LazyFrame) else rows

    def _own(self, fact: Fact, by: Measure) -> None:
        """State a fact that follows from the record's own dates."""
        read, there = own_facts(by), self.table.collect_schema().names()
        columns = FactColumns(self.table, [*read, *self.asked.stated], self.unknown)
        # What is open may have no end on record, so that a column that states none is no reason to know nothing.
        if not isinstance(by.during, Open) and any(columns[each].absent for each in read):
            self._state({fact: None})
            return
        made = self.asked.named("made")
        if isinstance(by.during, Window):
            self.table = self._in_window(columns, by.during, cast("Fact", by.dated), made)
        else:
            self.table = columns.put({made: self._on_day(columns, by)})
        self._state({fact: nw.col(made)}, there)

    def _on_day(self, columns: FactColumns, by: Measure) -> nw.Expr:
        """A fact that follows from the record's own dates and the day asked about."""
        today = self.asked.today(columns)
        if isinstance(by.during, Open):
            return cast("nw.Expr", self.asked.open(by.during, columns, today))
        begins = columns[cast("Fact", by.of or by.dated)].value
        if by.how is How.YEARS:
            return whole_years(begins, columns[by.until].value if by.until else today)
        return begins < today if by.how is How.PASSED else begins <= today

    def _in_window(self, columns: FactColumns, window: Window, dated: Fact, made: str) -> Frame:
        """The table with a column of whether one of the record's own dates lies in a window."""
        at, today = self.asked.at_anchor, self.asked.today(columns)
        anchored = columns.put(
            {made: columns[dated].value, at: columns[window.anchor].value if window.anchor else today}
        )
        placed = with_ends(anchored, window, at, *self.asked.ends(0))
        return placed.with_columns(self.asked.inside(nw.col(made), 0).alias(made))

    def _behind(self, rows: Frame, anchor: Fact | None, batch: Batch) -> None:
        """State the facts that follow from one history."""
        read = [*([anchor] if anchor else []), *self.asked.stated]
        own, there = FactColumns(self.table, read, self.unknown), self.table.collect_schema().names()
        if anchor and own[anchor].absent:
            self._state({fact: None for fact, _ in batch})
            return
        named = {self.asked.at_day: self.asked.today(own)} if self.asked.stated else {}
        named |= {self.asked.at_anchor: own[anchor].value} if anchor else {}
        table, history = own.put(named), HistoryRows(self.asked, batch)
        if named:
            # A record's windows are placed before its rows are joined to it, so that each is worked out once a record.
            records = history.with_ends(table.select(self.key, *named).unique())
            rows = joined(rows, records, [self.key], "inner")
        totals = history.totals(rows, [self.key, *named])
        # A left join: a record without rows is in none of the groups, and `value` gives it 0 and not unknown.
        self.table = joined(table, totals, [self.key, *named], "left")
        # Nobody's record has no rows that could be told from those of others.
        settled = ~nw.col(self.key).is_null()
        settled = settled if anchor is None else settled & ~nw.col(anchor.name).is_null()
        self._state({fact: history.value(by, place, settled) for place, (fact, by) in enumerate(batch)}, there)

    def _state(self, made: Mapping[Fact, nw.Expr | None], there: list[str] | None = None) -> None:
        """State facts where the table does not state them already; of other columns keep those that were there."""
        schema = self.table.collect_schema()
        nothing = null_counts(self.table, [fact.name for fact in made if fact.name in schema])
        stated = {}
        for fact, value in made.items():
            kind = schema.get(fact.name)
            if kind is None or nothing.get(fact.name, 0) is None:
                stated[fact.name] = nw.lit(None, dtype=_type(fact)) if value is None else _in_words(fact, value)
            elif value is not None:
                said = value if kind.is_integer() else _in_words(fact, value)
                stated[fact.name] = nw.coalesce(nw.col(fact.name), said.cast(kind))
        table = self.table.with_columns(**stated) if stated else self.table
        self.table = table.select(*dict.fromkeys([*(there or schema.names()), *stated]))


def _type(fact: Fact) -> nw.dtypes.DType:
    if issubclass(fact.kind, IntEnum):
        return nw.String()
    whole = nw.Decimal(28, fact.places or 0) if fact.places is not None else nw.Int64()
    return {bool: nw.Boolean(), date: nw.Date()}.get(fact.kind, whole)


def _in_words(fact: Fact, value: nw.Expr) -> nw.Expr:
    """The numbers of a scale as its words; everything else as it is."""
    if not issubclass(fact.kind, IntEnum):
        return value
    said = nw.lit(None, dtype=nw.String)
    for member in fact.members:
        said = nw.when(value == fact.number(member)).then(nw.lit(words(member))).otherwise(said)
    return said
