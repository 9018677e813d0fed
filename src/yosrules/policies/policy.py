"""What a policy is: rules on somebody's word, as they stood from one date until the next."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from datetime import date
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Condition, ConditionLike, all_of
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads
from yosrules.policies.citation import Citation


class Outcome(Protocol):
    """What a rule leads to: anything with a name that compares and hashes by value. A forum, a stage, a band."""

    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Outcome)


class Modality(StrEnum):
    """Whether an outcome must or may follow."""

    MUST = "must"
    MAY = "may"


class Status(StrEnum):
    """How an outcome stands in a decision; "at least may" is that it may follow, and perhaps must."""

    MUST = "must"
    AT_LEAST_MAY = "at least may"
    MAY = "may"
    CANNOT_TELL = "cannot tell"
    NO = "no"


@attrs.frozen
class Rule(Generic[T]):
    """When a condition holds, an outcome must or may follow. `reading` marks a rule of one reading of the text.

    A must that is `normally` so may be departed from for a reason, which has to be recorded: it should follow.
    """

    id: str
    outcome: T
    modality: Modality
    when: Condition
    cites: Citation | None = None
    reading: str | None = None
    normally: bool = False

    @property
    def word(self) -> str:
        """The word of the text: must, should or may."""
        return "should" if self.normally and self.modality is Modality.MUST else self.modality.value


def must(
    id: str, outcome: T, *, when: ConditionLike, cites: Citation | None = None, reading: str | None = None
) -> Rule[T]:
    """A rule whose outcome must follow."""
    return Rule(id, outcome, Modality.MUST, all_of(when), cites, reading)


def should(
    id: str, outcome: T, *, when: ConditionLike, cites: Citation | None = None, reading: str | None = None
) -> Rule[T]:
    """A rule whose outcome must follow, unless somebody records a reason to depart from it."""
    return Rule(id, outcome, Modality.MUST, all_of(when), cites, reading, normally=True)


def may(
    id: str, outcome: T, *, when: ConditionLike, cites: Citation | None = None, reading: str | None = None
) -> Rule[T]:
    """A rule whose outcome may follow, at somebody's discretion."""
    return Rule(id, outcome, Modality.MAY, all_of(when), cites, reading)


@attrs.frozen
class Guarantee(Generic[T]):
    """A promise for every possible record: whoever meets `when` must get at least one outcome that `by` accepts.

    `each` is what is so of each of them, in words: within 15 working days of the date of referral.
    """

    id: str
    when: Condition
    by: Callable[[T], bool]
    cites: Citation | None = None
    each: str = ""


def covers(id: str, *, when: ConditionLike, by: Callable[[T], bool], cites: Citation | None = None) -> Guarantee[T]:
    """Promise that whoever meets `when` must get at least one of the edition's outcomes that `by` accepts."""
    return Guarantee(id, all_of(when), by, cites)


@attrs.frozen
class Accepted:
    """The names of the outcomes of an edition that a promise accepts: its function's answers, as a value."""

    names: tuple[str, ...]

    def __call__(self, outcome: Outcome) -> bool:
        return outcome.name in self.names


