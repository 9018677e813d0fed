"""References: which texts name nobody, and which a person may take for one another; in Python and in bulk alike."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from yosrules.records.references import _NUMBERED, NOBODY, alike, alike_said, instead_of, personal_said

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


@pytest.mark.parametrize("written", ["Sam Example", "Example, Sam", "EXAMPLE Sam J.", "SE 01/02/2010", "2010-02-01/SE"])
def test_a_reference_that_may_name_a_person_is_said_and_not_repeated(written: str) -> None:
    (said,) = personal_said(["A1", written])
    assert said.startswith("1 reference looks like a name or a date, and stands in everything that is written")
    assert written not in said
    assert next(iter(personal_said([written, "Ann Other"]))).startswith(
        "2 references look like names or dates, and stand in everything"
    )


@pytest.mark.parametrize("written", ["A1", "104417", "YJ-2024-001", "bus station", "Case 7", "W 12", "01-2024/7"])
def test_a_number_of_a_system_is_no_name(written: str) -> None:
    assert [*personal_said([written])] == []


@given(st.from_regex(_NUMBERED, fullmatch=True))
def test_letters_with_a_number_are_a_reference_by_every_pattern(written: str) -> None:
    assert not any(re.match(pattern, written) for pattern in NOBODY.values())
