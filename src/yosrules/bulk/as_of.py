"""Many records and their histories -> measured facts as columns: the same as `as_of`, for every row at once.

A history is a frame of the same library with a row for each thing that happened, and the key of the record it belongs
to. One that is given says that there is nothing more; one that is not given is unknown.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from enum import IntEnum
from typing import TypeAlias, cast

import attrs
import narwhals as nw

from yosrules.bulk.columns import Frame, N, Verdicts, every, joined, null_counts, opened, plain, returned, unused
from yosrules.bulk.conditions import FactColumns
from yosrules.bulk.days import number, whole_years, with_ends
from yosrules.language.expr import Compare, Op, all_of
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, words
from yosrules.language.measure import How, Measure, Window, measures
from yosrules.language.walks import reads

Batch: TypeAlias = list[tuple[Fact, Measure]]


def as_of_frame(
    about: type[Facts],
    frame: N,
    day: date | str,
    histories: Mapping[type[Facts], N],
    *,
    key: str = "reference",
    only: Collection[str] | None = None,
    unknown: Collection[str] = (),
) -> N:
    """The frame with its measured facts worked out for a day, or for the day that a column states.

    What a row states already is kept. `only` are the measured facts that are wanted (all, if left out), `unknown` facts
    of the record that no column states. An eager frame keeps its order; a lazy one has none.
    """
    whole = opened(frame)
    behind = {rows: plain(opened(each)) for rows, each in histories.items()}
    wanted = _wanted(about, measures(about) if only is None else only)
    work = Work.on(plain(whole), day, behind, key, unknown)
    for fact, by in wanted:
        work.add(fact, by)
    return returned(frame, whole, work.finished(), {fact.name: fact.name for fact, _ in wanted})


def _wanted(about: type[Facts], only: Collection[str]) -> Batch:
    """The measures that are wanted and those that they use, in the order in which they stand."""
    wanted, found = set(only), list[tuple[Fact, Measure]]()
    for name, ref in reversed(measures(about).items()):
        if name in wanted:
            found.append((ref.fact, ref.by))
            wanted |= {fact.name for fact in own_facts(ref.by)}
    return found[::-1]


def own_facts(by: Measure) -> list[Fact]:
    """The facts of the record itself that a measure reads."""
    own = [by.dated, by.of, by.until] if by.rows is None else []
    return [fact for fact in (by.during and by.during.anchor, *own) if fact]


@attrs.define
class Work:
    """A table that measured facts are added to; measures of one history and anchor are worked out together."""

    table: Frame
    day: date | str
    histories: Mapping[type[Facts], Frame]
    key: str
    unknown: Collection[str]
    prefix: str
    pending: dict[tuple[type[Facts], Fact | None], Batch] = attrs.field(factory=dict)

    @classmethod
    def on(
        cls, table: Frame, day: date | str, behind: Mapping[type[Facts], Frame], key: str, unknown: Collection[str]
    ) -> Work:
        """The table as it is, its day checked."""
        FactColumns(table, _stated_day(day)).put({})
        prefix = unused(
            [*table.collect_schema(), *(name for each in behind.values() for name in each.collect_schema())]
        )
        placed = table.with_row_index(f"{prefix}row") if isinstance(table, nw.DataFrame) else table
        return cls(placed, day, behind, key, unknown, prefix)

    def add(self, fact: Fact, by: Measure) -> None:
        """Work a measure out, or keep it with others of its history until something needs it."""
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
            return self.table.sort(f"{self.prefix}row").drop(f"{self.prefix}row")
        return self.table

    def _flush(self) -> None:
        for (rows, anchor), batch in self.pending.items():
            self._behind(self.histories[rows], anchor, batch)
        self.pending = {}

    def _own(self, fact: Fact, by: Measure) -> None:
        """State a fact that is made of the record's own dates."""
        read = own_facts(by)
        kept, made = self.table.collect_schema().names(), f"{self.prefix}made"
        asked = FactColumns(self.table, [*read, *_stated_day(self.day)], self.unknown)
        if any(asked[each].absent for each in read):
            self._state({fact: None})
            return
        begins, today = asked[cast("Fact", by.of or by.dated)].value, self._today(asked)
        if by.how is How.YEARS:
            told = whole_years(begins, asked[by.until].value if by.until else today)
        elif by.how is How.PASSED:
            told = begins < today
        else:
            anchor = cast("Window", by.during).anchor
            at = f"{self.prefix}anchor"
            asked.table = asked.staged({at: asked[anchor].value if anchor else today})
            asked.table = with_ends(asked.table, cast("Window", by.during), at, *self._ends(0))
            told = self._inside(begins, 0)
        self.table = asked.put({made: told})
        self._state({fact: nw.col(made)}, kept)

    def _behind(self, rows: Frame, anchor: Fact | None, batch: Batch) -> None:
        """State the facts that are made of one history."""
        own = FactColumns(self.table, [*([anchor] if anchor else []), *_stated_day(self.day)], self.unknown)
        if anchor and own[anchor].absent:
            self._state({fact: None for fact, _ in batch})
            return
        kept = self.table.collect_schema().names()
        named = {f"{self.prefix}day": own[fact].value for fact in _stated_day(self.day)}
        named |= {f"{self.prefix}anchor": own[anchor].value} if anchor else {}
        table = own.put(named)
        if named:
            records = table.select(self.key, *named).unique()
            for place, (_, by) in enumerate(batch):
                records = self._with_ends(records, by.during, place)
            rows = joined(rows, records, [self.key], "inner")
        self.table = joined(table, self._counted(rows, [self.key, *named], batch), [self.key, *named], "left")
        settled = nw.lit(True) if anchor is None else ~nw.col(anchor.name).is_null()
        self._state({fact: self._made(by, place, settled) for place, (fact, by) in enumerate(batch)}, kept)

    def _counted(self, rows: Frame, keys: list[str], batch: Batch) -> Frame:
        """For each record that has rows: how many are counted, how many cannot be told, and what they come to."""
        read = [fact for _, by in batch for fact in (*reads(by.where), by.dated, by.of, by.until) if fact]
        asked = FactColumns(rows, read)
        made: dict[str, nw.Expr] = {}
        for place, (_, by) in enumerate(batch):
            told = self._counts(asked, by, place)
            made[f"{self.prefix}told{place}"] = nw.lit(told) if isinstance(told, bool) else told
            made[f"{self.prefix}value{place}"] = self._value(asked, by)
        table = asked.put(made)
        summed: list[nw.Expr] = []
        for place, (_, by) in enumerate(batch):
            held, value = nw.col(f"{self.prefix}told{place}"), nw.col(f"{self.prefix}value{place}")
            parts = {
                f"{self.prefix}held{place}": _one_where(held),
                f"{self.prefix}untold{place}": _one_where(held.is_null()),
                f"{self.prefix}lacking{place}": _one_where(held & value.is_null()),
            }
            table = table.with_columns(**parts, **{f"{self.prefix}value{place}": nw.when(held).then(value)})
            summed += [nw.col(name).sum() for name in parts]
            whole = nw.col(f"{self.prefix}value{place}")
            summed.append(
                whole.sum() if by.how is How.TOTAL else whole.min() if by.how is How.EARLIEST else whole.max()
            )
        return table.group_by(*keys).agg(*summed)

    def _counts(self, asked: FactColumns, by: Measure, place: int) -> Verdicts:
        """Whether a row counts: it meets the condition, and lies in the window."""
        if by.during is None or by.dated is None:
            return asked.told(by.where)
        if by.during.anchor is None and isinstance(self.day, date):
            first, final = by.during.days(self.day)
            return asked.told(all_of(by.where, Compare(by.dated, Op.GE, first), Compare(by.dated, Op.LE, final)))
        absent = asked[by.dated].absent
        inside = nw.lit(None, dtype=nw.Boolean) if absent else self._inside(asked[by.dated].value, place)
        return every([asked.told(by.where), inside])

    def _value(self, asked: FactColumns, by: Measure) -> nw.Expr:
        """What a row adds, where something is asked of it."""
        if by.of is None:
            return nw.lit(0, dtype=nw.Int64)
        if asked[by.of].absent:
            return nw.lit(None, dtype=nw.Int64)
        if by.how is not How.LONGEST or by.until is None:
            return asked[by.of].number
        day = nw.lit(self.day) if isinstance(self.day, date) else nw.col(f"{self.prefix}day")
        ends = day if asked[by.until].absent else asked[by.until].value
        span = number(nw.when(ends < day).then(ends).otherwise(day)) - number(asked[by.of].value) + 1
        return nw.when(span < 0).then(nw.lit(0, dtype=nw.Int64)).otherwise(span)

    def _with_ends(self, records: Frame, window: Window | None, place: int) -> Frame:
        """The records with the ends of a window that is not the same for all of them."""
        if window is None or (window.anchor is None and isinstance(self.day, date)):
            return records
        at = f"{self.prefix}anchor" if window.anchor else f"{self.prefix}day"
        return with_ends(records, window, at, *self._ends(place))

    def _ends(self, place: int) -> tuple[str, str]:
        return f"{self.prefix}first{place}", f"{self.prefix}final{place}"

    def _inside(self, day: nw.Expr, place: int) -> nw.Expr:
        first, final = map(nw.col, self._ends(place))
        return (day >= first) & (day <= final)

    def _made(self, by: Measure, place: int, settled: nw.Expr) -> nw.Expr:
        """What a record's rows come to; null where one of them cannot be told, or lacks what is asked of it."""
        none = nw.lit(0, dtype=nw.Int64)
        held, untold, lacking = (
            nw.col(f"{self.prefix}{name}{place}").fill_null(0) for name in ("held", "untold", "lacking")
        )
        value = nw.col(f"{self.prefix}value{place}")
        told = settled & (untold == 0)
        match by.how:
            case How.COUNT:
                return nw.when(told).then(held)
            case How.EXISTS:
                return nw.when(held > 0).then(nw.lit(True)).otherwise(nw.when(told).then(nw.lit(False)))
            case How.TOTAL | How.LONGEST:
                return nw.when(told & (lacking == 0)).then(nw.when(held > 0).then(value).otherwise(none))
            case _:
                return nw.when(told & (lacking == 0)).then(value)

    def _state(self, made: Mapping[Fact, nw.Expr | None], kept: list[str] | None = None) -> None:
        """State facts where the table does not state them already."""
        schema = self.table.collect_schema()
        nothing = null_counts(self.table, [fact.name for fact in made if fact.name in schema])
        stated = {}
        for fact, value in made.items():
            there = schema.get(fact.name)
            if there is None or nothing.get(fact.name, 0) is None:
                stated[fact.name] = nw.lit(None, dtype=_type(fact)) if value is None else _in_words(fact, value)
            elif value is not None:
                said = value if there.is_integer() else _in_words(fact, value)
                stated[fact.name] = nw.coalesce(nw.col(fact.name), said.cast(there))
        table = self.table.with_columns(**stated) if stated else self.table
        self.table = table.select(*dict.fromkeys([*(kept or schema.names()), *stated]))

    def _today(self, asked: FactColumns) -> nw.Expr:
        return nw.lit(self.day) if isinstance(self.day, date) else asked[_stated_day(self.day)[0]].value


def _stated_day(day: date | str) -> list[Fact]:
    """The day asked about as a fact, if a column states it."""
    return [] if isinstance(day, date) else [Fact(day, date, "the day", given=True)]


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


def _one_where(told: nw.Expr) -> nw.Expr:
    return nw.when(told).then(nw.lit(1, dtype=nw.Int64)).otherwise(nw.lit(0, dtype=nw.Int64))
