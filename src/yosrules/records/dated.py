"""A date fact within the range of days that anything on record can be dated."""

from __future__ import annotations

from datetime import date

from yosrules.language.facts import Maybe, fact
from yosrules.records.days import EARLIEST, LATEST


def dated(label: str) -> Maybe[date]:
    """Define a date fact that may be unknown."""
    return fact(date, label, low=EARLIEST, high=LATEST)
