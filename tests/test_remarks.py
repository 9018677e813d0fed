"""What verify says beside its claims: empty promises, gaps, overlaps, parts that ask nothing, forums nobody reaches."""

from __future__ import annotations

import sys
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given, settings

from yosrules import Edition, Facts, Maybe, all_of, any_of, covers, decide, fact, holds, is_in, known, may, must, unless
from yosrules.errors import UndecidedError
from yosrules.language import ALWAYS, Condition, Never, never
from yosrules.policies import Forum, ForumPolicy, Guarantee, Policy, Rule
from yosrules.policies.policy import Status
from yosrules.proof.gaps import gaps
from yosrules.proof.provers.compiled import table
from yosrules.proof.remarks import Remark, What, remarks, some_record
from yosrules.records import Chair
from yosrules.testing.strategies import records as generate


class Risk(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class Stage(StrEnum):
    PREVENTION = "prevention"
    COURT = "court"
    CUSTODY = "custody"


class Child(Facts):
    reference: str
    age: Maybe[int] = fact(int, "the age", low=10, high=17)
    rosh: Maybe[Risk] = fact(Risk, "the risk")
    asked: Maybe[bool] = fact(bool, "a panel is asked for")
    stage: Maybe[Stage] = fact(Stage, "the stage")
    born: Maybe[date] = fact(date, "the birth")
    referred: Maybe[date] = fact(date, "the referral")
    lost: Maybe[Decimal] = fact(Decimal, "the days lost", places=1, low=Decimal(0))

    @classmethod
    def cannot_be(cls) -> tuple[Never, ...]:
        return (never(cls.referred < cls.born, "nobody is referred before birth"),)


PANEL, CLINIC = (Forum(name, name, chair=Chair.MANAGER) for name in ("panel", "clinic"))
START = date(2024, 1, 1)


def policy(*rules: Rule[Forum], kept: tuple[Guarantee[Forum], ...] = (), forums: tuple[Forum, ...] = ()) -> ForumPolicy:
    every = forums or (PANEL, CLINIC)
    return ForumPolicy("local", about=Child, forums=every, editions=(Edition(START, rules, kept),))


def said(of: ForumPolicy, what: What) -> list[str]:
    return [each.says for each in remarks(of) if each.what is what]


def gap(*rules: Rule[Forum]) -> list[str]:
    return [each.removeprefix("nothing follows where ") for each in said(policy(*rules), What.GAP)]


FAULTY = policy(
    must("serious", PANEL, when=(Child.rosh >= Risk.HIGH) & (Child.rosh >= Risk.MEDIUM)),
    must("asked", CLINIC, when=Child.asked),
    kept=(covers("grown-up", when=(Child.age > 17) & Child.asked, by=lambda forum: forum is PANEL),),
)


def test_a_policy_with_an_empty_promise_a_gap_an_overlap_and_a_dead_part_has_all_four_named() -> None:
    where = "the edition of 2024-01-01"
    assert remarks(FAULTY) == (
        Remark(
            What.VACUOUS,
            "guarantee grown-up: no child can be such that the age is more than 17 and a panel is asked for",
            where,
            "guarantee grown-up",
        ),
        Remark(What.IDLE, "rule serious: the risk is Medium or higher", where),
        Remark(
            What.GAP,
            "nothing follows where the risk is below High; a panel is asked for: no",
            where,
        ),
        Remark(What.OVERLAP, "rule serious (panel) holds for some child together with asked (clinic)", where),
    )
    assert [each.what for each in remarks(FAULTY) if each.wrong] == [What.VACUOUS]


@pytest.mark.parametrize(
    "nobody",
    [
        (Child.rosh == Risk.HIGH) & (Child.rosh == Risk.LOW),
        Child.referred < Child.born,
        any_of(),
    ],
    ids=str,
)
def test_a_promise_whose_condition_no_record_meets_is_about_nobody(nobody: Condition) -> None:
    kept = (covers("c", when=nobody, by=lambda _: True),)
    assert len(said(policy(must("a", PANEL, when=Child.asked), kept=kept), What.VACUOUS)) == 1


def test_a_promise_that_a_rule_for_everybody_keeps_promises_nothing() -> None:
    kept = (covers("c", when=Child.asked, by=lambda forum: forum is PANEL),)
    either = Child.asked | unless(Child.asked)
    for when in (ALWAYS, either):
        found = policy(must("all", PANEL, when=when), kept=kept)
        assert said(found, What.KEPT_ANYWAY) == [
            "guarantee c: rule all holds for every child, so that nothing is promised"
        ]
    # A rule that may follow keeps no promise, nor does one that leads elsewhere, nor one that can be untold.
    for rule in (
        may("all", PANEL, when=ALWAYS),
        must("all", CLINIC, when=ALWAYS),
        must("all", PANEL, when=Child.asked),
    ):
        assert not said(policy(rule, must("a", PANEL, when=Child.asked), kept=kept), What.KEPT_ANYWAY)


def test_rules_that_cover_everybody_only_together_keep_a_promise_that_is_one() -> None:
    kept = (covers("c", when=ALWAYS, by=lambda _: True),)
    found = policy(must("a", PANEL, when=Child.asked), must("b", CLINIC, when=unless(Child.asked)), kept=kept)
    assert remarks(found) == ()


@pytest.mark.parametrize(
    ("when", "gaps_said"),
    [
        (Child.age != 14, ["the age is 14"]),
        (is_in(Child.stage, Stage.PREVENTION, Stage.COURT), ["the stage is custody"]),
        (Child.stage == Stage.COURT, ["the stage is not court"]),
        ((Child.age < 12) | (Child.age > 15), ["the age is at least 12; the age is at most 15"]),
        (
            (Child.age == 12) | (Child.age == 15),
            ["the age is not 12; the age is not 15"],
        ),
        (Child.rosh == Risk.MEDIUM, ["the risk is not Medium"]),
        (
            Child.asked & (Child.rosh >= Risk.HIGH),
            ["the risk is below High", "a panel is asked for: no"],
        ),
        (Child.born < Child.referred, ["the birth is no lower than the referral"]),
        (known(Child.asked), []),
        (~known(Child.asked), ["whether a panel is asked for is on record"]),
        (ALWAYS, []),
        (any_of(), ["always"]),
        (Child.asked & known(Child.asked), ["it is not shown that a panel is asked for"]),
        (Child.lost >= Decimal("2.5"), ["the days lost is less than 2.5"]),
    ],
    ids=str,
)
def test_where_nothing_follows_is_said_in_the_fewest_conditions(when: Condition, gaps_said: list[str]) -> None:
    assert gap(must("a", PANEL, when=when)) == gaps_said


def test_records_that_cannot_be_are_in_no_gap() -> None:
    assert gap(must("a", PANEL, when=Child.referred >= Child.born)) == []


def test_what_no_rule_names_is_a_gap_of_its_own_values() -> None:
    rules = [must(str(at), PANEL, when=(Child.stage == each) & Child.asked) for at, each in enumerate(Stage)][:2]
    assert gap(*rules, must("none", CLINIC, when=~Child.asked)) == ["the stage is custody; a panel is asked for: yes"]


def test_more_gaps_than_can_be_read_are_not_all_said() -> None:
    apart = [must(str(age), PANEL, when=all_of(Child.age == age, Child.asked)) for age in (10, 12, 14)]
    found = said(
        policy(*apart, must("x", CLINIC, when=(Child.rosh >= Risk.HIGH) & (Child.stage == Stage.COURT))), What.GAP
    )
    assert len(found) == 4
    more = must("y", CLINIC, when=(Child.lost >= Decimal(1)) & (Child.age == 16))
    x = must("x", CLINIC, when=(Child.rosh >= Risk.HIGH) & (Child.stage == Stage.COURT))
    assert said(policy(*apart, x, more), What.GAP)[-1] == "and more than these 5"


MANY = type("Many", (Facts,), {f"fact_{place}": fact(int) for place in range(9)})
ALIKE = all_of(*(getattr(MANY, f"fact_{place}") == MANY.fact_0 for place in range(1, 9)))


@pytest.mark.slow
def test_where_there_are_too_many_regions_it_is_said_that_gaps_cannot_be_told() -> None:
    large = ForumPolicy(
        "large", about=MANY, forums=(PANEL,), editions=(Edition(START, (must("a", PANEL, when=ALIKE),)),)
    )
    (told,) = remarks(large)
    assert (told.what, told.wrong) == (What.UNTOLD, False)
    assert told.says == "gaps: 9 facts are compared with each other, in too many ways to enumerate"


class Small(Facts):
    """Few enough facts for every region of any edition to be looked at."""

    rosh: Maybe[Risk] = fact(Risk, "the risk")
    before: Maybe[Risk] = fact(Risk, "the risk before")
    age: Maybe[int] = fact(int, "the age", low=10, high=17)
    stage: Maybe[Stage] = fact(Stage, "the stage")


@pytest.mark.slow
@settings(max_examples=40)
@given(generate.editions(Small, (PANEL, CLINIC)))
def test_nothing_follows_in_a_gap_and_every_record_to_which_nothing_follows_lies_in_one(
    edition: Edition[Forum],
) -> None:
    found = list(gaps(edition, Small))
    for record in table(edition, Small).regions():
        nothing = all(each.status is Status.NO for each in decide(edition, record).outcomes)
        lies = any(holds(each, record) for each in found)
        told = all(vars(record)[each.name] is not None for each in edition.reads())
        assert (not lies or nothing, lies or not (nothing and told)) == (True, True)


@pytest.mark.parametrize(
    ("when", "idle"),
    [
        ((Child.rosh >= Risk.MEDIUM) & (Child.rosh >= Risk.LOW), ["the risk is Low or higher"]),
        (
            (Child.rosh >= Risk.LOW) & Child.asked,
            ["the risk is Low or higher, but that the risk is on record"],
        ),
        ((Child.rosh >= Risk.MEDIUM) | (Child.rosh >= Risk.HIGH), ["the risk is High or higher"]),
        (Child.asked | ((Child.age >= 12) & Child.asked), ["the age is at least 12"]),
        (
            (Child.referred >= Child.born) & Child.asked,
            ["the referral is no lower than the birth, but that the referral and the birth are on record"],
        ),
        (unless(Child.asked) & (Child.age >= 12), []),
        # With an age that is not on record it fails, and without this part nobody could tell.
        (known(Child.age) & (Child.age >= 12), []),
        ((Child.age >= 12) & (Child.rosh >= Risk.HIGH), []),
        (any_of(), []),
        ((Child.age > 17) & Child.asked, []),
    ],
    ids=str,
)
def test_a_part_without_which_a_rule_asks_the_same_is_named(when: Condition, idle: list[str]) -> None:
    assert said(policy(must("r", PANEL, when=when)), What.IDLE) == [f"rule r: {each}" for each in idle]


def test_rules_that_hold_together_are_named_once_each() -> None:
    rules = [
        must("a", PANEL, when=Child.asked),
        may("b", PANEL, when=Child.age >= 12),
        must("c", CLINIC, when=Child.asked),
    ]
    assert said(policy(*rules, must("d", CLINIC, when=~Child.asked & (Child.age < 12))), What.OVERLAP) == [
        "rule a (panel) holds for some child together with b (panel), c (clinic)",
        "rule b (panel) holds for some child together with c (clinic)",
    ]


def test_rules_that_only_what_cannot_be_would_join_do_not_overlap() -> None:
    rules = (
        must("a", PANEL, when=Child.born > date(2024, 1, 2)),
        must("b", CLINIC, when=Child.referred < date(2024, 1, 1)),
    )
    assert said(policy(*rules), What.OVERLAP) == []


def test_a_forum_that_no_rule_leads_to_is_to_be_put_right_unless_it_stands_in_for_another() -> None:
    third = Forum("third", "third", chair=Chair.MANAGER)
    rule = must("a", PANEL, when=Child.asked)
    (told,) = (each for each in remarks(policy(rule, forums=(PANEL, third))) if each.wrong)
    assert (told.what, told.says) == (What.UNREACHED, "no rule leads to third")
    stands_in = Forum("panel", "panel", chair=Chair.MANAGER, satisfied_by=("third",))
    found = remarks(policy(must("a", stands_in, when=Child.asked), forums=(stands_in, third)))
    assert not [each for each in found if each.wrong]


def test_readings_that_decide_the_same_are_named() -> None:
    rules = [
        must("over", PANEL, when=Child.age > 11, reading="above 11"),
        must("from", PANEL, when=Child.age >= 12, reading="from 12"),
        must("later", PANEL, when=Child.age >= 13, reading="from 13"),
        must("other", CLINIC, when=Child.age >= 12, reading="elsewhere"),
    ]
    assert said(policy(*rules), What.SAME) == ["above 11 and from 12 decide every record the same"]


def test_the_steps_of_a_scale_have_claims_and_no_remarks() -> None:
    rules = must("low", PANEL, when=Child.age < 12), must("high", CLINIC, when=Child.age >= 12)
    assert remarks(Policy("scale", Child, (Edition(START, rules),), ranked=True)) == ()


def test_where_enumeration_gives_up_a_solver_answers_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert some_record(MANY, ALIKE)
    assert not some_record(MANY, all_of(ALIKE, ~ALIKE))
    monkeypatch.setattr(sys.modules["yosrules.proof.remarks"], "available", lambda: False)
    with pytest.raises(UndecidedError):
        some_record(MANY, ALIKE)
