"""The range of days that anything on record can be dated, and a date fact within it.

A day outside it is a misprint (0205), or stands for "unknown": 1900-01-01 and 9999-12-31 are usual for that. What is
not known is left out instead.
"""

from __future__ import annotations

from datetime import date

from yosrules.errors import RecordError
from yosrules.language.facts import Maybe, fact

EARLIEST = date(1901, 1, 1)
LATEST = date(2199, 12, 31)
"""The first and the last day that can be on record."""


def askable(day: date) -> date:
    """The day asked about; one that cannot be on record is refused, as nothing could be on record by then."""
    if not EARLIEST <= day <= LATEST:
        raise RecordError(f"the day asked about is {day}; allowed: a date from {EARLIEST} to {LATEST}")
    return day


def dated(label: str) -> Maybe[date]:
    """Define a date fact that may be unknown."""
    return fact(date, label, low=EARLIEST, high=LATEST)
