"""Hashes that tell whether an edition, a record's facts or any other value is still the same, in every process."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum, IntEnum
from fractions import Fraction
from functools import lru_cache
from types import FunctionType
from typing import TypeVar, cast

import attrs

from yosrules.deciding.codec import CODEC, Plain, condition_data, guarantee_data, plain_value, rule_data
from yosrules.errors import PolicyError
from yosrules.language.expr import AllOf, AnyOf, Compare, Known
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.language.measure import measures
from yosrules.policies.lost_time.measures import lost
from yosrules.policies.policy import Edition, Outcome, Policy

T = TypeVar("T", bound=Outcome)

SCHEMA = 2
"""The form of decision record written here, published as specs/decision-record.schema.json.

Records of form 1 are still read: their hashes covered no attribute of an outcome, and no text of a record.
"""


def edition_hash(edition: Edition[T], schema: int = SCHEMA, *, policy: Policy[T] | None = None) -> str:
    """The hash of what an edition says, in any order: rules, guarantees, citations, scales, and all of its outcomes.

    With `policy` it covers what the policy states for all of its editions too: whose bank holidays count, how a history
    is read, and how each measure that a rule reads is counted.
    """
    beside = {} if policy is None or schema == 1 else _for_every_edition(policy)
    return _edition_hash(edition, schema, text(beside) if beside else "")


@lru_cache(maxsize=64)
def _edition_hash(edition: Edition[T], schema: int, beside: str) -> str:
    # Rules write a level by name: if its number changes, the same text means something else.
    scales = {name: fact.kind for name, fact in edition.facts().items() if issubclass(fact.kind, IntEnum)}
    said: dict[str, Plain] = {
        "rules": [*sorted(text(rule_data(rule)) for rule in edition.rules)],
        "guarantees": [*sorted(text(guarantee_data(each, edition)) for each in edition.guarantees)],
        "cites": CODEC.unstructure(edition.cites),
        "scales": {name: {level.name: level.value for level in scale} for name, scale in scales.items()},
    }
    if schema > 1:
        said["outcomes"] = [*sorted(text(outcome_data(each)) for each in edition.outcomes)]
    return _of(said | ({"policy": beside} if beside else {}))


def _for_every_edition(policy: Policy[T]) -> dict[str, Plain]:
    """What a kind of policy states beside its editions and outcomes that changes what is decided or told."""
    left_out = {*(each.name for each in attrs.fields(Policy)), "forums", "stages", "title", "not_stated"}
    said: dict[str, Plain] = {name: as_plain(each) for name, each in _fields(policy) if name not in left_out}
    # A rule names a measure only; how that is counted is stated beside the rules, once for all editions.
    asked = {fact.name for edition in policy.editions for fact in edition.reads()}
    cases = {name: as_plain(ref.by) for name, ref in measures(policy.about).items() if name in asked}
    lost_time = {name: as_plain(ref.by) for name, ref in lost(policy.about).items() if name in asked}
    measured: dict[str, Plain] = {**cases, **lost_time}
    return {**said, "measures": measured} if measured else said


def outcome_data(outcome: Outcome) -> Plain:
    """Everything that an outcome states as plain data: of a forum its chair, members, deadlines, checks and so on."""
    return as_plain(outcome) if attrs.has(type(outcome)) else outcome.name


def facts_hash(about: type[Facts], record: Facts, schema: int = SCHEMA) -> str:
    """The hash of what a record states beside its reference; what a later vocabulary adds changes nothing until known.

    Text counts as well: who made a judgement is part of it.
    """
    names = [*vocabulary(about), *(_texts(about) if schema > 1 else ())]
    stated = {name: vars(record)[name] for name in names}
    return _of({name: plain_value(value) for name, value in stated.items() if value not in (None, "")})


def _texts(about: type[Facts]) -> list[str]:
    # A record may be of a wider kind than the policy is about; then only what the policy's kind has is hashed.
    facts = {"reference", *vocabulary(about)}
    return [each.name for each in attrs.fields(cast("type[attrs.AttrsInstance]", about)) if each.name not in facts]


def plain_hash(value: object) -> str:
    """The hash of any value that is made of attrs classes and plain values."""
    return _of(as_plain(value))


def as_plain(value: object) -> Plain:
    """A value as plain data: classes of attrs by their fields, functions and classes by their names."""
    match value:
        case Enum():
            return value.name
        case None | str():
            return value
        case bool() | int() | Decimal() | date():
            return plain_value(value)
        case Compare() | Known() | AllOf() | AnyOf():
            return condition_data(value)
        case Fact() | Fraction():
            return value.name if isinstance(value, Fact) else str(value)
        case Mapping():
            return {str(as_plain(name)): as_plain(each) for name, each in value.items()}
        case tuple() | list():
            return [as_plain(each) for each in value]
        case type() | FunctionType():
            # By name: the `repr` of a function has an address in it, which is another one in each process.
            return f"{value.__module__}.{value.__qualname__}"
        case _:
            return {"is": type(value).__name__} | {name: as_plain(each) for name, each in _fields(value)}


def _fields(value: object) -> Iterator[tuple[str, object]]:
    if not attrs.has(type(value)):
        raise PolicyError(f"a {type(value).__name__} has no form as plain data; allowed: a class of attrs")
    fields = attrs.fields(cast("type[attrs.AttrsInstance]", type(value)))
    stated = ((each, getattr(value, each.name)) for each in fields)
    return ((each.name, said) for each, said in stated if "added" not in each.metadata or said != each.default)


def text(data: Plain) -> str:
    """Plain data as one line of JSON."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"))


def _of(data: Plain) -> str:
    # Of text, since Python's own hash of a string differs from one process to the next.
    return hashlib.sha256(text(data).encode()).hexdigest()
