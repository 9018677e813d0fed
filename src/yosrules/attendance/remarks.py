"""Absences of one worker that can be on record and are worth a look: later, before employment, of no time lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs

from yosrules.attendance.days.absences import every_day
from yosrules.attendance.days.roster import Roster
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.deciding.as_of import Histories
from yosrules.records.absence import Absence


class Oddity(StrEnum):
    """Why an absence is worth a look, and whether it counts."""

    LATER = "it begins after the day asked about, so that it does not count"
    BEFORE_EMPLOYMENT = "it began before employment did, and counts"
    NOTHING_LOST = "nothing due to work was lost in it, and it is an absence too"
    MORE_THAN_DUE = "more hours are written down for it than were due in it, and they count"


@attrs.frozen
class OddAbsence:
    """An absence that is worth a look, and why."""

    worker: str
    absence: Absence
    why: Oddity


def odd_absences(timeline: Timeline, histories: Histories) -> Iterator[OddAbsence]:
    """The absences behind a timeline that are worth a look, in the order of the history."""
    worker, roster = timeline.worker, timeline.readings[0].attending.background.roster
    for row in (row for row in histories.get(Absence, ()) if isinstance(row, Absence)):
        for why in _odd(row, timeline.day, worker.started, roster):
            yield OddAbsence(worker.reference, row, why)


def _odd(row: Absence, day: date, started: date | None, roster: Roster) -> Iterator[Oddity]:
    if row.start > day:
        yield Oddity.LATER
        return
    if started is not None and row.start < started:
        yield Oddity.BEFORE_EMPLOYMENT
    elif row.end is not None:
        # Nearly every absence has a day that was worked, and it is the first.
        if roster.working(row.start) is False and all(
            roster.working(each) is False for each in every_day(row.start, row.end)
        ):
            yield Oddity.NOTHING_LOST
        due = None if row.hours is None else roster.hours_due(row.start, row.end)
        if row.hours is not None and due is not None and row.hours > due:
            yield Oddity.MORE_THAN_DUE
