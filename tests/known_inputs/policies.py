"""Local policies, offered beside the installed ones, that some inputs ask about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from types import ModuleType
from typing import Any

import attrs

from yosrules import Edition, Facts, Maybe, fact, may, must
from yosrules.hooks.spec import hookimpl
from yosrules.language import count, exists, known, open_on_day
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import not_sooner, within
from yosrules.policies.forums.forum import Before, Check, Forum, ForumPolicy, Review
from yosrules.policies.forums.sittings import Sitting, Weekday
from yosrules.records.case import CareEpisode, Case, EarlierOutcome
from yosrules.records.choices import Care, CaseStage, Chair, Disposal, RiskLevel

START = date(2015, 1, 1)
FAM = Forum("FAM", "Family Meeting", Chair.PRACTITIONER)
HVP = Forum(
    "HVP",
    "Home Visit Panel",
    Chair.MANAGER,
    members=("nurse",),
    may_attend=("school",),
    sits=Sitting(date(2024, 1, 1), 2),
    deadlines=(within(7, Count.WORKING_DAYS, of=Case.referred),),
    review=Review(Span(6, Count.WEEKS)),
    checks=(Check("PNC", Before.PANEL), Check("Childview", Before.PANEL)),
    satisfied_by=("FAM",),
    may_waive=Chair.MANAGER,
)
PANEL = Forum("PANEL", "Panel", Chair.MANAGER)
CLINIC = Forum("CLINIC", "Clinic", Chair.MANAGER)
VISITS = ForumPolicy(
    "anytown-visits",
    about=Case,
    forums=(FAM, HVP),
    editions=(
        Edition(
            START,
            (must("prevention", HVP, when=Case.stage == CaseStage.PREVENTION), may("family", FAM, when=Case.knife)),
        ),
    ),
)


class Own(Case):
    """A case with facts, a measure and a history of a service's own."""

    exploited: Maybe[bool] = fact(bool, "the child is being exploited")
    cautions: Maybe[int] = count(
        EarlierOutcome, "cautions so far", where=EarlierOutcome.disposal == Disposal.YOUTH_CAUTION
    )
    without_end: Maybe[bool] = exists(
        CareEpisode,
        "in care without an end",
        where=(CareEpisode.care == Care.LOOKED_AFTER) & ~known(CareEpisode.ended),
        dated=CareEpisode.day,
    )
    in_care: Maybe[bool] = exists(
        CareEpisode,
        "in care now",
        where=CareEpisode.care == Care.LOOKED_AFTER,
        during=open_on_day(CareEpisode.day, CareEpisode.ended, end_in=True, no_end_is_open=True),
    )


def _policy(name: str, *rules: Any, forums: tuple[Forum, ...] = (PANEL,), about: Any = Own, **more: Any) -> ForumPolicy:
    return ForumPolicy(name, about=about, forums=forums, editions=(Edition(START, rules, **more),))


NOTICE = Forum(
    "NOTICE",
    "Family Panel",
    Chair.MANAGER,
    sits=Sitting(date(2024, 1, 4), days=(Weekday.MONDAY, Weekday.THURSDAY), on_bank_holidays=False),
    deadlines=(
        within(3, Count.MONTHS, of=Case.referred, earliest=Span(5, Count.WORKING_DAYS), clear=True),
        within(0, Count.DAYS, of=Case.bailed, what="the telephone conference"),
    ),
)
SOONER = attrs.evolve(
    NOTICE,
    deadlines=(not_sooner(10, Count.DAYS, of=Case.referred), NOTICE.deadlines[1]),
    sits=Sitting(date(2025, 1, 6)),
)
PREVENTION = must("prevention", NOTICE, when=Case.stage == CaseStage.PREVENTION)
NOTICES = ForumPolicy(
    "anytown-notices",
    about=Case,
    forums=(NOTICE, SOONER),
    editions=(
        Edition(START, (PREVENTION,), ends=date(2024, 12, 31)),
        Edition(date(2025, 1, 1), (attrs.evolve(PREVENTION, outcome=SOONER),)),
    ),
)


OWN = _policy("anytown-own", must("exploited", PANEL, when=Own.exploited))
BOARD = Forum("BOARD", "Board", Chair.MANAGER)
HISTORIES = _policy(
    "anytown-histories",
    must("first", CLINIC, when=Own.cautions == 1),
    must("without-end", BOARD, when=Own.without_end),
    must("care", PANEL, when=Own.in_care),
    forums=(PANEL, CLINIC, BOARD),
)


class Visit(Facts):
    """A visit to a service's own clinic."""

    day: Maybe[date] = fact(date, "the day of the visit")


class Visited(Case):
    """A case and its visits."""

    visits: Maybe[int] = count(Visit, "visits so far", dated=Visit.day)


rosh, safety = Case.rosh >= RiskLevel.HIGH, Case.safety_wellbeing >= RiskLevel.HIGH
MISSED = _policy("anytown-missed", must("visited", PANEL, when=Visited.visits >= 1), about=Visited)
READINGS = _policy(
    "anytown-readings",
    must("risk", PANEL, when=rosh & safety, reading="both"),
    must("risk", PANEL, when=rosh | safety, reading="either"),
)
ORDER = _policy("anytown-order", must("order", PANEL, when=(Case.referred < Case.order_ends) & ~Case.looked_after))
NOWHERE = _policy("anytown-nowhere", must("risk", PANEL, when=rosh), forums=(PANEL, CLINIC))
LOCAL = ModuleType("local")


@hookimpl
def _offered() -> Iterable[ForumPolicy]:
    return (VISITS, NOTICES, OWN, HISTORIES, MISSED, READINGS, ORDER, NOWHERE)


LOCAL.yosrules_forum_policies = _offered  # type: ignore[attr-defined]
