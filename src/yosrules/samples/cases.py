"""A synthetic caseload to try things on: no child's record, the same for the same seed on every Python.

The shares are made up to be plausible, and are no statistics.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from inspect import signature
from typing import TypeAlias

import attrs

from yosrules.files.writing.rows import CellValue
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Value
from yosrules.records.case import Case
from yosrules.records.choices import (
    Admission,
    AssessmentKind,
    CaseStage,
    CustodyState,
    Disposal,
    Intensity,
    Likelihood,
    MappaCategory,
    MappaLevel,
    RiskLevel,
    Tool,
)
from yosrules.samples.dice import Dice

_Stated: TypeAlias = dict[str, Value | str | None]

_STAGES = {CaseStage.PREVENTION: 20, CaseStage.OUT_OF_COURT: 45, CaseStage.POST_COURT: 35}
_DISPOSALS: Mapping[CaseStage, Mapping[Disposal | None, int]] = {
    CaseStage.PREVENTION: {None: 1},
    CaseStage.OUT_OF_COURT: {
        Disposal.COMMUNITY_RESOLUTION: 40,
        Disposal.OUTCOME_20_21: 5,
        Disposal.OUTCOME_22: 15,
        Disposal.DEFERRED_PROSECUTION: 10,
        Disposal.YOUTH_CAUTION: 15,
        Disposal.YOUTH_CONDITIONAL_CAUTION: 15,
    },
    CaseStage.POST_COURT: {
        Disposal.REFERRAL_ORDER: 50,
        Disposal.REPARATION_ORDER: 3,
        Disposal.YOUTH_REHABILITATION_ORDER: 33,
        Disposal.DETENTION_AND_TRAINING_ORDER: 7,
        Disposal.SECTION_250: 4,
        Disposal.SECTION_254: 1,
        Disposal.SECTION_259: 1,
        Disposal.SECTION_90_92: 1,
    },
}
_LEVELS = {RiskLevel.LOW: 45, RiskLevel.MEDIUM: 38, RiskLevel.HIGH: 14, RiskLevel.VERY_HIGH: 3}
_LEVELS_IN_CUSTODY = {RiskLevel.LOW: 5, RiskLevel.MEDIUM: 35, RiskLevel.HIGH: 45, RiskLevel.VERY_HIGH: 15}
_LIKELIHOODS = {Likelihood.LOW: 35, Likelihood.MEDIUM: 45, Likelihood.HIGH: 20}
_TOOLS: Mapping[CaseStage, Mapping[Tool, int]] = {
    CaseStage.PREVENTION: {Tool.PREVENTION_AND_DIVERSION: 90, Tool.LOCAL: 10},
    CaseStage.OUT_OF_COURT: {Tool.PREVENTION_AND_DIVERSION: 80, Tool.ASSETPLUS: 20},
    CaseStage.POST_COURT: {Tool.ASSETPLUS: 1},
}
_MAPPA = {MappaCategory.NONE: 96, MappaCategory.ONE: 2, MappaCategory.THREE: 2}
_MAPPA_IN_CUSTODY = {MappaCategory.NONE: 55, MappaCategory.ONE: 10, MappaCategory.TWO: 30, MappaCategory.THREE: 5}
_MAPPA_LEVELS = {MappaLevel.LEVEL_1: 75, MappaLevel.LEVEL_2: 20, MappaLevel.LEVEL_3: 5}
_AGES = {10: 1, 11: 2, 12: 5, 13: 10, 14: 17, 15: 22, 16: 23, 17: 20}
_AGES_IN_CUSTODY = {14: 5, 15: 15, 16: 35, 17: 45}
_ADMISSIONS: Mapping[Disposal | None, Mapping[Admission, int]] = {
    Disposal.COMMUNITY_RESOLUTION: {Admission.RESPONSIBILITY: 80, Admission.FULL: 20},
    Disposal.OUTCOME_20_21: {Admission.NONE: 70, Admission.RESPONSIBILITY: 30},
    Disposal.OUTCOME_22: {Admission.NONE: 60, Admission.RESPONSIBILITY: 40},
    Disposal.DEFERRED_PROSECUTION: {Admission.RESPONSIBILITY: 70, Admission.FULL: 30},
    Disposal.YOUTH_CAUTION: {Admission.FULL: 1},
    Disposal.YOUTH_CONDITIONAL_CAUTION: {Admission.FULL: 1},
}


_ORDERS: Mapping[Disposal | None, tuple[int, int]] = {
    Disposal.REFERRAL_ORDER: (90, 365),
    Disposal.REPARATION_ORDER: (60, 90),
    Disposal.YOUTH_REHABILITATION_ORDER: (180, 1095),
}
"""How many days an order lasts."""


def sample_cases(n: int, seed: int, on: date) -> tuple[Case, ...]:
    """`n` synthetic cases as of a day; about one judgement in ten is not on record."""
    dice = Dice(seed, on)
    return tuple(_made(Case, f"SYNTHETIC-{number:06d}", _stated(dice, on)) for number in range(1, n + 1))


def case_rows(cases: Sequence[Facts]) -> tuple[tuple[str, ...], list[list[CellValue]]]:
    """Records of one kind as columns and rows; a table written from them reads back the same."""
    columns = tuple(signature(type(cases[0]) if cases else Case).parameters)
    return columns, [[vars(each)[name] for name in columns] for each in cases]


def kinds_of(record: type[Facts]) -> dict[str, type]:
    """The type of each column of records of a kind."""
    return {name: fact.kind for name, fact in vocabulary(record).items()}


@attrs.frozen
class _Child:
    """The facts of a synthetic child with which all others must agree."""

    stage: CaseStage
    disposal: Disposal | None
    custody: CustodyState
    referred: date
    on: date

    @property
    def custodial(self) -> bool:
        return self.disposal is not None and self.disposal.custodial


def _made(make: Callable[..., Case], reference: str, stated: _Stated) -> Case:
    return make(reference=reference, **stated)


def _stated(dice: Dice, on: date) -> _Stated:
    stage = dice.pick(_STAGES)
    disposal = dice.pick(_DISPOSALS[stage])
    child = _Child(stage, disposal, _custody(dice, stage, disposal), on - dice.days(1, 540), on)
    judged = {**_levels(dice, child), **_judgements(dice, child)}
    return {
        "stage": dice.known(stage, 1),
        "disposal": dice.known(disposal, 2),
        "custody": dice.known(child.custody, 3),
        **_circumstances(dice, child),
        **_birth(dice, child),
        **_dates(dice, child),
        **(judged if dice.happens(97) else {}),
    }


def _custody(dice: Dice, stage: CaseStage, disposal: Disposal | None) -> CustodyState:
    if disposal and disposal.custodial:
        return dice.pick({CustodyState.SENTENCED: 60, CustodyState.LICENCE: 40})
    remanded = stage is CaseStage.POST_COURT and dice.happens(2)
    return CustodyState.REMANDED if remanded else CustodyState.COMMUNITY


def _levels(dice: Dice, child: _Child) -> _Stated:
    levels = _LEVELS_IN_CUSTODY if child.custodial else _LEVELS
    rosh, safety, reoffending = dice.pick(levels), dice.pick(levels), dice.pick(_LIKELIHOODS)
    review = dice.happens(55)
    stated: _Stated = {
        "rosh": dice.known(rosh),
        "rosh_last": dice.known(dice.near(rosh)) if review else None,
        "rosh_full_assessment_asked": dice.known(rosh >= RiskLevel.MEDIUM),
        "safety_wellbeing": dice.known(safety),
        "safety_wellbeing_last": dice.known(dice.near(safety)) if review else None,
        "reoffending": dice.known(reoffending),
        "reoffending_indicative": dice.known(dice.near(reoffending)),
        "assessment": dice.known(AssessmentKind.REVIEW if review else AssessmentKind.NEW, 5),
    }
    if child.stage is CaseStage.POST_COURT:
        indicated = Intensity(max(reoffending, min(rosh, RiskLevel.HIGH)))
        stated |= {"intensity": dice.known(dice.near(indicated)), "intensity_indicative": dice.known(indicated)}
    return stated


def _judgements(dice: Dice, child: _Child) -> _Stated:
    at_risk = dice.known(child.stage is CaseStage.POST_COURT and not child.custodial and dice.happens(15))
    category = dice.pick(_MAPPA_IN_CUSTODY if child.custodial else _MAPPA)
    managed = category is not MappaCategory.NONE
    return {
        "tool": dice.known(dice.pick(_TOOLS[child.stage]), 5),
        "tool_version": dice.pick({"": 3, "synthetic 1": 1, "synthetic 2": 1}),
        "assessed": dice.known(min(child.referred + dice.days(1, 25), child.on - timedelta(days=1))),
        "at_risk_of_custody": at_risk,
        "at_risk_of_custody_author": "" if at_risk is None else dice.pick({"case manager": 4, "court officer": 1}),
        "mappa_category": dice.known(category),
        "mappa_level": dice.known(dice.pick(_MAPPA_LEVELS) if managed else MappaLevel.NOT_MANAGED),
        "mappa_referral_criteria_met": dice.known(managed or dice.happens(2)),
        "exploitation_concern": dice.known(dice.happens(18)),
    }


def _circumstances(dice: Dice, child: _Child) -> _Stated:
    admission = dice.pick(_ADMISSIONS[child.disposal]) if child.disposal in _ADMISSIONS else None
    conditional = child.disposal is Disposal.YOUTH_CONDITIONAL_CAUTION
    return {
        "looked_after": dice.known(dice.happens(12), 4),
        "child_protection_plan": dice.known(dice.happens(6), 4),
        "child_in_need": dice.known(dice.happens(12), 6),
        "knife": dice.known(dice.happens(18), 5),
        "admission": dice.known(admission, 5),
        "consents": None if child.stage is CaseStage.POST_COURT else dice.known(conditional or dice.happens(90), 8),
    }


def _birth(dice: Dice, child: _Child) -> _Stated:
    """A birthday that gives a likely age at referral, which is at most five days after the outcome."""
    age = dice.pick(_AGES_IN_CUSTODY if child.custodial else _AGES)
    born = child.referred - dice.days(365 * age + age // 4 + 6, 365 * age + age // 4 + 364)
    return {"born": dice.known(born, 2), "age_at_referral": dice.known(age, 4), "age_at_outcome": dice.known(age, 12)}


def _dates(dice: Dice, child: _Child) -> _Stated:
    if child.stage is not CaseStage.POST_COURT:
        bailed = child.referred - dice.days(0, 10) if child.stage is CaseStage.OUT_OF_COURT else None
        return {"referred": dice.known(child.referred, 2), "bailed": dice.known(bailed, 20)}
    sentenced = child.referred - dice.days(0, 5)
    stated: _Stated = {
        "referred": dice.known(child.referred, 2),
        "bailed": dice.known(sentenced - dice.days(20, 200), 50),
        "sentenced": dice.known(sentenced, 3),
    }
    if child.disposal in _ORDERS:
        stated["order_ends"] = dice.known(sentenced + dice.days(*_ORDERS[child.disposal]), 5)
    if child.custody is CustodyState.SENTENCED:
        release = child.on + dice.days(1, 500)
        stated |= {"release_due": dice.known(release, 5), "licence_ends": dice.known(release + dice.days(60, 700), 10)}
    if child.custody is CustodyState.LICENCE:
        stated["release_due"] = dice.known(child.on - dice.days(1, (child.on - sentenced).days), 5)
        stated["licence_ends"] = dice.known(child.on + dice.days(1, 365), 5)
    return stated
