"""What every worker was due on any day, as columns: by roster where there is one, else by work pattern."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce
from operator import add

import narwhals as nw

from yosrules.attendance.roster import Roster
from yosrules.attendance.spells import LONGEST_OFF
from yosrules.bulk.attendance.absences import OPEN, Columns
from yosrules.bulk.calendar import BACK, Calendar, week, weekday
from yosrules.bulk.engine import WHOLE, Table, beside, first_of, joined, kept, stacked, whole
from yosrules.language.facts import vocabulary
from yosrules.policies.calendar import Nation
from yosrules.records.absence import WEEKDAYS, WorkPattern

HUNDREDTHS = 100
"""How many of the units of due hours, and of the days of a week, make one."""

DUE = tuple(f"due{place}" for place in range(7))

PATTERN = ("starts", "next", "weeks", "turn", "week_days", "week_hours", *DUE)
"""A stretch of days by one work pattern, or by one week of a cycle of several."""

GAP = ("worker", "moment", "first", "last")
"""A stretch of days before an absence, by the half day in which the absence begins."""

NEAR, FAR = 4, 400
"""How many days between two absences are looked at first, and at most, for one that is worked."""

CHUNK = 64


def each_day(table: Table, first: nw.Expr, last: nw.Expr) -> Table:
    """A row for each `day` from the first to the last that a row names, both in; none if there is none."""
    parts = [(part, more) for more in range(BACK // CHUNK + 1) for part in range(more + 1)]
    chunks = beside(table, {"more": [more for _, more in parts], "chunk": [part for part, _ in parts]})
    steps = [(step, size) for size in range(1, CHUNK + 1) for step in range(size)]
    days = beside(table, {"size": [size for _, size in steps], "step": [step for step, _ in steps]})
    spread = table.with_columns(first=first, length=last - first + 1)
    spread = joined(spread.with_columns(more=(nw.col("length") - 1) // CHUNK), chunks, ["more"], "inner")
    left = nw.col("length") - nw.col("chunk") * CHUNK
    spread = joined(spread.with_columns(size=nw.min_horizontal(left, whole(CHUNK))), days, ["size"], "inner")
    spread = spread.with_columns(day=nw.col("first") + nw.col("chunk") * CHUNK + nw.col("step"))
    return spread.drop("first", "length", "more", "chunk", "size", "step")


def pattern_rows(table: Table, key: str) -> Table:
    """Work patterns as stretches of days, from `starts` to before `next`, with what is due on each day of the week.

    A cycle of several `weeks` has a row for each `turn`. What an ordinary week comes to is summed over the cycle.
    """
    of = Columns(vocabulary(WorkPattern), table, key)
    due = {name: of.parts(each, HUNDREDTHS) for name, each in zip(DUE, WEEKDAYS, strict=True)}
    stated = {name: of.parts(name, HUNDREDTHS) for name in ("nominal_days", "nominal_hours")}
    rows = of.put({"starts": of.day("starts"), "number": of.parts("week"), **due, **stated})
    hours = {name: nw.col(name).fill_null(0) for name in DUE}
    rows = rows.with_columns(
        one=whole(1),
        number=nw.col("number").fill_null(1),
        days_worked=total((each > 0).cast(nw.Int64()) for each in hours.values()) * HUNDREDTHS,
        hours_worked=total(hours.values()),
        **hours,
    )
    cycle = ("worker", "starts")
    rows = rows.with_columns(
        turn=nw.col("one").cum_sum().over(*cycle, order_by="number").cast(nw.Int64()) - 1,
        weeks=nw.col("one").sum().over(*cycle).cast(nw.Int64()),
        by_weekday=nw.col("days_worked").max().over(*cycle) > 0,
    )
    for name, stated_as, worked in (
        ("week_days", "nominal_days", "days_worked"),
        ("week_hours", "nominal_hours", "hours_worked"),
    ):
        value = nw.coalesce(nw.col(stated_as), nw.when(nw.col("by_weekday")).then(nw.col(worked)))
        rows = rows.with_columns(**{name: value, "known": (~value.is_null()).cast(nw.Int64())})
        summed = nw.col(name).sum().over(*cycle).cast(nw.Int64())
        rows = rows.with_columns(**{name: nw.when(nw.col("known").sum().over(*cycle) == nw.col("weeks")).then(summed)})
    starts = rows.select(*cycle).unique()
    starts = starts.with_columns(next=nw.col("starts").shift(-1).over("worker", order_by="starts"))
    rows = joined(rows, starts.with_columns(next=nw.col("next").fill_null(OPEN)), [*cycle])
    not_allowed = (nw.col("starts").is_null(), nw.lit("a work pattern that is not allowed"))
    odd = (nw.col("number") != nw.col("turn") + 1, nw.lit("weeks of a cycle that are not numbered from 1, each once"))
    return rows.with_columns(
        wrong=first_of([not_allowed, odd], nw.lit(None, dtype=nw.String())),
        **{name: nw.when(nw.col("by_weekday")).then(nw.col(name)) for name in DUE},
    )


def total(columns: Iterable[nw.Expr]) -> nw.Expr:
    """The sum of some columns."""
    return reduce(add, columns)


class Dues:
    """What workers were due: `patterns` and `shifts` as they came, `people` with the day each `started`.

    `everybody` is the pattern of whoever has none on record, since whenever.
    """

    def __init__(
        self,
        calendar: Calendar,
        people: Table | None,
        patterns: Table | None,
        shifts: Table | None,
        everybody: WorkPattern | None,
    ) -> None:
        self._calendar, self._people, self._shifts = calendar, people, shifts
        self._stretches = None if patterns is None else _stretches(patterns)
        self._everybody = _literally(everybody)

    def on(self, days: Table) -> Table:
        """For each worker and day the `due` hours, null where nobody knows, and whether it is `rostered`, `working`."""
        table, day = self.by_pattern(days), nw.col("day")
        due = first_of([(weekday(day) == place, nw.col(name)) for place, name in enumerate(DUE)], whole(None))
        by_roster = nw.lit(False)
        if self._shifts is not None:
            table = joined(table, self._shifts.select("worker", "day", "shift"), ["worker", "day"])
            table = joined(table, self._shifts.select("worker", by_roster=nw.lit(True)).unique(), ["worker"])
            by_roster = nw.col("by_roster").fill_null(False)
            due = nw.when(by_roster).then(nw.col("shift").fill_null(0)).otherwise(due)
        if self._people is not None:
            table = joined(table, self._people.select("worker", "started"), ["worker"])
            due = nw.when((day < nw.col("started")).fill_null(False)).then(whole(0)).otherwise(due)
        table = table.with_columns(due=due, by_roster=by_roster)
        rostered = nw.col("due") > 0
        closed = self._calendar.holiday(day) & ~nw.col("by_roster")
        return table.with_columns(rostered=rostered, working=nw.when(~closed).then(rostered).otherwise(nw.lit(False)))

    def by_pattern(self, days: Table) -> Table:
        """The days with the stretch of the work pattern in which each lies."""
        literal = {name: whole(value) for name, value in self._everybody.items()}
        if self._stretches is None:
            return days.with_columns(**literal)
        table = joined(days, self._stretches, ["worker"])
        none = nw.col("starts").is_null()
        table = table.with_columns(
            **{name: nw.when(none).then(value).otherwise(nw.col(name)) for name, value in literal.items()}
        )
        day, starts = nw.col("day"), nw.col("starts")
        turn = (week(day) - week(starts)) % nw.col("weeks") == nw.col("turn")
        return table.filter((starts <= day) & (day < nw.col("next")) & turn)

    def off(self, gaps: Table) -> Table:
        """For each gap of a worker, from its `first` to its `last` day, whether none of them is worked: `off`.

        Null is that nobody knows; or, where `far` holds, that none of very many days is worked and there are more.
        """
        length, works = nw.col("last") - nw.col("first") + 1, nw.col("works")
        near = kept(self._looked_at(gaps, NEAR))
        further = self._looked_at(near.filter(~works & (length > NEAR)).select(*GAP), FAR)
        further = further.select("worker", "moment", further_works=works, further_unsure=nw.col("unsure"))
        table = joined(near, further, ["worker", "moment"])
        table = table.with_columns(
            works=works | nw.col("further_works").fill_null(False),
            unsure=nw.col("unsure") | nw.col("further_unsure").fill_null(False),
        )
        unsure, nobody = nw.col("unsure"), nw.lit(None, dtype=nw.Boolean())
        never, always = nw.lit(False), nw.lit(True)
        choices = [(works, never), (unsure & (length > LONGEST_OFF), never), (unsure, nobody), (length <= FAR, always)]
        table = table.with_columns(off=first_of(choices, nobody), far=~works & ~unsure & (length > FAR))
        return table.select("worker", "moment", "off", "far")

    def _looked_at(self, gaps: Table, most: int) -> Table:
        """The gaps with whether any of their first days `works`, and whether nobody knows of any: `unsure`."""
        first, last = nw.col("first"), nw.col("last")
        days = self.on(each_day(gaps, first, nw.min_horizontal(last, first + most - 1)))
        working = nw.col("working")
        days = days.with_columns(a=working.fill_null(False).cast(WHOLE), b=working.is_null().cast(WHOLE))
        found = days.group_by("worker", "moment").agg(nw.col("a", "b").max())
        table = joined(gaps.select(*GAP), found, ["worker", "moment"])
        return table.select(*GAP, works=nw.col("a").fill_null(0) > 0, unsure=nw.col("b").fill_null(0) > 0)


def _stretches(patterns: Table) -> Table:
    """The stretches of every worker with a pattern, and the one before the first, of which nobody knows anything."""
    before = patterns.group_by("worker").agg(nw.col("starts").min().alias("next"))
    nobody = {name: whole(None) for name in PATTERN}
    known: dict[str, nw.Expr] = {name: nw.col(name) for name in PATTERN}
    worker = {"worker": nw.col("worker")}
    lacking = {**worker, "next": nw.col("next"), "starts": whole(0), "weeks": whole(1), "turn": whole(0)}
    return stacked([(patterns, {**worker, **known}), (before, lacking)], {"worker": nw.col("worker"), **nobody})


def _literally(pattern: WorkPattern | None) -> dict[str, int | None]:
    """The stretch of a pattern that is everybody's."""
    nothing: dict[str, int | None] = {**dict.fromkeys(PATTERN), "starts": 0, "next": OPEN, "weeks": 1, "turn": 0}
    if pattern is None:
        return nothing
    week = Roster((pattern,), None, Nation.ENGLAND).week(pattern.starts)
    nothing["week_days"], nothing["week_hours"] = (
        None if each is None else int(each * HUNDREDTHS) for each in (week.days, week.hours)
    )
    hours = {name: vars(pattern)[each] or Decimal(0) for name, each in zip(DUE, WEEKDAYS, strict=True)}
    return nothing | ({name: int(each * HUNDREDTHS) for name, each in hours.items()} if any(hours.values()) else {})
