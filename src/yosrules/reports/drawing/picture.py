"""Draw a year of absence as text: a row for each month, and for each day what was lost and what happened."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from datetime import date

from yosrules.attendance.facts import Attending
from yosrules.records.absence import Absence, Half
from yosrules.reports.drawing.dates import month as month_in_short
from yosrules.reports.site.catalogue import to_translate, unmarked

LOST, HALF, OFF, UNTOLD, WORKED = "#", "/", "o", "?", "."
WINDOW, HIT, HELD = "[", "!", "*"

LEGEND = to_translate(
    "# working day lost   / half of one   o day off inside an absence",
    ". other working day   ? absent, no pattern on record",
    "after a day: ! trigger hit   * stage held   [ a window begins",
)
"""What the marks mean."""


def picture(attending: Attending, first: date, last: date, marks: Mapping[date, str]) -> Iterator[str]:
    """The rows of the months from one day to another; days after the last are blank."""
    yield "          " + "".join(f"{day:<10}" for day in (1, 6, 11, 16, 21, 26)).rstrip() + "        31"
    away = away_by_day(attending, last)
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        days = [date(year, month, day) for day in range(1, monthrange(year, month)[1] + 1)]
        cells = (look_of_day(attending, day, away) + marks.get(day, " ") if day <= last else "  " for day in days)
        name = month_in_short(days[0])
        yield f"{name}{' ' * (10 - len(unmarked(name)))}{''.join(cells)}".rstrip()
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def away_by_day(attending: Attending, last: date) -> dict[date, Absence]:
    """Each day of absence, with the absence."""
    return {day: row for row in attending.absences for day in _days(row, last)}


def _days(row: Absence, last: date) -> Iterator[date]:
    end = min(row.end or last, last)
    return (date.fromordinal(day) for day in range(row.start.toordinal(), end.toordinal() + 1))


def look_of_day(attending: Attending, day: date, away: Mapping[date, Absence]) -> str:
    """How one day is drawn, by the absence on it if there is one."""
    works = attending.ledger.roster.working(day)
    row = away.get(day)
    if row is None:
        return WORKED if works else " "
    if works is None:
        return UNTOLD
    if not works:
        return OFF
    begins_late = day == row.start and row.first_session is Half.PM
    ends_early = day == row.end and row.last_session is Half.AM
    return HALF if begins_late or ends_early else LOST
