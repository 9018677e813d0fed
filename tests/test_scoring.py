"""Weighted scores are conditions: their points add up exactly, and what is not known counts neither way."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings, strategies as st

from strategies import Child, Level, Stage, records
from yosrules import PolicyError, holds
from yosrules.english import english
from yosrules.language.expr import ALWAYS, NEVER
from yosrules.language.walks import leaves
from yosrules.policies import scores_at_least

RISK = ((3, Child.rosh >= Level.MEDIUM), (6, Child.rosh >= Level.HIGH))
COURT = ((4, Child.stage == Stage.POST_COURT),)
CUSTODY = ((2, Child.custody_risk),)
OLD = ((1, Child.age >= 14),)


def points(child: Child) -> int:
    """The points that are shown, added up by hand."""
    risk = 6 if child.rosh and child.rosh >= Level.HIGH else 3 if child.rosh is Level.MEDIUM else 0
    return risk + 4 * (child.stage is Stage.POST_COURT) + 2 * bool(child.custody_risk) + (child.age or 0) // 14


def most(child: Child) -> int:
    """The points that there could be, whatever is not known."""
    unknown = (child.rosh is None) * 6 + (child.stage is None) * 4 + (child.custody_risk is None) * 2
    return points(child) + unknown + (child.age is None)


@settings(max_examples=30)
@given(records(), st.integers(0, 14))
def test_a_score_is_reached_where_the_points_that_are_shown_come_to_it(child: Child, least: int) -> None:
    reached = scores_at_least(least, OLD, COURT, RISK, CUSTODY)
    assert holds(reached, child) is (points(child) >= least)
    assert holds(~reached, child) is (most(child) < least)


def test_it_reads_as_the_ways_to_come_to_it() -> None:
    assert english(scores_at_least(6, RISK, COURT)) == (
        "risk of serious harm is High or higher or (risk of serious harm is Medium or higher and stage is post court)"
    )
    assert scores_at_least(0, RISK) == ALWAYS
    assert scores_at_least(7, RISK) == scores_at_least(1) == NEVER


@pytest.mark.parametrize("wrong", [0, -1, True, 1.5])
def test_points_are_whole_and_above_nought(wrong: int) -> None:
    with pytest.raises(PolicyError, match="allowed: whole points, 1 or more"):
        scores_at_least(3, ((wrong, Child.custody_risk),))


def test_a_score_with_too_many_ways_is_refused() -> None:
    parts = [((1, Child.age >= age), (2, Child.rosh >= level)) for age, level in product(range(10, 14), Level)]
    with pytest.raises(PolicyError, match=r"a score of 16 or more has [\d,]+ comparisons; allowed: 1,000"):
        scores_at_least(16, *parts)
    near = [((1, Child.age >= age),) for age in range(10, 16)]
    assert sum(1 for _ in leaves(scores_at_least(3, *near))) == 34
