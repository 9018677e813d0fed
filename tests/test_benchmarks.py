"""What the benchmark compares is right: the compiled table gives the oracle's answer on every case of the job."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

PATH = Path(__file__).parent.parent / "benchmarks" / "single.py"
SPEC = importlib.util.spec_from_file_location("single", PATH)
assert SPEC
assert SPEC.loader
single = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(single)


@pytest.mark.slow
def test_the_compiled_table_is_right_on_all_cases_of_the_job() -> None:
    truth = [(case, single.oracle(case)) for case in single.every_case()]
    assert len(truth) == 80_640
    assert single.wrong(single.yosrules_masks(), truth) == 0


@pytest.mark.slow
def test_the_table_typed_out_by_hand_is_right_too_and_a_wrong_one_is_not() -> None:
    truth = [(case, single.oracle(case)) for case in single.every_case()][::7]
    assert single.wrong(single.by_hand(), truth) == 0
    assert single.wrong(lambda case: single.ANSWERS[0], truth) > 0
