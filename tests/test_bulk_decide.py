"""Frames: every row decided as `decide` does, on every engine; columns that are not the facts asked for refused."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import attrs
import duckdb
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from frames import ENGINES, native, needs_spark, rows, statuses, table
from strategies import FORUMS, Child, Level, editions, records
from yosrules import (
    Band,
    Edition,
    Facts,
    Given,
    Policy,
    PolicyError,
    RecordError,
    all_of,
    decide,
    given as stated,
    holds,
    is_in,
    known,
    may,
    must,
)
from yosrules.bulk.decide import decide_frame, fired_rules, outcomes_of, refusals
from yosrules.bulk.records import decide_rows, records_of
from yosrules.language.facts import given as always
from yosrules.records import Case, CaseStage

PANEL, CLINIC, MEETING = FORUMS
DAY = date(2019, 4, 1)
HIGH = Edition(
    DAY,
    (
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)),
        may("medium", PANEL, when=Child.rosh == Level.MEDIUM),
        must("young", CLINIC, when=Child.age < 14),
    ),
)


Many = StrEnum("Many", {f"A{at}": f"a{at}" for at in range(20)})


Welsh = StrEnum("Welsh", {"YES": "îe", "NO": "nage", "PERHAPS": "tŷ gŵyr"})


class Asks(Facts):
    said: Given[Welsh] = stated(Welsh)


class Long(Facts):
    kind: Given[Many] = stated(Many)


def child(**facts: Any) -> Child:
    return Child(**{"reference": "A1", "reoffending": Level.LOW, **facts})


def decided(edition: Edition[Band], children: list[Child]) -> list[list[str]]:
    return [[decide(edition, each).status(outcome).value for outcome in edition.outcomes] for each in children]


def check_words(engine: str, edition: Edition[Band], children: list[Child], form: int) -> None:
    frame = table(Child, children, numbers=form == 1, enums=form == 2)
    out = decide_frame(edition, native(frame, engine))
    assert statuses(out, edition.outcomes) == decided(edition, children)


def check_bits(engine: str, edition: Edition[Band], children: list[Child]) -> None:
    out = decide_frame(edition, native(table(Child, children), engine), masks=True, fired=True, keep=())
    for row, each in zip(rows(out), children, strict=True):
        for bit, outcome in enumerate(edition.outcomes):
            said = {name for name in ("must", "at_least_may", "may", "cannot_tell") if row[name] >> bit & 1}
            assert said == {decide(edition, each).status(outcome).value.replace(" ", "_")} - {"no"}
        holding = tuple(rule.id for rule in edition.rules if holds(rule.when, each))
        assert fired_rules(edition, row["fired"]) == holding


def check_dated(engine: str, editions: list[Edition[Band]], children: list[tuple[Child, int]]) -> None:
    """Editions ten days apart, and children on days after the first of them."""
    dated = [attrs.evolve(each, starts=date(2019, 4, 1 + 10 * place)) for place, each in enumerate(editions)]
    policy = Policy("p", Child, tuple(dated))
    days = [date(2019, 4, 1 + after) for _, after in children]
    frame = table(Child, [each for each, _ in children]).with_columns(pl.Series("day", days, pl.Date))
    out = rows(decide_frame(policy, native(frame, engine), on="day", fired=True))
    for (each, _), day, row in zip(children, days, out, strict=True):
        decision = decide(policy.on(day), each)
        said = [decision.status(outcome).value for outcome in outcomes_of(policy)]
        assert [row[outcome.name] for outcome in outcomes_of(policy)] == said
        assert str(row["edition"])[:10] == str(policy.on(day).starts)  # pandas has no dates without a time
        holding = tuple(rule.id for rule in policy.on(day).rules if holds(rule.when, each))
        assert fired_rules(policy.on(day), row["fired"]) == holding


CHILDREN = st.lists(records(), min_size=1, max_size=8)
DATED = st.lists(st.tuples(records(), st.integers(0, 29)), min_size=1, max_size=8)
SEVERAL = st.lists(editions(), min_size=1, max_size=3)
FORMS = st.integers(0, 2)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
class TestTheSameMeaning:
    @pytest.mark.slow
    @given(edition=editions(), children=CHILDREN, form=FORMS)
    def test_every_row_is_decided_as_it_is_by_itself(
        self, engine: str, edition: Edition[Band], children: list[Child], form: int
    ) -> None:
        check_words(engine, edition, children, form)

    @pytest.mark.slow
    @given(edition=editions(), children=CHILDREN)
    def test_bits_say_the_same_as_words(self, engine: str, edition: Edition[Band], children: list[Child]) -> None:
        check_bits(engine, edition, children)

    @pytest.mark.slow
    @given(editions=SEVERAL, children=DATED)
    def test_each_row_is_decided_by_the_edition_in_force_on_its_day(
        self, engine: str, editions: list[Edition[Band]], children: list[tuple[Child, int]]
    ) -> None:
        check_dated(engine, editions, children)


@needs_spark
class TestTheSameMeaningOnSpark:
    """Fewer examples, of the same: each is a job of a real session."""

    @settings(max_examples=8)
    @given(edition=editions(), children=CHILDREN, form=FORMS)
    def test_every_row_is_decided_as_it_is_by_itself(
        self, edition: Edition[Band], children: list[Child], form: int
    ) -> None:
        check_words("spark", edition, children, form)

    @settings(max_examples=5)
    @given(edition=editions(), children=CHILDREN)
    def test_bits_say_the_same_as_words(self, edition: Edition[Band], children: list[Child]) -> None:
        check_bits("spark", edition, children)

    @settings(max_examples=5)
    @given(editions=SEVERAL, children=DATED)
    def test_each_row_is_decided_by_the_edition_in_force_on_its_day(
        self, editions: list[Edition[Band]], children: list[tuple[Child, int]]
    ) -> None:
        check_dated("spark", editions, children)


def one(edition: Edition[Band], frame: pl.DataFrame) -> list[str]:
    """How the first outcome of an edition stands, row by row."""
    return decide_frame(edition, frame)[edition.outcomes[0].name].to_list()


class TestWorkedExamples:
    def test_an_outcome_is_a_column_beside_those_that_came(self) -> None:
        out = decide_frame(HIGH, table(Child, [child(rosh=Level.HIGH, age=14)]))
        assert out.columns == [*Child.__annotations__, "panel", "clinic"]
        assert out.row(0)[-2:] == ("must", "no")

    def test_keep_says_which_columns_stay(self) -> None:
        assert decide_frame(HIGH, table(Child, [child()]), keep=["reference"]).columns == [
            "reference",
            "panel",
            "clinic",
        ]

    @pytest.mark.parametrize("engine", ["polars", "duckdb"])
    def test_a_may_beside_a_must_that_cannot_be_told_is_at_least_may(self, engine: str) -> None:
        children = [child(rosh=Level.MEDIUM), child(rosh=Level.MEDIUM, safety=Level.LOW), child(rosh=Level.LOW)]
        frame = native(table(Child, children), engine)
        assert statuses(decide_frame(HIGH, frame), [PANEL]) == [["at least may"], ["may"], ["cannot tell"]]
        bits = rows(decide_frame(HIGH, frame, masks=True, keep=()))
        names = ("at_least_may", "may", "cannot_tell")
        assert [[row[name] & 1 for name in names] for row in bits] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]

    @pytest.mark.parametrize("level", Level)
    @pytest.mark.parametrize("asked", Level)
    def test_a_scale_keeps_its_order_however_it_is_written(self, level: Level, asked: Level) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh >= asked),))
        for form in ({}, {"numbers": True}, {"enums": True}):
            assert one(edition, table(Child, [child(rosh=level)], **form)) == ["must" if level >= asked else "no"]

    def test_an_enumeration_in_another_order_and_without_some_labels_is_read_by_its_labels(self) -> None:
        frame = pl.DataFrame({"rosh": ["High", "Low", None]}, schema={"rosh": pl.Enum(["High", "Low"])})
        edition = Edition(
            DAY, (must("r", PANEL, when=Child.rosh > Level.LOW), may("s", CLINIC, when=Child.rosh == Level.VERY_HIGH))
        )
        out = decide_frame(edition, frame)
        assert out["panel"].to_list() == ["must", "no", "cannot tell"]
        assert out["clinic"].to_list() == ["no", "no", "cannot tell"]

    def test_a_label_is_as_long_as_its_bytes(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Asks.said == Welsh.YES),))
        frame = pl.DataFrame({"said": [each.value for each in Welsh]})
        assert one(edition, frame) == ["must", "no", "no"]
        with pytest.raises(RecordError, match=r"row 1 has 'tŷ gŵyr!'"):
            decide_frame(edition, pl.DataFrame({"said": ["îe", "tŷ gŵyr!"]}))

    def test_levels_that_stand_apart_in_an_enumeration_are_asked_together(self) -> None:
        kind = pl.Enum(["Very high", "Low", "High", "Medium"])
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh >= Level.HIGH),))
        frame = pl.DataFrame({"rosh": kind.categories}, schema={"rosh": kind})
        assert one(edition, frame) == ["must", "no", "must", "no"]

    def test_an_enumeration_with_a_stray_label_is_well_where_no_row_has_it(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh > Level.LOW),))
        kind = pl.Enum(["High", "Low", "Enormous"])
        assert one(edition, pl.DataFrame({"rosh": ["High"]}, schema={"rosh": kind})) == ["must"]
        with pytest.raises(RecordError, match=r"rosh: 1 row: row 1 has 'Enormous'; allowed: Low"):
            decide_frame(edition, pl.DataFrame({"rosh": ["High", "Enormous"]}, schema={"rosh": kind}))

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
    def test_categories_are_text(self, engine: str) -> None:
        frame = pl.DataFrame({"rosh": pl.Series(["High", "Low", None], dtype=pl.Categorical)})
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh > Level.LOW),))
        assert statuses(decide_frame(edition, native(frame, engine)), [PANEL]) == [["must"], ["no"], ["cannot tell"]]

    def test_a_long_list_is_asked_all_at_once(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=is_in(Long.kind, Many.A1, Many.A2)),))
        frame = pl.DataFrame({"kind": ["a1", "a2", "a3"]})
        assert one(edition, frame) == ["must", "must", "no"]
        with pytest.raises(RecordError, match="kind: 1 row: row 0 has 'b'"):
            decide_frame(edition, pl.DataFrame({"kind": ["b"]}))

    @pytest.mark.parametrize(("share", "stands"), [("12.49", "no"), ("12.50", "must"), ("12.51", "must")])
    def test_decimals_are_exact_at_the_boundary(self, share: str, stands: str) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.share >= Decimal("12.5")),))
        for places in (2, 4):
            frame = pl.DataFrame({"share": [Decimal(share)]}, schema={"share": pl.Decimal(10, places)})
            assert one(edition, frame) == [stands]

    def test_whole_numbers_are_decimals_too(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.share >= Decimal("12.5")),))
        assert one(edition, pl.DataFrame({"share": [12, 13]})) == ["no", "must"]

    def test_midnights_are_dates(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.assessed >= DAY),))
        times = pd.DataFrame({"assessed": pd.to_datetime(["2019-03-31", "2019-04-01", None])})
        assert statuses(decide_frame(edition, times), [PANEL]) == [["no"], ["must"], ["cannot tell"]]
        with pytest.raises(RecordError, match="assessed: 1 row: row 0 has '2019-04-01 09:30:00'; allowed: a date"):
            decide_frame(edition, pl.DataFrame({"assessed": [datetime(2019, 4, 1, 9, 30)]}))

    @pytest.mark.parametrize("engine", ENGINES)
    def test_two_facts_are_compared_by_their_order(self, engine: str) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh > Child.safety),))
        pairs = [(Level.HIGH, Level.MEDIUM), (Level.LOW, Level.VERY_HIGH), (Level.LOW, Level.LOW), (None, Level.LOW)]
        frame = native(table(Child, [child(rosh=rosh, safety=safety) for rosh, safety in pairs]), engine)
        assert statuses(decide_frame(edition, frame), [PANEL]) == [["must"], ["no"], ["no"], ["cannot tell"]]

    def test_an_index_of_pandas_is_kept(self) -> None:
        frame = table(Child, [child(age=13), child(age=14)]).to_pandas(use_pyarrow_extension_array=True)
        out = decide_frame(HIGH, frame.set_axis([7, 7]))
        assert list(out.index) == [7, 7]
        assert list(out["clinic"]) == ["must", "no"]

    def test_a_fact_that_no_row_states_is_unknown_whatever_its_column(self) -> None:
        edition = Edition(
            DAY, (must("r", PANEL, when=Child.rosh > Level.LOW), may("k", CLINIC, when=known(Child.rosh)))
        )
        for column in (pl.Series("rosh", [None, None]), pl.Series("rosh", [None, None], pl.Float64)):
            out = decide_frame(edition, pl.DataFrame([column]))
            assert (out["panel"].to_list(), out["clinic"].to_list()) == (["cannot tell"] * 2, ["no"] * 2)

    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_column_of_a_type_that_holds_nothing_states_nothing(self, engine: str) -> None:
        self.states_nothing(engine)

    @needs_spark
    def test_nor_does_one_of_spark(self) -> None:
        self.states_nothing("spark")

    def states_nothing(self, engine: str) -> None:
        frame = pl.DataFrame({"rosh": ["High", "Low"], "safety": [None, None], "age": [15, 15]})
        out = rows(decide_frame(HIGH, native(frame, engine)))
        assert [row["panel"] for row in out] == ["must", "cannot tell"]

    def test_a_type_that_nobody_knows_is_refused(self) -> None:
        frame = duckdb.sql("SELECT union_value(word := 'High') AS rosh, 'Low' AS safety, 15 AS age")
        with pytest.raises(RecordError, match="rosh: it is a column of a type that is not known here; allowed: Low"):
            decide_frame(HIGH, frame)

    def test_a_fact_that_is_said_to_be_unknown_needs_no_column(self) -> None:
        out = decide_frame(HIGH, pl.DataFrame({"rosh": ["High", "Low"], "age": [15, 15]}), unknown=["safety"])
        assert out["panel"].to_list() == ["must", "cannot tell"]

    def test_an_edition_that_asks_nothing_decides_all_alike(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=all_of()), may("k", CLINIC, when=known(Child.reoffending))))
        out = decide_frame(edition, pl.DataFrame({"reoffending": ["Low", "High"]}), masks=True, fired=True)
        assert out.select("must", "may", "fired").rows() == [(1, 2, 3), (1, 2, 3)]

    def test_rules_of_one_condition_share_a_bit(self) -> None:
        both, old = Child.rosh > Level.LOW, Child.age >= 17
        edition = Edition(DAY, (must("a", PANEL, when=both), must("b", PANEL, when=old), may("c", CLINIC, when=both)))
        out = decide_frame(edition, pl.DataFrame({"rosh": ["High", "Low"], "age": [15, 17]}), fired=True)
        assert out["fired"].to_list() == [0b01, 0b10]
        assert [fired_rules(edition, each) for each in (1, 2, 3)] == [("a", "c"), ("b",), ("a", "b", "c")]

    def test_more_than_32_rules_take_another_column_of_bits(self) -> None:
        edition = Edition(DAY, tuple(must(f"r{at}", Band(f"f{at}", 0), when=Child.age >= at) for at in range(40)))
        out = decide_frame(edition, pl.DataFrame({"age": [10, 17]}), masks=True, fired=True)
        assert out.row(0, named=True)["fired"] == out.row(0, named=True)["must"] == 2**11 - 1
        assert fired_rules(edition, out["fired_32"][1], 32) == ()
        assert fired_rules(edition, out["fired"][1]) == tuple(f"r{at}" for at in range(18))
        assert out["must_32"].to_list() == [0, 0]


class TestEditionsByTheDay:
    def test_the_first_day_of_an_edition_is_its_own(self) -> None:
        later = Edition(date(2020, 1, 1), (must("r", PANEL, when=Child.age >= 10),))
        days = [date(2019, 4, 1), date(2019, 12, 31), date(2020, 1, 1)]
        frame = pl.DataFrame({"age": [17] * 3, "rosh": ["Low"] * 3, "safety": ["Low"] * 3, "day": days})
        out = decide_frame(Policy("p", Child, (HIGH, later)), frame, on="day")
        assert out["panel"].to_list() == ["no", "no", "must"]
        assert out["edition"].to_list() == [DAY, DAY, date(2020, 1, 1)]

    def test_a_day_before_the_first_edition_is_refused_and_never_guessed(self) -> None:
        frame = table(Child, [child()]).with_columns(day=date(2019, 3, 31))
        with pytest.raises(RecordError, match="day: 1 row: row 0 has '2019-03-31'; allowed: a date from 2019-04-01"):
            decide_frame(Policy("p", Child, (HIGH,)), frame, on="day")

    @pytest.mark.parametrize(("asked", "on"), [(HIGH, "day"), (Policy("p", Child, (HIGH,)), None)])
    def test_a_policy_needs_a_day_and_an_edition_none(self, asked: Any, on: str | None) -> None:
        with pytest.raises(PolicyError, match="a policy is asked with on="):
            decide_frame(asked, table(Child, [child()]), on=on)

    def test_a_reading_is_never_chosen_silently(self) -> None:
        two = Edition(
            DAY, (must("r", PANEL, when=Child.age > 10, reading="a"), must("s", PANEL, when=all_of(), reading="b"))
        )
        with pytest.raises(PolicyError, match="choose one of its readings"):
            decide_frame(two, table(Child, [child()]))


class TestRefusal:
    def test_everything_that_is_wrong_with_the_columns_is_said_at_once(self) -> None:
        frame = pl.DataFrame({"rosh": [1.0], "age": ["14"]})
        with pytest.raises(RecordError) as error:
            decide_frame(HIGH, frame)
        assert str(error.value).splitlines() == [
            "the frame's columns are not the facts that are asked for",
            "  rosh: it is a column of Float64; allowed: Low, Medium, High or Very high, as text or as their numbers",
            "  safety: there is no such column; allowed: Low, Medium, High or Very high, as text or as their numbers",
            "  age: it is a column of String; allowed: a whole number from 10 to 17, as integers",
        ]

    @pytest.mark.parametrize(
        ("name", "column", "allowed"),
        [
            ("custody_risk", [1, 0], "yes or no, as booleans"),
            ("share", [0.5, 0.5], "a number with at most 2 decimal places from 0 to 100, as decimals or integers"),
            ("stage", [1, 2], "prevention, out of court or post court, as text"),
            ("assessed", ["2019-04-01"] * 2, "a date, as dates without a time"),
        ],
    )
    def test_a_column_of_another_type(self, name: str, column: list[Any], allowed: str) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=known(getattr(Child, name))),))
        with pytest.raises(RecordError) as error:
            decide_frame(edition, pl.DataFrame({name: column}))
        assert f"{name}: it is a column of " in str(error.value)
        assert str(error.value).endswith(f"allowed: {allowed}")

    def test_times_of_a_zone_are_no_dates(self) -> None:
        times = pl.Series("assessed", [datetime(2019, 4, 1)]).dt.replace_time_zone("Europe/London")
        edition = Edition(DAY, (must("r", PANEL, when=Child.assessed >= DAY),))
        with pytest.raises(RecordError, match="assessed: it is a column of Datetime"):
            decide_frame(edition, pl.DataFrame([times]))

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
    def test_values_are_counted_and_the_first_are_shown(self, engine: str) -> None:
        frame = pl.DataFrame({"rosh": ["Low", *["Huge"] * 4], "safety": ["Low"] * 5, "age": [9, 10, 17, 18, None]})
        with pytest.raises(RecordError) as error:
            decide_frame(HIGH, native(frame, engine))
        assert str(error.value).splitlines() == [
            "the frame has values that are not allowed; its first row is row 0",
            "  rosh: 4 rows: row 1 has 'Huge', row 2 has 'Huge', row 3 has 'Huge'; allowed: Low, Medium, High or Very "
            "high",
            "  age: 2 rows: row 0 has '9', row 3 has '18'; allowed: a whole number from 10 to 17",
        ]

    def test_a_number_beside_the_scale(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.rosh > Level.LOW),))
        with pytest.raises(RecordError, match="rosh: 2 rows: row 0 has '0', row 2 has '5'"):
            decide_frame(edition, pl.DataFrame({"rosh": [0, 4, 5]}))

    def test_more_decimal_places_than_the_fact_has(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.share > 1 * Decimal(1)),))
        frame = pl.DataFrame({"share": [Decimal("0.120"), Decimal("0.125")]}, schema={"share": pl.Decimal(9, 3)})
        with pytest.raises(RecordError, match=r"share: 1 row: row 1 has '0\.125'"):
            decide_frame(edition, frame)

    def test_what_must_be_given(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.reoffending > Level.LOW),))
        with pytest.raises(RecordError, match=r"reoffending: 1 row: row 1 has nothing; .*; it must be given"):
            decide_frame(edition, pl.DataFrame({"reoffending": ["Low", None]}))
        with pytest.raises(RecordError, match=r"reoffending: no row states it; it must be given"):
            decide_frame(edition, pl.DataFrame({"reoffending": [None]}))

    def test_an_answer_does_not_overwrite_a_column(self) -> None:
        with pytest.raises(RecordError, match="the frame has a column called panel already"):
            decide_frame(HIGH, table(Child, [child()]).with_columns(panel=1))

    def test_capitals_are_the_same_to_sql_and_a_column_that_is_left_out_is_not_in_the_way(self) -> None:
        frame = table(Child, [child(rosh=Level.HIGH)]).with_columns(PANEL=1)
        assert one(HIGH, frame) == ["must"]
        with pytest.raises(RecordError, match=r"a column called PANEL already: .*; to SQL capitals are the same"):
            decide_frame(HIGH, native(frame, "duckdb"))
        for engine in ENGINES:
            assert rows(decide_frame(HIGH, native(frame, engine), keep=["reference"])) == [
                {"reference": "A1", "panel": "must", "clinic": "cannot tell"}
            ]

    def test_a_pandas_column_of_several_types(self) -> None:
        frame = pd.DataFrame({"rosh": ["High", 1], "safety": ["Low", "Low"], "age": [14, 14]})
        with pytest.raises(RecordError, match="a column of the frame is not of one type"):
            decide_frame(HIGH, frame)

    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    def test_a_lazy_row_that_is_not_allowed_has_no_outcome_and_is_counted(self, engine: str) -> None:
        frame = pl.DataFrame({"rosh": ["High", "Huge", "Low"], "safety": ["Low"] * 3, "age": [17, 16, 9]})
        lazy = native(frame, engine)
        assert statuses(decide_frame(HIGH, lazy), HIGH.outcomes) == [["must", "no"], [None, None], [None, None]]
        (counted,) = rows(refusals(HIGH, lazy))
        assert counted == {"rows": 3, "refused": 2, "age refused": 1, "safety refused": 0, "rosh refused": 1}
        assert {type(count) for count in counted.values()} == {int}

    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    def test_a_lazy_row_that_does_not_state_what_it_must_has_no_outcome(self, engine: str) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.reoffending > Level.LOW),))
        kinds = (pl.String, pl.Enum(["Low", "Medium", "High", "Very high"]))
        for kind in kinds:
            lazy = native(pl.DataFrame({"reoffending": ["High", None]}, schema={"reoffending": kind}), engine)
            assert statuses(decide_frame(edition, lazy), [PANEL]) == [["must"], [None]]

    def test_where_the_types_settle_everything_nothing_is_refused(self) -> None:
        edition = Edition(DAY, (must("r", PANEL, when=Child.custody_risk),))
        assert refusals(edition, pl.DataFrame({"custody_risk": [True, None]})).rows() == [(2, 0)]


class TestNothingIsCollected:
    def test_of_polars(self, monkeypatch: pytest.MonkeyPatch) -> None:
        frame = native(table(Child, [child(age=13)]), "polars lazy")

        def refuse(*_: Any, **__: Any) -> None:
            raise AssertionError("collected")

        for name in ("collect", "collect_async", "sink_parquet", "profile", "fetch"):
            monkeypatch.setattr(pl.LazyFrame, name, refuse, raising=False)
        out = decide_frame(HIGH, frame, masks=True, fired=True)
        refusals(HIGH, frame)
        monkeypatch.undo()
        assert out.collect()["must"].to_list() == [2]

    def test_of_duckdb(self) -> None:
        connection = duckdb.connect()
        relation = connection.sql("SELECT error('run')::VARCHAR AS rosh, 'Low' AS safety, 14 AS age")
        out = decide_frame(HIGH, relation)
        refusals(HIGH, relation)
        with pytest.raises(duckdb.Error, match="run"):
            out.fetchall()

    @needs_spark
    def test_of_spark(self) -> None:
        from frames import spark

        frame = spark().sql("SELECT cast(raise_error('run') AS string) AS rosh, 'Low' AS safety, 14 AS age")
        out = decide_frame(HIGH, frame)
        refusals(HIGH, frame)
        with pytest.raises(Exception, match="run"):
            out.collect()


class TestChosenRows:
    POLICY = Policy("p", Child, (HIGH,))

    @pytest.mark.slow
    @given(children=CHILDREN, form=FORMS, engine=st.sampled_from(ENGINES))
    def test_rows_are_the_records_they_were_made_of(self, children: list[Child], form: int, engine: str) -> None:
        frame = native(table(Child, children, numbers=form == 1, enums=form == 2), engine)
        assert records_of(Child, frame) == children

    def test_a_chosen_row_is_explained_by_its_findings(self) -> None:
        frame = table(Child, [child(), child(rosh=Level.HIGH)])
        chosen = decide_frame(HIGH, frame).filter(pl.col("panel") == "must")
        (decision,) = decide_rows(self.POLICY, chosen, DAY)
        assert [ruled.rule.id for ruled in decision.outcomes[0].because] == ["high"]

    @pytest.mark.parametrize("engine", ENGINES)
    def test_each_row_on_its_own_day(self, engine: str) -> None:
        later = Edition(date(2020, 1, 1), (must("all", PANEL, when=all_of()),))
        frame = table(Child, [child(), child()]).with_columns(day=pl.Series([DAY, date(2020, 1, 1)]))
        made = decide_rows(Policy("p", Child, (HIGH, later)), native(frame, engine), "day")
        assert [each.edition.starts for each in made] == [DAY, date(2020, 1, 1)]

    def test_a_row_of_pandas_knows_not_a_number_and_not_a_time(self) -> None:
        frame = pd.DataFrame({"reoffending": ["Low"], "rosh": [float("nan")], "assessed": [pd.NaT], "share": ["1.50"]})
        assert records_of(Child, frame) == [child(reference="-", share=Decimal("1.50"))]

    def test_a_label_beside_the_scale_is_refused(self) -> None:
        with pytest.raises(RecordError, match="rosh: wrote 'Huge'; allowed: Low"):
            records_of(Child, pl.DataFrame({"rosh": ["Huge"], "reoffending": ["Low"]}))


def test_bits_of_columns_that_are_never_null_are_products() -> None:
    class Sure(Facts):
        level: Given[int] = always(int, "the level")

    high, low = Band("high", Decimal(1)), Band("low", Decimal(0))
    rules = (must("high", high, when=Sure.level >= 3), may("low", low, when=Sure.level < 3))
    edition = Edition(date(2020, 1, 1), rules)
    frame = pl.DataFrame({"level": [2, 3, 4]})
    for engine in ("pyarrow", "polars"):
        told = rows(decide_frame(edition, native(frame, engine), masks=True, keep=()))
        assert [row["must"] for row in told] == [0, 1, 1]
        assert [row["may"] for row in told] == [2, 0, 0]


@pytest.mark.parametrize("engine", ["polars", "polars lazy", "duckdb"])
def test_a_row_that_no_case_can_be_is_refused_for_the_reason_that_a_file_would_be(engine: str) -> None:
    rule = must("stage", PANEL, when=Case.stage == CaseStage.OUT_OF_COURT)
    edition = Edition(date(2024, 1, 1), (rule,))
    frame = pl.DataFrame(
        {
            "stage": ["out of court", "out of court", None],
            "disposal": ["section 250 detention", "youth caution", "section 250 detention"],
            "custody": pl.Series([None] * 3, dtype=pl.String),
        }
    )
    policy = Policy("p", Case, (attrs.evolve(edition, ends=date(2030, 1, 1)),))
    assert refusals(edition, frame, about=Case).row(0, named=True)["stage refused"] == 1
    assert refusals(edition, frame).row(0, named=True)["refused"] == 0
    if engine == "polars":
        with pytest.raises(RecordError, match=r"row 0 has .out of court.; allowed: only a court sentences"):
            decide_frame(edition, frame, about=Case)
        dated = frame.with_columns(day=date(2024, 5, 1))
        with pytest.raises(RecordError, match="only a court sentences, so that the case is post court"):
            decide_frame(policy, dated, on="day")
    else:
        out = rows(decide_frame(edition, native(frame, engine), about=Case))
        assert [row[PANEL.name] for row in out] == [None, "must", "cannot tell"]


class TestOwnDates:
    """Born on 29 February 2008: on 28 February 2024 fifteen, from 29 February sixteen; on 28 February 2025 still 16."""

    RULES = (must("young", PANEL, when=Case.age < 16), must("over", PANEL, when=Case.licence_over))
    POLICY = Policy("p", Case, (Edition(date(2024, 1, 1), RULES),))
    STATED = pl.DataFrame(
        {
            "day": [date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1), date(2024, 2, 28)],
            "age": [15, 15, 16, 16, 15],
            "born": [date(2008, 2, 29)] * 4 + [None],
            "licence_ends": [date(2024, 2, 28)] * 5,
            "licence_over": [False, True, True, True, True],
        }
    )

    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    def test_a_row_whose_own_dates_deny_what_it_states_is_refused(self, engine: str) -> None:
        frame = native(self.STATED, engine)
        told = [row[PANEL.name] for row in rows(decide_frame(self.POLICY, frame, on="day"))]
        assert told == ["must", None, "must", None, None]
        (counted,) = rows(refusals(self.POLICY, frame, on="day"))
        assert [counted[f"{name}refused"] for name in ("", "age ", "licence_over ")] == [3, 2, 1]

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas"])
    def test_an_eager_frame_is_refused_with_what_follows_from_the_dates(self, engine: str) -> None:
        with pytest.raises(RecordError) as error:
            decide_frame(self.POLICY, native(self.STATED, engine), on="day")
        assert "age: 2 rows: row 1 has '15', not '16', row 3 has '16', not '17'; allowed: what follows on day, by " in (
            str(error.value)
        )
        with pytest.raises(RecordError, match="what follows on 2024-02-29, by the date of birth"):
            decide_frame(self.POLICY.editions[0], native(self.STATED, engine), about=Case, meant=date(2024, 2, 29))

    @pytest.mark.parametrize("engine", ["polars", "pyarrow", "pandas", "duckdb"])
    def test_where_they_agree_or_are_not_known_nothing_changes(self, engine: str) -> None:
        agreed = native(self.STATED[[0, 2]].with_columns(born=pl.lit(None, dtype=pl.Date)), engine)
        kept = rows(decide_frame(self.POLICY, agreed, on="day"))
        assert [set(row) for row in kept] == [{*self.STATED.columns, "edition", PANEL.name}] * 2
        assert [row[PANEL.name] for row in kept] == ["must", "must"]
        edition = self.POLICY.editions[0]
        assert len(rows(decide_frame(edition, native(self.STATED, engine)))) == 5

    def test_chosen_rows_one_by_one_are_refused_for_the_same(self) -> None:
        with pytest.raises(RecordError, match="age 15; allowed: 16 on 2024-02-29, by the date of birth"):
            decide_rows(self.POLICY, self.STATED[[1]], "day")
        assert len(decide_rows(self.POLICY, self.STATED[[0]], "day")) == 1


def test_rows_are_refused_where_a_column_that_is_asked_about_is_empty() -> None:
    frame = pl.DataFrame({"stage": ["out of court"], "disposal": ["section 250 detention"], "born": [None]})
    edition = Edition(date(2024, 1, 1), (must("stage", PANEL, when=Case.stage == CaseStage.OUT_OF_COURT),))
    for engine in ("polars", "pyarrow"):
        with pytest.raises(RecordError, match="only a court sentences"):
            decide_frame(edition, native(frame.with_columns(licence_ends=pl.lit(None, pl.Date)), engine), about=Case)
