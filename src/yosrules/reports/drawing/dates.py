"""Days and ranges of days, as people write them in a table."""

from __future__ import annotations

from datetime import date

from yosrules.attendance.days.spells import Spell
from yosrules.records.absence import Absence


def short(day: date) -> str:
    """A day: 6 Jan 2025."""
    return f"{day.day} {day:%b %Y}"


def stretch(of: Absence | Spell) -> str:
    """An absence or a spell by its dates: 6 to 8 Jan 2025, or from 6 Jan 2025 while it is open."""
    start, end = of.start, of.end
    if end is None:
        return f"from {short(start)}"
    if start == end:
        return short(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {short(end)}"
    return f"{start.day} {start:%b} to {short(end)}" if start.year == end.year else f"{short(start)} to {short(end)}"
