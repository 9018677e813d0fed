"""Forums -> plain English: how often a case is heard again, and who attends."""

from __future__ import annotations

from yosrules.english.describe import english
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.forum import Review


def review_in_words(review: Review) -> str:
    """How often a forum hears a case again, and what brings the next time forward."""
    sooner = ", or ".join(f"{each.by} where {english(each.when)}" for each in review.sooner)
    return f"{review}, or sooner: {sooner}" if sooner else str(review)


def attendee_in_words(each: str | Attendee) -> str:
    """Somebody who attends a forum, and when."""
    return each if isinstance(each, str) else f"{each.who} when {english(each.when)}"
