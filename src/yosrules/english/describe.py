"""Conditions, rules, policies and findings -> plain English, as a manager would write it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar, assert_never

from yosrules.deciding.advising.nearest import Change
from yosrules.deciding.decide import Finding, Ruled, Verdict
from yosrules.language.expr import ALWAYS, NEVER, AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact, Value, one_of, words
from yosrules.policies.policy import Edition, Guarantee, Outcome, Policy, Rule

T = TypeVar("T", bound=Outcome)

_NUMBERS = {Op.LT: "less than {}", Op.LE: "at most {}", Op.GE: "at least {}", Op.GT: "more than {}"}
_DATES = {Op.LT: "before {}", Op.LE: "on or before {}", Op.GE: "on or after {}", Op.GT: "after {}"}
_LEVELS = {Op.LT: "below {}", Op.LE: "{} or lower", Op.GE: "{} or higher", Op.GT: "above {}"}
_PAIRS = {Op.LT: "lower than {}", Op.LE: "no higher than {}", Op.GE: "no lower than {}", Op.GT: "higher than {}"}
_EQUALS = {Op.EQ: "{}", Op.NE: "not {}"}

_NOT_SO = "it is not the case that "
_DENIABLE = re.compile(r"(the [a-zA-Z' -]+? )(is|are) (.+)")
"""A clause about one known thing, which "not" after its verb denies."""
_UNCLEAR = re.compile(
    r"\b(all|and|any|because|both|each|either|every|if|neither|never|no|not|one|only|or|some|that|unless|when|where|"
    r"whether|which|while|who|whom|whose)\b"
)
"""Words by which such a "not" could deny something else: "the child who is in care is at home"."""

_WAYS = 3
"""How many ways to an outcome are told at most, where one more would not be the last."""


def called(fact: Fact) -> str:
    """What people call a fact: its label, or its name in words."""
    return fact.label or fact.name.replace("_", " ")


def unknown(fact: Fact) -> str:
    """What people call a fact while it is not known: "whether the licence is over"."""
    return f"whether {called(fact)}" if fact.kind is bool else called(fact)


def or_else(changes: Iterable[Change]) -> str:
    """Changes of facts, each enough by itself, after "if": "age is 14, or if the stage is prevention or post court"."""
    # Those that give one and the same fact different values are said together.
    values: dict[Fact, list[str]] = {}
    ways = []
    for change in changes:
        (fact, value), *more = change
        if more or isinstance(value, bool):
            ways.append(_and([_compared(fact, Op.EQ, value) for fact, value in change]))
        else:
            values.setdefault(fact, []).append(said(value))
    ways = [f"{called(fact)} is {one_of(_few(each))}" for fact, each in values.items()] + ways
    others = [f", or in {len(ways) - _WAYS} other ways"] if len(ways) > _WAYS + 1 else []
    return _once("".join([", or if ".join(ways[:_WAYS] if others else ways), *others]))


def _few(each: list[str]) -> list[str]:
    """The first of many, and how many others there are."""
    return each if len(each) <= _WAYS + 1 else [*each[:_WAYS], f"one of {len(each) - _WAYS} others"]


def on_record(facts: Iterable[Fact], *, known: bool) -> str:
    """That facts are on record, or that they are not, as a clause."""
    each = [*facts]
    return f"{missing(each)} {'is' if len(each) == 1 else 'are'} {'' if known else 'not '}on record"


def day(when: date) -> str:
    """A date as people write it: 9 September 2019."""
    # Not by %d, which would write the ninth as 09.
    return f"{when.day} {when:%B %Y}"


def said(value: Value) -> str:
    """A value as people write it, dates in words too."""
    return day(value) if isinstance(value, date) else words(value)


def english(condition: Condition) -> str:
    """A condition as a clause: "risk of serious harm is High or higher"."""
    match condition:
        case Compare(fact, op, right):
            return _compared(fact, op, right)
        case Known(fact, known):
            return f"{unknown(fact)} is {'' if known else 'not '}on record"
        case AllOf(parts):
            return _joined(parts, "and") if parts else "always"
        case AnyOf(parts):
            return _choice(parts) or (_joined(parts, "or") if parts else "never")
        case _:
            assert_never(condition)


def instead(new: Condition, old: Condition) -> str:
    """One condition in the place of another, what they share said once: "age is at least 15, not at least 14"."""
    head = english(old).partition(" is ")[0] + " is "
    return f"{english(new)}, not {english(old).removeprefix(head if english(new).startswith(head) else '')}"


def rule_in_english(rule: Rule[T]) -> str:
    """A rule as a sentence: its outcome, whether it must or may follow, its condition and its citation."""
    word = f" [{rule.cites}]" if rule.cites else ""
    reading = f" (reading: {rule.reading})" if rule.reading else ""
    if rule.when == NEVER:
        return f"{rule.outcome.name} does not follow{reading}{word}."
    when = "in every case" if rule.when == ALWAYS else f"when {english(rule.when)}"
    return f"{rule.outcome.name} {rule.word} follow {when}{reading}{word}."


def apart_in_english(one: str, other: str) -> str:
    """That two outcomes exclude each other, as a sentence."""
    return f"{one} and {other} exclude each other: nothing leads to both."


def promises_in_english(policy: Policy[T], edition: Edition[T]) -> Iterator[str]:
    """Each promise of an edition, and what excludes what by its policy, as a sentence."""
    yield from (guarantee_in_english(each, edition) for each in edition.guarantees)
    names = {outcome.name for outcome in edition.outcomes}
    yield from (apart_in_english(*pair) for pair in policy.apart if names.issuperset(pair))


def guarantee_in_english(guarantee: Guarantee[T], edition: Edition[T]) -> str:
    """A guarantee as a sentence."""
    outcomes = one_of([outcome.name for outcome in edition.outcomes if guarantee.by(outcome)])
    when = "In every case" if guarantee.when == ALWAYS else f"Whenever {english(guarantee.when)},"
    each = f", each {guarantee.each}" if guarantee.each else ""
    return f"{when} at least one of these must follow{each}: {outcomes}."


def reasons(ruled: Ruled[T]) -> str:
    """The facts behind a rule's verdict, with their values: "risk of serious harm is Medium"."""
    behind = _leaves(ruled.finding, ruled.finding.verdict)
    return _and(dict.fromkeys(map(_stands, behind))) or english(ruled.rule.when)


