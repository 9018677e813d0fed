"""Workload: the points of each case by a scheme of weights, and what each practitioner holds against what is available.

A scheme is a policy: the weights of a case are its outcomes, each with points, and every verb for policies serves it.
What is not on record is neither no nor 0: a load is then from so many points to so many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor

import attrs
from dateutil.relativedelta import relativedelta

from yosrules.deciding.decide import Verdict, decide
from yosrules.errors import PolicyError
from yosrules.language.facts import Facts, Maybe, fact
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain
from yosrules.policies.policy import Edition, Policy, Status
from yosrules.policies.rating import plain
from yosrules.records.case import Case
from yosrules.records.choices import CaseStage
from yosrules.records.dated import dated

_PLACES = 1000
"""A share of what is available is rounded to a thousandth, halves up."""


class DoneBy(StrEnum):
    """Who did a task that is counted in points beside cases."""

    OWN = "own"
    FOR_A_COLLEAGUE = "for a colleague"
    BY_A_COLLEAGUE = "by a colleague"


class Practitioner(Facts):
    """Who holds cases: contracted hours of a week, the hours by which these are reduced, and since when qualified."""

    hours: Maybe[Decimal] = fact(Decimal, "the hours of a week", places=2, low=Decimal(0), high=Decimal(168))
    reduction: Maybe[Decimal] = fact(Decimal, "the hours of reductions", places=2, low=Decimal(0), high=Decimal(168))
    qualified: Maybe[date] = dated("the date of qualification")


class TaskCounted(Facts):
    """Work beside cases, such as court reports: how many, and who did it for whom."""

    task: str
    number: Maybe[int] = fact(int, "how many", low=0)
    done: Maybe[DoneBy] = fact(DoneBy, "who did it for whom")


@attrs.frozen
class CaseWeight:
    """What a case counts for one thing about it; a case counts the sum of all that is so of it."""

    name: str
    points: Decimal


@attrs.frozen
class NewlyQualified:
    """By how many per cent the hours of a week are fewer in the first months after qualifying."""

    months: int
    percent: Decimal


@attrs.frozen
class Scheme:
    """The numbers of one edition beside the weights: the points of a full week, and those of tasks beside cases."""

    points: int
    hours: Decimal
    tasks: Mapping[str, Decimal] = attrs.field(factory=dict[str, Decimal])
    newly_qualified: NewlyQualified | None = None

    def __attrs_post_init__(self) -> None:
        if self.points < 1 or self.hours <= 0:
            raise PolicyError("a full week has points and hours, both above 0")


@attrs.frozen
class WorkloadPolicy:
    """The weights of a service by edition, and the numbers of each edition by the day on which it starts."""

    policy: Policy[CaseWeight]
    schemes: Mapping[date, Scheme]

    def on(self, day: date) -> tuple[Edition[CaseWeight], Scheme]:
        """The weights and the numbers in force on a day."""
        edition = self.policy.on(day)
        return edition.resolved, self.schemes[edition.starts]


@attrs.frozen
class Range:
    """From so many points to so many; one number where everything is on record."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return plain(self.low) if self.low == self.high else f"{plain(self.low)} to {plain(self.high)}"

    def as_dict(self) -> dict[str, Plain]:
        """The two numbers, as text."""
        return {"low": str(self.low), "high": str(self.high)}


_NOTHING = Range(Decimal(0), Decimal(0))


@attrs.frozen
class CaseLoad:
    """What one case counts: its points, the weights that hold, and the facts without which others cannot be told."""

    reference: str
    stage: CaseStage | None
    points: Range
    weights: tuple[str, ...]
    missing: tuple[Fact, ...]


def case_load(edition: Edition[CaseWeight], case: Case) -> CaseLoad:
    """What a case counts by one edition."""
    found = decide(edition, case).outcomes
    sure = [each.outcome for each in found if each.status is Status.MUST]
    perhaps = [each for each in found if each.status is Status.CANNOT_TELL]
    low = sum((each.points for each in sure), Decimal(0))
    high = low + sum((each.outcome.points for each in perhaps), Decimal(0))
    missing = dict.fromkeys(fact for each in perhaps for fact in each.missing)
    return CaseLoad(case.reference, case.stage, Range(low, high), tuple(each.name for each in sure), tuple(missing))


def points_available(scheme: Scheme, hours: Decimal | Fraction, reduction: Decimal | Fraction = Decimal(0)) -> int:
    """The points of so many hours a week less those of reductions, cut to a whole number."""
    left = Fraction(hours) - Fraction(reduction)
    return max(0, floor(scheme.points * left / Fraction(scheme.hours)))


