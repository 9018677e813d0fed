"""The laws, each a sentence of specs/laws.md; test_house.py checks that the two lists are the same."""

from __future__ import annotations

import os
import random
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from installed import RULEBOOK
from strategies import FORUMS, Child, Level, Wide, conditions, editions, kinds, records, truth
from yosrules import (
    Band,
    Domain,
    Edition,
    Facts,
    Framework,
    Item,
    ItemSheet,
    KeyQuestion,
    Maybe,
    RatedBy,
    RatingScale,
    Rounding,
    Score,
    Standard,
    Status,
    Verdict,
    agreement,
    at_least,
    compare,
    decide,
    find,
    holds,
    rate,
    unless,
    vocabulary,
)
from yosrules.deciding.as_of import as_of
from yosrules.deciding.decide import UNSETTLED
from yosrules.deciding.decider import Decider, StatusOf
from yosrules.deciding.settling import to_settle
from yosrules.language.expr import AllOf, AnyOf, Condition, Known
from yosrules.language.measure import Unit, count, earliest, last, measures, worst
from yosrules.proof.claims import Claim, claims
from yosrules.proof.prove import Proved, Refuted, prove
from yosrules.proof.provers.compiled import table
from yosrules.records.audit import Evidence
from yosrules.records.case import Assessment, Case, Offence
from yosrules.records.choices import RiskLevel
from yosrules.testing.strategies import records as generate
from yosrules.testing.strategies.ratings import amounts, evidence, scales, scores

EDITIONS = int(os.environ.get("YOSRULES_EDITIONS", "40"))
"""How many random editions the provers are set against each other on; a release is run with 10,000."""


@given(conditions(), records())
def test_a_condition_and_its_negation_never_both_hold(condition: Condition, record: Child) -> None:
    assert not (holds(condition, record) and holds(~condition, record))


@pytest.mark.slow
@given(conditions(), records(unknown=False))
def test_where_every_fact_is_known_a_condition_or_its_negation_holds(condition: Condition, record: Child) -> None:
    assert holds(condition, record) or holds(~condition, record)


@given(conditions())
def test_not_not_a_condition_is_the_same_condition(condition: Condition) -> None:
    assert ~~condition == condition
    assert hash(~~condition) == hash(condition)


@pytest.mark.slow
@given(conditions(), records())
def test_the_three_verdicts_are_strong_kleene_logic(condition: Condition, record: Child) -> None:
    verdict = {True: Verdict.HOLDS, False: Verdict.FAILS, None: Verdict.CANNOT_TELL}
    assert find(condition, record).verdict is verdict[truth(condition, record)]


@pytest.mark.slow
@given(conditions(), records())
def test_unless_holds_exactly_where_its_condition_does_not(condition: Condition, record: Child) -> None:
    assert holds(unless(condition), record) is not holds(condition, record)


@given(st.data(), st.lists(conditions(), max_size=4), records())
def test_at_least_counts_what_holds(data: st.DataObject, asked: list[Condition], record: Child) -> None:
    count = data.draw(st.integers(0, len(asked)))
    assert holds(at_least(count, *asked), record) is (sum(holds(each, record) for each in asked) >= count)


@pytest.mark.slow
@given(conditions(), records(), records())
def test_learning_a_fact_never_overturns_a_verdict(condition: Condition, record: Child, told: Child) -> None:
    learned = {
        name: vars(told)[name] for name, stated in vars(record).items() if stated is None and name != "reference"
    }
    before = find(condition, record)
    after = find(condition, attrs.evolve(record, **learned))
    reads_absence = any(isinstance(each, Known) for each in _leaves(condition))
    assert reads_absence or before.verdict in (after.verdict, Verdict.CANNOT_TELL)


@pytest.mark.slow
@given(conditions(), records())
def test_cannot_tell_names_the_missing_facts_and_nothing_else_does(condition: Condition, record: Child) -> None:
    finding = find(condition, record)
    assert bool(finding.missing) is (finding.verdict is Verdict.CANNOT_TELL)
    assert all(vars(record)[fact.name] is None for fact in finding.missing)


@pytest.mark.slow
@given(editions(), records(), st.randoms(use_true_random=False))
def test_order_and_duplicates_of_rules_change_nothing(
    edition: Edition[Band], record: Child, chance: random.Random
) -> None:
    again = [attrs.evolve(rule, id=f"{rule.id} again") for rule in edition.rules]
    shuffled = [*edition.rules, *again]
    chance.shuffle(shuffled)
    decision, other = decide(edition, record), decide(attrs.evolve(edition, rules=tuple(shuffled)), record)
    assert {forum: decision.status(forum) for forum in FORUMS} == {forum: other.status(forum) for forum in FORUMS}


