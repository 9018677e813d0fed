"""An attendance policy put to a workforce: each worker stands as tracking that one alone says, on every engine."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import attrs
import narwhals.stable.v2 as nw
import polars as pl
import pytest

from attending import CONVENTIONS, COUNTING, FULL_TIME, INFORMAL, STAGE_1, W1, Local, away, moved, one_day, policy
from drawn_workforces import workforce
from frames import EAGER, native, needs_spark, rows, table
from histories import EVERY, Judged
from test_references import NAMES_NOBODY, NAMES_SOMEBODY
from workforce import KINDS, Behind, Row, Said, Workforce, agreed, bulk, columns, compared, frames_of, told
from yosrules import Edition, Facts, Maybe, PolicyError, RecordError, fact, may, must, unless
from yosrules.bulk.attendance.histories import HistoryTables, nobody_named
from yosrules.bulk.attendance.measures.plan import certain
from yosrules.bulk.attendance.tables.columns import WorkerRow
from yosrules.bulk.attendance.track import triggers_frame
from yosrules.bulk.frames.engine import first_of, kept, worked
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed, Fires, Linking, OfRule, OverLeave
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
from yosrules.policies.lost_time.windows import AnyWindow, from_to
from yosrules.policies.stages import ByLeave, LastDay, LiveFrom, Rung
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


def each(chosen: AttendancePolicy, day: date, alone: Mapping[Hashable, Workforce]) -> dict[Hashable, Row]:
    """The row of each of some workers in a policy of one reading: all are asked about at once, which costs as one."""
    (missing,) = {force.missing for force in alone.values()}
    patterns = {force.pattern for force in alone.values()}
    shared = next(iter(patterns)) if len(patterns) == 1 else None
    names = {f"{place:02} {name}": name for place, name in enumerate(alone)}
    behind = {said: _whose(alone[name], shared) for said, name in names.items()}
    found = {row["worker"]: row for row in agreed(chosen, day, Workforce(behind, missing, shared))}
    assert len(found) == len(names)
    return {name: found[said] for said, name in names.items()}


def _whose(force: Workforce, shared: WorkPattern | None) -> Behind:
    """The histories of the one worker of a workforce; those of whom there is no pattern have that of the workforce."""
    (behind,) = force.behind.values()
    own = force.pattern if force.pattern != shared else None
    return behind if own is None else {**behind, WorkPattern: behind.get(WorkPattern) or [own]}


def asked(chosen: AttendancePolicy, day: date, cases: Mapping[Hashable, tuple[Workforce, Row]]) -> None:
    """Of each worker, the columns that are expected say what is expected; a worker of whom they do not is named."""
    rows = each(chosen, day, {name: force for name, (force, _) in cases.items()})
    found = {name: {column: rows[name][column] for column in expected} for name, (_, expected) in cases.items()}
    assert found == {name: expected for name, (_, expected) in cases.items()}


def only(chosen: AttendancePolicy, day: date, workforce: Workforce) -> Row:
    """The row of one worker in a policy of one reading."""
    (row,) = agreed(chosen, day, workforce)
    return row


def value(name: str, day: date, workforce: Workforce, **changes: Any) -> object:
    return only(local(**changes), day, workforce)[name]


THREE = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 20))


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_stage_that_may_be_held_while_nobody_can_tell_whether_it_must() -> None:
    # Without a work pattern no day is known to be lost; the third absence is the last on which the must is asked.
    long = must("long", INFORMAL, when=(Local.days >= Decimal(5)) & (Local.spells <= 2))
    chosen = local(may("two", INFORMAL, when=Local.spells >= 2), long)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 1))
    cases = {
        "no stage was held": (one(THREE, pattern=None), "at least may"),
        "a stage was held": (one(THREE, held, pattern=None), "may"),
    }
    expected = {
        name: (force, {"informal meeting": status, "informal meeting still": True})
        for name, (force, status) in cases.items()
    }
    asked(chosen, DAY, expected)


@pytest.mark.slow
def test_an_absence_leaves_the_window_when_its_day_comes_round() -> None:
    since = {"informal meeting since": date(2022, 6, 20)}
    cases = {
        "the day after": (8, {"spells": 3, "informal meeting": "must", "informal meeting still": True, **since}),
        "the same day": (7, {"spells": 2, "informal meeting": "no", "informal meeting still": False, **since}),
    }
    expected = {
        name: (one([away(date(2022, 3, first)), *THREE[1:]]), stands) for name, (first, stands) in cases.items()
    }
    asked(local(), date(2023, 3, 7), expected)


@pytest.mark.slow
def test_a_spell_across_the_start_of_the_window_counts_as_the_convention_says() -> None:
    class Straddled(Attendance):
        inside: Maybe[Decimal] = days("inside", attrs.evolve(COUNTING, straddling=Straddling.INSIDE))
        touching: Maybe[Decimal] = days("touching", attrs.evolve(COUNTING, straddling=Straddling.TOUCHING))
        by_end: Maybe[Decimal] = days("by end", attrs.evolve(COUNTING, straddling=Straddling.BY_END))
        by_start: Maybe[Decimal] = days("by start", attrs.evolve(COUNTING, straddling=Straddling.BY_START))

    chosen = local(must("three", INFORMAL, when=Straddled.inside >= Decimal(3)), about=Straddled)
    row = only(chosen, date(2023, 6, 14), one([away(MONDAY, MONDAY + 4 * ONE)]))
    found = [row[name] for name in ("inside", "touching", "by_end", "by_start")]
    assert found == [Decimal(3), Decimal(5), Decimal(5), Decimal(0)]


YEAR_OF_RETURN = attrs.evolve(COUNTING, days=DayCount.TO_RETURN, straddling=Straddling.INSIDE)


class Back(Attendance):
    lost: Maybe[Decimal] = days("days", YEAR_OF_RETURN)
    spells: Maybe[int] = spells("spells", YEAR_OF_RETURN)


BACK = local(must("three", INFORMAL, when=Back.lost >= Decimal(3)), about=Back)


@pytest.mark.slow
def test_days_to_the_return_count_where_the_policy_says_so() -> None:
    wednesday, then = MONDAY + 2 * ONE, away(MONDAY + 9 * ONE, returned=MONDAY + 10 * ONE)
    halves = [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM, returned=MONDAY + ONE)]
    cases: dict[Hashable, tuple[list[Absence], Decimal | None]] = {
        "back": ([away(MONDAY, wednesday, returned=MONDAY + 7 * ONE), then], Decimal(8)),
        "back when the next began": ([away(MONDAY, wednesday, returned=MONDAY + 9 * ONE), then], Decimal(10)),
        "back at noon": ([away(MONDAY, wednesday, last_session=Half.AM, returned=wednesday), then], Decimal("3.5")),
        "nobody knows when": ([away(MONDAY, wednesday), then], None),
        "the next began the day after": ([away(MONDAY, MONDAY + 8 * ONE), then], Decimal(10)),
        # Nobody is back between two absences of one day: Monday is lost in two halves.
        "two halves": (halves, Decimal(1)),
        # Tuesday is another absence, of which the return is on record.
        "two halves and a day": ([*halves, away(MONDAY + ONE, returned=MONDAY + 2 * ONE)], Decimal(2)),
    }
    asked(BACK, DAY, {name: (one(rows), {"lost": lost}) for name, (rows, lost) in cases.items()})


@pytest.mark.slow
@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (-1, {None: (None, 2)}),
        (0, {4: (2, 1), 5: (3, 2), 7: (5, 2), None: (None, None)}),
        (1, {7: (4, 2), None: (2, 1)}),
    ],
)
def test_a_spell_lasts_to_the_return_where_the_window_begins(
    late: int, expected: Mapping[int | None, tuple[int | None, int | None]]
) -> None:
    """The window begins on or after the Friday after an absence of two days; two days in the summer lie in it.

    Expected are days and spells by the day of the return, counted from Monday.
    """
    friday, summer = MONDAY + 4 * ONE, away(date(2022, 7, 4), date(2022, 7, 5), returned=date(2022, 7, 6))
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for back, (lost, number) in expected.items():
        week = away(MONDAY + 2 * ONE, friday - ONE, returned=back and MONDAY + back * ONE)
        cases[f"back on {back}"] = one([week, summer]), {"lost": lost, "spells": number}
    asked(BACK, friday.replace(year=2023) + (late - 1) * ONE, cases)


@pytest.mark.slow
@pytest.mark.traced
def test_whether_a_spell_ended_in_the_window_takes_a_return() -> None:
    """The window ends the day before the one asked about, which is so many days after the last day of absence."""
    till_yesterday = last(12, Unit.MONTHS, anchor_in=False, far_end_in=True)
    counting = attrs.evolve(YEAR_OF_RETURN, during=till_yesterday)

    class Ended(Attendance):
        by_end: Maybe[int] = spells("by end", attrs.evolve(counting, straddling=Straddling.BY_END))
        touching: Maybe[int] = spells("touching", attrs.evolve(counting, straddling=Straddling.TOUCHING))
        by_start: Maybe[int] = spells("by start", attrs.evolve(counting, straddling=Straddling.BY_START))

    chosen = local(must("one", INFORMAL, when=Ended.by_end >= 1), about=Ended)
    two_days = {late: one([away(MONDAY + (2 - late) * ONE, MONDAY + (3 - late) * ONE)]) for late in (0, 1, 2)}
    expected = {0: {"by_end": 0}, 1: {"by_end": None, "touching": 1, "by_start": 1}, 2: {"by_end": 1}}
    asked(chosen, MONDAY + 3 * ONE, {late: (two_days[late], said) for late, said in expected.items()})


@pytest.mark.slow
@pytest.mark.traced
def test_a_spell_that_goes_on_lies_in_the_window_whatever_the_return_before() -> None:
    """The window begins on the day between two absences that are one spell; of that day nobody can tell."""
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
def test_which_days_are_worked_by_a_plain_policy() -> None:
    # 29 August 2022 was a bank holiday, a Monday.
    friday, tuesday, holiday = date(2022, 8, 26), date(2022, 8, 30), date(2022, 8, 29)
    bank_holiday: dict[Hashable, tuple[Workforce, Row]] = {
        "a bank holiday links as a day off": (one(one_day(friday, tuesday)), {"spells": 1}),
        "a bank holiday is no working day": (one([away(friday, tuesday)]), {"days": 2}),
        "a roster says itself": (one([away(friday, tuesday)], Shift(day=holiday, hours=Decimal(8))), {"days": 3}),
    }
    # The roster goes from Monday to Wednesday; Friday, between Thursday and Saturday, is on no record.
    shifts = [Shift(day=MONDAY + n * ONE, hours=Decimal(8)) for n in (0, 2)]
    beyond, within = one_day(MONDAY + 3 * ONE, MONDAY + 5 * ONE), one_day(MONDAY, MONDAY + 2 * ONE)
    roster: dict[Hashable, tuple[Workforce, Row]] = {
        "beyond its ends a roster says nothing": (one(beyond, *shifts, pattern=None), {"spells": None}),
        "within its ends it says what is off": (one(within, *shifts, pattern=None), {"spells": 1}),
        "beyond its ends the pattern says": (one(beyond, *shifts), {"spells": 2}),
    }
    asked(local(), DAY, {**bank_holiday, **roster, **_noughts(), **_beginnings()})


def _noughts() -> dict[Hashable, tuple[Workforce, Row]]:
    """Five days from Monday, no work in the week after, and one day on the Monday after that: six days, one absence."""
    found: dict[Hashable, tuple[Workforce, Row]] = {}
    rows, next_week = [away(MONDAY, MONDAY + 4 * ONE), away(MONDAY + 14 * ONE)], MONDAY + 7 * ONE
    for noughts in (("monday", "sunday"), ("nominal_days",), ("nominal_hours",)):
        week = WorkPattern(starts=next_week, **dict.fromkeys(noughts, Decimal(0)))
        again, always = attrs.evolve(FULL_TIME, starts=MONDAY + 14 * ONE), attrs.evolve(week, starts=FULL_TIME.starts)
        between = one(rows, FULL_TIME, week, again)
        found[f"a week of noughts, {noughts}"] = between, {"spells": 1, "days": Decimal(6)}
        found[f"always noughts, {noughts}"] = one([away(next_week, next_week + 6 * ONE)], pattern=always), {"days": 0}
    return found


def _beginnings() -> dict[Hashable, tuple[Workforce, Row]]:
    """Nobody knows what was due before the first pattern; nor, without one, of a gap of 28 days."""
    gaps = {28: {"spells": None, "informal meeting": "cannot tell"}, 29: {"spells": 2, "informal meeting": "no"}}
    first = {date(2022, 3, 7): 3, date(2022, 3, 8): None}
    return {
        **{
            f"a gap of {gap} days without a pattern": (
                one(one_day(MONDAY, MONDAY + (gap + 1) * ONE), pattern=None),
                row,
            )
            for gap, row in gaps.items()
        },
        **{
            f"the first pattern starts on {starts}": (
                one(THREE, attrs.evolve(FULL_TIME, starts=starts)),
                {"days": days_},
            )
            for starts, days_ in first.items()
        },
    }


class Excluding(Attendance):
    """One measure by each of the two conventions of what an excluded absence joins, and one of length."""

    over: Maybe[int] = spells("joined", attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related)))
    apart: Maybe[int] = spells(
        "apart", attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related), over_excluded=False)
    )
    so_far: Maybe[int] = continuous("so far", where=unless(Absence.pregnancy_related), forecast=False)


@pytest.mark.slow
@pytest.mark.parametrize("chain", [(0, 1, 2), (-3, 0, 1), (-3, 0, 4)], ids=["days", "a weekend", "a day at work"])
def test_an_excluded_absence_joins_two_where_that_is_declared(chain: tuple[int, int, int]) -> None:
    """The middle one is excluded; one day of work lies before the last in the third chain."""
    chosen = local(must("one", INFORMAL, when=Excluding.over >= 2), about=Excluding)
    first, other, last = one_day(*(MONDAY + n * ONE for n in chain))
    row = only(chosen, last.start, one([first, attrs.evolve(other, pregnancy_related=True), last]))
    assert (row["over"], row["apart"], row["so_far"]) == (2 if chain[2] == 4 else 1, 2, 1)


@pytest.mark.slow
@pytest.mark.traced
def test_booked_leave_joins_two_absences_where_that_is_declared() -> None:
    """Between them lie Tuesday and Wednesday."""
    linking = Linking(calendar_gap=0, over_days_off=True, over_booked_leave=True)
    tuesday, rows = MONDAY + ONE, one_day(MONDAY, MONDAY + 3 * ONE)
    both, second = (Leave(start=day, end=tuesday + ONE) for day in (tuesday, tuesday + ONE))
    booked = {"none": (one(rows), 2), "both days": (one(rows, both), 1), "the second day": (one(rows, second), 2)}
    asked(local(linking=linking), DAY, {name: (force, {"spells": told}) for name, (force, told) in booked.items()})
    unknown = attrs.evolve(one(rows), missing=(Leave,))
    assert value("spells", DAY, unknown, linking=linking) is None


@pytest.mark.slow
def test_what_lies_between_is_counted_in_half_days_from_the_return() -> None:
    friday, tuesday, wednesday = MONDAY - 3 * ONE, MONDAY + ONE, MONDAY + 2 * ONE
    cases: dict[Hashable, tuple[list[Absence], Row]] = {
        "an afternoon": ([away(MONDAY, last_session=Half.AM), away(tuesday)], {"spells": 2}),
        "a morning": ([away(MONDAY), away(tuesday, first_session=Half.PM)], {"spells": 2}),
        "a weekend and a morning": ([away(friday), away(MONDAY, first_session=Half.PM)], {"spells": 2}),
        "nothing, by the return": ([away(MONDAY, returned=wednesday), away(wednesday)], {"spells": 1}),
        "a weekend, by the return": ([away(friday, returned=friday + ONE), away(MONDAY)], {"spells": 1}),
        "nothing in one day": (
            [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)],
            {"spells": 1, "days": 1},
        ),
    }
    asked(local(), DAY, {name: (one(rows), expected) for name, (rows, expected) in cases.items()})


@pytest.mark.slow
def test_half_a_day_can_count_as_a_whole_one_and_only_once() -> None:
    class Whole(Attendance):
        lost: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, half_day=HalfDay.WHOLE))

    chosen = local(must("one", INFORMAL, when=Whole.lost >= Decimal(1)), about=Whole)
    halves = [away(MONDAY, last_session=Half.AM), away(MONDAY, first_session=Half.PM)]
    cases = {"the morning": halves[:1], "both halves": halves}
    asked(chosen, DAY, {name: (one(rows), {"lost": 1}) for name, rows in cases.items()})


@pytest.mark.slow
@pytest.mark.parametrize(("day", "expected"), [(6, {0: 5, 2: 3}), (7, {0: 6, 3: 3, 7: 1})])
def test_an_absence_that_is_open_goes_on_to_the_day_asked_about(day: int, expected: Mapping[int, int]) -> None:
    """Asked about are a Sunday and the Monday after it; expected are days by the day on which each begins."""
    cases = {first: (one([Absence(start=MONDAY + first * ONE)]), {"days": lost}) for first, lost in expected.items()}
    asked(local(), MONDAY + day * ONE, cases)


@pytest.mark.slow
def test_an_untold_absence_leaves_earlier_days_as_they_were() -> None:
    class Colds(Attendance):
        spells: Maybe[int] = spells("colds", attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))

    chosen = local(must("one", INFORMAL, when=Colds.spells >= 1), about=Colds)
    row = only(chosen, DAY, one([away(MONDAY, reason=Reason.COLD), away(MONDAY + ONE)]))
    assert (row["spells"], row["informal meeting"], row["informal meeting since"]) == (None, "cannot tell", MONDAY)
    assert row["informal meeting still"] is None


class Joined(Attendance):
    joined: Maybe[date] = fact(date, "the day they joined the service")


class SinceJoined(Joined):
    since: Maybe[int] = spells("since they joined", attrs.evolve(COUNTING, during=from_to(Joined.joined)))
    first_year: Maybe[int] = spells(
        "in their first year",
        attrs.evolve(COUNTING, during=coming(12, Unit.MONTHS, after=Joined.joined, anchor_in=True, far_end_in=False)),
    )


@pytest.mark.traced
@pytest.mark.slow
def test_a_date_that_a_policy_adds_places_a_window_and_is_a_date_for_its_rules() -> None:
    rules = (
        must("since", INFORMAL, when=SinceJoined.since >= 2),
        must("early", STAGE_1, when=(SinceJoined.first_year >= 1) & (SinceJoined.joined >= MONDAY)),
    )
    absences = frame_of(Absence, *((name, row) for name in ("W1", "W2") for row in THREE))
    people = pl.DataFrame({"worker": ["W1", "W2"], "joined": [MONDAY, date(2010, 1, 1)]})
    nobody_held = pl.DataFrame(schema={"worker": pl.String, "step": pl.String, "held": pl.Date})
    given: dict[type[Facts], pl.DataFrame] = {Absence: absences, StageHeld: nobody_held}

    def answers(tables: Mapping[type[Facts], pl.DataFrame]) -> list[tuple[object, ...]]:
        chosen = local(*rules, about=SinceJoined)
        said = rows(triggers_frame(chosen, DAY, tables, pattern=FULL_TIME))
        names = ("worker", "since", "first_year", "informal meeting", "stage 1")
        return sorted(tuple(row[name] for name in names) for row in said)

    assert answers({**given, Worker: people}) == [("W1", 1, 1, "no", "must"), ("W2", 3, 0, "must", "no")]
    assert answers(given) == [(name, None, None, "cannot tell", "cannot tell") for name in ("W1", "W2")]


@pytest.mark.slow
def test_what_had_led_to_a_stage_before_probation_ended_leads_to_it_no_more() -> None:
    rule = must("spells", INFORMAL, when=(Local.spells >= 1) & ~Local.on_probation)
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for n, status in {-1: "must", 1: "no", 4: "no"}.items():
        judged = Judged(reference="a worker", probation_ends=MONDAY + n * ONE)
        cases[n] = one([away(MONDAY, MONDAY + 4 * ONE)], judged), {"informal meeting": status}
    asked(local(rule), DAY, cases)


@pytest.mark.slow
def test_a_stage_held_during_an_absence_answers_what_was_hit_until_then() -> None:
    ten = must("days", INFORMAL, when=Local.days >= Decimal(3))
    rows = [away(MONDAY, MONDAY + 11 * ONE)]
    held = {n: StageHeld(step=Step.INFORMAL, held=MONDAY + n * ONE) for n in (1, 2, 9)}
    expected = {1: "must", 2: "no", 9: "no"}
    cases = {n: (one(rows, held[n]), {"informal meeting": status}) for n, status in expected.items()}
    asked(local(ten), DAY, cases)


@pytest.mark.slow
def test_an_absence_that_led_to_a_stage_does_not_lead_on_from_it() -> None:
    on = must("days", INFORMAL, when=Local.days >= Decimal(3))
    up = must("more", STAGE_1, when=(Local.step == Step.INFORMAL) & (Local.days >= Decimal(2)))
    held = StageHeld(step=Step.INFORMAL, held=MONDAY + 3 * ONE)
    week, after = away(MONDAY, MONDAY + 4 * ONE), away(MONDAY + 14 * ONE)
    cases: dict[Hashable, tuple[Workforce, Row]] = {
        "the week": (one([week], held), {"stage 1": "no"}),
        "one more": (one([week, after], held), {"stage 1": "must", "stage 1 since": after.start}),
    }
    asked(local(on, up), DAY, cases)


@pytest.mark.slow
def test_a_stage_answers_what_was_hit_up_to_the_day_on_which_it_was_last_held() -> None:
    held, again = (StageHeld(step=Step.INFORMAL, held=day) for day in (date(2022, 1, 10), date(2022, 6, 27)))
    today, later = (StageHeld(step=Step.INFORMAL, held=day) for day in (DAY, DAY + ONE))
    expected: dict[Hashable, tuple[Workforce, str]] = {
        "held twice": (one(THREE, held, again), "no"),
        "held once": (one(THREE, held), "must"),
        "held on the day asked about": (one(THREE, today), "no"),
        "held after the day asked about": (one(THREE, later), "must"),
    }
    asked(local(), DAY, {name: (force, {"informal meeting": status}) for name, (force, status) in expected.items()})


@pytest.mark.traced
@pytest.mark.slow
def test_an_untold_absence_that_was_over_yesterday_leaves_today_as_it_was() -> None:
    class Colds(Attendance):
        so_far: Maybe[int] = continuous("colds so far", where=Absence.reason == Reason.COLD, forecast=False)

    apart = Linking(calendar_gap=None, over_days_off=False)
    chosen = local(must("one", INFORMAL, when=Colds.so_far >= 1), about=Colds, linking=apart)
    today, expected = MONDAY + 2 * ONE, {0: None, 1: 1, 2: 0}
    rows = {ago: [away(today - ago * ONE), away(today + (1 - ago) * ONE, reason=Reason.COLD)] for ago in expected}
    asked(chosen, today, {ago: (one(rows[ago]), {"so_far": told}) for ago, told in expected.items()})


@pytest.mark.slow
def test_an_absence_of_which_nobody_could_tell_had_led_nowhere() -> None:
    rule = must("two", STAGE_1, when=(Local.spells >= 2) & Attendance.interviews_held)
    earlier, week = away(date(2022, 5, 9), interviewed=MONDAY + 2 * ONE), away(MONDAY, MONDAY + 4 * ONE)
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 5, 16))
    row = only(local(rule), DAY, one([earlier, week], held))
    # Later nobody can tell whether the last interview was held, so that nobody knows if the line is still passed.
    assert (row["stage 1"], row["stage 1 since"]) == ("cannot tell", MONDAY + 2 * ONE)


@pytest.mark.slow
def test_days_off_link_however_long_and_a_day_that_is_worked_parts() -> None:
    """Of the week in which two absences are four days apart, the fourth day between them is a Tuesday."""
    starts, seven = date(2015, 1, 5), Decimal(7)
    three = WorkPattern(starts=starts, wednesday=seven, friday=seven, tuesday=seven)
    two = WorkPattern(starts=starts, wednesday=seven, friday=seven)
    apart, together = one_day(MONDAY + 4 * ONE, MONDAY + 9 * ONE), one_day(MONDAY, MONDAY + ONE)
    expected: dict[Hashable, tuple[Workforce, int]] = {
        "Tuesday is worked": (one(apart, pattern=three), 2),
        "Tuesday is not worked": (one(apart, pattern=two), 1),
        "nothing between, full time": (one(together), 1),
        "nothing between, no pattern": (one(together, pattern=None), 1),
    }
    chosen = local(linking=Linking(calendar_gap=None, over_days_off=True))
    asked(chosen, DAY, {name: (force, {"spells": told}) for name, (force, told) in expected.items()})


@pytest.mark.slow
def test_who_was_on_no_long_term_stage_stands_on_none() -> None:
    none = must("none", INFORMAL, when=Attendance.long_term_step == Step.NONE)
    held = StageHeld(step=Step.STAGE_1, held=MONDAY - ONE, route=Route.LONG_TERM)
    cases: dict[Hashable, tuple[Workforce, Row]] = {
        "no stage": (one([away(MONDAY)]), {"informal meeting": "must"}),
        "a stage": (one([away(MONDAY)], held), {"informal meeting": "no"}),
    }
    asked(local(none), MONDAY, cases)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
def test_a_column_of_a_type_that_holds_nothing_states_nothing(engine: str) -> None:
    frame = pl.DataFrame({"worker": ["W1"], "start": [MONDAY], "end": [MONDAY], "returned": [None], "hours": [None]})
    (row,) = rows(triggers_frame(local(), DAY, {Absence: native(frame, engine)}, pattern=FULL_TIME))
    assert (row["refused"], row["spells"]) == (None, 1)


@pytest.mark.slow
def test_400_days_off_in_a_row_link_and_more_are_not_looked_at() -> None:
    """Between them nothing is on the roster."""
    behind = {}
    for day in (MONDAY + 401 * ONE, MONDAY + 402 * ONE):
        shifts = [Shift(day=each, hours=Decimal(8)) for each in (MONDAY, day)]
        behind[f"W{len(behind)}"] = {Absence: one_day(MONDAY, day), Shift: shifts}
    workforce = Workforce(behind, (Worker, WorkPattern, StageHeld, FitNote, Leave), FULL_TIME)
    linked, refused = sorted(bulk(local(), date(2024, 1, 8), workforce), key=lambda row: row["worker"])
    assert (linked["spells"], linked["refused"]) == (1, None)
    assert (refused["spells"], refused["refused"]) == (
        None,
        "more days off between two absences than are looked at",
    )


GATED = attrs.evolve(INFORMAL, gate=Attendance.interviews_held)


GATE = local(must("one", GATED, when=Local.spells >= 1), stages=(GATED, STAGE_1))


@pytest.mark.slow
def test_a_gate_is_shut_until_every_interview_is_on_record() -> None:
    today = MONDAY + 3 * ONE
    cases: dict[Hashable, tuple[Absence, bool]] = {
        "the interview was held": (away(MONDAY, interviewed=MONDAY + 2 * ONE), True),
        "no interview is on record": (away(MONDAY), False),
        "none is due before the absence is over": (away(MONDAY + ONE, today), True),
        "it was over yesterday": (away(MONDAY, MONDAY + 2 * ONE), False),
    }
    asked(GATE, today, {name: (one([row]), {"informal meeting gate": open_}) for name, (row, open_) in cases.items()})


@pytest.mark.slow
def test_what_is_not_due_has_no_gate_and_no_day() -> None:
    chosen = local(must("two", GATED, when=Local.spells >= 2), stages=(GATED, STAGE_1))
    row = only(chosen, DAY, one([away(MONDAY)]))
    assert [row[f"informal meeting{each}"] for each in ("", " since", " still", " gate")] == ["no", None, None, None]


@pytest.mark.slow
@pytest.mark.traced
def test_readings_that_differ_are_rows_of_their_own() -> None:
    rules = (
        must("spells", INFORMAL, when=Local.spells >= 3, reading="three"),
        must("spells", INFORMAL, when=Local.spells > 3, reading="more than three"),
    )
    found = {row["reading"]: row["informal meeting"] for row in agreed(local(*rules), DAY, one(THREE))}
    assert found == {"three": "must", "more than three": "no"}


@pytest.mark.slow
def test_conventions_that_are_read_in_two_ways_are_rows_of_their_own() -> None:
    start = attrs.evolve(CONVENTIONS, fires=Fires.ON_EACH_ABSENCE, assessed=Assessed.AT_START)
    ways = {"start": start, "return": attrs.evolve(start, assessed=Assessed.ON_RETURN)}
    found = {row["reading"]: row["informal meeting since"] for row in agreed(local(read_as=ways), DAY, one(THREE))}
    assert found == {"start": date(2022, 6, 20), "return": date(2022, 6, 21)}


@pytest.mark.slow
def test_a_must_comes_before_a_may_that_was_hit_earlier() -> None:
    rules = may("two", INFORMAL, when=Local.spells >= 2), must("three", INFORMAL, when=Local.spells >= 3)
    expected = {2: ("may", date(2022, 5, 9)), 3: ("must", date(2022, 6, 20))}
    cases = {
        n: (one(THREE[:n]), {"informal meeting": status, "informal meeting since": since})
        for n, (status, since) in expected.items()
    }
    asked(local(*rules), DAY, cases)


@pytest.mark.slow
def test_hours_that_were_written_down_count_instead_of_those_that_were_due() -> None:
    class Hours(Attendance):
        lost: Maybe[Decimal] = hours("hours", COUNTING)

    chosen = local(must("some", INFORMAL, when=Hours.lost >= Decimal(1)), about=Hours)
    rows = [away(MONDAY, MONDAY + ONE, last_session=Half.AM), away(MONDAY + 7 * ONE, hours=Decimal("2.25"))]
    assert only(chosen, DAY, one(rows))["lost"] == Decimal("13.35")


BY_STRADDLING = {
    "inside": Straddling.INSIDE,
    "touching": Straddling.TOUCHING,
    "by_end": Straddling.BY_END,
    "by_start": Straddling.BY_START,
}


def test_every_way_to_straddle_is_asked_about() -> None:
    assert set(BY_STRADDLING.values()) == set(Straddling)


@pytest.mark.slow
def test_hours_written_down_for_a_whole_absence_are_not_divided_while_it_goes_on() -> None:
    class Hours(Attendance):
        inside: Maybe[Decimal] = hours("inside", attrs.evolve(COUNTING, straddling=Straddling.INSIDE))
        touching: Maybe[Decimal] = hours("touching", attrs.evolve(COUNTING, straddling=Straddling.TOUCHING))
        by_end: Maybe[Decimal] = hours("by end", attrs.evolve(COUNTING, straddling=Straddling.BY_END))
        by_start: Maybe[Decimal] = hours("by start", attrs.evolve(COUNTING, straddling=Straddling.BY_START))

    chosen = local(must("some", INFORMAL, when=Hours.inside >= Decimal(1)), about=Hours)
    rows = [away(MONDAY, MONDAY + ONE), away(MONDAY + 7 * ONE, MONDAY + 9 * ONE, hours=Decimal(12))]
    cases: dict[Hashable, tuple[Workforce, Row]] = {
        "during": (one(moved(rows, ONE)), dict.fromkeys(BY_STRADDLING)),
        "after": (one(rows), dict.fromkeys(BY_STRADDLING, Decimal("26.8"))),
    }
    asked(chosen, MONDAY + 9 * ONE, cases)


@pytest.mark.slow
@pytest.mark.traced
def test_hours_of_an_absence_that_began_before_the_window_matter_unless_its_start_decides() -> None:
    week = attrs.evolve(COUNTING, during=last(1, Unit.WEEKS, anchor_in=True, far_end_in=False))

    class Hours(Attendance):
        inside: Maybe[Decimal] = hours("inside", attrs.evolve(week, straddling=Straddling.INSIDE))
        touching: Maybe[Decimal] = hours("touching", attrs.evolve(week, straddling=Straddling.TOUCHING))
        by_end: Maybe[Decimal] = hours("by end", attrs.evolve(week, straddling=Straddling.BY_END))
        by_start: Maybe[Decimal] = hours("by start", attrs.evolve(week, straddling=Straddling.BY_START))

    chosen = local(must("some", INFORMAL, when=Hours.inside >= Decimal(1)), about=Hours)
    row = only(chosen, MONDAY + 10 * ONE, one([away(MONDAY, MONDAY + 20 * ONE, hours=Decimal(60))]))
    assert {name: row[name] for name in BY_STRADDLING} == {**dict.fromkeys(BY_STRADDLING), "by_start": Decimal(0)}


@pytest.mark.slow
def test_hours_of_an_absence_that_began_after_the_window_do_not_matter() -> None:
    month = last(1, Unit.MONTHS, before=Attendance.latest_start, anchor_in=False, far_end_in=True)
    before = attrs.evolve(COUNTING, during=month)

    class Hours(Attendance):
        inside: Maybe[Decimal] = hours("inside", attrs.evolve(before, straddling=Straddling.INSIDE))
        touching: Maybe[Decimal] = hours("touching", attrs.evolve(before, straddling=Straddling.TOUCHING))
        by_end: Maybe[Decimal] = hours("by end", attrs.evolve(before, straddling=Straddling.BY_END))
        by_start: Maybe[Decimal] = hours("by start", attrs.evolve(before, straddling=Straddling.BY_START))

    chosen = local(must("some", INFORMAL, when=Hours.inside >= Decimal(1)), about=Hours)
    two = one([away(MONDAY, MONDAY + ONE), away(MONDAY + 7 * ONE, MONDAY + 20 * ONE, hours=Decimal(60))])
    row = only(chosen, MONDAY + 10 * ONE, two)
    assert {name: row[name] for name in BY_STRADDLING} == dict.fromkeys(BY_STRADDLING, Decimal("14.8"))


@pytest.mark.traced
@pytest.mark.slow
def test_a_rule_may_compare_a_date_of_the_absence_with_a_day() -> None:
    chosen = local(must("of late", INFORMAL, when=Attendance.latest_start >= date(2022, 5, 9)))
    cases: dict[Hashable, tuple[Workforce, Row]] = {
        1: (one(THREE[:1]), {"informal meeting": "no"}),
        2: (one(THREE[:2]), {"informal meeting": "must", "informal meeting since": date(2022, 5, 9)}),
    }
    asked(chosen, DAY, cases)


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


@pytest.mark.slow
@pytest.mark.traced
def test_lengths_and_times_since_a_stage_on_either_side_of_their_day() -> None:
    def noted(start: date) -> Workforce:
        return one([Absence(start=start)], FitNote(start=start + 2 * ONE, end=start + 29 * ONE))

    def held(since: int, later: int) -> Workforce:
        stages = [StageHeld(step=Step.STAGE_1, held=MONDAY + n * ONE) for n in (-since, later)]
        return one([away(date(2020, 1, 6))], *stages)

    cases: dict[Hashable, tuple[Workforce, Row]] = {
        # Four weeks are over when the same day has come round.
        "27 days": (one([Absence(start=MONDAY - 27 * ONE)]), {"month": False, "informal meeting": "no"}),
        "28 days": (one([Absence(start=MONDAY - 28 * ONE)]), {"month": True, "informal meeting": "must"}),
        # A fit note says how long an absence will last once the note has begun.
        "the note begins tomorrow": (noted(MONDAY - ONE), {"forecast": 2}),
        "the note has begun": (noted(MONDAY - 2 * ONE), {"forecast": 30}),
        # How long it is since a stage was held hangs on none held later.
        "41 days since a stage": (held(41, 2), {"since": False}),
        "42 days since a stage": (held(42, 1), {"since": True}),
        "held again today": (held(43, 0), {"since": False}),
    }
    asked(LONG, MONDAY, cases)


@pytest.mark.slow
def test_nobody_can_tell_how_long_it_is_since_a_stage_was_held_where_none_is_on_record() -> None:
    row = only(LONG, MONDAY, attrs.evolve(one(THREE), missing=(StageHeld,)))
    assert (row["since"], row["stage 1"]) == (None, "cannot tell")


def scaled(rounding: Rounded) -> Any:
    return allowance(rounding.name, 9, per=Per.DAYS, full_time=5, rounding=rounding, pattern=Pattern.LATEST)


class Scaled(Local):
    half: Maybe[Decimal] = scaled(Rounded.NEAREST_HALF)
    nearest: Maybe[Decimal] = scaled(Rounded.NEAREST_WHOLE)
    up: Maybe[Decimal] = scaled(Rounded.UP)
    down: Maybe[Decimal] = scaled(Rounded.DOWN)
    exact: Maybe[Decimal] = scaled(Rounded.EXACT)


@pytest.mark.slow
def test_a_number_of_days_is_scaled_to_the_week_of_each_worker_and_rounded_as_the_policy_says() -> None:
    starts = date(2015, 1, 5)
    none = WorkPattern(starts=starts, nominal_days=Decimal(0), nominal_hours=Decimal(0))
    weeks: dict[Hashable, tuple[WorkPattern, list[str]]] = {
        "full time": (FULL_TIME, ["9", "9", "9", "9", "9"]),
        "5 days": (WorkPattern(starts=starts, nominal_days=Decimal(5)), ["9", "9", "9", "9", "9"]),
        "two days": (
            WorkPattern(starts=starts, monday=Decimal(7), tuesday=Decimal(7)),
            ["3.5", "4", "4", "3", "3.6"],
        ),
        "2 days": (WorkPattern(starts=starts, nominal_days=Decimal(2)), ["3.5", "4", "4", "3", "3.6"]),
        "0.75 days": (WorkPattern(starts=starts, nominal_days=Decimal("0.75")), ["1.5", "1", "2", "1", "1.35"]),
    }
    cases: dict[Hashable, tuple[Workforce, Row]] = {"no days": (one(THREE, pattern=none), {"half": None})}
    for name, (week, allowed) in weeks.items():
        told_ = dict(zip(("half", "nearest", "up", "down", "exact"), map(Decimal, allowed), strict=True))
        cases[name] = one(THREE, pattern=week), told_
    asked(local(must("allowed", INFORMAL, when=Scaled.days >= Scaled.half), about=Scaled), DAY, cases)


class Weekly(Local):
    absences: Maybe[int] = in_spells(
        allowance("absences", 3, per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST)
    )
    allowed: Maybe[Decimal] = allowance(
        "days", 5, per=Per.HOURS, full_time=37, rounding=Rounded.EXACT, pattern=Pattern.LATEST
    )


def rung(name: str, step: Step) -> Rung:
    return attrs.evolve(STAGE_1, name=name, step=step)


ENOUGH = Weekly.spells >= 3
BAND, SCALED, ALLOWED = (
    rung("band", Step.STAGE_2),
    rung("absences by the week", Step.STAGE_3),
    rung("days by the week", Step.STAGE_4),
)
EVERYWHERE = local(
    must("three", INFORMAL, when=ENOUGH),
    must("two", STAGE_1, when=(Weekly.step == Step.INFORMAL) & ENOUGH),
    must("band", BAND, when=ENOUGH & (Weekly.days < Decimal(4)) & unless(Weekly.score > Decimal(99))),
    must("spells", SCALED, when=Weekly.spells >= Weekly.absences),
    must("days", ALLOWED, when=Weekly.allowed < Weekly.days),
    about=Weekly,
    stages=(INFORMAL, STAGE_1, BAND, SCALED, ALLOWED),
)
CONSIDERED = StageHeld(step=Step.NONE, held=date(2022, 6, 27))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_answers_bands_and_scaled_numbers_on_two_engines(engine: str) -> None:
    stage = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 6))
    on_the_long_route = attrs.evolve(CONSIDERED, route=Route.LONG_TERM)
    three_days = WorkPattern(starts=date(2015, 1, 5), **dict.fromkeys(("monday", "tuesday", "wednesday"), Decimal(7)))
    full, beyond = (FULL_TIME,), [*THREE, away(date(2022, 9, 5), date(2022, 10, 7))]
    behind: dict[str, Behind] = {
        # A decision that no stage follows answers a hit and puts nobody on a stage: a stage of 6 June does not answer
        # the hits of 20 June; a decision of 27 June does, on its own route.
        "a stage": {Absence: THREE, WorkPattern: full, StageHeld: (stage,)},
        "a stage, then no other": {Absence: THREE, WorkPattern: full, StageHeld: (stage, CONSIDERED)},
        "none on the long route": {Absence: THREE, WorkPattern: full, StageHeld: (on_the_long_route,)},
        # A record that has gone beyond the band of a rule is not below its line.
        "beyond the band": {Absence: beyond, WorkPattern: full},
        # Three of five days a week are 1.8 absences, so 2; five days of 37 hours are 105/37 = 2.8378… of 21 hours.
        "three days a week": {Absence: one_day(MONDAY, MONDAY + 21 * ONE), WorkPattern: [three_days]},
    }
    found = agreed(EVERYWHERE, DAY, Workforce(behind, missing=(Worker, Shift, FitNote, Leave)), engine)
    row = {each["worker"]: each for each in found}
    stood = {name: (each["informal meeting"], each["stage 1"]) for name, each in row.items() if name in [*behind][:3]}
    assert stood == {
        "a stage": ("must", "must"),
        "a stage, then no other": ("no", "no"),
        "none on the long route": ("must", "no"),
    }
    assert (row["beyond the band"]["band"], row["beyond the band"]["band since"]) == ("must", date(2022, 6, 20))
    scaled_ = row["three days a week"]
    assert (scaled_["absences"], scaled_["allowed"]) == (2, Decimal("2.83785"))
    assert (scaled_["absences by the week"], scaled_["days by the week"]) == ("must", "no")


LATE = attrs.evolve(STAGE_1, live=Span(6, Count.MONTHS), live_from=LiveFrom.REVIEW_END)
REVIEWED = (attrs.evolve(INFORMAL, review=Span(3, Count.MONTHS)), attrs.evolve(LATE, review=Span(6, Count.MONTHS)))


@pytest.mark.slow
def test_a_review_lasts_as_long_as_the_stage_that_was_held_says() -> None:
    rule = must("review", REVIEWED[0], when=Attendance.under_review)
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for step, status in {Step.INFORMAL: "no", Step.STAGE_1: "must"}.items():
        held = StageHeld(step=step, held=date(2022, 2, 1))
        cases[step] = one([away(MONDAY)], held), {"informal meeting": status}
    asked(local(rule, stages=REVIEWED), MONDAY, cases)


@pytest.mark.slow
def test_a_stage_stands_until_its_clocks_have_run_out() -> None:
    rule = must("none", INFORMAL, when=Attendance.step == Step.NONE)
    yesterday, today, tomorrow = MONDAY - ONE, MONDAY, MONDAY + ONE
    clocks: dict[Hashable, tuple[dict[str, date], bool]] = {
        "none": ({}, True),
        "a review to yesterday": ({"review_ends": yesterday}, False),
        "a review to today": ({"review_ends": today}, True),
        "live to today": ({"review_ends": yesterday, "live_until": today}, True),
        "closed tomorrow": ({"review_ends": tomorrow, "closed": tomorrow}, True),
        "closed today": ({"review_ends": tomorrow, "closed": today}, False),
    }
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for name, (said, stands) in clocks.items():
        held = StageHeld(step=Step.INFORMAL, held=date(2022, 2, 1), **said)
        cases[name] = one([away(MONDAY)], held), {"informal meeting": "no" if stands else "must"}
    asked(local(rule), MONDAY, cases)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
def test_without_a_record_of_stages_what_was_hit_cannot_be_told_and_what_is_past_is_history(engine: str) -> None:
    history = moved(THREE, -77 * ONE)  # Mondays without a bank holiday; the first of them is out of the window
    behind = {name: {Absence: rows_, WorkPattern: (FULL_TIME,)} for name, rows_ in (("W1", THREE), ("W2", history))}
    now, past = agreed(local(), DAY, Workforce(behind, missing=(StageHeld, Worker, Shift)), engine)
    names = ("informal meeting", "informal meeting since", "informal meeting still")
    assert tuple(now[name] for name in names) == ("cannot tell", date(2022, 6, 20), True)
    assert tuple(past[name] for name in names) == ("no", history[-1].start, False)


@pytest.mark.slow
def test_a_rule_that_asks_only_about_the_absence_has_no_line_in_any_edition() -> None:
    chosen = local(must("away", INFORMAL, when=Attendance.absent))
    assert only(chosen, DAY, one([away(MONDAY)]))["informal meeting still"] is True


@pytest.mark.slow
def test_that_a_clock_has_run_out_since_takes_no_hit_back() -> None:
    under = must("under", STAGE_1, when=Local.under_review & (Local.spells >= 3))
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 6, 1), review_ends=date(2022, 6, 30))
    row = only(local(under), DAY, one(THREE, held))
    assert (row["stage 1"], row["stage 1 still"]) == ("must", True)


@pytest.mark.slow
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
    held = away(MONDAY, interviewed=MONDAY + ONE, reason=Reason.COLD)
    old, other, new = away(date(2020, 2, 3)), away(MONDAY - 14 * ONE), away(MONDAY - 28 * ONE)
    missing = {
        "of 2020": (old, Reason.COLD),
        "that does not count": (other, Reason.BACK),
        "in the window": (new, Reason.COLD),
        "of no known reason": (new, None),
    }
    alone = {name: one([attrs.evolve(row, reason=said), held]) for name, (row, said) in missing.items()}
    rows_ = each(chosen, DAY, alone)
    counts = {name: counting is None or row is new for name, (row, _) in missing.items()}
    assert {name: row["informal meeting gate"] is not counts[name] for name, row in rows_.items()} == dict.fromkeys(
        missing, True
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (-3, {"after": True}),
        (-2, {"after": False}),
        (0, {"after": True}),
        (1, {"after": True, "late": False}),
        (2, {"after": True, "early": False, "late": True}),
    ],
)
def test_a_gate_asks_one_interview_of_one_absence_entered_in_two_rows(day: int, expected: Mapping[str, bool]) -> None:
    """A Friday and the Monday after it: on the Saturday nobody knows yet that it goes on."""
    interviews = {
        "after": (None, MONDAY + ONE),
        "early": (MONDAY - ONE, None),
        "late": (MONDAY + 2 * ONE, MONDAY),
    }
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for name, open_ in expected.items():
        first, second = interviews[name]
        both = [away(MONDAY - 3 * ONE, interviewed=first), away(MONDAY, interviewed=second)]
        cases[name] = one(both), {"informal meeting gate": open_}
    asked(GATE, MONDAY + day * ONE, cases)


@pytest.mark.slow
def test_who_is_back_is_not_absent() -> None:
    rule = must("absent", INFORMAL, when=Attendance.absent)
    rows = [away(MONDAY, MONDAY + ONE)]
    # It happened; there is no line that the record could fall below.
    stands = {"informal meeting": "must", "informal meeting still": True}
    cases = {"absent": (one(moved(rows, ONE)), stands), "back": (one(rows), stands)}
    asked(local(rule), MONDAY + 2 * ONE, cases)


@pytest.mark.slow
def test_a_warning_is_live_until_long_after_a_review_that_ends_years_ahead() -> None:
    rule = must("live", REVIEWED[0], when=Attendance.warning_live)
    held = StageHeld(step=Step.STAGE_1, held=date(2022, 2, 1), review_ends=date(2024, 2, 1))
    assert only(local(rule, stages=REVIEWED), MONDAY, one([away(MONDAY)], held))["informal meeting"] == "must"


@pytest.mark.slow
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


@pytest.mark.slow
def test_a_history_about_nobody_is_refused_and_who_was_meant_is_asked() -> None:
    absences = frame_of(Absence, *(("W1", row) for row in THREE))
    stages = frame_of(StageHeld, ("w1", HELD), ("ZZ", HELD))
    why, alike = "allowed: a worker in the rows of Absence", said_alike("W1", "w1")
    assert said_of(Absence=absences, StageHeld=stages) == [
        ("W1", None, alike),
        ("ZZ", why, None),
        ("w1", f"{why}; did you mean 'W1'?", alike),
    ]


@pytest.mark.slow
def test_every_history_is_about_workers_where_these_are_given() -> None:
    people = table(Worker, [W1]).drop("reference", "team").with_columns(worker=pl.lit("1001"))
    absences = frame_of(Absence, ("1001.0", away(MONDAY)))
    why, alike = "allowed: a worker in the rows of Worker; did you mean '1001'?", said_alike("1001", "1001.0")
    assert said_of(Absence=absences, Worker=people) == [("1001", None, alike), ("1001.0", why, alike)]


def said_alike(*references: str) -> str:
    (said,) = alike_said(references)
    return said


@pytest.mark.slow
def test_references_that_look_the_same_are_named_and_kept_apart_on_every_engine() -> None:
    absences = frame_of(Absence, ("W1", THREE[0]), ("w1", THREE[1]), ("W2", THREE[2]))
    for engine in ("polars lazy", "duckdb"):
        tables = {Absence: worked(native(absences, engine))}
        found = rows(HistoryTables(local(), tables, DAY, "worker", [ALWAYS]).workers().to_native())
        alike = {row["worker"]: (row["refused"], row["alike"]) for row in found}
        assert alike == {"W1": (None, said_alike("W1", "w1")), "w1": (None, said_alike("W1", "w1")), "W2": (None, None)}


@pytest.mark.slow
def test_what_tells_workers_apart_may_be_called_otherwise() -> None:
    frames = {kind: frame.rename({"worker": "staff number"}) for kind, frame in frames_of(one(THREE)).items()}
    found = triggers_frame(local(), DAY, frames, key="staff number", pattern=FULL_TIME)
    assert found.columns[:4] == ["staff number", "reading", "refused", "alike"]
    assert found["staff number"].to_list() == ["W1"]


@pytest.mark.slow
def test_a_column_that_is_not_there_is_not_known() -> None:
    workforce = one(THREE)
    frames = {
        kind: frame.select("worker", "start", "end") for kind, frame in frames_of(workforce).items() if kind is Absence
    }
    lean = Workforce(workforce.behind, tuple(kind for kind in KINDS if kind is not Absence), FULL_TIME)
    found = rows(triggers_frame(local(), DAY, frames, pattern=FULL_TIME))
    assert compared(found) == compared(told(local(), DAY, lean))


@pytest.mark.slow
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


@pytest.mark.slow
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


ARROW = pytest.param("pyarrow", marks=pytest.mark.traced)
DUCKDB = pytest.param("duckdb", marks=[pytest.mark.slow, pytest.mark.xdist_group("duckdb")])


@cache
def bulk_on(engine: str) -> Any:
    """A frame of the engine; DuckDB takes some ten seconds to bind so large a query."""
    frames = {kind: native(frame, engine) for kind, frame in frames_of(TWO).items()}
    return triggers_frame(MANY, DAY, frames, pattern=FULL_TIME)


@pytest.mark.slow
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


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", ARROW, "pandas", "polars lazy", DUCKDB])
def test_the_kind_of_frame_that_came_in_goes_out(engine: str) -> None:
    assert type(bulk_on(engine)) is type(native(frames_of(TWO)[Absence], engine))


def test_before_version_2_duckdb_keeps_rows_by_way_of_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("duckdb")
    table = worked(native(pl.DataFrame({"day": [1, 2, None]}), "duckdb"))
    monkeypatch.delattr(type(table.to_native()), "materialize", raising=False)
    assert rows(kept(table).to_native()) == [{"day": 1}, {"day": 2}, {"day": None}]


# Who is refused


@pytest.mark.slow
def test_absences_that_cannot_be_refuse_their_worker_and_nobody_else() -> None:
    wrong: dict[Hashable, list[Absence]] = {
        "two overlap": [away(MONDAY, MONDAY + 2 * ONE), away(MONDAY + 2 * ONE)],
        "an earlier one is open": [Absence(start=MONDAY), away(MONDAY + 7 * ONE)],
        "returned after the next began": [away(MONDAY, returned=MONDAY + 3 * ONE), away(MONDAY + 2 * ONE)],
        "one lies inside another": [away(MONDAY, MONDAY + 9 * ONE), away(MONDAY + ONE), away(MONDAY + 5 * ONE)],
    }
    refused = {"refused": True, "spells": None, "informal meeting": None}
    cases: dict[Hashable, tuple[Workforce, Row]] = {name: (one(rows_), refused) for name, rows_ in wrong.items()}
    cases["right"] = one(THREE), {"refused": False, "spells": 3, "informal meeting": "must"}
    noon = [away(MONDAY, MONDAY + ONE, last_session=Half.AM, returned=MONDAY + ONE)]
    noon += [away(MONDAY + ONE, first_session=Half.PM)]
    cases["absences that touch in the middle of a day"] = one(noon), {"refused": False}
    asked(local(), DAY, cases)


def spoiled(said: Mapping[str, tuple[type[Facts], str, object]]) -> dict[str, Row]:
    """What is said of workers, one of whose histories says each something else than that of the others."""
    stage, shift = StageHeld(step=Step.INFORMAL, held=MONDAY), Shift(day=MONDAY, hours=Decimal(8))
    (behind,) = one(THREE, FULL_TIME, stage, shift).behind.values()
    frames = frames_of(Workforce(dict.fromkeys(said, behind)))
    for worker, (kind, name, value) in said.items():
        frame, whose = frames[kind], pl.col("worker") == worker
        other = pl.when(whose).then(pl.lit(value, frame.schema[name])).otherwise(pl.col(name))
        frames[kind] = frame.with_columns(other.alias(name))
    return {row["worker"]: row for row in rows(triggers_frame(local(), DAY, frames))}


@pytest.mark.slow
def test_a_value_that_is_not_allowed_refuses_its_worker() -> None:
    wrong: list[tuple[type[Facts], str, object]] = [
        (Absence, "start", None),
        (Absence, "reason", "the moon"),
        (Absence, "hours", Decimal(-1)),
        (WorkPattern, "monday", Decimal(25)),
        (WorkPattern, "starts", None),
        (WorkPattern, "week", 53),
        (Shift, "hours", Decimal(-1)),
        (Shift, "day", None),
        (StageHeld, "step", "nowhere"),
        (StageHeld, "held", None),
    ]
    said = {f"{kind.__name__}, {name}": (kind, name, value) for kind, name, value in wrong}
    found = spoiled({**said, "allowed": (Absence, "reason", "back or neck")})
    right = found.pop("allowed")
    # Five weeks lie between any two of the three, which is longer than any pattern is taken to have off.
    assert (right["refused"], right["informal meeting"]) == (None, "must")
    nothing = dict.fromkeys(name for name in right if name not in ("worker", "reading", "refused"))
    assert {worker: {name: row[name] for name in nothing} for worker, row in found.items()} == dict.fromkeys(
        said, nothing
    )
    assert [worker for worker, row in found.items() if not isinstance(row["refused"], str)] == []


@pytest.mark.slow
def test_who_is_refused_for_one_of_several_work_patterns_stands_there_once() -> None:
    patterns = [FULL_TIME, Said(WorkPattern, {"starts": MONDAY, "monday": Decimal(25)})]
    row = only(local(), DAY, Workforce({"W1": {Absence: THREE, WorkPattern: patterns}}))
    assert row["refused"] is True


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


@pytest.mark.slow
@pytest.mark.traced
def test_days_off_inside_a_spell_are_calendar_days_of_it() -> None:
    calendar = attrs.evolve(COUNTING, days=DayCount.CALENDAR)

    class Calendar(Attendance):
        half: Maybe[Decimal] = days("halves", attrs.evolve(calendar, half_day=HalfDay.HALF))
        whole: Maybe[Decimal] = days("wholes", attrs.evolve(calendar, half_day=HalfDay.WHOLE))

    assert {HalfDay.HALF, HalfDay.WHOLE} == set(HalfDay)
    rules = (
        must("half", INFORMAL, when=Calendar.half >= Decimal(4)),
        must("whole", STAGE_1, when=Calendar.whole >= Decimal(4)),
    )
    row = only(local(*rules, about=Calendar), DAY, one(one_day(MONDAY - 3 * ONE, MONDAY)))
    assert (row["half"], row["informal meeting since"]) == (Decimal(4), MONDAY)
    assert (row["whole"], row["stage 1 since"]) == (Decimal(4), MONDAY)


def test_without_absences_there_is_nothing_to_count() -> None:
    frames = {StageHeld: frames_of(one(THREE))[StageHeld]}
    with pytest.raises(RecordError, match="there is no history of absences"):
        triggers_frame(local(), DAY, frames)


def test_without_a_column_end_nothing_says_that_anybody_is_still_away() -> None:
    with pytest.raises(RecordError, match="there is no column 'end' in the rows of Absence; without it nothing says"):
        triggers_frame(local(), DAY, {Absence: pl.DataFrame({"worker": ["W1"], "start": [MONDAY]})})


@pytest.mark.slow
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


@pytest.mark.parametrize("engine", EAGER)
def test_a_row_that_does_not_say_whose_it_is_could_be_anybodys(engine: str) -> None:
    absences = pl.DataFrame({"worker": ["W1", None], "start": [MONDAY] * 2, "end": [MONDAY] * 2})
    with pytest.raises(RecordError, match="1 row of Absence has nothing in 'worker': it says whose a row is"):
        triggers_frame(local(), DAY, {Absence: native(absences, engine)})


def why_nobody(names: list[str]) -> dict[str, str | None]:
    """Why each reference is refused."""
    return {
        name: f"no worker is named; allowed: {allowed}" if (allowed := instead_of(name)) else None for name in names
    }


@pytest.mark.parametrize("fires", [Fires.ON_CROSSING, Fires.WHILE_IT_HOLDS])
def test_a_trigger_that_is_hit_otherwise_than_at_each_absence_is_refused(fires: Fires) -> None:
    assert "hit" in refusal(local(fires=fires))


@pytest.mark.slow
@pytest.mark.traced
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


@pytest.mark.slow
@pytest.mark.traced
def test_rostered_days_are_counted_in_bulk() -> None:
    class Rostered(Attendance):
        lost: Maybe[Decimal] = days("days", attrs.evolve(COUNTING, days=DayCount.ROSTERED))

    chosen = local(must("two", INFORMAL, when=Rostered.lost >= Decimal(2)), about=Rostered)
    assert only(chosen, DAY, one([away(MONDAY, MONDAY + ONE)]))["lost"] == 2


def test_whether_a_condition_on_hours_has_a_verdict_on_every_absence_is_not_known() -> None:
    assert certain(Absence.hours >= Decimal(1)) is False
    assert certain(ALWAYS) is True


@pytest.mark.traced
@pytest.mark.slow
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
    cases: dict[Hashable, tuple[Workforce, Row]] = {}
    for reason, status in {None: "at least may", Reason.COLD: "must", Reason.BACK: "may"}.items():
        rows_ = [*colds, away(date(2022, 10, 3), reason=reason), *others]
        cases[reason] = one(rows_), {"informal meeting": status}
    asked(chosen, date(2023, 6, 20), cases)
