"""Both sides of every part of every rule, and what records cover, counted."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal

import attrs
import pytest
from hypothesis import given, settings

from strategies import FORUMS, Child, Level, Stage, Wide
from yosrules import Band, Edition, Facts, Status, all_of, any_of, fact, holds, known, may, must, unless, vocabulary
from yosrules.english.decision_table import Grid
from yosrules.language.expr import Condition
from yosrules.language.kinds import Fact, Value
from yosrules.policies.policy import Rule
from yosrules.proof.boundaries import Coverage, Covered, boundaries, coverage
from yosrules.proof.provers.partition import example_record
from yosrules.reports.drawing.page import Points
from yosrules.reports.proofs import coverage_blocks
from yosrules.testing.strategies import records as generate

PANEL, CLINIC, MEETING = FORUMS


def edition(*rules: Rule[Band]) -> Edition[Band]:
    return Edition(date(2019, 4, 1), rules)


def sides(condition: Condition, about: type[Facts] = Child) -> list[tuple[Value | None, Value | None]]:
    """The changed fact inside and outside, for each boundary of one rule."""
    found = boundaries(edition(must("r", PANEL, when=condition)), about)
    return [
        (vars(each.inside)[each.fact.name], vars(each.outside)[each.fact.name])
        for each in found
        if each.inside and each.outside
    ]


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        (Child.age >= 14, [(14, 13), (14, None)]),
        (Child.age > 14, [(15, 14), (15, None)]),
        (Child.age <= 14, [(14, 15), (14, None)]),
        (Child.age < 14, [(13, 14), (13, None)]),
        (Child.age == 14, [(14, 13), (14, 15), (14, None)]),
        (Child.age != 14, [(13, 14), (15, 14), (13, None)]),
        (Child.age == 10, [(10, 11), (10, None)]),
        (Child.rosh >= Level.HIGH, [(Level.HIGH, Level.MEDIUM), (Level.HIGH, None)]),
        (Child.rosh >= Level.LOW, [(Level.LOW, None)]),
        (Child.reoffending > Level.LOW, [(Level.MEDIUM, Level.LOW)]),
        (Child.stage == Stage.POST_COURT, [(Stage.POST_COURT, Stage.PREVENTION), (Stage.POST_COURT, None)]),
        (~Child.custody_risk, [(False, True), (False, None)]),
        (known(Child.age), [(11, None)]),
        (~known(Child.custody_risk), [(None, False)]),
        (Child.share >= Decimal("49.5"), [(Decimal("49.5"), Decimal("49.49")), (Decimal("49.5"), None)]),
        (Child.assessed > date(2019, 4, 1), [(date(2019, 4, 2), date(2019, 4, 1)), (date(2019, 4, 2), None)]),
        (Child.rosh > Child.safety, [(Level.MEDIUM, Level.LOW), (Level.MEDIUM, None)]),
    ],
)
def test_the_two_sides_of_a_condition(condition: Condition, found: list[tuple[Value | None, Value | None]]) -> None:
    assert sides(condition) == found


@pytest.mark.parametrize(
    ("part", "found"),
    [
        (Child.age > 13, (14, 13)),
        (Child.age >= 13, (13, 12)),
        (Child.age < 14, (13, 14)),
        (Child.age <= 14, (14, 15)),
    ],
)
def test_the_two_sides_are_one_step_apart_though_other_thresholds_lie_further(
    part: Condition, found: tuple[int, int]
) -> None:
    elsewhere = any_of(Child.age >= 11, Child.age < 11, Child.age >= 17)
    assert sides(all_of(part, elsewhere))[0] == found


@pytest.mark.parametrize("condition", [Wide.day >= date.min, Wide.day <= date.max])
def test_at_the_ends_of_the_calendar_only_the_unknown_is_outside(condition: Condition) -> None:
    ((_, outside),) = sides(condition, Wide)
    assert outside is None


@pytest.mark.slow
@settings(max_examples=25, deadline=None)
@given(generate.editions(Child, FORUMS))
def test_one_fact_is_changed_and_with_it_the_rule(subject: Edition[Band]) -> None:
    whens = {rule.id: rule.when for rule in subject.rules}
    for each in boundaries(subject, Child):
        if each.inside and each.outside:
            changed = [name for name in vars(each.inside) if vars(each.inside)[name] != vars(each.outside)[name]]
            assert changed == [each.fact.name]
            assert holds(whens[each.rule], each.inside)
            assert not holds(whens[each.rule], each.outside)


def test_the_sides_are_chosen_so_that_the_outcome_turns_where_it_can() -> None:
    subject = edition(
        may("medium", PANEL, when=Child.rosh >= Level.MEDIUM), must("at-risk", PANEL, when=Child.custody_risk)
    )
    first = boundaries(subject, Child)[0]
    assert first.inside == example_record(Child, {Child.rosh.fact: Level.MEDIUM, Child.custody_risk.fact: False})
    assert first.stands == (Status.MAY, Status.NO)


def test_where_another_rule_stands_in_the_sides_are_told_all_the_same() -> None:
    subject = edition(must("always", PANEL, when=all_of()), must("old", PANEL, when=Child.age >= 17))
    assert boundaries(subject, Child)[0].stands == (Status.MUST, Status.MUST)


def test_a_part_that_never_decides_by_itself_is_a_boundary_without_sides() -> None:
    subject = edition(must("r", PANEL, when=all_of(Child.age >= 14, known(Child.age))))
    never = [each.part for each in boundaries(subject, Child) if each.inside is None]
    assert never == ["age is on record"]


def child(**facts: object) -> Facts:
    return example_record(Child, {_fact(name): value for name, value in facts.items()})


def _fact(name: str) -> Fact:
    return vocabulary(Child)[name]


SUBJECT = edition(
    must("high", PANEL, when=(Child.rosh >= Level.HIGH) | Child.custody_risk), may("low", CLINIC, when=Child.age < 14)
)


def test_nothing_covers_nothing() -> None:
    covered = coverage(SUBJECT, Child, [])
    assert [str(each) for each in (covered.rules, covered.parts, covered.decisive, covered.standings)] == [
        "0 of 2",
        "0 of 3",
        "0 of 3",
        "0 of 6",
    ]
    assert covered.regions == Covered(0, 27)


def test_what_records_cover_is_counted_and_the_rest_named() -> None:
    seen = [child(rosh=Level.HIGH), child(rosh=Level.MEDIUM), child(rosh=Level.MEDIUM, custody_risk=False)]
    covered = coverage(SUBJECT, Child, [*seen, seen[0]])
    assert covered.rules == Covered(1, 2, ("low",))
    assert covered.parts == Covered(1, 3, ("high: at risk of custody", "low: age is less than 14"))
    assert covered.decisive == Covered(1, 3, ("high: at risk of custody", "low: age is less than 14"))
    assert covered.standings == Covered(4, 6, ("clinic: may", "clinic: no"))
    assert covered.regions == Covered(3, 27)


def test_records_that_differ_in_two_facts_decide_nothing() -> None:
    apart = [child(rosh=Level.HIGH, age=14), child(rosh=Level.MEDIUM, age=15)]
    assert coverage(SUBJECT, Child, apart).decisive.done == 0


def test_the_sides_of_every_boundary_cover_every_part() -> None:
    given_sides = [side for each in boundaries(SUBJECT, Child) for side in (each.inside, each.outside) if side]
    covered = coverage(SUBJECT, Child, given_sides)
    assert covered.rules.rest == covered.parts.rest == covered.decisive.rest == ()


def test_only_ways_to_stand_that_are_possible_are_asked_for() -> None:
    never = edition(must("never", PANEL, when=Child.age > 17), must("any", CLINIC, when=unless(any_of())))
    assert coverage(never, Child, []).standings.rest == ("panel: cannot tell", "panel: no", "clinic: must")


def test_regions_that_cannot_be_counted_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    many = type("Many", (Facts,), {f"fact_{place}": fact(int) for place in range(9)})
    asked = all_of(*(getattr(many, name) == many.fact_0 for name in vocabulary(many)))
    monkeypatch.setitem(sys.modules, "z3", None)
    covered = coverage(edition(must("same", PANEL, when=asked)), many, [])
    assert covered.regions is None
    assert covered.standings == Covered(0, 0)


def test_few_names_of_what_is_not_covered_stand_in_the_line_and_many_in_a_table() -> None:
    none, few = Covered(0, 2, ("a", "b")), Covered(1, 6, tuple("bcdef"))
    many = Covered(1, 7, ("r: age is 1", *(f"r: age is {age}" for age in range(2, 7))))
    points, grid = coverage_blocks(Coverage(none, many, attrs.evolve(many, done=2, of=8), few, None))
    assert points == Points(
        (
            "0 of 2 rules hold for some example; not yet: a, b",
            "1 of 7 parts of conditions hold for one example and not for another; not yet: 6, named below",
            "2 of 8 parts decide between two examples that differ in one fact; not yet: 6, named below",
            "1 of 6 ways for an outcome to stand are shown; not yet: b, c, d, e, f",
        )
    )
    assert isinstance(grid, Grid)
    assert grid.rows == tuple(("r", f"age is {age}", "it holds and it does not; it decides") for age in range(1, 7))


def test_where_nothing_is_covered_no_long_list_repeats_every_part() -> None:
    nothing = Covered(0, 6, tuple("abcdef"))
    (points,) = coverage_blocks(Coverage(nothing, nothing, nothing, nothing, Covered(1, 7)))
    assert isinstance(points, Points)
    assert points.lines[0] == "0 of 6 rules hold for some example"
    assert points.lines[-1] == "1 of 7 regions are visited"


def test_a_pair_for_which_the_outcome_changes_is_shown_although_another_states_less() -> None:
    # While the age is not on record the panel meets anyway, so that the emptiest pair would show no change.
    either = edition(must("high", PANEL, when=Child.rosh >= Level.HIGH), must("no-age", PANEL, when=~known(Child.age)))
    first = boundaries(either, Child)[0]
    assert (first.rule, first.stands) == ("high", (Status.MUST, Status.NO))
