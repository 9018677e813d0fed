"""What the agenda of each forum holds: who, why, since when, due when, and what to find out or to check first.

A case whose forum cannot be told stands in a part of its own and is never left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

import attrs

from yosrules.deciding.allocate import Allocation, Placement
from yosrules.deciding.decide import UNSETTLED, Status
from yosrules.deciding.duties import Duty
from yosrules.english.describe import unknown
from yosrules.english.explain import practice, why
from yosrules.english.standing import out_of_date
from yosrules.errors import PolicyError
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, one_of
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.forum import Forum
from yosrules.reports.site.catalogue import _

R = TypeVar("R", bound=Facts)


class AgendaPart(StrEnum):
    """The parts of an agenda, in their order."""

    MUST = "must be heard"
    MAY = "may be heard"
    ANSWERED = "answered: held or waived"
    STAYS = "stays under it"
    UNTOLD = "cannot be told: find out first"


@attrs.frozen
class AgendaItem:
    """One case on the agenda of one forum; `read_as` are the readings by which it is, none where there is only one.

    `since` is the day from which the time of `due` runs, and `standing` says whether it is due, overdue or answered.
    `find_out` is what is not on record, and `check` what the forum has checked before it sits. `kept` has the columns
    of the caseload that were kept, such as the case manager.
    """

    forum: Forum
    reference: str
    part: AgendaPart
    status: str
    why: str
    since: date | None
    due: date | None
    standing: str
    says: str
    find_out: tuple[str, ...]
    check: tuple[str, ...]
    overdue: bool
    kept: tuple[tuple[str, str], ...] = ()
    read_as: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """What it is listed under: the first column that was kept, such as the case manager."""
        return self.kept[0][1] if self.kept else ""


@attrs.frozen
class Agenda:
    """The items of one forum, and what is to be said of all of them."""

    forum: Forum
    policy: str
    day: date
    items: tuple[AgendaItem, ...]
    notes: tuple[str, ...]
    next_sitting: date | None

    def count(self, part: AgendaPart) -> int:
        """How many cases are in a part; one that is in it by two readings, for two reasons, is one case."""
        return len({each.reference for each in self.items if each.part is part})


def agendas(
    by_reading: Mapping[str, Sequence[Allocation[R]]],
    kept: Mapping[str, Mapping[str, str]] | None = None,
    forum: str | None = None,
) -> tuple[Agenda, ...]:
    """The agenda of each forum, or of one by its short name, from the allocations by each reading of a policy."""
    first = next(iter(by_reading.values()))[0]
    forums = list(dict.fromkeys(each.forum.name for each in first.placements))
    if forum is not None and forum not in forums:
        raise PolicyError(f"{first.policy.name} has no forum {forum!r}; allowed: {one_of(forums)}")
    return tuple(_agenda(by_reading, kept or {}, name) for name in forums if forum in (None, name))


def _agenda(
    by_reading: Mapping[str, Sequence[Allocation[R]]], kept: Mapping[str, Mapping[str, str]], name: str
) -> Agenda:
    found: dict[AgendaItem, list[str]] = {}
    placements = []
    for reading, allocations in by_reading.items():
        for each in allocations:
            placement = next(one for one in each.placements if one.forum.name == name)
            placements.append(placement)
            if (part := _part(placement)) is not None:
                item = _item(each, placement, part, tuple(kept.get(each.reference, {}).items()))
                found.setdefault(item, []).append(reading)
    items = [attrs.evolve(item, read_as=tuple(names) if len(by_reading) > 1 else ()) for item, names in found.items()]
    first = next(iter(by_reading.values()))[0]
    return Agenda(
        placements[0].forum,
        first.policy.name,
        first.day,
        tuple(sorted(items, key=_place)),
        tuple(_notes(first, placements, [*by_reading])),
        placements[0].forum.sits.next_from(first.day) if placements[0].forum.sits else None,
    )


def _place(item: AgendaItem) -> tuple[bool, str, int, date, str]:
    """A sort key: those of one case manager together, the parts in order, what is due first; the untold last."""
    parts = list(AgendaPart)
    return item.part is AgendaPart.UNTOLD, item.group, parts.index(item.part), item.due or date.max, item.reference


def _part(placement: Placement) -> AgendaPart | None:
    """Which part of the agenda a case is in; None where it is on no part of it."""
    if placement.status in UNSETTLED:
        return AgendaPart.UNTOLD
    if placement.status is Status.NO:
        return AgendaPart.STAYS if placement.stays else None
    duties = placement.due.duties
    if placement.waiver or (duties and all(each.standing.answered for each in duties)):
        return AgendaPart.ANSWERED
    return AgendaPart.MUST if placement.status is Status.MUST else AgendaPart.MAY


def _item(
    allocation: Allocation[R], placement: Placement, part: AgendaPart, kept: tuple[tuple[str, str], ...]
) -> AgendaItem:
    duty = placement.due.binding
    if placement.review and (duty is None or duty.standing.answered):
        duty = placement.review
    return AgendaItem(
        placement.forum,
        allocation.reference,
        part,
        placement.status.value,
        " ".join(why(allocation, placement)),
        duty.since if duty else None,
        duty.due if duty else None,
        _standing(placement, duty) if duty else "",
        " ".join(practice(placement, checks=False)),
        tuple(dict.fromkeys(map(unknown, _to_find_out(placement)))),
        tuple(
            f"{each.check}{_(' (cannot tell)') if each.made is None else ''}"
            for each in placement.checks
            if not each.made
        )
        if placement.status is not Status.NO
        else (),
        bool(placement.overdue),
        kept,
    )


def _standing(placement: Placement, duty: Duty) -> str:
    review = "review " * (duty is placement.review)
    return f"{review}{duty}{'' if duty.standing.answered or placement.owed(duty) else ', if it is to be held'}"


def _to_find_out(placement: Placement) -> Iterator[Fact]:
    """The facts that would settle whether the forum follows, and the days that its deadlines run from."""
    yield from placement.missing
    for duty in placement.due.duties:
        if duty.due is None and isinstance(duty.clock, Deadline):
            yield duty.clock.counted_from
    yield from placement.review.to_settle if placement.review else ()


def _notes(first: Allocation[R], placements: Sequence[Placement], readings: Sequence[str]) -> Iterator[str]:
    if old := out_of_date(first.policy, first.day):
        yield old
    if len(readings) > 1:
        yield _(
            "The text can be read as %(names)s; none is chosen, and each case says by which it is here.",
            names=one_of([*readings]),
        )
    untold = sum(each.status is Status.NO and each.stays is None for each in placements) // len(readings)
    if untold == 1:
        yield _("Whether 1 case stays under it from an earlier meeting cannot be told: no history of forums was given.")
    elif untold:
        yield _(
            "Whether %(many)s cases stay under it from an earlier meeting cannot be told: "
            "no history of forums was given.",
            many=f"{untold:,}",
        )
