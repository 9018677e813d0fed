"""The triggers hit on the days of many workers, and the stages that are due; the same as `Replay` says of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import cast

import attrs
import narwhals.stable.v2 as nw

from yosrules.attendance.triggers.rulings import Rulings
from yosrules.bulk.attendance.days.absences import CANNOT_TELL, as_column
from yosrules.bulk.attendance.facts import Attendances
from yosrules.bulk.attendance.stages.ladder import ROUTES
from yosrules.bulk.attendance.tables.columns import DAY, WORKER, HoldingRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.calendar import Calendar, numbered
from yosrules.bulk.columns import either
from yosrules.bulk.engine import WHOLE, LazyTable, first_of, joined, kept, whole
from yosrules.bulk.fact_columns import FactColumns
from yosrules.deciding.decide import Status
from yosrules.language.expr import Condition
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.policy import Modality, Rule
from yosrules.policies.stages import Rung
from yosrules.records.absence import FROM_ABSENCES, Step


@attrs.frozen
class RuleColumn:
    """A rule of an edition and the column of its verdicts; its edition is in force from `begins` to before `ends`."""

    rule: Rule[Rung]
    begins: int
    ends: int
    column: str
    long_term: bool
    line: Condition | None
    """What a hit must still meet to stand; None where there is nothing that it could fall below."""

    @property
    def holds(self) -> nw.Expr:
        """Whether it is known to hold."""
        return nw.col(self.column).fill_null(False)

    @property
    def untold(self) -> nw.Expr:
        """Whether its verdict is unknown."""
        return nw.col(self.column).is_null()

    def today(self, still: bool | None) -> nw.Expr:  # noqa: FBT001
        """Whether it still holds on the last day, holds no more, or that is unknown; what is momentary holds on."""
        verdict = nw.lit(True) if self.line is None else nw.col(DayRow.today(self.column))
        return verdict.is_null() if still is None else as_column(verdict if still else ~verdict).fill_null(False)

    @property
    def in_force(self) -> nw.Expr:
        """Whether its edition is in force on a day."""
        return (nw.col(DAY) >= self.begins) & (nw.col(DAY) < self.ends)

    @property
    def looked_at(self) -> nw.Expr:
        """Whether it can be hit on a day."""
        return self.in_force & nw.col(DayRow.assessed if self.long_term else DayRow.usual)


class Replay:
    """The rules of one reading put to the days of all workers."""

    def __init__(self, rulings: Rulings, name: str, attendances: Attendances) -> None:
        self._attendances, self._policy, self._behind = attendances, rulings.policy, attendances.behind
        self._last = self._behind.calendar.last
        starts = [numbered(edition.starts) for edition in self._policy.editions]
        self._of_stages, how = rulings.of_stages, rulings.conventions(name)
        periods = zip(starts, self._ends(starts), strict=True)
        self._rules = [
            RuleColumn(
                rule,
                begins,
                ends,
                DayRow.rule(place, n),
                long_term=rulings.long_term(rule),
                line=None if rulings.momentary(rule, how) else rulings.line(rule),
            )
            for place, (begins, ends) in enumerate(periods)
            for n, rule in enumerate(rulings.read(place, name)[0].rules)
        ]
        # A rule keeps its id from edition to edition, and is hit once an episode whichever edition it is hit in.
        ids = dict.fromkeys(each.rule.id for each in self._rules)
        self._by_hit = {
            DayRow.hit(n): [each for each in self._rules if each.rule.id == id_] for n, id_ in enumerate(ids)
        }

    def _ends(self, starts: Sequence[int]) -> Iterator[int]:
        """The day after the last of each edition: its own end, or the start of the next."""
        # The last edition may have no end; twice the last day is later than every day.
        for edition, following in zip(self._policy.editions, [*starts[1:], 2 * self._last], strict=True):
            yield following if edition.ends is None else numbered(edition.ends) + 1

    def due(self, days: LazyTable) -> LazyTable:
        """A row for each worker: the measures on the last day, and of each stage whether and since when it is due."""
        decided = kept(self._decided(days))
        hit = self._not_held_before(kept(self._hits(decided)))
        if self._behind.stages is not None:
            hit = joined(hit, _answers(self._behind.stages, self._policy.stages, self._last), [WORKER])
        today = decided.filter(nw.col(DAY) == self._last)
        hit = kept(self._as_of_today(hit, today))
        untold = {DayRow.untold(place): self._untold(stage) for place, stage in enumerate(self._policy.stages)}
        return self._shown(joined(today.with_columns(**untold), self._open(hit), [WORKER]))

    def _decided(self, days: LazyTable) -> LazyTable:
        """Days with the verdict of every rule and every gate; null where it cannot be told."""
        gates = {n: stage.gate for n, stage in enumerate(self._policy.stages) if stage.gate is not None}
        conditions = [*(each.rule.when for each in self._rules), *gates.values()]
        columns = self._fact_columns(days, conditions)
        made = {each.column: as_column(columns.verdicts(each.rule.when)) for each in self._rules}
        open_ = {DayRow.gate(n): as_column(columns.verdicts(gate)) for n, gate in gates.items()}
        return cast("LazyTable", columns.staged(made | open_))

    def _fact_columns(self, days: LazyTable, conditions: Iterable[Condition]) -> FactColumns:
        read = dict.fromkeys(fact for condition in conditions for fact in reads(condition))
        facts = [fact for fact in vocabulary(self._policy.about).values() if fact in read]
        return FactColumns(_dated(days, facts, self._behind.calendar), facts)

    def _hits(self, decided: LazyTable) -> LazyTable:
        """Days with the rules that are hit on each: the first day of an episode on which a rule holds."""
        holds = {name: either(each.holds & each.looked_at for each in rules) for name, rules in self._by_hit.items()}
        days = {name: nw.when(as_column(held)).then(nw.col(DAY)) for name, held in holds.items()}
        first = {name: nw.col(name) == nw.col(name).min().over(WORKER, DayRow.episode) for name in days}
        table = decided.with_columns(**days)
        return table.with_columns(**{name: here.fill_null(False) for name, here in first.items()})

    def _not_held_before(self, hit: LazyTable) -> LazyTable:
        """Drop hits whose rule the episode already met before the worker's current stage: that stage answered them.

        Whether it met the rule is decided again for its earlier days, as if the worker had stood then as on the hit.
        """
        episode, ends, day = nw.col(DayRow.episode), nw.col(DayRow.probation_last), nw.col(DAY)
        moved = ((episode <= ends) & (ends < day)).fill_null(False)
        if self._attendances.holdings is not None:
            held = self._attendances.holdings.select(WORKER, nw.lit(True).alias(HoldingRow.held_any)).unique()
            hit = joined(hit, held, [WORKER])
            moved = moved | nw.col(HoldingRow.held_any).fill_null(False)
        # Only hits of workers who may have moved are decided again: nobody else stands elsewhere than before.
        again = hit.filter(moved & as_column(either(map(nw.col, self._by_hit))))
        met = {
            DayRow.met(n): as_column(either(each.holds & each.in_force & nw.col(name) for each in rules)).cast(WHOLE)
            for n, (name, rules) in enumerate(self._by_hit.items())
        }
        earlier = self._decided(self._earlier(hit, again)).with_columns(**met)
        hit = joined(hit, earlier.group_by(WORKER, DAY).agg(nw.col(*met).max()), [WORKER, DAY])
        new = {
            name: nw.col(name) & ~(nw.col(before).fill_null(0) > 0)
            for name, before in zip(self._by_hit, met, strict=True)
        }
        return kept(hit.with_columns(**new))

    def _earlier(self, days: LazyTable, hits: LazyTable) -> LazyTable:
        """The earlier days of each hit's episode: facts of absences as on the earlier day, all others as on the hit."""
        facts = vocabulary(self._policy.about)
        moving = [name for name in facts if name in self._attendances.measures or name in FROM_ABSENCES]
        staying = [name for name in facts if name not in moving]
        earlier = days.filter(nw.col(DayRow.usual)).with_columns(nw.col(DAY).alias(DayRow.earlier))
        so_far = earlier.select(WORKER, DayRow.episode, *moving, DayRow.earlier)
        stood = hits.select(WORKER, DayRow.episode, DAY, *staying, *self._by_hit)
        return joined(stood, so_far, [WORKER, DayRow.episode], "inner").filter(nw.col(DayRow.earlier) < nw.col(DAY))

    def _as_of_today(self, hit: LazyTable, today: LazyTable) -> LazyTable:
        """Hits with the verdict of each rule on the last day: stages are as on the hit, all other facts as today."""
        facts = vocabulary(self._policy.about)
        then = [name for name in facts if name in self._of_stages]
        untold = (each.untold & each.looked_at for each in self._rules)
        some = hit.filter(as_column(either([*map(nw.col, self._by_hit), *untold]))).select(WORKER, DAY, *then)
        now = joined(some, today.select(WORKER, *(name for name in facts if name not in then)), [WORKER])
        lines = {DayRow.today(each.column): each.line for each in self._rules if each.line is not None}
        columns = self._fact_columns(now, lines.values())
        verdicts = {name: as_column(columns.verdicts(line)) for name, line in lines.items()}
        return joined(hit, cast("LazyTable", columns.staged(verdicts)).select(WORKER, DAY, *lines), [WORKER, DAY])

    def _open(self, hit: LazyTable) -> LazyTable:
        """For each worker and stage the first hits that nothing answered, and whether any rule could not be told."""
        since: dict[str, nw.Expr] = {}
        doubts: dict[str, nw.Expr] = {}
        for place, stage in enumerate(self._policy.stages):
            answered = nw.col(DayRow.answered(place)) if self._behind.stages is not None else whole(None)
            # Null where no such stage was held, so that nothing has answered the hit.
            open_ = (nw.col(DAY) > answered).fill_null(True)
            for still, modality in product(_WEIGHED, Modality):
                hits = either(
                    nw.col(name) & each.holds & each.looked_at & each.today(still)
                    for name, rules in self._by_hit.items()
                    for each in rules
                    if each.rule.outcome == stage and each.rule.modality is modality
                )
                since[DayRow.since(still, modality, place)] = nw.when(as_column(hits) & open_).then(nw.col(DAY))
            mine = [each for each in self._rules if each.rule.outcome == stage]
            for name, those in (
                (DayRow.doubt(place), mine),
                (DayRow.open_must(place), [each for each in mine if each.rule.modality is Modality.MUST]),
            ):
                untold = either(each.untold & each.looked_at & ~each.today(False) for each in those)
                doubts[name] = (as_column(untold) & open_).cast(WHOLE)
        table = hit.with_columns(**since, **doubts)
        return table.group_by(WORKER).agg(nw.col(*since).min(), nw.col(*doubts).max())

    def _untold(self, stage: Rung) -> nw.Expr:
        """Whether it cannot be told on the last day whether a rule leads to a stage."""
        rules = [each for each in self._rules if each.begins <= self._last < each.ends and each.rule.outcome == stage]
        return as_column(either(nw.col(each.column) for each in rules)).is_null()

    def _shown(self, table: LazyTable) -> LazyTable:
        """The columns that go out, days as dates again."""
        shown: dict[str, nw.Expr] = {}
        for place, stage in enumerate(self._policy.stages):
            first = [nw.col(DayRow.since(*at, place)) for at in product(_WEIGHED, Modality)]
            table = table.with_columns(nw.coalesce(*first).alias(DayRow.hit_since(place)))
            table = self._behind.calendar.looked_up(table, DayRow.hit_since(place), **{f"{stage.name} since": _itself})
            shown |= _stage(place, stage, known=self._behind.stages is not None)
        return table.select(WORKER, *self._attendances.measures, **shown)


_WEIGHED = (True, None, False)
"""Whether a hit is still over the line, as hits weigh: one that is known to be, one that may be, and history."""


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


def _stage(place: int, stage: Rung, *, known: bool) -> dict[str, nw.Expr]:
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
    if stage.gate is not None:
        shown[f"{stage.name} gate"] = nw.when(over & known).then(nw.col(DayRow.gate(place)).fill_null(False))
    return shown


def _dated(days: LazyTable, facts: Iterable[Fact], calendar: Calendar) -> LazyTable:
    """Convert numbered days back to dates, for facts whose kind is date."""
    schema = days.collect_schema()
    for name in [fact.name for fact in facts if fact.kind is date and not isinstance(schema[fact.name], nw.Date)]:
        days = calendar.looked_up(days, name, **{f"{name}_dated": _itself})
        days = days.drop(name).rename({f"{name}_dated": name})
    return days


def _itself(day: date) -> date:
    return day
