"""Policies and decisions are values: pickled or copied they come back equal, and they are shown in a line or two."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from datetime import date

import pytest

from installed import RULEBOOK
from yosrules import Edition, Policy, cite, covers, decide, may, must, unless
from yosrules.deciding import allocate
from yosrules.policies import Forum, ForumPolicy, Outcome
from yosrules.records import Case, Chair, RiskLevel

POLICIES = [*RULEBOOK.forum_policies.values(), *RULEBOOK.attendance_policies.values()]
WAYS: list[Callable[[object], object]] = [lambda it: pickle.loads(pickle.dumps(it)), copy.copy, copy.deepcopy]

IPC = Forum("IPC", "Intervention Planning Clinic", chair=Chair.MANAGER)
RSM = Forum("RSM", "Risk, Safety and Well-being Strategy Meeting", chair=Chair.MANAGER)
concern = (Case.rosh >= RiskLevel.MEDIUM) | (Case.safety_wellbeing >= RiskLevel.MEDIUM)
serious = (Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH)
MEDIUM = Case(reference="A1", rosh=RiskLevel.MEDIUM)


def edition(planned: object) -> Edition[Forum]:
    return Edition(
        date(2019, 4, 1),
        (
            must("ipc-medium", IPC, when=planned),
            may("rsm-medium", RSM, when=concern),
            must("rsm-high", RSM, when=serious),
        ),
        (covers("every-concern-has-a-manager", when=concern, by=lambda forum: forum.chair is Chair.MANAGER),),
        cites=cite("Scrutiny presentation, 9 September 2019", "slide 7"),
    )


STRATEGY = ForumPolicy(
    "high-risk-strategy", about=Case, forums=(IPC, RSM), editions=(edition(concern & unless(serious)),)
)
FORGETFUL = edition(concern & ~serious)


@pytest.mark.parametrize("way", WAYS, ids=["pickle", "copy", "deepcopy"])
@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.name)
def test_an_installed_policy_comes_back_equal(policy: Policy[Outcome], way: Callable[[object], object]) -> None:
    assert way(policy) == policy


@pytest.mark.parametrize("way", WAYS, ids=["pickle", "copy", "deepcopy"])
def test_a_case_a_decision_and_an_allocation_come_back_equal(way: Callable[[object], object]) -> None:
    decision = decide(STRATEGY.on(date(2019, 9, 9)), MEDIUM)
    for thing in (MEDIUM, concern, decision, allocate(STRATEGY, MEDIUM, date(2019, 9, 9)), *decision.edition.rules):
        assert way(thing) == thing


@pytest.mark.parametrize("way", WAYS, ids=["pickle", "copy", "deepcopy"])
def test_a_handle_comes_back_as_a_handle_on_the_same_fact(way: Callable[[object], object]) -> None:
    assert way(Case.rosh).fact == Case.rosh.fact


def test_editions_with_equal_promises_are_equal_whatever_function_said_so() -> None:
    assert edition(concern) == edition(concern)


def test_a_promise_by_itself_cannot_be_pickled_with_its_lambda() -> None:
    promise = covers("all", when=concern, by=lambda forum: forum.chair is Chair.MANAGER)
    with pytest.raises((pickle.PicklingError, AttributeError), match="lambda"):
        pickle.dumps(promise)


def test_a_child_with_one_judgement_missing_reaches_a_forum_that_must_hear_them() -> None:
    assert decide(STRATEGY.editions[0], MEDIUM).status(IPC) == "must"


def test_with_not_in_place_of_unless_the_same_child_reaches_no_forum_that_must_hear_them() -> None:
    assert "must" not in [each.status for each in decide(FORGETFUL, MEDIUM).outcomes]


def test_a_decision_is_shown_in_one_line() -> None:
    decision = decide(STRATEGY.editions[0], MEDIUM)
    assert repr(decision) == "<Decision by the edition of 2019-04-01: must: IPC; at least may: RSM>"


def test_an_allocation_is_shown_in_one_line() -> None:
    assert repr(allocate(STRATEGY, MEDIUM, date(2019, 9, 9))) == (
        "<Allocation of 'A1' on 2019-09-09 by high-risk-strategy: must: IPC; at least may: RSM>"
    )


def test_a_notebook_shows_a_table_of_the_outcomes() -> None:
    allocation = allocate(STRATEGY, MEDIUM, date(2019, 9, 9))
    assert allocation._repr_markdown_() == allocation.decision._repr_markdown_()
    assert allocation._repr_markdown_().splitlines() == [
        "| outcome | status | by rule | not on record |",
        "| --- | --- | --- | --- |",
        "| IPC | must | ipc-medium |  |",
        "| RSM | at least may | rsm-medium, rsm-high | safety and wellbeing concern |",
    ]
