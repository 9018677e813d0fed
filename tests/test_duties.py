"""What was done answers what was due: deadlines, reviews and checks against hearings, stand-ins and waivers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, cast

import attrs
import pytest
from hypothesis import given, settings, strategies as st

from yosrules import Edition, Status, all_of, may, must
from yosrules.deciding.allocate import Allocation, Placement, allocate
from yosrules.deciding.duties import Duty
from yosrules.deciding.hashes import edition_hash
from yosrules.english.explain import explain, practice
from yosrules.errors import PolicyError
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.policies.forums.deadlines import Deadline, ahead, not_sooner, within
from yosrules.policies.forums.forum import Before, Check, Forum, ForumPolicy, Review
from yosrules.policies.forums.sittings import Sitting
from yosrules.records.case import Case, CheckDone, ForumHeld, Waiver
from yosrules.records.choices import CaseStage, Chair
from yosrules.records.days import LATEST
from yosrules.reports.caseload import caseload_rows
from yosrules.reports.drawing.page import as_text
from yosrules.reports.forum_pages import policy_page, referral_page

FAM = Forum("FAM", "Family Meeting", Chair.PRACTITIONER)
HVP = Forum(
    "HVP",
    "Home Visit Panel",
    Chair.MANAGER,
    members=("nurse",),
    may_attend=("school",),
    sits=Sitting(date(2024, 1, 1), 2),
    deadlines=(within(7, Count.WORKING_DAYS, of=Case.referred),),
    review=Review(Span(6, Count.WEEKS)),
    checks=(Check("PNC", Before.PANEL),),
    satisfied_by=("FAM",),
    may_waive=Chair.MANAGER,
)
BEFORE_RELEASE = attrs.evolve(
    HVP,
    deadlines=(ahead(3, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred, what="the plan for release"),),
)
NOTHING: dict[Any, Any] = {ForumHeld: [], Waiver: [], CheckDone: []}
"""Everything was given, and nothing was done."""
REFERRED = date(2024, 6, 3)
DUE = date(2024, 6, 12)
"""Seven working days after Monday 3 June 2024: 4, 5, 6, 7, 10, 11, 12 June."""


def on(text: str) -> date:
    return date.fromisoformat(text)


def visits(panel: Forum = HVP, rule: Any = must) -> ForumPolicy:
    """Every case at the stage prevention goes to the panel."""
    rules = (rule("prevention", panel, when=Case.stage == CaseStage.PREVENTION), may("family", FAM, when=Case.knife))
    forums = tuple(dict.fromkeys((FAM, panel)))
    return ForumPolicy("anytown-visits", about=Case, forums=forums, editions=(Edition(on("2024-01-01"), rules),))


def held(day: str, forum: str = "HVP", chair: Chair | None = Chair.MANAGER) -> ForumHeld:
    return ForumHeld(forum=forum, day=on(day), chair=chair)


def waiver(**changed: Any) -> Waiver:
    said = {"forum": "HVP", "by": "L Ash", "reason": "in hospital", "grade": Chair.MANAGER}
    return Waiver(**{**said, "day": on("2024-06-05"), "expires": on("2024-12-31"), **changed})


def asked(day: str, histories: Any = None, policy: ForumPolicy | None = None, **stated: Any) -> Allocation[Case]:
    case = {"reference": "V1", "stage": CaseStage.PREVENTION, "referred": REFERRED, "knife": False, **stated}
    return allocate(policy or visits(), Case(**case), on(day), NOTHING if histories is None else histories)


def panel(*args: Any, **stated: Any) -> Placement:
    return next(each for each in asked(*args, **stated).placements if each.forum.name == "HVP")


def meeting(*args: Any, **stated: Any) -> tuple[date | None, str]:
    duty = panel(*args, **stated).due.binding
    return (duty.due, str(duty)) if duty else (None, "")


def with_rows(*rows: ForumHeld | Waiver | CheckDone) -> dict[Any, Any]:
    return {kind: [row for row in rows if isinstance(row, kind)] for kind in NOTHING}


def test_a_duty_as_plain_data_says_what_is_due_by_which_day_and_how_it_stands() -> None:
    late = panel("2024-06-20", with_rows(held("2024-06-13"))).due.binding
    assert late
    assert late.as_dict() == {
        "what": "the meeting",
        "within": str(HVP.deadlines[0]),
        "since": "2024-06-03",
        "due": "2024-06-12",
        "standing": "held late",
        "held": "2024-06-13",
        "unless": None,
        "to_settle": [],
    }


class TestDeadlines:
    @pytest.mark.parametrize(
        ("rows", "day", "stands"),
        [
            ([], "2024-06-12", "due"),
            ([], "2024-06-13", "overdue"),
            ([held("2024-06-06")], "2024-06-20", "held in time"),
            ([held("2024-06-12")], "2024-06-20", "held in time"),
            ([held("2024-06-13")], "2024-06-20", "held late"),
            ([held("2024-06-03")], "2024-06-20", "held in time"),
            ([held("2024-06-02")], "2024-06-20", "overdue"),
            ([held("2024-06-21")], "2024-06-20", "overdue"),
            ([held("2024-06-06", chair=None)], "2024-06-20", "held in time, chair not on record"),
            ([held("2024-06-05", chair=None), held("2024-06-06")], "2024-06-20", "held in time"),
            ([held("2024-06-05", chair=None), held("2024-06-13")], "2024-06-20", "held in time, chair not on record"),
            ([held("2024-06-06", chair=Chair.HEAD_OF_SERVICE)], "2024-06-20", "held in time"),
            ([held("2024-06-06", chair=Chair.SENIOR_PRACTITIONER)], "2024-06-20", "overdue"),
            ([held("2024-06-05", "FAM")], "2024-06-20", "held in time"),
            ([held("2024-06-05", "FAM", Chair.PRACTITIONER)], "2024-06-20", "held in time"),
            ([held("2015-02-02", "FAM")], "2024-06-20", "overdue"),
            ([waiver()], "2024-06-20", "waived"),
            ([waiver(day=on("2024-06-20"), expires=on("2024-06-20"))], "2024-06-20", "waived"),
            ([waiver(expires=on("2024-06-19"))], "2024-06-20", "overdue"),
            ([waiver(grade=Chair.SENIOR_PRACTITIONER)], "2024-06-20", "overdue"),
            ([waiver(forum="FAM")], "2024-06-20", "overdue"),
        ],
    )
    def test_a_deadline_is_met_by_what_was_held_in_its_place_or_waived(
        self, rows: list[Any], day: str, stands: str
    ) -> None:
        """FAM's own chair is a practitioner, so a practitioner may hold it in the panel's place."""
        assert meeting(day, with_rows(*rows)) == (DUE, stands)

    def test_nothing_is_overdue_of_which_it_is_not_known_whether_it_was_held(self) -> None:
        assert meeting("2024-06-20", {}) == (DUE, "cannot tell")
        assert not panel("2024-06-20", {}).overdue

    def test_overdue_says_so_where_a_waiver_could_be_and_was_not_given(self) -> None:
        assert meeting("2024-06-20", {ForumHeld: []}) == (DUE, "overdue, unless it was waived")
        nobody = visits(attrs.evolve(HVP, may_waive=None))
        assert meeting("2024-06-20", {ForumHeld: []}, nobody) == (DUE, "overdue")

    def test_a_deadline_from_a_date_that_is_not_on_record_cannot_be_told(self) -> None:
        assert meeting("2024-06-20", with_rows(held("2024-06-06")), referred=None) == (None, "")
        (duty,) = panel("2024-06-20", referred=None).due.duties
        assert str(duty) == "cannot tell"

    @pytest.mark.parametrize("span", [Span(3_000_000, Count.DAYS), Span(100_000, Count.MONTHS)])
    def test_a_deadline_beyond_the_calendar_is_its_last_day(self, span: Span) -> None:
        late = attrs.evolve(HVP, deadlines=(within(span.amount, span.count, of=Case.licence_ends),))
        assert meeting("2024-06-20", None, visits(late), licence_ends=LATEST) == (date.max, "due")

    @pytest.mark.parametrize(
        ("rows", "day", "stands"),
        [
            ([], "2024-08-21", "due"),
            ([], "2024-08-22", "overdue"),
            ([held("2024-08-21")], "2024-09-01", "held in time"),
            ([held("2024-08-22")], "2024-09-01", "held late"),
            # Before the referral, so that it was for something else.
            ([held("2024-05-31")], "2024-08-20", "due"),
        ],
    )
    def test_a_deadline_may_lie_so_long_before_another_date(self, rows: list[Any], day: str, stands: str) -> None:
        """Three working days before Tuesday 27 August 2024: Monday is a bank holiday, so 23, 22, 21 August."""
        found = meeting(day, with_rows(*rows), visits(BEFORE_RELEASE), release_due=date(2024, 8, 27))
        assert found == (date(2024, 8, 21), stands)

    def test_a_deadline_before_a_date_that_is_not_on_record_cannot_be_told(self) -> None:
        (duty,) = panel("2024-06-20", None, visits(BEFORE_RELEASE)).due.duties
        assert (duty.due, str(duty)) == (None, "cannot tell")

    def test_what_answers_a_deadline_cannot_be_told_where_it_is_not_known_what_was_for_it(self) -> None:
        allocation = asked("2024-08-30", None, visits(BEFORE_RELEASE), referred=None, release_due=date(2024, 8, 27))
        assert (
            "The plan for release was due by 21 August 2024, 3 working days or more before the date release is due; "
            "what answers it cannot be told: the date of referral is not on record."
        ) in explain(allocation)

    def test_a_deadline_says_what_it_is_for(self) -> None:
        page = " ".join(as_text(policy_page(visits(BEFORE_RELEASE), visits(BEFORE_RELEASE).editions[0])).split())
        assert "the plan for release is due 3 working days or more before the date release is due" in page
        (clock,) = BEFORE_RELEASE.deadlines
        other = attrs.evolve(BEFORE_RELEASE, deadlines=(attrs.evolve(clock, what="the meeting"),))
        assert len({edition_hash(visits(each).editions[0]) for each in (BEFORE_RELEASE, other)}) == 2

    def test_both_dates_of_a_deadline_are_dates_of_the_case(self) -> None:
        foreign = attrs.evolve(HVP, deadlines=(ahead(1, Count.DAYS, of=ForumHeld.day, since=Case.referred),))
        with pytest.raises(PolicyError, match="HVP asks for day, not facts of a Case"):
            visits(foreign)
        level: Any = Case.rosh
        with pytest.raises(PolicyError, match="a deadline of 1 day runs from a date; risk of serious harm is Low"):
            ahead(1, Count.DAYS, of=level, since=Case.referred)

    @pytest.mark.parametrize(
        ("span", "day"),
        [
            (Span(0, Count.DAYS), "2024-03-31"),
            (Span(25, Count.HOURS), "2024-03-29"),
            (Span(2, Count.WEEKS), "2024-03-17"),
            (Span(1, Count.MONTHS), "2024-02-29"),
            # Good Friday and the weekend are no working days.
            (Span(1, Count.WORKING_DAYS), "2024-03-28"),
            (Span(100_000, Count.MONTHS), "0001-01-01"),
        ],
    )
    def test_a_span_counts_back_as_it_counts_on(self, span: Span, day: str) -> None:
        assert span.before(date(2024, 3, 31), Nation.ENGLAND) == on(day)

    def test_nothing_is_due_where_the_status_is_no(self) -> None:
        placement = panel("2024-06-20", with_rows(waiver()), stage=CaseStage.POST_COURT)
        assert placement.status is Status.NO
        assert placement.due.duties == ()
        assert (placement.due.next_sitting, placement.review, placement.waiver) == (None, None, None)

    def test_what_only_may_follow_is_not_overdue_and_what_cannot_be_told_is_perhaps(self) -> None:
        must, untold = panel("2024-06-20"), panel("2024-06-20", {})
        perhaps = panel("2024-06-20", stage=None)
        allowed = panel("2024-06-20", None, visits(HVP, may))
        assert [len(each.overdue) for each in (must, untold, perhaps, allowed)] == [1, 0, 0, 0]
        assert [len(each.perhaps_overdue) for each in (must, untold, perhaps, allowed)] == [0, 1, 1, 0]
        columns, (cells,) = caseload_rows([asked("2024-06-20", None, visits(HVP, may))])
        assert dict(zip(columns, cells, strict=True))["HVP deadline"] == "overdue, if it is to be held"

    def test_the_deadline_that_nothing_answers_binds_before_one_that_is_met(self) -> None:
        """Referred 3 June, due 12 June, held 6 June; bailed on 10 June, due 24 June, and not held since."""
        two = attrs.evolve(HVP, deadlines=(*HVP.deadlines, within(2, Count.WEEKS, of=Case.bailed)))
        found = meeting("2024-06-25", with_rows(held("2024-06-06")), visits(two), bailed=on("2024-06-10"))
        assert found == (on("2024-06-24"), "overdue")

    def test_a_day_after_the_day_asked_changes_nothing(self) -> None:
        later = with_rows(
            held("2024-06-21"), waiver(day=on("2024-06-21")), CheckDone(system="PNC", day=on("2024-06-21"))
        )
        assert explain(asked("2024-06-20", later)) == explain(asked("2024-06-20"))


NOTICE = attrs.evolve(
    HVP, deadlines=(not_sooner(5, Count.WORKING_DAYS, of=Case.referred, what="the first meeting"),), review=None
)


class TestEarliestDays:
    """Five working days after Tuesday 21 May 2024: 22, 23, 24 May; Monday 27 is a bank holiday; 28, 29 May."""

    @staticmethod
    def found(rows: list[Any], day: str = "2024-06-20", clock: Deadline = NOTICE.deadlines[0], **stated: Any) -> Duty:
        policy = visits(attrs.evolve(NOTICE, deadlines=(clock,)))
        dates = {"referred": on("2024-05-21"), **stated}
        (duty,) = panel(day, with_rows(*rows), policy, **dates).due.duties
        return duty

    @pytest.mark.parametrize(
        ("rows", "stands"),
        [
            ([], "due"),
            ([held("2024-05-28")], "due, held too early"),
            ([held("2024-05-29")], "held in time"),
            ([held("2024-05-30")], "held in time"),
            ([held("2024-05-28"), held("2024-05-30")], "held in time"),
            ([held("2024-05-28"), waiver()], "waived"),
            # Before the notice, so that it was for something else.
            ([held("2024-05-20")], "due"),
            ([held("2024-05-28", "FAM")], "due, held too early"),
        ],
    )
    def test_a_notice_has_no_last_day_and_what_was_held_sooner_is_too_early(self, rows: list[Any], stands: str) -> None:
        duty = self.found(rows)
        assert (duty.earliest, duty.due, str(duty)) == (on("2024-05-29"), None, stands)

    @pytest.mark.parametrize(("day", "stands"), [("2024-05-29", "due, held too early"), ("2024-05-30", "held in time")])
    def test_clear_days_exclude_the_days_at_both_ends(self, day: str, stands: str) -> None:
        clock = not_sooner(5, Count.WORKING_DAYS, of=Case.referred, clear=True)
        duty = self.found([held(day)], clock=clock)
        assert (duty.earliest, str(duty)) == (on("2024-05-30"), stands)
        assert str(clock) == "not sooner than 5 clear working days after the date of referral"

    @pytest.mark.parametrize(
        ("rows", "day", "stands"),
        [
            ([held("2024-05-28")], "2024-06-05", "due, held too early"),
            ([held("2024-05-28")], "2024-06-06", "overdue, held too early"),
            ([held("2024-05-29")], "2024-06-06", "held in time"),
            ([held("2024-06-05")], "2024-06-06", "held in time"),
            ([held("2024-05-28"), held("2024-06-06")], "2024-06-06", "held late"),
        ],
    )
    def test_a_deadline_may_have_an_earliest_day_and_a_last_one(self, rows: list[Any], day: str, stands: str) -> None:
        """Ten working days after 21 May: 29 May is the fifth, then 30, 31 May, 3, 4 and 5 June."""
        clock = within(10, Count.WORKING_DAYS, of=Case.referred, earliest=Span(5, Count.WORKING_DAYS))
        duty = self.found(rows, day, clock)
        assert (duty.earliest, duty.due, str(duty)) == (on("2024-05-29"), on("2024-06-05"), stands)
        assert str(clock) == (
            "within 10 working days of the date of referral and not sooner than 5 working days after it"
        )

    @pytest.mark.parametrize(
        ("day", "stands"),
        [
            ("2024-08-12", "due, held too early"),
            ("2024-08-13", "held in time"),
            ("2024-08-21", "held in time"),
            ("2024-08-22", "held late"),
        ],
    )
    def test_before_a_date_it_may_be_neither_too_early_nor_too_late(self, day: str, stands: str) -> None:
        """Of Tuesday 27 August 2024: two weeks before is 13 August, three working days before is 21 August."""
        clock = ahead(3, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred, earliest=Span(2, Count.WEEKS))
        asked = "2024-08-20" if stands.startswith("due") else "2024-09-01"
        duty = self.found([held(day)], asked, clock, release_due=on("2024-08-27"))
        assert (duty.earliest, duty.due, str(duty)) == (on("2024-08-13"), on("2024-08-21"), stands)
        assert str(clock) == (
            "3 working days or more before the date release is due and not sooner than 2 weeks before it"
        )

    @pytest.mark.parametrize(
        ("referred", "months", "earliest"),
        [("2024-11-30", 3, "2025-02-28"), ("2023-11-30", 3, "2024-02-29"), ("2024-02-29", 12, "2025-02-28")],
    )
    def test_where_a_month_lacks_the_date_its_last_day_stands_for_it(
        self, referred: str, months: int, earliest: str
    ) -> None:
        clock = not_sooner(months, Count.MONTHS, of=Case.referred)
        assert clock.first_day(on(referred), Nation.ENGLAND) == on(earliest)
        page = as_text(policy_page(visits(NOTICE), visits(NOTICE).on(REFERRED)))
        assert "Months are counted from date to date; where a month lacks the date, its last day stands for it." in page

    @pytest.mark.parametrize(
        ("clear", "last", "said"),
        [
            (False, "2024-08-21", "3 working days or more before"),
            (True, "2024-08-20", "3 clear working days or more before"),
        ],
    )
    def test_the_time_before_a_date_may_be_clear(self, clear: bool, last: str, said: str) -> None:
        clock = ahead(3, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred, clear=clear)
        assert clock.last_day(on("2024-08-27"), Nation.ENGLAND) == on(last)
        assert str(clock) == f"{said} the date release is due"

    def test_without_its_date_nobody_can_tell_and_the_date_is_named(self) -> None:
        found = asked("2024-06-20", with_rows(held("2024-05-28")), visits(NOTICE), referred=None)
        assert found.placements[1].due.binding is None
        assert (
            "The first meeting is due not sooner than 5 working days after the date of referral; on which day cannot "
            "be told: the date of referral is not on record."
        ) in explain(found)
        release = attrs.evolve(
            NOTICE,
            deadlines=(ahead(3, Count.DAYS, of=Case.release_due, since=Case.referred, earliest=Span(9, Count.DAYS)),),
        )
        untold = panel("2024-06-20", with_rows(held("2024-05-28", "FAM")), visits(release))
        assert [str(each) for each in untold.due.duties] == ["cannot tell"]
        assert (untold.stood_in_for_by, untold.perhaps_stood_in) == (None, held("2024-05-28", "FAM"))

    def test_what_was_too_early_is_said_in_words_and_in_the_row(self) -> None:
        found = asked("2024-06-20", with_rows(held("2024-05-28")), visits(NOTICE), referred=on("2024-05-21"))
        assert (
            "The first meeting is due not before 29 May 2024, not sooner than 5 working days after the date of "
            "referral; that held on 28 May 2024 was too early."
        ) in explain(found)
        columns, (cells,) = caseload_rows([found])
        row = dict(zip(columns, cells, strict=True))
        assert (row["HVP due"], row["HVP deadline"]) == (None, "due, held too early")

    def test_one_that_stands_in_too_early_is_not_said_to_stand_in(self) -> None:
        early, in_time = (
            panel("2024-06-20", with_rows(held(day, "FAM")), visits(NOTICE), referred=on("2024-05-21"))
            for day in ("2024-05-28", "2024-05-29")
        )
        assert (early.stood_in_for_by, early.perhaps_stood_in) == (None, None)
        assert in_time.stood_in_for_by == held("2024-05-29", "FAM")

    def test_not_given_forums_are_not_known_to_be_too_early_or_in_time(self) -> None:
        (duty,) = panel("2024-06-20", {}, visits(NOTICE), referred=on("2024-05-21")).due.duties
        assert (duty.earliest, str(duty)) == (on("2024-05-29"), "cannot tell")

    @pytest.mark.parametrize(
        ("day", "stands"), [("2024-06-02", "overdue"), ("2024-06-03", "held in time"), ("2024-06-04", "held late")]
    )
    def test_the_same_day_is_that_day_only(self, day: str, stands: str) -> None:
        clock = within(0, Count.DAYS, of=Case.referred)
        assert str(self.found([held(day)], clock=clock, referred=REFERRED)) == stands

    @pytest.mark.parametrize(
        ("anchor", "after", "before"),
        [
            ("2024-05-24", "2024-05-24", "2024-05-24"),
            # Saturday to Monday before a bank holiday on Monday 27 May.
            ("2024-05-25", "2024-05-28", "2024-05-24"),
            ("2024-05-27", "2024-05-28", "2024-05-24"),
            ("2024-05-28", "2024-05-28", "2024-05-28"),
        ],
    )
    def test_the_same_working_day_is_the_next_one_where_that_day_is_none(
        self, anchor: str, after: str, before: str
    ) -> None:
        none = Span(0, Count.WORKING_DAYS)
        assert (none.after(on(anchor), Nation.ENGLAND), none.before(on(anchor), Nation.ENGLAND)) == (
            on(after),
            on(before),
        )
        assert str(within(0, Count.WORKING_DAYS, of=Case.referred)) == (
            "on the date of referral, or on the next working day"
        )
        assert str(ahead(0, Count.WORKING_DAYS, of=Case.release_due, since=Case.referred)) == (
            "before the date release is due, or on it if that is a working day"
        )
        assert str(ahead(0, Count.DAYS, of=Case.release_due, since=Case.referred)) == (
            "before the date release is due, or on it"
        )

    @pytest.mark.parametrize(
        ("made", "why"),
        [
            (lambda: Deadline(None, Case.referred.fact), "neither a last day nor an earliest day"),
            (lambda: within(4, Count.DAYS, of=Case.referred, earliest=Span(5, Count.DAYS)), "no day is within 4 days"),
            (
                lambda: within(5, Count.DAYS, of=Case.referred, earliest=Span(5, Count.DAYS), clear=True),
                "not sooner than 5 clear days after it",
            ),
            (
                lambda: ahead(5, Count.DAYS, of=Case.bailed, since=Case.referred, earliest=Span(4, Count.DAYS)),
                "no day is 5 days or more before",
            ),
            (lambda: within(5, Count.DAYS, of=Case.referred, clear=True), "states no least time"),
            (lambda: not_sooner(0, Count.DAYS, of=Case.referred), "0 days is no time at all"),
            (lambda: not_sooner(1, Count.DAYS, of=cast("Any", Case.rosh)), "a deadline of 1 day runs from a date"),
        ],
    )
    def test_a_deadline_that_no_day_can_meet_is_refused(self, made: Any, why: str) -> None:
        with pytest.raises(PolicyError, match=why):
            made()

    def test_before_a_date_there_may_be_an_earliest_day_and_no_last_one(self) -> None:
        clock = Deadline(None, Case.referred.fact, None, Case.release_due.fact, earliest=Span(1, Count.WEEKS))
        assert str(clock) == "not sooner than 1 week before the date release is due"
        assert clock.last_day(on("2024-08-27"), Nation.ENGLAND) is None
        assert clock.first_day(on("2024-08-27"), Nation.ENGLAND) == on("2024-08-20")

    def test_an_only_day_is_a_deadline(self) -> None:
        clock = within(5, Count.DAYS, of=Case.referred, earliest=Span(5, Count.DAYS))
        assert str(self.found([held("2024-05-26")], clock=clock)) == "held in time"

    @pytest.mark.parametrize(
        "clock",
        [
            not_sooner(100_000, Count.MONTHS, of=Case.referred, clear=True),
            ahead(100_000, Count.MONTHS, of=Case.release_due, since=Case.referred, clear=True),
        ],
    )
    def test_clear_time_beyond_the_calendar_ends_with_it(self, clock: Deadline) -> None:
        days = (clock.first_day(REFERRED, Nation.ENGLAND), clock.last_day(REFERRED, Nation.ENGLAND))
        assert days in ((date.max, None), (None, date.min))


CLOCKS = st.builds(
    lambda count, least, more, clear: within(
        least + more, count, of=Case.referred, earliest=Span(least, count), clear=clear
    ),
    st.sampled_from(Count),
    st.integers(1, 20),
    st.integers(1, 20),
    st.booleans(),
)


@pytest.mark.slow
@settings(max_examples=60)
@given(CLOCKS, st.dates(on("2024-01-01"), on("2026-12-31")), st.integers(-5, 900))
def test_a_hearing_is_for_nothing_or_too_early_or_in_time_or_late(clock: Deadline, since: date, after: int) -> None:
    """By how the days lie, which is worked out here from the definition of each standing."""
    day = since + timedelta(days=after)
    earliest, last = clock.first_day(since, Nation.ENGLAND), clock.last_day(since, Nation.ENGLAND)
    duty = TestEarliestDays.found([held(str(day))], "2050-01-01", clock, referred=since)
    assert earliest
    assert last
    told = (
        ["overdue"] * (day < since)
        or ["overdue, held too early"] * (day < earliest)
        or ["held in time"] * (day <= last)
    )
    assert [str(duty)] == (told or ["held late"])


class TestReviews:
    @pytest.mark.parametrize(
        ("rows", "day", "due", "stands"),
        [
            ([held("2024-06-06")], "2024-07-18", "2024-07-18", "due"),
            ([held("2024-06-06")], "2024-08-20", "2024-07-18", "overdue"),
            ([held("2024-06-06"), waiver()], "2024-08-20", "2024-07-18", "waived"),
            ([held("2024-06-06"), held("2024-07-18", chair=Chair.PRACTITIONER)], "2024-08-20", "2024-07-18", "overdue"),
            ([held("2024-06-06"), held("2024-07-10", "FAM")], "2024-08-20", "2024-08-21", "due"),
            ([held("2024-06-05", "FAM")], "2024-07-18", "2024-07-17", "overdue"),
        ],
    )
    def test_a_review_runs_from_the_last_hearing(self, rows: list[Any], day: str, due: str, stands: str) -> None:
        """Six weeks after Thursday 6 June is 18 July; after 10 July, 21 August; after 5 June, 17 July."""
        found = panel(day, with_rows(*rows))
        assert found.review
        assert (found.review_due, str(found.review)) == (on(due), stands)

    def test_a_review_past_its_date_is_told_apart_from_the_meeting(self) -> None:
        said = [*practice(panel("2024-08-20", with_rows(held("2024-06-06"))))]
        assert said[0] == (
            "The meeting was held in time, on 6 June 2024: due by 12 June 2024, "
            "within 7 working days of the date of referral."
        )
        assert (
            "The review is overdue: due by 18 July 2024, every 6 weeks, counted from the hearing on 6 June 2024."
            in said
        )
        assert [duty.clock for duty in panel("2024-08-20", with_rows(held("2024-06-06"))).overdue] == [HVP.review]

    def test_a_case_that_stays_under_a_forum_still_has_its_reviews(self) -> None:
        stays = attrs.evolve(HVP, until=all_of(Case.licence_over))
        found = panel("2024-08-20", with_rows(held("2024-06-06")), visits(stays), stage=CaseStage.POST_COURT)
        assert (found.status, found.stays, found.due.duties) == (Status.NO, True, ())
        assert found.review_due == on("2024-07-18")
        over = panel(
            "2024-08-20",
            with_rows(held("2024-06-06")),
            visits(stays),
            stage=CaseStage.POST_COURT,
            licence_ends=on("2024-08-19"),
        )
        assert (over.stays, over.review) == (False, None)

    def test_where_it_cannot_be_told_whether_the_forum_follows_a_review_is_perhaps_overdue(self) -> None:
        found = panel("2024-08-20", with_rows(held("2024-06-06")), stage=None)
        assert (found.overdue, found.perhaps_overdue) == ((), (found.review,))
        assert (
            "If it is to be held, the review is overdue: due by 18 July 2024, every 6 weeks, "
            "counted from the hearing on 6 June 2024."
        ) in [*practice(found)]

    def test_whether_it_stays_cannot_be_told_without_a_history_of_forums(self) -> None:
        stays = visits(attrs.evolve(HVP, until=all_of(Case.licence_over)))
        assert panel("2024-08-20", {}, stays).stays is None
        assert not panel("2024-08-20", None, stays).stays


class TestStandIns:
    def test_years_before_the_duty_began_it_stands_in_for_nothing(self) -> None:
        found = panel("2024-06-20", with_rows(held("2015-02-02", "FAM")))
        assert (found.stood_in_for_by, found.perhaps_stood_in) == (None, None)
        assert not any("FAM" in line for line in practice(found))

    def test_without_a_deadline_it_stands_in_until_a_review_would_be_due(self) -> None:
        undated = visits(attrs.evolve(HVP, deadlines=()))
        row = held("2024-06-06", "FAM")
        assert panel("2024-07-18", with_rows(row), undated).stood_in_for_by == row
        assert panel("2024-07-19", with_rows(row), undated).stood_in_for_by is None

    def test_where_nothing_says_since_when_it_cannot_be_told(self) -> None:
        row = held("2015-02-02", "FAM")
        for policy, stated in (
            (visits(), {"referred": None}),
            (visits(attrs.evolve(HVP, deadlines=(), review=None)), {}),
        ):
            found = panel("2024-06-20", with_rows(row), policy, **stated)
            assert (found.stood_in_for_by, found.perhaps_stood_in) == (None, row)
            assert (
                "FAM was held on 2 February 2015; whether it stands in for this one cannot be told: since when this "
                "one is due is not on record."
            ) in [*practice(found)]


class TestChecks:
    @pytest.mark.parametrize(
        ("day", "referred", "made"),
        [
            ("2024-06-02", REFERRED, False),
            ("2024-06-03", REFERRED, True),
            ("2024-06-02", None, None),
            ("2024-06-21", REFERRED, False),
        ],
    )
    def test_a_check_is_for_this_from_the_day_that_a_deadline_runs_from(
        self, day: str, referred: date | None, made: bool | None
    ) -> None:
        found = panel("2024-06-20", with_rows(CheckDone(system="PNC", day=on(day))), referred=referred)
        assert [each.made for each in found.checks] == [made]

    def test_without_a_deadline_a_check_of_any_day_is_for_this_and_its_day_is_said(self) -> None:
        undated = visits(attrs.evolve(HVP, deadlines=()))
        found = asked("2024-06-20", with_rows(CheckDone(system="PNC", day=on("2015-06-02"))), undated)
        assert "PNC, before the panel: done on 2 June 2015" in as_text(referral_page(found, "HVP", {}))

    @pytest.mark.parametrize(
        ("rows", "stated", "why", "page"),
        [
            ({}, {}, "no history of checks was given", "whether it was made for this: not on record"),
            (
                with_rows(CheckDone(system="PNC", day=on("2024-06-02"))),
                {"referred": None},
                "since when this forum is due is not on record",
                "whether it was made for this: on 2 June 2024",
            ),
        ],
    )
    def test_what_was_checked_cannot_always_be_told(
        self, rows: Any, stated: dict[str, Any], why: str, page: str
    ) -> None:
        found = asked("2024-06-20", rows, **stated)
        said = f"To be checked first: PNC, before the panel. What has been for this cannot be told: {why}."
        assert said in [*practice(found.placements[0])]
        assert f"PNC, before the panel: {page}" in as_text(referral_page(found, "HVP", {}))


ROWS = st.one_of(
    st.builds(
        held,
        st.sampled_from(["2015-02-02", "2024-04-20", "2024-06-05", "2024-06-14"]),
        st.sampled_from(["HVP", "FAM"]),
        st.sampled_from([Chair.PRACTITIONER, Chair.MANAGER, None]),
    ),
    st.builds(lambda grade: waiver(grade=grade), st.sampled_from(Chair)),
    st.builds(lambda day: CheckDone(system="PNC", day=on(day)), st.sampled_from(["2024-06-02", "2024-06-05"])),
)


def several(most: int) -> st.SearchStrategy[list[ForumHeld | Waiver | CheckDone]]:
    """Rows that can be on record together: each forum, waiver and check once a day."""

    def key(row: ForumHeld | Waiver | CheckDone) -> tuple[str, ...]:
        return (type(row).__name__, str(row.day), row.system if isinstance(row, CheckDone) else row.forum)

    return st.lists(ROWS, max_size=most, unique_by=key)


@pytest.mark.slow
@settings(max_examples=40)
@given(several(3), st.sampled_from(["2024-06-10", "2024-06-20", "2024-08-20"]), st.booleans())
def test_what_is_said_of_a_case_can_be_read_from_its_row(rows: list[Any], day: str, prevention: bool) -> None:
    stage = CaseStage.PREVENTION if prevention else CaseStage.POST_COURT
    stays = visits(attrs.evolve(HVP, until=all_of(Case.licence_over)))
    found = asked(day, with_rows(*rows), stays, stage=stage)
    columns, (cells,) = caseload_rows([found])
    row = dict(zip(columns, cells, strict=True))
    for paragraph in explain(found).split("\n\n")[1:]:
        head, *lines = paragraph.splitlines()
        name, status = head[head.index("(") + 1 : head.index(")")], head.partition(": ")[2]
        assert row[f"{name} status"] == status.removesuffix(".")
        told = [line.strip() for line in lines if not line.startswith(("  It may follow if", "  It must follow if"))]
        assert row[f"{name} says"] == " ".join(told)


def test_each_fact_of_a_row_has_its_own_column() -> None:
    found = asked("2024-08-20", with_rows(held("2024-06-06"), held("2024-06-14", "FAM"), waiver()))
    columns, (cells,) = caseload_rows([found])
    row = dict(zip(columns, cells, strict=True))
    assert {name.removeprefix("HVP "): row[name] for name in columns if name.startswith("HVP ")} == {
        "status": "must",
        "rules": "prevention",
        "not_on_record": "",
        "due": DUE,
        "deadline": "held in time",
        "next_sitting": on("2024-08-26"),
        "checks_missing": "PNC, before the panel",
        "last_held": on("2024-06-06"),
        "review_due": on("2024-07-26"),
        "review": "waived",
        "stand_in": "FAM, 2024-06-14",
        "waiver": "L Ash, 2024-06-05 to 2024-12-31: in hospital",
        "stays": False,
        "says": row["HVP says"],
    }


KINDS = (ForumHeld, Waiver, CheckDone)
UNSETTLED = ("cannot tell", "unless it was", "not on record", "cannot be told")


def practice_row(histories: Any, **stated: Any) -> dict[str, Any]:
    policy = visits(attrs.evolve(HVP, until=all_of(Case.licence_over)))
    columns, (cells,) = caseload_rows([asked("2024-06-20", histories, policy, **stated)])
    told = ("deadline", "review", "checks_missing", "stays")
    return {name: cell for name, cell in zip(columns, cells, strict=True) if name.removeprefix("HVP ") in told}


@pytest.mark.slow
@settings(max_examples=60)
@given(several(4), st.sampled_from([*KINDS, "chair", "referred", "order"]))
def test_what_is_taken_away_never_turns_one_settled_answer_into_another(rows: list[Any], away: Any) -> None:
    whole = practice_row(with_rows(*rows))
    if away == "order":
        assert practice_row(with_rows(*reversed(rows))) == whole
        return
    blanked = [attrs.evolve(row, chair=None) if away == "chair" and isinstance(row, ForumHeld) else row for row in rows]
    left = {kind: made for kind, made in with_rows(*blanked).items() if kind is not away}
    less = practice_row(left, **({"referred": None} if away == "referred" else {}))
    for name, cell in less.items():
        assert cell == whole[name] or cell is None or any(word in str(cell) for word in UNSETTLED)


def test_a_policy_is_shown_with_all_that_its_forums_state_and_how_deadlines_are_met() -> None:
    policy = visits(attrs.evolve(HVP, purpose="where a visit is due", until=all_of(Case.licence_over)))
    page = as_text(policy_page(policy, policy.on(REFERRED)))
    assert (
        "- Home Visit Panel (HVP): where a visit is due; chaired by a manager or above; attended by nurse; "
        "may be attended by school; sits every 2 weeks from 1 January 2024, bank holidays included; the meeting is "
        "due within 7 working days of the date of referral; reviewed every 6 weeks; first to be checked: PNC, before "
        "the panel; FAM may stand in for it; a case that it has heard stays under it until the licence is over; a "
        "manager or above may waive it\n"
    ) in page
    assert "How deadlines are met\n" in page
    assert "- Nothing is due from a forum that does not follow, but the review of a case that stays under it." in page
    assert "How deadlines are met" not in as_text(policy_page(visits(FAM), visits(FAM).on(REFERRED)))
