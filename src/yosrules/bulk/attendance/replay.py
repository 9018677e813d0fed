"""The triggers that were hit on the days of many workers, and the stages that are due; the same as `Replay` says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import cast

import attrs
import narwhals as nw

from yosrules.attendance.rulings import Rulings
from yosrules.bulk.attendance.absences import as_column
from yosrules.bulk.attendance.facts import Attendances
from yosrules.bulk.attendance.ladder import ROUTES
from yosrules.bulk.calendar import numbered
from yosrules.bulk.columns import either
from yosrules.bulk.conditions import FactColumns
from yosrules.bulk.engine import WHOLE, Table, first_of, joined, kept, whole
from yosrules.deciding.decide import Status
from yosrules.language.expr import reads
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.attendance import Rung
from yosrules.policies.policy import Modality, Rule
from yosrules.records.absence import FROM_ABSENCES


@attrs.frozen
class RuleColumn:
    """A rule of an edition, from the day the edition starts to before the next one does; `told` is its column."""

    rule: Rule[Rung]
    begins: int
    ends: int
    told: str
    long_term: bool

    @property
    def in_force(self) -> nw.Expr:
        """Whether its edition is in force on a day."""
        return (nw.col("day") >= self.begins) & (nw.col("day") < self.ends)

    @property
    def looked_at(self) -> nw.Expr:
        """Whether it can be hit on a day."""
        return self.in_force & nw.col("assessed" if self.long_term else "usual")


class Hits:
    """The rules of one reading, put to days with the facts of each."""

    def __init__(self, rulings: Rulings, name: str, attendances: Attendances) -> None:
        self._attendances, self._policy = attendances, rulings.policy
        self._last = attendances.behind.calendar.last
        starts = [numbered(edition.starts) for edition in self._policy.editions]
        self._ruled = [
            RuleColumn(rule, begins, ends, f"told{place}_{n}", rulings.long_term(rule))
            for place, (begins, ends) in enumerate(zip(starts, [*starts[1:], 2 * self._last], strict=True))
            for n, rule in enumerate(rulings.read(place, name)[0].rules)
        ]
        self._ids = list(dict.fromkeys(each.rule.id for each in self._ruled))

    def due(self, days: Table) -> Table:
        """For each worker the measures as of the last day, and each stage: how it stands, since when, and so on."""
        told = kept(self._told(days))
        hit = self._not_before(kept(self._first(told)))
        if self._attendances.behind.holdings is not None:
            hit = joined(hit, self._answered(self._attendances.behind.holdings), ["worker"])
        stages = self._stages(hit)
        today = told.filter(nw.col("day") == self._last)
        table = joined(self._today(today), stages, ["worker"])
        return self._shown(table)

    def _told(self, days: Table) -> Table:
        """The days with what every rule comes to on each; null where nobody can tell."""
        facts = vocabulary(self._policy.about)
        read = dict.fromkeys(fact for each in self._ruled for fact in reads(each.rule.when))
        gates = dict.fromkeys(
            fact for stage in self._policy.stages if stage.gate is not None for fact in reads(stage.gate)
        )
        wanted = [fact for fact in facts.values() if fact in read or fact in gates]
        table = self._dated(days, wanted)
        asked = FactColumns(table, wanted)
        made = {each.told: as_column(asked.told(each.rule.when)) for each in self._ruled}
        made |= {
            f"open{place}": as_column(asked.told(stage.gate))
            for place, stage in enumerate(self._policy.stages)
            if stage.gate is not None
        }
        return cast("Table", asked.staged(made))

    def _dated(self, days: Table, facts: Iterable[Fact]) -> Table:
        """The days with those facts as dates that are dates, and are not yet."""
        schema = days.collect_schema()
        for name in [fact.name for fact in facts if fact.kind is date and not isinstance(schema[fact.name], nw.Date)]:
            days = self._attendances.behind.calendar.looked_up(days, name, **{f"{name}_dated": lambda day: day})
            days = days.drop(name).rename({f"{name}_dated": name})
        return days

    def _first(self, told: Table) -> Table:
        """The days with which rules are hit on each: on the first day of an episode on which they hold."""
        holds = {
            f"hit{n}": either(
                nw.col(each.told).fill_null(False) & each.looked_at for each in self._ruled if each.rule.id == name
            )
            for n, name in enumerate(self._ids)
        }
        told = told.with_columns(**{name: nw.when(as_column(held)).then(nw.col("day")) for name, held in holds.items()})
        first = {name: nw.col(name) == nw.col(name).min().over("worker", "episode") for name in holds}
        return told.with_columns(**{name: here.fill_null(False) for name, here in first.items()})

    def _not_before(self, hit: Table) -> Table:
        """Without those that an absence had met before the worker came to stand where they stand: they led there."""
        episode, ends = nw.col("episode"), nw.col("probation_ends")
        moved = ((episode <= ends) & (ends < nw.col("day"))).fill_null(False)
        holdings = self._attendances.behind.holdings
        if holdings is not None:
            hit = joined(hit, holdings.select("worker", held_any=nw.lit(True)).unique(), ["worker"])
            moved = moved | nw.col("held_any").fill_null(False)
        names = [f"hit{n}" for n in range(len(self._ids))]
        moved_hits = hit.filter(moved & as_column(either(map(nw.col, names))))
        before = self._told(self._earlier(hit, moved_hits, names))
        met = {
            f"met{n}": as_column(
                either(
                    nw.col(each.told).fill_null(False) & each.in_force & nw.col(f"hit{n}")
                    for each in self._ruled
                    if each.rule.id == name
                )
            ).cast(WHOLE)
            for n, name in enumerate(self._ids)
        }
        found = before.with_columns(**met).group_by("worker", "day").agg(nw.col(*met).max())
        hit = joined(hit, found, ["worker", "day"])
        return kept(
            hit.with_columns(
                **{f"hit{n}": nw.col(f"hit{n}") & ~(nw.col(f"met{n}").fill_null(0) > 0) for n in range(len(names))}
            )
        )

    def _earlier(self, days: Table, moved: Table, hits: Sequence[str]) -> Table:
        """For each hit the earlier days of its episode, where the worker stood at the hit, and the absences so far."""
        facts = vocabulary(self._policy.about)
        moving = [name for name in facts if name in self._attendances.measures or name in FROM_ABSENCES]
        standing = [name for name in facts if name not in moving]
        so_far = days.filter(nw.col("usual")).select("worker", "episode", *moving, earlier=nw.col("day"))
        stood = moved.select("worker", "episode", "day", *standing, *hits)
        pairs = joined(stood, so_far, ["worker", "episode"], "inner")
        return pairs.filter(nw.col("earlier") < nw.col("day"))

    def _answered(self, holdings: Table) -> Table:
        """For each worker the last day on which each stage, or a higher one of its route, was held."""
        held = {
            f"answered{place}": nw.when(
                (nw.col("route") == ROUTES.index(stage.route)) & (nw.col("step") >= stage.step.value)
            ).then(nw.col("held"))
            for place, stage in enumerate(self._policy.stages)
        }
        rows = holdings.filter(nw.col("held") <= self._last).with_columns(**held)
        return rows.group_by("worker").agg(nw.col(*held).max())

    def _stages(self, hit: Table) -> Table:
        """For each worker, of each stage: since when it must and may be held, and whether something cannot be told."""
        made: dict[str, nw.Expr] = {}
        for place, stage in enumerate(self._policy.stages):
            answered = nw.col(f"answered{place}") if self._attendances.behind.holdings is not None else whole(None)
            open_ = (nw.col("day") > answered).fill_null(True)
            for modality in Modality:
                hits = either(
                    nw.col(f"hit{self._ids.index(each.rule.id)}") & nw.col(each.told).fill_null(False) & each.looked_at
                    for each in self._ruled
                    if each.rule.outcome == stage and each.rule.modality is modality
                )
                made[f"{modality.value}{place}"] = nw.when(as_column(hits) & open_).then(nw.col("day"))
            doubts = either(
                nw.col(each.told).is_null() & each.looked_at for each in self._ruled if each.rule.outcome == stage
            )
            made[f"doubt{place}"] = as_column(doubts).cast(WHOLE)
        days = {name: nw.col(name).max() if name.startswith("doubt") else nw.col(name).min() for name in made}
        return hit.with_columns(**made).group_by("worker").agg(**days)

    def _today(self, today: Table) -> Table:
        """For each worker the measures as of the last day, and whether a rule leads to a stage on it: null, untold."""
        still = {f"still{place}": self._still(stage) for place, stage in enumerate(self._policy.stages)}
        return today.with_columns(**still)

    def _still(self, stage: Rung) -> nw.Expr:
        in_force = [
            each for each in self._ruled if each.begins <= self._last < each.ends and each.rule.outcome == stage
        ]
        arms = []
        for modality in Modality:
            told = as_column(either(nw.col(each.told) for each in in_force if each.rule.modality is modality))
            arms += [(told.is_null(), nw.lit(None, dtype=nw.Boolean())), (told, nw.lit(True))]
        return first_of(arms, nw.lit(False))

    def _shown(self, table: Table) -> Table:
        calendar = self._attendances.behind.calendar
        shown: dict[str, nw.Expr] = {}
        for place, stage in enumerate(self._policy.stages):
            must, may, still = (nw.col(f"{name}{place}") for name in (Modality.MUST.value, Modality.MAY.value, "still"))
            untold = (nw.col(f"doubt{place}") > 0) | still.is_null()
            status = [(~must.is_null(), Status.MUST), (~may.is_null(), Status.MAY), (untold, Status.CANNOT_TELL)]
            due = ~must.is_null() | ~may.is_null()
            table = table.with_columns(**{f"since{place}": nw.coalesce(must, may)})
            table = calendar.looked_up(table, f"since{place}", **{f"{stage.name} since": lambda day: day})
            shown[stage.name] = first_of([(told, nw.lit(each.value)) for told, each in status], nw.lit(Status.NO.value))
            shown[f"{stage.name} since"] = nw.col(f"{stage.name} since")
            shown[f"{stage.name} still"] = nw.when(due).then(still)
            if stage.gate is not None:
                shown[f"{stage.name} gate"] = nw.when(due).then(nw.col(f"open{place}").fill_null(False))
        return table.select("worker", *self._attendances.measures, **shown)
