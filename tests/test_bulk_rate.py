"""Ratings in bulk: every standard, domain and overall of every service as `rate` rates its items, on every engine."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import attrs
import polars as pl
import pytest
from hypothesis import given, settings, strategies as st

from frames import ENGINES, native, needs_spark, rows
from installed import RULEBOOK
from yosrules import Domain, Framework, Item, ItemSheet, KeyQuestion, RatedBy, RatingScale, RecordError, Standard, rate
from yosrules.bulk.items import item_refusals
from yosrules.bulk.rate import rate_frame
from yosrules.policies.rating import Rating, Rounding, Score
from yosrules.ratings.rated import RatedSheet
from yosrules.testing.strategies.ratings import scales

HMIP = RULEBOOK.framework("hmip-2018")


def asked(number: str, how_many: int) -> tuple[KeyQuestion, ...]:
    return tuple(KeyQuestion(f"{number}.{at}", f"question {at}") for at in range(1, how_many + 1))


ANY = KeyQuestion("any", "any")


def framework(scale: RatingScale, first: RatedBy = RatedBy.LOWEST_KEY_QUESTION) -> Framework:
    standards = (
        Standard("1.1", "Two questions", first, asked("1.1", 2)),
        Standard("1.2", "Points", RatedBy.AUDIT_SCORE, asked("1.2", 2)),
        Standard("1.3", "Three questions", first, asked("1.3", 3)),
    )
    other = (
        Standard("2.1", "Judged", RatedBy.JUDGEMENT, (ANY,)),
        Standard("2.2", "Aside", RatedBy.AUDIT_SCORE, (ANY,), counts=False),
    )
    domains = (Domain("f", "1", "First", standards), Domain("f", "2", "Second", other))
    empty = Framework("f", "F", HMIP.starts, scale, tuple(range(len(scale.bands))), ("1", "2"))
    return attrs.evolve(empty, domains=domains, overall_bands=HMIP.overall_bands)


SCORED = [(Decimal(0), Decimal(1)), (Decimal(1), Decimal(1)), (None, Decimal(1))]


@st.composite
def items(draw: st.DrawFn, of: Framework) -> list[Item]:
    """Some cases judged on every question of some standards, but for at most two rows that are not there."""
    whole = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(
        lambda two: tuple(Decimal(each) / 4 for each in sorted(two))
    )
    amounts = st.sampled_from(SCORED) | st.sampled_from(SCORED) | whole | whole.map(lambda two: (None, two[1]))
    chosen = draw(st.lists(st.sampled_from(of.standards), min_size=1, unique=True))
    rows = [
        Item(f"c{case}", standard.number, draw(st.sampled_from((question.id, question.name))), *draw(amounts))
        for case in range(draw(st.integers(1, 3)))
        for standard in chosen
        for question in standard.key_questions
    ]
    left_out = draw(st.sets(st.integers(0, len(rows) - 1), max_size=min(2, len(rows) - 1)))
    return [row for at, row in enumerate(rows) if at not in left_out]


FRAMEWORKS = st.builds(framework, scales(), st.sampled_from((RatedBy.LOWEST_KEY_QUESTION, RatedBy.AUDIT_SCORE)))
SERVICES = FRAMEWORKS.flatmap(lambda of: st.tuples(st.just(of), st.lists(items(of), min_size=1, max_size=3)))


def frame(services: list[list[Item]]) -> pl.DataFrame:
    told = [(f"S{at}", item) for at, each in enumerate(services) for item in each]
    amounts = pl.Decimal(10, 2)
    return pl.DataFrame(
        {
            "service": [service for service, _ in told],
            **{name: [getattr(item, name) for _, item in told] for name in ("case", "standard", "question")},
            "score": pl.Series([item.score for _, item in told], dtype=amounts),
            "out_of": pl.Series([item.out_of for _, item in told], dtype=amounts),
        }
    )


def said(score: Score | None, rating: Rating | None, scale: RatingScale) -> tuple[Any, ...]:
    rounded = None if rating is None or scale.rounding is Rounding.NONE else rating.rounded
    return (score and score.scored, score and score.out_of, rounded, rating and rating.name)


def expected(of: Framework, service: str, own: list[Item]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What `rate` says of a service, of every domain of it by itself, by level, number and question."""
    sheet = rate(ItemSheet(service, tuple(own)), of)
    found: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    found["overall", "Overall", None] = said(*overall(sheet), of.scale)
    for each in sheet.standards:
        found["standard", each.standard.number, None] = said(each.score, each.computed, of.scale)
        for one in each.questions:
            found["question", each.standard.number, one.question.id] = said(one.score, one.rating, of.scale)
        # A question for which a case has no row has no rating; the single path leaves it out.
        if each.standard.rated_by is RatedBy.LOWEST_KEY_QUESTION:
            given = {each.standard.question(item.question).id for item in own if item.standard == each.standard.number}
            found |= {
                key: (None,) * 4 for one in given if (key := ("question", each.standard.number, one)) not in found
            }
    for domain in of.domains:
        numbers = [standard.number for standard in domain.standards]
        if mine := tuple(item for item in own if item.standard in numbers):
            found["domain", domain.number, None] = said(*overall(rate(ItemSheet(service, mine), of)), of.scale)
    return found


