"""Where workers stand on a ladder of stages on any day, as columns; the same as `ladder` says of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals as nw

from yosrules.bulk.attendance.absences import OPEN, Columns
from yosrules.bulk.attendance.running_totals import NEVER
from yosrules.bulk.calendar import Calendar, numbered
from yosrules.bulk.engine import Table, first_of, joined, whole
from yosrules.language.facts import vocabulary
from yosrules.policies.attendance import AttendancePolicy, LiveFrom, Rung
from yosrules.policies.calendar import Span
from yosrules.records.absence import Route, StageHeld

STEPS = 8
"""More than there are steps; a day and a step make one number, in the order in which stages are held."""


ROUTES = tuple(Route)
"""A route is a number in these tables: its place among these."""


def holding_rows(table: Table, key: str, policy: AttendancePolicy, calendar: Calendar) -> Table:
    """Every stage that was held, with its clocks as recorded or as the policy sets them, and the last day it stands."""
    of = Columns(vocabulary(StageHeld), table, key)
    days = {name: of.day(name) for name in ("held", "review_ends", "live_until", "closed")}
    on_route = [(of.holds(StageHeld.route == route), whole(place)) for place, route in enumerate(ROUTES)]
    rows = of.put({**days, "step": of.parts("step"), "route": first_of(on_route, whole(0))})
    at_held = _spans(policy, lambda stage: stage.review, "review") | _spans(
        policy, lambda stage: _live(stage, LiveFrom.HELD), "live"
    )
    rows = calendar.looked_up(rows, "held", **at_held)
    rows = rows.with_columns(review_ends=_of_stage(policy, at_held, "review", nw.col("review_ends")))
    at_end = _spans(policy, lambda stage: _live(stage, LiveFrom.REVIEW_END), "late")
    rows = calendar.looked_up(rows, "review_ends", **at_end)
    live = _of_stage(policy, at_held, "live", _of_stage(policy, at_end, "late", nw.col("live_until")))
    rows = rows.with_columns(live_until=live, held_at=nw.col("held") * STEPS + nw.col("step"))
    last = nw.max_horizontal("review_ends", "live_until")
    until = nw.coalesce(nw.min_horizontal(last, nw.col("closed") - 1), whole(OPEN))
    rows = rows.with_columns(until=until, one=whole(1))
    again = nw.col("one").sum().over("worker", "held_at", "route") > 1
    wrong = [
        (nw.col("held_at").is_null(), nw.lit("a stage that is not allowed")),
        (again, nw.lit("a stage that was held twice on one day")),
    ]
    return rows.with_columns(wrong=first_of(wrong, nw.lit(None, dtype=nw.String())))


def _live(stage: Rung, begins: LiveFrom) -> Span | None:
    return stage.live if stage.live_from is begins else None


def _spans(
    policy: AttendancePolicy, span_of: Callable[[Rung], Span | None], name: str
) -> dict[str, Callable[[date], int]]:
    """What is to be looked up of each day: the end of the span of each stage that has one."""

    def ends(span: Span) -> Callable[[date], int]:
        return lambda day: numbered(span.after(day, policy.nation))

    spans = ((place, span_of(stage)) for place, stage in enumerate(policy.stages))
    return {f"{name}{place}": ends(span) for place, span in spans if span is not None}


def _of_stage(
    policy: AttendancePolicy, there: dict[str, Callable[[date], int]], name: str, recorded: nw.Expr
) -> nw.Expr:
    """A clock as recorded, else as it was looked up for the stage that was held."""
    stages = [(place, stage) for place, stage in enumerate(policy.stages) if f"{name}{place}" in there]
    found = [(is_stage(stage), nw.col(f"{name}{place}")) for place, stage in stages]
    return nw.coalesce(recorded, first_of(found, whole(None)))


def is_stage(stage: Rung) -> nw.Expr:
    """Where a holding is of a stage."""
    return (nw.col("step") == stage.step.value) & (nw.col("route") == ROUTES.index(stage.route))


STANDING = ("step", "long_term_step", "under_review", "review_starts", "review_ends", "warning_live")


def with_standing(days: Table, holdings: Table | None) -> Table:
    """Workers and days with where each stands on it; nobody knows without holdings."""
    if holdings is None:
        numbers, flags = whole(None), nw.lit(None, dtype=nw.Boolean())
        return days.with_columns(**{name: flags if name in FLAGS else numbers for name in STANDING})
    day, none = nw.col("day"), whole(NEVER)
    pairs = joined(days.select("worker", "day"), holdings, ["worker"], "inner").filter(nw.col("held") <= day)
    stands = nw.col("until") >= day
    pairs = pairs.with_columns(
        **{
            f"on{place}": nw.when(stands & (nw.col("route") == place)).then(nw.col("held_at")).otherwise(none)
            for place in range(len(ROUTES))
        }
    )
    found = pairs.group_by("worker", "day").agg(nw.col("on0", "on1").max())
    days = joined(days, found, ["worker", "day"])
    clocks = holdings.filter(nw.col("route") == 0).select(
        "worker", on0="held_at", held="held", ends="review_ends", live="live_until"
    )
    days = joined(days, clocks, ["worker", "on0"])
    nowhere = nw.col("held").is_null()
    under_review = nw.when(nowhere).then(nw.lit(False)).otherwise(day <= nw.col("ends"))
    days = days.with_columns(
        under_review=under_review,
        warning_live=nw.when(nowhere).then(nw.lit(False)).otherwise(day <= nw.col("live")),
        step=nw.when(nw.col("on0") > 0).then(nw.col("on0") % STEPS).otherwise(whole(0)),
        long_term_step=nw.when(nw.col("on1") > 0).then(nw.col("on1") % STEPS).otherwise(whole(0)),
    )
    in_review = {name: nw.when(nw.col("under_review")).then(nw.col(at)) for name, at in REVIEW.items()}
    return days.with_columns(**in_review).drop("on0", "on1", "held", "ends", "live")


FLAGS = ("under_review", "warning_live")
REVIEW = {"review_starts": "held", "review_ends": "ends"}
