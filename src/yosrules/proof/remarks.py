"""What is to be said of an edition beside its claims: promises and parts that do nothing, gaps, overlaps, readings.

Public: `remarks`, `idle`, `Remark`, `What`. Only a promise about nobody, a forum that nobody reaches and a share
of all or nothing are to be put right; a gap or an overlap may be meant. A rule that never holds is refuted by its claim
"can fire".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from itertools import combinations, islice
from typing import TypeVar, cast

import attrs

from yosrules.english.describe import called, english
from yosrules.errors import UndecidedError
from yosrules.language.expr import ALWAYS, AllOf, AnyOf, Compare, Condition, Known, Op, all_of, any_of, unless
from yosrules.language.facts import Facts
from yosrules.language.kinds import words
from yosrules.language.walks import leaves, reads
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.indicators.indicator import Cohort, Indicator, Membership, cohort_of, in_the_share
from yosrules.policies.policy import Edition, Modality, Outcome, Policy, Rule, Status
from yosrules.proof.boundaries import replaced
from yosrules.proof.claims import outcome_names, when_status
from yosrules.proof.gaps import gaps
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.kept import keeping
from yosrules.proof.provers.solver import available, solved

T = TypeVar("T", bound=Outcome)

_MOST_GAPS = 5
"""How many gaps are described."""


class What(StrEnum):
    """What is remarked on."""

    VACUOUS = "nobody is meant by it"
    UNREACHED = "a forum that nobody reaches"
    KEPT_ANYWAY = "it is kept by a rule that always holds"
    GAP = "gap"
    OVERLAP = "overlap"
    ONE_SIDED = "a share that can only be all or nothing"
    IDLE = "a part that asks nothing"
    SAME = "readings that are the same"
    UNTOLD = "cannot be told"


@attrs.frozen
class Remark:
    """One remark: of what, in which edition, in words; and the claim that it is about, if it is about one."""

    what: What
    says: str
    where: str = ""
    claim: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.says}"

    @property
    def wrong(self) -> bool:
        """Whether it is to be put right; otherwise it may be meant, and is for information."""
        return self.what in (What.VACUOUS, What.UNREACHED, What.ONE_SIDED)


def remarks(policy: Policy[T]) -> tuple[Remark, ...]:
    """What is to be said of a policy's forums, of every edition in each of its readings, and of the readings."""
    return (*_unreached(policy), *_by_edition(policy, _of_edition), *_of_readings(policy))


def idle(policy: Policy[T]) -> tuple[Remark, ...]:
    """Only what is to be put right: promises about nobody, forums that nobody reaches, shares of all or nothing."""
    return tuple(each for each in (*_unreached(policy), *_by_edition(policy, _to_put_right)) if each.wrong)


def _by_edition(policy: Policy[T], of: Callable[[Edition[T], Policy[T]], Iterator[Remark]]) -> Iterator[Remark]:
    for edition in policy.editions:
        for reading, read in edition.readings().items():
            where = f"{edition}{f', read as {reading}' if reading else ''}"
            yield from (attrs.evolve(each, where=where) for each in of(read, policy))


def _of_readings(policy: Policy[T]) -> Iterator[Remark]:
    for edition in policy.editions:
        for one, other in combinations(edition.readings().items(), 2):
            same = _told(f"{one[0]} and {other[0]}", _same(one, other, policy.about))
            yield from (attrs.evolve(each, where=str(edition)) for each in same)


def _unreached(policy: Policy[T]) -> Iterator[Remark]:
    """The forums that no rule leads to, and that stand in for no other."""
    if isinstance(policy, ForumPolicy):
        led_to = {outcome for edition in policy.editions for outcome in edition.outcomes}
        stand_ins = {name for forum in policy.forums for name in forum.satisfied_by}
        for forum in policy.forums:
            if forum not in led_to and forum.name not in stand_ins:
                yield Remark(What.UNREACHED, f"no rule leads to {forum.name}")


def _of_edition(edition: Edition[T], policy: Policy[T]) -> Iterator[Remark]:
    yield from _promises(edition, policy)
    # The steps of a scale have claims of their own: that one follows, and never two. Its lowest asks nothing.
    if not policy.ranked:
        for rule in edition.rules:
            yield from _told(f"parts of rule {rule.id}", _idle_parts(rule, policy.about))
        if isinstance(policy, Indicator):
            # Its cohorts lie in one another, and most children are in none.
            yield from _told("shares", _one_sided(edition, policy))
            return
        yield from _told("gaps", _gaps(edition, policy.about))
        yield from _told("overlaps", _overlaps(edition, policy.about))


def _to_put_right(edition: Edition[T], policy: Policy[T]) -> Iterator[Remark]:
    yield from _promises(edition, policy)
    if isinstance(policy, Indicator):
        yield from _told("shares", _one_sided(edition, policy))


def _told(what: str, found: Iterator[Remark]) -> Iterator[Remark]:
    """The remarks of one sort, or that nobody can say whether there are any."""
    try:
        yield from list(found)
    except UndecidedError as why:
        yield Remark(What.UNTOLD, f"{what}: {why}")


