"""Where one worker stands on any day: every fact of an `Attendance`, which each policy can ask about."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import attrs

from yosrules.attendance.days.roster import Roster
from yosrules.attendance.days.spells import Spells
from yosrules.attendance.stages.ladder import Clocks, Holding, Standing, considered, holdings, standing_of
from yosrules.deciding.as_of import Histories
from yosrules.language.facts import Facts
from yosrules.language.kinds import Value
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Conventions
from yosrules.records.absence import FitNote, Leave, Route, Shift, StageHeld, Worker, WorkPattern

R = TypeVar("R", bound=Facts)


@attrs.frozen
class Background:
    """What is on record of one worker beside the absences.

    A history that was not given is None: it is unknown. One given with no rows is known to have none.
    """

    policy: AttendancePolicy
    worker: Worker
    roster: Roster
    held: Sequence[Holding] | None
    considered: Sequence[StageHeld] | None
    leave: Sequence[Leave] | None
    fit_notes: Sequence[FitNote] | None

    def on_leave(self, day: date) -> bool | None:
        """Whether leave was booked for a day; None where no record of leave was given."""
        return None if self.leave is None else any(row.start <= day <= row.end for row in self.leave)

    def off(self, day: date) -> bool:
        """Whether a day is known to be a day off, booked leave included."""
        return self.roster.working(day) is False or self.on_leave(day) is True

    def on_ladder(self, day: date, route: Route = Route.SHORT_TERM) -> Standing | None:
        """Where the worker stands on a ladder on a day; None where it depends on stages or leave that was not given."""
        return None if self.held is None else standing_of(self.policy, self.held, route, day)


def background_of(
    policy: AttendancePolicy, conventions: Conventions, worker: Worker, histories: Histories
) -> Background:
    """The background of a worker, from the histories that were given."""
    stages, leave = rows_of(histories, StageHeld), rows_of(histories, Leave)
    return Background(
        policy,
        worker,
        Roster(rows_of(histories, WorkPattern), rows_of(histories, Shift), policy.nation, worker.started),
        None if stages is None else holdings(Clocks(policy, conventions.clocks, leave), stages),
        None if stages is None else considered(stages),
        leave,
        rows_of(histories, FitNote),
    )


def rows_of(histories: Histories, kind: type[R]) -> tuple[R, ...] | None:
    """The rows of one kind; None where that history was not given."""
    rows = histories.get(kind)
    return None if rows is None else tuple(row for row in rows if isinstance(row, kind))


class Standings:
    """Where a worker stands on any day, by the background and the absences."""

    def __init__(self, background: Background, spells: Spells) -> None:
        self.background: Background = background
        self._spells, self._absences = spells, spells.absences
        self._begins = [row.start for row in spells.absences]
        self._stands: dict[date, dict[str, Value | None]] = {}

    def fact(self, name: str, day: date) -> Value | None:
        """One fact on a day; one that a local policy added is read from the worker's own record."""
        if day not in self._stands:
            self._stands[day] = self._on(day)
        stands = self._stands[day]
        return stands[name] if name in stands else vars(self.background.worker).get(name)

    def date_of(self, name: str, day: date) -> date | None:
        """One date on a day; None where it is unknown or there is none."""
        value = self.fact(name, day)
        return value if isinstance(value, date) else None

    def _on(self, day: date) -> dict[str, Value | None]:
        worker, begun = self.background.worker, bisect_right(self._begins, day)
        latest = self._absences[begun - 1] if begun else None
        ends = None if latest is None else min(latest.end or day, day)
        short, long = self.background.on_ladder(day), self.background.on_ladder(day, Route.LONG_TERM)
        review = short.holding if short and short.under_review(day) else None
        return {
            "absent": ends == day,
            "latest_start": self._spells.episode(day)[0] if latest else None,
            "latest_end": ends,
            "step": short.step if short else None,
            "under_review": short.under_review(day) if short else None,
            "review_starts": review.held if review else None,
            "review_ends": review.review.known if review and review.review else None,
            "warning_live": short.warning_live(day) if short else None,
            "long_term_step": long.step if long else None,
            "on_probation": None if worker.probation_ends is None else day <= worker.probation_ends,
            "probation_starts": worker.started,
            "probation_ends": worker.probation_ends,
            "shift_worker": worker.shift_worker,
        }
