"""Every law of the indicators of one reading, a test each, and the claims of the others proved."""

from datetime import date

import pytest

from yosrules.policies import Indicator
from yosrules.proof import Proved, prove
from yosrules.proof.claims import policy_claims
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
