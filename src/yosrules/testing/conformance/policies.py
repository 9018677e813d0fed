"""A policy -> the laws it has to keep, each with a check that says in English what breaks it.

Claims about every record are proved; other laws are tried on records that are drawn, always the same ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, partial
from random import Random
from typing import TypeAlias, TypeVar, assert_never, cast

import attrs
from hypothesis import find, settings, strategies as st
from hypothesis.errors import NoSuchExample

from yosrules.deciding.allocate import allocate
from yosrules.deciding.as_of import Histories
from yosrules.deciding.codec import edition_data, edition_from
from yosrules.deciding.decide import decide
from yosrules.english.describe import record_in_english
from yosrules.errors import YosrulesError
from yosrules.language.expr import Compare, Op
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.holds import Said
from yosrules.language.kinds import Fact
from yosrules.language.measure import measures
from yosrules.language.walks import reads
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.policies.policy import Edition, Example, Outcome, Policy
from yosrules.proof.claims import Claim, Kind, policy_claims
from yosrules.proof.mutate import JudgedMutant, examples_of, of_its_edition, pasted, stands, survivors
from yosrules.proof.prove import Answer, NotAnalysed, Proved, Refuted, installed, prove
from yosrules.proof.provers.compiled import table
from yosrules.proof.refutation import refutation
from yosrules.proof.remarks import idle
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver
from yosrules.testing.strategies import records as generate
from yosrules.testing.strategies.possible import together

T = TypeVar("T", bound=Outcome)
K = TypeVar("K")

Ask: TypeAlias = Callable[[Claim], Answer]
Claims: TypeAlias = Mapping[str, list[Claim]]
"""A policy's claims by name; of every edition and reading that makes it there is one."""


@attrs.frozen
class Law:
    """One law: its name, a check that returns in English what breaks it or nothing, and the reason if it is skipped."""

    name: str
    broken: Callable[[], str]
    aside: str = ""


def policy_laws(policy: Policy[T]) -> Iterator[Law]:
    """That every claim is proved, and what else a policy has to keep."""
    yield from laws_of(policy)
    unpinned = partial(_each_edition, policy, _unpinned)
    yield Law("examples pin every threshold", unpinned, without_examples(policy))
    if isinstance(policy, ForumPolicy) and issubclass(policy.about, Case):
        yield Law("any case is allocated", partial(_unallocated, policy))


def laws_of(policy: Policy[T]) -> Iterator[Law]:
    """The laws that a policy and a scale share."""
    # The law of each claim and "proved twice" ask for the same proofs.
    ask: Ask = cache(prove)
    claims: dict[str, list[Claim]] = {}
    for claim in policy_claims(policy):
        claims.setdefault(claim.name, []).append(claim)
    several = len({claim.where for same in claims.values() for claim in same}) > 1
    yield from (Law(name, partial(_unproved, same, ask, several=several)) for name, same in claims.items())
    alone = "" if len(installed()) > 1 else "z3 is not installed (the extra prove): all is proved by enumeration alone"
    yield Law("proved twice", partial(_proved_once, claims, ask), alone)
    yield Law("meant for somebody", partial(_for_nobody, policy))
    yield Law("one edition a day", partial(tried, _days(policy), partial(_misplaced, policy)))
    yield Law("decides as its table", partial(_each_edition, policy, _unlike_table))
    yield Law("reads back as written", partial(_each_edition, policy, _changed_by_codec))
    yield Law("on whose word", partial(_each_edition, policy, _without_word))
    yield Law("examples hold", partial(_each_edition, policy, _wrong_examples), without_examples(policy))


def _each_edition(policy: Policy[T], broken: Callable[[Policy[T], Edition[T]], str]) -> str:
    """What breaks a law in any reading of any edition, with the reading's name where there are several."""
    told = {
        f"{edition}{f', read as {reading}' if reading else ''}": broken(policy, read)
        for edition in policy.editions
        for reading, read in edition.readings().items()
    }
    return "\n".join(f"{where}: {said}" if len(told) > 1 else said for where, said in told.items() if said)


