"""Frameworks: standards in domains, overall ratings in points, and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from yosrules import (
    Band,
    Domain,
    Framework,
    KeyQuestion,
    PolicyError,
    RatedBy,
    RatingError,
    RatingScale,
    Rounding,
    Score,
    Standard,
)
from yosrules.hooks.load import load

SCALE = RatingScale(
    "four", (Band("low", 0), Band("fair", 50), Band("good", 65), Band("best", 80)), Rounding.NEAREST_PERCENT
)
LOW, FAIR, GOOD, BEST = SCALE.bands
SIX = RatingScale("six", (Band("poor", 0), Band("rich", 4)), Rounding.NONE, top=6)


def standard(number: str, *, counts: bool = True) -> Standard:
    return Standard(number, f"Standard {number}", RatedBy.JUDGEMENT, counts=counts)


ONE = Domain("f", "1", "First", (standard("1.1"), standard("1.2"), standard("R1", counts=False)))


def framework(**other: Any) -> Framework:
    settings: dict[str, Any] = {"overall_bands": (SIX,), "domains": (ONE,), **other}
    return Framework("f", "F", date(2018, 5, 1), SCALE, (0, 1, 2, 3), ("1",), **settings)


def test_points_add_up_to_an_overall_rating() -> None:
    overall = framework().overall({"1.1": BEST, "1.2": FAIR})
    assert (overall.score, overall.rating.name, overall.not_rated) == (Score(4, 6), "rich", ())
    assert framework().overall({"1.1": GOOD, "1.2": FAIR}).rating.name == "poor"


def test_a_standard_that_does_not_count_changes_nothing() -> None:
    assert framework().overall({"1.1": BEST, "1.2": FAIR, "R1": BEST}).score == Score(4, 6)


def test_missing_is_not_the_same_as_not_rated() -> None:
    with pytest.raises(RatingError, match=r"no overall rating without a rating, or 'not rated', for 1\.2"):
        framework().overall({"1.1": BEST})


def test_a_standard_not_rated_shrinks_the_maximum_which_then_needs_bands_of_its_own() -> None:
    with pytest.raises(RatingError, match=r"3/3 points have no overall rating: f has no bands for a maximum of 3"):
        framework().overall({"1.1": BEST, "1.2": None})
    three = RatingScale("three", (Band("poor", 0), Band("rich", 2)), Rounding.NONE, top=3)
    overall = framework(overall_bands=(SIX, three)).overall({"1.1": BEST, "1.2": None})
    assert (overall.score, overall.rating.name, overall.not_rated) == (Score(3, 3), "rich", ("1.2",))


def test_no_bands_at_all_is_said_too() -> None:
    with pytest.raises(RatingError, match="a maximum of 6; none are established"):
        framework(overall_bands=()).rate_points(Score(4, 6))


def test_a_domain_that_is_not_installed_is_named() -> None:
    with pytest.raises(RatingError, match="no installed plugin brings domain 1 of f"):
        framework(domains=()).overall({})
    assert framework(domains=()).absent == ("1",)
    assert framework().absent == ()


def test_a_standard_is_found_by_its_number() -> None:
    assert framework().standard("r1").number == "R1"
    with pytest.raises(RatingError, match=r"'9\.9' is not a standard of f; allowed: 1\.1, 1\.2 or R1"):
        framework().standard("9.9")
    with pytest.raises(RatingError, match="none: no domain of it is installed"):
        framework(domains=()).standard("1.1")


def test_a_key_question_is_found_by_its_id_or_label() -> None:
    asked = Standard("2.1", "Assessment", RatedBy.LOWEST_KEY_QUESTION, (KeyQuestion("2.1.1", "desistance"),))
    assert asked.question("Desistance") is asked.question("2.1.1")
    mixed = Standard("2.1", "Assessment", RatedBy.JUDGEMENT, (KeyQuestion("Q1", "Desistance"),))
    assert mixed.question("q1") is mixed.question("desistance")
    with pytest.raises(
        RatingError, match=r"'safety' is not a key question of 2\.1 Assessment; allowed: 2\.1\.1 \(desi"
    ):
        asked.question("safety")
    with pytest.raises(RatingError, match=r"the key questions of 1\.1 Standard 1\.1 are not established here"):
        standard("1.1").question("safety")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Standard("2.1", "A", RatedBy.LOWEST_KEY_QUESTION), r"2\.1 A: .* has at least one"),
        (
            lambda: Standard("2.1", "A", RatedBy.JUDGEMENT, (KeyQuestion("q", "a"), KeyQuestion("q", "b"))),
            r"2\.1 A has two key questions called q",
        ),
        (
            lambda: Standard("2.1", "A", RatedBy.JUDGEMENT, (KeyQuestion("q", "a"), KeyQuestion("r", "A"))),
            r"2\.1 A has two key questions called a",
        ),
        (
            lambda: framework(domains=(Domain("f", "1", "First", (standard("r1"), standard("R1"))),)),
            "f has two standards numbered r1",
        ),
        (lambda: Framework("f", "F", "2018", SCALE, (0, 1, 2, 3), ("1",)), "f starts on a date, not on '2018'"),  # type: ignore[arg-type]
        (lambda: Domain("f", "1", "First", ()), "domain 1 of f has no standards"),
        (lambda: Domain("f", "1", "First", (standard("1.1"),) * 2), r"domain 1 of f has two standards numbered 1\.1"),
        (lambda: Framework("f", "F", date.min, SCALE, (0, 1, 2), ("1",)), "points rise with the bands"),
        (lambda: Framework("f", "F", date.min, SCALE, (0, 2, 1, 3), ("1",)), "points rise with the bands"),
        (lambda: Framework("f", "F", date.min, SCALE, (0, 1, 1, 3), ("1",)), "points rise with the bands"),
        (lambda: framework(overall_bands=(SIX, SIX)), "f has two scales for an overall out of 6"),
        (lambda: framework(domains=(Domain("g", "1", "First", (standard("1.1"),)),)), "domain 1 of g does not belong"),
        (lambda: framework(domains=(Domain("f", "2", "Two", (standard("1.1"),)),)), "domain 2 of f does not belong"),
        (lambda: framework().having(ONE), r"f has two standards numbered 1\.1"),
    ],
)
def test_what_is_not_whole_is_refused(make: Any, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        make()


class TestInstalledFrameworks:
    """The real plugins, as they are installed."""

    rulebook = load()

    def test_the_editions_differ_where_hmips_do(self) -> None:
        old, new = self.rulebook.framework("hmip-2018"), self.rulebook.framework("hmip-2021")
        assert [each.number for each in old.standards] == [f"{d}.{s}" for d in (1, 2, 3) for s in (1, 2, 3, 4)]
        assert [each.number for each in new.standards] == [*(each.number for each in old.standards), "R1.1"]
        assert (old.standard("3.4").name, new.standard("3.4").name) == (
            "Joint working",
            "Out-of-court disposal policy and provision",
        )
        assert (old.standard("3.4").rated_by, new.standard("3.4").rated_by) == (
            RatedBy.LOWEST_KEY_QUESTION,
            RatedBy.JUDGEMENT,
        )

    @pytest.mark.parametrize(
        ("points", "rating"),
        [
            (0, "Inadequate"),
            (6, "Inadequate"),
            (7, "Requires improvement"),
            (18, "Requires improvement"),
            (19, "Good"),
            (30, "Good"),
            (31, "Outstanding"),
            (36, "Outstanding"),
        ],
    )
    @pytest.mark.parametrize("edition", ["hmip-2018", "hmip-2021"])
    def test_overall_points_at_every_boundary(self, edition: str, points: int, rating: str) -> None:
        assert self.rulebook.framework(edition).rate_points(Score(points, 36)).name == rating

    def test_resettlement_is_rated_and_does_not_count(self) -> None:
        new = self.rulebook.framework("hmip-2021")
        good = new.scale.band("Good")
        ratings = {each.number: good for each in new.standards}
        assert new.overall(ratings).score == Score(24, 36)

    def test_one_point_of_24_is_refused_because_no_bands_are_established(self) -> None:
        new = self.rulebook.framework("hmip-2021")
        low, fair = new.scale.bands[:2]
        ratings: dict[str, Band | None] = {each.number: low for each in new.standards}
        ratings |= dict.fromkeys(("3.1", "3.2", "3.3", "3.4"))
        with pytest.raises(RatingError, match=r"1/24 points have no overall rating: .* it has them for: 36"):
            new.overall({**ratings, "1.2": fair})

    def test_the_2025_edition_rates_standards_and_refuses_an_overall(self) -> None:
        newest = self.rulebook.framework("hmip-2025")
        assert [each.name for each in newest.standards] == ["Assessing", "Planning", "Delivering", "Victims"]
        with pytest.raises(RatingError, match="none are established"):
            newest.overall(dict.fromkeys((each.number for each in newest.standards), newest.scale.bands[2]))

    @pytest.mark.parametrize(
        ("day", "edition"),
        [
            (date(2018, 5, 1), "hmip-2018"),
            (date(2019, 9, 9), "hmip-2018"),
            (date(2021, 7, 1), "hmip-2021"),
            (date(2025, 4, 1), "hmip-2025"),
        ],
    )
    def test_the_framework_in_force_on_a_day(self, day: date, edition: str) -> None:
        assert self.rulebook.framework_on(day).id == edition

    def test_before_the_first_framework_there_is_none(self) -> None:
        with pytest.raises(PolicyError, match="no installed framework had started on 2018-04-30"):
            self.rulebook.framework_on(date(2018, 4, 30))

    def test_every_framework_and_domain_says_on_whose_word(self) -> None:
        for framework in self.rulebook.frameworks.values():
            assert framework.cites
            assert framework.scale.cites
            assert all(domain.cites for domain in framework.domains)
