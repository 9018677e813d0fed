"""Conditions, rules and editions <-> plain data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import GenericAlias
from typing import TypeAlias, TypeVar, cast, get_args, get_origin

import attrs
from cattrs import BaseValidationError, Converter, ForbiddenExtraKeysError, transform_error

from yosrules.errors import LanguageError, PolicyError
from yosrules.language.expr import AllOf, AnyOf, Compare, Condition, Known, Op
from yosrules.language.kinds import Fact, Value, one_of
from yosrules.language.plain.conditions import condition_data as condition_data  # noqa: PLC0414
from yosrules.language.plain.values import (
    Plain as Plain,  # noqa: PLC0414 -- what a codec reads and writes, said from here too
    plain_value as plain_value,  # noqa: PLC0414
)
from yosrules.policies.policy import Accepted, Edition, Guarantee, Outcome, Rule

T = TypeVar("T", bound=Outcome)
K = TypeVar("K")

Structure: TypeAlias = Callable[..., object]


def condition_from(data: object, vocabulary: Mapping[str, Fact]) -> Condition:
    """Read a condition about facts of this vocabulary from plain data; a `PolicyError` says what does not fit."""
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


def _value(fact: Fact, data: object) -> Value:
    for member in fact.members:
        # The type too: 1 == True in Python, but a 1 in the data is not a yes.
        if (written := plain_value(member)) == data and type(written) is type(data):
            return member
    if fact.kind is int and type(data) is int:
        return data
    if fact.kind is Decimal and isinstance(data, str) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", data):
        return Decimal(data)
    if fact.kind is date and isinstance(data, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", data):
        with suppress(ValueError):
            return date.fromisoformat(data)
    allowed = one_of([json.dumps(plain_value(member)) for member in fact.members]) if fact.members else fact.allowed
    raise PolicyError(f"wrote {data!r}{fact.name and f' for {fact.name}'}; allowed: {allowed}")


def rule_data(rule: Rule[T]) -> dict[str, Plain]:
    """A rule as plain data, its outcome by name."""
    said: dict[str, Plain] = {
        "id": rule.id,
        "outcome": rule.outcome.name,
        "modality": rule.modality.value,
        "when": condition_data(rule.when),
        "cites": CODEC.unstructure(rule.cites),
        "reading": rule.reading,
    }
    # Only where it is so, because every hash of a rule would change.
    return said | {"normally": True} if rule.normally else said


def edition_data(edition: Edition[T]) -> dict[str, Plain]:
    """An edition as plain data; a guarantee's test becomes the names of this edition's outcomes that it accepts."""
    return {
        "starts": edition.starts.isoformat(),
        "start_stated": edition.start_stated,
        "ends": None if edition.ends is None else edition.ends.isoformat(),
        "checked": None if edition.checked is None else edition.checked.isoformat(),
        "rules": [rule_data(rule) for rule in edition.rules],
        "guarantees": [guarantee_data(each, edition) for each in edition.guarantees],
        "cites": CODEC.unstructure(edition.cites),
    }


def guarantee_data(kept: Guarantee[T], edition: Edition[T]) -> dict[str, Plain]:
    """A guarantee as plain data, its test as the names of the edition's outcomes that it accepts."""
    # A test is a function and cannot be written down; the outcomes that it accepts can.
    accepted = sorted({outcome.name for outcome in edition.outcomes if kept.by(outcome)})
    when, cites = condition_data(kept.when), CODEC.unstructure(kept.cites)
    said: dict[str, Plain] = {"id": kept.id, "when": when, "by": [*accepted], "cites": cites}
    return said | {"each": kept.each} if kept.each else said


def rule_from(data: object, vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Rule[T]:
    """Read a rule from plain data, its outcome looked up by name; a `PolicyError` lists what does not fit."""
    return read_plain(_about(vocabulary, outcomes), data, cast("type[Rule[T]]", Rule[Outcome]), "rule")


def edition_from(data: object, vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Edition[T]:
    """Read an edition from plain data, outcomes looked up by name; a `PolicyError` lists what does not fit."""
    return read_plain(_about(vocabulary, outcomes), data, cast("type[Edition[T]]", Edition[Outcome]), "edition")


def _about(vocabulary: Mapping[str, Fact], outcomes: Mapping[str, T]) -> Converter:
    own = _strict()
    own.register_structure_hook_func(lambda kind: kind == Condition, lambda data, _: condition_from(data, vocabulary))
    own.register_structure_hook_func(lambda kind: kind is Outcome, lambda data, _: _named(data, outcomes, "an outcome"))
    own.register_structure_hook_func(
        _made_of(Callable),
        lambda data, _: Accepted(tuple(each.name for each in own.structure(data, tuple[Outcome, ...]))),
    )
    return own


def read_plain(own: Converter, data: object, kind: type[K], called: str) -> K:
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
    """A converter that refuses a value of the wrong type instead of converting it."""
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
    for kind in (bool, int, date, StrEnum):
        own.register_structure_hook(kind, lambda data, kind: _value(Fact("", kind), data))
    own.register_unstructure_hook(date, plain_value)
    own.register_unstructure_hook(StrEnum, plain_value)
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
