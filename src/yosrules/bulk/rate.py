"""Item-level audit rows of many services -> ratings, as one query: the same as `rate` of each service's items.

One row for each key question, standard and domain that a service has items of, and one for the whole; a domain is rated
like the whole, by its own items. _Amounts are decimals of two places, and a share is never divided out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import narwhals as nw

from yosrules.bulk.engine import Frame, N, anew, joined, one_where, opened, workable
from yosrules.bulk.fact_columns import FIRST_SHOWN, FactColumns
from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Given, Maybe, fact, given, vocabulary
from yosrules.policies.domain import Framework, RatedBy, Standard
from yosrules.policies.rating import NOT_RATED, RatingScale, Rounding
from yosrules.ratings.rate import OVERALL

if TYPE_CHECKING:
    from narwhals.typing import IntoLazyFrame

_AMOUNT = nw.Decimal(16, 2)
"""An amount of points; the product of two of them still fits in the widest decimal."""

_NOTHING = nw.lit(Decimal("0.00"), dtype=_AMOUNT)

_COLUMNS = ("service", "level", "number", "question", "scored", "out_of", "rounded", "rating", "refused")
"""What is rated: its level, its number, the id of a key question; `rounded` is the whole per cent before the band."""


def rate_frame(framework: Framework, items: N) -> N:
    """Rate audit items: columns service, case, standard (its number), question (its id or name), score, out_of.

    A null score does not apply. An eager frame with a row that is not allowed is refused; in a lazy one a service with
    such rows has no rating, and `refused` counts them. A rating is null too where a key question has no row.
    """
    whole = opened(items)
    standards = tuple(framework.standards)
    asked = _questions(standards, _items(framework, workable(whole)))
    told = _standards(standards, asked)
    domains = [domain.number for domain in framework.domains for _ in domain.standards]
    told = told.with_columns(domain=_said("standard", domains))
    numbers = [standard.number for standard in standards]
    lowest = [standard for standard in standards if standard.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    ids = [question.id for standard in lowest for question in standard.key_questions]
    levels = [
        _level(
            asked.filter(~nw.col("question").is_null()), framework.scale, "question", _said("standard", numbers), ids
        ),
        _level(told, framework.scale, "standard", _said("standard", numbers)),
        _level(_summed(told, ["service", "domain"]), framework.scale, "domain", nw.col("domain")),
        _level(_summed(told, ["service"]), framework.scale, "overall", nw.lit(OVERALL)),
    ]
    rated = joined(_together(levels), asked.group_by("service").agg(nw.col("refused").sum()), ["service"], "left")
    sound = {name: nw.when(nw.col("refused") == 0).then(nw.col(name)) for name in _COLUMNS[4:8]}
    rated = rated.with_columns(**sound).select(*_COLUMNS)
    return anew(items, whole, rated.sort(*_COLUMNS[:4]) if isinstance(rated, nw.DataFrame) else rated)


def item_refusals(framework: Framework, items: N) -> N:
    """One row: how many items there are, and how many are refused."""
    whole = opened(items)
    placed = _items(framework, workable(whole))
    return anew(items, whole, placed.select(rows=nw.len(), refused=nw.col("refused").sum()))


class _Amounts(Facts):
    """What an audit item was scored; null does not apply."""

    score: Maybe[Decimal] = fact(Decimal, "the score", places=2, low=Decimal(0))
    out_of: Given[Decimal] = given(Decimal, "what it is out of", places=2, low=Decimal(0))


def _items(framework: Framework, table: Frame) -> Frame:
    """Every row's place among the standards and their questions, its amounts, and whether it is refused."""
    schema = table.collect_schema()
    texts = ("service", "case", "standard", "question")
    if missing := [name for name in texts if name not in schema]:
        raise RecordError(f"the frame has no column {', '.join(missing)}; an audit item has {', '.join(texts)}")
    asked = FactColumns(table, vocabulary(_Amounts).values())
    stated, out_of = asked[_Amounts.score.fact], asked[_Amounts.out_of.fact].value
    score = nw.lit(None, dtype=_AMOUNT) if stated.absent else stated.value
    made = _places(framework.standards)
    made |= {"score": score.cast(_AMOUNT), "out_of": out_of.cast(_AMOUNT), "above": score > out_of}
    put = asked.put({f"{asked.prefix}{name}": expr for name, expr in made.items()})
    placed = put.select("service", **{name: nw.col(f"{asked.prefix}{name}") for name in made})
    strange = nw.col("standard").is_null() | (nw.col("question") < 0)
    placed = placed.with_columns(refused=one_where(strange | nw.col("above") | nw.col("out_of").is_null()))
    if isinstance(placed, nw.DataFrame) and placed["refused"].sum():
        rows = placed.with_row_index("row").filter(nw.col("refused") == 1)["row"].to_list()
        first = ", ".join(map(str, rows[:FIRST_SHOWN]))
        where = f"{len(rows):,} row{'s' * (len(rows) > 1)}, the first {first} (from 0)"
        raise RecordError(f"{where}: allowed are a standard of {framework.id}, a question of it, a score up to out_of")
    return placed