def overall(sheet: RatedSheet) -> tuple[Score | None, Rating | None]:
    return sheet.overall.score, sheet.overall.computed


def check(engine: str, of: Framework, services: list[list[Item]]) -> None:
    told = rows(rate_frame(of, native(frame(services), engine)))
    for at, own in enumerate(services):
        mine = [row for row in told if row["service"] == f"S{at}"]
        got = {
            (row["level"], row["number"], row["question"]): (
                row["scored"],
                row["out_of"],
                row["rounded"],
                row["rating"],
            )
            for row in mine
        }
        assert len(got) == len(mine)
        assert got == expected(of, f"S{at}", own)


@pytest.mark.slow
class TestTheSameRatings:
    @pytest.mark.slow
    @settings(max_examples=12)
    @given(drawn=SERVICES)
    def test_every_rating_of_every_service(self, drawn: tuple[Framework, list[list[Item]]]) -> None:
        for engine in ("polars", "polars lazy"):
            check(engine, *drawn)

    @pytest.mark.slow
    @settings(max_examples=3)
    @given(drawn=SERVICES)
    def test_every_rating_of_every_service_elsewhere(self, drawn: tuple[Framework, list[list[Item]]]) -> None:
        for engine in ("duckdb", "pyarrow", "pandas"):
            check(engine, *drawn)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_every_rating_of_20_services(engine: str) -> None:
    check(engine, *some_20())


@needs_spark
def test_every_rating_of_20_services_on_spark() -> None:
    check("spark", *some_20())


def some_20() -> tuple[Framework, list[list[Item]]]:
    """The same services each time."""
    chance, of = random.Random(7), framework(HMIP.scale)
    scored = [*SCORED, (Decimal("0.5"), Decimal("1.25"))]
    services = []
    for at in range(20):
        chosen = [standard for standard in of.standards if chance.random() < 0.7] or [of.standards[0]]
        rows = [
            Item(f"c{case}", standard.number, question.id, *chance.choice(scored[: 3 + (at % 2)]))
            for case in range(chance.randint(1, 4))
            for standard in chosen
            for question in standard.key_questions
        ]
        services.append(rows[at % 3 :] or rows)
    return of, services


def rated(of: Framework, *own: Item) -> dict[tuple[str, str], str | None]:
    out = rate_frame(of, frame([[*own]]))
    return {(level, number): rating for level, number, rating in out.select("level", "number", "rating").rows()}


def judged(standard: str, question: str, score: str | None, out_of: str = "1", case: str = "c") -> Item:
    return Item(case, standard, question, None if score is None else Decimal(score), Decimal(out_of))


def points(score: str | None, out_of: str = "1") -> list[Item]:
    """A case judged on both questions of 1.2, of which the second does not apply."""
    return [judged("1.2", "1.2.1", score, out_of), judged("1.2", "1.2.2", None)]


