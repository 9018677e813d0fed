"""One worker's histories replayed day by day, as they were known on each: which triggers were hit, by one reading."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, groupby, repeat
from typing import assert_never

import attrs

from yosrules.attendance.facts import Attending, MeasuresOn
from yosrules.attendance.stages.ladder import case_opened, route_of
from yosrules.attendance.triggers.assessed import AssessedDays
from yosrules.attendance.triggers.rulings import Rulings, Text, Told
from yosrules.attendance.triggers.timeline import Doubt, Hit
from yosrules.deciding.decide import Finding, Ruled, Verdict
from yosrules.errors import InputError
from yosrules.policies.calendar import ONE
from yosrules.policies.conventions import Fires
from yosrules.policies.policy import Rule
from yosrules.policies.stages import Rung


def replays(rulings: Rulings, name: str, attending: Attending, last: date) -> tuple[Replay, ...]:
    """A replay by the conventions of a reading, and one for each other way in which any of its rules is read."""
    ways = rulings.ways(name).items()
    return tuple(Replay(rulings, name, attending.read_by(how), last, rules) for how, rules in ways)


class Replay:
    """One worker by one reading, up to a last day: the rules of some ids, all read by one set of conventions."""

    def __init__(self, rulings: Rulings, name: str, attending: Attending, last: date, rules: Collection[str]) -> None:
        self.rulings, self.name, self.attending, self.last = rulings, name, attending, last
        self.rules = rules
        self._today: dict[int, Finding] = {}
        self.assessed = AssessedDays(attending, last, rulings.any_long_term, rulings.to_return)

    def assess(self, days: Sequence[date]) -> tuple[tuple[Hit, ...], tuple[Doubt, ...]]:
        """Every trigger hit on some of the assessed days, and every rule that cannot be decided on some of them."""
        hits: list[Hit] = []
        doubts: dict[str, Doubt] = {}
        # Before which day a rule need not be looked at again, where it can be hit only once in each spell.
        looked_at: dict[str, date] = {}
        before: date | None = None
        for day, place, told in self._on_each(days):
            for n, ruled, text in told.hold:
                rule = ruled.rule
                if looked_at.get(rule.id, day) > day or not self._assesses(text, day):
                    continue
                if self._is_hit(place, n, rule, day, before, looked_at):
                    hits.append(self._hit(ruled, text, day))
            for ruled in (ruled for ruled, text in told.untold if self._assesses(text, day)):
                doubts[ruled.rule.id] = _doubt(doubts.get(ruled.rule.id), ruled, day)
            before = day
        return tuple(hits), tuple(doubts.values())

    def _assesses(self, text: Text, day: date) -> bool:
        """Whether a rule is one of those here, and is assessed on a day.

        The days that are not usual are there for long-term rules: by the conventions no other is assessed on them.
        """
        return text.rule.id in self.rules and (day in self.assessed.usual or text.long_term)

    def _on_each(self, days: Sequence[date]) -> Iterator[tuple[date, int, Told]]:
        """What an edition says on each of these days on which one is in force."""
        told = (self._by_column(place, those) for place, those in self._by_edition(days) if place is not None)
        return chain.from_iterable(told)

    def _by_column(self, place: int, days: Sequence[date]) -> Iterable[tuple[date, int, Told]]:
        """What an edition says on each of these days, worked out by column."""
        said = self.rulings.said(place, self.name)
        columns = self.attending.columns(self.rulings.asked(place, self.name), days)
        rows = zip(*columns, strict=True) if columns else repeat((), len(days))
        return zip(days, repeat(place), map(said.__getitem__, rows), strict=False)

    def _by_edition(self, days: Sequence[date]) -> Iterable[tuple[int | None, Sequence[date]]]:
        """Days in order, those together on which the same edition is in force for the worker."""
        ends = {self.place(day) for day in (*days[:1], *days[-1:])}
        # Only an open case may go back to an edition that was in force before; else one goes on from end to end.
        if len(ends) == 1 and None not in ends and not self.rulings.policy.open_cases_stay:
            return [(place, days) for place in ends]
        return ((place, list(mine)) for place, mine in groupby(days, key=self.place))

    def _hit(self, ruled: Ruled[Rung], text: Text, day: date) -> Hit:
        measures = MeasuresOn(self.attending, text.measures, day)
        amid = self.attending.ledger.spells.amid(day) if text.of_absences else None
        return Hit(day, ruled.rule, ruled.finding, measures, amid, self.attending)

    def place(self, day: date) -> int | None:
        """The edition in force for the worker on a day; None before the first."""
        opened: date | None = day
        if self.rulings.policy.open_cases_stay:
            opened = case_opened(self.attending.background.held or (), day)
        if opened is None:
            raise InputError(
                "leave", why="not given, and how long a case is open, and so which edition it has, depends on it"
            )
        return self.rulings.place(opened)

    def told(self, place: int, day: date, measured_on: date | None = None) -> Told:
        """What an edition says on a day; with `measured_on` whatever absences change is as of that day."""
        values = self.attending.values(self.rulings.asked(place, self.name), day, measured_on)
        return self.rulings.said(place, self.name)[values]

    def today(self, rule: Rule[Rung], day: date) -> Finding | None:
        """The finding of a rule that was hit on a day, as of the last day; None where it has no line to fall below.

        Stages are as of the hit: that a clock has run out since then takes no hit back.
        """
        if id(rule) in self._today:
            return self._today[id(rule)]
        text = self.rulings.text(rule)
        if text.momentary(self.attending.conventions):
            return None
        now, then = self.attending.facts(text.asked, self.last), self.attending.facts(text.of_stages, day)
        found = self.rulings.found(text, now | then)
        if not then:
            self._today[id(rule)] = found
        return found

    def open_doubt(self, doubt: Doubt) -> Doubt | None:
        """A doubt without the days that were answered since, or of which the line is known not to be passed today."""
        answered = max((day for day in self.answers(doubt.rule.outcome) if day <= self.last), default=date.min)
        days = tuple(day for day in doubt.days if day > answered and not self._fell(doubt.rule, day))
        return attrs.evolve(doubt, days=days) if days else None

    def _fell(self, rule: Rule[Rung], day: date) -> bool:
        now = self.today(rule, day)
        return now is not None and now.verdict is Verdict.FAILS

    def answers(self, stage: Rung) -> Iterator[date]:
        """The days on which a stage, or a higher one of its route, was held, or was considered and not held."""
        yield from self._held(stage)
        considered = self.attending.background.considered or ()
        yield from (each.held for each in considered if route_of(each) is stage.route)

    def _held(self, stage: Rung) -> Iterator[date]:
        held = self.attending.background.held or ()
        return (each.held for each in held if each.route is stage.route and each.step >= stage.step)

    def _is_hit(
        self, place: int, n: int, rule: Rule[Rung], day: date, before: date | None, looked_at: dict[str, date]
    ) -> bool:
        """Whether a rule that holds on a day is hit on it; `before` is the assessed day before.

        Where it can be hit only once in each spell, `looked_at` is told when the next one begins.
        """
        match self.attending.conventions.fires:
            case Fires.ON_EACH_ABSENCE:
                since, looked_at[rule.id] = self.attending.ledger.spells.episode(day)
                return not self._answered_already(place, n, day, since)
            case Fires.ON_CROSSING if self.rulings.text(rule).lasting:
                return before is None or not self._holds(place, n, before)
            case Fires.ON_CROSSING:
                # The worker's stages are as of the day, so that a stage held in between cannot make a crossing. The day
                # before is asked too: the assessed day before may lie in an earlier absence.
                earlier = [day - ONE] if before is None else [day - ONE, before]
                return not all(self._holds(place, n, day, measured_on=each) for each in earlier)
            case Fires.WHILE_IT_HOLDS:
                return day - ONE in self._held(rule.outcome) or not self._holds(place, n, day - ONE)
            case _:
                assert_never(self.attending.conventions.fires)

    def _answered_already(self, place: int, n: int, day: date, since: date) -> bool:
        """Whether the spell met the rule before the current stage was held, which then answered it."""
        ends = self.attending.background.worker.probation_ends
        if not self.attending.background.held and (ends is None or not since <= ends < day):
            return False  # the worker's own position did not change within the spell
        earlier = (each for each in self.assessed.usual if since <= each < day)
        return any(self._holds(place, n, day, measured_on=each) for each in earlier)

    def _holds(self, place: int, n: int, day: date, measured_on: date | None = None) -> bool:
        return self.told(place, day, measured_on).decision.rules[n].finding.verdict is Verdict.HOLDS


def _doubt(earlier: Doubt | None, ruled: Ruled[Rung], day: date) -> Doubt:
    missing = dict.fromkeys([*(earlier.missing if earlier else ()), *ruled.finding.missing])
    return Doubt(ruled.rule, (*(earlier.days if earlier else ()), day), tuple(missing))
