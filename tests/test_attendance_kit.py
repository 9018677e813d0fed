"""The conformance kit for attendance policies: it passes what is sound, and a tracker that forgets is found out."""

from __future__ import annotations

from datetime import date

import attrs
import pytest
from hypothesis import given

from attending import FULL_TIME, INFORMAL, Local, absences, one_day, policy
from yosrules import must
from yosrules.attendance.track import Tracker
from yosrules.attendance.triggers.timeline import Timeline
from yosrules.deciding.as_of import Histories
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.conventions import Fires
from yosrules.records.absence import Absence, Step, Worker
from yosrules.records.on_record import wrong_rows
from yosrules.testing import laws
from yosrules.testing.conformance.attendance import _overturned, attendance_laws

DAY, LATER = date(2022, 7, 1), date(2022, 12, 30)
THREE = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 20))


class Forgetful(Tracker):
    """What was hit before summer is forgotten at the end of the year."""

    def track(self, worker: Worker, day: date, histories: Histories, *, one_more: bool = True) -> Timeline:
        told = super().track(worker, day, histories, one_more=one_more)
        forgotten = tuple(attrs.evolve(each, hits=()) for each in told.readings)
        return attrs.evolve(told, readings=forgotten) if day == LATER else told


def overturned(chosen: AttendancePolicy, kind: type[Tracker]) -> str:
    return _overturned(kind(chosen), (THREE, [], FULL_TIME, LATER, DAY))


def test_a_tracker_that_forgets_breaks_the_law() -> None:
    said = overturned(policy(), Forgetful)
    assert said.startswith("as of 2022-07-01 hit: spells on 2022-06-20; as of 2022-12-30: nothing\n  [Absence(")


@pytest.mark.slow
@pytest.mark.traced
def test_a_tracker_that_does_not_keeps_it() -> None:
    assert overturned(policy(), Tracker) == ""
    (law,) = attendance_laws(policy())
    assert (law.name, law.broken()) == ("any history is tracked", "")


def test_a_trigger_that_holds_is_assessed_on_the_day_asked_about_and_so_may_differ() -> None:
    level = attrs.evolve(policy().conventions, fires=Fires.WHILE_IT_HOLDS)
    assert overturned(policy(conventions=level), Forgetful) == ""


def test_an_attendance_policy_has_the_laws_of_any_policy_and_its_own() -> None:
    (mark,) = [mark for mark in laws(policy()).pytestmark if mark.name == "parametrize"]
    names = [each.id for each in mark.args[1]]
    assert "anytown: fires spells" in names
    assert "anytown: any history is tracked" in names


def test_a_step_gives_way_to_the_next_and_is_not_asked_to_rise() -> None:
    (mark,) = laws(policy(must("informal", INFORMAL, when=Local.step == Step.NONE))).pytestmark
    assert not [each.id for each in mark.args[1] if "rises" in each.id]


@pytest.mark.slow
@given(absences())
def test_a_drawn_history_is_one_that_can_be(rows: list[Absence]) -> None:
    assert not list(wrong_rows(Absence, rows))


@pytest.mark.parametrize("flags", [True, False])
def test_flags_and_sessions_can_be_left_out(flags: bool) -> None:
    @given(absences(flags=flags, sessions=flags))
    def drawn(rows: list[Absence]) -> None:
        stated = {vars(row)[name] for row in rows for name in ("first_session", "last_session", "reason")}
        assert flags or stated <= {None}

    drawn()
