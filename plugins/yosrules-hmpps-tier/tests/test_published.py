"""The cases that the tier service itself is tested with come out here as they do there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

import pytest

from yosrules.deciding import allocate, asking
from yosrules.deciding.as_of import as_of
from yosrules.deciding.decide import decide
from yosrules.language.facts import restated
from yosrules.language.kinds import Value
from yosrules.policies import Status
from yosrules.records import MappaCategory, MappaLevel, RiskLevel
from yosrules_hmpps_tier.person import Person, Protected, SexualBand
from yosrules_hmpps_tier.protect import POLICY as PROTECT
from yosrules_hmpps_tier.provisional import POLICY as PROVISIONAL
from yosrules_hmpps_tier.tiers import TIERS

DAY = date(2026, 8, 17)
NOBODY: dict[str, Value | str | None] = {
    "reference": "A1",
    "supervised": True,
    "arp": Decimal(0),
    "csrp": Decimal(0),
    "arp_static": False,
    "csrp_static": False,
    "sexual_band": SexualBand.NOT_APPLICABLE,
    "mappa_category": MappaCategory.NONE,
    "lifer": False,
    "domestic_abuse": False,
    "stalking": False,
    "child_protection": False,
    "sexual_offence": False,
}
"""A person of whom everything but risk of serious harm is on record, and nothing raises the tier."""
ARP = (90, 75, 50, 25, 15, 0)
BY_CSRP = {"6.9": "AABBBB", "3.0": "ABCCCC", "1.0": "BCDEEE", "0.5": "CDEEFF", "0.0": "DDEFFG"}
VERY_HIGH, HIGH, MEDIUM, LOW = reversed(RiskLevel)
IN_MAPPA = {"mappa_category": MappaCategory.ONE}


def person(**more: Value | None) -> Person:
    return cast("Callable[..., Person]", Person)(**{**NOBODY, **more})


def scored(band: SexualBand, score: str) -> dict[str, Value]:
    return {"sexual_band": band, "sexual_score": Decimal(score)}


def tier(**more: Value | None) -> str:
    """The tiers that must follow, and "?" with those that cannot be told."""
    stands = allocate(TIERS, person(**more), DAY).placements
    return "".join(
        each.forum.name + "?" * (each.status is Status.CANNOT_TELL) for each in stands if each.status is not Status.NO
    )


def provisional(**more: Value | None) -> Status:
    return allocate(PROVISIONAL, person(**more), DAY).placements[0].status


@pytest.mark.parametrize(("csrp", "tiers"), BY_CSRP.items())
def test_every_place_of_the_table(csrp: str, tiers: str) -> None:
    assert "".join(tier(arp=Decimal(arp), csrp=Decimal(csrp)) for arp in ARP) == tiers


@pytest.mark.parametrize(
    ("band", "score", "expected"),
    [
        (SexualBand.VERY_HIGH, "5.31", "A"),
        (SexualBand.VERY_HIGH, "0.01", "A"),
        (SexualBand.HIGH, "2.11", "B"),
        (SexualBand.HIGH, "1.50", "B"),
        (SexualBand.HIGH, "5.31", "B"),
        (SexualBand.MEDIUM, "1.12", "C"),
        (SexualBand.MEDIUM, "3.36", "C"),
        (SexualBand.MEDIUM, "2.11", "D"),
        (SexualBand.MEDIUM, "0.60", "D"),
        (SexualBand.LOW, "0.02", "E"),
        (SexualBand.NOT_APPLICABLE, "2.11", "G"),
        (SexualBand.VERY_HIGH, "0", "G"),
    ],
)
def test_contact_sexual_reoffending(band: SexualBand, score: str, expected: str) -> None:
    assert tier(**scored(band, score)) == expected


def test_a_medium_band_with_a_score_too_low_has_no_tier() -> None:
    assert tier(**scored(SexualBand.MEDIUM, "0.59")) == ""


def test_in_the_medium_band_a_higher_score_can_give_a_lower_tier() -> None:
    assert [tier(**scored(SexualBand.MEDIUM, score)) for score in ("2.10", "2.11", "3.35", "3.36")] == [*"CDDC"]


@pytest.mark.parametrize(("mappa", "expected"), [(MappaCategory.ONE, "ACDEE"), (MappaCategory.NONE, "CDGGG")])
def test_risk_of_serious_harm_and_mappa(mappa: MappaCategory, expected: str) -> None:
    levels = (VERY_HIGH, HIGH, MEDIUM, LOW, None)
    assert "".join(tier(mappa_category=mappa, rosh=rosh) for rosh in levels) == expected


@pytest.mark.parametrize(
    ("released", "expected"),
    [
        (date(2026, 8, 16), "B"),
        (date(2025, 8, 17), "B"),
        (date(2025, 8, 16), "D"),
        (date(2024, 8, 17), "D"),
        (date(2021, 8, 17), "D"),
        (date(2021, 8, 16), "E"),
        (None, "G"),
    ],
)
def test_lifers_by_their_latest_release(released: date | None, expected: str) -> None:
    assert tier(lifer=True, released=released) == expected
    assert tier(lifer=False, released=released) == "G"


def test_registrations() -> None:
    flags = ("domestic_abuse", "stalking", "child_protection", "sexual_offence")
    assert "".join(tier(**{flag: True}) for flag in flags) == "EFFE"


def test_the_highest_step_counts() -> None:
    everything = {"rosh": HIGH, "lifer": True, "released": DAY - timedelta(days=730), "stalking": True}
    assert tier(arp=Decimal(95), csrp=Decimal("6.9"), **everything, **IN_MAPPA) == "A"
    assert tier(rosh=MEDIUM, arp=Decimal(90), csrp=Decimal(1)) == "B"


def test_without_supervision_or_predictors_there_is_no_tier() -> None:
    assert tier(supervised=False) == "NOT SUPERVISED"
    assert tier(csrp=None) == tier(arp=None) == "MISSING"


def test_what_is_not_on_record_is_not_taken_for_no() -> None:
    assert tier(stalking=None) == "G?F?"
    assert tier(stalking=None, domestic_abuse=True) == "E"
    first = asking(TIERS.on(DAY), as_of(person(stalking=None, mappa_category=None), DAY, {}))
    assert [fact.name for fact in first.facts] == ["mappa_category", "stalking"]


STATIC: dict[str, Value] = {"arp_static": True, "csrp_static": True, "arp": Decimal(90), "csrp": Decimal("6.9")}


@pytest.mark.parametrize(
    ("stated", "is_so"),
    [
        ({"rosh": HIGH} | STATIC, True),
        ({"rosh": HIGH} | STATIC | scored(SexualBand.VERY_HIGH, "0.01"), False),
        ({"rosh": VERY_HIGH} | STATIC | IN_MAPPA, False),
        ({"rosh": MEDIUM, "csrp": Decimal("0.5"), "arp_static": True}, True),
        ({"rosh": HIGH, "csrp": Decimal("0.5"), "arp_static": True} | IN_MAPPA, False),
        ({"rosh": MEDIUM, "arp": Decimal(25), "csrp_static": True}, True),
        ({"rosh": MEDIUM, "arp": Decimal(25), "csrp_static": True} | scored(SexualBand.HIGH, "2.11"), False),
        ({"rosh": MEDIUM}, False),
        ({"arp": Decimal(50), "csrp": Decimal("6.9")} | IN_MAPPA, True),
        ({"arp": Decimal(90), "csrp": Decimal("6.9")} | IN_MAPPA, False),
        (scored(SexualBand.VERY_HIGH, "1") | IN_MAPPA, False),
        ({"arp": Decimal(75)}, True),
        ({"arp": Decimal(90), "csrp": Decimal("0.5")}, False),
        ({"arp": Decimal(50), "csrp": Decimal("6.9")}, False),
        (scored(SexualBand.MEDIUM, "0.60"), True),
        (scored(SexualBand.MEDIUM, "1.12"), False),
        ({"lifer": True, "released": DAY}, False),
        ({"lifer": True, "released": date(2024, 8, 17)}, True),
        ({"sexual_offence": True}, True),
        (STATIC, True),
        ({"arp": Decimal(90), "csrp": Decimal("6.9"), "arp_static": True}, True),
    ],
)
def test_a_tier_is_provisional_where_it_could_be_higher(stated: dict[str, Value], *, is_so: bool) -> None:
    assert provisional(**stated) is (Status.MUST if is_so else Status.NO)


PLAIN: dict[str, Value] = {
    "rsr": Decimal(0),
    "rosh": LOW,
    "mappa_level": MappaLevel.NOT_MANAGED,
    "complexity": 0,
    "female": False,
}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({}, "D"),
        ({"complexity": 4}, "D"),
        ({"complexity": 5}, "C"),
        ({"complexity": 10}, "B"),
        ({"rsr": Decimal("2.99")}, "D"),
        ({"rsr": Decimal("3.00")}, "C"),
        ({"rsr": Decimal("6.99"), "complexity": 4}, "C"),
        ({"rsr": Decimal("7.00")}, "B"),
        ({"rsr": Decimal("99.99")}, "B"),
        ({"rsr": Decimal(100)}, "D"),
        ({"rosh": MEDIUM, "rsr": Decimal(3), "complexity": 4}, "C"),
        ({"rosh": MEDIUM, "mappa_level": MappaLevel.LEVEL_1, "complexity": 2}, "C"),
        ({"rosh": MEDIUM, "mappa_level": MappaLevel.LEVEL_1, "complexity": 3}, "B"),
        ({"rosh": HIGH}, "B"),
        ({"rosh": VERY_HIGH}, "A"),
        ({"mappa_level": MappaLevel.LEVEL_2}, "A"),
        ({"female": True, "parenting": True, "self_control": True, "breached": True, "complexity": 2}, "C"),
        ({"female": True, "parenting": True, "self_control": True, "breached": False, "complexity": 2}, "D"),
    ],
)
def test_the_points_of_the_protect_level(stated: dict[str, Value], expected: str) -> None:
    decision = decide(PROTECT.on(DAY), restated(Protected(reference="A1"), {**PLAIN, **stated}))
    assert "".join(each.outcome.name for each in decision.outcomes if each.status is Status.MUST) == expected


def test_points_that_are_not_known_leave_the_level_open_where_they_could_matter() -> None:
    plain = restated(Protected(reference="A1"), {**PLAIN, "complexity": None})
    decision = decide(PROTECT.on(DAY), plain)
    assert [(each.outcome.name, each.status.value) for each in decision.outcomes] == [
        ("D", "cannot tell"),
        ("C", "cannot tell"),
        ("B", "cannot tell"),
        ("A", "no"),
    ]
