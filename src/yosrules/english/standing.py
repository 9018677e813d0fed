"""How an edition stands: since when and until when it is in force, and when its source was last checked."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeVar

from yosrules.english.describe import day
from yosrules.policies.policy import Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)

LONG = timedelta(days=366)
"""This long after an edition without an end began, and was last checked, a decision by it says so."""


def started(edition: Edition[T]) -> str:
    """The day from which an edition is in force, as a phrase; a day that stands in for one not stated is called so."""
    if edition.start_stated:
        return f"from {day(edition.starts)}"
    return "from a day that is not stated" + (
        "" if edition.starts == date.min else f"; here {day(edition.starts)} stands in for it"
    )


def first_day(edition: Edition[T]) -> str:
    """The day from which it is in force, for a list: "not stated" where no day is."""
    return day(edition.starts) if edition.start_stated else "not stated"


def standing_in_words(edition: Edition[T]) -> str:
    """From when, until when, and when its source was last checked, as a sentence."""
    ends = f", until {day(edition.ends)}" if edition.ends else ""
    return f"In force {started(edition)}{ends}. {_checked(edition)}."


def _checked(edition: Edition[T]) -> str:
    if edition.checked is None:
        return "When its source was last checked is not stated"
    return f"Its source was last checked on {day(edition.checked)}"


def out_of_date(policy: Policy[T], asked: date) -> str:
    """A sentence where a decision on a day rests on an old edition that may have been replaced; otherwise empty."""
    edition = policy.on(asked)
    known = max(edition.checked or edition.starts, edition.starts)
    superseded = edition.starts < policy.editions[-1].starts
    if superseded or asked - known < LONG or (edition.ends is not None and edition.checked is None):
        return ""
    ends = "" if edition.ends else ", without a stated end"
    return f"This edition is in force {started(edition)}{ends}. {_checked(edition)}."
