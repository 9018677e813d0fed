"""Absences as a table: each row as whole numbers, and what is wrong with a row that cannot be on record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import narwhals as nw

from yosrules.bulk.calendar import Calendar, number
from yosrules.bulk.columns import Verdicts, null_counts
from yosrules.bulk.conditions import FactColumns
from yosrules.bulk.engine import WHOLE, Table, first_of, whole
from yosrules.language.expr import Condition, all_of
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.records.absence import Absence, Half

OPEN = 10_000_000
"""The end of an absence that is still open: later than any day."""

ORDER = ("moment", "final")
"""How the absences of a worker stand in order: by the half day in which each begins."""


class Columns:
    """The facts of one kind of row as whole numbers; those that no column states are unknown."""

    def __init__(self, facts: Mapping[str, Fact], table: Table, key: str) -> None:
        names = table.collect_schema().names()
        there = [name for name in names if name not in null_counts(table, names)]
        unknown = [name for name, fact in facts.items() if name not in there and not fact.given]
        self.key, self._facts = key, facts
        self._asked = FactColumns(table.select(*there), facts.values(), unknown)

    def day(self, name: str) -> nw.Expr:
        """A date as a numbered day."""
        column = self._asked[self._facts[name]]
        return whole(None) if column.absent else number(column.value)

    def parts(self, name: str, by: int = 1) -> nw.Expr:
        """A number as a whole number of its parts, a level of a scale as its number."""
        column = self._asked[self._facts[name]]
        return whole(None) if column.absent else (column.number * by).cast(WHOLE)

    def text(self, name: str) -> nw.Expr:
        """One of a list as its words."""
        column = self._asked[self._facts[name]]
        return nw.lit(None, dtype=nw.String()) if column.absent else column.value.cast(nw.String())

    def as_it_is(self, name: str) -> nw.Expr:
        """A fact as its column has it."""
        return self._asked[self._facts[name]].value

    def holds(self, condition: Condition) -> nw.Expr:
        """Whether a condition holds; null where nobody can tell."""
        return as_column(self._asked.told(condition))

    def put(self, made: Mapping[str, nw.Expr]) -> Table:
        """What is made of every row, beside the worker it is of; null where the row is not allowed."""
        return cast("Table", self._asked.put(made)).select(nw.col(self.key).alias("worker"), *made)


def as_column(told: Verdicts) -> nw.Expr:
    """What is told of every row, as a column."""
    return nw.lit(told) if isinstance(told, bool) else told


def absence_rows(table: Table, key: str, calendar: Calendar, wheres: Sequence[Condition]) -> Table:
    """Every absence as numbers, what is `wrong` with it, and whether it meets each condition: `where0`, `where1`.

    Days are numbered. `half` is 1 where it began in the afternoon, `short` where it ended in the morning, `hours` are
    thousandths, `back` is the day of return; `until` and `back` of an absence that is open never come. `lasts` is the
    last day that may count.
    """
    of = Columns(vocabulary(Absence), table, key)
    rows = of.put(
        {
            "start": of.day("start"),
            "ends": of.day("end"),
            "half": of.holds(all_of(Absence.first_session == Half.PM)).fill_null(False).cast(WHOLE),
            "short": of.holds(all_of(Absence.last_session == Half.AM)).fill_null(False).cast(WHOLE),
            "to_the_end": of.holds(all_of(Absence.last_session == Half.PM)).fill_null(False),
            "hours": of.parts("hours", 1000),
            "returned": of.day("returned"),
            "interviewed": of.day("interviewed"),
            "reason": of.text("reason"),
            **{f"where{place}": of.holds(where) for place, where in enumerate(wheres)},
        }
    )
    start, ends, half, short = map(nw.col, ("start", "ends", "half", "short"))
    rows = rows.with_columns(
        until=nw.coalesce(ends, whole(OPEN)),
        lasts=nw.coalesce(ends, whole(OPEN)),
        back=nw.coalesce(nw.col("returned"), ends + 1, whole(OPEN)),
        moment=start * 2 + half,
        final=nw.coalesce(ends, whole(OPEN)) * 2 + 1 - short,
    )
    rows = rows.with_columns(latest=nw.col("final").cum_max().over("worker", order_by=ORDER))
    rows = rows.with_columns(
        before=nw.col("latest").shift(1).over("worker", order_by=ORDER),
        again=nw.col("start").shift(-1).over("worker", order_by=ORDER),
    )
    rows = rows.with_columns(wrong=first_of([*_wrong(calendar)], nw.lit(None, dtype=nw.String())))
    return rows.drop("latest", "before", "to_the_end")


def to_the_return(rows: Table) -> Table:
    """Absences that last to the day before the return; if nobody knows, the next, unless another begins on it."""
    ends, returned = nw.col("ends"), nw.col("returned")
    unknown = nw.when(nw.col("again") == ends + 1).then(ends).otherwise(ends + 1)
    known = nw.max_horizontal(ends, returned - 1)
    lasts = nw.when(returned.is_null()).then(unknown).otherwise(known)
    return rows.with_columns(lasts=nw.coalesce(lasts, whole(OPEN)))


def _wrong(calendar: Calendar) -> Iterable[tuple[nw.Expr, nw.Expr]]:
    """What can be wrong with a row, as `wrong_absences` says of one worker."""
    start, ends, returned = nw.col("start"), nw.col("ends"), nw.col("returned")
    still_open, morning = ends.is_null(), nw.col("short") == 1
    more = ~returned.is_null() | ~nw.col("hours").is_null() | morning | nw.col("to_the_end")
    found = {
        "a row that is not allowed": start.is_null(),
        "a beginning that is too long ago": start < calendar.first,
        "an end, a return or hours of an absence that is still open": still_open & more,
        "an end before the beginning": ends < start,
        "an end in the morning of an afternoon": nw.col("final") < nw.col("moment"),
        "a return before the end": returned < ends + 1 - nw.col("short"),
        "a return after the next absence began": returned > nw.col("again"),
        "an interview before the beginning": nw.col("interviewed") < start,
        "absences that overlap": nw.col("moment") <= nw.col("before"),
    }
    return ((told.fill_null(False), nw.lit(why)) for why, told in found.items())
