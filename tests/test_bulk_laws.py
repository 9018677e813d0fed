"""The laws of bulk, each a sentence of specs/laws.md; test_house.py checks that the two lists are the same."""

from __future__ import annotations

from random import Random

import attrs
import polars as pl
import pytest
from hypothesis import Phase, given, settings, strategies as st

from drawn_policies import policies
from drawn_workforces import workforce
from frames import rows, table
from strategies import Child, editions, records
from workforce import Row, agreed, bulk, compared, frames_of
from yosrules import Band, Edition, decide, holds
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.decide import decide_frame, fired_rules
from yosrules.policies.attendance import AttendancePolicy

"""What is worked out in bulk hangs on no Python."""

CHILDREN = st.lists(records(), min_size=1, max_size=8)


def bits(edition: Edition[Band], frame: pl.DataFrame) -> list[Row]:
    return rows(decide_frame(edition, frame.lazy(), masks=True, fired=True, keep=()))


@pytest.mark.slow
@given(editions(), CHILDREN)
def test_a_row_of_a_frame_is_decided_as_it_is_by_itself(edition: Edition[Band], children: list[Child]) -> None:
    found = decide_frame(edition, table(Child, children).lazy()).collect()
    for outcome in edition.outcomes:
        assert found[outcome.name].to_list() == [decide(edition, each).status(outcome).value for each in children]


@pytest.mark.slow
@given(editions(), CHILDREN)
def test_the_rules_that_fired_are_those_that_hold(edition: Edition[Band], children: list[Child]) -> None:
    for row, each in zip(bits(edition, table(Child, children)), children, strict=True):
        assert fired_rules(edition, row["fired"]) == tuple(rule.id for rule in edition.rules if holds(rule.when, each))


@pytest.mark.slow
@given(editions(), CHILDREN, st.data())
def test_to_cut_a_frame_or_to_turn_it_round_changes_no_row(
    edition: Edition[Band], children: list[Child], data: st.DataObject
) -> None:
    frame = table(Child, children)
    cut = data.draw(st.integers(0, len(children)))
    assert bits(edition, frame[:cut]) + bits(edition, frame[cut:]) == bits(edition, frame)
    assert bits(edition, frame.reverse()) == bits(edition, frame)[::-1]


MANY = settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""A worker of whom something fails is shown alone, with the fewest rows: Hypothesis need not look for them."""
CHANCES = st.randoms(use_true_random=True)


@pytest.mark.slow
@settings(MANY, max_examples=2)
@given(policies(), CHANCES)
def test_a_workforce_is_told_what_tracking_each_worker_says(policy: AttendancePolicy, chance: Random) -> None:
    day, force = workforce(chance, policy, 60)
    agreed(policy, day, force)


@pytest.mark.slow
@pytest.mark.xdist_group("duckdb")
@settings(MANY, max_examples=1)
@given(policies(), CHANCES)
def test_duckdb_tells_a_workforce_the_same(policy: AttendancePolicy, chance: Random) -> None:
    day, force = workforce(chance, policy, 60)
    agreed(policy, day, force, "duckdb")


@pytest.mark.slow
@settings(MANY, max_examples=1)
@given(policies(), CHANCES)
def test_the_order_of_histories_and_who_else_is_there_change_nothing(policy: AttendancePolicy, chance: Random) -> None:
    day, force = workforce(chance, policy, 30)
    frames = {kind: frame[chance.sample(range(len(frame)), len(frame))] for kind, frame in frames_of(force).items()}
    together = compared(rows(triggers_frame(policy, day, frames, pattern=force.pattern)))
    names = chance.sample([*force.behind], len(force.behind))
    parts = [{name: force.behind[name] for name in part} for part in (names[:10], names[10:])]
    apart = [row for part in parts for row in bulk(policy, day, attrs.evolve(force, behind=part))]
    assert together == compared(apart)