@attrs.frozen(cache_hash=True)
class Edition(Generic[T]):
    """The rules as they stood from `starts` to `ends`, or until the next edition starts.

    `checked` is the day on which its source was last looked at. Where the source states no start, `start_stated` is
    False and `starts` stands in for it: the first day that is decided by it. It keeps the outcomes that a guarantee's
    function accepts, not the function, so that it can be compared and pickled.
    """

    starts: date
    rules: tuple[Rule[T], ...]
    guarantees: tuple[Guarantee[T], ...] = ()
    cites: Citation | None = None
    ends: date | None = attrs.field(default=None, kw_only=True)
    checked: date | None = attrs.field(default=None, kw_only=True)
    start_stated: bool = attrs.field(default=True, kw_only=True)

    def __attrs_post_init__(self) -> None:
        for what, day in {"starts": self.starts, "ends": self.ends, "is checked": self.checked}.items():
            if type(day) is not date and (day is not None or what == "starts"):
                raise PolicyError(f"an edition {what} on a date, not on {day!r}")
        if self.ends is not None and self.ends < self.starts:
            raise PolicyError(f"{self} ends on {self.ends}, before it starts")
        for name in self._names:
            self._unique("rule", [rule.id for rule in self.rules if rule.reading in (None, name)])
        self._unique("guarantee", [guarantee.id for guarantee in self.guarantees])
        if any(rule.reading == "" for rule in self.rules):
            raise PolicyError(f"{self}: a reading has a name")
        for guarantee in self.guarantees:
            for name in self._names:
                outcomes = [rule.outcome for rule in self.rules if rule.reading in (None, name)]
                if not any(map(guarantee.by, outcomes)):
                    raise PolicyError(f"{self}: guarantee {guarantee.id} accepts no outcome that a rule leads to")
        # A lambda equals only itself and cannot be pickled; what it says of these outcomes is all that is ever read.
        kept = (
            attrs.evolve(each, by=Accepted(tuple(o.name for o in self.outcomes if each.by(o))))
            for each in self.guarantees
        )
        object.__setattr__(self, "guarantees", tuple(kept))

    def __str__(self) -> str:
        if self.start_stated:
            return f"the edition of {self.starts}"
        stands_in = "" if self.starts == date.min else f", here from {self.starts}"
        return f"the edition with no stated start{stands_in}"

    def in_force(self, day: date) -> bool:
        """Whether a day is in it, were there no later edition."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    @property
    def outcomes(self) -> tuple[T, ...]:
        """Every outcome that a rule leads to, each once, in the order written."""
        return tuple(dict.fromkeys(rule.outcome for rule in self.rules))

    def _unique(self, what: str, ids: list[str]) -> None:
        for name, times in Counter(ids).items():
            if times > 1:
                raise PolicyError(f"{self} has {times} {what}s called {name!r}; each needs a name of its own")

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(rule.reading for rule in self.rules if rule.reading)) or ("",)

    def readings(self) -> dict[str, Edition[T]]:
        """Each way the text can be read, as an edition of its own; one, named "", where it can be read one way only."""
        return {name: self._read(name) for name in self._names}

    def _read(self, name: str) -> Edition[T]:
        mine = (attrs.evolve(rule, reading=None) for rule in self.rules if rule.reading in (None, name))
        return attrs.evolve(self, rules=tuple(mine))

    @property
    def resolved(self) -> Edition[T]:
        """This edition, if its text can be read one way only; a reading is never chosen silently."""
        if any(rule.reading for rule in self.rules):
            raise PolicyError(f"{self} can be read as {' or '.join(self._names)}: choose one of its readings()")
        return self

    def reads(self) -> tuple[Fact, ...]:
        """Every fact that a rule or a guarantee reads, each once."""
        conditions = [*(rule.when for rule in self.rules), *(guarantee.when for guarantee in self.guarantees)]
        return tuple(dict.fromkeys(fact for condition in conditions for fact in reads(condition)))

    def facts(self) -> dict[str, Fact]:
        """The same by name."""
        return {fact.name: fact for fact in self.reads()}


@attrs.frozen
class Example:
    """A worked example: for this record the outcome of this name stands so.

    Without `on` it is about every edition, without `reading` about every reading.
    """

    record: Facts
    outcome: str
    stands: Status
    on: date | None = None
    reading: str | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Declared:
    """A claim that the policy is known not to keep, by the name that `verify` gives it, and why that is meant."""

    claim: str
    why: str


@attrs.frozen
class Policy(Generic[T]):
    """One question about one kind of record, and its editions, oldest first.

    `ranked` is whether its outcomes are the steps of one scale, lowest first, of which exactly one follows. `examples`
    pin its thresholds; `declared` are the claims about every record that it is not meant to keep. `apart` are pairs of
    outcomes, by name, that exclude each other: nothing leads to both, whether they must or may follow.
    """

    name: str
    about: type[Facts]
    editions: tuple[Edition[T], ...]
    ranked: bool = attrs.field(default=False, kw_only=True)
    examples: tuple[Example, ...] = attrs.field(default=(), kw_only=True)
    declared: tuple[Declared, ...] = attrs.field(default=(), kw_only=True)
    apart: tuple[tuple[str, str], ...] = attrs.field(default=(), kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not self.editions:
            raise PolicyError(f"{self.name} has no edition")
        for earlier, later in pairwise(self.editions):
            # An edition lasts until the next begins, so rising starts leave no day with two; `on` bisects them.
            if earlier.starts >= later.starts:
                raise PolicyError(f"{self.name}: {later} comes after {earlier}; write each edition once, oldest first")
            if earlier.ends is not None and earlier.ends >= later.starts:
                raise PolicyError(f"{self.name}: {earlier} ends on {earlier.ends}, when {later} has started")
        own = vocabulary(self.about)
        for edition in self.editions:
            if strange := [fact.name for fact in edition.reads() if own.get(fact.name) != fact]:
                kind = self.about.__name__
                raise PolicyError(f"{self.name}: {edition} asks for {', '.join(strange)}, not facts of a {kind}")
        readings = {name: None for edition in self.editions for name in edition.readings() if name}
        if unread := [each.reading for each in self.examples if each.reading and each.reading not in readings]:
            allowed = ", ".join(readings) or "none, as its text is read in one way"
            raise PolicyError(f"{self.name}: an example is about the reading {unread[0]!r}; allowed: {allowed}")

        names = {outcome.name for edition in self.editions for outcome in edition.outcomes}
        for pair in self.apart:
            if len({*pair}) < 2 or not names.issuperset(pair):
                allowed = f"two of {', '.join(sorted(names))}"
                raise PolicyError(f"{self.name}: {' and '.join(pair)} cannot exclude each other; allowed: {allowed}")

    def rising(self, fact: Fact) -> bool:
        """Whether more of a fact is meant never to lead to less of an outcome: so it is of every ordered scale."""
        return issubclass(fact.kind, IntEnum)

    def on(self, day: date) -> Edition[T]:
        """The edition in force on a day; a day before the first or after the end of one is an error, never a guess."""
        place = bisect_right([edition.starts for edition in self.editions], day)
        if not place:
            raise PolicyError(f"{self.name} has no edition for {day}: its first starts on {self.editions[0].starts}")
        if not (found := self.editions[place - 1]).in_force(day):
            raise PolicyError(f"{self.name} has no edition for {day}: {found} ended on {found.ends}")
        return found
