"""What every command with an audience is held to: whose references stand in what it writes."""

from __future__ import annotations

import re
from collections.abc import Iterable


def named_in(text: str, references: Iterable[str]) -> set[str]:
    """The references that stand in a text, each as a word of its own."""
    words = set(re.findall(r"[\w/-]+", text))
    return {each for each in references if each in words}


def check_own_only(text: str, own: Iterable[str], others: Iterable[str]) -> None:
    """Check that a practitioner's report names each of their own cases and nobody else's."""
    assert not (seen := named_in(text, others)), seen
    assert named_in(text, own) == set(own)


def check_nobody(text: str, references: Iterable[str]) -> None:
    """Check that a report for the service names nobody."""
    assert not (seen := named_in(text, references)), seen
