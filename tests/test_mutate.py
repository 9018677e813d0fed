"""Near neighbours of editions and scales: which there are, what becomes of them, and the example that pins each."""

from __future__ import annotations

import re
import sys
from collections import Counter
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from installed import RULEBOOK
from strategies import FORUMS, Child, Level, Stage, Wide
from yosrules import (
    Band,
    Edition,
    Facts,
    Policy,
    PolicyError,
    RatingScale,
    Rounding,
    Status,
    all_of,
    covers,
    decide,
    fact,
    known,
    may,
    must,
)
from yosrules.hooks.load import load
from yosrules.language.expr import Condition
from yosrules.policies.policy import Example, Rule
from yosrules.proof.claims import claims
from yosrules.proof.diff import diff
from yosrules.proof.mutate import (
    Fate,
    Mutant,
    examples_of,
    judge,
    mutants,
    of_its_edition,
    pasted,
    scale_mutants,
    stands,
    survivors,
)
from yosrules.proof.provers.partition import example_record
from yosrules.records.case import Case
from yosrules.records.choices import CaseStage, RiskLevel
from yosrules.testing.strategies import records as generate
from yosrules.testing.strategies.ratings import amounts

PANEL, CLINIC, MEETING = FORUMS
SPEC = (Path(__file__).parent.parent / "specs" / "ratings.md").read_text()


def edition(*rules: Rule[Band]) -> Edition[Band]:
    return Edition(date(2019, 4, 1), rules)


def when(condition: Condition) -> Edition[Band]:
    return edition(must("r", PANEL, when=condition))


def changes(condition: Condition) -> list[str]:
    """How a condition's mutants differ, leaving out that its rule is dropped or becomes a may."""
    return [mutant.change for mutant in mutants(when(condition))][2:]


def test_a_rule_is_dropped_and_its_must_becomes_a_may() -> None:
    dropped, exchanged = list(mutants(when(known(Child.age))))[:2]
    assert (dropped.rule, dropped.change, exchanged.change) == ("r", "dropped", "may, not must")
    assert dropped.edition == edition()
    assert exchanged.edition == edition(may("r", PANEL, when=known(Child.age)))
    assert [*mutants(edition(may("r", PANEL, when=known(Child.age))))][1].change == "must, not may"


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Child.age >= 14, ["age is less than 14", "age is at least 13", "age is at least 15"]),
        (
            Child.rosh <= Level.MEDIUM,
            ["above Medium, not Medium or lower", "Low or lower, not Medium or lower", "High or lower, not Medium or"],
        ),
        (Child.rosh >= Level.LOW, ["below Low", "Medium or higher", "above Low"]),
        (Child.rosh > Level.VERY_HIGH, ["Very high or lower", "above High", "Very high or higher"]),
        (Child.share < Decimal("0.5"), ["at least 0.5", "less than 0.49", "less than 0.51"]),
        (Wide.day > date.max, ["on or before", "after 30 December 9999", "on or after 31 December 9999"]),
        (Wide.day >= date.min, ["before", "on or after 2 January 1", "after 1 January 1"]),
        (Child.age == 14, ["age is not 14", "age is 13", "age is 15"]),
        (Child.rosh >= Child.safety, ["lower than safety", "higher than safety"]),
        (Child.rosh == Child.safety, ["not the same as safety"]),
        (Child.stage == Stage.POST_COURT, ["stage is not post court"]),
        (~Child.custody_risk, ["at risk of custody"]),
        (known(Child.age), ["age is not on record"]),
        ((Child.age >= 17) | known(Child.rosh), ["less than 17", "at least 16", "at least 18", "is not on record"]),
    ],
)
def test_a_condition_has_these_neighbours(condition: Condition, found: list[str]) -> None:
    told = changes(condition)
    assert len(told) == len(found)
    assert all(part in change for part, change in zip(found, told, strict=True))


def test_a_leaf_is_changed_where_it_stands() -> None:
    whole = (Child.age >= 17) | known(Child.rosh)
    turned = [mutant.edition for mutant in mutants(when(whole))][2]
    assert turned == when((Child.age < 17) | known(Child.rosh))


def fates(subject: Edition[Band], *examples: Example) -> Counter[Fate]:
    return Counter(each.fate for each in judge(subject, Child, examples))


def at(age: int, status: Status) -> Example:
    return Example(Child(reference="a", reoffending=Level.LOW, age=age), "panel", status)


def test_both_sides_of_a_threshold_pin_it() -> None:
    assert fates(when(Child.age >= 14), at(13, Status.NO), at(14, Status.MUST)) == {Fate.KILLED_BY_EXAMPLE: 5}


