"""Workforces drawn by Hypothesis, as frames, and what tracking their workers one by one says: bulk equals it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias
from unittest.mock import patch

import attrs
import polars as pl
from hypothesis import strategies as st

from frames import native, rows, table
from histories import Judged
from yosrules import Facts, RecordError, Verdict
from yosrules.attendance.rulings import Rulings
from yosrules.attendance.timeline import Reading
from yosrules.attendance.track import Tracker
from yosrules.bulk import calendar
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.lost_time import lost
from yosrules.policies.stages import Rung
from yosrules.records.absence import (
    Absence,
    FitNote,
    Half,
    Leave,
    Reason,
    Route,
    Shift,
    StageHeld,
    Step,
    Worker,
    WorkPattern,
)
from yosrules.testing.strategies.absences import FIRST, absences, weeks
from yosrules.testing.strategies.possible import possible, together

Behind: TypeAlias = Mapping[type[Facts], Sequence[Facts]]
"""The histories of one worker, and what is on record of the worker."""
Row: TypeAlias = dict[str, Any]

KINDS = (Absence, Worker, WorkPattern, Shift, StageHeld, FitNote, Leave)
FLAGS = ("pregnancy_related", "disability_related", "industrial_injury", "notified")
DAYS = st.integers(0, 400)


@attrs.frozen
class Workforce:
    """What is on record of some workers, the kinds of history that were not given, and the pattern of the others."""

    behind: Mapping[str, Behind]
    missing: tuple[type[Facts], ...] = ()
    pattern: WorkPattern | None = None

    @property
    def given(self) -> list[type[Facts]]:
        """The kinds of history that were given."""
        return [kind for kind in KINDS if kind not in self.missing]


# What is drawn


def first_day(policy: AttendancePolicy) -> date:
    """A day on which histories begin, so that they lie across the start of the latest edition."""
    return max(FIRST, policy.editions[-1].starts - timedelta(days=120))


def asked(policy: AttendancePolicy) -> st.SearchStrategy[date]:
    """Days to ask about: before, amid and after the absences of a workforce."""
    return st.sampled_from([30, 90, 150, 210, 300, 400]).map(lambda n: first_day(policy) + timedelta(days=n))


@st.composite
def workforces(draw: st.DrawFn, policy: AttendancePolicy, most: int = 4) -> Workforce:
    """Some workers, each with any histories behind them."""
    first = first_day(policy)
    behind = draw(st.lists(histories(policy, first), min_size=1, max_size=most))
    missing = draw(st.sampled_from([(), (), (), (Leave, FitNote), (StageHeld,), (WorkPattern, Shift), (Worker, Shift)]))
    pattern = draw(st.none() | weeks())
    return Workforce({f"W{n}": each for n, each in enumerate(behind, 1)}, missing, pattern)


@st.composite
def histories(draw: st.DrawFn, policy: AttendancePolicy, first: date) -> Behind:
    """Everything that can be on record of one worker."""
    return {
        Absence: draw(absent(first)),
        Worker: draw(st.lists(workers(first), max_size=1)),
        WorkPattern: draw(patterns(first)),
        Shift: draw(st.just([]) | st.just([]) | rosters(first)),
        StageHeld: together(StageHeld, draw(stages(policy, first))),
        FitNote: [FitNote(start=start, end=end) for start, end in draw(stretches(first, 1))],
        Leave: [Leave(start=start, end=end) for start, end in draw(stretches(first, 2))],
    }


@st.composite
def absent(draw: st.DrawFn, first: date) -> list[Absence]:
    """Absences of which some have a day of return, an interview or hours; of half the workers everything is stated."""
    stated = draw(st.booleans())
    more = st.tuples(
        st.sampled_from([None, 1, 1, 2, 5]), st.sampled_from([None, 0, 4, 9]), st.sampled_from([None, None, "3.7"])
    )
    rows = [_told(row, *draw(more), stated=stated) for row in draw(absences(first=first, most=10))]
    return rows if draw(st.integers(0, 9)) == 0 else [*_in_time(rows)]


def _in_time(rows: Sequence[Absence]) -> Iterator[Absence]:
    """Absences with each return before the next begins; with a later one they cannot be on record."""
    for row, after in pairwise(rows):
        yield row if row.returned is None else attrs.evolve(row, returned=min(row.returned, after.start))
    yield from rows[-1:]


def _told(row: Absence, back: int | None, met: int | None, hours: str | None, *, stated: bool) -> Absence:
    """An absence with more on record; whoever comes back at noon may do so on the last day of it."""
    said: dict[str, object] = {}
    if stated:
        said = {name: vars(row)[name] or False for name in FLAGS} | {"reason": row.reason or Reason.OTHER}
    if row.end is not None:
        early = 1 if row.last_session is Half.AM else 0
        said["returned"] = None if back is None else row.end + timedelta(days=back - early)
        said["interviewed"] = None if met is None and not stated else row.start + timedelta(days=met or 0)
        said["hours"] = None if hours is None else Decimal(hours)
    return Absence(**possible(Absence, {**vars(row), **said}))


def patterns(first: date) -> st.SearchStrategy[list[WorkPattern]]:
    """None, one, a cycle of weeks, one that changes, one that begins late, or one of no weekdays."""
    later = st.integers(0, 200).map(lambda n: first + timedelta(days=n))
    one = weeks().map(lambda row: [row])
    cycle = st.lists(weeks(), min_size=2, max_size=3).map(
        lambda rows: [attrs.evolve(row, week=n) for n, row in enumerate(rows, 1)]
    )
    late = st.tuples(one | cycle, later).map(lambda told: [attrs.evolve(row, starts=told[1]) for row in told[0]])
    nominal = st.just([WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal("2.5"), nominal_hours=Decimal(20))])
    noughts = st.sampled_from([{"monday": Decimal(0)}, {"nominal_days": Decimal(0)}, {"nominal_hours": Decimal(0)}])
    none = noughts.map(lambda said: [WorkPattern(starts=date(2015, 1, 5), **said)])
    off = st.tuples(noughts, later).map(lambda told: [WorkPattern(starts=told[1], **told[0])])
    changed = st.tuples(one | cycle | nominal | none, late | off).map(lambda told: told[0] + told[1])
    return one | one | cycle | changed | late | nominal | st.just([])


def rosters(first: date) -> st.SearchStrategy[list[Shift]]:
    """Shifts on some of the days of each eight, for a time."""
    return st.tuples(st.sets(st.integers(0, 7), min_size=1), st.integers(8, 250)).map(
        lambda on: [Shift(day=first + timedelta(days=n), hours=Decimal("11.5")) for n in range(on[1]) if n % 8 in on[0]]
    )


def workers(first: date) -> st.SearchStrategy[Worker]:
    """What is on record of a worker, who began long ago or amid the absences; probation ends on any day."""
    days = DAYS.map(lambda n: first + timedelta(days=n))
    flag = st.sampled_from([None, False, True])
    drawn = st.fixed_dictionaries(
        {
            "reference": st.just("a worker"),
            "started": st.none() | st.just(date(2015, 1, 5)) | days,
            "probation_ends": st.none() | st.just(date(2016, 1, 5)) | days,
            **dict.fromkeys(("shift_worker", "raised", "no_improvement"), flag),
        }
    )
    return drawn.map(lambda said: Judged(**possible(Judged, said)))


@st.composite
def stages(draw: st.DrawFn, policy: AttendancePolicy, first: date) -> list[StageHeld]:
    """Stages of the policy, and decisions that none follows, no two on one day, some with clocks of their own."""
    decisions = [(Step.NONE, route) for route in (None, *Route)]
    ladder = st.sampled_from([*((stage.step, stage.route) for stage in policy.stages), *decisions])
    clock = st.none() | st.none() | st.integers(0, 200)
    rows = []
    for n in sorted(draw(st.just(set()) | st.sets(DAYS, max_size=3))):
        (step, route), held = draw(ladder), first + timedelta(days=n)
        clocks = {name: draw(clock) for name in ("review_ends", "live_until", "closed")}
        ends = {name: None if each is None else held + timedelta(days=each) for name, each in clocks.items()}
        rows.append(StageHeld(step=step, route=route, held=held, **ends))
    return rows


def stretches(first: date, most: int) -> st.SearchStrategy[list[tuple[date, date]]]:
    """Stretches of days."""
    one = st.tuples(DAYS, st.integers(0, 40)).map(
        lambda at: (first + timedelta(days=at[0]), first + timedelta(days=sum(at)))
    )
    return st.lists(one, max_size=most)


# As frames


def frames_of(workforce: Workforce) -> dict[type[Facts], pl.DataFrame]:
    """A workforce as frames, each with a column that says whose a row is."""
    return {kind: _frame(kind, workforce) for kind in workforce.given}


def _frame(kind: type[Facts], workforce: Workforce) -> pl.DataFrame:
    rows = [(name, row) for name, behind in workforce.behind.items() for row in behind.get(kind, ())]
    named = pl.Series("worker", [name for name, _ in rows], pl.String)
    made = table(Judged if kind is Worker else kind, [row for _, row in rows])
    return made.drop("reference", "team", strict=False).insert_column(0, named)


# One by one


def told(policy: AttendancePolicy, day: date, workforce: Workforce) -> list[Row]:
    """What tracking each worker says, as rows of the frame that bulk makes; who is in no history given is not there."""
    tracker = Tracker(policy)
    return [
        row
        for name, behind in workforce.behind.items()
        if any(behind.get(kind) for kind in workforce.given)
        for row in _rows(tracker, day, name, _known(workforce, behind))
    ]


def _known(workforce: Workforce, behind: Behind) -> Behind:
    """What was given of one worker; who has no work pattern has that of everybody, if there is one."""
    known = {kind: behind.get(kind, ()) for kind in workforce.given}
    return (
        known if workforce.pattern is None else {**known, WorkPattern: known.get(WorkPattern) or (workforce.pattern,)}
    )


def _rows(tracker: Tracker, day: date, name: str, behind: Behind) -> Iterator[Row]:
    policy = tracker.policy
    (worker,) = behind.get(Worker) or (Worker(reference=name),)
    try:
        timeline = tracker.track(worker, day, behind, one_more=False)
    except RecordError as why:
        refused = {**dict.fromkeys(columns(policy)), "worker": name, "refused": str(why)}
        yield from ({**refused, "reading": each} for each in Rulings(policy).readings)
        return
    for reading in timeline.readings:
        values = reading.attending.facts(lost(policy.about), day)
        stood = {column: value for stage in policy.stages for column, value in _stands(stage, reading).items()}
        yield {"worker": name, "reading": reading.name, "refused": None, **values, **stood}


def _stands(stage: Rung, reading: Reading | None) -> Row:
    hit = {each.stage: each for each in reading.stages}.get(stage) if reading else None
    untold = reading is not None and stage in [each.stage for each in reading.undecided]
    due = hit is not None and hit.due is True
    found: Row = {
        stage.name: hit.status.value if hit and due else "cannot tell" if untold else "no",
        f"{stage.name} since": hit and hit.since,
        f"{stage.name} still": hit and hit.still,
    }
    gate = hit.gate is Verdict.HOLDS if hit and due else None
    return found if stage.gate is None else found | {f"{stage.name} gate": gate}


def columns(policy: AttendancePolicy) -> list[str]:
    """The columns of the frame that bulk makes, in order."""
    of_stages = [column for stage in policy.stages for column in _stands(stage, None)]
    return ["worker", "reading", "refused", *lost(policy.about), *of_stages]


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
    """What bulk says, once it is what tracking each worker says."""
    found = compared(bulk(chosen, day, workforce, engine))
    assert found == compared(told(chosen, day, workforce))
    return found
