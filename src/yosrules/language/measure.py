"""A dated history turned into one fact as of a day: counted, totalled, the first, the last, the longest, the worst.

    class LocalCase(Case):
        recent: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5, dated=Offence.day,
                                   during=last(12, Unit.MONTHS, today_in=True, far_end_in=False))

`where` is a condition over the row's own vocabulary, so several conditions are asked of one and the same row. A row is
placed in time by `dated`, or if that is left out by its fact `day`. As of a day means known on that day: a row dated
later does not count, unless the window looks ahead. A measure is a definition only; the verb `as_of` works it out.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, TypeVar

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import ALWAYS, AllOf, Compare, Condition, ConditionLike, Known, O, Op, Ref, all_of
from yosrules.language.facts import Facts, K, Maybe, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.never import Never, never
from yosrules.language.walks import reads
from yosrules.language.window import (
    Dated,
    Open as Open,  # noqa: PLC0414
    Unit as Unit,  # noqa: PLC0414 -- the words of a measure, said from here too
    Window as Window,  # noqa: PLC0414
    coming as coming,  # noqa: PLC0414
    fact_of,
    last as last,  # noqa: PLC0414
    open_on_day as open_on_day,  # noqa: PLC0414
)

N = TypeVar("N", bound=int | Decimal)


_During: TypeAlias = Window | Open
"""When a row has to lie, or be open, to count."""


def _placed(rows: type[Facts], dated: Dated, during: _During | None = None, otherwise: Dated = None) -> Fact | None:
    """The date fact that places the rows of a history in time; None where they have no date at all."""
    if isinstance(during, Open):
        return fact_of(dated) or during.begins
    dates = [name for name, fact in vocabulary(rows).items() if fact.kind is date]
    if dated is None and "day" in dates:
        return vocabulary(rows)["day"]
    # Chosen silently, a date such as the end of a row would hide every row that has not ended.
    if dated is None and otherwise is None and dates:
        raise LanguageError(
            f"{rows.__name__} has dates ({', '.join(dates)}), and none is called day: say which of them places a row "
            f"in time, such as dated={rows.__name__}.{dates[0]}"
        )
    return fact_of(otherwise if dated is None else dated)


class How(StrEnum):
    """What is made of the rows of a history."""

    COUNT = "the number of"
    EXISTS = "whether there is"
    TOTAL = "the total of"
    EARLIEST = "the earliest of"
    LATEST = "the latest of"
    LONGEST = "the most days of"
    WORST = "the worst of"
    YEARS = "whole years"
    PASSED = "whether it is past"


@attrs.frozen
class Measure:
    """How a fact is made from a history. With no `rows` the record itself is the only row."""

    how: How
    rows: type[Facts] | None = None
    where: Condition = ALWAYS
    dated: Fact | None = None
    during: _During | None = None
    of: Fact | None = None
    until: Fact | None = None

    def __attrs_post_init__(self) -> None:
        if self.during is not None and self.dated is None:
            raise LanguageError("a window needs the date that places a row in it")
        if isinstance(self.during, Open) and self.dated != self.during.begins:
            raise LanguageError("whether a row is open is asked of its own beginning; leave dated=… out")

    @property
    def reads(self) -> tuple[Fact, ...]:
        """Every fact of a row that it reads, each once."""
        ends = self.during.ends if isinstance(self.during, Open) else None
        read = (*reads(self.where), self.dated, self.of, self.until, ends)
        return tuple(dict.fromkeys(fact for fact in read if fact is not None))

    def lies(self, anchor: date, day: date) -> Condition:
        """The condition that a row lies where it has to, as of a day; `anchor` is where the window is counted from."""
        if isinstance(self.during, Open):
            return self.during.on(day)
        if self.dated is None:
            return ALWAYS
        if self.during is None:
            return Compare(self.dated, Op.LE, day)
        first, final = self.during.days(anchor)
        final = final if self.any_day else min(final, day)
        return all_of(Compare(self.dated, Op.GE, first), Compare(self.dated, Op.LE, final))

    @property
    def any_day(self) -> bool:
        """Whether what is dated after the day asked about may count: in a window that looks ahead, or of the record."""
        return isinstance(self.during, Window) and (self.during.ahead or self.rows is None)

    def within(self, other: Measure) -> bool:
        """Whether every row that counts for it surely counts for another measure."""
        if self.rows is not other.rows or not _parts(other.where) <= _parts(self.where):
            return False
        if self.dated != other.dated:
            return False
        if other.during is None:
            return self.rows is not None and not self.any_day
        if isinstance(self.during, Window) and isinstance(other.during, Window):
            return self.during.within(other.during)
        return self.during == other.during


_GROWING = (How.COUNT, How.TOTAL, How.LATEST, How.LONGEST, How.WORST)
"""Measures that are never lower where more rows count."""


def _parts(where: Condition) -> set[Condition]:
    return set(where.parts) if isinstance(where, AllOf) else {where}


class Measured(Maybe[K]):
    """A fact that is worked out from a history."""

    __slots__ = ("by",)

    def __init__(self, fact: Fact, by: Measure) -> None:
        super().__init__(fact)
        self.by: Measure = by

    def against(self, other: Ref[bool]) -> Iterator[Never]:
        """What this measure, and one of at least the rows that it counts, cannot be together."""
        if not isinstance(other, Measured) or not self.by.within(other.by):
            return
        one, every = self.fact, other.fact
        if (shown := self.shows_a_row()) is not None and (none := other.shows_no_row()) is not None:
            yield never(all_of(shown, none), f"what {one.label} is about is among what {every.label} is about")
        if (self.by.of, self.by.until) != (other.by.of, other.by.until):
            return
        if self.by.how is other.by.how and self.by.how in _GROWING and self._adds_up():
            yield never(Compare(one, Op.GT, every), f"{one.label} is not more than {every.label}")
        if (self.by.how, other.by.how) in ((How.EARLIEST, How.EARLIEST), (How.LATEST, How.EARLIEST)):
            yield never(Compare(one, Op.LT, every), f"{one.label} is not before {every.label}")
        if (self.by.how, other.by.how) == (How.EARLIEST, How.LATEST):
            yield never(Compare(one, Op.GT, every), f"{one.label} is not after {every.label}")

    def _adds_up(self) -> bool:
        """Whether no row lowers it: a total does so where its numbers may be below 0."""
        low = 0 if self.by.how is not How.TOTAL or self.by.of is None else self.by.of.reach[0]
        return low is not None and low >= 0

    def shows_a_row(self) -> Condition | None:
        """The condition that holds only where some row counts, if it can be told from the value."""
        match self.by.how:
            case How.EXISTS:
                return Compare(self.fact, Op.EQ, True)
            case How.COUNT | How.LONGEST:
                return Compare(self.fact, Op.GE, 1)
            case How.EARLIEST | How.LATEST | How.WORST:
                return Known(self.fact)
            case _:
                return None

    def shows_no_row(self) -> Condition | None:
        """The condition that holds only where no row counts, if it can be told from the value."""
        match self.by.how:
            case How.EXISTS:
                return Compare(self.fact, Op.EQ, False)
            case How.COUNT:
                return Compare(self.fact, Op.EQ, 0)
            case _:
                return None


def count(
    rows: type[Facts], label: str, *, where: ConditionLike = ALWAYS, dated: Dated = None, during: _During | None = None
) -> Measured[int]:
    """How many rows there are."""
    by = Measure(How.COUNT, rows, all_of(where), _placed(rows, dated, during), during)
    return Measured(Fact("", int, label, low=0), by)


def exists(
    rows: type[Facts], label: str, *, where: ConditionLike = ALWAYS, dated: Dated = None, during: _During | None = None
) -> Measured[bool]:
    """Whether there is such a row; "never before" is its negation."""
    by = Measure(How.EXISTS, rows, all_of(where), _placed(rows, dated, during), during)
    return Measured(Fact("", bool, label), by)


def total(
    rows: type[Facts],
    of: Ref[N],
    label: str,
    *,
    where: ConditionLike = ALWAYS,
    dated: Dated = None,
    during: _During | None = None,
) -> Measured[N]:
    """The sum of a whole-number or decimal fact over the rows; 0 where there are none."""
    by = Measure(How.TOTAL, rows, all_of(where), _placed(rows, dated, during), during, of.fact)
    return Measured(Fact("", of.fact.kind, label, places=of.fact.places), by)


def worst(
    rows: type[Facts],
    of: Ref[O],
    label: str,
    *,
    where: ConditionLike = ALWAYS,
    dated: Dated = None,
    during: _During | None = None,
) -> Measured[O]:
    """The highest value of an ordered fact over the rows; unknown where there are none."""
    by = Measure(How.WORST, rows, all_of(where), _placed(rows, dated, during), during, of.fact)
    return Measured(Fact("", of.fact.kind, label, places=of.fact.places), by)


def earliest(
    rows: type[Facts], of: Ref[date], label: str, *, where: ConditionLike = ALWAYS, during: _During | None = None
) -> Measured[date]:
    """The first of a date fact over the rows; unknown where there are none."""
    by = Measure(
        How.EARLIEST,
        rows,
        all_of(where),
        _placed(rows, of if isinstance(during, Window) else None, during, of),
        during,
        of.fact,
    )
    return Measured(Fact("", date, label), by)


def latest(
    rows: type[Facts], of: Ref[date], label: str, *, where: ConditionLike = ALWAYS, during: _During | None = None
) -> Measured[date]:
    """The last of a date fact over the rows; unknown where there are none."""
    by = Measure(
        How.LATEST,
        rows,
        all_of(where),
        _placed(rows, of if isinstance(during, Window) else None, during, of),
        during,
        of.fact,
    )
    return Measured(Fact("", date, label), by)


def longest(
    rows: type[Facts], begins: Ref[date], ends: Ref[date], label: str, *, where: ConditionLike = ALWAYS
) -> Measured[int]:
    """The most days from begin to end of one row, both days in; one without an end runs to the day asked about."""
    by = Measure(How.LONGEST, rows, all_of(where), begins.fact, of=begins.fact, until=ends.fact)
    return Measured(Fact("", int, label, low=0), by)


def falls(day: Ref[date], label: str, *, during: Window) -> Measured[bool]:
    """Whether one of the record's own dates lies in a window: release due in the coming six months."""
    return Measured(Fact("", bool, label), Measure(How.EXISTS, dated=day.fact, during=during))


