"""The histories behind many workers as tables of whole numbers, and what is wrong with whose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import narwhals as nw

from yosrules.bulk.attendance.absences import Columns, absence_rows
from yosrules.bulk.attendance.ladder import holding_rows
from yosrules.bulk.attendance.roster import HUNDREDTHS, pattern_rows
from yosrules.bulk.calendar import Calendar
from yosrules.bulk.engine import Table, first_of, joined, kept, stacked, whole
from yosrules.errors import RecordError
from yosrules.language.expr import Condition
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time import lost
from yosrules.records.absence import Absence, Attendance, FitNote, Leave, Shift, StageHeld, Worker, WorkPattern

NO_TEXT = nw.lit(None, dtype=nw.String())


class HistoryTables:
    """The histories of workers up to a day. One that is not given is None: nobody knows."""

    def __init__(
        self,
        policy: AttendancePolicy,
        given: Mapping[type[Facts], Table],
        day: date,
        key: str,
        wheres: Sequence[Condition],
    ) -> None:
        self._given, self._key, self._wrong = given, key, list[Table]()
        self.calendar = Calendar(given[Absence], day, policy.nation)
        self.absences = self._kept(absence_rows(given[Absence], key, self.calendar, wheres))
        self.people = self._rows(Worker, lambda table: _people(table, key, judged(policy)))
        self.patterns = self._rows(WorkPattern, lambda table: pattern_rows(table, key))
        self.shifts = self._rows(Shift, lambda table: _shifts(table, key))
        self.holdings = self._rows(StageHeld, lambda table: holding_rows(table, key, policy, self.calendar))
        self.leave = self._rows(Leave, lambda table: _stretches(table, key, Leave))
        self.notes = self._rows(FitNote, lambda table: _stretches(table, key, FitNote))

    def refuse(self, rows: Table, why: nw.Expr) -> None:
        """Refuse the workers of some rows; `why` is null where nothing is wrong."""
        self._wrong.append(rows.select("worker", wrong=why))

    def workers(self) -> Table:
        """Everybody of whom there is any row, and why their histories cannot be: `refused`, null where they can."""
        names = [(table, {"worker": nw.col(self._key)}) for table in self._given.values()]
        everybody = stacked(names, {"worker": NO_TEXT}).unique()
        wrong = stacked(
            [(table.filter(~nw.col("wrong").is_null()), {"wrong": nw.col("wrong")}) for table in self._wrong],
            {"worker": nw.col("worker"), "wrong": NO_TEXT},
        )
        found = joined(everybody, wrong.group_by("worker").agg(nw.col("wrong").min()), ["worker"])
        nameless = (nw.col("worker").is_null(), nw.lit("no worker is named"))
        return kept(found.select("worker", refused=first_of([nameless], nw.col("wrong"))))

    def _rows(self, kind: type[Facts], make: Callable[[Table], Table]) -> Table | None:
        table = self._given.get(kind)
        if table is None:
            return None
        return self._kept(make(table))

    def _kept(self, made: Table) -> Table:
        rows = kept(made)
        self.refuse(rows, nw.col("wrong"))
        return rows


def check_keys(given: Mapping[type[Facts], Table], key: str) -> None:
    """That there are absences, and that every history says whose each row is."""
    if Absence not in given:
        raise RecordError("there is no history of absences; without it there is nothing to count")
    if nameless := [kind.__name__ for kind, table in given.items() if key not in table.collect_schema()]:
        raise RecordError(
            f"there is no column {key!r}, which says whose a row is, in the rows of {', '.join(nameless)}"
        )


def judged(policy: AttendancePolicy) -> dict[str, Fact]:
    """The facts that a policy adds and that no history tells: they are read from the worker's own record."""
    known = {*vocabulary(Attendance), *lost(policy.about)}
    return {name: fact for name, fact in vocabulary(policy.about).items() if name not in known}


def _people(table: Table, key: str, more: Mapping[str, Fact]) -> Table:
    of = Columns({**vocabulary(Worker), **more}, table, key)
    days = {name: of.day(name) for name in ("started", "probation_ends")}
    rows = of.put(
        {
            **days,
            "allowed": nw.lit(True),
            "one": whole(1),
            **{name: of.as_it_is(name) for name in ("shift_worker", *more)},
        }
    )
    again = (nw.col("one").sum().over("worker") > 1, nw.lit("a worker that stands there twice"))
    return rows.with_columns(
        wrong=first_of(
            [(nw.col("allowed").is_null(), nw.lit("a worker with a value that is not allowed")), again], NO_TEXT
        )
    )


def _shifts(table: Table, key: str) -> Table:
    of = Columns(vocabulary(Shift), table, key)
    rows = of.put({"day": of.day("day"), "shift": of.parts("hours", HUNDREDTHS), "one": whole(1)})
    twice = (nw.col("one").sum().over("worker", "day") > 1, nw.lit("two shifts on one day"))
    return rows.with_columns(
        wrong=first_of([(nw.col("day").is_null(), nw.lit("a shift that is not allowed")), twice], NO_TEXT)
    )


def _stretches(table: Table, key: str, kind: type[Facts]) -> Table:
    of = Columns(vocabulary(kind), table, key)
    rows = of.put({"start": of.day("start"), "until": of.day("end")})
    wrong = (nw.col("start").is_null(), nw.lit(f"a {kind.__name__} that is not allowed"))
    return rows.with_columns(wrong=first_of([wrong], NO_TEXT))
