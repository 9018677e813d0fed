"""The page about inputs is that of the vocabularies, and its samples have every column and can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from test_docs import site
from yosrules.files.absences import read_absences
from yosrules.files.cases import read_cases
from yosrules.files.formats.tables import read_table
from yosrules.files.mapping.columns import parsers_of

SAMPLES = Path(__file__).parents[1] / "specs" / "inputs"
INPUTS = site("inputs")


def test_the_page_is_that_of_the_vocabularies() -> None:
    assert INPUTS.PAGE.read_text() == INPUTS.page(), "python specs/site/inputs.py writes it again"


@pytest.mark.parametrize("name", [*INPUTS.CASES, *INPUTS.ABSENCES])
def test_a_sample_has_every_column(name: str) -> None:
    kind = {**INPUTS.CASES, **INPUTS.ABSENCES}[name]
    headings = read_table(SAMPLES / f"{name}.csv").headings
    assert {"reference" if each == "worker" else each for each in headings} == {*parsers_of(kind), "reference"}


def test_the_samples_can_be_read_together() -> None:
    cases, *behind = (SAMPLES / f"{name}.csv" for name in INPUTS.CASES)
    load = read_cases(cases, related=behind)
    assert (len(load.cases), load.unused, load.notes) == (2, (), ())
    absences, *behind = (SAMPLES / f"{name}.csv" for name in INPUTS.ABSENCES)
    force = read_absences(absences, behind)
    assert (len(force.workers), force.unused, force.notes) == (1, (), ())
