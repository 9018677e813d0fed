"""The benchmarks' job: all its 80,640 cases by hand and in the frames of every engine, every 37th one at a time."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from frames import ENGINES, native, needs_spark
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
def told() -> pl.DataFrame:
    """How every forum stands in every case, by hand."""
    stands: dict[str, list[str]] = {each.name: [] for each in FORUMS}
    for case in every_case():
        required, open_to = by_hand(case)
        for name, column in stands.items():
            column.append("must" if name in required else "may" if name in open_to else "no")
    return pl.DataFrame(stands)


@pytest.mark.slow
def test_there_are_as_many_cases_as_the_job_says() -> None:
    assert len(cases()) == len(told()) == SPACE
    assert {each.name for each in EDITION.outcomes} == {each.name for each in FORUMS}


@pytest.mark.slow
def test_one_at_a_time() -> None:
    facts = vocabulary(JobCase)
    # 37 divides no number of values, and every pair of values of two fields is met.
    for case, stands in islice(zip(every_case(), told().iter_rows(), strict=True), 0, None, 37):
        record = JobCase(**{name: facts[name].kind(value) for name, value in case.items()})
        decision = decide(EDITION, record)
        assert [decision.status(forum) for forum in FORUMS] == [Status(each) for each in stands]


def check(engine: str, frame: pl.DataFrame) -> None:
    made: Any = nw.from_native(decide_frame(EDITION, native(frame, engine), keep=["place"]))
    out: Any = pl.from_arrow((made.collect() if isinstance(made, nw.LazyFrame) else made).to_arrow())
    assert len(out) == SPACE
    out = out.sort("place").select(pl.col(list(told().columns)).cast(pl.String))
    assert_frame_equal(out, told())


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("enums", [False, True])
def test_in_frames(engine: str, enums: bool) -> None:
    kinds = {name: pl.Enum(list(map(str, values))) for name, values in FIELDS.items() if isinstance(values[0], str)}
    check(engine, cases().cast(kinds) if enums else cases())


@needs_spark
def test_in_a_frame_of_spark() -> None:
    check("spark", cases().cast({"age": pl.Int16, "place": pl.Int64}))
