"""Two outcomes that exclude each other, promised outside a ranked scale: proved, or refuted with the child of both."""

from __future__ import annotations

from datetime import date

import attrs
import pytest

from strategies import Child, Level
from yosrules import Edition, PolicyError, may, must
from yosrules.policies import Declared, Forum, ForumPolicy
from yosrules.proof import Proved, Refuted, prove_all
from yosrules.proof.claims import Kind
from yosrules.proof.prove import unsettled
from yosrules.records import Chair
from yosrules.reports.drawing.page import as_text
from yosrules.reports.forum_pages import policy_page
from yosrules.testing.conformance.policies import policy_laws

CLOSE, PANEL = Forum("CLOSE", "Close the case", None, meets=False), Forum("RMP", "Risk Panel", Chair.MANAGER)
LOW, HIGH = must("low", CLOSE, when=Child.rosh <= Level.LOW), must("high", PANEL, when=Child.rosh >= Level.HIGH)
WORRY = may("worry", PANEL, when=Child.custody_risk)


def policy(*rules: object, **more: object) -> ForumPolicy:
    edition = Edition(date(2024, 1, 1), rules)  # type: ignore[arg-type]
    forums, kept = (CLOSE, PANEL), {"apart": (("CLOSE", "RMP"),), **more}
    return ForumPolicy("apart", about=Child, forums=forums, editions=(edition,), **kept)  # type: ignore[arg-type]


def test_it_is_proved_where_nothing_leads_to_both() -> None:
    (answer,) = [each for each in prove_all(policy(LOW, HIGH)) if each.claim.kind is Kind.APART]
    assert isinstance(answer, Proved)
    assert (answer.claim.name, len(answer.by)) == ("apart CLOSE and RMP", 2)


def test_a_may_beside_a_must_refutes_it_with_the_child_of_both() -> None:
    (answer,) = [each for each in prove_all(policy(LOW, HIGH, WORRY)) if each.claim.kind is Kind.APART]
    assert isinstance(answer, Refuted)
    assert isinstance(answer.record, Child)
    assert (answer.record.rosh, answer.record.custody_risk) == (Level.LOW, True)
    meant = policy(LOW, HIGH, WORRY, declared=(Declared("apart CLOSE and RMP", "a panel may close a case"),))
    assert not [each for each in unsettled(meant, prove_all(meant)) if "exclude" in each or "apart" in each]


def test_it_is_a_law_and_a_promise_on_the_page() -> None:
    promised = policy(LOW, HIGH, WORRY)
    (law,) = [each for each in policy_laws(promised) if each.name == "apart CLOSE and RMP"]
    assert "CLOSE and RMP exclude each other" in law.broken()
    page = " ".join(as_text(policy_page(promised, promised.editions[0])).split())
    assert "Promises" in page
    assert "CLOSE and RMP exclude each other: nothing leads to both." in page


def test_an_edition_without_one_of_them_is_not_asked() -> None:
    earlier = attrs.evolve(policy(LOW, HIGH).editions[0], starts=date(2020, 1, 1), rules=(LOW,))
    both = attrs.evolve(policy(LOW, HIGH), editions=(earlier, *policy(LOW, HIGH).editions))
    assert [each.claim.where for each in prove_all(both) if each.claim.kind is Kind.APART] == [
        "the edition of 2024-01-01"
    ]


@pytest.mark.parametrize("pair", [("CLOSE", "RPM"), ("RMP", "RMP")])
def test_what_excludes_what_is_two_outcomes_of_the_policy(pair: tuple[str, str]) -> None:
    with pytest.raises(PolicyError, match="cannot exclude each other; allowed: two of CLOSE, RMP"):
        policy(LOW, HIGH, apart=(pair,))
