"""Who works in a service, in which role, from when until when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from yosrules.language.facts import Facts, Maybe, fact
from yosrules.language.never import Impossible, in_order
from yosrules.records.dated import dated


class Role(StrEnum):
    """What somebody does in a service."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"


class Post(Facts):
    """A worker in a role; somebody who has not left is still in post."""

    role: Maybe[Role] = fact(Role, "the role")
    started: Maybe[date] = dated("the first day in post")
    left: Maybe[date] = dated("the last day in post")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Nobody leaves before the first day."""
        return tuple(in_order(cls.started, cls.left))

    def on(self, day: date) -> bool | None:
        """Whether the worker is in post on a day; None where it is not on record since when."""
        if self.left is not None and self.left < day:
            return False
        return None if self.started is None else self.started <= day
