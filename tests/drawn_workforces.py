"""Workforces drawn at random: many workers, each with histories of its own, to be put to one policy in one call.

They are drawn by `random` from a seed, because Hypothesis has too few bytes for so many rows. To try many by hand:

    python tests/drawn_workforces.py --policies 100 --workers 200 --seed 1 --engines polars duckdb
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings

from drawn_policies import policies
from histories import Judged
from workforce import Behind, Said, Workforce, bulk, compared, difference, told
from yosrules import Facts, vocabulary
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import (
    SETTLES,
    WEEKDAYS,
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
from yosrules.testing.strategies.absences import FIRST

ONE = timedelta(days=1)
LONG_AGO = date(2015, 1, 5)
_DAYS = 420
"""How many days of history there are."""
_FLAGS = ("pregnancy_related", "disability_related", "industrial_injury", "notified")
_REASONS = (None, Reason.COLD, Reason.COLD, Reason.STRESS, Reason.PREGNANCY, Reason.INJURY_AT_WORK, Reason.OTHER)
_LACKING = ("returned", "hours", "reason", "interviewed", "interview_held", *_FLAGS)
"""Columns that a frame of absences may not have."""


def workforce(chance: Random, policy: AttendancePolicy, workers: int) -> tuple[date, Workforce]:
    """A day to ask about, and some workers with any histories behind them; some histories cannot be on record."""
    first = _first_day(policy)
    lacking = tuple(chance.sample(_LACKING, chance.choice([0, 0, 1, 4])))
    missing = chance.choice([(), (), (), (Leave, FitNote), (StageHeld,), (WorkPattern, Shift), (Worker, Shift)])
    behind = {f"W{n}": _behind(chance, policy, first, lacking) for n in range(1, workers + 1)}
    pattern = None if chance.random() < 0.5 else WorkPattern(**_week(chance, LONG_AGO))
    return first + chance.randint(20, _DAYS) * ONE, Workforce(behind, missing, pattern, lacking)


def _first_day(policy: AttendancePolicy) -> date:
    """A day on which histories begin, so that they lie across the start of the latest edition."""
    return max(FIRST, policy.editions[-1].starts - 120 * ONE)


def _behind(chance: Random, policy: AttendancePolicy, first: date, lacking: Sequence[str]) -> Behind:
    """Everything that is on record of one worker; of one in twenty something that may not stand there."""
    drawn: dict[type[Facts], list[dict[str, Any]]] = {
        Absence: _absences(chance, first),
        Worker: [_worker(chance, first)] if chance.random() < 0.95 else [],
        WorkPattern: _patterns(chance, first),
        Shift: _roster(chance, first) if chance.random() < 0.3 else [],
        StageHeld: _stages(chance, policy, first),
        FitNote: _stretches(chance, first, 1),
        Leave: _stretches(chance, first, 3),
    }
    if chance.random() < 0.05:
        _spoil(chance, first, drawn)
    for row in drawn[Absence]:
        row.update(dict.fromkeys(lacking))
    return {kind: [Said(Judged if kind is Worker else kind, row) for row in rows] for kind, rows in drawn.items()}


def _day(chance: Random, first: date) -> date:
    return first + chance.randint(0, _DAYS) * ONE


def _absences(chance: Random, first: date) -> list[dict[str, Any]]:
    """Absences in order; of half the workers everything is stated. Many lie close together, or share a day."""
    stated, rows, day = chance.random() < 0.5, list[dict[str, Any]](), first
    for _ in range(chance.randint(0, 10)):
        gap = chance.randint(0, 4) if chance.random() < 0.5 else chance.randint(1, 90)
        shares = gap == 0 and rows and (rows[-1]["start"] < rows[-1]["end"] or not rows[-1]["first_session"])
        if shares:
            rows[-1]["last_session"] = Half.AM
        start = day + (0 if shares else max(gap, 1)) * ONE
        length = chance.randint(0, 12) if chance.random() < 0.9 else chance.randint(13, 70)
        day = start + length * ONE
        begins = Half.PM if shares else chance.choice([None, None, Half.AM, Half.PM])
        ends = None if length == 0 and begins is Half.PM else chance.choice([None, None, Half.AM, Half.PM])
        rows.append({"start": start, "end": day, "first_session": begins, "last_session": ends})
    for row, after in zip(rows, [*(each["start"] for each in rows), date.max][1:], strict=True):
        row |= _said(chance, row, after, stated=stated)
    if rows and chance.random() < 0.4:
        rows[-1] |= dict.fromkeys(("end", "last_session", "returned", "hours"))
    return rows


def _said(chance: Random, row: dict[str, Any], after: date, *, stated: bool) -> dict[str, Any]:
    """What else is on record of an absence: why, what it is related to, the return, the interview, the hours."""
    found: dict[str, Any] = {name: chance.choice([None, None, False, True]) for name in _FLAGS}
    found["reason"] = reason = chance.choice(_REASONS)
    back, early = chance.choice([None, 1, 1, 2, 5]), row["last_session"] is Half.AM and chance.random() < 0.5
    returned = None if back is None else min(row["end"] + (back - early) * ONE, after)
    if stated:
        found = {name: value or False for name, value in found.items()} | {"reason": reason or Reason.OTHER}
    if found["reason"] in SETTLES:
        found[SETTLES[found["reason"]]] = True if stated else chance.choice([None, True])
    met = chance.choice([0, 0, 4, 9] if stated else [None, 0, 4, 9])
    interviewed = None if met is None else (returned or row["start"]) + met * ONE
    hours = chance.choice([None, None, None, Decimal("3.7"), Decimal("12.25")])
    # Of one that has a day, nobody says that it was not held.
    held = chance.choice([None, True, interviewed is not None])
    return {**found, "returned": returned, "interviewed": interviewed, "interview_held": held, "hours": hours}


def _week(chance: Random, starts: date, week: int | None = None) -> dict[str, Any]:
    """A week of which some days are worked; a day off is blank or a nought."""
    hours = [None, Decimal(0), Decimal("3.5"), Decimal("7.4"), Decimal("7.4"), Decimal("7.4")]
    return {"starts": starts, "week": week, **{day: chance.choice(hours) for day in WEEKDAYS}}


def _patterns(chance: Random, first: date) -> list[dict[str, Any]]:
    """None, one, a cycle of weeks, one that changes or begins late; nominal weeks, and noughts."""

    def some(starts: date) -> list[dict[str, Any]]:
        noughts = chance.choice([{"monday": Decimal(0)}, {"nominal_days": Decimal(0)}, {"nominal_hours": Decimal(0)}])
        nominal = {"nominal_days": Decimal("2.5"), "nominal_hours": chance.choice([None, Decimal(20)])}
        weeks = [_week(chance, starts, n) for n in range(1, chance.randint(2, 3) + 1)]
        ways = [[_week(chance, starts)], [_week(chance, starts)], weeks, [{"starts": starts, **noughts}]]
        return chance.choice([*ways, [{"starts": starts, **nominal}], [{**_week(chance, starts), **nominal}]])

    early, late = some(LONG_AGO), some(_day(chance, first))
    return chance.choice([early, early, early + late, late, []])


def _roster(chance: Random, first: date) -> list[dict[str, Any]]:
    """Shifts on some of the days of each eight, for a part of the time."""
    on, begins = chance.sample(range(8), chance.randint(1, 7)), chance.randint(0, 200)
    days = (n for n in range(begins, begins + chance.randint(1, 250)) if n % 8 in on)
    hours = [Decimal("11.5"), Decimal("7.4"), Decimal(0)]
    return [{"day": first + n * ONE, "hours": chance.choice(hours)} for n in days]


def _stages(chance: Random, policy: AttendancePolicy, first: date) -> list[dict[str, Any]]:
    """Stages of the policy, and decisions that none follows, some with clocks of their own."""
    decisions = [(Step.NONE, route) for route in (None, *Route)]
    ladder = [*((stage.step, stage.route) for stage in policy.stages), *decisions]
    rows = []
    for _ in range(chance.choice([0, 0, 1, 2, 3])):
        (step, route), held = chance.choice(ladder), _day(chance, first)
        ends = {name: chance.choice([None, None, held + chance.randint(0, 200) * ONE]) for name in _CLOCKS}
        rows.append({"step": step, "route": route, "held": held, **ends})
    return rows


_CLOCKS = ("review_ends", "live_until", "closed")


def _worker(chance: Random, first: date) -> dict[str, Any]:
    started = chance.choice([None, LONG_AGO, _day(chance, first)])
    ends = chance.choice([None, LONG_AGO + 366 * ONE, _day(chance, first)])
    flags = {name: chance.choice([None, False, True]) for name in ("shift_worker", "raised", "no_improvement")}
    probation = None if ends is None else max(ends, started or ends)
    return {"reference": "a worker", "team": "", "started": started, "probation_ends": probation, **flags}


def _stretches(chance: Random, first: date, most: int) -> list[dict[str, Any]]:
    begins = [_day(chance, first) for _ in range(chance.randint(0, most))]
    return [{"start": start, "end": start + chance.randint(0, 40) * ONE} for start in begins]


def _spoil(chance: Random, first: date, drawn: dict[type[Facts], list[dict[str, Any]]]) -> None:
    """State a row twice, or another value of one fact, which may be one that is not allowed."""
    kind = chance.choice([kind for kind, rows in drawn.items() if rows] or [Absence])
    if not drawn[kind]:
        return
    row = chance.choice(drawn[kind])
    if kind is not Worker and chance.random() < 0.4:
        drawn[kind].append(dict(row))
        return
    fact = chance.choice([*vocabulary(kind).values()])
    if issubclass(fact.kind, Enum):
        row[fact.name] = chance.choice([None, *fact.members])
        return
    among: dict[type, Callable[[], Any]] = {
        bool: lambda: chance.choice([None, False, True]),
        int: lambda: chance.choice([None, 0, 1, 2, 53]),
        date: lambda: chance.choice([None, _day(chance, first), first + chance.randint(0, 60) * ONE]),
        Decimal: lambda: chance.choice([None, Decimal(-1), Decimal(0), Decimal(25), Decimal(400)]),
    }
    row[fact.name] = among[fact.kind]()


# By hand


def tried(count: int, workers: int, start: int, engines: Sequence[str]) -> Iterator[tuple[str, str, int, str | None]]:
    """What each engine says of the workers of so many drawn policies: how it differs from what each alone is told."""
    drawn: list[AttendancePolicy] = []

    @seed(start)
    @settings(max_examples=count, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(policies())
    def draw(policy: AttendancePolicy) -> None:
        drawn.append(policy)

    draw()
    for n, policy in enumerate(drawn[:count]):
        name = f"seed {start}, policy {n}"
        day, force = workforce(Random(f"{start} {n}"), policy, workers)
        alone = compared(told(policy, day, force))
        for engine in engines:
            try:
                found = compared(bulk(policy, day, force, engine))
            except Exception as error:
                yield name, engine, 0, repr(error)
                continue
            refused = sum(row["refused"] for row in found)
            yield name, engine, refused, None if found == alone else difference(policy, day, force, engine)


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    for option, default in {"--policies": 10, "--workers": 100, "--seed": 1}.items():
        asked.add_argument(option, type=int, default=default)
    asked.add_argument("--engines", nargs="+", default=["polars lazy"])
    given_ = asked.parse_args()
    began, wrong = time.monotonic(), 0
    for name, engine, refused, differs in tried(given_.policies, given_.workers, given_.seed, given_.engines):
        wrong += differs is not None
        seconds = time.monotonic() - began
        sys.stdout.write(f"{seconds:.0f} s, {name}, {engine}: {refused} refused{differs or ''}\n")
        sys.stdout.flush()
    sys.exit(f"{wrong} differ" if wrong else 0)
