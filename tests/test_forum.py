"""Forum policies: Derby's real one decided for every combination, clocks on every boundary, pages and words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from itertools import product
from random import Random
from typing import Any

import attrs
import pytest

from strategies import Child
from yosrules import Edition, PolicyError, Status, all_of, decide, may, must, unless
from yosrules.deciding.allocate import Allocation, Placement, allocate
from yosrules.english.standing import out_of_date
from yosrules.language.expr import ALWAYS
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import Before, Check, Forum, ForumPolicy, Review
from yosrules.policies.forums.sittings import EVERY_WEEKDAY, Sitting, Weekday
from yosrules.policies.lost_time.measures import lasted
from yosrules.policies.stages import Rung
from yosrules.records.absence import Step
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver
from yosrules.records.choices import CUSTODIAL, OUT_OF_COURT, CaseStage, Chair, Disposal, RiskLevel
from yosrules.reports.caseload import show_caseload
from yosrules.reports.drawing.page import as_text
from yosrules.reports.drawing.terminal import Terminal
from yosrules.reports.forum_pages import referral_page
from yosrules_derby_forums.high_risk import CSP, IPC, MAPPA, PANEL, RSM, STRATEGY, strategy

TODAY = date(2019, 9, 9)
EDITION = STRATEGY.on(TODAY)
LOW, MEDIUM, HIGH, VERY_HIGH = RiskLevel


def placed(forum: Forum | str, policy: ForumPolicy = STRATEGY, histories: Any = None, **stated: Any) -> Placement:
    name = forum if isinstance(forum, str) else forum.name
    allocation = allocate(policy, Case(reference="A1", **stated), TODAY, histories)
    return next(each for each in allocation.placements if each.forum.name == name)


def statuses(**stated: Any) -> dict[str, str]:
    decision = decide(EDITION, Case(reference="A1", **stated))
    return {each.outcome.name: each.status.value for each in decision.outcomes}


class TestDerby:
    @pytest.mark.slow
    def test_no_case_of_concern_is_without_a_manager_whatever_else_is_known_or_unknown(self) -> None:
        """Every two levels with a fifth of all else, drawn once; the provers take all of it. Unknown is a value."""
        levels: list[RiskLevel | None] = [None, *RiskLevel]
        flags = (None, False, True)
        others = product([None, *CaseStage], [None, *Disposal], flags, flags, flags)
        elsewhere = [
            {
                "stage": stage,
                "disposal": disposal,
                "at_risk_of_custody": custody,
                "licence_over": over,
                "mappa_referral_criteria_met": mappa,
            }
            for stage, disposal, custody, over, mappa in others
            # A court's sentence at another stage than post court, or the other way round, cannot be on record.
            if stage is None
            or disposal is None
            or (stage is CaseStage.POST_COURT) is (disposal.stage is CaseStage.POST_COURT)
        ]
        some = Random(7).sample(elsewhere, len(elsewhere) // 5)
        managed = [forum for forum in EDITION.outcomes if forum.chair >= Chair.MANAGER]
        for rosh, safety in product(levels, levels):
            concern = (rosh or LOW) >= MEDIUM or (safety or LOW) >= MEDIUM
            for rest in some if concern else some[:1]:
                decision = decide(EDITION, Case(reference="A1", rosh=rosh, safety_wellbeing=safety, **rest))
                under = [forum for forum in managed if decision.status(forum) is Status.MUST]
                assert bool(under) or not concern, (rosh, safety, rest)

    @pytest.mark.parametrize(
        ("rosh", "safety", "ipc", "rsm"),
        [
            (LOW, LOW, "no", "no"),
            (MEDIUM, LOW, "must", "may"),
            (LOW, MEDIUM, "must", "may"),
            (HIGH, LOW, "no", "must"),
            (MEDIUM, HIGH, "no", "must"),
            (LOW, VERY_HIGH, "no", "must"),
            (MEDIUM, None, "must", "at least may"),
            (None, MEDIUM, "must", "at least may"),
            (HIGH, None, "no", "must"),
            (LOW, None, "cannot tell", "cannot tell"),
            (None, None, "cannot tell", "cannot tell"),
        ],
    )
    def test_levels_lead_to_the_clinic_or_the_meeting(
        self, rosh: RiskLevel | None, safety: RiskLevel | None, ipc: str, rsm: str
    ) -> None:
        found = statuses(rosh=rosh, safety_wellbeing=safety)
        assert (found["IPC"], found["RSM"]) == (ipc, rsm)

    def test_written_with_the_plain_not_a_child_would_reach_no_forum(self) -> None:
        """Why the strategy says `unless`: with `~`, one unknown judgement and the other Medium leads nowhere."""
        concern = (Case.rosh >= MEDIUM) | (Case.safety_wellbeing >= MEDIUM)
        serious = (Case.rosh >= HIGH) | (Case.safety_wellbeing >= HIGH)
        child = Case(reference="A1", rosh=MEDIUM)
        for when, status in ((concern & ~serious, Status.CANNOT_TELL), (concern & unless(serious), Status.MUST)):
            assert decide(Edition(TODAY, (must("ipc", IPC, when=when),)), child).status(IPC) is status

    def test_a_child_with_no_judgement_on_record_surfaces(self) -> None:
        allocation = allocate(STRATEGY, Case(reference="A1"), TODAY)
        assert {each.forum.name for each in allocation.unsettled} == {"IPC", "RSM", "CSP", "MAPPA", "PCP"}
        assert [fact.name for fact in allocation.missing][:2] == ["rosh", "safety_wellbeing"]

    @pytest.mark.parametrize("disposal", list(Disposal))
    def test_custodial_sentences_are_automatic_until_the_licence_is_over(self, disposal: Disposal) -> None:
        for ends, status in ((None, "must"), (TODAY, "must"), (date(2019, 9, 8), "no")):
            found = placed(CSP, disposal=disposal, licence_ends=ends, at_risk_of_custody=False).status.value
            assert found == (status if disposal in CUSTODIAL else "no")

    def test_out_of_court_cases_go_to_the_panel_and_to_every_other_forum(self) -> None:
        found = statuses(
            stage=CaseStage.OUT_OF_COURT, rosh=HIGH, at_risk_of_custody=True, mappa_referral_criteria_met=True
        )
        assert [found[name] for name in ("PCP", "RSM", "CSP", "MAPPA")] == ["must"] * 4
        assert statuses(stage=CaseStage.POST_COURT)["PCP"] == "no"
        assert statuses(mappa_referral_criteria_met=False)["MAPPA"] == "no"

    def test_systems_are_checked_before_the_panel(self) -> None:
        done = {CheckDone: [CheckDone(system="PNC", day=TODAY), CheckDone(system="Synergy", day=date(2019, 9, 10))]}
        placement = placed(PANEL, histories=done, stage=CaseStage.OUT_OF_COURT)
        assert [check.system for check in placement.checks_missing] == ["ChildView", "Liquid Logic", "Synergy"]

    def test_every_rule_and_promise_cites_the_report(self) -> None:
        assert all(rule.cites for rule in EDITION.rules)
        assert all(guarantee.cites for guarantee in EDITION.guarantees)
        assert {IPC, RSM, CSP, MAPPA, PANEL} == set(EDITION.outcomes)

    def test_nothing_is_in_force_that_the_report_does_not_state(self) -> None:
        assert not any(forum.deadlines or forum.review or forum.sits or forum.may_waive for forum in STRATEGY.forums)
        assert STRATEGY.not_stated

    def test_what_it_leaves_open_is_a_parameter(self) -> None:
        ours = strategy(
            {"RSM": (within(10, Count.WORKING_DAYS, of=Case.assessed),)}, {"RSM": Review(Span(3, Count.MONTHS))}
        )
        placement = placed("RSM", ours, rosh=HIGH, assessed=date(2019, 8, 16))
        assert placement.due.binding
        assert placement.due.binding.due == date(2019, 9, 2)


def test_each_disposal_has_one_stage() -> None:
    assert {each for each in Disposal if each.stage is CaseStage.OUT_OF_COURT} == set(OUT_OF_COURT)
    assert {each for each in Disposal if each.custodial} == set(CUSTODIAL)
    assert not set(OUT_OF_COURT) & set(CUSTODIAL)


class TestClocks:
    @pytest.mark.parametrize(
        ("amount", "count", "since", "due"),
        [
            (24, Count.HOURS, "2019-09-09", "2019-09-10"),
            (25, Count.HOURS, "2019-09-09", "2019-09-11"),
            (1, Count.DAYS, "2019-12-31", "2020-01-01"),
            (12, Count.WEEKS, "2019-09-09", "2019-12-02"),
            (1, Count.MONTHS, "2020-01-31", "2020-02-29"),
            (10, Count.WORKING_DAYS, "2019-08-16", "2019-09-02"),
            (1, Count.WORKING_DAYS, "2019-12-24", "2019-12-27"),
            (1, Count.WORKING_DAYS, "2019-09-07", "2019-09-09"),
            (5, Count.WORKING_DAYS, "2019-09-06", "2019-09-13"),
        ],
    )
    def test_a_span_ends_on_its_day(self, amount: int, count: Count, since: str, due: str) -> None:
        assert Span(amount, count).after(date.fromisoformat(since), Nation.ENGLAND) == date.fromisoformat(due)

    @pytest.mark.parametrize("nation", Nation)
    def test_a_holiday_on_a_weekend_is_taken_off_once_on_its_substitute(self, nation: Nation) -> None:
        """Christmas of 2021 was a Saturday; the official lists have Monday 27, Tuesday 28 December and 3 January."""
        around = [date(2021, 12, 20) + n * timedelta(days=1) for n in range(15)]
        off = [day for day in around if nation.bank_holiday(day)]
        assert off == [date(2021, 12, 27), date(2021, 12, 28), date(2022, 1, 3)]

    def test_nations_have_their_own_bank_holidays(self) -> None:
        assert not Nation.SCOTLAND.works(date(2019, 1, 2))
        assert Nation.WALES.works(date(2019, 1, 2))
        assert not Nation.NORTHERN_IRELAND.works(date(2019, 7, 12))
        assert Nation.ENGLAND.works(date(2019, 7, 12))

    @pytest.mark.parametrize(
        "wrong",
        [
            lambda span: Review(span),
            lambda span: Rung(name="s", step=Step.STAGE_1, live=span),
            lambda span: lasted("l", span, where=ALWAYS),
        ],
    )
    def test_a_clock_of_nothing_is_refused(self, wrong: Callable[[Span], object]) -> None:
        with pytest.raises(PolicyError, match="0 days is no time at all"):
            wrong(Span(0, Count.DAYS))
        with pytest.raises(PolicyError, match="-1 days is before it begins"):
            Span(-1, Count.DAYS)

    def test_a_deadline_may_be_the_same_day(self) -> None:
        same_day = within(0, Count.DAYS, of=Case.sentenced)
        assert str(same_day) == "on the date of sentence"
        assert same_day.span.after(date(2019, 12, 25), Nation.ENGLAND) == date(2019, 12, 25)

    def test_spans_and_deadlines_read_well(self) -> None:
        assert str(Span(1, Count.WORKING_DAYS)) == "1 working day"
        assert str(within(3, Count.MONTHS, of=Case.sentenced)) == "within 3 months of the date of sentence"

    @pytest.mark.parametrize(
        ("day", "sits"),
        [
            ("2019-09-01", "2019-09-04"),
            ("2019-09-04", "2019-09-04"),
            ("2019-09-05", "2019-09-18"),
            ("2019-09-18", "2019-09-18"),
        ],
    )
    def test_the_next_sitting(self, day: str, sits: str) -> None:
        assert Sitting(date(2019, 9, 4), 2).next_from(date.fromisoformat(day)) == date.fromisoformat(sits)

    def test_a_forum_that_never_sits_is_refused(self) -> None:
        with pytest.raises(PolicyError, match="sits in every week or in fewer"):
            Sitting(TODAY, 0)

    @pytest.mark.parametrize(
        ("day", "sits"),
        [
            # Monday 2 September 2019 is before the first sitting, on Thursday the 5th.
            ("2019-09-01", "2019-09-05"),
            ("2019-09-05", "2019-09-05"),
            ("2019-09-06", "2019-09-09"),
            ("2019-09-09", "2019-09-09"),
            ("2019-09-10", "2019-09-12"),
            ("2019-12-31", "2020-01-02"),
        ],
    )
    def test_a_forum_may_sit_on_given_days_of_the_week(self, day: str, sits: str) -> None:
        mondays_and_thursdays = Sitting(date(2019, 9, 5), days=(Weekday.THURSDAY, Weekday.MONDAY))
        assert mondays_and_thursdays.next_from(date.fromisoformat(day)) == date.fromisoformat(sits)

    @pytest.mark.parametrize(
        ("day", "sits"), [("2019-09-06", "2019-09-16"), ("2019-09-17", "2019-09-19"), ("2019-09-20", "2019-09-30")]
    )
    def test_days_of_the_week_in_every_second_week_are_in_the_week_of_the_first(self, day: str, sits: str) -> None:
        fortnightly = Sitting(date(2019, 9, 5), 2, (Weekday.MONDAY, Weekday.THURSDAY))
        assert fortnightly.next_from(date.fromisoformat(day)) == date.fromisoformat(sits)

    @pytest.mark.parametrize(
        ("day", "nation", "sits"),
        [
            ("2019-12-24", Nation.ENGLAND, "2019-12-24"),
            ("2019-12-25", Nation.ENGLAND, "2019-12-27"),
            ("2019-12-28", Nation.ENGLAND, "2019-12-30"),
            # In Scotland the day after New Year's Day is a holiday too.
            ("2020-01-01", Nation.ENGLAND, "2020-01-02"),
            ("2020-01-01", Nation.SCOTLAND, "2020-01-03"),
        ],
    )
    def test_a_sitting_on_a_bank_holiday_falls_away_where_that_is_stated(
        self, day: str, nation: Nation, sits: str
    ) -> None:
        daily = Sitting(date(2019, 9, 4), days=EVERY_WEEKDAY, on_bank_holidays=False)
        assert daily.next_from(date.fromisoformat(day), nation) == date.fromisoformat(sits)

    def test_every_day_is_every_day(self) -> None:
        daily = Sitting(date(2019, 9, 4), days=tuple(Weekday))
        assert daily.next_from(date(2019, 12, 25)) == date(2019, 12, 25)

    def test_a_sitting_says_its_days_and_whether_bank_holidays_are_in(self) -> None:
        first, both = date(2019, 9, 4), (Weekday.MONDAY, Weekday.WEDNESDAY)
        assert [
            str(each)
            for each in (
                Sitting(first, 2),
                Sitting(first, days=both),
                Sitting(first, 3, both),
                Sitting(first, days=EVERY_WEEKDAY, on_bank_holidays=False),
                Sitting(first, days=tuple(Weekday)),
            )
        ] == [
            "every 2 weeks from 4 September 2019, bank holidays included",
            "every Monday and Wednesday from 4 September 2019, bank holidays included",
            "every 3 weeks on Monday and Wednesday from 4 September 2019, bank holidays included",
            "every weekday from 4 September 2019, not on bank holidays",
            "every day from 4 September 2019, bank holidays included",
        ]

    def test_a_first_sitting_on_another_day_of_the_week_is_refused(self) -> None:
        with pytest.raises(PolicyError, match="is on a Wednesday; allowed: a Monday or Thursday"):
            Sitting(date(2019, 9, 4), days=(Weekday.MONDAY, Weekday.THURSDAY))

    def test_beyond_the_calendar_nothing_sits(self) -> None:
        assert Sitting(date(2019, 9, 4), 1_000_000).next_from(date(2019, 9, 5)) is None
        assert Sitting(date(9999, 12, 31)).next_from(date.max) == date.max

    def test_of_several_clocks_the_earliest_binds_and_one_without_its_date_is_named(self) -> None:
        two = (within(10, Count.WORKING_DAYS, of=Case.referred), within(15, Count.WORKING_DAYS, of=Case.bailed))
        policy = strategy({"PCP": two})
        both = placed(PANEL, policy, stage=CaseStage.OUT_OF_COURT, referred=date(2019, 9, 9), bailed=date(2019, 8, 30))
        assert both.due.binding
        assert (both.due.binding.clock, both.due.binding.due) == (two[1], date(2019, 9, 20))
        one = placed(PANEL, policy, stage=CaseStage.OUT_OF_COURT, referred=date(2019, 9, 9))
        assert [duty.due for duty in one.due.duties] == [date(2019, 9, 23), None]
        assert placed(PANEL, policy, stage=CaseStage.OUT_OF_COURT).due.binding is None


BOARD = Forum("BOARD", "Board", Chair.HEAD_OF_SERVICE)
CLINIC = Forum(
    "CLINIC",
    "Clinic",
    Chair.MANAGER,
    sits=Sitting(date(2019, 9, 4), 1),
    review=Review(Span(3, Count.MONTHS)),
    satisfied_by=("BOARD",),
    until=all_of(Case.licence_over),
    may_waive=Chair.MANAGER,
)
SERIOUS = Case.rosh >= HIGH
LOCAL = ForumPolicy(
    "local",
    about=Case,
    forums=(BOARD, CLINIC),
    editions=(Edition(date(2019, 1, 1), (must("high", CLINIC, when=SERIOUS), may("board", BOARD, when=SERIOUS))),),
)


def held(forum: str, day: str) -> ForumHeld:
    return ForumHeld(forum=forum, day=date.fromisoformat(day))


class TestPlacements:
    def test_the_next_sitting_and_the_next_review(self) -> None:
        rows = {ForumHeld: [held("CLINIC", "2019-05-31"), held("CLINIC", "2019-07-31"), held("CLINIC", "2019-10-01")]}
        placement = placed(CLINIC, LOCAL, rows, rosh=HIGH)
        assert placement.due.next_sitting == date(2019, 9, 11)
        assert (placement.last_held, placement.review_due) == (date(2019, 7, 31), date(2019, 10, 31))

    def test_a_case_stays_under_a_forum_that_heard_it_until_that_has_ended(self) -> None:
        rows = {ForumHeld: [held("CLINIC", "2019-07-31")]}
        assert placed(CLINIC, LOCAL, rows, rosh=LOW).stays
        assert placed(CLINIC, LOCAL, rows, rosh=LOW, licence_ends=TODAY).stays
        assert not placed(CLINIC, LOCAL, rows, rosh=LOW, licence_ends=date(2019, 9, 8)).stays
        assert not placed(CLINIC, LOCAL, {ForumHeld: []}, rosh=LOW).stays
        over = placed(CLINIC, LOCAL, rows, rosh=LOW, licence_ends=date(2019, 9, 8))
        assert (over.last_held, over.review_due) == (date(2019, 7, 31), None)
        assert not placed(BOARD, LOCAL, {ForumHeld: [held("BOARD", "2019-07-31")]}, rosh=LOW).stays

    def test_another_forum_can_stand_in(self) -> None:
        rows = {ForumHeld: [held("BOARD", "2019-06-30"), held("BOARD", "2019-07-31"), held("BOARD", "2019-12-01")]}
        assert placed(CLINIC, LOCAL, rows, rosh=HIGH).stood_in_for_by == held("BOARD", "2019-07-31")
        assert placed(BOARD, LOCAL, rows, rosh=HIGH).stood_in_for_by is None

    @pytest.mark.parametrize(
        ("changed", "in_force"),
        [
            ({}, True),
            ({"day": TODAY, "expires": TODAY}, True),
            ({"expires": date(2019, 9, 8)}, False),
            ({"day": date(2019, 9, 10)}, False),
            ({"grade": Chair.SENIOR_PRACTITIONER}, False),
            ({"grade": Chair.HEAD_OF_SERVICE}, True),
            ({"forum": "BOARD"}, False),
        ],
    )
    def test_a_waiver_counts_while_it_lasts_and_from_the_right_grade(self, changed: Any, in_force: bool) -> None:
        said = {"forum": "CLINIC", "by": "a manager", "reason": "in hospital", "grade": Chair.MANAGER}
        waiver = Waiver(**{**said, "day": date(2019, 9, 1), "expires": date(2019, 9, 30), **changed})
        found = placed(CLINIC, LOCAL, {Waiver: [waiver]}, rosh=HIGH).waiver
        assert found == (waiver if in_force else None)
        assert placed(BOARD, LOCAL, {Waiver: [attrs.evolve(waiver, forum="BOARD")]}, rosh=HIGH).waiver is None

    def test_measured_facts_are_worked_out_first(self) -> None:
        allocation: Allocation = allocate(LOCAL, Case(reference="A1", born=date(2004, 9, 9)), TODAY)
        assert allocation.case.age == 15


def _local_with(**changed: Any) -> ForumPolicy:
    clinic = attrs.evolve(CLINIC, **changed)
    edition = Edition(date(2019, 1, 1), (must("high", clinic, when=SERIOUS),))
    return ForumPolicy("local", about=Case, forums=(BOARD, clinic), editions=(edition,))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Forum(" ", "Board", Chair.MANAGER), "needs a short name and a title"),
        (lambda: Forum("B", "", Chair.MANAGER), "needs a short name and a title"),
        (lambda: Forum("B", "Board", Chair.MANAGER, satisfied_by=("B",)), "forum B cannot stand in for itself"),
        (lambda: attrs.evolve(LOCAL, forums=(BOARD, CLINIC, BOARD)), "local has two forums called BOARD"),
        (lambda: attrs.evolve(LOCAL, forums=(BOARD,)), "leads to CLINIC, not among its forums"),
        (
            lambda: attrs.evolve(LOCAL, forums=(BOARD, CLINIC, Forum("X", "X", Chair.MANAGER, satisfied_by=("Y",)))),
            "X is satisfied by Y, no forum of it",
        ),
        (lambda: attrs.evolve(LOCAL, editions=()), "local has no edition"),
        (lambda: _local_with(until=all_of(Child.custody_risk)), "CLINIC asks for custody_risk, not facts of a Case"),
        (
            lambda: _local_with(deadlines=(within(1, Count.DAYS, of=Child.assessed),)),
            "CLINIC asks for assessed, not facts of a Case",
        ),
    ],
)
def test_a_forum_policy_that_is_not_whole_is_refused(make: Any, says: str) -> None:
    with pytest.raises(PolicyError, match=says):
        make()


def test_checks_and_forums_read_well() -> None:
    assert str(Check("PNC", Before.ALLOCATION)) == "PNC, before allocation"
    assert str(RSM) == "Risk, Safety and Well-being Strategy Meeting (RSM)"


def test_a_decision_long_after_the_source_was_seen_says_so_on_the_caseload_and_on_the_referral() -> None:
    case = Case(reference="A1", rosh=HIGH, stage=CaseStage.POST_COURT)
    allocation = allocate(STRATEGY, case, date(2026, 11, 20))
    old = out_of_date(STRATEGY, date(2026, 11, 20))
    assert old.startswith("This edition is in force")
    assert old in as_text(referral_page(allocation, "RSM", {}))
    screen = Terminal(file=StringIO(), width=80)
    show_caseload(screen, [allocation])
    assert isinstance(screen.file, StringIO)
    assert old in screen.file.getvalue()
