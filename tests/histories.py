"""Short histories of one worker in 2023, to put to the published attendance policies."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs

from attending import FULL_TIME, W1, away, works
from yosrules import Facts, Maybe, fact
from yosrules.attendance.track import track
from yosrules.attendance.triggers.timeline import Reading, Timeline
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Absence, FitNote, Half, Leave, StageHeld, Step, Worker, WorkPattern
from yosrules_attendance import yosrules_attendance_policies

ONE = timedelta(days=1)
JUNE = date(2023, 6, 5)
"""A Monday with no bank holiday near."""
DERBY_NUMBERS = {"months": 12, "spells": 4, "days": Decimal(8), "long_term_days": 28, "stage_months": 12}
ABERDEEN_LEVELS = {"spells": 4, "days": Decimal(8)}
EVERY: dict[str, AttendancePolicy] = {
    policy.name.removesuffix("-attendance"): policy
    if isinstance(policy, AttendancePolicy)
    else policy.settle({"derby-attendance": DERBY_NUMBERS, "aberdeen-attendance": ABERDEEN_LEVELS}[policy.name])
    for policy in yosrules_attendance_policies()
}


class Judged(Worker):
    raised: Maybe[bool] = fact(bool, "the return-to-work interview raised a concern")
    no_improvement: Maybe[bool] = fact(bool, "a manager has judged that attendance did not improve")


@attrs.frozen(kw_only=True)
class On:
    """What is on record of one worker, and the day that is asked about."""

    rows: Sequence[Absence] = attrs.field(kw_only=False)
    held: tuple[StageHeld, ...] = ()
    worker: Worker = W1
    pattern: WorkPattern = FULL_TIME
    fit_notes: tuple[FitNote, ...] = ()
    leave: tuple[Leave, ...] = ()
    day: date = date(2023, 12, 29)


def ones(count: int, first: date = date(2023, 1, 10), **more: object) -> list[Absence]:
    """Absences of one day, three weeks apart, on Tuesdays of 2023."""
    return [away(first + timedelta(weeks=3 * n), **more) for n in range(count)]


def block(length: float, start: date = JUNE, **more: object) -> list[Absence]:
    """One absence of so many working days of a full-time worker; with .5 the last is a morning."""
    day, left = start, length
    while left > 1 or not works(day):
        left -= works(day)
        day += ONE
    return [away(start, day, last_session=Half.AM if left == 0.5 else None, **more)]


def ending(length: int, day: date) -> list[Absence]:
    """One absence of so many working days of a full-time worker that ends on a day."""
    start, left = day, length
    while left > works(start):
        left -= works(start)
        start -= ONE
    return [away(start, day)]


def lasting(days: int, **more: object) -> list[Absence]:
    """One absence of so many calendar days."""
    return [away(JUNE, JUNE + timedelta(days=days - 1), **more)]


def to(month: int, day: int, year: int = 2023) -> list[Absence]:
    """One absence from 5 June 2023 to a day."""
    return [away(JUNE, date(year, month, day))]


def lost(*hours: str) -> list[Absence]:
    """Absences of one day, with the hours lost written down."""
    return [attrs.evolve(row, hours=Decimal(each)) for row, each in zip(ones(len(hours), JUNE), hours, strict=True)]


def stage(step: Step, day: date = date(2023, 1, 2), **more: object) -> tuple[StageHeld]:
    return (StageHeld(step=step, held=day, **more),)


def week(days: int, hours: int = 7) -> WorkPattern:
    """The first so many weekdays of every week."""
    names = ("monday", "tuesday", "wednesday", "thursday", "friday")[:days]
    return WorkPattern(starts=date(2015, 1, 5), **dict.fromkeys(names, Decimal(hours)))


def tracked(name: str, on: On) -> Timeline:
    """One worker by one policy."""
    histories: dict[type[Facts], Sequence[Facts]] = {
        Absence: on.rows,
        WorkPattern: (on.pattern,),
        StageHeld: on.held,
        FitNote: on.fit_notes,
        Leave: on.leave,
    }
    return track(EVERY[name], on.worker, on.day, histories)


def read(name: str, on: On, reading: str = "") -> Reading:
    """One worker by one reading of a policy."""
    (one,) = (each for each in tracked(name, on).readings if each.name == reading)
    return one


def hit(name: str, on: On, reading: str = "") -> set[str]:
    """The rules that were hit."""
    return {each.rule.id for each in read(name, on, reading).hits}