class TestWorkedExamples:
    @pytest.mark.parametrize(
        ("score", "rating"),
        [("79.49", "Good"), ("79.50", "Outstanding"), ("49.49", "Inadequate"), ("49.50", "Requires improvement")],
    )
    def test_a_half_goes_up_at_every_threshold(self, score: str, rating: str) -> None:
        of = framework(HMIP.scale)
        assert rated(of, *points(score, "100"))["standard", "1.2"] == rating

    def test_the_lowest_question_decides_and_an_item_that_does_not_apply_leaves_both_sides(self) -> None:
        own = [
            judged("1.1", "1.1.1", "1"),
            judged("1.1", "question 2", "0"),
            judged("1.1", "1.1.2", "1", case="d"),
            judged("1.1", "1.1.1", None, case="d"),
        ]
        out = rate_frame(framework(HMIP.scale), frame([own]))
        assert out.filter(pl.col("level") == "standard").select("scored", "out_of", "rounded", "rating").row(0) == (
            Decimal(1),
            Decimal(2),
            50,
            "Requires improvement",
        )

    def test_a_question_without_a_row_leaves_the_standard_and_all_above_it_unrated(self) -> None:
        told = rated(framework(HMIP.scale), judged("1.1", "1.1.1", "1"), judged("2.1", "any", "1"))
        assert told == {
            ("question", "1.1"): "Outstanding",
            ("standard", "1.1"): None,
            ("standard", "2.1"): "Outstanding",
            ("domain", "1"): None,
            ("domain", "2"): "Outstanding",
            ("overall", "Overall"): None,
        }

    def test_nothing_that_applies_is_not_rated(self) -> None:
        assert rated(framework(HMIP.scale), judged("2.1", "any", None))["overall", "Overall"] == "Not rated"

    @pytest.mark.parametrize(
        "engine",
        ["polars", "polars lazy", pytest.param("duckdb", marks=[pytest.mark.slow, pytest.mark.traced])],
    )
    def test_a_case_without_a_row_for_a_question_leaves_the_standard_unrated(self, engine: str) -> None:
        """Of two cases one has no row for a question, in the last service because the row is of another standard."""
        both = [judged("1.1", f"1.1.{at}", "1", case=case) for at in (1, 2) for case in ("c", "d")]
        elsewhere = [*both[:3], judged("1.1", "1.1.2", "1", case="e"), judged("1.3", "1.3.1", "1", case="d")]
        # A case is asked only about its own domain.
        apart = [*both, judged("2.1", "any", "1", case="another")]
        check(engine, framework(HMIP.scale), [both, both[:3], elsewhere, apart])
        told = rows(rate_frame(framework(HMIP.scale), native(frame([both, both[:3]]), engine)))
        assert {(row["service"], row["question"], row["rating"]) for row in told if row["number"] == "1.1"} == {
            ("S0", "1.1.1", "Outstanding"),
            ("S0", "1.1.2", "Outstanding"),
            ("S0", None, "Outstanding"),
            ("S1", "1.1.1", "Outstanding"),
            ("S1", "1.1.2", None),
            ("S1", None, None),
        }

    @pytest.mark.parametrize("engine", ["polars lazy", pytest.param("duckdb", marks=pytest.mark.slow)])
    def test_points_are_pooled_where_no_standard_that_counts_is_left_out(self, engine: str) -> None:
        of = framework(HMIP.scale, RatedBy.AUDIT_SCORE)
        first = [judged(each.number, one.id, "1") for each in of.standards[:3] for one in each.key_questions]
        second = [judged("2.1", "any", "0"), judged("2.2", "any", "0")]
        services = [first, first[2:], [*first, *second], [*first, second[1]], second, second[:1], second[1:]]
        told = rows(rate_frame(of, native(frame(services), engine)))
        whole = {
            row["service"]: None if row["scored"] is None else (int(row["scored"]), int(row["out_of"]))
            for row in told
            if row["level"] == "overall"
        }
        assert whole == {"S0": (7, 7), "S1": None, "S2": (7, 8), "S3": None, "S4": (0, 1), "S5": (0, 1), "S6": None}
        check(engine, of, services)
        check(engine, attrs.evolve(of, expects=("1", "2", "3")), services)

    def test_an_eager_frame_comes_out_in_order(self) -> None:
        out = rate_frame(framework(HMIP.scale), frame([[judged("2.1", "any", "1"), *points("1")]] * 2))
        assert out.select("service", "number").rows() == [
            (service, number) for service in ("S0", "S1") for number in ("1", "2", "Overall", "1.2", "2.1")
        ]

    @pytest.mark.parametrize(
        "bad",
        [judged("9.9", "any", "1"), judged("1.1", "any", "1"), judged("2.2", "any", "2")],
        ids=["standard", "question", "score"],
    )
    def test_a_row_that_is_not_allowed(self, bad: Item) -> None:
        of, good = framework(HMIP.scale), judged("2.1", "any", "1")
        with pytest.raises(
            RecordError, match=r"1 row, the first 1 \(from 0\): allowed are a service, a case, a standard of f"
        ):
            rate_frame(of, frame([[good, bad]]))
        out = rows(rate_frame(of, frame([[good, bad], [good]]).lazy()))
        assert {(row["service"], row["rating"], row["refused"]) for row in out} == {
            ("S0", None, 1),
            ("S1", "Outstanding", 0),
        }

    def test_amounts_that_are_not_exact_and_columns_that_are_missing(self) -> None:
        own = frame([points("1")])
        with pytest.raises(RecordError, match="score: it is a column of Float64"):
            rate_frame(framework(HMIP.scale), own.with_columns(score=pl.lit(0.5)))
        with pytest.raises(RecordError, match="the frame has no column service, question; an audit item has service"):
            rate_frame(framework(HMIP.scale), own.drop("service", "question"))

    def test_a_framework_whose_key_questions_decide_nothing(self) -> None:
        of = attrs.evolve(framework(HMIP.scale), domains=framework(HMIP.scale).domains[1:])
        assert rated(of, judged("2.1", "any", "1"))["overall", "Overall"] == "Outstanding"
        none = attrs.evolve(of, overall_bands=())
        assert rated(none, judged("2.1", "any", "1")) == {
            ("standard", "2.1"): "Outstanding",
            ("domain", "2"): None,
            ("overall", "Overall"): None,
        }

    def test_a_standard_may_have_its_name_beside_its_number_and_a_question_any_capitals(self) -> None:
        own = judged("1.2 points", "QUESTION 1", "1"), judged("1.2", "Question 2", "1")
        assert rated(framework(HMIP.scale), *own)["standard", "1.2"] == "Outstanding"

    @pytest.mark.slow
    @pytest.mark.parametrize("written", [" 1.2", "1.2:", "1.2:  Points", "1.2 - Points", "1.2. points"])
    @pytest.mark.parametrize("engine", ["polars", "duckdb"])
    def test_a_standard_and_a_question_are_written_as_in_a_file(self, engine: str, written: str) -> None:
        own = frame([[judged(written, f" question  {at}", "1") for at in (1, 2)]])
        told = {row["number"]: row["rating"] for row in rows(rate_frame(framework(HMIP.scale), native(own, engine)))}
        assert told["1.2"] == "Outstanding"

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    @pytest.mark.parametrize("column", ["service", "case"])
    @pytest.mark.parametrize("blank", [None, " "])
    def test_a_row_of_nobody_is_refused(self, engine: str, column: str, blank: str | None) -> None:
        own = frame([[judged("1.2", "1.2.1", "1")]]).with_columns(pl.lit(blank, dtype=pl.String).alias(column))
        of = framework(HMIP.scale)
        assert {row["rating"] for row in rows(rate_frame(of, native(own, engine)))} == {None}
        assert [repr(row["refused"]) for row in rows(item_refusals(of, native(own, engine)))] == ["1"]

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    @pytest.mark.parametrize("blank", [None, " "])
    def test_a_row_of_no_service_may_be_of_any_and_leaves_none_rated(self, engine: str, blank: str | None) -> None:
        own = frame([[judged("1.2", "1.2.1", "1")], [judged("1.2", "1.2.2", "0")]])
        stray = own.with_columns(service=pl.when(pl.col("service") == "S1").then(pl.lit(blank)).otherwise("service"))
        told = rows(rate_frame(framework(HMIP.scale), native(stray, engine)))
        assert {(row["service"], int(row["refused"]), row["rating"]) for row in told} == {
            ("S0", 1, None),
            (blank, 1, None),
        }

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ENGINES)
    def test_large_scores_are_compared_exactly(self, engine: str) -> None:
        """In hundredths the products have 20 digits, more than fit in a whole number of 64 bits."""
        scored = [("1.1.1", "10000000.51", "99999999"), ("1.1.2", "10000000.50", "99999999")]
        check(engine, framework(HMIP.scale), [[judged("1.1", *each) for each in scored]])

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ["polars lazy", "duckdb"])
    def test_two_rows_of_a_case_for_one_question_refuse_the_service(self, engine: str) -> None:
        of, twice = framework(HMIP.scale), [*points("1"), judged("1.2", "question 1", "0")]
        told = rows(rate_frame(of, native(frame([twice, twice[:2]]), engine)))
        assert {(row["service"], row["refused"], row["rating"]) for row in told if row["level"] == "standard"} == {
            ("S0", 2, None),
            ("S1", 0, "Outstanding"),
        }
        assert {type(row["refused"]) for row in told} == {int}

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ENGINES)
    def test_the_lowest_question_is_that_of_the_lowest_exact_share(self, engine: str) -> None:
        """0.02/0.12 is lower than 0.18/0.81; cut to two places the products of both are 0.02."""
        scored = [("1.3.1", "0.18", "0.81"), ("1.3.2", "0.02", "0.12"), ("1.3.3", "0.45", "0.57")]
        check(engine, framework(HMIP.scale), [[judged("1.3", *each) for each in scored]])

    @pytest.mark.slow
    @pytest.mark.parametrize("engine", ENGINES)
    def test_a_threshold_is_met_exactly(self, engine: str) -> None:
        """0.64/0.81 is 79.0%, 0.65/0.81 is 80.2%; 79.5% of 0.81 is 0.64395, which cut to two places is 0.64."""
        cases = [points(score, "0.81") for score in ("0.64", "0.65")]
        check(engine, framework(HMIP.scale), cases)


def test_a_scale_that_does_not_round_gives_no_whole_per_cent() -> None:
    of = framework(attrs.evolve(HMIP.scale, rounding=Rounding.NONE))
    check("polars lazy", of, [points(score, "100") for score in ("79.49", "79.99", "80")])
