"""The stages that were hit and not answered by one reading, and those that one more absence would lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache, partial
from operator import attrgetter

from yosrules.attendance.days.absences import every_day
from yosrules.attendance.triggers.replay import Replay, replays
from yosrules.attendance.triggers.timeline import Doubt, Hit, Reading, StageHit
from yosrules.deciding.decide import Finding, Status, Verdict, find
from yosrules.language.walks import reads
from yosrules.policies.calendar import ONE
from yosrules.policies.policy import Modality
from yosrules.policies.stages import Rung
from yosrules.records.absence import Absence, Attendance, Route

_AHEAD = 14
"""How many days ahead a working day is looked for on which one more absence may begin."""


def reading_of(ways: Sequence[Replay], *, one_more: bool) -> Reading:
    """Everything that one reading says of a worker; `one_more` asks what one more absence would lead to.

    Of the `ways` in which its rules are read the first is that of the reading itself.
    """
    main = ways[0]
    found = [each.assess(each.assessed.all) for each in ways]
    hits = sorted((hit for hits, _ in found for hit in hits), key=attrgetter("day"))
    doubts = tuple(doubt for each, (_, those) in zip(ways, found, strict=True) for doubt in _open(each, those))
    stages = tuple(_stages_hit(ways, hits, doubts))
    place = main.place(main.last)
    return Reading(
        main.name,
        main.attending,
        None if place is None else main.rulings.read(place, main.name)[0],
        tuple(hits),
        stages,
        None if place is None else main.told(place, main.last).decision,
        tuple(_one_more(main, {each.stage for each in stages if each.due is not False})) if one_more else (),
        doubts,
    )


def _open(replay: Replay, doubts: Sequence[Doubt]) -> Iterator[Doubt]:
    return (open_ for doubt in doubts if (open_ := replay.open_doubt(doubt)))


def _stages_hit(ways: Sequence[Replay], hits: Sequence[Hit], doubts: Sequence[Doubt]) -> Iterator[StageHit]:
    """The stages that were hit and that nothing on record has answered, in the order of the ladder."""
    main, rules = ways[0], {id(hit.rule): hit.rule for hit in hits}
    of = {rule: each for each in ways for rule in each.rules}
    for stage in main.rulings.policy.stages if hits else ():
        mine = {key for key, rule in rules.items() if rule.outcome == stage}
        # An answer is one to every hit up to its day; otherwise a stage would stay due after its meeting.
        answered = max((day for day in main.answers(stage) if day <= main.last), default=date.min) if mine else date.min
        left = (hit for hit in hits if id(hit.rule) in mine and hit.day > answered)
        if found := [(hit, of[hit.rule.id].today(hit.rule, hit.day)) for hit in left]:
            musts = (each.rule for each in doubts if each.rule.modality is Modality.MUST)
            yield _stage_hit(main, stage, found, must_be=any(rule.outcome == stage for rule in musts))


def _stage_hit(replay: Replay, stage: Rung, found: Sequence[tuple[Hit, Finding | None]], *, must_be: bool) -> StageHit:
    """One stage by its open hits, each with the finding of its rule on the last day: by those that weigh most.

    A hit that is known to be over the line still weighs more than one that may be, and both more than history.
    `must_be` is whether a rule by which it must be held could not be told since it was last answered.
    """
    by: dict[bool | None, list[Hit]] = {True: [], None: [], False: []}
    for hit, now in found:
        by[_holds(now)].append(hit)
    still = next(still for still, those in by.items() if those)
    known = replay.attending.background.held is not None
    # A later duty outranks an earlier option: what must be held would otherwise be shown as a choice.
    must = Modality.MUST
    first = min(by[still], key=lambda hit: (hit.rule.modality is not must, hit.day))
    status = Status(first.rule.modality)
    if status is Status.MAY and (must_be or any(hit.rule.modality is Modality.MUST for hit in by[None])):
        status = Status.AT_LEAST_MAY
    open_now = [now for _, now in found if now and _holds(now) is None] if still is not False else []
    missing = [fact for now in open_now for fact in now.missing]
    nation = replay.rulings.policy.nation
    return StageHit(
        stage,
        first.day,
        status,
        tuple(by[still]),
        still,
        True if known else None,
        tuple(dict.fromkeys([*missing, *(() if known else (_STANDS[stage.route],))])),
        _gate(replay, stage),
        stage.held_by(first.day, nation),
        stage.soonest(replay.last, nation),
    )


_STANDS = {Route.SHORT_TERM: Attendance.step.fact, Route.LONG_TERM: Attendance.long_term_step.fact}
"""The fact that is not on record where nobody knows which stages of a route were held."""


def _holds(now: Finding | None) -> bool | None:
    """Whether a rule holds by its finding; a rule that only notes what happened has none, and holds on."""
    return _KNOWN[now.verdict] if now else True


_KNOWN = {Verdict.HOLDS: True, Verdict.FAILS: False, Verdict.CANNOT_TELL: None}
"""Whether a condition holds, by its verdict."""


def _gate(replay: Replay, stage: Rung) -> Verdict | None:
    if stage.gate is None:
        return None
    facts = replay.attending.facts({fact.name for fact in reads(stage.gate)}, replay.last)
    return find(stage.gate, replay.rulings.record(facts)).verdict


def _one_more(replay: Replay, due: set[Rung]) -> Iterator[tuple[date, Rung]]:
    """The stages, beyond those that are or may be due, that one more day of absence would trigger, and on which day."""
    if due >= replay.rulings.outcomes:
        return
    attending = replay.attending
    still_away = bool(attending.absences) and attending.absences[-1].end is None
    # An open absence goes on by itself; one more row would overlap it.
    row = None if still_away else _next_absence(replay)
    day = replay.last + ONE if row is None else row.start
    # Up to the day after, so that a policy that assesses on return sees the return.
    for later in replays(replay.rulings, replay.name, attending.going_on(row, day + ONE), day + ONE):
        hits, _ = later.assess(later.assessed.after(replay.last))
        yield from ((hit.day, hit.rule.outcome) for hit in hits if hit.rule.outcome not in due)


def _next_absence(replay: Replay) -> Absence:
    """An absence of the next working day on which it is a spell of its own; a day of unknown hours may be worked."""
    attending = replay.attending
    ends = max([replay.last, *(row.end for row in attending.absences if row.end)])
    days = [*every_day(ends + ONE, ends + timedelta(days=_AHEAD))]
    working = (day for day in days if attending.background.roster.working(day) is not False)
    absence = partial(_absence, attending.policy.absences)
    apart = (row for row in map(absence, working) if attending.ledger.spells.apart(row))
    return next(apart, None) or absence(days[0])


@lru_cache
def _absence(kind: type[Absence], day: date) -> Absence:
    return kind(start=day, end=day)
