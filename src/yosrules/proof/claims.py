"""The claims that an edition makes about every possible record, each as one condition to satisfy.

Public: `Claim`, `claims`, `policy_claims`, `when_status`, `rises`.

A claim asks whether a record exists for which `sought` holds: for "can fire" there must be one, for the rest none. The
claim "rises" compares two records that differ in one fact. The second record's fact is a copy under another name, so
that this too is one condition and needs no second kind of prover.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import combinations
from typing import TypeAlias, TypeVar, assert_never

import attrs

from yosrules.deciding.decide import Verdict, decide, holds
from yosrules.english.describe import apart_in_english, called, english, guarantee_in_english
from yosrules.errors import PolicyError
from yosrules.language.expr import ALWAYS, Compare, Condition, Known, Op, all_of, any_of, unless
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.language.walks import reads, substitute
from yosrules.policies.policy import Edition, Guarantee, Modality, Outcome, Policy, Rule, Status
from yosrules.proof.provers.kept import keeping

T = TypeVar("T", bound=Outcome)

Confirms: TypeAlias = Callable[[Facts, Facts], bool]
"""Whether `decide` confirms what was sought, on a record and on the same record with the raised fact."""


class Kind(StrEnum):
    """What is claimed."""

    GUARANTEE = "guarantee"
    FIRES = "fires"
    NEEDED = "needed"
    RISES = "rises"
    APART = "apart"
    COVERED = "covered"
    MOVED = "moved"
    BOUNDARY = "boundary"


@attrs.frozen
class Claim:
    """One claim about every record. `name` is stable; `says` is the claim in English.

    `wanted` is whether a record for which `sought` holds must exist (the claim "can fire") or must not (the rest).
    `raised` is the second record's fact where two records are compared. Every record is one that keeps the invariants.
    """

    kind: Kind
    name: str
    says: str
    about: type[Facts]
    sought: Condition
    wanted: bool
    # Left out of equality, because functions compare by identity: two claims made alike would differ.
    replay: Confirms = attrs.field(eq=False, repr=False)
    raised: tuple[Fact, Fact] | None = None
    where: str = ""

    @cached_property
    def asked(self) -> Condition:
        """What provers look for: what is sought, on records that keep the invariants of their kind."""
        fact, raised = self.raised or (None, None)
        keeps = keeping(self.about, (each for each in reads(self.sought) if each != raised))
        beside = substitute(keeps, fact, raised) if fact and raised else ALWAYS
        return all_of(self.sought, keeps, beside)

    def __str__(self) -> str:
        return self.says


def policy_claims(policy: Policy[T]) -> tuple[Claim, ...]:
    """The claims of every edition of a policy, in each of its readings."""
    return tuple(
        attrs.evolve(claim, where=f"{edition}{f', read as {reading}' if reading else ''}")
        for edition in policy.editions
        for reading, read in edition.readings().items()
        for claim in claims(
            read, policy.about, ranked=policy.ranked, rising=policy.rising, apart=() if policy.ranked else policy.apart
        )
    )


def of_a_scale(fact: Fact) -> bool:
    """Whether a fact is of an ordered scale."""
    # Not of numbers and dates: policies rightly have upper ages, and every such rule would have to be declared.
    return issubclass(fact.kind, IntEnum)


def claims(
    edition: Edition[T],
    about: type[Facts],
    *,
    ranked: bool = False,
    rising: Callable[[Fact], bool] = of_a_scale,
    apart: Iterable[tuple[str, str]] = (),
) -> tuple[Claim, ...]:
    """What a resolved edition claims: its guarantees, that every rule can fire and is needed, that no outcome falls as
    a `rising` fact rises, and that nothing leads to two that are `apart`. Where outcomes are `ranked`, one follows,
    and never a lower one for more.
    """
    edition = edition.resolved
    outcome_names(edition)
    own = [*_scale(edition, about)] if ranked else [*_rises(edition, about, rising)]
    return (
        *promises(edition, about),
        *(_fires(edition, about, rule) for rule in edition.rules),
        *(_needed(edition, about, rule) for rule in edition.rules),
        *own,
        *(_excluded(edition, about, *pair) for pair in apart if {*pair} <= {each.name for each in edition.outcomes}),
    )


def promises(edition: Edition[T], about: type[Facts]) -> tuple[Claim, ...]:
    """The claims that a resolved edition's guarantees make."""
    return tuple(_guaranteed(edition, about, each) for each in edition.guarantees)


