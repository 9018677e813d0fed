"""The name of a column, with what the column holds and what null in it means."""

from __future__ import annotations

from enum import StrEnum

from yosrules.language.expr import Ref
from yosrules.language.facts import K

NOT_ON_RECORD, NONE_YET, ROW_REFUSED = "not on record", "there is none", "the row is refused"


class Quantity(StrEnum):
    """What the values of a column are."""

    WORKER = "who the row is about: a number where the engine is Polars, else text"
    DAY = "a numbered day, as `calendar.numbered` counts"
    HALF_DAY = "twice a numbered day, and 1 more for its afternoon"
    HALVES = "halves of a day"
    THOUSANDTHS = "thousandths of an hour"
    HUNDREDTHS = "hundredths of an hour, or of a day"
    COUNT = "a whole number"
    PLACE = "the place in an enumeration, counted from 0"
    FLAG = "yes or no"
    TEXT = "text"


class ColumnName(str):
    """The name of a column; `null` is what null in it means, empty where there is no null."""

    holds: Quantity
    null: str

    def __new__(cls, name: str, holds: Quantity, null: str) -> ColumnName:
        made = super().__new__(cls, name)
        made.holds, made.null = holds, null
        return made

    def __reduce__(self) -> tuple[type[ColumnName], tuple[str, Quantity, str]]:
        return ColumnName, (str(self), self.holds, self.null)  # engines copy the names of their columns


# Typed as text: a dict is invariant in its keys, so that one with names as keys would be no `Mapping[str, Expr]`.
def column(name: str, holds: Quantity, null: str = "") -> str:
    """Name a column."""
    return ColumnName(name, holds, null)


def fact_column(ref: Ref[K], holds: Quantity, null: str = NOT_ON_RECORD) -> str:
    """The column of a fact, which has the name of the fact."""
    return column(ref.fact.name, holds, null)
