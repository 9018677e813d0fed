"""Floor 2: what a service records."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.records.absence import (
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
        CUSTODIAL as CUSTODIAL,
        OUT_OF_COURT as OUT_OF_COURT,
        Admission as Admission,
        Allegation as Allegation,
        Assessment as Assessment,
        AssessmentKind as AssessmentKind,
        Care as Care,
        CareEpisode as CareEpisode,
        Case as Case,
        CaseStage as CaseStage,
        Chair as Chair,
        CheckDone as CheckDone,
        CustodyState as CustodyState,
        Disposal as Disposal,
        EarlierOutcome as EarlierOutcome,
        ForumHeld as ForumHeld,
        Intensity as Intensity,
        Likelihood as Likelihood,
        MappaCategory as MappaCategory,
        MappaLevel as MappaLevel,
        Offence as Offence,
        RiskLevel as RiskLevel,
        Tool as Tool,
        Waiver as Waiver,
    )

lazily(
    __name__,
    {
        "absence": "Absence Attendance FitNote Half Leave Reason Route Shift StageHeld Step WorkPattern Worker",
        "audit": "AuditSheet Evidence Inspection Item ItemSheet Judged JudgedOverall RatingCounts SheetRow",
        "case": (
            "Admission Allegation Assessment AssessmentKind CUSTODIAL Care CareEpisode Case CaseStage Chair "
            "CheckDone CustodyState Disposal EarlierOutcome ForumHeld Intensity Likelihood MappaCategory "
            "MappaLevel OUT_OF_COURT Offence RiskLevel Tool Waiver"
        ),
    },
)