def outcome_names(edition: Edition[T]) -> tuple[str, ...]:
    """The names of an edition's outcomes; refused where two share one, since claims tell them apart by it."""
    names = [outcome.name for outcome in edition.resolved.outcomes]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise PolicyError(f"{edition} has two outcomes called {twice!r}")
    return tuple(names)


def when_status(edition: Edition[T], outcome: str, status: Status) -> Condition:
    """The condition that holds exactly where the outcome of this name has this status."""
    must, may = (_when(edition.resolved, outcome, modality) for modality in Modality)
    match status:
        case Status.MUST:
            return must
        case Status.AT_LEAST_MAY:
            return all_of(may, unless(must), unless(~must))
        case Status.MAY:
            # ~must and not unless(must): while a must-rule cannot be told, decide says "at least may" and not "may".
            return all_of(~must, may)
        case Status.NO:
            return all_of(~must, ~may)
        case Status.CANNOT_TELL:
            # Defined as the rest, so that every record has exactly one of the statuses.
            return all_of(unless(must), unless(may), unless(all_of(~must, ~may)))
        case _:
            assert_never(status)


def _when(edition: Edition[T], outcome: str, modality: Modality) -> Condition:
    return any_of(*(rule.when for rule in edition.rules if rule.outcome.name == outcome and rule.modality is modality))


def _guaranteed(edition: Edition[T], about: type[Facts], kept: Guarantee[T]) -> Claim:
    accepted = [outcome for outcome in edition.outcomes if kept.by(outcome)]
    # A must that cannot be told is no must: a guarantee that holds only while a fact is on record is refuted.
    reached = any_of(*(when_status(edition, outcome.name, Status.MUST) for outcome in accepted))

    def shows(record: Facts, _: Facts) -> bool:
        decision = decide(edition, record)
        return holds(kept.when, record) and all(decision.status(each) is not Status.MUST for each in accepted)

    says = guarantee_in_english(kept, edition)
    return Claim(
        Kind.GUARANTEE,
        f"guarantee {kept.id}",
        says,
        about,
        all_of(kept.when, unless(reached)),
        wanted=False,
        replay=shows,
    )


def _fires(edition: Edition[T], about: type[Facts], rule: Rule[T]) -> Claim:
    def shows(record: Facts, _: Facts) -> bool:
        return rule in _firing(edition, record)

    says = f"Rule {rule.id} can fire: for some child {english(rule.when)}."
    return Claim(Kind.FIRES, f"fires {rule.id}", says, about, rule.when, wanted=True, replay=shows)


def _needed(edition: Edition[T], about: type[Facts], rule: Rule[T]) -> Claim:
    """That somewhere the rule holds and no other rule leads to its outcome at least as strongly."""
    others = [
        other
        for other in edition.rules
        if other is not rule and other.outcome == rule.outcome and other.modality in (rule.modality, Modality.MUST)
    ]

    def shows(record: Facts, _: Facts) -> bool:
        firing = _firing(edition, record)
        return rule in firing and not any(other in firing for other in others)

    # unless and not ~: a rule is needed, too, where nobody can tell whether the others hold.
    sought = all_of(rule.when, unless(any_of(*(other.when for other in others))))
    says = f"Rule {rule.id} is needed: no other rules lead to {rule.outcome.name} wherever it does."
    return Claim(Kind.NEEDED, f"needed {rule.id}", says, about, sought, wanted=True, replay=shows)


def _firing(edition: Edition[T], record: Facts) -> list[Rule[T]]:
    return [ruled.rule for ruled in decide(edition, record).rules if ruled.finding.verdict is Verdict.HOLDS]


def _rises(edition: Edition[T], about: type[Facts], rising: Callable[[Fact], bool]) -> Iterator[Claim]:
    for outcome in edition.outcomes:
        rules = [rule for rule in edition.rules if rule.outcome == outcome]
        read = dict.fromkeys(fact for rule in rules for fact in reads(rule.when))
        yield from (rises(edition, about, outcome, fact) for fact in read if rising(fact))


