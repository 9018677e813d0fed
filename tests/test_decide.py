"""The meaning, by worked examples on every boundary; the laws are in test_laws.py."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from strategies import FORUMS, Child, Level, Stage, Wide
from yosrules import (
    Band,
    Edition,
    Facts,
    Given,
    LanguageError,
    Maybe,
    PolicyError,
    RecordError,
    Status,
    Verdict,
    all_of,
    any_of,
    decide,
    fact,
    find,
    given,
    holds,
    known,
    may,
    must,
    unless,
)
from yosrules.deciding.decider import Decider
from yosrules.language.expr import Condition

IPC, RSM, CSP = Band("IPC", 0), Band("RSM", 0), Band("CSP", 0)


def child(**stated: Any) -> Child:
    return Child(**{"reference": "A1", "reoffending": Level.LOW, **stated})


@pytest.mark.parametrize(
    ("condition", "below", "at", "above"),
    [
        (Child.age < 14, True, False, False),
        (Child.age <= 14, True, True, False),
        (Child.age == 14, False, True, False),
        (Child.age != 14, True, False, True),
        (Child.age >= 14, False, True, True),
        (Child.age > 14, False, False, True),
    ],
)
def test_each_comparison_below_at_and_above_its_threshold(
    condition: Condition, below: bool, at: bool, above: bool
) -> None:
    assert [holds(condition, child(age=age)) for age in (13, 14, 15)] == [below, at, above]
    assert not holds(condition, child())


@pytest.mark.parametrize(
    ("condition", "just", "just_not"),
    [
        (Child.rosh >= Level.HIGH, {"rosh": Level.HIGH}, {"rosh": Level.MEDIUM}),
        (Child.share >= Decimal("79.5"), {"share": Decimal("79.50")}, {"share": Decimal("79.49")}),
        (Child.share < Decimal(65), {"share": Decimal("64.99")}, {"share": Decimal("65.00")}),
        (Child.assessed > date(2020, 2, 28), {"assessed": date(2020, 2, 29)}, {"assessed": date(2020, 2, 28)}),
        (Child.stage == Stage.POST_COURT, {"stage": Stage.POST_COURT}, {"stage": Stage.PREVENTION}),
        (Child.stage != Stage.POST_COURT, {"stage": Stage.PREVENTION}, {"stage": Stage.POST_COURT}),
        (Child.custody_risk | any_of(), {"custody_risk": True}, {"custody_risk": False}),
        (
            Child.rosh > Child.safety,
            {"rosh": Level.HIGH, "safety": Level.MEDIUM},
            {"rosh": Level.HIGH, "safety": Level.HIGH},
        ),
    ],
)
def test_every_kind_of_fact_at_its_boundary(
    condition: Condition, just: dict[str, Any], just_not: dict[str, Any]
) -> None:
    assert holds(condition, child(**just))
    assert not holds(condition, child(**just_not))
    assert holds(~condition, child(**just_not))
    assert find(condition, child()).verdict is Verdict.CANNOT_TELL


def test_a_comparison_of_two_facts_needs_both() -> None:
    condition = Child.rosh > Child.safety
    assert [fact.name for fact in find(condition, child(rosh=Level.HIGH)).missing] == ["safety"]
    assert [fact.name for fact in find(condition, child(safety=Level.HIGH)).missing] == ["rosh"]
    assert [fact.name for fact in find(condition, child()).missing] == ["rosh", "safety"]


def test_being_on_record_can_always_be_told() -> None:
    assert find(known(Child.age), child(age=10)).verdict is Verdict.HOLDS
    assert find(known(Child.age), child()).verdict is Verdict.FAILS
    assert find(~known(Child.age), child()).verdict is Verdict.HOLDS


def test_no_parts() -> None:
    assert holds(all_of(), child())
    assert not holds(any_of(), child())


def test_one_known_part_can_settle_what_the_unknown_part_leaves_open() -> None:
    concern = (Child.rosh >= Level.MEDIUM) | (Child.safety >= Level.MEDIUM)
    assert find(concern, child(rosh=Level.MEDIUM)).verdict is Verdict.HOLDS
    assert find(concern, child(rosh=Level.LOW)).verdict is Verdict.CANNOT_TELL
    assert find(concern, child(rosh=Level.LOW, safety=Level.LOW)).verdict is Verdict.FAILS
    assert [fact.name for fact in find(concern, child(rosh=Level.LOW)).missing] == ["safety"]


def test_a_finding_shows_the_facts_as_they_stood() -> None:
    finding = find((Child.rosh >= Level.HIGH) & (Child.age < 14), child(rosh=Level.HIGH))
    assert [(each.read, each.verdict) for each in finding.under] == [
        (((Child.rosh.fact, Level.HIGH),), Verdict.HOLDS),
        (((Child.age.fact, None),), Verdict.CANNOT_TELL),
    ]
    assert finding.read == ()
    assert finding.missing == (Child.age.fact,)


def test_a_yes_or_no_fact_can_be_asked_by_itself() -> None:
    assert holds(Child.custody_risk, child(custody_risk=True))
    assert find(Child.custody_risk, child()).verdict is Verdict.CANNOT_TELL


def test_what_is_no_condition_is_said_without_what_a_record_states() -> None:
    with pytest.raises(LanguageError, match=r"^a Child is not a condition"):
        holds(child(rosh=Level.HIGH), child())  # type: ignore[arg-type]


def test_the_words_that_are_stored_stay_what_they_are() -> None:
    assert [each.value for each in Verdict] == ["holds", "fails", "cannot tell"]
    assert [each.value for each in Status] == ["must", "at least may", "may", "cannot tell", "no"]


def test_a_fact_of_another_kind_is_another_fact_even_with_the_same_name() -> None:
    class Other(Facts):
        custody_risk: Given[int] = given(int)

    with pytest.raises(RecordError, match="a record of kind Other does not state custody_risk, yes or no"):
        holds(Child.custody_risk, Other(custody_risk=1))


def test_asking_about_other_records_is_an_error_not_unknown() -> None:
    class Other(Facts):
        age_band: Given[bool] = given(bool)

    with pytest.raises(RecordError, match="a record of kind Other does not state age"):
        holds(Child.age > 14, Other(age_band=True))


concern = (Child.rosh >= Level.MEDIUM) | (Child.safety >= Level.MEDIUM)
serious = (Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)
STRATEGY = Edition(
    date(2019, 4, 1),
    (
        must("ipc-medium", IPC, when=concern & unless(serious)),
        may("rsm-medium", RSM, when=concern),
        must("rsm-high", RSM, when=serious),
        may("csp-risk", CSP, when=Child.custody_risk),
    ),
)


@pytest.mark.parametrize(
    ("stated", "ipc", "rsm", "csp"),
    [
        ({"rosh": Level.MEDIUM, "safety": Level.LOW}, "must", "may", "cannot tell"),
        ({"rosh": Level.MEDIUM, "custody_risk": True}, "must", "at least may", "may"),
        ({"rosh": Level.HIGH, "custody_risk": False}, "no", "must", "no"),
        ({"rosh": Level.LOW, "safety": Level.LOW}, "no", "no", "cannot tell"),
        ({"rosh": Level.LOW}, "cannot tell", "cannot tell", "cannot tell"),
        ({}, "cannot tell", "cannot tell", "cannot tell"),
    ],
)
def test_the_order_of_statuses(stated: dict[str, Any], ipc: str, rsm: str, csp: str) -> None:
    decision = decide(STRATEGY, child(**stated))
    assert [decision.status(forum).value for forum in (IPC, RSM, CSP)] == [ipc, rsm, csp]


def test_reasons_are_the_rules_that_make_it_so() -> None:
    decision = decide(STRATEGY, child(rosh=Level.HIGH, safety=Level.HIGH))
    assert {each.outcome.name: [ruled.rule.id for ruled in each.because] for each in decision.outcomes} == {
        "IPC": [],
        "RSM": ["rsm-high"],
        "CSP": ["csp-risk"],
    }
    assert [ruled.rule.id for ruled in decision.rules] == ["ipc-medium", "rsm-medium", "rsm-high", "csp-risk"]


def test_a_may_that_holds_beside_an_untold_must_can_be_acted_on_and_names_what_would_make_it_a_must() -> None:
    (meeting,) = (each for each in decide(STRATEGY, child(rosh=Level.MEDIUM)).outcomes if each.outcome == RSM)
    assert meeting.status is Status.AT_LEAST_MAY
    assert [ruled.rule.id for ruled in meeting.because] == ["rsm-medium", "rsm-high"]
    assert meeting.missing == (Child.safety.fact,)


def test_what_cannot_be_told_names_the_rules_and_facts_of_the_may_as_well() -> None:
    rules = (must("told", IPC, when=Child.rosh >= Level.HIGH), may("asked", IPC, when=Child.custody_risk))
    (clinic,) = decide(Edition(date(2019, 4, 1), rules), child()).outcomes
    assert clinic.status is Status.CANNOT_TELL
    assert [ruled.rule.id for ruled in clinic.because] == ["told", "asked"]
    assert clinic.missing == (Child.rosh.fact, Child.custody_risk.fact)


def test_an_outcome_that_no_rule_leads_to_is_no() -> None:
    assert decide(STRATEGY, child()).status(Band("MAPPA", 0)) is Status.NO


def test_two_readings_are_never_chosen_between_in_silence() -> None:
    more = must("more", IPC, when=Child.age > 14, reading="more than 14")
    reach = must("more", IPC, when=Child.age >= 14, reading="14 or more")
    edition = Edition(date(2019, 4, 1), (more, reach, may("any", CSP, when=all_of())))
    with pytest.raises(PolicyError, match=r"can be read as more than 14 or 14 or more: choose one"):
        decide(edition, child(age=14))
    told = {name: decide(read, child(age=14)).status(IPC) for name, read in edition.readings().items()}
    assert told == {"more than 14": Status.NO, "14 or more": Status.MUST}
    assert all(len(read.rules) == 2 for read in edition.readings().values())


def test_a_decider_shows_amounts_as_they_were_written() -> None:
    decider = Decider(Edition(date(2020, 4, 1), (must("high", FORUMS[0], when=Wide.tenth > Decimal(1)),)))
    for written in (Decimal("1.5"), Decimal("1.50")):
        (ruled,) = decider.decide(Wide(sure=1, tenth=written)).rules
        assert [str(value) for _, value in ruled.finding.read] == [str(written)]


def test_a_decider_refuses_another_kind_of_record_though_it_states_the_same() -> None:
    class Other(Facts):
        tenth: Maybe[Decimal] = fact(Decimal, "something else", places=2)

    decider = Decider(Edition(date(2020, 4, 1), (must("high", FORUMS[0], when=Wide.tenth > Decimal(1)),)))
    assert decider.decide(Wide(sure=1, tenth=Decimal(2))).status(FORUMS[0]) is Status.MUST
    with pytest.raises(RecordError, match="a record of kind Other does not state tenth"):
        decider.decide(Other(tenth=Decimal(2)))
