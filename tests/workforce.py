"""Workforces as frames, and what tracking their workers one by one says: bulk equals it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, TypeAlias
from unittest.mock import patch

import attrs
import polars as pl

from frames import native, rows, table
from histories import Judged
from yosrules import Facts, RecordError, Verdict, vocabulary
from yosrules.attendance.track import Tracker
from yosrules.attendance.triggers.rulings import Rulings
from yosrules.attendance.triggers.timeline import Reading
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.frames import calendar
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time.measures import lost
from yosrules.policies.stages import Rung
from yosrules.records.absence import Absence, FitNote, Leave, Shift, StageHeld, Worker, WorkPattern


class Said:
    """A row as it was entered, which may be none that can be on record; what is left out is blank."""

    def __init__(self, kind: type[Facts], said: Mapping[str, object]) -> None:
        vars(self).update({**dict.fromkeys(each.name for each in attrs.fields(kind)), **said})

    def __repr__(self) -> str:
        return ", ".join(f"{name}={value}" for name, value in vars(self).items() if value is not None)


Behind: TypeAlias = Mapping[type[Facts], Sequence[Facts | Said]]
"""The histories of one worker, and what is on record of the worker."""
Row: TypeAlias = dict[str, Any]

KINDS = (Absence, Worker, WorkPattern, Shift, StageHeld, FitNote, Leave)


@attrs.frozen
class Workforce:
    """What is on record of some workers, the kinds of history that were not given, and the pattern of the others.

    Of `lacking` columns of absences there is none: nobody's row states anything of them.
    """

    behind: Mapping[str, Behind]
    missing: tuple[type[Facts], ...] = ()
    pattern: WorkPattern | None = None
    lacking: tuple[str, ...] = ()

    @property
    def given(self) -> list[type[Facts]]:
        """The kinds of history that were given; workers are where any is on record."""
        there = [kind for kind in KINDS if kind is not Worker or any(map(_worker_rows, self.behind.values()))]
        return [kind for kind in there if kind not in self.missing]


def _worker_rows(behind: Behind) -> bool:
    return bool(behind.get(Worker))


# As frames


def frames_of(workforce: Workforce) -> dict[type[Facts], pl.DataFrame]:
    """A workforce as frames, each with a column that says whose a row is."""
    return {kind: _frame(kind, workforce) for kind in workforce.given}


def _frame(kind: type[Facts], workforce: Workforce) -> pl.DataFrame:
    rows = [(name, row) for name, behind in workforce.behind.items() for row in behind.get(kind, ())]
    named = pl.Series("worker", [name for name, _ in rows], pl.String)
    made = table(Judged if kind is Worker else kind, [row for _, row in rows])
    lacking = workforce.lacking if kind is Absence else ("reference", "team")
    return made.drop(lacking, strict=False).insert_column(0, named)


# One by one


def told(policy: AttendancePolicy, day: date, workforce: Workforce) -> list[Row]:
    """What tracking each worker says, as rows of the frame that bulk makes; who is in no history given is not there."""
    tracker = Tracker(policy)
    return [
        row
        for name, behind in workforce.behind.items()
        if any(behind.get(kind) for kind in workforce.given)
        for row in _rows(tracker, day, name, workforce, behind)
    ]


def _known(workforce: Workforce, behind: Behind) -> dict[type[Facts], list[Facts]]:
    """What was given of one worker; who has no work pattern has that of everybody, if there is one."""
    known = {kind: [_made(kind, row) for row in behind.get(kind, ())] for kind in workforce.given}
    if workforce.pattern is not None:
        known[WorkPattern] = known.get(WorkPattern) or [workforce.pattern]
    return known


def _made(kind: type[Facts], row: Facts | Said) -> Facts:
    if isinstance(row, Facts):
        return row
    make: Any = Judged if kind is Worker else kind
    # Text that was left out is empty, and never null.
    facts = vocabulary(make)
    return make(**{name: value for name, value in vars(row).items() if name in facts or value is not None})


def _rows(tracker: Tracker, day: date, name: str, workforce: Workforce, behind: Behind) -> Iterator[Row]:
    policy = tracker.policy
    main = Worker if Worker in workforce.given else Absence
    try:
        if not behind.get(main):
            raise RecordError(f"allowed: a worker in the rows of {main.__name__}")
        known = _known(workforce, behind)
        (worker,) = known.get(Worker) or (Worker(reference=name),)
        timeline = tracker.track(worker, day, known, one_more=False)
    except RecordError as why:
        refused = {**dict.fromkeys(columns(policy)), "worker": name, "refused": str(why)}
        yield from ({**refused, "reading": each} for each in Rulings(policy).readings)
        return
    yield from (as_row(policy, name, day, reading) for reading in timeline.readings)


def as_row(policy: AttendancePolicy, name: str, day: date, reading: Reading) -> Row:
    """One reading of a worker's timeline as a row of the frame that bulk makes."""
    values = reading.attending.facts(lost(policy.about), day)
    stood = {column: value for stage in policy.stages for column, value in _stands(stage, reading).items()}
    return {"worker": name, "reading": reading.name, "refused": None, "alike": None, **values, **stood}


