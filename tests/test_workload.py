"""What practitioners hold: HMPPS's published sums, what is not on record, the mix of cases, what a solver suggests."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import ClassVar

import pytest
from hypothesis import example, given, settings, strategies as st

from audiences import check_nobody, check_own_only
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.deciding import Verdict
from yosrules.errors import InputError, PolicyError, UndecidedError
from yosrules.files import read_workload_policy
from yosrules.language import all_of
from yosrules.policies import Edition, Policy, must
from yosrules.quality import (
    CaseWeight,
    DoneBy,
    NewlyQualified,
    Practitioner,
    Scheme,
    Suggested,
    TaskCounted,
    Workload,
    WorkloadPolicy,
    points_available,
    reallocation,
    share_used,
    share_used_by_hmpps,
    suggest,
    tasks_load,
    workloads,
)
from yosrules.quality.workload import CaseLoad, Range, available_to, mix_of
from yosrules.records import Case, CaseStage, RiskLevel
from yosrules.reports.workload import WorkloadFound, workload_page

DAY = date(2019, 9, 9)
SPECS = Path("specs/workload")
FILES = (f"{SPECS}/cases.csv", "--weights", f"{SPECS}/weights.toml", "--team", f"{SPECS}/practitioners.csv")
ASKED = (*FILES, "--on", "2019-09-09")
HMPPS = Scheme(2176, Decimal(37))
POST, OUT = CaseStage.POST_COURT, CaseStage.OUT_OF_COURT


def points(number: str) -> Range:
    return Range(Decimal(number), Decimal(number))


def held(name: str, *cases: CaseLoad, available: tuple[int, int] | None = (100, 100)) -> Workload:
    return Workload(name, cases, points("0"), (), available)


def load(reference: str, number: str, stage: CaseStage | None = POST) -> CaseLoad:
    return CaseLoad(reference, stage, points(number), (), ())


class TestHmpps:
    """The worked sums of HMPPS's workload service, as its own tests have them."""

    @pytest.mark.parametrize(("hours", "reduction", "expected"), [(37, "1.8", 2070), (30, "1.8", 1658), (37, 40, 0)])
    def test_the_points_available(self, hours: int, reduction: str, expected: int) -> None:
        assert points_available(HMPPS, Decimal(hours), Decimal(reduction)) == expected

    @pytest.mark.parametrize(
        ("worth", "done", "total"),
        [
            ({"one": 1, "two": 2}, {"one": 10, "two": 5}, 20),
            ({"standard report": 10, "fast report": 2}, {"standard report": 7, "fast report": 12}, 94),
            ({"office": 10, "call": 2}, {"office": 5, "call": 10}, 70),
        ],
    )
    def test_sums_of_points(self, worth: dict[str, int], done: dict[str, int], total: int) -> None:
        scheme = Scheme(2176, Decimal(37), {name: Decimal(each) for name, each in worth.items()})
        rows = [TaskCounted(task=name, number=each, done=DoneBy.OWN) for name, each in done.items()]
        assert tasks_load(scheme, rows) == (points(str(total)), ())

    def test_what_colleagues_did_is_taken_off(self) -> None:
        scheme = Scheme(2176, Decimal(37), {"office": Decimal(10), "call": Decimal(2)})
        rows = [TaskCounted(task=task, number=1, done=DoneBy.BY_A_COLLEAGUE) for task in scheme.tasks]
        assert tasks_load(scheme, rows)[0] == points("-12")
        helped = TaskCounted(task="call", number=3, done=DoneBy.FOR_A_COLLEAGUE)
        assert tasks_load(scheme, [helped])[0] == points("6")

    def test_a_kind_of_contact_that_is_not_known_counts_0_there_and_cannot_be_told_here(self) -> None:
        found, untold = tasks_load(HMPPS, [TaskCounted(task="unknown", number=5, done=DoneBy.OWN)])
        assert (found, untold) == (points("0"), ("unknown",))
        assert Workload("Ash", (), found, untold, (100, 100)).over is Verdict.CANNOT_TELL

    def test_the_share_is_rounded_to_a_tenth_halves_up(self) -> None:
        assert share_used(Decimal("0.05"), 100) == Fraction(1, 10)
        assert share_used(Decimal(2100), 2070) == Fraction(1014, 10)
        assert share_used_by_hmpps(Decimal(2100), 2070) == Fraction(1014, 10)

    def test_nobody_without_points_is_over_there_and_everybody_who_holds_a_case_is_here(self) -> None:
        assert share_used_by_hmpps(Decimal(500), 0) == 0
        assert share_used(Decimal(500), 0) is None
        away = held("Shah", load("A1", "5"), available=(0, 0))
        assert (away.used, away.over) == (None, Verdict.HOLDS)


