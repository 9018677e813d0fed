"""Ratings: the boundaries that services argue about, and everything that is not a score."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

import pytest

from yosrules import Band, PolicyError, RatingError, RatingScale, RecordError, Rounding, Score, Status, decide
from yosrules.policies.rating import exact, plain

BANDS = (Band("Inadequate", 0), Band("Requires improvement", 50), Band("Good", 65), Band("Outstanding", 80))
NEAREST = RatingScale("nearest", BANDS, Rounding.NEAREST_PERCENT)
UNROUNDED = RatingScale("unrounded", BANDS, Rounding.NONE)


@pytest.mark.parametrize(
    ("amount", "nearest", "unrounded"),
    [
        ("0", "Inadequate", "Inadequate"),
        ("49.49", "Inadequate", "Inadequate"),
        ("49.5", "Requires improvement", "Inadequate"),
        ("50", "Requires improvement", "Requires improvement"),
        ("64.49", "Requires improvement", "Requires improvement"),
        ("64.5", "Good", "Requires improvement"),
        ("65", "Good", "Good"),
        ("79.49", "Good", "Good"),
        ("79.5", "Outstanding", "Good"),
        ("80", "Outstanding", "Outstanding"),
        ("100", "Outstanding", "Outstanding"),
    ],
)
def test_each_boundary_has_its_stated_answer(amount: str, nearest: str, unrounded: str) -> None:
    assert NEAREST.of(amount).name == nearest
    assert UNROUNDED.of(amount).name == unrounded


@pytest.mark.parametrize("amount", ["49.49", "49.5", "64.49", "64.5", "79.49", "79.5"])
@pytest.mark.parametrize("scale", [NEAREST, UNROUNDED])
def test_a_scale_as_a_policy_gives_the_same_answer(scale: RatingScale, amount: str) -> None:
    decision = decide(scale.as_policy().on(date(2019, 4, 1)), scale.record(amount))
    stands = {each.outcome.name for each in decision.outcomes if each.status is Status.MUST}
    assert stands == {scale.of(amount).name}


def test_an_amount_below_nothing_is_no_record() -> None:
    with pytest.raises(RecordError, match="amount: allowed"):
        NEAREST.record("-0.01")


def test_arithmetic_does_not_depend_on_a_precision_that_somebody_set() -> None:
    with localcontext() as context:
        context.prec = 3
        assert str(Score("1234.5", 2000) + Score("1002.25", 2000)) == "2236.75/4000"
        assert plain(Fraction(123456)) == "123456"


def test_numbers_too_large_to_be_scores_are_refused() -> None:
    with pytest.raises(RatingError, match="is too large; allowed: below 1,000,000,000,000"):
        Score(0, 10**12)
    assert Score(0, 10**12 - 1).out_of == 10**12 - 1


def test_the_roundings_say_what_they_do() -> None:
    assert [each.value for each in Rounding] == ["to the nearest whole per cent, halves up", "not at all"]


def test_halves_go_up_never_to_the_even() -> None:
    rounded = [Rounding.NEAREST_PERCENT.apply(Fraction(at, 2)) for at in (129, 131, 99, 101)]
    assert rounded == [65, 66, 50, 51]


def test_derbys_planning_score_is_rounded_before_its_band_is_found() -> None:
    rating = NEAREST.rate(Score("68.5", 86))
    assert (rating.name, rating.amount, rating.rounded) == ("Outstanding", Fraction(6850, 86), 80)
    assert UNROUNDED.rate(Score("68.5", 86)).name == "Good"


def test_nothing_out_of_nothing_is_not_rated() -> None:
    rating = NEAREST.rate(Score(0, 0))
    assert (rating.band, rating.amount, rating.rounded, rating.name) == (None, None, None, "Not rated")


@pytest.mark.parametrize(
    ("scored", "out_of", "says"),
    [
        (-1, 10, "-1/10: a score is never below 0"),
        (0, -1, "never below 0"),
        (11, 10, "11/10: more was scored than could be"),
        ("0.5", 0, "more was scored than could be"),
        ("68.555", 86, "68.555 has more than 2 decimal places"),
        ("NaN", 86, "NaN is not a finite number"),
        ("sNaN", 86, "sNaN is not a finite number"),
        ("Infinity", 86, "not a finite number"),
        ("six", 86, "'six' is not a number"),
        (68.5, 86, r"68.5 is not exact: write a whole number, a Decimal or text such as '68.5'"),
        (True, 1, "True is not exact"),
        (None, 1, "None is not exact"),
    ],
)
def test_what_is_not_a_score_is_refused(scored: Any, out_of: Any, says: str) -> None:
    with pytest.raises(RatingError, match=says):
        Score(scored, out_of)


@pytest.mark.parametrize("amount", ["-0.01", "100.01", "1E+3"])
def test_an_amount_outside_the_scale_is_refused(amount: str) -> None:
    with pytest.raises(RatingError, match="is outside the scale; allowed: 0 to 100"):
        NEAREST.of(amount)


def test_an_amount_with_more_places_than_a_scale_has_is_refused() -> None:
    with pytest.raises(RatingError, match=r"64.495 has more than 2 decimal places"):
        NEAREST.of("64.495")


def test_scores_add_and_read_as_people_write_them() -> None:
    assert str(Score("68.5", 86) + Score("36.50", "44.0")) == "105/130"


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (Fraction(593, 2), "296.5"),
        (Decimal("84.00"), "84"),
        (Fraction(100), "100"),
        (Fraction(0), "0"),
        (Fraction(6850, 86), "79.65…"),
        (Fraction(1, 3), "0.33…"),
        (Fraction(1, 1000), "0…"),
    ],
)
def test_numbers_are_written_plainly(number: Fraction | Decimal, written: str) -> None:
    assert plain(number) == written


def test_exact_numbers_stay_what_they_are() -> None:
    assert exact(" 68.50 ") == Decimal("68.5")
    assert exact(Decimal("1E+2")) == 100


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ((), "the first band starts from 0"),
        ((Band("a", 1),), "the first band starts from 0"),
        ((Band("a", 0), Band("b", 50), Band("c", 50)), "c starts at 50, not above b at 50"),
        ((Band("a", 0), Band("b", 50), Band("c", 49)), "c starts at 49, not above b at 50"),
        ((Band("a", 0), Band("A", 50)), "two bands share a name: a, A"),
        ((Band("a", 0), Band("b", 101)), "b starts above the top of the scale, 100"),
        ((Band("a", 0), Band("b", "49.5")), "so bands start at whole numbers"),
    ],
)
def test_bands_that_do_not_cover_the_scale_are_refused(bands: tuple[Band, ...], says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        RatingScale("odd", bands, Rounding.NEAREST_PERCENT)


def test_unrounded_bands_may_start_between_whole_numbers() -> None:
    scale = RatingScale("fine", (Band("a", 0), Band("b", "49.5")), Rounding.NONE)
    assert (scale.of("49.49").name, scale.of("49.5").name) == ("a", "b")


def test_a_band_may_start_at_the_top() -> None:
    scale = RatingScale("all or nothing", (Band("part", 0), Band("all", 100)), Rounding.NEAREST_PERCENT)
    assert (scale.of("99.49").name, scale.of("99.5").name) == ("part", "all")


def test_a_band_is_found_by_name_whatever_the_capitals_and_spaces() -> None:
    assert NEAREST.band(" requires  Improvement ") == BANDS[1]
    with pytest.raises(RatingError, match="'fine' is not a rating of nearest; allowed: Inadequate, Requires"):
        NEAREST.band("fine")


def test_a_scale_of_points_has_its_own_top() -> None:
    points = RatingScale("overall", (Band("low", 0), Band("high", 19)), Rounding.NONE, top=36)
    assert [points.rate(Score(scored, 36)).name for scored in (18, 19)] == ["low", "high"]
    assert points.of(36).name == "high"
    assert points.as_policy().about is not NEAREST.as_policy().about


def test_a_threshold_is_the_smallest_amount_of_its_band() -> None:
    assert [NEAREST.threshold(band) for band in BANDS] == [0, Fraction(99, 2), Fraction(129, 2), Fraction(159, 2)]
    assert [UNROUNDED.threshold(band) for band in BANDS] == [0, 50, 65, 80]