@pytest.mark.slow
@given(editions(), records(unknown=False))
def test_where_every_fact_is_known_every_outcome_is_told(edition: Edition[Band], record: Child) -> None:
    assert all(each.status not in UNSETTLED for each in decide(edition, record).outcomes)


@pytest.mark.slow
@given(editions(), records())
def test_a_decision_gives_every_outcome_its_reasons(edition: Edition[Band], record: Child) -> None:
    for each in decide(edition, record).outcomes:
        assert bool(each.because) is (each.status is not Status.NO)
        assert bool(each.missing) is (each.status in UNSETTLED)


SCALED = scales().flatmap(lambda scale: st.tuples(st.just(scale), amounts(scale), amounts(scale)))


@given(SCALED)
def test_every_percentage_falls_in_exactly_one_band(scaled: tuple[RatingScale, Decimal, Decimal]) -> None:
    scale, amount, _ = scaled
    edition = scale.as_policy().on(date(2019, 4, 1))
    decided = [each.outcome for each in decide(edition, scale.record(amount)).outcomes if each.status is Status.MUST]
    assert decided == [scale.of(amount).band]


@pytest.mark.slow
@given(SCALED)
def test_raising_a_score_never_lowers_a_rating(scaled: tuple[RatingScale, Decimal, Decimal]) -> None:
    scale, *two = scaled
    lower, higher = sorted(two)
    assert _place(scale, scale.of(lower).band) <= _place(scale, scale.of(higher).band)


@given(scales(), scores(), st.integers(1, 50))
def test_scaling_score_and_possible_score_alike_changes_nothing(scale: RatingScale, score: Score, by: int) -> None:
    assert scale.rate(Score(score.scored * by, score.out_of * by)) == scale.rate(score)


@given(scores())
def test_rounding_to_the_nearest_is_never_off_by_more_than_a_half_and_goes_up_there(score: Score) -> None:
    share = Fraction(score.scored) / Fraction(score.out_of) * 100
    assert -Fraction(1, 2) < Rounding.NEAREST_PERCENT.apply(share) - share <= Fraction(1, 2) or share == 0


SCALE = RatingScale(
    "four", (Band("low", 0), Band("fair", 50), Band("good", 65), Band("best", 80)), Rounding.NEAREST_PERCENT
)
QUESTIONS = tuple(KeyQuestion(f"2.1.{place}", f"question {place}") for place in (1, 2, 3))
FRAMEWORK = Framework("f", "F", date(2018, 5, 1), SCALE, (0, 1, 2, 3), ("2",)).having(
    Domain("f", "2", "Court", (Standard("2.1", "Assessment", RatedBy.LOWEST_KEY_QUESTION, QUESTIONS),))
)


@given(st.lists(st.fixed_dictionaries({each.id: st.sampled_from([None, 0, 1]) for each in QUESTIONS}), min_size=1))
def test_a_standard_is_never_rated_above_any_of_its_key_questions(cases: list[Mapping[str, int | None]]) -> None:
    items = [
        Item(str(place), "2.1", question, None if score is None else Decimal(score), Decimal(1))
        for place, case in enumerate(cases)
        for question, score in case.items()
    ]
    (rated,) = rate(ItemSheet("audit", tuple(items)), FRAMEWORK).standards
    bands = [_place(SCALE, each.rating.band) for each in rated.questions if each.rating.band]
    assert rated.computed is not None
    assert [_place(SCALE, rated.computed.band)] == [min(bands)] if bands else rated.computed.band is None


LEVELS = ("low", "fair", "good", "best")
Ratings = dict[str, str | None]
RATINGS = st.dictionaries(st.sampled_from("abcdef"), st.none() | st.sampled_from(LEVELS))


@given(RATINGS, RATINGS)
def test_comparing_the_other_way_round_turns_every_change(
    one: dict[str, str | None], two: dict[str, str | None]
) -> None:
    there = {each.subject: each.bands for each in compare(one, two, LEVELS)}
    back = {each.subject: each.bands for each in compare(two, one, LEVELS)}
    assert there == {subject: None if bands is None else -bands for subject, bands in back.items()}


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(LEVELS), min_size=1), st.data())
def test_agreement_is_symmetric_and_full_with_itself(one: dict[str, str], data: st.DataObject) -> None:
    two = data.draw(st.fixed_dictionaries({subject: st.sampled_from(LEVELS) for subject in one}))
    assert agreement(one, two, LEVELS) == agreement(two, one, LEVELS)
    alike = agreement(one, one, LEVELS)
    assert alike.exact == alike.within_one == alike.n
    assert alike.kappa in (1, None)


