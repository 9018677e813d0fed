"""The histories behind many workers as tables of whole numbers, and why some workers are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

import narwhals.stable.v2 as nw

from yosrules.bulk.attendance.days.absences import NO_TEXT, Numbers, absence_rows
from yosrules.bulk.attendance.days.weeks import pattern_rows
from yosrules.bulk.attendance.stages.ladder import stages_held
from yosrules.bulk.attendance.tables.columns import DAY, SAME, WORKER, WRONG, PeriodRow, ShiftRow, WorkerRow
from yosrules.bulk.attendance.tables.day_columns import DayRow
from yosrules.bulk.frames.calendar import Calendar
from yosrules.bulk.frames.engine import WHOLE, LazyTable, first_of, joined, kept, stacked, texts_beside, whole
from yosrules.errors import RecordError
from yosrules.language.expr import Condition
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, one_of
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time.formulas import HUNDREDTHS
from yosrules.policies.lost_time.measures import lost
from yosrules.records.absence import (
    WEEKDAYS,
    Absence,
    Attendance,
    FitNote,
    Leave,
    Shift,
    StageHeld,
    Worker,
    WorkPattern,
)
from yosrules.records.on_record import NO_ABSENCES
from yosrules.records.references import NOBODY, alike, alike_said, did_you_mean, likeness

K = TypeVar("K")


class HistoryTables:
    """The histories of workers up to a day; one that was not given is None."""

    def __init__(
        self,
        policy: AttendancePolicy,
        given: Mapping[type[Facts], LazyTable],
        day: date,
        key: str,
        wheres: Sequence[Condition],
        names: LazyTable | None = None,
    ) -> None:
        self._given, self._key, self._wrong, self._names = given, key, list[LazyTable](), names
        self.calendar = Calendar(given[Absence], day, policy.nation)
        self.everybody = self._everybody()
        self.absences = self._kept(absence_rows(given[Absence], key, self.calendar, wheres, policy.absences))
        self.people = self._rows(Worker, lambda table: _people(table, key, judged(policy)))
        self.patterns = self._rows(WorkPattern, lambda table: pattern_rows(table, key))
        self.shifts = self._rows(Shift, lambda table: _shifts(table, key))
        self.stages = self._rows(StageHeld, lambda table: stages_held(table, key))
        self.leave = self._rows(Leave, lambda table: _periods(table, key, Leave))
        self.notes = self._rows(FitNote, lambda table: _periods(table, key, FitNote))

    def refuse(self, rows: LazyTable, why: nw.Expr) -> None:
        """Refuse the workers of some rows; `why` is null where nothing is wrong."""
        self._wrong.append(rows.select(WORKER, why.alias(WRONG)))

    def workers(self) -> LazyTable:
        """Every worker of whom there is any row: why the worker is `refused`, and who is `alike`; null where not."""
        wrong = nw.col(WRONG)
        refused = stacked(
            [(table.filter(~wrong.is_null()), {WRONG: wrong}) for table in self._wrong],
            {WORKER: nw.col(WORKER), WRONG: NO_TEXT},
        )
        # The least text of several, so that every engine names the same one.
        found = joined(self.everybody, refused.group_by(WORKER).agg(wrong.min()), [WORKER])
        found = joined(found, self._to_look_at(), [WorkerRow.reference])
        why = first_of(nobody_named(), nw.coalesce(wrong, nw.col(WorkerRow.stranger)))
        return kept(found.select(WORKER, why.alias(DayRow.refused), WorkerRow.alike))

    def _everybody(self) -> LazyTable:
        """Every worker of whom there is any row, with the reference as text, and whether the worker is known."""
        main = Worker if Worker in self._given else Absence
        names = [
            (table, {WORKER: nw.col(self._key), WorkerRow.known: whole(kind is main)})
            for kind, table in self._given.items()
        ]
        rows = stacked(names, {WORKER: NO_TEXT, WorkerRow.known: whole(0)})
        found = rows.group_by(WORKER).agg(nw.col(WorkerRow.known).max())
        if self._names is None:
            return kept(found.with_columns(nw.col(WORKER).cast(nw.String()).alias(WorkerRow.reference)))
        names_ = self._names.rename({WORKER: WorkerRow.reference, WorkerRow.number: WORKER})
        return kept(joined(found, names_, [WORKER]))

    def _to_look_at(self) -> LazyTable:
        """The references that a person should look at: of nobody in the main history, or like another one."""
        found = self.everybody.select(WorkerRow.reference, WorkerRow.known).collect()
        known = {str(each): bool(there) for each, there in found.iter_rows() if each is not None}
        main = (Worker if Worker in self._given else Absence).__name__
        meant = {likeness(each): each for each in sorted(known) if known[each]}
        strangers = {
            each: f"allowed: a worker in the rows of {main}{did_you_mean(meant.get(likeness(each)))}"
            for each, there in known.items()
            if not there
        }
        like = {each: said for group in alike(sorted(known)) for said in alike_said(group) for each in group}
        names = [*dict.fromkeys([*strangers, *like])]
        columns = {WorkerRow.stranger: [*map(strangers.get, names)], WorkerRow.alike: [*map(like.get, names)]}
        return texts_beside(self.everybody, {WorkerRow.reference: names, **columns})

    def _rows(self, kind: type[Facts], make: Callable[[LazyTable], LazyTable]) -> LazyTable | None:
        table = self._given.get(kind)
        return None if table is None else self._kept(make(table))

    def _kept(self, made: LazyTable) -> LazyTable:
        rows, wrong = kept(made), nw.col(WRONG)
        self.refuse(rows, wrong)
        # Beside others a row that cannot be on record would double the worker's days.
        return rows.filter(wrong.is_null())


def nobody_named() -> Iterator[tuple[nw.Expr, nw.Expr]]:
    """Why a reference names nobody."""
    reference = nw.col(WorkerRow.reference)
    yield reference.is_null(), nw.lit("no worker is named")
    for allowed, pattern in NOBODY.items():
        yield reference.str.contains(pattern), nw.lit(f"no worker is named; allowed: {allowed}")


def check_keys(given: Mapping[type[Facts], LazyTable], key: str) -> None:
    """Raise an error unless there are absences, and every history says whose each row is."""
    if Absence not in given:
        raise RecordError(NO_ABSENCES)
    if Absence.end.fact.name not in given[Absence].collect_schema():
        raise RecordError(
            "there is no column 'end' in the rows of Absence; without it nothing says that anybody is still away, "
            "so give one that is null where the worker is"
        )
    patterns = [*given[WorkPattern].collect_schema()] if WorkPattern in given else [*WEEKDAYS]
    lacking = [day for day in WEEKDAYS if day not in patterns]
    if 0 < len(lacking) < len(WEEKDAYS):
        raise RecordError(
            f"there is no column {one_of(lacking)} in the rows of WorkPattern; give one that is null where nobody works"
        )
    if nameless := [kind.__name__ for kind, table in given.items() if key not in table.collect_schema()]:
        raise RecordError(
            f"there is no column {key!r}, which says whose a row is, in the rows of {', '.join(nameless)}"
        )


def as_numbers(tables: Mapping[K, LazyTable], key: str) -> tuple[dict[K, LazyTable], LazyTable | None]:
    """The histories with workers as numbers, and a table of who they are; unchanged for other engines than Polars.

    `RunningInPolars` needs numbers: one key of worker and day is what it searches.
    """
    first = next(iter(tables.values()))
    if not first.implementation.is_polars():
        return dict(tables), None
    name = nw.col(key).cast(nw.String())
    everybody = nw.concat([table.select(name.alias(WORKER)) for table in tables.values()], how="vertical").unique()
    everybody = everybody.with_row_index(WorkerRow.number, order_by=WORKER)
    names = kept(everybody.with_columns(nw.col(WorkerRow.number).cast(WHOLE)))
    by_key = names.rename({WORKER: key})

    def numbered(table: LazyTable) -> LazyTable:
        found = table.with_columns(name).join(by_key, on=[key], how="left")
        return found.drop(key).rename({WorkerRow.number: key})

    return {kind: numbered(table) for kind, table in tables.items()}, names


def named(table: LazyTable, names: LazyTable | None) -> LazyTable:
    """A table with the names of workers that are numbers."""
    if names is None:
        return table
    columns = table.collect_schema().names()
    return table.rename({WORKER: WorkerRow.number}).join(names, on=[WorkerRow.number], how="left").select(*columns)


def judged(policy: AttendancePolicy) -> dict[str, Fact]:
    """The facts that a policy adds and that follow from no history: they are read from the worker's own record."""
    known = {*vocabulary(Attendance), *lost(policy.about)}
    return {name: fact for name, fact in vocabulary(policy.about).items() if name not in known}


