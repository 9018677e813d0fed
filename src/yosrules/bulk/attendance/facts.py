"""The attendance of many workers on any days, as columns: every fact that a policy asks, as `Attending` has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from enum import Enum
from itertools import product
from typing import TypeVar, cast

import narwhals as nw

from yosrules.bulk.attendance.absences import to_the_return
from yosrules.bulk.attendance.histories import HistoryTables, judged
from yosrules.bulk.attendance.ladder import ROUTES, with_standing
from yosrules.bulk.attendance.lost_days import PLACED, Amount, Event, Loss, Placed, amount_of
from yosrules.bulk.attendance.measures import UNITS, Current, Tallied, allowed, milestone
from yosrules.bulk.attendance.roster import Dues
from yosrules.bulk.attendance.running_totals import Running, RunningInPolars
from yosrules.bulk.attendance.spells import linked
from yosrules.bulk.attendance.windows import BEFORE, NOW, DoubtColumns, Stretch
from yosrules.bulk.calendar import numbered
from yosrules.bulk.engine import Table, joined, kept, whole
from yosrules.deciding.decide import Verdict, find
from yosrules.language.expr import ALWAYS, Condition, reads
from yosrules.language.facts import vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.attendance import Assessed, AttendancePolicy, Conventions
from yosrules.policies.calendar import Nation, Span
from yosrules.policies.counting import Counting, DayCount
from yosrules.policies.formulas import HALVES, THOUSANDTHS
from yosrules.policies.lost_time import Allowance, Continuous, Lasted, LostTime, Of, SinceHeld, Tally, lost
from yosrules.records.absence import Absence, WorkPattern

M = TypeVar("M", bound=LostTime)

HIGHS = ("until", "spell", "back", "could", "latest", "note", "held")
"""How the names of events begin of which the highest counts, not the sum."""


def wheres(policy: AttendancePolicy) -> list[Condition]:
    """The conditions by which absences count, every absence first."""
    found = [
        by.counting.where if isinstance(by, Tally) else by.where
        for by in measures(policy).values()
        if isinstance(by, Tally | Continuous | Lasted)
    ]
    return list(dict.fromkeys([ALWAYS, *found]))


def _places(policy: AttendancePolicy) -> list[tuple[Condition, bool]]:
    """The conditions by which absences count, and whether to the day before the return, every absence first."""
    found = [(by.counting.where, to_return(by.counting)) for by in measures(policy).values() if isinstance(by, Tally)]
    return list(dict.fromkeys([*((where, False) for where in wheres(policy)), *found]))


def to_return(counting: Counting) -> bool:
    """Whether days to the return count."""
    return counting.days is DayCount.TO_RETURN


def measures(policy: AttendancePolicy) -> dict[str, LostTime]:
    """The measures of a policy, by name."""
    return {name: ref.by for name, ref in lost(policy.about).items()}


class Attendances:
    """Workers' histories, read by one set of conventions, to be asked about any of their days up to a last one."""

    def __init__(
        self, policy: AttendancePolicy, conventions: Conventions, behind: HistoryTables, pattern: WorkPattern | None
    ) -> None:
        self.policy, self.behind, self._conventions, self.measures = policy, behind, conventions, measures(policy)
        self._over_only = conventions.assessed is Assessed.ON_RETURN
        self._wheres, self._places = wheres(policy), _places(policy)
        self.dues = Dues(behind.calendar, behind.people, behind.patterns, behind.shifts, pattern)
        self._loss = Loss(behind.calendar, conventions, self.dues, behind.leave)
        tallies = [by for by in self.measures.values() if isinstance(by, Tally)]
        durings = dict.fromkeys(by.counting.during for by in tallies)
        self._stretches = {during: Stretch(place, during) for place, during in enumerate(durings)}
        self.absences = kept(behind.absences.filter(nw.col("start") <= behind.calendar.last))
        self._doubts: dict[int, tuple[DoubtColumns, ...]] = {}
        events = [event for place in range(len(self._places)) for event in self._events(place)]
        events += [*self._known(), *self._held(), *self._noted()]
        highs = [name for _, made in events for name in made if name.startswith(HIGHS)]
        quick = self.absences.implementation.is_polars()
        self._running = (RunningInPolars if quick else Running)(events, highs)

    def _events(self, place: int) -> Iterator[Event]:
        """Everything that absences which meet one condition come to."""
        (where, back), linking, doubts = self._places[place], self._conventions.linking, list[DoubtColumns]()
        meets = nw.col(f"where{self._wheres.index(where)}")
        absences = to_the_return(self.absences) if back else self.absences
        rows = linked(absences if where == ALWAYS else absences.filter(meets), linking, self.dues)
        self.behind.refuse(
            rows, nw.when(nw.col("far")).then(nw.lit("more days off between two absences than are looked at"))
        )
        yield from self._loss.spells(rows, place)
        if back:
            yield from self._loss.perhaps(rows, place)
        if linking.over_days_off:
            yield from self._loss.doubts(rows, nw.col("link").is_null(), f"unsure{place}")
            doubts.append((f"unsure{place}", f"until{place}"))
        if not certain(where):
            possible = linked(absences.filter(meets.fill_null(True)), linking, self.dues)
            yield from self._loss.doubts(possible, meets.is_null(), f"untold{place}")
            yield possible, {"at": nw.col("start"), f"could{place}": nw.col("lasts")}
            doubts.append((f"untold{place}", f"could{place}"))
        self._doubts[place] = tuple(doubts)
        wanted: dict[Amount, dict[Placed, None]] = {}
        for by in self._of(Tally):
            amount = amount_of(by.of, by.counting, place)
            if amount is not None and self._place(by.counting) == place:
                wanted.setdefault(amount, {}).update(dict.fromkeys(PLACED[by.counting.straddling]))
        if wanted:
            yield from self._loss.amounts(rows, {amount: tuple(placed) for amount, placed in wanted.items()})

    def _known(self) -> Iterator[Event]:
        """The latest absence, and the absences that are over with and without an interview."""
        yield self.absences, {"at": nw.col("start"), "latest": nw.col("start")}
        over = self.absences.filter(~nw.col("ends").is_null())
        yield over, {"at": nw.col("ends") + 1, "over": whole(1)}
        seen = over.filter(~nw.col("interviewed").is_null())
        yield seen, {"at": nw.max_horizontal("interviewed", nw.col("ends") + 1), "seen": whole(1)}

    def _held(self) -> Iterator[Event]:
        """When the stages were held since which some time is asked."""
        for by in self._of(SinceHeld):
            if self.behind.holdings is not None:
                stage = (nw.col("step") == by.step.value) & (nw.col("route") == ROUTES.index(by.route))
                yield self.behind.holdings.filter(stage), {"at": nw.col("held"), held_as(by): nw.col("held")}

    def _noted(self) -> Iterator[Event]:
        if self.behind.notes is not None and any(by.forecast for by in self._of(Continuous)):
            yield self.behind.notes, {"at": nw.col("start"), "note": nw.col("until")}

    def _of(self, kind: type[M]) -> list[M]:
        return [by for by in self.measures.values() if isinstance(by, kind)]

    def on(self, days: Table) -> Table:
        """Workers and days with every fact of each by its name; dates are numbered, and whatever was there stays."""
        kept_columns = days.collect_schema().names()
        table = with_standing(self._by_people(self._as_of(days)), self.behind.holdings)
        for stretch in self._stretches.values():
            table = stretch.with_ends(table, self.behind.calendar)
        table = kept(self._upto(table))
        table = self._with_points(table)
        made = {name: self._measure(by, vocabulary(self.policy.about)[name]) for name, by in self.measures.items()}
        return kept(
            self._looked_up(table).select(
                *kept_columns, *STANDS, *judged(self.policy), "probation_ends", episode=nw.col(f"spell0_{NOW}"), **made
            )
        )

    def _as_of(self, days: Table) -> Table:
        """The days with what had happened by then."""
        table = self._running.on(days, {NOW: nw.col("day")})
        latest, day = nw.col(f"latest_{NOW}"), nw.col("day")
        began = latest > 0
        until = nw.min_horizontal(nw.col(f"until0_{NOW}"), day)
        held = nw.when(nw.col(f"over_{NOW}") == nw.col(f"seen_{NOW}")).then(nw.lit(True))
        return table.with_columns(
            latest_start=nw.when(began).then(latest),
            latest_end=nw.when(began).then(until),
            absent=began & (until == day),
            interviews_held=held,
        )

    def _by_people(self, days: Table) -> Table:
        """The days with what is on the workers' own records."""
        day, more = nw.col("day"), judged(self.policy)
        if self.behind.people is None:
            nobody = nw.lit(None, dtype=nw.Boolean())
            unknown = dict.fromkeys(("on_probation", "shift_worker", *more), nobody)
            return days.with_columns(probation_starts=whole(None), probation_ends=whole(None), **unknown)
        people = self.behind.people.select(
            "worker", "probation_ends", "shift_worker", *more, probation_starts="started"
        )
        return joined(days, people, ["worker"]).with_columns(on_probation=day <= nw.col("probation_ends"))

    def _upto(self, table: Table) -> Table:
        """Where only what is over counts: the days with the last day before a spell that is not over."""
        if not self._over_only:
            return table
        day = nw.col("day")
        upto = {
            f"upto{place}": nw.when(nw.col(f"back{place}_{NOW}") > day)
            .then(nw.col(f"spell{place}_{NOW}") - 1)
            .otherwise(day)
            for place in range(len(self._places))
        }
        return table.with_columns(**upto)

    def _tallied(self, by: Tally) -> Tallied:
        place = self._place(by.counting)
        return Tallied(
            by.of, by.counting, place, self._stretches[by.counting.during], self._over_only, self._doubts[place]
        )

    def _place(self, counting: Counting) -> int:
        return self._places.index((counting.where, to_return(counting)))

    def _with_points(self, table: Table) -> Table:
        points = {name: at for by in self._of(Tally) for name, at in self._tallied(by).points()}
        if any(isinstance(by, Continuous | Lasted) for by in self.measures.values()):
            points[BEFORE] = nw.col("day") - 1
        return self._running.on(table, points) if points else table

    def _looked_up(self, table: Table) -> Table:
        """The table with the milestones of the spells that workers are in, the weeks that they work and so on."""
        calendar, nation = self.behind.calendar, self.policy.nation
        for name, by in self.measures.items():
            if isinstance(by, Lasted):
                at = self._current(by.where).start
                table = calendar.looked_up(table, at, **{f"milestone_{name}": milestone(by.span, nation)})
            if isinstance(by, SinceHeld) and self.behind.holdings is not None:
                table = calendar.looked_up(
                    table, f"{held_as(by)}_{NOW}", **{f"milestone_{name}": _after(by.span, nation)}
                )
        return self.dues.by_pattern(table) if self._of(Allowance) else table

    def _current(self, where: Condition) -> Current:
        place = self._places.index((where, False))
        return Current(place, self._over_only, self._doubts[place])

    def _measure(self, by: LostTime, fact: Fact) -> nw.Expr:
        match by:
            case Tally(Of.SPELLS):
                return self._tallied(by).value()
            case Tally(of):
                return _decimal(self._tallied(by).value(), THOUSANDTHS if of is Of.HOURS else HALVES, fact)
            case Continuous(where=where, forecast=forecast):
                note = nw.col(f"note_{NOW}") if self.behind.notes is not None else whole(None)
                return self._current(where).continuous(note if forecast else None)
            case Lasted(where=where):
                return self._current(where).lasted(f"milestone_{fact.name}")
            case SinceHeld():
                if self.behind.holdings is None:
                    return nw.lit(None, dtype=nw.Boolean())
                return (nw.col(f"milestone_{fact.name}") <= nw.col("day")).fill_null(False)
            case _:  # nothing else is worked out in bulk
                scaled = cast("Allowance", by)
                return _decimal(allowed(scaled), UNITS.get(scaled.rounding, 1), fact)