def _places(standards: Sequence[Standard]) -> dict[str, nw.Expr]:
    """The place of a row's standard, and of its key question among all that decide a rating; -1 if it is none."""
    number, written = (nw.col(name).cast(nw.String) for name in ("standard", "question"))
    places = nw.lit(None, dtype=nw.Int64)
    for place, each in enumerate(standards):
        places = nw.when(number == each.number).then(nw.lit(place, dtype=nw.Int64)).otherwise(places)
    lowest = [each for each in standards if each.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    strange = nw.when(number.is_in([each.number for each in lowest])).then(nw.lit(-1, dtype=nw.Int64))
    question = strange.otherwise(nw.lit(None, dtype=nw.Int64))
    decide = [(each.number, one) for each in lowest for one in each.key_questions]
    for place, (mine, one) in enumerate(decide):
        this = (number == mine) & written.is_in([one.id, one.name])
        question = nw.when(this).then(nw.lit(place, dtype=nw.Int64)).otherwise(question)
    return {"standard": places, "question": question}


def _questions(standards: tuple[Standard, ...], items: Frame) -> Frame:
    """What each standard, and each of its key questions, was scored out of what it could be."""
    judged = ~nw.col("score").is_null() & (nw.col("refused") == 0)
    counted = judged & (nw.col("out_of") > 0)
    full = nw.col("score") == nw.col("out_of")
    one = nw.lit(Decimal("1.00"), dtype=_AMOUNT)
    parts = {
        "points": (judged, nw.col("score")),
        "points_of": (judged, nw.col("out_of")),
        "cases": (counted & full, one),
        "cases_of": (counted, one),
        "in_part": (counted & ~full & (nw.col("score") > 0), one),
    }
    table = items.with_columns(
        **{name: nw.when(told).then(value).otherwise(_NOTHING) for name, (told, value) in parts.items()}
    )
    summed = table.group_by("service", "standard", "question").agg(nw.col(*parts, "refused").sum())
    summed = summed.with_columns(nw.col(*parts).cast(_AMOUNT))
    lowest = [each.rated_by is RatedBy.LOWEST_KEY_QUESTION for each in standards]
    by_case = nw.col("standard").is_in([at for at, each in enumerate(lowest) if each]) & (nw.col("in_part") == 0)
    return summed.with_columns(
        scored=nw.when(by_case).then(nw.col("cases")).otherwise(nw.col("points")),
        out_of=nw.when(by_case).then(nw.col("cases_of")).otherwise(nw.col("points_of")),
    )


def _standards(standards: tuple[Standard, ...], asked: Frame) -> Frame:
    """What each standard was scored: its points, or, where that is how it is rated, its lowest key question's."""
    lowest = {
        at: each.key_questions for at, each in enumerate(standards) if each.rated_by is RatedBy.LOWEST_KEY_QUESTION
    }
    place = [at for questions in lowest.values() for at, _ in enumerate(questions)]
    deepest = max(place, default=-1) + 1
    apart = {
        f"{name}{at}": nw.when(_said("question", place, nw.Int64) == at).then(nw.col(name))
        for at in range(deepest)
        for name in ("scored", "out_of")
    }
    table = asked.with_columns(**apart, told=one_where(~nw.col("question").is_null()))
    summed = table.group_by("service", "standard").agg(
        nw.col("points", "points_of", "told").sum(), *(nw.col(name).max() for name in apart)
    )
    summed = summed.with_columns(nw.col("points", "points_of").cast(_AMOUNT))
    by_question = nw.col("standard").is_in(list(lowest))
    counts = [len(lowest.get(at, ())) for at, _ in enumerate(standards)]
    summed = summed.with_columns(untold=one_where(by_question & (nw.col("told") < _said("standard", counts, nw.Int64))))
    summed = summed.with_columns(
        scored=nw.when(by_question).then(nw.col("scored0")).otherwise(nw.col("points"))
        if deepest
        else nw.col("points"),
        out_of=nw.when(by_question).then(nw.col("out_of0")).otherwise(nw.col("points_of"))
        if deepest
        else nw.col("points_of"),
    )
    for at in range(1, deepest):
        theirs, of = nw.col(f"scored{at}"), nw.col(f"out_of{at}")
        less = (nw.col("out_of") == 0) | (theirs * nw.col("out_of") < nw.col("scored") * of)
        lower = by_question & (of > 0) & less
        summed = summed.with_columns(
            scored=nw.when(lower).then(theirs).otherwise(nw.col("scored")),
            out_of=nw.when(lower).then(of).otherwise(nw.col("out_of")),
        )
    return summed


def _summed(told: Frame, by: list[str]) -> Frame:
    """The points of several standards together; untold if one of them is."""
    summed = told.group_by(*by).agg(nw.col("points", "points_of", "untold").sum())
    return summed.with_columns(scored=nw.col("points").cast(_AMOUNT), out_of=nw.col("points_of").cast(_AMOUNT))


def _level(table: Frame, scale: RatingScale, level: str, number: nw.Expr, ids: list[str] | None = None) -> Frame:
    """One level of what is rated, with its ratings."""
    question = nw.lit(None, dtype=nw.String) if ids is None else _said("question", ids)
    told = nw.lit(True) if ids is not None else nw.col("untold") == 0
    table = table.with_columns(
        level=nw.lit(level),
        number=number,
        question=question,
        scored=nw.when(told).then(nw.col("scored")),
        out_of=nw.when(told).then(nw.col("out_of")),
    )
    rating, rounded = _rated(scale)
    return table.with_columns(rating=rating, rounded=rounded).select(*_COLUMNS[:-1])


def _rated(scale: RatingScale) -> tuple[nw.Expr, nw.Expr]:
    """The name of the band, and the whole per cent that it was found for, if that is how the scale rounds."""
    scored, out_of = nw.col("scored"), nw.col("out_of")
    rating = nw.when(~scored.is_null()).then(nw.lit(scale.bands[0].name))
    chosen = rating.otherwise(nw.lit(None, dtype=nw.String))
    for band in scale.bands[1:]:
        edge = Decimal(int(scale.threshold(band) * 100)).scaleb(-2)
        chosen = nw.when(scored * scale.top >= out_of * edge).then(nw.lit(band.name)).otherwise(chosen)
    chosen = nw.when(out_of == 0).then(nw.lit(NOT_RATED)).otherwise(chosen)
    if scale.rounding is Rounding.NONE:
        return chosen, nw.lit(None, dtype=nw.Int64)
    top, points, of = int(scale.top * 100), (scored * 100).cast(nw.Int64), (out_of * 100).cast(nw.Int64)
    nearest = (points * (2 * top) + of * 100) // nw.when(of > 0).then(of * 200)
    return chosen, nearest


def _said(column: str, texts: Sequence[str | int], kind: type[nw.String | nw.Int64] = nw.String) -> nw.Expr:
    """What stands at the place that a column gives."""
    said = nw.lit(None, dtype=kind)
    for at, text in enumerate(texts):
        said = nw.when(nw.col(column) == at).then(nw.lit(text)).otherwise(said)
    return said


def _together(tables: list[Frame]) -> Frame:
    return cast("Frame", nw.concat(cast("list[nw.LazyFrame[IntoLazyFrame]]", tables)))
