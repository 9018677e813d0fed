"""HMIP's words: key questions in standards, standards in domains, domains in an inspection framework."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import attrs

from yosrules.errors import PolicyError, RatingError
from yosrules.language.kinds import one_of
from yosrules.policies.citation import Citation
from yosrules.policies.rating import Band, Rating, RatingScale, Score


class RatedBy(StrEnum):
    """How a standard gets its rating."""

    AUDIT_SCORE = "audit score"
    LOWEST_KEY_QUESTION = "lowest key question"
    JUDGEMENT = "inspectors' judgement"


@attrs.frozen
class KeyQuestion:
    """One question that cases are judged on; `name` is a short label."""

    id: str
    name: str


@attrs.frozen
class Standard:
    """One thing that is rated. `counts` is whether it takes part in the overall rating."""

    number: str
    name: str
    rated_by: RatedBy
    key_questions: tuple[KeyQuestion, ...] = ()
    counts: bool = True

    def __attrs_post_init__(self) -> None:
        if self.rated_by is RatedBy.LOWEST_KEY_QUESTION and not self.key_questions:
            raise PolicyError(f"{self}: a standard rated by its lowest key question has at least one")
        names = [name.casefold() for question in self.key_questions for name in {question.id, question.name}]
        if twice := _repeated(names):
            raise PolicyError(f"{self} has two key questions called {twice}")

    def __str__(self) -> str:
        return self.name if self.name.casefold() == self.number.casefold() else f"{self.number} {self.name}"

    def question(self, written: str) -> KeyQuestion:
        """The key question of this id or label; capitals do not matter."""
        for question in self.key_questions:
            if written.casefold() in (question.id.casefold(), question.name.casefold()):
                return question
        if not self.key_questions:
            raise RatingError(f"the key questions of {self} are not established here, so no case can be judged on one")
        options = [f"{question.id} ({question.name})" for question in self.key_questions]
        raise RatingError(f"{written!r} is not a key question of {self}; allowed: {one_of(options)}")


@attrs.frozen
class Domain:
    """The standards that one framework has for one field of work."""

    framework: str
    number: str
    name: str
    standards: tuple[Standard, ...]
    cites: Citation | None = None

    def __attrs_post_init__(self) -> None:
        if not self.standards:
            raise PolicyError(f"{self} has no standards")
        if twice := _repeated([standard.number for standard in self.standards]):
            raise PolicyError(f"{self} has two standards numbered {twice}")

    def __str__(self) -> str:
        return f"domain {self.number} of {self.framework}"


@attrs.frozen
class Overall:
    """The points scored, the most that could be scored, and the rating of those points."""

    score: Score
    rating: Rating
    not_rated: tuple[str, ...]


@attrs.frozen
class Framework:
    """One edition of an inspection: its scale, its domains, and how the overall rating is reached.

    `points` are what each band of `scale` is worth, lowest first. `overall_bands` are scales of points, one for each
    maximum for which bands are established; an overall out of any other maximum is refused. Frameworks of one `series`
    follow each other; of two series neither is taken for the other. `plugins` names what brings each domain that is
    expected, in the same order, where it is known.
    """

    id: str
    title: str
    starts: date
    scale: RatingScale
    points: tuple[int, ...]
    expects: tuple[str, ...]
    overall_bands: tuple[RatingScale, ...] = ()
    domains: tuple[Domain, ...] = ()
    cites: Citation | None = None
    open: tuple[str, ...] = ()
    series: str = ""
    plugins: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        # A datetime is a date to isinstance, but cannot be compared with one.
        if type(self.starts) is not date:
            raise PolicyError(f"{self.id} starts on a date, not on {self.starts!r}")
        if len(self.points) != len(self.scale.bands) or list(self.points) != sorted(set(self.points)):
            raise PolicyError(f"{self.id}: points rise with the bands of {self.scale.name}, one number for each")
        if self.plugins and len(self.plugins) != len(self.expects):
            raise PolicyError(f"{self.id}: a plugin for each domain that is expected, or none")
        if twice := _repeated([str(scale.top) for scale in self.overall_bands]):
            raise PolicyError(f"{self.id} has two scales for an overall out of {twice}")
        for domain in self.domains:
            if domain.framework != self.id or domain.number not in self.expects:
                raise PolicyError(f"{domain} does not belong to {self.id}; allowed: {one_of(list(self.expects))}")
        if twice := _repeated([standard.number.casefold() for standard in self.standards]):
            raise PolicyError(f"{self.id} has two standards numbered {twice}")

    def having(self, domain: Domain) -> Framework:
        """This framework with one domain more."""
        return attrs.evolve(self, domains=(*self.domains, domain))

    @property
    def standards(self) -> tuple[Standard, ...]:
        """Every standard, in the order of the domains."""
        return tuple(standard for domain in self.domains for standard in domain.standards)

    @property
    def absent(self) -> tuple[str, ...]:
        """The numbers of the domains that no installed plugin has brought."""
        return tuple(number for number in self.expects if number not in {domain.number for domain in self.domains})

    @property
    def lacks(self) -> str:
        """Which domains no installed plugin has brought, with what would bring them; "" if all are there."""
        if not self.absent:
            return ""
        brought = dict(zip(self.expects, self.plugins, strict=False))
        named = [f"{each} ({brought[each]})" if each in brought else each for each in self.absent]
        return f"no installed plugin brings domain {', '.join(named)} of {self.id}"

    def standard(self, number: str) -> Standard:
        """The standard of this number; capitals do not matter."""
        for standard in self.standards:
            if standard.number.casefold() == number.casefold():
                return standard
        numbers = [standard.number for standard in self.standards] or ["none: no domain of it is installed"]
        raise RatingError(f"{number!r} is not a standard of {self.id}; allowed: {one_of(numbers)}")

    def overall(self, ratings: Mapping[str, Band | None]) -> Overall:
        """The overall rating from each standard's band, or None where it was not rated.

        A standard that was not rated has no points and shrinks the maximum. One that is left out of `ratings`
        altogether is an error: missing is not the same as not rated.
        """
        self.whole()
        counted = [standard.number for standard in self.standards if standard.counts]
        if missing := [number for number in counted if number not in ratings]:
            raise RatingError(f"no overall rating without a rating, or 'not rated', for {', '.join(missing)}")
        bands = [band for number in counted if (band := ratings[number]) is not None]
        points = sum(self.points[self.scale.place(band)] for band in bands)
        score = Score(points, len(bands) * self.points[-1])
        return Overall(score, self.rate_points(score), tuple(number for number in counted if ratings[number] is None))

    def rate_points(self, score: Score) -> Rating:
        """The overall rating of points out of a maximum; refused where no bands are established for that maximum."""
        for scale in self.overall_bands:
            if scale.top == score.out_of:
                return scale.rate(score)
        tops = [str(scale.top) for scale in self.overall_bands]
        raise RatingError(
            f"{score} points have no overall rating: {self.id} has no bands for a maximum of {score.out_of}; "
            + (f"it has them for: {one_of(tops)}" if tops else "none are established")
        )

    def whole(self) -> Framework:
        """This framework, if every domain it expects is there."""
        if self.absent:
            raise RatingError(self.lacks)
        return self


def _repeated(names: list[str]) -> str | None:
    return next((name for name in names if names.count(name) > 1), None)
