"""Parse work patterns written in a few words, such as "mon-fri 7.4" or "mon-wed:7.4,thu:4": an option, or a column."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import attrs

from yosrules.errors import BadCell, InputError, RecordError
from yosrules.files.formats.headings import heading_of
from yosrules.files.formats.tables import TextRow, TextTable
from yosrules.files.mapping.columns import mapped_columns
from yosrules.files.mapping.maps import SheetMap
from yosrules.records.absence import WEEKDAYS, WorkPattern

ALWAYS_SINCE = date(1901, 1, 7)
"""A Monday before every absence that can be on record."""

_CALLED = ("pattern", "work pattern", "working pattern", "hours of work")
"""What the column is called that says a whole pattern."""


_SHARES = ("fte", "wte", "full time equivalent", "whole time equivalent", "contracted fte")
"""What the column is called that says how much of full time somebody works."""

_DIGIT = re.compile(r"\d")


def pattern_of(written: str) -> WorkPattern:
    """Parse a pattern; each part is a day or a range of days, and the hours of each day."""
    hours: dict[str, Decimal] = {}
    for part in written.casefold().split(","):
        for name, each in _part(written, part.strip()).items():
            if name in hours:
                raise _refused(written, f"{name} stands in it twice")
            hours[name] = each
    try:
        return _made(WorkPattern, hours)
    except RecordError as error:
        raise _refused(written, str(error)) from None


def spelt_out(table: TextTable) -> TextTable:
    """A table of patterns with a column a weekday in place of one that says all of them in a few words.

    A column that says how much of full time somebody works is noted where nothing says on which days.
    """
    column = next((heading for heading in table.headings if heading_of(heading) in _CALLED), None)
    by_day = not {*WEEKDAYS}.isdisjoint(map(heading_of, table.headings))
    share = next((heading for heading in table.headings if heading_of(heading) in _SHARES), None)
    if share and not (column or by_day):
        note = f"{share} of {table.file} says how much of full time somebody works, and not on which days: write a "
        note += "column pattern, such as 'mon-wed 7.4', or nominal_days and nominal_hours of a week"
        table = attrs.evolve(table, notes=(*table.notes, note))
    if column is None or by_day:
        return table
    rows, bad = list[TextRow](), list[BadCell]()
    for row in table.rows:
        try:
            pattern = pattern_of(row.cells[column])
        except InputError as error:
            bad.append(BadCell(row.number, column, row.cells[column], error.why.rpartition("allowed: ")[2]))
            continue
        hours = {day: vars(pattern)[day] for day in WEEKDAYS}
        days = {day: "" if each is None else str(each) for day, each in hours.items()}
        rows.append(TextRow(row.number, row.cells | days))
    if bad:
        raise InputError(table.file, bad)
    headings = [heading for heading in table.headings if heading != column]
    return attrs.evolve(table, headings=(*headings, *WEEKDAYS), rows=tuple(rows))


def all_along(table: TextTable, mapped: SheetMap) -> TextTable:
    """A table of patterns, each of which applies all along if no column can say since when; with a note of it."""
    columns, starts = mapped_columns(WorkPattern, "worker", mapped, table.headings, table.file), WorkPattern.starts.fact
    means = {heading: columns.get(heading_of(heading)) for heading in table.headings}
    if starts.name in means.values() or any(_dated(table, each) for each, column in means.items() if column is None):
        return table
    rows = tuple(attrs.evolve(row, cells={**row.cells, starts.name: ALWAYS_SINCE.isoformat()}) for row in table.rows)
    note = f"{table.file} has no column {starts.name}: each pattern is taken to have applied all along"
    return attrs.evolve(table, headings=(*table.headings, starts.name), rows=rows, notes=(*table.notes, note))


def _dated(table: TextTable, heading: str) -> bool:
    """Whether a column that is not known may say since when: it is no share of full time, and not words alone."""
    cells = [row.cells[heading] for row in table.rows]
    return heading_of(heading) not in _SHARES and (not any(cells) or any(map(_DIGIT.search, cells)))


def _made(make: Callable[..., WorkPattern], hours: dict[str, Decimal]) -> WorkPattern:
    return make(starts=ALWAYS_SINCE, **hours)


def _part(written: str, part: str) -> dict[str, Decimal]:
    found = re.fullmatch(r"([a-z]{3,9})(?: ?- ?([a-z]{3,9}))?[ :](\d+(?:\.\d+)?)", part)
    if found is None:
        raise _refused(written, f"{part!r} is not days and hours")
    first, last = _weekday(written, found[1]), _weekday(written, found[2] or found[1])
    if last < first:
        raise _refused(written, f"{found[2]} comes before {found[1]}")
    return dict.fromkeys(WEEKDAYS[first : last + 1], Decimal(found[3]))


def _weekday(written: str, name: str) -> int:
    place = next((place for place, day in enumerate(WEEKDAYS) if day.startswith(name)), None)
    if place is None:
        raise _refused(written, f"{name!r} is not a day")
    return place


def _refused(written: str, why: str) -> InputError:
    return InputError(
        "--pattern", why=f"wrote {written!r}: {why}; allowed: such as 'mon-fri 7.4' or 'mon-wed 7.4, thu 4'"
    )