def test_without_examples_every_change_survives_that_makes_a_difference() -> None:
    apart = edition(must("r", PANEL, when=Child.age >= 14), may("other", CLINIC, when=known(Child.age)))
    assert fates(apart) == {Fate.SURVIVES: 8}  # both dropped, both turned, three thresholds, one not on record
    twice = edition(must("r", PANEL, when=Child.age >= 14), may("other", PANEL, when=Child.age >= 15))
    fate = {(each.mutant.rule, each.mutant.change): each.fate for each in judge(twice, Child, ())}
    assert fate["other", "dropped"] is Fate.EQUIVALENT
    assert fate["r", "dropped"] is Fate.SURVIVES
    more = Mutant("new", "added", edition(*apart.rules, may("new", MEETING, when=known(Child.rosh))))
    assert [*judge(apart, Child, (), [more])][-1].fate is Fate.SURVIVES


def test_one_side_alone_leaves_the_other_unpinned_and_the_missing_example_is_offered() -> None:
    (left,) = survivors(when(Child.age >= 14), Child, [at(14, Status.MUST)])
    assert left.mutant.change == "age is at least 13, not at least 14"
    assert left.pins == (Example(example_record(Child, {Child.age.fact: 13}), "panel", Status.NO),)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(generate.editions(Child, FORUMS))
def test_the_offered_examples_leave_no_survivor(subject: Edition[Band]) -> None:
    offered = [pin for each in survivors(subject, Child, ()) for pin in each.pins]
    assert survivors(subject, Child, offered) == ()


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(generate.editions(Child, FORUMS), st.data())
def test_a_mutant_called_equivalent_decides_every_drawn_record_the_same(
    subject: Edition[Band], data: st.DataObject
) -> None:
    alike = [each.mutant for each in judge(subject, Child, ()) if each.fate is Fate.EQUIVALENT]
    for mutant in alike:
        record = data.draw(generate.records(Child))
        assert mutant.edition
        before, after = (decide(each, record) for each in (subject, mutant.edition))
        assert [before.status(forum) for forum in FORUMS] == [after.status(forum) for forum in FORUMS]


def test_a_mutant_that_decides_all_the_same_is_no_survivor() -> None:
    assert fates(when(Child.age >= 11), at(10, Status.NO), at(11, Status.MUST))[Fate.EQUIVALENT] == 0
    assert fates(when(Child.age >= 10), at(10, Status.MUST)) == {Fate.KILLED_BY_EXAMPLE: 4, Fate.EQUIVALENT: 1}


def test_a_guarantee_kills_what_breaks_it() -> None:
    promise = covers("old", when=Child.age >= 14, by=lambda _: True)
    subject = attrs.evolve(when(Child.age >= 14), guarantees=(promise,))
    assert fates(subject) == {
        Fate.NOT_AN_EDITION: 1,  # without the rule the guarantee accepts nothing
        Fate.KILLED_BY_GUARANTEE: 3,
        Fate.SURVIVES: 1,
    }


def test_a_guarantee_that_the_edition_itself_breaks_kills_nothing() -> None:
    promise = covers("younger", when=Child.age >= 12, by=lambda _: True)
    subject = attrs.evolve(when(Child.age >= 14), guarantees=(promise,))
    assert next(claim.name for claim in claims(subject, Child)) == "guarantee younger"
    assert fates(subject)[Fate.KILLED_BY_GUARANTEE] == 0


def test_an_example_that_the_edition_does_not_decide_so_is_refused() -> None:
    with pytest.raises(
        PolicyError, match=r'does not decide Example\(Child\(reference=\'a\', .*\), "panel", Status.NO\)'
    ):
        fates(when(Child.age >= 14), at(14, Status.NO))


@pytest.mark.slow
def test_what_no_prover_can_tell_is_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)
    many = type("Many", (Facts,), {f"fact_{place}": fact(int) for place in range(9)})
    subject = when(all_of(*(getattr(many, f"fact_{place}") == many.fact_0 for place in range(1, 9))))
    left = survivors(subject, many, ())
    assert {each.fate for each in left} == {Fate.UNTOLD}
    assert len(left) == 10


def test_a_policy_says_which_examples_are_about_which_edition() -> None:
    early, late = Edition(date(2019, 4, 1), ()), Edition(date(2020, 4, 1), ())
    always = at(14, Status.NO)
    once = attrs.evolve(always, on=date(2019, 9, 9))
    policy = Policy("p", Child, (early, late), examples=(always, once))
    assert examples_of(policy, early) == (always, once)
    assert examples_of(policy, late) == (always,)


def test_a_pasted_example_says_of_which_edition_and_reading_it_is() -> None:
    read = [must("r", PANEL, when=Child.age >= years, reading=name) for name, years in (("old", 16), ("young", 12))]
    first, last = Edition(date(2019, 4, 1), (read[0],)), Edition(date(2020, 4, 1), tuple(read))
    policy = Policy("p", Child, (first, last))
    young = last.readings()["young"]
    pin = at(14, Status.MUST)
    assert pasted(of_its_edition(policy, young, pin)) == (
        "Example(Child(reference='a', reoffending=Level.LOW, age=14), \"panel\", Status.MUST, "
        "on=date(2020, 4, 1), reading='young')"
    )
    assert (
        examples_of(attrs.evolve(policy, examples=(of_its_edition(policy, young, pin),)), last.readings()["old"]) == ()
    )
    assert of_its_edition(Policy("p", Child, (first.readings()["old"],)), first.readings()["old"], pin) == pin


