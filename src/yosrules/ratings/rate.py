"""An audit sheet, audit items or an inspection -> ratings, with what was computed beside what was stated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from operator import add
from typing import assert_never

import attrs

from yosrules.errors import RatingError
from yosrules.language.kinds import one_of
from yosrules.policies.awards import Ground, awarded
from yosrules.policies.domain import Framework, KeyQuestion, RatedBy, Standard
from yosrules.policies.rating import NOT_RATED, PLACES, Rating, Score, exact, plain
from yosrules.ratings.overall import OVERALL, contradictions, counted, named_band, of_standards, pooled
from yosrules.ratings.rated import Difference, RatedOverall, RatedQuestion, RatedSheet, RatedStandard
from yosrules.records.audit import (
    AuditSheet,
    Evidence,
    Inspection,
    Item,
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
            return _items(evidence, framework)
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
    total = _total([Score(row.score, row.out_of) for row in sheet.rows])
    differences = [
        difference
        for row, each in zip(sheet.rows, rated, strict=True)
        for difference in _differences(str(each.standard), row, framework, Score(row.score, row.out_of))
    ]
    stated = None
    if sheet.overall:
        stated = sheet.overall.stated_rating
        differences += _differences(OVERALL, sheet.overall, framework, total)
    overall = pooled(total, framework, stated)
    return RatedSheet(sheet.title, framework, tuple(rated), overall, tuple(differences), _aside(rated))


def _scored(row: SheetRow, framework: Framework) -> RatedStandard:
    score = Score(row.score, row.out_of)
    computed = framework.scale.rate(score)
    standard = framework.standard(row.standard)
    return RatedStandard(standard, RatedBy.AUDIT_SCORE, score, computed, stated=row.stated_rating)


def _aside(rated: list[RatedStandard]) -> tuple[str, ...]:
    """What a reader of audit scores should know: for some standards inspectors rate another way."""
    otherwise = [each.standard for each in rated if each.standard.rated_by is not RatedBy.AUDIT_SCORE]
    if not otherwise:
        return ()
    ways = " or ".join(dict.fromkeys(str(standard.rated_by) for standard in otherwise))
    numbers = ", ".join(standard.number for standard in otherwise)
    return (f"rated here by audit score; inspectors rate {numbers} by {ways}, which this sheet does not hold",)


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


def _total(scores: list[Score]) -> Score:
    return reduce(add, scores, Score(0, 0))


def _items(sheet: ItemSheet, framework: Framework) -> RatedSheet:
    by_standard: dict[str, list[Item]] = {}
    seen: set[tuple[str, str, str]] = set()
    for item in sheet.rows:
        standard = framework.standard(item.standard)
        key = (item.case, standard.number, standard.question(item.question).id)
        if key in seen:
            raise RatingError(f"{sheet.title} has two rows of one case for {key[2]}; allowed: each once")
        seen.add(key)
        by_standard.setdefault(standard.number, []).append(item)
    rated = [_from_items(framework.standard(number), items, framework) for number, items in by_standard.items()]
    overall = _of_items(sheet.rows, rated, framework)
    notes = [note for each in rated for note in _unlike_inspectors(each, by_standard[each.standard.number])]
    judged = [each for each in rated if each.standard.rated_by is RatedBy.JUDGEMENT]
    return RatedSheet(sheet.title, framework, tuple(rated), overall, notes=(*notes, *_aside(judged)))


def _all_of(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _of_items(items: Sequence[Item], rated: Sequence[RatedStandard], framework: Framework) -> RatedOverall:
    """The overall of pooled points; none where a standard is rated otherwise, since the pool would rate it apart."""
    lowest = [str(each.standard) for each in rated if each.standard.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    if untold := [str(each.standard) for each in rated if each.computed is None]:
        return RatedOverall(why_not=f"no overall rating, because {one_of(untold)} cannot be rated")
    if lowest:
        how = f"{_all_of(lowest)} {'is' if len(lowest) == 1 else 'are'} rated by the lowest key question"
        return RatedOverall(why_not=f"no overall rating of pooled points, because {how}")
    return pooled(_points(items), framework)


def _from_items(standard: Standard, items: Sequence[Item], framework: Framework) -> RatedStandard:
    if standard.rated_by is not RatedBy.LOWEST_KEY_QUESTION:
        score = _points(items)
        return RatedStandard(standard, RatedBy.AUDIT_SCORE, score, framework.scale.rate(score))
    by_question = {
        question: [item for item in items if standard.question(item.question) == question]
        for question in standard.key_questions
    }
    questions = tuple(_question(question, mine, framework) for question, mine in by_question.items() if mine)
    if len(questions) < len(standard.key_questions):
        return RatedStandard(standard, standard.rated_by, questions=questions)
    # A question with no case judged has no share; counted as 0 it would always be the lowest.
    judged = [each for each in questions if each.score.out_of]
    lowest = min(judged or questions, key=lambda each: each.score.share or 0)
    return RatedStandard(standard, standard.rated_by, lowest.score, lowest.rating, questions=questions)


def _question(question: KeyQuestion, items: Sequence[Item], framework: Framework) -> RatedQuestion:
    by_case = _cases(items)
    score = by_case or _points(items)
    applied = (Score(item.score, item.out_of) for item in items if item.score is not None and item.out_of)
    return RatedQuestion(question, score, framework.scale.rate(score), () if by_case else tuple(applied))


def _points(items: Iterable[Item]) -> Score:
    """What was scored out of what could be; an item that does not apply counts on neither side."""
    return _total([Score(item.score, item.out_of) for item in items if item.score is not None])


def _cases(items: Iterable[Item]) -> Score | None:
    """Cases that were sufficient out of cases judged; None where an item was scored in part."""
    judged = [item for item in items if item.score is not None and item.out_of]
    if any(item.score not in (0, item.out_of) for item in judged):
        return None
    return Score(sum(item.score == item.out_of for item in judged), len(judged))


def _unlike_inspectors(rated: RatedStandard, items: Sequence[Item]) -> Iterator[str]:
    if rated.rated_by is not RatedBy.LOWEST_KEY_QUESTION:
        return
    standard, given = rated.standard, [each.question for each in rated.questions]
    if silent := [question.name for question in standard.key_questions if question not in given]:
        yield f"{standard} cannot be rated: no case is judged on {one_of(silent)}"
    cases = {item.case for item in items}
    for question in given:
        if lacking := len(cases - {item.case for item in items if standard.question(item.question) == question}):
            yield f"{standard}: {lacking} of {len(cases)} cases have no row for {question.name}, and are left out of it"
    if _cases(items) is None:
        yield f"{standard} is scored in part marks, so its shares are of points; inspectors count sufficient cases"


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
