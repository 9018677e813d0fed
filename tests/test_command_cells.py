"""Each command runs what it lists: a policy's own facts, measures and histories, another subject, open settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import attrs
import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from test_proof_commands import plugin
from yosrules import Edition, Facts, Given, Maybe, fact, given, known, must
from yosrules.cli import common
from yosrules.cli.subjects import without_numbers
from yosrules.errors import PolicyError
from yosrules.files.cases import case_histories
from yosrules.files.formats.parquet import parquet_files
from yosrules.hooks.load import load
from yosrules.language.measure import Unit, count, last
from yosrules.policies.attendance import AttendancePolicy
from yosrules.policies.forums.forum import Before, Check, Forum, ForumPolicy
from yosrules.policies.open_policies import OpenPolicy, Setting
from yosrules.records.absence import Attendance
from yosrules.records.case import Case, Offence
from yosrules.records.choices import Chair
from yosrules_attendance.derby import POLICY as DERBY

PANEL = Forum("PANEL", "Panel", Chair.MANAGER, checks=(Check("PNC", Before.PANEL),))
START = date(2024, 1, 1)
DAY = ("--on", "2024-06-20")


class ScoredItem(Facts):
    score: Given[int] = given(int, "the score", low=0, high=4)


class Local(Case):
    exploited: Maybe[bool] = fact(bool, "the child is being exploited")
    serious: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5)
    high_scores: Maybe[int] = count(ScoredItem, "high scores", where=ScoredItem.score >= 3)


class Place(Facts):
    incidents: Maybe[int] = fact(int, "incidents this month", low=0)


RULES = {
    "own-fact": must("exploited", PANEL, when=Local.exploited),
    "own-measure": must("serious", PANEL, when=Local.serious >= 1),
    "own-history": must("scored", PANEL, when=Local.high_scores >= 1),
}
CELLS = tuple(RULES)
POLICIES = tuple(
    ForumPolicy(name, about=Local, forums=(PANEL,), editions=(Edition(START, (rule,)),)) for name, rule in RULES.items()
)
PLACES = ForumPolicy(
    "places",
    about=Place,
    forums=(PANEL,),
    editions=(Edition(START, (must("busy", PANEL, when=Place.incidents >= 3),)),),
)


@pytest.fixture
def local(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(common, "load", partial(load, {"local": plugin(*POLICIES, PLACES)}))


@pytest.fixture
def given_files(tmp_path: Path) -> tuple[str, ...]:
    """Case C1 meets each of the three rules, C2 none."""
    texts = {
        "cases": "reference,exploited\nC1,yes\nC2,no\n",
        "offences": "reference,day,gravity\nC1,2024-01-02,6\n",
        "scored_item": "reference,score\nC1,3\nC2,2\n",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text)
    behind = [option for name in ("offences", "scored_item") for option in ("--with", str(tmp_path / f"{name}.csv"))]
    return (str(tmp_path / "cases.csv"), *behind)


class TestForumCommands:
    @pytest.mark.parametrize("name", CELLS)
    def test_allocate(self, run: Run, local: None, given_files: tuple[str, ...], tmp_path: Path, name: str) -> None:
        out = tmp_path / "out.json"
        code, _, err = run("allocate", *given_files, "--policy", name, *DAY, "--out", str(out))
        assert (code, err) == (0, "")
        assert [row["PANEL status"] for row in json.loads(out.read_text())] == ["must", "no"]

    @pytest.mark.parametrize("name", CELLS)
    def test_explain(self, run: Run, local: None, given_files: tuple[str, ...], name: str) -> None:
        cases, *behind = given_files
        assert "Panel (PANEL): must.\n" in run("explain", cases, "C1", *behind, "--policy", name, *DAY).out

    @pytest.mark.parametrize("name", CELLS)
    def test_referral(self, run: Run, local: None, given_files: tuple[str, ...], name: str) -> None:
        cases, *behind = given_files
        asked = ("referral", cases, "C1", *behind, "--policy", name, *DAY, "--forum", "PANEL", "--format", "text")
        assert "By the policy: must." in run(*asked).out

    @pytest.mark.parametrize("name", CELLS)
    def test_replay(self, run: Run, local: None, given_files: tuple[str, ...], tmp_path: Path, name: str) -> None:
        kept = str(tmp_path / "kept.json")
        run("allocate", *given_files, "--policy", name, *DAY, "--records", kept)
        assert run("replay", kept, *given_files).out == "2 decisions replayed; 0 differ\n"

    @pytest.mark.parametrize("name", CELLS)
    def test_diff(self, run: Run, local: None, given_files: tuple[str, ...], name: str) -> None:
        cases, *behind = given_files
        code, out, _ = run("diff", name, name, "--cases", cases, *behind, *DAY)
        assert code == 0
        assert "0 of 2 cases" in out

    @pytest.mark.parametrize("name", CELLS)
    @pytest.mark.parametrize("command", ["verify", "boundaries", "mutate"])
    def test_what_is_proved(self, run: Run, local: None, command: str, name: str) -> None:
        code, out, err = run(command, name)
        assert (code in (0, 1), err) == (True, "")
        assert RULES[name].id in out

    @pytest.mark.parametrize("name", CELLS)
    def test_show(self, run: Run, local: None, name: str) -> None:
        assert "PANEL must follow when" in run("show", name, *DAY).out

    @pytest.mark.slow
    @pytest.mark.traced
    def test_an_engine(self, run: Run, local: None, given_files: tuple[str, ...], tmp_path: Path) -> None:
        import polars as pl

        for name in ("cases", "offences", "scored_item"):
            frame = pl.read_csv(tmp_path / f"{name}.csv")
            if name == "cases":
                frame = frame.with_columns(pl.col("exploited") == "yes")
            if name == "offences":
                frame = frame.with_columns(pl.col("day").str.to_date())
            frame.write_parquet(tmp_path / f"{name}.parquet")
        cases, *behind = (each.replace(".csv", ".parquet") for each in given_files)
        for name in CELLS:
            out = tmp_path / name
            asked = ("allocate", cases, *behind, "--policy", name, *DAY, "--engine", "polars", "--out", str(out))
            assert run(*asked).code == 0
            answers = pl.concat([pl.read_parquet(file) for file in parquet_files(out)])
            assert answers.sort("reference")["PANEL"].to_list() == ["must", "no"]

    def test_another_subject_than_a_child(self, run: Run, local: None, tmp_path: Path) -> None:
        path, out, kept = tmp_path / "places.csv", tmp_path / "out.json", tmp_path / "kept.json"
        path.write_text("reference,incidents\nbus station,4\n")
        asked = ("allocate", str(path), "--policy", "places", *DAY, "--out", str(out))
        assert run(*asked, "--records", str(kept)).code == 0
        assert [(row["reference"], row["PANEL status"]) for row in json.loads(out.read_text())] == [
            ("bus station", "must")
        ]
        assert run("explain", str(path), "bus station", "--policy", "places", *DAY).out.startswith("bus station, as of")
        page = run("referral", str(path), "bus station", "--policy", "places", *DAY, "--forum", "PANEL").out
        assert "Case bus station, prepared" in page

    def test_a_history_that_contradicts_what_a_case_states_is_refused_with_the_case(
        self, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        """One offence of June 2024 lies in the year before 20 June 2024, and the case states that there are none."""
        year = last(12, Unit.MONTHS, anchor_in=True, far_end_in=False)

        class Counted(Case):
            offences: Maybe[int] = count(Offence, "offences")
            recent: Maybe[int] = count(Offence, "recent offences", dated=Offence.day, during=year)

        policy = ForumPolicy(
            "counted",
            about=Counted,
            forums=(PANEL,),
            editions=(Edition(START, (must("recent", PANEL, when=Counted.recent >= 1),)),),
        )
        monkeypatch.setattr(common, "load", partial(load, {"local": plugin(policy)}))
        cases, offences = tmp_path / "cases.csv", tmp_path / "offences.csv"
        cases.write_text("reference,offences\nC1,0\n")
        offences.write_text("reference,day\nC1,2024-06-01\n")
        code, _, err = run("allocate", str(cases), *DAY, "--with", str(offences))
        assert code == 2
        assert err.startswith("C1: Counted: ")
        kept = str(tmp_path / "kept.json")
        assert run("allocate", str(cases), *DAY, "--records", kept).code == 0
        said = run("replay", kept, str(cases), "--with", str(offences))
        assert said.out.startswith("C1: Counted: ")
        assert said.out.endswith("1 decision replayed; 1 differs\n")

    def test_a_history_that_the_policy_does_not_have_is_refused_with_those_it_has(
        self, run: Run, local: None, tmp_path: Path
    ) -> None:
        cases, other = tmp_path / "cases.csv", tmp_path / "scores.csv"
        cases.write_text("reference\nC1\n")
        other.write_text("reference,score\nC1,3\n")
        code, _, err = run("allocate", str(cases), "--policy", "own-history", *DAY, "--with", str(other))
        assert code == 2
        assert "'scores' is not a history; allowed: offences" in err
        assert "waivers or scored item" in err


def test_two_histories_of_one_name_are_refused() -> None:
    class Offences(Facts):
        day: Maybe[date] = fact(date, "the day")

    class Twice(Case):
        many: Maybe[int] = count(Offences, "offences of another kind")

    with pytest.raises(PolicyError, match="Twice: two of its histories are called 'offences'; rename a class"):
        case_histories(Twice)


class TestIdleRows:
    @pytest.mark.parametrize(
        ("file", "row", "says"),
        [
            (
                "forums",
                "forum,day\nC1,PANAL,2024-06-06",
                "forums: 'PANAL' in a row of 'C1' is no forum of own-fact; did",
            ),
            ("forums", "forum,day\nC1,panel,2024-06-06", "is no forum of own-fact; did you mean PANEL?"),
            (
                "forums",
                "forum,day\nC1,XYZ,2024-06-06\nC2,XYZ,2024-06-06",
                "in 2 rows, the first of 'C1' is no forum of",
            ),
            (
                "checks",
                "system,day\nC1,Pnc,2024-06-06",
                "'Pnc' in a row of 'C1' is no system that a forum of own-fact ",
            ),
            (
                "waivers",
                "forum,by,reason,grade,day,expires\nC1,PANEL,me,away,manager,2024-06-06,2024-06-30",
                "waivers: 'PANEL' in a row of 'C1' is a forum that nobody may waive",
            ),
        ],
    )
    def test_a_name_that_matches_nothing_of_the_policy_is_said(
        self, run: Run, local: None, tmp_path: Path, file: str, row: str, says: str
    ) -> None:
        cases, behind = tmp_path / "cases.csv", tmp_path / f"{file}.csv"
        cases.write_text("reference,exploited\nC1,yes\nC2,no\n")
        behind.write_text(f"reference,{row}\n")
        code, _, err = run("allocate", str(cases), "--policy", "own-fact", *DAY, "--with", str(behind))
        assert code == 0
        assert says in err
        assert (
            says.replace("2 rows, the first of", "a row of")
            in run("explain", str(cases), "C1", "--policy", "own-fact", *DAY, "--with", str(behind)).err
        )

    def test_rows_that_match_are_not_spoken_of(self, run: Run, local: None, tmp_path: Path) -> None:
        cases, forums, checks = (tmp_path / f"{name}.csv" for name in ("cases", "forums", "checks"))
        cases.write_text("reference,exploited\nC1,yes\n")
        forums.write_text("reference,forum,day\nC1,PANEL,2024-06-06\n")
        checks.write_text("reference,system,day\nC1,PNC,2024-06-06\n")
        asked = ("allocate", str(cases), "--policy", "own-fact", *DAY, "--with", str(forums), "--with", str(checks))
        assert run(*asked).err == ""


NUMBERS = """months = 12
spells = 3
days = 10
stage_months = 6
long_term_days = 28
"""


class TestOpenSettings:
    @pytest.fixture
    def settings(self, tmp_path: Path) -> tuple[str, str]:
        path = tmp_path / "ours.toml"
        path.write_text(NUMBERS)
        return "--settings", str(path)

    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["verify", "boundaries", "mutate"])
    def test_an_open_policy_is_proved_with_its_settings_which_are_asked_for(
        self, run: Run, settings: tuple[str, str], command: str
    ) -> None:
        code, out, err = run(command, "derby-attendance")
        assert (code, out) == (2, "")
        assert "months is missing: the months over which absences are counted" in err
        assert err.endswith("write them in a TOML file and give it with --settings\n")
        said = run(command, "derby-attendance", *settings)
        assert (said.code in (0, 1), said.err) == (True, "")
        assert "trigger-again" in said.out

    def test_a_diff_takes_them_too(self, run: Run, settings: tuple[str, str]) -> None:
        assert run("diff", "derby-attendance", "derby-attendance").code == 2
        assert run("diff", "derby-attendance", "derby-attendance", *settings).code == 0

    def test_settings_that_change_nothing_are_refused(self, run: Run, settings: tuple[str, str]) -> None:
        for name in (["hmip-2018"], []):
            code, _, err = run("verify", *name, *settings)
            assert code == 2
            assert "--settings would change nothing: " in err

    def test_settings_that_are_not_whole_say_which(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "ours.toml"
        path.write_text(NUMBERS.replace("months = 12\n", "", 1))
        code, _, err = run("verify", "derby-attendance", "--settings", str(path))
        assert (code, err.splitlines()[1]) == (
            2,
            "  months is missing: the months over which absences are counted; allowed: a whole number from 1 up",
        )

    def test_what_is_left_out_of_all_is_said(self, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
        import yosrules_attendance

        monkeypatch.setattr(common, "load", partial(load, {"attendance": yosrules_attendance}))
        monkeypatch.setattr("yosrules.cli.proof.subjects", lambda *_: [])
        assert (
            "left out, each to be named with its --settings: aberdeen-attendance, derby-attendance" in run("verify").err
        )

    def test_interviews_of_an_open_policy_need_none_of_its_numbers(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "absences.csv"
        path.write_text("worker,start,end,returned,interviewed\nW1,2025-03-03,2025-03-04,2025-03-05,2025-03-05\n")
        code, out, _ = run("interviews", str(path), "--policy", "derby-attendance", "--on", "2025-06-01")
        assert code == 0
        assert "1 of them need a return-to-work interview, and 1 had it" in out


@pytest.mark.parametrize("refuses", [False, True])
def test_interviews_that_hang_on_what_is_measured_by_a_number_need_it(refuses: bool) -> None:
    """What is measured may hang on a number, although the interviews read the same."""

    def build(_: Mapping[str, int | Decimal]) -> AttendancePolicy:
        policy = DERBY.settle({setting.name: 1 for setting in DERBY.settings})
        assert policy.interviews
        asks = known(Attendance.absent) if refuses else None
        return attrs.evolve(policy, interviews=attrs.evolve(policy.interviews, when=asks))

    settled = without_numbers(OpenPolicy("hanging", "Hanging", (Setting("from", int, "days"),), build))
    assert (settled is None) is refuses


@pytest.mark.parametrize("refuses", [False, True])
def test_interviews_that_hang_on_a_number_need_it(refuses: bool) -> None:
    def build(numbers: Mapping[str, int | Decimal]) -> AttendancePolicy:
        if refuses and not numbers["fair"]:
            raise PolicyError("it cannot be built like this")
        policy = DERBY.settle({setting.name: 1 for setting in DERBY.settings})
        assert policy.interviews
        return attrs.evolve(policy, interviews=attrs.evolve(policy.interviews, more_than=int(numbers["from"])))

    settings = (Setting("from", int, "days"), Setting("fair", bool, "fair"))
    assert without_numbers(OpenPolicy("hanging", "Hanging", settings, build)) is None
