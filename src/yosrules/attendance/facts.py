"""One worker's attendance on any day: every fact that a policy asks about, as its conventions read the histories."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from typing import TypeVar

from yosrules.attendance.fast_windows import Figures, Scaled, quick
from yosrules.attendance.ladder import Holding, Standing, holdings, standing
from yosrules.attendance.lost_days import Ledger
from yosrules.attendance.measures import lost_time
from yosrules.attendance.roster import Roster
from yosrules.attendance.windows import Counted, OnDay
from yosrules.deciding.as_of import Histories
from yosrules.language.facts import Facts
from yosrules.language.kinds import Value
from yosrules.policies.attendance import Assessed, AttendancePolicy, Conventions
from yosrules.policies.counting import anchors
from yosrules.policies.lost_time import LostTime, during_of, lost
from yosrules.records.absence import (
    FROM_ABSENCES,
    STANDING_DATES,
    Absence,
    FitNote,
    Leave,
    Route,
    Shift,
    StageHeld,
    Worker,
    WorkPattern,
)

R = TypeVar("R", bound=Facts)

NO_DATES: dict[str, date | None] = {}


def anchored(by: LostTime) -> bool:
    """Whether a measure looks at a window that is placed by a date of the record."""
    return bool(anchors(during_of(by)))


class Attending:
    """A worker's histories, read by one set of conventions, to be asked about any day up to a last one.

    A kind of history that was not given is not known; one given with no rows is known to have none.
    """

    def __init__(
        self, policy: AttendancePolicy, conventions: Conventions, worker: Worker, histories: Histories, last: date
    ) -> None:
        self.policy, self.conventions, self.worker, self.last = policy, conventions, worker, last
        self._leave = _rows(histories, Leave)
        held = _rows(histories, StageHeld)
        roster = Roster(_rows(histories, WorkPattern), _rows(histories, Shift), policy.nation, worker.started)
        self.ledger = Ledger(_rows(histories, Absence) or (), roster, conventions, self._leave, last)
        self.held: list[Holding] | None = None if held is None else holdings(policy, held, self._leave)
        self.fit_notes = _rows(histories, FitNote)
        self._measures = {name: ref.by for name, ref in lost(policy.about).items()}
        self._over_only = conventions.assessed is Assessed.ON_RETURN
        self._used = [] if conventions.used_again else [each.held for each in self.held or ()]
        self._anchored = any(map(anchored, self._measures.values()))
        self._forget()

    def _forget(self) -> None:
        self._begins = [row.start for row in self.absences]
        self._stood: dict[date, dict[str, Value | None]] = {}
        self._known: dict[date, OnDay] = {}
        self._told: dict[tuple[str, date], Counted] = {}
        self._values: dict[tuple[str, date], Value | None] = {}
        self._figures: dict[str, Figures | Scaled | None] = {}

    def going_on(self, row: Absence | None, last: date) -> Attending:
        """The same worker up to a later day, with one absence more after all the others, or none."""
        more = copy(self)
        more.ledger, more.last = self.ledger.going_on(row, self._leave, last), last
        more._forget()
        return more

    @property
    def absences(self) -> Sequence[Absence]:
        """The absences that had begun by the last day, in order."""
        return self.ledger.absences

    def told(self, name: str, day: date) -> Counted:
        """What one measure of the policy comes to on a day, and of what it is made."""
        if (name, day) not in self._told:
            self._told[name, day] = self.measure(self._measures[name], day)
        return self._told[name, day]

    def value(self, name: str, day: date) -> Value | None:
        """The same without saying of what it is made, which is quicker."""
        if (name, day) not in self._values:
            if name not in self._figures:
                self._figures[name] = quick(self._measures[name], self.ledger, over_only=self._over_only)
            figures = self._figures[name]
            self._values[name, day] = figures.on(self.known(day)) if figures else self.told(name, day).value
        return self._values[name, day]

    def measure(self, by: LostTime, day: date) -> Counted:
        """What any measure comes to on a day."""
        return lost_time(by, self.known(day) if self._anchored or not anchored(by) else self.knowing(day, dated=True))

    def on_leave(self, day: date) -> bool | None:
        """Whether leave was booked for a day; None where no record of leave was given."""
        return None if self._leave is None else any(row.start <= day <= row.end for row in self._leave)

    def off(self, day: date) -> bool:
        """Whether a day is known to be a day off, booked leave included."""
        return self.ledger.roster.working(day) is False or self.on_leave(day) is True

    def facts(self, names: Iterable[str], day: date, measured_on: date | None = None) -> dict[str, Value | None]:
        """Facts by name as they stand on a day; with `measured_on` what the absences come to as of that one.

        A fact that a local policy added and that is no measure is read from the worker's own record.
        """
        return {name: self._fact(name, measured_on if measured_on and self._moves(name) else day) for name in names}

    def _moves(self, name: str) -> bool:
        return name in self._measures or name in FROM_ABSENCES

    def _fact(self, name: str, day: date) -> Value | None:
        if name in self._measures:
            return self.value(name, day)
        if name == "interviews_held":
            return self._interviewed(day)
        if name == "step":
            short = self.on_ladder(day)
            return short.step if short else None
        stood = self._stand(day)
        return stood[name] if name in stood else vars(self.worker).get(name)

    def on_ladder(self, day: date, route: Route = Route.SHORT_TERM) -> Standing | None:
        """Where the worker stands on a day; None where no record of stages was given."""
        return None if self.held is None else standing(self.policy, self.held, route, day)

    def _stand(self, day: date) -> dict[str, Value | None]:
        if day not in self._stood:
            self._stood[day] = self._standing(day)
        return self._stood[day]

    def _standing(self, day: date) -> dict[str, Value | None]:
        begun = bisect_right(self._begins, day)
        latest = self.absences[begun - 1] if begun else None
        ends = None if latest is None else min(latest.end or day, day)
        short, long = self.on_ladder(day), self.on_ladder(day, Route.LONG_TERM)
        review = short.holding if short and short.under_review(day) else None
        return {
            "latest_start": latest.start if latest else None,
            "latest_end": ends,
            "review_starts": review.held if review else None,
            "review_ends": review.review_ends if review else None,
            "probation_starts": self.worker.started,
            "absent": ends == day,
            "under_review": short.under_review(day) if short else None,
            "warning_live": short.warning_live(day) if short else None,
            "long_term_step": long.step if long else None,
            "on_probation": None if self.worker.probation_ends is None else day <= self.worker.probation_ends,
            "shift_worker": self.worker.shift_worker,
        }

    def known(self, day: date) -> OnDay:
        """What the measures of the policy rest on, on a day."""
        if day not in self._known:
            self._known[day] = self.knowing(day, dated=self._anchored)
        return self._known[day]

    def knowing(self, day: date, *, dated: bool) -> OnDay:
        """What any measure rests on, on a day; the dates on record too if it is `dated`, counted from one of them."""
        dates, no_review = self._dates(day) if dated else (NO_DATES, False)
        used = max((held for held in self._used if held < day), default=None) if self._used else None
        nation, over_only = self.policy.nation, self._over_only
        return OnDay(day, self.ledger, dates, no_review, self.held, self.fit_notes, nation, used, over_only)

    def _dates(self, day: date) -> tuple[dict[str, date | None], bool]:
        """The dates on record, and whether it is known that no review period is running."""
        stood = self._stand(day)
        dates = {name: value for name in STANDING_DATES if (value := stood[name]) is None or isinstance(value, date)}
        return dates, stood["under_review"] is False

    def _interviewed(self, day: date) -> bool | None:
        """Whether every absence that is over had its interview; never a no, since it may have been held unrecorded."""
        over = [row for row in self.absences if row.end is not None and row.end < day]
        return True if all(row.interviewed is not None and row.interviewed <= day for row in over) else None


class Tellings(Mapping[str, Counted]):
    """What some measures come to on a day, by name; each is worked out in full when somebody looks at it."""

    def __init__(self, attending: Attending, names: Sequence[str], day: date) -> None:
        self._attending, self._names, self._day = attending, names, day

    def __getitem__(self, name: str) -> Counted:
        if name not in self._names:
            raise KeyError(name)
        return self._attending.told(name, self._day)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _rows(histories: Histories, kind: type[R]) -> tuple[R, ...] | None:
    rows = histories.get(kind)
    return None if rows is None else tuple(row for row in rows if isinstance(row, kind))