def available_to(scheme: Scheme, who: Practitioner, day: date) -> tuple[int, int] | None:
    """The least and the most points available to a practitioner on a day; None where their hours are not on record."""
    if who.hours is None or who.reduction is None:
        return None
    hours, new = Fraction(who.hours), scheme.newly_qualified
    fewer = hours * Fraction(new.percent) / 100 if new else Fraction(0)
    least = points_available(scheme, hours, Fraction(who.reduction) + fewer)
    most = points_available(scheme, hours, who.reduction)
    if new is None or who.qualified is None:
        return least, most
    points = least if day < who.qualified + relativedelta(months=new.months) else most
    return points, points


def share_used(load: Decimal, points: int) -> Fraction | None:
    """The per cent of the available points that a load uses, to a tenth; None where none are available."""
    if points <= 0:
        return None
    return Fraction(floor(Fraction(load) / points * _PLACES + Fraction(1, 2)), _PLACES) * 100


def share_used_by_hmpps(load: Decimal, points: int) -> Fraction:
    """The same as HMPPS's workload service reads it: 0 per cent where no points are available.

    By it, whoever has no points available is never over capacity, whatever they hold.
    """
    return share_used(load, points) or Fraction(0)


def tasks_load(scheme: Scheme, tasks: Iterable[TaskCounted]) -> tuple[Range, tuple[str, ...]]:
    """The points of tasks beside cases, and what of them cannot be told; what a colleague did is taken off."""
    total, untold = _NOTHING, list[str]()
    for each in tasks:
        points = scheme.tasks.get(each.task)
        if points is None or each.number is None or each.done is None:
            untold.append(each.task)
            continue
        signed = points * each.number * (-1 if each.done is DoneBy.BY_A_COLLEAGUE else 1)
        total += Range(signed, signed)
    return total, tuple(untold)


@attrs.frozen
class Workload:
    """What one practitioner holds on a day, and what is available; `untold` are tasks of which it cannot be told."""

    practitioner: str
    cases: tuple[CaseLoad, ...]
    tasks: Range
    untold: tuple[str, ...]
    available: tuple[int, int] | None

    @property
    def load(self) -> Range:
        """The points of all cases and tasks."""
        return sum((each.points for each in self.cases), self.tasks)

    @property
    def used(self) -> tuple[Fraction, Fraction] | None:
        """The least and the most per cent that may be used; None where that cannot be told."""
        if self.available is None or self.untold:
            return None
        low, high = share_used(self.load.low, self.available[1]), share_used(self.load.high, self.available[0])
        return None if low is None or high is None else (low, high)

    @property
    def over(self) -> Verdict:
        """Whether the load is more than is available."""
        if self.available is None or self.untold:
            return Verdict.CANNOT_TELL
        least, most = self.available
        if self.load.low > most:
            return Verdict.HOLDS
        return Verdict.FAILS if self.load.high <= least else Verdict.CANNOT_TELL

    @property
    def mixed(self) -> Verdict | None:
        """Whether there are both pre- and post-court cases; None where there are fewer than two cases."""
        return None if len(self.cases) < 2 else mix_of(each.stage for each in self.cases)


def mix_of(stages: Iterable[CaseStage | None]) -> Verdict:
    """Whether these are stages of pre- and of post-court cases; one that is not on record may be either."""
    found = [*stages]
    sides = {each is CaseStage.POST_COURT for each in found if each is not None}
    if len(sides) == 2:
        return Verdict.HOLDS
    open_ = found.count(None)
    return Verdict.CANNOT_TELL if len(sides) + open_ >= 2 else Verdict.FAILS


NO_TASKS: Mapping[str, Sequence[TaskCounted]] = {}
"""That nobody has tasks beside cases."""


def workloads(
    scheme: WorkloadPolicy,
    day: date,
    cases: Iterable[tuple[Case, str]],
    practitioners: Mapping[str, Practitioner],
    tasks: Mapping[str, Sequence[TaskCounted]] = NO_TASKS,
) -> list[Workload]:
    """What each practitioner holds on a day; each case goes with the name of who holds it."""
    edition, terms = scheme.on(day)
    held: dict[str, list[CaseLoad]] = {name: [] for name in practitioners}
    for case, name in cases:
        held[name].append(case_load(edition, case))
    return [
        Workload(name, tuple(held[name]), *tasks_load(terms, tasks.get(name, ())), available_to(terms, each, day))
        for name, each in practitioners.items()
    ]
