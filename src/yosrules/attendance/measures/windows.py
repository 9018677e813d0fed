"""Windows of one worker on one day: where a window lies, and whether anything undecided lies in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeAlias

import attrs

from yosrules.attendance.days.lost_days import Ledger
from yosrules.attendance.days.spells import Sorted, Spell
from yosrules.attendance.stages.standings import Background, Standings
from yosrules.deciding.decide import Finding
from yosrules.language.kinds import Value
from yosrules.policies.lost_time.counting import DayCount
from yosrules.policies.lost_time.windows import During, Edge, edges, nothing_inside
from yosrules.records.absence import Absence

Days: TypeAlias = tuple[date, date]
"""A first and a last day, both in."""


@attrs.frozen
class OnDay:
    """Everything that the measures of one worker on one day are worked out from.

    Spells that began by `used_until` are left out; with `over_only` also the spell that is not over.
    """

    day: date
    ledger: Ledger
    standings: Standings
    used_until: date | None
    over_only: bool

    @property
    def background(self) -> Background:
        """What is on record of the worker beside the absences."""
        return self.standings.background


@attrs.frozen
class Counted:
    """The value of a measure, None where it is unknown, and the reasons for it.

    `counted` has each spell that counts with its amount; `left_out` those that do not, and why; `not_meant` the
    absences that fail the condition. `undecided` may or may not meet it; each of `unsure` is several spells or one, for
    want of a work pattern. `untold` are spells that count with an amount that is unknown. Without reasons there is only
    the value. What is left out is worked out by `outside` when somebody looks at it.
    """

    value: Value | None
    window: Days | None = None
    counted: tuple[tuple[Spell, Decimal], ...] = ()
    outside: Callable[[], tuple[tuple[Spell, str], ...]] = attrs.field(default=tuple, eq=False, repr=False)
    not_meant: tuple[tuple[Absence, Finding], ...] = ()
    undecided: tuple[tuple[Spell, Finding], ...] = ()
    unsure: tuple[Spell, ...] = ()
    untold: tuple[Spell, ...] = ()

    @property
    def left_out(self) -> tuple[tuple[Spell, str], ...]:
        """The spells that do not count, each with the reason."""
        return self.outside()


def window_of(during: During, on: OnDay) -> Days | None:
    """The first and the last day of a window; None where the date that it is counted from is unknown or missing."""
    begins, ends = edges(during)
    first, last = _placed(begins, on), _placed(ends, on)
    return None if first is None or last is None else (first, last)


def _placed(edge: Edge, on: OnDay) -> date | None:
    day = on.day if edge.anchor is None else on.standings.date_of(edge.anchor.name, on.day)
    return day if day is None or edge.moved is None else edge.moved(day)


def known_empty(during: During, on: OnDay) -> bool:
    """Whether no spell can lie in a window, wherever it is."""
    no_absence = on.standings.fact("latest_start", on.day) is None
    return nothing_inside(during, no_absence, on.standings.fact("under_review", on.day) is False)


def in_doubt(found: Sorted, window: Days, on: OnDay) -> bool:
    """Whether an undecided absence or an undecided link might change what lies in a window."""
    if undecided_in(found, window, on):
        return True
    return any(since <= on.day and matters(run, window, on) for run, since in found.unsure)


def undecided_in(
    found: Sorted, window: Days, on: OnDay, counting: DayCount = DayCount.CALENDAR
) -> tuple[tuple[Spell, Finding], ...]:
    """The absences that may or may not count in a window, each as the widest spell that it may be part of."""
    return tuple(
        (spell, finding)
        for spell, finding, since in found.undecided
        if since <= on.day and matters(spell, window, on, counting)
    )


def matters(spell: Spell, window: Days, on: OnDay, counting: DayCount = DayCount.CALENDAR) -> bool:
    """Whether a spell, as it is known on the day, lies in a window or across its ends."""
    if spell.start > on.day or spell.start > window[1]:
        return False
    # Of two possible ends the later is taken, so that no doubt is overlooked.
    return on.ledger.until(spell.as_of(on.day), on.day, counting)[-1] >= window[0]
