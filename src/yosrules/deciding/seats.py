"""Who attends a forum for one child: whoever always does, and those who do by what is on record of the child."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import attrs

from yosrules.deciding.decide import Finding, Verdict, find
from yosrules.language.expr import ALWAYS
from yosrules.language.facts import Facts
from yosrules.language.plain.values import Plain
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.forum import Forum


class Seating(StrEnum):
    """What a forum says of somebody."""

    ATTENDS = "attends"
    MAY = "may attend"
    MUST_NOT = "must not attend"


@attrs.frozen
class Seat:
    """Somebody of whom a forum says that they attend, may, or must not; and whether that is so for this child."""

    who: str
    seating: Seating
    finding: Finding

    @property
    def verdict(self) -> Verdict:
        """Whether it is so for this child."""
        return self.finding.verdict

    def as_dict(self) -> dict[str, Plain]:
        """The seat as plain data."""
        return {"who": self.who, "seating": self.seating.value, "verdict": self.verdict.value}


def seats(forum: Forum, case: Facts) -> tuple[Seat, ...]:
    """Everybody of whom a forum says whether they attend; one who must not is not among those who attend or may."""
    found = [_seat(each, seating, case) for seating, everybody in seated(forum) for each in everybody]
    out = {each.who for each in found if each.seating is Seating.MUST_NOT and each.verdict is Verdict.HOLDS}
    return tuple(each for each in found if each.seating is Seating.MUST_NOT or each.who not in out)


def seated(forum: Forum) -> Iterator[tuple[Seating, tuple[str | Attendee, ...]]]:
    """What a forum says of whom, those first who must not attend."""
    yield Seating.MUST_NOT, forum.must_not_attend
    yield Seating.ATTENDS, forum.members
    yield Seating.MAY, forum.may_attend


def _seat(each: str | Attendee, seating: Seating, case: Facts) -> Seat:
    who, when = (each, ALWAYS) if isinstance(each, str) else (each.who, each.when)
    return Seat(who, seating, find(when, case))
