"""What absences cannot be together; settings of an open policy; attendance policies as plugins bring them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import attrs
import pytest

from attending import INFORMAL, Local, away, policy
from yosrules import PluginError, PolicyError, cite, must
from yosrules.hooks.load import load
from yosrules.hooks.spec import hookimpl
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.records.absence import Absence, Half
from yosrules.records.on_record import wrong_rows

MONDAY, TUESDAY, WEDNESDAY, THURSDAY = (date(2022, 3, day) for day in (7, 8, 9, 10))


def wrong(*rows: Absence) -> list[tuple[int, str, str]]:
    return list(wrong_rows(Absence, rows))


def test_absences_that_follow_each_other_are_right_in_any_order() -> None:
    assert wrong(Absence(start=WEDNESDAY), away(MONDAY), away(TUESDAY)) == []


def test_a_morning_and_an_afternoon_of_one_day_do_not_overlap() -> None:
    morning, afternoon = away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)
    assert wrong(afternoon, morning) == []
    assert wrong(morning, away(MONDAY)) == [
        (1, "start", "a day after 2022-03-07: it overlaps the absence from 2022-03-07 to 2022-03-07")
    ]


def test_an_absence_inside_a_longer_one_overlaps_it() -> None:
    rows = away(MONDAY, WEDNESDAY), away(MONDAY), away(WEDNESDAY)
    assert [place for place, _, _ in wrong(*rows)] == [1, 2]
    assert "from 2022-03-07 to 2022-03-09" in wrong(*rows)[1][2]


def test_an_open_absence_in_the_middle_is_the_one_that_is_wrong() -> None:
    allowed = "a day, since another absence began on 2022-03-09; only the latest is open"
    assert wrong(away(WEDNESDAY), Absence(start=MONDAY), away(THURSDAY)) == [(1, "end", allowed)]
    assert [place for place, _, _ in wrong(Absence(start=MONDAY), Absence(start=MONDAY), away(WEDNESDAY))] == [0, 1]
    assert wrong(away(MONDAY), Absence(start=WEDNESDAY)) == []


def test_nobody_returns_after_the_next_absence_began() -> None:
    next_ = away(WEDNESDAY)
    assert wrong(next_, away(MONDAY, returned=WEDNESDAY)) == []
    assert wrong(next_, away(MONDAY, returned=THURSDAY)) == [
        (1, "returned", "2022-03-09, when the next absence began, or earlier")
    ]


SPELLS = Setting("spells", int, "how many spells lead to the informal meeting")
DAYS = Setting("days", Decimal, "how many days lead to it")
STRICT = Setting("strict", bool, "whether a manager must hold it")


def built(values: dict[str, object]) -> AttendancePolicy:
    return policy(
        must("spells", INFORMAL, when=Local.spells >= values["spells"]),
        must("days", INFORMAL, when=Local.days >= values["days"]),
        title=f"strict: {values['strict']}",
    )


OPEN = OpenPolicy("anytown", "Anytown", (SPELLS, DAYS, STRICT), built, cite("Anytown"))


def test_an_open_policy_is_settled_by_a_services_own_numbers() -> None:
    settled = OPEN.settle({"spells": 4, "days": 10, "strict": True})
    assert settled.title == "strict: True"
    assert settled.editions[0].rules[1].when == (Local.days >= Decimal(10))
    assert OPEN.settle({"spells": 4, "days": Decimal("9.5"), "strict": False}).title == "strict: False"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ({}, "spells is missing: how many spells lead to the informal meeting; allowed: a whole number from 1 up"),
        ({"days": 0}, "days: wrote 0; allowed: a number above 0"),
        ({"days": "ten"}, "days: wrote 'ten'; allowed: a number above 0"),
        ({"days": True}, "days: wrote True; allowed: a number above 0"),
        ({"spells": Decimal(4)}, "spells: wrote Decimal('4'); allowed: a whole number from 1 up"),
        ({"strict": 1}, "strict: wrote 1; allowed: true or false"),
        ({"week": 5}, "week is not one of its settings; allowed: spells, days, strict"),
    ],
)
def test_settings_that_are_missing_wrong_or_unknown_are_each_named(written: dict[str, object], why: str) -> None:
    with pytest.raises(PolicyError) as refused:
        OPEN.settle(written)
    first, *lines = str(refused.value).splitlines()
    assert first == "anytown cannot be used without its settings:"
    assert f"  {why}" in lines


def test_attendance_policies_come_from_plugins_and_are_asked_for_by_name() -> None:
    other = attrs.evolve(policy(), name="othertown")
    plugin = SimpleNamespace(yosrules_attendance_policies=hookimpl(lambda: [other, OPEN]))
    rulebook = load({"towns": plugin})
    assert list(rulebook.attendance_policies) == ["anytown", "othertown"]
    assert rulebook.attendance_policy("othertown") is other
    assert rulebook.plugins[0].offers == ("othertown", "anytown")
    with pytest.raises(PolicyError, match=r"^which attendance policy\? allowed: anytown or othertown$"):
        rulebook.attendance_policy()
    with pytest.raises(PolicyError, match="there is no attendance policy 'x'"):
        rulebook.attendance_policy("x")


def test_without_plugins_there_is_no_attendance_policy() -> None:
    with pytest.raises(
        PolicyError, match=r"^which attendance policy\? allowed: none, since no installed plugin offers one$"
    ):
        load({}).attendance_policy()


def test_what_is_no_attendance_policy_is_refused() -> None:
    plugin = SimpleNamespace(yosrules_attendance_policies=hookimpl(lambda: ["anytown"]))
    with pytest.raises(PluginError, match="it offers 'anytown', which is not a AttendancePolicy"):
        load({"towns": plugin})
