"""Measures: histories turned into facts as of a day, every convention on its boundary, the unknown kept unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from yosrules import Facts, LanguageError, Maybe, RecordError, fact, vocabulary
from yosrules.deciding.as_of import as_of
from yosrules.language.measure import (
    How,
    Measure,
    Unit,
    Window,
    begun,
    coming,
    count,
    earliest,
    exists,
    falls,
    in_force,
    last,
    latest,
    longest,
    measures,
    open_on_day,
    passed,
    total,
    worst,
    years,
)
from yosrules.records.case import Assessment, CareEpisode, Case, EarlierOutcome, Offence
from yosrules.records.choices import Allegation, Care, Disposal, RiskLevel

TODAY = date(2019, 9, 9)
YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Stay(Facts):
    began: Maybe[date] = fact(date, "the start")
    ended: Maybe[date] = fact(date, "the end")
    cost: Maybe[Decimal] = fact(Decimal, "the cost", places=2)


class Local(Case):
    serious: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5, dated=Offence.day, during=YEAR)
    mappa_two: Maybe[bool] = exists(
        Offence, "a listed offence with a year of custody", where=Offence.listed & (Offence.custody_months >= 12)
    )
    since_bail: Maybe[int] = count(
        Offence,
        "offences on bail",
        dated=Offence.day,
        during=coming(2, Unit.WEEKS, anchor_in=False, far_end_in=True, after=Case.bailed),
    )
    gravity_sum: Maybe[int] = total(Offence, Offence.gravity, "gravity in all")
    cost: Maybe[Decimal] = total(Stay, Stay.cost, "cost in all", dated=Stay.began)
    first_offence: Maybe[date] = earliest(Offence, Offence.day, "the first offence")
    last_conviction: Maybe[date] = latest(
        Offence, Offence.day, "the last conviction", where=Offence.status == Allegation.CONVICTED
    )
    worst_rosh: Maybe[RiskLevel] = worst(Assessment, Assessment.rosh, "the worst level of harm")
    longest_stay: Maybe[int] = longest(Stay, Stay.began, Stay.ended, "the longest stay")
    release_near: Maybe[bool] = falls(
        Case.release_due, "release is near", during=coming(6, Unit.MONTHS, anchor_in=True, far_end_in=True)
    )
    age_at_sentence: Maybe[int] = years(Case.born, "age at sentence", on=Case.sentenced)


def worked_out(name: str, histories: Any = None, on: date = TODAY, **stated: Any) -> Any:
    return getattr(as_of(Local(reference="A1", **stated), on, histories or {}), name)


def offences(*days: str, **stated: Any) -> dict[type[Facts], list[Offence]]:
    return {Offence: [Offence(day=date.fromisoformat(day), **{"gravity": 5, **stated}) for day in days]}


def on_record(**stated: Any) -> Offence:
    return Offence(day=TODAY, **stated)


class TestWindows:
    @pytest.mark.parametrize(
        ("day", "far_end_in", "anchor_in", "inside"),
        [
            ("2018-09-09", False, True, False),
            ("2018-09-09", True, True, True),
            ("2018-09-10", False, True, True),
            ("2018-09-08", True, True, False),
            ("2019-09-09", False, True, True),
            ("2019-09-09", False, False, False),
            ("2019-09-08", False, False, True),
            ("2019-09-10", True, True, False),
        ],
    )
    def test_both_ends_of_a_look_back(self, day: str, far_end_in: bool, anchor_in: bool, inside: bool) -> None:
        window = last(12, Unit.MONTHS, anchor_in=anchor_in, far_end_in=far_end_in)
        first, final = window.days(TODAY)
        assert (first <= date.fromisoformat(day) <= final) is inside

    @pytest.mark.parametrize(
        ("window", "anchor", "first", "final"),
        [
            (YEAR, "2020-02-29", "2019-03-01", "2020-02-29"),
            (last(1, Unit.MONTHS, anchor_in=True, far_end_in=True), "2019-03-31", "2019-02-28", "2019-03-31"),
            (last(52, Unit.WEEKS, anchor_in=True, far_end_in=False), "2019-09-09", "2018-09-11", "2019-09-09"),
            (last(90, Unit.DAYS, anchor_in=False, far_end_in=True), "2019-09-09", "2019-06-11", "2019-09-08"),
            (coming(6, Unit.MONTHS, anchor_in=True, far_end_in=True), "2019-08-31", "2019-08-31", "2020-02-29"),
            (coming(1, Unit.DAYS, anchor_in=False, far_end_in=True), "2019-12-31", "2020-01-01", "2020-01-01"),
            (coming(1, Unit.WEEKS, anchor_in=True, far_end_in=False), "2019-09-09", "2019-09-09", "2019-09-15"),
        ],
    )
    def test_months_weeks_and_days(self, window: Window, anchor: str, first: str, final: str) -> None:
        assert window.days(date.fromisoformat(anchor)) == (date.fromisoformat(first), date.fromisoformat(final))

    def test_an_empty_window_is_refused(self) -> None:
        with pytest.raises(LanguageError, match="a window of 0 days is empty"):
            last(0, Unit.DAYS, anchor_in=True, far_end_in=True)

    def test_a_window_needs_the_date_that_places_a_row(self) -> None:
        with pytest.raises(LanguageError, match="a window needs the date"):
            Measure(How.COUNT, Offence, during=YEAR)


class TestMeasures:
    def test_conditions_are_asked_of_one_and_the_same_row(self) -> None:
        apart = [on_record(listed=True, custody_months=6), on_record(listed=False, custody_months=24)]
        assert worked_out("mappa_two", {Offence: apart}) is False
        assert worked_out("mappa_two", {Offence: [on_record(listed=True, custody_months=12)]}) is True

    def test_counting_in_a_window(self) -> None:
        assert worked_out("serious", offences("2018-09-09", "2018-09-10", "2019-09-09", "2019-09-10")) == 2
        assert worked_out("serious", offences("2019-01-01", gravity=4)) == 0

    def test_a_window_after_a_date_of_the_case(self) -> None:
        rows = offences("2019-03-01", "2019-03-02", "2019-03-15", "2019-03-16")
        assert worked_out("since_bail", rows, bailed=date(2019, 3, 1)) == 2
        assert worked_out("since_bail", rows) is None

    def test_totals(self) -> None:
        assert worked_out("gravity_sum", {Offence: [on_record(gravity=3), on_record(gravity=4)]}) == 7
        assert worked_out("gravity_sum", {Offence: []}) == 0
        costs = [Stay(began=TODAY, cost=Decimal(cost)) for cost in ("0.10", "0.20")]
        assert worked_out("cost", {Stay: costs}) == Decimal("0.30")

    def test_the_first_the_last_and_the_worst(self) -> None:
        rows = {
            Offence: [
                Offence(day=date(2018, 1, 1), status=Allegation.CONVICTED),
                Offence(day=date(2017, 1, 1), status=Allegation.CAUTIONED),
                Offence(day=date(2019, 1, 1), status=Allegation.ALLEGED),
            ],
            Assessment: [Assessment(day=TODAY, rosh=each) for each in (RiskLevel.HIGH, RiskLevel.MEDIUM)],
        }
        assert worked_out("first_offence", rows) == date(2017, 1, 1)
        assert worked_out("last_conviction", rows) == date(2018, 1, 1)
        assert worked_out("worst_rosh", rows) is RiskLevel.HIGH
        assert worked_out("worst_rosh", {Assessment: []}) is None

    @pytest.mark.parametrize(
        ("stays", "days"),
        [
            ([], 0),
            ([Stay(began=date(2019, 9, 1), ended=date(2019, 9, 1))], 1),
            ([Stay(began=date(2019, 9, 1), ended=date(2019, 9, 3)), Stay(began=date(2019, 9, 8))], 3),
            ([Stay(began=date(2019, 9, 5))], 5),
            ([Stay(began=date(2019, 9, 10))], 0),
            ([Stay(began=date(2019, 9, 8), ended=date(2019, 12, 31))], 2),
            ([Stay(ended=date(2019, 9, 1))], None),
        ],
    )
    def test_the_longest_stay_counts_both_its_days_and_an_open_one_runs_on(
        self, stays: list[Stay], days: int | None
    ) -> None:
        assert worked_out("longest_stay", {Stay: stays}) == days

    @pytest.mark.slow
    @pytest.mark.parametrize(
        ("due", "near"),
        [("2019-09-08", False), ("2019-09-09", True), ("2020-03-09", True), ("2020-03-10", False)],
    )
    def test_a_date_of_the_case_in_a_window(self, due: str, near: bool) -> None:
        assert worked_out("release_near", release_due=date.fromisoformat(due)) is near
        assert worked_out("release_near") is None

    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            ("2004-02-29", "2019-02-28", 14),
            ("2004-02-29", "2019-03-01", 15),
            ("2004-09-09", "2019-09-08", 14),
            ("2004-09-09", "2019-09-09", 15),
            ("2004-12-31", "2019-01-01", 14),
        ],
    )
    def test_an_age_at_an_anchor(self, born: str, on: str, age: int) -> None:
        day = date.fromisoformat(on)
        assert worked_out("age_at_sentence", born=date.fromisoformat(born), sentenced=day) == age
        assert worked_out("age", born=date.fromisoformat(born), on=day) == age
        assert worked_out("age_at_sentence", born=date.fromisoformat(born)) is None
        assert worked_out("age") is None

    @pytest.mark.parametrize(("ends", "over"), [("2019-09-08", True), ("2019-09-09", False), ("2019-09-10", False)])
    def test_a_date_that_has_passed(self, ends: str, over: bool) -> None:
        assert worked_out("licence_over", licence_ends=date.fromisoformat(ends)) is over
        assert worked_out("licence_over") is None


class TestUnknown:
    def test_a_history_that_was_not_given_is_not_the_same_as_none(self) -> None:
        assert worked_out("serious") is None
        assert worked_out("serious", {Offence: []}) == 0
        assert worked_out("mappa_two", {Offence: []}) is False

    def test_a_row_that_cannot_be_told_leaves_a_count_untold(self) -> None:
        rows = {Offence: [Offence(day=TODAY, gravity=6), Offence(gravity=6)]}
        assert worked_out("serious", rows) is None
        assert worked_out("serious", {Offence: [Offence(day=TODAY, gravity=6), Offence(gravity=2)]}) == 1

    def test_one_row_that_is_told_is_enough_for_there_to_be_one(self) -> None:
        told = on_record(listed=True, custody_months=12)
        assert worked_out("mappa_two", {Offence: [on_record(listed=True), told]}) is True
        assert worked_out("mappa_two", {Offence: [on_record(listed=True)]}) is None
        assert worked_out("mappa_two", {Offence: [on_record(listed=False)]}) is False

    def test_a_value_that_is_missing_leaves_the_rest_untold(self) -> None:
        assert worked_out("gravity_sum", {Offence: [on_record(gravity=3), on_record()]}) is None
        rows = [Assessment(day=TODAY, rosh=RiskLevel.HIGH), Assessment(day=TODAY)]
        assert worked_out("worst_rosh", {Assessment: rows}) is None

    def test_a_measure_may_use_one_above_it(self) -> None:
        class Chained(Case):
            first: Maybe[date] = earliest(Offence, Offence.day, "the first offence")
            age_then: Maybe[int] = years(Case.born, "age at the first offence", on=first)

        case = Chained(reference="A1", born=date(2004, 9, 9))
        assert as_of(case, TODAY, offences("2018-09-09", "2019-01-01")).age_then == 14

    def test_what_the_record_states_is_kept(self) -> None:
        assert worked_out("serious", offences("2019-09-09"), serious=7) == 7


class Visit(Facts):
    seen: Maybe[date] = fact(date, "the date the child was seen")


class Score(Facts):
    score: Maybe[int] = fact(int, "the score")


IN_CARE = open_on_day(CareEpisode.day, CareEpisode.ended, end_in=False, no_end_is_open=True)
TILL_ITS_END = open_on_day(CareEpisode.day, CareEpisode.ended, end_in=True, no_end_is_open=False)


class Known(Case):
    cautions: Maybe[int] = count(
        EarlierOutcome, "cautions so far", where=EarlierOutcome.disposal == Disposal.YOUTH_CAUTION
    )
    in_care: Maybe[bool] = exists(
        CareEpisode, "in care now", where=CareEpisode.care == Care.LOOKED_AFTER, during=IN_CARE
    )
    episodes: Maybe[int] = count(CareEpisode, "open episodes", during=TILL_ITS_END)
    hearings: Maybe[int] = count(Assessment, "soon", during=coming(1, Unit.WEEKS, anchor_in=False, far_end_in=True))
    after_bail: Maybe[int] = count(
        Offence, "on bail", during=coming(4, Unit.WEEKS, anchor_in=True, far_end_in=True, after=Case.bailed)
    )
    booked: Maybe[int] = count(
        Offence, "booked", during=coming(4, Unit.WEEKS, anchor_in=True, far_end_in=True, after=Case.bailed, ahead=True)
    )
    scores: Maybe[int] = count(Score, "scores")
    sentence_begun: Maybe[bool] = begun(Case.sentenced, "the sentence has begun")
    serving: Maybe[bool] = in_force(Case.sentenced, Case.order_ends, "serving", end_in=True, no_end_is_open=True)


def known_on(day: str, name: str, rows: Any = None, **stated: Any) -> Any:
    return getattr(as_of(Known(reference="A1", **stated), date.fromisoformat(day), rows or {}), name)


def care(began: str | None, ended: str | None = None) -> dict[type[Facts], list[Facts]]:
    days = [None if each is None else date.fromisoformat(each) for each in (began, ended)]
    return {CareEpisode: [CareEpisode(care=Care.LOOKED_AFTER, day=days[0], ended=days[1])]}


class TestKnownOnTheDay:
    @pytest.mark.parametrize(
        ("days", "cautions"),
        [
            (["2024-03-01", "2024-04-01"], 1),
            (["2024-04-01"], 0),
            (["2024-03-10"], 1),
            (["2024-03-11"], 0),
            ([None], None),
        ],
    )
    def test_a_row_dated_after_the_day_asked_is_not_there(self, days: list[Any], cautions: int | None) -> None:
        dates = [None if day is None else date.fromisoformat(day) for day in days]
        rows = {EarlierOutcome: [EarlierOutcome(day=day, disposal=Disposal.YOUTH_CAUTION) for day in dates]}
        assert known_on("2024-03-10", "cautions", rows) == cautions

    @pytest.mark.parametrize(
        ("began", "ended", "in_care"),
        [
            ("2024-01-01", "2024-12-31", True),
            ("2024-12-01", None, False),
            ("2024-03-10", None, True),
            ("2024-03-11", None, False),
            ("2024-01-01", "2024-03-10", False),
            ("2024-01-01", "2024-03-11", True),
            ("2024-01-01", None, True),
            (None, None, None),
            (None, "2024-03-11", None),
            (None, "2024-03-10", False),
        ],
    )
    def test_a_row_is_open_on_the_day_from_its_first_day_to_its_end(
        self, began: str | None, ended: str | None, in_care: bool | None
    ) -> None:
        assert known_on("2024-03-10", "in_care", care(began, ended)) is in_care

    @pytest.mark.parametrize(
        ("ended", "episodes"), [("2024-03-10", 1), ("2024-03-09", 0), (None, None), ("2024-12-31", 1)]
    )
    def test_the_last_day_may_be_in_and_no_end_may_leave_it_open_or_untold(
        self, ended: str | None, episodes: int | None
    ) -> None:
        assert known_on("2024-03-10", "episodes", care("2024-01-01", ended)) == episodes

    def test_a_window_that_looks_ahead_counts_what_is_planned(self) -> None:
        planned = {Assessment: [Assessment(day=date(2024, 3, day)) for day in (10, 11, 17, 18)]}
        assert known_on("2024-03-10", "hearings", planned) == 2

    def test_a_window_after_a_date_of_the_case_looks_ahead_only_if_it_says_so(self) -> None:
        rows = {Offence: [Offence(day=date(2024, 3, day)) for day in (9, 10, 11)]}
        asked = [known_on("2024-03-10", name, rows, bailed=date(2024, 3, 1)) for name in ("after_bail", "booked")]
        assert asked == [2, 3]

    def test_rows_that_have_no_date_at_all_count_on_any_day(self) -> None:
        assert known_on("2024-03-10", "scores", {Score: [Score(score=1), Score()]}) == 2

    def test_a_history_with_dates_of_which_none_is_its_day_needs_to_say_which_one_places_a_row(self) -> None:
        with pytest.raises(
            LanguageError, match=r"Visit has dates \(seen\), and none is called day: .*dated=Visit.seen"
        ):
            exists(Visit, "seen")

    def test_the_beginning_of_what_is_open_is_its_date(self) -> None:
        with pytest.raises(LanguageError, match="leave dated=… out"):
            count(CareEpisode, "care", dated=CareEpisode.ended, during=IN_CARE)

    @pytest.mark.parametrize(("day", "said"), [("2024-03-09", False), ("2024-03-10", True), ("2024-03-11", True)])
    def test_a_beginning_has_come_on_the_day_itself(self, day: str, said: bool) -> None:
        assert known_on(day, "sentence_begun", sentenced=date(2024, 3, 10)) is said
        assert known_on(day, "sentence_begun") is None

    @pytest.mark.parametrize(
        ("ends", "said"), [("2024-03-09", False), ("2024-03-10", True), (None, True), ("2024-03-12", True)]
    )
    def test_a_record_is_in_force_between_two_of_its_own_dates(self, ends: str | None, said: bool) -> None:
        own = {"sentenced": date(2024, 3, 1), "order_ends": ends and date.fromisoformat(ends)}
        assert known_on("2024-03-10", "serving", **own) is said
        assert known_on("2024-02-29", "serving", **own) is False
        assert known_on("2024-02-29", "serving", order_ends=date(2024, 2, 28)) is False
        assert known_on("2024-03-10", "serving") is None


class Dates(Facts):
    """Everything that can be worked out from a record's own dates."""

    born: Maybe[date] = fact(date, "birth")
    offence: Maybe[date] = fact(date, "the offence")
    sentence: Maybe[date] = fact(date, "the sentence")
    ends: Maybe[date] = fact(date, "the end")
    age: Maybe[int] = years(born, "age")
    age_then: Maybe[int] = years(born, "age at the offence", on=offence)
    age_at_sentence: Maybe[int] = years(born, "age at the sentence", on=sentence)
    come: Maybe[bool] = begun(sentence, "it has begun")
    gone: Maybe[bool] = passed(sentence, "it was before today")
    over: Maybe[bool] = passed(ends, "it is over")
    serving: Maybe[bool] = in_force(sentence, ends, "it is served", end_in=False, no_end_is_open=True)
    lately: Maybe[bool] = falls(sentence, "lately", during=last(1, Unit.WEEKS, anchor_in=True, far_end_in=True))
    this_year: Maybe[bool] = falls(sentence, "this year", during=YEAR)
    soon: Maybe[bool] = falls(sentence, "soon", during=coming(1, Unit.WEEKS, anchor_in=True, far_end_in=True))
    ends_soon: Maybe[bool] = falls(
        ends, "it ends soon", during=coming(1, Unit.WEEKS, anchor_in=True, far_end_in=True, after=sentence)
    )


