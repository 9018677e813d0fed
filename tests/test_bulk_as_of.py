"""Histories in bulk: every measure of every record as `as_of` works it out, on every engine."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from frames import ENGINES, native, needs_spark, rows as rows_of, table
from strategies import Level
from yosrules import Facts, Maybe, RecordError, fact, vocabulary
from yosrules.bulk.as_of import as_of_frame
from yosrules.bulk.records import records_of
from yosrules.deciding.as_of import as_of
from yosrules.language.measure import (
    Unit,
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
    open_on_day,
    passed,
    total,
    worst,
    years,
)

TODAY = date(2019, 9, 9)


class Event(Facts):
    day: Maybe[date] = fact(date, "the day")
    ended: Maybe[date] = fact(date, "the end")
    gravity: Maybe[int] = fact(int, "gravity", low=1, high=8)
    cost: Maybe[Decimal] = fact(Decimal, "cost", places=2)
    rosh: Maybe[Level] = fact(Level, "harm")
    listed: Maybe[bool] = fact(bool, "listed")


class Review(Facts):
    day: Maybe[date] = fact(date, "the day")


class Score(Facts):
    """A history whose rows have no date."""

    score: Maybe[int] = fact(int, "the score")


YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Young(Facts):
    reference: str
    born: Maybe[date] = fact(date, "born")
    bailed: Maybe[date] = fact(date, "bailed")
    release: Maybe[date] = fact(date, "release")
    reviews: Maybe[int] = count(Review, "reviews")
    scores: Maybe[int] = total(Score, Score.score, "the scores")
    recent: Maybe[int] = count(Event, "grave events", where=Event.gravity >= 5, dated=Event.day, during=YEAR)
    any_listed: Maybe[bool] = exists(Event, "a listed event", where=Event.listed)
    on_bail: Maybe[int] = count(
        Event,
        "events on bail",
        dated=Event.day,
        during=coming(2, Unit.WEEKS, anchor_in=False, far_end_in=True, after=bailed),
    )
    gravity: Maybe[int] = total(Event, Event.gravity, "gravity in all")
    cost: Maybe[Decimal] = total(Event, Event.cost, "cost", where=Event.listed)
    first: Maybe[date] = earliest(Event, Event.day, "the first")
    final: Maybe[date] = latest(
        Event, Event.day, "the last", during=last(5, Unit.DAYS, anchor_in=False, far_end_in=False)
    )
    harm: Maybe[Level] = worst(Event, Event.rosh, "the worst")
    dear: Maybe[Decimal] = worst(Event, Event.cost, "the dearest")
    stay: Maybe[int] = longest(Event, Event.day, Event.ended, "the longest")
    since_first: Maybe[bool] = exists(
        Event,
        "a grave event soon after the first",
        where=Event.gravity >= 5,
        dated=Event.day,
        during=coming(1, Unit.MONTHS, anchor_in=False, far_end_in=True, after=first),
    )
    still_open: Maybe[int] = count(
        Event, "open events", during=open_on_day(Event.day, Event.ended, end_in=False, no_end_is_open=True)
    )
    closes: Maybe[bool] = exists(
        Event, "an open event", during=open_on_day(Event.day, Event.ended, end_in=True, no_end_is_open=False)
    )
    planned: Maybe[int] = count(Event, "planned", during=coming(1, Unit.WEEKS, anchor_in=False, far_end_in=True))
    booked: Maybe[int] = count(
        Event, "booked", during=coming(1, Unit.WEEKS, anchor_in=True, far_end_in=True, after=bailed, ahead=True)
    )
    bail_begun: Maybe[bool] = begun(bailed, "bail has begun")
    held: Maybe[bool] = in_force(bailed, release, "held", end_in=False, no_end_is_open=True)
    near: Maybe[bool] = falls(
        release, "release is near", during=coming(6, Unit.MONTHS, anchor_in=True, far_end_in=True)
    )
    soon_after_bail: Maybe[bool] = falls(
        release, "released soon", during=coming(3, Unit.DAYS, anchor_in=True, far_end_in=False, after=bailed)
    )
    over: Maybe[bool] = passed(release, "it is over")
    age: Maybe[int] = years(born, "age")
    age_then: Maybe[int] = years(born, "age at the first", on=first)


NEAR = st.dates(date(2019, 8, 28), date(2019, 9, 12)) | st.sampled_from(
    [date(2018, 9, 9), date(2018, 9, 10), date(2020, 2, 29), date(2019, 2, 28), date(2020, 3, 9), date(2020, 3, 10)]
)
BORN = st.sampled_from([date(2004, 2, 29), date(2004, 9, 9), date(2004, 9, 10), date(2005, 1, 1), date(2000, 12, 31)])


def events() -> st.SearchStrategy[Event]:
    return st.builds(
        Event,
        day=st.none() | NEAR,
        ended=st.none() | NEAR,
        gravity=st.none() | st.integers(1, 8),
        cost=st.none() | st.integers(0, 9999).map(lambda pence: Decimal(pence).scaleb(-2)),
        rosh=st.none() | st.sampled_from(Level),
        listed=st.none() | st.booleans(),
    )


def young() -> st.SearchStrategy[Young]:
    dates = {"bailed": st.none() | NEAR, "release": st.none() | NEAR}
    stated = {"recent": st.none() | st.just(7), "harm": st.none() | st.just(Level.LOW)}
    # An age that is stated beside a birth is refused, unless it follows from that.
    own = st.sampled_from([{}, {"age": 3}]) | st.builds(dict, born=BORN)
    return st.builds(lambda own, **rest: Young(reference="A1", **own, **rest), own, **dates, **stated)


BEHIND = st.lists(st.tuples(young(), NEAR, st.lists(events(), max_size=4)), min_size=1, max_size=4)


def history(kind: type[Facts], behind: Sequence[tuple[str, Facts]]) -> pl.DataFrame:
    references = pl.Series("reference", [reference for reference, _ in behind], pl.String)
    return table(kind, [each for _, each in behind]).with_columns(references)


def check(engine: str, drawn: list[tuple[Young, date, list[Event]]], *, dated: bool, numbers: bool) -> None:
    records = [Young(**{**vars(each), "reference": f"A{at}"}) for at, (each, _, _) in enumerate(drawn)]
    behind_ = [(f"A{at}", row) for at, (_, _, rows) in enumerate(drawn) for row in rows]
    frame = table(Young, records, numbers=numbers).with_columns(asked=pl.Series([day for _, day, _ in drawn]))
    behind = {Event: native(history(Event, behind_), engine)}
    out = as_of_frame(Young, native(frame, engine), "asked" if dated else TODAY, behind)
    made = {each.reference: each for each in records_of(Young, out)}
    for record, (_, day, own) in zip(records, drawn, strict=True):
        assert made[record.reference] == as_of(record, day if dated else TODAY, {Event: own})
    whole = [name for name, each in vocabulary(Young).items() if each.kind is int]
    assert {type(row[name]) for row in rows_of(out) for name in whole} <= {int, type(None)}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "polars lazy"])
class TestTheSameMeasures:
    @pytest.mark.slow
    @settings(max_examples=5)
    @given(drawn=BEHIND, dated=st.booleans(), numbers=st.booleans())
    def test_every_measure_of_every_record(
        self, engine: str, drawn: list[tuple[Young, date, list[Event]]], dated: bool, numbers: bool
    ) -> None:
        check(engine, drawn, dated=dated, numbers=numbers)


@pytest.mark.slow
@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("engine", ENGINES)
def test_every_measure_of_40_records(engine: str, dated: bool) -> None:
    check(engine, some_40(), dated=dated, numbers=not dated)


@needs_spark
@pytest.mark.parametrize("dated", [True, False])
def test_every_measure_of_40_records_on_spark(dated: bool) -> None:
    check("spark", some_40(), dated=dated, numbers=not dated)


def some_40() -> list[tuple[Young, date, list[Event]]]:
    """The same records each time, each with the day asked about and its events."""
    chance = random.Random(7)
    days = [None, *(date(2019, 8, 28) + timedelta(days=after) for after in range(15)), date(2018, 9, 10)]

    def drawn() -> tuple[Young, date, list[Event]]:
        some = {name: chance.choice(days) for name in ("born", "bailed", "release")}
        rows = [
            Event(
                day=chance.choice(days[chance.randint(0, 1) :]),
                ended=chance.choice(days),
                gravity=chance.choice([3, 5, 8]),
                cost=Decimal(chance.randint(0, 999)).scaleb(-2),
                rosh=chance.choice([*Level]),
                listed=chance.choice([True, False, None]),
            )
            for _ in range(chance.randint(0, 4))
        ]
        return Young(reference="A1", **some, recent=chance.choice([None, None, 7])), chance.choice(days[1:]), rows

    return [drawn() for _ in range(40)]


def youth(reference: str = "A1", **facts: Any) -> Young:
    return Young(reference=reference, **facts)


def measured(name: str, record: Young, rows: Sequence[Event], day: date = TODAY) -> Any:
    frame = as_of_frame(Young, table(Young, [record]), day, {Event: history(Event, [("A1", row) for row in rows])})
    return frame[name][0]


class TestWorkedExamples:
    @pytest.mark.parametrize(
        ("day", "counted"), [("2018-09-09", 0), ("2018-09-10", 1), ("2019-09-09", 1), ("2019-09-10", 0)]
    )
    def test_both_ends_of_a_window(self, day: str, counted: int) -> None:
        assert measured("recent", youth(), [Event(day=date.fromisoformat(day), gravity=5)]) == counted

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "polars lazy", "duckdb"])
    @pytest.mark.parametrize(("day", "counted"), [("2019-02-28", 0), ("2019-03-01", 1), ("2020-02-29", 1)])
    def test_a_year_back_from_a_leap_day_begins_at_the_end_of_february(
        self, engine: str, day: str, counted: int
    ) -> None:
        rows = native(history(Event, [("A1", Event(day=date.fromisoformat(day), gravity=5))]), engine)
        frame = native(table(Young, [youth()]).with_columns(asked=date(2020, 2, 29)), engine)
        out = as_of_frame(Young, frame, "asked", {Event: rows}, only=["recent"])
        assert records_of(Young, out)[0].recent == counted

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", [pytest.param("polars", marks=pytest.mark.traced), "duckdb"])
    @pytest.mark.parametrize("dated", [True, False])
    def test_what_is_known_and_open_on_the_day_is_the_same_as_of_one_record(self, engine: str, dated: bool) -> None:
        days = [None, *(TODAY + timedelta(days=by) for by in (-1, 0, 1))]
        rows = [Event(day=one, ended=other, gravity=5, listed=True) for one in days for other in days]
        drawn = [(youth(bailed=day, release=end), TODAY, [row]) for row in rows for day in days[1:] for end in days]
        check(engine, drawn, dated=dated, numbers=False)

    def test_a_date_that_no_row_states_leaves_it_unknown_what_was_there_on_the_day(self) -> None:
        frame = table(Young, [youth()]).with_columns(asked=TODAY)
        rows = pl.DataFrame({"reference": ["A1"], **{name: [None] for name in ("day", "ended", "listed", "rosh")}})
        rows = rows.with_columns(gravity=pl.Series([5], dtype=pl.Int64), cost=pl.Series([None], dtype=pl.Decimal(9, 2)))
        wanted = ["still_open", "closes", "gravity", "held"]
        undated = as_of_frame(Young, frame, "asked", {Event: rows}, only=wanted)
        assert undated.select(wanted).row(0) == (None, None, None, None)
        begun = rows.with_columns(day=TODAY)
        out = as_of_frame(Young, frame.with_columns(bailed=TODAY, release=None), "asked", {Event: begun}, only=wanted)
        assert out.select(wanted).row(0) == (1, None, 5, True)

    def test_rows_that_have_no_date_at_all_count_on_any_day(self) -> None:
        rows = history(Score, [("A1", Score(score=2)), ("A1", Score(score=3))])
        frame = table(Young, [youth()]).with_columns(asked=TODAY)
        for day in ("asked", TODAY):
            assert as_of_frame(Young, frame, day, {Score: rows}, only=["scores"])["scores"].to_list() == [5]

    @pytest.mark.slow
    def test_a_history_that_is_not_given_is_unknown_and_one_without_rows_is_nothing(self) -> None:
        assert measured("reviews", youth(), []) is None
        assert measured("gravity", youth(), []) == 0
        assert measured("harm", youth(), []) is None

    def test_a_measure_of_a_history_that_is_not_given_is_a_column_of_nothing(self) -> None:
        out = as_of_frame(Young, pl.DataFrame({"reference": ["A1"]}), TODAY, {}, only=["harm", "cost", "any_listed"])
        assert out.row(0) == ("A1", None, None, None)

    @pytest.mark.parametrize("nameless", ["the record", "the row"])
    def test_whose_a_row_is_has_to_be_said(self, nameless: str) -> None:
        frame, rows = table(Young, [youth()]), history(Event, [("A1", Event(day=TODAY, gravity=5))])
        of_record = nameless == "the record"
        asked, behind = (frame.drop("reference"), rows) if of_record else (frame, rows.drop("reference"))
        kind = "Young" if of_record else "Event"
        with pytest.raises(RecordError, match=f"there is no column 'reference' in the rows of {kind}"):
            as_of_frame(Young, asked, TODAY, {Event: behind})
        blank = pl.lit(None, pl.String).alias("reference")
        asked, behind = (frame.with_columns(blank), rows) if of_record else (frame, rows.with_columns(blank))
        with pytest.raises(RecordError, match=f"1 row of {kind} has nothing in 'reference'"):
            as_of_frame(Young, asked, TODAY, {Event: behind})

    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    def test_what_nobodys_record_has_behind_it_is_unknown_and_not_nought(self, engine: str) -> None:
        frame = table(Young, [youth()]).with_columns(pl.lit(None, pl.String).alias("reference"))
        rows = history(Event, [("A1", Event(day=TODAY, gravity=5))])
        out = as_of_frame(Young, native(frame, engine), TODAY, {Event: native(rows, engine)}, only=["recent"])
        assert [row["recent"] for row in rows_of(out)] == [None]

    @pytest.mark.slow
    def test_one_row_that_cannot_be_told_leaves_a_count_untold_and_not_that_there_is_one(self) -> None:
        rows = [Event(day=TODAY, gravity=8, listed=True), Event(listed=None)]
        assert measured("recent", youth(), rows) is None
        assert measured("any_listed", youth(), rows) is True

    def test_what_is_stated_is_kept(self) -> None:
        assert measured("recent", youth(recent=7), []) == 7

    def test_only_what_is_wanted_is_made_and_what_it_needs(self) -> None:
        rows = history(Event, [("A1", Event(day=date(2019, 1, 1)))])
        frame = table(Young, [youth(born=date(2004, 1, 2))]).select("reference", "born")
        out = as_of_frame(Young, frame, TODAY, {Event: rows}, only=["age_then"])
        assert out.columns == ["reference", "born", "first", "age_then"]
        assert out.row(0)[2:] == (date(2019, 1, 1), 14)

    @pytest.mark.slow
    def test_an_eager_frame_keeps_its_order(self) -> None:
        references = [f"A{at}" for at in (3, 1, 2, 0)]
        frame = table(Young, [youth(reference) for reference in references])
        rows = history(Event, [(reference, Event(day=TODAY, gravity=1)) for reference in ("A0", "A2", "A2")])
        for engine in ("polars", "pyarrow", "pandas"):
            out = as_of_frame(Young, native(frame, engine), TODAY, {Event: native(rows, engine)})
            assert [(each.reference, each.gravity) for each in records_of(Young, out)] == [
                ("A3", 0),
                ("A1", 0),
                ("A2", 2),
                ("A0", 1),
            ]

    def test_one_record_on_two_days(self) -> None:
        frame = table(Young, [youth(), youth()]).with_columns(asked=pl.Series([date(2019, 9, 9), date(2019, 9, 10)]))
        rows = history(Event, [("A1", Event(day=date(2018, 9, 10), gravity=5))])
        assert as_of_frame(Young, frame, "asked", {Event: rows})["recent"].to_list() == [1, 0]

    def test_facts_of_the_record_that_no_column_states_are_unknown_if_it_is_said(self) -> None:
        frame = pl.DataFrame({"reference": ["A1"]})
        rows = history(Event, [("A1", Event(day=TODAY, gravity=5))])
        out = as_of_frame(Young, frame, TODAY, {Event: rows}, unknown=["born", "bailed", "release"])
        assert out.select("recent", "on_bail", "near", "age", "over").row(0) == (1, None, None, None, None)
        with pytest.raises(RecordError, match="bailed: there is no such column"):
            as_of_frame(Young, frame, TODAY, {Event: rows})

    @pytest.mark.slow
    def test_a_history_whose_dates_and_amounts_are_not_on_record(self) -> None:
        assert measured("on_bail", youth(bailed=TODAY), [Event(gravity=3)]) is None
        assert measured("gravity", youth(), [Event()]) is None
        assert measured("stay", youth(), [Event(day=date(2019, 9, 1))]) == 9

    def test_the_day_is_given_in_every_row(self) -> None:
        frame = table(Young, [youth(), youth("A2")]).with_columns(asked=pl.Series([None, TODAY]))
        with pytest.raises(RecordError, match=r"asked: 1 row: row 0 has nothing; .*; it must be given"):
            as_of_frame(Young, frame, "asked", {})

    def test_a_history_with_a_value_that_is_not_allowed_is_refused(self) -> None:
        rows = pl.DataFrame(
            {"reference": ["A1"], **{name: [None] for name in ("day", "ended", "cost", "rosh", "listed")}}
        )
        with pytest.raises(RecordError, match="gravity: 1 row: row 0 has '9'; allowed: a whole number from 1 to 8"):
            as_of_frame(Young, table(Young, [youth()]), TODAY, {Event: rows.with_columns(gravity=9)})

    @pytest.mark.traced
    @pytest.mark.slow
    def test_a_lazy_row_that_is_not_allowed_leaves_the_measure_unknown(self) -> None:
        rows = history(Event, [("A1", Event(day=TODAY, gravity=5))]).with_columns(
            gravity=pl.Series([9], dtype=pl.Int16)
        )
        out = as_of_frame(Young, table(Young, [youth()]).lazy(), TODAY, {Event: rows.lazy()})
        assert records_of(Young, out)[0].recent is None

    def test_records_and_histories_are_of_one_kind(self) -> None:
        with pytest.raises(RecordError, match="give both as one kind"):
            as_of_frame(Young, table(Young, [youth()]), TODAY, {Event: history(Event, []).lazy()})

    @pytest.mark.slow
    def test_nothing_is_collected(self, monkeypatch: pytest.MonkeyPatch) -> None:
        frame, rows = table(Young, [youth()]).lazy(), history(Event, [("A1", Event(day=TODAY, gravity=2))]).lazy()

        def refuse(*_: Any, **__: Any) -> None:
            raise AssertionError("collected")

        monkeypatch.setattr(pl.LazyFrame, "collect", refuse)
        out = as_of_frame(Young, frame, TODAY, {Event: rows})
        monkeypatch.undo()
        assert out.collect()["gravity"].to_list() == [2]
