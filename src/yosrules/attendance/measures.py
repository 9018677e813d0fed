"""One measure of lost time on one day: what it comes to, and of what it is made."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import assert_never

from yosrules.attendance.spells import Spell
from yosrules.attendance.tallies import tally
from yosrules.attendance.windows import Counted, OnDay, in_doubt, untold_in, window_of
from yosrules.language.expr import Condition
from yosrules.policies.calendar import Span
from yosrules.policies.counting import During
from yosrules.policies.formulas import in_ones
from yosrules.policies.lost_time import (
    Allowance,
    Continuous,
    Expired,
    Lasted,
    LostTime,
    Pattern,
    Per,
    ShareOfTime,
    SinceHeld,
    Tally,
)
from yosrules.records.absence import Route, Step


def lost_time(by: LostTime, known: OnDay) -> Counted:
    """What one measure comes to."""
    match by:
        case Tally():
            return tally(by, known)
        case Continuous(where=where, forecast=forecast):
            return _continuous(where, known, forecast=forecast)
        case Lasted():
            return _lasted(by, known)
        case SinceHeld(span=span, step=step, route=route):
            return Counted(_since_held(span, step, route, known))
        case Expired(during=during, route=route):
            return Counted(_expired(during, route, known))
        case Allowance():
            return Counted(_allowed(by, known))
        case ShareOfTime(percent=percent, during=during):
            return Counted(_share(percent, during, known))
        case _:
            assert_never(by)


def current(where: Condition, known: OnDay) -> Spell | None:
    """The spell that the worker is in; where only what is over counts, the one that is just over."""
    begun = [spell for spell in known.ledger.sort(where).spells if spell.start <= known.day]
    if not begun or (known.used_until is not None and begun[-1].start <= known.used_until):
        return None
    spell = begun[-1].as_of(known.day)
    last = spell.back if known.over_only else spell.until(known.day)
    return spell if last == known.day else None


def _continuous(where: Condition, known: OnDay, *, forecast: bool) -> Counted:
    if in_doubt(where, (known.day, known.day), known):
        return Counted(None, untold=untold_in(where, (known.day, known.day), known))
    spell = current(where, known)
    if spell is None:
        return Counted(0)
    last = spell.until(known.day)
    if forecast:
        if known.fit_notes is None:
            return Counted(None)
        last = max([last, *(note.end for note in known.fit_notes if note.start <= known.day and note.end > last)])
    length = (last - spell.start).days + 1
    return Counted(length, (spell.start, last), ((spell, Decimal(length)),))


def _lasted(by: Lasted, known: OnDay) -> Counted:
    if in_doubt(by.where, (known.day, known.day), known):
        return Counted(None, untold=untold_in(by.where, (known.day, known.day), known))
    spell = current(by.where, known)
    if spell is None:
        return Counted(False)
    reached = by.milestone(spell.start, known.nation) <= spell.until(known.day)
    length = (spell.until(known.day) - spell.start).days + 1
    return Counted(reached, (spell.start, known.day), ((spell, Decimal(length)),))


def _since_held(span: Span, step: Step, route: Route, known: OnDay) -> bool | None:
    if known.held is None:
        return None
    mine = [row.held for row in known.held if (row.step, row.route) == (step, route) and row.held <= known.day]
    return bool(mine) and span.after(max(mine), known.nation) <= known.day


def _expired(during: During, route: Route, known: OnDay) -> int | None:
    window = window_of(during, known)
    if known.held is None or window is None:
        return None
    over = [row for row in known.held if row.route is route and row.until is not None and row.until < known.day]
    return sum(window[0] <= row.held <= window[1] for row in over)


def _allowed(by: Allowance, known: OnDay) -> Decimal | None:
    roster = known.ledger.roster
    if by.pattern is Pattern.AVERAGE and by.during is not None:
        window = window_of(by.during, known)
        week = None if window is None else roster.average(*window)
    else:
        week = roster.week(known.day)
    if week is None:
        return None
    own = week.days if by.per is Per.DAYS else week.hours
    return _scaled(by, own) if own else None


@cache
def _scaled(by: Allowance, own: Fraction) -> Decimal:
    scaled = Fraction(by.number) * by.share * own / Fraction(by.full_time)
    return in_ones(by.rounding.quotient(scaled.numerator, scaled.denominator), by.rounding.units)


def _share(percent: Decimal, during: During, known: OnDay) -> Decimal | None:
    window = window_of(during, known)
    due = None if window is None else known.ledger.roster.hours_due(*window)
    return percent * due / 100 if due else None
