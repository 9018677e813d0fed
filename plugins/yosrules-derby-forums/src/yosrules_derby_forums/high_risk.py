"""Derby's High Risk Strategy as its progress report of 9 September 2019 states it; nothing else is in force here.

What the report leaves open is a parameter of `strategy()`: deadlines and reviews, by the short name of the forum.
"""

from collections.abc import Mapping
from datetime import date

import attrs

from yosrules.language import all_of, is_in, unless
from yosrules.policies import (
    Before,
    Check,
    Deadline,
    Declared,
    Edition,
    Example,
    Forum,
    ForumPolicy,
    Guarantee,
    Review,
    Status,
    cite,
    covers,
    may,
    must,
)
from yosrules.records import CUSTODIAL, Case, CaseStage, Chair, Disposal, RiskLevel

REPORT = "Derby YOS, progress report to the scrutiny board, 9 September 2019"
STRATEGY_SLIDE = cite(REPORT, "slide 7, High Risk Strategy")
OUT_OF_COURT_SLIDE = cite(REPORT, "out-of-court disposals, planning and service delivery")
PANEL_SLIDE = cite(REPORT, "out-of-court disposals, FR & ROSH")
SYSTEMS = ("ChildView", "Liquid Logic", "Synergy", "PNC")

IPC = Forum("IPC", "Intervention Planning Clinic", Chair.MANAGER, "where a concern is Medium")
RSM = Forum(
    "RSM",
    "Risk, Safety and Well-being Strategy Meeting",
    Chair.MANAGER,
    "where a concern is High, or may be Medium",
)
CSP = Forum(
    "CSP", "Custody Scrutiny Panel", Chair.MANAGER, "where custody is a risk or a fact", until=all_of(Case.licence_over)
)
MAPPA = Forum(
    "MAPPA", "Multi-Agency Public Protection Arrangements", Chair.MANAGER, "where the referral criteria are met"
)
PANEL = Forum(
    "PCP",
    "Pre-Court Panel",
    Chair.MANAGER,
    "before an out-of-court case is allocated",
    members=("specialists of partner agencies",),
    checks=tuple(Check(system, Before.PANEL, PANEL_SLIDE) for system in SYSTEMS),
)

concern = (Case.rosh >= RiskLevel.MEDIUM) | (Case.safety_wellbeing >= RiskLevel.MEDIUM)
serious = (Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH)
serving = is_in(Case.disposal, *CUSTODIAL) & unless(Case.licence_over)

NOT_STATED = (
    "deadlines for any forum",
    "review cycles",
    "sitting days",
    "who may decide that a forum is not needed",
    "the MAPPA referral criteria themselves: whether they are met is a fact of the case",
    "the day in April 2019 from which it applies: 1 April stands in",
    "when a custodial case leaves the Custody Scrutiny Panel: the end of the licence stands in",
)

HIGH_GOES_ON = "a High concern goes to the Strategy Meeting instead of the clinic"
MEANT = (Declared("rises IPC with rosh", HIGH_GOES_ON), Declared("rises IPC with safety_wellbeing", HIGH_GOES_ON))

LOW, MEDIUM, HIGH = RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH
ANY = "example"
EXAMPLES = (
    Example(Case(reference=ANY, rosh=LOW), "IPC", Status.CANNOT_TELL),
    Example(Case(reference=ANY, safety_wellbeing=LOW), "IPC", Status.CANNOT_TELL),
    Example(Case(reference=ANY, rosh=MEDIUM), "IPC", Status.MUST),
    Example(Case(reference=ANY, safety_wellbeing=MEDIUM), "IPC", Status.MUST),
    Example(Case(reference=ANY, rosh=HIGH), "IPC", Status.NO),
    Example(Case(reference=ANY, safety_wellbeing=HIGH), "IPC", Status.NO),
    Example(Case(reference=ANY, rosh=LOW, safety_wellbeing=LOW), "RSM", Status.NO),
    Example(Case(reference=ANY, rosh=MEDIUM, safety_wellbeing=LOW), "RSM", Status.MAY),
    Example(Case(reference=ANY, rosh=LOW, safety_wellbeing=MEDIUM), "RSM", Status.MAY),
    Example(Case(reference=ANY, rosh=HIGH), "RSM", Status.MUST),
    Example(Case(reference=ANY, at_risk_of_custody=True), "CSP", Status.MUST),
    Example(Case(reference=ANY, disposal=Disposal.COMMUNITY_RESOLUTION), "CSP", Status.CANNOT_TELL),
    Example(Case(reference=ANY, disposal=Disposal.DETENTION_AND_TRAINING_ORDER), "CSP", Status.MUST),
    Example(Case(reference=ANY, at_risk_of_custody=False, licence_over=False), "CSP", Status.CANNOT_TELL),
    Example(Case(reference=ANY, mappa_referral_criteria_met=True), "MAPPA", Status.MUST),
    Example(Case(reference=ANY, stage=CaseStage.OUT_OF_COURT), "PCP", Status.MUST),
)


def strategy(
    deadlines: Mapping[str, tuple[Deadline, ...]] | None = None, reviews: Mapping[str, Review] | None = None
) -> ForumPolicy:
    """The strategy, with the deadlines and reviews that a service has decided where the report is silent."""
    ipc, rsm, csp, mappa, panel = forums = tuple(
        attrs.evolve(forum, deadlines=(deadlines or {}).get(forum.name, ()), review=(reviews or {}).get(forum.name))
        for forum in (IPC, RSM, CSP, MAPPA, PANEL)
    )
    rules = (
        must("ipc-medium", ipc, when=concern & unless(serious), cites=STRATEGY_SLIDE),
        may("rsm-medium", rsm, when=concern, cites=STRATEGY_SLIDE),
        must("rsm-high", rsm, when=serious, cites=STRATEGY_SLIDE),
        must("csp-risk-of-custody", csp, when=Case.at_risk_of_custody, cites=STRATEGY_SLIDE),
        must("csp-custodial", csp, when=serving, cites=STRATEGY_SLIDE),
        must("mappa-referral", mappa, when=Case.mappa_referral_criteria_met, cites=STRATEGY_SLIDE),
        must("panel-out-of-court", panel, when=Case.stage == CaseStage.OUT_OF_COURT, cites=PANEL_SLIDE),
    )
    promise: Guarantee[Forum] = covers(
        "every-concern-has-a-manager",
        when=concern,
        by=lambda forum: forum.chair is Chair.MANAGER,
        cites=STRATEGY_SLIDE,
    )
    return ForumPolicy(
        "derby-high-risk-strategy",
        about=Case,
        forums=forums,
        editions=(Edition(date(2019, 4, 1), rules, (promise,), cites=STRATEGY_SLIDE, start_stated=False),),
        not_stated=NOT_STATED,
        examples=EXAMPLES,
        declared=MEANT,
    )


STRATEGY = strategy()
