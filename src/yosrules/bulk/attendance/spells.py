"""Absences as a table -> spells, linked as a policy says, and the runs of spells that may be one."""

from __future__ import annotations

from collections.abc import Iterator

import narwhals as nw

from yosrules.bulk.attendance.absences import ORDER
from yosrules.bulk.attendance.roster import GAP, Dues
from yosrules.bulk.engine import Table, first_of, joined, kept, whole
from yosrules.language.kinds import words
from yosrules.policies.attendance import Linking

NOBODY = nw.lit(None, dtype=nw.Boolean())


def linked(rows: Table, linking: Linking, dues: Dues) -> Table:
    """Each absence with whether it is one with that before, `link`: null where nobody can tell.

    `far` is where there are too many days off between them to look at.
    """
    before = {f"before_{name}": nw.col(name).shift(1).over("worker", order_by=ORDER) for name in BEFORE}
    choices = [(nw.col("before_until").is_null(), nw.lit(False)), *((told, nw.lit(True)) for told in _surely(linking))]
    rows = rows.with_columns(**before)
    if not linking.over_days_off:
        return _spells(rows.with_columns(link=first_of(choices, nw.lit(False)), far=nw.lit(False)))
    first = nw.col("before_until") + 1 - nw.col("before_short")
    last = nw.col("start") - 1 + nw.col("half")
    rows = kept(rows.with_columns(surely=first_of(choices, NOBODY), first=first, last=last))
    unsettled = nw.col("surely").is_null()
    rows = joined(rows, dues.off(rows.filter(unsettled).select(*GAP)), ["worker", "moment"])
    link = nw.when(unsettled).then(nw.col("off")).otherwise(nw.col("surely"))
    return _spells(rows.with_columns(link=link, far=nw.col("far").fill_null(False)))


BEFORE = ("until", "short", "reason")


def _surely(linking: Linking) -> Iterator[nw.Expr]:
    """What links two absences whatever the days between them are."""
    gap = nw.col("start") - nw.col("before_until") - 1
    if linking.calendar_gap is not None:
        yield gap <= linking.calendar_gap
    for reason in linking.reasons:
        alike = (nw.col("reason") == words(reason)) & (nw.col("before_reason") == words(reason))
        yield alike & (gap <= linking.reason_gap)
    if linking.over_days_off:
        yield (nw.col("before_short") == 1) & (nw.col("half") == 1) & (gap == -1)


def _spells(rows: Table) -> Table:
    """The rows with the first and the last day of the spell of each, and of the run of spells that may be one."""
    surely, perhaps = nw.col("link").fill_null(False), nw.col("link").fill_null(True)
    begins = {"spell": ~surely, "run": ~perhaps}
    rows = rows.with_columns(
        **{f"{name}_at": nw.when(told).then(nw.col("moment")).otherwise(whole(-1)) for name, told in begins.items()}
    )
    rows = rows.with_columns(
        **{f"{name}_at": nw.col(f"{name}_at").cum_max().over("worker", order_by=ORDER) for name in begins}
    )
    ends = {f"{name}_end": nw.col("lasts").max().over("worker", f"{name}_at") for name in begins}
    return kept(rows.with_columns(**{f"{name}_start": nw.col(f"{name}_at") // 2 for name in begins}, **ends))