class TestWorkload:
    weights = (
        must("a case", CaseWeight("a case", Decimal(5)), when=Case.stage == POST),
        must("serious", CaseWeight("serious", Decimal("2.5")), when=Case.rosh >= RiskLevel.HIGH),
    )
    policy = WorkloadPolicy(
        Policy("anytown", Case, (Edition(date(2019, 4, 1), weights),)),
        {date(2019, 4, 1): Scheme(60, Decimal(37), newly_qualified=NewlyQualified(9, Decimal(20)))},
    )

    def test_what_is_not_on_record_makes_a_range_and_is_never_taken_for_no(self) -> None:
        cases = [
            (Case(reference="A1", stage=POST, rosh=RiskLevel.HIGH), "Ash"),
            (Case(reference="A2", stage=POST), "Ash"),
        ]
        ash = Practitioner(hours=Decimal(37), reduction=Decimal(0), qualified=date(2010, 1, 1))
        (found,) = workloads(self.policy, DAY, cases, {"Ash": ash})
        assert [str(each.points) for each in found.cases] == ["7.5", "5 to 7.5"]
        assert [fact.name for fact in found.cases[1].missing] == ["rosh"]
        assert str(found.load) == "12.5 to 15"
        assert found.used == (Fraction(208, 10), 25)
        assert found.over is Verdict.FAILS

    @pytest.mark.parametrize(
        ("hours", "reduction", "qualified", "expected"),
        [
            (37, 0, date(2010, 1, 1), (60, 60)),
            (37, 0, date(2018, 12, 10), (48, 48)),
            (37, 0, date(2018, 12, 9), (60, 60)),
            (37, 0, None, (48, 60)),
            (None, 0, date(2010, 1, 1), None),
            (37, None, date(2010, 1, 1), None),
        ],
    )
    def test_what_is_available(
        self, hours: int | None, reduction: int | None, qualified: date | None, expected: tuple[int, int] | None
    ) -> None:
        hours_, less = (None if each is None else Decimal(each) for each in (hours, reduction))
        who = Practitioner(hours=hours_, reduction=less, qualified=qualified)
        assert available_to(self.policy.on(DAY)[1], who, DAY) == expected

    def test_without_an_allowance_nobody_need_know_who_is_new(self) -> None:
        assert available_to(HMPPS, Practitioner(hours=Decimal(37), reduction=Decimal(0)), DAY) == (2176, 2176)

    @pytest.mark.parametrize(
        ("low", "high", "available", "over"),
        [
            ("60", "60", (60, 60), Verdict.FAILS),
            ("61", "70", (50, 60), Verdict.HOLDS),
            ("55", "61", (60, 60), Verdict.CANNOT_TELL),
            ("55", "55", (50, 60), Verdict.CANNOT_TELL),
            ("55", "55", None, Verdict.CANNOT_TELL),
        ],
    )
    def test_who_is_over(self, low: str, high: str, available: tuple[int, int] | None, over: Verdict) -> None:
        case = CaseLoad("A1", POST, Range(Decimal(low), Decimal(high)), (), ())
        assert held("Ash", case, available=available).over is over

    @pytest.mark.parametrize(
        ("stages", "mixed"),
        [
            ([POST, OUT], Verdict.HOLDS),
            ([POST, CaseStage.PREVENTION, None], Verdict.HOLDS),
            ([POST, POST], Verdict.FAILS),
            ([POST, POST, None], Verdict.CANNOT_TELL),
            ([None, None], Verdict.CANNOT_TELL),
        ],
    )
    def test_a_mix_has_pre_and_post_court_cases(self, stages: list[CaseStage | None], mixed: Verdict) -> None:
        assert mix_of(stages) is mixed
        assert held("Ash", *(load("A", "1", stage) for stage in stages)).mixed is mixed
        assert held("Ash", load("A", "1")).mixed is None

    def test_a_week_without_hours_is_no_scheme(self) -> None:
        with pytest.raises(PolicyError, match="a full week has points and hours, both above 0"):
            Scheme(60, Decimal(0))