def some_record(about: type[Facts], sought: Condition) -> bool:
    """Whether a condition holds for some record that keeps the invariants; `UndecidedError` where nobody can say."""
    asked = all_of(sought, keeping(about, reads(sought)))
    try:
        return enumerated(asked) is not None
    except UndecidedError:
        if not available():
            raise
        return solved(asked) is not None


def _promises(edition: Edition[T], policy: Policy[T]) -> Iterator[Remark]:
    return _told("promises", _empty_promises(edition, policy.about))


def _empty_promises(edition: Edition[T], about: type[Facts]) -> Iterator[Remark]:
    always = [rule for rule in edition.rules if not some_record(about, unless(rule.when))]
    for promise in edition.guarantees:
        claim = f"guarantee {promise.id}"
        if not some_record(about, promise.when):
            says = f"{claim}: no child can be such that {english(promise.when)}"
            yield Remark(What.VACUOUS, says, claim=claim)
            continue
        for rule in always:
            if rule.modality is Modality.MUST and promise.by(rule.outcome):
                says = f"{claim}: rule {rule.id} holds for every child, so that nothing is promised"
                yield Remark(What.KEPT_ANYWAY, says, claim=claim)


def _idle_parts(rule: Rule[T], about: type[Facts]) -> Iterator[Remark]:
    """The parts of a rule without which it would hold, and fail to hold, for the same records."""
    # A rule that never holds is refuted as a whole; of its parts there is nothing to be said.
    if not some_record(about, rule.when):
        return
    for part in dict.fromkeys(leaves(rule.when)):
        without = [replaced(rule.when, part, told) for told in (ALWAYS, AnyOf(()))]
        known = all_of(*(Known(fact) for fact in reads(part))) if isinstance(part, Compare) else ALWAYS
        if any(not some_record(about, all_of(known, _unlike(rule.when, each))) for each in without):
            only = any(not some_record(about, _unlike(rule.when, each)) for each in without)
            read = [called(fact) for fact in reads(part)]
            asks = "" if only else f", but that {' and '.join(read)} {'is' if len(read) == 1 else 'are'} on record"
            yield Remark(What.IDLE, f"rule {rule.id}: {english(part)}{asks}")


def _unlike(one: Condition, other: Condition) -> Condition:
    """That two conditions do not both hold, or do not both fail."""
    return any_of(
        *(all_of(here, unless(there)) for a, b in ((one, other), (~one, ~other)) for here, there in ((a, b), (b, a)))
    )


def _one_sided(edition: Edition[T], indicator: Indicator) -> Iterator[Remark]:
    """That nobody who is in the share of an indicator can meet it, or that nobody can fail to."""
    read = cast("Edition[Cohort]", edition)
    met = cohort_of(read, Membership.MEETS)
    for sought, what in ((met, "meet it"), (~met, "fail to meet it")):
        if not some_record(indicator.about, all_of(in_the_share(read), sought)):
            yield Remark(What.ONE_SIDED, f"nobody who is counted and not excepted can {what}")


def _gaps(edition: Edition[T], about: type[Facts]) -> Iterator[Remark]:
    found = list(islice(gaps(edition, about), _MOST_GAPS + 1))
    for each in found[:_MOST_GAPS]:
        parts = each.parts if isinstance(each, AllOf) and each.parts else (each,)
        yield Remark(What.GAP, f"nothing follows where {'; '.join(map(_clause, parts))}")
    if len(found) > _MOST_GAPS:
        yield Remark(What.GAP, f"and more than these {_MOST_GAPS}")


def _clause(part: Condition) -> str:
    """A part of a gap; many facts are no at once, and "it is not the case that" would be said of each."""
    if isinstance(part, Compare) and isinstance(part.right, bool):
        return f"{called(part.fact)}: {words(part.right is (part.op is Op.EQ))}"
    return english(part)


def _overlaps(edition: Edition[T], about: type[Facts]) -> Iterator[Remark]:
    """The rules that hold for some record together, each pair once."""
    for place, rule in enumerate(edition.rules):
        others = [each for each in edition.rules[place + 1 :] if some_record(about, all_of(rule.when, each.when))]
        if others:
            named = ", ".join(map(_named, others))
            yield Remark(What.OVERLAP, f"rule {_named(rule)} holds for some child together with {named}")


def _named(rule: Rule[T]) -> str:
    return f"{rule.id} ({rule.outcome.name})"


def _same(one: tuple[str, Edition[T]], other: tuple[str, Edition[T]], about: type[Facts]) -> Iterator[Remark]:
    """That two readings decide every record the same, if they do."""
    outcomes = dict.fromkeys(name for _, read in (one, other) for name in outcome_names(read))
    if not any(some_record(about, each) for name in outcomes for each in _differ(one[1], other[1], name)):
        yield Remark(What.SAME, f"{one[0]} and {other[0]} decide every record the same")


def _differ(one: Edition[T], other: Edition[T], name: str) -> Iterable[Condition]:
    return (all_of(when_status(one, name, each), unless(when_status(other, name, each))) for each in Status)