def in_force(begins: Ref[date], ends: Ref[date], label: str, *, end_in: bool, no_end_is_open: bool) -> Measured[bool]:
    """Whether the record itself is between two of its own dates on the day asked about: an order in force."""
    during = open_on_day(begins, ends, end_in=end_in, no_end_is_open=no_end_is_open)
    return Measured(Fact("", bool, label), Measure(How.EXISTS, dated=begins.fact, during=during))


def years(begins: Ref[date], label: str, *, on: Dated = None) -> Measured[int]:
    """Whole years from one of the record's dates to another, or to the day asked about: an age at a stated anchor."""
    return Measured(Fact("", int, label), Measure(How.YEARS, of=begins.fact, until=fact_of(on)))


def passed(day: Ref[date], label: str) -> Measured[bool]:
    """Whether one of the record's own dates lies before the day asked about: right for an end, which the day is in."""
    return Measured(Fact("", bool, label), Measure(How.PASSED, of=day.fact))


def begun(day: Ref[date], label: str) -> Measured[bool]:
    """Whether one of the record's own dates has come: right for a beginning, which the day itself is in."""
    return Measured(Fact("", bool, label), Measure(How.EXISTS, dated=day.fact))


def measures(record: type[Facts]) -> dict[str, Measured[bool]]:
    """The measured facts of a kind of record, by name."""
    classes = reversed(record.__mro__)
    return {name: ref for each in classes for name, ref in vars(each).items() if isinstance(ref, Measured)}