def rises(edition: Edition[T], about: type[Facts], outcome: T, fact: Fact) -> Claim:
    """The claim that, all else being equal, an outcome never falls as an ordered fact rises.

    A must stays a must, and may not become "cannot tell" or "at least may"; a may, or at least a may, never becomes a
    no. Of what cannot be told of the lower record nothing is claimed.
    """
    higher = attrs.evolve(fact, name=f"{fact.name} raised")
    must, may = (_when(edition, outcome.name, modality) for modality in Modality)
    no = when_status(edition, outcome.name, Status.NO)
    falls = any_of(all_of(must, unless(substitute(must, fact, higher))), all_of(may, substitute(no, fact, higher)))

    def shows(record: Facts, raised: Facts) -> bool:
        before, after = (decide(edition, each).status(outcome) for each in (record, raised))
        lost = before in (Status.MAY, Status.AT_LEAST_MAY) and after is Status.NO
        return lost or (before is Status.MUST and after is not before)

    says = f"{outcome.name} never falls as {called(fact)} rises."
    name = f"rises {outcome.name} with {fact.name}"
    sought = all_of(Compare(fact, Op.LT, higher), falls)
    return Claim(Kind.RISES, name, says, about, sought, wanted=False, replay=shows, raised=(fact, higher))


def _excluded(edition: Edition[T], about: type[Facts], one: str, other: str) -> Claim:
    leads = (any_of(*(rule.when for rule in edition.rules if rule.outcome.name == name)) for name in (one, other))

    def shows(record: Facts, _: Facts) -> bool:
        follows = {each.outcome.name for each in decide(edition, record).outcomes if each.status in _FOLLOWS}
        return {one, other} <= follows

    says, name = apart_in_english(one, other), f"apart {one} and {other}"
    return Claim(Kind.APART, name, says, about, all_of(*leads), wanted=False, replay=shows)


_FOLLOWS = (Status.MUST, Status.AT_LEAST_MAY, Status.MAY)


def _scale(edition: Edition[T], about: type[Facts]) -> Iterator[Claim]:
    """That exactly one outcome follows where every fact is on record, and never a lower one for more."""
    musts = {outcome.name: when_status(edition, outcome.name, Status.MUST) for outcome in edition.outcomes}
    known = all_of(*(Known(fact) for fact in edition.reads()))
    yield Claim(
        Kind.COVERED,
        "covered",
        "Wherever all is on record, one outcome follows.",
        about,
        all_of(known, *(unless(must) for must in musts.values())),
        wanted=False,
        replay=lambda record, _: not _musts(edition, record),
    )
    for one, other in combinations(musts, 2):
        yield Claim(
            Kind.APART,
            f"apart {one} and {other}",
            f"{one} and {other} never both follow.",
            about,
            all_of(musts[one], musts[other]),
            wanted=False,
            replay=_both(edition, one, other),
        )
    yield from (_ascends(edition, about, fact, musts) for fact in edition.reads() if fact.ordered)


def _both(edition: Edition[T], one: str, other: str) -> Confirms:
    return lambda record, _: {one, other} <= set(_musts(edition, record))


def _ascends(edition: Edition[T], about: type[Facts], fact: Fact, musts: dict[str, Condition]) -> Claim:
    higher = attrs.evolve(fact, name=f"{fact.name} raised")
    names = [*musts]
    below = {name: substitute(must, fact, higher) for name, must in musts.items()}
    falls = any_of(*(all_of(musts[upper], below[lower]) for lower, upper in combinations(names, 2)))

    def shows(record: Facts, raised: Facts) -> bool:
        before, after = (list(map(names.index, _musts(edition, each))) for each in (record, raised))
        return bool(before and after) and max(before) > min(after)

    return Claim(
        Kind.RISES,
        f"rises with {fact.name}",
        f"No lower outcome follows as {called(fact)} rises.",
        about,
        all_of(Compare(fact, Op.LT, higher), falls),
        wanted=False,
        replay=shows,
        raised=(fact, higher),
    )


def _musts(edition: Edition[T], record: Facts) -> Iterable[str]:
    return [each.outcome.name for each in decide(edition, record).outcomes if each.status is Status.MUST]
