"""Worked examples of every indicator: both ends of each threshold, each word of a list, and what is not on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from yosrules.language import Facts, Value
from yosrules.policies import Example, Status
from yosrules_kpi.endings import Appeal, Ending, OutOfCourt, Residence
from yosrules_kpi.longstanding import LOCAL, NATIONAL, FirstOutcome, OutcomeGroup, Tracked
from yosrules_kpi.old_targets import CourtDisposal, FinalWarning, Remand, RemandEpisode
from yosrules_kpi.others import Category, Offender, Proven, Seat, Sector, Victim
from yosrules_kpi.sources import CODED, WORDED, WORDED_FIRST

COUNTED, MET = "counted", "meets it"
YES, NO, UNTOLD = Status.MUST, Status.NO, Status.CANNOT_TELL

Make = Callable[..., Facts]
Stated = Mapping[str, Value]
Stands = Mapping[Value, Status]


def pinned(
    make: Make,
    outcome: str,
    whole: Stated,
    others: Mapping[str, Stands] = MappingProxyType({}),
    *,
    on: date | None = None,
    reading: str | None = None,
) -> Iterator[Example]:
    """That the whole record is in a cohort, and how it stands with each other value of a fact."""
    yield Example(make(reference="example", **whole), outcome, YES, on, reading=reading)
    for name, values in others.items():
        for value, stands in values.items():
            yield Example(make(reference="example", **{**whole, name: value}), outcome, stands, on, reading=reading)


def untold(make: Make, outcome: str, whole: Stated, *names: str) -> Iterator[Example]:
    """That each of these facts, where it is not on record, is no to the code, and cannot be told as worded."""
    for name in names:
        record = make(reference="example", **{**whole, name: None})
        yield Example(record, outcome, NO, reading=CODED)
        yield Example(record, outcome, UNTOLD, reading=WORDED)


AGES: Stands = {9: NO, 10: YES, 17: YES, 18: NO}
APPEALS: Stands = {Appeal.DISMISSED: YES, Appeal.CHANGED: NO, Appeal.SUCCESSFUL: NO}
ELSEWHERE: Stands = {Residence.OTHER: NO}
LOCAL_CHILD: Stated = {"age_at_start": 15, "appeal": Appeal.NONE, "residence": Residence.LOCAL}


def whom(make: Make, whole: Stated = LOCAL_CHILD) -> tuple[Example, ...]:
    """Whom the KPIs about endings count."""
    stated = pinned(make, COUNTED, whole, {"age_at_start": AGES, "appeal": APPEALS, "residence": ELSEWHERE})
    return (*stated, *untold(make, COUNTED, whole, "age_at_start", "appeal", "residence"))


def met_by(make: Make, name: str) -> tuple[Example, ...]:
    """That a record meets it in which one fact is so."""
    return (*pinned(make, MET, {name: True}, {name: {False: NO}}), *untold(make, MET, {}, name))


def offered(need: str, attending: str, offer: str) -> tuple[Example, ...]:
    """A need that was met by an offer, as counted; the need itself, as worded."""
    whole = {**LOCAL_CHILD, need: True}
    alone: dict[str, Value] = {need: True, attending: False, offer: False}
    return (
        *whom(Ending, whole),
        *without(whole, need),
        *pinned(Ending, MET, {**alone, offer: True}, {offer: {False: NO}}, reading=CODED),
        *pinned(Ending, MET, {**alone, attending: True}, reading=CODED),
        Example(Ending(reference="example"), MET, NO, reading=CODED),
        *pinned(Ending, MET, alone, {need: {False: NO}}, reading=WORDED),
        Example(Ending(reference="example"), MET, UNTOLD, reading=WORDED),
    )


def without(whole: Stated, need: str) -> Iterator[Example]:
    """Without the need the code counts nobody, and the wording everybody."""
    for said in (False, None):
        record = stating(Ending, {**whole, need: said})
        yield Example(record, COUNTED, NO, reading=CODED)
        yield Example(record, COUNTED, YES, reading=WORDED)


def stating(make: Make, facts: Mapping[str, Value | None]) -> Facts:
    """A record that states these facts."""
    return make(reference="example", **facts)


def plans() -> Iterator[Example]:
    """KPI 3: identified, with a plan; by the first wording with suitable learning too."""
    whole: Stated = {**LOCAL_CHILD, "send_identified": True}
    yield from whom(Ending, whole)
    yield from pinned(Ending, COUNTED, whole, {"send_identified": {False: NO}})
    yield from untold(Ending, COUNTED, whole, "send_identified")
    both: Stated = {"send_plan": True, "suitable_learning": True}
    yield from pinned(Ending, MET, both, {"send_plan": {False: NO}})
    yield from untold(Ending, MET, both, "send_plan")
    for reading, stands in {CODED: YES, WORDED: YES, WORDED_FIRST: NO}.items():
        yield Example(stating(Ending, {**both, "suitable_learning": False}), MET, stands, reading=reading)


def services() -> Iterator[Example]:
    """KPI 7: any one of four."""
    names = ("looked_after", "protection_plan", "child_in_need", "early_help")
    none: Stated = dict.fromkeys(names, False)
    for name in names:
        yield Example(stating(Ending, {**none, name: True}), MET, YES)
    yield Example(stating(Ending, none), MET, NO)
    yield from untold(Ending, MET, none, *names)


def attended(need: str, offer: str, name: str) -> Iterator[Example]:
    """KPI 4c and 5c: those who attended, of those with a need to whom it was offered."""
    whole: Stated = {**LOCAL_CHILD, need: True, offer: True}
    yield from whom(Ending, whole)
    yield from pinned(Ending, COUNTED, whole, {need: {False: NO}, offer: {False: NO}})
    yield from untold(Ending, COUNTED, whole, need, offer)
    yield from met_by(Ending, name)


def seats(name: str) -> Iterator[Example]:
    """KPI 8: each of the five partners."""
    for sector in Sector:
        yield Example(stating(Seat, {"sector": sector}), COUNTED, YES)
    yield from untold(Seat, COUNTED, {}, "sector")
    yield from met_by(Seat, name)


def proven(make: Make) -> Iterator[Example]:
    """Whom KPI 9 counts."""
    child: Stated = {"age": 15, "residence": Residence.LOCAL, "diverted": False}
    yield from pinned(make, COUNTED, child, {"age": AGES, "residence": ELSEWHERE, "diverted": {True: NO}})
    yield from untold(make, COUNTED, child, *child)


def violence() -> Iterator[Example]:
    """KPI 9a: drugs, robbery and violence of gravity 5 or more."""
    yield from proven(Proven)
    serious: Stated = {"category": Category.ROBBERY, "gravity": 5}
    kinds: Stands = {Category.DRUGS: YES, Category.VIOLENCE: YES, Category.OTHER: NO}
    yield from pinned(Proven, MET, serious, {"category": kinds, "gravity": {4: NO, 8: YES}})
    yield from untold(Proven, MET, serious, *serious)


def victims(name: str) -> Iterator[Example]:
    """KPI 10: of victims who consent."""
    whole: Stated = {**LOCAL_CHILD, "consents": True}
    yield from whom(Victim, whole)
    yield from pinned(Victim, COUNTED, whole, {"consents": {False: NO}})
    yield from untold(Victim, COUNTED, whole, "consents")
    yield from met_by(Victim, name)


def entrants() -> Iterator[Example]:
    """First-time entrants: the ages at the offence and at the first hearing, and the groups that count."""
    whole: Stated = {
        "age_at_offence": 15,
        "age_at_hearing": 17,
        "group": OutcomeGroup.FIRST_TIER,
        "appeal": Appeal.NONE,
    }
    groups: Stands = {
        OutcomeGroup.DIVERSION: NO,
        OutcomeGroup.PRE_COURT: YES,
        OutcomeGroup.COMMUNITY: YES,
        OutcomeGroup.CUSTODY: YES,
    }
    yield from pinned(
        FirstOutcome,
        COUNTED,
        whole,
        {"age_at_offence": AGES, "age_at_hearing": {18: NO}, "group": groups, "appeal": APPEALS},
    )
    yield from untold(FirstOutcome, COUNTED, whole, *whole)
    yield from pinned(FirstOutcome, MET, {"earlier": False}, {"earlier": {True: NO}})
    yield from untold(FirstOutcome, MET, {}, "earlier")


def followed_up() -> Iterator[Example]:
    """Reoffending: a year for the offence, and three or six months more for its outcome."""
    yield from pinned(Tracked, COUNTED, {"followed": 0})
    yield Example(Tracked(reference="example"), COUNTED, UNTOLD)
    for reading, months in {LOCAL: 15, NATIONAL: 18}.items():
        yield from pinned(
            Tracked, "excepted: follow-up-open", {"followed": months}, {"followed": {months + 1: NO}}, reading=reading
        )
        proven: Stated = {"reoffended": True, "offence_month": 12, "proof_month": months}
        late: Stands = {months + 1: NO}
        yield from pinned(
            Tracked,
            MET,
            proven,
            {"reoffended": {False: NO}, "offence_month": {13: NO}, "proof_month": late},
            reading=reading,
        )
        yield Example(stating(Tracked, {**proven, "proof_month": None}), MET, UNTOLD, reading=reading)
    yield Example(Tracked(reference="example"), "excepted: follow-up-open", UNTOLD)


FIRST_SECURE, LATER_SECURE, LATER = date(2003, 4, 1), date(2007, 4, 1), date(2006, 4, 1)


def remands() -> Iterator[Example]:
    """Secure remands: without any bail but supervised, and then without unconditional bail only."""
    for on, conditional in ((FIRST_SECURE, NO), (LATER_SECURE, YES)):
        others: Stands = {
            Remand.UNCONDITIONAL_BAIL: NO,
            Remand.CONDITIONAL_BAIL: conditional,
            Remand.SUPERVISED_BAIL: YES,
            Remand.LOCAL_AUTHORITY: YES,
        }
        yield from pinned(RemandEpisode, COUNTED, {"decision": Remand.SECURE}, {"decision": others}, on=on)
    yield Example(RemandEpisode(reference="example"), COUNTED, UNTOLD)
    yield from pinned(RemandEpisode, MET, {"decision": Remand.SECURE}, {"decision": dict.fromkeys([*Remand][:-1], NO)})


def sentences() -> Iterator[Example]:
    """Custodial sentences among all of them."""
    yield from pinned(CourtDisposal, COUNTED, {"sentenced": FIRST_SECURE})
    yield Example(CourtDisposal(reference="example"), COUNTED, NO)
    yield from pinned(CourtDisposal, MET, {"custodial": True}, {"custodial": {False: NO}})
    yield Example(CourtDisposal(reference="example"), MET, UNTOLD)


def warnings() -> Iterator[Example]:
    """Final warnings: all of them, and then those for which an assessment is worried."""
    yield from pinned(FinalWarning, COUNTED, {"given": FIRST_SECURE}, on=FIRST_SECURE)
    yield Example(FinalWarning(reference="example"), COUNTED, NO, FIRST_SECURE)
    calm: Stated = {"asset_total": 11, "serious_harm": False, "section_four": False}
    yield Example(stating(FinalWarning, calm), COUNTED, NO, LATER)
    yield Example(FinalWarning(reference="example"), COUNTED, UNTOLD, LATER)
    for name, worried in {"asset_total": 12, "serious_harm": True, "section_four": True}.items():
        yield Example(stating(FinalWarning, {**calm, name: worried}), COUNTED, YES, LATER)
    yield from pinned(FinalWarning, MET, {"supported": True}, {"supported": {False: NO}})
    yield Example(FinalWarning(reference="example"), MET, UNTOLD)


EXAMPLES: Mapping[str, tuple[Example, ...]] = {
    "kpi-1": (*whom(Ending), *met_by(Ending, "suitable_home")),
    "kpi-2": (*whom(Ending), *met_by(Ending, "suitable_learning")),
    "kpi-3": (*plans(),),
    "kpi-3a": (*whom(Ending), *met_by(Ending, "send_identified")),
    "kpi-4": offered("mental_health_need", "mental_health_attending", "mental_health_offered"),
    "kpi-5": offered("substance_need", "substance_attending", "substance_offered"),
    "kpi-6": (*whom(OutOfCourt), *met_by(OutOfCourt, "completed")),
    "kpi-7": (*whom(Ending), *services()),
    "kpi-8": (*seats("senior"),),
    "kpi-8b": (*seats("delegated"),),
    "kpi-4c": (*attended("mental_health_need", "mental_health_offered", "mental_health_attended"),),
    "kpi-5c": (*attended("substance_need", "substance_offered", "substance_attended"),),
    "kpi-10b": (*whom(Ending), *met_by(Ending, "has_victim")),
    "kpi-9a": (*violence(),),
    "kpi-9b": (*proven(Offender), *met_by(Offender, "serious_violence")),
    "kpi-10": (*victims("engaged"),),
    "kpi-10d": (*victims("asked_first"),),
    "kpi-10e": (*victims("told_progress"),),
    "kpi-10f": (*victims("told_support"),),
    "kpi-10g": (*victims("contacted"),),
    "first-time-entrants": (*entrants(),),
    "use-of-custody": (*sentences(),),
    "reoffending": (*followed_up(),),
    "secure-remands": (*remands(),),
    "custodial-sentences": (*sentences(),),
    "final-warnings-supported": (*warnings(),),
}
"""By the name of each indicator."""
