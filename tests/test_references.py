"""References: which texts name nobody, and which a person may take for one another; in Python and in bulk alike."""

from __future__ import annotations

import pytest

from yosrules.records.references import alike, alike_said, instead_of

NAMES_NOBODY = [
    *("", " ", "#N/A", "#REF!", "#DIV/0!", "#NAME?", "###", "Err:502", "#GETTING_DATA"),
    *("Unknown", "TBC", "n/k", "NaN", "None", "<NA>", "-", "?", "–", "null"),
    *("1.23E+05", "1e+16", "1,5e7", "Total", "Grand total", "subtotal", "Total: 4", "Average", "a\u202eb", "a\nb"),
]
NAMES_SOMEBODY = ["W1", "0012", "1E5", "1001.0", "#12", "Totally", "Nancy", "O'Hara", "A-1", "ÉA", "Countess"]


@pytest.mark.parametrize("written", NAMES_NOBODY)
def test_a_text_that_names_nobody_is_no_reference(written: str) -> None:
    assert instead_of(written)


@pytest.mark.parametrize("written", NAMES_SOMEBODY)
def test_any_other_text_is_a_reference(written: str) -> None:
    assert instead_of(written) is None


def test_references_are_alike_if_they_differ_in_what_people_overlook() -> None:
    told = ["W1", "1001", "w1", "1001.0", "0012", "12", "x", "x\u200b", "a b", "ab", "W01", "000", "0"]
    found = [("W1", "w1"), ("1001", "1001.0"), ("0012", "12"), ("x", "x\u200b"), ("a b", "ab"), ("000", "0")]
    assert list(alike(told)) == found


def test_five_groups_are_shown_and_the_rest_counted() -> None:
    (said,) = alike_said(f"{letter}{number}" for number in range(7) for letter in "aA")
    assert said.endswith("'a4' and 'A4'; and 2 more")
    assert list(alike_said(["W1", "W2"])) == []
