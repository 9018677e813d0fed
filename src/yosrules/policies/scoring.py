"""Weighted scores: points for conditions, added up, as a condition of the four nodes that every verb reads."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from yosrules.errors import PolicyError
from yosrules.language.expr import ALWAYS, MOST_COMBINATIONS, NEVER, Condition, ConditionLike, all_of, any_of
from yosrules.language.walks import leaves

Scored: TypeAlias = Sequence[tuple[int, ConditionLike]]
"""One part of a score: points, and the condition for them; of several that hold the most points count."""


def scores_at_least(least: int, *parts: Scored) -> Condition:
    """That the points of all parts come to `least` or more, whatever else is not known.

    Its negation, as of every condition, is that they are known to come to less.
    """
    kept = sorted(map(_ways, parts), key=_most, reverse=True)
    reachable = [sum(map(_most, kept[at:])) for at in range(len(kept) + 1)]
    sizes = [[sum(1 for _ in leaves(when)) for _, when in part] for part in kept]

    @cache
    def size(need: int, at: int) -> int:
        """How many comparisons there are in what is built below."""
        if need <= 0 or reachable[at] < need:
            return 0
        rest = [(own, need - points) for own, (points, _) in zip(sizes[at], kept[at], strict=True)]
        several = (own + size(left, at + 1) for own, left in rest if reachable[at + 1] >= left)
        return sum(several) + size(need, at + 1)

    def reached(need: int, at: int) -> Condition:
        if need <= 0:
            return ALWAYS
        if reachable[at] < need:
            return NEVER
        more = [(when, reached(need - points, at + 1)) for points, when in kept[at]]
        return any_of(*(all_of(when, rest) for when, rest in more if rest != NEVER), reached(need, at + 1))

    if (many := size(least, 0)) > MOST_COMBINATIONS:
        raise PolicyError(f"a score of {least} or more has {many:,} comparisons; allowed: {MOST_COMBINATIONS:,}")
    return reached(least, 0)


def _ways(part: Scored) -> list[tuple[int, Condition]]:
    """The ways to have points of a part, most points first."""
    for points, _ in part:
        if type(points) is not int or points < 1:
            raise PolicyError(f"{points!r} points; allowed: whole points, 1 or more, since a condition adds to a score")
    return sorted(((points, all_of(when)) for points, when in part), key=_points, reverse=True)


def _points(way: tuple[int, Condition]) -> int:
    return way[0]


def _most(part: Sequence[tuple[int, Condition]]) -> int:
    # The parts that give most come first, so that others are asked about only where they can still matter.
    return max(map(_points, part), default=0)
