"""Tallies of one worker on one day: how many spells count in a window, what they lost, and why others do not count."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import assert_never

import attrs

from yosrules.attendance.days.spells import Sorted, Spell
from yosrules.attendance.measures.windows import Counted, Days, OnDay, known_empty, matters, undecided_in, window_of
from yosrules.language.measure import Window
from yosrules.policies.lost_time.counting import Counting, Length, Mark, Straddling
from yosrules.policies.lost_time.formulas import in_ones
from yosrules.policies.lost_time.measures import Of, Tally
from yosrules.policies.lost_time.windows import AnyWindow


def tally(by: Tally, on: OnDay) -> Counted:
    """A tally on one day, with its reasons."""
    during = by.counting.during
    if isinstance(during, AnyWindow):
        return _most(by, during.each, on)
    window = window_of(during, on)
    if window is None:
        return Counted(tallied(by, 0, 0) if known_empty(during, on) else None)
    return _within(by, window, on)


def tallied(by: Tally, spells: int, lost: int) -> int | Decimal:
    """A tally in its own unit: spells as a whole number, days, hours and scores as a decimal."""
    worth = by.worth(spells, lost)
    return worth if by.of is Of.SPELLS else in_ones(worth, by.of.units)


def _most(by: Tally, each: Window, on: OnDay) -> Counted:
    """The highest tally of the windows that end today or on an earlier day of absence."""
    counting = by.counting
    spells = [spell.as_of(on.day) for spell in _sorted(by, on).spells if spell.start <= on.day]
    last_days = {spell: on.ledger.until(spell, on.day, counting.days)[-1] for spell in spells}
    ends = {day for spell, last in last_days.items() for day in _days(spell.start, last)} | {on.day}
    tallies = [_within(by, each.days(end), attrs.evolve(on, day=end)) for end in sorted(ends)]
    # The window that is unknown may be the highest, so the highest is unknown too.
    if unknown := [counted for counted in tallies if counted.value is None]:
        return unknown[-1]
    return max(tallies, key=lambda counted: (Decimal(str(counted.value)), counted.window))


def _sorted(by: Tally, on: OnDay) -> Sorted:
    return on.ledger.sort(by.counting.where, over_excluded=by.counting.over_excluded)


def _within(by: Tally, window: Days, on: OnDay) -> Counted:
    counting = by.counting
    sorted_ = _sorted(by, on)
    counted: list[tuple[Spell, int | None]] = []
    # Spells never overlap, so that all but one that began before the window also ended before it.
    first = max(bisect_left(sorted_.marks.begins, window[0].toordinal()) - 1, 0)
    for spell in _begun(sorted_, first, min(window[1], on.day), on):
        whys = _whys(counting, spell, window, on)
        if not (whys[0] and whys[-1]):
            counted.append((spell, None if any(whys) else _lost(by, spell, window, on)))

    def left_out() -> tuple[tuple[Spell, str], ...]:
        # Nearly all spells of a long history are outside of most windows, and few of these are ever shown.
        told = ((spell, _whys(counting, spell, window, on)) for spell in _begun(sorted_, 0, on.day, on))
        return tuple((spell, whys[0]) for spell, whys in told if whys[0] and whys[-1])

    undecided = undecided_in(sorted_, window, on, counting.days)
    begun = [run for run, since in sorted_.unsure if since <= on.day]
    unsure = tuple(run for run in begun if matters(run, window, on, counting.days))
    amounts = [(spell, lost) for spell, lost in counted if lost is not None]
    certain = not undecided and not unsure and len(amounts) == len(counted)
    return Counted(
        tallied(by, len(amounts), sum(lost for _, lost in amounts)) if certain else None,
        window,
        tuple((spell, in_ones(lost * by.per_lost, by.of.units)) for spell, lost in amounts),
        left_out,
        sorted_.left_out,
        undecided,
        unsure,
        tuple(spell for spell, lost in counted if lost is None),
    )


def _begun(found: Sorted, first: int, last: date, on: OnDay) -> Iterator[Spell]:
    """The spells from a place on that began by a last day, each as it was known on the day."""
    return (spell.as_of(on.day) for spell in found.spells[first : bisect_right(found.marks.begins, last.toordinal())])


def _whys(counting: Counting, spell: Spell, window: Days, on: OnDay) -> list[str | None]:
    """Why a spell does not count, for each of the two days on which one without a day of return may end.

    Where it counts by one and not by the other, its amount is unknown.
    """
    ends = on.ledger.until(spell, on.day, counting.days)
    why = _too_long_or_short(counting.length, spell, on)
    return [why or _why_not(spell, until, counting.straddling, window, on) for until in ends]


def _too_long_or_short(length: Length | None, spell: Spell, on: OnDay) -> str | None:
    """Why a spell is left out that lasted until its last day of absence so far, whichever of its days are lost."""
    if length is None or length.counts(spell.start, spell.until(on.day), on.background.policy.nation):
        return None
    return f"it is not {length}"


def _why_not(spell: Spell, until: date, straddling: Straddling, window: Days, on: OnDay) -> str | None:
    """Why a spell that lasts until a day is left out of a window; None where it counts."""
    if on.used_until is not None and spell.start <= on.used_until:
        return "it was counted for a stage already"
    if on.over_only and (spell.back is None or spell.back > on.day):
        return "it is not over yet"
    enters, leaves = ({Mark.START: spell.start, Mark.END: until}[mark] for mark in straddling.marks)
    return None if enters <= window[1] and window[0] <= leaves else "it is outside the window"


def _lost(by: Tally, spell: Spell, window: Days, on: OnDay) -> int | None:
    """What a spell that counts has lost so far, in small parts; 1 where spells are counted, None where unknown."""
    counting, undivided = by.counting, by.counting.straddling.undivided
    first = spell.start if undivided else max(window[0], spell.start)
    last = on.day if undivided else min(window[1], on.day)
    match by.of:
        case Of.SPELLS:
            return 1
        case Of.HOURS:
            amounts = on.ledger.hours(spell)
        case Of.DAYS | Of.BRADFORD:
            amounts = on.ledger.days(spell, counting.days, counting.half_day)
        case _:
            assert_never(by.of)
    return amounts.between(first.toordinal(), last.toordinal())


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
