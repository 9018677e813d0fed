"""Words: conditions, rules, tables, explanations and pages as a manager reads them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest
from hypothesis import given

from strategies import Child, Level, Stage as ChildStage, conditions, records
from yosrules import (
    Band,
    Edition,
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
from yosrules.deciding.allocate import allocate
from yosrules.deciding.nearest import changed, nearest
from yosrules.english.decision_table import Grid, decision_table
from yosrules.english.describe import english, guarantee_in_english, reasons, rule_in_english
from yosrules.english.explain import explain
from yosrules.language.expr import Condition
from yosrules.policies.calendar import Count, Sitting, Span, within
from yosrules.policies.forum import Forum, ForumPolicy, Review
from yosrules.records.case import (
    Assessment,
    AssessmentKind,
    Case,
    CaseStage,
    Chair,
    CheckDone,
    Disposal,
    ForumHeld,
    RiskLevel,
    Tool,
    Waiver,
)
from yosrules.reports.forum_pages import policy_page, referral_page
from yosrules.reports.page import Heading, Points, Space, as_html, as_markdown, as_text
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
def test_every_condition_can_be_said(condition: Condition) -> None:
    assert english(condition)


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

    def test_two_facts_compared_with_each_other(self) -> None:
        edition = Edition(TODAY, (must("rising", IPC, when=Child.rosh > Child.safety),))
        child = Child(reference="A1", reoffending=Level.LOW, rosh=Level.LOW, safety=Level.MEDIUM)
        found = nearest(edition, child, IPC, (Status.MUST,))
        assert [{fact.name: value for fact, value in change} for change in found] == [
            {"rosh": Level.HIGH},
            {"rosh": Level.VERY_HIGH},
        ]


@given(records())
def test_what_is_nearest_really_leads_there(child: Child) -> None:
    rule = must("high", IPC, when=(Child.rosh >= Level.HIGH) & unless(Child.age < 14))
    edition = Edition(TODAY, (rule,))
    for change in nearest(edition, child, IPC, (Status.MUST,)):
        assert find(rule.when, changed(child, change)).verdict.value == "holds"
        assert 1 <= len(change) <= 2


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
    return explain(allocate(policy, Case(reference="A1", **stated), TODAY, histories))


class TestExplain:
    def test_medium_with_the_other_judgement_unknown(self) -> None:
        said = explained(rosh=R.MEDIUM)
        assert said.startswith("A1, as of 9 September 2019, by derby-high-risk-strategy (the edition of 2019-04-01)")
        assert (
            "Intervention Planning Clinic (IPC): must.\n"
            "  Because risk of serious harm is Medium and safety and wellbeing concern is not on record "
            "(rule ipc-medium; Derby YOS, progress report to the scrutiny board, 9 September 2019, slide 7, "
            "High Risk Strategy)."
        ) in said
        assert (
            "Risk, Safety and Well-being Strategy Meeting (RSM): at least may.\n"
            "  Because risk of serious harm is Medium (rule rsm-medium; Derby YOS, progress report to the "
            "scrutiny board, 9 September 2019, slide 7, High Risk Strategy).\n"
            "  Nobody can tell whether it must: safety and wellbeing concern is not on record.\n"
            "  On record, it would settle whether it must follow (rule rsm-high)."
        ) in said

    def test_what_cannot_be_told_comes_first_and_what_does_not_follow_last(self) -> None:
        said = explained(
            rosh=R.MEDIUM, safety_wellbeing=R.HIGH, at_risk_of_custody=False, disposal=Disposal.YOUTH_CAUTION
        )
        order = [said.index(f"({name}):") for name in ("MAPPA", "PCP", "RSM", "IPC", "CSP")]
        assert order == sorted(order)
        assert "It would follow if safety and wellbeing concern were Medium." in said
        assert "It would follow if the child is judged at risk of custody." in said

    def test_several_missing_facts_of_several_rules(self) -> None:
        assert (
            "  Nobody can tell: whether the child is judged at risk of custody and the disposal are not on record.\n"
            "  On record, they would settle whether it must follow (rule csp-risk-of-custody, csp-custodial)."
        ) in explained()

    def test_on_licence(self) -> None:
        said = explained(disposal=Disposal.SECTION_250, licence_ends=date(2020, 1, 1), at_risk_of_custody=False)
        assert "Because the disposal is section 250 detention and it is not the case that the licence is over" in said

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
        told = explained(policy, histories, rosh=R.LOW, referred=date(2019, 9, 9), knife=False, consents=False)
        for line in (
            "Because risk of serious harm is Low (rule any).",
            "Due by 23 September 2019: within 10 working days of the date of referral.",
            "A deadline cannot be told: the date of bail is not on record.",
            "Next sitting: 11 September 2019.",
            "Last held 1 July 2019; review due by 1 October 2019.",
            "It stays under this forum until that has ended.",
            "BOARD stood in for it on 1 August 2019.",
            "Waived by the manager on 1 September 2019 until 30 September 2019: in hospital.",
        ):
            assert f"  {line}\n" in told + "\n"
        later = explained(policy, histories, rosh=R.LOW, referred=date(2019, 8, 1), knife=False, consents=False)
        assert "  Overdue: it was due by 15 August 2019: within 10 working days" in later
        stays = explained(policy, histories, rosh=None, knife=False, consents=False)
        assert "Clinic (CLINIC): cannot tell." in stays
        assert "Next sitting: 11 September 2019." in stays
        assert "It stays under this forum until that has ended." in stays
        assert "Board (BOARD): no.\n  No change of one or two facts would lead to it." in told


def _four_facts() -> Condition:
    return Case.knife & Case.consents & (Case.rosh >= R.HIGH)


class TestPages:
    def test_a_policy_as_a_page(self) -> None:
        text = as_text(policy_page(STRATEGY, STRATEGY.on(TODAY)))
        assert text.startswith(
            "derby-high-risk-strategy\n========================\n\nIn force from 1 April 2019. Source: "
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
            "Forum (F); chaired by a manager or above; within 1 week of the date of referral; reviewed every 1 month"
            in text
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
        assert "Due by 23 September 2019" in pages["RSM"]
        assert "risk of serious harm          High" in pages["RSM"]
        assert "2019-09-09" not in pages["RSM"]
        assessed = [line.split("  ")[0] for line in pages["RSM"].splitlines() if " 2019  " in line]
        assert assessed == ["1 January 2019", "9 September 2019"]
        assert "- PNC, before the panel: done" in pages["PCP"]
        assert "- Synergy, before the panel: still to be made" in pages["PCP"]
        assert "None are stated for this forum." in pages["RSM"]
        assert "Not on record: whether the child is judged at risk of custody" in pages["CSP"]
        assert "No rule leads to it; referred by agreement, because:" in pages["IPC"]

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
        assert html.count("&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;") == 6
        markdown = as_markdown(page)
        assert "<script>" not in markdown.replace("\\<script\\>", "")
        assert markdown.count("\\*bold\\*") == 5
        assert as_text(page).count(self.EVIL) == 5

    def test_html_is_a_whole_document(self) -> None:
        assert as_html(("text",)).startswith(
            '<!doctype html>\n<html lang="en-GB">\n<head><meta charset="utf-8"><title></title>'
        )
