"""Drawn forum policies with everything that a forum can state: all ways to work them out agree; faults are found."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import attrs
import pytest

import drawn_editions
from drawn_editions import differences
from drawn_forums import Drawing
from strategies import truth
from yosrules import Edition, holds
from yosrules.deciding.decider import Decider
from yosrules.english import explain
from yosrules.errors import ProofError
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.policies.policy import Modality
from yosrules.proof.claims import Claim
from yosrules.proof.prove import Answer
from yosrules.proof.provers.compiled import table
from yosrules.records.case import CheckDone, ForumHeld, Waiver

SEEDS = range(2_000_000, 2_000_006)
"""Some are seen by DuckDB too; `python tests/drawn_editions.py 10000 7` tries others by hand."""


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_every_way_to_work_a_drawn_policy_out_agrees(seed: int) -> None:
    assert [*differences(Drawing(Random(seed)), seed)] == []


@pytest.mark.slow
def test_everything_that_a_forum_can_state_is_drawn() -> None:
    drawings = [Drawing(Random(seed)) for seed in range(60)]
    policies: list[ForumPolicy] = [each.policy() for each in drawings]
    forums = [forum for policy in policies for forum in policy.forums]
    for name in (each.name for each in attrs.fields(type(forums[0]))):
        if name not in ("name", "title", "purpose"):
            assert len({repr(getattr(forum, name)) for forum in forums}) > 1, name
    rules = [rule for policy in policies for rule in policy.editions[0].rules]
    assert {(rule.modality, rule.normally) for rule in rules} == {
        (Modality.MUST, False),
        (Modality.MUST, True),
        (Modality.MAY, False),
    }
    assert {rule.reading for rule in rules} == {None, "all", "any"}
    assert any(forum.review and forum.review.sooner for forum in forums)
    given = [each.histories() for each in drawings]
    assert all({kind in told for told in given} == {True, False} for kind in (ForumHeld, CheckDone, Waiver))


def without_rules(edition: Edition[Forum], *_: object) -> Edition[Forum]:
    return attrs.evolve(edition, rules=edition.rules[:1])


def refuses(claim: Claim) -> Answer:
    raise ProofError("one found a record, the other none")


BREAKS: dict[str, tuple[str, Callable[..., object]]] = {
    "decide": ("truth", lambda condition, record: truth(~condition, record)),
    "decider": ("Decider", lambda edition: Decider(without_rules(edition))),
    "table": ("compiled", lambda edition, about: table(without_rules(edition), about)),
    "residual": ("residual", without_rules),
    "polars": ("holds", lambda condition, record: not holds(condition, record)),
    "provers": ("prove", refuses),
    "replay": ("replay", lambda *_: ("must differs",)),
    "explain": ("explain", lambda found: explain(found).replace("must", "may")),
}


@pytest.mark.slow
@pytest.mark.parametrize("way", BREAKS)
def test_a_fault_in_one_way_is_found_and_named(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawn_editions, *BREAKS[way])
    said = {each.partition(":")[0] for seed in (1, 2, 3) for each in differences(Drawing(Random(seed)), seed)}
    assert way in said
    assert said <= {way, "residual"}  # the second opinion is asked about what is left, too
