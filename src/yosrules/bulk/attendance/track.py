"""Many workers' absences put to an attendance policy: the stages that are due, as `track` says of each worker.

    due = triggers_frame(policy, day, {Absence: absences, WorkPattern: patterns, StageHeld: stages})

Frames of Polars, DuckDB, PySpark, pyarrow and pandas come in and the same kind goes out, a row for each worker and
reading. Every day of absence is looked at as it was known then. Which absences were counted, and what one more would
lead to, `track` says of chosen workers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import narwhals as nw

from yosrules.attendance.rulings import Rulings
from yosrules.bulk.attendance.facts import Attendances, measures, wheres
from yosrules.bulk.attendance.histories import HistoryTables, check_keys
from yosrules.bulk.attendance.replay import Hits
from yosrules.bulk.attendance.roster import each_day
from yosrules.bulk.columns import N
from yosrules.bulk.engine import Table, as_numbers, handed_out, joined, kept, named, stacked, whole, worked
from yosrules.errors import PolicyError
from yosrules.language.facts import Facts
from yosrules.policies.attendance import Assessed, AttendancePolicy, Conventions, Fires
from yosrules.policies.counting import AnyWindow, DayCount
from yosrules.policies.lost_time import Allowance, Expired, LostTime, Pattern, ShareOfTime, Tally
from yosrules.records.absence import WorkPattern

OWN = ("worker", "reading", "refused")
"""The columns that stand before what is told of a worker."""


def triggers_frame(
    policy: AttendancePolicy,
    day: date,
    histories: Mapping[type[Facts], N],
    *,
    key: str = "worker",
    pattern: WorkPattern | None = None,
) -> N:
    """A row for each worker and reading: why the worker's histories are `refused`, every measure, every stage.

    A stage is must, may, cannot tell or no; `... since` is the day from which it is due, `... still` whether the worker
    is over the line on the day asked about, `... gate` whether it may be held. `pattern` is the work pattern of whoever
    has none. What a policy asks for that cannot be done in bulk is a `PolicyError`.
    """
    if wrong := list(not_in_bulk(policy)):
        raise PolicyError("\n  ".join([f"{policy.name} is not worked out in bulk; track workers one by one", *wrong]))
    tables = {kind: worked(frame) for kind, frame in histories.items()}
    check_keys(tables, key)
    given, names = as_numbers(tables, key)
    behind = HistoryTables(policy, given, day, key, wheres(policy))
    rulings = Rulings(policy)
    read, attendances = [], dict[Conventions, Attendances]()
    for name in rulings.readings:
        conventions = rulings.conventions(name)
        if conventions not in attendances:
            attendances[conventions] = Attendances(policy, conventions, behind, pattern)
        read.append((name, _read(rulings, name, attendances[conventions])))
    everybody = behind.workers()
    told = nw.concat([_of_all(everybody, table, name) for name, table in read], how="vertical")
    return handed_out(next(iter(histories.values())), named(told, names).rename({"worker": key}))


def not_in_bulk(policy: AttendancePolicy) -> Iterator[str]:
    """What a policy asks for that only `track` does."""
    ways = [way for edition in policy.editions for _, way in policy.readings(edition).values()]
    if any(way.fires is not Fires.ON_EACH_ABSENCE for way in ways):
        yield f"a trigger that is hit otherwise than {Fires.ON_EACH_ABSENCE}"
    if any(not way.used_again for way in ways):
        yield "absences that are not used again"
    if policy.open_cases_stay:
        yield "cases that stay under an earlier edition"
    for stage in policy.stages:
        if stage.extended_by_leave or stage.re_entry:
            yield f"{stage.name}: a review that is extended by leave, or a stage that is entered again"
    on_return = any(way.assessed is Assessed.ON_RETURN and way.linking.over_days_off for way in ways)
    for name, by in measures(policy).items():
        if why := _not_measured(by, on_return=on_return):
            yield f"{name}: {why}"


def _not_measured(by: LostTime, *, on_return: bool) -> str:
    match by:
        case Tally(_, counting) if isinstance(counting.during, AnyWindow):
            return "any window of one length"
        case Tally(_, counting) if counting.days is DayCount.CALENDAR and on_return:
            return "calendar days of what is over only"
        case Expired() | ShareOfTime():
            return "stages that expired, or a share of the hours due"
        case Allowance(pattern=Pattern.AVERAGE):
            return "the average week over a window"
        case _:
            return ""


def _read(rulings: Rulings, name: str, attendances: Attendances) -> Table:
    """What one reading comes to, for every worker."""
    days = attendances.on(_days(rulings, rulings.conventions(name), attendances))
    return Hits(rulings, name, attendances).due(days)


def _days(rulings: Rulings, conventions: Conventions, attendances: Attendances) -> Table:
    """The days of each worker on which a trigger can be hit: `assessed`, `usual` by the conventions; and today."""
    last, rows = attendances.behind.calendar.last, attendances.absences
    today = attendances.behind.workers().select("worker", day=whole(last))
    ends = nw.coalesce(nw.col("returned") - 1, nw.col("until")) if rulings.to_return else nw.col("until")
    away = each_day(rows, nw.col("start"), nw.min_horizontal(ends, whole(last)))
    usual = {
        Assessed.EACH_DAY: away,
        Assessed.AT_START: rows.with_columns(day=nw.col("start")),
        Assessed.ON_RETURN: rows.with_columns(day=nw.col("back")).filter(nw.col("day") <= last),
    }[conventions.assessed]
    there = {"day": nw.col("day")}
    days = [(today, there), (usual, {**there, "usual": whole(1), "assessed": whole(1)})]
    if rulings.any_long_term and conventions.assessed is not Assessed.EACH_DAY:
        days.append((away, {**there, "assessed": whole(1)}))
    base = {"worker": nw.col("worker"), "day": whole(None), "usual": whole(0), "assessed": whole(0)}
    found = stacked(days, base).group_by("worker", "day").agg(nw.col("usual", "assessed").max())
    return kept(found.with_columns(usual=nw.col("usual") > 0, assessed=nw.col("assessed") > 0))


def _of_all(everybody: Table, told: Table, reading: str) -> Table:
    """Everybody, with what is told of those whose histories are not refused."""
    names = [name for name in told.collect_schema().names() if name != "worker"]
    table = joined(everybody, told, ["worker"])
    fine = nw.col("refused").is_null()
    return table.select(
        "worker",
        nw.lit(reading).alias("reading"),
        "refused",
        *(nw.when(fine).then(nw.col(name)).alias(name) for name in names),
    )
