"""Conditions, rules, editions and decisions <-> plain data, and a decision checked again years later.

A decision record states no fact of the case. Its hashes tell whether something is still the same; they do not hide it:
whoever has the hash of a few facts can try all their values.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from importlib.metadata import version
from types import GenericAlias
from typing import TypeAlias, TypeVar, assert_never, cast, get_args, get_origin

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, transform_error

from yosrules.errors import LanguageError, PolicyError, RecordError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact, Value, one_of
from yosrules.policies.policy import Citation, Edition, Guarantee, Outcome, Policy, Rule
from yosrules.verbs.decide import Decision, Reached, Status, decide

T = TypeVar("T", bound=Outcome)
K = TypeVar("K")

Plain: TypeAlias = "bool | int | str | list[Plain] | dict[str, Plain] | None"
"""What JSON can hold without loss: decimals and dates are text, a level is its name."""

Structure: TypeAlias = Callable[..., object]

SCHEMA = 1
"""The form of decision record written and read here, published as specs/decision-record.schema.json."""
LIBRARY = version("yosrules")


def condition_data(condition: Condition) -> dict[str, Plain]:
    """A condition as plain data."""
    match condition:
        case Compare(fact, op, right):
            against: dict[str, Plain] = {"other": right.name} if isinstance(right, Fact) else {"value": _plain(right)}
            return {"fact": fact.name, "op": op.value, **against}
        case Known(fact, known):
            return {"fact": fact.name, "known": known}
        case AllOf(parts):
            return {"all": [condition_data(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [condition_data(part) for part in parts]}
        case _:
            assert_never(condition)


def condition_from(data: object, vocabulary: Mapping[str, Fact]) -> Condition:
    """The condition that plain data says, about facts of this vocabulary; a `PolicyError` says what does not fit."""
    match data:
        case {"fact": name, "op": op, "value": value, **more} if not more:
            fact = _named(name, vocabulary, "a fact")
            return _compare(fact, op, _value(fact, value))
        case {"fact": name, "op": op, "other": other, **more} if not more:
            return _compare(_named(name, vocabulary, "a fact"), op, _named(other, vocabulary, "a fact"))
        case {"fact": name, "known": bool(known), **more} if not more:
            return Known(_named(name, vocabulary, "a fact"), known)
        case {"all": list(parts), **more} if not more:
            return AllOf(tuple(condition_from(part, vocabulary) for part in parts))
        case {"any": list(parts), **more} if not more:
            return AnyOf(tuple(condition_from(part, vocabulary) for part in parts))
        case _:
            forms = "a fact with op and value, with op and other, or with known; a list of all; a list of any"
            raise PolicyError(f"wrote {data!r} for a condition; allowed: {forms}")


def _compare(fact: Fact, op: object, right: Value | Fact) -> Compare:
    try:
        return Compare(fact, _named(op, {each.value: each for each in Op}, "an operator"), right)
    except LanguageError as why:
        raise PolicyError(str(why)) from None


def _named(name: object, known: Mapping[str, K], what: str) -> K:
    if not isinstance(name, str) or name not in known:
        raise PolicyError(f"wrote {name!r} for {what}; allowed: {one_of(list(known))}")
    return known[name]


def _plain(value: Value) -> Plain:
    match value:
        case IntEnum():
            return value.name
        case StrEnum():
            return value.value
        case Decimal():
            text = format(value or Decimal(0), "f")
            return text.rstrip("0").rstrip(".") if "." in text else text
        case date():
            return value.isoformat()
        case _:
            return value


def _value(fact: Fact, data: object) -> Value:
    for member in fact.members:
        if (written := _plain(member)) == data and type(written) is type(data):
            return member
    if fact.kind is int and type(data) is int:
        return data
    if fact.kind is Decimal and isinstance(data, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", data):
        return Decimal(data)
    if fact.kind is date and isinstance(data, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", data):
        with suppress(ValueError):
            return date.fromisoformat(data)
    allowed = one_of([json.dumps(_plain(member)) for member in fact.members]) if fact.members else fact.allowed
    raise PolicyError(f"wrote {data!r}{fact.name and f' for {fact.name}'}; allowed: {allowed}")


def rule_data(rule: Rule[T]) -> dict[str, Plain]:
    """A rule as plain data, its outcome by name."""
    return {
        "id": rule.id,
        "outcome": rule.outcome.name,
        "modality": rule.modality.value,
        "when": condition_data(rule.when),
        "cites": CODEC.unstructure(rule.cites),
        "reading": rule.reading,
    }


def edition_data(edition: Edition[T]) -> dict[str, Plain]:
    """An edition as plain data; of a guarantee's test, which of this edition's outcomes it accepts."""
    return {
        "starts": edition.starts.isoformat(),
        "rules": [rule_data(rule) for rule in edition.rules],
        "guarantees": [_guarantee_data(each, edition) for each in edition.guarantees],
        "cites": CODEC.unstructure(edition.cites),
    }


def _guarantee_data(kept: Guarantee[T], edition: Edition[T]) -> dict[str, Plain]:
    accepted = sorted({outcome.name for outcome in edition.outcomes if kept.by(outcome)})
    when, cites = condition_data(kept.when), CODEC.unstructure(kept.cites)
    return {"id": kept.id, "when": when, "by": [*accepted], "cites": cites}


@attrs.frozen
class Accepts:
    """What a guarantee accepts, as it is read back: an outcome of one of these names."""

    names: tuple[str, ...]

    def __call__(self, outcome: Outcome) -> bool:
        return outcome.name in self.names


def rule_from(data: object, vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Rule[T]:
    """The rule that plain data says, its outcome looked up by name; a `PolicyError` lists what does not fit."""
    return _read(_about(vocabulary, outcomes), data, cast("type[Rule[T]]", Rule[Outcome]), "rule")


def edition_from(data: object, vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Edition[T]:
    """The edition that plain data says, outcomes looked up by name; a `PolicyError` lists what does not fit."""
    return _read(_about(vocabulary, outcomes), data, cast("type[Edition[T]]", Edition[Outcome]), "edition")


def _about(vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Converter:
    own = _strict()
    own.register_structure_hook_func(lambda kind: kind == Condition, lambda data, _: condition_from(data, vocabulary))
    own.register_structure_hook_func(lambda kind: kind is Outcome, lambda data, _: _named(data, outcomes, "an outcome"))
    own.register_structure_hook_func(
        _made_of(Callable),
        lambda data, _: Accepts(tuple(each.name for each in own.structure(data, tuple[Outcome, ...]))),
    )
    return own


def edition_hash(edition: Edition[T]) -> str:
    """The hash of what an edition says, in any order: its rules, guarantees and citations, and the scales they use."""
    scales = {name: fact.kind for name, fact in edition.facts().items() if issubclass(fact.kind, IntEnum)}
    return _hash(
        {
            "rules": [*sorted(_text(rule_data(rule)) for rule in edition.rules)],
            "guarantees": [*sorted(_text(_guarantee_data(each, edition)) for each in edition.guarantees)],
            "cites": CODEC.unstructure(edition.cites),
            "scales": {name: {level.name: level.value for level in scale} for name, scale in scales.items()},
        }
    )


def facts_hash(about: type[Facts], record: Facts) -> str:
    """The hash of a record's known facts; a fact that a later vocabulary adds changes nothing while it is unknown."""
    stated = {name: vars(record)[name] for name in vocabulary(about)}
    return _hash({name: _plain(value) for name, value in stated.items() if value is not None})


