"""What was drawn, mended where it cannot be: no draw is thrown away, and what can be is left as it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from yosrules.language.facts import Facts, broken, vocabulary
from yosrules.language.holds import Said
from yosrules.language.kinds import Fact, Value
from yosrules.language.never import Impossible
from yosrules.records.on_record import wrong_rows

R = TypeVar("R", bound=Facts)


def possible(about: type[Facts], said: Mapping[str, Said], first: Iterable[str] = ()) -> dict[str, Said]:
    """What is stated, with a fact that cannot stand beside those before it moved to the nearest that can, or left out.

    The facts named `first` are looked at first, so that they are kept if they can stand together.
    """
    facts = vocabulary(about)
    names = dict.fromkeys([*first, *(name for name, fact in facts.items() if fact.given), *facts])
    kept = {name: value for name, value in said.items() if name not in facts}
    done: set[str] = set()
    for name in (each for each in names if each in facts):
        kept[name] = said.get(name)
        done.add(name)
        if wrong := _wrong(about, kept, done):
            kept |= next(
                (way for way in _ways(facts, name, kept, wrong) if not _wrong(about, {**kept, **way}, done)), {}
            )
    return kept


def together(kind: type[R], rows: Sequence[R]) -> list[R]:
    """The rows that one history can hold, without those that cannot be beside the others."""
    found = [*rows]
    while wrong := {place for place, _, _ in wrong_rows(kind, found)}:
        found = [row for place, row in enumerate(found) if place not in wrong]
    return found


def _wrong(about: type[Facts], kept: Mapping[str, Said], done: set[str]) -> list[Impossible]:
    """What is broken so far: what reads a fact that was not looked at yet is not shown to be."""
    return [each for each in broken(about, kept) if all(fact.name in done for fact in each.facts)]


def _ways(
    facts: Mapping[str, Fact], name: str, kept: Mapping[str, Said], wrong: Sequence[Impossible]
) -> Iterator[Mapping[str, Said]]:
    """What could be stated instead, the nearest first: another value of the fact, or nothing of it or of the others."""
    read = list(dict.fromkeys(fact for each in wrong for fact in each.facts))
    beside = [kept[fact.name] for fact in read if fact.kind is facts[name].kind]
    yield from ({name: value} for value in _values(facts[name], beside))
    # A fact that is given cannot be left out; where nothing else helps, the record itself says what is wrong.
    left = [fact.name for fact in (facts[name], *read) if not fact.given]
    yield from ({each: None} for each in left)
    yield dict.fromkeys(left)  # each may be what cannot be, whatever the others are


def _values(fact: Fact, beside: Sequence[Said]) -> Iterator[Value]:
    near = (fact.stepped(value, by) for value in beside if isinstance(value, int | Decimal | date) for by in (0, -1, 1))
    for value in fact.members or near:
        if value is not None and fact.refuse(value) is None:
            yield value
