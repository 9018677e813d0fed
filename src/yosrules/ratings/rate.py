"""An audit sheet, audit items or an inspection -> ratings, with what was computed beside what was stated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import assert_never

import attrs

from yosrules.errors import RatingError
from yosrules.policies.awards import Ground, awarded
from yosrules.policies.domain import Framework, RatedBy
from yosrules.policies.rating import NOT_RATED, PLACES, Rating, Score, exact, plain
from yosrules.ratings.items import rated_items
from yosrules.ratings.overall import OVERALL, contradictions, counted, named_band, of_standards, pooled
from yosrules.ratings.rated import Difference, RatedSheet, RatedStandard, rated_otherwise
from yosrules.records.audit import (
    AuditSheet,
    Evidence,
    Inspection,
    ItemSheet,
    Judged,
    JudgedOverall,
    RatingCounts,
    SheetRow,
)


def rate(evidence: Evidence, framework: Framework) -> RatedSheet:
    """Rate an audit sheet, audit items, an inspection or counts of ratings against a framework."""
    match evidence:
        case AuditSheet():
            return _sheet(evidence, framework)
        case ItemSheet():
            return rated_items(evidence, framework)
        case Inspection():
            return _inspection(evidence, framework)
        case RatingCounts():
            return RatedSheet(evidence.title, framework, (), counted(evidence, framework))
        case _:
            assert_never(evidence)


def _sheet(sheet: AuditSheet, framework: Framework) -> RatedSheet:
    if len({row.standard for row in sheet.rows}) < len(sheet.rows):
        raise RatingError(f"{sheet.title} has two rows for one standard")
    rated = [_scored(row, framework) for row in sheet.rows]
    differences = [
        difference
        for row, each in zip(sheet.rows, rated, strict=True)
        for difference in _differences(str(each.standard), row, framework, Score(row.score, row.out_of))
    ]
    scores = {each.standard: each.score for each in rated if each.score}
    overall = pooled(scores, framework, sheet.overall.stated_rating if sheet.overall else None)
    if sheet.overall:
        found = _differences(OVERALL, sheet.overall, framework, reduce(add, scores.values(), Score(0, 0)))
        # Where a standard is left out, the sum of the rest tells only that the stated sum is of more.
        differences += [each for each in found if overall.score or each.what == "score"]
    return RatedSheet(sheet.title, framework, tuple(rated), overall, tuple(differences), rated_otherwise(rated))


def _scored(row: SheetRow, framework: Framework) -> RatedStandard:
    score = Score(row.score, row.out_of)
    computed = framework.scale.rate(score)
    standard = framework.standard(row.standard)
    return RatedStandard(standard, RatedBy.AUDIT_SCORE, score, computed, stated=row.stated_rating)


def _differences(where: str, row: SheetRow, framework: Framework, score: Score) -> list[Difference]:
    """Stated against computed: the score itself, the per cent to the places it was stated to, the rating."""
    rating, found = framework.scale.rate(score), []
    if (row.score, row.out_of) != (score.scored, score.out_of):
        found.append(_wrong_sum(where, row, framework, score))
    if row.stated_percent is not None:
        computed = None if rating.amount is None else _to_places(rating.amount, row.stated_percent)
        if computed != row.stated_percent:
            said = "nothing: it is out of 0" if computed is None else f"{computed}%"
            found.append(Difference(where, "percentage", f"{plain(row.stated_percent)}%", said))
    if row.stated_rating is not None and named_band(row.stated_rating, framework) != rating.band:
        found.append(Difference(where, "rating", row.stated_rating, rating.name))
    return found


def _wrong_sum(where: str, row: SheetRow, framework: Framework, score: Score) -> Difference:
    written = Score(row.score, row.out_of)
    return Difference(
        where,
        "score",
        f"{written} (which would be {percent(framework.scale.rate(written))})",
        f"{score} ({percent(framework.scale.rate(score))}), the sum of its rows",
    )


def percent(rating: Rating) -> str:
    """A rating's amount as people print it: "80%", after rounding; "-" where nothing was rated."""
    return "-" if rating.rounded is None else f"{plain(rating.rounded)}%"


def _to_places(amount: Fraction, like: Decimal) -> Decimal:
    """The amount, halves up, to as many decimal places as `like` needs: a spreadsheet's 87.00% is 87%."""
    places = next(places for places in range(PLACES + 1) if (Fraction(exact(like)) * 10**places).denominator == 1)
    # Half up, as Derby's audits do; Python's round() would turn 86.5 into 86.
    return Decimal(f"{int(amount * 10**places + Fraction(1, 2))}E-{places}")


def _inspection(inspection: Inspection, framework: Framework) -> RatedSheet:
    rated = [_published(row, framework) for row in inspection.rows]
    differences = [
        Difference(
            str(each.standard), "rating", each.published.name, f"{each.computed.name} ({percent(each.computed)})"
        )
        for each in rated
        if each.computed and each.published and each.computed.band != each.published
    ]
    differences += [said for row in inspection.rows for said in _share_of_nothing(row, framework)]
    ratings = {each.standard.number: each.published for each in rated}
    stated = inspection.overall or JudgedOverall(None)
    overall = of_standards(ratings, stated, framework)
    differences += contradictions(ratings, stated, overall, framework)
    return RatedSheet(inspection.title, framework, tuple(rated), overall, tuple(differences))


def _published(row: Judged, framework: Framework) -> RatedStandard:
    standard = framework.standard(row.standard)
    computed = None if row.share is None or row.rating is None else framework.scale.of(row.share)
    return RatedStandard(standard, standard.rated_by, computed=computed, published=named_band(row.rating, framework))


def _share_of_nothing(row: Judged, framework: Framework) -> Iterator[Difference]:
    """A standard that was not rated, and yet has a share of cases."""
    if row.rating is None and row.share is not None:
        share = framework.scale.of(row.share)
        yield Difference(str(framework.standard(row.standard)), "rating", NOT_RATED, f"{share.name} ({percent(share)})")


def award(sheet: RatedSheet, number: str, band: str, *, ground: Ground, by: str, on: date, why: str) -> RatedSheet:
    """Record that a panel moved one standard by one band; refused where the ground does not hold."""
    standard = sheet.framework.standard(number)
    rated = next((each for each in sheet.standards if each.standard == standard), None)
    deciding = rated.deciding if rated else None
    if rated is None or deciding is None:
        raise RatingError(f"{standard} has no deciding key question here, so there is nothing to move it from")
    moved = awarded(
        sheet.framework.scale, deciding.score, band, ground=ground, cases=deciding.cases, by=by, on=on, why=why
    )
    standards = tuple(attrs.evolve(each, awarded=moved) if each is rated else each for each in sheet.standards)
    return attrs.evolve(sheet, standards=standards)
