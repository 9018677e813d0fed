"""The rules of one reading put to the days of many workers: which triggers were hit; the same as `Replay` of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import narwhals.stable.v2 as nw

from yosrules.attendance.triggers.rulings import Rulings
from yosrules.bulk.attendance.days.absences import as_column
from yosrules.bulk.attendance.facts import Attendances
from yosrules.bulk.attendance.stages.ladder import ROUTES
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, HoldingRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.attendance.triggers.rulings import rule_columns
from yosrules.bulk.frames.calendar import Calendar
from yosrules.bulk.frames.columns import either
from yosrules.bulk.frames.engine import WHOLE, LazyTable, joined, kept
from yosrules.bulk.frames.fact_columns import FactColumns
from yosrules.language.expr import Condition
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.stages import Rung
from yosrules.records.absence import FROM_ABSENCES, Step


class Replay:
    """The rules of one reading put to the days of all workers."""

    def __init__(self, rulings: Rulings, name: str, attendances: Attendances) -> None:
        self.attendances, self.policy, self.behind = attendances, rulings.policy, attendances.behind
        self._with_columns = [name for name in vocabulary(self.policy.about) if name not in attendances.unknown]
        self.last = self.behind.calendar.last
        self.rules = rule_columns(rulings, name)
        self._of_stages = rulings.of_stages
        # A rule keeps its id from edition to edition, and is hit once an episode whichever edition it is hit in.
        ids = dict.fromkeys(each.rule.id for each in self.rules)
        self.by_hit = {DayRow.hit(n): [each for each in self.rules if each.rule.id == id_] for n, id_ in enumerate(ids)}

    def assess(self, decided: LazyTable) -> LazyTable:
        """Days with the rules that are hit on each, how these stand on the last day, and when stages were answered."""
        hit = self._unless_answered_already(kept(self._are_hit(decided)))
        if self.behind.stages is not None:
            hit = joined(hit, _answers(self.behind.stages, self.policy.stages, self.last), [WORKER])
        return kept(self._today(hit, decided.filter(nw.col(DAY) == self.last)))

    def decide(self, days: LazyTable) -> LazyTable:
        """Days with the verdict of every rule and every gate; null where it cannot be told."""
        gates = {n: stage.gate for n, stage in enumerate(self.policy.stages) if stage.gate is not None}
        conditions = [*(each.rule.when for each in self.rules), *gates.values()]
        columns = self._fact_columns(days, conditions)
        made = {each.column: as_column(columns.verdicts(each.rule.when)) for each in self.rules}
        open_ = {DayRow.gate(n): as_column(columns.verdicts(gate)) for n, gate in gates.items()}
        return cast("LazyTable", columns.staged(made | open_))

    def _fact_columns(self, days: LazyTable, conditions: Iterable[Condition]) -> FactColumns:
        read = dict.fromkeys(fact for condition in conditions for fact in reads(condition))
        facts = [fact for fact in vocabulary(self.policy.about).values() if fact in read]
        return FactColumns(_dated(days, facts, self.behind.calendar), facts, self.attendances.unknown)

    def _today(self, hit: LazyTable, today: LazyTable) -> LazyTable:
        """Hits with the verdict of each rule on the last day: stages are as on the hit, all other facts as today."""
        facts = self._with_columns
        then = [name for name in facts if name in self._of_stages]
        untold = (each.untold & each.looked_at for each in self.rules)
        some = hit.filter(as_column(either([*map(nw.col, self.by_hit), *untold]))).select(WORKER, DAY, *then)
        now = joined(some, today.select(WORKER, *(name for name in facts if name not in then)), [WORKER])
        lines = {DayRow.today(each.column): each.line for each in self.rules if each.line is not None}
        columns = self._fact_columns(now, lines.values())
        verdicts = {name: as_column(columns.verdicts(line)) for name, line in lines.items()}
        return joined(hit, cast("LazyTable", columns.staged(verdicts)).select(WORKER, DAY, *lines), [WORKER, DAY])

    def _are_hit(self, decided: LazyTable) -> LazyTable:
        """Days with the rules that are hit on each: the first day of an episode on which a rule holds."""
        holds = {name: either(each.holds & each.looked_at for each in rules) for name, rules in self.by_hit.items()}
        days = {name: nw.when(as_column(held)).then(nw.col(DAY)) for name, held in holds.items()}
        first = {name: nw.col(name) == nw.col(name).min().over(WORKER, DayRow.episode) for name in days}
        table = decided.with_columns(**days)
        return table.with_columns(**{name: here.fill_null(False) for name, here in first.items()})

    def _unless_answered_already(self, hit: LazyTable) -> LazyTable:
        """Drop hits whose rule the episode already met before the worker's current stage: that stage answered them.

        Whether it met the rule is decided again for its earlier days, as if the worker had stood then as on the hit.
        """
        episode, ends, day = nw.col(DayRow.episode), nw.col(DayRow.probation_last), nw.col(DAY)
        moved = ((episode <= ends) & (ends < day)).fill_null(False)
        if self.attendances.holdings is not None:
            held = self.attendances.holdings.select(WORKER, nw.lit(True).alias(HoldingRow.held_any)).unique()
            hit = joined(hit, held, [WORKER])
            moved = moved | nw.col(HoldingRow.held_any).fill_null(False)
        # Only hits of workers who may have moved are decided again: nobody else stands elsewhere than before.
        again = hit.filter(moved & as_column(either(map(nw.col, self.by_hit))))
        met = {
            DayRow.met(n): as_column(either(each.holds & each.in_force & nw.col(name) for each in rules)).cast(WHOLE)
            for n, (name, rules) in enumerate(self.by_hit.items())
        }
        earlier = self.decide(self._earlier(hit, again)).with_columns(**met)
        hit = joined(hit, earlier.group_by(WORKER, DAY).agg(nw.col(*met).max()), [WORKER, DAY])
        new = {
            name: nw.col(name) & ~(nw.col(before).fill_null(0) > 0)
            for name, before in zip(self.by_hit, met, strict=True)
        }
        return kept(hit.with_columns(**new))

    def _earlier(self, days: LazyTable, hits: LazyTable) -> LazyTable:
        """The earlier days of each hit's episode: facts of absences as on the earlier day, all others as on the hit."""
        facts = self._with_columns
        moving = [name for name in facts if name in self.attendances.measures or name in FROM_ABSENCES]
        staying = [name for name in facts if name not in moving]
        earlier = days.filter(nw.col(DayRow.usual)).with_columns(nw.col(DAY).alias(DayRow.earlier))
        so_far = earlier.select(WORKER, DayRow.episode, *moving, DayRow.earlier)
        stood = hits.select(WORKER, DayRow.episode, DAY, *staying, *self.by_hit)
        return joined(stood, so_far, [WORKER, DayRow.episode], "inner").filter(nw.col(DayRow.earlier) < nw.col(DAY))


def _answers(holdings: LazyTable, stages: Sequence[Rung], last: int) -> LazyTable:
    """For each worker the last day on which each stage was answered: held, or a higher one, or none was to follow."""
    step, route, held = (nw.col(name) for name in (HoldingRow.step, HoldingRow.route, HoldingRow.held))
    days = {
        DayRow.answered(place): nw.when((route == ROUTES.index(stage.route)) & _answer(step, stage)).then(held)
        for place, stage in enumerate(stages)
    }
    return holdings.filter(held <= last).with_columns(**days).group_by(WORKER).agg(nw.col(*days).max())


def _answer(step: nw.Expr, stage: Rung) -> nw.Expr:
    return (step >= stage.step.value) | (step == Step.NONE.value)


def _dated(days: LazyTable, facts: Iterable[Fact], calendar: Calendar) -> LazyTable:
    """Convert numbered days back to dates, for facts whose kind is date."""
    schema = days.collect_schema()
    for name in [fact.name for fact in facts if fact.kind is date and schema.get(fact.name) not in {None, nw.Date}]:
        days = calendar.as_dates(days, name, f"{name}_dated")
        days = days.drop(name).rename({f"{name}_dated": name})
    return days