def _hash(data: Plain) -> str:
    return hashlib.sha256(_text(data).encode()).hexdigest()


def _text(data: Plain) -> str:
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _read(own: Converter, data: object, kind: type[K], called: str) -> K:
    try:
        return own.structure(data, kind)
    except BaseValidationError as why:
        wrong = (line.rpartition(" @ ") for line in transform_error(why, called, _why))
        raise PolicyError("\n".join(f"{where}: {what}" for what, _, where in wrong)) from None
    except ValueError as why:
        raise PolicyError(f"{called}: {why}") from None


def _why(error: BaseException, _: type[object] | None) -> str:
    match error:
        case KeyError():
            return "is missing"
        case ForbiddenExtraKeysError():
            return f"has what does not belong there: {', '.join(sorted(map(repr, error.extra_fields)))}"
        case _:
            return str(error)


def _strict() -> Converter:
    """A converter that turns nothing into what would fit."""
    own = Converter(forbid_extra_keys=True)

    def listed(kind: object) -> Structure:
        parts = GenericAlias(list, get_args(kind)[:1])
        return _only(list, "a list", lambda data, _: tuple(own.get_structure_hook(parts)(data, parts)))

    def named(kind: type[attrs.AttrsInstance]) -> Structure:
        attrs.resolve_types(get_origin(kind) or kind)  # cattrs 24.1 does not, where a class is generic
        return _only(dict, "names with values", own.gen_structure_attrs_fromdict(kind))

    own.register_structure_hook_factory(_made_of(tuple), listed)
    own.register_structure_hook_factory(attrs.has, named)
    own.register_structure_hook(str, _only(str, "text", lambda data, _: data))
    for kind in (int, date, StrEnum):
        own.register_structure_hook(kind, lambda data, kind: _value(Fact("", kind), data))
    own.register_unstructure_hook(date, _plain)
    own.register_unstructure_hook(StrEnum, _plain)
    return own


def _made_of(origin: object) -> Callable[[object], bool]:
    return lambda kind: get_origin(kind) is origin


def _only(shape: type[object], allowed: str, read: Structure) -> Structure:
    def strictly(data: object, kind: object) -> object:
        if type(data) is not shape:
            raise ValueError(f"wrote {data!r}; allowed: {allowed}")
        return read(data, kind)

    return strictly


CODEC = _strict()