class TestSuggestions:
    def test_points_over_capacity_come_first_then_the_mix_then_few_moves(self) -> None:
        ash = held("Ash", load("A1", "30"), load("A2", "20"), load("A3", "60", OUT), load("A4", "5", OUT))
        lee = held("Lee", load("B1", "40"), available=(100, 100))
        found = suggest([ash, lee])
        assert [(each.case.reference, each.taker.practitioner) for each in found.moves] == [("A3", "Lee")]
        assert {each.practitioner: each.mixed for each in found.after} == {"Ash": Verdict.HOLDS, "Lee": Verdict.HOLDS}
        assert {each.practitioner: each.over for each in found.after} == {"Ash": Verdict.FAILS, "Lee": Verdict.FAILS}
        assert found.best

    def test_nobody_without_points_is_given_a_case_nor_anybody_of_whom_they_cannot_be_told(self) -> None:
        away, unknown = held("Shah", available=(0, 0)), held("Yeo", load("C1", "1"), available=None)
        found = suggest([held("Ash", load("A1", "90"), load("A2", "90")), away, unknown])
        assert found.moves == ()
        assert found.left == ("Yeo",)
        assert found.after[2] is unknown

    def test_where_nobody_holds_anything_there_is_nothing_to_suggest(self) -> None:
        assert suggest([held("Ash"), held("Lee")]).moves == ()

    def test_a_solver_that_finds_nothing_is_said(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reallocation, "milp", lambda *_, **__: SimpleNamespace(x=None, status=1))
        with pytest.raises(UndecidedError, match="no reallocation was found in 20 seconds"):
            suggest([held("Ash", load("A1", "1")), held("Lee")])

    @pytest.mark.slow
    @settings(max_examples=10)
    @given(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 9), st.sampled_from([POST, OUT, None])), max_size=6),
        st.lists(st.integers(0, 20), min_size=3, max_size=3),
    )
    @example(cases=[(0, 1, OUT), (0, 1, POST), (1, 1, POST)], room=[0, 1, 0])
    def test_no_other_allocation_is_better(
        self, cases: list[tuple[int, int, CaseStage | None]], room: list[int]
    ) -> None:
        loads = [
            held(
                f"P{who}",
                *(load(f"C{at}", str(worth), stage) for at, (own, worth, stage) in enumerate(cases) if own == who),
                available=(room[who], room[who]),
            )
            for who in range(3)
        ]
        found = suggest(loads)
        assert sorted(case.reference for each in found.after for case in each.cases) == [
            f"C{at}" for at in range(len(cases))
        ]
        assert cost_of(found.after, len(found.moves)) == min(every_cost(loads))


def cost_of(loads: tuple[Workload, ...], moves: int) -> tuple[Decimal, int, int]:
    """Points over, those without a mix who have points available, and moves: in the order that counts."""
    over = sum(max(Decimal(0), each.load.high - (each.available or (0,))[0]) for each in loads)
    lacking = 0
    for each in loads:
        sides = {case.stage is POST for case in each.cases if case.stage is not None}
        lacking += len(sides) < 2 and (each.available or (0,))[0] > 0
    return Decimal(over), lacking, moves


def every_cost(loads: list[Workload]) -> list[tuple[Decimal, int, int]]:
    """The cost of every allocation that gives nothing to whoever has no points available, found by trying all."""
    cases = [(case, who) for who, each in enumerate(loads) for case in each.cases]
    found = []
    for goes in product(range(len(loads)), repeat=len(cases)):
        moved = [who != to for (_, who), to in zip(cases, goes, strict=True)]
        if any(move and loads[to].available == (0, 0) for move, to in zip(moved, goes, strict=True)):
            continue
        after = tuple(
            held(
                each.practitioner,
                *(case for (case, _), to in zip(cases, goes, strict=True) if to == who),
                available=each.available,
            )
            for who, each in enumerate(loads)
        )
        found.append(cost_of(after, sum(moved)))
    return found


class TestPage:
    def test_where_everything_is_on_record_there_is_nothing_to_remark_on(self) -> None:
        edition = Edition(date(2019, 4, 1), TestWorkload.weights)
        found = WorkloadFound("anytown", edition, HMPPS, DAY, (held("Ash", load("A1", "30")),))
        assert [type(each).__name__ for each in workload_page(found, own=False)] == ["Heading", "str", "Grid"]

    def test_a_solver_that_ran_out_of_time_is_said(self) -> None:
        edition = Edition(date(2019, 4, 1), TestWorkload.weights)
        found = WorkloadFound("anytown", edition, HMPPS, DAY, (), suggested=Suggested((), (), (), best=False))
        assert workload_page(found, own=False)[-1] == "The solver ran out of time: something better may exist."


