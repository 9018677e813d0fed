"""A worker's absence history put to an attendance policy: the triggers hit, day by day, and the stages that are due.

The history is replayed as it was known on each day: an absence that began later does not count, and one that went on
counts up to that day. Each reading of the policy is tracked apart, and none is chosen.
"""

from __future__ import annotations

from datetime import date

from yosrules.attendance.facts import Attending, attend
from yosrules.attendance.triggers.due import reading_of
from yosrules.attendance.triggers.replay import replays
from yosrules.attendance.triggers.rulings import Rulings
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.deciding.as_of import Histories
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Worker
from yosrules.records.days import askable


class Tracker:
    """Tracks workers by one policy; it remembers decisions, so use one tracker for many workers."""

    def __init__(self, policy: AttendancePolicy) -> None:
        self.policy: AttendancePolicy = policy
        self._rulings = Rulings(policy)

    @property
    def readings(self) -> tuple[str, ...]:
        """The names of the readings that workers are tracked by; one, named "", where there is one way only."""
        return self._rulings.readings

    def track(self, worker: Worker, day: date, histories: Histories, *, one_more: bool = True) -> Timeline:
        """Replay one worker's histories up to a day; `one_more` asks what one more absence would lead to."""
        day, readings = askable(day), []
        attending: Attending | None = None
        for name in self._rulings.readings:
            conventions = self._rulings.conventions(name)
            # Readings that differ in their rules only share one worker, and with it every measure.
            if attending is None or attending.conventions is not conventions:
                attending = attend(self.policy, conventions, worker, histories, day)
            readings.append(reading_of(replays(self._rulings, name, attending, day), one_more=one_more))
        return Timeline(self.policy, worker, day, tuple(readings))


def track(policy: AttendancePolicy, worker: Worker, day: date, histories: Histories) -> Timeline:
    """Replay one worker's histories up to a day."""
    return Tracker(policy).track(worker, day, histories)
