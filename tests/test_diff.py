"""Two editions compared by meaning: each way, the record that shows it, what was rewritten, and whom it touches."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given

from strategies import FORUMS, Child, Level, Wide
from yosrules import (
    Band,
    Edition,
    PolicyError,
    Status,
    all_of,
    any_of,
    at_least,
    cite,
    decide,
    known,
    may,
    must,
    unless,
)
from yosrules.errors import ProofError
from yosrules.language.expr import Condition
from yosrules.policies.policy import Rule
from yosrules.proof.diff import Diff, Moved, RuleChange, Touched, Way, diff, touched
from yosrules.proof.prove import Prover
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.partition import Assignment, example_record
from yosrules.records.case import Case
from yosrules.testing.strategies import records as generate

PANEL, CLINIC, MEETING = FORUMS
BEGINS = date(2024, 5, 5)


def edition(*rules: Rule[Band]) -> Edition[Band]:
    return Edition(date(2019, 4, 1), rules)


def when(condition: Condition) -> Edition[Band]:
    return edition(must("r", PANEL, when=condition))


def the_one(old: Edition[Band], new: Edition[Band]) -> Moved:
    (moved,) = diff(old, new, Child).outcomes
    return moved


def test_a_record_that_moves_the_other_way_is_a_fault() -> None:
    def liar(_: Condition) -> Assignment:
        return {Child.age.fact: 14}

    with pytest.raises(ProofError, match="panel never higher: z3 found"):
        diff(when(Child.age >= 14), when(Child.age >= 15), Child, {Prover.Z3: liar})


def test_what_is_rewritten_but_means_the_same_is_the_same() -> None:
    found = diff(when(Child.age > 16), when(Child.age >= 17), Child)
    assert found.same
    assert found.outcomes == (Moved("panel", Way.SAME),)


def test_a_lower_threshold_is_wider_for_those_on_it() -> None:
    moved = the_one(when(Child.rosh >= Level.HIGH), when(Child.rosh >= Level.MEDIUM))
    assert moved == Moved(
        "panel",
        Way.WIDER,
        higher=example_record(Child, {Child.rosh.fact: Level.MEDIUM}),
        rises=(Status.NO, Status.MUST),
    )


def test_a_higher_threshold_is_narrower() -> None:
    moved = the_one(when(Child.age >= 14), when(Child.age >= 15))
    assert moved == Moved(
        "panel", Way.NARROWER, lower=example_record(Child, {Child.age.fact: 14}), falls=(Status.MUST, Status.NO)
    )


def test_some_gain_and_some_lose_is_crosswise() -> None:
    moved = the_one(when(Child.age == 14), when(Child.age == 15))
    assert moved.way is Way.CROSSWISE
    assert moved.higher == example_record(Child, {Child.age.fact: 15})
    assert moved.lower == example_record(Child, {Child.age.fact: 14})


def test_being_sure_is_not_the_same_as_not_being_shown() -> None:
    moved = the_one(when(~(Child.age >= 14)), when(unless(Child.age >= 14)))
    assert moved == Moved("panel", Way.WIDER, higher=example_record(Child, {}), rises=(Status.CANNOT_TELL, Status.MUST))


def test_an_outcome_of_one_edition_only_is_wider_or_narrower() -> None:
    one, other = edition(must("r", PANEL, when=Child.age >= 14)), edition(may("r", CLINIC, when=Child.age >= 14))
    assert [(each.outcome, each.way) for each in diff(one, other, Child).outcomes] == [
        ("panel", Way.NARROWER),
        ("clinic", Way.WIDER),
    ]


def test_may_to_must_is_wider() -> None:
    moved = the_one(edition(may("r", PANEL, when=Child.age > 12)), edition(must("r", PANEL, when=Child.age > 12)))
    assert moved.way is Way.WIDER


def test_may_is_higher_than_cannot_tell_and_that_than_no() -> None:
    asked, always, never = (
        edition(may("r", PANEL, when=condition)) for condition in (all_of(Child.custody_risk), all_of(), any_of())
    )
    assert the_one(asked, always).way is Way.WIDER
    assert the_one(never, asked).way is Way.WIDER


def test_what_no_prover_can_tell_is_said() -> None:
    refused = {Prover.ENUMERATION: enumerated}
    many = [Child.rosh, Child.safety, Child.reoffending]
    hard, turned = (at_least(2, *(one > Level.LOW for one in order)) for order in (many, many[::-1]))
    (moved,) = diff(when(hard), when(turned), Child, {}).outcomes
    assert moved == Moved("panel", Way.UNTOLD, why="no prover was asked")
    assert diff(when(hard), when(turned), Child, refused).same
    assert not diff(when(hard), when(turned), Child, {}).same


def test_an_outcome_to_which_the_same_rules_lead_needs_no_prover() -> None:
    kept, dropped = may("kept", CLINIC, when=Child.age > 12), may("dropped", PANEL, when=Child.age > 12)
    moved = diff(edition(kept, dropped), edition(kept), Child, {}).outcomes
    assert [(each.outcome, each.way) for each in moved] == [("clinic", Way.SAME), ("panel", Way.UNTOLD)]


@pytest.mark.slow
@given(generate.editions(Child, FORUMS), generate.editions(Child, FORUMS), generate.records(Child))
def test_no_record_contradicts_what_is_told_of_all(one: Edition[Band], other: Edition[Band], record: Child) -> None:
    order = (Status.NO, Status.CANNOT_TELL, Status.MAY, Status.AT_LEAST_MAY, Status.MUST)
    forums = {forum.name: forum for forum in FORUMS}
    for moved in diff(one, other, Child).outcomes:
        before, after = (order.index(decide(each, record).status(forums[moved.outcome])) for each in (one, other))
        assert before <= after or moved.way in (Way.NARROWER, Way.CROSSWISE)
        assert before >= after or moved.way in (Way.WIDER, Way.CROSSWISE)


def test_a_must_that_becomes_a_may_beside_a_may_at_a_lower_level_is_narrower_and_never_crosswise() -> None:
    below = may("below", PANEL, when=Child.rosh >= Level.MEDIUM)
    old = edition(below, must("high", PANEL, when=Child.rosh >= Level.HIGH))
    new = edition(below, may("high", PANEL, when=Child.rosh >= Level.HIGH))
    assert [each.way for each in diff(old, new, Child).outcomes] == [Way.NARROWER]
    assert [each.way for each in diff(new, old, Child).outcomes] == [Way.WIDER]


@pytest.mark.slow
@given(generate.editions(Wide, FORUMS))
def test_an_edition_is_the_same_as_itself_in_any_order(subject: Edition[Band]) -> None:
    other = attrs.evolve(subject, rules=subject.rules[::-1])
    assert diff(subject, other, Wide) == Diff(tuple(Moved(each.name, Way.SAME) for each in subject.outcomes), ())


def test_a_rule_is_added_retired_or_changed() -> None:
    kept, gone, new = (must(name, PANEL, when=Child.age >= 14) for name in ("kept", "gone", "new"))
    assert diff(edition(kept, gone), edition(kept, new), Child).rules == (
        RuleChange("gone", "retired"),
        RuleChange("new", "added"),
    )


@pytest.mark.parametrize(
    ("change", "details"),
    [
        ({"modality": may("x", PANEL, when=Child.custody_risk).modality}, ("may, not must",)),
        ({"outcome": CLINIC}, ("leads to clinic, not panel",)),
        ({"cites": cite("Policy", "page 2")}, ("on the word of Policy, page 2, not nobody",)),
        (
            {"when": all_of((Child.rosh >= Level.HIGH) | Child.custody_risk, Child.age >= 14)},
            ("risk of serious harm is High or higher, not Medium or higher",),
        ),
        (
            {"when": all_of((Child.rosh >= Level.HIGH) | Child.custody_risk, Child.age >= 15)},
            ("risk of serious harm is High or higher, not Medium or higher", "age is at least 15, not at least 14"),
        ),
        (
            {"when": known(Child.age)},
            (
                "when age is on record, not when "
                "(risk of serious harm is Medium or higher or at risk of custody) and age is at least 14",
            ),
        ),
        (
            {"when": all_of((Child.rosh >= Level.MEDIUM) | known(Child.custody_risk), Child.age >= 14)},
            (
                "when (risk of serious harm is Medium or higher or whether at risk of custody is on record) "
                "and age is at least 14, not when "
                "(risk of serious harm is Medium or higher or at risk of custody) and age is at least 14",
            ),
        ),
    ],
)
def test_what_changed_in_a_rule_is_told(change: dict[str, object], details: tuple[str, ...]) -> None:
    rule = must("r", PANEL, when=all_of((Child.rosh >= Level.MEDIUM) | Child.custody_risk, Child.age >= 14))
    (told,) = diff(edition(rule), edition(attrs.evolve(rule, **change)), Child).rules
    assert told == RuleChange("r", "changed", details)


def test_a_caseload_says_whom_it_touches() -> None:
    children = [Child(reference=str(age), reoffending=Level.LOW, age=age) for age in (13, 14, 15)]
    found = touched(when(Child.age >= 14), when(Child.age >= 15), children)
    assert [*found] == [Touched(children[1], "panel", Status.MUST, Status.NO)]


def test_two_outcomes_of_one_name_cannot_be_told_apart() -> None:
    twice = edition(must("a", PANEL, when=Child.age > 12), must("b", Band("panel", 50), when=Child.age > 13))
    with pytest.raises(PolicyError, match="two outcomes called 'panel'"):
        diff(twice, twice, Child)


class TestOwnDates:
    """An example is as of the day on which the change begins, 5 May 2024."""

    @staticmethod
    def example(old: Condition, new: Condition) -> Any:
        (moved,) = diff(when(old), attrs.evolve(when(new), starts=BEGINS), Case).outcomes
        return moved.lower

    def test_an_example_shows_no_age_that_its_date_of_birth_contradicts(self) -> None:
        told = known(Case.born)
        found = self.example(told & (Case.age >= 14), told & (Case.age >= 15))
        assert (found.age, found.born) == (14, date(2010, 5, 5))
        # An age that follows from the date shows the same here, so that the date is left as it is.
        born = told & (Case.born < date(2009, 1, 1))
        found = self.example(born & (Case.age >= 14), born & (Case.age >= 14) & Case.knife)
        assert found.age == 2024 - found.born.year - (found.born > date(found.born.year, 5, 5))

    def test_nor_a_licence_that_is_over_before_it_ends(self) -> None:
        told = known(Case.licence_ends)
        found = self.example(told & ~Case.licence_over, told & Case.licence_over)
        assert (found.licence_over, found.licence_ends) == (False, BEGINS)
        found = self.example(told & Case.licence_over, told & ~Case.licence_over)
        assert (found.licence_over, found.licence_ends < BEGINS) == (True, True)

    def test_where_no_such_record_shows_it_the_example_is_left_as_it_was_found(self) -> None:
        """Who was born before 1990 was 14 in 2003, and is not when the change begins."""
        born = known(Case.born) & (Case.born < date(1990, 1, 1))
        found = self.example(born & (Case.age >= 14), born & (Case.age >= 15))
        assert (found.age, found.born) == (14, date(1989, 12, 31))

    @pytest.mark.parametrize("years", [900, 4000])
    def test_an_age_beyond_the_calendar_is_left_as_it_was_found(self, years: int) -> None:
        told = known(Case.born)
        assert self.example(told & (Case.age >= years), told & (Case.age > years)).age == years
