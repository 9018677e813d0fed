"""What a blank cell states, in the columns where it does not mean that nothing is known."""

from __future__ import annotations

from collections.abc import Mapping

from yosrules.language.facts import Facts
from yosrules.records.absence import WEEKDAYS, Absence, StageHeld, WorkPattern

BLANK_SAYS: Mapping[type[Facts], Mapping[str, str]] = {
    Absence: {
        "end": "the worker is still away",
        "first_session": "it began with the day",
        "last_session": "it ended with the day",
        "hours": "the hours lost are those of the work pattern",
        "interviewed": "no interview was held",
    },
    StageHeld: {
        "route": "it is on the only route, or the short-term one",
        "review_ends": "the review period is as long as the policy says",
        "live_until": "the warning is live for as long as the policy says",
        "closed": "it was not closed early",
    },
    WorkPattern: dict.fromkeys(WEEKDAYS, "the worker does not work on it"),
}
"""By kind of row and column. A word for unknown is refused in these columns, since a blank would say something else."""

TAKEN_AS_BLANK = frozenset({"first_session", "last_session", "hours"})
"""Columns of absences without which each is read as if they were blank: of whole days, and by the work pattern."""
