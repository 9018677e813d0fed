"""A person on probation, with what the tier service reads, and on whose word all of this is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum

from yosrules.language import Facts, Maybe, Unit, fact, falls, is_in, known, last
from yosrules.policies import cite
from yosrules.records import MappaCategory, MappaLevel, RiskLevel

READ = date(2026, 8, 17)
"""The day of the state of the service's code that was read: commit affac98a."""

_SERVICE = "Ministry of Justice, hmpps-tier, commit affac98a"
_URL = "https://github.com/ministryofjustice/hmpps-tier"
TIER = cite(_SERVICE, "TierCalculator", _URL)
TABLE = cite(_SERVICE, "TierCalculator and ReoffendingPredictorTable", _URL)
STATUS = cite(_SERVICE, "ProvisionalStatusCalculator", _URL)
PROTECT = cite(_SERVICE, "ProtectLevelCalculator", _URL)


class SexualBand(IntEnum):
    """The band of the predictor of contact sexual reoffending."""

    NOT_APPLICABLE = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4


class Person(Facts):
    """One person on probation, with what the tier is worked out from."""

    reference: str
    supervised: Maybe[bool] = fact(bool, "the person has an active sentence")
    arp: Maybe[Decimal] = fact(Decimal, "the all reoffending predictor", places=2, low=Decimal(0), high=Decimal(100))
    arp_static: Maybe[bool] = fact(bool, "the all reoffending predictor is static")
    csrp: Maybe[Decimal] = fact(
        Decimal, "the combined serious reoffending predictor", places=2, low=Decimal(0), high=Decimal(100)
    )
    csrp_static: Maybe[bool] = fact(bool, "the combined serious reoffending predictor is static")
    sexual_band: Maybe[SexualBand] = fact(SexualBand, "the band of contact sexual reoffending")
    sexual_score: Maybe[Decimal] = fact(
        Decimal, "the score of contact sexual reoffending", places=2, low=Decimal(0), high=Decimal(100)
    )
    rosh: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm")
    mappa_category: Maybe[MappaCategory] = fact(MappaCategory, "the MAPPA category")
    lifer: Maybe[bool] = fact(bool, "the person serves life or imprisonment for public protection")
    released: Maybe[date] = fact(date, "the date of the latest release")
    released_1: Maybe[bool] = falls(
        released,
        "the latest release was in the last year",
        during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=True),
    )
    released_5: Maybe[bool] = falls(
        released,
        "the latest release was in the last 5 years",
        during=last(60, Unit.MONTHS, anchor_in=True, far_end_in=True),
    )
    domestic_abuse: Maybe[bool] = fact(bool, "domestic abuse is registered")
    stalking: Maybe[bool] = fact(bool, "stalking is registered")
    child_protection: Maybe[bool] = fact(bool, "child protection is registered")
    sexual_offence: Maybe[bool] = fact(bool, "the person has ever committed a sexual offence")


class Protected(Facts):
    """One person on probation, with what the protect level of the older tier is worked out from."""

    reference: str
    rsr: Maybe[Decimal] = fact(Decimal, "the risk of serious recidivism", places=2, low=Decimal(0), high=Decimal(100))
    rosh: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm")
    mappa_level: Maybe[MappaLevel] = fact(MappaLevel, "the MAPPA level")
    complexity: Maybe[int] = fact(int, "the number of complexity factors registered", low=0, high=10)
    female: Maybe[bool] = fact(bool, "the person is female")
    parenting: Maybe[bool] = fact(bool, "parental responsibilities are scored")
    self_control: Maybe[bool] = fact(bool, "impulsivity or temper control is scored")
    breached: Maybe[bool] = fact(bool, "there was breach or recall before")


in_mappa = is_in(Person.mappa_category, MappaCategory.ONE, MappaCategory.TWO, MappaCategory.THREE, MappaCategory.FOUR)
predicted = known(Person.arp) & known(Person.csrp)