class TestScheme:
    def test_editions_have_weights_and_numbers_of_their_own(self) -> None:
        policy = read_workload_policy(SPECS / "weights.toml")
        earlier, now = policy.on(date(2018, 6, 1)), policy.on(DAY)
        assert [each.name for each in earlier[0].outcomes] == ["a case before court", "a case after court"]
        assert now[1] == Scheme(
            60, Decimal(37), {"court report": Decimal(5), "panel": Decimal("1.5")}, NewlyQualified(9, Decimal(20))
        )

    def test_conditions_may_ask_for_dates_and_decimals(self, tmp_path: Path) -> None:
        text = WHOLE + 'when = {fact = "referred", op = ">=", value = 2019-01-01}\n'
        (tmp_path / "w.toml").write_text(text)
        (rule,) = read_workload_policy(tmp_path / "w.toml").policy.editions[0].rules
        assert rule.when == all_of(Case.referred >= date(2019, 1, 1))

    @pytest.mark.parametrize(
        ("text", "why"),
        [
            ("name = 'x'\n", r"\[\[edition\]\]: there is none; allowed: one or more"),
            ("edition = [1]\n", r"\[\[edition\]\]: wrote 1; allowed: a table"),
            ("name = 1\n{whole}", "name: wrote 1; allowed: text"),
            ("nam = 'x'\n{whole}", "the file has what does not belong there: nam; allowed: edition, name"),
            ("{whole}when = {{fact = 'rsh', op = '==', value = 1}}\n", "wrote 'rsh' for a fact; allowed: stage"),
            ("{whole}[[edition.weights]]\nname = 'a'\npoints = 1\n", "wrote 'a' for a name; allowed: text, each once"),
            (
                "{whole}[[edition.weights]]\nname = 'b'\npoints = -1\n",
                "points of 'b': wrote -1; allowed: a number from 0",
            ),
            (
                "{whole}[edition.newly_qualified]\nmonths = 0\npercent = 20\n",
                "wrote 0 and 20; allowed: months, a whole",
            ),
            ("{whole}[edition.tasks]\nreport = true\n", "points of the task 'report': wrote True"),
        ],
    )
    def test_what_does_not_fit_is_said(self, tmp_path: Path, text: str, why: str) -> None:
        (tmp_path / "w.toml").write_text(text.format(whole=WHOLE))
        with pytest.raises(InputError, match=why):
            read_workload_policy(tmp_path / "w.toml")

    @pytest.mark.slow
    @pytest.mark.traced
    def test_points_of_a_week_are_whole(self, tmp_path: Path) -> None:
        (tmp_path / "w.toml").write_text(WHOLE.replace("points = 60", "points = 60.5"))
        with pytest.raises(InputError, match="the points of a full week, a whole number"):
            read_workload_policy(tmp_path / "w.toml")


WHOLE = """[[edition]]
starts = 2019-04-01
points = 60
hours = 37
[[edition.weights]]
name = "a"
points = 5
"""