def holds_because(finding: Finding) -> str:
    """The facts by which a condition holds, with their values; nothing where it always does."""
    return _and(dict.fromkeys(map(_stands, _leaves(finding, Verdict.HOLDS)))) if finding.under or finding.read else ""


def because(ruled: Ruled[T]) -> str:
    """Why a rule leads to its outcome: facts, rule and citation."""
    word = f"; {ruled.rule.cites}" if ruled.rule.cites else ""
    return f"{reasons(ruled)} (rule {ruled.rule.id}{word})"


def denied(clause: str) -> str:
    """The contrary of a clause: "the licence is not over", or in general "it is not the case that ..."."""
    plain = None if _UNCLEAR.search(clause) else _DENIABLE.fullmatch(clause)
    return f"{plain[1]}{plain[2]} not {plain[3]}" if plain else f"{_NOT_SO}{clause}"


def missing(facts: Iterable[Fact]) -> str:
    """Facts that are not on record, as a phrase."""
    return _and([unknown(fact) for fact in facts])


def record_in_english(record: Facts, facts: Iterable[Fact]) -> str:
    """What a record states of these facts: "risk of serious harm is Medium and the licence is over"."""
    stated = {fact: vars(record)[fact.name] for fact in facts}
    said = [_compared(fact, Op.EQ, value) for fact, value in stated.items() if value is not None]
    return _and(said) or "nothing is on record"


def _compared(fact: Fact, op: Op, right: Value | Fact) -> str:
    if isinstance(right, bool):
        return called(fact) if right is (op is Op.EQ) else denied(called(fact))
    return f"{called(fact)} is {_shaped(fact, op, right)}"


