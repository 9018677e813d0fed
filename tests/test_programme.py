"""The calendar of a quality programme: what is covered, due and overdue in each period, and of what nobody can tell."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.errors import InputError, PolicyError, RecordError
from yosrules.files.programme import read_programme
from yosrules.policies.calendar import Count, Nation, Span
from yosrules.quality.programme import Done, Programme, Progress, Routine, RoutinePeriod, periods_due, undated
from yosrules.records.staff import Post, Role

SPECS = Path(__file__).parent.parent / "specs" / "quality"
DERBY = SPECS / "programme.toml"
FILES = (str(DERBY), "--done", str(SPECS / "done.csv"), "--staff", str(SPECS / "staff.csv"))
QUARTER, MONTH = Span(3, Count.MONTHS), Span(1, Count.MONTHS)
AUDIT = Routine("audit", QUARTER, Role.PRACTITIONER)
DATA = Routine("data", MONTH, within=Span(10, Count.WORKING_DAYS))
STARTS = date(2025, 1, 1)
PROGRAMME = Programme(STARTS, (AUDIT, DATA))
HERE = Post(role=Role.PRACTITIONER, started=date(2020, 1, 1))


def found(
    on: date, done: Mapping[str, Sequence[Done]] | None = None, posts: Mapping[str, Sequence[Post]] | None = None
) -> list[RoutinePeriod]:
    return [*periods_due(PROGRAMME, done or {}, posts or {"P1": [HERE]}, on)]


def audits(on: date, *done: Done, posts: Mapping[str, Sequence[Post]] | None = None) -> list[RoutinePeriod]:
    return [each for each in found(on, {"audit": done}, posts) if each.routine is AUDIT]


class TestPeriods:
    def test_they_follow_on_each_other_from_the_first_day(self) -> None:
        quarters = [(each.first, each.last) for each in audits(date(2025, 4, 1))]
        assert quarters == [(STARTS, date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))]

    def test_before_the_first_day_there_is_none(self) -> None:
        assert found(date(2024, 12, 31)) == []

    def test_there_is_time_for_so_long_after_a_period(self) -> None:
        january = next(each for each in found(date(2025, 2, 14)) if each.routine is DATA)
        assert (january.last, january.by, january.progress) == (date(2025, 1, 31), date(2025, 2, 14), Progress.DUE)
        january = next(each for each in found(date(2025, 2, 15)) if each.routine is DATA)
        assert january.progress is Progress.OVERDUE


class TestService:
    def data(self, *done: Done) -> Progress:
        return next(each for each in found(date(2025, 3, 1), {"data": done}) if each.routine is DATA).progress

    def test_it_is_covered_by_what_was_done_in_the_period_or_is_about_it(self) -> None:
        assert self.data(Done(day=date(2025, 1, 31))) is Progress.COVERED
        assert self.data(Done(day=date(2025, 2, 10), about=date(2025, 1, 1))) is Progress.COVERED
        assert self.data(Done(about=date(2025, 1, 1))) is Progress.COVERED
        assert self.data(Done(day=date(2025, 1, 31), about=date(2025, 2, 1))) is Progress.OVERDUE

    def test_what_is_dated_later_is_not_done_yet(self) -> None:
        assert self.data(Done(day=date(2025, 3, 2), about=date(2025, 1, 31))) is Progress.OVERDUE

    def test_what_was_done_nobody_knows_when_may_be_it(self) -> None:
        assert self.data(Done()) is Progress.UNKNOWN


class TestPractitioners:
    ON = date(2025, 4, 1)

    def test_everybody_in_post_on_the_last_day_is_to_be_covered(self) -> None:
        gone = Post(role=Role.PRACTITIONER, started=date(2020, 1, 1), left=date(2025, 3, 30))
        came = Post(role=Role.PRACTITIONER, started=date(2025, 3, 31))
        manager = Post(role=Role.MANAGER, started=date(2020, 1, 1))
        posts = {"P1": [HERE], "P2": [gone], "P3": [came], "M": [manager]}
        first, _ = audits(self.ON, Done(day=date(2025, 2, 1), who="P1"), posts=posts)
        assert (first.who, first.covered, first.lacking) == (("P1", "P3"), ("P1",), ("P3",))
        assert first.progress is Progress.OVERDUE

    def test_whoever_leaves_on_the_last_day_is_in_post_on_it(self) -> None:
        leaves = Post(role=Role.PRACTITIONER, started=date(2020, 1, 1), left=date(2025, 3, 31))
        assert audits(self.ON, posts={"P1": [leaves]})[0].lacking == ("P1",)

    def test_while_a_period_lasts_those_in_post_today_are(self) -> None:
        leaves = Post(role=Role.PRACTITIONER, started=date(2020, 1, 1), left=date(2025, 5, 1))
        assert audits(self.ON, posts={"P1": [leaves]})[1].lacking == ("P1",)

    def test_it_is_covered_once_everybody_is(self) -> None:
        first, second = audits(self.ON, Done(day=date(2025, 2, 1), who="P1"))
        assert (first.progress, second.progress) == (Progress.COVERED, Progress.DUE)

    @pytest.mark.parametrize(
        "post",
        [Post(role=Role.PRACTITIONER), Post(started=date(2020, 1, 1)), Post()],
        ids=["since when", "in which role", "neither"],
    )
    def test_whoever_may_be_in_post_may_be_lacking(self, post: Post) -> None:
        first, _ = audits(self.ON, Done(day=date(2025, 2, 1), who="P1"), posts={"P1": [HERE], "P2": [post]})
        assert (first.progress, first.unsure) == (Progress.UNKNOWN, ("P2",))
        first, _ = audits(self.ON, Done(day=date(2025, 2, 1), who="P2"), posts={"P2": [post]})
        assert first.progress is Progress.COVERED

    def test_an_audit_of_nobody_knows_when_may_be_that_of_any_period(self) -> None:
        first, second = audits(self.ON, Done(who="P1"))
        assert (first.progress, first.unsure, first.lacking) == (Progress.UNKNOWN, ("P1",), ())
        assert second.progress is Progress.UNKNOWN
        assert undated({"audit": [Done(who="P1"), Done(day=STARTS, who="P1")]}) == (("audit", "P1"),)

    def test_nobody_in_post_leaves_nothing_to_cover(self) -> None:
        gone = Post(role=Role.PRACTITIONER, left=date(2020, 1, 1))
        assert [each.progress for each in audits(self.ON, posts={"P1": [gone]})] == [Progress.COVERED] * 2


class TestRefused:
    @pytest.mark.parametrize(
        ("done", "said"),
        [
            ({"audits": [Done()]}, "'audits' is no routine of the programme; allowed: audit or data"),
            ({"audit": [Done()]}, "audit: a row is for nobody"),
            ({"audit": [Done(who="P9")]}, "audit: a row is for 'P9', who has no post on record"),
        ],
    )
    def test_what_was_done_for_nobody_or_is_of_no_routine(self, done: Mapping[str, Sequence[Done]], said: str) -> None:
        with pytest.raises(RecordError, match=said):
            found(STARTS, done)

    def test_a_routine_is_of_calendar_days(self) -> None:
        with pytest.raises(PolicyError, match="every 3 working days; allowed: days, weeks or months"):
            Routine("audit", Span(3, Count.WORKING_DAYS))
        with pytest.raises(PolicyError, match="0 days is no time at all"):
            Routine("audit", Span(0, Count.DAYS))

    @pytest.mark.parametrize(
        ("starts", "routines", "said"),
        [
            (STARTS, (), "routines of different names"),
            (STARTS, (AUDIT, AUDIT), "routines of different names"),
            (date(2025, 1, 31), (AUDIT,), "not on 2025-01-31"),
        ],
    )
    def test_a_programme_is_whole(self, starts: date, routines: tuple[Routine, ...], said: str) -> None:
        with pytest.raises(PolicyError, match=said):
            Programme(starts, routines)

    def test_nobody_leaves_before_the_first_day(self) -> None:
        with pytest.raises(RecordError, match="the last day in post is not before the first day in post"):
            Post(started=date(2025, 1, 2), left=date(2025, 1, 1))


class TestFile:
    def test_derbys_programme_as_its_report_has_it(self) -> None:
        derby = read_programme(DERBY)
        assert [(each.name, str(each.every), each.covers) for each in derby.routines] == [
            ("case audit", "3 months", None),
            ("national standards audit", "3 months", Role.PRACTITIONER),
            ("management oversight audit", "6 months", Role.MANAGER),
            ("national standards data", "1 month", None),
            ("key performance indicators", "3 months", None),
        ]

    def test_a_nation_and_the_time_after_a_period(self, tmp_path: Path) -> None:
        path = tmp_path / "p.toml"
        path.write_text('starts = 2025-01-01\nnation = "Wales"\n[routines.a]\nevery = "1 month"\nwithin = "5 days"\n')
        found = read_programme(path)
        assert (found.nation, found.routines[0].within) == (Nation.WALES, Span(5, Count.DAYS))

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("begins = 2025-01-01", "it has 'begins'; allowed: starts, cites, nation or routines"),
            ('starts = "soon"', "starts: allowed: a day such as 2019-04-01"),
            ("starts = 2025-01-01T00:00:00", "starts: allowed: a day such as 2019-04-01"),
            ("starts = 2025-01-01", "it has no routine"),
            ("starts = 2025-01-01\nroutines = {}", "routines of different names"),
            ('starts = 2025-01-01\nnation = "France"\n[routines.a]', "nation: wrote 'France'; allowed: England, Wales"),
            ("starts = 2025-01-01\n[routines]\na = 3", "a: allowed: a table with every"),
            ("starts = 2025-01-01\n[routines.a]\nfor = 3", "a: it has 'for'; allowed: every, covers or within"),
            ("starts = 2025-01-01\n[routines.a]", "a: every: wrote None; allowed: such as '3 months'"),
            ('starts = 2025-01-01\n[routines.a]\nevery = "3 moons"', "a: every: wrote '3 moons'"),
            ('starts = 2025-01-01\n[routines.a]\nevery = "1 month"\ncovers = "all"', "a: covers: wrote 'all'"),
        ],
    )
    def test_every_mistake_is_said(self, tmp_path: Path, text: str, said: str) -> None:
        path = tmp_path / "p.toml"
        path.write_text(text)
        with pytest.raises(InputError, match=said):
            read_programme(path)


class TestCommand:
    def test_the_page_says_what_is_overdue_and_due_and_for_whom(self, run: Run) -> None:
        code, out, _ = run("programme", *FILES, "--on", "2019-09-09")
        said = " ".join(out.split())
        assert code == 0
        assert "Overdue ------- - national standards data, 1 Jul 2019 to 31 Jul 2019, by 31 July 2019" in said
        assert "- national standards audit, 1 Jul 2019 to 30 Sep 2019, by 30 September 2019: P3" in said
        assert "Cannot tell ----------- - key performance indicators, 1 Apr 2019" in said
        assert "key performance indicators was done, and it is not on record when" in said

    def test_before_anything_is_due_there_is_nothing(self, run: Run) -> None:
        assert run("programme", *FILES, "--on", "2019-01-01").out.count("Nothing.") == 2

    def test_json_and_rows(self, run: Run, tmp_path: Path) -> None:
        rows = tmp_path / "rows.csv"
        data = json.loads(run("programme", *FILES, "--on", "2019-09-09", "--json", "--out", str(rows)).out)
        assert data["undated"] == [{"routine": "key performance indicators", "who": None}]
        assert len(rows.read_text().splitlines()) == len(data["periods"]) + 1 == 14
        assert "national standards audit,2019-07-01,2019-09-30,2019-09-30,due,2,1,P3,P4" in rows.read_text()

    def test_a_list_of_staff_says_who_has_left(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "staff.csv"
        path.write_text("worker,role,started\nP1,practitioner,2015-09-01\n")
        code, _, err = run("programme", *FILES[:3], "--staff", str(path))
        assert (code, "no column is called left, blank where the worker is still in post" in err) == (2, True)
