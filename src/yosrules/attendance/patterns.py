"""Patterns in when a worker's absences begin and end: evidence for a manager, never a verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import takewhile

import attrs

from yosrules.attendance.facts import Attending
from yosrules.attendance.spells import Spell
from yosrules.policies.calendar import ONE
from yosrules.policies.counting import Counting
from yosrules.policies.lost_time import Of, Tally

FURTHEST = 14
"""How many days off in a row are looked through for what lies next to an absence."""


@attrs.frozen
class Evidence:
    """One thing that may be a pattern: the spells that show it, of how many; None where nobody can tell."""

    what: str
    spells: tuple[Spell, ...] | None
    of: int


def patterns(attending: Attending, counting: Counting, day: date) -> tuple[Evidence, ...]:
    """What the counted spells show: the commonest weekday to begin on, and what they lie next to."""
    spells = [spell for spell, _ in attending.measure(Tally(Of.SPELLS, counting), day).counted]
    return tuple(_evidence(attending, spells, day)) if spells else ()


def _evidence(attending: Attending, spells: list[Spell], day: date) -> Iterator[Evidence]:
    weekday = Counter(f"{spell.start:%A}" for spell in spells).most_common(1)[0][0]
    yield Evidence(f"begins on a {weekday}", tuple(s for s in spells if f"{s.start:%A}" == weekday), len(spells))
    tests: dict[str, Callable[[date], bool | None]] = {
        "next to a weekend": lambda off: off.weekday() >= 5,
        "next to a bank holiday": attending.policy.nation.bank_holiday,
        "next to booked leave": attending.on_leave,
    }
    for what, test in tests.items():
        found = [(spell, _next_to(attending, spell, test, day)) for spell in spells]
        told = None if any(near is None for _, near in found) else tuple(spell for spell, near in found if near)
        yield Evidence(what, told, len(spells))


def _next_to(attending: Attending, spell: Spell, test: Callable[[date], bool | None], day: date) -> bool | None:
    """Whether one of the days off just before a spell, or just after one that is over, is of some kind."""
    off = [*_days_off(attending, spell.start, -1), *(_days_off(attending, spell.until(day), 1) if spell.end else ())]
    said = [test(each) for each in off]
    return True if True in said else None if None in said else False


def _days_off(attending: Attending, day: date, step: int) -> Iterator[date]:
    """The days off in a row next to a day, back or forward; booked leave and what nobody knows of are looked at too."""
    ahead = (day + step * n * ONE for n in range(1, FURTHEST + 1))
    first = next(ahead)
    yield first
    if attending.off(first):
        yield from takewhile(attending.off, ahead)
