"""Every law of the indicators of one reading, a test each, and the claims of the others proved."""

from datetime import date

import pytest

from yosrules.policies import Indicator
from yosrules.proof import Proved, prove
from yosrules.proof.claims import policy_claims
from yosrules.proof.mutate import examples_of, stands, survivors
from yosrules.proof.remarks import idle
from yosrules.testing import laws
from yosrules_out_of_court.timeline import ASSESSED, CAUTIONS, PANEL_FIRST
from yosrules_out_of_court.turnaround import TURNAROUND

LOCAL = {"starts": date(2019, 4, 1), "source": "ours", "length": 3, "in_weeks": False}

test_assessed = laws(ASSESSED)


@pytest.mark.parametrize(
    "indicator",
    [
        PANEL_FIRST,
        TURNAROUND,
        *(CAUTIONS.settle({"conditional-cautions": [LOCAL | {"in_weeks": weeks}]}) for weeks in (True, False)),
    ],
    ids=lambda indicator: indicator.name,
)
def test_every_claim_is_proved_and_no_share_is_all_or_nothing(indicator: Indicator) -> None:
    assert not [claim.name for claim in policy_claims(indicator) if not isinstance(prove(claim), Proved)]
    assert not idle(indicator)


@pytest.mark.parametrize(
    "indicator",
    [
        ASSESSED,
        PANEL_FIRST,
        TURNAROUND,
        *(CAUTIONS.settle({"conditional-cautions": [LOCAL | {"in_weeks": weeks}]}) for weeks in (True, False)),
    ],
    ids=lambda indicator: indicator.name,
)
def test_its_examples_hold_and_pin_every_threshold(indicator: Indicator) -> None:
    for edition in (read for each in indicator.editions for read in each.readings().values()):
        examples = examples_of(indicator, edition)
        assert not [each for each in examples if not stands(edition, each)]
        assert not [each.mutant for each in survivors(edition, indicator.about, examples)]
