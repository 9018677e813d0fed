"""Days and ranges of days, as people write them in a table."""

from __future__ import annotations

from datetime import date

from yosrules.attendance.days.spells import Spell
from yosrules.records.absence import Absence
from yosrules.reports.site.catalogue import _, to_translate, translated

_MONTHS = to_translate(
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_SHORT = to_translate("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def in_full(day: date) -> str:
    """A day: 6 January 2025."""
    return f"{day.day} {translated(_MONTHS[day.month - 1])} {day.year}"


def short(day: date) -> str:
    """A day: 6 Jan 2025."""
    return f"{day.day} {month(day)}"


def month(day: date) -> str:
    """The month of a day: Jan 2025."""
    return f"{_short_month(day)} {day.year}"


def _short_month(day: date) -> str:
    return translated(_SHORT[day.month - 1])


def stretch(of: Absence | Spell) -> str:
    """An absence or a spell by its dates: 6 to 8 Jan 2025, or from 6 Jan 2025 while it is open."""
    start, end = of.start, of.end
    if end is None:
        return _("from %(day)s", day=short(start))
    if start == end:
        return short(start)
    if (start.year, start.month) == (end.year, end.month):
        return _("%(first)s to %(last)s", first=start.day, last=short(end))
    first = f"{start.day} {_short_month(start)}" if start.year == end.year else short(start)
    return _("%(first)s to %(last)s", first=first, last=short(end))
