"""Many workers' absences put to an attendance policy: the stages that are due, as `track` says of each worker.

    due = triggers_frame(policy, day, {Absence: absences, WorkPattern: patterns, StageHeld: stages})

Frames of Polars, DuckDB, PySpark, pyarrow and pandas come in and the same kind goes out, a row for each worker and
reading. Every day of absence is looked at as it was known then. `track` shows, of one worker, which absences were
counted and what one more would lead to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import narwhals.stable.v2 as nw

from yosrules.attendance.triggers.rulings import Rulings
from yosrules.bulk.attendance.facts import Attendances
from yosrules.bulk.attendance.histories import HistoryTables, as_numbers, check_keys, named
from yosrules.bulk.attendance.measures.plan import in_bulk, wheres
from yosrules.bulk.attendance.tables.columns import WORKER, WorkerRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.attendance.triggers.assessed import assessed_days
from yosrules.bulk.attendance.triggers.due import reading_of
from yosrules.bulk.attendance.triggers.replay import Replay
from yosrules.bulk.frames.engine import LazyTable, N, check_whose, handed_out, joined, opened, worked
from yosrules.errors import PolicyError
from yosrules.language.facts import Facts
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Conventions, Fires
from yosrules.policies.lost_time.measures import lost
from yosrules.records.absence import WorkPattern


def triggers_frame(
    policy: AttendancePolicy,
    day: date,
    histories: Mapping[type[Facts], N],
    *,
    key: str = WORKER,
    pattern: WorkPattern | None = None,
) -> N:
    """A row for each worker and reading: why the worker is `refused`, who is `alike`, every measure, and every stage.

    A stage is must, at least may, may, cannot tell or no; `... since` is the day from which it is due, `... still`
    whether the worker is over the line on the day asked about, `... by` the last day on which it is to be held, where
    the policy says, `... gate` whether it may be held. `pattern` is the work
    pattern of whoever has none. A policy that asks for what is not worked out in bulk raises a `PolicyError`, an eager
    history with a row of nobody a `RecordError`; in a lazy one nobody is a worker who is refused.
    """
    if wrong := list(not_in_bulk(policy)):
        raise PolicyError("\n  ".join([f"{policy.name} is not worked out in bulk; track workers one by one", *wrong]))
    tables = {kind: worked(frame) for kind, frame in histories.items()}
    check_keys(tables, key)
    check_whose({kind: opened(frame) for kind, frame in histories.items()}, key)
    given, names = as_numbers(tables, key)
    behind = HistoryTables(policy, given, day, key, wheres(policy), names)
    rulings = Rulings(policy)
    read, attendances = [], dict[Conventions, Attendances]()
    for name in rulings.readings:
        # Readings of the rules share their conventions, and with them all that is worked out from the histories.
        conventions = rulings.conventions(name)
        if conventions not in attendances:
            attendances[conventions] = Attendances(policy, conventions, behind, pattern)
        read.append((name, _read(rulings, name, attendances[conventions])))
    # Only after the readings, because linking absences refuses workers too.
    everybody = behind.workers()
    found = nw.concat([_of_all(everybody, table, name) for name, table in read], how="vertical")
    return handed_out(next(iter(histories.values())), named(found, names).rename({WORKER: key}))


def not_in_bulk(policy: AttendancePolicy) -> Iterator[str]:
    """What a policy asks for that only `track` works out."""
    ways = [way for edition in policy.editions for _, way in policy.readings(edition).values()]
    if any(way.fires is not Fires.ON_EACH_ABSENCE for way in ways):
        yield f"a trigger that is hit otherwise than {Fires.ON_EACH_ABSENCE}"
    if any(not way.used_again for way in ways):
        yield "absences that are not used again"
    for rule in policy.of_rules:
        if any(policy.how(rule, way) != way for way in ways):
            yield f"rule {rule}: conventions that it has for itself"
    if policy.open_cases_stay:
        yield "cases that stay under an earlier edition"
    for stage in policy.stages:
        if stage.extended_by_leave or stage.re_entry:
            yield f"{stage.name}: a review that is extended by leave, or a stage that is entered again"
    for name, ref in lost(policy.about).items():
        why = in_bulk(ref.by)
        if isinstance(why, str):
            yield f"{name}: {why}"


def _read(rulings: Rulings, name: str, attendances: Attendances) -> LazyTable:
    """One reading: a row for each worker of whom there is an absence or a day to look at."""
    days = attendances.on(assessed_days(rulings, rulings.conventions(name), attendances))
    return reading_of(Replay(rulings, name, attendances), days)


def _of_all(everybody: LazyTable, read: LazyTable, reading: str) -> LazyTable:
    """Everybody by one reading; of whom is refused, only why."""
    names = [name for name in read.collect_schema().names() if name != WORKER]
    fine = nw.col(DayRow.refused).is_null()
    return joined(everybody, read, [WORKER]).select(
        WORKER,
        nw.lit(reading).alias(DayRow.reading),
        DayRow.refused,
        WorkerRow.alike,
        *(nw.when(fine).then(nw.col(name)).alias(name) for name in names),
    )
