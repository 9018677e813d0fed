"""A worker on a ladder of stages on a day: which stage is in force, whether it is under review or its warning live."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import attrs

from yosrules.attendance.days.absences import every_day
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import ONE
from yosrules.policies.stages import ByLeave, LastDay, LiveFrom, Rung
from yosrules.records.absence import Leave, Route, StageHeld, Step


@attrs.frozen
class Holding:
    """A stage that was held, and the last days of its clocks; None where one is not stated or unknown."""

    step: Step
    route: Route
    held: date
    review_ends: date | None
    live_until: date | None
    closed: date | None

    @property
    def until(self) -> date | None:
        """The last day on which it is in force; None if it is until further notice."""
        # Either clock keeps a stage in force: a warning can be live long after its review has ended.
        clocks = [day for day in (self.review_ends, self.live_until) if day is not None]
        last = max(clocks, default=None)
        if self.closed is None:
            return last
        return self.closed - ONE if last is None else min(last, self.closed - ONE)

    def stands(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.held <= day and (self.until is None or day <= self.until)


@attrs.frozen
class Standing:
    """The step in force on one route, and the holding that put the worker there."""

    step: Step
    holding: Holding | None = None

    def under_review(self, day: date) -> bool | None:
        """Whether its review period is running; None where that is not stated."""
        return False if self.holding is None else _runs(self.holding.review_ends, day)

    def warning_live(self, day: date) -> bool | None:
        """Whether its warning is live; None where that is not stated."""
        return False if self.holding is None else _runs(self.holding.live_until, day)


NOWHERE = Standing(Step.NONE)
"""The standing of somebody who was never on a stage."""


def _runs(last: date | None, day: date) -> bool | None:
    return None if last is None else day <= last


def route_of(row: StageHeld) -> Route:
    """The route of a row; the short-term one where none is on record."""
    return row.route or Route.SHORT_TERM


def considered(rows: Sequence[StageHeld]) -> tuple[StageHeld, ...]:
    """The decisions that no stage follows, which put nobody on a stage."""
    return tuple(row for row in rows if row.step is Step.NONE)


@attrs.frozen
class Clocks:
    """What sets the clocks of a stage where a row does not: the policy, on which day they last run, and leave."""

    policy: AttendancePolicy
    last_day: LastDay
    leave: Sequence[Leave] | None

    def review_end(self, stage: Rung | None, held: date) -> date | None:
        """The last day of a review; None where that is not stated, or depends on leave that was not given."""
        if stage is None or stage.review is None:
            return None
        last = self.last_day.of(stage.review, held, self.policy.nation)
        if stage.extended_by_leave is None:
            return last
        return None if self.leave is None else _lengthened(last, held, self.leave, stage.extended_by_leave)

    def live_end(self, stage: Rung | None, held: date, review: date | None) -> date | None:
        """The last day on which a warning is live; None where that is not stated."""
        if stage is None:
            return None
        for begins, since in ((held, LiveFrom.HELD), (review, LiveFrom.REVIEW_END)):
            live = stage.lives(since)
            if live is not None and begins is not None:
                return self.last_day.of(live, begins, self.policy.nation)
        return None


def _lengthened(last: date, held: date, leave: Sequence[Leave], by: ByLeave) -> date:
    """The last day of a review with the days of leave in it added, each once however many rows have it."""
    off = {day for row in leave for day in every_day(row.start, row.end)}
    longer = last + timedelta(days=sum(held <= day <= last for day in off))
    if by is ByLeave.ONCE:
        return longer
    # Each day added may be one of leave itself: go on from day to day until as many are added as are leave.
    while (again := last + timedelta(days=sum(held <= day <= longer for day in off))) > longer:
        longer = again
    return longer


def holdings(clocks: Clocks, rows: Sequence[StageHeld]) -> list[Holding]:
    """Every stage that was held, oldest first, with its clocks as recorded or as the policy sets them."""
    # Of two stages held on one day the higher comes last, because `standing_of` takes the last one that is in force.
    in_order = sorted(rows, key=lambda row: (row.held, row.step))
    return [_holding(clocks, row) for row in in_order if row.step is not Step.NONE]


def _holding(clocks: Clocks, row: StageHeld) -> Holding:
    route = route_of(row)
    stage = clocks.policy.stage(row.step, route)
    review = row.review_ends or clocks.review_end(stage, row.held)
    live = row.live_until or clocks.live_end(stage, row.held, review)
    return Holding(row.step, route, row.held, review, live, row.closed)


def case_opened(held: Sequence[Holding], day: date) -> date:
    """The day on which the present run of stages began, each held while the one before was in force; else the day."""
    opened = day
    for each in reversed([each for each in held if each.held <= day]):
        if not each.stands(opened):
            break
        opened = each.held
    return opened


def standing_of(policy: AttendancePolicy, held: Sequence[Holding], route: Route, day: date) -> Standing:
    """The standing of a worker on a day; a step that ended within its re-entry time puts them just below it."""
    if not held:
        return NOWHERE
    mine = [each for each in held if each.route is route and each.held <= day]
    if in_force := [each for each in mine if each.stands(day)]:
        return Standing(in_force[-1].step, in_force[-1])
    stage = policy.stage(mine[-1].step, route) if mine else None
    ended = mine[-1].until if mine else None
    if stage and stage.re_entry and ended and day <= stage.re_entry.after(ended, policy.nation):
        return Standing(policy.below(stage))
    return Standing(Step.NONE)
