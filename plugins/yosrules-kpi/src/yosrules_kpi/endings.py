"""KPIs 1 to 7: children whose intervention ended in the quarter."""

from datetime import date
from enum import StrEnum

from yosrules.language import (
    Condition,
    ConditionLike,
    Facts,
    Impossible,
    Maybe,
    Ref,
    all_of,
    any_of,
    between,
    fact,
    never,
)
from yosrules.policies import Indicator, counts, meets
from yosrules_kpi.sources import CODED, FIRST_WORDING, UNTOLD, WORDED, WORDED_FIRST, WORDING, both, code, edition, shown


class Appeal(StrEnum):
    """How an appeal against the outcome stands."""

    NONE = "no appeal"
    DISMISSED = "appeal dismissed"
    CHANGED = "changed on appeal"
    SUCCESSFUL = "appeal successful"


class Residence(StrEnum):
    """Whose child it is by where the child lives."""

    LOCAL = "local"
    OTHER = "other"


class Programme(Facts):
    """One intervention with a child that has ended or will."""

    reference: str
    ended: Maybe[date] = fact(date, "the end of the intervention")
    age_at_start: Maybe[int] = fact(int, "age at the start of the intervention", low=0, high=25)
    appeal: Maybe[Appeal] = fact(Appeal, "the appeal status")
    residence: Maybe[Residence] = fact(Residence, "the residence")


