"""Which histories a fact is worked out from."""

from __future__ import annotations

from decimal import Decimal

import attrs
import pytest

from attending import CONVENTIONS, COUNTING, INFORMAL, policy
from yosrules import Maybe, known, must
from yosrules.attendance.needed import needed, reads_reasons
from yosrules.language.expr import ALWAYS
from yosrules.language.facts import Facts, vocabulary
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Linking, OverLeave
from yosrules.policies.lost_time.counting import DayCount
from yosrules.policies.lost_time.measures import (
    allowance,
    continuous,
    days,
    expired,
    hours,
    lasted,
    since_held,
    spells,
)
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import from_to
from yosrules.policies.stages import ByLeave
from yosrules.records.absence import (
    Absence,
    Attendance,
    FitNote,
    Leave,
    Reason,
    Route,
    StageHeld,
    Step,
    Worker,
    WorkPattern,
)

CALENDAR = attrs.evolve(COUNTING, days=DayCount.CALENDAR)
WEEK = Span(1, Count.WEEKS)


class Everything(Attendance):
    number: Maybe[int] = spells("spells", COUNTING)
    working: Maybe[Decimal] = days("days", COUNTING)
    calendar: Maybe[Decimal] = days("calendar days", CALENDAR)
    time: Maybe[Decimal] = hours("hours", CALENDAR)
    reviewed: Maybe[int] = spells("in review", attrs.evolve(COUNTING, during=from_to(Attendance.review_starts)))
    started: Maybe[int] = spells("since start", attrs.evolve(COUNTING, during=from_to(Attendance.probation_starts)))
    latest: Maybe[int] = spells("since the latest", attrs.evolve(COUNTING, during=from_to(Attendance.latest_start)))
    length: Maybe[int] = continuous("days away", where=ALWAYS, forecast=False)
    forecast: Maybe[int] = continuous("days away", where=ALWAYS, forecast=True)
    week: Maybe[bool] = lasted("a week", WEEK, where=ALWAYS)
    long_ago: Maybe[bool] = since_held("long ago", WEEK, of=Step.INFORMAL, route=Route.SHORT_TERM)
    over: Maybe[int] = expired("over", during=COUNTING.during, route=Route.SHORT_TERM)
    allowed: Maybe[Decimal] = allowance(
        "allowed", 9, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST
    )


RULE = must("number", INFORMAL, when=Everything.number >= 3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("absent", []),
        ("step", [StageHeld]),
        ("on_probation", [Worker]),
        ("number", []),
        ("working", [WorkPattern]),
        ("calendar", []),
        ("time", [WorkPattern]),
        ("reviewed", [StageHeld]),
        ("started", [Worker]),
        ("latest", []),
        ("length", []),
        ("forecast", [FitNote]),
        ("week", []),
        ("long_ago", [StageHeld]),
        ("over", [StageHeld]),
        ("allowed", [WorkPattern]),
    ],
)
def test_a_fact_needs_what_it_is_worked_out_from(name: str, expected: list[type[Facts]]) -> None:
    apart = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=0, over_days_off=False))
    chosen = policy(RULE, about=Everything, conventions=apart)
    assert [*needed(chosen, vocabulary(Everything)[name])] == expected


@pytest.mark.parametrize("name", ["number", "length", "week"])
def test_spells_that_are_linked_over_days_off_need_the_work_pattern(name: str) -> None:
    assert needed(policy(RULE, about=Everything), vocabulary(Everything)[name]) == (WorkPattern,)


def test_days_lost_need_the_leave_where_booked_leave_does_not_count() -> None:
    removed = policy(RULE, about=Everything, conventions=attrs.evolve(CONVENTIONS, over_leave=OverLeave.REMOVED))
    assert needed(removed, vocabulary(Everything)["working"]) == (WorkPattern, Leave)
    assert Leave not in needed(removed, vocabulary(Everything)["number"])


def test_spells_that_are_linked_over_booked_leave_need_the_leave_too() -> None:
    over = attrs.evolve(CONVENTIONS, linking=attrs.evolve(CONVENTIONS.linking, over_booked_leave=True))
    chosen = policy(RULE, about=Everything, conventions=over)
    assert needed(chosen, vocabulary(Everything)["number"]) == (WorkPattern, Leave)


def test_where_leave_extends_a_review_what_is_in_force_needs_the_leave_too() -> None:
    longer = attrs.evolve(INFORMAL, review=WEEK, extended_by_leave=ByLeave.ONCE)
    chosen = policy(must("number", longer, when=Everything.number >= 3), about=Everything, stages=(longer,))
    needs = {name: needed(chosen, vocabulary(Everything)[name]) for name in ("step", "over", "long_ago")}
    assert needs == {"step": (StageHeld, Leave), "over": (StageHeld, Leave), "long_ago": (StageHeld,)}


BY_REASON = attrs.evolve(CONVENTIONS.linking, reasons=(Reason.COLD,), reason_gap=7)


@pytest.mark.parametrize(
    ("changed", "read"),
    [
        ({}, False),
        ({"evidence": attrs.evolve(COUNTING, where=known(Absence.reason))}, True),
        ({"interviewed": attrs.evolve(COUNTING, where=~Absence.pregnancy_related)}, True),
        ({"conventions": attrs.evolve(CONVENTIONS, linking=BY_REASON)}, True),
    ],
)
def test_reasons_matter_where_a_condition_or_a_link_asks_for_them(changed: dict[str, object], read: bool) -> None:
    assert reads_reasons(attrs.evolve(policy(RULE, about=Everything), **changed)) is read
