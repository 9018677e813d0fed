"""The policies that are asked: all that are installed, and an invented one with every kind of clock and measure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import TypeAlias

import attrs

from histories import EVERY
from yosrules.hooks import Rulebook, hookimpl, load
from yosrules.language import Maybe, Unit, all_of, count, exists, last, latest, open_on_day, unless, worst
from yosrules.policies import (
    AttendancePolicy,
    Before,
    Check,
    Count,
    Edition,
    Forum,
    ForumPolicy,
    Framework,
    Review,
    Span,
    may,
    must,
)
from yosrules.policies.forums.deadlines import within
from yosrules.records import Assessment, Care, CareEpisode, Case, Chair, EarlierOutcome, Offence, RiskLevel

Asked: TypeAlias = ForumPolicy | AttendancePolicy | Framework


class Local(Case):
    """A case with a fact of each kind that is worked out from a history."""

    recent: Maybe[int] = count(
        Offence, "offences in 6 months", during=last(6, Unit.MONTHS, anchor_in=True, far_end_in=False)
    )
    grave: Maybe[bool] = exists(Offence, "a grave offence", where=(Offence.gravity >= 5) & ~Offence.hate)
    worst_rosh: Maybe[RiskLevel] = worst(Assessment, Assessment.rosh, "the worst risk of serious harm")
    last_outcome: Maybe[date] = latest(EarlierOutcome, EarlierOutcome.day, "the last outcome")
    in_care: Maybe[bool] = exists(
        CareEpisode,
        "the child is looked after now",
        where=CareEpisode.care == Care.LOOKED_AFTER,
        during=open_on_day(CareEpisode.day, CareEpisode.ended, end_in=True, no_end_is_open=False),
    )
    helped: Maybe[bool] = exists(
        CareEpisode,
        "an episode is open",
        during=open_on_day(CareEpisode.day, CareEpisode.ended, end_in=True, no_end_is_open=True),
    )


def _forum(name: str, **more: object) -> Forum:
    return attrs.evolve(Forum(name, f"{name} meeting", Chair.MANAGER), **more)


def _clocks() -> ForumPolicy:
    in_ten = within(10, Count.WORKING_DAYS, of=Case.referred, earliest=Span(2, Count.WORKING_DAYS))
    in_a_month = within(1, Count.MONTHS, of=Case.assessed)
    monthly, checks = Review(Span(1, Count.MONTHS)), (Check("PNC", Before.PANEL),)
    ipc = _forum("IPC", deadlines=(in_ten,), satisfied_by=("RSM",), may_waive=Chair.MANAGER)
    rsm = _forum("RSM", review=monthly, checks=checks, until=all_of(Case.licence_over))
    csp = _forum("CSP", deadlines=(in_a_month,), review=monthly, checks=checks)
    rules = (
        must("recent", ipc, when=(Local.recent >= 2) | (Local.rosh >= RiskLevel.HIGH)),
        may("young", ipc, when=Local.age < 16),
        must("grave", rsm, when=Local.grave & (Local.worst_rosh >= RiskLevel.MEDIUM)),
        may("since", rsm, when=Local.last_outcome > date(2019, 1, 1)),
        must("care", csp, when=Local.in_care | (Local.safety_wellbeing >= RiskLevel.HIGH)),
        may("helped", csp, when=Local.helped & unless(Local.knife)),
    )
    return ForumPolicy("clocks", about=Local, forums=(ipc, rsm, csp), editions=(Edition(date(2019, 1, 1), rules),))


class _Plugin:
    """What is asked, as a plugin; policies that leave numbers to a service have them."""

    @hookimpl
    def yosrules_forum_policies(self) -> Iterable[ForumPolicy]:
        # The tables that are asked about are of children's cases.
        return (*(each for each in load().forum_policies.values() if issubclass(each.about, Case)), _clocks())

    @hookimpl
    def yosrules_attendance_policies(self) -> Iterable[AttendancePolicy]:
        return EVERY.values()

    @hookimpl
    def yosrules_frameworks(self) -> Iterable[Framework]:
        return load().frameworks.values()


@cache
def rulebook() -> Rulebook:
    """The policies that are asked, loaded once: to load them takes longer than most commands."""
    return load({"asked": _Plugin()})


def attendance_policies() -> list[AttendancePolicy]:
    """The attendance policies that are asked."""
    return [*EVERY.values()]


@cache
def policy_named(name: str) -> Asked:
    """A policy or a framework that is asked, by its name."""
    book = rulebook()
    return {**book.forum_policies, **book.attendance_policies, **book.frameworks}[name]
