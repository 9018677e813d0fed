"""What rating leads to: each standard's computed, awarded and published ratings, the overall, and what does not fit."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from yosrules.language.kinds import one_of
from yosrules.language.plain.values import Plain
from yosrules.policies.awards import Award
from yosrules.policies.domain import Framework, KeyQuestion, RatedBy, Standard
from yosrules.policies.rating import Band, Rating, Score, plain


@attrs.frozen
class RatedQuestion:
    """A key question: the cases that were sufficient, out of those it applied to, and the rating of that share.

    Where a case was scored in part, `score` is of points instead, and `cases` are the points of each case.
    """

    question: KeyQuestion
    score: Score
    rating: Rating
    cases: tuple[Score, ...] = ()

    def as_dict(self) -> dict[str, Plain]:
        """The key question as plain data."""
        return {"question": self.question.id, **_score_data(self.score), **_rating_data(self.rating)}


@attrs.frozen
class RatedStandard:
    """One standard's ratings, kept apart: computed from the evidence, awarded by a panel, published by inspectors.

    `stated` is what the evidence itself calls the rating. `computed` is None where there is nothing to compute from.
    `score` is what it was computed from: for the lowest key question, that question's score. `possible` are the
    ratings, lowest first, that are left where cases have no row for a key question.
    """

    standard: Standard
    rated_by: RatedBy
    score: Score | None = None
    computed: Rating | None = None
    awarded: Award | None = None
    published: Band | None = None
    stated: str | None = None
    questions: tuple[RatedQuestion, ...] = ()
    possible: tuple[Band, ...] = ()

    @property
    def deciding(self) -> RatedQuestion | None:
        """The key question whose rating is that of the standard, if it is rated by the lowest."""
        return next((each for each in self.questions if each.score == self.score), None)

    @property
    def band(self) -> Band | None:
        """The rating that stands: published before awarded before computed; None if not rated."""
        computed = self.computed.band if self.computed else None
        return self.published or (self.awarded.band if self.awarded else computed)

    def as_dict(self) -> dict[str, Plain]:
        """The standard as plain data, its exact share as a fraction."""
        return {
            "standard": self.standard.number,
            "name": self.standard.name,
            "rated_by": self.rated_by.value,
            "deciding": self.deciding.question.id if self.deciding else None,
            **_score_data(self.score),
            **_rating_data(self.computed),
            "awarded": self.awarded.band.name if self.awarded else None,
            "published": self.published.name if self.published else None,
            "stated": self.stated,
            "questions": [each.as_dict() for each in self.questions],
            "possible": one_of([band.name for band in self.possible]) if self.possible else None,
        }


@attrs.frozen
class RatedOverall:
    """The overall rating: of the summed scores for an audit, of the points for an inspection; or why there is none.

    `possible` are the ratings, lowest first, that are left where some standards have none yet, should each get one.
    """

    score: Score | None = None
    computed: Rating | None = None
    stated: str | None = None
    why_not: str | None = None
    possible: tuple[Band, ...] = ()

    def as_dict(self) -> dict[str, Plain]:
        """The overall rating as plain data."""
        return {
            **_score_data(self.score),
            **_rating_data(self.computed),
            "stated": self.stated,
            "possible": one_of([band.name for band in self.possible]) if self.possible else None,
            "why_not": self.why_not,
        }


@attrs.frozen
class Difference:
    """A statement of the sheet that differs from what its own figures give."""

    where: str
    what: str
    stated: str
    computed: str

    def __str__(self) -> str:
        return f"{self.where}: the {self.what} is stated as {self.stated}, computed as {self.computed}"


@attrs.frozen
class RatedSheet:
    """Every standard rated, the overall, and every difference between what was stated and what was computed."""

    title: str
    framework: Framework
    standards: tuple[RatedStandard, ...]
    overall: RatedOverall
    differences: tuple[Difference, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def ratings(self) -> dict[str, str | None]:
        """Each standard's number and the name of the rating that stands, ready for `compare`."""
        return {each.standard.number: each.band.name if each.band else None for each in self.standards}

    def as_dict(self) -> dict[str, Plain]:
        """The sheet as plain data."""
        return {
            "title": self.title,
            "framework": self.framework.id,
            "standards": [each.as_dict() for each in self.standards],
            "overall": self.overall.as_dict(),
            "differences": [
                {"where": each.where, "what": each.what, "stated": each.stated, "computed": each.computed}
                for each in self.differences
            ],
            "notes": [*self.notes],
        }


def rated_otherwise(rated: Sequence[RatedStandard]) -> tuple[str, ...]:
    """What a reader of audit scores should know: for some standards inspectors rate another way."""
    otherwise = [each.standard for each in rated if each.standard.rated_by is not RatedBy.AUDIT_SCORE]
    if not otherwise:
        return ()
    ways = " or ".join(dict.fromkeys(str(standard.rated_by) for standard in otherwise))
    numbers = ", ".join(standard.number for standard in otherwise)
    return (f"rated here by audit score; inspectors rate {numbers} by {ways}, which this sheet does not hold",)


def _score_data(score: Score | None) -> dict[str, Plain]:
    return {"score": plain(score.scored) if score else None, "out_of": plain(score.out_of) if score else None}


def _rating_data(rating: Rating | None) -> dict[str, Plain]:
    return {
        "exact": str(rating.amount) if rating else None,
        "rounded": str(rating.rounded) if rating else None,
        "rating": rating.name if rating else None,
    }
