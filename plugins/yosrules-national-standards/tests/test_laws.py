"""Every law of the standards with an invented service's limits, a test each: `pytest -v` lists them."""

from datetime import date

import pytest

from yosrules.errors import PolicyError
from yosrules.policies import Indicator
from yosrules.proof import Proved, prove
from yosrules.proof.claims import policy_claims
from yosrules.testing import laws
from yosrules_national_standards.contacts import CONTACTS
from yosrules_national_standards.timely import TIMELY

EDITION = {"starts": date(2019, 4, 1), "source": "Anytown practice standards"}
TIME = EDITION | {"limit": 20, "working_days": True}
TABLE = {
    "calendar_month": True,
    "four_weeks": False,
    "acceptable_counts": False,
    "first_phase": 12,
    "in_weeks": True,
    "intensive_first": 8,
    "intensive_after": 4,
    "enhanced_first": 4,
    "enhanced_after": 2,
    "standard_first": 2,
    "standard_after": 1,
}
PANELS = next(each for each in TIMELY if each.name == "referral-order-panels")

test_panels = laws(PANELS.settle({PANELS.name: [TIME]}))


@pytest.mark.parametrize("change", [{"acceptable_counts": True}, {"in_weeks": False}])
@pytest.mark.parametrize("period", [{"calendar_month": True}, {"four_weeks": True}, {"four_weeks": False}])
def test_every_way_to_count_contacts_is_an_indicator(change: dict[str, bool], period: dict[str, bool]) -> None:
    settled = CONTACTS.settle({"contacts": [EDITION | TABLE | {"calendar_month": False} | period | change]})
    read = {fact.name for fact in settled.editions[0].reads()}
    kind = "kept" if change.get("acceptable_counts") else "attended"
    window = "month" if period.get("calendar_month") else "4_weeks" if period["four_weeks"] else "30_days"
    assert f"{kind}_{window}" in read


def test_there_is_no_national_default() -> None:
    for each in (*TIMELY, CONTACTS):
        with pytest.raises(PolicyError, match="has no limits of its own: a service writes them"):
            each.settle({})


@pytest.mark.parametrize(
    "settled",
    [
        PANELS.settle({PANELS.name: [TIME | {"working_days": False}]}),
        CONTACTS.settle({"contacts": [EDITION | TABLE]}),
    ],
    ids=["a limit of days", "contacts"],
)
def test_every_claim_is_proved(settled: Indicator) -> None:
    assert all(isinstance(prove(claim), Proved) for claim in policy_claims(settled))
