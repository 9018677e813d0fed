"""The claims of every indicator are proved; and every law of one of them, a test each."""

import pytest

import yosrules_kpi
from yosrules.policies import Indicator
from yosrules.proof import Proved, prove
from yosrules.proof.claims import policy_claims
from yosrules.proof.mutate import examples_of, stands, survivors
from yosrules.proof.remarks import idle
from yosrules.testing import laws

INDICATORS: dict[str, Indicator] = {each.name: each for each in yosrules_kpi.yosrules_indicators()}

test_kpi_10 = laws(INDICATORS["kpi-10"])


ALIKE = {"kpi-2", "kpi-3a", "kpi-5", "kpi-10", "kpi-10d", "kpi-10e", "kpi-10f", "kpi-10g"}
"""Those that are made as another is, of other facts, and the one whose laws are all tried."""


@pytest.mark.parametrize("name", [name for name in INDICATORS if name not in ALIKE])
def test_every_claim_is_proved_and_no_share_is_all_or_nothing(name: str) -> None:
    indicator = INDICATORS[name]
    assert not [claim.name for claim in policy_claims(indicator) if not isinstance(prove(claim), Proved)]
    assert not idle(indicator)


@pytest.mark.parametrize("name", INDICATORS)
def test_its_examples_hold_and_pin_every_threshold(name: str) -> None:
    indicator = INDICATORS[name]
    for edition in (read for each in indicator.editions for read in each.readings().values()):
        examples = examples_of(indicator, edition)
        assert all(stands(edition, each) for each in examples)
        assert not survivors(edition, indicator.about, examples)


def test_every_rule_is_on_somebodys_word() -> None:
    for each in INDICATORS.values():
        assert all(edition.cites for edition in each.editions)
