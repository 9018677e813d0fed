"""Anytown's risk panel: a High concern must be heard, a Medium one may be."""

from collections.abc import Iterable
from datetime import date

from yosrules import Edition, Status, cite, covers, may, must
from yosrules.hooks import hookimpl
from yosrules.policies import Count, Example, Forum, ForumPolicy, within
from yosrules.records import Case, Chair, RiskLevel

WORD = cite("Anytown risk panel, terms of reference", "section 3")
PANEL = Forum(
    "ARP",
    "Anytown Risk Panel",
    Chair.MANAGER,
    deadlines=(within(10, Count.WORKING_DAYS, of=Case.referred),),
)

high = Case.rosh >= RiskLevel.HIGH
medium = Case.rosh >= RiskLevel.MEDIUM

POLICY = ForumPolicy(
    "anytown-panel",
    about=Case,
    forums=(PANEL,),
    editions=(
        Edition(
            date(2026, 4, 1),
            (must("high", PANEL, when=high, cites=WORD), may("medium", PANEL, when=medium, cites=WORD)),
            (covers("high-concern-is-heard", when=high, by=lambda outcome: outcome == PANEL),),
            cites=WORD,
        ),
    ),
    examples=(
        Example(Case(reference="E1", rosh=RiskLevel.HIGH), "ARP", Status.MUST),
        Example(Case(reference="E2", rosh=RiskLevel.MEDIUM), "ARP", Status.MAY),
        Example(Case(reference="E3", rosh=RiskLevel.LOW), "ARP", Status.NO),
    ),
)


@hookimpl
def yosrules_forum_policies() -> Iterable[ForumPolicy]:
    return [POLICY]
