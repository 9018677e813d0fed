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
class Ends:
    """The last day of a clock; with `at_least` it may be a later one, because leave that was not given lengthens it."""

    day: date
    at_least: bool = False

    @property
    def known(self) -> date | None:
        """The last day; None where a later one is possible."""
        return None if self.at_least else self.day

    def runs(self, day: date) -> bool | None:
        """Whether the clock runs on a day; None where that depends on leave."""
        return True if day <= self.day else None if self.at_least else False


@attrs.frozen
class Holding:
    """A stage that was held, and the ends of its clocks; None where one is not stated."""

    step: Step
    route: Route
    held: date
    review: Ends | None
    live: Ends | None
    closed: date | None

    @property
    def ends(self) -> Ends | None:
        """When it is in force for the last time; None if it is until further notice."""
        # Either clock keeps a stage in force: a warning can be live long after its review has ended.
        clocks = [each for each in (self.review, self.live) if each]
        last = Ends(max(each.day for each in clocks), any(each.at_least for each in clocks)) if clocks else None
        latest = self.latest
        return last if latest is None or (last and last.day < latest) else Ends(latest)

    @property
    def latest(self) -> date | None:
        """The last day on which it can be in force, because it was closed after it; None where it was not closed."""
        return None if self.closed is None else self.closed - ONE

    def stands(self, day: date) -> bool | None:
        """Whether it is in force on a day; None where that depends on leave that was not given."""
        if day < self.held or (self.latest is not None and day > self.latest):
            return False
        return self.ends is None or self.ends.runs(day)


@attrs.frozen
class Standing:
    """The step in force on one route, and the holding that put the worker there."""

    step: Step
    holding: Holding | None = None

    def under_review(self, day: date) -> bool | None:
        """Whether its review period is running; None where that is not stated, or depends on leave."""
        return False if self.holding is None else _runs(self.holding.review, day)

    def warning_live(self, day: date) -> bool | None:
        """Whether its warning is live; None where that is not stated, or depends on leave."""
        return False if self.holding is None else _runs(self.holding.live, day)


NOWHERE = Standing(Step.NONE)
"""The standing of somebody who was never on a stage."""


def _runs(clock: Ends | None, day: date) -> bool | None:
    return None if clock is None else clock.runs(day)


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

    def review_end(self, stage: Rung | None, held: date) -> Ends | None:
        """The end of a review; None where it is not stated."""
        if stage is None or stage.review is None:
            return None
        last = self.last_day.of(stage.review, held, self.policy.nation)
        if stage.extended_by_leave is None:
            return Ends(last)
        if self.leave is None:
            return Ends(last, at_least=True)
        return Ends(_lengthened(last, held, self.leave, stage.extended_by_leave))

    def live_end(self, stage: Rung | None, held: date, review: Ends | None) -> Ends | None:
        """The end of the time for which a warning is live; None where it is not stated."""
        if stage is None:
            return None
        for begins, since in ((Ends(held), LiveFrom.HELD), (review, LiveFrom.REVIEW_END)):
            live = stage.lives(since)
            if live is not None and begins is not None:
                return Ends(self.last_day.of(live, begins.day, self.policy.nation), begins.at_least)
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
    review = Ends(row.review_ends) if row.review_ends else clocks.review_end(stage, row.held)
    live = Ends(row.live_until) if row.live_until else clocks.live_end(stage, row.held, review)
    return Holding(row.step, route, row.held, review, live, row.closed)


def case_opened(held: Sequence[Holding], day: date) -> date | None:
    """The day on which the present run of stages began, each held while the one before was in force; else the day.

    None where that depends on leave that was not given.
    """
    opened = day
    for each in reversed([each for each in held if each.held <= day]):
        stands = each.stands(opened)
        if stands is None:
            return None
        if not stands:
            break
        opened = each.held
    return opened


def standing_of(policy: AttendancePolicy, held: Sequence[Holding], route: Route, day: date) -> Standing | None:
    """The standing of a worker on a day; a step that ended within its re-entry time puts them just below it.

    None where it depends on leave that was not given.
    """
    mine = [each for each in held if each.route is route and each.held <= day]
    for each in reversed(mine):
        stands = each.stands(day)
        if stands is not False:
            return Standing(each.step, each) if stands else None
    return _after(policy, mine[-1], day) if mine else NOWHERE


def _after(policy: AttendancePolicy, last: Holding, day: date) -> Standing | None:
    """The standing of a worker on a day on which no stage is in force any more."""
    stage = policy.stage(last.step, last.route)
    if not stage or not stage.re_entry or not last.ends:
        return NOWHERE
    # It ended on this day, or on any later one until it was closed.
    ended = {last.ends.day, last.latest} if last.ends.at_least else {last.ends.day}
    below = {day <= stage.re_entry.after(each, policy.nation) for each in ended if each}
    return None if len(below) > 1 else Standing(policy.below(stage)) if below == {True} else NOWHERE
