"""Every law of the standards with an invented service's limits, a test each: `pytest -v` lists them."""

from datetime import date

import pytest

from yosrules.errors import PolicyError
from yosrules.policies import Indicator
from yosrules.proof import Proved, prove
from yosrules.proof.claims import policy_claims
from yosrules.proof.mutate import examples_of, stands, survivors
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


WAYS = [PANELS.settle({PANELS.name: [TIME | {"working_days": days}]}) for days in (True, False)] + [
    CONTACTS.settle({"contacts": [EDITION | TABLE | change]})
    for change in (
        {"in_weeks": False},
        {"calendar_month": False},
        {"calendar_month": False, "four_weeks": True, "acceptable_counts": True},
    )
]


@pytest.mark.parametrize("settled", WAYS, ids=[str(at) for at in range(len(WAYS))])
def test_the_examples_of_every_settings_hold_and_pin_their_limits(settled: Indicator) -> None:
    (edition,) = settled.editions
    assert all(stands(edition, each) for each in settled.examples)
    assert not survivors(edition, settled.about, settled.examples)


def test_the_examples_of_an_edition_are_of_its_own_limit() -> None:
    editions = [TIME, TIME | {"starts": date(2020, 4, 1), "limit": 15}]
    settled = PANELS.settle({PANELS.name: editions})
    found = [[*examples_of(settled, each)] for each in settled.editions]
    assert sum(map(len, found)) == len(settled.examples) == 2 * len(found[0])


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
