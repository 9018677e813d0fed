"""What the facts of a case are chosen from: levels and kinds, in the words that a service writes."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class RiskLevel(IntEnum):
    """The four levels of risk of serious harm, and of safety and wellbeing."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3
    VERY_HIGH = 4


class Likelihood(IntEnum):
    """The three levels of likelihood of reoffending."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Intensity(IntEnum):
    """How intensive the work is under the scaled approach."""

    STANDARD = 1
    ENHANCED = 2
    INTENSIVE = 3


class Chair(IntEnum):
    """The grade of who chairs a forum."""

    PRACTITIONER = 1
    SENIOR_PRACTITIONER = 2
    MANAGER = 3
    HEAD_OF_SERVICE = 4


class CaseStage(StrEnum):
    """How far into the system a case is."""

    PREVENTION = "prevention"
    OUT_OF_COURT = "out of court"
    POST_COURT = "post court"


class Disposal(StrEnum):
    """What was decided about an offence, today's names and those still met on older cases."""

    COMMUNITY_RESOLUTION = "community resolution"
    OUTCOME_20_21 = "no further action, outcome 20 or 21"
    OUTCOME_22 = "no further action, outcome 22"
    DEFERRED_PROSECUTION = "deferred prosecution, outcome 22"
    YOUTH_CAUTION = "youth caution"
    YOUTH_CONDITIONAL_CAUTION = "youth conditional caution"
    REFERRAL_ORDER = "referral order"
    REPARATION_ORDER = "reparation order"
    YOUTH_REHABILITATION_ORDER = "youth rehabilitation order"
    DETENTION_AND_TRAINING_ORDER = "detention and training order"
    SECTION_250 = "section 250 detention"
    SECTION_254 = "section 254 detention"
    SECTION_259 = "section 259 detention"
    SECTION_90_92 = "section 90 to 92 detention"
    SECTION_226 = "section 226 detention for life"
    SECTION_226B = "section 226B detention"

    @property
    def stage(self) -> CaseStage:
        """The stage that a case with this disposal is at."""
        return CaseStage.OUT_OF_COURT if self in OUT_OF_COURT else CaseStage.POST_COURT

    @property
    def custodial(self) -> bool:
        """Whether it is a custodial sentence."""
        return self in CUSTODIAL


OUT_OF_COURT = (
    Disposal.COMMUNITY_RESOLUTION,
    Disposal.OUTCOME_20_21,
    Disposal.OUTCOME_22,
    Disposal.DEFERRED_PROSECUTION,
    Disposal.YOUTH_CAUTION,
    Disposal.YOUTH_CONDITIONAL_CAUTION,
)
CAUTIONS = (Disposal.YOUTH_CAUTION, Disposal.YOUTH_CONDITIONAL_CAUTION)
CUSTODIAL = (
    Disposal.DETENTION_AND_TRAINING_ORDER,
    Disposal.SECTION_250,
    Disposal.SECTION_254,
    Disposal.SECTION_259,
    Disposal.SECTION_90_92,
    Disposal.SECTION_226,
    Disposal.SECTION_226B,
)


class CustodyState(StrEnum):
    """Where a child stands towards custody now."""

    COMMUNITY = "in the community"
    REMANDED = "remanded to custody"
    SENTENCED = "serving in custody"
    LICENCE = "on licence"


class Tool(StrEnum):
    """What an assessment was made with; levels from different tools are not on one scale by themselves."""

    ASSET = "Asset"
    ASSETPLUS = "AssetPlus"
    PREVENTION_AND_DIVERSION = "Prevention and Diversion Assessment Tool"
    LOCAL = "a local tool"


class AssessmentKind(StrEnum):
    """Whether an assessment is the first of a piece of work or a review of it."""

    NEW = "new"
    REVIEW = "review"


class MappaCategory(StrEnum):
    """The MAPPA categories; "none" is known not to be in one."""

    NONE = "none"
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


class MappaLevel(IntEnum):
    """How MAPPA manages a case; 0 is known not to be managed."""

    NOT_MANAGED = 0
    LEVEL_1 = 1
    LEVEL_2 = 2
    LEVEL_3 = 3


class Care(StrEnum):
    """A standing with children's social care; a child can have several at once."""

    LOOKED_AFTER = "looked after"
    CHILD_PROTECTION_PLAN = "child protection plan"
    CHILD_IN_NEED = "child in need"
    EARLY_HELP = "early help"
    CARE_EXPERIENCED = "care experienced"


class Admission(StrEnum):
    """How far responsibility is accepted."""

    NONE = "none"
    RESPONSIBILITY = "accepts responsibility"
    FULL = "full admission"


class Allegation(StrEnum):
    """How far an allegation has got."""

    ALLEGED = "alleged"
    CAUTIONED = "cautioned"
    FOUND_TO_HAVE_DONE_THE_ACT = "found to have done the act"
    CONVICTED = "convicted"