def tried(drawn: st.SearchStrategy[K], broken: Callable[[K], str]) -> str:
    """Check a law on drawn values; return what breaks it for the simplest value that does, or nothing.

    As many values are drawn as the profile of Hypothesis says.
    """
    # No database of past failures and one fixed seed, so that a law fails in every run or in none.
    some = settings(database=None, deadline=None)

    def says(value: K) -> str:
        try:
            return broken(value)
        except (YosrulesError, ArithmeticError) as why:
            return f"{why}\n  {value}"

    try:
        return says(find(drawn, lambda value: bool(says(value)), settings=some, random=Random(0)))  # noqa: S311
    except NoSuchExample:
        return ""


def _unproved(claims: Iterable[Claim], ask: Ask, *, several: bool) -> str:
    told = {claim.where: said for claim in claims if (said := _against(ask(claim)))}
    return "\n".join(f"{where}: {said}" if several else said for where, said in told.items())


def _against(answer: Answer) -> str:
    match answer:
        case Proved():
            return ""
        case NotAnalysed(claim, why):
            return f"{claim.says} Nobody can tell: {why}"
        case Refuted(claim):
            hint = f"  If the policy means it, say so: Declared({claim.name!r}, 'why')."
            return "\n".join([*refutation(answer), *([hint] if claim.kind in _MAY_BE_MEANT else [])])
        case _:
            assert_never(answer)


_MAY_BE_MEANT = (Kind.RISES, Kind.NEEDED)
"""Kinds of claim that a policy can rightly break."""


def _proved_once(claims: Claims, ask: Ask) -> str:
    """The claims that not every prover could answer."""
    answers = {name: [ask(claim) for claim in same] for name, same in claims.items()}
    once = [
        name
        for name, same in answers.items()
        if any(isinstance(each, NotAnalysed) or len(each.by) < len(installed()) for each in same)
    ]
    return f"not every prover can answer: {', '.join(once)}" if once else ""


def _for_nobody(policy: Policy[T]) -> str:
    """The promises that are about no record, and the forums that no rule leads to."""
    return "\n".join(f"{each}{f' ({each.where})' if each.where else ''}" for each in idle(policy))


def _days(policy: Policy[T]) -> st.SearchStrategy[date]:
    """Days from the first edition on, half of them on or next to the first day of one."""
    starts = [edition.starts for edition in policy.editions]
    fact = Fact("day", date, low=starts[0])
    days = generate.values(fact, *(Compare(fact, Op.EQ, each) for each in starts))
    return days.map(lambda day: cast("date", day))


def _misplaced(policy: Policy[T], day: date) -> str:
    begun = [edition for edition in policy.editions if edition.starts <= day]
    found = policy.on(day) if begun[-1].in_force(day) else begun[-1]
    return "" if found == begun[-1] else f"on {day} {found} is in force, though {begun[-1]} had begun"


def _unlike_table(policy: Policy[T], edition: Edition[T]) -> str:
    masks = table(edition, policy.about).compile()

    def unlike(record: Facts) -> str:
        fast = masks.of(record)
        for each in decide(edition, record).outcomes:
            if (stands := fast.status(each.outcome)) is not each.status:
                return f"{record}: {each.outcome.name} stands {each.status}, by the table {stands}"
        return ""

    return tried(generate.records(policy.about, edition, stated=_unasked(policy, edition)), unlike)


def _unasked(policy: Policy[T], edition: Edition[T]) -> dict[str, st.SearchStrategy[Said]]:
    """Facts left unknown, because no rule, measure, deadline or end of a forum asks for them."""
    asked = {*edition.reads(), *_asked_beside(policy)}
    facts = vocabulary(policy.about).values()
    return {fact.name: st.none() for fact in facts if fact not in asked and not fact.given}