def _people(table: LazyTable, key: str, more: Mapping[str, Fact]) -> LazyTable:
    of = Numbers([*vocabulary(Worker).values(), *more.values()], table, key)
    rows = of.put(
        {
            WorkerRow.started: of.day(Worker.started),
            WorkerRow.probation_ends: of.day(Worker.probation_ends),
            WorkerRow.shift_worker: of.stated(Worker.shift_worker.fact),
            WorkerRow.allowed: nw.lit(True),
            SAME: whole(1),
            WRONG: of.impossible(Worker),
            **{name: of.stated(fact) for name, fact in more.items()},
        }
    )
    wrong = [
        (nw.col(WorkerRow.allowed).is_null(), nw.lit("a worker with a value that is not allowed")),
        # Refused, because days are joined to workers: a worker twice would double each day.
        (nw.col(SAME).sum().over(WORKER) > 1, nw.lit("a worker that stands there twice")),
    ]
    return rows.with_columns(first_of(wrong, nw.col(WRONG)).alias(WRONG))


def _shifts(table: LazyTable, key: str) -> LazyTable:
    of = Numbers(vocabulary(Shift).values(), table, key)
    hours = of.parts(Shift.hours.fact, HUNDREDTHS)
    rows = of.put({DAY: of.day(Shift.day), ShiftRow.hours: hours, SAME: whole(1)})
    wrong = [
        (nw.col(DAY).is_null(), nw.lit("a shift that is not allowed")),
        (nw.col(SAME).sum().over(WORKER, DAY) > 1, nw.lit("two shifts on one day")),
    ]
    return rows.with_columns(first_of(wrong, NO_TEXT).alias(WRONG))


def _periods(table: LazyTable, key: str, kind: type[Leave | FitNote]) -> LazyTable:
    of = Numbers(vocabulary(kind).values(), table, key)
    rows = of.put({PeriodRow.start: of.day(kind.start), PeriodRow.until: of.day(kind.end), WRONG: of.impossible(kind)})
    wrong = [(nw.col(PeriodRow.start).is_null(), nw.lit(f"a {kind.__name__} that is not allowed"))]
    if kind is FitNote:
        rows = rows.with_columns(whole(1).alias(SAME))
        again = nw.col(SAME).sum().over(WORKER, PeriodRow.start, PeriodRow.until) > 1
        wrong.append((again, nw.lit("a fit note that stands there twice")))
    return rows.with_columns(first_of(wrong, nw.col(WRONG)).alias(WRONG))