@pytest.mark.parametrize(
    "stated",
    [
        {"born": TODAY, "offence": date(2019, 9, 8), "age_then": 0},
        {"born": TODAY, "offence": TODAY, "age_then": -1},
        {"offence": TODAY, "sentence": TODAY, "age_then": 15, "age_at_sentence": 14},
        {"gone": True, "come": False},
        {"serving": True, "come": False},
        {"serving": True, "over": True},
        {"lately": True, "this_year": False},
        {"lately": True, "come": False},
        {"soon": True, "gone": True},
    ],
    ids=str,
)
def test_what_follows_from_the_same_dates_cannot_contradict_itself(stated: dict[str, Any]) -> None:
    with pytest.raises(RecordError):
        Dates(**stated)


@pytest.mark.parametrize(
    "stated",
    [
        {"born": TODAY, "offence": date(2019, 9, 8), "age_then": -1},
        {"offence": TODAY, "sentence": date(2019, 9, 8), "age_then": 15, "age_at_sentence": 14},
        {"soon": True, "come": True, "gone": False},
        {"ends_soon": True, "over": True},
        {"age": 3, "age_then": 4, "offence": TODAY},
    ],
    ids=str,
)
def test_what_can_be_together_is_left_alone(stated: dict[str, Any]) -> None:
    assert Dates(**stated)


