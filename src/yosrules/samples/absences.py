"""Synthetic absences to try things on: no real worker's, the same for the same seed on every Python.

The shares are made up to be plausible, and are no statistics.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import vocabulary
from yosrules.records.absence import Absence, Half, Reason
from yosrules.samples.dice import Dice

_LENGTHS = {1: 40, 2: 20, 3: 12, 4: 8, 5: 6, 7: 4, 10: 4, 14: 3, 28: 2, 60: 1}
"""How many days an absence lasts."""
_REASONS = {
    Reason.COLD: 30,
    Reason.STOMACH: 15,
    Reason.HEADACHE: 10,
    Reason.STRESS: 10,
    Reason.MENTAL_HEALTH: 8,
    Reason.BACK: 8,
    Reason.MUSCLES: 7,
    Reason.COVID: 5,
    Reason.OPERATION: 4,
    Reason.OTHER: 3,
}


def sample_absences(n: int, seed: int, on: date) -> list[tuple[str, Absence]]:
    """The absences of `n` synthetic workers over the three years up to a day, each with the worker's reference."""
    dice = Dice(seed, on)
    return [(f"SYNTHETIC-{place:06d}", row) for place in range(1, n + 1) for row in _worker(dice, on)]


def _worker(dice: Dice, on: date) -> Iterator[Absence]:
    day = on - timedelta(days=3 * 365) + dice.days(0, 200)
    gap = dice.pick({40: 15, 120: 35, 240: 50})
    while day <= on:
        row = _absence(dice, day, on)
        yield row
        if row.end is None:
            return
        day = row.end + dice.days(3, 2 * gap)


def _absence(dice: Dice, start: date, on: date) -> Absence:
    length = dice.pick(_LENGTHS)
    last = start + timedelta(days=length - 1)
    reason = dice.known(dice.pick(_REASONS), 5)
    half = length == 1 and dice.happens(10)
    if last >= on:
        return Absence(start=start, reason=reason)
    returned = last + timedelta(days=1 + (2 if last.weekday() == 4 else 0))
    held = returned + dice.days(0, 6)
    return Absence(
        start=start,
        end=last,
        first_session=Half.PM if half else None,
        reason=reason,
        industrial_injury=dice.happens(1),
        disability_related=dice.happens(5),
        pregnancy_related=dice.happens(2),
        notified=dice.happens(96),
        returned=returned if returned <= on else None,
        interviewed=held if held <= on and dice.happens(85) else None,
    )


def rows_of_absences(rows: Sequence[tuple[str, Absence]]) -> tuple[list[str], list[list[CellValue]]]:
    """Absences as columns and rows; a table written from them reads back the same."""
    columns = [*vocabulary(Absence)]
    return ["worker", *columns], [[whose, *(vars(row)[name] for name in columns)] for whose, row in rows]