def _shaped(fact: Fact, op: Op, right: Value | Fact) -> str:
    """The words after "is": "High or higher", "on or before 9 September 2019", "the same as …"."""
    if isinstance(right, Fact):
        same = "the same as " if op in _EQUALS else ""
        return (_EQUALS | _PAIRS)[op].format(same + called(right))
    return (_EQUALS | _shapes(fact))[op].format(said(right))


def _shapes(fact: Fact) -> dict[Op, str]:
    if fact.members:
        return _LEVELS
    return _DATES if fact.kind is date else _NUMBERS


def _joined(parts: Iterable[Condition], word: str) -> str:
    """Parts joined by a word; a part that is itself several joined ones stands in brackets."""
    said = [f"({english(part)})" if _several(part) else english(part) for part in parts]
    return _once(f" {word} ".join(_neither(said) if word == "and" else said))


def _several(part: Condition) -> bool:
    return isinstance(part, AllOf | AnyOf) and len(part.parts) > 1 and not _choice(part.parts)


def _choice(parts: tuple[Condition, ...]) -> str | None:
    """Parts that make one phrase, either one fact's values or "not shown"; None if they do not."""
    compares = [part for part in parts if isinstance(part, Compare)]
    if len(parts) < 2 or not compares or parts[0] is not compares[0]:
        return None
    return _one_of_values(compares, len(parts)) or _not_shown(compares[0], parts[1:])


def _one_of_values(compares: list[Compare], count: int) -> str | None:
    fact = compares[0].fact
    values = [c.right for c in compares if c.fact == fact and c.op is Op.EQ and not isinstance(c.right, Fact)]
    return f"{called(fact)} is {one_of([said(value) for value in values])}" if len(values) == count else None


def _not_shown(compare: Compare, rest: tuple[Condition, ...]) -> str | None:
    """What `unless` builds: the contrary of a comparison, or a fact that it reads is not on record."""
    # Recognised by its shape, because the tree has no node for `unless`: it is written as an ordinary "or".
    fact, right = compare.fact, compare.right
    read = (fact, right) if isinstance(right, Fact) else (fact,)
    if not rest or any(part not in [Known(each, known=False) for each in read] for part in rest):
        return None
    if isinstance(right, bool):
        clause = called(fact) if right is (compare.op is Op.NE) else _compared(fact, compare.op.negated, right)
        return f"it is not shown that {clause}"
    return f"{called(fact)} is not shown to be {_shaped(fact, compare.op.negated, right)}"


def _leaves(finding: Finding, verdict: Verdict) -> Iterator[Finding]:
    """The leaves that have a verdict and whose enclosing parts all have it too."""
    # A leaf may hold under a part that fails, and then it is no reason for the whole.
    if finding.verdict is not verdict:
        return
    if not finding.under:
        yield finding
    for part in finding.under:
        yield from _leaves(part, verdict)


def _stands(finding: Finding) -> str:
    return _and([_state(fact, value) for fact, value in finding.read]) or english(finding.condition)


def _state(fact: Fact, value: Value | None) -> str:
    if value is None:
        return f"{unknown(fact)} is not on record"
    return _compared(fact, Op.EQ, value)


def _and(phrases: Iterable[str]) -> str:
    each = _neither([*phrases])
    return _once(" and ".join(filter(None, [", ".join(each[:-1]), each[-1]]))) if each else ""


def _neither(phrases: list[str]) -> list[str]:
    """Phrases that are all so, with several denials said as one, last: "it is neither the case that A nor that B"."""
    denials = [each.removeprefix(_NOT_SO) for each in phrases if each.startswith(_NOT_SO)]
    if len(denials) < 2:
        return phrases
    return [
        *(each for each in phrases if not each.startswith(_NOT_SO)),
        f"it is neither the case that {' nor that '.join(denials)}",
    ]


def _once(sentence: str) -> str:
    """The sentence with other words for a denial after the first one."""
    head, first, rest = sentence.partition(_NOT_SO)
    return f"{head}{first}{rest.replace(_NOT_SO, 'it is not so that ')}"
