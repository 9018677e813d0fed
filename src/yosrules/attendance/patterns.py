"""Patterns in when a worker's absences begin and end: evidence for a manager, never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import takewhile

import attrs

from yosrules.attendance.days.spells import Spell
from yosrules.attendance.facts import Attending
from yosrules.policies.calendar import ONE
from yosrules.policies.lost_time.counting import Counting
from yosrules.policies.lost_time.measures import Of, Tally

FURTHEST = 14
"""How many days off in a row are searched for what lies next to an absence."""


@attrs.frozen
class PossiblePattern:
    """A possible pattern: what it is, the spells that show it (None where unknown), and how many were looked at."""

    what: str
    spells: tuple[Spell, ...] | None
    of: int


def patterns(attending: Attending, counting: Counting, day: date) -> tuple[PossiblePattern, ...]:
    """What the counted spells show: the commonest weekday to begin on, what they lie next to, days of the service."""
    spells = [spell for spell, _ in attending.measure(Tally(Of.SPELLS, counting), day).counted]
    return tuple(_shown(attending, spells, day)) if spells else ()


def _shown(attending: Attending, spells: list[Spell], day: date) -> Iterator[PossiblePattern]:
    weekday = Counter(f"{spell.start:%A}" for spell in spells).most_common(1)[0][0]
    begin = tuple(spell for spell in spells if f"{spell.start:%A}" == weekday)
    yield PossiblePattern(f"begins on a {weekday}", begin, len(spells))
    tests: dict[str, Callable[[date], bool | None]] = {
        "next to a weekend": lambda off: off.weekday() >= 5,
        "next to a bank holiday": attending.policy.nation.bank_holiday,
        "next to booked leave": attending.background.on_leave,
    }
    for what, test in tests.items():
        found = [(spell, _next_to(attending, spell, test, day)) for spell in spells]
        unknown = any(near is None for _, near in found)
        yield PossiblePattern(what, None if unknown else tuple(spell for spell, near in found if near), len(spells))
    for name, days in attending.policy.own_days.items():
        beside = tuple(spell for spell in spells if _beside(spell, days, day))
        yield PossiblePattern(f"on {name} or the day before or after", beside, len(spells))


def _beside(spell: Spell, days: Sequence[date], on: date) -> bool:
    """Whether a spell takes in one of some days, or begins a day after or ends a day before."""
    return any(spell.start - ONE <= each <= spell.until(on) + ONE for each in days)


def _next_to(attending: Attending, spell: Spell, test: Callable[[date], bool | None], day: date) -> bool | None:
    """Whether a day off just before a spell passes a test, or one just after a spell that is over."""
    off = [*_days_off(attending, spell.start, -1), *(_days_off(attending, spell.until(day), 1) if spell.end else ())]
    found = [test(each) for each in off]
    return True if True in found else None if None in found else False


def _days_off(attending: Attending, day: date, step: int) -> Iterator[date]:
    """The days off in a row next to a day, back or forward, and the very next day whether it is worked or not."""
    ahead = (day + step * n * ONE for n in range(1, FURTHEST + 1))
    first = next(ahead)
    yield first
    if attending.background.off(first):
        yield from takewhile(attending.background.off, ahead)
