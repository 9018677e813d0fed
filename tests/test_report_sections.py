"""What single sections of a report say: counts by each reading, what is due, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import attrs
import pytest

from attending import FULL_TIME
from histories import EVERY, On, ones, tracked
from installed import RULEBOOK
from test_duties import HVP, NOTHING, held, visits
from yosrules.attendance.interviews import interviews
from yosrules.deciding.allocate import allocate
from yosrules.disclosure.audience import Audience, Recipient
from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.suppress import Floor
from yosrules.disclosure.tables import Dimension, Run
from yosrules.english.grid import Grid
from yosrules.errors import RecordError
from yosrules.files.audits.evidence import read_evidence
from yosrules.policies.calendar import Count
from yosrules.policies.forums.deadlines import within
from yosrules.policies.forums.forum import ForumPolicy
from yosrules.ratings.rate import rate
from yosrules.ratings.rated import RatedSheet
from yosrules.records.absence import Absence, Worker, WorkPattern
from yosrules.records.case import Case, ForumHeld
from yosrules.records.choices import CaseStage
from yosrules.reports.board.counted_bars import LISTED
from yosrules.reports.board.division import Division, run_of
from yosrules.reports.board.forums import ForumCount, forums_content
from yosrules.reports.board.interviews import InterviewCount, interviews_content
from yosrules.reports.board.ratings import ratings_content, trend_content
from yosrules.reports.board.section import Content, Picture
from yosrules.reports.board.shown import Shown, as_one_run, released
from yosrules.reports.board.stages import StagesFound, stages_content
from yosrules.reports.board.worker import worker_content
from yosrules.reports.drawing.page import Heading, Points
from yosrules.reports.trigger_lines import Assumed, lines_of

MANAGER = Recipient(Audience.MANAGER)
BOOK = RULEBOOK
OLD = BOOK.framework("hmip-2018")


def grids(content: Iterable[Content]) -> list[list[tuple[str, ...]]]:
    """Every table, with its headings first, those of pictures too."""
    found = (each.grid if isinstance(each, Picture) else each for each in content)
    return [[each.headings, *each.rows] for each in found if isinstance(each, Grid)]


def said(content: Iterable[Content]) -> list[str]:
    """Every line of words."""
    lines: list[str] = []
    for each in content:
        lines += [each] if isinstance(each, str) else each.lines if isinstance(each, Points) else []
        lines += [each.text] if isinstance(each, Heading) else []
    return lines


class TestForums:
    DAY = date(2024, 7, 1)

    def counted(self, policy: ForumPolicy, *rows: tuple[Case, Sequence[ForumHeld] | None]) -> list[Content]:
        made = [
            allocate(policy, case, self.DAY, {**NOTHING, ForumHeld: history} if history is not None else {})
            for case, history in rows
        ]
        found = ForumCount({"": made})
        return [*forums_content(found, MANAGER, Shown.all_of(run_of(found.divisions())))]

    def case(self, referred: date | None, **facts: Any) -> Case:
        return Case(reference=f"C{referred}", stage=CaseStage.PREVENTION, referred=referred, **facts)

    def test_a_case_is_overdue_perhaps_overdue_due_or_cannot_be_told(self) -> None:
        old, new = date(2024, 6, 3), self.DAY - timedelta(days=2)
        unknown = Case(reference="U", referred=new)
        content = self.counted(
            visits(),
            (self.case(old), []),
            (self.case(old), None),
            (self.case(new), []),
            (unknown, []),
            (self.case(None), []),
            (Case(reference="N", stage=CaseStage.POST_COURT, knife=False), [held("2024-06-20")]),
        )
        statuses, lacking, due, overdue = grids(content)
        assert statuses[1] == ("HVP", "4", "0", "0", "1", "1")
        assert ("the stage", "the column stage", "1") in lacking
        heads, line, _ = due
        assert dict(zip(heads, line, strict=True)) == {
            "Forum": "HVP",
            "Overdue": "1",
            "Perhaps overdue": "1",
            "Due": "1",
            "Due, if it is to be held": "1",
            "Cannot tell by when": "1",
            "Nothing due": "1",
        }
        assert overdue[1][:2] == ("C2024-06-03", "HVP")

    def test_a_long_list_is_cut_and_says_so(self) -> None:
        case = self.case(date(2024, 6, 3))
        rows = [(attrs.evolve(case, reference=f"C{place:03}"), []) for place in range(LISTED + 2)]
        content = self.counted(visits(), *rows)
        assert "… and 2 more; the command for it writes all of them." in said(content)

    def test_an_edition_long_past_says_so(self) -> None:
        policy = visits(attrs.evolve(HVP, deadlines=(within(9, Count.DAYS, of=Case.referred),)))
        found = ForumCount({"": [allocate(policy, self.case(None), date(2026, 1, 1))]})
        lines = said(forums_content(found, MANAGER, Shown.all_of(run_of(found.divisions()))))
        assert any(each.startswith("This edition is in force from 1 January 2024") for each in lines)

    def test_where_all_is_settled_nothing_is_wanting(self) -> None:
        words = said(self.counted(visits(), (Case(reference="N", stage=CaseStage.POST_COURT, knife=False), [])))
        assert "Cases that cannot be settled for every forum: 0." in words
        assert "For want of what it cannot be told" not in words

    def test_each_reading_has_its_tables(self) -> None:
        made = allocate(visits(), self.case(None), self.DAY)
        found = ForumCount({"one way": [made], "another": [made]})
        lines = said(forums_content(found, MANAGER, Shown.all_of(run_of(found.divisions()))))
        assert [each for each in lines if "ead" in each][:2] == [
            "The policy can be read in 2 ways; none is chosen.",
            "Read as: one way",
        ]


class TestDivisions:
    def test_readings_of_the_same_records_add_up_to_one_total(self) -> None:
        found = Division.counted("cases", "d", {"a": ["yes"] * 8 + ["no"] * 20, "b": ["yes"] * 12 + ["no"] * 16})
        shown = Shown.all_of(found.run)
        assert [shown.count(found.cell("yes", way)) for way in ("a", "b")] == [8, 12]
        assert shown.count(found.total) == 28
        # Four cases are what one reading has more than the other: nobody may subtract them.
        (kept,) = released([("x", found.run)], Floor(1, 5, "a test")).values()
        assert None in (kept.count(found.cell("yes", "a")), kept.count(found.cell("yes", "b")))
        assert kept.said(found.cell("perhaps", "a")) == "0"

    def test_two_tables_that_contradict_each_other_are_refused(self) -> None:
        one = Run((Dimension("d", ("x", "y")),), {CountOf("cases"): 9})
        with pytest.raises(RecordError, match="d is divided in two ways"):
            as_one_run(one, Run((Dimension("d", ("x", "z")),), {}))
        with pytest.raises(RecordError, match="cases is 9 in one table and 8 in another"):
            as_one_run(one, Run((), {CountOf("cases"): 8}))

    def test_scopes_are_apart_and_what_is_public_stays(self) -> None:
        run = Run((), {CountOf("few"): 3, CountOf("people"): 4}, public=frozenset(["people"]))
        found = released([("a", run), ("b", Run((), {CountOf("few"): 30})), ("a", run)], Floor(1, 5, "a test"))
        assert [found["a"].said(CountOf(each)) for each in ("few", "people")] == ["hidden", "4"]
        assert found["b"].said(CountOf("few")) == "30"


class TestAttendance:
    def test_interviews_in_time_by_each_reading(self) -> None:
        policy = EVERY["falkirk"]
        days = [date(2025, 3, 3) + timedelta(weeks=2 * each) for each in range(4)]
        back = [each + timedelta(days=1) for each in days]
        rows = [
            Absence(start=days[0], end=days[0], returned=back[0], interviewed=back[0]),
            Absence(start=days[1], end=days[1], returned=back[1], interviewed=back[1] + timedelta(days=9)),
            Absence(start=days[2], end=days[2], returned=back[2]),
            Absence(start=days[3], end=days[3], interview_held=True),
        ]
        worker, on = Worker(reference="W1"), date(2025, 9, 1)
        found = InterviewCount(
            policy, on, (*interviews(policy, worker, on, {Absence: rows, WorkPattern: (FULL_TIME,)}),)
        )
        content = [*interviews_content(found, Shown.all_of(run_of(found.divisions())), listed=True)]
        held_at_all, in_time, outstanding = grids(content)
        assert sum(int(each) for each in held_at_all[1][1:]) == 4
        assert [row[0] for row in in_time[1:]] == [*found.readings]
        assert len(found.readings) == 3
        assert all(sum(int(each) for each in row[1:]) == 4 for row in in_time[1:])
        assert all(row[0] == "W1" for row in outstanding[1:])

    def test_what_no_policy_asks_for_is_not_said(self) -> None:
        policy = attrs.evolve(EVERY["lincolnshire"], interviews=None)
        assert InterviewCount(policy, date(2025, 9, 1), ()).readings == ()

    def test_whether_an_interview_is_needed_may_not_be_told(self) -> None:
        policy = EVERY["lincolnshire"]
        row = Absence(start=date(2025, 3, 3), end=date(2025, 3, 10), returned=date(2025, 3, 11))
        made = (*interviews(policy, Worker(reference="W1"), date(2025, 9, 1), {Absence: [row]}),)
        rows = tuple(attrs.evolve(each, needed=needed) for each in made for needed in (None, False))
        found = InterviewCount(policy, date(2025, 9, 1), rows)
        shown = Shown.all_of(run_of(found.divisions()))
        (table,) = grids(interviews_content(found, shown, listed=True))
        assert table[1] == ("Held at all", "0", "0", "0", "1", "1")

    def test_stages_by_each_reading_and_who_they_are(self) -> None:
        day = date(2023, 12, 29)
        lines = lines_of(tracked("dwp", On(ones(12))))
        assumed = (Assumed("no stage was held", "", frozenset({"W1"})),)
        found = StagesFound(EVERY["dwp"], day, (lines, lines_of(tracked("dwp", On([])))), assumed)
        shown = Shown.all_of(run_of(found.divisions()))
        content = [*stages_content(found, shown, listed=True)]
        words = said(content)
        assert "The policy can be read in 3 ways; none is chosen." in words
        assert sum(each.startswith("Read as: ") for each in words) == 3
        assert "Assumed: no stage was held, for 1 worker" in words
        first, who, *_ = grids(content)
        assert [row[1] for row in first[1:]].count("1") >= 1
        assert who[0] == ("Worker", "Stage due", "Since", "Absences counted")
        assert who[1][0] == "W1"
        everybody = [*stages_content(found, shown, listed=False)]
        assert "Assumed: no stage was held" in said(everybody)
        assert not any(row[0] == "W1" for table in grids(everybody) for row in table)

    def test_a_stage_of_which_nobody_can_tell_is_apart(self) -> None:
        lines = lines_of(tracked("sheffield-university", On(ones(4), pattern=NO_PATTERN)))
        found = StagesFound(EVERY["sheffield-university"], date(2023, 12, 29), (lines,), ())
        (table,) = grids(stages_content(found, Shown.all_of(run_of(found.divisions())), listed=True))
        assert table[1] == ("alert to the manager", "0", "1", "0", "0")

    def test_nobody_has_no_readings(self) -> None:
        found = StagesFound(EVERY["dwp"], date(2023, 12, 29), (), ())
        assert found.readings == ()

    def test_a_stage_that_was_hit_and_is_not_any_more_is_apart(self) -> None:
        lines = lines_of(tracked("sheffield-university", On(ones(4, date(2022, 1, 11)))))
        found = StagesFound(EVERY["sheffield-university"], date(2023, 12, 29), (lines,), ())
        shown = Shown.all_of(run_of(found.divisions()))
        (table,) = grids(stages_content(found, shown, listed=True))
        assert table[1] == ("alert to the manager", "0", "0", "1", "0")

    def test_a_worker_by_each_reading_with_what_was_assumed(self) -> None:
        assumed = [Assumed("no stage was held", "", frozenset({"W1"})), Assumed("another", "", frozenset())]
        words = said(worker_content(tracked("dwp", On(ones(12))), assumed))
        assert "Assumed: no stage was held." in words
        assert not any("another" in each for each in words)
        assert sum(each.startswith("Read as: ") for each in words) == 3

    def test_what_cannot_be_told_of_a_worker_is_said(self) -> None:
        content = [*worker_content(tracked("sheffield-university", On(ones(2), pattern=NO_PATTERN)), [])]
        (picture,) = [each for each in content if isinstance(each, Picture)]
        assert picture.chart.says.startswith("2 absences on record")


NO_PATTERN = WorkPattern(starts=date(2030, 1, 7))


def rated(name: str, text: str, tmp_path: Any) -> RatedSheet:
    path = tmp_path / f"{name}.csv"
    path.write_text(text)
    (evidence,) = read_evidence(path, OLD).evidence
    return rate(evidence, OLD)


class TestRatings:
    def test_ratings_alone_stand_in_a_table(self, tmp_path: Any) -> None:
        sheet = rated("inspection", "standard,rating\n2.1,Good\n2.2,Not rated\n", tmp_path)
        ((heads, *rows),) = grids(ratings_content(sheet, []))
        assert heads == ("Standard", "inspection")
        assert rows == [("2.1 Assessment", "Good"), ("2.2 Planning", "Not rated")]

    def test_the_lowest_key_question_is_named(self, tmp_path: Any) -> None:
        items = [
            f"C1,2.1,{question.id},{int(place != 1)},1"
            for place, question in enumerate(OLD.standard("2.1").key_questions)
        ]
        sheet = rated("items", "\n".join(["case,standard,question,score,out_of", *items]) + "\n", tmp_path)
        lowest = OLD.standard("2.1").key_questions[1]
        words = said(ratings_content(sheet, []))
        assert f"2.1 Assessment: its lowest key question is {lowest.id} {lowest.name}." in words
        assert any("no overall rating of pooled points" in each for each in words)

    def test_an_overall_that_nothing_bears_out_is_said_as_stated(self, tmp_path: Any) -> None:
        sheet = rated("inspection", "standard,rating\n2.1,Good\nOverall,Good\n", tmp_path)
        assert "Overall: stated as Good." in said(ratings_content(sheet, []))

    def test_two_that_have_nothing_in_common_say_so(self, tmp_path: Any) -> None:
        one = rated("one", "standard,score,out_of\n2.1,5,10\n", tmp_path)
        other = rated("other", "standard,rating\n3.1,Good\n", tmp_path)
        assert "one and other: no standard is rated in both." in said(ratings_content(one, [other]))

    def test_a_standard_that_one_audit_lacks_is_a_gap(self, tmp_path: Any) -> None:
        one = rated("one", "standard,score,out_of\n2.1,5,10\n", tmp_path)
        two = rated("two", "standard,score,out_of\n2.1,8,10\n2.2,9,10\n", tmp_path)
        (table,) = grids(trend_content([one, two]))
        assert table == [
            ("Audit", "2.1", "2.2"),
            ("one", "50%, Requires improvement", "-"),
            ("two", "80%, Outstanding", "90%, Outstanding"),
        ]
