"""The range of days that anything on record can be dated.

A day outside it is a misprint (0205), or stands for "unknown": 1900-01-01 and 9999-12-31 are usual for that. What is
not known is left out instead.
"""

from __future__ import annotations

from datetime import date

from yosrules.errors import RecordError

EARLIEST = date(1901, 1, 1)
LATEST = date(2199, 12, 31)
"""The first and the last day that can be on record."""


def askable(day: date) -> date:
    """The day asked about; one that cannot be on record is refused, as nothing could be on record by then."""
    if not EARLIEST <= day <= LATEST:
        raise RecordError(f"the day asked about is {day}; allowed: a date from {EARLIEST} to {LATEST}")
    return day