NEAR = st.none() | st.dates(date(2019, 8, 30), date(2019, 9, 20))


@pytest.mark.slow
@settings(max_examples=80)
@given(born=st.none() | st.dates(date(2003, 9, 8), date(2004, 9, 10)), offence=NEAR, sentence=NEAR, ends=NEAR)
def test_no_dates_lead_to_what_cannot_be(**dates: Any) -> None:
    # The constructor refuses what breaks an invariant, so that being made is the proof.
    assert as_of(Dates(**dates), TODAY, {})


def test_measures_are_facts_of_their_class() -> None:
    assert set(measures(Local)) - set(measures(Case)) == set(vocabulary(Local)) - set(vocabulary(Case))
    assert set(measures(Case)) == {"licence_over", "age"}


def test_a_measure_in_a_class_body_knows_the_names_of_its_facts() -> None:
    class Late(Facts):
        ends: Maybe[date] = fact(date, "the end")
        over: Maybe[bool] = passed(ends, "it is over")

    assert as_of(Late(ends=date(2019, 9, 8)), TODAY, {}).over is True
    assert measures(Late)["over"].by.of == Late.ends.fact


DAYS = st.dates(date(2018, 1, 1), date(2020, 12, 31))
ROWS = st.lists(st.builds(Offence, day=st.none() | DAYS, gravity=st.none() | st.integers(1, 8)), max_size=5)


@given(ROWS, st.builds(Offence, day=DAYS, gravity=st.integers(1, 8)), DAYS)
def test_another_row_never_lowers_a_count(rows: list[Offence], more: Offence, on: date) -> None:
    before, after = (worked_out("serious", {Offence: each}, on) for each in (rows, [*rows, more]))
    assert (before is None and after is None) or before <= after <= before + 1


@given(ROWS, st.randoms(use_true_random=False), DAYS)
def test_the_order_of_rows_changes_nothing(rows: list[Offence], chance: Any, on: date) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = (as_of(Local(reference="A1"), on, {Offence: each}) for each in (rows, shuffled))
    assert one == other


@given(ROWS, st.lists(st.builds(Offence, day=st.dates(date(2020, 1, 1), date(2021, 1, 1))), max_size=3), DAYS)
def test_rows_after_the_day_asked_change_nothing(rows: list[Offence], later: list[Offence], on: date) -> None:
    after = [row for row in later if row.day and row.day > on]
    one, other = (as_of(Local(reference="A1", bailed=TODAY), on, {Offence: each}) for each in (rows, [*rows, *after]))
    assert one == other
