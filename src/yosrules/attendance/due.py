"""The stages that are due by one reading, and those that one more absence would lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yosrules.attendance.replay import Replay
from yosrules.attendance.timeline import Doubt, Hit, Reading, StageDue
from yosrules.deciding.decide import Status, Verdict, find
from yosrules.language.walks import reads
from yosrules.policies.attendance import Rung
from yosrules.policies.calendar import ONE
from yosrules.policies.policy import Modality
from yosrules.records.absence import Absence

_AHEAD = 14
"""How many days ahead a working day is looked for on which one more absence may begin."""


def reading_of(replay: Replay, *, one_more: bool) -> Reading:
    """Everything that one reading says of a worker; `one_more` asks what one more absence would lead to."""
    hits, doubts = replay.assess(replay.assessed.all)
    due = tuple(_stages_due(replay, hits, doubts))
    place = replay.place(replay.last)
    return Reading(
        replay.name,
        replay.attending,
        None if place is None else replay.rulings.read(place, replay.name)[0],
        hits,
        due,
        None if place is None else replay.decide(place, replay.last),
        tuple(_one_more(replay, {each.stage for each in due})) if one_more else (),
        doubts,
    )


def _stages_due(replay: Replay, hits: Sequence[Hit], doubts: Sequence[Doubt]) -> Iterator[StageDue]:
    """The stages that were hit and not held since, in the order of the ladder."""
    for stage in replay.rulings.policy.stages:
        held = [day for day in replay.answers(stage) if day <= replay.last]
        # A stage that was held answers every hit up to its day; otherwise a stage would stay due after its meeting.
        unanswered = [hit for hit in hits if hit.rule.outcome == stage and not any(hit.day <= day for day in held)]
        if unanswered:
            # A later duty outranks an earlier option: what must be held would otherwise be shown as a choice.
            musts = [hit for hit in unanswered if hit.rule.modality is Modality.MUST]
            first = (musts or unanswered)[0]
            perhaps = any(_open_must(doubt, stage, held) for doubt in doubts)
            status = Status.MUST if musts else Status.AT_LEAST_MAY if perhaps else Status.MAY
            still, gate = _still(replay, stage), _gate(replay, stage)
            yield StageDue(stage, first.day, status, tuple(unanswered), still, gate)


def _open_must(doubt: Doubt, stage: Rung, held: Sequence[date]) -> bool:
    """Whether a doubt is that a stage must be held, and goes on after the last time that it was."""
    mine = doubt.rule.outcome == stage and doubt.rule.modality is Modality.MUST
    return mine and not any(doubt.last <= day for day in held)


def _still(replay: Replay, stage: Rung) -> bool | None:
    """Whether a rule leads to a stage on the last day too; None where that is unknown."""
    place = replay.place(replay.last)
    status = Status.NO if place is None else replay.decide(place, replay.last).status(stage)
    return None if status is Status.CANNOT_TELL else status is not Status.NO


def _gate(replay: Replay, stage: Rung) -> Verdict | None:
    if stage.gate is None:
        return None
    facts = replay.attending.facts({fact.name for fact in reads(stage.gate)}, replay.last)
    return find(stage.gate, replay.rulings.record(facts)).verdict


def _one_more(replay: Replay, due: set[Rung]) -> Iterator[tuple[date, Rung]]:
    """The stages, beyond those due, that one more day of absence would trigger, and on which day."""
    if due >= replay.rulings.outcomes:
        return
    attending = replay.attending
    still_away = bool(attending.absences) and attending.absences[-1].end is None
    day = replay.last + ONE if still_away else _next_day_away(replay)
    # An open absence goes on by itself; one more row would overlap it.
    row = None if still_away else Absence(start=day, end=day)
    # Up to the day after, so that a policy that assesses on return sees the return.
    later = Replay(replay.rulings, replay.name, attending.going_on(row, day + ONE), day + ONE)
    hits, _ = later.assess([each for each in later.assessed.all if each > replay.last])
    yield from ((hit.day, hit.rule.outcome) for hit in hits if hit.rule.outcome not in due)


def _next_day_away(replay: Replay) -> date:
    """The next working day on which an absence would be a spell of its own; a day of unknown hours may be worked."""
    attending = replay.attending
    ends = max([replay.last, *(row.end for row in attending.absences if row.end)])
    days = [ends + timedelta(days=n) for n in range(1, _AHEAD + 1)]
    working = (day for day in days if attending.background.roster.working(day) is not False)
    return next((day for day in working if attending.ledger.spells.apart(Absence(start=day, end=day))), days[0])
