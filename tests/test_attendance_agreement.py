"""Every published attendance policy, and each of its readings, over any history."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from attending import FIRST, absences
from histories import EVERY, On, stage, tracked, week
from yosrules import Facts, Verdict, find
from yosrules.attendance.triggers.timeline import Hit, Reading
from yosrules.policies.lost_time.measures import lost
from yosrules.records.absence import Absence, StageHeld, Step

pytestmark = pytest.mark.slow

NAMES = st.sampled_from(list(EVERY))
DAYS = st.dates(FIRST, date(2023, 12, 31))
HISTORIES = absences()
STAGES = st.lists(
    st.builds(lambda step, day: stage(step, day)[0], st.sampled_from([*Step][1:]), DAYS),
    max_size=3,
    unique_by=lambda row: row.held,
).map(tuple)


def readings_of(name: str, rows: list[Absence], held: tuple[StageHeld, ...], day: date) -> list[Reading]:
    return list(tracked(name, On(rows, held=held, day=day)).readings)


def said(hits: tuple[Hit, ...]) -> list[tuple[str, date]]:
    return [(hit.rule.id, hit.day) for hit in hits]


@pytest.mark.slow
@given(NAMES, HISTORIES, STAGES, DAYS, DAYS)
def test_what_comes_later_changes_no_earlier_hit(
    name: str, rows: list[Absence], held: tuple[StageHeld, ...], one: date, other: date
) -> None:
    earlier, later = sorted((one, other))
    for then, now in zip(readings_of(name, rows, held, earlier), readings_of(name, rows, held, later), strict=True):
        assert said(then.hits) == [each for each in said(now.hits) if each[1] <= earlier]


@pytest.mark.slow
@given(NAMES, HISTORIES, STAGES, DAYS)
def test_every_hit_rests_on_what_it_says(
    name: str, rows: list[Absence], held: tuple[StageHeld, ...], day: date
) -> None:
    about: type[Facts] = EVERY[name].about
    measures = lost(about)
    for reading in readings_of(name, rows, held, day):
        for hit in reading.hits:
            stood = reading.attending.facts({"step", "absent"} | set(hit.measures), hit.day)
            assert stood == {**stood, **{each: told.value for each, told in hit.measures.items()}}
            assert set(hit.measures) <= set(measures)
            known = reading.attending.facts([each for each in vars(about()) if each != "reference"], hit.day)
            assert find(hit.rule.when, about(**known)).verdict is Verdict.HOLDS


@pytest.mark.slow
@given(HISTORIES, DAYS)
def test_lincolnshires_readings_differ_in_must_and_may_only(rows: list[Absence], day: date) -> None:
    rule, example = readings_of("lincolnshire", rows, (), day)
    assert said(rule.hits) == said(example.hits)


@pytest.mark.slow
@given(HISTORIES, STAGES, DAYS)
def test_half_of_eight_days_is_the_same_in_every_reading_for_who_works_five(
    rows: list[Absence], held: tuple[StageHeld, ...], day: date
) -> None:
    exact, up, down = readings_of("dwp", rows, held, day)
    assert said(exact.hits) == said(up.hits) == said(down.hits)


@pytest.mark.slow
@given(HISTORIES, STAGES, DAYS)
def test_who_hits_half_rounded_up_hits_it_exactly_and_rounded_down(
    rows: list[Absence], held: tuple[StageHeld, ...], day: date
) -> None:
    exact, up, down = tracked("dwp", On(rows, held=held, day=day, pattern=week(3))).readings
    assert {rule for rule, _ in said(up.hits)} <= {rule for rule, _ in said(exact.hits)}
    assert {rule for rule, _ in said(exact.hits)} <= {rule for rule, _ in said(down.hits)}


@pytest.mark.slow
@given(HISTORIES, DAYS)
def test_corbys_readings_agree_unless_a_score_lay_between_its_bands(rows: list[Absence], day: date) -> None:
    readings = readings_of("corby", rows, (), day)
    every = (FIRST + timedelta(days=n) for n in range((day - FIRST).days + 1))
    scores = {readings[0].attending.measure("score", each).value for each in every}
    between = any(isinstance(score, Decimal) and 149 < score <= 150 for score in scores)
    assert between or len({tuple(said(reading.hits)) for reading in readings}) == 1


@pytest.mark.slow
@given(HISTORIES, DAYS)
def test_falmouths_readings_differ_about_long_absences_only(rows: list[Absence], day: date) -> None:
    on, after = readings_of("falmouth-university", rows, (), day)
    assert [each for each in said(on.hits) if each[0] != "long-term"] == [
        each for each in said(after.hits) if each[0] != "long-term"
    ]
