"""A dated history turned into one fact as of a day: counted, totalled, the first, the last, the longest, the worst.

    class LocalCase(Case):
        recent: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5, dated=Offence.day,
                                   during=last(12, Unit.MONTHS, today_in=True, far_end_in=False))

`where` is a condition over the row's own vocabulary, so several conditions are asked of one and the same row. A row is
placed in time by `dated`, or if that is left out by its fact `day`. As of a day means known on that day: a row dated
later does not count, unless the window looks ahead. A measure is a definition only; the verb `as_of` works it out.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from yosrules.errors import LanguageError
from yosrules.language.expr import ALWAYS, ConditionLike, O, Ref, all_of
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.measured import (
    How as How,  # noqa: PLC0414 -- the words of a measure, said from here too
    Measure as Measure,  # noqa: PLC0414
    Measured as Measured,  # noqa: PLC0414
    measures as measures,  # noqa: PLC0414
)
from yosrules.language.window import (
    Dated,
    Lies,
    Open as Open,  # noqa: PLC0414
    Unit as Unit,  # noqa: PLC0414
    Window as Window,  # noqa: PLC0414
    coming as coming,  # noqa: PLC0414
    fact_of,
    last as last,  # noqa: PLC0414
    open_on_day as open_on_day,  # noqa: PLC0414
)

N = TypeVar("N", bound=int | Decimal)


def _placed(rows: type[Facts], dated: Dated, during: Lies | None = None, otherwise: Dated = None) -> Fact | None:
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


def count(
    rows: type[Facts], label: str, *, where: ConditionLike = ALWAYS, dated: Dated = None, during: Lies | None = None
) -> Measured[int]:
    """How many rows there are."""
    by = Measure(How.COUNT, rows, all_of(where), _placed(rows, dated, during), during)
    return Measured(Fact("", int, label, low=0), by)


def exists(
    rows: type[Facts], label: str, *, where: ConditionLike = ALWAYS, dated: Dated = None, during: Lies | None = None
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
    during: Lies | None = None,
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
    during: Lies | None = None,
) -> Measured[O]:
    """The highest value of an ordered fact over the rows; unknown where there are none."""
    by = Measure(How.WORST, rows, all_of(where), _placed(rows, dated, during), during, of.fact)
    return Measured(Fact("", of.fact.kind, label, places=of.fact.places), by)


def earliest(
    rows: type[Facts], of: Ref[date], label: str, *, where: ConditionLike = ALWAYS, during: Lies | None = None
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
    rows: type[Facts], of: Ref[date], label: str, *, where: ConditionLike = ALWAYS, during: Lies | None = None
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
