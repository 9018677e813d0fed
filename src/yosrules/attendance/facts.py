"""One worker's attendance on any day: every fact that a policy asks about, as its conventions read the histories."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache

from yosrules.attendance.days.lost_days import Ledger, ledger_of
from yosrules.attendance.measures.fast_windows import Figures, Places, Scaled, quick
from yosrules.attendance.measures.gates import interviews_held
from yosrules.attendance.measures.lost_time import lost_time
from yosrules.attendance.measures.windows import Counted, OnDay
from yosrules.attendance.stages.standings import Background, Standings, background_of, rows_of
from yosrules.deciding.as_of import Histories
from yosrules.errors import RecordError
from yosrules.language.facts import restated
from yosrules.language.kinds import Value
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Assessed, Conventions
from yosrules.policies.lost_time.counting import Counting
from yosrules.policies.lost_time.measures import LostTime, lost
from yosrules.records.absence import FROM_ABSENCES, Absence, Attendance, Worker
from yosrules.records.on_record import NO_ABSENCES, check_histories


def attend(
    policy: AttendancePolicy, conventions: Conventions, worker: Worker, histories: Histories, last: date
) -> Attending:
    """A worker's histories, read by one set of conventions, to be asked about any day up to a last one.

    A history that is not among them is unknown; without one of absences, and where rows cannot be on record, a
    `RecordError` is raised.
    """
    # Every total is a difference of running sums, which is right only if absences never overlap: refuse, not miscount.
    check_histories(histories)
    background = background_of(policy, conventions, worker, histories)
    absences = rows_of(histories, Absence)
    if absences is None:
        raise RecordError(NO_ABSENCES)
    known = tuple(_as_known(row, last) for row in absences)
    return Attending(
        background, conventions, ledger_of(known, background.roster, conventions, background.leave, last), last
    )


def _as_known(row: Absence, last: date) -> Absence:
    """An absence as it is known on a day: a manager's decision of a later day is not."""
    return restated(row, {"set_aside": None}) if row.set_aside is not None and row.set_aside > last else row


class Attending:
    """A worker by one set of conventions, to be asked about any day up to a last one."""

    def __init__(self, background: Background, conventions: Conventions, ledger: Ledger, last: date) -> None:
        self.policy: AttendancePolicy = background.policy
        self.background: Background = background
        self.conventions: Conventions = conventions
        self.ledger: Ledger = ledger
        self.last: date = last
        self.absences: tuple[Absence, ...] = ledger.absences
        self._standings = Standings(background, ledger.spells)
        self._measures = _measures(background.policy.about)
        self._over_only = conventions.assessed is Assessed.ON_RETURN
        self._used = [] if conventions.used_again else [each.held for each in background.held or ()]
        self._days: dict[date, OnDay] = {}
        self._counted: dict[tuple[str, date], Counted] = {}
        self._values: dict[str, dict[date, Value | None]] = {}
        # The days of a column are in order.
        self._columns: dict[str, list[tuple[Sequence[date], Sequence[Value | None]]]] = {}
        self._quick: dict[str, Figures | Scaled | None] = {}
        self._placed: dict[int, Places] = {}

    def going_on(self, row: Absence | None, last: date) -> Attending:
        """The same worker up to a later day, with one absence more after all the others, or with none."""
        return Attending(self.background, self.conventions, self.ledger.going_on(row, last), last)

    def read_by(self, conventions: Conventions) -> Attending:
        """The same worker by conventions that link absences and count leave alike."""
        if conventions is self.conventions or conventions == self.conventions:
            return self
        return Attending(self.background, conventions, self.ledger, self.last)

    def measure(self, by: str | LostTime, day: date) -> Counted:
        """A measure on a day with its reasons: one of the policy's by its name, or any other."""
        if not isinstance(by, str):
            return lost_time(by, self.on_day(day))
        if (by, day) not in self._counted:
            self._counted[by, day] = lost_time(self._measures[by], self.on_day(day))
        return self._counted[by, day]

    def facts(self, names: Iterable[str], day: date) -> dict[str, Value | None]:
        """Facts by name on a day."""
        names = tuple(names)
        return dict(zip(names, self.values(names, day), strict=True))

    def values(self, names: Iterable[str], day: date, measured_on: date | None = None) -> tuple[Value | None, ...]:
        """Facts on a day, in the order of their names; what follows from absences is as of `measured_on` instead.

        A fact that a local policy added and that is no measure is read from the worker's own record.
        """
        moved = measured_on or day
        return tuple(
            [
                self._value(name, moved)
                if name in self._measures
                else self._standing(name, moved if name in FROM_ABSENCES else day)
                for name in names
            ]
        )

    def columns(self, names: Iterable[str], days: Sequence[date]) -> list[Sequence[Value | None]]:
        """The values of each fact on each of these days, which are in order."""
        return [self._column(name, days) for name in names]

    def _column(self, name: str, days: Sequence[date]) -> Sequence[Value | None]:
        if name not in self._measures:
            return [self._standing(name, day) for day in days]
        fast = self._fast(name)
        if fast is None:
            return [self._value(name, day) for day in days]
        found = fast.over(days, self.on_day)
        self._columns.setdefault(name, []).append((days, found))
        return found

    def _fast(self, name: str) -> Figures | Scaled | None:
        if name not in self._quick:
            by = self._measures[name]
            self._quick[name] = quick(by, self.ledger, over_only=self._over_only, places=self._places)
        return self._quick[name]

    def _places(self, counting: Counting) -> Places:
        # By identity: to hash a counting is to walk over its condition, and measures that count alike share one.
        if id(counting) not in self._placed:
            self._placed[id(counting)] = Places(counting, self.ledger, used=bool(self._used))
        return self._placed[id(counting)]

    def on_day(self, day: date) -> OnDay:
        """What measures are worked out from on a day."""
        if day not in self._days:
            used = max((held for held in self._used if held < day), default=None) if self._used else None
            self._days[day] = OnDay(day, self.ledger, self._standings, used, self._over_only)
        return self._days[day]

    def _standing(self, name: str, day: date) -> Value | None:
        if name == Attendance.interviews_held.fact.name:
            return interviews_held(self.policy.interviewed, self.on_day(day))
        return self._standings.fact(name, day)

    def _value(self, name: str, day: date) -> Value | None:
        """The value that `measure` has, without the reasons and therefore faster."""
        known = self._values.setdefault(name, {})
        if day not in known:
            known[day] = self._found(name, day)
        return known[day]

    def _found(self, name: str, day: date) -> Value | None:
        for days, found in self._columns.get(name, ()):
            place = bisect_left(days, day)
            if place < len(days) and days[place] == day:
                return found[place]
        fast = self._fast(name)
        return fast.on(self.on_day(day)) if fast else self.measure(name, day).value


@cache
def _measures(about: type[Attendance]) -> Mapping[str, LostTime]:
    return {name: ref.by for name, ref in lost(about).items()}


class MeasuresOn(Mapping[str, Counted]):
    """Some measures on one day by name; each is worked out with its reasons when somebody looks at it."""

    __slots__ = ("_attending", "_day", "_names")

    def __init__(self, attending: Attending, names: Sequence[str], day: date) -> None:
        self._attending, self._names, self._day = attending, names, day

    def __getitem__(self, name: str) -> Counted:
        if name not in self._names:
            raise KeyError(name)
        return self._attending.measure(name, self._day)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
