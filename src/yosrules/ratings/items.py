"""Audit items -> ratings: cases by key question, the lowest of them, and what a case without a row leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import reduce
from operator import add

from yosrules.errors import RatingError
from yosrules.language.kinds import one_of
from yosrules.policies.domain import Framework, KeyQuestion, RatedBy, Standard
from yosrules.policies.rating import Band, RatingScale, Score
from yosrules.ratings.overall import pooled
from yosrules.ratings.rated import RatedOverall, RatedQuestion, RatedSheet, RatedStandard, rated_otherwise
from yosrules.records.audit import Item, ItemSheet


def rated_items(sheet: ItemSheet, framework: Framework) -> RatedSheet:
    """Rate audit items: each standard by its lowest key question or its points, with what inspectors do otherwise."""
    by_standard: dict[Standard, list[Item]] = {}
    seen: set[tuple[str, str, str]] = set()
    for item in sheet.rows:
        standard = framework.standard(item.standard)
        key = (item.case, standard.number, standard.question(item.question).id)
        if key in seen:
            raise RatingError(f"{sheet.title} has two rows of one case for {key[2]}; allowed: each once")
        seen.add(key)
        by_standard.setdefault(standard, []).append(item)
    cases = {
        standard: {item.case for each in domain.standards for item in by_standard.get(each, ())}
        for domain in framework.domains
        for standard in domain.standards
    }
    rated = [_from_items(standard, items, cases[standard], framework) for standard, items in by_standard.items()]
    overall = _of_items(by_standard, rated, framework)
    notes = [
        note
        for each in rated
        for note in _unlike_inspectors(each, by_standard[each.standard], cases[each.standard], framework.scale)
    ]
    judged = [each for each in rated if each.standard.rated_by is RatedBy.JUDGEMENT]
    return RatedSheet(sheet.title, framework, tuple(rated), overall, notes=(*notes, *rated_otherwise(judged)))


def _all_of(names: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _of_items(
    items: Mapping[Standard, Sequence[Item]], rated: Sequence[RatedStandard], framework: Framework
) -> RatedOverall:
    """The overall of pooled points; none where a standard is rated otherwise, since the pool would rate it apart."""
    lowest = [str(each.standard) for each in rated if each.standard.rated_by is RatedBy.LOWEST_KEY_QUESTION]
    if untold := [str(each.standard) for each in rated if each.computed is None]:
        return RatedOverall(why_not=f"no overall rating, because {one_of(untold)} cannot be rated")
    if lowest:
        how = f"{_all_of(lowest)} {'is' if len(lowest) == 1 else 'are'} rated by the lowest key question"
        return RatedOverall(why_not=f"no overall rating of pooled points, because {how}")
    return pooled({standard: _points(mine) for standard, mine in items.items()}, framework)


def _from_items(standard: Standard, items: Sequence[Item], cases: Set[str], framework: Framework) -> RatedStandard:
    """A standard's rating; none where a case has no row for a key question, which is not "does not apply"."""
    by_lowest = standard.rated_by is RatedBy.LOWEST_KEY_QUESTION
    by_question = _by_question(standard, items)
    lacking = _lacking(by_question, cases)
    questions = tuple(
        _question(question, mine, framework)
        for question, mine in by_question.items()
        if by_lowest and question not in lacking
    )
    rated_by = standard.rated_by if by_lowest else RatedBy.AUDIT_SCORE
    if lacking:
        possible = _possible(by_question, lacking, framework.scale) if by_lowest else ()
        return RatedStandard(standard, rated_by, questions=questions, possible=possible)
    if not by_lowest:
        score = _points(items)
        return RatedStandard(standard, rated_by, score, framework.scale.rate(score))
    # A question with no case judged has no share; counted as 0 it would always be the lowest.
    judged = [each for each in questions if each.score.out_of]
    lowest = min(judged or questions, key=lambda each: each.score.share or 0)
    return RatedStandard(standard, rated_by, lowest.score, lowest.rating, questions=questions)


def _by_question(standard: Standard, items: Sequence[Item]) -> dict[KeyQuestion, list[Item]]:
    return {
        question: [item for item in items if standard.question(item.question) == question]
        for question in standard.key_questions
    }


def _lacking(by_question: Mapping[KeyQuestion, Sequence[Item]], cases: Set[str]) -> dict[KeyQuestion, int]:
    """How many cases of the domain have no row for a key question, where some have none."""
    none = {question: len(cases - {item.case for item in mine}) for question, mine in by_question.items()}
    return {question: count for question, count in none.items() if count}


def _possible(
    by_question: Mapping[KeyQuestion, Sequence[Item]], lacking: Mapping[KeyQuestion, int], scale: RatingScale
) -> tuple[Band, ...]:
    """The ratings that are left, should each case that has no row be sufficient, or not, or the question not apply."""
    lowest, highest = len(scale.bands) - 1, len(scale.bands) - 1
    for question, mine in by_question.items():
        score, more = _cases(mine), lacking.get(question, 0)
        if score is None:
            return ()
        out_of = score.out_of + more
        least = scale.rate(Score(score.scored, out_of)).band
        most = scale.rate(Score(score.scored + more, out_of)).band
        if least and most:
            lowest, highest = min(lowest, scale.place(least)), min(highest, scale.place(most))
    return scale.bands[lowest : highest + 1]


def _question(question: KeyQuestion, items: Sequence[Item], framework: Framework) -> RatedQuestion:
    by_case = _cases(items)
    score = by_case or _points(items)
    applied = (Score(item.score, item.out_of) for item in items if item.score is not None and item.out_of)
    return RatedQuestion(question, score, framework.scale.rate(score), () if by_case else tuple(applied))


def _points(items: Iterable[Item]) -> Score:
    """What was scored out of what could be; an item that does not apply counts on neither side."""
    scores = (Score(item.score, item.out_of) for item in items if item.score is not None)
    return reduce(add, scores, Score(0, 0))


def _cases(items: Iterable[Item]) -> Score | None:
    """Cases that were sufficient out of cases judged; None where an item was scored in part."""
    judged = [item for item in items if item.score is not None and item.out_of]
    if any(item.score not in (0, item.out_of) for item in judged):
        return None
    return Score(sum(item.score == item.out_of for item in judged), len(judged))


def _unlike_inspectors(
    rated: RatedStandard, items: Sequence[Item], cases: Set[str], scale: RatingScale
) -> Iterator[str]:
    standard = rated.standard
    by_question = _by_question(standard, items)
    lacking = _lacking(by_question, cases)
    if silent := [question.name for question in lacking if not by_question[question]]:
        yield f"{standard} cannot be rated: no case is judged on {one_of(silent)}"
    for question in (each for each in lacking if by_question[each]):
        rows = f"{lacking[question]} of {len(cases)} cases have no row for {question.name}"
        yield f"{standard} cannot be rated: {rows}; a row without a score says that it does not apply"
    if rated.possible and rated.possible != scale.bands:
        left = one_of([band.name for band in rated.possible])
        yield f"{standard}: if each of them is sufficient, or is not, or it does not apply, it is {left}"
    if standard.rated_by is RatedBy.LOWEST_KEY_QUESTION and _cases(items) is None:
        yield f"{standard} is scored in part marks, so its shares are of points; inspectors count sufficient cases"
