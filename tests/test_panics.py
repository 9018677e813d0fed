"""A library that panics over a damaged file says nothing of its own on the screen."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest

from yosrules import InputError
from yosrules.files.formats.panics import panics_unseen
from yosrules.files.formats.tables import read_table

DAMAGED = Path(__file__).parent / "data" / "panics.parquet"
"""A Parquet file of 50 cases with a byte changed, which makes Polars panic."""


def test_what_is_printed_before_a_failure_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with suppress(ValueError), panics_unseen():
        os.write(2, b"thread '<unnamed>' panicked")
        raise ValueError
    os.write(2, b"and after it")
    assert capfd.readouterr().err == "and after it"


def test_what_is_printed_beside_a_success_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    with panics_unseen():
        os.write(2, b"a warning")
    assert capfd.readouterr().err == "a warning"


def test_a_damaged_file_is_refused_in_our_words_alone(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=r"it is not a Parquet file that can be read: it is damaged$"):
        read_table(DAMAGED)
    assert capfd.readouterr().err == ""
