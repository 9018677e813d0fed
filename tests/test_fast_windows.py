"""What a tally comes to quickly is what it comes to in full."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from attending import (
    CONVENTIONS,
    COUNTING,
    FIRST,
    FULL_TIME,
    W1,
    absences,
    attending,
    away,
    countings,
    linkings,
    policy,
)
from yosrules import known
from yosrules.attendance.days.weeks import patterns_of
from yosrules.attendance.facts import MeasuresOn, attend
from yosrules.attendance.measures.fast_windows import Figures, quick
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.conventions import Linking, OverLeave
from yosrules.policies.lost_time.counting import DayCount, Straddling, up_to
from yosrules.policies.lost_time.measures import Lasted, Of, Tally
from yosrules.policies.lost_time.scaling import Allowance, Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import AnyWindow, from_to
from yosrules.records.absence import Absence, Attendance, Half, Leave, Reason, Shift, StageHeld, Step, WorkPattern


def windows() -> st.SearchStrategy[object]:
    """Windows from a date of the record, which may lie elsewhere, or not be there."""
    return st.sampled_from(
        [
            from_to(Attendance.review_starts),
            from_to(Attendance.review_starts, Attendance.review_ends),
            from_to(Attendance.probation_starts),
            last(6, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_start),
            last(3, Unit.MONTHS, anchor_in=False, far_end_in=True, before=Attendance.latest_end),
            coming(3, Unit.MONTHS, anchor_in=False, far_end_in=True, after=Attendance.latest_end),
        ]
    )


@pytest.mark.slow
@settings(max_examples=60)
@given(
    absences(),
    countings(),
    st.none() | windows(),
    st.sampled_from(Of),
    st.builds(lambda how, over: attrs.evolve(how, over_booked_leave=over), linkings(), st.booleans()),
    st.booleans(),
    st.sampled_from(OverLeave),
    st.lists(st.integers(0, 900), max_size=3, unique=True),
    st.lists(st.integers(0, 900), min_size=1, max_size=8),
    st.booleans(),
)
def test_it_comes_to_the_same_on_every_day(
    rows, counting, during, of, linking, used_again, over_leave, held, days, patterned
) -> None:
    # What counts by how long it lasted has no quick way.
    counting = attrs.evolve(counting, during=during or counting.during, length=None)
    histories = {
        Absence: rows,
        WorkPattern: [FULL_TIME] if patterned else [],
        Leave: [Leave(start=FIRST + timedelta(days=40), end=FIRST + timedelta(days=45))],
        StageHeld: [
            StageHeld(step=Step.INFORMAL, held=day, review_ends=day + timedelta(days=60))
            for day in (FIRST + timedelta(days=n) for n in held)
        ],
    }
    conventions = attrs.evolve(CONVENTIONS, linking=linking, used_again=used_again, over_leave=over_leave)
    found = attend(policy(), conventions, W1, histories, date(2024, 1, 1))
    by = Tally(of, counting)
    quickly = Figures(by, found.ledger)
    for day in (FIRST + timedelta(days=n) for n in days):
        assert quickly.on(found.on_day(day)) == found.measure(by, day).value


def test_the_best_of_many_windows_and_days_until_return_are_not_worked_out_quickly() -> None:
    ledger = attending([], date(2023, 1, 1)).ledger
    plain = Tally(Of.DAYS, COUNTING)
    any_window = AnyWindow(last(3, Unit.MONTHS, anchor_in=True, far_end_in=False))
    assert isinstance(quick(plain, ledger, over_only=False), Figures)
    assert quick(plain, ledger, over_only=True) is None
    assert quick(Tally(Of.DAYS, attrs.evolve(COUNTING, during=any_window)), ledger, over_only=False) is None
    assert quick(Tally(Of.DAYS, attrs.evolve(COUNTING, days=DayCount.TO_RETURN)), ledger, over_only=False) is None
    assert quick(Tally(Of.DAYS, attrs.evolve(COUNTING, length=up_to(5, Count.DAYS))), ledger, over_only=False) is None
    assert quick(Lasted(span=Span(4, Count.WEEKS), where=ALWAYS), ledger, over_only=False) is None


def test_a_scaled_trigger_follows_the_pattern_of_the_day() -> None:
    later = attrs.evolve(FULL_TIME, starts=date(2022, 6, 6), friday=None)
    found = attending([], date(2023, 1, 1), histories={WorkPattern: (FULL_TIME, later)})
    by = Allowance(
        number=Decimal(10),
        per=Per.DAYS,
        full_time=Decimal(5),
        share=Fraction(1),
        pattern=Pattern.LATEST,
        rounding=Rounded.EXACT,
    )
    quickly = quick(by, found.ledger, over_only=False)
    assert quickly is not None
    days = [date(2010, 1, 1), date(2022, 6, 5), date(2022, 6, 6), date(2022, 12, 1)]
    assert [quickly.on(found.on_day(day)) for day in days] == [None, 10, 8, 8]


@pytest.mark.slow
@settings(max_examples=40)
@given(absences(), countings(), st.sampled_from(Of), linkings(), st.integers(1, 20), st.booleans())
def test_a_ledger_that_goes_on_is_as_one_begun_anew(rows, counting, of, linking, later, one_more) -> None:
    last_day = date(2023, 6, 30)
    day = max([last_day, *(row.end for row in rows if row.end)]) + timedelta(days=later)
    row = Absence(start=day, end=day) if one_more and (not rows or rows[-1].end) else None
    conventions = attrs.evolve(CONVENTIONS, linking=linking)
    before = attending(rows, last_day, conventions)
    by = Tally(of, counting)
    before.measure(by, last_day)
    begun = [each for each in rows if each.start <= last_day]
    anew = attending([*begun, row] if row else begun, day, conventions)
    assert shown(before.going_on(row, day).measure(by, day)) == shown(anew.measure(by, day))


def shown(found):
    """A measure with its reasons, spells by their absences."""
    spells = [(spell.absences, amount) for spell, amount in found.counted]
    return found.value, found.window, spells, [(spell.absences, why) for spell, why in found.left_out], found.not_meant


def test_what_a_hit_tells_is_looked_up_by_name() -> None:
    told = MeasuresOn(attending([], date(2023, 1, 1)), ("spells",), date(2023, 1, 1))
    assert dict(told) == {"spells": told["spells"]}
    assert len(told) == 1
    assert "days" not in told
    with pytest.raises(KeyError):
        told["days"]


@pytest.mark.parametrize("straddling", Straddling)
@pytest.mark.parametrize("anchor_in", [True, False])
def test_two_spells_that_share_a_day_are_counted_apart(straddling: Straddling, anchor_in: bool) -> None:
    """The later one is not counted yet, and the morning of the day on which it began is not lost with it."""
    monday = date(2022, 3, 7)
    rows = [away(date(2022, 3, 4), monday, last_session=Half.AM), Absence(start=monday, first_session=Half.PM)]
    window = last(10, Unit.DAYS, anchor_in=anchor_in, far_end_in=False)
    by = Tally(Of.DAYS, attrs.evolve(COUNTING, during=window, straddling=straddling))
    apart = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=None, over_days_off=False))
    found = attending(rows, date(2022, 3, 11), apart)
    quickly = Figures(by, found.ledger)
    for day in (monday + timedelta(days=n) for n in range(5)):
        assert quickly.on(found.on_day(day)) == found.measure(by, day).value


def test_one_absence_more_that_does_not_count_is_left_out() -> None:
    counting = attrs.evolve(COUNTING, where=known(Absence.reason))
    before = attending([Absence(start=FIRST, end=FIRST, reason=Reason.COLD)], date(2021, 5, 1))
    by = Tally(Of.SPELLS, counting)
    assert before.measure(by, date(2021, 5, 1)).value == 1
    more = Absence(start=date(2021, 5, 4), end=date(2021, 5, 4))
    told = before.going_on(more, date(2021, 5, 5)).measure(by, date(2021, 5, 5))
    assert (told.value, [row for row, _ in told.not_meant]) == (1, [more])


def test_an_absence_that_had_days_to_come_is_counted_anew_when_a_ledger_goes_on() -> None:
    by, rows = Tally(Of.DAYS, COUNTING), [Absence(start=date(2023, 6, 28), end=date(2023, 7, 5))]
    before = attending(rows, date(2023, 6, 30))
    assert before.measure(by, date(2023, 6, 30)).value == 3
    more = Absence(start=date(2023, 7, 20), end=date(2023, 7, 20))
    assert before.going_on(more, date(2023, 7, 21)).measure(by, date(2023, 7, 20)).value == 7


def test_a_window_that_ends_later_counts_no_day_to_come() -> None:
    counting = attrs.evolve(COUNTING, during=from_to(Attendance.review_starts, Attendance.review_ends))
    review = StageHeld(step=Step.INFORMAL, held=date(2023, 6, 1), review_ends=date(2023, 8, 1))
    rows = [Absence(start=date(2023, 6, 26), end=date(2023, 6, 30))]
    found = attending(rows, date(2023, 9, 1), histories={StageHeld: (review,)})
    quickly = Figures(Tally(Of.DAYS, counting), found.ledger)
    assert quickly.on(found.on_day(date(2023, 6, 27))) == 2


def test_a_spell_that_ends_on_the_first_day_of_a_window_counts_by_its_end() -> None:
    week = last(7, Unit.DAYS, anchor_in=False, far_end_in=True)
    counting = attrs.evolve(COUNTING, during=week, straddling=Straddling.BY_END)
    found = attending([Absence(start=date(2023, 6, 19), end=date(2023, 6, 20))], date(2023, 6, 27))
    quickly = Figures(Tally(Of.SPELLS, counting), found.ledger)
    assert quickly.on(found.on_day(date(2023, 6, 27))) == 1


def test_a_window_that_begins_later_holds_nothing_yet() -> None:
    starter = attrs.evolve(W1, started=date(2022, 6, 6))
    found = attending([Absence(start=date(2022, 3, 7))], date(2022, 5, 2), worker=starter)
    by = Tally(Of.SPELLS, attrs.evolve(COUNTING, during=from_to(Attendance.probation_starts)))
    known = found.on_day(date(2022, 5, 2))
    assert Figures(by, found.ledger).on(known) == found.measure(by, date(2022, 5, 2)).value == 0


def test_many_days_at_once_are_each_of_them_alone() -> None:
    """A worker whose pattern changes and who was on a stage: by columns and day by day alike."""
    later = attrs.evolve(FULL_TIME, starts=date(2022, 6, 6), friday=None)
    rows = [away(date(2022, 3, 4), date(2022, 3, 8)), away(date(2022, 6, 2), date(2022, 6, 10))]
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 7))
    days = [date(2022, 3, 1) + timedelta(days=n) for n in range(0, 120, 3)]
    for used_again in (True, False):
        conventions = attrs.evolve(CONVENTIONS, used_again=used_again)
        histories = {WorkPattern: (FULL_TIME, later), StageHeld: (held,)}
        found = attending(rows, date(2022, 7, 1), conventions, histories=histories)
        allowed = Allowance(
            number=Decimal(10),
            per=Per.DAYS,
            full_time=Decimal(5),
            share=Fraction(1),
            pattern=Pattern.LATEST,
            rounding=Rounded.EXACT,
        )
        for by in (Tally(Of.DAYS, COUNTING), Tally(Of.SPELLS, COUNTING), allowed):
            quickly = quick(by, found.ledger, over_only=False)
            assert quickly is not None
            assert quickly.over(days, found.on_day) == [found.measure(by, day).value for day in days]
            assert quickly.over(days[:3], found.on_day) == [found.measure(by, day).value for day in days[:3]]


def test_what_a_whole_day_lost_is_shared_only_by_those_of_whom_the_pattern_decides() -> None:
    """Shifts, a first day of employment and sessions of a day are a worker's own."""
    monday, by = date(2022, 3, 7), Tally(Of.DAYS, COUNTING)
    last = date(2022, 3, 31)
    assert attending([away(monday, date(2022, 3, 9))], last).measure(by, last).value == 3
    shifts = {Shift: (Shift(day=date(2022, 3, 8), hours=Decimal(8)), Shift(day=date(2022, 3, 9), hours=Decimal(8)))}
    alone = attending([away(monday, date(2022, 3, 9))], last, histories={WorkPattern: (FULL_TIME,), **shifts})
    assert alone.measure(by, last).value == 3
    off = {Shift: (Shift(day=monday, hours=Decimal(8)), Shift(day=date(2022, 3, 9), hours=Decimal(8)))}
    two = attending([away(monday, date(2022, 3, 9))], last, histories={WorkPattern: (FULL_TIME,), **off})
    assert two.measure(by, last).value == 2
    starter = attrs.evolve(W1, started=date(2022, 3, 9))
    assert attending([away(monday, date(2022, 3, 9))], last, worker=starter).measure(by, last).value == 1


def test_hours_as_they_were_written_are_kept_apart() -> None:
    one, other = attrs.evolve(FULL_TIME, monday=Decimal("7.4")), attrs.evolve(FULL_TIME, monday=Decimal("7.40"))
    assert [str(patterns_of((each,), Nation.ENGLAND).due(date(2022, 3, 7))) for each in (one, other)] == ["7.4", "7.40"]
    assert patterns_of((one,), Nation.ENGLAND) is patterns_of((attrs.evolve(one),), Nation.ENGLAND)


def test_what_is_undecided_today_is_unknown_today_only() -> None:
    """Whether it counts does not matter once it lies outside the window."""
    counting = attrs.evolve(COUNTING, where=~Absence.pregnancy_related)
    found = attending([away(date(2022, 3, 7), date(2022, 3, 8))], date(2024, 1, 1))
    quickly = Figures(Tally(Of.SPELLS, counting), found.ledger)
    days = [date(2022, 3, 9), date(2023, 12, 1)]
    assert [quickly.on(found.on_day(day)) for day in days] == [None, 0]
    assert quickly.over(days, found.on_day) == [None, 0]
