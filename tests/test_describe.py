"""Words: conditions, rules, tables, explanations and pages as a manager reads them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from strategies import Child, Level, Stage as ChildStage, Wide, conditions, editions, records, values
from yosrules import (
    Band,
    Edition,
    Policy,
    PolicyError,
    Status,
    all_of,
    any_of,
    at_least,
    between,
    cite,
    covers,
    decide,
    find,
    is_in,
    known,
    may,
    must,
    unless,
)
from yosrules.deciding.advising.nearest import advice, changed, nearest, values_near
from yosrules.deciding.allocate import Allocation, allocate
from yosrules.deciding.decider import facts_about
from yosrules.deciding.settling import to_settle
from yosrules.english.decision_table import decision_table
from yosrules.english.describe import because, denied, english, guarantee_in_english, or_else, reasons, rule_in_english
from yosrules.english.explain import explain
from yosrules.english.grid import Grid
from yosrules.language.expr import Condition
from yosrules.language.never import Never, never
from yosrules.policies.calendar import Count, Span
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Forum, ForumPolicy, Review
from yosrules.policies.forums.sittings import Sitting
from yosrules.records.case import Assessment, Case, CheckDone, ForumHeld, Waiver
from yosrules.records.choices import AssessmentKind, CaseStage, Chair, Disposal, RiskLevel, Tool
from yosrules.reports.drawing.page import Heading, Points, Space, as_html, as_markdown, as_text
from yosrules.reports.forum_pages import explained_page, policy_page, referral_page
from yosrules_derby_forums.high_risk import STRATEGY, strategy

TODAY = date(2019, 9, 9)
IPC = Band("IPC", 0)


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        (Child.rosh >= Level.HIGH, "risk of serious harm is High or higher"),
        (Child.rosh > Level.HIGH, "risk of serious harm is above High"),
        (Child.rosh <= Level.MEDIUM, "risk of serious harm is Medium or lower"),
        (Child.rosh < Level.MEDIUM, "risk of serious harm is below Medium"),
        (Child.rosh == Level.VERY_HIGH, "risk of serious harm is Very high"),
        (Child.rosh != Level.VERY_HIGH, "risk of serious harm is not Very high"),
        (Child.age >= 14, "age is at least 14"),
        (Child.age > 14, "age is more than 14"),
        (Child.age <= 14, "age is at most 14"),
        (Child.age < 14, "age is less than 14"),
        (Child.share == Decimal("64.50"), "share is 64.50"),
        (Child.assessed >= TODAY, "day assessed is on or after 9 September 2019"),
        (Child.assessed < TODAY, "day assessed is before 9 September 2019"),
        (Child.stage != ChildStage.POST_COURT, "stage is not post court"),
        (Child.rosh > Child.safety, "risk of serious harm is higher than safety and wellbeing"),
        (Child.rosh <= Child.safety, "risk of serious harm is no higher than safety and wellbeing"),
        (Child.rosh != Child.safety, "risk of serious harm is not the same as safety and wellbeing"),
        (Child.custody_risk & all_of(), "at risk of custody"),
        (~Child.custody_risk, "it is not the case that at risk of custody"),
        (Child.custody_risk == False, "it is not the case that at risk of custody"),  # noqa: E712
        (
            (Child.age < 12) & ~Child.custody_risk & ~Case.knife,
            "age is less than 12 and it is neither the case that at risk of custody "
            "nor that a knife or weapon is involved",
        ),
        (
            ~Child.custody_risk | ~Case.knife,
            "it is not the case that at risk of custody or it is not so that a knife or weapon is involved",
        ),
        (~Case.looked_after & all_of(), "the child is not looked after"),
        (~Case.mappa_referral_criteria_met & all_of(), "the MAPPA referral criteria are not met"),
        (known(Child.custody_risk), "whether at risk of custody is on record"),
        (~known(Child.age), "age is not on record"),
        (all_of(), "always"),
        (any_of(), "never"),
        (is_in(Child.stage, *ChildStage), "stage is prevention, out of court or post court"),
        (unless(Child.rosh >= Level.HIGH), "risk of serious harm is not shown to be High or higher"),
        (unless(Child.custody_risk), "it is not shown that at risk of custody"),
        (unless(~Child.custody_risk), "it is not shown that it is not the case that at risk of custody"),
        (unless(Child.rosh > Child.safety), "risk of serious harm is not shown to be higher than safety and wellbeing"),
        (between(Child.age, 12, 14), "age is at least 12 and age is at most 14"),
        (
            (Child.age < 12) & ((Child.rosh == Level.HIGH) | Child.custody_risk),
            "age is less than 12 and (risk of serious harm is High or at risk of custody)",
        ),
        (
            (Child.age < 12) | known(Child.rosh) & known(Child.safety),
            "age is less than 12 or (risk of serious harm is on record and safety and wellbeing is on record)",
        ),
        ((Child.age == 12) | (Child.rosh == Level.LOW), "age is 12 or risk of serious harm is Low"),
        ((Child.age == 12) | known(Child.age), "age is 12 or age is on record"),
        (known(Child.age) | (Child.age == 12), "age is on record or age is 12"),
        (
            any_of(Child.rosh == Level.LOW, Child.rosh == Child.safety),
            "risk of serious harm is Low or risk of serious harm is the same as safety and wellbeing",
        ),
    ],
)
def test_conditions_in_english(condition: Condition, says: str) -> None:
    assert english(condition) == says


@given(conditions())
def test_every_condition_can_be_said_and_denies_in_one_form_at_most_once(condition: Condition) -> None:
    assert english(condition)
    assert english(condition).count("it is not the case that") <= 1


@pytest.mark.parametrize(
    ("clause", "contrary"),
    [
        ("the child is in care now", "the child is not in care now"),
        ("the child who is in care is at home", "it is not the case that the child who is in care is at home"),
        ("an offence is sexual", "it is not the case that an offence is sexual"),
        ("the parents are both at home", "it is not the case that the parents are both at home"),
        ("the tool asks for more", "it is not the case that the tool asks for more"),
    ],
)
def test_a_clause_is_denied_by_its_verb_only_where_that_says_the_contrary(clause: str, contrary: str) -> None:
    assert denied(clause) == contrary


def test_rules_and_promises_in_english() -> None:
    rule = must("high", IPC, when=Child.rosh >= Level.HIGH, cites=cite("Strategy", "page 7"), reading="wide")
    said = "IPC must follow when risk of serious harm is High or higher (reading: wide) [Strategy, page 7]."
    assert rule_in_english(rule) == said
    plain = may("low", IPC, when=Child.age < 12)
    assert rule_in_english(plain) == "IPC may follow when age is less than 12."
    promise = covers("kept", when=Child.age < 12, by=lambda forum: forum == IPC)
    edition = Edition(TODAY, (plain,), (promise,))
    assert guarantee_in_english(promise, edition) == (
        "Whenever age is less than 12, at least one of these must follow: IPC."
    )


def test_reasons_are_only_the_facts_that_make_it_so() -> None:
    condition = ((Child.rosh >= Level.HIGH) | (Child.safety >= Level.HIGH)) & unless(Child.age < 12)
    child = Child(reference="A1", reoffending=Level.LOW, rosh=Level.HIGH, safety=Level.LOW)
    edition = Edition(TODAY, (must("high", IPC, when=condition),))
    (ruled,) = decide(edition, child).rules
    assert reasons(ruled) == "risk of serious harm is High and age is not on record"
    untold = Edition(TODAY, (must("age", IPC, when=Child.age < 12),))
    assert because(decide(untold, child).rules[0]) == "age is not on record (rule age)"
    always = Edition(TODAY, (must("always", IPC, when=all_of()),))
    assert reasons(decide(always, child).rules[0]) == "always"


class TestNearest:
    edition = Edition(
        TODAY,
        (
            must("old", IPC, when=(Child.age >= 14) & (Child.share > Decimal("64.5"))),
            must("late", IPC, when=(Child.assessed > TODAY) & (Child.stage == ChildStage.POST_COURT)),
            must("rising", IPC, when=(Child.rosh > Child.safety) & known(Child.safety) & ~known(Child.custody_risk)),
        ),
    )

    def near(self, **stated: Any) -> list[dict[str, Any]]:
        child = Child(**{"reference": "A1", "reoffending": Level.LOW, "custody_risk": True, **stated})
        found = nearest(self.edition, child, IPC, (Status.MUST,))
        for change in found:
            assert decide(self.edition, changed(child, change)).status(IPC) is Status.MUST
        return [{fact.name: value for fact, value in change} for change in found]

    def test_one_fact_moved_the_least(self) -> None:
        assert self.near(age=12, share=Decimal(70))[:2] == [{"age": 14}, {"age": 15}]

    def test_a_step_of_a_decimal_and_of_a_date(self) -> None:
        assert self.near(age=14, share=Decimal("64.5"))[0] == {"share": Decimal("64.51")}
        assert self.near(assessed=TODAY, stage=ChildStage.POST_COURT)[0] == {"assessed": date(2019, 9, 10)}

    def test_two_facts_where_one_is_not_enough(self) -> None:
        found = self.near(age=12, share=Decimal(1), assessed=TODAY, stage=ChildStage.PREVENTION)
        assert found[0] == {"assessed": date(2019, 9, 10), "stage": ChildStage.POST_COURT}
        assert {"age": 14, "share": Decimal("64.51")} in found

    def test_a_fact_that_is_not_on_record_can_be_learned(self) -> None:
        assert self.near(age=14)[0] == {"share": Decimal("64.51")}

    def test_nothing_where_no_two_facts_do_it(self) -> None:
        edition = Edition(TODAY, (must("all", IPC, when=(Child.age > 12) & Child.custody_risk & known(Child.rosh)),))
        child = Child(reference="A1", reoffending=Level.LOW)
        assert nearest(edition, child, IPC, (Status.MUST,)) == ()

    def test_a_number_that_moves_far_is_no_nearer_than_one_level(self) -> None:
        edition = Edition(TODAY, (must("any", IPC, when=(Child.age >= 14) | (Child.rosh >= Level.HIGH)),))
        child = Child(reference="A1", reoffending=Level.LOW, age=10, rosh=Level.MEDIUM)
        found = nearest(edition, child, IPC, (Status.MUST,))
        assert [fact.name for ((fact, _),) in found][:2] == ["rosh", "age"]

    def test_a_record_that_cannot_be_is_no_way(self) -> None:
        class Stayed(Child):
            @classmethod
            def cannot_be(cls) -> tuple[Never, ...]:
                return (never((cls.age < 12) & (cls.rosh >= Level.HIGH), "no child under 12 is High"),)

        either = (Stayed.rosh >= Level.HIGH) | (Stayed.safety >= Level.VERY_HIGH)
        edition = Edition(TODAY, (must("either", IPC, when=either),))
        child = Stayed(reference="A1", reoffending=Level.LOW, age=11, rosh=Level.MEDIUM, safety=Level.LOW)
        found = nearest(edition, child, IPC, (Status.MUST,))
        assert [{fact.name: value for fact, value in change} for change in found] == [{"safety": Level.VERY_HIGH}]

    def test_two_facts_compared_with_each_other(self) -> None:
        edition = Edition(TODAY, (must("rising", IPC, when=Child.rosh > Child.safety),))
        child = Child(reference="A1", reoffending=Level.LOW, rosh=Level.LOW, safety=Level.MEDIUM)
        found = nearest(edition, child, IPC, (Status.MUST,))
        assert [{fact.name: value for fact, value in change} for change in found] == [
            {"rosh": Level.HIGH},
            {"rosh": Level.VERY_HIGH},
        ]

    def test_the_later_of_two_facts_compared_moves_to_the_other(self) -> None:
        edition = Edition(TODAY, (must("late", IPC, when=(Wide.day < Wide.then) & (Wide.day >= TODAY)),))
        change = nearest(edition, Wide(sure=1, day=TODAY, then=TODAY), IPC, (Status.MUST,))
        assert change == (((Wide.then.fact, TODAY + timedelta(days=1)),),)


@given(records())
def test_what_is_nearest_really_leads_there(child: Child) -> None:
    rule = must("high", IPC, when=(Child.rosh >= Level.HIGH) & unless(Child.age < 14))
    edition = Edition(TODAY, (rule,))
    for change in nearest(edition, child, IPC, (Status.MUST,)):
        assert find(rule.when, changed(child, change)).verdict.value == "holds"
        assert 1 <= len(change) <= 2


@pytest.mark.slow
@settings(max_examples=40)
@given(records(), editions())
def test_no_change_of_a_fact_that_decide_follows_is_left_out_of_what_is_nearest(
    child: Child, edition: Edition[Band]
) -> None:
    for outcome in edition.outcomes:
        found = nearest(edition, child, outcome, (Status.MUST,))
        changes = {
            ((fact, value),) for fact in facts_about(edition, outcome) for value in values_near(edition, fact, child)
        }
        lead = {each for each in changes if decide(edition, changed(child, each)).status(outcome) is Status.MUST}
        assert lead == {each for each in found if len(each) == 1}


@pytest.mark.slow
@settings(max_examples=40)
@given(records(), editions())
def test_every_advice_put_to_decide_gives_its_status_and_is_new(child: Child, edition: Edition[Band]) -> None:
    policy = Policy("drawn", Child, (edition,))
    for outcome in edition.outcomes:
        for advised in advice(policy, edition, child, outcome, TODAY, (Status.MUST, Status.MAY)):
            for change in advised.changes:
                assert decide(edition, changed(child, change)).status(outcome) is advised.status
                assert all(vars(child)[fact.name] != value for fact, value in change)
                assert not any(isinstance(value, date) and value < TODAY for _, value in change)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.data(), records(), editions())
def test_what_would_settle_an_outcome_settles_it_whatever_it_turns_out_to_be(
    data: st.DataObject, child: Child, edition: Edition[Band]
) -> None:
    for outcome in edition.outcomes:
        lacking = to_settle(edition, child, outcome)
        status = decide(edition, child).status(outcome)
        assert bool(lacking) is (status not in SETTLED)
        learned = changed(child, tuple((fact, data.draw(values(fact))) for fact in lacking))
        assert decide(edition, learned).status(outcome) in SETTLED


SETTLED = (Status.MUST, Status.MAY, Status.NO)


def test_a_part_that_fails_settles_it_after_one_that_is_not_on_record() -> None:
    child = Child(reference="A1", reoffending=Level.LOW, custody_risk=False)
    for first, second in ((Child.age >= 14, Child.custody_risk), (Child.custody_risk, Child.age >= 14)):
        assert to_settle(Edition(TODAY, (must("both", IPC, when=all_of(first, second)),)), child, IPC) == ()
        either = any_of(~all_of(second), ~all_of(first))
        assert to_settle(Edition(TODAY, (must("either", IPC, when=either),)), child, IPC) == ()


def test_what_is_asked_only_if_a_must_rule_fails_is_named_too() -> None:
    edition = Edition(TODAY, (must("old", IPC, when=Child.age >= 14), may("any", IPC, when=Child.custody_risk)))
    child = Child(reference="A1", reoffending=Level.LOW)
    assert [fact.name for fact in to_settle(edition, child, IPC)] == ["age", "custody_risk"]
    met = Edition(TODAY, (must("old", IPC, when=Child.age >= 14), may("any", IPC, when=all_of())))
    assert [fact.name for fact in to_settle(met, child, IPC)] == ["age"]


def test_what_is_asked_only_once_another_fact_is_on_record_is_named_too() -> None:
    either = Edition(
        TODAY,
        (
            must("rosh", IPC, when=Child.rosh >= Level.HIGH),
            must("both", IPC, when=known(Child.rosh) & (Child.rosh > Child.safety)),
        ),
    )
    child = Child(reference="A1", reoffending=Level.LOW)
    assert [fact.name for fact in to_settle(either, child, IPC)] == ["rosh", "safety"]


def test_of_many_ways_three_are_told_and_the_rest_counted() -> None:
    flags = [
        getattr(Case, name).fact for name in ("looked_after", "child_in_need", "consents", "knife", "licence_over")
    ]
    ways = [((flag, True),) for flag in flags]
    assert or_else(ways[:4]).count("or if") == 3
    assert or_else(ways) == (
        "the child is looked after, or if the child is a child in need, or if the child consents to the conditions, "
        "or in 2 other ways"
    )
    both = ((flags[2], False), (flags[3], False))
    one = "it is neither the case that the child consents to the conditions nor that a knife or weapon is involved"
    assert or_else([both, both]) == f"{one}, or if {one}"


class TestTables:
    def test_a_row_for_each_way_a_rule_can_hold(self) -> None:
        concern = (Child.rosh >= Level.MEDIUM) | (Child.safety >= Level.MEDIUM)
        edition = Edition(
            TODAY,
            (
                must("concern", IPC, when=concern & unless(Child.rosh >= Level.HIGH)),
                may("any", IPC, when=all_of(), reading="wide"),
                may("young", IPC, when=between(Child.age, 10, 12) & Child.custody_risk, reading="narrow"),
            ),
        )
        assert decision_table(edition) == Grid(
            ("Rule", "risk of serious harm", "safety and wellbeing", "age", "at risk of custody", "Leads to"),
            (
                ("concern", "Medium or higher and not shown to be High or higher", "-", "-", "-", "IPC, must"),
                ("concern", "not shown to be High or higher", "Medium or higher", "-", "-", "IPC, must"),
                ("any (wide)", "-", "-", "-", "-", "IPC, may"),
                ("young (narrow)", "-", "-", "at least 10 and at most 12", "yes", "IPC, may"),
            ),
        )

    def test_too_many_ways_are_refused(self) -> None:
        either = [(Child.rosh == Level.LOW) | (Child.safety == Level.LOW) | Child.custody_risk for _ in range(6)]
        edition = Edition(TODAY, (must("many", IPC, when=all_of(*either)),))
        with pytest.raises(PolicyError, match="rule many has 729 ways to hold; a table shows at most 500"):
            decision_table(edition)

    def test_at_least_is_spelt_out(self) -> None:
        two = at_least(2, Child.rosh == Level.HIGH, Child.safety == Level.HIGH, Child.custody_risk)
        assert len(decision_table(Edition(TODAY, (must("two", IPC, when=two),))).rows) == 3


R = RiskLevel


def explained(policy: ForumPolicy = STRATEGY, histories: Any = None, **stated: Any) -> str:
    return explained_twice(allocate(policy, Case(reference="A1", **stated), TODAY, histories))


def explained_twice(allocation: Allocation[Any]) -> str:
    """What is said of a case as a text, of which its page has every word in the same order and no other."""
    said = explain(allocation)
    page = as_text(explained_page(allocation))
    assert re.findall(r"\w+", page) == re.findall(r"\w+", said)
    return said


class TestExplain:
    def test_medium_with_the_other_judgement_unknown(self) -> None:
        said = explained(rosh=R.MEDIUM)
        head = "A1, as of 9 September 2019, by derby-high-risk-strategy"
        assert said.startswith(f"{head} (the edition with no stated start, here from 2019-04-01)")
        assert (
            "Intervention Planning Clinic (IPC): must.\n"
            "  Because risk of serious harm is Medium and safety and wellbeing concern is not on record "
            "(rule ipc-medium; Derby YOS, progress report to the scrutiny board, 9 September 2019, slide 7, "
            "High Risk Strategy)."
        ) in said
        assert (
            "Risk, Safety and Well-being Strategy Meeting (RSM): at least may.\n"
            "  Because risk of serious harm is Medium (rule rsm-medium; Derby YOS, progress report to the "
            "scrutiny board, 9 September 2019, slide 7, High Risk Strategy); so it may be held already.\n"
            "  Nobody can tell whether it must follow: safety and wellbeing concern is not on record.\n"
            "  On record, it would settle whether it must follow (rule rsm-high)."
        ) in said

    def test_what_cannot_be_told_comes_first_and_what_does_not_follow_last(self) -> None:
        said = explained(
            rosh=R.MEDIUM, safety_wellbeing=R.HIGH, at_risk_of_custody=False, disposal=Disposal.YOUTH_CAUTION
        )
        order = [said.index(f"({name}):") for name in ("MAPPA", "PCP", "RSM", "IPC", "CSP")]
        assert order == sorted(order)
        assert "Not by rule ipc-medium: safety and wellbeing concern is High." in said
        assert "If" not in said.partition("(IPC)")[2].partition("(CSP)")[0]  # a lower risk is no advice
        assert (
            "  Not by rule csp-risk-of-custody: the child is not judged at risk of custody.\n"
            "  Not by rule csp-custodial: the disposal is youth caution.\n"
            "  It must follow if the disposal is detention and training order, section 250 detention, section 254 "
            "detention or one of 4 others, or if the child is judged at risk of custody.\n"
        ) in said

    def test_several_missing_facts_of_several_rules(self) -> None:
        assert (
            "  Nobody can tell: whether the child is judged at risk of custody and the disposal are not on record.\n"
            "  On record, they would settle whether it must follow (rules csp-risk-of-custody, csp-custodial)."
        ) in explained()

    def test_on_licence(self) -> None:
        said = explained(disposal=Disposal.SECTION_250, licence_ends=date(2020, 1, 1), at_risk_of_custody=False)
        assert "Because the disposal is section 250 detention and the licence is not over" in said

    def test_everything_about_the_practice(self) -> None:
        clocks = (within(10, Count.WORKING_DAYS, of=Case.referred), within(15, Count.WORKING_DAYS, of=Case.bailed))
        board = Forum("BOARD", "Board", Chair.HEAD_OF_SERVICE)
        clinic = Forum(
            "CLINIC",
            "Clinic",
            Chair.MANAGER,
            sits=Sitting(date(2019, 9, 4)),
            deadlines=clocks,
            review=Review(Span(3, Count.MONTHS)),
            satisfied_by=("BOARD",),
            until=all_of(Case.licence_over),
            may_waive=Chair.MANAGER,
        )
        rules = (may("any", clinic, when=Case.rosh >= R.LOW), may("four", board, when=_four_facts()))
        policy = ForumPolicy("local", about=Case, forums=(board, clinic), editions=(Edition(date(2019, 1, 1), rules),))
        said = {"forum": "CLINIC", "by": "the manager", "reason": "in hospital"}
        histories = {
            ForumHeld: [
                ForumHeld(forum="CLINIC", day=date(2019, 7, 1)),
                ForumHeld(forum="BOARD", day=date(2019, 8, 1)),
            ],
            Waiver: [Waiver(**said, grade=Chair.MANAGER, day=date(2019, 9, 1), expires=date(2019, 9, 30))],
        }
        told = explained(policy, histories, rosh=R.LOW, referred=date(2019, 8, 1), knife=False, consents=False)
        for line in (
            "Because risk of serious harm is Low (rule any).",
            "The meeting was held in time, on 1 August 2019 by BOARD (who chaired it is not on record): "
            "due by 15 August 2019, within 10 working days of the date of referral.",
            "If it is to be held, the meeting is due within 15 working days of the date of bail; "
            "on which day cannot be told: the date of bail is not on record.",
            "Next sitting: 11 September 2019.",
            "Last held 1 July 2019.",
            "The review is waived: due by 1 November 2019, every 3 months, "
            "counted from the hearing on 1 August 2019 by BOARD (who chaired it is not on record).",
            "The case stays under it until the licence is over.",
            "BOARD stood in for it on 1 August 2019.",
            "Waived by the manager on 1 September 2019 until 30 September 2019: in hospital.",
        ):
            assert f"  {line}\n" in told + "\n"
        later = explained(
            policy, {ForumHeld: [], Waiver: []}, rosh=R.LOW, referred=date(2019, 8, 1), knife=False, consents=False
        )
        assert "  If it is to be held, the meeting is overdue: due by 15 August 2019, within 10 working days" in later
        untold = explained(policy, {}, rosh=R.LOW, referred=date(2019, 8, 1), knife=False, consents=False)
        assert "  If it is to be held, the meeting was due by 15 August 2019, within 10 working days" in untold
        stays = explained(policy, histories, rosh=None, knife=False, consents=False)
        assert "Clinic (CLINIC): cannot tell." in stays
        assert "Next sitting: 11 September 2019." in stays
        assert "The case stays under it until the licence is over." in stays
        assert (
            "Board (BOARD): no.\n"
            "  Not by rule four: risk of serious harm is Low and "
            "it is neither the case that a knife or weapon is involved nor that the child consents to the conditions.\n"
        ) in told

    def test_rows_by_too_low_a_grade_are_said_not_to_count(self) -> None:
        clinic = Forum("CLINIC", "Clinic", Chair.MANAGER, may_waive=Chair.HEAD_OF_SERVICE)
        rules = (must("any", clinic, when=Case.rosh >= R.LOW),)
        policy = ForumPolicy("local", about=Case, forums=(clinic,), editions=(Edition(date(2019, 1, 1), rules),))
        said = {"forum": "CLINIC", "by": "L Ash", "reason": "away", "day": date(2019, 9, 1), "expires": TODAY}
        histories = {
            ForumHeld: [ForumHeld(forum="CLINIC", day=date(2019, 7, 1), chair=Chair.SENIOR_PRACTITIONER)],
            Waiver: [Waiver(**said, grade=Chair.MANAGER)],
        }
        told = explained(policy, histories, rosh=R.LOW)
        assert (
            "  CLINIC of 1 July 2019 does not count: its chair, a senior practitioner, is of too low a grade.\n"
            "  The waiver by L Ash, a manager, of 1 September 2019 does not count: "
            "a head of service or above may waive it."
        ) in told
        nobody = attrs.evolve(
            policy,
            forums=(attrs.evolve(clinic, may_waive=None),),
            editions=(
                Edition(
                    date(2019, 1, 1), (must("any", attrs.evolve(clinic, may_waive=None), when=Case.rosh >= R.LOW),)
                ),
            ),
        )
        assert "of 1 September 2019 does not count: nobody may waive it." in explained(nobody, histories, rosh=R.LOW)

    def test_a_case_stays_under_a_forum_that_no_longer_follows(self) -> None:
        heard = {ForumHeld: [ForumHeld(forum="CSP", day=date(2019, 8, 1))]}
        stated = {"at_risk_of_custody": False, "disposal": Disposal.YOUTH_CAUTION}
        said = explained(STRATEGY, heard, **stated)
        assert "Custody Scrutiny Panel (CSP): no, but the case stays under it.\n" in said
        assert "  Last held 1 August 2019.\n  The case stays under it until the licence is over." in said
        assert (
            "Whether it has been held, and if so, whether the case stays under it until the licence is over, cannot be "
            "told: no history of forums was given."
        ) in explained(STRATEGY, {}, **stated)


def _four_facts() -> Condition:
    return Case.knife & Case.consents & (Case.rosh >= R.HIGH)


class TestPages:
    def test_a_policy_as_a_page(self) -> None:
        text = as_text(policy_page(STRATEGY, STRATEGY.on(TODAY)))
        assert text.startswith(
            "derby-high-risk-strategy\n========================\n\n"
            "In force from a day that is not stated; here 1 April 2019 stands in for it. "
            "When its source was last checked is not stated. Source: "
        )
        assert "- Intervention Planning Clinic (IPC): where a concern is Medium; chaired by a manager or above" in text
        assert "first to be checked: ChildView, before the panel, Liquid Logic, before the panel" in text
        assert "RSM may follow when risk of serious harm is Medium or higher or safety and wellbeing concern is" in text
        assert "Not stated in the source" in text
        assert "ipc-medium" in text

    def test_readings_are_shown_each(self) -> None:
        forum = Forum("F", "Forum", Chair.MANAGER, review=Review(Span(1, Count.MONTHS)))
        clock = within(1, Count.WEEKS, of=Case.referred)
        forum = attrs.evolve(forum, deadlines=(clock,))
        rules = tuple(must("r", forum, when=Case.age > age, reading=f"over {age}") for age in (13, 14))
        policy = ForumPolicy("p", about=Case, forums=(forum,), editions=(Edition(TODAY, rules),))
        text = as_text(policy_page(policy, policy.on(TODAY)))
        assert "Rules, read as: over 13" in text
        assert "Rules, read as: over 14" in text
        assert (
            "Forum (F); chaired by a manager or above; the meeting is due within 1 week of the date of referral; "
            "reviewed every 1 month" in text
        )
        assert "Promises" not in text
        assert "Source" not in text

    def test_the_same_template_for_every_forum(self) -> None:
        history = {
            Assessment: [
                Assessment(day=TODAY, kind=AssessmentKind.REVIEW, tool=Tool.ASSETPLUS, rosh=R.HIGH),
                Assessment(day=date(2019, 1, 1), rosh=R.LOW, safety_wellbeing=R.LOW),
            ],
            CheckDone: [CheckDone(system="PNC", day=TODAY)],
        }
        clock = within(10, Count.WORKING_DAYS, of=Case.assessed)
        policy = strategy({"RSM": (clock,)})
        stated = {"rosh": R.HIGH, "stage": CaseStage.OUT_OF_COURT, "assessed": TODAY}
        allocation = allocate(policy, Case(reference="A1", **stated), TODAY, history)
        pages = {forum.name: as_text(referral_page(allocation, forum.name, history)) for forum in policy.forums}
        headings = {
            name: [
                line
                for line, under in zip(page.splitlines(), page.splitlines()[1:], strict=False)
                if set(under) == {"-"}
            ]
            for name, page in pages.items()
        }
        assert len({tuple(each) for each in headings.values()}) == 1
        assert "Because risk of serious harm is High" in pages["RSM"]
        assert "The meeting was due by 23 September 2019" not in pages["RSM"]
        assert "The meeting is due by 23 September 2019" in pages["RSM"]
        assert "- Chaired by a manager or above." in pages["RSM"]
        assert "- Attended by specialists of partner agencies." in pages["PCP"]
        assert "risk of serious harm          High" in pages["RSM"]
        assert "2019-09-09" not in pages["RSM"]
        assessed = [line.split("  ")[0] for line in pages["RSM"].splitlines() if " 2019  " in line]
        assert assessed == ["1 January 2019", "9 September 2019"]
        assert "- PNC, before the panel: done on 9 September 2019" in pages["PCP"]
        assert "- Synergy, before the panel: still to be made" in pages["PCP"]
        assert "None are stated for this forum." in pages["RSM"]
        assert "Nobody can tell: whether the child is judged at risk of custody" in pages["CSP"]
        assert (
            "- Not by rule ipc-medium: risk of serious harm is High.\n- Referred by agreement, because:" in pages["IPC"]
        )

    def test_a_review_that_is_due_and_assessments_that_were_not_given(self) -> None:
        policy = strategy(reviews={"RSM": Review(Span(3, Count.MONTHS))})
        held = {ForumHeld: [ForumHeld(forum="RSM", day=TODAY)]}
        page = as_text(referral_page(allocate(policy, Case(reference="A1", rosh=R.HIGH), TODAY, held), "RSM", held))
        assert "Due by 9 December 2019." in page
        assert "The assessments were not given." in page

    def test_a_forum_that_the_policy_does_not_have(self) -> None:
        with pytest.raises(PolicyError, match="has no forum 'XYZ'; allowed: IPC, RSM, CSP, MAPPA, PCP"):
            referral_page(allocate(STRATEGY, Case(reference="A1"), TODAY), "XYZ", {})

    EVIL = "<script>alert('x')</script> | *bold* `code` [link](x) # \\"

    def test_what_people_typed_stays_what_it_was(self) -> None:
        page = (Heading(self.EVIL, 1), self.EVIL, Points((self.EVIL,)), Space(1), Grid((self.EVIL,), ((self.EVIL,),)))
        html = as_html(page)
        assert "<script>" not in html
        assert html.count("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;") == 6
        markdown = as_markdown(page)
        assert "<script>" not in markdown.replace("\\<script\\>", "")
        assert markdown.count("\\*bold\\*") == 5
        assert as_text(page).count(self.EVIL) == 5

    def test_html_is_a_whole_document(self) -> None:
        html = as_html(("text",))
        assert html.startswith('<!doctype html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">')
        assert '<meta name="viewport"' in html
        assert "<title></title>" in html