@attrs.frozen
class Because:
    """A rule behind an outcome, and on whose word: the rule's own citation, or else its edition's."""

    rule: str
    cites: Citation | None

    def __str__(self) -> str:
        return f"{self.rule} ({', '.join(filter(None, attrs.astuple(self.cites)))})" if self.cites else self.rule


@attrs.frozen
class RecordedOutcome:
    """How one outcome stood, the rules that made it stand so, and the names of the facts that were missing."""

    outcome: str
    status: Status
    because: tuple[Because, ...]
    missing: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        if bool(self.because) is (self.status is Status.NO):
            raise PolicyError(f"{self.outcome}: 'no' has no rules behind it, and every other status has")
        if bool(self.missing) is not (self.status is Status.CANNOT_TELL):
            raise PolicyError(f"{self.outcome}: 'cannot tell' names what is missing, and no other status does")


@attrs.frozen
class DecisionRecord:
    """What is kept of one decision: by which rules, about what, on what day, and what came of it."""

    schema: int
    library: str
    policy: str
    edition_starts: date
    edition_hash: str
    day: date
    reference: str | None
    facts_hash: str
    outcomes: tuple[RecordedOutcome, ...]

    def __attrs_post_init__(self) -> None:
        if self.schema != SCHEMA:
            raise PolicyError(f"wrote {self.schema!r} for the schema; allowed: {SCHEMA}")
        for written in (self.edition_hash, self.facts_hash):
            if not re.fullmatch("[0-9a-f]{64}", written):
                raise PolicyError(f"wrote {written!r} for a SHA-256 hash; allowed: 64 digits from 0 to f")
        names = [each.outcome for each in self.outcomes]
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise PolicyError(f"{self.policy} has two outcomes called {twice!r}; a record cannot tell them apart")


def record_of(
    policy: Policy[T], edition: Edition[T], decision: Decision[T], record: Facts, day: date
) -> DecisionRecord:
    """What to keep of a decision; refused unless the policy's edition of the day makes it of this very record."""
    if not isinstance(record, policy.about):
        raise RecordError(f"{policy.name} is about a {policy.about.__name__}, not a {type(record).__name__}")
    if decision != decide(edition, record):
        raise PolicyError(f"{policy.name}: the decision is not the one that {edition} makes of this record")
    if edition not in policy.on(day).readings().values():
        raise PolicyError(f"{policy.name}: {edition} as given is not the one in force on {day}")
    reference = vars(record).get("reference")
    named = reference if type(reference) is str else None
    stated, rules = facts_hash(policy.about, record), edition_hash(edition)
    outcomes = sorted((_recorded(each, edition.cites) for each in decision.outcomes), key=lambda each: each.outcome)
    return DecisionRecord(SCHEMA, LIBRARY, policy.name, edition.starts, rules, day, named, stated, tuple(outcomes))


def _recorded(reached: Reached[T], word: Citation | None) -> RecordedOutcome:
    because = [Because(ruled.rule.id, ruled.rule.cites or word) for ruled in reached.because]
    behind = tuple(sorted(because, key=lambda each: each.rule))
    missing = tuple(sorted(fact.name for fact in reached.missing))
    return RecordedOutcome(reached.outcome.name, reached.status, behind, missing)


def replay(record: DecisionRecord, policy: Policy[T], case: Facts) -> tuple[str, ...]:
    """Decide a case again as of the recorded day, and say what differs, a sentence each; only the library may."""
    try:
        edition = policy.on(record.day).resolved
    except PolicyError as why:
        raise PolicyError(f"{policy.name} cannot be replayed: {why}") from None
    was, now = _told(record), _told(record_of(policy, edition, decide(edition, case), case, record.day))
    pairs = {what: (was.get(what, ()), now.get(what, ())) for what in {**was, **now}}
    return tuple(f"{what} differs from {_words(a)} to {_words(b)}" for what, (a, b) in pairs.items() if a != b)


def _told(record: DecisionRecord) -> dict[str, object]:
    """All that a replay compares, by what it is called."""
    told: dict[str, object] = {
        "the policy": record.policy,
        "the reference": record.reference,
        "the start of the edition": record.edition_starts,
        "the hash of the edition": record.edition_hash,
        "the hash of the facts": record.facts_hash,
    }
    for each in record.outcomes:
        told[f"{each.outcome}: the status"] = each.status
        told[f"{each.outcome}: the list of rules behind it"] = each.because
        told[f"{each.outcome}: the list of missing facts"] = each.missing
    return told


def _words(told: object) -> str:
    return ", ".join(map(str, told)) or "none" if isinstance(told, tuple) else str(told or "none")


def to_plain(record: DecisionRecord) -> dict[str, Plain]:
    """A decision record as plain data, of the form that the JSON Schema describes."""
    data: dict[str, Plain] = CODEC.unstructure(record)
    return data


def from_plain(data: object) -> DecisionRecord:
    """The decision record that plain data says; a `PolicyError` lists what does not fit."""
    return _read(CODEC, data, DecisionRecord, "decision record")
