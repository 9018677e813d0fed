"""Drawn records, histories, editions and audits: that they are allowed, lean on thresholds, and reach every region."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, given, settings, strategies as st

from installed import RULEBOOK
from strategies import FORUMS, Child, Level
from yosrules import Edition, Facts, Maybe, Policy, RatingScale, Score, Verdict, covers, fact, find, known, must
from yosrules.hooks.load import load
from yosrules.language.facts import WHEN_DEFINED
from yosrules.language.measure import Unit, count, exists, falls, last
from yosrules.records.case import Assessment, Case, ForumHeld, Offence
from yosrules.testing.hypothesis import register
from yosrules.testing.strategies import ratings as generate_ratings, records as generate

T = TypeVar("T")
HMIP = RULEBOOK.framework("hmip-2018")


def drawn(strategy: st.SearchStrategy[T], times: int = 150) -> list[T]:
    """What a strategy gives: the same every time, and never anything that was left out."""
    found: list[T] = []

    @settings(max_examples=times, derandomize=True, database=None, phases=[Phase.generate])
    @given(strategy)
    def draw(value: T) -> None:
        found.append(value)

    draw()
    return found


def share(found: list[T], of: set[Any]) -> float:
    return sum(value in of for value in found) / len(found)


class TestValues:
    """Hypothesis draws nothing twice, so how often a value comes up is seen in whole records only."""

    @pytest.mark.slow
    def test_half_of_them_are_on_or_next_to_a_threshold(self) -> None:
        asked = Child.assessed >= date(2019, 4, 1)
        near = {date(2019, 3, 31), date(2019, 4, 1), date(2019, 4, 2)}
        found = [each.assessed for each in drawn(generate.records(Child, asked, unknown=False))]
        assert 0.4 < share(found, near) < 0.9
        assert near < set(found)

    @pytest.mark.slow
    def test_the_ends_of_what_is_allowed_are_thresholds_too(self) -> None:
        found = [each.share for each in drawn(generate.records(Child, unknown=False))]
        assert share(found, {Decimal(0), Decimal("0.01"), Decimal("99.99"), Decimal(100)}) > 0.4

    def test_every_region_between_thresholds_is_drawn_from(self) -> None:
        found = drawn(generate.values(Child.age.fact, Child.age >= 12, Child.age > 15))
        assert set(found) == set(range(10, 18))

    def test_without_thresholds_every_level_comes_up(self) -> None:
        assert set(drawn(generate.values(Child.rosh.fact), 60)) == set(Level)

    def test_a_threshold_outside_what_is_allowed_is_no_value(self) -> None:
        assert set(drawn(generate.values(Child.age.fact, Child.age >= 40, Child.age < -2))) == set(range(10, 18))

    @pytest.mark.slow
    def test_a_threshold_far_out_is_reached_where_there_is_no_bound(self) -> None:
        class Far(Facts):
            number: Maybe[int] = fact(int)
            day: Maybe[date] = fact(date)
            last: Maybe[date] = fact(date, low=date.max)

        found = drawn(generate.values(Far.number.fact, Far.number == 5000, Far.number == -5000))
        assert {-5001, -5000, -4999, 4999, 5000, 5001} <= set(found)
        assert {date.min, date.max} <= set(drawn(generate.values(Far.day.fact, Far.day > date.min, Far.day < date.max)))
        assert set(drawn(generate.values(Far.last.fact))) == {date.max}


class TestRecords:
    @pytest.mark.slow
    def test_a_fact_that_may_be_unknown_is_so_now_and_then_and_a_given_one_never(self) -> None:
        found = drawn(generate.records(Child))
        assert 0.2 < share([each.rosh for each in found], {None}) < 0.6
        assert None not in [each.reoffending for each in found]

    def test_asked_for_without_unknowns_every_fact_is_known(self) -> None:
        assert not any(None in vars(each).values() for each in drawn(generate.records(Child, unknown=False), 50))

    @pytest.mark.slow
    def test_two_facts_that_are_compared_meet(self) -> None:
        class Dates(Facts):
            begun: Maybe[date] = fact(date)
            ended: Maybe[date] = fact(date, low=date(2020, 1, 1), high=date(2030, 1, 1))

        found = drawn(generate.records(Dates, Dates.ended >= Dates.begun, unknown=False))
        apart = {(each.ended - each.begun).days for each in found if each.ended and each.begun}
        assert {-1, 0, 1} <= apart
        assert {find(Dates.ended >= Dates.begun, each).verdict for each in found} == {Verdict.HOLDS, Verdict.FAILS}

    @pytest.mark.slow
    def test_text_is_drawn_and_can_be_said(self) -> None:
        found = drawn(generate.records(Case, stated={"reference": st.sampled_from(["A1", "A2"])}), 60)
        assert {each.reference for each in found} == {"A1", "A2"}
        assert "" in {each.tool_version for each in found} != {""}

    def test_a_fact_can_be_said_too(self) -> None:
        asked = Child.rosh >= Child.safety
        found = drawn(generate.records(Child, asked, stated={"rosh": st.just(Level.HIGH)}), 50)
        assert {each.rosh for each in found} == {Level.HIGH}

    @pytest.mark.slow
    def test_every_rule_of_a_policy_is_met_with_every_verdict(self) -> None:
        policy = load().forum_policy("derby-high-risk-strategy")
        found = drawn(generate.records(Case, policy))
        for rule in policy.editions[0].rules:
            assert {find(rule.when, each).verdict for each in found} == set(Verdict), rule.id

    @pytest.mark.slow
    def test_what_a_guarantee_asks_is_leaned_on(self) -> None:
        promise = covers("kept", when=Child.assessed >= date(2019, 4, 1), by=lambda _: True)
        edition = Edition(date(2019, 4, 1), (must("all", FORUMS[0], when=known(Child.age)),), (promise,))
        found = [each.assessed for each in drawn(generate.records(Child, Policy("p", Child, (edition,))))]
        assert date(2019, 4, 1) in found


class Local(Case):
    lately: Maybe[int] = count(
        Offence, "lately", dated=Offence.day, during=last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)
    )
    grave: Maybe[bool] = exists(Offence, "grave", where=Offence.custody_months >= 24)
    before: Maybe[int] = count(
        Assessment,
        "before",
        dated=Assessment.day,
        during=last(3, Unit.MONTHS, anchor_in=False, far_end_in=True, before=Case.referred),
    )
    soon: Maybe[bool] = falls(Case.release_due, "soon", during=last(1, Unit.WEEKS, anchor_in=True, far_end_in=True))


class TestHistories:
    DAY = date(2019, 9, 9)

    @pytest.mark.slow
    def test_a_kind_is_not_asked_for_or_has_no_rows_or_has_some(self) -> None:
        found = drawn(generate.histories(Local(reference="A1"), self.DAY))
        assert {kind for each in found for kind in each} == {Offence, Assessment}
        assert {len(each[Offence]) if Offence in each else None for each in found} >= {None, 0, 1, 2}

    @pytest.mark.traced
    @pytest.mark.slow
    def test_rows_are_drawn_though_the_date_that_a_window_is_counted_from_is_unknown(self) -> None:
        found = drawn(generate.histories(Local(reference="A1", referred=None), self.DAY), 20)
        assert {kind for each in found for kind in each} == {Offence, Assessment}

    @pytest.mark.slow
    def test_rows_lean_on_conditions_and_on_the_ends_of_windows(self) -> None:
        found = drawn(generate.histories(Local(reference="A1", referred=date(2019, 8, 31)), self.DAY))
        days = {
            kind: {vars(row)["day"] for each in found for row in each.get(kind, ())} for kind in (Offence, Assessment)
        }
        assert {date(2018, 9, 9), date(2018, 9, 10), date(2019, 9, 9), date(2019, 9, 10)} <= days[Offence]
        assert {date(2019, 5, 30), date(2019, 5, 31), date(2019, 8, 30), date(2019, 8, 31)} <= days[Assessment]
        assert {23, 24, 25} <= {vars(row)["custody_months"] for each in found for row in each.get(Offence, ())}

    @pytest.mark.slow
    def test_half_of_the_rows_follow_on_from_the_row_before(self) -> None:
        found = [[each for each in some if each.day] for some in drawn(generate.rows(ForumHeld, most=6))]
        apart = [(b.day - a.day).days for some in found for a, b in pairwise(some)]
        assert share(apart, {-1, 0, 1}) > 0.4
        assert {-1, 0, 1} < set(apart)
        assert max(map(len, found)) == 6

    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_row_that_follows_on_stays_within_its_bounds(self) -> None:
        class Spell(Facts):
            begun: Maybe[date] = fact(date, low=date(2020, 1, 1), high=date(2020, 12, 31))
            ended: Maybe[date] = fact(date, low=date(2020, 1, 1))
            other: Maybe[int] = fact(int)

        found = drawn(generate.rows(Spell, Spell.ended >= Spell.begun))
        pairs = [pair for some in found for pair in pairwise(some)]
        assert any(a.ended and b.begun == a.ended + timedelta(1) for a, b in pairs)
        assert any(a.ended and b.ended and a.ended == b.ended for a, b in pairs)

    def test_rows_without_dates_stay_as_they_are(self) -> None:
        class Undated(Facts):
            level: Maybe[Level] = fact(Level)

        assert {len(each) for each in drawn(generate.rows(Undated), 50)} >= {0, 1, 2}

    @pytest.mark.slow
    def test_kinds_that_nothing_measures_can_be_asked_for(self) -> None:
        assert {
            kind for each in drawn(generate.histories(Case(reference="A1"), self.DAY, Offence)) for kind in each
        } == {Offence}


class TestByType:
    @pytest.mark.traced
    @pytest.mark.slow
    def test_hypothesis_knows_every_kind_of_record_without_being_told(self) -> None:
        code = """
