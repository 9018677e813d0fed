"""Floor 2: what a service records."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.records.absence import Absence as Absence
    from yosrules.records.absence import Attendance as Attendance
    from yosrules.records.absence import FitNote as FitNote
    from yosrules.records.absence import Half as Half
    from yosrules.records.absence import Leave as Leave
    from yosrules.records.absence import Reason as Reason
    from yosrules.records.absence import Route as Route
    from yosrules.records.absence import Shift as Shift
    from yosrules.records.absence import StageHeld as StageHeld
    from yosrules.records.absence import Step as Step
    from yosrules.records.absence import Worker as Worker
    from yosrules.records.absence import WorkPattern as WorkPattern
    from yosrules.records.audit import AuditSheet as AuditSheet
    from yosrules.records.audit import Evidence as Evidence
    from yosrules.records.audit import Inspection as Inspection
    from yosrules.records.audit import Item as Item
    from yosrules.records.audit import ItemSheet as ItemSheet
    from yosrules.records.audit import Judged as Judged
    from yosrules.records.audit import JudgedOverall as JudgedOverall
    from yosrules.records.audit import SheetRow as SheetRow
    from yosrules.records.case import CUSTODIAL as CUSTODIAL
    from yosrules.records.case import OUT_OF_COURT as OUT_OF_COURT
    from yosrules.records.case import Admission as Admission
    from yosrules.records.case import Allegation as Allegation
    from yosrules.records.case import Assessment as Assessment
    from yosrules.records.case import AssessmentKind as AssessmentKind
    from yosrules.records.case import Care as Care
    from yosrules.records.case import CareEpisode as CareEpisode
    from yosrules.records.case import Case as Case
    from yosrules.records.case import CaseStage as CaseStage
    from yosrules.records.case import Chair as Chair
    from yosrules.records.case import CheckDone as CheckDone
    from yosrules.records.case import CustodyState as CustodyState
    from yosrules.records.case import Disposal as Disposal
    from yosrules.records.case import EarlierOutcome as EarlierOutcome
    from yosrules.records.case import ForumHeld as ForumHeld
    from yosrules.records.case import Intensity as Intensity
    from yosrules.records.case import Likelihood as Likelihood
    from yosrules.records.case import MappaCategory as MappaCategory
    from yosrules.records.case import MappaLevel as MappaLevel
    from yosrules.records.case import Offence as Offence
    from yosrules.records.case import RiskLevel as RiskLevel
    from yosrules.records.case import Tool as Tool
    from yosrules.records.case import Waiver as Waiver

lazily(
    __name__,
    {
        "absence": "Absence Attendance FitNote Half Leave Reason Route Shift StageHeld Step WorkPattern Worker",
        "audit": "AuditSheet Evidence Inspection Item ItemSheet Judged JudgedOverall SheetRow",
        "case": (
            "Admission Allegation Assessment AssessmentKind CUSTODIAL Care CareEpisode Case CaseStage Chair "
            "CheckDone CustodyState Disposal EarlierOutcome ForumHeld Intensity Likelihood MappaCategory "
            "MappaLevel OUT_OF_COURT Offence RiskLevel Tool Waiver"
        ),
    },
)