def _stands(stage: Rung, reading: Reading | None) -> Row:
    hit = {each.stage: each for each in reading.stages}.get(stage) if reading else None
    untold = reading is not None and stage in [each.stage for each in reading.undecided]
    due = hit is not None and hit.due is True
    found: Row = {
        stage.name: hit.status.value if hit and due else "cannot tell" if untold else "no",
        f"{stage.name} since": hit and hit.since,
        f"{stage.name} still": hit and hit.still,
    }
    if stage.held_within is not None:
        found[f"{stage.name} by"] = hit and hit.held_by
    gate = hit.gate is Verdict.HOLDS if hit and due else None
    return found if stage.gate is None else found | {f"{stage.name} gate": gate}


def columns(policy: AttendancePolicy) -> list[str]:
    """The columns of the frame that bulk makes, in order."""
    of_stages = [column for stage in policy.stages for column in _stands(stage, None)]
    return ["worker", "reading", "refused", "alike", *lost(policy.about), *of_stages]


def compared(rows: Sequence[Row]) -> list[Row]:
    """Rows in one order, saying only whether a worker is refused, not why."""
    found = [{**row, "refused": row["refused"] is not None} for row in rows]
    return sorted(found, key=lambda row: (row["worker"], row["reading"]))


# In bulk


def bulk(chosen: AttendancePolicy, day: date, workforce: Workforce, engine: str = "polars lazy") -> list[Row]:
    """The rows of `triggers_frame`, by a calendar of 20 years instead of 60: to make one takes half of the time."""
    frames = {kind: native(frame, engine) for kind, frame in frames_of(workforce).items()}
    with patch.object(calendar, "BACK", 20 * 366):
        return rows(triggers_frame(chosen, day, frames, pattern=workforce.pattern))


def agreed(chosen: AttendancePolicy, day: date, workforce: Workforce, engine: str = "polars lazy") -> list[Row]:
    """What bulk says, once it is what tracking each worker says; a worker of whom it is not is shown alone."""
    found = compared(bulk(chosen, day, workforce, engine))
    if found != compared(told(chosen, day, workforce)):
        raise AssertionError(difference(chosen, day, workforce, engine))
    return found


def difference(chosen: AttendancePolicy, day: date, workforce: Workforce, engine: str) -> str:
    """One worker of whom bulk does not say what tracking says, with the fewest rows of which that is so."""

    def apart(force: Workforce) -> dict[str, dict[str, tuple[Any, Any]]]:
        """What bulk and tracking say that is not the same, by worker and column."""
        both = (compared(bulk(chosen, day, force, engine)), compared(told(chosen, day, force)))
        by_key = [{(row["worker"], row["reading"]): row for row in told_} for told_ in both]
        found: dict[str, dict[str, tuple[Any, Any]]] = {}
        for key in dict.fromkeys([*by_key[0], *by_key[1]]):
            one, other = (each.get(key, {}) for each in by_key)
            for column in dict.fromkeys([*one, *other]):
                if one.get(column) != other.get(column):
                    found.setdefault(key[0], {})[f"{column} {key[1]}"] = one.get(column), other.get(column)
        return found

    of = {name: workforce.behind[name] for name in apart(workforce)}
    if engine != "polars lazy" and (on_polars := difference(chosen, day, workforce, "polars lazy")):
        return on_polars  # it is the fastest to look for the fewest rows
    if not of:
        return ""
    name = min(of, key=lambda each: sum(map(len, of[each].values())))
    fewest = attrs.evolve(workforce, behind={name: of[name]})
    for kind in of[name]:  # all rows of a kind first, since each attempt is a run in bulk
        fewer = attrs.evolve(fewest, behind={name: {**fewest.behind[name], kind: ()}})
        fewest = fewer if apart(fewer) else fewest
    place = 0
    while place < sum(map(len, fewest.behind[name].values())):
        fewer = attrs.evolve(fewest, behind={name: _without(fewest.behind[name], place)})
        if apart(fewer):
            fewest = fewer
        else:
            place += 1
    said = [f"{kind.__name__}: {row}" for kind, those in fewest.behind[name].items() for row in those]
    differs = [f"{column}: {one} in bulk, {other} alone" for column, (one, other) in apart(fewest)[name].items()]
    missing = [kind.__name__ for kind in fewest.missing]
    given = f"on {day}, {len(of)} workers differ; without {missing}, {fewest.lacking}; pattern {fewest.pattern}"
    return "\n  ".join(["", str(chosen), given, name, *said, *differs])


def _without(behind: Behind, place: int) -> Behind:
    """Histories without the row at a place among all of them."""
    all_ = [(kind, row) for kind, rows_ in behind.items() for row in rows_]
    return {kind: [row for n, (of, row) in enumerate(all_) if of is kind and n != place] for kind in behind}
