"""Dates around a stage: by when it is to be held, and the notice; in answers, on pages, in bulk, in the hash."""

from __future__ import annotations

from datetime import date, timedelta

import attrs
import pytest

from attending import CONVENTIONS, FULL_TIME, INFORMAL, W1, WORD, Local, away, one_day, policy
from test_cli import Run, run  # noqa: F401 -- the fixture
from workforce import Workforce, agreed
from yosrules import PolicyError, must
from yosrules.attendance import track
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.deciding.hashes import edition_hash
from yosrules.english.attendance import stage_in_words
from yosrules.english.describe import day as written
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.conventions import Fires
from yosrules.policies.stages import Rung
from yosrules.records.absence import Absence, StageHeld, WorkPattern
from yosrules.reports.drawing.page import as_text
from yosrules.reports.letters import team_page, worker_page
from yosrules.reports.timeline import timeline_lines
from yosrules.reports.trigger_lines import lines_of
from yosrules.reports.triggers import trigger_rows

"""What is worked out in bulk hangs on no Python."""

SOON = attrs.evolve(INFORMAL, held_within=Span(10, Count.WORKING_DAYS), notice=Span(3, Count.DAYS))
HIT = date(2022, 6, 20)
"""A Monday; the tenth working day after it is Monday, 4 July."""
ROWS = one_day(date(2022, 3, 7), date(2022, 5, 9), HIT)


def by(stage: Rung) -> AttendancePolicy:
    rule = must("spells", stage, when=Local.spells >= 3, cites=WORD)
    return policy(rule, stages=(stage,), conventions=attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE))


def tracked(day: date, stage: Rung = SOON) -> Timeline:
    return track(by(stage), W1, day, {Absence: ROWS, WorkPattern: [FULL_TIME], StageHeld: []})


def test_a_stage_is_to_be_held_so_long_after_the_day_since_which_it_is_due() -> None:
    (due,) = tracked(date(2022, 6, 28)).readings[0].due
    assert (due.since, due.held_by, due.soonest) == (HIT, date(2022, 7, 4), date(2022, 7, 1))
    (plain,) = tracked(date(2022, 6, 28), INFORMAL).readings[0].due
    assert (plain.held_by, plain.soonest) == (None, None)
    assert INFORMAL.soonest(HIT, Nation.ENGLAND) is None


@pytest.mark.parametrize(("day", "past"), [(date(2022, 7, 4), ""), (date(2022, 7, 5), ", which is past")])
def test_a_timeline_says_by_when_and_when_that_is_past(day: date, past: str) -> None:
    said = " ".join(" ".join(timeline_lines(tracked(day))).split())
    assert f"it must be held; since 20 June 2022, by 4 July 2022{past}." in said
    soonest = written(day + timedelta(days=3))
    assert f"The worker is told 3 days or more before: if today, it is on {soonest} or later." in said
    assert "by 4 July" not in " ".join(timeline_lines(tracked(day, INFORMAL)))


def test_pages_and_files_say_by_when() -> None:
    found, chosen = tracked(date(2022, 6, 28)), by(SOON)
    lines = lines_of(found)
    assert "20 Jun 2022, by 4 Jul 2022" in as_text(team_page(chosen, found.day, "", [lines], ()))
    assert "by 4 July 2022" in as_text(worker_page(found))
    columns, (row,) = trigger_rows(chosen, found.day, [lines])
    assert dict(zip(columns, row, strict=True))["held_by"] == date(2022, 7, 4)


def test_in_words() -> None:
    said = stage_in_words(SOON)
    assert "to be held within 10 working days of the day since which it is due" in said
    assert "the worker is told of it 3 days or more before, the day of the meeting in" in said


def test_the_hash_tells_them_apart_and_stays_where_nothing_is_stated() -> None:
    several = [
        INFORMAL,
        SOON,
        attrs.evolve(SOON, notice=None),
        attrs.evolve(SOON, held_within=None),
        attrs.evolve(SOON, notice=Span(4, Count.DAYS)),
    ]
    assert len({edition_hash(by(each).editions[0], policy=by(each)) for each in several}) == 5


def test_no_time_is_refused() -> None:
    with pytest.raises(PolicyError, match="0 days is no time at all"):
        attrs.evolve(SOON, notice=Span(0, Count.DAYS))


@pytest.mark.slow
@pytest.mark.traced
def test_a_workforce_is_told_the_last_day_too() -> None:
    behind = {"W1": {Absence: ROWS}, "W2": {Absence: ROWS[:1]}, "W3": {Absence: [*ROWS, away(date(2022, 7, 11))]}}
    found = agreed(by(SOON), date(2022, 7, 29), Workforce(behind, pattern=FULL_TIME))
    assert [row["informal meeting by"] for row in found] == [date(2022, 7, 4), None, date(2022, 7, 4)]
