"""Mutants of an edition, and which of them survive its guarantees and worked examples.

Public: `mutants`, `scale_mutants`, `Mutant`, `judge`, `survivors`, `Fate`, `JudgedMutant`, `examples_of`, `pasted`.

A mutant moves one threshold by a step, negates one comparison, drops one rule, or swaps one must and may. An
equivalent mutant, which is proved to decide every record the same, does not count as a survivor. The solver, which
takes many times as long, is asked about mutants only where enumeration gives up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import partial
from itertools import product
from typing import Generic, TypeVar, assert_never

import attrs

from yosrules.deciding.decide import decide
from yosrules.deciding.decider import StatusOf
from yosrules.english.describe import instead
from yosrules.errors import PolicyError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.policy import Edition, Example, Modality, Outcome, Policy, Rule, Status
from yosrules.policies.rating import Band, RatingScale, Rounding, exact, plain
from yosrules.proof.claims import Claim, promises
from yosrules.proof.diff import Way, diff, leading_to, touched
from yosrules.proof.prove import Proved, Prover, Refuted, prove
from yosrules.proof.provers.enumeration import enumerated

T = TypeVar("T", bound=Outcome)

_HUNDREDTH = Decimal("0.01")
"""The smallest step of the amounts in a scale's policy, which have at most two decimal places."""
_STRICT = {Op.GE: Op.GT, Op.GT: Op.GE, Op.LE: Op.LT, Op.LT: Op.LE}


@attrs.frozen
class Mutant(Generic[T]):
    """One mutant: the changed rule, the change, and the edition; None if that edition is invalid."""

    rule: str
    change: str
    edition: Edition[T] | None


class Fate(StrEnum):
    """What becomes of a mutant."""

    KILLED_BY_EXAMPLE = "an example notices"
    KILLED_BY_GUARANTEE = "a guarantee is refuted"
    NOT_AN_EDITION = "it cannot be written"
    EQUIVALENT = "it decides every record the same"
    SURVIVES = "nobody would notice"
    UNTOLD = "no prover can tell whether it differs"


@attrs.frozen
class JudgedMutant(Generic[T]):
    """A mutant's fate; for a survivor, the emptiest examples that would notice it."""

    mutant: Mutant[T]
    fate: Fate
    pins: tuple[Example, ...] = ()


def mutants(edition: Edition[T]) -> Iterator[Mutant[T]]:
    """Every mutant of a resolved edition."""
    edition = edition.resolved
    for place, rule in enumerate(edition.rules):
        yield _mutant(edition, rule, "dropped", place, ())
        other = Modality.MAY if rule.modality is Modality.MUST else Modality.MUST
        yield _mutant(edition, rule, f"{other}, not {rule.modality}", place, (attrs.evolve(rule, modality=other),))
        for change, when in _neighbours(rule.when):
            yield _mutant(edition, rule, change, place, (attrs.evolve(rule, when=when),))


def _mutant(edition: Edition[T], rule: Rule[T], change: str, place: int, instead: tuple[Rule[T], ...]) -> Mutant[T]:
    rules = (*edition.rules[:place], *instead, *edition.rules[place + 1 :])
    try:
        return Mutant(rule.id, change, attrs.evolve(edition, rules=rules))
    except PolicyError:
        return Mutant(rule.id, change, None)


def _neighbours(condition: Condition) -> Iterator[tuple[str, Condition]]:
    """Each variant of a condition with one leaf changed, and a description of the change."""
    match condition:
        case Compare():
            for other in _near(condition):
                yield instead(other, condition), other
        case Known(fact, known):
            other_known = Known(fact, not known)
            yield instead(other_known, condition), other_known
        case AllOf(parts) | AnyOf(parts):
            for place, part in enumerate(parts):
                for change, other_part in _neighbours(part):
                    yield change, type(condition)((*parts[:place], other_part, *parts[place + 1 :]))
        case _:
            assert_never(condition)


def _near(leaf: Compare) -> Iterator[Compare]:
    """The comparison negated; its threshold one step down and up, or strict for non-strict if it cannot move."""
    yield attrs.evolve(leaf, op=leaf.op.negated)
    if not leaf.fact.ordered:
        return
    steps = [] if isinstance(leaf.right, Fact) else [leaf.fact.stepped(leaf.right, by) for by in (-1, 1)]
    moved = [step for step in steps if step is not None]
    yield from (attrs.evolve(leaf, right=right) for right in moved)
    if len(moved) < 2 and leaf.op in _STRICT:
        yield attrs.evolve(leaf, op=_STRICT[leaf.op])


def scale_mutants(scale: RatingScale) -> Iterator[Mutant[Band]]:
    """Every mutant of a scale: each band starting one step lower or higher, and every other rounding."""
    for band, by in product(scale.bands[1:], (-1, 1)):
        moved = attrs.evolve(band, starts=band.starts + by)
        bands = tuple(moved if each is band else each for each in scale.bands)
        change = f"from {plain(moved.starts)}, not {plain(band.starts)}"
        yield _scale_mutant(band.name, change, partial(attrs.evolve, scale, bands=bands))
    if scale.rounding is Rounding.NONE:
        return
    yield _scale_mutant("rounding", "not rounded", partial(attrs.evolve, scale, rounding=Rounding.NONE))
    edges = [exact(plain(scale.threshold(band))) for band in scale.bands]
    for change, later in (("halves down", scale.bands[1:]), ("halves to even", _odd(scale))):
        bent = [edge + _HUNDREDTH * (band in later) for band, edge in zip(scale.bands, edges, strict=True)]
        yield Mutant("rounding", change, scale.edition(bent))


def _odd(scale: RatingScale) -> tuple[Band, ...]:
    """The bands that begin at an odd number: the half below it would go down to the even one."""
    return tuple(band for band in scale.bands if band.starts % 2)


