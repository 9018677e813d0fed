"""The measures of lost time, each worked by hand on its boundaries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest

from attending import (
    CONVENTIONS,
    COUNTING,
    FULL_TIME,
    INFORMAL,
    W1,
    YEAR,
    attending,
    away,
    measured,
    one_day,
    policy,
)
from yosrules import LanguageError, Maybe, PolicyError, must, unless
from yosrules.attendance.measures.windows import matters
from yosrules.language.expr import ALWAYS
from yosrules.language.measure import Unit, coming, last
from yosrules.policies.calendar import Count, Span
from yosrules.policies.conventions import Assessed
from yosrules.policies.lost_time.counting import DayCount, Length, Straddling, longer_than, up_to
from yosrules.policies.lost_time.measures import (
    Continuous,
    Expired,
    Lasted,
    Of,
    ShareOfTime,
    SinceHeld,
    Tally,
    allowance,
    continuous,
    expired,
    hours,
    lost,
    share_of_time,
    since_held,
)
from yosrules.policies.lost_time.scaling import Allowance, Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import AnyWindow, FixedYear, from_to
from yosrules.policies.stages import ByLeave
from yosrules.records.absence import (
    Absence,
    Attendance,
    FitNote,
    Half,
    Leave,
    Reason,
    Route,
    StageHeld,
    Step,
    WorkPattern,
)

DAY = date(2022, 12, 30)
MONDAYS = [date(2022, 1, 10) + timedelta(weeks=n) for n in range(12)]


def tally(
    of: Of, absences: list[Absence], day: date = DAY, *, behind: dict[str, object] | None = None, **how: object
) -> object:
    return measured(Tally(of, attrs.evolve(COUNTING, **how)), absences, day, **behind or {}).value


def rounds(number: int, rounding: Rounded, days: str, **how: object) -> object:
    own = {WorkPattern: (WorkPattern(starts=date(2020, 1, 6), nominal_days=Decimal(days), nominal_hours=Decimal(22)),)}
    by = Allowance(
        number=Decimal(number),
        per=Per.DAYS,
        full_time=Decimal(5),
        share=Fraction(1),
        pattern=Pattern.LATEST,
        rounding=rounding,
    )
    return measured(attrs.evolve(by, **how), [], DAY, histories=own).value


# Bradford


@pytest.mark.parametrize(
    ("absences", "score"),
    [
        ([away(date(2022, 3, 7), date(2022, 3, 18))], "10"),
        (one_day(*MONDAYS[:10]), "1000"),
        (
            [
                *one_day(),
                away(date(2022, 3, 7), date(2022, 3, 8)),
                away(date(2022, 6, 20), date(2022, 6, 21)),
                away(date(2022, 9, 20), date(2022, 10, 24)),
            ],
            "261",
        ),
        ([away(MONDAYS[0], last_session=Half.AM)], "0.5"),
        ([away(MONDAYS[0], last_session=Half.AM), away(MONDAYS[1])], "6.0"),
        ([], "0"),
    ],
)
def test_a_bradford_score_is_spells_times_spells_times_days(absences: list[Absence], score: str) -> None:
    assert tally(Of.BRADFORD, absences) == Decimal(score)


# Length

FROM_MONDAY = date(2022, 5, 9)
"""A Monday with no bank holiday in the three weeks from it."""


@pytest.mark.parametrize(
    ("length", "last_day"),
    [
        (up_to(10, Count.DAYS), date(2022, 5, 18)),
        (up_to(1, Count.DAYS), FROM_MONDAY),
        (up_to(48, Count.HOURS), date(2022, 5, 10)),
        (up_to(10, Count.WORKING_DAYS), date(2022, 5, 22)),
        (up_to(2, Count.WEEKS), date(2022, 5, 22)),
        (up_to(1, Count.MONTHS), date(2022, 6, 8)),
    ],
)
def test_a_spell_counts_up_to_a_length_and_then_among_the_longer_ones(length: Length, last_day: date) -> None:
    """The last day on which an open absence is as short, which then counts no more, also for its earlier days."""
    still, longer = [Absence(start=FROM_MONDAY)], attrs.evolve(length, longer=True)
    for n, (short, long) in enumerate([(1, 0), (0, 1)]):
        day = last_day + n * timedelta(days=1)
        assert tally(Of.SPELLS, still, day, length=length) == short
        assert tally(Of.SPELLS, still, day, length=longer) == long
        lost = tally(Of.DAYS, still, day, days=DayCount.CALENDAR)
        assert tally(Of.DAYS, still, day, days=DayCount.CALENDAR, length=length) == short * lost
        assert tally(Of.BRADFORD, still, day, days=DayCount.CALENDAR, length=longer) == long * lost


def test_a_length_counted_in_working_days_is_outgrown_on_a_working_day() -> None:
    """From a Saturday on the first of two working days is the Monday, the third the Wednesday."""
    weekend = [Absence(start=FROM_MONDAY - timedelta(days=2))]
    days = [FROM_MONDAY + timedelta(days=n) for n in range(3)]
    assert [tally(Of.SPELLS, weekend, day, length=up_to(2, Count.WORKING_DAYS)) for day in days] == [1, 1, 0]


def test_absences_that_are_one_have_one_length_and_why_one_is_left_out_is_said() -> None:
    """Two days and three with a weekend between them are seven: five do not take them in."""
    friday = FROM_MONDAY - timedelta(days=3)
    two = [away(friday - timedelta(days=1), friday), away(FROM_MONDAY, FROM_MONDAY + timedelta(days=2))]
    of_five, of_seven = (Tally(Of.SPELLS, attrs.evolve(COUNTING, length=up_to(n, Count.DAYS))) for n in (5, 7))
    assert [measured(of_seven, two, day).value for day in (friday, DAY)] == [1, 1]
    assert [measured(of_five, two, day).value for day in (friday, DAY)] == [1, 0]
    ((spell, why),) = measured(of_five, two, DAY).left_out
    assert (spell.start, why) == (two[0].start, "it is not of up to 5 days")
    longer = attrs.evolve(of_seven, counting=attrs.evolve(COUNTING, length=longer_than(1, Count.WEEKS)))
    assert [why for _, why in measured(longer, two, DAY).left_out] == ["it is not longer than 1 week"]


def test_a_length_is_some_time_and_as_of_a_day_that_is_said() -> None:
    with pytest.raises(PolicyError, match="0 days is no time at all"):
        up_to(0, Count.DAYS)
    anywhere = AnyWindow(last(4, Unit.WEEKS, anchor_in=True, far_end_in=False))
    with pytest.raises(
        LanguageError, match="longer than 4 weeks in any window of a length: it is not said as of which"
    ):
        attrs.evolve(COUNTING, during=anywhere, length=longer_than(4, Count.WEEKS))


# Windows


@pytest.mark.parametrize(
    ("near", "far", "inside"),
    [(True, False, 364), (True, True, 365), (False, False, 363), (False, True, 364)],
)
def test_the_ends_of_a_window_are_in_or_out_as_it_says(near: bool, far: bool, inside: int) -> None:
    window = last(52, Unit.WEEKS, anchor_in=near, far_end_in=far)
    count = tally(Of.DAYS, [Absence(start=date(2020, 1, 1))], during=window, days=DayCount.CALENDAR)
    assert count == inside


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2025, 2, 28), date(2024, 2, 29)),
        (date(2025, 3, 1), date(2024, 3, 2)),
        (date(2022, 3, 31), date(2021, 4, 1)),
    ],
)
def test_twelve_months_back_from_the_end_of_a_month(day: date, first: date) -> None:
    told = measured(Tally(Of.SPELLS, COUNTING), [], day)
    assert told.window == (first, day)


def test_six_months_back_from_the_31st_begins_after_the_last_day_of_the_shorter_month() -> None:
    half_year = last(6, Unit.MONTHS, anchor_in=True, far_end_in=False)
    assert measured(Tally(Of.SPELLS, attrs.evolve(COUNTING, during=half_year)), [], date(2022, 8, 31)).window == (
        date(2022, 3, 1),
        date(2022, 8, 31),
    )


def test_a_window_that_ends_on_a_bank_holiday_has_no_working_day_there() -> None:
    easter = [away(date(2022, 4, 14), date(2022, 4, 19))]
    assert [tally(Of.DAYS, easter, date(2022, 4, day)) for day in (14, 15, 18, 19)] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("straddling", "spells", "days"),
    [(Straddling.BY_START, 0, 0), (Straddling.BY_END, 1, 6), (Straddling.TOUCHING, 1, 6), (Straddling.INSIDE, 1, 2)],
)
def test_a_spell_across_the_start_of_the_window(straddling: Straddling, spells: int, days: int) -> None:
    rows = [away(date(2022, 1, 11), date(2022, 1, 18))]
    day = date(2023, 1, 16)
    assert tally(Of.SPELLS, rows, day, straddling=straddling) == spells
    assert tally(Of.DAYS, rows, day, straddling=straddling) == days


def test_a_spell_by_its_start_counts_from_its_first_day_on_and_by_its_end_as_long_as_it_goes_on() -> None:
    rows = [away(date(2022, 1, 11), date(2022, 1, 18))]
    inside = {how: tally(Of.SPELLS, rows, date(2022, 1, 14), straddling=how) for how in Straddling}
    assert set(inside.values()) == {1}
    assert tally(Of.SPELLS, rows, date(2023, 1, 10), straddling=Straddling.BY_START) == 1
    assert tally(Of.SPELLS, rows, date(2023, 1, 11), straddling=Straddling.BY_START) == 0
    assert tally(Of.SPELLS, rows, date(2023, 1, 17), straddling=Straddling.BY_END) == 1
    assert tally(Of.SPELLS, rows, date(2023, 1, 18), straddling=Straddling.BY_END) == 0


def test_an_open_spell_counts_up_to_the_day_asked_about() -> None:
    open_ = [Absence(start=date(2022, 3, 7))]
    assert [tally(Of.DAYS, open_, date(2022, 3, day)) for day in (6, 7, 11, 13, 14)] == [0, 1, 5, 5, 6]


@pytest.mark.parametrize("straddling", Straddling)
def test_a_closed_spell_counts_no_further_than_the_day_asked_about(straddling: Straddling) -> None:
    assert tally(Of.DAYS, [away(date(2022, 3, 7), date(2022, 3, 18))], date(2022, 3, 9), straddling=straddling) == 3


def test_a_window_can_hang_on_the_latest_absence_and_then_adding_one_can_take_a_trigger_away() -> None:
    by_latest = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_start)
    early = one_day(date(2022, 1, 10), date(2022, 2, 14), date(2022, 3, 14))
    assert tally(Of.SPELLS, early, date(2023, 3, 20), during=by_latest) == 3
    assert tally(Of.SPELLS, [*early, away(date(2023, 3, 20))], date(2023, 3, 20), during=by_latest) == 1


def test_a_window_on_the_latest_absence_is_empty_where_there_was_none() -> None:
    for anchor in (Attendance.latest_start, Attendance.latest_end):
        window = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=anchor)
        assert tally(Of.SPELLS, [], during=window) == 0
        assert tally(Of.DAYS, [], during=window) == Decimal(0)


def test_the_end_of_the_latest_absence_is_the_day_itself_while_it_goes_on() -> None:
    by_end = last(1, Unit.WEEKS, anchor_in=True, far_end_in=False, before=Attendance.latest_end)
    count = attrs.evolve(COUNTING, during=by_end)
    rows = [away(date(2022, 3, 7), date(2022, 3, 18))]
    ends = [measured(Tally(Of.DAYS, count), rows, date(2022, 3, day)).window for day in (9, 18, 25)]
    assert [window and window[1].day for window in ends] == [9, 18, 18]


@pytest.mark.parametrize(("day", "spells"), [(date(2022, 3, 31), 1), (date(2022, 4, 1), 0), (date(2022, 4, 6), 1)])
def test_a_fixed_year_begins_again_on_its_day(day: date, spells: int) -> None:
    rows = one_day(date(2021, 3, 15), date(2022, 3, 14), date(2022, 4, 4))
    assert tally(Of.SPELLS, rows, day, during=FixedYear(4, 1)) == spells


def test_a_window_alone_does_not_say_how_spells_are_counted() -> None:
    with pytest.raises(
        LanguageError, match="for the hours lost a Counting says what counts, and in which window; Window"
    ):
        hours("absences", last(12, Unit.MONTHS, anchor_in=True, far_end_in=False))  # type: ignore[arg-type]


def test_a_fixed_year_begins_on_a_day_that_every_year_has() -> None:
    with pytest.raises(LanguageError, match="day 29 of month 2 does not come round every year"):
        FixedYear(2, 29)


def test_any_window_finds_the_most_there_ever_was() -> None:
    rows = one_day(date(2021, 1, 11), date(2021, 5, 10), date(2021, 12, 13), date(2022, 11, 14))
    any_year = AnyWindow(YEAR)
    assert tally(Of.SPELLS, rows) == 1
    told = measured(Tally(Of.SPELLS, attrs.evolve(COUNTING, during=any_year)), rows, DAY)
    assert (told.value, told.window) == (3, (date(2020, 12, 14), date(2021, 12, 13)))
    assert tally(Of.DAYS, [], during=any_year) == 0


def test_any_window_looks_inside_a_spell_too() -> None:
    """A whole spell counted by its start drops out while the next one grows, so the most lies in between."""
    rows = [away(date(2022, 3, 7), date(2022, 3, 11)), away(date(2022, 3, 16), date(2022, 3, 25))]
    by_start = {
        "during": AnyWindow(last(14, Unit.DAYS, anchor_in=True, far_end_in=False)),
        "straddling": Straddling.BY_START,
    }
    assert tally(Of.DAYS, rows, **by_start) == 8


def test_any_window_cannot_be_told_where_one_of_them_cannot() -> None:
    rows = one_day(date(2022, 3, 7), date(2022, 6, 20))
    late = {"histories": {WorkPattern: (attrs.evolve(FULL_TIME, starts=date(2022, 5, 2)),)}}
    assert tally(Of.DAYS, rows, during=AnyWindow(YEAR), behind=late) is None


def test_any_window_goes_back_from_a_day_of_absence() -> None:
    for window in (
        coming(12, Unit.MONTHS, anchor_in=True, far_end_in=False),
        last(12, Unit.MONTHS, anchor_in=True, far_end_in=False, before=Attendance.latest_end),
    ):
        with pytest.raises(LanguageError, match="any window of a length goes back from a day of absence"):
            AnyWindow(window)


def test_a_review_period_is_a_window_while_it_runs_and_empty_when_none_does() -> None:
    review = {"during": from_to(Attendance.review_starts, Attendance.review_ends)}
    rows = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 6))
    held = StageHeld(step=Step.STAGE_1, held=date(2022, 4, 4), review_ends=date(2022, 9, 30))
    behind = {"histories": {StageHeld: (held,)}}
    assert tally(Of.SPELLS, rows, date(2022, 6, 6), behind=behind, **review) == 2
    assert tally(Of.SPELLS, rows, date(2022, 10, 1), behind=behind, **review) == 0
    assert tally(Of.SPELLS, rows, date(2022, 6, 6), **review) is None
    ever_since = {"during": from_to(Attendance.review_starts)}
    assert tally(Of.SPELLS, rows, date(2022, 6, 6), behind=behind, **ever_since) == 2
    assert tally(Of.SPELLS, rows, date(2022, 10, 1), behind=behind, **ever_since) == 0


def test_a_window_from_a_date_on_record_runs_to_the_day_asked_about() -> None:
    probation = {"during": from_to(Attendance.probation_starts)}
    rows = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 6))
    worker = {"worker": attrs.evolve(W1, started=date(2022, 5, 2))}
    assert tally(Of.SPELLS, rows, date(2022, 6, 5), behind=worker, **probation) == 1
    assert tally(Of.SPELLS, rows, **probation) is None


def test_before_the_first_absence_nothing_is_in_any_window() -> None:
    probation = {"during": from_to(Attendance.probation_starts)}
    rows = one_day(date(2022, 3, 7))
    assert tally(Of.SPELLS, rows, date(2022, 3, 6), **probation) == 0
    assert tally(Of.SPELLS, rows, date(2022, 3, 7), **probation) is None


# Which absences count


def test_an_absence_that_does_not_count_is_no_return_to_work_between_two_that_do() -> None:
    """Counted, the pregnancy-related absence would link the two; to leave it out must not make it worse."""
    first, other, second = (
        away(date(2022, 3, 7)),
        away(date(2022, 3, 8), pregnancy_related=True),
        away(date(2022, 3, 9)),
    )
    shown = {"where": unless(Absence.pregnancy_related)}
    assert tally(Of.SPELLS, [first, second], **shown) == 2
    assert tally(Of.SPELLS, [first, other, second], **shown) == 1
    assert tally(Of.DAYS, [first, other, second], **shown) == 2
    assert tally(Of.SPELLS, [first, other, second], over_excluded=False, **shown) == 2
    assert tally(Of.SPELLS, [first, other, second]) == 1


def test_an_absence_of_which_it_cannot_be_told_makes_the_count_unknown_and_is_named() -> None:
    rows = [away(date(2022, 3, 7), reason=Reason.COLD), away(date(2022, 6, 6))]
    by = Tally(Of.SPELLS, attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))
    told = measured(by, rows, DAY)
    assert told.value is None
    assert [(spell.start, [fact.name for fact in finding.missing]) for spell, finding in told.undecided] == [
        (date(2022, 6, 6), ["reason"])
    ]
    assert measured(by, rows, date(2022, 6, 5)).value == 1
    assert measured(by, rows, date(2023, 6, 7)).value == 0


def test_an_untold_absence_does_not_matter_to_a_window_that_ends_before_it_or_begins_after_it() -> None:
    found = attending([away(date(2022, 6, 6))], DAY)
    by = Tally(Of.SPELLS, attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))
    ((spell, _),) = found.measure(by, DAY).undecided
    windows = [(date(2022, 5, 1), date(2022, 6, 5)), (date(2022, 6, 1), date(2022, 6, 7)), (date(2022, 6, 8), DAY)]
    assert [matters(spell, window, found.on_day(DAY)) for window in windows] == [False, True, False]


def test_an_untold_absence_matters_from_the_day_it_begins_until_the_day_it_leaves_the_window() -> None:
    rows = [away(date(2022, 6, 6), date(2022, 6, 8))]
    where = {"where": Absence.reason == Reason.COLD}
    days = (date(2022, 6, 5), date(2022, 6, 6), date(2023, 6, 7), date(2023, 6, 8))
    assert [tally(Of.SPELLS, rows, day, **where) for day in days] == [0, None, None, 0]


@pytest.mark.parametrize(("day", "spells"), [(date(2022, 6, 6), 1), (date(2022, 6, 7), None)])
def test_an_untold_absence_matters_no_earlier_for_being_linked_to_one_before_it(day: date, spells: int | None) -> None:
    rows = [away(date(2022, 6, 6), reason=Reason.COLD), away(date(2022, 6, 7))]
    by = Tally(Of.SPELLS, attrs.evolve(COUNTING, where=Absence.reason == Reason.COLD))
    assert attending(rows, DAY).measure(by, day).value == spells


@pytest.mark.parametrize(("day", "lasted"), [(date(2022, 6, 6), True), (date(2022, 6, 7), None)])
def test_nor_does_it_for_how_long_an_absence_has_lasted(day: date, lasted: bool | None) -> None:
    rows = [away(date(2022, 6, 6), notified=False), away(date(2022, 6, 7))]
    by = Lasted(span=Span(1, Count.DAYS), where=~Absence.notified)
    assert attending(rows, DAY).measure(by, day).value is lasted


@pytest.mark.parametrize(("day", "spells"), [(date(2022, 3, 13), 1), (date(2022, 3, 14), None), (date(2023, 3, 14), 0)])
def test_where_only_a_missing_work_pattern_parts_two_absences_nobody_can_tell(day: date, spells: int | None) -> None:
    rows = one_day(date(2022, 3, 11), date(2022, 3, 14))
    assert tally(Of.SPELLS, rows, day, behind={"histories": {WorkPattern: ()}}) == spells


def test_four_weeks_without_a_day_at_work_are_no_pattern() -> None:
    first = date(2022, 3, 7)
    gaps = {
        n: tally(Of.SPELLS, one_day(first, first + timedelta(days=n)), behind={"histories": {WorkPattern: ()}})
        for n in (29, 30)
    }
    assert gaps == {29: None, 30: 2}


def test_how_long_an_absence_lasts_hangs_on_a_link_that_nobody_can_tell() -> None:
    rows = [away(date(2022, 3, 11)), Absence(start=date(2022, 3, 14))]
    none = {WorkPattern: ()}
    by = Continuous(where=ALWAYS, forecast=False)
    assert measured(by, rows, date(2022, 3, 14), histories=none).value is None
    assert measured(by, rows[1:], date(2022, 3, 14), histories=none).value == 1


def test_a_day_between_two_linked_absences_is_not_yet_known_to_be_one_of_the_spell() -> None:
    """As of the Sunday the Friday stands alone, also when the Monday after it is on record by now."""
    rows = one_day(date(2022, 3, 11), date(2022, 3, 14))
    seen = attending(rows, date(2022, 3, 20))
    week = last(2, Unit.DAYS, anchor_in=True, far_end_in=False)
    by = Tally(Of.SPELLS, attrs.evolve(COUNTING, during=week, straddling=Straddling.TOUCHING))
    assert [seen.measure(by, date(2022, 3, day)).value for day in (12, 13, 14)] == [1, 0, 1]
    assert seen.measure(Continuous(where=ALWAYS, forecast=False), date(2022, 3, 13)).value == 0


def test_what_was_left_out_is_said_with_its_finding() -> None:
    rows = [away(date(2022, 3, 7), pregnancy_related=True), away(date(2020, 3, 9)), away(date(2022, 6, 6))]
    told = measured(Tally(Of.SPELLS, attrs.evolve(COUNTING, where=unless(Absence.pregnancy_related))), rows, DAY)
    assert [row.start for row, _ in told.not_meant] == [date(2022, 3, 7)]
    assert [(spell.start, why) for spell, why in told.left_out] == [(date(2020, 3, 9), "it is outside the window")]
    assert [(spell.start, amount) for spell, amount in told.counted] == [(date(2022, 6, 6), 1)]


def test_an_absence_used_for_a_stage_does_not_count_again_where_the_policy_says_so() -> None:
    rows = one_day(date(2022, 3, 7), date(2022, 5, 9), date(2022, 6, 6))
    once = {
        "conventions": attrs.evolve(CONVENTIONS, used_again=False),
        "histories": {StageHeld: (StageHeld(step=Step.INFORMAL, held=date(2022, 5, 9)),)},
    }
    assert tally(Of.SPELLS, rows, behind=once) == 1
    assert tally(Of.SPELLS, rows, date(2022, 5, 9), behind=once) == 2
    told = measured(Tally(Of.SPELLS, COUNTING), rows, DAY, **once)
    assert {why for _, why in told.left_out} == {"it was counted for a stage already"}


def test_where_absences_are_assessed_on_return_one_that_goes_on_does_not_count_yet() -> None:
    on_return = {"conventions": attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN)}
    rows = [away(date(2022, 3, 7), date(2022, 3, 9)), Absence(start=date(2022, 6, 6))]
    assert [tally(Of.SPELLS, rows, date(2022, 3, day), behind=on_return) for day in (9, 10)] == [0, 1]
    assert tally(Of.SPELLS, rows, behind=on_return) == 1
    assert measured(Tally(Of.SPELLS, COUNTING), rows, DAY, **on_return).left_out[0][1] == "it is not over yet"


# How long an absence has lasted


def test_a_continuous_absence_is_counted_in_calendar_days_over_what_links_it() -> None:
    by = Continuous(where=ALWAYS, forecast=False)
    rows = [away(date(2022, 3, 11)), Absence(start=date(2022, 3, 14))]
    days = [measured(by, rows, date(2022, 3, day)).value for day in (10, 11, 13, 14, 20)]
    assert days == [0, 1, 0, 4, 10]
    assert measured(by, [away(date(2022, 3, 11))], date(2022, 3, 12)).value == 0


def test_a_fit_note_forecasts_how_long_an_absence_will_last() -> None:
    by = Continuous(where=ALWAYS, forecast=True)
    notes = {
        FitNote: (
            FitNote(start=date(2022, 3, 9), end=date(2022, 4, 3)),
            FitNote(start=date(2022, 2, 1), end=date(2022, 2, 9)),
        )
    }
    rows = [Absence(start=date(2022, 3, 7))]
    assert [measured(by, rows, date(2022, 3, day), histories=notes).value for day in (8, 9)] == [2, 28]
    assert measured(by, rows, date(2022, 4, 10), histories=notes).value == 35
    assert measured(by, rows, date(2022, 3, 8)).value is None
    assert measured(by, [], date(2022, 3, 8)).value == 0


@pytest.mark.parametrize(
    ("span", "reached"),
    [
        (Span(28, Count.DAYS), date(2022, 4, 3)),
        (Span(4, Count.WEEKS), date(2022, 4, 4)),
        (Span(1, Count.MONTHS), date(2022, 4, 7)),
        (Span(20, Count.WORKING_DAYS), date(2022, 4, 1)),
    ],
)
def test_a_milestone_is_reached_on_its_day(span: Span, reached: date) -> None:
    rows = [Absence(start=date(2022, 3, 7))]
    by = Lasted(span=span, where=ALWAYS)
    assert [measured(by, rows, reached - timedelta(days=n)).value for n in (1, 0)] == [False, True]
    assert measured(by, rows, date(2022, 3, 6)).value is False


def test_how_long_it_lasted_cannot_be_told_of_an_absence_that_may_not_count() -> None:
    rows = [away(date(2022, 3, 7), date(2022, 5, 6))]
    for by in (
        Lasted(span=Span(4, Count.WEEKS), where=Absence.reason == Reason.STRESS),
        Continuous(where=Absence.reason == Reason.STRESS, forecast=False),
    ):
        assert measured(by, rows, date(2022, 5, 6)).value is None
        assert measured(by, rows, date(2022, 5, 7)).value in (0, False)


def test_an_absence_that_was_used_is_no_longer_the_one_that_lasts() -> None:
    rows = [Absence(start=date(2022, 3, 7))]
    held = {StageHeld: (StageHeld(step=Step.STAGE_1, held=date(2022, 4, 4)),)}
    once = attrs.evolve(CONVENTIONS, used_again=False)
    by = Continuous(where=ALWAYS, forecast=False)
    assert measured(by, rows, date(2022, 4, 11), conventions=once, histories=held).value == 0


def test_on_return_the_absence_that_is_just_over_is_the_one_that_lasted() -> None:
    on_return = attrs.evolve(CONVENTIONS, assessed=Assessed.ON_RETURN)
    rows = [away(date(2022, 3, 7), date(2022, 3, 18), returned=date(2022, 3, 21))]
    by = Continuous(where=ALWAYS, forecast=False)
    days = [measured(by, rows, date(2022, 3, day), conventions=on_return).value for day in (18, 21, 22)]
    assert days == [0, 12, 0]
    assert measured(by, [away(date(2022, 3, 7))], date(2022, 3, 8), conventions=on_return).value == 1
    assert measured(by, [Absence(start=date(2022, 3, 7))], date(2022, 3, 8), conventions=on_return).value == 0


def test_some_time_since_a_stage_was_held() -> None:
    by = SinceHeld(span=Span(6, Count.WEEKS), step=Step.STAGE_1, route=Route.LONG_TERM)
    held = [StageHeld(step=Step.STAGE_1, held=date(2022, 3, day), route=Route.LONG_TERM) for day in (7, 1)]
    other = StageHeld(step=Step.STAGE_1, held=date(2022, 1, 3))
    days = (date(2022, 4, 17), date(2022, 4, 18))
    assert [measured(by, [], day, histories={StageHeld: (*held, other)}).value for day in days] == [False, True]
    assert measured(by, [], DAY, histories={StageHeld: (other,)}).value is False
    assert measured(by, [], DAY).value is None


def test_a_stage_held_later_does_not_change_how_long_it_is_since_one_was_held() -> None:
    by = SinceHeld(span=Span(6, Count.WEEKS), step=Step.STAGE_1, route=Route.SHORT_TERM)
    held = [StageHeld(step=Step.STAGE_1, held=day) for day in (date(2022, 3, 7), date(2022, 6, 6))]
    days = (date(2022, 3, 6), date(2022, 4, 18), date(2022, 6, 6), date(2022, 7, 18))
    told = [measured(by, [], day, histories={StageHeld: held}).value for day in days]
    assert told == [False, True, False, True]


def test_expired_stages_can_count() -> None:
    by = Expired(during=last(72, Unit.MONTHS, anchor_in=True, far_end_in=False), route=Route.SHORT_TERM)
    rows = (
        StageHeld(step=Step.STAGE_1, held=date(2016, 12, 30), live_until=date(2017, 12, 29)),
        StageHeld(step=Step.STAGE_1, held=date(2016, 12, 31), live_until=date(2017, 12, 29)),
        StageHeld(step=Step.STAGE_1, held=date(2021, 12, 31), live_until=date(2022, 12, 29)),
        StageHeld(step=Step.STAGE_1, held=date(2022, 1, 1), live_until=date(2022, 12, 30)),
        StageHeld(step=Step.STAGE_1, held=date(2020, 1, 1)),
        StageHeld(step=Step.STAGE_1, held=date(2020, 1, 1), live_until=date(2021, 1, 1), route=Route.LONG_TERM),
    )
    assert measured(by, [], DAY, histories={StageHeld: rows}).value == 2
    assert measured(by, [], DAY).value is None
    review = attrs.evolve(by, during=from_to(Attendance.probation_starts))
    assert measured(review, [], DAY, histories={StageHeld: rows}).value is None


def test_whether_a_stage_has_expired_hangs_on_leave_that_lengthens_its_review() -> None:
    by = Expired(during=last(72, Unit.MONTHS, anchor_in=True, far_end_in=False), route=Route.SHORT_TERM)
    longer = attrs.evolve(INFORMAL, review=Span(4, Count.WEEKS), extended_by_leave=ByLeave.ONCE)
    chosen = policy(must("absent", longer, when=Attendance.absent), stages=(longer,))
    held = StageHeld(step=Step.INFORMAL, held=date(2022, 11, 1))
    given, closed = ((attrs.evolve(held, closed=each),) for each in (None, date(2022, 12, 30)))
    assert measured(by, [], DAY, policy=chosen, histories={StageHeld: given}).value is None
    assert measured(by, [], DAY, policy=chosen, histories={StageHeld: given, Leave: ()}).value == 1
    assert measured(by, [], DAY, policy=chosen, histories={StageHeld: closed}).value == 1
    assert measured(by, [], date(2022, 11, 29), policy=chosen, histories={StageHeld: given}).value == 0


# What is allowed


@pytest.mark.parametrize(
    ("rounding", "amounts"),
    [
        (Rounded.NEAREST_HALF, ("2", "3.5", "5.5", "7", "8", "9")),
        (Rounded.NEAREST_WHOLE, ("2", "4", "5", "7", "8", "9")),
        (Rounded.UP, ("2", "4", "6", "8", "9", "9")),
        (Rounded.DOWN, ("1", "3", "5", "7", "8", "9")),
        (Rounded.EXACT, ("1.8", "3.6", "5.4", "7.2", "8.1", "9")),
    ],
)
def test_nine_days_for_full_time_scaled_to_a_week(rounding: Rounded, amounts: tuple[str, ...]) -> None:
    weeks = ("1", "2", "3", "4", "4.5", "5")
    assert [rounds(9, rounding, days) for days in weeks] == [Decimal(amount) for amount in amounts]


def test_a_week_of_nothing_scales_no_number() -> None:
    assert [rounds(9, rounding, "0") for rounding in Rounded] == [None] * len(Rounded)


def test_the_middle_goes_up() -> None:
    assert rounds(5, Rounded.NEAREST_WHOLE, "2.5") == 3
    assert rounds(5, Rounded.NEAREST_HALF, "2.25") == Decimal("2.5")


def test_an_exact_amount_that_does_not_end_lies_between_its_four_places_and_the_next() -> None:
    by_hours = {"per": Per.HOURS, "full_time": Decimal(37)}
    assert rounds(10, Rounded.EXACT, "3", **by_hours) == Decimal("5.94595")


def test_a_share_of_an_amount_is_exact_before_it_is_rounded() -> None:
    assert rounds(8, Rounded.EXACT, "3", share=Fraction(1, 2)) == Decimal("2.4")
    assert rounds(8, Rounded.UP, "3", share=Fraction(1, 2)) == 3


def test_the_pattern_of_the_day_or_the_average_of_the_window_scales() -> None:
    half = WorkPattern(starts=date(2022, 7, 1), nominal_days=Decimal("2.5"), nominal_hours=Decimal("18.5"))
    by = Allowance(
        number=Decimal(10),
        per=Per.DAYS,
        full_time=Decimal(5),
        share=Fraction(1),
        pattern=Pattern.LATEST,
        rounding=Rounded.EXACT,
    )
    patterns = {WorkPattern: (FULL_TIME, half)}
    assert measured(by, [], DAY, histories=patterns).value == 5
    window = last(366, Unit.DAYS, anchor_in=True, far_end_in=False)
    average = attrs.evolve(by, pattern=Pattern.AVERAGE, during=window)
    assert measured(average, [], DAY, histories=patterns).value == Decimal("7.5")
    unknown = attrs.evolve(average, during=from_to(Attendance.probation_starts))
    assert measured(unknown, [], DAY, histories=patterns).value is None
    assert measured(by, [], DAY, histories={WorkPattern: ()}).value is None


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"pattern": Pattern.AVERAGE}, "the average over a window needs the window"),
        ({"during": FixedYear(1, 1)}, "the average over a window needs the window"),
        ({"number": 0}, "above 0"),
        ({"full_time": 0}, "above 0"),
        ({"share": Fraction(0)}, "above 0"),
    ],
)
def test_an_amount_that_cannot_be_scaled_is_refused(how: dict[str, object], why: str) -> None:
    plain = {"number": 9, "per": Per.DAYS, "full_time": 5, "rounding": Rounded.UP, "pattern": Pattern.LATEST}
    with pytest.raises(LanguageError, match=why):
        allowance("days allowed", **{**plain, **how})


def test_a_per_cent_of_the_hours_due_is_exact_and_unknown_where_none_were() -> None:
    by = ShareOfTime(percent=Decimal(3), during=last(26, Unit.WEEKS, anchor_in=True, far_end_in=False))
    assert measured(by, [], DAY).value == Decimal("28.86")
    off = WorkPattern(starts=date(2020, 1, 6), nominal_days=Decimal(0), nominal_hours=Decimal(0))
    assert measured(by, [], DAY, histories={WorkPattern: (off,)}).value is None
    later = attrs.evolve(W1, started=date(2023, 1, 1))
    assert measured(by, [], DAY, worker=later).value is None
    unknown = attrs.evolve(by, during=from_to(Attendance.probation_starts))
    assert measured(unknown, [], DAY).value is None


# As a policy writes them


class Every(Attendance):
    hours_12m: Maybe[Decimal] = hours("hours", COUNTING)
    so_far: Maybe[int] = continuous("days so far", where=ALWAYS, forecast=False)
    met: Maybe[bool] = since_held("six weeks since", Span(6, Count.WEEKS), of=Step.STAGE_1, route=Route.SHORT_TERM)
    warned: Maybe[int] = expired("expired warnings", during=YEAR, route=Route.SHORT_TERM)
    three_per_cent: Maybe[Decimal] = share_of_time("3% of the hours due", 3, during=YEAR)


def test_every_measure_is_a_fact_of_a_policys_record() -> None:
    chosen = policy(must("hours", INFORMAL, when=Every.hours_12m > Every.three_per_cent), about=Every)
    seen = attending([Absence(start=date(2022, 12, 29))], DAY, policy=chosen, histories={StageHeld: ()})
    assert seen.facts(lost(Every), DAY) == {
        "hours_12m": Decimal("14.800"),
        "so_far": 2,
        "met": False,
        "warned": 0,
        "three_per_cent": Decimal("57.942"),
    }


def test_any_window_of_hours_due_is_the_one_that_ends_on_the_day() -> None:
    by = ShareOfTime(percent=Decimal(100), during=AnyWindow(last(1, Unit.WEEKS, anchor_in=True, far_end_in=False)))
    assert measured(by, [], DAY).value == Decimal("37.0")
