"""Any scale, score or audit: Hypothesis strategies that lean on where the bands begin. Nothing is thrown away."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from yosrules.policies.domain import Framework, Standard
from yosrules.policies.rating import NOT_RATED, Band, RatingScale, Rounding, Score
from yosrules.records.audit import AuditSheet, Inspection, Item, ItemSheet, Judged, JudgedOverall, SheetRow
from yosrules.testing.strategies.records import values

_RIGHT = "right"
"""Stands for the percentage or the rating computed from the row's own score."""
_MOST_CASES = 500
"""The highest possible score that is drawn."""


def scales() -> st.SearchStrategy[RatingScale]:
    """Any scale of up to seven bands that begin at whole per cents, rounded either way."""
    starts = st.sets(st.integers(1, 100), min_size=1, max_size=6).map(sorted)
    bands = starts.map(lambda each: tuple(Band(f"band {place}", start) for place, start in enumerate([0, *each])))
    return st.builds(RatingScale, st.just("drawn"), bands, st.sampled_from(Rounding))


def amounts(scale: RatingScale) -> st.SearchStrategy[Decimal]:
    """Amounts that a scale rates, half of them within a hundredth of where a band begins."""
    (fact,) = scale.as_policy().editions[0].reads()
    return values(fact, scale.as_policy()).map(lambda value: Decimal(str(value)))


def scores(scale: RatingScale | None = None) -> st.SearchStrategy[Score]:
    """Scores in halves; with a scale, half of them are the nearest to where one of its bands begins."""
    out_of = st.integers(1, _MOST_CASES)
    anywhere = st.tuples(out_of, st.integers(0, 2 * _MOST_CASES)).map(lambda at: _score(at[1] % (2 * at[0] + 1), at[0]))
    if scale is None:
        return anywhere
    shares = [scale.threshold(band) / Fraction(scale.top) for band in scale.bands]
    near = st.tuples(out_of, st.sampled_from(shares), st.integers(-1, 1))
    return anywhere | near.map(lambda at: _score(round(2 * at[0] * at[1]) + at[2], at[0]))


def _score(halves: int, out_of: int) -> Score:
    return Score(Decimal(min(max(halves, 0), 2 * out_of)) / 2, out_of)


def evidence(framework: Framework) -> st.SearchStrategy[AuditSheet | ItemSheet | Inspection]:
    """What rates standards one by one: an audit sheet, audit items or an inspection."""
    rated = audit_sheets(framework) | inspections(framework)
    asks = any(standard.key_questions for standard in framework.standards)
    return rated | item_sheets(framework) if asks else rated


def audit_sheets(framework: Framework) -> st.SearchStrategy[AuditSheet]:
    """Audit sheets of some of a framework's standards; what they state may be right, wrong or left out."""
    rows = {standard: _row(standard.number, framework.scale) for standard in framework.standards}
    chosen = _some(framework).flatmap(lambda some: st.tuples(*(rows[standard] for standard in some)))
    return st.builds(AuditSheet, st.just("drawn"), chosen, st.none() | _row("Overall", framework.scale))


def _row(standard: str, scale: RatingScale) -> st.SearchStrategy[SheetRow]:
    percents = st.sampled_from([None, _RIGHT]) | st.integers(0, 100)
    ratings = st.sampled_from([None, _RIGHT, *scale.names])

    def stated(drawn: tuple[Score, int | str | None, str | None]) -> SheetRow:
        score, percent, rating = drawn
        right = scale.rate(score)
        shown = round(right.rounded or 0) if percent == _RIGHT else percent
        said = right.name if rating == _RIGHT else rating
        return SheetRow(standard, score.scored, score.out_of, None if shown is None else Decimal(shown), said)

    return st.tuples(scores(scale), percents, ratings).map(stated)


def item_sheets(framework: Framework) -> st.SearchStrategy[ItemSheet]:
    """Audits of up to five cases on a framework's key questions, each met, half met, not met or not applicable."""
    asked = [(each.number, question.id) for each in framework.standards for question in each.key_questions]
    marks = st.sampled_from([Decimal(1), Decimal(0), None, Decimal("0.5")])
    item = st.tuples(st.integers(1, 5), st.sampled_from(asked), marks)
    rows = st.lists(item, min_size=1, max_size=12, unique_by=lambda drawn: drawn[:2]).map(
        lambda drawn: tuple(Item(f"case {case}", *about, mark, Decimal(1)) for case, about, mark in drawn)
    )
    return st.builds(ItemSheet, st.just("drawn"), rows)


def inspections(framework: Framework) -> st.SearchStrategy[Inspection]:
    """Published ratings of some of a framework's standards, with shares of cases and an overall or without."""
    rows = {standard: _judged(standard, framework) for standard in framework.standards}
    chosen = _some(framework).flatmap(lambda some: st.tuples(*(rows[standard] for standard in some)))
    overalls = [st.builds(JudgedOverall, st.none() | st.sampled_from([NOT_RATED, *framework.scale.names]))]
    overalls += [_overall(scale) for scale in framework.overall_bands]
    return st.builds(Inspection, st.just("drawn"), chosen, st.none() | st.one_of(overalls))


def _judged(standard: Standard, framework: Framework) -> st.SearchStrategy[Judged]:
    rating = st.none() | st.sampled_from(framework.scale.names)
    return st.builds(Judged, st.just(standard.number), rating, st.none() | amounts(framework.scale))


def _overall(scale: RatingScale) -> st.SearchStrategy[JudgedOverall]:
    points = st.integers(0, int(scale.top)).map(Decimal)
    return st.builds(JudgedOverall, st.none() | st.sampled_from(scale.names), points, st.just(scale.top))


def _some(framework: Framework) -> st.SearchStrategy[list[Standard]]:
    return st.lists(st.sampled_from(framework.standards), min_size=1, unique=True)
