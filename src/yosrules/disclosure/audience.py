"""For whom a report is written, and which rows about single people that reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

import attrs

from yosrules.errors import RecordError

T = TypeVar("T")


class Audience(StrEnum):
    """For whom a report is written."""

    SERVICE = "service"
    """Everybody in the service, or the public: nobody's row, and counts only where nobody can be recognised."""
    MANAGER = "manager"
    """Who answers for all of the cases: every row and every count."""
    PRACTITIONER = "practitioner"
    """One practitioner: the rows of their own cases, and of nobody else's."""


@attrs.frozen
class Recipient:
    """The reader of one report: an audience, and which practitioner if that is what the reader is."""

    audience: Audience
    practitioner: str = ""

    def __attrs_post_init__(self) -> None:
        if self.audience is Audience.PRACTITIONER and not self.practitioner.strip():
            raise RecordError("a report for a practitioner says for which one")
        if self.audience is not Audience.PRACTITIONER and self.practitioner:
            raise RecordError(f"a report for the audience {self.audience} is not for one practitioner")

    @property
    def protects(self) -> bool:
        """Whether small counts are suppressed, and everything from which they could be worked out."""
        return self.audience is Audience.SERVICE

    def own(self, rows: Iterable[T], of: Callable[[T], str | None]) -> list[T]:
        """The rows that this reader may see, where `of` says whose case a row is about.

        A row of which it is not on record whose it is is shown to a manager only.
        """
        if self.audience is Audience.MANAGER:
            return [*rows]
        return [row for row in rows if self.practitioner and of(row) == self.practitioner]
