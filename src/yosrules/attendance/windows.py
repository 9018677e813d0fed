"""The spells of one worker that lie in a window on one day: how many, what they lost, which were left out and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeAlias, assert_never

import attrs

from yosrules.attendance.ladder import Holding
from yosrules.attendance.lost_days import Ledger, in_days, in_hours
from yosrules.attendance.spells import Spell
from yosrules.deciding.decide import Finding
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact, Value
from yosrules.language.measure import Window
from yosrules.policies.calendar import Nation
from yosrules.policies.counting import AnyWindow, Counting, DayCount, During, FixedYear, FromTo, Straddling
from yosrules.policies.lost_time import Of
from yosrules.records.absence import Absence, FitNote

Days: TypeAlias = tuple[date, date]
"""A first and a last day, both in."""


@attrs.frozen
class OnDay:
    """What measures of one worker on one day rest on: the absences, the dates on record, the stages held.

    Of the dates, those in `none` are known not to be; of the others None is that nobody knows. `used_until` leaves out
    spells that began by that day, `over_only` those that are not over. A history that was not given is None.
    """

    day: date
    ledger: Ledger
    dates: Mapping[str, date | None]
    none: frozenset[str]
    held: Sequence[Holding] | None
    fit_notes: Sequence[FitNote] | None
    nation: Nation
    used_until: date | None
    over_only: bool


@attrs.frozen
class Counted:
    """What a measure comes to, None where it cannot be told; the window; what counted how much, and what did not.

    `untold` may or may not count; `unsure` are several spells or one, for want of a work pattern.
    """

    value: Value | None
    window: Days | None = None
    counted: tuple[tuple[Spell, Decimal], ...] = ()
    left_out: tuple[tuple[Spell, str], ...] = ()
    not_meant: tuple[tuple[Absence, Finding], ...] = ()
    untold: tuple[tuple[Spell, Finding], ...] = ()
    unsure: tuple[Spell, ...] = ()


def window_of(during: During, known: OnDay) -> Days | None:
    """The window as its first and last day; None where there is none, or nobody knows."""
    match during:
        case Window(anchor=anchor):
            day = known.day if anchor is None else known.dates[anchor.name]
            return None if day is None else during.days(day)
        case AnyWindow(each):
            return each.days(known.day)
        case FromTo(begins, ends):
            first = known.dates[begins.name]
            last = known.day if ends is None else known.dates[ends.name]
            return None if first is None or last is None else (first, last)
        case FixedYear(month, day):
            this = date(known.day.year, month, day)
            return (this if this <= known.day else date(known.day.year - 1, month, day)), known.day
        case _:
            assert_never(during)


def known_empty(during: During, known: OnDay) -> bool:
    """Whether nothing can be in a window, wherever it lies: no review is running, or there was no absence yet."""
    anchors: tuple[Fact | None, ...] = (during.anchor,) if isinstance(during, Window) else ()
    anchors = (during.begins, during.ends) if isinstance(during, FromTo) else anchors
    absent_yet = any(row.start <= known.day for row in known.ledger.absences)
    return not absent_yet or any(fact is not None and fact.name in known.none for fact in anchors)


def tally(of: Of, counting: Counting, known: OnDay) -> Counted:
    if isinstance(counting.during, AnyWindow):
        return _most(of, counting, counting.during.each, known)
    window = window_of(counting.during, known)
    if window is None:
        return Counted(_come_to(of, []) if known_empty(counting.during, known) else None)
    return _within(of, counting, window, known)


def _most(of: Of, counting: Counting, each: Window, known: OnDay) -> Counted:
    """The tally of the window that has most, of those that end on a day of absence so far or today."""
    spells = [spell.as_of(known.day) for spell in known.ledger.sort(counting.where).spells if spell.start <= known.day]
    until = known.ledger.until
    ends = {day for one in spells for day in _days(one.start, until(one, known.day, counting.days)[-1])} | {known.day}
    tallies = [_within(of, counting, each.days(end), attrs.evolve(known, day=end)) for end in sorted(ends)]
    if untold := [told for told in tallies if told.value is None]:
        return untold[-1]
    return max(tallies, key=lambda told: (Decimal(str(told.value)), told.window))


def _within(of: Of, counting: Counting, window: Days, known: OnDay) -> Counted:
    sorted_ = known.ledger.sort(counting.where)
    counted: list[tuple[Spell, int | None]] = []
    left_out: list[tuple[Spell, str]] = []
    for spell in (spell.as_of(known.day) for spell in sorted_.spells if spell.start <= known.day):
        whys = [
            _why_not(spell, until, counting.straddling, window, known)
            for until in known.ledger.until(spell, known.day, counting.days)
        ]
        if whys[0] and whys[-1]:
            left_out.append((spell, whys[0]))
        else:
            counted.append((spell, None if any(whys) else _amount(of, spell, counting, window, known)))
    untold = untold_in(counting.where, window, known, counting.days)
    amounts = [amount for _, amount in counted if amount is not None]
    begun = [run for run, since in sorted_.unsure if since <= known.day]
    unsure = tuple(run for run in begun if matters(run, window, known, counting.days))
    told = not untold and not unsure and len(amounts) == len(counted)
    return Counted(
        _come_to(of, amounts) if told else None,
        window,
        tuple((spell, unit(of, amount)) for spell, amount in counted if amount is not None),
        tuple(left_out),
        sorted_.left_out,
        untold,
        unsure,
    )


def _why_not(spell: Spell, until: date, straddling: Straddling, window: Days, known: OnDay) -> str | None:
    """Why a spell that lasts until a day is left out of a window, or None where it counts."""
    first, last = window
    if known.used_until is not None and spell.start <= known.used_until:
        return "it was counted for a stage already"
    if known.over_only and (spell.back is None or spell.back > known.day):
        return "it is not over yet"
    placed = {
        Straddling.BY_START: (spell.start, spell.start),
        Straddling.BY_END: (until, until),
        Straddling.TOUCHING: (spell.start, until),
        Straddling.INSIDE: (spell.start, until),
    }[straddling]
    return None if placed[0] <= last and first <= placed[1] else "it is outside the window"


def in_doubt(where: Condition, window: Days, known: OnDay) -> bool:
    """Whether an absence that nobody can place, or a link that nobody can tell, might change what is in a window."""
    if untold_in(where, window, known):
        return True
    unsure = known.ledger.sort(where).unsure
    return any(since <= known.day and matters(run, window, known) for run, since in unsure)


def untold_in(
    where: Condition, window: Days, known: OnDay, counting: DayCount = DayCount.CALENDAR
) -> tuple[tuple[Spell, Finding], ...]:
    """The absences that have begun and that nobody can place, each as the widest spell, if that lies in a window."""
    return tuple(
        (spell, finding)
        for spell, finding, since in known.ledger.sort(where).untold
        if since <= known.day and matters(spell, window, known, counting)
    )


def matters(spell: Spell, window: Days, known: OnDay, counting: DayCount = DayCount.CALENDAR) -> bool:
    """Whether a spell, as it is known on the day, lies in the window or across its ends."""
    if spell.start > known.day or spell.start > window[1]:
        return False
    return known.ledger.until(spell.as_of(known.day), known.day, counting)[-1] >= window[0]


def _amount(of: Of, spell: Spell, counting: Counting, window: Days, known: OnDay) -> int | None:
    inside = counting.straddling is Straddling.INSIDE
    first = max(window[0], spell.start) if inside else spell.start
    last = min(window[1], known.day) if inside else known.day
    match of:
        case Of.SPELLS:
            return 1
        case Of.HOURS:
            return known.ledger.hours(spell).between(first.toordinal(), last.toordinal())
        case Of.DAYS | Of.BRADFORD:
            amounts = known.ledger.days(spell, counting.days, counting.half_day)
            lost = amounts.between(first.toordinal(), last.toordinal())
            return lost if lost is None or counting.days is not DayCount.SESSIONS else lost * 2
        case _:
            assert_never(of)


def _come_to(of: Of, amounts: Sequence[int]) -> int | Decimal:
    match of:
        case Of.SPELLS:
            return len(amounts)
        case Of.DAYS | Of.HOURS:
            return unit(of, sum(amounts))
        case Of.BRADFORD:
            return len(amounts) ** 2 * unit(of, sum(amounts))
        case _:
            assert_never(of)


def unit(of: Of, amount: int) -> Decimal:
    """An amount in its unit: spells, hours, or days."""
    if of is Of.SPELLS:
        return Decimal(amount)
    return in_hours(amount) if of is Of.HOURS else in_days(amount)


def _days(first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1))