class Ending(Programme):
    """One child's intervention, with what the KPIs ask of its end."""

    suitable_home: Maybe[bool] = fact(bool, "the accommodation at the end is suitable")
    hours_offered: Maybe[int] = fact(int, "the hours of education, training or employment offered in a week", low=0)
    hours_attended: Maybe[int] = fact(int, "the hours of education, training or employment attended in a week", low=0)
    suitable_learning: Maybe[bool] = fact(bool, "the education, training or employment at the end is suitable")
    send_identified: Maybe[bool] = fact(bool, "special or additional learning needs are identified")
    send_plan: Maybe[bool] = fact(bool, "a formal plan is in place")
    mental_health_need: Maybe[bool] = fact(bool, "a need for mental health or emotional wellbeing help is identified")
    mental_health_attending: Maybe[bool] = fact(bool, "the child was in mental health help when the order began")
    mental_health_offered: Maybe[bool] = fact(bool, "mental health help was offered")
    mental_health_attended: Maybe[bool] = fact(bool, "the child attended the mental health help that was offered")
    substance_need: Maybe[bool] = fact(bool, "a need for help with substance misuse is identified")
    substance_attending: Maybe[bool] = fact(bool, "the child was in substance misuse treatment when the order began")
    substance_offered: Maybe[bool] = fact(bool, "substance misuse treatment was offered")
    substance_attended: Maybe[bool] = fact(bool, "the child attended the substance misuse treatment that was offered")
    looked_after: Maybe[bool] = fact(bool, "the child was looked after at any point of the order")
    protection_plan: Maybe[bool] = fact(bool, "the child was on a child protection plan at any point of the order")
    child_in_need: Maybe[bool] = fact(bool, "the child was a child in need at any point of the order")
    early_help: Maybe[bool] = fact(bool, "the child had an early help plan at any point of the order")
    has_victim: Maybe[bool] = fact(bool, "an offence of the child has a victim")
    victims: Maybe[int] = fact(int, "the victims of the child's offences", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Whose offence has a victim has at least one."""
        none = never(cls.has_victim & (cls.victims == 0), "an offence with a victim has one at least")
        return (none, never(~cls.has_victim & (cls.victims >= 1), "an offence without a victim has none"))


class OutOfCourt(Programme):
    """One intervention with an out-of-court disposal."""

    completed: Maybe[bool] = fact(bool, "the intervention was completed")


def ends(of: type[Programme]) -> Condition:
    """Whom the KPIs about endings count: 10 to 17 at the start, local, and not overturned or changed on appeal."""
    appealed = (of.appeal == Appeal.CHANGED) | (of.appeal == Appeal.SUCCESSFUL)
    return all_of(between(of.age_at_start, 10, 17), ~appealed, of.residence == Residence.LOCAL)


ENDED = ends(Ending)


def _of_all(name: str, title: str, met: ConditionLike, where: str, *not_stated: str) -> Indicator:
    """A share of all children whose intervention ended."""
    return Indicator(
        name,
        title,
        about=Ending,
        dated=Ending.ended,
        editions=(edition(*both(ENDED, met, where), where=where),),
        not_stated=(*UNTOLD, *not_stated),
    )


def _offered(name: str, title: str, need: Ref[bool], met: Condition, where: str) -> Indicator:
    """A need that was met by an offer, as counted; how many have the need, as worded."""
    rules = (
        counts(shown(ENDED & need), reading=CODED, cites=code(where)),
        meets(shown(met), reading=CODED, cites=code(where)),
        counts(ENDED, reading=WORDED, cites=WORDING),
        meets(need, reading=WORDED, cites=WORDING),
    )
    return Indicator(
        name, title, about=Ending, dated=Ending.ended, editions=(edition(*rules, where=where),), not_stated=UNTOLD
    )


def _attended(name: str, title: str, offered: Condition, attended: Ref[bool], where: str) -> Indicator:
    """Who attended, of those with a need to whom help was offered."""
    return Indicator(
        name,
        title,
        about=Ending,
        dated=Ending.ended,
        editions=(edition(*both(ENDED & offered, attended, where), where=where),),
        not_stated=(*UNTOLD, "the type of help, which the code goes by: --by a column of it", *OF_TYPES),
    )


OF_TYPES = (
    "which number 5c is of: its label says attended, its value is of those offered; here it is of those offered",
)
HOURS = "2e, hours, and of what they are a share: --times hours_offered and hours_attended have them for each child"
VICTIMS = "10a, victims for each child: --times victims"

_PLANS = (
    counts(shown(ENDED & Ending.send_identified), reading=CODED, cites=code("pt4:2924")),
    meets(shown(Ending.send_plan), reading=CODED, cites=code("pt4:2924")),
    counts(ENDED & Ending.send_identified, reading=WORDED, cites=WORDING),
    meets(Ending.send_plan, reading=WORDED, cites=WORDING),
    counts(ENDED & Ending.send_identified, reading=WORDED_FIRST, cites=FIRST_WORDING),
    meets(Ending.send_plan & Ending.suitable_learning, reading=WORDED_FIRST, cites=FIRST_WORDING),
)
_SERVICES = any_of(Ending.looked_after, Ending.protection_plan, Ending.child_in_need, Ending.early_help)

ENDINGS = (
    _of_all("kpi-1", "KPI 1: suitable accommodation at the end of the order", Ending.suitable_home, "pt3:2359"),
    _of_all("kpi-2", "KPI 2: suitable education, training or employment", Ending.suitable_learning, "pt5:514", HOURS),
    Indicator(
        "kpi-3",
        "KPI 3: special or additional learning needs with a formal plan",
        about=Ending,
        dated=Ending.ended,
        editions=(edition(*_PLANS, where="pt4:2924"),),
        not_stated=UNTOLD,
    ),
    _of_all("kpi-3a", "KPI 3a: special or additional learning needs identified", Ending.send_identified, "pt4"),
    _offered(
        "kpi-4",
        "KPI 4: mental health and emotional wellbeing",
        Ending.mental_health_need,
        Ending.mental_health_attending | Ending.mental_health_offered,
        "pt8:493",
    ),
    _offered(
        "kpi-5",
        "KPI 5: substance misuse",
        Ending.substance_need,
        Ending.substance_attending | Ending.substance_offered,
        "pt6:2293",
    ),
    _attended(
        "kpi-4c",
        "KPI 4c: mental health help attended, of those offered it",
        Ending.mental_health_need & Ending.mental_health_offered,
        Ending.mental_health_attended,
        "pt8",
    ),
    _attended(
        "kpi-5c",
        "KPI 5c: substance misuse treatment attended, of those offered it",
        Ending.substance_need & Ending.substance_offered,
        Ending.substance_attended,
        "pt6:2437",
    ),
    Indicator(
        "kpi-6",
        "KPI 6: out-of-court disposals completed",
        about=OutOfCourt,
        dated=OutOfCourt.ended,
        editions=(edition(*both(ends(OutOfCourt), OutOfCourt.completed, "pt6:4067"), where="pt6:4067"),),
        not_stated=UNTOLD[1:],
    ),
    _of_all("kpi-7", "KPI 7: support by wider services", _SERVICES, "pt7:1044"),
    _of_all("kpi-10b", "KPI 10b: children with a victim", Ending.has_victim, "pt3", VICTIMS),
)
