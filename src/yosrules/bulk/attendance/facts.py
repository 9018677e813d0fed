"""The attendance of many workers on any days, as columns: every fact that a policy asks, as `Attending` has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import CANNOT_TELL
from yosrules.bulk.attendance.days.links import Links
from yosrules.bulk.attendance.days.lost_days import Ledger
from yosrules.bulk.attendance.days.roster import Rosters
from yosrules.bulk.attendance.days.spells import chained
from yosrules.bulk.attendance.events import events, held_as
from yosrules.bulk.attendance.histories import HistoryTables, judged
from yosrules.bulk.attendance.measures.lost_time import current, lost_time
from yosrules.bulk.attendance.measures.plan import Plan
from yosrules.bulk.attendance.measures.windows import window_of
from yosrules.bulk.attendance.stages.ladder import holdings
from yosrules.bulk.attendance.stages.standings import standings
from yosrules.bulk.attendance.tables.columns import DAY, AbsenceRow
from yosrules.bulk.attendance.tables.day_columns import DayRow, EventRow, Point, at_point
from yosrules.bulk.attendance.tables.running_totals import Running, RunningInPolars, to_end_of
from yosrules.bulk.frames.calendar import numbered
from yosrules.bulk.frames.engine import LazyTable, kept
from yosrules.language.facts import vocabulary
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Conventions
from yosrules.policies.lost_time.measures import Continuous, Lasted, SinceHeld, Tally
from yosrules.policies.lost_time.scaling import Allowance
from yosrules.records.absence import STANDING_FACTS, WorkPattern


class Attendances:
    """Workers' histories, read by one set of conventions, to be asked about any of their days up to a last one."""

    def __init__(
        self, policy: AttendancePolicy, conventions: Conventions, behind: HistoryTables, pattern: WorkPattern | None
    ) -> None:
        self.policy, self.behind = policy, behind
        self._plan = Plan.of(
            policy,
            conventions,
            stages_given=behind.stages is not None,
            notes_given=behind.notes is not None,
        )
        # Of whatever kind they are: what has no column is read as unknown.
        self.unknown: tuple[str, ...] = (*judged(policy),) if behind.people is None else ()
        self.holdings = None
        if behind.stages is not None:
            self.holdings = kept(holdings(behind.stages, policy, conventions.clocks, behind.calendar))
        self._rosters = Rosters(behind.calendar, behind.people, behind.patterns, behind.shifts, pattern)
        ledger = Ledger(behind.calendar, conventions, self._rosters, behind.leave)
        self.absences = kept(behind.absences.filter(nw.col(AbsenceRow.start) <= behind.calendar.last))
        running = RunningInPolars if self.absences.implementation.is_polars() else Running
        links = Links(conventions.linking, self._rosters, behind.leave)
        every = chained(links, self.absences)
        self._running = running(events(self._plan, behind, ledger, links, every))
        gate = self._plan.gate
        self._without_interview = None if gate is None else gate.without(every)

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of the measures of the policy."""
        return tuple(self._plan.measures)

    def on(self, days: LazyTable) -> LazyTable:
        """Workers and days with every fact by its name, dates as numbered days; columns that are there stay."""
        there = days.collect_schema().names()
        own = [name for name in judged(self.policy) if name not in self.unknown]
        table = standings(days, self._running, self.behind.people, self.holdings, own)
        # Only now, because windows are counted from dates of absences, of the worker's record and of stages.
        for window in self._plan.windows.values():
            table = window_of(window, table, self.behind.calendar)
        table = self._interviews(table)
        # Kept here and below, because an engine that works lazily would do everything above once for each look-up.
        table = kept(table)
        table = self._looked_up(self._at_points(table))
        facts = vocabulary(self.policy.about)
        made = {name: lost_time(by, facts[name], self._plan) for name, by in self._plan.measures.items()}
        episode = nw.col(at_point(EventRow.spell(0), Point.now)).alias(DayRow.episode)
        # A copy, because a rule that reads the fact needs it as a date.
        ends = nw.col(DayRow.probation_ends).alias(DayRow.probation_last)
        return kept(table.select(*there, *STANDING_FACTS, *own, episode, ends, **made))

    def _interviews(self, days: LazyTable) -> LazyTable:
        """Days with whether the interviews were held, where a rule or a gate asks for them."""
        if self._plan.gate is None or self._without_interview is None:
            return days.with_columns(CANNOT_TELL.alias(DayRow.interviews_held))
        return self._plan.gate.open(days, self._without_interview)

    def _at_points(self, table: LazyTable) -> LazyTable:
        """Days with the running totals at every point that a measure reads."""
        tallies = self._plan.only(Tally).values()
        points = {name: at for by in tallies for name, at in self._plan.tallied(by).points()}
        if any(isinstance(by, Continuous | Lasted) for by in self._plan.measures.values()):
            points[Point.before] = to_end_of(nw.col(DAY) - 1)
        return self._running.on(table, points) if points else table

    def _looked_up(self, table: LazyTable) -> LazyTable:
        """Days with the milestones that measures ask about, and the work pattern in force on each."""
        calendar, nation = self.behind.calendar, self.policy.nation

        def lasted(by: Lasted) -> Callable[[date], int]:
            return lambda start: numbered(by.milestone(start, nation))

        def since(by: SinceHeld) -> Callable[[date], int]:
            return lambda held: numbered(by.span.after(held, nation))

        for name, long in self._plan.only(Lasted).items():
            at = current(long.where, self._plan).start
            table = calendar.looked_up(table, at, **{DayRow.milestone(name): lasted(long)})
        if self._plan.stages_given:
            for name, by in self._plan.only(SinceHeld).items():
                at = at_point(held_as(by), Point.now)
                table = calendar.looked_up(table, at, **{DayRow.milestone(name): since(by)})
        return self._rosters.by_pattern(table) if self._plan.only(Allowance) else table
