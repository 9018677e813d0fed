"""The benchmarks' job: all its 80,640 cases by hand and in the frames of every engine, every 11th one at a time."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any

import polars as pl
import pytest

from frames import ENGINES, native, needs_spark, rows
from job import EDITION, FIELDS, FORUMS, JobCase, by_hand, every_case
from yosrules import Status, decide
from yosrules.bulk.decide import decide_frame
from yosrules.language.facts import vocabulary

SPACE = 80_640


@cache
def cases() -> pl.DataFrame:
    whole = pl.DataFrame(list(every_case()), schema_overrides={"age": pl.UInt8})
    return whole.with_row_index("place")


@cache
def told() -> list[list[str]]:
    """How every forum stands in every case, by hand."""
    stands = []
    for case in every_case():
        required, open_to = by_hand(case)
        stands.append(["must" if each.name in required else "may" if each.name in open_to else "no" for each in FORUMS])
    return stands


@pytest.mark.slow
def test_there_are_as_many_cases_as_the_job_says() -> None:
    assert len(cases()) == len(told()) == SPACE
    assert {each.name for each in EDITION.outcomes} == {each.name for each in FORUMS}


@pytest.mark.slow
def test_one_at_a_time() -> None:
    facts = vocabulary(JobCase)
    # 11 divides no number of values, so that every pair of values of two fields is met.
    for case, stands in islice(zip(every_case(), told(), strict=True), 0, None, 11):
        record = JobCase(**{name: facts[name].kind(value) for name, value in case.items()})
        decision = decide(EDITION, record)
        assert [decision.status(forum) for forum in FORUMS] == [Status(each) for each in stands]


def check(engine: str, frame: pl.DataFrame) -> None:
    out: list[dict[str, Any]] = rows(decide_frame(EDITION, native(frame, engine), keep=["place"]))
    out.sort(key=lambda row: row["place"])
    assert [[row[forum.name] for forum in FORUMS] for row in out] == told()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("enums", [False, True])
def test_in_frames(engine: str, enums: bool) -> None:
    kinds = {name: pl.Enum(list(map(str, values))) for name, values in FIELDS.items() if isinstance(values[0], str)}
    check(engine, cases().cast(kinds) if enums else cases())


@needs_spark
def test_in_a_frame_of_spark() -> None:
    check("spark", cases().cast({"age": pl.Int16, "place": pl.Int64}))
