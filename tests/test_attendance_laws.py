"""The laws of attendance, each a sentence of specs/laws.md; test_house.py checks that the two lists are the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, strategies as st

from attending import (
    CONVENTIONS,
    COUNTING,
    FIRST,
    FULL_TIME,
    INFORMAL,
    STAGE_1,
    W1,
    absences,
    attending,
    countings,
    linkings,
    measured,
    moved,
    policy,
    weeks,
    works,
)
from yosrules import Maybe, may, must
from yosrules.attendance.facts import Attending
from yosrules.attendance.interviews import compliance, interviews
from yosrules.attendance.patterns import patterns
from yosrules.attendance.track import Tracker, track
from yosrules.attendance.triggers.timeline import Reading
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import AttendancePolicy, InterviewBy, Interviews
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Conventions, Fires, Linking
from yosrules.policies.lost_time.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.lost_time.measures import Of, Tally, bradford, days, lost, spells
from yosrules.policies.lost_time.windows import AnyWindow
from yosrules.policies.stages import LastDay
from yosrules.records.absence import STANDING_FACTS, Absence, Attendance, Half, Reason, StageHeld, Step, WorkPattern

WEEK = timedelta(weeks=1)
APART = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=None, over_days_off=False))
DAYS = st.dates(FIRST, date(2023, 12, 31))
BY_WEEKS = attrs.evolve(COUNTING, during=last(26, Unit.WEEKS, anchor_in=True, far_end_in=False))
OFS = st.sampled_from(Of)


class ByWeeks(Attendance):
    spells_26w: Maybe[int] = spells("spells in 26 weeks", BY_WEEKS)
    days_26w: Maybe[Decimal] = days("days in 26 weeks", BY_WEEKS)
    score: Maybe[Decimal] = bradford("the Bradford score", BY_WEEKS)


LADDER = policy(
    must("spells", INFORMAL, when=ByWeeks.spells_26w >= 3),
    may("days", INFORMAL, when=ByWeeks.days_26w >= Decimal(10)),
    must("score", STAGE_1, when=ByWeeks.score >= Decimal(50)),
    about=ByWeeks,
)


@st.composite
def conventions(draw: st.DrawFn) -> Conventions:
    return attrs.evolve(
        CONVENTIONS,
        linking=draw(linkings()),
        assessed=draw(st.sampled_from(Assessed)),
        fires=draw(st.sampled_from(Fires)),
        used_again=draw(st.booleans()),
        clocks=draw(st.sampled_from(LastDay)),
    )


STAGES = st.lists(
    st.tuples(st.sampled_from([Step.INFORMAL, Step.STAGE_1]), DAYS), max_size=2, unique_by=lambda drawn: drawn[1]
).map(lambda held: [StageHeld(step=step, held=day) for step, day in held])


def read(chosen: AttendancePolicy, rows: Sequence[Absence], day: date, held: Sequence[StageHeld] = ()) -> Reading:
    (reading,) = track(chosen, W1, day, {Absence: rows, WorkPattern: (FULL_TIME,), StageHeld: held}).readings
    return reading


def says(reading: Reading) -> list[tuple[str, date]]:
    return [(hit.rule.id, hit.day) for hit in reading.hits]


def counted(
    of: Of, counting: Counting, rows: Sequence[Absence], day: date, how: Conventions = CONVENTIONS
) -> Decimal | None:
    value = measured(Tally(of, counting), rows, day, conventions=how).value
    return None if value is None else Decimal(value)


def halves_away(row: Absence, day: date) -> dict[date, int]:
    """The halves lost of each day up to a day, written out once more."""
    ends = min(row.end or day, day)
    away_ = {row.start + timedelta(days=n): 2 for n in range((ends - row.start).days + 1)}
    if row.first_session is Half.PM and away_:
        away_[row.start] -= 1
    if row.last_session is Half.AM and row.end in away_:
        away_[row.end] -= 1
    return away_


def long_enough(counting: Counting, days: Sequence[date]) -> bool:
    """Whether a spell of these days so far is as long as the counting asks, each unit written out once more."""
    if counting.length is None:
        return True
    amount = counting.length.span.amount
    longer = {
        Count.DAYS: len(days) > amount,
        Count.WEEKS: len(days) > 7 * amount,
        Count.MONTHS: min(days) + relativedelta(months=amount) <= max(days),
        Count.WORKING_DAYS: sum(map(works, days)) > amount,
    }[counting.length.span.count]
    return longer is counting.length.longer


def by_hand(counting: Counting, rows: Sequence[Absence], day: date) -> tuple[int, Decimal]:
    """Spells and days in a window, day by day; nothing is linked and everything counts."""
    first, final = counting.during.days(day)
    number, total = 0, Decimal(0)
    for row in rows:
        away_ = halves_away(row, day)
        if not away_ or not long_enough(counting, [*away_]):
            continue
        inside = [each for each in away_ if first <= each <= final]
        placed = {
            Straddling.BY_START: first <= row.start <= final,
            Straddling.BY_END: first <= max(away_) <= final,
            Straddling.TOUCHING: bool(inside),
            Straddling.INSIDE: bool(inside),
        }[counting.straddling]
        number += placed
        for each in (inside if counting.straddling is Straddling.INSIDE else away_) if placed else ():
            working = {DayCount.CALENDAR: True, DayCount.ROSTERED: each.weekday() < 5}.get(counting.days, works(each))
            halves = 2 if counting.half_day is HalfDay.WHOLE else away_[each]
            total += working * Decimal(halves) / (1 if counting.days is DayCount.SESSIONS else 2)
    return number, total


@given(absences(flags=False), countings(), DAYS)
def test_what_is_counted_is_what_counting_day_by_day_comes_to(
    rows: list[Absence], counting: Counting, day: date
) -> None:
    everything = attrs.evolve(counting, where=ALWAYS)
    number, total = by_hand(everything, rows, day)
    assert counted(Of.SPELLS, everything, rows, day, APART) == number
    assert counted(Of.DAYS, everything, rows, day, APART) == total
    assert counted(Of.BRADFORD, everything, rows, day, APART) == number * number * total


@given(absences(), countings(), DAYS, OFS, st.integers(0, 8))
def test_one_more_absence_that_links_to_none_never_lowers_a_count(
    rows: list[Absence], counting: Counting, day: date, of: Of, place: int
) -> None:
    everything = attrs.evolve(counting, where=ALWAYS)
    fewer = [row for n, row in enumerate(rows) if n != place]
    with_it, without = (counted(of, everything, each, day, APART) for each in (rows, fewer))
    assert with_it is not None
    assert without is not None
    assert with_it >= without


@pytest.mark.slow
@given(absences(flags=False), DAYS, OFS, st.sampled_from(Straddling), st.integers(1, 200))
def test_the_most_of_any_window_is_never_less_than_the_window_of_the_day(
    rows: list[Absence], day: date, of: Of, straddling: Straddling, length: int
) -> None:
    window = last(length, Unit.DAYS, anchor_in=True, far_end_in=False)
    counting = attrs.evolve(COUNTING, during=window, straddling=straddling)
    most = counted(of, attrs.evolve(counting, during=AnyWindow(window)), rows, day)
    now = counted(of, counting, rows, day)
    assert most is not None
    assert now is not None
    assert most >= now


SUMMER = date(2021, 6, 7)
"""A Monday after which there is no bank holiday for eleven weeks."""


@st.composite
def summers(draw: st.DrawFn) -> list[Absence]:
    rows = draw(absences(most=3))
    made: list[Absence] = []
    day = SUMMER
    for row in rows:
        length = 0 if row.end is None else (row.end - row.start).days % 6
        start = day + timedelta(days=1 + row.start.day % 12)
        day = start + timedelta(days=length)
        afternoon = row.first_session is Half.PM and not length
        final = None if row.end is None or afternoon else row.last_session
        made.append(attrs.evolve(row, start=start, end=row.end and day, last_session=final))
    return made


@pytest.mark.slow
@given(summers(), st.dates(SUMMER, date(2021, 8, 15)), countings(), linkings(), OFS)
def test_moving_a_history_by_a_week_moves_what_is_counted_by_a_week(
    rows: list[Absence], day: date, counting: Counting, linking: Linking, of: Of
) -> None:
    how = attrs.evolve(CONVENTIONS, linking=linking)
    assert counted(of, counting, moved(rows, WEEK), day + WEEK, how) == counted(of, counting, rows, day, how)


@pytest.mark.slow
@given(summers(), st.dates(SUMMER, date(2021, 8, 15)), conventions())
def test_moving_a_history_by_a_week_moves_every_hit_by_a_week(rows: list[Absence], day: date, how: Conventions) -> None:
    chosen = attrs.evolve(LADDER, conventions=how)
    later = [(rule, hit - WEEK) for rule, hit in says(read(chosen, moved(rows, WEEK), day + WEEK))]
    assert later == says(read(chosen, rows, day))


CLOSED = attrs.evolve(
    LADDER,
    evidence=BY_WEEKS,
    interviewed=BY_WEEKS,
    interviews=Interviews(more_than=7, counting=DayCount.CALENDAR, by={"": InterviewBy(after=Span(3, Count.DAYS))}),
)


@pytest.mark.slow
@given(absences(), countings(), DAYS, OFS, st.integers(0, 7), st.integers(1, 11), st.booleans())
def test_entering_one_absence_as_two_that_link_changes_nothing(
    rows: list[Absence], counting: Counting, day: date, of: Of, place: int, after: int, at_noon: bool
) -> None:
    met = [attrs.evolve(row, interviewed=row.end and row.end + timedelta(days=1 + n % 3)) for n, row in enumerate(rows)]
    in_two = [part for n, row in enumerate(met) for part in (_split(row, after, at_noon) if n == place else [row])]
    # Until the second begins nobody knows that the absence goes on.
    parts = [part for row in met[place : place + 1] for part in _split(row, after, at_noon)]
    day = max(day, parts[-1].start) if parts and parts[0].start <= day else day
    assert counted(of, counting, in_two, day) == counted(of, counting, met, day)
    one, two = (attending(each, day, policy=CLOSED) for each in (met, in_two))
    names = [*STANDING_FACTS, *lost(ByWeeks)]
    assert two.facts(names, day) == one.facts(names, day)
    assert _shown(two, day) == _shown(one, day)
    held = [[*interviews(CLOSED, W1, day, {Absence: each, WorkPattern: (FULL_TIME,)})] for each in (met, in_two)]
    assert compliance(held[1]) == compliance(held[0])


def _shown(found: Attending, day: date) -> list[tuple[str, list[date] | None, int]]:
    """The evidence of patterns, spells by their first days."""
    return [
        (each.what, None if each.spells is None else [spell.start for spell in each.spells], each.of)
        for each in patterns(found, BY_WEEKS, day)
    ]


def _split(row: Absence, after: int, at_noon: bool) -> list[Absence]:
    """An absence as two that meet at noon, that follow each other, or that have nothing but a weekend between them."""
    length = ((row.end or row.start + timedelta(days=12)) - row.start).days
    if length < 1 + at_noon:
        return [row]
    ends = row.start + timedelta(days=min(after, length) - 1 + at_noon * (min(after, length) < length))
    days = 3 if ends.weekday() == 4 and length - (ends - row.start).days > 2 else 1
    begins, half = (ends, Half.PM) if at_noon else (ends + timedelta(days=days), None)
    first = attrs.evolve(row, end=ends, last_session=Half.AM if at_noon else None, interviewed=None)
    return [first, attrs.evolve(row, start=begins, first_session=half)]


@given(absences(), countings(), DAYS, OFS, linkings(), st.integers(0, 8))
def test_an_absence_that_joins_none_and_does_not_count_changes_nothing(
    rows: list[Absence], counting: Counting, day: date, of: Of, linking: Linking, place: int
) -> None:
    how = attrs.evolve(CONVENTIONS, linking=linking)
    not_meant = attrs.evolve(counting, where=~(Absence.reason == Reason.COLD), over_excluded=False)
    shown = [
        attrs.evolve(row, reason=Reason.COLD if n == place else row.reason or Reason.STRESS)
        for n, row in enumerate(rows)
    ]
    without = [row for n, row in enumerate(shown) if n != place]
    assert counted(of, not_meant, shown, day, how) == counted(of, not_meant, without, day, how)


@given(absences(flags=False), DAYS, OFS, st.sampled_from([Straddling.INSIDE, Straddling.TOUCHING]), st.integers(0, 8))
def test_leaving_an_absence_out_of_a_count_never_raises_it(
    rows: list[Absence], day: date, of: Of, straddling: Straddling, place: int
) -> None:
    counting = attrs.evolve(COUNTING, straddling=straddling, where=~(Absence.reason == Reason.COLD))
    shown = [
        [attrs.evolve(row, reason=said if n == place else Reason.STRESS) for n, row in enumerate(rows)]
        for said in (Reason.COLD, Reason.STRESS)
    ]
    out, counts = (counted(of, counting, each, day) for each in shown)
    assert out is not None
    assert counts is not None
    assert out <= counts


@pytest.mark.slow
@given(absences(), countings(), DAYS, OFS, linkings(), st.data())
def test_learning_whether_an_absence_counts_never_overturns_a_count(
    rows: list[Absence], counting: Counting, day: date, of: Of, linking: Linking, data: st.DataObject
) -> None:
    how = attrs.evolve(CONVENTIONS, linking=linking)
    known = attrs.evolve(counting, where=~Absence.pregnancy_related)
    learned = [
        attrs.evolve(row, pregnancy_related=data.draw(st.booleans())) if row.pregnancy_related is None else row
        for row in rows
    ]
    before, after = (counted(of, known, each, day, how) for each in (rows, learned))
    assert before in (after, None)
    assert after is not None


@pytest.mark.slow
@given(absences(), countings(), DAYS, OFS, linkings(), weeks())
def test_learning_the_work_pattern_never_overturns_a_count(
    rows: list[Absence], counting: Counting, day: date, of: Of, linking: Linking, week: WorkPattern
) -> None:
    how = attrs.evolve(CONVENTIONS, linking=linking)
    before, after = (
        measured(Tally(of, counting), rows, day, conventions=how, histories={WorkPattern: each}).value
        for each in ((), (week,))
    )
    assert before in (after, None)


@pytest.mark.slow
@given(absences(), st.integers(0, 800), conventions())
def test_without_absences_as_time_goes_by_no_trigger_begins_to_hold(
    rows: list[Absence], ahead: int, how: Conventions
) -> None:
    closed = [row for row in rows if row.end]
    over = max([FIRST, *(row.end for row in closed if row.end)]) + timedelta(days=1)
    chosen = attrs.evolve(LADDER, conventions=attrs.evolve(how, used_again=True))
    seen = attending(closed, over + timedelta(days=ahead), chosen.conventions, policy=chosen)
    names = ("spells_26w", "days_26w", "score")
    now, later = (seen.facts(names, day) for day in (over, over + timedelta(days=ahead)))
    assert all(Decimal(str(later[name])) <= Decimal(str(now[name])) for name in names)


@pytest.mark.slow
@given(absences(), STAGES, DAYS, st.integers(0, 300), conventions())
def test_what_happens_later_never_changes_what_was_hit_before(
    rows: list[Absence], held: list[StageHeld], day: date, ahead: int, how: Conventions
) -> None:
    level = how.fires is Fires.WHILE_IT_HOLDS  # it is assessed on the day that is asked about as well
    chosen = attrs.evolve(LADDER, conventions=attrs.evolve(how, fires=Fires.ON_CROSSING) if level else how)
    later = [hit for hit in says(read(chosen, rows, day + timedelta(days=ahead), held)) if hit[1] <= day]
    assert later == says(read(chosen, rows, day, held))


@pytest.mark.slow
@given(absences(), DAYS, st.randoms(use_true_random=False), conventions())
def test_the_order_in_which_absences_are_entered_changes_nothing(
    rows: list[Absence], day: date, chance: object, how: Conventions
) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    chosen = attrs.evolve(LADDER, conventions=how)
    assert says(read(chosen, shuffled, day)) == says(read(chosen, rows, day))


BY_SPELLS = policy(must("spells", INFORMAL, when=ByWeeks.spells_26w >= 3), about=ByWeeks, conventions=APART)


@pytest.mark.slow
@given(absences(flags=False), DAYS)
def test_a_hit_names_exactly_the_spells_that_make_it_true(rows: list[Absence], day: date) -> None:
    for hit in read(BY_SPELLS, rows, day).hits:
        named = [row for spell in hit.spells for row in spell.absences]
        assert counted(Of.SPELLS, BY_WEEKS, named, hit.day, APART) == len(named) >= 3
        for row in named if len(named) == 3 else ():
            fewer = [each for each in rows if each != row]
            assert counted(Of.SPELLS, BY_WEEKS, fewer, hit.day, APART) == 2
        before = [row for row in rows if row.start < hit.day]
        assert counted(Of.SPELLS, BY_WEEKS, before, hit.day, APART) in (0, 1, 2)


@pytest.mark.slow
@given(absences(), DAYS)
def test_one_tracker_says_of_many_workers_what_each_alone_is_told(rows: list[Absence], day: date) -> None:
    tracker = Tracker(LADDER)
    for part in (rows[:2], rows, rows[2:], []):
        histories = {Absence: part, WorkPattern: (FULL_TIME,), StageHeld: ()}
        (together,) = tracker.track(W1, day, histories).readings
        alone = read(LADDER, part, day)
        assert (says(together), together.says, together.one_more) == (says(alone), alone.says, alone.one_more)


TWO_WAYS = policy(
    must("at-least", INFORMAL, when=ByWeeks.spells_26w >= 4, reading="4 or more"),
    must("more", INFORMAL, when=ByWeeks.spells_26w > 4, reading="more than 4"),
    must("score", STAGE_1, when=ByWeeks.score >= Decimal(50)),
    about=ByWeeks,
)


@pytest.mark.slow
@given(absences(flags=False), DAYS)
def test_readings_differ_only_where_their_text_does(rows: list[Absence], day: date) -> None:
    timeline = track(TWO_WAYS, W1, day, {Absence: rows, WorkPattern: (FULL_TIME,), StageHeld: ()})
    by_reading = [
        {(hit.rule.id, hit.day) for hit in reading.hits if hit.rule.id == "score"} for reading in timeline.readings
    ]
    assert by_reading[0] == by_reading[1]
    most = counted(Of.SPELLS, attrs.evolve(BY_WEEKS, during=AnyWindow(BY_WEEKS.during)), rows, day)
    # What is no longer over the line is due by no reading, so that both may agree again.
    hits = {frozenset((hit.day, hit.rule.outcome.name) for hit in reading.hits) for reading in timeline.readings}
    assert most is not None
    assert (len(hits) == 1) is (most < 4)
    assert timeline.agreed or most >= 4
