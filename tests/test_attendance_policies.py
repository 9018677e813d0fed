"""The attendance policies of the plugin, put to worked histories."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest

import yosrules_attendance
from attending import W1, away
from histories import (
    DERBY_NUMBERS,
    EVERY,
    JUNE,
    ONE,
    On,
    block,
    ending,
    hit,
    lasting,
    lost,
    ones,
    read,
    stage,
    tracked,
    week,
)
from yosrules import PolicyError, Status, Verdict
from yosrules.attendance.interviews import interviews
from yosrules.attendance.track import track
from yosrules.deciding.as_of import Histories
from yosrules.hooks.load import load
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.policy import Modality
from yosrules.policies.stages import LastDay
from yosrules.records.absence import Absence, Half, Leave, Reason, Route, StageHeld, Step, Worker, WorkPattern
from yosrules_attendance.aberdeen import POLICY as ABERDEEN
from yosrules_attendance.conventions import CLOCKS
from yosrules_attendance.derby import POLICY as DERBY


def test_each_policy_loads_by_the_hook() -> None:
    offered = load({"attendance": yosrules_attendance}).attendance_policies
    assert [name.removesuffix("-attendance") for name in offered] == sorted(EVERY)


def test_importing_the_plugin_imports_no_policy() -> None:
    code = "import sys, yosrules_attendance; print(*(name for name in sys.modules if 'yosrules_attendance.' in name))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"


def test_only_what_a_source_leaves_to_a_manager_is_no_must() -> None:
    every = [(name, rule) for name, policy in EVERY.items() for each in policy.editions for rule in each.rules]
    assert {(name, rule.id, rule.reading) for name, rule in every if rule.modality is Modality.MAY} == {
        ("derby", "trigger-again", None),
        ("exeter-university", "days", None),
        ("exeter-university", "spells", None),
        ("falkirk", "interview", None),
        ("lincolnshire", "six-months", "6 months is an example"),
    }


@pytest.mark.parametrize("name", EVERY)
def test_every_rule_says_on_whose_word_and_every_policy_what_is_not_stated(name: str) -> None:
    policy = EVERY[name]
    assert all(rule.cites and rule.cites.source for edition in policy.editions for rule in edition.rules)
    assert all(edition.cites for edition in policy.editions)
    assert len(set(policy.not_stated)) == len(policy.not_stated) > 0


@pytest.mark.parametrize("name", EVERY)
def test_whoever_was_never_absent_has_hit_nothing(name: str) -> None:
    timeline = tracked(name, On([]))
    assert timeline.agreed
    assert [(reading.hits, reading.untold) for reading in timeline.readings] == [((), ())] * len(timeline.readings)


# Numbers scaled to the worker's own week


def allowed(name: str, fact: str, pattern: WorkPattern) -> object:
    reading = next(iter(tracked(name, On(ones(1), pattern=pattern)).readings))
    return reading.attending.measure(fact, JUNE).value


@pytest.mark.parametrize(("days", "nine"), [("1", "2"), ("2", "3.5"), ("4", "7"), ("4.5", "8"), ("5", "9")])
def test_lincolnshires_own_five_examples_come_out(days: str, nine: str) -> None:
    pattern = WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal(days))
    assert allowed("lincolnshire", "allowed_12", pattern) == Decimal(nine)


def test_lincolnshire_scales_both_its_numbers_of_days() -> None:
    assert [allowed("lincolnshire", f"allowed_{over}", week(3)) for over in (12, 6)] == [Decimal("5.5"), Decimal("3.5")]


def test_lincolnshire_does_not_scale_absences_or_look_at_hours_a_day() -> None:
    short_days = On([*ones(3), away(date(2023, 3, 14))], pattern=week(2, 3))
    assert "spells" in hit("lincolnshire", short_days, "6 months is a rule")
    assert allowed("lincolnshire", "allowed_12", week(2, 3)) == allowed("lincolnshire", "allowed_12", week(2, 8))


def test_in_carmarthenshire_two_days_a_week_make_10_days_4() -> None:
    assert allowed("carmarthenshire", "two_weeks", week(2)) == Decimal(4)


def test_in_york_half_the_hours_make_74_hours_37() -> None:
    assert allowed("york-university", "hours_74", week(2, 9)) == Decimal(36)


# Whose bank holidays


@pytest.mark.parametrize(
    ("nation", "names"),
    [
        (Nation.SCOTLAND, {"aberdeen", "argyll-and-bute", "falkirk", "west-lothian"}),
        (Nation.WALES, {"carmarthenshire", "neath-port-talbot"}),
        (Nation.NORTHERN_IRELAND, {"northern-trust"}),
    ],
)
def test_bank_holidays_are_those_of_the_employers_nation(nation: Nation, names: set[str]) -> None:
    assert {name for name, policy in EVERY.items() if policy.nation is nation} == names


def test_in_scotland_2_january_is_a_bank_holiday() -> None:
    week_of_it = [away(date(2023, 12, 29), date(2024, 1, 8))]
    assert "first-hit" not in hit("west-lothian", On(week_of_it, day=date(2024, 1, 31)))
    assert "first-hit" in hit("west-lothian", On([away(date(2023, 12, 29), date(2024, 1, 9))], day=date(2024, 1, 31)))


# Who is left out


@pytest.mark.parametrize("more", [{"pregnancy_related": True}, {"reason": Reason.MEDICAL_SUSPENSION}])
def test_lincolnshire_takes_no_account_of_pregnancy_and_medical_suspension(more: dict[str, object]) -> None:
    assert hit("lincolnshire", On(block(20, **more)), "6 months is a rule") == set()


def test_west_lothian_disregards_pregnancy_in_a_long_absence_too() -> None:
    long = [away(JUNE, date(2024, 3, 5), pregnancy_related=True)]
    assert hit("west-lothian", On(long, day=date(2024, 6, 28))) == set()


def test_the_co_op_counts_pregnancy() -> None:
    assert "spells" in hit("co-op", On(ones(3, pregnancy_related=True)))


# Readings differ exactly where the text can be read in more than one way

LETTER, WARNING = "informal letter", "stage 1: written warning"
REVIEW, LONG = "attendance review", "long-term review"


def leads_to(name: str, on: On) -> list[str | None]:
    """The stage that the rules lead to on the day asked about, with "may" where it is no must, by reading."""
    found = []
    for reading in tracked(name, on).readings:
        outcomes = reading.decision.outcomes if reading.decision else ()
        said = [f"{each.status} {each.outcome.name}" for each in outcomes if each.status in (Status.MUST, Status.MAY)]
        found.append(said[0].removeprefix("must ") if said else None)
    return found


FIFTEEN = week(3, 5)
WARNED, JUNE_30, JULY_3 = stage(Step.STAGE_1), date(2023, 6, 30), date(2023, 7, 3)
FINAL = "final written warning"


@pytest.mark.parametrize(
    ("name", "on", "by_reading"),
    [
        ("great-yarmouth", On(block(50)), [LETTER, LETTER, LETTER]),
        ("great-yarmouth", On(block(50.5)), [None, LETTER, WARNING]),
        ("great-yarmouth", On(block(51)), [WARNING, WARNING, WARNING]),
        ("corby", On([*ones(2), *block(14.5)]), ["informal meeting"] * 3),
        ("corby", On(block(149), day=date(2024, 2, 1)), ["informal meeting"] * 3),
        ("corby", On(block(149.5), day=date(2024, 2, 1)), [None, "informal meeting", "informal meeting"]),
        ("corby", On([*ones(4), *block(2)]), [None, "informal meeting", "formal meeting"]),
        ("corby", On([*ones(4), *block(2.5)]), ["formal meeting"] * 3),
        ("lincolnshire", On(ones(2)), [None, None]),
        ("lincolnshire", On(ones(3), day=date(2023, 3, 1)), ["attendance procedure", "may attendance procedure"]),
        ("lincolnshire", On(ones(4)), ["attendance procedure", "attendance procedure"]),
        ("dwp", On([], held=WARNED, pattern=week(1), day=JUNE_30), [None, None, None]),
        ("dwp", On(block(0.5), held=WARNED, pattern=week(2), day=JUNE_30), [None, None, None]),
        ("dwp", On(block(1), held=WARNED, pattern=week(2), day=JUNE_30), [None, None, FINAL]),
        ("dwp", On(block(1.5), held=WARNED, pattern=week(3), day=JUNE_30), [None, None, None]),
        ("dwp", On(block(2), held=WARNED, pattern=week(3), day=JUNE_30), [None, None, FINAL]),
        ("dwp", On(block(2.5), held=WARNED, pattern=week(3), day=JUNE_30), [FINAL, None, FINAL]),
        ("dwp", On(block(3), held=WARNED, pattern=week(3), day=JUNE_30), [FINAL, FINAL, FINAL]),
        ("dwp", On(block(4), held=WARNED, day=JUNE_30), [FINAL, FINAL, FINAL]),
        ("supermarket", On(lost("6", "5.7"), pattern=FIFTEEN, day=JULY_3), [None, None]),
        ("supermarket", On(lost("6", "5.71"), pattern=FIFTEEN, day=JULY_3), ["absence review", None]),
        ("supermarket", On(lost("15", "8.41"), pattern=FIFTEEN, day=JULY_3), ["absence review"] * 2),
        ("falmouth-university", On(lasting(27), pattern=week(1), day=date(2023, 7, 1)), [None, None]),
        ("falmouth-university", On(lasting(28), pattern=week(1), day=date(2023, 7, 2)), [LONG, None]),
        ("falmouth-university", On(lasting(29), pattern=week(1), day=JULY_3), [LONG, LONG]),
        ("st-marys-university", On([*ones(3), *block(6)]), [None, None, None]),
        ("st-marys-university", On([*ones(3), *block(7)]), [REVIEW, None, None]),
        ("st-marys-university", On(ones(5)), [None, REVIEW, None]),
        ("st-marys-university", On([*ones(3), *block(8)]), [REVIEW, REVIEW, None]),
        ("st-marys-university", On([*ones(4), *block(7)]), [REVIEW, REVIEW, REVIEW]),
    ],
)
def test_readings_differ_where_the_text_does_and_nowhere_else(name: str, on: On, by_reading: list[str | None]) -> None:
    assert leads_to(name, on) == by_reading


# Ladders


def due(name: str, on: On) -> list[tuple[str, str]]:
    return [(each.stage.name, each.status.value) for each in read(name, on).due]


def test_in_carmarthenshire_the_formal_meeting_takes_the_place_of_the_informal_one() -> None:
    on = On(ones(4), day=date(2023, 3, 14))
    assert leads_to("carmarthenshire", on) == ["formal meeting"]


def test_in_west_lothian_the_first_hit_is_informal_and_the_next_is_stage_1() -> None:
    assert due("west-lothian", On(ones(4))) == [("informal discussion", "must")]
    assert due("west-lothian", On(ones(5), held=stage(Step.INFORMAL, date(2023, 3, 20)))) == [("stage 1", "must")]


def test_one_absence_does_not_lead_on_from_a_meeting_held_during_it() -> None:
    on = On([*ones(3), *block(10)], held=stage(Step.INFORMAL, date(2023, 6, 7)))
    assert hit("west-lothian", on) == {"first-hit"}
    warned = stage(Step.STAGE_1, date(2023, 6, 7), live_until=date(2024, 6, 6))
    assert hit("co-op", On(block(10), held=warned)) == set()
    assert hit("co-op", On([*block(10), away(date(2023, 9, 5))], held=warned)) == {"live-warning"}


def test_one_absence_can_pass_two_lines() -> None:
    found = read("carmarthenshire", On(block(15))).hits
    assert [(each.rule.id, each.day) for each in found] == [
        ("informal", date(2023, 6, 16)),
        ("formal", date(2023, 6, 23)),
    ]


def test_at_the_dwp_absences_of_half_a_day_are_no_trigger_under_review() -> None:
    halves = ones(4, last_session=Half.AM)
    assert "spells" in hit("dwp", On(halves), "half is exact")
    assert hit("dwp", On(halves, held=WARNED), "half is rounded up") == set()


def test_a_great_yarmouth_warning_is_live_for_12_months() -> None:
    on = On(ones(1), held=stage(Step.STAGE_1, date(2023, 1, 2)))
    live = read("great-yarmouth", on, "as written, nothing between 50 and 51").attending
    assert live.facts(["warning_live"], date(2024, 1, 2)) == {"warning_live": True}
    assert live.facts(["step"], date(2024, 1, 3)) == {"step": Step.NONE}


def test_in_argyll_a_case_open_since_before_october_2021_is_not_assessed_by_this_policy() -> None:
    before, after = stage(Step.STAGE_1, date(2021, 9, 30)), stage(Step.STAGE_1, date(2021, 10, 1))
    assert due("argyll-and-bute", On(ones(4), held=before)) == []
    assert read("argyll-and-bute", On(ones(4), held=before)).edition is None
    assert due("argyll-and-bute", On(ones(4), held=after)) == [("short-term stage 2", "must")]


def test_in_aberdeen_an_absence_in_a_review_leads_one_stage_on() -> None:
    assert hit("aberdeen", On(ones(1), held=WARNED)) == {"absence-in-first-review"}
    assert hit("aberdeen", On(ones(1), held=stage(Step.STAGE_2))) == {"absence-in-second-review"}


def test_in_aberdeen_leave_extends_the_review() -> None:
    leave = (Leave(start=date(2023, 3, 20), end=date(2023, 3, 22)),)
    reading = read("aberdeen", On(ones(1), held=stage(Step.STAGE_1), leave=leave))
    assert reading.attending.facts(["review_ends"], JUNE - timedelta(days=90)) == {"review_ends": date(2023, 3, 30)}


@pytest.mark.parametrize(("day", "again"), [(date(2024, 3, 27), "stage 2"), (date(2024, 3, 28), "stage 1")])
def test_in_aberdeen_a_new_hit_within_12_months_of_a_review_is_the_same_stage_again(day: date, again: str) -> None:
    on = On(ending(8, day), held=stage(Step.STAGE_2), day=date(2024, 6, 28))
    assert due("aberdeen", on) == [(again, "must")]


@pytest.mark.parametrize("name", ["esneft", "york-university"])
def test_no_formal_meeting_without_the_return_to_work_interviews(name: str) -> None:
    rows = [*ones(3), *block(8)]
    held = stage(Step.INFORMAL)
    asked = [attrs.evolve(row, returned=row.end + ONE, interviewed=row.end + ONE) for row in rows if row.end]
    assert [each.gate for each in read(name, On(rows, held=held)).due] == [Verdict.CANNOT_TELL]
    assert [each.gate for each in read(name, On(asked, held=held)).due] == [Verdict.HOLDS]


@pytest.mark.parametrize(("name", "gated"), [("esneft", 3), ("york-university", 1)])
def test_every_formal_stage_of_the_short_term_route_has_the_gate(name: str, gated: int) -> None:
    stages = [each for each in EVERY[name].stages if each.gate is not None]
    assert stages == [each for each in EVERY[name].stages if each.formal and each.route is Route.SHORT_TERM]
    assert len(stages) == gated


def test_an_informal_meeting_needs_no_interviews() -> None:
    assert [each.gate for each in read("esneft", On(ones(4))).due] == [None]


def test_at_st_marys_28_days_are_28_days_also_without_any_record_of_fit_notes() -> None:
    for length, ids in ((27, []), (28, ["long-term"])):
        known: Histories = {Absence: lasting(length), WorkPattern: [week(1)], StageHeld: []}
        readings = track(EVERY["st-marys-university"], W1, date(2023, 12, 29), known).readings
        assert [[hit.rule.id for hit in each.hits] for each in readings] == [ids] * 3


# Interviews


def by_when(name: str, returned: date, pattern: WorkPattern) -> dict[str, date | None]:
    on: Histories = {Absence: [away(JUNE, returned=returned)], WorkPattern: [pattern]}
    (row,) = interviews(EVERY[name], Worker(reference="W1"), date(2023, 12, 29), on)
    assert row.needed
    return dict(row.due)


def test_in_falkirk_72_hours_are_read_in_three_ways() -> None:
    friday = date(2023, 6, 9)
    assert list(by_when("falkirk", friday, week(3)).values()) == [
        date(2023, 6, 12),
        date(2023, 6, 14),
        date(2023, 6, 14),
    ]
    wednesday = by_when("falkirk", date(2023, 6, 7), week(3))
    assert list(wednesday.values()) == [date(2023, 6, 10), date(2023, 6, 12), date(2023, 6, 14)]


def test_in_great_yarmouth_the_interview_is_on_the_first_day_back() -> None:
    assert by_when("great-yarmouth", date(2023, 6, 9), week(5)) == {"first day back": date(2023, 6, 9)}


@pytest.mark.parametrize("name", ["derby", "co-op", "lincolnshire", "crmg-council", "exeter-university"])
def test_an_interview_after_every_absence_without_a_deadline(name: str) -> None:
    assert by_when(name, date(2023, 6, 9), week(5)) == {}


# Policies whose numbers each service settles


def test_derby_refuses_to_run_without_its_numbers_and_says_which() -> None:
    with pytest.raises(PolicyError) as refused:
        DERBY.settle({"months": 12, "days": 0, "weeks": 3})
    said = str(refused.value)
    for name in ("spells is missing", "long_term_days is missing", "stage_months is missing", "days: wrote 0", "weeks"):
        assert name in said
    assert "months is missing" not in said.replace("stage_months is missing", "")


def test_derbys_first_trigger_must_be_informal_and_the_next_may_be_formal() -> None:
    assert due("derby", On(ones(4))) == [("informal attendance management", "must")]
    informal = stage(Step.INFORMAL, date(2023, 3, 20))
    assert due("derby", On(ones(5), held=informal)) == [("formal attendance management", "may")]


def test_every_number_of_derbys_policy_is_the_services_own() -> None:
    ours = DERBY.settle(DERBY_NUMBERS | {"months": 6, "days": Decimal(100), "long_term_days": 20, "stage_months": 3})
    histories: Histories = {Absence: lasting(20), WorkPattern: [week(5)], StageHeld: []}
    (reading,) = track(ours, Worker(reference="W1"), date(2023, 12, 29), histories).readings
    assert [each.day for each in reading.hits] == [date(2023, 6, 24)]
    assert [each.live for each in ours.stages] == [Span(3, Count.MONTHS)] * 2


def test_aberdeens_levels_are_asked_for() -> None:
    with pytest.raises(PolicyError, match="days is missing"):
        ABERDEEN.settle({"spells": 3})


def test_at_the_northern_trust_a_warning_of_twelve_months_is_live_on_the_same_date_which_no_source_states() -> None:
    warned = stage(Step.STAGE_2, date(2024, 11, 21))
    on = On([away(date(2025, 11, 21))], held=warned, day=date(2025, 12, 31))
    assert due("northern-trust", on) == [("stage 3", "must")]
    assert due("northern-trust", attrs.evolve(on, rows=[away(date(2025, 11, 22))])) == []
    policy = EVERY["northern-trust"]
    assert CLOCKS in policy.not_stated
    other = attrs.evolve(policy, conventions=attrs.evolve(policy.conventions, clocks=LastDay.DAY_BEFORE))
    histories = {Absence: on.rows, StageHeld: warned, WorkPattern: (on.pattern,)}
    assert track(other, W1, on.day, histories).readings[0].due == ()


def test_the_absence_that_escalates_under_a_warning_is_named_and_what_it_led_to_stands_after_the_return() -> None:
    warned = stage(Step.STAGE_2, date(2024, 11, 21))
    (led,) = read("northern-trust", On([away(date(2025, 11, 3))], held=warned, day=date(2025, 12, 31))).due
    assert [spell.start for spell in led.first_hits[0].spells] == [date(2025, 11, 3)]


@pytest.mark.parametrize("name", ["esneft", "co-op"])
def test_absences_in_probation_are_those_until_it_ended(name: str) -> None:
    started = attrs.evolve(W1, started=date(2023, 1, 2), probation_ends=date(2023, 2, 10))
    # On 10 and 31 January, 21 February and 14 March: two of them in probation.
    on = On(ones(4), worker=started)
    reading = read(name, on)
    assert reading.attending.facts(["in_probation"], on.day) == {"in_probation": 2}
    assert "probation" not in {each.rule.id for was in reading.due for each in was.hits}


def test_days_off_ten_years_ago_are_history() -> None:
    rows = [away(date(2015, 3, 2), date(2015, 3, 13))]
    reading = read("sheffield-university", On(rows, day=date(2025, 12, 31)))
    assert (reading.due, [was.since for was in reading.lapsed]) == ((), [date(2015, 3, 13)])
    considered = read("sheffield-university", On(rows, day=date(2015, 3, 31), held=stage(Step.NONE, date(2015, 3, 20))))
    assert (considered.due, considered.lapsed) == ((), ())
