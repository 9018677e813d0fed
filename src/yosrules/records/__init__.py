"""Floor 2: what a service records."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.records.absence import (
        NOT_SET_ASIDE as NOT_SET_ASIDE,
        Absence as Absence,
        Attendance as Attendance,
        FitNote as FitNote,
        Half as Half,
        Leave as Leave,
        Reason as Reason,
        Route as Route,
        Shift as Shift,
        StageHeld as StageHeld,
        Step as Step,
        Worker as Worker,
        WorkPattern as WorkPattern,
    )
    from yosrules.records.audit import (
        AuditSheet as AuditSheet,
        Evidence as Evidence,
        Inspection as Inspection,
        Item as Item,
        ItemSheet as ItemSheet,
        Judged as Judged,
        JudgedOverall as JudgedOverall,
        RatingCounts as RatingCounts,
        SheetRow as SheetRow,
    )
    from yosrules.records.case import (
        Assessment as Assessment,
        CareEpisode as CareEpisode,
        Case as Case,
        CheckDone as CheckDone,
        EarlierOutcome as EarlierOutcome,
        ForumHeld as ForumHeld,
        Offence as Offence,
        Waiver as Waiver,
    )
    from yosrules.records.choices import (
        CUSTODIAL as CUSTODIAL,
        OUT_OF_COURT as OUT_OF_COURT,
        Admission as Admission,
        Allegation as Allegation,
        AssessmentKind as AssessmentKind,
        Care as Care,
        CaseStage as CaseStage,
        Chair as Chair,
        CustodyState as CustodyState,
        Disposal as Disposal,
        Intensity as Intensity,
        Likelihood as Likelihood,
        MappaCategory as MappaCategory,
        MappaLevel as MappaLevel,
        RiskLevel as RiskLevel,
        Tool as Tool,
    )
    from yosrules.records.staff import Post as Post, Role as Role

lazily(
    __name__,
    {
        "absence": (
            "Absence Attendance FitNote Half Leave NOT_SET_ASIDE Reason Route Shift StageHeld Step WorkPattern Worker"
        ),
        "audit": "AuditSheet Evidence Inspection Item ItemSheet Judged JudgedOverall RatingCounts SheetRow",
        "case": "Assessment CareEpisode Case CheckDone EarlierOutcome ForumHeld Offence Waiver",
        "choices": (
            "Admission Allegation AssessmentKind CUSTODIAL Care CaseStage Chair CustodyState Disposal "
            "Intensity Likelihood MappaCategory MappaLevel OUT_OF_COURT RiskLevel Tool"
        ),
        "staff": "Post Role",
    },
)
