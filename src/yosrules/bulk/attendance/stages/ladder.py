"""Where workers stand on a ladder of stages on any day, as columns; the same as `standing_of` says of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL, OPEN, Numbers
from yosrules.bulk.attendance.tables.columns import DAY, SAME, WORKER, WRONG, HoldingRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.attendance.tables.running_totals import NOT_YET
from yosrules.bulk.frames.calendar import Calendar, numbered
from yosrules.bulk.frames.engine import LazyTable, first_of, joined, whole
from yosrules.language.facts import vocabulary
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import Span
from yosrules.policies.stages import LastDay, LiveFrom, Rung
from yosrules.records.absence import Route, StageHeld, Step

_STEPS = 8
"""More than there are steps, so that a day times this and a step make one number that sorts as stages are held."""

ROUTES = tuple(Route)
"""The routes in the order in which tables number them."""

_REVIEW, _LIVE, _LIVE_AFTER_REVIEW = "review", "live", "late"
"""The names of the spans of a stage that are looked up for a holding."""

_FLAGS = (DayRow.under_review, DayRow.warning_live)
_NUMBERS = (DayRow.step, DayRow.long_term_step, DayRow.review_starts, DayRow.review_ends)


def stages_held(table: LazyTable, key: str) -> LazyTable:
    """Every stage that was held, and every decision that none follows, with its clocks as recorded."""
    of = Numbers(vocabulary(StageHeld).values(), table, key)
    on_route = [(of.holds(StageHeld.route == route), whole(place)) for place, route in enumerate(ROUTES)]
    rows = of.put(
        {
            HoldingRow.held: of.day(StageHeld.held),
            HoldingRow.review_ends: of.day(StageHeld.review_ends),
            HoldingRow.live_until: of.day(StageHeld.live_until),
            HoldingRow.closed: of.day(StageHeld.closed),
            HoldingRow.step: of.parts(StageHeld.step.fact),
            HoldingRow.route: first_of(on_route, whole(0)),
            WRONG: of.impossible(StageHeld),
        }
    )
    held_at = nw.col(HoldingRow.held) * _STEPS + nw.col(HoldingRow.step)
    rows = rows.with_columns(held_at.alias(HoldingRow.held_at), whole(1).alias(SAME))
    # `standing` joins days to `held_at`: two that are alike would double the days.
    again = nw.col(SAME).sum().over(WORKER, HoldingRow.held_at, HoldingRow.route) > 1
    wrong = [
        (nw.col(HoldingRow.held_at).is_null(), nw.lit("a stage that is not allowed")),
        (again, nw.lit("a stage that was held twice on one day")),
    ]
    return rows.with_columns(first_of(wrong, nw.col(WRONG)).alias(WRONG))


def holdings(rows: LazyTable, policy: AttendancePolicy, last_day: LastDay, calendar: Calendar) -> LazyTable:
    """The stages that were held, with clocks as the policy sets them where none is recorded, and the last day each."""
    # A decision that no stage follows puts nobody on a stage.
    rows = rows.filter(nw.col(HoldingRow.step) != Step.NONE.value)
    rows = _clocks(rows, policy, last_day, calendar)
    last = nw.max_horizontal(HoldingRow.review_ends, HoldingRow.live_until)
    # The least and the highest of several columns skip nulls, so that one clock that is stated is enough.
    until = nw.coalesce(nw.min_horizontal(last, nw.col(HoldingRow.closed) - 1), whole(OPEN))
    return rows.with_columns(until.alias(HoldingRow.until))


def _clocks(rows: LazyTable, policy: AttendancePolicy, last_day: LastDay, calendar: Calendar) -> LazyTable:
    """Holdings with the ends of their review and of their warning; a recorded end goes before that of the policy."""

    def spans(span_of: Callable[[Rung], Span | None], name: str) -> dict[str, Callable[[date], int]]:
        return _spans(policy, last_day, span_of, name)

    at_held = spans(lambda stage: stage.review, _REVIEW)
    at_held |= spans(lambda stage: stage.lives(LiveFrom.HELD), _LIVE)
    rows = calendar.looked_up(rows, HoldingRow.held, **at_held)
    review = nw.coalesce(nw.col(HoldingRow.review_ends), _of_stage(policy, at_held, _REVIEW))
    rows = rows.with_columns(review.alias(HoldingRow.review_ends))
    # Looked up only now: a warning may be live from the end of the review, which the line above has settled.
    at_review = spans(lambda stage: stage.lives(LiveFrom.REVIEW_END), _LIVE_AFTER_REVIEW)
    rows = calendar.looked_up(rows, HoldingRow.review_ends, **at_review)
    live = nw.coalesce(
        nw.col(HoldingRow.live_until),
        _of_stage(policy, at_review, _LIVE_AFTER_REVIEW),
        _of_stage(policy, at_held, _LIVE),
    )
    return rows.with_columns(live.alias(HoldingRow.live_until))


def _spans(
    policy: AttendancePolicy, last_day: LastDay, span_of: Callable[[Rung], Span | None], name: str
) -> dict[str, Callable[[date], int]]:
    """The end of a span for each stage that has one, as functions of the day on which it begins."""

    def ends(span: Span) -> Callable[[date], int]:
        return lambda day: numbered(last_day.of(span, day, policy.nation))

    spans = ((place, span_of(stage)) for place, stage in enumerate(policy.stages))
    return {HoldingRow.clock(name, place): ends(span) for place, span in spans if span is not None}


def _of_stage(policy: AttendancePolicy, looked_up: dict[str, Callable[[date], int]], name: str) -> nw.Expr:
    """The end of a span as it was looked up for the stage that was held; null where that stage has none."""
    clocks = [(stage, HoldingRow.clock(name, place)) for place, stage in enumerate(policy.stages)]
    return first_of([(_is_of(stage), nw.col(clock)) for stage, clock in clocks if clock in looked_up], whole(None))


def _is_of(stage: Rung) -> nw.Expr:
    step, route = nw.col(HoldingRow.step), nw.col(HoldingRow.route)
    return (step == stage.step.value) & (route == ROUTES.index(stage.route))


def standing(days: LazyTable, held: LazyTable | None) -> LazyTable:
    """Days with where each worker stands; all of it is null where no record of stages was given."""
    if held is None:
        unknown = {**dict.fromkeys(_NUMBERS, whole(None)), **dict.fromkeys(_FLAGS, CANNOT_TELL)}
        return days.with_columns(**unknown)
    # A left join: who never held a stage stands on step 0, which the record of stages says for certain.
    days = joined(days, _in_force(days, held), [WORKER, DAY])
    short, long = (HoldingRow.in_force(place) for place in range(len(ROUTES)))
    clocks = held.filter(nw.col(HoldingRow.route) == ROUTES.index(Route.SHORT_TERM)).select(
        WORKER,
        nw.col(HoldingRow.held_at).alias(short),
        nw.col(HoldingRow.held).alias(DayRow.current_held),
        nw.col(HoldingRow.review_ends).alias(DayRow.current_review),
        nw.col(HoldingRow.live_until).alias(DayRow.current_live),
    )
    days = joined(days, clocks, [WORKER, short])
    days = days.with_columns(
        _runs(DayRow.current_review).alias(DayRow.under_review),
        _runs(DayRow.current_live).alias(DayRow.warning_live),
        _step(short).alias(DayRow.step),
        _step(long).alias(DayRow.long_term_step),
    )
    review = nw.when(nw.col(DayRow.under_review))
    days = days.with_columns(
        review.then(nw.col(DayRow.current_held)).alias(DayRow.review_starts),
        review.then(nw.col(DayRow.current_review)).alias(DayRow.review_ends),
    )
    return days.drop(short, long, DayRow.current_held, DayRow.current_review, DayRow.current_live)


def _in_force(days: LazyTable, held: LazyTable) -> LazyTable:
    """For each worker and day the latest holding that stands on it, on each route."""
    day, none = nw.col(DAY), whole(NOT_YET)
    pairs = joined(days.select(WORKER, DAY), held, [WORKER], "inner").filter(nw.col(HoldingRow.held) <= day)
    stands = nw.col(HoldingRow.until) >= day
    on_route = {
        HoldingRow.in_force(place): nw.when(stands & (nw.col(HoldingRow.route) == place))
        .then(nw.col(HoldingRow.held_at))
        .otherwise(none)
        for place in range(len(ROUTES))
    }
    return pairs.with_columns(**on_route).group_by(WORKER, DAY).agg(nw.col(*on_route).max())


def _runs(last: str) -> nw.Expr:
    """Whether a clock runs on the day: no without a holding, null where its end is not stated."""
    nowhere = nw.col(DayRow.current_held).is_null()
    return nw.when(nowhere).then(nw.lit(False)).otherwise(nw.col(DAY) <= nw.col(last))


def _step(held_at: str) -> nw.Expr:
    return nw.when(nw.col(held_at) > 0).then(nw.col(held_at) % _STEPS).otherwise(whole(0))
