"""The calendar of a quality programme: what was to be done in which period, for whom, and what is due or overdue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum

import attrs

from yosrules.errors import PolicyError, RecordError
from yosrules.language.facts import Facts, Maybe
from yosrules.language.kinds import one_of
from yosrules.policies.calendar import ONE, Count, Nation, Span, lasting
from yosrules.records.dated import dated
from yosrules.records.staff import Post, Role


@attrs.frozen
class Routine:
    """Something that is to be done in every period: for the service, or for everybody of a role.

    Periods follow on each other from the programme's first day; `within` is how long after a period there is time.
    """

    name: str
    every: Span = attrs.field(converter=lasting)
    covers: Role | None = None
    within: Span = attrs.field(factory=lambda: Span(0, Count.DAYS))

    def __attrs_post_init__(self) -> None:
        if self.every.count not in (Count.DAYS, Count.WEEKS, Count.MONTHS):
            raise PolicyError(f"{self.name}: every {self.every}; allowed: days, weeks or months")


@attrs.frozen
class Programme:
    """The routines of a service, from which day on, and on whose word."""

    starts: date
    routines: tuple[Routine, ...]
    cites: str = ""
    nation: Nation = Nation.ENGLAND

    def __attrs_post_init__(self) -> None:
        names = [each.name for each in self.routines]
        if not names or len({*names}) < len(names):
            raise PolicyError("a programme has routines of different names")
        if self.starts.day > _LAST_IN_EVERY_MONTH:
            raise PolicyError(f"a programme starts on a day that every month has, not on {self.starts}")


_LAST_IN_EVERY_MONTH = 28


class Done(Facts):
    """One routine carried out: when, for whom, and if that is another, about a day of which period."""

    day: Maybe[date] = dated("the date")
    about: Maybe[date] = dated("a day that it is about")
    who: str = ""


class Progress(StrEnum):
    """How far a routine has got in one period."""

    COVERED = "covered"
    DUE = "due"
    OVERDUE = "overdue"
    UNKNOWN = "cannot tell"


@attrs.frozen
class RoutinePeriod:
    """One period of one routine: until when there is time, how far it has got, and who is still to be covered.

    `who` are those in post on the period's last day, or on the day asked while it lasts. Of `unsure` it is not on
    record whether they are in post, or whether they were covered in this period.
    """

    routine: Routine
    first: date
    last: date
    by: date
    progress: Progress
    who: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def covered(self) -> tuple[str, ...]:
        """Those in post who are known to be covered."""
        return tuple(each for each in self.who if each not in (*self.lacking, *self.unsure))

    def of(self, worker: str) -> RoutinePeriod | None:
        """The same about one worker; None where the worker is not to be covered, or the routine is the service's."""
        if worker not in (*self.who, *self.unsure):
            return None
        progress = self.progress if worker in self.lacking else Progress.UNKNOWN
        return attrs.evolve(
            self,
            progress=progress if worker not in self.covered else Progress.COVERED,
            who=tuple(each for each in self.who if each == worker),
            lacking=tuple(each for each in self.lacking if each == worker),
            unsure=tuple(each for each in self.unsure if each == worker),
        )


def periods_due(
    programme: Programme, done: Mapping[str, Sequence[Done]], posts: Mapping[str, Sequence[Post]], on: date
) -> tuple[RoutinePeriod, ...]:
    """Every period of every routine that has begun by a day, oldest first. What is dated later does not exist yet."""
    _check_done(programme, done, posts)
    return tuple(
        _period(routine, first, last, programme.nation, done.get(routine.name, ()), posts, on)
        for routine in programme.routines
        for first, last in _periods(routine, programme.starts, on)
    )


def _check_done(programme: Programme, done: Mapping[str, Sequence[Done]], posts: Mapping[str, Sequence[Post]]) -> None:
    """Refuse what was done if it is of no routine, or for nobody where everybody of a role is to be covered."""
    routines = {each.name: each for each in programme.routines}
    for name, rows in done.items():
        if name not in routines:
            raise RecordError(f"{name!r} is no routine of the programme; allowed: {one_of([*routines])}")
        for row in rows if routines[name].covers else ():
            if row.who not in posts:
                who = f"{row.who!r}, who has no post on record" if row.who else "nobody"
                raise RecordError(f"{name}: a row is for {who}; allowed: the reference of a worker")


def undated(done: Mapping[str, Sequence[Done]]) -> tuple[tuple[str, str], ...]:
    """The routine and the person of everything done of which it is not on record when, nor about when."""
    return tuple((name, row.who) for name, rows in done.items() for row in rows if row.day is None is row.about)


def _periods(routine: Routine, starts: date, on: date) -> Iterator[tuple[date, date]]:
    number, first = 0, starts
    while first <= on:
        number += 1
        after = Span(routine.every.amount * number, routine.every.count).after(starts, Nation.ENGLAND)
        yield first, after - ONE
        first = after


def _period(
    routine: Routine,
    first: date,
    last: date,
    nation: Nation,
    done: Sequence[Done],
    posts: Mapping[str, Sequence[Post]],
    on: date,
) -> RoutinePeriod:
    by = routine.within.after(last, nation) if routine.within.amount else last
    known = [row for row in done if row.day is None or row.day <= on]
    found = {row.who for row in known if (when := row.about or row.day) and first <= when <= last}
    perhaps = {row.who for row in known if row.about is row.day is None} - found
    if routine.covers is None:
        progress = Progress.COVERED if found else Progress.UNKNOWN if perhaps else _open(by, on)
        return RoutinePeriod(routine, first, last, by, progress)
    who, unsure = _in_post(posts, routine.covers, min(last, on))
    lacking = tuple(each for each in who if each not in found | perhaps)
    doubtful = (*(each for each in who if each in perhaps), *(each for each in unsure if each not in found))
    progress = _open(by, on) if lacking else Progress.UNKNOWN if doubtful else Progress.COVERED
    return RoutinePeriod(routine, first, last, by, progress, who, lacking, doubtful)


def _open(by: date, on: date) -> Progress:
    return Progress.OVERDUE if by < on else Progress.DUE


def _in_post(posts: Mapping[str, Sequence[Post]], role: Role, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Those of a role who are in post on a day, and those of whom that cannot be told."""
    sure, unsure = list[str](), list[str]()
    for worker, held in posts.items():
        there = [each.on(day) for each in held if each.role in (role, None)]
        known = [each.on(day) for each in held if each.role is role]
        if True in known:
            sure.append(worker)
        elif True in there or None in there:
            unsure.append(worker)
    return tuple(sure), tuple(unsure)
