"""Audit items of many services as they come in: each row's place in the framework, its amounts, what is refused."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import (
    REFUSED,
    ROWS,
    WHOLE,
    Frame,
    N,
    anew,
    in_polars,
    one_where,
    opened,
    refusing,
    workable,
)
from yosrules.bulk.frames.fact_columns import FIRST_SHOWN, FactColumns, type_of
from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Given, Maybe, fact, given, vocabulary
from yosrules.policies.domain import Framework, Standard


class ItemRow:
    """The columns of audit items, and of what they add up to; amounts are decimals of two places."""

    service = "service"
    level = "level"
    number = "number"
    question = "question"
    scored = "scored"
    out_of = "out_of"
    rounded = "rounded"
    rating = "rating"
    refused = REFUSED
    case = "case"
    standard = "standard"
    score = "score"
    above = "above"
    same = "same"
    points = "points"
    points_of = "points_of"
    cases = "cases"
    cases_of = "cases_of"
    in_part = "in_part"
    questions = "questions"
    unrated = "unrated"
    by_lowest = "by_lowest"
    domain = "domain"
    first_domain = "first_domain"
    last_domain = "last_domain"
    audited = "audited"
    rows = "rows"
    lacking = "lacking"
    counting = "counting"
    row = "row"
    strays = "strays"


AMOUNT = nw.Decimal(16, 2)
"""An amount of points; the product of two of them still fits in the widest decimal."""


@refusing()
def item_refusals(framework: Framework, items: N) -> N:
    """One row: how many items there are, and how many are refused."""
    whole = opened(items)
    placed = placed_items(framework, workable(whole))
    return anew(items, whole, placed.select(nw.len().alias(ROWS), nw.col(ItemRow.refused).sum().cast(WHOLE)))


class _Amounts(Facts):
    """What an audit item was scored; null does not apply."""

    score: Maybe[Decimal] = fact(Decimal, "the score", places=2, low=Decimal(0))
    out_of: Given[Decimal] = given(Decimal, "what it is out of", places=2, low=Decimal(0))


def placed_items(framework: Framework, table: Frame) -> Frame:
    """Each row's place among the standards and their questions, its amounts, and whether it is refused."""
    schema = table.collect_schema()
    texts = (ItemRow.service, ItemRow.case, ItemRow.standard, ItemRow.question)
    if missing := [name for name in texts if name not in schema]:
        raise RecordError(f"the frame has no column {', '.join(missing)}; an audit item has {', '.join(texts)}")
    kinds = (nw.String, nw.Categorical, nw.Enum)
    if wrong := [name for name in texts if not (isinstance(schema[name], kinds) or schema[name].is_integer())]:
        said = ", ".join(f"{name} is a column of {type_of(table, name)}" for name in wrong)
        raise RecordError(f"{said}; allowed: text, or whole numbers")
    FactColumns(table, vocabulary(_Amounts).values())  # what Polars cannot hold is refused by its column
    table = in_polars(table.select(*texts, *(name for name in vocabulary(_Amounts) if name in schema)))
    asked = FactColumns(table, vocabulary(_Amounts).values())
    stated, out_of = asked[_Amounts.score.fact], asked[_Amounts.out_of.fact].value
    score = nw.lit(None, dtype=AMOUNT) if stated.absent else stated.value
    made = _places(framework.standards)
    made |= {ItemRow.score: score.cast(AMOUNT), ItemRow.out_of: out_of.cast(AMOUNT), ItemRow.above: score > out_of}
    put = asked.put({f"{asked.prefix}{name}": expr for name, expr in made.items()})
    placed = put.select(ItemRow.service, ItemRow.case, **{name: nw.col(f"{asked.prefix}{name}") for name in made})
    key = (ItemRow.service, ItemRow.case, ItemRow.standard, ItemRow.question)
    placed = placed.with_columns(nw.lit(1).alias(ItemRow.same)).with_columns(nw.col(ItemRow.same).sum().over(*key))
    strange = nw.col(ItemRow.standard).is_null() | nw.col(ItemRow.question).is_null() | (nw.col(ItemRow.same) > 1)
    for name in (ItemRow.service, ItemRow.case):
        # Nobody's rows are not put together as those of one.
        strange |= nw.col(name).is_null() | (nw.col(name).cast(nw.String).str.strip_chars() == "")
    placed = placed.with_columns(
        one_where(strange | nw.col(ItemRow.above) | nw.col(ItemRow.out_of).is_null()).alias(ItemRow.refused)
    )
    if isinstance(placed, nw.DataFrame) and placed[ItemRow.refused].sum():
        rows = placed.with_row_index(ItemRow.row).filter(nw.col(ItemRow.refused) == 1)[ItemRow.row].to_list()
        first = ", ".join(map(str, rows[:FIRST_SHOWN]))
        where = f"{len(rows):,} row{'s' * (len(rows) > 1)}, the first {first} (from 0)"
        allowed = f"a service, a case, a standard of {framework.id}, a key question of it, a score up to out_of"
        raise RecordError(f"{where}: allowed are {allowed}; each question once a case")
    return placed


def _places(standards: Sequence[Standard]) -> dict[str, nw.Expr]:
    """The place of a row's standard, and of its key question among those of all standards; null for an unknown one."""
    texts = (nw.col(name).cast(nw.String).str.to_lowercase() for name in (ItemRow.standard, ItemRow.question))
    written, asked = (text.str.replace_all(r"\s+", " ").str.strip_chars() for text in texts)
    unknown = nw.lit(None, dtype=nw.Int64)
    places, question, place = unknown, unknown, 0
    for at, each in enumerate(standards):
        mine = written.is_in(_spelled(each))
        places = nw.when(mine).then(nw.lit(at, dtype=nw.Int64)).otherwise(places)
        for one in each.key_questions:
            this = mine & asked.is_in([one.id.lower(), one.name.lower()])
            question = nw.when(this).then(nw.lit(place, dtype=nw.Int64)).otherwise(question)
            place += 1
    return {ItemRow.standard: places, ItemRow.question: question}


def _spelled(standard: Standard) -> list[str]:
    """How a standard may be written, in small letters: "2.1", "2.1 assessment", "2.1: assessment"."""
    number, name = standard.number.lower(), standard.name.lower()
    names = ["", *(f"{dash}{each}" for each in {name, name.replace("and", "&")} for dash in (" ", " - ", " – "))]
    return [f"{number}{mark}{each}" for mark in ("", ":", ".", ",", "-") for each in names]
