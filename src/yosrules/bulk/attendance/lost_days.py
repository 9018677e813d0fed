"""What happened to each worker on which day, as a table of events: spells begun and ended, days and hours lost.

Added up to a day, events say how many spells had begun by it and what was lost by then; from one day to another, the
difference does. What a spell lost is placed on its days, or all of it where it starts, or where it ends.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeAlias

import attrs
import narwhals as nw

from yosrules.bulk.attendance.roster import Dues, each_day
from yosrules.bulk.calendar import Calendar
from yosrules.bulk.engine import WHOLE, Table, joined, kept, whole
from yosrules.policies.attendance import Conventions, OverLeave
from yosrules.policies.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.formulas import HALVES
from yosrules.policies.lost_time import Of

Event: TypeAlias = tuple[Table, Mapping[str, nw.Expr]]
"""Rows that are events, and what is made of each; `at` is the day."""


class Placed(StrEnum):
    """On which day an amount is placed."""

    DAY = "day"
    START = "spell_start"
    END = "spell_end"


@attrs.frozen
class Amount:
    """What of a spell is counted: hours (no `days`), or days by their kind; `where` is the place of the condition."""

    where: int
    days: DayCount | None
    half_day: HalfDay

    def named(self, placed: Placed) -> str:
        """The name of its column, where it is placed so."""
        days = "hours" if self.days is None else self.days.name.lower()
        return f"{days}_{self.half_day.name.lower()}{self.where}_{placed.name.lower()}"


def amount_of(of: Of, counting: Counting, where: int) -> Amount | None:
    """What a tally adds up, if anything."""
    if of is Of.SPELLS:
        return None
    return Amount(where, None, HalfDay.HALF) if of is Of.HOURS else Amount(where, counting.days, counting.half_day)


PLACED = {
    Straddling.INSIDE: (Placed.DAY,),
    Straddling.BY_START: (Placed.DAY, Placed.START),
    Straddling.TOUCHING: (Placed.DAY, Placed.START, Placed.END),
    Straddling.BY_END: (Placed.DAY, Placed.END),
}
"""How amounts are placed for what counts of a spell that lies across the ends of a window."""


@attrs.frozen
class Loss:
    """What turns the absences of workers into events."""

    calendar: Calendar
    conventions: Conventions
    dues: Dues
    leave: Table | None

    def spells(self, rows: Table, where: int) -> Iterator[Event]:
        """Spells that begin and end; how far the latest row goes and when its worker was back."""
        begins = nw.col("spell_at") == nw.col("moment")
        latest = {"until": nw.col("lasts"), "spell": nw.col("spell_start"), "back": nw.col("back")}
        began = {"at": nw.col("start"), f"begun{where}": begins.cast(WHOLE)}
        yield rows, {**began, **{f"{name}{where}": told for name, told in latest.items()}}
        yield rows.filter(begins), {"at": nw.col("spell_end"), f"ended{where}": whole(1)}

    def perhaps(self, rows: Table, where: int) -> Iterator[Event]:
        """Spells that have ended or not, on their last day of absence, for want of a return."""
        untold = (nw.col("lasts") > nw.col("ends")) & nw.col("returned").is_null()
        last = rows.filter(untold & (nw.col("lasts") == nw.col("spell_end")))
        for at, more in ((nw.col("ends"), 1), (nw.col("lasts"), -1)):
            yield last, {"at": at, f"perhaps{where}": whole(more)}

    def doubts(self, rows: Table, unsure: nw.Expr, name: str) -> Iterator[Event]:
        """Runs of spells with an absence of which something cannot be told: where they start, from when, till when."""
        since = nw.when(unsure).then(nw.col("start"))
        runs = (
            rows.with_columns(since=since)
            .group_by("worker", "run_at")
            .agg(nw.col("since").min(), nw.col("run_start").min(), nw.col("run_end").max())
        )
        runs = kept(runs.filter(~nw.col("since").is_null()))
        for which, at in (("from", "run_start"), ("since", "since"), ("over", "run_end")):
            yield runs, {"at": nw.col(at), f"{name}_{which}": whole(1)}

    def amounts(self, rows: Table, wanted: Mapping[Amount, Sequence[Placed]]) -> Iterator[Event]:
        """What was lost, and the days of which nobody can tell."""
        last = nw.min_horizontal("lasts", whole(self.calendar.last))
        begins, ends = nw.col("day") == nw.col("start"), nw.col("day") == nw.col("ends")
        days = each_day(rows, nw.col("start"), last).with_columns(
            halves=HALVES
            - (begins & (nw.col("half") == 1)).cast(WHOLE)
            - (ends & (nw.col("short") == 1)).fill_null(False).cast(WHOLE),
            shared=begins & nw.col("link").fill_null(False) & (nw.col("start") == nw.col("before_until")),
        )
        yield from self._weighed(self._due(days, wanted), wanted)
        if any(amount.days is DayCount.CALENDAR for amount in wanted) and self.conventions.linking.over_days_off:
            yield from self._days_off(
                rows, {each: placed for each, placed in wanted.items() if each.days is DayCount.CALENDAR}
            )
        for amount, placed in wanted.items():
            if amount.days is None:
                yield from _lumps(rows, amount, placed)

    def _due(self, days: Table, wanted: Mapping[Amount, Sequence[Placed]]) -> Table:
        """The days with what was due on each, if that matters, and whether leave was booked for it."""
        if any(amount.days not in (DayCount.CALENDAR, DayCount.TO_RETURN) for amount in wanted):
            days = self.dues.on(days)
        if self.conventions.over_leave is OverLeave.COUNTS:
            on_leave = nw.lit(False)
        elif self.leave is None:
            on_leave = nw.lit(None, dtype=nw.Boolean())
        else:
            booked = each_day(self.leave, nw.col("start"), nw.col("until")).select("worker", "day").unique()
            days = joined(days, booked.with_columns(booked=nw.lit(True)), ["worker", "day"])
            on_leave = nw.col("booked").fill_null(False)
        return kept(days.with_columns(on_leave=on_leave))

    def _weighed(self, days: Table, wanted: Mapping[Amount, Sequence[Placed]]) -> Iterator[Event]:
        for placed in dict.fromkeys(each for all_ in wanted.values() for each in all_):
            made = {"at": nw.col(placed.value)}
            for amount in (each for each, places in wanted.items() if placed in places):
                lost, untold = _lost(amount)
                made |= {f"{amount.named(placed)}_lost": lost, f"{amount.named(placed)}_untold": untold}
            yield days, made

    def _days_off(self, rows: Table, wanted: Mapping[Amount, Sequence[Placed]]) -> Iterator[Event]:
        """The days off that lie inside a spell."""
        inside = rows.filter(nw.col("link").fill_null(False)).with_columns(
            first=nw.col("before_until") + 1, last=nw.col("start") - 1
        )
        inside = kept(inside.filter(nw.col("first") <= nw.col("last")))
        found = joined(inside.drop("off", "far", strict=False), self.dues.off(inside), ["worker", "moment"])
        days = found.filter(nw.col("off").fill_null(False)).rename({"first": "from"})
        days = each_day(days, nw.col("from"), nw.col("last")).with_columns(halves=whole(HALVES), shared=nw.lit(False))
        yield from self._weighed(self._due(days, wanted), wanted)


def _lost(amount: Amount) -> tuple[nw.Expr, nw.Expr]:
    """What a day adds to an amount, and 1 where nobody can tell."""
    lump, after = nw.lit(False), (nw.col("day") > nw.col("ends")).fill_null(False)
    weight = nw.col("halves")
    match amount.days:
        case None:
            lump = ~nw.col("hours").is_null() & ~nw.col("ends").is_null()
            counts, weight = nw.col("working") & ~after, nw.col("due") * 10 * nw.col("halves") // HALVES
        case DayCount.WORKING | DayCount.SESSIONS:
            counts = nw.col("working")
        case DayCount.ROSTERED:
            counts = nw.col("rostered")
        case DayCount.TO_RETURN:
            counts = nw.when(~after | ~nw.col("returned").is_null()).then(nw.lit(True))
        case _:
            counts = nw.lit(True)
    if amount.half_day is HalfDay.WHOLE:
        weight = nw.when(nw.col("shared")).then(whole(0)).otherwise(whole(HALVES))
    on_leave = nw.col("on_leave")
    counts = nw.when(on_leave.is_null()).then(nw.lit(None, dtype=nw.Boolean())).otherwise(counts & ~on_leave)
    unknown = counts.is_null() | nw.col("due").is_null() if amount.days is None else counts.is_null()
    lost = nw.when(counts.fill_null(False) & ~unknown & ~lump).then(weight).otherwise(whole(0))
    return lost, (unknown & ~lump).cast(WHOLE)


def _lumps(rows: Table, amount: Amount, placed: Sequence[Placed]) -> Iterator[Event]:
    """Hours that were written down, which are known for the whole absence only."""
    lumps = rows.filter(~nw.col("hours").is_null() & ~nw.col("ends").is_null())
    for where in placed:
        at = nw.col("ends") if where is Placed.DAY else nw.col(where.value)
        yield lumps, {"at": at, f"{amount.named(where)}_lost": nw.col("hours")}
    yield lumps, {"at": nw.col("start"), f"{amount.named(Placed.DAY)}_begun": whole(1)}
    yield lumps, {"at": nw.col("ends"), f"{amount.named(Placed.DAY)}_ended": whole(1)}
