"""What two editions state otherwise beside their rules: of their outcomes, of their promises, and of themselves.

Public: `attribute_changes`, `AttributeChange`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import TypeVar, cast

import attrs

from yosrules.english.describe import day, english
from yosrules.english.forums import attendee_in_words, review_in_words
from yosrules.language.expr import AllOf, AnyOf, Compare, Known
from yosrules.language.kinds import words
from yosrules.policies.forums.attendees import Attendee
from yosrules.policies.forums.forum import Review
from yosrules.policies.policy import Edition, Guarantee, Outcome

T = TypeVar("T", bound=Outcome)
U = TypeVar("U", bound=Outcome)


@attrs.frozen
class AttributeChange:
    """One attribute that two editions state otherwise: of which outcome or promise, and what it was and is."""

    of: str
    attribute: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.of}, {self.attribute}: {self.before} before, {self.after} after"


def attribute_changes(old: Edition[T], new: Edition[U]) -> Iterator[AttributeChange]:
    """Everything but rules in which two editions differ, outcomes and promises by their names."""
    names = {"cites": "source", "ends": "last day", "checked": "day on which its source was last checked"}
    for name, said in names.items():
        yield from _change("the edition", said, getattr(old, name), getattr(new, name))
    before, after = ({each.name: each for each in edition.outcomes} for edition in (old, new))
    for name in [name for name in before if name in after]:
        yield from _of_outcome(name, before[name], after[name])
    kept, promised = _promises(old), _promises(new)
    for name in dict.fromkeys([*kept, *promised]):
        was, now = kept.get(name, {}), promised.get(name, {})
        for said in dict.fromkeys([*was, *now]):
            yield from _change(f"promise {name}", said, was.get(said), now.get(said))


def _of_outcome(name: str, old: Outcome, new: Outcome) -> Iterator[AttributeChange]:
    was, now = _stated(old), _stated(new)
    for attribute in dict.fromkeys([*was, *now]):
        yield from _change(name, attribute.replace("_", " "), was.get(attribute), now.get(attribute))


def _stated(outcome: Outcome) -> dict[str, object]:
    if not attrs.has(type(outcome)):
        return {}
    names = [each.name for each in attrs.fields(cast("type[attrs.AttrsInstance]", type(outcome)))]
    return {name: getattr(outcome, name) for name in names if name != "name"}


def _promises(edition: Edition[T]) -> dict[str, dict[str, object]]:
    def said(kept: Guarantee[T]) -> dict[str, object]:
        accepted = tuple(sorted(outcome.name for outcome in edition.outcomes if kept.by(outcome)))
        stated: dict[str, object] = {"condition": kept.when, "accepted outcomes": accepted, "source": kept.cites}
        return stated | {"each of them": kept.each} if kept.each else stated

    return {kept.id: said(kept) for kept in edition.guarantees}


def _change(of: str, attribute: str, was: object, now: object) -> Iterator[AttributeChange]:
    if was != now:
        before, after = _words(was), _words(now)
        # What is said of both may be alike, where only the source of one differs: then all of it is said.
        before, after = (before, after) if before != after else (str(was), str(now))
        yield AttributeChange(of, attribute, before, after)


def _words(value: object) -> str:
    match value:
        case None | () | "":
            return "not stated"
        case Attendee():
            return attendee_in_words(value)
        case Review():
            return review_in_words(value)
        case Compare() | Known() | AllOf() | AnyOf():
            return english(value)
        case tuple():
            return ", ".join(map(_words, value))
        case bool() | Enum():
            return words(cast("bool", value))
        case date():
            return day(value)
        case _:
            return str(value)
