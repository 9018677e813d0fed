"""A worker's absence history put to an attendance policy: the triggers hit, day by day, and the stage that is due.

The history is replayed as it was known on each day: an absence that began later does not count, one that was still
going on counts up to that day. Every reading of the policy is tracked apart, and none is chosen.
"""

from __future__ import annotations

from datetime import date

import attrs

from yosrules.attendance.facts import Attending
from yosrules.attendance.replay import Replay, Rulings
from yosrules.attendance.timeline import Reading
from yosrules.deciding.as_of import Histories
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import Worker


@attrs.frozen
class Timeline:
    """One worker under one policy up to a day, by each reading of its text."""

    policy: AttendancePolicy
    worker: Worker
    day: date
    readings: tuple[Reading, ...]

    @property
    def agreed(self) -> bool:
        """Whether every reading comes to the same."""
        return len({reading.says for reading in self.readings}) == 1


class Tracker:
    """Tracks workers by one policy; ask one tracker about many workers, since it remembers what it decided."""

    def __init__(self, policy: AttendancePolicy) -> None:
        self.policy, self._rulings = policy, Rulings(policy)

    def track(self, worker: Worker, day: date, histories: Histories, *, one_more: bool = True) -> Timeline:
        """Replay one worker's histories up to a day; `one_more` asks what one more absence would lead to."""
        readings = []
        attending: Attending | None = None
        for name in self._rulings.readings:
            conventions = self._rulings.conventions(name)
            if attending is None or attending.conventions is not conventions:
                attending = Attending(self.policy, conventions, worker, histories, day)
            readings.append(Replay(self._rulings, name, attending, day).reading(one_more=one_more))
        return Timeline(self.policy, worker, day, tuple(readings))


def track(policy: AttendancePolicy, worker: Worker, day: date, histories: Histories) -> Timeline:
    """Replay one worker's histories up to a day."""
    return Tracker(policy).track(worker, day, histories)
