"""Claims answered: the provers against each other and against decide, and what each kind of claim finds."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import attrs
import cvc5
import pytest
from hypothesis import given, settings

from strategies import FORUMS, Child, Level, Wide
from yosrules import Band, Edition, Facts, Maybe, Policy, Status, covers, decide, fact, holds, known, may, must, unless
from yosrules.errors import ProofError, UndecidedError
from yosrules.hooks.load import load
from yosrules.language.expr import ALWAYS, Condition, all_of, any_of
from yosrules.language.walks import substitute
from yosrules.policies.policy import Declared, Rule
from yosrules.proof.claims import Kind, claims, rises, when_status
from yosrules.proof.prove import (
    Answer,
    NotAnalysed,
    Proved,
    Prover,
    Refuted,
    export,
    installed,
    prove,
    prove_all,
    unsettled,
    word,
)
from yosrules.proof.provers.enumeration import enumerated
from yosrules.proof.provers.partition import Assignment, example_record
from yosrules.proof.provers.smt import script
from yosrules.proof.provers.solver import available, solved
from yosrules.proof.refutation import refutation
from yosrules.records.case import Case
from yosrules.records.choices import Chair, RiskLevel
from yosrules.testing.strategies import records as generate

PANEL, CLINIC, MEETING = FORUMS
BOTH = (Prover.ENUMERATION, Prover.Z3)
DAY = date(2019, 4, 1)


def edition(*rules: Rule[Band]) -> Edition[Band]:
    return Edition(DAY, rules)


def answered(subject: Edition[Band], name: str, about: type[Facts] = Child, *, ranked: bool = False) -> Answer:
    (claim,) = (claim for claim in claims(subject, about, ranked=ranked) if claim.name == name)
    return prove(claim)


def refuted(subject: Edition[Band], name: str, about: type[Facts] = Child, *, ranked: bool = False) -> Refuted:
    answer = answered(subject, name, about, ranked=ranked)
    assert isinstance(answer, Refuted)
    assert answer.by == BOTH
    return answer


def proved(subject: Edition[Band], name: str, *, ranked: bool = False) -> Proved:
    answer = answered(subject, name, ranked=ranked)
    assert isinstance(answer, Proved)
    assert answer.by == BOTH
    return answer


def child(**facts: object) -> Facts:
    return example_record(Child, {getattr(Child, name).fact: value for name, value in facts.items()})


@pytest.mark.slow
@given(generate.conditions(Wide))
def test_the_two_provers_agree_on_any_condition(condition: Condition) -> None:
    one, other = enumerated(condition), solved(condition)
    assert (one is None) is (other is None)
    assert other is None or holds(condition, example_record(Wide, other))


@pytest.mark.slow
@given(generate.conditions(Wide))
def test_neither_prover_finds_an_emptier_record_than_the_other(condition: Condition) -> None:
    one, other = enumerated(condition), solved(condition)
    if one is not None and other is not None:
        assert _stated(other) <= _stated(one)


def _stated(facts: Assignment) -> int:
    return sum(value is not None for value in facts.values())


@pytest.mark.slow
@given(generate.editions(Child, FORUMS), generate.records(Child))
def test_each_standing_is_the_condition_under_which_an_outcome_stands_so(subject: Edition[Band], record: Child) -> None:
    for forum in FORUMS:
        stands = [status for status in Status if holds(when_status(subject, forum.name, status), record)]
        assert stands == [decide(subject, record).status(forum)]


concern = (Child.rosh >= Level.MEDIUM) | (Child.safety >= Level.MEDIUM)
serious = (Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)


def covered(clinic: Condition) -> Edition[Band]:
    promise = covers("nobody-is-missed", when=concern, by=lambda forum: forum in (PANEL, CLINIC))
    return Edition(DAY, (must("clinic", CLINIC, when=clinic), must("panel", PANEL, when=serious)), (promise,))


def test_a_guarantee_that_holds_is_proved_by_both() -> None:
    proved(covered(concern & unless(serious)), "guarantee nobody-is-missed")


def test_a_guarantee_that_forgets_the_unknown_is_refuted_by_that_child() -> None:
    found = refuted(covered(concern & ~serious), "guarantee nobody-is-missed")
    assert found.record == child(rosh=Level.MEDIUM)


@pytest.mark.slow
def test_derbys_strategy_keeps_every_promise() -> None:
    policy = load().forum_policy("derby-high-risk-strategy")
    answers = prove_all(policy)
    assert unsettled(policy, answers) == ()
    assert {answer.by for answer in answers if isinstance(answer, Proved)} == {BOTH}
    assert len([answer for answer in answers if answer.claim.kind is Kind.GUARANTEE]) == 1


@pytest.mark.slow
def test_derbys_strategy_without_its_care_for_the_unknown_is_refuted_by_one_medium_and_one_unknown() -> None:
    policy = load().forum_policy("derby-high-risk-strategy")
    (whole,) = policy.editions
    concern = (Case.rosh >= RiskLevel.MEDIUM) | (Case.safety_wellbeing >= RiskLevel.MEDIUM)
    serious = (Case.rosh >= RiskLevel.HIGH) | (Case.safety_wellbeing >= RiskLevel.HIGH)
    rules = [attrs.evolve(rule, when=concern & ~serious) if rule.id == "ipc-medium" else rule for rule in whole.rules]
    careless = attrs.evolve(policy, editions=(attrs.evolve(whole, rules=tuple(rules)),))
    (answer,) = (each for each in prove_all(careless) if each.claim.kind is Kind.GUARANTEE)
    assert isinstance(answer, Refuted)
    assert answer.by == BOTH
    assert answer.record == Case(reference="example", rosh=RiskLevel.MEDIUM)
    statuses = {each.outcome.name: each.status for each in decide(careless.editions[0], answer.record).outcomes}
    assert (statuses["IPC"], statuses["RSM"]) == (Status.CANNOT_TELL, Status.AT_LEAST_MAY)
    assert all(forum.chair is Chair.MANAGER for forum in policy.forums)


@pytest.mark.parametrize("framework", ["hmip-2018", "hmip-2021", "hmip-2025"])
def test_hmips_scale_partitions_its_amounts_and_never_falls(framework: str) -> None:
    answers = prove_all(load().framework(framework).scale.as_policy())
    assert {type(answer) for answer in answers} == {Proved}
    kinds = [answer.claim.kind for answer in answers]
    assert (kinds.count(Kind.COVERED), kinds.count(Kind.APART), kinds.count(Kind.RISES)) == (1, 6, 1)


def test_a_rule_that_can_fire_is_shown_doing_it() -> None:
    assert proved(edition(must("old", PANEL, when=Child.age >= 17)), "fires old").record == child(age=17)


def test_a_rule_that_cannot_fire_is_refuted_without_a_record() -> None:
    assert refuted(edition(must("old", PANEL, when=Child.age >= 18)), "fires old").record is None


def test_a_rule_implied_by_the_union_of_others_is_not_needed() -> None:
    subject = edition(
        must("older", PANEL, when=Child.age >= 14),
        must("younger", PANEL, when=Child.age < 14),
        must("aged", PANEL, when=known(Child.age)),
    )
    refuted(subject, "needed aged")
    refuted(edition(*subject.rules[1:]), "needed younger")
    proved(edition(*subject.rules[:2]), "needed younger")


def test_a_may_is_not_needed_beside_a_must_but_a_must_is_beside_a_may() -> None:
    subject = edition(may("perhaps", PANEL, when=Child.age >= 14), must("surely", PANEL, when=Child.age >= 14))
    refuted(subject, "needed perhaps")
    proved(subject, "needed surely")


def test_a_rule_for_another_outcome_never_stands_in() -> None:
    subject = edition(must("panel", PANEL, when=ALWAYS), must("clinic", CLINIC, when=ALWAYS))
    proved(subject, "needed panel")


def test_a_must_that_a_higher_level_loses_is_refuted_by_two_records() -> None:
    found = refuted(edition(must("medium", PANEL, when=Child.rosh == Level.MEDIUM)), "rises panel with rosh")
    assert (found.record, found.beside) == (child(rosh=Level.MEDIUM), child(rosh=Level.HIGH))


def test_a_must_that_cannot_be_told_higher_up_has_fallen() -> None:
    subject = edition(
        must("medium", PANEL, when=Child.rosh == Level.MEDIUM),
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) & (known(Child.age) | (Child.age < 14))),
    )
    found = refuted(subject, "rises panel with rosh")
    assert found.beside is not None
    assert decide(subject, found.beside).status(PANEL) is Status.CANNOT_TELL


def test_a_may_that_cannot_be_told_higher_up_has_not_fallen() -> None:
    subject = edition(
        may("medium", PANEL, when=Child.rosh >= Level.MEDIUM),
        must("high", PANEL, when=(Child.rosh >= Level.HIGH) & Child.custody_risk),
    )
    proved(subject, "rises panel with rosh")


def test_a_may_that_becomes_a_no_is_refuted() -> None:
    found = refuted(edition(may("low", PANEL, when=Child.rosh <= Level.LOW)), "rises panel with rosh")
    assert (found.record, found.beside) == (child(rosh=Level.LOW), child(rosh=Level.MEDIUM))


def test_only_scales_are_claimed_to_rise_but_any_ordered_fact_can_be_asked() -> None:
    subject = edition(must("young", PANEL, when=Child.age < 14))
    assert [claim.name for claim in claims(subject, Child)] == ["fires young", "needed young"]
    answer = prove(rises(subject, Child, PANEL, Child.age.fact))
    assert isinstance(answer, Refuted)
    assert (answer.record, answer.beside) == (child(age=13), child(age=14))


def test_a_fact_that_is_compared_with_another_can_rise() -> None:
    subject = edition(must("risen", PANEL, when=Child.rosh > Child.safety))
    proved(subject, "rises panel with rosh")
    found = refuted(subject, "rises panel with safety")
    assert found.record == child(rosh=Level.MEDIUM, safety=Level.LOW)


def test_bands_that_leave_a_gap_or_overlap_or_fall_are_refuted() -> None:
    bands = edition(
        must("low", PANEL, when=Child.share < Decimal(50)),
        must("middle", CLINIC, when=(Child.share > Decimal(50)) & (Child.share <= Decimal(80))),
        must("high", MEETING, when=Child.share >= Decimal(80)),
    )
    assert refuted(bands, "covered", ranked=True).record == child(share=Decimal(50))
    assert refuted(bands, "apart clinic and meeting", ranked=True).record == child(share=Decimal(80))
    proved(bands, "apart panel and meeting", ranked=True)
    proved(bands, "rises with share", ranked=True)


def test_bands_in_the_wrong_order_are_refuted_by_two_amounts() -> None:
    bands = edition(
        must("low", CLINIC, when=Child.share < Decimal(50)), must("high", PANEL, when=Child.share >= Decimal(50))
    )
    proved(bands, "rises with share", ranked=True)
    swapped = edition(*reversed(bands.rules))
    found = refuted(swapped, "rises with share", ranked=True)
    assert (found.record, found.beside) == (child(share=Decimal("49.99")), child(share=Decimal(50)))


def test_an_edition_without_rules_claims_nothing() -> None:
    assert claims(edition(), Child) == ()


def test_every_edition_and_reading_is_claimed_of_by_name() -> None:
    strict = attrs.evolve(must("old", PANEL, when=Child.age >= 17), reading="strict")
    loose = attrs.evolve(must("old", PANEL, when=Child.age >= 16), reading="loose")
    later = Edition(date(2020, 1, 1), (must("any", PANEL, when=Child.age >= 10),))
    answers = prove_all(Policy("p", Child, (edition(strict, loose), later)))
    assert [(answer.claim.where, answer.claim.name) for answer in answers[::2]] == [
        ("the edition of 2019-04-01, read as strict", "fires old"),
        ("the edition of 2019-04-01, read as loose", "fires old"),
        ("the edition of 2020-01-01", "fires any"),
    ]


def test_one_fact_is_substituted_for_another_everywhere() -> None:
    condition = all_of(Child.rosh < Child.safety, any_of(known(Child.rosh), Child.rosh == Level.LOW), Child.age > 12)
    without_rosh = substitute(condition, Child.rosh.fact, Child.reoffending.fact)
    assert substitute(without_rosh, Child.safety.fact, Child.rosh.fact) == all_of(
        Child.reoffending < Child.rosh,
        any_of(known(Child.reoffending), Child.reoffending == Level.LOW),
        Child.age > 12,
    )


def test_a_record_with_a_measured_fact_says_so() -> None:
    subject = edition(must("over", PANEL, when=Case.licence_over & (Case.rosh <= RiskLevel.LOW)))
    found = refuted(subject, "rises panel with rosh", Case)
    assert found.measured == (Case.licence_over.fact,)


def test_a_refutation_says_what_is_missing_or_that_there_is_nothing() -> None:
    forgotten = refuted(covered(concern & ~serious), "guarantee nobody-is-missed")
    assert [*refutation(forgotten)][1:] == [
        "  For example: risk of serious harm is Medium.",
        "  Not on record: safety and wellbeing.",
    ]
    dead = refuted(edition(must("old", PANEL, when=Child.age >= 18)), "fires old")
    assert [*refutation(dead)] == [
        "Refuted: Rule old can fire: for some child age is at least 18.",
        "  There is no such record.",
    ]


def liar(found: Assignment | None) -> Mapping[Prover, object]:
    return {Prover.ENUMERATION: enumerated, Prover.Z3: lambda _: found}


def test_two_provers_that_disagree_are_a_fault_and_both_answers_are_told() -> None:
    (fires, _) = claims(edition(must("old", PANEL, when=Child.age >= 17)), Child)
    with pytest.raises(ProofError, match=r"fires old: enumeration found .*age=17.*; z3 found None"):
        prove(fires, liar(None))


def test_a_record_on_which_decide_shows_nothing_is_a_fault() -> None:
    (fires, _) = claims(edition(must("old", PANEL, when=Child.age >= 17)), Child)
    with pytest.raises(ProofError, match=r"fires old: z3 found Child\(.*age=16.*\), on which decide does not show it"):
        prove(fires, liar({Child.age.fact: 16}))


def test_a_second_prover_is_asked_for_a_boundary_only_where_the_first_finds_none() -> None:
    (possible, _), (never, _) = (claims(edition(must("old", PANEL, when=Child.age >= age)), Child) for age in (17, 18))
    found, missing = (attrs.evolve(each, kind=Kind.BOUNDARY) for each in (possible, never))
    answer = prove(found, liar(None))
    assert isinstance(answer, Proved)
    assert answer.by == (Prover.ENUMERATION,)
    assert prove(missing, liar(None)) == Refuted(missing, BOTH)
    with pytest.raises(ProofError, match="on which decide does not show it"):
        prove(missing, liar({Child.age.fact: 16}))


MANY = type("Many", (Facts,), {f"fact_{place}": fact(int) for place in range(9)})
ALIKE = all_of(*(getattr(MANY, f"fact_{place}") == MANY.fact_0 for place in range(1, 9)))
LARGE = edition(must("all", PANEL, when=ALIKE))


def test_where_enumeration_gives_up_z3_answers_alone() -> None:
    answer = answered(LARGE, "fires all", MANY)
    assert isinstance(answer, Proved)
    assert answer.by == (Prover.Z3,)


def test_where_nobody_can_answer_the_reason_is_told() -> None:
    (claim, _) = claims(LARGE, MANY)
    answer = prove(claim, {Prover.ENUMERATION: enumerated})
    assert answer == NotAnalysed(
        claim, "enumeration: 9 facts are compared with each other, in too many ways to enumerate"
    )
    assert prove(claim, {}) == NotAnalysed(claim, "no prover was asked")


def test_without_z3_enumeration_stands_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available()
    assert tuple(installed()) == BOTH
    monkeypatch.setitem(sys.modules, "z3", None)
    assert tuple(installed()) == (Prover.ENUMERATION,)


def test_z3_is_not_waited_for_for_ever() -> None:
    """Thirteen pigeons in twelve holes: true at a glance, hard for a solver."""
    birds = type("Birds", (Facts,), {f"bird_{place}": fact(int, low=1, high=12) for place in range(13)})
    refs = [getattr(birds, f"bird_{place}") for place in range(13)]
    apart = all_of(*(one != other for place, one in enumerate(refs) for other in refs[:place]))
    with pytest.raises(UndecidedError, match="z3 does not know"):
        solved(apart, patience=1)


def test_what_is_to_be_put_right_is_what_is_neither_proved_nor_declared() -> None:
    rules = (must("medium", PANEL, when=Child.rosh == Level.MEDIUM), may("never", PANEL, when=Child.age > 17))
    policy = Policy("p", Child, (edition(*rules),))
    answers = prove_all(policy)
    assert unsettled(policy, answers) == (
        "refuted: Rule never can fire: for some child age is more than 17.",
        "refuted: Rule never is needed: no other rules lead to panel wherever it does.",
        "refuted: panel never falls as risk of serious harm rises.",
    )
    why = "as the board decided"
    meant = ("fires never", "needed never", "rises panel with rosh")
    declared = attrs.evolve(policy, declared=tuple(Declared(name, why) for name in meant))
    assert unsettled(declared, answers) == ()


def test_an_idle_declaration_is_to_be_put_right() -> None:
    idle = (Declared("fires old", "it never did"), Declared("fires young", "it left in May"))
    policy = Policy("p", Child, (edition(must("old", PANEL, when=Child.age >= 17)),), declared=idle)
    assert unsettled(policy, prove_all(policy)) == (
        "declared as not meant to hold, but proved: fires old",
        "declared, but no claim of this name is made: fires young",
    )


def test_the_answers_have_words() -> None:
    (claim, _) = claims(LARGE, MANY)
    assert [word(each) for each in (Proved(claim, BOTH), Refuted(claim, BOTH), NotAnalysed(claim, "no"))] == [
        "proved",
        "refuted",
        "not analysed",
    ]


def cvc5_says(text: str) -> str:
    solver = cvc5.Solver()
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "claim")
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said += command.invoke(solver, parser.getSymbolManager())
    return said.strip()


@pytest.mark.slow
@settings(max_examples=40)
@given(generate.conditions(Wide))
def test_a_third_solver_gives_the_same_answer(condition: Condition) -> None:
    assert cvc5_says(script(condition)) == ("unsat" if enumerated(condition) is None else "sat")


@pytest.mark.slow
def test_every_exported_claim_of_derbys_strategy_is_confirmed_by_a_third_solver() -> None:
    for answer in prove_all(load().forum_policy("derby-high-risk-strategy")):
        found = isinstance(answer, Proved) is answer.claim.wanted
        assert cvc5_says(export(answer.claim)) == ("sat" if found else "unsat")


def test_an_exported_claim_says_what_it_is() -> None:
    (claim, _) = claims(edition(must("low", PANEL, when=Child.share < Decimal("-0.5"))), Child)
    assert export(claim).splitlines()[:3] == [
        "; fires low ()",
        "; Rule low can fire: for some child share is less than -0.5.",
        "; Proved by sat: there is such a record",
    ]
    assert "(< |share| (- 50))" in export(claim)


class Days(Facts):
    begun: Maybe[date] = fact(date, "the start")
    ended: Maybe[date] = fact(date, "the end")


def test_dates_compared_with_each_other_are_proved_over_the_whole_calendar() -> None:
    subject = edition(must("ended", PANEL, when=(Days.ended < Days.begun) & (Days.begun <= date(1, 1, 2))))
    answer = answered(subject, "fires ended", Days)
    assert isinstance(answer, Proved)
    assert answer.record == Days(begun=date(1, 1, 2), ended=date(1, 1, 1))
