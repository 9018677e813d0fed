"""The orders in which numbers or dates can stand among themselves and their thresholds, by one assignment each.

Only orders that the bounds of the facts, their decimal places and the calendar allow are there: all is done on scaled
whole numbers, and each order is found by putting every fact as near to a threshold as it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import groupby, product
from math import comb
from typing import TypeAlias

import attrs

from yosrules.errors import UndecidedError
from yosrules.language.kinds import Fact, Value

_MOST_WAYS = 200_000
"""Past this many ways in which facts could stand to each other, they are not put in one column."""

Cell: TypeAlias = tuple[Value | None, ...]
"""A value for each fact of a column, standing for all that no comparison tells from it."""

USUAL_DAY = date(2020, 1, 1)
"""Where nothing says otherwise, dates begin here."""


def check_ways(ways: int, facts: tuple[Fact, ...]) -> None:
    """Refuse what there are too many ways for."""
    if ways > _MOST_WAYS:
        raise UndecidedError(f"{len(facts)} facts are compared with each other, in too many ways to enumerate")


@attrs.frozen
class _Axis:
    """Where numbers or dates can lie: thresholds and bounds, in units of the most decimal places that any fact has."""

    marks: tuple[int, ...]
    thresholds: frozenset[int]
    usual: int

    def gap(self, place: int) -> tuple[int | None, int | None]:
        """What lies below and above the gap at a place."""
        low = self.marks[place - 1] if place else None
        return low, self.marks[place] if place < len(self.marks) else None


def orders(facts: tuple[Fact, ...], thresholds: Iterable[tuple[Fact, Value]]) -> Iterator[Cell]:
    """Every order that these facts and their thresholds can stand in, by one assignment each."""
    places = max(fact.places or 0 for fact in facts)
    # A comparison changes its verdict only at a threshold, so one value stands for all between two; infinitely many
    # values become finitely many. Bounds are marks too, because no example may lie beyond them.
    wanted = frozenset(fact.number(value) * _unit(fact, places) for fact, value in thresholds)
    ends = {end * _unit(fact, places) for fact in facts for end in fact.reach if end is not None}
    usual = USUAL_DAY.toordinal() if facts[0].kind is date else 0
    line = _Axis(tuple(sorted(wanted | ends)), wanted, usual)
    gaps = range(-len(line.marks) - 1, 0)  # below zero, so that marks keep their own places
    marks = range(len(line.marks))
    # The first example of a cell is kept: at a threshold where it can be, at a mere bound only if nothing else fits.
    positions = sorted([*gaps, *marks], key=lambda at: 1 if at < 0 else 2 * (line.marks[at] not in wanted))
    check_ways((len(positions) + 1) ** len(facts) * _orders(len(facts)), facts)
    for chosen in product(*((None, *positions) if not fact.given else positions for fact in facts)):
        yield from _placed(facts, chosen, line, places)


@cache
def _orders(count: int) -> int:
    """How many ways there are to put so many facts in order, ties allowed."""
    return sum(comb(count, tied) * _orders(count - tied) for tied in range(1, count + 1)) if count else 1


def _unit(fact: Fact, places: int) -> int:
    """One step of a fact in units of the finest."""
    return int(10 ** (places - (fact.places or 0)))


def _placed(facts: tuple[Fact, ...], chosen: tuple[int | None, ...], line: _Axis, places: int) -> Iterator[Cell]:
    """The facts put on the marks and into the gaps chosen for them, in every order that each gap has room for."""
    at: dict[Fact, int] = {}
    inside: dict[int, list[Fact]] = {}
    for fact, position in zip(facts, chosen, strict=True):
        if position is not None and position < 0:
            inside.setdefault(position + len(line.marks) + 1, []).append(fact)
        elif position is not None:
            at[fact] = line.marks[position]
    gaps = [list(_filled(line, gap, tuple(members), places)) for gap, members in inside.items()]
    for filled in product(*gaps):
        numbers = at | {fact: number for each in filled for fact, number in each.items()}
        if all(_possible(fact, number, _unit(fact, places)) for fact, number in numbers.items()):
            yield tuple(fact.value(numbers[fact] // _unit(fact, places)) if fact in numbers else None for fact in facts)


def _possible(fact: Fact, number: int, unit: int) -> bool:
    low, high = fact.reach
    return not number % unit and (low is None or number >= low * unit) and (high is None or number <= high * unit)


def _filled(line: _Axis, gap: int, facts: tuple[Fact, ...], places: int) -> Iterator[dict[Fact, int]]:
    """Every order in which these facts can lie in one gap, each fact on the steps that its decimal places allow."""
    low, high = line.gap(gap)
    for order in _weak_orders(facts):
        steps = [max(_unit(fact, places) for fact in level) for level in order]
        if (numbers := _spread(line, low, high, steps)) is not None:
            yield {fact: number for level, number in zip(order, numbers, strict=True) for fact in level}


def _weak_orders(facts: tuple[Fact, ...]) -> Iterator[list[list[Fact]]]:
    """Every way to put these facts in order, ties allowed."""
    for levels in product(range(len(facts)), repeat=len(facts)):
        if set(levels) == set(range(max(levels) + 1)):
            ranked = sorted(zip(levels, range(len(facts)), strict=True))
            yield [[facts[place] for _, place in level] for _, level in groupby(ranked, key=lambda each: each[0])]


def _spread(line: _Axis, low: int | None, high: int | None, steps: list[int]) -> list[int] | None:
    """Ascending numbers between two marks, each on its own steps, next to a threshold; None where there is no room."""
    if high is not None and (low is None or (high in line.thresholds and low not in line.thresholds)):
        below = [-number for number in _climb(-high, reversed(steps))][::-1]
        return below if low is None or below[0] > low else None
    starts = [line.usual - 1, low] if low is None or low not in line.thresholds else [low]
    climbs = [_climb(start, steps) for start in starts if start is not None and (low is None or start >= low)]
    return next((climbed for climbed in climbs if high is None or climbed[-1] < high), None)


def _climb(low: int, steps: Iterable[int]) -> list[int]:
    """The smallest numbers above `low`, each above the one before and on its own steps."""
    numbers: list[int] = []
    for step in steps:
        low = (low // step + 1) * step
        numbers.append(low)
    return numbers
