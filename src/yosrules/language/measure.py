"""A dated history turned into one fact as of a day: counted, totalled, the first, the last, the longest, the worst.

    class LocalCase(Case):
        recent: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5, dated=Offence.day,
                                   during=last(12, Unit.MONTHS, today_in=True, far_end_in=False))

`where` is a condition over the row's own vocabulary, so several conditions are asked of one and the same row. A row is
placed in time by `dated`, or if that is left out by its fact `day`. As of a day means known on that day: a row dated
later does not count, unless the window looks ahead. A measure is a definition only; the verb `as_of` works it out.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TypeAlias, TypeVar

import attrs

from yosrules.errors import LanguageError
from yosrules.language.expr import ALWAYS, Compare, Condition, ConditionLike, Known, O, Op, Ref, all_of, any_of
from yosrules.language.facts import Facts, K, Maybe, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads

N = TypeVar("N", bound=int | Decimal)


class Unit(StrEnum):
    """What a stretch of time is counted in. A month is a calendar month; a day that it lacks becomes its last."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


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
class Window:
    """A stretch of time back or forward from an anchor; both conventions about its ends are always said.

    The anchor is a date fact of the record, or the day that is asked about. `anchor_in` is whether the anchor day
    counts; `far_end_in` whether the day exactly `amount` units away does. `ahead` is whether rows of a history that are
    dated after the day asked about count, as what is planned does.
    """

    amount: int
    unit: Unit
    back: bool
    anchor_in: bool
    far_end_in: bool
    anchor: Fact | None = None
    ahead: bool = False

    def __attrs_post_init__(self) -> None:
        if self.amount < 1:
            raise LanguageError(f"a window of {self.amount} {self.unit} is empty; allowed: 1 or more")

    def days(self, anchor: date) -> tuple[date, date]:
        """The first and the last day of the window, both in."""
        far = _away(anchor, self.unit, -self.amount if self.back else self.amount)
        if self.back:
            return far if self.far_end_in else far + _ONE, anchor if self.anchor_in else anchor - _ONE
        return anchor if self.anchor_in else anchor + _ONE, far if self.far_end_in else far - _ONE


_ONE = timedelta(days=1)


@cache
def _away(day: date, unit: Unit, amount: int) -> date:
    """The day so much later, or earlier; remembered, because histories ask for the same ones again and again."""
    from dateutil.relativedelta import relativedelta  # noqa: PLC0415 -- keeps `import yosrules` light

    step = {
        Unit.DAYS: relativedelta(days=amount),
        Unit.WEEKS: relativedelta(weeks=amount),
        Unit.MONTHS: relativedelta(months=amount),
    }[unit]
    return day + step


@attrs.frozen
class Open:
    """That a row, or the record itself, has begun and has not ended on the day asked about.

    `end_in` is whether it is still open on its last day. `no_end_is_open` is whether one without an end on record is
    taken to be open; otherwise whether it is cannot be told.
    """

    begins: Fact
    ends: Fact
    end_in: bool
    no_end_is_open: bool

    @property
    def anchor(self) -> None:
        """It is asked of the day asked about, never of a date of the record."""

    def on(self, day: date) -> Condition:
        """The condition that a row is open on a day."""
        still = Compare(self.ends, Op.GE if self.end_in else Op.GT, day)
        ended = any_of(still, Known(self.ends, known=False)) if self.no_end_is_open else still
        return all_of(Compare(self.begins, Op.LE, day), ended)


_During: TypeAlias = Window | Open
"""When a row has to lie, or be open, to count."""

Dated: TypeAlias = Ref[date] | None
"""The date fact that places a row in time, if one is needed."""


def _fact_of(ref: Dated) -> Fact | None:
    return None if ref is None else ref.fact


def _placed(rows: type[Facts], dated: Dated, during: _During | None = None, otherwise: Dated = None) -> Fact | None:
    """The date fact that places the rows of a history in time; None where they have no date at all."""
    if isinstance(during, Open):
        return _fact_of(dated) or during.begins
    dates = [name for name, fact in vocabulary(rows).items() if fact.kind is date]
    if dated is None and "day" in dates:
        return vocabulary(rows)["day"]
    # Chosen silently, a date such as the end of a row would hide every row that has not ended.
    if dated is None and otherwise is None and dates:
        raise LanguageError(
            f"{rows.__name__} has dates ({', '.join(dates)}), and none is called day: say which of them places a row "
            f"in time, such as dated={rows.__name__}.{dates[0]}"
        )
    return _fact_of(otherwise if dated is None else dated)


def last(amount: int, unit: Unit, *, anchor_in: bool, far_end_in: bool, before: Dated = None) -> Window:
    """The last so many days, weeks or months before a date fact, or before the day asked about."""
    return Window(amount, unit, True, anchor_in, far_end_in, _fact_of(before))


def coming(
    amount: int, unit: Unit, *, anchor_in: bool, far_end_in: bool, after: Dated = None, ahead: bool | None = None
) -> Window:
    """The coming so many days, weeks or months after a date fact, or after the day asked about.

    After the day asked about it looks `ahead`; after a date fact only if it says so, because what happened is meant.
    """
    return Window(
        amount, unit, False, anchor_in, far_end_in, _fact_of(after), after is None if ahead is None else ahead
    )


def open_on_day(begins: Ref[date], ends: Ref[date], *, end_in: bool, no_end_is_open: bool) -> Open:
    """That a row is open on the day asked about: begun on it or before, and not ended; both conventions are said."""
    return Open(begins.fact, ends.fact, end_in, no_end_is_open)


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

    def within(self, anchor: date, day: date) -> Condition:
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


class Measured(Maybe[K]):
    """A fact that is worked out from a history."""

    __slots__ = ("by",)

    def __init__(self, fact: Fact, by: Measure) -> None:
        super().__init__(fact)
        self.by: Measure = by


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
    return Measured(Fact("", int, label), Measure(How.YEARS, of=begins.fact, until=_fact_of(on)))


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
