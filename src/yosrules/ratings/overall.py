"""The overall rating: of points pooled, of judged standards or of counts, and what it may be where some are lacking."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from functools import reduce
from operator import add

from yosrules.errors import RatingError
from yosrules.language.kinds import one_of
from yosrules.policies.domain import Framework, Standard
from yosrules.policies.rating import NOT_RATED, Band, Score, plain
from yosrules.ratings.rated import Difference, RatedOverall
from yosrules.records.audit import JudgedOverall, RatingCounts

OVERALL = "Overall"


def pooled(scores: Mapping[Standard, Score], framework: Framework, stated: str | None = None) -> RatedOverall:
    """The overall rating of summed scores, if the framework has one and no standard is left out of the sum."""
    left_out = _left_out(scores, framework)
    total = reduce(add, (score for standard, score in scores.items() if standard.counts), Score(0, 0))
    score = None if left_out else total
    if not framework.overall_bands:
        why_not = f"no overall rating: {framework.id} has no bands for one established here"
        return RatedOverall(score, stated=stated, why_not=why_not)
    computed = None if left_out else framework.scale.rate(total)
    return RatedOverall(score, computed, stated, left_out or None)


def _left_out(given: Container[Standard], framework: Framework) -> str:
    """What is lacking of a pool of points: it is of every standard of one domain, or of the framework; "" if it is."""
    asked = [domain.standards for domain in framework.domains if any(each in given for each in domain.standards)]
    several = len(asked) > 1
    if several and framework.absent:
        return f"no overall rating: {framework.lacks}"
    pool = framework.standards if several else [each for standards in asked for each in standards]
    lacking = [str(standard) for standard in pool if standard.counts and standard not in given]
    return f"no overall rating without the points of {one_of(lacking)}" if lacking else ""


def of_standards(ratings: Mapping[str, Band | None], stated: JudgedOverall, framework: Framework) -> RatedOverall:
    """From the standards where all are there; else from the points that were published; else what is possible still."""
    try:
        if _complete(ratings, framework) or stated.points is None or stated.maximum is None:
            overall = framework.overall(ratings)
            return RatedOverall(overall.score, overall.rating, stated.rating)
        score = Score(stated.points, stated.maximum)
        return RatedOverall(score, framework.rate_points(score), stated.rating)
    except RatingError as error:
        why_not = str(error)
    countable = [standard.number for standard in framework.standards if standard.counts]
    left = sum(number not in ratings for number in countable)
    known = [band for number in countable if (band := ratings.get(number)) is not None]
    if stated.maximum is not None and stated.maximum != (len(known) + left) * framework.points[-1]:
        return RatedOverall(stated=stated.rating, why_not=why_not)
    return _possible(known, left, framework, why_not, stated.rating)


def counted(counts: RatingCounts, framework: Framework) -> RatedOverall:
    """The overall rating from how many standards got each rating: it needs no more than that."""
    framework.whole()
    of = sum(standard.counts for standard in framework.standards)
    given = sum(number for _, number in counts.counts)
    if given > of:
        raise RatingError(f"{counts.title} counts {given} ratings; {framework.id} has {of} standards that are rated")
    known = [band for name, number in counts.counts if (band := named_band(name, framework)) for _ in range(number)]
    if given < of:
        return _possible(known, of - given, framework, f"no overall rating of {given} of {of} standards")
    score = Score(
        sum(framework.points[framework.scale.place(band)] for band in known), len(known) * framework.points[-1]
    )
    try:
        return RatedOverall(score, framework.rate_points(score))
    except RatingError as error:
        return RatedOverall(score, why_not=str(error))


def _possible(
    known: Sequence[Band], left: int, framework: Framework, why_not: str, stated: str | None = None
) -> RatedOverall:
    """The overall ratings that standards without a rating leave possible, if none of those turns out "not rated"."""
    top = framework.points[-1]
    most = (len(known) + left) * top
    scale = next((scale for scale in framework.overall_bands if scale.top == most), None)
    if framework.absent or not known or scale is None:
        return RatedOverall(stated=stated, why_not=why_not)
    reach = {sum(framework.points[framework.scale.place(band)] for band in known)}
    for _ in range(left):
        reach = {points + more for points in reach for more in framework.points}
    reached = {scale.rate(Score(points, most)).band for points in reach}
    possible = tuple(band for band in scale.bands if band in reached)
    # A standard that is left out may be "not rated" too, and shrinks the maximum: nothing is settled without that "if".
    names = one_of([band.name for band in possible])
    says = f"if each of them is rated, it has {min(reach)} to {max(reach)} of {most} points: {names}"
    return RatedOverall(stated=stated, why_not=f"{why_not}; {says}", possible=possible)


def _complete(ratings: Mapping[str, Band | None], framework: Framework) -> bool:
    return not framework.absent and all(each.number in ratings for each in framework.standards if each.counts)


def contradictions(
    ratings: Mapping[str, Band | None], stated: JudgedOverall, overall: RatedOverall, framework: Framework
) -> Iterator[Difference]:
    if stated.points is not None and stated.maximum is not None:
        written = Score(stated.points, stated.maximum)
        known = [band for number, band in ratings.items() if band and framework.standard(number).counts]
        least = sum(framework.points[framework.scale.place(band)] for band in known)
        # Standards that the file leaves out add from 0 points to their most, so a range is all that can be checked.
        room = int(written.out_of) - len(known) * framework.points[-1]
        most = least + room
        if room < 0:
            yield Difference(OVERALL, "maximum", plain(written.out_of), f"more: {len(known)} standards are rated")
        elif not least <= written.scored <= most:
            could = str(least) if least == most else f"{least} to {most}"
            yield Difference(OVERALL, "number of points", str(written), f"{could} by the ratings of the standards")
    if overall.stated and overall.possible:
        # A standard that is left out may be "not rated", and then so may the whole.
        may = [NOT_RATED.casefold(), *(band.name.casefold() for band in overall.possible)]
        if overall.stated.casefold() not in may:
            yield Difference(OVERALL, "rating", overall.stated, one_of([band.name for band in overall.possible]))
    elif overall.stated and overall.computed and overall.stated.casefold() != overall.computed.name.casefold():
        yield Difference(OVERALL, "rating", overall.stated, f"{overall.computed.name} ({overall.score} points)")


def named_band(name: str | None, framework: Framework) -> Band | None:
    return None if name is None or name.casefold() == NOT_RATED.casefold() else framework.scale.band(name)