class TestCommand:
    cases: ClassVar = {
        row["reference"]: row["practitioner"] for row in csv.DictReader((SPECS / "cases.csv").read_text().splitlines())
    }

    def test_a_manager_sees_everybody_what_is_not_on_record_and_suggestions(self, run: Run) -> None:
        code, out, err = run("workload", *ASKED, "--tasks", f"{SPECS}/tasks.csv", "--suggest")
        assert code == 0, err
        check_own_only(out, ["A5", "B4", "B5", "A2"], [])
        assert "A5 counts 11 to 13 points; not on record: whether the child is looked after" in out
        assert "B5: who holds it is not on record; 5 points" in out
        assert "A2 (13 points, post-court) from Ash to Okafor" in out
        assert "HMPPS's own sum would say 0%" in out.replace("\n  ", " ")

    @pytest.mark.parametrize("form", ["--json", "--format", "--out"])
    @pytest.mark.parametrize("name", ["Ash", "Okafor", "Lee", "Shah", "Yeo"])
    def test_a_practitioners_report_holds_nobody_elses_case(
        self, run: Run, tmp_path: Path, name: str, form: str
    ) -> None:
        more = {"--json": (), "--format": ("md",), "--out": (f"{tmp_path / 'own.md'}",)}[form]
        code, out, err = run("workload", *ASKED, "--audience", "practitioner", "--practitioner", name, form, *more)
        assert code == 0, err
        text = (tmp_path / "own.md").read_text() if form == "--out" else out
        own = {reference for reference, holder in self.cases.items() if holder == name}
        check_own_only(text, own, self.cases.keys() - own)
        check_nobody(text, {*self.cases.values()} - {name, ""})

    def test_the_service_sees_no_case_no_practitioner_and_no_small_count(self, run: Run, tmp_path: Path) -> None:
        to = tmp_path / "counts.csv"
        code, out, err = run("workload", *ASKED, "--audience", "service", "--json", "--out", str(to))
        assert code == 0, err
        check_nobody(out + to.read_text(), {*self.cases, *self.cases.values()} - {""})
        counts = {(each["what"], each["category"]): each["count"] for each in json.loads(out)["counts"]}
        assert counts[("cases", "pre-court")] == 6
        assert counts[("practitioners", "cannot tell")] is None
        assert "practitioners,over,hidden" in to.read_text()

    def test_references_are_pseudonyms_by_a_key_that_stays_in_its_file(self, run: Run, tmp_path: Path) -> None:
        key = tmp_path / "pseudonyms.key"
        asked = ("workload", *ASKED, "--json", "--pseudonyms", str(key))
        (code, first, err), (_, again, _) = run(*asked), run(*asked)
        assert code == 0, err
        assert first == again
        check_nobody(first, self.cases)
        assert key.read_text().strip() not in first

    @pytest.mark.parametrize(
        ("more", "why"),
        [
            (("--audience", "service", "--suggest"), "--suggest cannot be given with --audience service"),
            (("--audience", "practitioner", "--practitioner", "Nobody"), "it has no practitioner 'Nobody'"),
            (("--by", "Manager"), "it has no column 'Manager'"),
            (("--out", "x.pdf"), "it cannot be written as '.pdf'"),
        ],
    )
    def test_what_cannot_be_answered_is_said(self, run: Run, more: tuple[str, ...], why: str) -> None:
        code, _, err = run("workload", *ASKED, *more)
        assert (code, why in err) == (2, True), err

    def test_a_map_has_a_table_for_each_file(self, run: Run, tmp_path: Path) -> None:
        cases, team, tasks = ((SPECS / f"{name}.csv").read_text() for name in ("cases", "practitioners", "tasks"))
        files = [tmp_path / f"{name}.csv" for name in ("cases", "practitioners", "tasks", "map")]
        told = [f"Our {cases}", f"Our {team}", f"Our {tasks}"]
        maps = '[cases.columns]\n"Our reference" = "reference"\n[practitioners.columns]\n"Our practitioner" = '
        maps += '"practitioner"\n[tasks.columns]\n"Our practitioner" = "practitioner"\n'
        for file, text in zip(files, [*told, maps], strict=True):
            file.write_text(text)
        own = [str(files[0]), *ASKED[1:4], str(files[1]), *ASKED[5:], "--tasks", str(files[2]), "--map", str(files[3])]
        assert run("workload", *own) == run("workload", *ASKED, "--tasks", f"{SPECS}/tasks.csv")

    def test_somebody_who_is_not_of_the_team_is_refused(self, run: Run, tmp_path: Path) -> None:
        cases, tasks = tmp_path / "cases.csv", tmp_path / "tasks.csv"
        cases.write_text("reference,practitioner\nA1,ash\nA2,Ash\n")
        code, _, err = run("workload", str(cases), *ASKED[1:])
        assert code == 2
        assert "practitioner: wrote 'ash'; allowed: a practitioner of the team; did you mean 'Ash'?" in err
        tasks.write_text("practitioner,task,number\nNobody,panel,1\n")
        code, _, err = run("workload", *ASKED, "--tasks", str(tasks))
        assert (code, "tasks.csv" in err, "wrote 'Nobody'" in err) == (2, True, True)

    def test_no_move_is_said_and_so_is_what_could_not_be_told(self, run: Run, tmp_path: Path) -> None:
        cases, tasks = tmp_path / "cases.csv", tmp_path / "tasks.csv"
        cases.write_text("reference,practitioner,stage\nA1,Ash,post court\nA2,Ash,\nA3,unknown,\n")
        tasks.write_text("practitioner,task,number,extra\nOkafor,panel,,x\n")
        code, out, err = run("workload", str(cases), *ASKED[1:], "--tasks", str(tasks), "--suggest")
        assert code == 0, err
        assert "A3: who holds it is not on record" in out
        assert "Okafor: what these tasks count cannot be told, and is not taken for 0: panel" in out.replace(
            "\n  ", " "
        )
        assert "not used: extra" in err
        assert "no move would be better than none" in out
