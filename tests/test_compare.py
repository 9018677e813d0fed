"""Comparing two sets of ratings."""

from __future__ import annotations

from fractions import Fraction

import pytest

from yosrules import RatingError, agreement, compare

LEVELS = ("Inadequate", "Requires improvement", "Good", "Outstanding")
AUDIT = {"3.1": "Inadequate", "3.2": "Inadequate", "3.3": "Requires improvement", "3.4": "Outstanding"}
INSPECTION = {"3.1": "Inadequate", "3.2": "Requires improvement", "3.3": "Requires improvement", "3.4": "Outstanding"}


def test_bands_up_and_down_are_said_in_words() -> None:
    before = {"a": "Good", "b": "Inadequate", "c": "Outstanding", "d": "Good", "e": None}
    after = {"a": "Good", "b": "Good", "c": "Good", "d": None, "f": "Good"}
    assert [(each.subject, each.bands, str(each)) for each in compare(before, after, LEVELS)] == [
        ("a", 0, "no change"),
        ("b", 2, "up 2 bands"),
        ("c", -1, "down 1 band"),
        ("d", None, "not comparable"),
        ("e", None, "not comparable"),
        ("f", None, "not comparable"),
    ]


def test_derbys_baseline_agrees_with_its_inspection() -> None:
    """Observed disagreement is 1 band in 4; chance would give 20 in 16, so kappa is 1 - (1/4)/(20/16)."""
    found = agreement(AUDIT, INSPECTION, LEVELS)
    assert (found.n, found.exact, found.within_one, found.kappa) == (4, 3, 4, Fraction(4, 5))
    assert found.caution == "4 ratings are few: one judged differently would change this much"


def test_a_textbook_kappa() -> None:
    """Two raters, three levels: weights 0, 1/2, 1. Observed 5/2 in 10; expected by the margins 4.3 in 10."""
    pairs = ["aa"] * 3 + ["bb"] * 2 + ["cc"] + ["ab"] * 2 + ["bc"] + ["ca"]
    one, other = ({str(at): pair[side] for at, pair in enumerate(pairs)} for side in (0, 1))
    observed = Fraction(2 * 1 + 1 + 2, 10)
    margins_one, margins_other = {"a": 5, "b": 3, "c": 2}, {"a": 4, "b": 4, "c": 2}
    expected = sum(
        Fraction(abs("abc".index(x) - "abc".index(y)) * margins_one[x] * margins_other[y], 100)
        for x in "abc"
        for y in "abc"
    )
    assert agreement(one, other, "abc").kappa == 1 - observed / expected
    assert agreement(one, other, "abc").caution is None


def test_two_bands_apart_are_not_within_one_and_nine_are_few() -> None:
    assert agreement({"a": "Inadequate"}, {"a": "Good"}, LEVELS).within_one == 0
    nine, ten = ({str(each): "x" for each in range(count)} for count in (9, 10))
    assert agreement(nine, nine, "x").caution
    assert agreement(ten, ten, "x").caution is None


def test_where_chance_leaves_nothing_to_disagree_about_there_is_no_kappa() -> None:
    assert agreement({"a": "Good"}, {"a": "Good"}, LEVELS).kappa is None


def test_subjects_that_only_one_rated_are_named() -> None:
    assert agreement({"a": "Good", "b": None}, {"a": "Good", "b": "Good", "c": "Good"}, LEVELS).left_out == ("b", "c")


def test_nothing_in_common_is_an_error() -> None:
    with pytest.raises(RatingError, match="nothing to agree on"):
        agreement({"a": "Good"}, {"b": "Good"}, LEVELS)


def test_a_rating_that_is_not_one_of_the_levels_is_an_error() -> None:
    with pytest.raises(RatingError, match="'Fine' is not a rating; allowed: Inadequate, Requires improvement"):
        compare({"a": "Fine"}, {"a": "Good"}, LEVELS)


def test_one_rating_is_few() -> None:
    found = agreement({"2.1": "Good"}, {"2.1": "Good"}, ["Inadequate", "Requires improvement", "Good", "Outstanding"])
    assert found.caution == "1 rating is few: one judged differently would change this much"
