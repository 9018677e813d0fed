"""Columns of any type and facts of the wrong kind: decided, or refused in words; a fact when the policy is built."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import attrs
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from attending import COUNTING, INFORMAL, Local, policy
from installed import RULEBOOK
from yosrules import Edition, Facts, LanguageError, Maybe, PolicyError, RecordError, YosrulesError, fact, must
from yosrules.bulk import as_of_frame, decide_frame
from yosrules.bulk.decide import refusals
from yosrules.bulk.items import item_refusals
from yosrules.bulk.rate import rate_frame
from yosrules.language.expr import ALWAYS
from yosrules.language.kinds import Fact
from yosrules.language.measure import (
    How,
    Measure,
    Unit,
    coming,
    earliest,
    last,
    longest,
    open_on_day,
    passed,
    total,
    worst,
    years,
)
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Forum
from yosrules.policies.lost_time.measures import allowance, spells
from yosrules.policies.lost_time.scaling import Pattern, Per, Rounded
from yosrules.policies.lost_time.windows import from_to
from yosrules.policies.rating import NOT_RATED
from yosrules.records.absence import Absence
from yosrules.records.case import Case, Chair, Offence, RiskLevel

HMIP = RULEBOOK.framework("hmip-2021")
# A standard with one question, and a domain with one standard: each has a rating as soon as the question has.
FIRST = attrs.evolve(HMIP.standards[0], key_questions=HMIP.standards[0].key_questions[:1])
FRAMEWORK = attrs.evolve(HMIP, domains=(attrs.evolve(HMIP.domains[0], standards=(FIRST,)), *HMIP.domains[1:]))
ITEMS = {
    "service": ["A"] * 3,
    "case": ["1", "2", "3"],
    "standard": [FIRST.number] * 3,
    "question": [FIRST.key_questions[0].id] * 3,
}
PANEL = Forum("PAN", "Panel", chair=Chair.MANAGER)
DAY = date(2020, 5, 5)


class Amounts(Facts):
    reference: str
    fine: Maybe[Decimal] = fact(Decimal, "the fine", places=2)
    costs: Maybe[Decimal] = fact(Decimal, "the costs", places=5)
    born: Maybe[date] = fact(date, "born")
    old: Maybe[bool] = passed(born, "old")


EDITION = Edition(date(2000, 1, 1), (must("dear", PANEL, when=Amounts.fine >= Amounts.costs),))
TWICE = pa.table([["A"], ["1"], ["2"]], ["reference", "fine", "fine"])


@pytest.mark.slow
def test_whole_numbers_as_pandas_and_pyarrow_have_them_are_rated() -> None:
    """2 of 3 points."""
    scored = {**ITEMS, "score": [1, 0, 1], "out_of": [1, 1, 1]}
    wanted = rate_frame(FRAMEWORK, pl.DataFrame(scored)).rows()
    assert [tuple(row.values()) for row in rate_frame(FRAMEWORK, pa.table(scored)).to_pylist()] == wanted
    rated = rate_frame(FRAMEWORK, pd.DataFrame(scored))
    assert [each for each in rated["scored"] if pd.notna(each)] == [Decimal(2)] * 3


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", [pa.uint64(), pa.decimal128(5, 0), pa.decimal128(10, 3), pa.decimal128(38, 2), pa.decimal128(3, 2)]
)
def test_so_are_decimals_of_any_width(kind: pa.DataType) -> None:
    scores = pa.array([1, 0, 1], pa.int8()).cast(pa.decimal128(38, 0)).cast(kind)
    rated = rate_frame(FRAMEWORK, pa.table({**ITEMS, "score": scores, "out_of": scores})).to_pylist()
    assert {row["scored"] for row in rated} - {None} == {Decimal(2)}


@pytest.mark.slow
def test_a_score_that_nobody_gave_in_any_row_is_rated_as_not_applying() -> None:
    items = pa.table({**ITEMS, "score": pa.nulls(3), "out_of": [1, 1, 1]})
    assert {row["rating"] for row in rate_frame(FRAMEWORK, items).to_pylist()} <= {None, NOT_RATED}
    assert item_refusals(FRAMEWORK, items).to_pylist() == [{"rows": 3, "refused": 0}]


def test_a_service_is_text_or_a_number() -> None:
    items = pa.table({**ITEMS, "service": [DAY] * 3, "score": [1] * 3, "out_of": [1] * 3})
    with pytest.raises(RecordError, match="service is a column of Date; allowed: text, or whole numbers"):
        rate_frame(FRAMEWORK, items)


@pytest.mark.parametrize("frame", [TWICE, TWICE.to_pandas()])
@pytest.mark.parametrize(
    "verb",
    [
        lambda frame: decide_frame(EDITION, frame),
        lambda frame: refusals(EDITION, frame),
        lambda frame: as_of_frame(Amounts, frame, DAY, {}),
        lambda frame: rate_frame(FRAMEWORK, frame),
        lambda frame: item_refusals(FRAMEWORK, frame),
    ],
)
def test_a_column_that_is_there_twice_is_named(verb: Callable[[object], object], frame: object) -> None:
    with pytest.raises(RecordError, match=r"the frame has a column twice: .*'fine'"):
        verb(frame)


def test_what_pyarrow_cannot_compare_is_said_with_what_is_allowed() -> None:
    wide = pa.array([Decimal(1)], pa.decimal128(38, 2))
    frame = pa.table({"reference": ["A"], "fine": wide, "costs": pa.array([Decimal(1)], pa.decimal128(12, 5))})
    with pytest.raises(RecordError, match=r"pyarrow cannot work this out: Decimal precision .* up to 28 digits"):
        decide_frame(EDITION, frame)


def test_what_is_no_frame_at_all_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError):
        decide_frame(EDITION, 3)


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: within(5, Count.DAYS, of=Case.rosh), "a deadline of 5 days runs from a date; risk of serious harm is"),
        (lambda: last(1, Unit.DAYS, anchor_in=True, far_end_in=True, before=Case.rosh), "a window goes by dates"),
        (lambda: coming(1_201, Unit.MONTHS, anchor_in=True, far_end_in=True), "more than 100 years"),
        (lambda: open_on_day(Case.rosh, Case.born, end_in=True, no_end_is_open=True), "what is open goes by dates"),
        (lambda: from_to(Case.rosh), "a window goes by dates"),
        (lambda: passed(Case.rosh, "x"), "whether it is past rows goes by dates"),
        (lambda: years(Case.born, "x", on=Case.rosh), "goes by dates"),
        (lambda: earliest(Offence, Case.rosh, "x"), "goes by dates"),
        (lambda: longest(Offence, Offence.day, Offence.gravity, "x"), "goes by dates"),
        (lambda: total(Offence, Offence.day, "x"), "a total adds numbers"),
        (lambda: total(Offence, Case.age, "x"), "age, which a row of Offence does not state"),
        (lambda: worst(Offence, Case.stage, "x"), "it is in no order"),
        (lambda: Measure(How.EXISTS, Offence, Case.rosh >= RiskLevel.HIGH), "rosh, which a row of Offence does not"),
        (lambda: Span(26_001, Count.WORKING_DAYS), "more than 100 years"),
        (lambda: Case.age >= Decimal("1e99999999"), "it is a whole number"),
        (lambda: Amounts.fine >= Decimal("1e99999999"), "of at most 1000 digits"),
        (lambda: Amounts.fine >= Decimal("1e-99999999"), "of at most 1000 digits"),
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_when_the_policy_is_built(made: Callable[[], object], says: str) -> None:
    with pytest.raises(YosrulesError, match=says):
        made()


def test_an_allowance_is_a_number_that_can_be_scaled() -> None:
    with pytest.raises(LanguageError, match="have at most 12 digits"):
        allowance("x", Decimal("1e99999999"), per=Per.DAYS, full_time=5, rounding=Rounded.UP, pattern=Pattern.LATEST)


@pytest.mark.parametrize("anchor", [Absence.start, Fact("joined", date)])
def test_a_window_of_an_attendance_policy_is_counted_from_a_fact_of_the_worker(anchor: object) -> None:
    from_ref = anchor if not isinstance(anchor, Fact) else fact(date, "joined")
    during = coming(12, Unit.MONTHS, anchor_in=True, far_end_in=True, after=from_ref)

    class Odd(Local):
        odd: Maybe[int] = spells("odd", attrs.evolve(COUNTING, during=during))

    with pytest.raises(PolicyError, match=r"odd counts from .*, not facts of a Odd"):
        policy(must("odd", INFORMAL, when=Odd.odd >= 3), about=Odd)
    with pytest.raises(PolicyError, match=r"the evidence counts from .*, not facts of a Local"):
        policy(must("all", INFORMAL, when=ALWAYS), evidence=attrs.evolve(COUNTING, during=during))


def test_a_window_ends_where_the_calendar_does() -> None:
    back = last(12, Unit.MONTHS, anchor_in=False, far_end_in=True)
    assert back.days(date(1, 6, 1)) == (date.min, date(1, 5, 31))
    first, final = back.days(date.min)
    assert first > final
    assert coming(1, Unit.DAYS, anchor_in=True, far_end_in=False).days(date.max) == (date.max, date.max)


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (pa.RunEndEncodedArray.from_arrays([1], [15]), "run_end_encoded<run_ends: int64, values: int64>"),
        (pa.array([Decimal(15)], pa.decimal256(50, 0)), "decimal256(50, 0)"),
    ],
)
def test_a_type_that_cannot_be_read_is_called_by_its_name(column: pa.Array, said: str) -> None:
    edition = Edition(DAY, (must("age", PANEL, when=Case.age >= 14),))
    with pytest.raises(RecordError) as error:
        decide_frame(edition, pa.table({"age": column}))
    assert f"age: it is a column of {said}; allowed: a whole number, as integers" in str(error.value)
