"""One absence of one worker: from which half day to which the worker was away, and the days between two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from yosrules.policies.calendar import ONE
from yosrules.records.absence import Absence, Half

_AM, _PM = Half.AM, Half.PM
"""To ask a class of words for one of them takes longer than to compare it."""


def begins_in(row: Absence) -> int:
    """The half day in which an absence begins: twice its day, and 1 more for an afternoon."""
    return row.start.toordinal() * 2 + (row.first_session is _PM)


def back_in(row: Absence) -> int:
    """The first half day of which the worker can have been back: after the last one away, and on no day before."""
    after = (row.end or date.max).toordinal() * 2 + (1 if row.last_session is _AM else 2)
    return after if row.returned is None else max(after, row.returned.toordinal() * 2)


def may_be_back(row: Absence) -> date:
    """The first day on which the worker may be back: as recorded, else that of the first half day not away."""
    return row.returned or date.fromordinal(back_in(row) // 2)


def back_at_work(row: Absence) -> date | None:
    """The day of return from an absence: as recorded, else the day after its last; None while it is open."""
    return row.returned or (row.end + ONE if row.end else None)


def whole_days_between(earlier: Absence, later: Absence) -> list[date]:
    """The days between two absences."""
    return [] if earlier.end is None else [*every_day(earlier.end + ONE, later.start - ONE)]


def every_day(first: date, last: date) -> Iterator[date]:
    """The days from first to last, both in."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
