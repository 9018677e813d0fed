"""Management oversight: how that of each manager was judged, round by round, and which cases the rounds looked at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

import attrs

from yosrules.language.facts import Facts, Maybe, fact
from yosrules.ratings.compare import RatingChange, compare
from yosrules.records.dated import dated

OVERSIGHT_LEVELS = ("Needs improvement", "Good", "Outstanding")
"""The levels of Derby's audits, lowest first."""


class HandedOver(Facts):
    """One case that went from one worker to another."""

    day: Maybe[date] = dated("the date of the handover")
    sickness: Maybe[bool] = fact(bool, "it is because of sickness absence")
    manager: str = ""


@attrs.frozen
class OversightRow:
    """One manager's oversight in one round, of all cases or of one: a level for each judgement, None where blank.

    `printed` is what stands in the source in place of a date that nobody can read; `day` is then a reading of it.
    """

    manager: str
    day: date | None
    judgements: Mapping[str, str | None]
    case: str = ""
    printed: str = ""


@attrs.frozen
class Oversight:
    """Every row of an audit of oversight, the levels in order, and the judgements whose heading is not known."""

    rows: tuple[OversightRow, ...]
    judgements: tuple[str, ...]
    levels: tuple[str, ...] = OVERSIGHT_LEVELS
    nameless: tuple[str, ...] = ()

    @property
    def rounds(self) -> tuple[date, ...]:
        """The days of the rounds, oldest first; rows without a legible date are in none."""
        return tuple(sorted({row.day for row in self.rows if row.day is not None}))

    @property
    def illegible(self) -> tuple[tuple[str, date | None], ...]:
        """Each date that cannot be read, as it stands, and the day it is taken for."""
        return tuple(dict.fromkeys((row.printed, row.day) for row in self.rows if row.printed))

    def missing(self) -> Iterator[tuple[date, str]]:
        """Each round in which a manager of another round was not judged."""
        managers = dict.fromkeys(row.manager for row in self.rows)
        there = {(row.day, row.manager) for row in self.rows}
        yield from ((day, each) for day in self.rounds for each in managers if (day, each) not in there)


@attrs.frozen
class OversightChange:
    """What changed for every manager and judgement from one round to the next."""

    earlier: date
    later: date
    changes: tuple[RatingChange, ...]

    @property
    def moved(self) -> dict[str, int]:
        """How many judgements are better, the same, worse, or cannot be compared."""
        bands = [each.bands for each in self.changes]
        return {
            "better": sum(each is not None and each > 0 for each in bands),
            "the same": bands.count(0),
            "worse": sum(each is not None and each < 0 for each in bands),
            "not comparable": bands.count(None),
        }


@attrs.frozen
class Scoped:
    """A case that was handed over before a round: whether the round looked at it; None where it cannot be told.

    `round` is the first round on or after the handover; None if there was none yet, or nobody knows which.
    """

    case: str
    handed_over: date | None
    manager: str
    round: date | None
    looked_at: bool | None
    why: str


def progress_of(oversight: Oversight) -> tuple[OversightChange, ...]:
    """The changes from each round to the next, of rows that are about all cases of a manager."""
    return tuple(
        OversightChange(
            earlier, later, compare(_judged(oversight, earlier), _judged(oversight, later), oversight.levels)
        )
        for earlier, later in pairwise(oversight.rounds)
    )


def _judged(oversight: Oversight, day: date) -> dict[str, str | None]:
    return {
        f"{row.manager}, {name}": level
        for row in oversight.rows
        if row.day == day and not row.case
        for name, level in row.judgements.items()
    }


def in_scope(oversight: Oversight, handovers: Mapping[str, Sequence[HandedOver]]) -> tuple[Scoped, ...]:
    """The cases handed over because of sickness, each with the round that should have looked at it.

    A handover of which the reason or the day is not on record is listed too: nobody can tell whether it is in scope.
    """
    found = (
        _scoped(oversight, case, row) for case, rows in handovers.items() for row in rows if row.sickness is not False
    )
    return tuple(sorted(found, key=lambda each: (each.round or date.max, each.case)))


def _scoped(oversight: Oversight, case: str, row: HandedOver) -> Scoped:
    due = None if row.day is None else next((day for day in oversight.rounds if day >= row.day), None)
    made = Scoped(case, row.day, row.manager, due, None, "")
    if row.sickness is None:
        return attrs.evolve(made, why="whether it is because of sickness is not on record")
    if row.day is None:
        return attrs.evolve(made, why="the day of the handover is not on record")
    if due is None:
        return attrs.evolve(made, why="no round has been since")
    if any(each.case == case and each.day == due for each in oversight.rows):
        return attrs.evolve(made, looked_at=True, why="looked at")
    if not any(each.case for each in oversight.rows if each.day == due):
        return attrs.evolve(made, why="the round does not say which cases it looked at")
    return attrs.evolve(made, looked_at=False, why="not looked at")
