"""An attendance policy put to a workforce: each worker stands as tracking that one alone says, on every engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from attending import CONVENTIONS, COUNTING, FULL_TIME, INFORMAL, STAGE_1, W1, Local, away, one_day, policy
from drawn_workforces import workforce
from frames import EAGER, native, needs_spark, rows, table
from histories import EVERY, Judged
from test_references import NAMES_NOBODY, NAMES_SOMEBODY
from workforce import KINDS, Row, Said, Workforce, agreed, bulk, columns, compared, frames_of, told
from yosrules import Edition, Facts, Maybe, PolicyError, RecordError, may, must, unless
from yosrules.bulk.attendance.histories import HistoryTables, nobody_named
from yosrules.bulk.attendance.measures.plan import certain
from yosrules.bulk.attendance.tables.columns import WorkerRow
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.frames.engine import first_of, kept, worked
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, last
from yosrules.policies.attendance import Assessed, AttendancePolicy, Fires, Linking, OfRule, OverLeave
from yosrules.policies.calendar import Count, Span
from yosrules.policies.lost_time.counting import Counting, DayCount, HalfDay, Straddling
from yosrules.policies.lost_time.measures import (
    allowance,
    continuous,
    days,
    expired,
    hours,
    in_spells,
    lasted,
    share_of_time,
    since_held,
    spells,
)
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import AnyWindow
from yosrules.policies.stages import ByLeave, LastDay, LiveFrom
from yosrules.records.absence import (
    Absence,
    Attendance,
    FitNote,
    Half,
    Leave,
    Reason,
    Route,
    Shift,
    StageHeld,
    Step,
    Worker,
    WorkPattern,
)
from yosrules.records.references import alike_said, instead_of

"""What is worked out in bulk hangs on no Python."""

ALONE = {"aberdeen", "argyll-and-bute", "supermarket"}
"""Policies that ask for what is worked out for one worker at a time only."""
TOGETHER = sorted(EVERY.keys() - ALONE)
DAY = date(2022, 12, 30)
MONDAY = date(2022, 6, 13)
"""One with no bank holiday near."""
ONE = timedelta(days=1)


# Any workforce


@pytest.mark.slow
@pytest.mark.parametrize("name", TOGETHER)
def test_a_published_policy_says_of_a_workforce_what_it_says_of_each_worker(name: str) -> None:
    day, drawn = workforce(Random(name), EVERY[name], 40)
    agreed(EVERY[name], day, drawn)


# Worked examples


def local(*rules: Any, about: type[Attendance] = Local, **changes: Any) -> AttendancePolicy:
    """A policy that hits at each absence; `changes` are of its conventions."""
    more = {name: changes.pop(name) for name in ("stages", "read_as", "open_cases_stay", "of_rules") if name in changes}
    how = attrs.evolve(CONVENTIONS, **{"fires": Fires.ON_EACH_ABSENCE, **changes})
    return policy(*rules, about=about, conventions=how, **more)


def one(absences: Sequence[Absence], *more: Facts, pattern: WorkPattern | None = FULL_TIME) -> Workforce:
    """One worker; every kind of history was given."""
    behind = {kind: [row for row in more if isinstance(row, kind)] for kind in KINDS}
    return Workforce({"W1": {**behind, Absence: absences}}, pattern=pattern)


def only(chosen: AttendancePolicy, day: date, workforce: Workforce) -> Row:
    """The row of one worker in a policy of one reading."""
    (row,) = agreed(chosen, day, workforce)
    return row


def value(name: str, day: date, workforce: Workforce, **changes: Any) -> object:
    return only(local(**changes), day, workforce)[name]


THREE = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 20))


def test_a_row_says_everything_in_order() -> None:
    (row,) = bulk(local(), DAY, one(THREE))
    assert list(row) == columns(local())
    assert row == {
        "worker": "W1",
        "reading": "",
        "refused": None,
        "alike": None,
        "spells": 3,
        "days": Decimal(3),
        "score": Decimal(27),
        "informal meeting": "must",
        "informal meeting since": date(2022, 6, 20),
        "informal meeting still": True,
        "stage 1": "no",
        "stage 1 since": None,
        "stage 1 still": None,
    }
    assert [type(row[name]) for name in ("spells", "days", "score")] == [int, Decimal, Decimal]


@pytest.mark.parametrize(("held", "status"), [((), "at least may"), ((date(2022, 6, 1),), "may")])
def test_a_stage_that_may_be_held_while_nobody_can_tell_whether_it_must(held: tuple[date, ...], status: str) -> None:
    # Without a work pattern no day is known to be lost; the third absence is the last on which the must is asked.
    long = must("long", INFORMAL, when=(Local.days >= Decimal(5)) & (Local.spells <= 2))
    chosen = local(may("two", INFORMAL, when=Local.spells >= 2), long)
    stages = [StageHeld(step=Step.INFORMAL, held=day) for day in held]
    row = only(chosen, DAY, one(THREE, *stages, pattern=None))
    assert (row["informal meeting"], row["informal meeting still"]) == (status, True)


@pytest.mark.parametrize(("day", "spells"), [(date(2023, 3, 6), 3), (date(2023, 3, 7), 2)])
def test_an_absence_leaves_the_window_when_its_day_comes_round(day: date, spells: int) -> None:
    row = only(local(), day, one(THREE))
    over = spells == 3
    assert (row["spells"], row["informal meeting"]) == (spells, "must" if over else "no")
    assert (row["informal meeting since"], row["informal meeting still"]) == (date(2022, 6, 20), over)


@pytest.mark.parametrize(
    ("straddling", "lost"),
    [
        (Straddling.INSIDE, Decimal(3)),
        (Straddling.TOUCHING, Decimal(5)),
        (Straddling.BY_END, Decimal(5)),
        (Straddling.BY_START, Decimal(0)),
    ],
)
def test_a_spell_across_the_start_of_the_window_counts_as_the_convention_says(
    straddling: Straddling, lost: Decimal
) -> None:
    class Straddled(Attendance):
        lost: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, straddling=straddling))

    chosen = local(must("three", INFORMAL, when=Straddled.lost >= Decimal(3)), about=Straddled)
    week = one([away(MONDAY, MONDAY + 4 * ONE)])
    assert only(chosen, date(2023, 6, 14), week)["lost"] == lost


YEAR_OF_RETURN = attrs.evolve(COUNTING, days=DayCount.TO_RETURN, straddling=Straddling.INSIDE)


@pytest.mark.parametrize(
    ("first", "lost"),
    [
        (away(MONDAY, MONDAY + 2 * ONE, returned=MONDAY + 7 * ONE), Decimal(8)),
        (away(MONDAY, MONDAY + 2 * ONE, returned=MONDAY + 9 * ONE), Decimal(10)),
        (away(MONDAY, MONDAY + 2 * ONE, last_session=Half.AM, returned=MONDAY + 2 * ONE), Decimal("3.5")),
        (away(MONDAY, MONDAY + 2 * ONE), None),
        (away(MONDAY, MONDAY + 8 * ONE), Decimal(10)),
    ],
    ids=["back", "back when the next began", "back at noon", "nobody knows when", "the next began the day after"],
)
def test_days_to_the_return_count_where_the_policy_says_so(first: Absence, lost: Decimal | None) -> None:
    class Back(Attendance):
        lost: Maybe[Decimal] = days("days", YEAR_OF_RETURN)

    chosen = local(must("three", INFORMAL, when=Back.lost >= Decimal(3)), about=Back)
    rows = [first, away(MONDAY + 9 * ONE, returned=MONDAY + 10 * ONE)]
    assert only(chosen, DAY, one(rows))["lost"] == lost


def test_nobody_is_back_between_two_absences_of_one_day() -> None:
    class Back(Attendance):
        lost: Maybe[Decimal] = days("days", YEAR_OF_RETURN)

    chosen = local(must("one", INFORMAL, when=Back.lost >= Decimal(1)), about=Back)
    halves = [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM, returned=MONDAY + ONE)]
    # Monday is lost in two halves; Tuesday is another absence, of which the return is on record.
    for absences, lost in ((halves, 1), ([*halves, away(MONDAY + ONE, returned=MONDAY + 2 * ONE)], 2)):
        assert only(chosen, DAY, one(absences))["lost"] == lost


@pytest.mark.parametrize(
    ("returned", "late", "lost", "spells"),
    [
        (4, 0, 2, 1),
        (5, 0, 3, 2),
        (7, 0, 5, 2),
        (7, 1, 4, 2),
        (None, -1, None, 2),
        (None, 0, None, None),
        (None, 1, 2, 1),
    ],
)
def test_a_spell_lasts_to_the_return_where_the_window_begins(
    returned: int | None, late: int, lost: int | None, spells: int | None
) -> None:
    """The window begins on or after the Friday after an absence of two days; two days in the summer lie in it."""

    class Back(Attendance):
        lost: Maybe[Decimal] = days("days", YEAR_OF_RETURN)
        spells: Maybe[int] = spells("spells", YEAR_OF_RETURN)

    chosen = local(must("three", INFORMAL, when=Back.lost >= Decimal(3)), about=Back)
    friday = MONDAY + 4 * ONE
    rows = [away(MONDAY + 2 * ONE, friday - ONE, returned=returned and MONDAY + returned * ONE)]
    rows += [away(date(2022, 7, 4), date(2022, 7, 5), returned=date(2022, 7, 6))]
    row = only(chosen, friday.replace(year=2023) + (late - 1) * ONE, one(rows))
    assert (row["lost"], row["spells"]) == (lost, spells)


@pytest.mark.parametrize(
    ("straddling", "later", "expected"),
    [
        (Straddling.BY_END, 0, 0),
        (Straddling.BY_END, 1, None),
        (Straddling.BY_END, 2, 1),
        (Straddling.TOUCHING, 1, 1),
        (Straddling.BY_START, 1, 1),
    ],
)
def test_whether_a_spell_ended_in_the_window_takes_a_return(
    straddling: Straddling, later: int, expected: int | None
) -> None:
    """The window ends the day before the one asked about, which is so many days after the last day of absence."""
    till_yesterday = last(12, Unit.MONTHS, anchor_in=False, far_end_in=True)
    counting = attrs.evolve(YEAR_OF_RETURN, straddling=straddling, during=till_yesterday)

    class Back(Attendance):
        spells: Maybe[int] = spells("spells", counting)

    chosen = local(must("one", INFORMAL, when=Back.spells >= 1), about=Back)
    assert only(chosen, MONDAY + (1 + later) * ONE, one([away(MONDAY, MONDAY + ONE)]))["spells"] == expected


def test_a_spell_that_goes_on_lies_in_the_window_whatever_the_return_before() -> None:
    """The window begins on the day between two absences that are one spell; of that day nobody can tell."""

    class Back(Attendance):
        spells: Maybe[int] = spells("spells", YEAR_OF_RETURN)

    linking = Linking(calendar_gap=1, over_days_off=False)
    chosen = local(must("one", INFORMAL, when=Back.spells >= 1), about=Back, linking=linking)
    tuesday = MONDAY + ONE
    rows = [away(MONDAY), away(tuesday + ONE, returned=tuesday + 2 * ONE)]
    assert only(chosen, tuesday.replace(year=2023) - ONE, one(rows))["spells"] == 1


@pytest.mark.slow
def test_a_friday_and_the_monday_after_it_are_one_spell_once_the_monday_has_come() -> None:
    friday = MONDAY - 3 * ONE
    rows = one_day(friday, MONDAY)
    assert [value("spells", day, one(rows)) for day in (friday, MONDAY - ONE, MONDAY)] == [1, 1, 1]
    assert value("spells", MONDAY, one(rows), linking=Linking(calendar_gap=1, over_days_off=False)) == 2
    assert value("spells", MONDAY, one(rows), linking=Linking(calendar_gap=2, over_days_off=False)) == 1


@pytest.mark.slow
def test_a_bank_holiday_is_no_working_day_and_links_as_a_day_off() -> None:
    """29 August 2022 was one, a Monday."""
    friday, tuesday = date(2022, 8, 26), date(2022, 8, 30)
    assert value("spells", DAY, one(one_day(friday, tuesday))) == 1
    assert value("days", DAY, one([away(friday, tuesday)])) == 2
    assert value("days", DAY, one([away(friday, tuesday)], Shift(day=date(2022, 8, 29), hours=Decimal(8)))) == 3


@pytest.mark.slow
def test_beyond_its_ends_a_roster_says_nothing_of_what_lies_between_two_absences() -> None:
    """The roster goes from Monday to Wednesday; Friday, between Thursday and Saturday, is on no record."""
    shifts = [Shift(day=MONDAY + n * ONE, hours=Decimal(8)) for n in (0, 2)]
    rows = one_day(MONDAY + 3 * ONE, MONDAY + 5 * ONE)
    assert value("spells", DAY, one(rows, *shifts, pattern=None)) is None
    assert value("spells", DAY, one(one_day(MONDAY, MONDAY + 2 * ONE), *shifts, pattern=None)) == 1
    assert value("spells", DAY, one(rows, *shifts)) == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    "noughts",
    [dict.fromkeys(("monday", "sunday"), Decimal(0)), {"nominal_days": Decimal(0)}, {"nominal_hours": Decimal(0)}],
)
def test_weeks_of_noughts_between_two_absences_are_known_to_be_no_work(noughts: Mapping[str, Decimal]) -> None:
    """Five days from Monday, no work in the week after, and one day on the Monday after that: six days, one absence."""
    week, again = WorkPattern(starts=MONDAY + 7 * ONE, **noughts), attrs.evolve(FULL_TIME, starts=MONDAY + 14 * ONE)
    row = only(local(), DAY, one([away(MONDAY, MONDAY + 4 * ONE), away(MONDAY + 14 * ONE)], FULL_TIME, week, again))
    assert (row["spells"], row["days"]) == (1, Decimal(6))
    always = attrs.evolve(week, starts=FULL_TIME.starts)
    assert value("days", DAY, one([away(MONDAY + 7 * ONE, MONDAY + 13 * ONE)], pattern=always)) == 0


class Excluding(Attendance):
    """One measure by each of the two conventions of what an excluded absence joins, and one of length."""

    over: Maybe[int] = spells("joined", attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related)))
    apart: Maybe[int] = spells(
        "apart", attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related), over_excluded=False)
    )
    so_far: Maybe[int] = continuous("so far", where=unless(Absence.pregnancy_related), forecast=False)


@pytest.mark.parametrize("chain", [(0, 1, 2), (-3, 0, 1), (-3, 0, 4)], ids=["days", "a weekend", "a day at work"])
def test_an_excluded_absence_joins_two_where_that_is_declared(chain: tuple[int, int, int]) -> None:
    """The middle one is excluded; one day of work lies before the last in the third chain."""
    chosen = local(must("one", INFORMAL, when=Excluding.over >= 2), about=Excluding)
    first, other, last = one_day(*(MONDAY + n * ONE for n in chain))
    row = only(chosen, last.start, one([first, attrs.evolve(other, pregnancy_related=True), last]))
    assert (row["over"], row["apart"], row["so_far"]) == (2 if chain[2] == 4 else 1, 2, 1)


@pytest.mark.parametrize(("leave", "spells"), [((), 2), ((0, 1), 1), ((1, 1), 2), (None, None)])
def test_booked_leave_joins_two_absences_where_that_is_declared(
    leave: tuple[int, int] | tuple[()] | None, spells: int | None
) -> None:
    """Between them lie Tuesday and Wednesday."""
    linking = Linking(calendar_gap=0, over_days_off=True, over_booked_leave=True)
    tuesday = MONDAY + ONE
    booked = [Leave(start=tuesday + leave[0] * ONE, end=tuesday + leave[1] * ONE)] if leave else []
    workforce = one(one_day(MONDAY, MONDAY + 3 * ONE), *booked)
    workforce = workforce if leave is not None else attrs.evolve(workforce, missing=(Leave,))
    assert value("spells", DAY, workforce, linking=linking) == spells


@pytest.mark.parametrize(
    ("earlier", "later", "spells"),
    [
        (away(MONDAY, last_session=Half.AM), away(MONDAY + ONE), 2),
        (away(MONDAY), away(MONDAY + ONE, first_session=Half.PM), 2),
        (away(MONDAY - 3 * ONE), away(MONDAY, first_session=Half.PM), 2),
        (away(MONDAY, returned=MONDAY + 2 * ONE), away(MONDAY + 2 * ONE), 1),
        (away(MONDAY - 3 * ONE, returned=MONDAY - 2 * ONE), away(MONDAY), 1),
    ],
)
def test_what_lies_between_is_counted_in_half_days_from_the_return(
    earlier: Absence, later: Absence, spells: int
) -> None:
    assert value("spells", DAY, one([earlier, later])) == spells


def test_two_halves_of_a_day_are_one_day_and_one_spell() -> None:
    halves = [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)]
    row = only(local(), DAY, one(halves))
    assert (row["spells"], row["days"]) == (1, 1)


@pytest.mark.slow
def test_half_a_day_can_count_as_a_whole_one_and_only_once() -> None:
    class Whole(Attendance):
        lost: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, half_day=HalfDay.WHOLE))

    chosen = local(must("one", INFORMAL, when=Whole.lost >= Decimal(1)), about=Whole)
    halves = [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)]
    assert [only(chosen, DAY, one(rows))["lost"] for rows in (halves[:1], halves)] == [1, 1]


@pytest.mark.slow
def test_an_absence_that_is_open_goes_on_to_the_day_asked_about() -> None:
    assert [value("days", MONDAY + n * ONE, one([Absence(start=MONDAY)])) for n in (0, 4, 6, 7)] == [1, 5, 5, 6]


@pytest.mark.parametrize(("gap", "spells"), [(28, None), (29, 2)])
def test_without_a_pattern_nobody_can_tell_of_a_gap_of_28_days(gap: int, spells: int | None) -> None:
    rows = one_day(MONDAY, MONDAY + (gap + 1) * ONE)
    row = only(local(), DAY, one(rows, pattern=None))
    assert row["spells"] == spells
    assert row["informal meeting"] == ("cannot tell" if spells is None else "no")


def test_an_untold_absence_leaves_earlier_days_as_they_were() -> None:
    class Colds(Attendance):
        spells: Maybe[int] = spells("colds", attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))

    chosen = local(must("one", INFORMAL, when=Colds.spells >= 1), about=Colds)
    row = only(chosen, DAY, one([away(MONDAY, reason=Reason.COLD), away(MONDAY + ONE)]))
    assert (row["spells"], row["informal meeting"], row["informal meeting since"]) == (None, "cannot tell", MONDAY)
    assert row["informal meeting still"] is None


@pytest.mark.slow
def test_what_had_led_to_a_stage_before_probation_ended_leads_to_it_no_more() -> None:
    rule = must("spells", INFORMAL, when=(Local.spells >= 1) & ~Local.on_probation)
    on = [Judged(reference="a worker", probation_ends=MONDAY + n * ONE) for n in (-1, 1, 4)]
    found = [only(local(rule), DAY, one([away(MONDAY, MONDAY + 4 * ONE)], each)) for each in on]
    assert [row["informal meeting"] for row in found] == ["must", "no", "no"]


@pytest.mark.slow
def test_a_stage_held_during_an_absence_answers_what_was_hit_until_then() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(3))
    rows = [away(MONDAY, MONDAY + 11 * ONE)]
    held = [StageHeld(step=Step.INFORMAL, held=MONDAY + n * ONE) for n in (1, 2, 9)]
    found = [only(local(ten), DAY, one(rows, each)) for each in held]
    assert [row["informal meeting"] for row in found] == ["must", "no", "no"]


@pytest.mark.slow
def test_an_absence_that_led_to_a_stage_does_not_lead_on_from_it() -> None:
    on = must("days", INFORMAL, when=Local.days >= Decimal(3))
    up = must("more", STAGE_1, when=(Local.step == Step.INFORMAL) & (Local.days >= Decimal(2)))
    held = StageHeld(step=Step.INFORMAL, held=MONDAY + 3 * ONE)
    week, after = away(MONDAY, MONDAY + 4 * ONE), away(MONDAY + 14 * ONE)
    assert only(local(on, up), DAY, one([week], held))["stage 1"] == "no"
    row = only(local(on, up), DAY, one([week, after], held))
    assert (row["stage 1"], row["stage 1 since"]) == ("must", after.start)


@pytest.mark.slow
def test_a_stage_that_was_held_twice_answers_up_to_the_second_time() -> None:
    held = [StageHeld(step=Step.INFORMAL, held=day) for day in (date(2022, 1, 10), date(2022, 6, 27))]
    assert only(local(), DAY, one(THREE, *held))["informal meeting"] == "no"
    assert only(local(), DAY, one(THREE, held[0]))["informal meeting"] == "must"


@pytest.mark.slow
def test_an_untold_absence_that_was_over_yesterday_leaves_today_as_it_was() -> None:
    class Colds(Attendance):
        so_far: Maybe[int] = continuous("colds so far", where=Absence.reason == Reason.COLD, forecast=False)

    apart = Linking(calendar_gap=None, over_days_off=False)
    chosen = local(must("one", INFORMAL, when=Colds.so_far >= 1), about=Colds, linking=apart)
    rows = [away(MONDAY), away(MONDAY + ONE, reason=Reason.COLD)]
    assert [only(chosen, MONDAY + n * ONE, one(rows))["so_far"] for n in (0, 1, 2)] == [None, 1, 0]


def test_an_absence_of_which_nobody_could_tell_had_led_nowhere() -> None:
    rule = must("two", STAGE_1, when=(Local.spells >= 2) & Attendance.interviews_held)
    earlier, week = away(date(2022, 5, 9), interviewed=MONDAY + 2 * ONE), away(MONDAY, MONDAY + 4 * ONE)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 5, 16))
    row = only(local(rule), DAY, one([earlier, week], held))
    # Later nobody can tell whether the last interview was held, so that nobody knows if the line is still passed.
    assert (row["stage 1"], row["stage 1 since"]) == ("cannot tell", MONDAY + 2 * ONE)


@pytest.mark.parametrize(("days_worked", "spells"), [(("tuesday",), 2), ((), 1)])
def test_the_fourth_day_between_two_absences_parts_them_if_it_is_worked(
    days_worked: tuple[str, ...], spells: int
) -> None:
    pattern = WorkPattern(starts=date(2015, 1, 5), **dict.fromkeys(("wednesday", "friday", *days_worked), Decimal(7)))
    rows = one_day(MONDAY + 4 * ONE, MONDAY + 9 * ONE)
    linking = Linking(calendar_gap=None, over_days_off=True)
    assert value("spells", DAY, one(rows, pattern=pattern), linking=linking) == spells


def test_who_was_on_no_long_term_stage_stands_on_none() -> None:
    none = must("none", INFORMAL, when=Attendance.long_term_step == Step.NONE)
    held = StageHeld(step=Step.STAGE_1, held=MONDAY - ONE, route=Route.LONG_TERM)
    found = [only(local(none), MONDAY, one([away(MONDAY)], *each)) for each in ((), (held,))]
    assert [row["informal meeting"] for row in found] == ["must", "no"]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
def test_a_column_of_a_type_that_holds_nothing_states_nothing(engine: str) -> None:
    frame = pl.DataFrame({"worker": ["W1"], "start": [MONDAY], "end": [MONDAY], "returned": [None], "hours": [None]})
    (row,) = rows(triggers_frame(local(), DAY, {Absence: native(frame, engine)}, pattern=FULL_TIME))
    assert (row["refused"], row["spells"]) == (None, 1)


@pytest.mark.slow
def test_400_days_off_in_a_row_link_and_more_are_not_looked_at() -> None:
    """Between them nothing is on the roster."""
    (linked,), (refused,) = (
        bulk(
            local(),
            date(2024, 1, 8),
            one(one_day(MONDAY, day), *(Shift(day=each, hours=Decimal(8)) for each in (MONDAY, day))),
        )
        for day in (MONDAY + 401 * ONE, MONDAY + 402 * ONE)
    )
    assert (linked["spells"], linked["refused"]) == (1, None)
    assert (refused["spells"], refused["refused"]) == (
        None,
        "more days off between two absences than are looked at",
    )


@pytest.mark.parametrize(("starts", "lost"), [(date(2022, 3, 7), 3), (date(2022, 3, 8), None)])
def test_nobody_knows_what_was_due_before_the_first_pattern(starts: date, lost: int | None) -> None:
    assert value("days", DAY, one(THREE, attrs.evolve(FULL_TIME, starts=starts), pattern=None)) == lost


def test_days_that_follow_each_other_have_no_day_off_between_them_to_tell() -> None:
    linking = Linking(calendar_gap=None, over_days_off=True)
    for pattern in (FULL_TIME, None):
        assert value("spells", DAY, one(one_day(MONDAY, MONDAY + ONE), pattern=pattern), linking=linking) == 1


def test_a_stage_held_after_the_day_asked_about_answers_nothing() -> None:
    later = StageHeld(step=Step.INFORMAL, held=DAY + ONE)
    assert only(local(), DAY, one(THREE, later))["informal meeting"] == "must"
    assert only(local(), DAY + ONE, one(THREE, later))["informal meeting"] == "no"


GATED = attrs.evolve(INFORMAL, gate=Attendance.interviews_held)


@pytest.mark.parametrize(("held", "open_"), [(MONDAY + 2 * ONE, True), (None, False)])
def test_a_gate_is_shut_until_every_interview_is_on_record(held: date | None, open_: bool) -> None:
    chosen = local(must("one", GATED, when=Local.spells >= 1), stages=(GATED, STAGE_1))
    row = only(chosen, DAY, one([away(MONDAY, interviewed=held)]))
    assert row["informal meeting gate"] is open_


@pytest.mark.parametrize(("day", "open_"), [(2, True), (3, False)])
def test_no_interview_is_due_before_an_absence_is_over(day: int, open_: bool) -> None:
    chosen = local(must("one", GATED, when=Local.spells >= 1), stages=(GATED, STAGE_1))
    row = only(chosen, MONDAY + day * ONE, one([away(MONDAY, MONDAY + 2 * ONE)]))
    assert row["informal meeting gate"] is open_


def test_what_is_not_due_has_no_gate_and_no_day() -> None:
    chosen = local(must("two", GATED, when=Local.spells >= 2), stages=(GATED, STAGE_1))
    row = only(chosen, DAY, one([away(MONDAY)]))
    assert [row[f"informal meeting{each}"] for each in ("", " since", " still", " gate")] == ["no", None, None, None]


def test_readings_that_differ_are_rows_of_their_own() -> None:
    rules = (
        must("spells", INFORMAL, when=Local.spells >= 3, reading="three"),
        must("spells", INFORMAL, when=Local.spells > 3, reading="more than three"),
    )
    found = {row["reading"]: row["informal meeting"] for row in agreed(local(*rules), DAY, one(THREE))}
    assert found == {"three": "must", "more than three": "no"}


def test_conventions_that_are_read_in_two_ways_are_rows_of_their_own() -> None:
    start = attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE, assessed=Assessed.AT_START)
    ways = {"start": start, "return": attrs.evolve(start, assessed=Assessed.ON_RETURN)}
    found = {row["reading"]: row["informal meeting since"] for row in agreed(local(read_as=ways), DAY, one(THREE))}
    assert found == {"start": date(2022, 6, 20), "return": date(2022, 6, 21)}


def test_a_must_comes_before_a_may_that_was_hit_earlier() -> None:
    rules = may("two", INFORMAL, when=Local.spells >= 2), must("three", INFORMAL, when=Local.spells >= 3)
    found = [only(local(*rules), DAY, one(THREE[:n])) for n in (2, 3)]
    assert [(row["informal meeting"], row["informal meeting since"]) for row in found] == [
        ("may", date(2022, 5, 9)),
        ("must", date(2022, 6, 20)),
    ]


def test_hours_that_were_written_down_count_instead_of_those_that_were_due() -> None:
    class Hours(Attendance):
        lost: Maybe[Decimal] = hours("hours", COUNTING)

    chosen = local(must("some", INFORMAL, when=Hours.lost >= Decimal(1)), about=Hours)
    rows = [away(MONDAY, MONDAY + ONE, last_session=Half.AM), away(MONDAY + 7 * ONE, hours=Decimal("2.25"))]
    assert only(chosen, DAY, one(rows))["lost"] == Decimal("13.35")


@pytest.mark.slow
@pytest.mark.parametrize("straddling", Straddling)
def test_hours_written_down_for_a_whole_absence_are_not_divided_while_it_goes_on(straddling: Straddling) -> None:
    class Hours(Attendance):
        lost: Maybe[Decimal] = hours("hours", attrs.evolve(COUNTING, straddling=straddling))

    chosen = local(must("some", INFORMAL, when=Hours.lost >= Decimal(1)), about=Hours)
    rows = [away(MONDAY, MONDAY + ONE), away(MONDAY + 7 * ONE, MONDAY + 9 * ONE, hours=Decimal(12))]
    during, after = (only(chosen, MONDAY + n * ONE, one(rows))["lost"] for n in (8, 9))
    assert (during, after) == (None, Decimal("26.8"))


@pytest.mark.parametrize(
    ("straddling", "lost"),
    [
        (Straddling.BY_START, Decimal(0)),
        (Straddling.BY_END, None),
        (Straddling.TOUCHING, None),
        (Straddling.INSIDE, None),
    ],
)
def test_hours_of_an_absence_that_began_before_the_window_matter_unless_its_start_decides(
    straddling: Straddling, lost: Decimal | None
) -> None:
    week = last(1, Unit.WEEKS, anchor_in=True, far_end_in=False)

    class Hours(Attendance):
        lost: Maybe[Decimal] = hours("hours", attrs.evolve(COUNTING, during=week, straddling=straddling))

    chosen = local(must("some", INFORMAL, when=Hours.lost >= Decimal(1)), about=Hours)
    long = one([away(MONDAY, MONDAY + 20 * ONE, hours=Decimal(60))])
    assert only(chosen, MONDAY + 10 * ONE, long)["lost"] == lost


@pytest.mark.parametrize("straddling", Straddling)
def test_hours_of_an_absence_that_began_after_the_window_do_not_matter(straddling: Straddling) -> None:
    before = last(1, Unit.MONTHS, before=Attendance.latest_start, anchor_in=False, far_end_in=True)

    class Hours(Attendance):
        lost: Maybe[Decimal] = hours("hours", attrs.evolve(COUNTING, during=before, straddling=straddling))

    chosen = local(must("some", INFORMAL, when=Hours.lost >= Decimal(1)), about=Hours)
    two = one([away(MONDAY, MONDAY + ONE), away(MONDAY + 7 * ONE, MONDAY + 20 * ONE, hours=Decimal(60))])
    assert only(chosen, MONDAY + 10 * ONE, two)["lost"] == Decimal("14.8")


def test_a_rule_may_compare_a_date_of_the_absence_with_a_day() -> None:
    chosen = local(must("of late", INFORMAL, when=Attendance.latest_start >= date(2022, 5, 9)))
    assert [only(chosen, DAY, one(THREE[:n]))["informal meeting"] for n in (1, 2)] == ["no", "must"]
    since = only(chosen, DAY, one(THREE[:2]))["informal meeting since"]
    assert since == date(2022, 5, 9)


@pytest.mark.slow
def test_booked_leave_can_be_taken_out_and_unknown_leave_leaves_it_untold() -> None:
    week = [away(MONDAY, MONDAY + 4 * ONE)]
    booked = one(week, Leave(start=MONDAY, end=MONDAY + ONE))
    assert value("days", DAY, booked, over_leave=OverLeave.REMOVED) == 3
    assert value("days", DAY, attrs.evolve(booked, missing=(Leave,)), over_leave=OverLeave.REMOVED) is None
    assert value("days", DAY, booked) == 5


class Long(Attendance):
    forecast: Maybe[int] = continuous("by the fit note", where=ALWAYS, forecast=True)
    month: Maybe[bool] = lasted("a month", Span(4, Count.WEEKS), where=ALWAYS)
    since: Maybe[bool] = since_held("six weeks since", Span(6, Count.WEEKS), of=Step.STAGE_1, route=Route.SHORT_TERM)


LONG = local(
    must("month", INFORMAL, when=Long.month),
    must("since", STAGE_1, when=Long.since),
    about=Long,
    of_rules={"since": OfRule(fires=Fires.ON_EACH_ABSENCE)},
)


@pytest.mark.parametrize(("ahead", "lasted"), [(27, False), (28, True)])
def test_four_weeks_are_over_when_the_same_day_has_come_round(ahead: int, lasted: bool) -> None:
    row = only(LONG, MONDAY + ahead * ONE, one([Absence(start=MONDAY)]))
    assert (row["month"], row["informal meeting"]) == (lasted, "must" if lasted else "no")


@pytest.mark.slow
def test_a_fit_note_says_how_long_an_absence_will_last_once_it_has_begun() -> None:
    note = FitNote(start=MONDAY + 2 * ONE, end=MONDAY + 29 * ONE)
    found = [only(LONG, MONDAY + n * ONE, one([Absence(start=MONDAY)], note))["forecast"] for n in (1, 2)]
    assert found == [2, 30]


@pytest.mark.slow
def test_how_long_it_is_since_a_stage_was_held_hangs_on_none_held_later() -> None:
    held = [StageHeld(step=Step.STAGE_1, held=day) for day in (MONDAY - 42 * ONE, MONDAY + ONE)]
    found = [
        only(LONG, day, one([away(date(2020, 1, 6))], *held))["since"] for day in (MONDAY - ONE, MONDAY, MONDAY + ONE)
    ]
    assert found == [False, True, False]


def test_nobody_can_tell_how_long_it_is_since_a_stage_was_held_where_none_is_on_record() -> None:
    row = only(LONG, MONDAY, attrs.evolve(one(THREE), missing=(StageHeld,)))
    assert (row["since"], row["stage 1"]) == (None, "cannot tell")


def test_a_number_of_days_is_scaled_to_the_week_of_each_worker() -> None:
    class Scaled(Local):
        allowed: Maybe[Decimal] = allowance(
            "allowed", 9, per=Per.DAYS, full_time=5, rounding=Rounded.NEAREST_HALF, pattern=Pattern.LATEST
        )

    half = WorkPattern(starts=date(2015, 1, 5), monday=Decimal(7), tuesday=Decimal(7))
    chosen = local(must("allowed", INFORMAL, when=Scaled.days >= Scaled.allowed), about=Scaled)
    none = WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal(0), nominal_hours=Decimal(0))
    weeks = {"W1": {}, "W2": {WorkPattern: [half]}, "W3": {WorkPattern: [none]}}
    workforce = Workforce({name: {Absence: THREE, **week} for name, week in weeks.items()}, pattern=FULL_TIME)
    assert [row["allowed"] for row in agreed(chosen, DAY, workforce)] == [Decimal(9), Decimal("3.5"), None]


@pytest.mark.parametrize(
    ("rounding", "allowed"),
    [
        (Rounded.NEAREST_HALF, ["9", "3.5", "1.5"]),
        (Rounded.NEAREST_WHOLE, ["9", "4", "1"]),
        (Rounded.UP, ["9", "4", "2"]),
        (Rounded.DOWN, ["9", "3", "1"]),
        (Rounded.EXACT, ["9", "3.6", "1.35"]),
    ],
)
def test_a_scaled_number_is_rounded_as_the_policy_says(rounding: Rounded, allowed: list[str]) -> None:
    class Scaled(Local):
        allowed: Maybe[Decimal] = allowance(
            "allowed", 9, per=Per.DAYS, full_time=5, rounding=rounding, pattern=Pattern.LATEST
        )

    chosen = local(must("allowed", INFORMAL, when=Scaled.days >= Scaled.allowed), about=Scaled)
    weeks = [WorkPattern(starts=date(2015, 1, 5), nominal_days=Decimal(each)) for each in ("5", "2", "0.75")]
    behind = {f"W{n}": {Absence: THREE, WorkPattern: [week]} for n, week in enumerate(weeks)}
    assert [row["allowed"] for row in agreed(chosen, DAY, Workforce(behind))] == [Decimal(each) for each in allowed]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_absences_are_scaled_to_the_week_and_more_than_a_scaled_number_can_be_asked(engine: str) -> None:
    class Scaled(Local):
        absences: Maybe[int] = in_spells(
            allowance("absences", 3, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST)
        )
        allowed: Maybe[Decimal] = allowance(
            "days", 5, per=Per.HOURS, full_time=37, rounding=Rounded.EXACT, pattern=Pattern.LATEST
        )

    rules = (
        must("spells", INFORMAL, when=Scaled.spells >= Scaled.absences),
        must("days", STAGE_1, when=Scaled.allowed < Scaled.days),
    )
    week = WorkPattern(starts=date(2015, 1, 5), **dict.fromkeys(("monday", "tuesday", "wednesday"), Decimal(7)))
    behind = {"W1": {Absence: one_day(MONDAY, MONDAY + 21 * ONE), WorkPattern: [week]}}
    (row,) = agreed(local(*rules, about=Scaled), DAY, Workforce(behind), engine)
    # Three of five days a week are 1.8 absences, so 2; five days of 37 hours are 105/37 = 2.8378… days of 21 hours.
    assert (row["absences"], row["allowed"]) == (2, Decimal("2.83785"))
    assert (row["informal meeting"], row["stage 1"]) == ("must", "no")


LATE = attrs.evolve(STAGE_1, live=Span(6, Count.MONTHS), live_from=LiveFrom.REVIEW_END)
REVIEWED = (attrs.evolve(INFORMAL, review=Span(3, Count.MONTHS)), attrs.evolve(LATE, review=Span(6, Count.MONTHS)))


@pytest.mark.parametrize(("step", "under"), [(Step.INFORMAL, False), (Step.STAGE_1, True)])
def test_a_review_lasts_as_long_as_the_stage_that_was_held_says(step: Step, under: bool) -> None:
    rule = must("review", REVIEWED[0], when=Attendance.under_review)
    row = only(local(rule, stages=REVIEWED), MONDAY, one([away(MONDAY)], StageHeld(step=step, held=date(2022, 2, 1))))
    assert row["informal meeting"] == ("must" if under else "no")


@pytest.mark.parametrize(
    ("clocks", "stands"),
    [
        ({}, True),
        ({"review_ends": MONDAY - ONE}, False),
        ({"review_ends": MONDAY}, True),
        ({"review_ends": MONDAY - ONE, "live_until": MONDAY}, True),
        ({"review_ends": MONDAY + ONE, "closed": MONDAY + ONE}, True),
        ({"review_ends": MONDAY + ONE, "closed": MONDAY}, False),
    ],
)
def test_a_stage_stands_until_its_clocks_have_run_out(clocks: dict[str, date], stands: bool) -> None:
    rule = must("none", INFORMAL, when=Attendance.step == Step.NONE)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 2, 1), **clocks)
    assert only(local(rule), MONDAY, one([away(MONDAY)], held))["informal meeting"] == ("no" if stands else "must")


ENOUGH = Local.spells >= 3
CONSIDERED = StageHeld(step=Step.NONE, held=date(2022, 6, 27))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_a_decision_that_no_stage_follows_answers_a_hit_and_puts_nobody_on_a_stage(engine: str) -> None:
    stage = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 6))
    rules = (must("three", INFORMAL, when=ENOUGH), must("two", STAGE_1, when=(Local.step == Step.INFORMAL) & ENOUGH))
    answers = {"W1": (stage,), "W2": (stage, CONSIDERED), "W3": (attrs.evolve(CONSIDERED, route=Route.LONG_TERM),)}
    behind = {name: {Absence: THREE, WorkPattern: (FULL_TIME,), StageHeld: rows} for name, rows in answers.items()}
    found = agreed(local(*rules), DAY, Workforce(behind, missing=(Worker, Shift, FitNote, Leave)), engine)
    stood = [(row["informal meeting"], row["stage 1"]) for row in found]
    # A stage of 6 June does not answer the hits of 20 June; a decision of 27 June does, on its own route.
    assert stood == [("must", "must"), ("no", "no"), ("must", "no")]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_without_a_record_of_stages_what_was_hit_cannot_be_told_and_what_is_past_is_history(engine: str) -> None:
    workforce = Workforce({"W1": {Absence: THREE, WorkPattern: (FULL_TIME,)}}, missing=(StageHeld, Worker, Shift))
    (now,) = agreed(local(), DAY, workforce, engine)
    (later,) = agreed(local(), date(2023, 3, 8), workforce, engine)
    names = ("informal meeting", "informal meeting since", "informal meeting still")
    assert tuple(now[name] for name in names) == ("cannot tell", date(2022, 6, 20), True)
    assert tuple(later[name] for name in names) == ("no", date(2022, 6, 20), False)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_a_record_that_has_gone_beyond_the_band_of_a_rule_is_not_below_its_line(engine: str) -> None:
    upper = (Local.days < Decimal(4)) & unless(Local.score > Decimal(99))
    band = must("band", INFORMAL, when=(Local.spells >= 3) & upper)
    rows = [*THREE, away(date(2022, 9, 5), date(2022, 10, 7))]
    (row,) = agreed(local(band), DAY, Workforce({"W1": {Absence: rows, WorkPattern: (FULL_TIME,)}}), engine)
    assert (row["informal meeting"], row["informal meeting since"]) == ("must", date(2022, 6, 20))


def test_a_rule_that_asks_only_about_the_absence_has_no_line_in_any_edition() -> None:
    chosen = local(must("away", INFORMAL, when=Attendance.absent))
    assert only(chosen, DAY, one([away(MONDAY)]))["informal meeting still"] is True


def test_that_a_clock_has_run_out_since_takes_no_hit_back() -> None:
    under = must("under", STAGE_1, when=Local.under_review & ENOUGH)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 1), review_ends=date(2022, 6, 30))
    row = only(local(under), DAY, one(THREE, held))
    assert (row["stage 1"], row["stage 1 still"]) == ("must", True)


@pytest.mark.parametrize(("clocks", "stage"), [(LastDay.SAME_DATE, "must"), (LastDay.DAY_BEFORE, "no")])
def test_whether_a_warning_of_six_months_is_live_on_the_same_date_is_declared(clocks: LastDay, stage: str) -> None:
    stages = (INFORMAL, attrs.evolve(STAGE_1, live=Span(6, Count.MONTHS)))
    chosen = local(must("live", INFORMAL, when=Attendance.warning_live), stages=stages, clocks=clocks)
    # Given on 13 December 2021; the absence is on 13 June 2022.
    row = only(chosen, DAY, one([away(MONDAY)], StageHeld(step=Step.STAGE_1, held=date(2021, 12, 13))))
    assert row["informal meeting"] == stage


@pytest.mark.slow
@pytest.mark.parametrize("counting", [COUNTING, attrs.evolve(COUNTING, straddling=Straddling.BY_END), None])
def test_a_gate_asks_for_the_interviews_after_absences_that_count_on_the_day(counting: Counting | None) -> None:
    """One interview is missing: of an absence of 2020, of one that does not count, or of one in the window."""
    chosen = local(must("one", GATED, when=Local.spells >= 1), stages=(GATED,))
    chosen = attrs.evolve(chosen, interviewed=counting and attrs.evolve(counting, where=Absence.reason == Reason.COLD))
    told = away(MONDAY, interviewed=MONDAY + ONE, reason=Reason.COLD)
    old, other, new = away(date(2020, 2, 3)), away(MONDAY - 14 * ONE), away(MONDAY - 28 * ONE)
    for missing, said in ((old, Reason.COLD), (other, Reason.BACK), (new, Reason.COLD), (new, None)):
        counts = counting is None or (missing is new)
        row = only(chosen, DAY, one([attrs.evolve(missing, reason=said), told]))
        assert row["informal meeting gate"] is not counts


@pytest.mark.slow
def test_a_gate_asks_one_interview_of_one_absence_entered_in_two_rows() -> None:
    """A Friday and the Monday after it: on the Saturday nobody knows yet that it goes on."""
    chosen = local(must("one", GATED, when=Local.spells >= 1), stages=(GATED,))
    both = [away(MONDAY - 3 * ONE), away(MONDAY, interviewed=MONDAY + ONE)]
    found = {n: only(chosen, MONDAY + n * ONE, one(both))["informal meeting gate"] for n in (-3, -2, 0, 1, 2)}
    assert found == {-3: True, -2: False, 0: True, 1: True, 2: True}
    early = [attrs.evolve(both[0], interviewed=MONDAY - ONE), attrs.evolve(both[1], interviewed=None)]
    assert only(chosen, MONDAY + 2 * ONE, one(early))["informal meeting gate"] is False
    late = [attrs.evolve(both[0], interviewed=MONDAY + 2 * ONE), attrs.evolve(both[1], interviewed=MONDAY)]
    assert [only(chosen, MONDAY + n * ONE, one(late))["informal meeting gate"] for n in (1, 2)] == [False, True]


@pytest.mark.slow
def test_who_is_back_is_not_absent() -> None:
    rule = must("absent", INFORMAL, when=Attendance.absent)
    found = [only(local(rule), MONDAY + n * ONE, one([away(MONDAY, MONDAY + ONE)])) for n in (1, 2)]
    assert [(row["informal meeting"], row["informal meeting still"]) for row in found] == [
        ("must", True),
        ("must", True),  # it happened; there is no line that the record could fall below
    ]


def test_a_warning_is_live_until_long_after_a_review_that_ends_years_ahead() -> None:
    rule = must("live", REVIEWED[0], when=Attendance.warning_live)
    held = StageHeld(step=Step.STAGE_1, held=date(2022, 2, 1), review_ends=date(2024, 2, 1))
    assert only(local(rule, stages=REVIEWED), MONDAY, one([away(MONDAY)], held))["informal meeting"] == "must"


def test_before_the_first_edition_nothing_is_due_and_everything_is_measured() -> None:
    late = policy(starts=date(2022, 6, 21), conventions=local().conventions)
    row = only(late, DAY, one(THREE))
    assert (row["spells"], row["informal meeting"]) == (3, "no")


# Whom a frame names


def frame_of(kind: type[Facts], *rows_: tuple[str, Facts]) -> pl.DataFrame:
    return table(kind, [row for _, row in rows_]).with_columns(worker=pl.Series([name for name, _ in rows_]))


def said_of(**frames: pl.DataFrame) -> list[tuple[str, str | None, str | None]]:
    """Whom a policy refuses, and who looks like another."""
    given = {kind: frames[kind.__name__] for kind in KINDS if kind.__name__ in frames}
    found = triggers_frame(local(), DAY, given, pattern=FULL_TIME).sort("worker")
    return found.select("worker", "refused", "alike").rows()


HELD = StageHeld(step=Step.INFORMAL, held=MONDAY)


def test_a_history_about_nobody_is_refused_and_who_was_meant_is_asked() -> None:
    absences = frame_of(Absence, *(("W1", row) for row in THREE))
    stages = frame_of(StageHeld, ("w1", HELD), ("ZZ", HELD))
    why, alike = "allowed: a worker in the rows of Absence", said_alike("W1", "w1")
    assert said_of(Absence=absences, StageHeld=stages) == [
        ("W1", None, alike),
        ("ZZ", why, None),
        ("w1", f"{why}; did you mean 'W1'?", alike),
    ]


def test_every_history_is_about_workers_where_these_are_given() -> None:
    people = table(Worker, [W1]).drop("reference", "team").with_columns(worker=pl.lit("1001"))
    absences = frame_of(Absence, ("1001.0", away(MONDAY)))
    why, alike = "allowed: a worker in the rows of Worker; did you mean '1001'?", said_alike("1001", "1001.0")
    assert said_of(Absence=absences, Worker=people) == [("1001", None, alike), ("1001.0", why, alike)]


def said_alike(*references: str) -> str:
    (said,) = alike_said(references)
    return said


def test_references_that_look_the_same_are_named_and_kept_apart_on_every_engine() -> None:
    absences = frame_of(Absence, ("W1", THREE[0]), ("w1", THREE[1]), ("W2", THREE[2]))
    for engine in ("polars lazy", "duckdb"):
        tables = {Absence: worked(native(absences, engine))}
        found = rows(HistoryTables(local(), tables, DAY, "worker", [ALWAYS]).workers().to_native())
        alike = {row["worker"]: (row["refused"], row["alike"]) for row in found}
        assert alike == {"W1": (None, said_alike("W1", "w1")), "w1": (None, said_alike("W1", "w1")), "W2": (None, None)}


def test_what_tells_workers_apart_may_be_called_otherwise() -> None:
    frames = {kind: frame.rename({"worker": "staff number"}) for kind, frame in frames_of(one(THREE)).items()}
    found = triggers_frame(local(), DAY, frames, key="staff number", pattern=FULL_TIME)
    assert found.columns[:4] == ["staff number", "reading", "refused", "alike"]
    assert found["staff number"].to_list() == ["W1"]


def test_a_column_that_is_not_there_is_not_known() -> None:
    workforce = one(THREE)
    frames = {
        kind: frame.select("worker", "start", "end") for kind, frame in frames_of(workforce).items() if kind is Absence
    }
    lean = Workforce(workforce.behind, tuple(kind for kind in KINDS if kind is not Absence), FULL_TIME)
    found = rows(triggers_frame(local(), DAY, frames, pattern=FULL_TIME))
    assert compared(found) == compared(told(local(), DAY, lean))


def test_no_workers_have_no_rows() -> None:
    found = triggers_frame(local(), DAY, frames_of(one([])), pattern=FULL_TIME)
    assert (found.columns, found.height) == (columns(local()), 0)


# Engines

TWO = Workforce(
    {
        "W1": {Absence: THREE},
        "W2": {
            Absence: [away(MONDAY, MONDAY + 9 * ONE, reason=Reason.COLD), Absence(start=date(2022, 9, 5))],
            WorkPattern: [
                attrs.evolve(FULL_TIME, week=1),
                WorkPattern(starts=FULL_TIME.starts, week=2, monday=Decimal(5)),
            ],
            StageHeld: [StageHeld(step=Step.INFORMAL, held=date(2022, 9, 12))],
            Leave: [Leave(start=MONDAY, end=MONDAY + ONE)],
        },
        "W3": {Absence: one_day(date(2022, 3, 11), date(2022, 3, 14)), Shift: [Shift(day=MONDAY, hours=Decimal(8))]},
        "W4": {Absence: [away(MONDAY), away(MONDAY)]},
    },
    pattern=FULL_TIME,
)
MANY = local(
    must("spells", GATED, when=(Local.spells >= 3) & (Local.step == Step.NONE)),
    may("days", STAGE_1, when=Local.days >= Decimal(10)),
    over_leave=OverLeave.REMOVED,
    stages=(GATED, STAGE_1),
)


@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_an_absence_that_ends_at_noon_counts_though_the_one_that_begins_then_is_not_over(engine: str) -> None:
    # 1 December is the end of the first absence and the beginning of the second, which is not one with it.
    class Lost(Attendance):
        by_end: Maybe[Decimal] = days("by end", counting=attrs.evolve(COUNTING, straddling=Straddling.BY_END))
        inside: Maybe[Decimal] = days("inside", counting=attrs.evolve(COUNTING, straddling=Straddling.INSIDE))

    rows = [
        Said(Absence, {"start": date(2021, 11, 19), "end": date(2021, 12, 1), "last_session": Half.AM}),
        Said(Absence, {"start": date(2021, 12, 1), "first_session": Half.PM}),
    ]
    unlinked = Linking(calendar_gap=None, over_days_off=False)
    apart = attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN, fires=Fires.ON_EACH_ABSENCE, linking=unlinked)
    asked = policy(must("lost", INFORMAL, when=Lost.by_end >= Decimal(1)), about=Lost, conventions=apart)
    (row,) = agreed(asked, date(2022, 4, 28), Workforce({"W1": {Absence: rows}}, pattern=FULL_TIME), engine)
    # Friday 19, the week from Monday 22, Monday 29 and Tuesday 30 November, and the morning of Wednesday.
    assert (row["by_end"], row["inside"]) == (Decimal("8.5"), Decimal("8.5"))


DUCKDB = pytest.param("duckdb", marks=[pytest.mark.slow, pytest.mark.xdist_group("duckdb")])


@cache
def bulk_on(engine: str) -> Any:
    """A frame of the engine; DuckDB takes some ten seconds to bind so large a query."""
    frames = {kind: native(frame, engine) for kind, frame in frames_of(TWO).items()}
    return triggers_frame(MANY, DAY, frames, pattern=FULL_TIME)


@pytest.mark.parametrize("engine", [*EAGER, "polars lazy", DUCKDB])
def test_every_engine_says_the_same(engine: str) -> None:
    found = compared(rows(bulk_on(engine)))
    assert found == compared(told(MANY, DAY, TWO))
    assert [(row["refused"], row["informal meeting"], row["stage 1"]) for row in found] == [
        (False, "must", "no"),
        (False, "no", "may"),
        (False, "no", "no"),
        (True, None, None),
    ]


@needs_spark
def test_spark_says_the_same() -> None:
    agreed(MANY, DAY, TWO, "spark")


@pytest.mark.parametrize("engine", [*EAGER, "polars lazy", DUCKDB])
def test_the_kind_of_frame_that_came_in_goes_out(engine: str) -> None:
    assert type(bulk_on(engine)) is type(native(frames_of(TWO)[Absence], engine))


def test_before_version_2_duckdb_keeps_rows_by_way_of_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    table = worked(native(pl.DataFrame({"day": [1, 2, None]}), "duckdb"))
    monkeypatch.delattr(type(table.to_native()), "materialize", raising=False)
    assert rows(kept(table).to_native()) == [{"day": 1}, {"day": 2}, {"day": None}]


# Who is refused


@pytest.mark.parametrize(
    "absences",
    [
        [away(MONDAY, MONDAY + 2 * ONE), away(MONDAY + 2 * ONE)],
        [Absence(start=MONDAY), away(MONDAY + 7 * ONE)],
        [away(MONDAY, returned=MONDAY + 3 * ONE), away(MONDAY + 2 * ONE)],
        [away(MONDAY, MONDAY + 9 * ONE), away(MONDAY + ONE), away(MONDAY + 5 * ONE)],
    ],
    ids=[
        "two overlap",
        "an earlier one is open",
        "returned after the next began",
        "one lies inside another",
    ],
)
def test_absences_that_cannot_be_refuse_their_worker_and_nobody_else(absences: list[Absence]) -> None:
    both = Workforce({"W1": {Absence: absences}, "W2": {Absence: THREE}}, pattern=FULL_TIME)
    wrong, right = agreed(local(), DAY, both)
    assert (wrong["refused"], wrong["spells"], wrong["informal meeting"]) == (True, None, None)
    assert (right["refused"], right["spells"], right["informal meeting"]) == (False, 3, "must")


def test_absences_that_touch_in_the_middle_of_a_day_do_not_overlap() -> None:
    rows_ = [away(MONDAY, MONDAY + ONE, last_session=Half.AM, returned=MONDAY + ONE)]
    rows_ += [away(MONDAY + ONE, first_session=Half.PM)]
    assert only(local(), DAY, one(rows_))["refused"] is False


def spoiled(kind: type[Facts], **said: object) -> list[Row]:
    """What is said of one worker, one of whose histories says something that is not allowed."""
    frames = frames_of(
        one(THREE, FULL_TIME, StageHeld(step=Step.INFORMAL, held=MONDAY), Shift(day=MONDAY, hours=Decimal(8)))
    )
    frame = frames[kind]
    kinds = {name: frame.schema[name] for name in said}
    frames[kind] = frame.with_columns(**{name: pl.lit(value, kinds[name]) for name, value in said.items()})
    return rows(triggers_frame(local(), DAY, frames))


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Absence, {"start": None}),
        (Absence, {"reason": "the moon"}),
        (Absence, {"hours": Decimal(-1)}),
        (WorkPattern, {"monday": Decimal(25)}),
        (WorkPattern, {"starts": None}),
        (WorkPattern, {"week": 53}),
        (Shift, {"hours": Decimal(-1)}),
        (Shift, {"day": None}),
        (StageHeld, {"step": "nowhere"}),
        (StageHeld, {"held": None}),
    ],
    ids=lambda each: each.__name__ if isinstance(each, type) else next(iter(each)),
)
def test_a_value_that_is_not_allowed_refuses_its_worker(kind: type[Facts], said: Mapping[str, object]) -> None:
    (row,) = spoiled(kind, **said)
    assert isinstance(row["refused"], str)
    assert [value for name, value in row.items() if name not in ("worker", "reading", "refused")] == [None] * 10


def test_who_is_refused_for_one_of_several_work_patterns_stands_there_once() -> None:
    patterns = [FULL_TIME, Said(WorkPattern, {"starts": MONDAY, "monday": Decimal(25)})]
    row = only(local(), DAY, Workforce({"W1": {Absence: THREE, WorkPattern: patterns}}))
    assert row["refused"] is True


def test_nobody_is_refused_for_what_is_allowed() -> None:
    (row,) = spoiled(Absence, reason="back or neck")
    # Five weeks lie between any two of the three, which is longer than any pattern is taken to have off.
    assert (row["refused"], row["informal meeting"]) == (None, "must")


# Which policies are refused


class Rare(Local):
    most: Maybe[int] = spells("the most", attrs.evolve(COUNTING, during=AnyWindow(COUNTING.during)))
    gone: Maybe[int] = expired("over", during=COUNTING.during, route=Route.SHORT_TERM)
    share: Maybe[Decimal] = share_of_time("a share", 3, during=last(26, Unit.WEEKS, anchor_in=True, far_end_in=False))
    mean: Maybe[Decimal] = allowance(
        "mean", 9, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.AVERAGE, during=COUNTING.during
    )


def refusal(chosen: AttendancePolicy) -> str:
    with pytest.raises(PolicyError) as found:
        triggers_frame(chosen, DAY, frames_of(one(THREE)))
    return str(found.value)


def test_everything_that_cannot_be_done_in_bulk_is_named_at_once() -> None:
    extended = attrs.evolve(STAGE_1, extended_by_leave=ByLeave.ONCE, review=Span(3, Count.MONTHS))
    chosen = local(
        about=Rare, stages=(INFORMAL, extended), open_cases_stay=True, fires=Fires.ON_CROSSING, used_again=False
    )
    said = refusal(chosen)
    assert all(name in said for name in ("anytown", "most", "gone", "share", "mean", "stage 1"))
    assert said.count("\n") >= 8


@pytest.mark.parametrize("half_day", HalfDay)
def test_days_off_inside_a_spell_are_calendar_days_of_it(half_day: HalfDay) -> None:
    class Calendar(Attendance):
        lost: Maybe[Decimal] = days("calendar days", attrs.evolve(COUNTING, days=DayCount.CALENDAR, half_day=half_day))

    chosen = local(must("one", INFORMAL, when=Calendar.lost >= Decimal(4)), about=Calendar)
    friday_and_monday = one_day(MONDAY - 3 * ONE, MONDAY)
    row = only(chosen, DAY, one(friday_and_monday))
    assert (row["lost"], row["informal meeting since"]) == (Decimal(4), MONDAY)


def test_without_absences_there_is_nothing_to_count() -> None:
    frames = {StageHeld: frames_of(one(THREE))[StageHeld]}
    with pytest.raises(RecordError, match="there is no history of absences"):
        triggers_frame(local(), DAY, frames)


def test_without_a_column_end_nothing_says_that_anybody_is_still_away() -> None:
    with pytest.raises(RecordError, match="there is no column 'end' in the rows of Absence; without it nothing says"):
        triggers_frame(local(), DAY, {Absence: pl.DataFrame({"worker": ["W1"], "start": [MONDAY]})})


def test_a_reference_that_names_nobody_is_refused() -> None:
    names = [*NAMES_NOBODY, *NAMES_SOMEBODY]
    away_on = {"worker": names, "start": [MONDAY] * len(names), "end": [MONDAY] * len(names)}
    found = triggers_frame(local(), DAY, {Absence: pl.DataFrame(away_on)})
    assert dict(found.select("worker", "refused").iter_rows()) == why_nobody(names)


def test_duckdb_and_python_agree_on_which_references_name_nobody() -> None:
    duckdb = pytest.importorskip("duckdb")
    names = [*NAMES_NOBODY, *NAMES_SOMEBODY]
    table = nw.from_native(duckdb.from_arrow(pl.DataFrame({WorkerRow.reference: names}).to_arrow()))
    why = first_of(nobody_named(), nw.lit(None, dtype=nw.String())).alias("why")
    found = table.select(WorkerRow.reference, why).to_native().fetchall()
    assert dict(found) == why_nobody(names)


def why_nobody(names: list[str]) -> dict[str, str | None]:
    """Why each reference is refused."""
    return {
        name: f"no worker is named; allowed: {allowed}" if (allowed := instead_of(name)) else None for name in names
    }


@pytest.mark.parametrize("fires", [Fires.ON_CROSSING, Fires.WHILE_IT_HOLDS])
def test_a_trigger_that_is_hit_otherwise_than_at_each_absence_is_refused(fires: Fires) -> None:
    assert "hit" in refusal(local(fires=fires))


def test_a_rule_with_conventions_of_its_own_is_refused_unless_they_are_those_of_the_others() -> None:
    alike = policy(of_rules={"spells": OfRule(fires=Fires.ON_EACH_ABSENCE)}, conventions=local().conventions)
    assert only(alike, DAY, one(THREE))["informal meeting"] == "must"
    other = attrs.evolve(alike, of_rules={"spells": OfRule(used_again=False)})
    assert "rule spells: conventions that it has for itself" in refusal(other)


def test_absences_that_are_not_used_again_are_refused() -> None:
    assert "used again" in refusal(local(used_again=False))


def test_a_reading_is_refused_as_the_policy_itself_would_be() -> None:
    fine = local().conventions
    ways = {"one": fine, "other": attrs.evolve(fine, used_again=False)}
    assert "used again" in refusal(local(read_as=ways))


def test_calendar_days_of_what_is_over_are_refused_where_days_off_link() -> None:
    class Calendar(Attendance):
        lost: Maybe[Decimal] = days("calendar days", attrs.evolve(COUNTING, days=DayCount.CALENDAR))

    assert "lost" in refusal(
        local(must("one", INFORMAL, when=Calendar.lost >= Decimal(1)), about=Calendar, assessed=Assessed.ON_RETURN)
    )


@pytest.mark.parametrize("name", sorted(ALONE))
def test_the_other_published_policies_are_refused(name: str) -> None:
    assert f"{name}-attendance" in refusal(EVERY[name])


def test_a_frame_of_patterns_states_every_weekday_or_none() -> None:
    workforce = Workforce({"W1": {Absence: [away(MONDAY)], WorkPattern: (FULL_TIME,)}})
    frames = {kind: frame for kind, frame in frames_of(workforce).items() if kind in (Absence, WorkPattern)}
    frames[WorkPattern] = frames[WorkPattern].drop("friday")
    with pytest.raises(RecordError, match="there is no column friday in the rows of WorkPattern"):
        triggers_frame(local(), DAY, frames)


def test_a_mark_that_is_text_is_refused_as_it_is_beside_a_reason_that_settles_it() -> None:
    workforce = one([away(MONDAY, reason=Reason.PREGNANCY)])
    frames = frames_of(workforce)
    frames[Absence] = frames[Absence].with_columns(pregnancy_related=pl.lit("perhaps"))
    with pytest.raises(RecordError, match="pregnancy_related: it is a column of String; allowed: yes or no"):
        triggers_frame(local(), DAY, frames)


def test_rostered_days_are_counted_in_bulk() -> None:
    class Rostered(Attendance):
        lost: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, days=DayCount.ROSTERED))

    chosen = local(must("two", INFORMAL, when=Rostered.lost >= Decimal(2)), about=Rostered)
    assert only(chosen, DAY, one([away(MONDAY, MONDAY + ONE)]))["lost"] == 2


def test_whether_a_condition_on_hours_has_a_verdict_on_every_absence_is_not_known() -> None:
    assert certain(Absence.hours >= Decimal(1)) is False
    assert certain(ALWAYS) is True


def test_a_long_term_rule_is_looked_at_on_each_day_away_whenever_others_are_assessed() -> None:
    class Lengthy(Attendance):
        long: Maybe[bool] = lasted("it lasted four weeks", Span(4, Count.WEEKS), where=ALWAYS)

    review = attrs.evolve(INFORMAL, name="long-term review", route=Route.LONG_TERM)
    rule = must("long", review, when=Lengthy.long & Attendance.absent)
    chosen = local(rule, about=Lengthy, stages=(review,), assessed=Assessed.AT_START)
    row = only(chosen, MONDAY + 40 * ONE, one([Absence(start=MONDAY)]))
    assert row["long-term review since"] == MONDAY + 28 * ONE


@pytest.mark.slow
@pytest.mark.parametrize("later", [False, True], ids=["in one edition", "by a rule of the edition before"])
def test_what_may_be_held_perhaps_must_where_a_must_may_still_be_over_its_line(later: bool) -> None:
    """Two colds were hit in 2022; in June 2023 one has dropped out, and an absence of no known reason may be one.

    A rule of an edition that has ended is looked at on no later day: nothing but its hit says that it may still hold.
    """

    class Colds(Attendance):
        every: Maybe[int] = spells("absences", COUNTING)
        colds: Maybe[int] = spells("colds", attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))

    rules = (may("three", INFORMAL, when=Colds.every >= 3), must("two", INFORMAL, when=Colds.colds >= 2))
    chosen = local(*rules, about=Colds)
    if later:
        editions = Edition(date(2015, 1, 1), rules[1:]), Edition(date(2022, 7, 15), rules[:1])
        chosen = attrs.evolve(chosen, editions=editions)
    colds = [away(MONDAY, reason=Reason.COLD), away(MONDAY + 14 * ONE, reason=Reason.COLD)]
    others = [away(date(2022, 11, 7), reason=Reason.BACK), away(date(2022, 12, 5), reason=Reason.BACK)]
    for reason, status in ((None, "at least may"), (Reason.COLD, "must"), (Reason.BACK, "may")):
        rows = [*colds, away(date(2022, 10, 3), reason=reason), *others]
        (row,) = agreed(chosen, date(2023, 6, 20), one(rows))
        assert row["informal meeting"] == status
