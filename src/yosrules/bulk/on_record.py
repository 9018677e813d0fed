"""Rows of a history that cannot be on record, by themselves or beside the others of their record, as columns.

The same table as for one record: the invariants of the kind of row, and `TOGETHER`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.columns import unused
from yosrules.bulk.frames.engine import Eager, LazyTable, in_polars, opened, workable, worked
from yosrules.bulk.frames.fact_columns import FIRST_SHOWN, FactColumns, asked_of
from yosrules.language.facts import Facts
from yosrules.records.on_record import TOGETHER, Apart, Once

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoFrame


def impossible_rows(kind: type[Facts], frame: IntoFrame, key: str = "reference") -> list[str]:
    """What cannot be on record in a history: in which column, in how many rows, and what is allowed.

    A lazy frame is read for it. Of an eager one the first rows are named, counted from row 0. An invariant is asked if
    there is a column for each fact that it reads.
    """
    whole = opened(frame)
    names = whole.collect_schema().names()
    row = f"{unused(names)}row"
    lazy = isinstance(whole, nw.LazyFrame)
    table = whole if isinstance(whole, nw.LazyFrame) else _numbered(whole, row)
    said = []
    for column, why, wrong in (*_alone(kind, table), *_together(kind, table, key)):
        if count := int(wrong.select(nw.len()).collect().item()):
            shown = [] if lazy else wrong.select(row, nw.col(column).cast(nw.String())).collect().sort(row).rows()
            first = ", ".join(f"row {place} has {value!r}" for place, value in shown[:FIRST_SHOWN])
            said.append(f"{column}: {count:,} row{'s' * (count > 1)}{first and f': {first}'}; allowed: {why}")
    return said


def _numbered(table: Eager, row: str) -> LazyTable:
    return worked(cast("Eager", in_polars(workable(table))).with_row_index(row).to_native())


def _alone(kind: type[Facts], table: LazyTable) -> Iterator[tuple[str, str, LazyTable]]:
    """The rows that are shown to break an invariant."""
    for each in asked_of(kind, table.collect_schema().names()):
        columns = FactColumns(table, each.facts)
        told, broken = columns.verdicts(each.condition), f"{columns.prefix}broken"
        made = columns.put({broken: nw.lit(told) if isinstance(told, bool) else told})
        yield each.facts[0].name, each.why, made.lazy().filter(nw.col(broken))


def _together(kind: type[Facts], table: LazyTable, key: str) -> Iterator[tuple[str, str, LazyTable]]:
    """The rows that cannot be beside others of their record."""
    aside = f"{unused(table.collect_schema().names())}aside"
    for check in _checks(kind, table, key):
        found = _beside(check, table, key, aside)
        yield (check.begins if isinstance(check, Apart) else check.columns[-1]), check.why, found.filter(nw.col(aside))


def with_aside(kind: type[Facts], table: LazyTable, key: str, aside: str) -> LazyTable:
    """The rows of a history, and in the column `aside` whether each cannot be beside others of its record."""
    checks = _checks(kind, table, key)
    return _beside(checks[0], table, key, aside) if checks else table.with_columns(nw.lit(False).alias(aside))


def _checks(kind: type[Facts], table: LazyTable, key: str) -> list[Once | Apart]:
    """How the rows of a history are held against each other, where there is a column for all that is read."""
    names = table.collect_schema().names()
    found = [TOGETHER[base] for base in kind.__mro__ if base in TOGETHER]
    return [each for each in found if isinstance(each, Once | Apart) and {key, *each.columns} <= {*names}]


def _beside(check: Once | Apart, table: LazyTable, key: str, aside: str) -> LazyTable:
    """The table with whether each row cannot be beside others; what a row leaves out is held against none."""
    given, one = nw.lit(True), f"{aside}1"
    for column in check.told:
        given = given & ~nw.col(column).is_null()
    if isinstance(check, Once):
        alike = nw.col(one).sum().over(key, *check.columns)
        return table.with_columns(nw.lit(1).alias(one)).with_columns((given & (alike > 1)).alias(aside)).drop(one)
    by = {"order_by": check.begins}
    before = (nw.col(each).shift(1).over(key, *check.alike, **by) for each in (check.begins, check.ends))
    begun, ended = (each.alias(f"{one}{place}") for place, each in enumerate(before))
    beside = table.with_columns(begun, ended)
    begun, ended = (nw.col(f"{one}{place}") for place in range(2))
    overlap = ~begun.is_null() & (ended.is_null() | (nw.col(check.begins) <= ended))
    return beside.with_columns((given & overlap).alias(aside)).drop(f"{one}0", f"{one}1")
