"""A should is a must from which somebody may depart for a recorded reason: in words, in the diff and in the hash."""

from __future__ import annotations

from datetime import date

import attrs

from yosrules import Edition, Modality, Status, decide, may, must
from yosrules.deciding import allocate, edition_hash, rule_data, rule_from
from yosrules.english import explain, rule_in_english
from yosrules.english.decision_table import decision_table
from yosrules.language.facts import vocabulary
from yosrules.policies import Forum, ForumPolicy, should
from yosrules.proof import diff
from yosrules.records import Case, Chair

PANEL = Forum("PANEL", "Panel", Chair.MANAGER)
START = date(2025, 1, 1)
OUGHT = should("care", PANEL, when=Case.looked_after)
SAID = "It should follow: whoever departs from that records the reason."


def said(*rules: object, **facts: bool | None) -> str:
    edition = Edition(START, rules)  # type: ignore[arg-type]
    policy = ForumPolicy("local", about=Case, forums=(PANEL,), editions=(edition,))
    return explain(allocate(policy, Case(reference="A1", **facts), START))  # type: ignore[arg-type]


def test_it_is_decided_as_a_must_and_said_as_a_should() -> None:
    edition = Edition(START, (OUGHT,))
    assert decide(edition, Case(reference="A1", looked_after=True)).status(PANEL) is Status.MUST
    assert rule_in_english(OUGHT) == "PANEL should follow when the child is looked after."
    assert decision_table(edition).rows[0][-1] == "PANEL, should"


def test_explain_says_that_a_reason_has_to_be_recorded_unless_a_must_holds_too() -> None:
    assert SAID in said(OUGHT, looked_after=True)
    assert SAID not in said(OUGHT, must("knife", PANEL, when=Case.knife), looked_after=True, knife=True)
    assert SAID not in said(may("care", PANEL, when=Case.looked_after), looked_after=True)
    assert "it would settle whether it should follow (rule care)" in said(OUGHT)


def test_it_reads_back_and_changes_the_hash() -> None:
    outcomes = {PANEL.name: PANEL}
    assert rule_from(rule_data(OUGHT), vocabulary(Case), outcomes) == OUGHT
    firm = attrs.evolve(OUGHT, normally=False)
    assert rule_data(firm) == rule_data(must("care", PANEL, when=Case.looked_after))
    assert edition_hash(Edition(START, (OUGHT,))) != edition_hash(Edition(START, (firm,)))
    (change,) = diff(Edition(START, (firm,)), Edition(START, (OUGHT,)), Case).rules
    assert change.details == ("should, not must",)


def test_a_may_is_no_should() -> None:
    assert attrs.evolve(OUGHT, modality=Modality.MAY).word == "may"
