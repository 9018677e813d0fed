"""A case: what a youth offending service has on record of a child at one time, and the histories behind it.

Every fact but the reference may be unknown. A level always says which tool judged it; being at risk of custody is a
judgement with an author and is never computed.
"""

from __future__ import annotations

from datetime import date

from yosrules.language.expr import is_in
from yosrules.language.facts import Facts, Given, Maybe, fact, given
from yosrules.language.measure import passed, years
from yosrules.language.never import Impossible, in_order, never
from yosrules.records.choices import (
    CAUTIONS,
    CUSTODIAL,
    OUT_OF_COURT,
    Admission,
    Allegation,
    AssessmentKind,
    Care,
    CaseStage,
    Chair,
    CustodyState,
    Disposal,
    Intensity,
    Likelihood,
    MappaCategory,
    MappaLevel,
    RiskLevel,
    Tool,
)
from yosrules.records.dated import dated
from yosrules.records.days import EARLIEST, LATEST


class Case(Facts):
    """One child's case as it stands on record. The label of a yes-or-no fact is a clause, of any other fact a noun."""

    reference: str
    stage: Maybe[CaseStage] = fact(CaseStage, "the stage")
    disposal: Maybe[Disposal] = fact(Disposal, "the disposal")
    rosh: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm")
    rosh_last: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm at the last assessment")
    safety_wellbeing: Maybe[RiskLevel] = fact(RiskLevel, "safety and wellbeing concern")
    safety_wellbeing_last: Maybe[RiskLevel] = fact(RiskLevel, "safety and wellbeing concern at the last assessment")
    reoffending: Maybe[Likelihood] = fact(Likelihood, "likelihood of reoffending")
    reoffending_indicative: Maybe[Likelihood] = fact(Likelihood, "indicative likelihood of reoffending")
    intensity: Maybe[Intensity] = fact(Intensity, "the scaled approach level")
    intensity_indicative: Maybe[Intensity] = fact(Intensity, "the indicative scaled approach level")
    tool: Maybe[Tool] = fact(Tool, "the assessment tool")
    tool_version: str = ""
    assessment: Maybe[AssessmentKind] = fact(AssessmentKind, "the kind of assessment")
    rosh_full_assessment_asked: Maybe[bool] = fact(bool, "the tool asks for a full serious-harm assessment")
    custody: Maybe[CustodyState] = fact(CustodyState, "the custody state")
    at_risk_of_custody: Maybe[bool] = fact(bool, "the child is judged at risk of custody")
    at_risk_of_custody_author: str = ""
    mappa_category: Maybe[MappaCategory] = fact(MappaCategory, "the MAPPA category")
    mappa_level: Maybe[MappaLevel] = fact(MappaLevel, "the MAPPA level")
    mappa_referral_criteria_met: Maybe[bool] = fact(bool, "the MAPPA referral criteria are met")
    looked_after: Maybe[bool] = fact(bool, "the child is looked after")
    child_protection_plan: Maybe[bool] = fact(bool, "the child is on a child protection plan")
    child_in_need: Maybe[bool] = fact(bool, "the child is a child in need")
    exploitation_concern: Maybe[bool] = fact(bool, "there is a concern of exploitation")
    knife: Maybe[bool] = fact(bool, "a knife or weapon is involved")
    admission: Maybe[Admission] = fact(Admission, "the admission")
    consents: Maybe[bool] = fact(bool, "the child consents to the conditions")
    age_at_referral: Maybe[int] = fact(int, "age at referral", low=0, high=25)
    age_at_outcome: Maybe[int] = fact(int, "age at outcome", low=0, high=25)
    born: Maybe[date] = dated("the date of birth")
    referred: Maybe[date] = dated("the date of referral")
    bailed: Maybe[date] = dated("the date of bail")
    sentenced: Maybe[date] = dated("the date of sentence")
    assessed: Maybe[date] = dated("the date of assessment")
    release_due: Maybe[date] = dated("the date release is due")
    order_ends: Maybe[date] = dated("the end of the order")
    licence_ends: Maybe[date] = dated("the end of the licence")
    licence_over: Maybe[bool] = passed(licence_ends, "the licence is over")
    age: Maybe[int] = years(born, "age")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Orders between its dates, and columns that contradict each other."""
        dated = (cls.referred, cls.bailed, cls.sentenced, cls.assessed, cls.release_due, cls.order_ends)
        after = (cls.release_due, cls.order_ends, cls.licence_ends)
        before_court = (each for each in OUT_OF_COURT if each not in CAUTIONS)
        sentenced = is_in(cls.custody, CustodyState.SENTENCED, CustodyState.LICENCE)
        return (
            *(each for event in (*dated, cls.licence_ends) for each in in_order(cls.born, event)),
            *(each for end in after for each in in_order(cls.sentenced, end)),
            *(each for end in (cls.order_ends, cls.licence_ends) for each in in_order(cls.referred, end)),
            *in_order(cls.release_due, cls.licence_ends),
            never(
                (cls.stage != CaseStage.POST_COURT) & ~is_in(cls.disposal, *OUT_OF_COURT),
                "only a court sentences, so that the case is post court",
            ),
            never(
                (cls.stage == CaseStage.POST_COURT) & is_in(cls.disposal, *OUT_OF_COURT),
                "an out-of-court disposal is not of a post-court case",
            ),
            never(
                sentenced & ~is_in(cls.disposal, *CUSTODIAL),
                "only a custodial sentence is served in custody or on licence",
            ),
            never(
                (cls.age_at_outcome < 10) & ~is_in(cls.disposal, *before_court),
                "nobody under 10 is cautioned or sentenced",
            ),
            never(sentenced & (cls.stage != CaseStage.POST_COURT), "only a court sends into custody"),
        )


class Offence(Facts):
    """One offence on record."""

    day: Maybe[date] = dated("the date of the offence")
    gravity: Maybe[int] = fact(int, "the gravity score", low=1, high=8)
    listed: Maybe[bool] = fact(bool, "the offence is on the schedule of serious offences")
    sexual: Maybe[bool] = fact(bool, "the offence is sexual")
    violent: Maybe[bool] = fact(bool, "the offence is violent")
    knife: Maybe[bool] = fact(bool, "a knife or weapon is involved")
    hate: Maybe[bool] = fact(bool, "the offence is motivated by discriminatory attitudes")
    status: Maybe[Allegation] = fact(Allegation, "how far the allegation has got")
    custody_months: Maybe[int] = fact(int, "months of custody for this offence", low=0)


class EarlierOutcome(Facts):
    """One earlier disposal."""

    day: Maybe[date] = dated("the date of the outcome")
    disposal: Maybe[Disposal] = fact(Disposal, "the disposal")


class Assessment(Facts):
    """One completed assessment, with its levels."""

    day: Maybe[date] = dated("the date of the assessment")
    tool: Maybe[Tool] = fact(Tool, "the assessment tool")
    kind: Maybe[AssessmentKind] = fact(AssessmentKind, "the kind of assessment")
    rosh: Maybe[RiskLevel] = fact(RiskLevel, "risk of serious harm")
    safety_wellbeing: Maybe[RiskLevel] = fact(RiskLevel, "safety and wellbeing concern")


class CareEpisode(Facts):
    """One stretch of time with a standing towards social care; an end that is not known is still open."""

    care: Maybe[Care] = fact(Care, "the care status")
    day: Maybe[date] = dated("the start of the episode")
    ended: Maybe[date] = dated("the end of the episode")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """An episode does not end before it starts."""
        return tuple(in_order(cls.day, cls.ended))


class ForumHeld(Facts):
    """One sitting of a forum that heard this case, and what it decided."""

    forum: str
    day: Given[date] = given(date, "the date it was held", low=EARLIEST, high=LATEST)
    chair: Maybe[Chair] = fact(Chair, "the grade of the chair")
    decided: str = ""


class CheckDone(Facts):
    """A look into a named system that was made for this case, and what was found."""

    system: str
    day: Given[date] = given(date, "the date of the check", low=EARLIEST, high=LATEST)
    result: str = ""


class Waiver(Facts):
    """A decision that a forum is not needed for now: who took it, in which grade, why, and until when."""

    forum: str
    by: str
    reason: str
    grade: Given[Chair] = given(Chair, "the grade of who waived it")
    day: Given[date] = given(date, "the date of the waiver", low=EARLIEST, high=LATEST)
    expires: Given[date] = given(date, "the last day of the waiver", low=EARLIEST, high=LATEST)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """A waiver does not expire before it is given."""
        return tuple(in_order(cls.day, cls.expires))
