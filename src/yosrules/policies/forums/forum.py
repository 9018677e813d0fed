"""Forums: where a case is discussed, who chairs, what must be done first, by when, how often, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Condition, ConditionLike, Known, all_of
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import ADDED
from yosrules.language.walks import reads
from yosrules.policies.calendar import Nation, Span, lasting
from yosrules.policies.citation import Citation
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.deadlines import Deadline
from yosrules.policies.forums.sittings import Sitting
from yosrules.policies.policy import Edition, Guarantee, Policy
from yosrules.records.choices import Chair


class Before(StrEnum):
    """What a check must be done before."""

    PANEL = "the panel"
    ALLOCATION = "allocation"


@attrs.frozen
class Check:
    """Something to look up first: in which system, before what, and what for.

    One that is made `again` is answered by what was done on the day on which the forum last heard the case, or later.
    """

    system: str
    before: Before
    cites: Citation | None = None
    purpose: str = attrs.field(default="", metadata=ADDED)
    again: bool = attrs.field(default=False, metadata=ADDED)

    def __str__(self) -> str:
        purpose = f" ({self.purpose})" if self.purpose else ""
        return f"{self.system}{' again' * self.again}, before {self.before}{purpose}"


@attrs.frozen
class Ending:
    """One of the decisions with which a forum may end, and what it carries: 6 hours of work."""

    what: str
    carries: str = ""

    def __str__(self) -> str:
        return f"{self.what} ({self.carries})" if self.carries else self.what


def _asked(when: ConditionLike) -> Condition:
    return all_of(when)


@attrs.frozen
class Sooner:
    """What brings a review forward: a condition, and by when it is then held: within 10 days of the assessment.

    It does so where the date lies after the last hearing; one on that day or later has answered it.
    """

    when: Condition = attrs.field(converter=_asked)
    by: Deadline = attrs.field()

    def __attrs_post_init__(self) -> None:
        if self.by.span is None or self.by.ahead_of is not None or self.by.earliest is not None:
            raise PolicyError(f"a review is brought forward to so long after a date, not {self.by}")


@attrs.frozen
class Review:
    """How often a forum hears a case again, for as long as it stays under it, and what brings the next one forward."""

    every: Span = attrs.field(converter=lasting)
    cites: Citation | None = None
    sooner: tuple[Sooner, ...] = attrs.field(default=(), metadata=ADDED)

    def __str__(self) -> str:
        return f"every {self.every}"

    def last_days(self, heard: date, case: Facts, nation: Nation) -> Iterator[tuple[date | None, Sooner]]:
        """By when each thing that can bring the next review forward does so; None where its date is not on record.

        What cannot, since its date is no later than the last hearing or its day no sooner than the usual one, is out.
        """
        usual = self.every.after(heard, nation)
        for each in self.sooner:
            since: date | None = vars(case)[each.by.since.name]
            last_day = None if since is None else each.by.last_day(since, nation)
            if since is None or last_day is None or (since > heard and last_day < usual):
                yield last_day, each


@attrs.frozen
class Forum:
    """A forum, and everything about it that a policy states; what it leaves open is left out.

    `chair` is the lowest grade that chairs it, `deputy` the lowest that may instead; None is not stated. With `meets`
    False it is no meeting but a level, such as a tier. `members` attend, others `may_attend` or `must_not_attend`, each
    always or by the child. `satisfied_by` names forums that stand in for this one when they have heard the case. A case
    that it has heard stays under it until `until` holds. `may_waive` is the lowest grade that may decide it is not
    needed; None is nobody. A waiver lasts at most for `longest_waiver`, counted as a deadline from the day on which it
    was given. `ends_with` are the decisions of which it takes one.
    """

    name: str
    title: str
    chair: Chair | None
    purpose: str = ""
    members: tuple[str | Attendee, ...] = ()
    may_attend: tuple[str | Attendee, ...] = ()
    sits: Sitting | None = None
    deadlines: tuple[Deadline, ...] = ()
    review: Review | None = None
    checks: tuple[Check, ...] = ()
    satisfied_by: tuple[str, ...] = ()
    until: Condition | None = None
    may_waive: Chair | None = None
    must_not_attend: tuple[str | Attendee, ...] = attrs.field(default=(), metadata=ADDED)
    deputy: Chair | None = attrs.field(default=None, metadata=ADDED)
    meets: bool = attrs.field(default=True, metadata=ADDED)
    ends_with: tuple[Ending, ...] = attrs.field(default=(), metadata=ADDED)
    longest_waiver: Span | None = attrs.field(
        default=None, metadata=ADDED, converter=attrs.converters.optional(lasting)
    )

    def __attrs_post_init__(self) -> None:
        if self.deputy is not None and (self.chair is None or self.deputy >= self.chair):
            raise PolicyError(f"forum {self.name}: a deputy is of a lower grade than a chair that is stated")
        if self.longest_waiver is not None and self.may_waive is None:
            raise PolicyError(f"forum {self.name}: a waiver has a longest time only where somebody may waive it")
        if not self.name.strip() or not self.title.strip():
            raise PolicyError(f"forum {self.name or self.title!r} needs a short name and a title")
        if self.name in self.satisfied_by:
            raise PolicyError(f"forum {self.name} cannot stand in for itself")

    def __str__(self) -> str:
        return f"{self.title} ({self.name})"

    @property
    def attendees(self) -> tuple[str | Attendee, ...]:
        """Everybody of whom it says whether they attend."""
        return (*self.members, *self.may_attend, *self.must_not_attend)

    def asks(self) -> Iterator[Fact]:
        """Every fact of a case that is read to say when it is held, who attends and until when the case is under it."""
        for clock in self.deadlines:
            yield from (clock.since, clock.counted_from)
        for each in self.review.sooner if self.review else ():
            yield from (*reads(each.when), each.by.since)
        for when in (self.until, *(each.when for each in self.attendees if isinstance(each, Attendee))):
            yield from () if when is None else reads(when)


@attrs.frozen(kw_only=True, cache_hash=True)
class ForumPolicy(Policy[Forum]):
    """A policy whose outcomes are forums. A forum that changes with the edition is listed once as it is in each."""

    name: str = attrs.field(kw_only=False)
    about: type[Facts]
    forums: tuple[Forum, ...]
    editions: tuple[Edition[Forum], ...]
    nation: Nation = Nation.ENGLAND
    not_stated: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        names = [forum.name for forum in self.forums]
        # Two of one name are one forum as it is in two editions: one edition leads to each, and none to both.
        led_to = [each.name for each in {forum: None for edition in self.editions for forum in edition.outcomes}]
        if twice := next((name for name in names if names.count(name) > max(led_to.count(name), 1)), None):
            raise PolicyError(f"{self.name} has two forums called {twice}; list one for each edition of it")
        for edition in self.editions:
            own = [forum.name for forum in edition.outcomes]
            if twice := next((name for name in own if own.count(name) > 1), None):
                raise PolicyError(f"{self.name}: {edition} leads to two forums called {twice}")
            if strange := [forum.name for forum in edition.outcomes if forum not in self.forums]:
                raise PolicyError(f"{self.name}: {edition} leads to {', '.join(strange)}, not among its forums")
        known = vocabulary(self.about)
        for forum in self.forums:
            if foreign := [each.name for each in dict.fromkeys(forum.asks()) if known.get(each.name) != each]:
                kind = self.about.__name__
                raise PolicyError(f"{self.name}: {forum.name} asks for {', '.join(foreign)}, not facts of a {kind}")
            if strange := [name for name in forum.satisfied_by if name not in names]:
                raise PolicyError(f"{self.name}: {forum.name} is satisfied by {', '.join(strange)}, no forum of it")


def in_time(id: str, by: Deadline, *, when: ConditionLike, cites: Citation | None = None) -> Guarantee[Forum]:
    """Promise that whoever meets `when`, with the dates on record, must get a forum that is due by then or sooner."""
    dates = dict.fromkeys((by.since, by.counted_from))

    def keeps(forum: Forum) -> bool:
        return any(each.keeps(by) for each in forum.deadlines)

    return Guarantee(id, all_of(when, *(Known(date_, True) for date_ in dates)), keeps, cites, f"due {by}")
