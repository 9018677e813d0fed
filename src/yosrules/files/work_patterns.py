"""Parse a work pattern written in a few words, such as "mon-fri 7.4" or "mon-wed:7.4,thu:4"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from yosrules.errors import InputError, RecordError
from yosrules.records.absence import WEEKDAYS, WorkPattern

ALWAYS_SINCE = date(1901, 1, 7)
"""A Monday before every absence that can be on record."""


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
