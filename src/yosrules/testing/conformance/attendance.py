"""What an attendance policy has to keep, beside what every policy does: it can track any history, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from typing import TypeAlias

from hypothesis import strategies as st

from yosrules.attendance.track import Tracker
from yosrules.deciding.as_of import Histories
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Fires
from yosrules.records.absence import Absence, StageHeld, Worker, WorkPattern
from yosrules.testing.conformance.policies import Law, tried
from yosrules.testing.strategies.absences import FIRST, absences, weeks
from yosrules.testing.strategies.possible import together

_Drawn: TypeAlias = tuple[list[Absence], list[StageHeld], WorkPattern, date, date]
_NOBODY = Worker(reference="a worker")


def attendance_laws(policy: AttendancePolicy) -> Iterator[Law]:
    """That any history can be tracked, and that what comes later changes nothing that was hit before."""
    yield Law("any history is tracked", partial(tried, _drawn(policy), partial(_overturned, Tracker(policy))))


def _drawn(policy: AttendancePolicy) -> st.SearchStrategy[_Drawn]:
    first = max(FIRST, policy.editions[0].starts)
    days = st.integers(0, 800).map(lambda n: first + timedelta(days=n))
    steps = st.sampled_from([(stage.step, stage.route) for stage in policy.stages])
    held = st.tuples(steps, days).map(lambda at: StageHeld(step=at[0][0], route=at[0][1], held=at[1]))
    stages = st.lists(held, max_size=2).map(lambda rows: together(StageHeld, rows))
    return st.tuples(absences(first=first), stages, weeks(), days, days)


def _overturned(tracker: Tracker, drawn: _Drawn) -> str:
    rows, held, week, one, other = drawn
    day, later = min(one, other), max(one, other)
    histories: Histories = {Absence: rows, StageHeld: held, WorkPattern: [week]}
    then, now = (tracker.track(_NOBODY, each, histories, one_more=False) for each in (day, later))
    for before, after in zip(then.readings, now.readings, strict=True):
        rules = before.edition.rules if before.edition else ()
        hows = (tracker.policy.how(rule.id, before.attending.conventions) for rule in rules)
        level = any(how.fires is Fires.WHILE_IT_HOLDS for how in hows)  # the day asked about is assessed then too
        known, known_later = (
            [(hit.day, hit.rule.id) for hit in each.hits if hit.day <= day] for each in (before, after)
        )
        if not level and known != known_later:
            return f"as of {day} hit: {_said(known)}; as of {later}: {_said(known_later)}\n  {rows}\n  {held}\n  {week}"
    return ""


def _said(hits: Sequence[tuple[date, str]]) -> str:
    return ", ".join(f"{rule} on {day}" for day, rule in hits) or "nothing"
