"""The examples by a second way to the tier and the level: the published steps, tried for all that is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import IntEnum
from itertools import product
from typing import TypeVar

import pytest

from yosrules import Facts
from yosrules.language.kinds import Value
from yosrules.policies import Example, Status
from yosrules.records import MappaCategory, MappaLevel, RiskLevel
from yosrules_hmpps_tier.person import Person, Protected, SexualBand
from yosrules_hmpps_tier.protect import POLICY as PROTECT
from yosrules_hmpps_tier.tiers import TIERS

K = TypeVar("K", bound=IntEnum)
NONE, ERROR = "G", "no tier: an error"
ARP = (90, 75, 50, 25, 15, 0)
TABLE = {"6.9": "AABBBB", "3": "ABCCCC", "1": "BCDEEE", "0.5": "CDEEFF", "0": "DDEFFG"}
IN_MAPPA = {RiskLevel.VERY_HIGH: "A", RiskLevel.HIGH: "C", RiskLevel.MEDIUM: "D"}
OUT_OF_MAPPA = {RiskLevel.VERY_HIGH: "C", RiskLevel.HIGH: "D"}
BANDS = {SexualBand.VERY_HIGH: "A", SexualBand.HIGH: "B", SexualBand.LOW: "E", SexualBand.NOT_APPLICABLE: NONE}
SCORES = [Decimal(each) for each in ("0", "0.01", "0.60", "1.12", "2.11", "3.36")]


def predicted(person: Person) -> str:
    """The tier of the table of the two predictors."""
    assert person.arp is not None
    assert person.csrp is not None
    row = next(tiers for least, tiers in TABLE.items() if person.csrp >= Decimal(least))
    return next(tier for least, tier in zip(ARP, row, strict=True) if person.arp >= least)


def sexual(band: SexualBand, score: Decimal) -> str:
    if score == 0:
        return NONE
    if band is not SexualBand.MEDIUM:
        return BANDS[band]
    if score >= Decimal("3.36") or Decimal("1.12") <= score <= Decimal("2.10"):
        return "C"
    return "D" if score >= Decimal("0.60") else ERROR


def harm(person: Person, *, in_mappa: bool) -> str:
    """What risk of serious harm and MAPPA give; a risk that is not on record gives nothing of its own."""
    risk = person.rosh or RiskLevel.LOW
    return IN_MAPPA.get(risk, "E") if in_mappa else OUT_OF_MAPPA.get(risk, NONE)


def released(person: Person) -> str:
    """What the latest release of a lifer gives; none on record gives none."""
    if person.released_1:
        return "B"
    return "D" if person.released_5 else "E" if person.released else NONE


def either(stated: Value | None, tier: str) -> set[str]:
    """What a mark gives, or nothing; both where it is not on record."""
    return {NONE, tier} if stated is None else {tier if stated else NONE}


def possible_tiers(person: Person) -> set[str]:
    """Every tier that somebody with this on record can have."""
    tiers = {"MISSING"}
    if person.arp is not None and person.csrp is not None:
        bands = [*SexualBand] if person.sexual_band is None else [person.sexual_band]
        scores = SCORES if person.sexual_score is None else [person.sexual_score]
        mappa = person.mappa_category
        in_mappa = [True, False] if mappa is None else [mappa != MappaCategory.NONE]
        steps = [
            {predicted(person)},
            {sexual(band, score) for band in bands for score in scores},
            {harm(person, in_mappa=each) for each in in_mappa},
            either(person.lifer, released(person)),
            either(person.domestic_abuse, "E"),
            either(person.sexual_offence, "E"),
            either(person.stalking, "F"),
            either(person.child_protection, "F"),
        ]
        tiers = {ERROR if ERROR in each else min(each) for each in product(*steps)}
    outside = {"NOT SUPERVISED"}
    return outside if person.supervised is False else tiers if person.supervised else tiers | outside


def one_of(stated: K | None, points: Mapping[K, int]) -> set[int]:
    return set(points.values()) if stated is None else {points[stated]}


def possible_levels(person: Protected) -> set[str]:
    """Every protect level that somebody with this on record can have."""
    rsr = {0, 10, 20}
    if person.rsr is not None:
        rsr = {20 if 7 <= person.rsr < 100 else 10 if 3 <= person.rsr < 7 else 0}
    risk = dict(zip(RiskLevel, (0, 10, 20, 150), strict=True))
    mappa = {level: (0, 5, 150, 150)[place] for place, level in enumerate(MappaLevel)}
    many = range(11) if person.complexity is None else [person.complexity]
    flags = [[True, False] if each is None else [each] for each in (person.female, person.parenting)]
    flags += [[True, False] if each is None else [each] for each in (person.self_control, person.breached)]
    steps = [rsr, one_of(person.rosh, risk), one_of(person.mappa_level, mappa), many, *flags]
    return {_level(*each) for each in product(*steps)}


def _level(rsr: int, harm: int, mappa: int, many: int, female: bool, *factors: bool) -> str:  # noqa: FBT001
    points = max(rsr, harm) + mappa + 2 * many + 2 * sum(factors) * female
    return "A" if points >= 150 else "B" if points >= 20 else "C" if points >= 10 else "D"


def possible_outcomes(record: Facts) -> set[str]:
    """Which outcomes can be where a record is all that is known."""
    if isinstance(record, Person):
        return possible_tiers(record)
    assert isinstance(record, Protected)
    return possible_levels(record)


@pytest.mark.parametrize("example", [*TIERS.examples, *PROTECT.examples], ids=str)
def test_an_example_says_what_the_published_steps_say(example: Example) -> None:
    possible = possible_outcomes(example.record)
    match example.stands:
        case Status.MUST:
            assert possible == {example.outcome}
        case Status.NO:
            assert example.outcome not in possible
        case _:
            # One of them is another, but perhaps none is this: a rule reads each fact by itself, as "cannot tell" does.
            assert len(possible) > 1
