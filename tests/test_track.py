"""An absence history replayed: when a trigger is hit, what is due, what is unanswered, what one more would do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest

from attending import CONVENTIONS, COUNTING, FULL_TIME, INFORMAL, STAGE_1, W1, Local, away, one_day, policy
from yosrules import (
    Edition,
    Facts,
    LanguageError,
    Maybe,
    PolicyError,
    RecordError,
    Rule,
    Verdict,
    all_of,
    any_of,
    fact,
    known,
    may,
    must,
    unless,
)
from yosrules.attendance.measures import tallies
from yosrules.attendance.track import track
from yosrules.attendance.triggers.timeline import Reading
from yosrules.errors import InputError
from yosrules.language.expr import ALWAYS, Condition
from yosrules.language.measure import Unit, count, last
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Fires, Linking, OfRule
from yosrules.policies.lost_time.counting import DayCount
from yosrules.policies.lost_time.measures import (
    allowance,
    continuous,
    days,
    hours,
    in_spells,
    lasted,
    share_of_time,
    since_held,
    spells,
)
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.policy import Status
from yosrules.policies.stages import ByLeave, Rung
from yosrules.records.absence import Absence, Attendance, Leave, Reason, Route, StageHeld, Step, Worker, WorkPattern
from yosrules.reports.trigger_lines import by_rule

DAY = date(2022, 12, 30)
SIX_MONTHS = last(6, Unit.MONTHS, anchor_in=True, far_end_in=False)
THREE = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 20))
ENOUGH = Local.spells >= 3


class Long(Local):
    four_weeks: Maybe[bool] = lasted("absent for 4 weeks", Span(4, Count.WEEKS), where=ALWAYS)


class Scaled(Local):
    allowed: Maybe[Decimal] = allowance(
        "days allowed", 8, per=Per.DAYS, full_time=5, rounding=Rounded.EXACT, pattern=Pattern.LATEST
    )
    hours: Maybe[Decimal] = share_of_time("hours", 3, during=COUNTING.during)
    absences: Maybe[int] = in_spells(
        allowance("absences", 3, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST)
    )


def read(
    chosen: AttendancePolicy,
    absences: Sequence[Absence],
    day: date = DAY,
    held: Sequence[StageHeld] | None = (),
    worker: Worker = W1,
    patterns: Sequence[WorkPattern] = (FULL_TIME,),
) -> Reading:
    histories: dict[type[Facts], Sequence[Facts]] = {Absence: absences, WorkPattern: patterns}
    if held is not None:
        histories[StageHeld] = held
    (reading,) = track(chosen, worker, day, histories).readings
    return reading


def hits(
    chosen: AttendancePolicy, absences: Sequence[Absence], day: date = DAY, *held: StageHeld
) -> list[tuple[str, date]]:
    return [(hit.rule.id, hit.day) for hit in read(chosen, absences, day, held).hits]


def convention(*rules: Rule[Rung], about: type[Attendance] = Local, **how: object) -> AttendancePolicy:
    return policy(*rules, about=about, conventions=attrs.evolve(CONVENTIONS, **how))


# When a trigger is hit


@pytest.mark.parametrize(
    ("day", "hit"), [(date(2022, 6, 19), []), (date(2022, 6, 20), [("spells", date(2022, 6, 20))])]
)
def test_a_trigger_is_hit_on_the_day_that_takes_it_over_the_line(day: date, hit: list[tuple[str, date]]) -> None:
    assert hits(policy(), THREE, day) == hit


def test_a_trigger_over_the_line_is_hit_once_until_it_has_fallen_below_it() -> None:
    more = [*THREE, *one_day(date(2022, 9, 12), date(2023, 7, 3), date(2023, 8, 7))]
    assert hits(policy(), more, date(2023, 12, 29)) == [("spells", date(2022, 6, 20)), ("spells", date(2023, 8, 7))]


def test_a_trigger_can_be_hit_at_each_absence_over_the_line() -> None:
    each = convention(fires=Fires.ON_EACH_ABSENCE)
    more = [*THREE, away(date(2022, 9, 12), date(2022, 9, 16)), away(date(2023, 7, 3))]
    assert hits(each, more, date(2023, 12, 29)) == [("spells", date(2022, 6, 20)), ("spells", date(2022, 9, 12))]


def test_a_trigger_can_hold_on_and_be_hit_again_as_soon_as_a_stage_was_held() -> None:
    rules = (
        must("first", INFORMAL, when=(Local.step == Step.NONE) & ENOUGH),
        must("second", STAGE_1, when=(Local.step == Step.INFORMAL) & ENOUGH),
    )
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 7, 4))
    level, crossing = convention(*rules, fires=Fires.WHILE_IT_HOLDS), convention(*rules)
    assert hits(level, THREE, DAY, held) == [("first", date(2022, 6, 20)), ("second", date(2022, 7, 4))]
    assert hits(crossing, THREE, DAY, held) == [("first", date(2022, 6, 20))]


def test_while_it_holds_the_day_asked_about_is_assessed_too() -> None:
    expires = StageHeld(step=Step.INFORMAL, held=date(2022, 7, 4), live_until=date(2022, 9, 30))
    over = convention(must("over", STAGE_1, when=(Local.step == Step.NONE) & ENOUGH), fires=Fires.WHILE_IT_HOLDS)
    assert hits(over, THREE, date(2022, 10, 1), expires) == [("over", date(2022, 6, 20)), ("over", date(2022, 10, 1))]
    assert hits(over, [], DAY) == []


def test_days_are_assessed_one_by_one_or_at_the_start_or_on_return() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(10))
    rows = [away(date(2022, 3, 7), date(2022, 3, 25), returned=date(2022, 3, 28)), away(date(2022, 5, 9))]
    assert hits(convention(ten), rows) == [("days", date(2022, 3, 18))]
    assert hits(convention(ten, assessed=Assessed.AT_START), rows) == [("days", date(2022, 5, 9))]
    assert hits(convention(ten, assessed=Assessed.ON_RETURN), rows) == [("days", date(2022, 3, 28))]


def test_an_absence_that_links_to_it_later_does_not_undo_a_return() -> None:
    once = convention(must("spells", INFORMAL, when=Local.spells >= 1), assessed=Assessed.ON_RETURN)
    friday, monday = away(date(2022, 3, 11)), away(date(2022, 3, 14))
    assert hits(once, [friday], date(2022, 3, 12)) == [("spells", date(2022, 3, 12))]
    assert hits(once, [friday, monday], date(2022, 3, 12)) == [("spells", date(2022, 3, 12))]
    assert hits(once, [friday, monday], date(2022, 3, 15))[0] == ("spells", date(2022, 3, 12))


def test_without_a_day_of_return_it_is_the_day_after_the_last_of_the_absence() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(10))
    rows = [away(date(2022, 3, 7), date(2022, 3, 25)), Absence(start=date(2022, 5, 9))]
    assert hits(convention(ten, assessed=Assessed.ON_RETURN), rows) == [("days", date(2022, 3, 26))]


def test_how_long_an_absence_lasts_is_assessed_each_day_whatever_else_is() -> None:
    rules = (must("long", STAGE_1, when=Long.four_weeks), must("spells", INFORMAL, when=Long.spells >= 1))
    chosen = convention(*rules, about=Long, assessed=Assessed.AT_START)
    rows = [Absence(start=date(2022, 3, 7))]
    assert hits(chosen, rows) == [("spells", date(2022, 3, 7)), ("long", date(2022, 4, 4))]


def test_a_rule_without_measures_is_hit_when_an_absence_begins() -> None:
    live = must("live", STAGE_1, when=all_of(Local.warning_live, Local.absent))
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 4, 4), live_until=date(2022, 5, 31))
    assert hits(convention(live), THREE, DAY, held) == [("live", date(2022, 5, 9))]


def test_absences_that_link_are_one_episode() -> None:
    rows = [*THREE, away(date(2022, 6, 21))]
    assert hits(convention(fires=Fires.ON_EACH_ABSENCE), rows) == [("spells", date(2022, 6, 20))]
    apart = convention(fires=Fires.ON_EACH_ABSENCE, linking=Linking(calendar_gap=None, over_days_off=False))
    assert len(hits(apart, rows)) == 2


@pytest.mark.parametrize("ends", [date(2022, 3, 6), date(2022, 3, 7), date(2022, 3, 8), date(2022, 3, 9)])
def test_a_stage_that_ended_long_ago_changes_nothing_when_probation_ends_in_an_absence(ends: date) -> None:
    settled = convention(must("spells", INFORMAL, when=~Local.on_probation & ENOUGH), fires=Fires.ON_EACH_ABSENCE)
    rows = [*one_day(date(2021, 9, 6), date(2021, 11, 8)), away(date(2022, 3, 7), date(2022, 3, 9))]
    starter = attrs.evolve(W1, probation_ends=ends)
    old = StageHeld(step=Step.INFORMAL, held=date(2019, 1, 7), closed=date(2019, 2, 4))
    never, once = (read(settled, rows, DAY, held, starter).hits for held in ((), (old,)))
    assert [(hit.rule.id, hit.day) for hit in never] == [(hit.rule.id, hit.day) for hit in once]


# What one rule has for itself


class Contact(Local):
    so_far: Maybe[int] = continuous("days so far", where=ALWAYS, forecast=False)
    six_weeks: Maybe[bool] = since_held("6 weeks", Span(6, Count.WEEKS), of=Step.STAGE_1, route=Route.LONG_TERM)


CONTACT = Rung(name="contact meeting", step=Step.STAGE_1, route=Route.LONG_TERM)
CONTACTS = (
    must("first", CONTACT, when=(Contact.so_far > 21) & (Contact.long_term_step == Step.NONE)),
    must("again", CONTACT, when=Contact.absent & Contact.six_weeks),
)


def contacts(**changes: object) -> AttendancePolicy:
    each = attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE)
    return policy(*CONTACTS, about=Contact, stages=(CONTACT,), conventions=each, **changes)


def test_a_rule_that_time_alone_meets_again_says_how_often_it_fires() -> None:
    with pytest.raises(PolicyError, match=r"rule again: time alone meets it again after contact meeting.*OfRule"):
        contacts()
    once = contacts(of_rules={"again": OfRule(fires=Fires.ON_EACH_ABSENCE)})
    level = contacts(of_rules={"again": OfRule(fires=Fires.WHILE_IT_HOLDS)})
    held = [
        StageHeld(step=Step.STAGE_1, held=day, route=Route.LONG_TERM) for day in (date(2025, 1, 28), date(2025, 3, 14))
    ]
    rows = [Absence(start=date(2025, 1, 6))]
    # Six weeks after 14 March 2025 is 25 April.
    (due,) = read(level, rows, date(2025, 5, 6), held).due
    assert (due.since, [hit.rule.id for hit in due.hits]) == (date(2025, 4, 25), ["again"])
    assert read(once, rows, date(2025, 5, 6), held).due == ()
    assert [hit.day for hit in read(level, rows, date(2025, 5, 6), held).hits if hit.rule.id == "first"] == [
        date(2025, 1, 27)  # the 22nd day
    ]


def test_what_cannot_be_told_of_a_rule_is_said_by_its_own_conventions_alone() -> None:
    ways = contacts(of_rules={"again": OfRule(fires=Fires.WHILE_IT_HOLDS)})
    reading = read(ways, [Absence(start=date(2025, 1, 6))], date(2025, 5, 6), held=None)
    assert [doubt.rule.id for doubt in reading.doubts] == ["first", "again"]


def test_one_rule_can_be_assessed_on_return_and_another_each_day() -> None:
    rules = (
        must("ten", INFORMAL, when=Local.days >= Decimal(10)),
        must("three", STAGE_1, when=Local.days >= Decimal(3)),
    )
    chosen = policy(*rules, of_rules={"ten": OfRule(assessed=Assessed.ON_RETURN)})
    rows = [away(date(2022, 3, 7), date(2022, 3, 25), returned=date(2022, 3, 28))]
    assert hits(chosen, rows) == [("three", date(2022, 3, 9)), ("ten", date(2022, 3, 28))]


def test_one_rule_can_use_an_absence_again_and_another_not() -> None:
    rules = (must("fresh", STAGE_1, when=Local.spells >= 2), must("all", INFORMAL, when=Local.spells >= 3))
    chosen = policy(*rules, of_rules={"fresh": OfRule(used_again=False)})
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 5, 16))
    reading = read(chosen, THREE, DAY, (held,))
    # Two absences before the stage, one after it.
    assert [(hit.rule.id, hit.day) for hit in reading.hits] == [
        ("fresh", date(2022, 5, 9)),
        ("all", date(2022, 6, 20)),
    ]
    assert [hit.measures["spells"].value for hit in reading.hits] == [2, 3]
    assert [was.stage for was in reading.lapsed] == [STAGE_1]  # of those since the stage there is one
    assert [due.stage for due in reading.due] == [INFORMAL]
    assert read(chosen, THREE[:2], DAY, (held,)).one_more == ((date(2023, 1, 3), INFORMAL),)


def test_conventions_of_a_rule_that_is_not_there_are_refused() -> None:
    with pytest.raises(PolicyError, match="conventions of days, not among its rules"):
        policy(of_rules={"days": OfRule()})


# What a hit says


def test_a_hit_names_the_spells_and_what_each_measure_came_to() -> None:
    both = policy(must("both", INFORMAL, when=ENOUGH & (Local.days >= Decimal(3))))
    (hit,) = read(both, [away(date(2021, 1, 4)), *THREE]).hits
    assert [spell.start for spell in hit.spells] == [row.start for row in THREE]
    assert {name: told.value for name, told in hit.measures.items()} == {"spells": 3, "days": Decimal("3.0")}
    assert [(spell.start, why) for spell, why in hit.measures["spells"].left_out] == [
        (date(2021, 1, 4), "it is outside the window")
    ]


def test_a_hit_says_which_of_its_measures_made_the_rule_hold() -> None:
    either = any_of(Local.days >= Decimal(9), ENOUGH & (Local.score > Decimal(1)) & known(Local.days))
    (hit,) = read(policy(must("either", INFORMAL, when=either)), THREE).hits
    assert hit.because == {Local.spells.fact: 3, Local.score.fact: Decimal(27)}


def test_what_is_no_measure_is_no_reason_of_a_hit() -> None:
    (hit,) = read(policy(must("away", INFORMAL, when=ENOUGH & (Local.latest_start > date(2022, 1, 1)))), THREE).hits
    assert hit.because == {Local.spells.fact: 3}


def test_a_reading_has_every_tally_of_the_day_asked_about() -> None:
    tallies = read(policy(), THREE).tallies
    assert {name: counted.value for name, counted in tallies.items()} == {"spells": 3, "days": 3, "score": 27}


def test_a_spell_drops_out_of_the_window_on_a_day() -> None:
    reading = read(policy(), THREE)
    (first, *_) = reading.hits[0].spells
    assert reading.drops_out("spells", first, DAY) == date(2023, 3, 7)


def test_a_spell_in_a_window_on_the_latest_absence_drops_out_on_no_day_in_sight() -> None:
    by_latest = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_start)

    class Latest(Attendance):
        spells: Maybe[int] = spells("spells", attrs.evolve(COUNTING, during=by_latest))

    reading = read(policy(must("spells", INFORMAL, when=Latest.spells >= 3), about=Latest), THREE)
    assert reading.drops_out("spells", reading.hits[0].spells[0], DAY) is None


# What is due


def test_a_stage_is_due_from_the_first_hit_that_no_stage_has_answered() -> None:
    (due,) = read(policy(), THREE).due
    assert (due.stage, due.since, due.status, due.gate) == (INFORMAL, date(2022, 6, 20), Status.MUST, None)


@pytest.mark.parametrize(
    ("held", "due"),
    [
        (StageHeld(step=Step.INFORMAL, held=date(2022, 6, 19)), 1),
        (StageHeld(step=Step.INFORMAL, held=date(2022, 6, 20)), 0),
        (StageHeld(step=Step.STAGE_1, held=date(2022, 7, 4)), 0),
        (StageHeld(step=Step.STAGE_1, held=date(2022, 7, 4), route=Route.LONG_TERM), 1),
        (StageHeld(step=Step.INFORMAL, held=date(2022, 12, 31)), 1),
    ],
)
def test_a_hit_is_answered_by_its_stage_or_a_higher_one_held_since(held: StageHeld, due: int) -> None:
    assert len(read(policy(), THREE, DAY, (held,)).due) == due


def test_a_lower_stage_does_not_answer_a_hit() -> None:
    chosen = policy(must("spells", STAGE_1, when=ENOUGH))
    assert len(read(chosen, THREE, DAY, (StageHeld(step=Step.INFORMAL, held=date(2022, 7, 4)),)).due) == 1


def test_without_a_record_of_stages_nobody_can_tell_whether_a_stage_that_was_hit_is_still_due() -> None:
    reading = read(policy(), THREE, held=None)
    assert (reading.due, reading.lapsed) == ((), ())
    (undecided,) = reading.undecided
    assert (undecided.stage, undecided.missing) == (INFORMAL, (Attendance.step.fact,))
    assert undecided.hit is not None
    assert (undecided.hit.since, undecided.hit.still, undecided.hit.open) == (date(2022, 6, 20), True, None)
    assert reading.says == (("informal meeting", date(2022, 6, 20), Status.MUST),)


def test_a_stage_that_may_be_due_already_is_not_one_more_absence_away() -> None:
    each = convention(fires=Fires.ON_EACH_ABSENCE)
    assert read(each, THREE, held=None).one_more == ()
    assert read(each, THREE[:2], held=None).one_more == ((date(2023, 1, 3), INFORMAL),)


def test_of_a_long_term_stage_it_is_the_long_term_stage_that_is_not_on_record() -> None:
    long = attrs.evolve(STAGE_1, route=Route.LONG_TERM)
    (undecided,) = read(policy(must("spells", long, when=ENOUGH), stages=(long,)), THREE, held=None).undecided
    assert undecided.missing == (Attendance.long_term_step.fact,)


def test_a_line_that_a_worker_is_no_longer_over_is_history_also_where_nobody_knows_the_stages() -> None:
    # Three in 12 months until 7 March 2023, when the first of them leaves the window.
    for held in ((), None):
        reading = read(policy(), THREE, date(2023, 3, 8), held)
        assert (reading.due, reading.undecided, reading.says) == ((), (), ())
        (was,) = reading.lapsed
        assert (was.stage, was.since, was.due) == (INFORMAL, date(2022, 6, 20), False)


CONSIDERED = StageHeld(step=Step.NONE, held=date(2022, 6, 27))


def test_a_decision_that_no_stage_follows_answers_a_hit_and_puts_nobody_on_a_stage() -> None:
    reading = read(policy(), THREE, DAY, (CONSIDERED,))
    assert (reading.due, reading.lapsed, reading.undecided) == ((), (), ())
    assert len(reading.hits) == 1
    stage = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 26), review_ends=date(2023, 6, 26))
    facts = read(policy(), THREE, DAY, (stage, CONSIDERED)).attending.facts(("step", "under_review"), DAY)
    assert facts == {"step": Step.INFORMAL, "under_review": True}


@pytest.mark.parametrize(
    "decision",
    [
        attrs.evolve(CONSIDERED, held=date(2022, 6, 19)),
        attrs.evolve(CONSIDERED, held=date(2022, 12, 31)),
        attrs.evolve(CONSIDERED, route=Route.LONG_TERM),
    ],
    ids=["before the hit", "after the day asked about", "of the other route"],
)
def test_a_decision_answers_only_what_was_hit_by_then_on_its_route(decision: StageHeld) -> None:
    assert len(read(policy(), THREE, DAY, (decision,)).due) == 1


def test_after_a_decision_the_next_absence_over_the_line_is_a_hit_again() -> None:
    each = convention(fires=Fires.ON_EACH_ABSENCE)
    reading = read(each, [*THREE, away(date(2022, 9, 12))], DAY, (CONSIDERED,))
    assert [due.since for due in reading.due] == [date(2022, 9, 12)]


def test_after_a_decision_a_trigger_that_holds_on_is_not_hit_again_at_once() -> None:
    level = convention(fires=Fires.WHILE_IT_HOLDS)
    assert read(level, THREE, DAY, (CONSIDERED,)).due == ()


def test_what_an_absence_under_a_warning_leads_to_stays_due_after_the_return() -> None:
    live = must("live", STAGE_1, when=all_of(Local.warning_live, Local.absent))
    warned = StageHeld(step=Step.INFORMAL, held=date(2022, 4, 4), live_until=date(2022, 5, 31))
    (due,) = read(convention(live), THREE, DAY, (warned,)).due
    assert (due.since, due.still) == (date(2022, 5, 9), True)
    assert [spell.start for spell in due.first_hits[0].spells] == [date(2022, 5, 9)]


def test_what_a_measure_was_at_the_hit_and_is_now_are_both_said() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(10))
    rows = [away(date(2022, 3, 7), date(2022, 3, 18)), away(date(2022, 12, 19))]
    gone = WorkPattern(starts=date(2022, 12, 12))
    for patterns, now in (((FULL_TIME,), "11"), ((FULL_TIME, gone), "unknown")):
        (hit,) = read(policy(ten), rows, patterns=patterns).hits
        assert (
            by_rule(hit, DAY) == f"days: working days lost in 12 months is 10 on 18 Mar 2022 and {now} on 30 Dec 2022"
        )
        assert by_rule(hit, hit.day) == "days: working days lost in 12 months is 10"


def test_that_a_clock_has_run_out_since_takes_no_hit_back() -> None:
    under = must("under", STAGE_1, when=Local.under_review & ENOUGH)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 1), review_ends=date(2022, 6, 30))
    assert [due.stage for due in read(convention(under), THREE, DAY, (held,)).due] == [STAGE_1]


@pytest.mark.parametrize(
    "band",
    [
        (Local.spells >= 3) & (Local.spells < 4),
        (Local.spells == 3) & (Local.days <= Decimal(3)),
        (Local.spells >= 3) & unless(Local.spells >= 4),
        (Local.spells >= 3) & (Decimal(4) > Local.days),
        (Local.spells >= 3) & ~Long.four_weeks,
    ],
)
def test_a_record_that_has_gone_beyond_the_band_of_a_rule_is_not_below_its_line(band: Condition) -> None:
    chosen = convention(must("band", INFORMAL, when=band), about=Long)
    rows = [*THREE, away(date(2022, 9, 5), date(2022, 10, 7))]
    assert [due.since for due in read(chosen, rows).due] == [date(2022, 6, 20)]
    assert [was.since for was in read(chosen, THREE, date(2023, 3, 8)).lapsed] == [date(2022, 6, 20)]


def test_a_scaled_number_is_a_line_whichever_side_it_is_written_on() -> None:
    for over in (Scaled.allowed < Scaled.days, Scaled.days > Scaled.allowed):
        chosen = convention(must("over", INFORMAL, when=over), about=Scaled)
        rows = [away(date(2022, 3, 7), date(2022, 3, 18))]
        assert [len(read(chosen, rows, day).due) for day in (DAY, date(2023, 3, 31))] == [1, 0]
    few = convention(must("few", INFORMAL, when=(Scaled.spells >= 1) & (Scaled.allowed >= Scaled.days)), about=Scaled)
    beyond = [away(date(2022, 3, 7)), away(date(2022, 5, 9), date(2022, 6, 10))]
    assert [due.since for due in read(few, beyond).due] == [date(2022, 3, 7)]


def test_a_line_on_the_day_of_return_is_not_left_the_day_after() -> None:
    rows = [Absence(start=date(2022, 3, 7), end=date(2022, 4, 8), returned=date(2022, 4, 11))]
    chosen = convention(must("long", INFORMAL, when=Long.four_weeks), about=Long, assessed=Assessed.ON_RETURN)
    assert [due.since for due in read(chosen, rows).due] == [date(2022, 4, 11)]


def test_a_long_absence_that_is_over_is_no_longer_over_its_line() -> None:
    rows = [away(date(2022, 3, 7), date(2022, 4, 8))]
    chosen = convention(must("long", INFORMAL, when=Long.four_weeks), about=Long)
    assert [due.since for due in read(chosen, rows, date(2022, 4, 8)).due] == [date(2022, 4, 4)]
    assert [was.since for was in read(chosen, rows).lapsed] == [date(2022, 4, 4)]


def test_of_two_rules_the_one_that_is_still_over_its_line_says_since_when_and_whether_it_must() -> None:
    # Six months back from 30 December: the spells of 7 March to 20 June are out, that of September is one.
    class Half(Local):
        recent: Maybe[int] = spells("spells in 6 months", attrs.evolve(COUNTING, during=SIX_MONTHS))

    rules = (must("three", INFORMAL, when=Half.recent >= 3), may("one", INFORMAL, when=Half.recent >= 1))
    rows = [*THREE, away(date(2022, 9, 12))]
    (due,) = read(convention(*rules, about=Half, fires=Fires.ON_EACH_ABSENCE), rows).due
    assert (due.status, due.since) == (Status.MAY, date(2022, 3, 7))
    (then,) = read(convention(*rules, about=Half, fires=Fires.ON_EACH_ABSENCE), rows, date(2022, 6, 30)).due
    assert (then.status, then.since) == (Status.MUST, date(2022, 6, 20))


def test_without_a_history_of_absences_nothing_is_told() -> None:
    with pytest.raises(RecordError, match="no history of absences"):
        track(policy(), W1, DAY, {WorkPattern: (FULL_TIME,), StageHeld: ()})
    assert track(policy(), W1, DAY, {Absence: (), StageHeld: ()}).readings[0].due == ()


def test_what_must_be_held_stands_before_what_may() -> None:
    chosen = policy(may("two", INFORMAL, when=Local.spells >= 2), must("three", INFORMAL, when=ENOUGH))
    (due,) = read(chosen, THREE).due
    assert (due.status, due.since) == (Status.MUST, date(2022, 6, 20))
    assert [hit.rule.id for hit in due.hits] == ["two", "three"]
    (due,) = read(chosen, THREE[:2]).due
    assert (due.status, due.since) == (Status.MAY, date(2022, 5, 9))


@pytest.mark.parametrize(("interviewed", "gate"), [(date(2022, 6, 21), Verdict.HOLDS), (None, Verdict.CANNOT_TELL)])
def test_a_gate_is_shut_until_it_is_shown_to_be_open(interviewed: date | None, gate: Verdict) -> None:
    formal = attrs.evolve(STAGE_1, gate=Local.interviews_held)
    chosen = policy(must("spells", formal, when=ENOUGH), stages=(INFORMAL, formal))
    rows = [attrs.evolve(row, interviewed=row.start + timedelta(days=1)) for row in THREE[:2]]
    (due,) = read(chosen, [*rows, attrs.evolve(THREE[2], interviewed=interviewed)]).due
    assert due.gate is gate


def test_an_interview_that_was_held_later_did_not_open_the_gate_before() -> None:
    formal = attrs.evolve(STAGE_1, gate=all_of(Local.interviews_held))
    chosen = policy(must("spells", formal, when=ENOUGH), stages=(formal,))
    rows = [attrs.evolve(row, interviewed=date(2022, 7, 4)) for row in THREE]
    assert read(chosen, rows, date(2022, 7, 3)).due[0].gate is Verdict.CANNOT_TELL
    assert read(chosen, rows, date(2022, 7, 4)).due[0].gate is Verdict.HOLDS


# What cannot be told, and what would be


def test_what_nobody_can_tell_is_said_with_what_is_missing() -> None:
    chosen = policy(must("days", INFORMAL, when=Local.days >= Decimal(2)))
    reading = read(chosen, THREE, patterns=())
    assert [(each.outcome, [fact.name for fact in each.missing]) for each in reading.untold] == [(INFORMAL, ["days"])]
    assert reading.hits == ()


def test_what_could_not_be_told_on_an_earlier_day_is_said_though_it_can_be_now() -> None:
    chosen = policy(must("days", INFORMAL, when=(Local.days >= Decimal(2)) & (Local.spells >= 1)))
    late = (attrs.evolve(FULL_TIME, starts=date(2022, 6, 6)),)
    rows = [*THREE, *one_day(date(2023, 5, 15), date(2023, 5, 22))]
    reading = read(chosen, rows, date(2023, 6, 30), patterns=late)
    assert reading.untold == ()
    (doubt,) = reading.doubts
    assert (doubt.rule.id, doubt.first, doubt.last) == ("days", date(2022, 3, 7), date(2022, 6, 20))
    assert [fact.name for fact in doubt.missing] == ["days"]
    assert read(chosen, THREE).doubts == ()


def test_what_could_not_be_told_is_history_too_once_the_line_is_known_not_to_be_passed_or_was_answered() -> None:
    chosen = policy(must("days", INFORMAL, when=Local.days >= Decimal(2)))
    late = (attrs.evolve(FULL_TIME, starts=date(2022, 6, 6)),)
    assert read(chosen, THREE, date(2023, 6, 30), patterns=late).doubts == ()
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 20))
    assert read(chosen, THREE, DAY, (held,), patterns=late).doubts == ()
    (doubt,) = read(chosen, THREE, DAY, (attrs.evolve(held, held=date(2022, 6, 19)),), patterns=late).doubts
    assert doubt.days == (date(2022, 6, 20),)


def test_a_stage_that_is_due_is_not_undecided() -> None:
    rules = (must("spells", INFORMAL, when=ENOUGH), must("days", INFORMAL, when=Local.days >= Decimal(2)))
    assert read(policy(*rules), THREE, patterns=()).undecided == ()
    (undecided,) = read(policy(rules[1]), THREE, patterns=()).undecided
    assert (undecided.stage, undecided.missing) == (INFORMAL, (Local.days.fact,))


def test_a_stage_that_may_be_held_and_perhaps_must_names_what_would_settle_it() -> None:
    rules = (may("two", INFORMAL, when=Local.spells >= 2), must("days", INFORMAL, when=Local.days >= Decimal(2)))
    reading = read(policy(*rules), THREE, patterns=())
    assert [(due.status, due.since) for due in reading.due] == [(Status.AT_LEAST_MAY, date(2022, 5, 9))]
    assert [(each.stage, each.missing) for each in reading.undecided] == [(INFORMAL, (Local.days.fact,))]
    # A must that was hit, and of which nobody can tell whether it is still over its line, is a must perhaps.
    gone = (FULL_TIME, WorkPattern(starts=date(2022, 12, 12)))
    (due,) = read(policy(*rules), [*THREE, away(date(2022, 12, 19))], patterns=gone).due
    assert (due.status, due.since, due.missing) == (Status.AT_LEAST_MAY, date(2022, 5, 9), (Local.days.fact,))


def test_a_stage_that_cannot_be_told_on_the_day_asked_about_only_was_in_no_doubt_before() -> None:
    gone = attrs.evolve(W1, probation_ends=None)
    chosen = policy(may("probation", INFORMAL, when=all_of(Local.on_probation)))
    (undecided,) = read(chosen, [], worker=gone).undecided
    assert (undecided.doubt, undecided.missing) == (None, (Local.on_probation.fact,))


def test_an_undecided_absence_is_missing_by_what_decides_it() -> None:
    class Colds(Attendance):
        colds: Maybe[int] = spells("colds", attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))

    chosen = policy(must("colds", INFORMAL, when=Colds.colds >= 1), about=Colds)
    (undecided,) = read(chosen, THREE).undecided
    assert undecided.missing == (Absence.reason.fact,)


def test_a_fact_that_a_policy_adds_is_read_from_the_workers_record() -> None:
    class Judged(Worker):
        pattern: Maybe[bool] = fact(bool, "a manager judges that there is a pattern")

    class Local2(Attendance):
        pattern: Maybe[bool] = fact(bool, "a manager judges that there is a pattern")

    chosen = policy(must("pattern", INFORMAL, when=Local2.pattern), about=Local2)
    assert read(chosen, THREE, worker=Judged(reference="W1", pattern=True)).due[0].since == date(2022, 3, 7)
    assert read(chosen, THREE).untold[0].missing == (Local2.pattern.fact,)


def test_one_more_absence_would_lead_to_a_stage() -> None:
    assert read(policy(), THREE[:2]).one_more == ((date(2023, 1, 3), INFORMAL),)
    assert read(policy(), THREE[:1]).one_more == ()


def test_one_more_absence_is_a_spell_of_its_own() -> None:
    rows = [*THREE[:1], away(date(2022, 10, 13))]
    assert read(policy(), rows, date(2022, 10, 13)).one_more == ((date(2022, 10, 17), INFORMAL),)


def test_one_more_day_of_an_open_absence_counts_as_the_next_day() -> None:
    ten = policy(must("days", INFORMAL, when=Local.days >= Decimal(10)))
    rows = [Absence(start=date(2022, 12, 14))]
    assert read(ten, rows, date(2022, 12, 28)).one_more == ((date(2022, 12, 29), INFORMAL),)
    assert read(ten, rows, date(2022, 12, 23)).one_more == ()


def test_one_more_absence_comes_after_those_already_entered() -> None:
    rows = [*THREE[:1], away(date(2022, 12, 28), date(2023, 1, 4))]
    assert read(policy(), rows).one_more == ((date(2023, 1, 6), INFORMAL),)


def test_one_more_absence_is_assessed_on_return_where_others_are() -> None:
    assert read(convention(assessed=Assessed.ON_RETURN), THREE[:2]).one_more == ((date(2023, 1, 4), INFORMAL),)


def test_where_every_day_would_link_one_more_day_is_the_next() -> None:
    wide = convention(linking=Linking(calendar_gap=30, over_days_off=False))
    assert read(wide, THREE[:2], date(2022, 5, 10)).one_more == ()


def test_without_a_pattern_one_more_absence_is_on_the_next_day() -> None:
    assert read(policy(), THREE[:2], patterns=()).one_more == ((date(2022, 12, 31), INFORMAL),)


# Editions and readings


def two_editions(**changes: object) -> AttendancePolicy:
    earlier = Edition(date(2020, 1, 1), (must("spells", INFORMAL, when=Local.spells >= 3),))
    later = Edition(date(2022, 6, 1), (must("spells", INFORMAL, when=Local.spells >= 2),))
    return policy(editions=(earlier, later), **changes)


def test_each_day_is_assessed_by_the_edition_in_force_then() -> None:
    assert hits(two_editions(), THREE[:2]) == []
    assert hits(two_editions(), [*THREE[:1], THREE[2]]) == [("spells", date(2022, 6, 20))]


def test_a_case_that_was_opened_under_an_earlier_edition_stays_under_it_where_the_policy_says_so() -> None:
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 5, 2))
    rows = [*THREE[:1], THREE[2]]
    assert hits(two_editions(), rows, DAY, held) == [("spells", date(2022, 6, 20))]
    assert hits(two_editions(open_cases_stay=True), rows, DAY, held) == []
    closed = attrs.evolve(held, closed=date(2022, 6, 1))
    assert hits(two_editions(open_cases_stay=True), rows, DAY, closed) == [("spells", date(2022, 6, 20))]


def test_a_run_of_stages_is_one_case() -> None:
    first = StageHeld(step=Step.INFORMAL, held=date(2022, 5, 2), closed=date(2022, 6, 10))
    second = StageHeld(step=Step.STAGE_1, held=date(2022, 6, 9))
    rows = [*THREE[:1], THREE[2]]
    assert hits(two_editions(open_cases_stay=True), rows, DAY, first, second) == []


def test_whether_a_case_is_still_open_may_hang_on_leave_that_was_not_given() -> None:
    longer = attrs.evolve(STAGE_1, review=Span(4, Count.WEEKS), live=None, extended_by_leave=ByLeave.ONCE)
    stays = two_editions(open_cases_stay=True, stages=(INFORMAL, longer))
    held = StageHeld(step=Step.STAGE_1, held=date(2022, 5, 2))
    rows = [*THREE[:1], THREE[2]]
    with pytest.raises(InputError, match=r"^leave: not given, and how long a case is open"):
        hits(stays, rows, DAY, held)
    assert hits(stays, rows, date(2022, 5, 27), held) == []  # it is open until the 30th at least


def test_before_the_first_edition_nothing_is_assessed() -> None:
    late = policy(starts=date(2022, 6, 1))
    assert hits(late, THREE) == [("spells", date(2022, 6, 20))]
    reading = read(late, THREE[:2], date(2022, 5, 31))
    assert (reading.edition, reading.decision, reading.untold, reading.due) == (None, None, (), ())


MORE_THAN = policy(
    must("at-least", INFORMAL, when=Local.spells >= 3, reading="3 or more"),
    must("more", INFORMAL, when=Local.spells > 3, reading="more than 3"),
)


def test_each_reading_is_tracked_apart_and_where_they_differ_is_said() -> None:
    timeline = track(MORE_THAN, W1, DAY, {Absence: THREE, WorkPattern: (FULL_TIME,), StageHeld: ()})
    assert {reading.name: reading.says for reading in timeline.readings} == {
        "3 or more": (("informal meeting", date(2022, 6, 20), Status.MUST),),
        "more than 3": (),
    }
    assert not timeline.agreed


def test_readings_agree_where_both_come_to_the_same() -> None:
    assert track(MORE_THAN, W1, DAY, {Absence: THREE[:2]}).agreed


def test_conventions_can_be_read_two_ways_too() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(10))
    ways = {"each day": CONVENTIONS, "on return": attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN)}
    rows = {Absence: [away(date(2022, 3, 7), date(2022, 3, 25))], WorkPattern: (FULL_TIME,), StageHeld: ()}
    timeline = track(policy(ten, read_as=ways), W1, DAY, rows)
    assert [reading.due[0].since.day for reading in timeline.readings] == [18, 26]


def test_an_edition_that_can_be_read_one_way_only_is_the_same_in_every_reading() -> None:
    chosen = attrs.evolve(
        MORE_THAN,
        editions=(
            Edition(date(2020, 1, 1), (must("old", STAGE_1, when=ENOUGH),)),
            Edition(date(2022, 12, 1), MORE_THAN.editions[0].rules),
        ),
    )
    timeline = track(chosen, W1, date(2022, 6, 30), {Absence: THREE})
    assert [reading.name for reading in timeline.readings] == ["3 or more", "more than 3"]
    assert timeline.agreed


# What a policy may not be


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        (
            {"stages": (INFORMAL, attrs.evolve(STAGE_1, name="informal meeting"))},
            "two stages are called informal meeting",
        ),
        (
            {"stages": (INFORMAL, attrs.evolve(INFORMAL, name="another"))},
            "two stages are at INFORMAL of the short-term route",
        ),
        ({"stages": (STAGE_1,)}, "the edition of 2015-01-01 leads to informal meeting, not among its stages"),
        (
            {"stages": (INFORMAL, attrs.evolve(STAGE_1, gate=all_of(Long.four_weeks)))},
            "the gate of stage 1 asks for four_weeks, not facts of a Local",
        ),
        (
            {"evidence": attrs.evolve(COUNTING, where=all_of(Local.absent))},
            "the evidence counts by absent, not facts of an Absence",
        ),
    ],
)
def test_a_policy_that_is_not_whole_is_refused(changes: dict[str, object], why: str) -> None:
    with pytest.raises(PolicyError, match=f"^anytown: {why}$"):
        policy(**changes)


def test_a_measure_counts_by_what_an_absence_states() -> None:
    class Odd(Attendance):
        long: Maybe[bool] = lasted("long", Span(4, Count.WEEKS), where=Local.absent)

    with pytest.raises(PolicyError, match="long counts by absent, not facts of an Absence"):
        policy(must("long", INFORMAL, when=Odd.long), about=Odd)


def test_a_measure_of_other_rows_than_absences_is_refused() -> None:
    class Rested(Attendance):
        leaves: Maybe[int] = count(Leave, "leave", dated=Leave.start)

    with pytest.raises(PolicyError, match="leaves measures something else than absences"):
        policy(must("leaves", INFORMAL, when=Rested.leaves >= 3), about=Rested)


def test_rules_and_conventions_are_not_read_in_two_ways_at_once() -> None:
    with pytest.raises(
        PolicyError, match="its rules are read as 3 or more or more than 3, its conventions in another way"
    ):
        attrs.evolve(MORE_THAN, read_as={"each day": CONVENTIONS})


@pytest.mark.parametrize(
    ("when", "stages"),
    [
        (Scaled.days > Scaled.allowed, [0, 0, 1]),
        (Scaled.allowed < Scaled.days, [0, 0, 1]),
        (Scaled.days >= Scaled.allowed, [0, 1, 1]),
        (Scaled.allowed <= Scaled.days, [0, 1, 1]),
    ],
)
def test_more_than_a_number_of_days_pro_rata_is_said_in_either_order(when: Condition, stages: list[int]) -> None:
    # From Monday 7 March to the 15th, 16th and 17th are 7, 8 and 9 working days; eight of five a week are 4.8 of three.
    three_days = WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal(3), nominal_hours=Decimal(24))
    chosen = policy(must("days", INFORMAL, when=when), about=Scaled)
    for_full_time = [[away(date(2022, 3, 7), date(2022, 3, n))] for n in (15, 16, 17)]
    assert [len(read(chosen, rows).due) for rows in for_full_time] == stages
    assert read(chosen, [], patterns=(three_days,)).attending.facts(["allowed"], DAY) == {"allowed": Decimal("4.8")}


def test_an_amount_that_is_not_rounded_is_compared_with_few_decimal_places() -> None:
    for when in (Scaled.hours >= Scaled.allowed, Scaled.allowed < Decimal("3.33333"), Scaled.allowed > Scaled.allowed):
        with pytest.raises(PolicyError, match="too many decimal places to be exact; round one"):
            policy(must("days", INFORMAL, when=when), about=Scaled)
    assert policy(must("days", INFORMAL, when=Scaled.allowed < Decimal("3.3333")), about=Scaled)


@pytest.mark.parametrize(("days_a_week", "absences"), [("5", 3), ("4", 3), ("3", 2), ("1", 1)])
def test_absences_are_scaled_to_the_week_as_days_are(days_a_week: str, absences: int) -> None:
    # Three of five days a week are 2.4 of four, 1.8 of three and 0.6 of one; a part of one is a whole.
    week = WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal(days_a_week), nominal_hours=Decimal(20))
    chosen = policy(must("spells", INFORMAL, when=Scaled.spells >= Scaled.absences), about=Scaled)
    reading = read(chosen, THREE, patterns=(week,))
    assert reading.attending.facts(["absences"], DAY) == {"absences": absences}
    assert len(reading.due) == 1


def test_a_number_of_absences_is_whole() -> None:
    half = allowance("a", 3, per=Per.DAYS, full_time=5, rounding=Rounded.NEAREST_HALF, pattern=Pattern.LATEST)
    with pytest.raises(LanguageError, match="round it up to ask for at least, down for more than"):
        in_spells(half)
    with pytest.raises(LanguageError, match="days is no allowance"):
        in_spells(days("days", COUNTING))


# What is still so


def test_whether_it_still_is_cannot_always_be_told() -> None:
    chosen = policy(must("days", INFORMAL, when=(Local.days >= Decimal(2)) | (Local.step == Step.STAGE_1)))
    gone = WorkPattern(starts=date(2022, 12, 12))
    reading = read(chosen, [*THREE, away(date(2022, 12, 19))], patterns=(FULL_TIME, gone))
    (undecided,) = reading.undecided
    assert (reading.due, undecided.missing) == ((), (Local.days.fact,))
    assert undecided.hit is not None
    assert (undecided.hit.since, undecided.hit.still) == (date(2022, 5, 9), None)


def test_a_trigger_that_holds_is_hit_again_on_the_day_after_its_stage_was_held() -> None:
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 7, 4))
    level = convention(fires=Fires.WHILE_IT_HOLDS)
    assert hits(level, THREE, DAY, held) == [("spells", date(2022, 6, 20)), ("spells", date(2022, 7, 5))]


def test_days_until_the_return_are_assessed_where_they_count() -> None:
    to_return = attrs.evolve(COUNTING, days=DayCount.TO_RETURN)

    class Mail(Attendance):
        days: Maybe[Decimal] = days("days", to_return)

    ten = policy(must("days", INFORMAL, when=Mail.days >= Decimal(10)), about=Mail)
    rows = [away(date(2022, 3, 7), date(2022, 3, 14), returned=date(2022, 3, 17))]
    assert hits(ten, rows) == [("days", date(2022, 3, 16))]
    assert hits(ten, [attrs.evolve(rows[0], returned=date(2022, 3, 16))]) == []


def test_hours_written_for_an_absence_drop_out_on_the_day_on_which_its_days_do() -> None:
    """A year after 9 to 11 May 2022: on 9 and 10 May 2023 nobody can tell how many of the hours are left."""

    class Hours(Local):
        lost: Maybe[Decimal] = hours("hours", COUNTING)

    chosen = policy(must("hours", INFORMAL, when=Hours.lost >= Decimal(74)), about=Hours)
    row = away(date(2022, 5, 9), date(2022, 5, 11), hours=Decimal("22.2"))
    reading = read(chosen, [row])
    (spell,) = reading.attending.ledger.sort(ALWAYS).spells
    assert {reading.drops_out(name, spell, date(2022, 6, 1)) for name in ("lost", "days")} == {date(2023, 5, 11)}
    later = read(chosen, [row], date(2023, 5, 9)).attending.measure("lost", date(2023, 5, 9))
    assert (later.value, [each.start for each in later.untold]) == (None, [row.start])


@pytest.mark.slow
def test_what_is_looked_at_grows_with_the_absences_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    """Days to the return have no short cut: each spell that may count is looked at by itself."""
    looked = 0
    why_not = tallies._why_not

    def counting(*given: object) -> str | None:
        nonlocal looked
        looked += 1
        return why_not(*given)

    class Mail(Local):
        to_return: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, days=DayCount.TO_RETURN))

    monkeypatch.setattr(tallies, "_why_not", counting)
    chosen = policy(must("days", INFORMAL, when=Mail.to_return >= Decimal(3)), about=Mail)
    totals = []
    for many in (60, 120, 240):
        starts = [DAY - timedelta(days=14 * n + 1) for n in range(many)]
        rows = [away(day, day, returned=day + timedelta(days=1)) for day in reversed(starts)]
        read(chosen, rows)
        totals.append(looked)
        looked = 0
    assert 240 < totals[2] - totals[1] < 2.1 * (totals[1] - totals[0]), totals
