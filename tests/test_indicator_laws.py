"""The laws of indicators, each a sentence of specs/laws.md; test_house.py checks that the two lists are the same."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from frames import native
from test_bulk_indicators import frame, one_by_one
from test_indicators import BOTH, FIRST, ON, ONE, SECOND, VIEWS, Plan, indicator
from test_timely import DAYS as ANY_DAYS, TOOK
from yosrules.bulk import figures_of_frame
from yosrules.policies import Better, Count, Indicator, Nation, Span
from yosrules.quality import Every, Outturn, Outturns
from yosrules.testing.strategies.records import records


def completed(of: Outturns) -> Iterator[Fraction]:
    """Every share that some completion of what is unknown leads to, by trying all of them."""
    ways = {
        Outturn.MET: [(1, 1)],
        Outturn.NOT_MET: [(0, 1)],
        Outturn.UNTOLD: [(0, 1), (1, 1)],
        Outturn.PERHAPS_MET: [(1, 1), (0, 0)],
        Outturn.PERHAPS_NOT_MET: [(0, 1), (0, 0)],
        Outturn.PERHAPS_UNTOLD: [(0, 1), (1, 1), (0, 0)],
    }
    for each in product(*(ways.get(kind, [(0, 0)]) for kind in of.of for _ in range(of[kind]))):
        met, out_of = sum(one for one, _ in each), sum(other for _, other in each)
        if out_of:
            yield Fraction(met, out_of)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from(Outturn), st.integers(0, 2), max_size=4).map(Outturns), st.sampled_from(Better))
@settings(max_examples=60, deadline=None)
def test_best_and_worst_are_what_some_completion_leads_to_and_none_goes_beyond(of: Outturns, better: Better) -> None:
    shares = set(completed(of))
    assert (of.lowest, of.highest) == ((min(shares), max(shares)) if shares else (None, None))
    assert {of.best(better), of.worst(better)} == {of.lowest, of.highest}
    if of.share is not None and of.lowest is not None and of.highest is not None:
        assert of.lowest <= of.share <= of.highest


@given(st.sampled_from(Count), ANY_DAYS, st.integers(0, 800), st.sampled_from(Nation))
@settings(max_examples=100, deadline=None)
def test_what_went_by_is_the_shortest_span_that_reaches_the_day(
    count: Count, since: date, days: int, nation: Nation
) -> None:
    by, until = attrs.evolve(TOOK, count=count), since + timedelta(days=days)
    units = by.between(since, until, nation)
    assert units is not None
    assert by.last_day(units, since, nation) >= until
    step = 24 if count is Count.HOURS else 1
    assert units == 0 or Span(units - step, count).after(since, nation) < until


TWO = indicator(attrs.evolve(FIRST, ends=date(2025, 7, 31)), attrs.evolve(SECOND, starts=date(2025, 9, 1)))
DAYS = st.none() | st.dates(date(2025, 3, 1), date(2026, 2, 1))
DRAWN = st.lists(
    st.tuples(st.sampled_from(["East", "West", None]), records(Plan, stated={"agreed": DAYS, "begun": st.none()})),
    max_size=12,
)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@given(DRAWN, st.sampled_from([VIEWS, TWO, BOTH.readings()[ONE]]), st.sampled_from(Every))
@settings(max_examples=6, deadline=None)
def test_a_frame_has_the_figures_of_its_records(
    engine: str, given: list[tuple[str | None, Plan]], of: Indicator, every: Every
) -> None:
    found = figures_of_frame(of, native(frame(given), engine), every, ON, by="team")
    assert found == one_by_one(of, given, every)
