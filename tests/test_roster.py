"""What a worker was due to work."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from attending import FULL_TIME
from yosrules.attendance.days.roster import Roster
from yosrules.attendance.days.weeks import Week
from yosrules.policies.calendar import Nation
from yosrules.records.absence import Shift, WorkPattern

PART = WorkPattern(starts=date(2022, 3, 7), monday=Decimal("7.25"), tuesday=Decimal(7), wednesday=Decimal(4))


def roster(*patterns: WorkPattern, shifts: tuple[Shift, ...] | None = None, **more: object) -> Roster:
    return Roster(patterns, shifts, more.pop("nation", Nation.ENGLAND), **more)


@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2022, 3, 7), "7.25"), (date(2022, 3, 9), "4"), (date(2022, 3, 10), "0"), (date(2022, 3, 12), "0")],
)
def test_the_hours_of_a_weekday_are_due(day: date, due: str) -> None:
    assert roster(PART).due(day) == Decimal(due)


def test_before_the_first_pattern_nobody_knows() -> None:
    assert roster(PART).due(date(2022, 3, 6)) is None
    assert roster(PART).rostered(date(2022, 3, 6)) is None
    assert roster(PART).week(date(2022, 3, 6)) == Week(None, None)


def test_before_employment_nothing_was_due() -> None:
    known = roster(FULL_TIME, started=date(2022, 3, 8))
    assert [known.due(date(2022, 3, day)) for day in (7, 8)] == [0, Decimal("7.4")]


def test_a_new_pattern_takes_over_on_its_first_day() -> None:
    known = roster(FULL_TIME, PART)
    assert [known.due(date(2022, 3, day)) for day in (4, 11)] == [Decimal("7.4"), 0]


@pytest.mark.parametrize(("nation", "works"), [(Nation.ENGLAND, False), (Nation.WALES, False), (Nation.SCOTLAND, True)])
def test_a_bank_holiday_of_the_nation_is_no_working_day(nation: Nation, works: bool) -> None:
    easter_monday = date(2022, 4, 18)
    assert roster(FULL_TIME, nation=nation).working(easter_monday) is works
    assert roster(FULL_TIME, nation=nation).rostered(easter_monday) is True


def test_weeks_of_a_cycle_take_turns_from_the_monday_before_it_starts() -> None:
    long = WorkPattern(starts=date(2022, 3, 9), week=1, monday=Decimal(9), friday=Decimal(9))
    short = WorkPattern(starts=date(2022, 3, 9), week=2, monday=Decimal(9))
    known = roster(short, long)
    assert [known.due(date(2022, 3, day)) for day in (11, 14, 18, 25)] == [9, 9, 0, 9]
    assert known.week(date(2022, 3, 11)) == Week(Fraction(3, 2), Fraction(27, 2))


def test_a_blank_week_of_a_cycle_is_a_week_off() -> None:
    on, off = (WorkPattern(starts=date(2022, 3, 7), week=n, monday=h) for n, h in ((1, Decimal(8)), (2, None)))
    assert [roster(on, off).due(date(2022, 3, day)) for day in (7, 14)] == [8, 0]
    assert roster(on, off).week(date(2022, 3, 7)) == Week(Fraction(1, 2), Fraction(4))


def test_annualised_hours_have_a_nominal_week_and_no_weekdays() -> None:
    nominal = WorkPattern(starts=date(2022, 3, 7), nominal_days=Decimal("3.5"), nominal_hours=Decimal(26))
    assert roster(nominal).week(date(2022, 3, 7)) == Week(Fraction(7, 2), Fraction(26))
    assert roster(nominal).due(date(2022, 3, 7)) is None
    days_only = attrs.evolve(nominal, nominal_hours=None)
    assert roster(days_only).week(date(2022, 3, 7)) == Week(Fraction(7, 2), None)


def test_what_a_pattern_states_of_its_week_stands_before_its_weekdays() -> None:
    assert roster(attrs.evolve(PART, nominal_days=Decimal(4))).week(date(2022, 3, 7)) == Week(
        Fraction(4), Fraction("18.25")
    )


def test_a_roster_is_whole_and_decides_even_on_a_bank_holiday() -> None:
    shifts = [Shift(day=date(2022, 4, day), hours=Decimal(12)) for day in (18, 20)]
    known = roster(FULL_TIME, shifts=(*shifts,))
    assert known.due(date(2022, 4, 18)) == 12
    assert known.working(date(2022, 4, 18)) is True
    assert known.working(date(2022, 4, 19)) is False


def test_before_its_first_day_and_after_its_last_a_roster_says_nothing() -> None:
    shifts = tuple(Shift(day=date(2022, 4, day), hours=Decimal(12)) for day in (11, 14))
    edges = [date(2022, 4, day) for day in (10, 11, 12, 14, 15)]
    assert [roster(shifts=shifts).rostered(day) for day in edges] == [None, True, False, True, None]
    # A pattern does say: Sunday the 10th is off, and Good Friday the 15th would be worked but for the bank holiday.
    known = roster(FULL_TIME, shifts=shifts)
    assert [known.rostered(day) for day in edges] == [False, True, False, True, True]
    assert known.working(date(2022, 4, 15)) is False


@pytest.mark.parametrize(
    "said",
    [
        {"monday": Decimal(0)},
        {"nominal_days": Decimal(0)},
        {"nominal_hours": Decimal(0)},
        {"nominal_days": Decimal(0), "nominal_hours": Decimal(0), "sunday": Decimal(0)},
    ],
)
def test_a_pattern_of_noughts_is_known_to_be_no_work(said: dict[str, Decimal]) -> None:
    known = roster(WorkPattern(starts=date(2022, 3, 7), **said))
    assert known.due(date(2022, 3, 7)) == 0
    assert known.working(date(2022, 3, 9)) is False
    assert known.week(date(2022, 3, 7)) == Week(Fraction(0), Fraction(0))


@pytest.mark.parametrize("said", [{}, {"monday": Decimal(0), "nominal_days": Decimal(4)}])
def test_a_week_of_blanks_or_of_a_nominal_week_leaves_open_which_days_are_worked(said: dict[str, Decimal]) -> None:
    assert roster(WorkPattern(starts=date(2022, 3, 7), **said)).due(date(2022, 3, 7)) is None


def test_a_roster_without_shifts_is_no_roster() -> None:
    assert roster(FULL_TIME, shifts=()).due(date(2022, 4, 19)) == Decimal("7.4")


def test_the_average_week_weighs_each_pattern_by_its_days() -> None:
    assert roster(FULL_TIME, PART).average(date(2022, 3, 1), date(2022, 3, 12)) == Week(
        Fraction(4), Fraction(37 + Fraction("18.25"), 2)
    )
    assert roster(PART).average(date(2022, 3, 6), date(2022, 3, 7)) == Week(None, None)
    assert roster(FULL_TIME, PART).average(date(2022, 3, 7), date(2022, 3, 8)).days == 3


def test_the_hours_due_over_a_time_are_those_of_each_day() -> None:
    assert roster(PART).hours_due(date(2022, 3, 7), date(2022, 3, 14)) == Decimal("25.50")
    assert roster(PART).hours_due(date(2022, 3, 6), date(2022, 3, 14)) is None