@pytest.mark.slow
@given(kinds(), st.data())
def test_any_kind_of_record_can_be_drawn_and_leaned_on_whatever_its_bounds(
    about: type[Facts], data: st.DataObject
) -> None:
    condition = data.draw(generate.conditions(about) if vocabulary(about) else st.just(AllOf(())))
    record = data.draw(generate.records(about, condition))
    assert type(record) is about
    assert find(condition, record).condition == condition


YEAR = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)


class Watched(Case):
    grave: Maybe[int] = count(Offence, "grave", where=Offence.gravity >= 5, dated=Offence.day, during=YEAR)
    worst_rosh: Maybe[RiskLevel] = worst(Assessment, Assessment.rosh, "worst")
    first: Maybe[date] = earliest(Offence, Offence.day, "first")


@pytest.mark.slow
@given(generate.records(Watched), st.dates(date(2010, 1, 1), date(2030, 1, 1)), st.data())
def test_any_history_can_be_told_as_of_any_day_and_takes_nothing_back(
    record: Watched, day: date, data: st.DataObject
) -> None:
    # What a record's own dates deny, such as an age, is refused; a record that leaves it to them states nothing of it.
    own = {name: None for name, ref in measures(Watched).items() if ref.by.rows is None}
    record = attrs.evolve(record, **own)
    told = as_of(record, day, data.draw(generate.histories(record, day)))
    assert {name: said for name, said in vars(told).items() if vars(record)[name] is not None} == {
        name: said for name, said in vars(record).items() if said is not None
    }


HMIP = RULEBOOK.framework("hmip-2018")


@pytest.mark.slow
@given(evidence(HMIP))
def test_any_audit_is_rated_standard_by_standard(drawn: Evidence) -> None:
    rated = rate(drawn, HMIP)
    assert set(rated.ratings) == {row.standard for row in drawn.rows}


def _place(scale: RatingScale, band: Band | None) -> int:
    assert band is not None
    return scale.place(band)


def _leaves(condition: Condition) -> list[Condition]:
    if isinstance(condition, AllOf | AnyOf):
        return [leaf for part in condition.parts for leaf in _leaves(part)]
    return [condition]


@pytest.mark.slow
@settings(max_examples=EDITIONS, deadline=None)
@given(generate.editions(Child, FORUMS), generate.records(Child), generate.records(Child))
def test_enumeration_z3_and_decide_never_disagree(subject: Edition[Band], record: Child, other: Child) -> None:
    for claim in claims(subject, Child):
        answer = prove(claim)
        assert isinstance(answer, Proved | Refuted)
        if claim.wanted is isinstance(answer, Refuted):
            assert not claim.replay(record, record)
            assert claim.raised is None or not claim.replay(*_raised(claim, record, other))


def _raised(claim: Claim, record: Child, other: Child) -> tuple[Facts, Facts]:
    """The record with one fact as it is in either record, the lower first."""
    assert claim.raised
    name = claim.raised[0].name
    low, high = sorted(vars(each)[name] or Level.LOW for each in (record, other))
    return attrs.evolve(record, **{name: low}), attrs.evolve(record, **{name: high})


@pytest.mark.slow
@settings(max_examples=EDITIONS, deadline=None)
@given(generate.editions(Wide, FORUMS), generate.records(Wide))
def test_they_never_disagree_about_unbounded_facts_either(subject: Edition[Band], record: Wide) -> None:
    for claim in claims(subject, Wide):
        answer = prove(claim)
        assert claim.wanted is not isinstance(answer, Refuted) or not claim.replay(record, record)


@pytest.mark.traced
@pytest.mark.slow
@given(editions(), st.lists(records(), min_size=1, max_size=5))
def test_an_editions_table_decides_as_decide_does(edition: Edition[Band], drawn: list[Child]) -> None:
    masks = table(edition, Child).compile()
    for record in drawn:
        decision, told = decide(edition, record), masks.of(record)
        assert told.outcomes == tuple((each.outcome, each.status) for each in decision.outcomes)
        assert told.holding == tuple(each.rule.id for each in decision.rules if each.finding.verdict is Verdict.HOLDS)


@pytest.mark.slow
@given(editions(), st.lists(records(), min_size=2, max_size=6))
def test_what_is_decided_once_or_of_one_outcome_alone_is_as_decide_says(
    edition: Edition[Band], drawn: list[Child]
) -> None:
    decider = Decider(edition, most=2)
    for record in [*drawn, *drawn]:
        decision = decide(edition, record)
        assert decider.decide(record) == decision
        for each in decision.outcomes:
            settled = decider.to_settle(record, each.outcome)
            assert settled == to_settle(edition, record, each.outcome)
            assert decider.reached(each.outcome)(record) == each
            assert StatusOf(edition, each.outcome)(vars(record)) is each.status
