"""Item-level audit rows of many services -> ratings, as one query: the same as `rate` of each service's items.

One row for each key question, standard and domain that a service has items of, and one for the whole; a domain is rated
like the whole, by its own items. Amounts are decimals of two places, and a share is never divided out.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, cast

import narwhals.stable.v2 as nw

from yosrules.bulk.frames.engine import WHOLE, Frame, N, anew, joined, one_where, opened, refusing, workable
from yosrules.bulk.items import AMOUNT, ItemRow as _Row, placed_items
from yosrules.policies.domain import Framework, RatedBy, Standard
from yosrules.policies.rating import NOT_RATED, RatingScale, Rounding
from yosrules.ratings.overall import OVERALL

if TYPE_CHECKING:
    from narwhals.stable.v2.typing import IntoLazyFrame


_FACTORS = nw.Decimal(18, 0), nw.Decimal(19, 0)
"""Two amounts in hundredths, to be multiplied: Polars cuts a product to the places of its factors, so they have none;
DuckDB keeps it to 18 digits unless a factor has more; and Arrow refuses a product of more than 38."""

_NOTHING = nw.lit(Decimal("0.00"), dtype=AMOUNT)

_COLUMNS = (
    _Row.service,
    _Row.level,
    _Row.number,
    _Row.question,
    _Row.scored,
    _Row.out_of,
    _Row.rounded,
    _Row.rating,
    _Row.refused,
)
"""The columns that go out; `rounded` is the whole per cent for which the band was found."""


@refusing()
def rate_frame(framework: Framework, items: N) -> N:
    """Rate audit items, in the columns service, case, standard, question, score and out_of.

    A standard is "2.1" or "2.1 Assessment", a question its id or its name; a null score does not apply. What `rate`
    refuses is refused, also two rows of a case for one question: an eager frame as a whole; in a lazy one a service
    with such rows has no rating, and `refused` counts them, with those that are about no service. A rating is null too
    where a case of the domain has no row for a key question; and that of a domain, or of the whole, where a standard
    has none.
    """
    whole = opened(items)
    standards = tuple(framework.standards)
    domains = [at for at, domain in enumerate(framework.domains) for _ in domain.standards]
    placed = placed_items(framework, workable(whole))
    placed = placed.with_columns(_said(_Row.standard, domains, nw.Int64).alias(_Row.domain))
    by_question = _questions(standards, placed)
    by_standard = _standards(standards, by_question)
    numbers = [standard.number for standard in standards]
    lowest = [at for at, each in enumerate(standards) if each.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    # Points that are pooled have a rating only where the framework has one for the whole.
    pooled = framework.scale if framework.overall_bands else None
    counting = [at for at, each in enumerate(standards) if each.counts]
    by_standard = by_standard.with_columns(
        one_where(nw.col(_Row.standard).is_in(lowest)).alias(_Row.by_lowest),
        one_where(nw.col(_Row.standard).is_in(counting)).alias(_Row.counting),
    )
    ids = [question.id for standard in standards for question in standard.key_questions]
    levels = [
        _level(
            by_question.filter(nw.col(_Row.standard).is_in(lowest) & ~nw.col(_Row.question).is_null()),
            framework.scale,
            "question",
            _said(_Row.standard, numbers),
            ids,
        ),
        _level(by_standard, framework.scale, "standard", _said(_Row.standard, numbers)),
        _level(
            _summed(by_standard, framework, [_Row.service, _Row.domain]),
            pooled,
            "domain",
            _said(_Row.last_domain, [domain.number for domain in framework.domains]),
        ),
        _level(_summed(by_standard, framework, [_Row.service]), pooled, "overall", nw.lit(OVERALL)),
    ]
    refused = by_question.group_by(_Row.service).agg(nw.col(_Row.refused).sum())
    # A row about no service may be about any, so that none has a rating.
    nobody = nw.col(_Row.service).is_null() | (nw.col(_Row.service).cast(nw.String).str.strip_chars() == "")
    strays = refused.filter(nobody).select(nw.col(_Row.refused).sum().fill_null(0).alias(_Row.strays))
    rated = joined(joined(_together(levels), refused, [_Row.service]), strays, [], "cross")
    own = nw.when(nobody).then(nw.lit(0, dtype=nw.Int64)).otherwise(nw.col(_Row.refused))
    # SQL widens a sum of whole numbers to a decimal.
    rated = rated.with_columns((own + nw.col(_Row.strays)).cast(WHOLE).alias(_Row.refused))
    sound = {name: nw.when(nw.col(_Row.refused) == 0).then(nw.col(name)) for name in _COLUMNS[4:8]}
    rated = rated.with_columns(**sound).select(*_COLUMNS)
    return anew(items, whole, rated.sort(*_COLUMNS[:4]) if isinstance(rated, nw.DataFrame) else rated)


def _questions(standards: tuple[Standard, ...], items: Frame) -> Frame:
    """The score of each standard and each of its key questions, and the highest that it could be."""
    judged = ~nw.col(_Row.score).is_null() & (nw.col(_Row.refused) == 0)
    counted = judged & (nw.col(_Row.out_of) > 0)
    full = nw.col(_Row.score) == nw.col(_Row.out_of)
    one = nw.lit(Decimal("1.00"), dtype=AMOUNT)
    parts = {
        _Row.points: (judged, nw.col(_Row.score)),
        _Row.points_of: (judged, nw.col(_Row.out_of)),
        _Row.cases: (counted & full, one),
        _Row.cases_of: (counted, one),
        _Row.in_part: (counted & ~full & (nw.col(_Row.score) > 0), one),
    }
    table = items.with_columns(
        **{name: nw.when(holds).then(value).otherwise(_NOTHING) for name, (holds, value) in parts.items()}
    )
    key = (_Row.service, _Row.domain, _Row.standard, _Row.question)
    summed = table.group_by(*key).agg(nw.col(*parts, _Row.refused).sum(), nw.len().alias(_Row.rows))
    whose = [_Row.service, _Row.domain]
    audited = items.select(*whose, _Row.case).unique().group_by(*whose).agg(nw.len().alias(_Row.audited))
    summed = joined(summed, audited, whose)
    summed = summed.with_columns(one_where(nw.col(_Row.rows) < nw.col(_Row.audited)).alias(_Row.lacking))
    # SQL widens a decimal when it sums it, and products of the wider ones would not fit.
    summed = summed.with_columns(nw.col(*parts).cast(AMOUNT))
    lowest = [each.rated_by is RatedBy.LOWEST_KEY_QUESTION for each in standards]
    by_case = nw.col(_Row.standard).is_in([at for at, each in enumerate(lowest) if each]) & (nw.col(_Row.in_part) == 0)
    return summed.with_columns(
        nw.when(by_case).then(nw.col(_Row.cases)).otherwise(nw.col(_Row.points)).alias(_Row.scored),
        nw.when(by_case).then(nw.col(_Row.cases_of)).otherwise(nw.col(_Row.points_of)).alias(_Row.out_of),
    )


def _standards(standards: tuple[Standard, ...], items: Frame) -> Frame:
    """The score of each standard: its points, or those of its lowest key question where it is rated by that."""
    lowest = {
        at: each.key_questions for at, each in enumerate(standards) if each.rated_by is RatedBy.LOWEST_KEY_QUESTION
    }
    counts = [len(each.key_questions) for each in standards]
    place = [at for each in standards for at, _ in enumerate(each.key_questions)]
    deepest = max(map(len, lowest.values()), default=0)
    apart = {
        _of_question(name, at): nw.when(_said(_Row.question, place, nw.Int64) == at).then(nw.col(name))
        for at in range(deepest)
        for name in (_Row.scored, _Row.out_of)
    }
    table = items.with_columns(**apart, **{_Row.questions: one_where(~nw.col(_Row.question).is_null())})
    summed = table.group_by(_Row.service, _Row.domain, _Row.standard).agg(
        nw.col(_Row.points, _Row.points_of, _Row.questions, _Row.lacking).sum(), *(nw.col(name).max() for name in apart)
    )
    summed = summed.with_columns(nw.col(_Row.points, _Row.points_of).cast(AMOUNT))
    by_question = nw.col(_Row.standard).is_in(list(lowest))
    silent = nw.col(_Row.questions) < _said(_Row.standard, counts, nw.Int64)
    summed = summed.with_columns(one_where(silent | (nw.col(_Row.lacking) > 0)).alias(_Row.unrated))
    if not deepest:
        return summed.with_columns(nw.col(_Row.points).alias(_Row.scored), nw.col(_Row.points_of).alias(_Row.out_of))
    first = nw.when(by_question)
    summed = summed.with_columns(
        first.then(nw.col(_of_question(_Row.scored, 0))).otherwise(nw.col(_Row.points)).alias(_Row.scored),
        first.then(nw.col(_of_question(_Row.out_of, 0))).otherwise(nw.col(_Row.points_of)).alias(_Row.out_of),
    )
    for at in range(1, deepest):
        theirs, of = nw.col(_of_question(_Row.scored, at)), nw.col(_of_question(_Row.out_of, at))
        # Shares are compared by cross-multiplication, because a quotient would be rounded. A question that was chosen
        # without points that count gives way to any that has some.
        lower = _product(theirs, nw.col(_Row.out_of)) < _product(nw.col(_Row.scored), of)
        less = (nw.col(_Row.out_of) == 0) | lower
        chosen = by_question & (of > 0) & less
        summed = summed.with_columns(
            nw.when(chosen).then(theirs).otherwise(nw.col(_Row.scored)).alias(_Row.scored),
            nw.when(chosen).then(of).otherwise(nw.col(_Row.out_of)).alias(_Row.out_of),
        )
    return summed


def _of_question(name: str, place: int) -> str:
    """The column of an amount of the key question at a place among those of its standard."""
    return f"{name}{place}"


def _summed(by_standard: Frame, framework: Framework, by: list[str]) -> Frame:
    """The points of several standards, summed; unrated if one of them is, is rated by its lowest question, or lacks."""
    counts = nw.col(_Row.counting) == 1
    table = by_standard.with_columns(
        nw.when(counts).then(nw.col(name)).otherwise(_NOTHING).alias(name) for name in (_Row.points, _Row.points_of)
    ).with_columns(nw.col(_Row.domain).alias(_Row.last_domain))
    summed = table.group_by(*by).agg(
        nw.col(_Row.points, _Row.points_of, _Row.unrated, _Row.by_lowest, _Row.counting).sum(),
        nw.col(_Row.last_domain).max(),
        nw.col(_Row.domain).min().alias(_Row.first_domain),
    )
    own = [sum(standard.counts for standard in domain.standards) for domain in framework.domains]
    # Where a domain is not installed, there is no pool of several.
    one = nw.col(_Row.first_domain) == nw.col(_Row.last_domain)
    pool = nw.when(one).then(_said(_Row.last_domain, own, nw.Int64)).otherwise(sum(own) + bool(framework.absent))
    return summed.with_columns(
        nw.col(_Row.points).cast(AMOUNT).alias(_Row.scored),
        nw.col(_Row.points_of).cast(AMOUNT).alias(_Row.out_of),
        (nw.col(_Row.unrated) + nw.col(_Row.by_lowest) + one_where(nw.col(_Row.counting) < pool)).alias(_Row.unrated),
    )


def _level(table: Frame, scale: RatingScale | None, level: str, number: nw.Expr, ids: list[str] | None = None) -> Frame:
    """The ratings of one level; none without a scale."""
    question = nw.lit(None, dtype=nw.String) if ids is None else _said(_Row.question, ids)
    rated = nw.col(_Row.unrated if ids is None else _Row.lacking) == 0
    table = table.with_columns(
        nw.lit(level).alias(_Row.level),
        number.alias(_Row.number),
        question.alias(_Row.question),
        nw.when(rated).then(nw.col(_Row.scored)).alias(_Row.scored),
        nw.when(rated).then(nw.col(_Row.out_of)).alias(_Row.out_of),
    )
    nothing = nw.lit(None, dtype=nw.String), nw.lit(None, dtype=nw.Int64)
    rating, rounded = nothing if scale is None else _rated(scale)
    return table.with_columns(rating.alias(_Row.rating), rounded.alias(_Row.rounded)).select(*_COLUMNS[:-1])


def _rated(scale: RatingScale) -> tuple[nw.Expr, nw.Expr]:
    """The name of the band, and the whole per cent that it was found for, if the scale rounds to one."""
    scored, out_of = nw.col(_Row.scored), nw.col(_Row.out_of)
    reached = _product(scored, nw.lit(scale.top, dtype=AMOUNT))
    rating = nw.when(~scored.is_null()).then(nw.lit(scale.bands[0].name))
    chosen = rating.otherwise(nw.lit(None, dtype=nw.String))
    for band in scale.bands[1:]:
        edge = nw.lit(Decimal(int(scale.threshold(band) * 100)).scaleb(-2), dtype=AMOUNT)
        chosen = nw.when(reached >= _product(out_of, edge)).then(nw.lit(band.name)).otherwise(chosen)
    chosen = nw.when(out_of == 0).then(nw.lit(NOT_RATED)).otherwise(chosen)
    if scale.rounding is Rounding.NONE:
        return chosen, nw.lit(None, dtype=nw.Int64)
    top, points, of = int(scale.top * 100), (scored * 100).cast(nw.Int64), (out_of * 100).cast(nw.Int64)
    # The floor of the share and a half in whole numbers, so that a half goes up on every engine.
    nearest = (points * (2 * top) + of * 100) // nw.when(of > 0).then(of * 200)
    return chosen, nearest


def _product(one: nw.Expr, other: nw.Expr) -> nw.Expr:
    """The exact product of two amounts, times ten thousand."""
    return (one * 100).cast(_FACTORS[0]) * (other * 100).cast(_FACTORS[1])


def _said(column: str, texts: Sequence[str | int], kind: type[nw.String | nw.Int64] = nw.String) -> nw.Expr:
    """The text or number at the place that a column gives."""
    said = nw.lit(None, dtype=kind)
    for at, text in enumerate(texts):
        said = nw.when(nw.col(column) == at).then(nw.lit(text)).otherwise(said)
    return said


def _together(tables: list[Frame]) -> Frame:
    return cast("Frame", nw.concat(cast("list[nw.LazyFrame[IntoLazyFrame]]", tables)))
