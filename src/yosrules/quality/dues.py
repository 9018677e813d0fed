"""By when a record has to meet its indicator, where that is a matter of time: falling due, missed and by how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs

from yosrules.deciding.decide import Verdict, find
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Op
from yosrules.policies.indicators.elapsed import Elapsed
from yosrules.policies.indicators.indicator import Membership, cohort_of
from yosrules.quality.indicators import IndicatorTold
from yosrules.quality.outturns import Outturn


class Lateness(StrEnum):
    """How something with a last day stands on the day of the report."""

    DUE = "falls due"
    OVERDUE = "overdue"
    PERHAPS_OVERDUE = "overdue, unless it was done and is not on record"
    LATE = "done late"
    IN_TIME = "done in time"


@attrs.frozen
class Due:
    """The last day for one record, when it was done, and by how many days it was missed so far, or when it was done."""

    last_day: date
    done: date | None
    stands: Lateness
    missed_by: int


def due_of(told: IndicatorTold, on: date) -> Due | None:
    """By when a record has to be done; None where it is not in the share, or where that is no matter of time."""
    if told.outturn in (Outturn.NOT_COUNTED, Outturn.NO_MATTER):
        return None
    days = [*_last_days(told)]
    if not days:
        return None
    last_day, done = max(days, key=lambda each: each[0])
    late = max(((done or on) - last_day).days, 0)
    return Due(last_day, done, _stands(told, done, late), late)


def _stands(told: IndicatorTold, done: date | None, late: int) -> Lateness:
    if done is not None:
        return Lateness.LATE if late else Lateness.IN_TIME
    if not late:
        return Lateness.DUE
    return Lateness.OVERDUE if told.outturn is Outturn.NOT_MET else Lateness.PERHAPS_OVERDUE


def _last_days(told: IndicatorTold) -> Iterator[tuple[date, date | None]]:
    """The last day of each way to meet the indicator that is open to the record, and the day on which it was done."""
    stated, nation = vars(told.record), told.indicator.nation
    for by, most in _limits(cohort_of(told.decision.edition, Membership.MEETS), told):
        since: date | None = stated[by.since.name]
        if by.until and since:
            yield by.last_day(most, since, nation), stated[by.until.name]


def _limits(condition: Condition, told: IndicatorTold) -> Iterator[tuple[Elapsed, int]]:
    """The time of each way to meet a condition, and the most of it, but of ways that the record does not go by."""
    worked_out = {each.fact: each for each in told.indicator.worked_out if isinstance(each, Elapsed)}
    for way in condition.parts if isinstance(condition, AnyOf) else (condition,):
        found, closed = list[tuple[Elapsed, int]](), False
        for part in way.parts if isinstance(way, AllOf) else (way,):
            match part:
                case Compare(fact, Op.LE | Op.LT as op, int() as most) if fact in worked_out:
                    found.append((worked_out[fact], most - (op is Op.LT)))
                case Compare():
                    # That it is outstanding, which is no single comparison, closes no way: it is still to be done.
                    closed = closed or find(part, told.record).verdict is Verdict.FAILS
                case _:
                    pass
        yield from () if closed else found
