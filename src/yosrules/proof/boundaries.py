"""Find records on both sides of every leaf of every rule, differing in one fact; and measure what records cover.

Public: `boundaries`, `Boundary`, `coverage`, `Coverage`, `Covered`.

Inside, the rule holds and would not without this leaf. Outside, one fact differs, neither the leaf nor the rule holds,
and with the leaf the rule would. At a threshold the two sides are one step apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

import attrs

from yosrules.deciding.decide import decide, holds
from yosrules.english.describe import english
from yosrules.errors import UndecidedError
from yosrules.language.expr import ALWAYS, NEVER, AllOf, AnyOf, Compare, Condition, Known, Op, all_of, unless
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.walks import leaves, substitute
from yosrules.policies.policy import Edition, Outcome, Rule, Status
from yosrules.proof.claims import Claim, Kind, outcome_names, when_status
from yosrules.proof.diff import leading_to
from yosrules.proof.prove import Proved, prove
from yosrules.proof.provers.compiled import table

T = TypeVar("T", bound=Outcome)

_STEPS = {
    Op.GE: [(0, -1)],
    Op.GT: [(1, 0)],
    Op.LE: [(0, 1)],
    Op.LT: [(-1, 0)],
    Op.EQ: [(0, -1), (0, 1)],
    Op.NE: [(-1, 0), (1, 0)],
}
"""How far from the threshold the two sides of a comparison lie."""


@attrs.frozen
class Boundary:
    """Where one part of a rule's condition decides: a record just inside, the same one just outside, and what follows.

    Without records there is no record on which a change of this one fact would show the part deciding.
    """

    rule: str
    part: str
    outcome: str
    fact: Fact
    inside: Facts | None = None
    outside: Facts | None = None
    stands: tuple[Status, Status] | None = None


def boundaries(edition: Edition[T], about: type[Facts]) -> tuple[Boundary, ...]:
    """The boundaries of a resolved edition, rule by rule."""
    edition = edition.resolved
    return tuple(
        each
        for rule in edition.rules
        for part in dict.fromkeys(leaves(rule.when))
        for each in _of_part(leading_to(edition, rule.outcome.name), about, rule, part)
    )


def _of_part(edition: Edition[T], about: type[Facts], rule: Rule[T], part: Compare | Known) -> Iterator[Boundary]:
    """Both sides of a threshold, a step apart if they can be; and, beside the inside, what is not on record."""
    fact = part.fact
    other = attrs.evolve(fact, name=f"{fact.name} instead")
    known = () if isinstance(part, Known) else (Known(other),)
    found = [_pair(edition, about, rule, part, other, apart) for apart in _apart(part, other)]
    # Elsewhere in the condition a step may be impossible; any two values on the two sides are the next best.
    if not any(found):
        found = [_pair(edition, about, rule, part, other, all_of(*known))]
    if known and not fact.given:
        found.append(_pair(edition, about, rule, part, other, ~all_of(*known)))
    sides = [each for each in found if each]
    yield from sides or (Boundary(rule.id, english(part), rule.outcome.name, fact),)


def _apart(part: Compare | Known, other: Fact) -> Iterator[Condition]:
    """That a fact and the one instead of it lie a step apart at the threshold, in each way that there is."""
    if isinstance(part, Known) or isinstance(part.right, Fact) or not part.fact.ordered:
        return
    for inside, outside in _STEPS[part.op]:
        here, there = (part.fact.stepped(part.right, by) for by in (inside, outside))
        if here is not None and there is not None:
            yield all_of(Compare(part.fact, Op.EQ, here), Compare(other, Op.EQ, there))


def _pair(
    edition: Edition[T], about: type[Facts], rule: Rule[T], part: Condition, other: Fact, apart: Condition
) -> Boundary | None:
    fact = next(leaves(part)).fact
    inside, outside = decisive(rule.when, part)

    def shows(record: Facts, instead: Facts) -> bool:
        return holds(inside, record) and holds(outside, instead)

    def pair(more: Condition) -> Boundary | None:
        sought = all_of(inside, substitute(outside, fact, other), apart, more)
        says = f"{english(part)} decides in rule {rule.id}."
        claim = Claim(Kind.BOUNDARY, says, says, about, sought, wanted=True, replay=shows, raised=(fact, other))
        answer = prove(claim)
        if not (isinstance(answer, Proved) and answer.record and answer.beside):
            return None
        sides = answer.record, answer.beside
        one, two = (decide(edition, side).status(rule.outcome) for side in sides)
        return Boundary(rule.id, english(part), rule.outcome.name, fact, *sides, (one, two))

    # Best is a pair for which the outcome changes; where another rule also leads to it, only this rule's verdict does.
    # That is asked first: it takes less time, its pair often does both, and without one there is none that does.
    found, status = pair(ALWAYS), Status(rule.modality.value)
    if found is None or (found.stands and found.stands[0] is status is not found.stands[1]):
        return found
    settled = when_status(edition, rule.outcome.name, status)
    return pair(all_of(settled, unless(substitute(settled, fact, other)))) or found


@lru_cache(maxsize=1024)
def decisive(when: Condition, part: Condition) -> tuple[Condition, Condition]:
    """That a part and the condition hold, which would not without it; and that neither does, which would with it."""
    without, given = (replaced(when, part, told) for told in (NEVER, ALWAYS))
    return all_of(when, part, unless(without)), all_of(unless(when), unless(part), given)


def replaced(condition: Condition, part: Condition, told: Condition) -> Condition:
    """The condition with a part replaced by a settled one."""
    if condition == part:
        return told
    if isinstance(condition, AllOf | AnyOf):
        return type(condition)(tuple(replaced(each, part, told) for each in condition.parts))
    return condition


@attrs.frozen
class Covered:
    """How many of how many, and the rest by name where they have one."""

    done: int
    of: int
    rest: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.done:,} of {self.of:,}"


@attrs.frozen
class Coverage:
    """What records cover of an edition, as exact counts.

    `rules` hold for some record; `parts` of conditions hold for one and not for another; `decisive` are those that
    decide between two records which differ in one fact only; `standings` are the ways each outcome can stand;
    `regions` all that the edition can tell apart, None where that cannot be counted.
    """

    rules: Covered
    parts: Covered
    decisive: Covered
    standings: Covered
    regions: Covered | None


def coverage(edition: Edition[T], about: type[Facts], records: Iterable[Facts]) -> Coverage:
    """What these records cover of a resolved edition."""
    edition, seen = edition.resolved, list(dict.fromkeys(records))
    parts = [(rule, part) for rule in edition.rules for part in dict.fromkeys(leaves(rule.when))]
    near = {each: [other for other in seen if _one_apart(each, other)] for each in seen}
    return Coverage(
        _counted((rule.id, any(holds(rule.when, each) for each in seen)) for rule in edition.rules),
        _counted((_named(rule, part), _both_ways(part, seen)) for rule, part in parts),
        _counted((_named(rule, part), _decides(rule, part, near)) for rule, part in parts),
        _standings(edition, about, seen),
        _regions(edition, about, seen),
    )


def _counted(asked: Iterable[tuple[str, bool]]) -> Covered:
    told = list(asked)
    rest = tuple(name for name, done in told if not done)
    return Covered(len(told) - len(rest), len(told), rest)


def _named(rule: Rule[T], part: Condition) -> str:
    return f"{rule.id}: {english(part)}"


def _both_ways(part: Condition, records: Sequence[Facts]) -> bool:
    return {holds(part, each) for each in records} == {True, False}


def _one_apart(one: Facts, other: Facts) -> bool:
    return len([name for name in vocabulary(type(one)) if vars(one)[name] != vars(other)[name]]) == 1


def _decides(rule: Rule[T], part: Condition, near: Mapping[Facts, Sequence[Facts]]) -> bool:
    """Whether a part decides between two of these records, each with those that differ from it in one fact."""
    inside, outside = decisive(rule.when, part)
    # A part is looked at sooner than what is inside, which asks for the part too.
    there = (each for each in near if holds(part, each) and holds(inside, each))
    return any(holds(outside, other) for each in there for other in near[each])


def _standings(edition: Edition[T], about: type[Facts], records: Sequence[Facts]) -> Covered:
    """Of the ways in which each outcome can stand at all, those that these records show."""
    shown = {(each.outcome.name, each.status) for record in records for each in decide(edition, record).outcomes}
    return _counted(
        (f"{name}: {status}", (name, status) in shown)
        for name in outcome_names(edition)
        for status in Status
        if _possible(edition, about, name, status)
    )


def _possible(edition: Edition[T], about: type[Facts], name: str, status: Status) -> bool:
    def shows(record: Facts, _: Facts) -> bool:
        return any(each.outcome.name == name and each.status is status for each in decide(edition, record).outcomes)

    sought, says = when_status(edition, name, status), f"{name} can stand as {status}."
    return isinstance(prove(Claim(Kind.BOUNDARY, says, says, about, sought, wanted=True, replay=shows)), Proved)


def _regions(edition: Edition[T], about: type[Facts], records: Sequence[Facts]) -> Covered | None:
    try:
        size = table(edition, about).size
    except UndecidedError:
        return None
    whole = AllOf(tuple(rule.when for rule in edition.rules))
    asked = [*leaves(whole), *leaves(~whole)]
    return Covered(len({tuple(holds(leaf, record) for leaf in asked) for record in records}), size)