def test_an_example_is_written_as_it_would_be_pasted() -> None:
    case = Case(
        reference="a", rosh=RiskLevel.HIGH, stage=CaseStage.POST_COURT, licence_over=True, born=date(2009, 5, 1), age=14
    )
    assert pasted(Example(case, "RSM", Status.CANNOT_TELL)) == (
        "Example(Case(reference='a', stage=CaseStage.POST_COURT, rosh=RiskLevel.HIGH, born=date(2009, 5, 1), "
        'licence_over=True, age=14), "RSM", Status.CANNOT_TELL)'
    )
    amount = load().framework("hmip-2018").scale.record("64.5")
    assert pasted(Example(amount, "Good", Status.MUST)) == (
        'Example(Amount(amount=Decimal("64.5")), "Good", Status.MUST)'
    )


HMIP = RULEBOOK.framework("hmip-2018").scale
TOLD = re.findall(r"^ *([\d.]+)%  ([A-Z][a-z]+(?: [a-z]+)?) {2,}", SPEC, re.MULTILINE)
"""What specs/ratings.md says of amounts on the boundaries."""


def from_the_spec() -> tuple[Example, ...]:
    return attrs.evolve(HMIP, examples=tuple(TOLD)).as_policy().examples


def test_the_spec_has_an_amount_on_each_side_of_every_threshold() -> None:
    assert TOLD == [
        ("49.49", "Inadequate"),
        ("49.5", "Requires improvement"),
        ("64.49", "Requires improvement"),
        ("64.5", "Good"),
        ("79.49", "Good"),
        ("79.5", "Outstanding"),
    ]


def test_each_of_hmips_six_threshold_moves_is_killed_by_the_specs_own_examples() -> None:
    moves = [mutant for mutant in scale_mutants(HMIP) if mutant.rule != "rounding"]
    assert [mutant.change for mutant in moves] == [
        f"from {start + by}, not {start}" for start in (50, 65, 80) for by in (-1, 1)
    ]
    for mutant in moves:
        assert mutant.edition
        assert not all(stands(mutant.edition, example) for example in from_the_spec()), mutant


@pytest.mark.parametrize("change", ["not rounded", "halves down", "halves to even"])
def test_every_other_rounding_is_killed_by_the_specs_own_examples(change: str) -> None:
    (mutant,) = (each for each in scale_mutants(HMIP) if each.change == change)
    assert mutant.edition
    assert not all(stands(mutant.edition, example) for example in from_the_spec())


@pytest.mark.slow
@given(amounts(HMIP))
def test_the_mutant_that_rounds_halves_to_even_is_bankers_rounding(amount: Decimal) -> None:
    (mutant,) = (each for each in scale_mutants(HMIP) if each.change == "halves to even")
    unrounded = attrs.evolve(HMIP, rounding=Rounding.NONE)
    band = unrounded.of(amount.quantize(Decimal(1), ROUND_HALF_EVEN)).name
    assert mutant.edition
    assert stands(mutant.edition, Example(HMIP.record(amount), band, Status.MUST))


@pytest.mark.slow
def test_the_specs_examples_leave_only_the_bottom_of_hmips_scale_unpinned() -> None:
    policy = HMIP.as_policy()
    left = survivors(policy.editions[0], policy.about, from_the_spec(), scale_mutants(HMIP))
    assert [each.mutant.change for each in left] == ["the amount is at least 0.01, not at least 0.00"]


@pytest.mark.parametrize("scale", [HMIP, RULEBOOK.framework("hmip-2018").overall_bands[0]])
def test_the_plugins_own_examples_leave_nothing_unpinned(scale: RatingScale) -> None:
    policy = scale.as_policy()
    assert survivors(policy.editions[0], policy.about, policy.examples, scale_mutants(scale)) == ()


def test_derbys_own_examples_and_promise_leave_nothing_unpinned() -> None:
    policy = load().forum_policy("derby-high-risk-strategy")
    (only,) = policy.editions
    assert survivors(only, policy.about, examples_of(policy, only)) == ()


def test_a_band_that_cannot_be_moved_makes_no_scale() -> None:
    close = RatingScale("close", (Band("low", 0), Band("high", 1)), Rounding.NONE, top=1)
    assert [(each.change, each.edition is None) for each in scale_mutants(close)] == [
        ("from 0, not 1", True),
        ("from 2, not 1", True),
    ]


def test_even_thresholds_round_the_same_to_even() -> None:
    even = RatingScale("even", (Band("low", 0), Band("high", 50)), Rounding.NEAREST_PERCENT)
    policy = even.as_policy()
    (mutant,) = (each for each in scale_mutants(even) if each.change == "halves to even")
    assert mutant.edition
    assert diff(policy.editions[0], mutant.edition, policy.about).same
