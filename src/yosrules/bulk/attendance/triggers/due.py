"""The stages that were hit and not answered by one reading, as columns; the same as `reading_of` says of one worker."""

from __future__ import annotations

from functools import partial
from itertools import product

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL, as_column
from yosrules.bulk.attendance.tables.columns import DAY, WORKER
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.attendance.triggers.replay import Replay
from yosrules.bulk.frames.columns import either
from yosrules.bulk.frames.engine import WHOLE, LazyTable, first_of, joined, kept, whole
from yosrules.deciding.decide import Status
from yosrules.policies.policy import Modality
from yosrules.policies.stages import Rung

_WEIGHED = (True, None, False)
"""Whether a hit is still over the line, as hits weigh: one that is known to be, one that may be, and history."""


def reading_of(replay: Replay, days: LazyTable) -> LazyTable:
    """A row for each worker: the measures on the last day, and of each stage whether and since when it is due."""
    decided = kept(replay.decide(days))
    hit = replay.assess(decided)
    untold = {DayRow.untold(place): _untold(replay, stage) for place, stage in enumerate(replay.policy.stages)}
    today = decided.filter(nw.col(DAY) == replay.last).with_columns(**untold)
    return _shown(replay, joined(today, _stages_hit(replay, hit), [WORKER]))


def _stages_hit(replay: Replay, hit: LazyTable) -> LazyTable:
    """For each worker and stage the first hits that nothing answered, and whether any rule could not be told."""
    since: dict[str, nw.Expr] = {}
    doubts: dict[str, nw.Expr] = {}
    for place, stage in enumerate(replay.policy.stages):
        answered = nw.col(DayRow.answered(place)) if replay.behind.stages is not None else whole(None)
        # Null where no such stage was held, so that nothing has answered the hit.
        open_ = (nw.col(DAY) > answered).fill_null(True)
        for still, modality in product(_WEIGHED, Modality):
            hits = either(
                nw.col(name) & each.holds & each.looked_at & each.today(still)
                for name, rules in replay.by_hit.items()
                for each in rules
                if each.rule.outcome == stage and each.rule.modality is modality
            )
            since[DayRow.since(still, modality, place)] = nw.when(as_column(hits) & open_).then(nw.col(DAY))
        mine = [each for each in replay.rules if each.rule.outcome == stage]
        for name, those in (
            (DayRow.doubt(place), mine),
            (DayRow.open_must(place), [each for each in mine if each.rule.modality is Modality.MUST]),
        ):
            untold = either(each.untold & each.looked_at & ~each.today(False) for each in those)
            doubts[name] = (as_column(untold) & open_).cast(WHOLE)
    table = hit.with_columns(**since, **doubts)
    return table.group_by(WORKER).agg(nw.col(*since).min(), nw.col(*doubts).max())


def _untold(replay: Replay, stage: Rung) -> nw.Expr:
    """Whether it cannot be told on the last day whether a rule leads to a stage."""
    rules = [each for each in replay.rules if each.begins <= replay.last < each.ends and each.rule.outcome == stage]
    return as_column(either(nw.col(each.column) for each in rules)).is_null()


def _shown(replay: Replay, table: LazyTable) -> LazyTable:
    """The columns that go out, days as dates again."""
    shown: dict[str, nw.Expr] = {}
    for place, stage in enumerate(replay.policy.stages):
        first = [nw.col(DayRow.since(*at, place)) for at in product(_WEIGHED, Modality)]
        table = table.with_columns(nw.coalesce(*first).alias(DayRow.hit_since(place)))
        table = replay.behind.calendar.as_dates(table, DayRow.hit_since(place), f"{stage.name} since")
        if (span := stage.held_within) is not None:
            by = {f"{stage.name} by": partial(span.after, nation=replay.policy.nation)}
            table = replay.behind.calendar.looked_up(table, DayRow.hit_since(place), **by)
        shown |= _stage_hit(place, stage, known=replay.behind.stages is not None)
    return table.select(WORKER, *replay.attendances.measures, **shown)


def _stage_hit(place: int, stage: Rung, *, known: bool) -> dict[str, nw.Expr]:
    """The columns that say how one stage stands; `known` is whether it is on record which stages were held."""
    by = {at: ~nw.col(DayRow.since(*at, place)).is_null() for at in product(_WEIGHED, Modality)}
    over, perhaps, lapsed = (as_column(either(by[still, each] for each in Modality)) for still in _WEIGHED)
    doubt = nw.col(DayRow.doubt(place)) > 0
    must, may = by[True, Modality.MUST] & known, by[True, Modality.MAY] & known
    arms = [
        (must, Status.MUST.value),
        (may & ((nw.col(DayRow.open_must(place)) > 0) | by[None, Modality.MUST]), Status.AT_LEAST_MAY.value),
        (may, Status.MAY.value),
        (over | perhaps | doubt | nw.col(DayRow.untold(place)), Status.CANNOT_TELL.value),
    ]
    status = first_of([(holds, nw.lit(value)) for holds, value in arms], nw.lit(Status.NO.value))
    still = [(over, nw.lit(True)), (perhaps, CANNOT_TELL), (lapsed, nw.lit(False))]
    shown = {stage.name: status, f"{stage.name} since": nw.col(f"{stage.name} since")}
    shown[f"{stage.name} still"] = first_of(still, CANNOT_TELL)
    if stage.held_within is not None:
        shown[f"{stage.name} by"] = nw.col(f"{stage.name} by")
    if stage.gate is not None:
        shown[f"{stage.name} gate"] = nw.when(over & known).then(nw.col(DayRow.gate(place)).fill_null(False))
    return shown
