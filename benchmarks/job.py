"""The job of the benchmarks: an invented table of eight rules about cases of eight fields; it is nobody's policy.

Written twice: as an edition, and by hand as if-statements, so that every engine has an oracle. There are 80,640 cases.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from itertools import product

from yosrules import Band, Edition, Facts, Given, all_of, given, is_in, may, must


class Level(StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"
    VERY_HIGH = "Very High"


class Likelihood(StrEnum):
    LOW = "Low"
    MEDIUM = "Medium"
    HIGH = "High"


class Mappa(StrEnum):
    NONE = "none"
    ONE = "1"
    TWO = "2"
    THREE = "3"


class Disposal(StrEnum):
    OOCD = "OOCD"
    RO = "RO"
    YRO = "YRO"
    YRO_ISS = "YRO-ISS"
    DTO = "DTO"
    S250 = "S250"
    REMAND = "Remand"


class Change(StrEnum):
    NONE = "none"
    UP = "up"
    DOWN = "down"


class JobCase(Facts):
    rosh: Given[Level] = given(Level, "risk of serious harm")
    safety: Given[Level] = given(Level, "safety and wellbeing")
    reoffending: Given[Likelihood] = given(Likelihood, "likelihood of reoffending")
    custody_risk: Given[bool] = given(bool, "at risk of custody")
    mappa: Given[Mappa] = given(Mappa, "the MAPPA level")
    disposal: Given[Disposal] = given(Disposal, "the disposal")
    level_change: Given[Change] = given(Change, "the change since the last review")
    age: Given[int] = given(int, "age", low=10, high=19)


FIELDS: Mapping[str, tuple[str | bool | int, ...]] = {
    "rosh": tuple(Level),
    "safety": tuple(Level),
    "reoffending": tuple(Likelihood),
    "custody_risk": (False, True),
    "mappa": tuple(Mappa),
    "disposal": tuple(Disposal),
    "level_change": tuple(Change),
    "age": tuple(range(10, 20)),
}
RMP, SWP, MAPPA, CRP, RTP, MOM, RRF = FORUMS = tuple(
    Band(name, 0) for name in ("RMP", "SWP", "MAPPA", "CRP", "RTP", "MOM", "RRF")
)

_high = is_in(JobCase.rosh, Level.HIGH, Level.VERY_HIGH)
_unsafe = is_in(JobCase.safety, Level.HIGH, Level.VERY_HIGH)
_some_risk = is_in(JobCase.rosh, Level.MEDIUM, Level.HIGH, Level.VERY_HIGH)
_managed = is_in(JobCase.mappa, Mappa.TWO, Mappa.THREE)
_community = is_in(JobCase.disposal, Disposal.RO, Disposal.YRO, Disposal.YRO_ISS)
_custody = is_in(JobCase.disposal, Disposal.DTO, Disposal.S250, Disposal.REMAND)
_likely = all_of(
    JobCase.reoffending == Likelihood.HIGH,
    is_in(JobCase.rosh, Level.LOW, Level.MEDIUM),
    is_in(JobCase.safety, Level.LOW, Level.MEDIUM),
    JobCase.disposal != Disposal.OOCD,
)
EDITION = Edition(
    date(2020, 1, 1),
    (
        must("R1", RMP, when=_high),
        must("R2", SWP, when=_unsafe),
        must("R3-mappa", MAPPA, when=_managed),
        must("R3-rmp", RMP, when=_managed),
        may("R4", MAPPA, when=(JobCase.mappa == Mappa.ONE) & _some_risk),
        must("R5", CRP, when=JobCase.custody_risk & _community),
        must("R6", RTP, when=_custody & (JobCase.age >= 17)),
        must("R7", MOM, when=(JobCase.level_change != Change.NONE) & _some_risk),
        must("R8-mom", MOM, when=_likely),
        may("R8-rrf", RRF, when=_likely),
        may("R8-rmp", RMP, when=_likely),
    ),
)
"""The table; a row of it that leads to several forums is a rule for each."""


def every_case() -> Iterator[dict[str, str | bool | int]]:
    """All 80,640 of them."""
    return (dict(zip(FIELDS, values, strict=True)) for values in product(*FIELDS.values()))


def by_hand(case: Mapping[str, str | bool | int]) -> tuple[frozenset[str], frozenset[str]]:
    """The forums that a case must and may go to, as somebody would type the table into Python."""
    rosh, disposal = case["rosh"], case["disposal"]
    required, open_to = set(), set()
    if rosh in ("High", "Very High"):
        required.add("RMP")
    if case["safety"] in ("High", "Very High"):
        required.add("SWP")
    if case["mappa"] in ("2", "3"):
        required.update(("MAPPA", "RMP"))
    if case["mappa"] == "1" and rosh != "Low":
        open_to.add("MAPPA")
    if case["custody_risk"] and disposal in ("RO", "YRO", "YRO-ISS"):
        required.add("CRP")
    if int(case["age"]) >= 17 and disposal in ("DTO", "S250", "Remand"):
        required.add("RTP")
    if case["level_change"] != "none" and rosh != "Low":
        required.add("MOM")
    low = rosh in ("Low", "Medium") and case["safety"] in ("Low", "Medium")
    if low and case["reoffending"] == "High" and disposal != "OOCD":
        required.add("MOM")
        open_to.update(("RRF", "RMP"))
    return frozenset(required), frozenset(open_to - required)
