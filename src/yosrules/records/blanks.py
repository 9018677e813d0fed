"""What a blank cell states, in the columns where it does not mean that nothing is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from yosrules.language.facts import Facts
from yosrules.records.absence import WEEKDAYS, Absence, StageHeld, WorkPattern
from yosrules.records.staff import Post

BLANK_SAYS: Mapping[type[Facts], Mapping[str, str]] = {
    Absence: {
        "end": "the worker is still away",
        "first_session": "it began with the day",
        "last_session": "it ended with the day",
        "hours": "the hours lost are those of the work pattern",
        "interviewed": "no interview was held",
        "set_aside": "no manager has set it aside",
    },
    StageHeld: {
        "route": "it is on the only route, or the short-term one",
        "review_ends": "the review period is as long as the policy says",
        "live_until": "the warning is live for as long as the policy says",
        "closed": "it was not closed early",
    },
    WorkPattern: dict.fromkeys(WEEKDAYS, "the worker does not work on it"),
    Post: {"left": "the worker is still in post"},
}
"""By kind of row and column. A word for unknown is refused in these columns, since a blank would say something else."""

TAKEN_AS_BLANK: Mapping[str, str] = {
    "first_session": "whole days",
    "last_session": "whole days",
    "hours": "the hours of the work pattern",
    "set_aside": "no absence set aside",
}
"""Columns of absences without which each is read as if they were blank, and what is then assumed of every absence."""


def taken_as_blank(lacking: Collection[str], unread: Collection[str]) -> str:
    """A sentence for the columns that are lacking and read as if they were blank; empty where there is none.

    Those that a policy leaves `unread` are not named.
    """
    taken = {name: means for name, means in TAKEN_AS_BLANK.items() if name in lacking and name not in unread}
    return f"no column {', '.join(taken)}: {' and '.join(dict.fromkeys(taken.values()))} assumed" if taken else ""
