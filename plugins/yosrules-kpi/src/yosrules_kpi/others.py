"""KPIs 8 to 10: the board, serious violence, victims."""

from datetime import date
from enum import StrEnum

from yosrules.language import Condition, Facts, Impossible, Maybe, Ref, all_of, between, fact, is_in, never
from yosrules.policies import Indicator
from yosrules_kpi.endings import Programme, Residence, ends
from yosrules_kpi.sources import UNTOLD, both, edition


class Sector(StrEnum):
    """The five statutory partners of a board."""

    SOCIAL_CARE = "social care"
    EDUCATION = "education"
    POLICE = "police"
    PROBATION = "probation"
    HEALTH = "health"


class Seat(Facts):
    """One statutory partner at one meeting of the board."""

    reference: str
    met: Maybe[date] = fact(date, "the day of the meeting")
    sector: Maybe[Sector] = fact(Sector, "the sector")
    senior: Maybe[bool] = fact(bool, "a senior partner attended")
    delegated: Maybe[bool] = fact(bool, "somebody attended in the partner's place")

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """Either the senior partner attends or somebody in their place."""
        return (never(cls.senior & cls.delegated, "who attends does not send anybody in their place"),)


class Category(StrEnum):
    """What an offence is about."""

    DRUGS = "drugs"
    ROBBERY = "robbery"
    VIOLENCE = "violence against the person"
    OTHER = "another"


class Outcome(Facts):
    """One outcome of a child for a proven offence or more."""

    reference: str
    outcome: Maybe[date] = fact(date, "the date of the outcome")
    age: Maybe[int] = fact(int, "age at the first hearing, or at the offence before court", low=0, high=25)
    residence: Maybe[Residence] = fact(Residence, "the residence")
    diverted: Maybe[bool] = fact(bool, "the outcome is a diversion")


class Proven(Outcome):
    """One proven offence of a child."""

    category: Maybe[Category] = fact(Category, "the category of the offence")
    gravity: Maybe[int] = fact(int, "the gravity score", low=1, high=8)


class Offender(Outcome):
    """One child with a proven offence in the period."""

    serious_violence: Maybe[bool] = fact(bool, "an offence of the child is serious violence")


class Victim(Programme):
    """One victim of a child's offence, with the intervention that ended."""

    consents: Maybe[bool] = fact(bool, "the victim consents to contact")
    engaged: Maybe[bool] = fact(bool, "the victim engaged in a restorative process")
    asked_first: Maybe[bool] = fact(bool, "the victim's view was sought before the outcome")
    told_progress: Maybe[bool] = fact(bool, "the victim was told of the child's progress")
    told_support: Maybe[bool] = fact(bool, "the victim was told of support")
    contacted: Maybe[bool] = fact(bool, "the victim was contacted")
    processes: Maybe[int] = fact(int, "the restorative processes that the victim took part in", low=0)


_SERIOUS = is_in(Proven.category, Category.DRUGS, Category.ROBBERY, Category.VIOLENCE) & (Proven.gravity >= 5)


def _proven(of: type[Outcome]) -> Condition:
    """Whom KPI 9 counts: 10 to 17, local, and not diverted."""
    return all_of(between(of.age, 10, 17), of.residence == Residence.LOCAL, ~of.diverted)


def _of_seats(name: str, title: str, met: Ref[bool]) -> Indicator:
    return Indicator(
        name,
        title,
        about=Seat,
        dated=Seat.met,
        editions=(edition(*both(is_in(Seat.sector, *Sector), met, "pt7:1537"), where="pt7:1537"),),
        not_stated=(*UNTOLD[1:], "a partner of whom a meeting has no row: each of the five needs one"),
    )


OF_VICTIMS = ("10c, processes for each victim who consents: --times processes of kpi-10",)


def _of_victims(name: str, title: str, met: Ref[bool], where: str) -> Indicator:
    return Indicator(
        name,
        title,
        about=Victim,
        dated=Victim.ended,
        editions=(edition(*both(ends(Victim) & Victim.consents, met, where), where=where),),
        not_stated=(*UNTOLD[1:], *OF_VICTIMS),
    )


OTHERS = (
    _of_seats("kpi-8", "KPI 8: statutory partners represented by a senior partner; 8a by sector", Seat.senior),
    _of_seats("kpi-8b", "KPI 8b: statutory partners with somebody in their place; 8c by sector", Seat.delegated),
    Indicator(
        "kpi-9a",
        "KPI 9a: proven offences that are serious violence",
        about=Proven,
        dated=Proven.outcome,
        editions=(edition(*both(_proven(Proven), _SERIOUS, "pt7:2997"), where="pt7:2997"),),
        not_stated=(
            *UNTOLD[1:],
            "the headline, a rate per 10,000 of the population, last year's in the code: --per takes one",
        ),
    ),
    Indicator(
        "kpi-9b",
        "KPI 9b: children with a proven offence of serious violence",
        about=Offender,
        dated=Offender.outcome,
        editions=(edition(*both(_proven(Offender), Offender.serious_violence, "pt7:2997"), where="pt7:2997"),),
        not_stated=(*UNTOLD[1:], "which of a child's outcomes in a period dates the child: one row a child is given"),
    ),
    _of_victims("kpi-10", "KPI 10: victims who engaged in a restorative process", Victim.engaged, "pt3:679"),
    _of_victims("kpi-10d", "KPI 10d: victims asked for their view before the outcome", Victim.asked_first, "pt3"),
    _of_victims("kpi-10e", "KPI 10e: victims told of progress", Victim.told_progress, "pt3"),
    _of_victims("kpi-10f", "KPI 10f: victims told of support", Victim.told_support, "pt3"),
    _of_victims("kpi-10g", "KPI 10g: victims contacted", Victim.contacted, "pt3"),
)