def _asked_beside(policy: Policy[T]) -> Iterator[Fact | None]:
    for ref in measures(policy.about).values():
        yield from ref.by.reads
        yield ref.by.during.anchor if ref.by.during else None
    for forum in policy.forums if isinstance(policy, ForumPolicy) else ():
        yield from (fact for clock in forum.deadlines for fact in (clock.since, clock.counted_from))
        yield from () if forum.until is None else reads(forum.until)


def _changed_by_codec(policy: Policy[T], edition: Edition[T]) -> str:
    data = edition_data(edition)
    outcomes = {outcome.name: outcome for outcome in edition.outcomes}
    back = edition_from(json.loads(json.dumps(data)), vocabulary(policy.about), outcomes)
    # A guarantee's test is read back as another function, so guarantees are compared as data, by what they accept.
    same = attrs.evolve(back, guarantees=()) == attrs.evolve(edition, guarantees=()) and edition_data(back) == data
    return "" if same else f"it is written down as {data}, and read back as {edition_data(back)}"


def _without_word(_: Policy[T], edition: Edition[T]) -> str:
    silent = [] if edition.cites else [rule.id for rule in edition.rules if not rule.cites]
    return f"no citation for {', '.join(silent)}" if silent else ""


def without_examples(policy: Policy[T]) -> str:
    """The reason to skip laws about a policy's examples if it has none; otherwise empty."""
    return "" if policy.examples else "it has no examples, so nothing pins its thresholds"


def _wrong_examples(policy: Policy[T], edition: Edition[T]) -> str:
    names = {outcome.name for each in policy.editions for outcome in each.outcomes}
    told = []
    for each in examples_of(policy, edition):
        if each.outcome not in names:
            told.append(f"no rule leads to {each.outcome}")
        elif not stands(edition, each):
            child = record_in_english(each.record, edition.reads())
            told.append(f"{child}: {each.outcome} does not stand {each.stands}, as an example says")
    return "\n".join(told)


def _unpinned(policy: Policy[T], edition: Edition[T]) -> str:
    found = survivors(edition, policy.about, examples_of(policy, edition))
    return unnoticed(found, lambda example: pasted(of_its_edition(policy, edition, example)))


def unnoticed(survived: Iterable[JudgedMutant[T]], paste: Callable[[Example], str]) -> str:
    """Each change that nobody would notice, with the example that would, ready to be pasted."""
    return "\n".join(
        f"{each.mutant.rule}: {each.mutant.change}: {each.fate}"
        + "".join(f"\n  This would notice: {paste(pin)}" for pin in each.pins[:1])
        for each in survived
    )


def _unallocated(policy: ForumPolicy) -> str:
    """Find a case, its histories and a day for which a forum has no placement."""
    names = st.sampled_from([forum.name for forum in policy.forums])
    systems = st.sampled_from([check.system for forum in policy.forums for check in forum.checks] or [""])
    kinds: dict[type[Facts], st.SearchStrategy[Facts]] = {
        ForumHeld: generate.records(ForumHeld, stated={"forum": names}),
        CheckDone: generate.records(CheckDone, stated={"system": systems}),
        Waiver: generate.records(Waiver, stated={"forum": names}),
    }
    some = {kind: st.lists(rows, max_size=3).map(partial(together, kind)) for kind, rows in kinds.items()}
    behind = st.fixed_dictionaries({}, optional=some)

    def unplaced(drawn: tuple[Facts, Histories, date]) -> str:
        case, rows, day = drawn
        ways = policy.on(day).readings().values()
        found = [allocate(policy, cast("Case", case), day, rows, edition=edition).placements for edition in ways]
        whole = [{each.forum for each in placed} for placed in found] == [{*edition.outcomes} for edition in ways]
        return "" if whole else f"{case} on {day}: not all forums are placed"

    # What follows from a case's own dates on the day, such as its age, would contradict them if it were drawn.
    own = {name: st.none() for name, ref in measures(policy.about).items() if ref.by.rows is None}
    cases = generate.records(policy.about, policy, stated={**_unasked(policy, policy.editions[-1]), **own})
    return tried(st.tuples(cases, behind, _days(policy)), unplaced)