def _scale_mutant(what: str, change: str, made: Callable[[], RatingScale]) -> Mutant[Band]:
    try:
        return Mutant(what, change, made().as_policy().editions[0])
    except PolicyError:
        return Mutant(what, change, None)


def judge(
    edition: Edition[T], about: type[Facts], examples: Iterable[Example], more: Iterable[Mutant[T]] = ()
) -> Iterator[JudgedMutant[T]]:
    """The fate of every mutant, against these examples and those of the edition's guarantees that are proved.

    Refused where an example is not decided by the edition itself as it says: it would kill every mutant.
    """
    given = tuple(examples)
    if wrong := [each for each in given if not stands(edition, each)]:
        raise PolicyError("\n".join(f"{edition} does not decide {pasted(each)}" for each in wrong))
    # A guarantee that the edition itself breaks would be refuted for the mutants too, and seem to kill them all.
    kept = {claim.name: claim for claim in promises(edition, about) if isinstance(prove(claim), Proved)}
    return (_judged(edition, about, mutant, given, kept) for mutant in (*mutants(edition), *more))


def _judged(
    edition: Edition[T], about: type[Facts], mutant: Mutant[T], examples: tuple[Example, ...], kept: dict[str, Claim]
) -> JudgedMutant[T]:
    changed = mutant.edition
    if changed is None:
        return JudgedMutant(mutant, Fate.NOT_AN_EDITION)
    names = _changed(edition, changed)
    narrow = leading_to(changed, *names)
    # Examples before proofs: to decide a few records is cheap, to prove a claim may not be.
    if _noticed(narrow, [example for example in examples if example.outcome in names]):
        return JudgedMutant(mutant, Fate.KILLED_BY_EXAMPLE)
    # A promise of which no rule has changed stays kept: its claim is the same.
    if any(
        isinstance(prove(claim), Refuted) for claim in promises(changed, about) if kept.get(claim.name, claim) != claim
    ):
        return JudgedMutant(mutant, Fate.KILLED_BY_GUARANTEE)
    edition, changed = leading_to(edition, *names), narrow
    found = diff(edition, changed, about, {Prover.ENUMERATION: enumerated})
    if any(each.way is Way.UNTOLD for each in found.outcomes):
        found = diff(edition, changed, about)
    records = [record for each in found.outcomes for record in (each.higher, each.lower) if record]
    pins = [Example(each.record, each.outcome, each.before) for each in touched(edition, changed, records)]
    if pins:
        return JudgedMutant(mutant, Fate.SURVIVES, tuple(dict.fromkeys(pins)))
    untold = any(each.way is Way.UNTOLD for each in found.outcomes)
    return JudgedMutant(mutant, Fate.UNTOLD if untold else Fate.EQUIVALENT)


def _noticed(edition: Edition[T], examples: Iterable[Example]) -> bool:
    """Whether an edition decides any of these examples otherwise than it says; each is of a kind that it decides."""
    status = {outcome.name: StatusOf(edition, outcome) for outcome in edition.outcomes}
    return any(
        (status[each.outcome](vars(each.record)) if each.outcome in status else Status.NO) is not each.stands
        for each in examples
    )


def _changed(one: Edition[T], other: Edition[T]) -> dict[str, None]:
    """The names of the outcomes to which other rules lead."""
    rules = ((one.rules, other.rules), (other.rules, one.rules))
    return dict.fromkeys(rule.outcome.name for mine, theirs in rules for rule in mine if rule not in theirs)


def survivors(
    edition: Edition[T], about: type[Facts], examples: Iterable[Example], more: Iterable[Mutant[T]] = ()
) -> tuple[JudgedMutant[T], ...]:
    """The mutants that nobody would notice, or that nobody can tell from the edition."""
    judged = judge(edition, about, examples, more)
    return tuple(each for each in judged if each.fate in (Fate.SURVIVES, Fate.UNTOLD))


def stands(edition: Edition[T], example: Example) -> bool:
    """Whether an edition decides an example as it says."""
    statuses = {each.outcome.name: each.status for each in decide(edition, example.record).outcomes}
    return statuses.get(example.outcome, Status.NO) is example.stands


def examples_of(policy: Policy[T], edition: Edition[T]) -> tuple[Example, ...]:
    """The policy's examples that are about one of its editions."""
    return tuple(
        each
        for each in policy.examples
        if (each.on is None or policy.on(each.on).starts == edition.starts)
        and (each.reading is None or edition == policy.on(each.on or edition.starts).readings().get(each.reading))
    )


def of_its_edition(policy: Policy[T], edition: Edition[T], example: Example) -> Example:
    """An example that says of which edition and reading of its policy it is, where there are several."""
    readings = policy.on(edition.starts).readings()
    named = [name for name, each in readings.items() if each == edition]
    return attrs.evolve(
        example,
        on=edition.starts if len(policy.editions) > 1 else None,
        reading=named[0] if len(readings) > 1 else None,
    )


def pasted(example: Example) -> str:
    """An example as the Python that a policy is written in."""
    record = example.record
    stated = ((name, value) for name, value in vars(record).items() if value is not None and value != "")
    facts = ", ".join(f"{name}={_python(value)}" for name, value in stated)
    status = f"Status.{example.stands.name}"
    about = ", ".join(
        f"{name}={_python(value)}" for name, value in (("on", example.on), ("reading", example.reading)) if value
    )
    return f'Example({type(record).__name__}({facts}), "{example.outcome}", {status}{about and f", {about}"})'


def _python(value: object) -> str:
    if isinstance(value, Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Decimal):
        return f'Decimal("{value:f}")'
    return f"date({value:%Y}, {value.month}, {value.day})" if isinstance(value, date) else repr(value)