from yosrules import Facts, Maybe, fact
from yosrules.records.case import Offence
from hypothesis import given, settings, strategies as st
class Later(Facts):
    wet: Maybe[bool] = fact(bool)
seen = set()
@settings(max_examples=100, database=None)
@given(st.from_type(Later), st.from_type(Offence))
def draw(later, offence):
    assert type(later) is Later and type(offence) is Offence
    seen.update({f"wet: {later.wet}", f"knife: {offence.knife}"})
draw()
print(len(seen))
"""
        ended = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
        assert (ended.stdout, ended.stderr) == ("6\n", "")

    def test_it_is_told_once(self) -> None:
        register()
        assert len(WHEN_DEFINED) == len(set(WHEN_DEFINED)) == 1

    def test_a_test_can_name_the_type_alone(self) -> None:
        found = drawn(st.from_type(Child), 100)
        assert {type(each) for each in found} == {Child}
        assert {each.rosh for each in found} > {None, Level.HIGH}

    def test_scales_and_scores_are_known_too(self) -> None:
        assert all(
            scale.rate(score).band
            for scale, score in drawn(st.tuples(st.from_type(RatingScale), st.from_type(Score)), 50)
        )


class TestRatings:
    @pytest.mark.slow
    def test_half_of_the_scores_are_the_nearest_to_a_threshold(self) -> None:
        found, edges = (
            drawn(generate_ratings.scores(HMIP.scale)),
            [HMIP.scale.threshold(each) / 100 for each in HMIP.scale.bands],
        )
        near = [
            each
            for each in found
            if any(abs(Fraction(each.scored) - edge * Fraction(each.out_of)) <= 1 for edge in edges)
        ]
        assert 0.4 < len(near) / len(found) < 0.9

    @pytest.mark.slow
    def test_amounts_are_next_to_where_a_band_begins(self) -> None:
        near = {Decimal(at) for at in ("49.49", "49.5", "49.51", "64.49", "64.5", "64.51", "79.49", "79.5", "79.51")}
        assert near < set(drawn(generate_ratings.amounts(HMIP.scale)))

    def test_scores_of_no_scale_are_any_halves(self) -> None:
        found = drawn(generate_ratings.scores(), 100)
        assert {each.scored % 1 for each in found} == {Decimal(0), Decimal("0.5")}
        assert Score(0, 1) in found

    @pytest.mark.slow
    def test_all_three_kinds_of_evidence_are_drawn_and_every_standard(self) -> None:
        found = drawn(generate_ratings.evidence(HMIP))
        assert {type(each).__name__ for each in found} == {"AuditSheet", "ItemSheet", "Inspection"}
        numbers = {standard.number for standard in HMIP.standards}
        assert {row.standard for each in found for row in each.rows} == numbers


def test_nothing_is_drawn_to_be_thrown_away() -> None:
    files = sorted(Path(generate.__file__).parent.glob("[a-z]*.py"))
    assert len(files) == 4
    for path in files:
        assert not any(word in path.read_text() for word in (".filter(", "assume(", "reject("))
