"""One measure of lost time of one worker on one day, with its reasons."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import assert_never

from yosrules.attendance.days.spells import Sorted, Spell
from yosrules.attendance.measures.tallies import tally
from yosrules.attendance.measures.windows import Counted, OnDay, in_doubt, undecided_in, window_of
from yosrules.language.expr import Condition
from yosrules.policies.lost_time.formulas import in_ones
from yosrules.policies.lost_time.measures import Continuous, Expired, Lasted, LostTime, ShareOfTime, SinceHeld, Tally
from yosrules.policies.lost_time.scaling import Allowance, Pattern, Per


def lost_time(by: LostTime, on: OnDay) -> Counted:
    """A measure on a day, with its reasons."""
    match by:
        case Tally():
            return tally(by, on)
        case Continuous():
            return _continuous(by, on)
        case Lasted():
            return _lasted(by, on)
        case SinceHeld():
            return Counted(_since_held(by, on))
        case Expired():
            return Counted(_expired(by, on))
        case Allowance():
            return Counted(_allowed(by, on))
        case ShareOfTime():
            return Counted(_share(by, on))
        case _:
            assert_never(by)


def _unbroken(where: Condition, on: OnDay) -> Sorted:
    # Days of an excluded absence must not lengthen the absence before it.
    return on.ledger.sort(where, over_excluded=False)


def _current(where: Condition, on: OnDay) -> Spell | None:
    """The spell that the worker is in; where only spells that are over count, the one that ended in today's return."""
    begun = [spell for spell in _unbroken(where, on).spells if spell.start <= on.day]
    if not begun or (on.used_until is not None and begun[-1].start <= on.used_until):
        return None
    spell = begun[-1].as_of(on.day)
    last = spell.back if on.over_only else spell.until(on.day)
    return spell if last == on.day else None


def _undecided(where: Condition, on: OnDay) -> Counted | None:
    """The measure of the spell that the worker is in, where it is undecided whether there is one."""
    today, found = (on.day, on.day), _unbroken(where, on)
    return Counted(None, undecided=undecided_in(found, today, on)) if in_doubt(found, today, on) else None


def _continuous(by: Continuous, on: OnDay) -> Counted:
    if undecided := _undecided(by.where, on):
        return undecided
    spell = _current(by.where, on)
    if spell is None:
        return Counted(0)
    last, notes = spell.until(on.day), on.background.fit_notes
    if by.forecast:
        if notes is None:
            return Counted(None)
        # A note that begins later was not known on the day, so it cannot lengthen the forecast.
        last = max([last, *(note.end for note in notes if note.start <= on.day and note.end > last)])
    length = (last - spell.start).days + 1
    return Counted(length, (spell.start, last), ((spell, Decimal(length)),))


def _lasted(by: Lasted, on: OnDay) -> Counted:
    if undecided := _undecided(by.where, on):
        return undecided
    spell = _current(by.where, on)
    if spell is None:
        return Counted(False)
    reached = by.milestone(spell.start, on.background.policy.nation) <= spell.until(on.day)
    length = (spell.until(on.day) - spell.start).days + 1
    return Counted(reached, (spell.start, on.day), ((spell, Decimal(length)),))


def _since_held(by: SinceHeld, on: OnDay) -> bool | None:
    if on.background.held is None:
        return None
    rows = [row for row in on.background.held if (row.step, row.route) == (by.step, by.route)]
    held = [row.held for row in rows if row.held <= on.day]
    return bool(held) and by.span.after(max(held), on.background.policy.nation) <= on.day


def _expired(by: Expired, on: OnDay) -> int | None:
    window = window_of(by.during, on)
    if on.background.held is None or window is None:
        return None
    rows = [row for row in on.background.held if row.route is by.route and row.held <= on.day]
    stands = [row.stands(on.day) for row in rows if window[0] <= row.held <= window[1]]
    return None if None in stands else stands.count(False)


def _allowed(by: Allowance, on: OnDay) -> Decimal | int | None:
    roster = on.ledger.roster
    if by.pattern is Pattern.AVERAGE and by.during is not None:
        window = window_of(by.during, on)
        week = None if window is None else roster.average(*window)
    else:
        week = roster.week(on.day)
    if week is None:
        return None
    own = week.days if by.per is Per.DAYS else week.hours
    return _scaled(by, own) if own else None


@cache
def _scaled(by: Allowance, own: Fraction) -> Decimal | int:
    scaled = Fraction(by.number) * by.share * own / Fraction(by.full_time)
    parts = by.rounding.quotient(scaled.numerator, scaled.denominator)
    return parts if by.whole else in_ones(parts, by.rounding.units)


def _share(by: ShareOfTime, on: OnDay) -> Decimal | None:
    window = window_of(by.during, on)
    due = None if window is None else on.ledger.roster.hours_due(*window)
    # With no hours due the share would be 0, and whoever lost nothing would have lost "at least" that.
    return by.percent * due / 100 if due else None