def held_as(by: SinceHeld) -> str:
    """The name of the events of a stage that was held."""
    return f"held_{by.step.value}_{ROUTES.index(by.route)}"


def _after(span: Span, nation: Nation) -> Callable[[date], int]:
    return lambda day: numbered(span.after(day, nation))


def _decimal(amount: nw.Expr, units: int, fact: Fact) -> nw.Expr:
    return (amount / units).cast(nw.Decimal(20, fact.places or 0))


def certain(where: Condition) -> bool:
    """Whether a condition can always be told, of an absence with whatever is unknown."""
    facts = list(dict.fromkeys(reads(where)))
    values = [[None, *(fact.members if issubclass(fact.kind, Enum) else (False, True))] for fact in facts]
    if any(not issubclass(fact.kind, Enum | bool) for fact in facts):
        return not facts
    rows = (
        _absence(start=date.min, **dict(zip([fact.name for fact in facts], told, strict=True)))
        for told in product(*values)
    )
    return all(find(where, row).verdict is not Verdict.CANNOT_TELL for row in rows)


_absence: Callable[..., Absence] = Absence

STANDS = (
    "absent",
    "latest_start",
    "latest_end",
    "step",
    "under_review",
    "review_starts",
    "review_ends",
    "warning_live",
    "long_term_step",
    "interviews_held",
    "on_probation",
    "probation_starts",
    "shift_worker",
)
"""Where a worker stands; the facts of an `Attendance`, which every policy can ask about."""
