"""Return-to-work interviews, and evidence of patterns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO
from typing import cast

import attrs
import pytest

from attending import COUNTING, FULL_TIME, INFORMAL, W1, Local, attending, away, one_day, policy
from yosrules import PolicyError, must
from yosrules.attendance.interviews import Interviewed, compliance, interviews
from yosrules.attendance.patterns import patterns
from yosrules.deciding.hashes import edition_hash
from yosrules.english.attendance import interviews_in_words
from yosrules.errors import RecordError
from yosrules.language.expr import ALWAYS
from yosrules.policies.attendance import InterviewBy, Interviews
from yosrules.policies.calendar import ONE, Count, Span
from yosrules.policies.lost_time.counting import DayCount
from yosrules.records.absence import Absence, Attendance, Half, Leave, WorkPattern
from yosrules.reports.drawing.terminal import Terminal
from yosrules.reports.interviews import show_interviews

DAY = date(2022, 12, 30)
CLOCK = InterviewBy(after=Span(72, Count.HOURS))
OWN = InterviewBy(after=Span(3, Count.WORKING_DAYS), own_days=True)
EVERY = Interviews(more_than=0, counting=DayCount.CALENDAR, by={"first day back": InterviewBy()})
HOURS_72 = Interviews(more_than=0, counting=DayCount.CALENDAR, by={"by the clock": CLOCK, "working days": OWN})
PART_TIME = WorkPattern(starts=date(2020, 1, 6), monday=Decimal(7), tuesday=Decimal(7))


def seen(
    *rows: Absence, rule: Interviews = EVERY, day: date = DAY, pattern: WorkPattern = FULL_TIME
) -> list[Interviewed]:
    histories = {Absence: rows, WorkPattern: (pattern,)}
    return list(interviews(policy(interviews=rule), W1, day, histories))


def back(returned: date, interviewed: date | None = None) -> Absence:
    """An absence on 7 and 8 March 2022, a Monday and a Tuesday."""
    return away(date(2022, 3, 7), date(2022, 3, 8), returned=returned, interviewed=interviewed)


def test_a_policy_without_interviews_asks_for_none() -> None:
    assert list(interviews(policy(), W1, DAY, {Absence: one_day(date(2022, 3, 7))})) == []


@pytest.mark.parametrize(("day", "count"), [(date(2022, 3, 8), 0), (date(2022, 3, 9), 1)])
def test_an_absence_counts_once_it_is_over(day: date, count: int) -> None:
    assert len(seen(away(date(2022, 3, 7), date(2022, 3, 8)), day=day)) == count
    assert seen(Absence(start=date(2022, 3, 7))) == []


def test_an_absence_is_over_on_the_day_of_return() -> None:
    assert seen(back(date(2022, 3, 10)), day=date(2022, 3, 9)) == []


@pytest.mark.parametrize(
    ("interviewed", "in_time"), [(date(2022, 3, 9), True), (date(2022, 3, 10), False), (None, False)]
)
def test_an_interview_on_the_first_day_back_is_in_time(interviewed: date | None, in_time: bool) -> None:
    (row,) = seen(back(date(2022, 3, 9), interviewed))
    assert row.in_time("first day back") is in_time


def test_72_hours_are_three_days_by_the_clock_and_three_of_the_workers_own_days_otherwise() -> None:
    (row,) = seen(back(date(2022, 3, 14)), rule=HOURS_72, pattern=PART_TIME)
    assert dict(row.due) == {"by the clock": date(2022, 3, 17), "working days": date(2022, 3, 22)}


def test_working_days_of_the_nation_serve_where_the_workers_own_are_not_asked_for() -> None:
    nation = attrs.evolve(OWN, own_days=False)
    rule = attrs.evolve(HOURS_72, by={"working days": nation})
    (row,) = seen(back(date(2022, 4, 14)), rule=rule, pattern=PART_TIME)
    assert dict(row.due) == {"working days": date(2022, 4, 21)}


def test_what_is_not_yet_due_cannot_be_told() -> None:
    (row,) = seen(back(date(2022, 3, 14)), rule=HOURS_72, day=date(2022, 3, 17))
    assert row.in_time("by the clock") is None
    (row,) = seen(back(date(2022, 3, 14)), rule=HOURS_72, day=date(2022, 3, 18))
    assert row.in_time("by the clock") is False


def test_an_interview_that_was_held_in_time_is_told_before_the_deadline() -> None:
    (row,) = seen(back(date(2022, 3, 14), date(2022, 3, 15)), rule=HOURS_72, day=date(2022, 3, 15))
    assert (row.held, row.in_time("by the clock")) == (date(2022, 3, 15), True)
    (row,) = seen(back(date(2022, 3, 14), date(2022, 3, 15)), rule=HOURS_72, day=date(2022, 3, 14))
    assert row.held is None


def test_without_a_day_of_return_or_a_pattern_the_deadline_cannot_be_told() -> None:
    (row,) = seen(away(date(2022, 3, 7)))
    assert dict(row.due) == {"first day back": None}
    assert row.in_time("first day back") is None
    late = attrs.evolve(PART_TIME, starts=date(2023, 1, 2))
    (row,) = seen(back(date(2022, 3, 14)), rule=HOURS_72, pattern=late)
    assert dict(row.due)["working days"] is None


@pytest.mark.parametrize(("last", "needed"), [(date(2022, 3, 7), False), (date(2022, 3, 8), True)])
def test_an_interview_can_be_needed_for_longer_absences_only(last: date, needed: bool) -> None:
    rule = attrs.evolve(EVERY, more_than=1, counting=DayCount.WORKING)
    (row,) = seen(away(date(2022, 3, 7), last), rule=rule)
    assert row.needed is needed
    (row,) = seen(away(date(2022, 3, 7), last), rule=rule, pattern=attrs.evolve(FULL_TIME, starts=date(2023, 1, 2)))
    assert row.needed is None


def test_an_interview_can_be_asked_for_by_a_trigger_on_the_day_of_return() -> None:
    """The second absence raises an alert; without a work pattern nobody knows of one that days lost raise."""
    first, second = (away(day, returned=day + ONE) for day in (date(2022, 3, 7), date(2022, 5, 9)))
    alert = attrs.evolve(EVERY, when=Local.spells >= 2)
    assert [row.needed for row in seen(first, second, rule=alert)] == [False, True]
    days = attrs.evolve(EVERY, when=Local.days >= Decimal(2))
    assert [row.needed for row in seen(first, second, rule=days)] == [False, True]
    unknown = attrs.evolve(FULL_TIME, starts=date(2023, 1, 2))
    assert [row.needed for row in seen(first, second, rule=days, pattern=unknown)] == [None, None]
    # Too short an absence needs none, whatever cannot be told of the alert.
    longer = attrs.evolve(days, more_than=1)
    assert [row.needed for row in seen(first, second, rule=longer, pattern=unknown)] == [False, False]


def test_what_interviews_ask_is_said_in_words_and_asked_of_the_policys_own_facts() -> None:
    alert = attrs.evolve(EVERY, when=Local.spells >= 2, form="in person, or by video call")
    assert [*interviews_in_words(alert)] == [
        "Every absence needs a return-to-work interview",
        "It does only if, on the day of return, spells in 12 months is at least 2",
        "It is held in person, or by video call",
        "On the day of return",
    ]
    with pytest.raises(PolicyError, match="its interviews ask for spells, not facts of a Attendance"):
        attrs.evolve(policy(must("away", INFORMAL, when=Attendance.absent), about=Attendance), interviews=alert)


def test_what_cannot_be_told_of_the_need_for_an_interview_names_what_that_hangs_on() -> None:
    chosen = policy(interviews=attrs.evolve(EVERY, when=Local.days >= Decimal(2)))
    rows = [*interviews(chosen, W1, DAY, {Absence: one_day(date(2022, 3, 7))})]
    screen = Terminal(file=StringIO(), width=200)
    show_interviews(screen, chosen, DAY, rows)
    said = cast("StringIO", screen.file).getvalue()
    assert "of 1 nobody can tell whether they need one: what that hangs on is not on record" in said


STRETCHES = [(date(2022, 3, 7), date(2022, 3, 13)), (date(2022, 3, 14), date(2022, 3, 27))]
"""Three weeks, entered with two fit notes; the return and the interview stand in the last row."""
IN_TWO = [away(*STRETCHES[0]), away(*STRETCHES[1], returned=date(2022, 3, 28), interviewed=date(2022, 3, 29))]
IN_ONE = [away(STRETCHES[0][0], STRETCHES[1][1], returned=date(2022, 3, 28), interviewed=date(2022, 3, 29))]


@pytest.mark.parametrize("rule", [EVERY, HOURS_72, attrs.evolve(EVERY, more_than=14)], ids=["day", "72 hours", "long"])
def test_one_absence_entered_in_two_rows_needs_one_interview(rule: Interviews) -> None:
    """Of 21 days: neither row alone has more than 14."""
    figures = [compliance(seen(*rows, rule=rule)) for rows in (IN_ONE, IN_TWO)]
    assert figures[0] == figures[1]
    assert (figures[1].needed, figures[1].held) == (1, 1)


def test_without_a_pattern_nobody_can_tell_whether_two_absences_need_one_interview_or_two() -> None:
    """A Friday and the Monday after it; the April is apart from both, whatever was worked."""
    late = attrs.evolve(FULL_TIME, starts=date(2023, 1, 2))
    rows = seen(*one_day(date(2022, 3, 4), date(2022, 3, 7), date(2022, 4, 28)), pattern=late)
    assert [row.needed for row in rows] == [None, None, True]


@pytest.mark.parametrize(
    ("first", "last", "held"),
    [
        ({}, {"interviewed": date(2022, 3, 8)}, date(2022, 3, 8)),
        ({"interviewed": date(2022, 3, 9)}, {}, date(2022, 3, 9)),
        ({"interviewed": date(2022, 3, 5)}, {}, None),
        ({}, {"interviewed": date(2022, 3, 7)}, None),
        ({}, {"interviewed": date(2022, 3, 7), "last_session": Half.AM}, date(2022, 3, 7)),
    ],
)
def test_an_interview_is_held_after_the_return_whichever_row_it_was_entered_with(
    first: dict[str, object], last: dict[str, object], held: date | None
) -> None:
    """A Friday and the Monday after it, 4 and 7 March 2022."""
    (row,) = seen(away(date(2022, 3, 4), **first), away(date(2022, 3, 7), **last))
    assert row.held == held


def test_compliance_counts_what_was_needed_held_in_time_open_and_untold() -> None:
    late = attrs.evolve(back(date(2022, 3, 14), date(2022, 3, 30)), start=date(2022, 3, 10), end=date(2022, 3, 11))
    rows = seen(back(date(2022, 3, 9), date(2022, 3, 9)), late, away(date(2022, 6, 6)))
    figures = compliance(rows)
    assert (figures.needed, figures.held, figures.untold) == (3, 2, 0)
    assert (figures.in_time, figures.open) == ((("first day back", 1),), (("first day back", 1),))
    assert figures.share == Fraction(2, 3)


def test_compliance_of_nothing_has_no_share() -> None:
    assert compliance([]).share is None
    rule = attrs.evolve(EVERY, more_than=1, counting=DayCount.WORKING)
    rows = seen(away(date(2022, 3, 7)), rule=rule, pattern=attrs.evolve(FULL_TIME, starts=date(2023, 1, 2)))
    assert compliance(rows).untold == 1


HELD_SOME_DAY, NOT_HELD = (
    away(date(2022, 3, 7), date(2022, 3, 8), returned=date(2022, 3, 9), interview_held=held) for held in (True, False)
)


@pytest.mark.parametrize("day", [date(2022, 3, 9), DAY])
def test_an_interview_on_a_day_that_is_not_on_record_is_neither_missing_nor_in_time(day: date) -> None:
    (row,) = seen(HELD_SOME_DAY, day=day)
    assert (row.held, row.undated, row.was_held, row.in_time("first day back")) == (None, True, None, None)
    figures = compliance([row])
    assert (figures.needed, figures.held, figures.doubtful) == (1, 0, 1)
    assert (figures.share, figures.at_most, figures.open) == (0, 1, (("first day back", 1),))


def test_an_interview_that_was_not_held_is_missing_once_it_was_due() -> None:
    (row,) = seen(NOT_HELD)
    assert (row.undated, row.was_held, row.in_time("first day back")) == (False, False, False)


@pytest.mark.parametrize(
    ("row", "unsaid", "was_held"),
    [
        (back(date(2022, 3, 9)), False, False),
        (back(date(2022, 3, 9)), True, None),
        (NOT_HELD, True, False),
        (HELD_SOME_DAY, True, None),
        (back(date(2022, 3, 9), date(2022, 3, 9)), True, True),
        (back(date(2022, 3, 9), date(2022, 12, 31)), True, False),
    ],
)
def test_a_blank_day_says_that_there_was_none_unless_nothing_was_said(
    row: Absence, unsaid: bool, was_held: bool | None
) -> None:
    histories = {Absence: [row], WorkPattern: (FULL_TIME,)}
    (found,) = interviews(policy(interviews=EVERY), W1, DAY, histories, unsaid=unsaid)
    assert found.was_held is was_held


def test_an_interview_without_a_day_that_was_entered_with_an_earlier_row_may_be_the_one() -> None:
    """A Friday and the Monday after it: whether it was before or after the weekend nobody can tell."""
    friday, monday = away(date(2022, 3, 4), interview_held=True), away(date(2022, 3, 7))
    (row,) = seen(friday, monday)
    assert row.was_held is None
    (row,) = seen(friday, attrs.evolve(monday, interviewed=date(2022, 3, 8)))
    assert (row.was_held, row.held) == (True, date(2022, 3, 8))


def test_an_interview_that_has_a_day_was_held() -> None:
    with pytest.raises(RecordError, match="an interview that has a day was held"):
        away(date(2022, 3, 7), interviewed=date(2022, 3, 8), interview_held=False)


def evidence(*rows: Absence, **behind: object) -> dict[str, tuple[int | None, int]]:
    found = patterns(attending(rows, DAY, **behind), attrs.evolve(COUNTING, where=ALWAYS), DAY)
    return {each.what: (None if each.spells is None else len(each.spells), each.of) for each in found}


def test_without_absences_there_is_no_pattern() -> None:
    assert evidence() == {}


def test_the_commonest_weekday_to_begin_on_is_evidence() -> None:
    assert evidence(*one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 15)))["begins on a Monday"] == (2, 3)


@pytest.mark.parametrize(
    ("row", "near"),
    [
        (away(date(2022, 3, 4)), True),
        (away(date(2022, 3, 7)), True),
        (away(date(2022, 3, 8)), False),
        (away(date(2022, 3, 9), date(2022, 3, 10)), False),
    ],
)
def test_an_absence_can_lie_next_to_a_weekend(row: Absence, near: bool) -> None:
    assert evidence(row)["next to a weekend"] == (near, 1)


def test_an_absence_can_lie_next_to_a_bank_holiday_even_over_a_weekend() -> None:
    assert evidence(away(date(2022, 4, 14)))["next to a bank holiday"] == (1, 1)
    assert evidence(away(date(2022, 4, 19)))["next to a bank holiday"] == (1, 1)
    assert evidence(away(date(2022, 4, 20)))["next to a bank holiday"] == (0, 1)


def test_an_absence_can_lie_next_to_booked_leave_if_there_is_a_record_of_it() -> None:
    leave = {Leave: (Leave(start=date(2022, 3, 14), end=date(2022, 3, 18)),)}
    assert evidence(away(date(2022, 3, 11)), histories=leave)["next to booked leave"] == (1, 1)
    assert evidence(away(date(2022, 3, 9)), histories=leave)["next to booked leave"] == (0, 1)
    assert evidence(away(date(2022, 3, 11)))["next to booked leave"] == (None, 1)


@pytest.mark.parametrize(
    ("row", "near"),
    [
        (away(date(2022, 3, 24)), True),
        (away(date(2022, 3, 25)), True),
        (away(date(2022, 3, 21), date(2022, 3, 29)), True),
        (away(date(2022, 3, 28)), False),
        (Absence(start=date(2022, 3, 22)), True),
    ],
)
def test_an_absence_can_lie_beside_a_day_of_the_services_own(row: Absence, near: bool) -> None:
    """Friday, 25 March is a payday; another lies after the day asked about."""
    own = policy(own_days={"a payday": [date(2023, 1, 25), date(2022, 3, 25), date(2022, 3, 25)]})
    assert own.own_days == {"a payday": (date(2022, 3, 25), date(2023, 1, 25))}
    assert evidence(row, policy=own)["on a payday or the day before or after"] == (near, 1)
    assert edition_hash(own.editions[0], policy=own) != edition_hash(policy().editions[0], policy=policy())
    none = policy(own_days={})
    assert edition_hash(none.editions[0], policy=none) == edition_hash(policy().editions[0], policy=policy())


def test_an_absence_that_goes_on_lies_next_to_nothing_after_it() -> None:
    assert evidence(Absence(start=date(2022, 12, 29)))["next to a weekend"] == (0, 1)


def test_what_is_years_off_is_not_looked_through() -> None:
    never = WorkPattern(starts=date(2020, 1, 6), nominal_days=Decimal(0), monday=None, tuesday=Decimal(1))
    assert evidence(away(date(2022, 3, 8)), histories={WorkPattern: (never,)})["next to a bank holiday"] == (0, 1)
