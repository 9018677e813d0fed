"""Absences linked into spells, and what each of them lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import attrs
import pytest

from attending import CONVENTIONS, COUNTING, FULL_TIME, attending, away, measured, one_day
from yosrules import RecordError, unless
from yosrules.attendance.days.spells import SpellDays
from yosrules.language.expr import ALWAYS
from yosrules.policies.conventions import Linking, OverLeave
from yosrules.policies.lost_time.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.lost_time.measures import Continuous, Of, Tally
from yosrules.policies.lost_time.windows import FixedYear
from yosrules.records.absence import Absence, Half, Leave, Reason, Shift, WorkPattern

FRIDAY, SATURDAY, SUNDAY, MONDAY, TUESDAY, WEDNESDAY = (date(2022, 2, 4) + timedelta(days=n) for n in range(6))
LATER = date(2022, 12, 30)
NEVER = Linking(calendar_gap=None, over_days_off=False)


def spells(*rows: Absence, linking: Linking) -> int:
    conventions = attrs.evolve(CONVENTIONS, linking=linking)
    return len(attending(rows, LATER, conventions).ledger.sort(ALWAYS).spells)


def lost(
    *rows: Absence,
    counting: DayCount = DayCount.WORKING,
    half_day: HalfDay = HalfDay.HALF,
    of: Of = Of.DAYS,
    day: date = LATER,
    **behind: object,
) -> Decimal | None:
    count = Counting(
        during=FixedYear(1, 1), straddling=Straddling.INSIDE, where=ALWAYS, days=counting, half_day=half_day
    )
    value = measured(Tally(of, count), rows, day, **behind).value
    assert value is None or isinstance(value, Decimal)
    return value


@pytest.mark.parametrize(("gap", "count"), [(None, 2), (0, 2), (1, 1), (2, 1)])
def test_a_gap_of_as_many_calendar_days_as_allowed_links(gap: int | None, count: int) -> None:
    linking = Linking(calendar_gap=gap, over_days_off=False)
    assert spells(away(MONDAY), away(WEDNESDAY), linking=linking) == count


def test_days_that_follow_each_other_have_no_gap() -> None:
    assert spells(away(MONDAY), away(TUESDAY), linking=Linking(calendar_gap=0, over_days_off=False)) == 1
    assert spells(away(MONDAY), away(TUESDAY), linking=NEVER) == 2


@pytest.mark.parametrize("calendar_gap", [0, None])
@pytest.mark.parametrize(
    ("earlier", "later", "count"),
    [
        (away(MONDAY, last_session=Half.AM), away(TUESDAY), 2),
        (away(FRIDAY, last_session=Half.AM), away(MONDAY), 2),
        (away(MONDAY, last_session=Half.AM), away(TUESDAY, first_session=Half.PM), 2),
        (away(MONDAY), away(TUESDAY, first_session=Half.PM), 2),
        (away(FRIDAY), away(MONDAY, first_session=Half.PM), 2),
        (away(FRIDAY), away(MONDAY), 1),
        (away(MONDAY), away(TUESDAY), 1),
        (away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM), 1),
    ],
    ids=lambda each: f"{each.start:%a}" if isinstance(each, Absence) else each,
)
def test_half_a_day_at_work_parts_two_absences_in_midweek_as_over_a_weekend(
    earlier: Absence, later: Absence, count: int, calendar_gap: int | None
) -> None:
    assert spells(earlier, later, linking=Linking(calendar_gap=calendar_gap, over_days_off=True)) == count


@pytest.mark.parametrize(("gap", "count"), [(0, 2), (1, 1)])
def test_a_calendar_gap_is_counted_in_half_days(gap: int, count: int) -> None:
    linking = Linking(calendar_gap=gap, over_days_off=False)
    assert spells(away(MONDAY), away(TUESDAY, first_session=Half.PM), linking=linking) == count
    longer = away(MONDAY, last_session=Half.AM), away(WEDNESDAY)
    assert spells(*longer, linking=linking) == 2


@pytest.mark.parametrize(("returned", "count"), [(None, 2), (TUESDAY, 2), (WEDNESDAY, 1)])
def test_who_came_back_as_the_next_absence_began_was_not_at_work_between(returned: date | None, count: int) -> None:
    """Away on Monday and from Wednesday; Tuesday is a working day by the pattern."""
    rows = away(MONDAY, returned=returned), away(WEDNESDAY)
    assert spells(*rows, linking=Linking(calendar_gap=0, over_days_off=True)) == count


def test_a_return_on_a_day_off_is_no_day_at_work() -> None:
    rows = away(FRIDAY, returned=SATURDAY), away(MONDAY)
    assert spells(*rows, linking=Linking(calendar_gap=0, over_days_off=True)) == 1


@pytest.mark.parametrize(("leave", "count"), [(None, None), ((), 2), ((Leave(start=TUESDAY, end=WEDNESDAY),), 1)])
def test_booked_leave_between_two_absences_joins_them_where_that_is_declared(
    leave: tuple[Leave, ...] | None, count: int | None
) -> None:
    over = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=0, over_days_off=True, over_booked_leave=True))
    rows = away(MONDAY), away(WEDNESDAY + timedelta(days=1))
    histories = {} if leave is None else {Leave: leave}
    assert measured(Tally(Of.SPELLS, COUNTING), rows, LATER, conventions=over, histories=histories).value == count
    assert measured(Tally(Of.SPELLS, COUNTING), rows, LATER, histories=histories).value == 2


def test_a_weekend_joins_two_absences_whatever_leave_was_booked() -> None:
    assert (
        spells(away(FRIDAY), away(MONDAY), linking=Linking(calendar_gap=0, over_days_off=True, over_booked_leave=True))
        == 1
    )


def test_one_absence_more_is_marked_as_sorting_anew_marks_it() -> None:
    before = attending([away(MONDAY, TUESDAY), away(MONDAY + timedelta(days=7))], LATER).ledger.spells
    row = away(MONDAY + timedelta(days=14), MONDAY + timedelta(days=16))
    assert (len(before.every.spells), before.apart(row)) == (2, True)
    found = before.and_then(row).every
    assert found.marks == SpellDays.of(found.spells)


def test_an_excluded_absence_joins_but_makes_no_absence_longer() -> None:
    """Monday and Wednesday count; in between a day that does not: one absence, but of one day so far on Wednesday."""
    where = unless(Absence.pregnancy_related)
    rows = away(MONDAY), away(TUESDAY, pregnancy_related=True), away(WEDNESDAY)
    counting = attrs.evolve(COUNTING, where=where, days=DayCount.CALENDAR)
    found = {of: measured(Tally(of, counting), rows, WEDNESDAY).value for of in (Of.SPELLS, Of.DAYS)}
    assert found == {Of.SPELLS: 1, Of.DAYS: 2}
    assert measured(Continuous(where=where, forecast=False), rows, WEDNESDAY).value == 1


def test_two_for_one_reason_are_one_though_an_excluded_absence_of_another_lies_between() -> None:
    linking = Linking(calendar_gap=None, over_days_off=False, reasons=(Reason.STRESS,), reason_gap=7)
    rows = [away(day, reason=Reason.STRESS) for day in (MONDAY, WEDNESDAY)]
    other = away(TUESDAY, reason=Reason.PREGNANCY, pregnancy_related=True)
    where = attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related))
    conventions = attrs.evolve(CONVENTIONS, linking=linking)
    tally = Tally(Of.SPELLS, where)
    assert measured(tally, (rows[0], other, rows[1]), LATER, conventions=conventions).value == 1


def test_a_weekend_between_links_where_days_off_do() -> None:
    linking = Linking(calendar_gap=None, over_days_off=True)
    assert spells(away(FRIDAY), away(MONDAY), linking=linking) == 1
    assert spells(away(FRIDAY), away(TUESDAY), linking=linking) == 2


def test_the_day_after_is_told_where_another_absence_begins_on_it() -> None:
    both = away(MONDAY), away(TUESDAY, returned=WEDNESDAY)
    assert lost(*both, counting=DayCount.TO_RETURN) == 2
    assert (
        lost(away(MONDAY), away(WEDNESDAY, returned=WEDNESDAY + timedelta(days=1)), counting=DayCount.TO_RETURN) is None
    )


def test_the_day_after_is_no_loss_where_leave_was_booked_for_it() -> None:
    out = attrs.evolve(CONVENTIONS, over_leave=OverLeave.REMOVED)
    leave = {Leave: (Leave(start=TUESDAY, end=TUESDAY),)}
    assert lost(away(MONDAY), counting=DayCount.TO_RETURN, conventions=out, histories=leave) == 1


@pytest.mark.parametrize(
    ("returned", "amount"), [(date(2022, 1, 1), 0), (date(2022, 1, 2), 1), (date(2022, 1, 4), 3), (None, None)]
)
def test_a_spell_lasts_to_the_return_where_those_days_count(returned: date | None, amount: int | None) -> None:
    """The window is the year 2022, and the last day of absence the day before it."""
    assert lost(away(date(2021, 12, 31), returned=returned), counting=DayCount.TO_RETURN) == amount


def test_half_a_day_at_work_parts_two_absences_where_days_off_link() -> None:
    linking = Linking(calendar_gap=None, over_days_off=True)
    assert spells(away(FRIDAY, last_session=Half.AM), away(MONDAY), linking=linking) == 2
    assert spells(away(FRIDAY), away(MONDAY, first_session=Half.PM), linking=linking) == 2
    assert spells(away(FRIDAY, last_session=Half.PM), away(MONDAY, first_session=Half.AM), linking=linking) == 1


def test_a_morning_and_the_afternoon_after_it_are_one_spell() -> None:
    morning, afternoon = away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)
    assert spells(morning, afternoon, linking=Linking(calendar_gap=None, over_days_off=True)) == 1
    assert lost(morning, afternoon) == 1


def test_a_listed_reason_links_over_its_own_gap_and_only_to_itself() -> None:
    linking = Linking(calendar_gap=None, over_days_off=False, reasons=(Reason.BACK,), reason_gap=7)
    back, again = away(date(2022, 2, 7), reason=Reason.BACK), away(date(2022, 2, 15), reason=Reason.BACK)
    assert spells(back, again, linking=linking) == 1
    assert spells(back, again, linking=attrs.evolve(linking, reason_gap=6)) == 2
    assert spells(back, attrs.evolve(again, reason=Reason.COLD), linking=linking) == 2
    assert spells(attrs.evolve(back, reason=None), attrs.evolve(again, reason=None), linking=linking) == 2
    assert spells(*(attrs.evolve(row, reason=Reason.COLD) for row in (back, again)), linking=linking) == 2


def test_an_unknown_pattern_never_makes_a_gap_of_days_off() -> None:
    conventions = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=None, over_days_off=True))
    seen = attending(one_day(FRIDAY, MONDAY), LATER, conventions, histories={WorkPattern: ()})
    assert len(seen.ledger.sort(ALWAYS).spells) == 2


@pytest.mark.parametrize(
    ("counting", "amount"),
    [
        (DayCount.WORKING, 4),
        (DayCount.ROSTERED, 5),
        (DayCount.CALENDAR, 7),
        (DayCount.TO_RETURN, 8),
        (DayCount.SESSIONS, 8),
    ],
)
def test_a_week_with_a_bank_holiday_by_every_way_to_count_days(counting: DayCount, amount: int) -> None:
    week = away(date(2022, 4, 29), date(2022, 5, 5), returned=date(2022, 5, 7))
    assert lost(week, counting=counting) == amount


def test_days_until_the_return_cannot_be_told_before_the_return_is_on_record() -> None:
    assert lost(away(MONDAY, TUESDAY), counting=DayCount.TO_RETURN) is None
    assert lost(away(MONDAY, TUESDAY), counting=DayCount.TO_RETURN, day=TUESDAY) == 2
    open_ = Absence(start=MONDAY)
    assert lost(open_, counting=DayCount.TO_RETURN, day=TUESDAY) == 2


def test_half_days_count_half_or_whole() -> None:
    row = away(MONDAY, TUESDAY, first_session=Half.PM, last_session=Half.AM)
    assert lost(row) == 1
    assert lost(row, half_day=HalfDay.WHOLE) == 2
    assert lost(row, counting=DayCount.SESSIONS) == 2


def test_days_off_between_linked_absences_are_calendar_days_of_the_spell() -> None:
    assert lost(away(FRIDAY), away(MONDAY), counting=DayCount.CALENDAR) == 4
    assert lost(away(FRIDAY, MONDAY), counting=DayCount.CALENDAR) == 4


def test_a_day_worked_between_linked_absences_is_not_lost() -> None:
    wide = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=3, over_days_off=True))
    assert lost(away(MONDAY), away(WEDNESDAY), counting=DayCount.CALENDAR, conventions=wide) == 2


def test_days_off_are_not_filled_where_only_a_gap_links() -> None:
    narrow = attrs.evolve(CONVENTIONS, linking=Linking(calendar_gap=2, over_days_off=False))
    assert lost(away(FRIDAY), away(MONDAY), counting=DayCount.CALENDAR, conventions=narrow) == 2


def test_hours_follow_from_the_pattern_to_the_half_day() -> None:
    assert lost(away(FRIDAY, MONDAY, first_session=Half.PM), of=Of.HOURS) == Decimal("11.100")


def test_hours_that_were_written_down_stand_instead_of_the_pattern() -> None:
    assert lost(away(MONDAY, hours=Decimal("3.25")), away(WEDNESDAY), of=Of.HOURS) == Decimal("10.650")


def test_hours_written_down_for_an_absence_across_the_windows_edge_cannot_be_split() -> None:
    across = away(date(2021, 12, 30), date(2022, 1, 5), hours=Decimal(30))
    assert lost(across, of=Of.HOURS) is None
    assert lost(away(date(2021, 12, 20), date(2021, 12, 21), hours=Decimal(9)), away(MONDAY), of=Of.HOURS) == Decimal(
        "7.4"
    )


def test_hours_written_down_before_the_window_are_no_part_of_it() -> None:
    rows = [away(date(2021, 12, 31), hours=Decimal(5)), away(date(2022, 1, 4))]
    assert lost(*rows, of=Of.HOURS) == Decimal("7.4")


def test_hours_are_the_same_each_time_they_are_asked_for() -> None:
    ledger = attending([away(MONDAY)], LATER).ledger
    (spell,) = ledger.sort(ALWAYS).spells
    assert ledger.hours(spell) is ledger.hours(spell)


def test_no_hours_are_lost_on_a_day_off() -> None:
    assert lost(away(FRIDAY, SUNDAY), of=Of.HOURS) == Decimal("7.4")


def test_without_a_pattern_working_days_and_hours_cannot_be_told_and_calendar_days_can() -> None:
    none = {WorkPattern: ()}
    assert lost(away(MONDAY), histories=none) is None
    assert lost(away(MONDAY), of=Of.HOURS, histories=none) is None
    assert lost(away(MONDAY), counting=DayCount.CALENDAR, histories=none) == 1


def test_an_unknown_day_matters_only_inside_the_window() -> None:
    late = {WorkPattern: (attrs.evolve(FULL_TIME, starts=date(2022, 1, 3)),)}
    assert lost(away(date(2021, 12, 20)), away(MONDAY), histories=late) == 1


def test_leave_over_sickness_counts_or_is_taken_out_as_the_policy_says() -> None:
    out = attrs.evolve(CONVENTIONS, over_leave=OverLeave.REMOVED)
    leave = {Leave: (Leave(start=TUESDAY, end=WEDNESDAY),)}
    assert lost(away(MONDAY, WEDNESDAY), histories=leave) == 3
    assert lost(away(MONDAY, WEDNESDAY), histories=leave, conventions=out) == 1
    assert lost(away(MONDAY, WEDNESDAY), conventions=out) is None
    assert lost(away(MONDAY, WEDNESDAY), of=Of.HOURS, conventions=out) is None


def test_a_roster_decides_which_days_are_lost_bank_holidays_too() -> None:
    days = {1: 0, 2: 12, 3: 10, 4: 0}
    shifts = {Shift: tuple(Shift(day=date(2022, 5, day), hours=Decimal(due)) for day, due in days.items())}
    row = away(date(2022, 5, 1), date(2022, 5, 4))
    assert lost(row, counting=DayCount.ROSTERED, histories=shifts) == 2
    assert lost(row, histories=shifts) == 2
    assert lost(row, of=Of.HOURS, histories=shifts) == Decimal("22.000")


def test_absences_that_cannot_be_are_refused() -> None:
    with pytest.raises(
        RecordError, match=r"rows that cannot be on record: Absence 2, start: 2022-02-08; allowed: a day"
    ):
        attending([away(MONDAY, TUESDAY), away(TUESDAY)], LATER)


def test_an_absence_that_begins_later_is_not_known_yet() -> None:
    assert attending([away(MONDAY), away(WEDNESDAY)], TUESDAY).absences == (away(MONDAY),)
