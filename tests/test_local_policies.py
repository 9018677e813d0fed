"""A plugin with a local fact, a local history, open settings and two readings runs through every command."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest

import local_policies
from test_cli import Run, lines, run  # noqa: F401 -- the fixture
from yosrules.cli import common
from yosrules.hooks.load import load
from yosrules.policies import OpenPolicy

FORUM, WORK, OPEN = ("--policy", "anytown-panel"), ("--policy", "anytown-attendance"), ("--policy", "anytown-open")
DAY = ("--on", "2024-06-20")

TEXTS = {
    # C1 has been missing and has an incident with a weapon: both readings. C2 has been missing only: the second.
    "cases.csv": "reference,missing,Case Manager\nC1,yes,P Ash\nC2,yes,\nC3,no,\n",
    "school_incident.csv": "reference,day,weapon\nC1,2024-02-02,yes\nC2,2024-02-03,no\n",
    # W1 has three absences and is no carer; W2 cares for somebody, and would need a fourth by the second reading.
    "absences.csv": "worker,start,end\n"
    + "".join(f"{who},2024-0{month}-05,2024-0{month}-06\n" for who in ("W1", "W2") for month in (2, 3, 4)),
    "workers.csv": "worker,carer\nW1,no\nW2,yes\n",
    "workers.toml": '[workers.columns]\n"Cares" = "carer"\n',
    "ours.toml": "absences = 3\n",
    "map.toml": '[cases.columns]\n"Went Missing" = "missing"\n'
    '["school incident".columns]\n"Armed" = "weapon"\n["school incident".values.weapon]\nknife = "yes"\n',
}
CASES = ("cases.csv", "--with", "school_incident.csv")
ABSENCES = ("absences.csv", "--with", "workers.csv", "--pattern", "mon-fri 7.4", "--no-stages")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(common, "load", partial(load, {"local": local_policies}))
    return tmp_path


def rows(path: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(path.read_text())
    return found


class TestForums:
    def test_allocate(self, run: Run, here: Path) -> None:
        code, out, err = run("allocate", *CASES, *FORUM, *DAY, "--out", "o.json", "--keep", "Case Manager")
        assert (code, err) == (0, "")
        assert "The text can be read as both or either; none is chosen, and what follows is not the same" in out
        found = [(row["reference"], row["reading"], row["PANEL status"]) for row in rows(here / "o.json")]
        assert found == [
            *(("C1", "both", "must"), ("C1", "either", "must")),
            *(("C2", "both", "no"), ("C2", "either", "must")),
            *(("C3", "both", "no"), ("C3", "either", "no")),
        ]
        assert [row["Case Manager"] for row in rows(here / "o.json")] == ["P Ash", "P Ash", *[""] * 4]

    def test_without_the_history_nothing_is_taken_for_none(self, run: Run, here: Path) -> None:
        run("allocate", "cases.csv", *FORUM, *DAY, "--out", "o.json")
        assert [row["PANEL status"] for row in rows(here / "o.json") if row["reading"] == "both"] == [
            *("cannot tell", "cannot tell", "no")
        ]

    def test_an_agenda(self, run: Run) -> None:
        assert "C2" in run("allocate", *CASES, *FORUM, *DAY, "--forum", "PANEL").out

    def test_explain(self, run: Run) -> None:
        out = run("explain", "cases.csv", "C2", *CASES[1:], *FORUM, *DAY).out
        both, _, either = out.partition("Read as: either")
        assert "PANEL): no" in both
        assert "PANEL): must" in either
        assert "the child has been missing" in either

    def test_referral(self, run: Run) -> None:
        out = run("referral", "cases.csv", "C1", *CASES[1:], *FORUM, *DAY, "--forum", "PANEL").out
        assert "incidents with a weapon" in out

    def test_replay(self, run: Run) -> None:
        run("allocate", *CASES, *FORUM, *DAY, "--records", "kept.json")
        assert run("replay", "kept.json", *CASES).out == "6 decisions replayed; 0 differ\n"

    def test_diff(self, run: Run) -> None:
        code, out, _ = run("diff", "anytown-panel/both", "anytown-panel/either", "--cases", *CASES, *DAY)
        assert code == 0
        assert "1 of 3 cases" in out
        assert "write anytown-panel/both or anytown-panel/either" in run("diff", *["anytown-panel"] * 2).err

    def test_a_map_of_local_facts_and_histories(self, run: Run, here: Path) -> None:
        (here / "cases.csv").write_text("reference,Went Missing\nC1,yes\n")
        (here / "school_incident.csv").write_text("reference,day,Armed\nC1,2024-02-02,knife\n")
        run("allocate", *CASES, *FORUM, *DAY, "--out", "o.json", "--map", "map.toml")
        assert {row["PANEL status"] for row in rows(here / "o.json")} == {"must"}

    def test_local_facts_are_proposed(self, run: Run, here: Path) -> None:
        (here / "cases.csv").write_text("ChildView ID,misssing\nC1,ys\n")
        out = run("map", *CASES, *FORUM).out
        assert '"misssing" = "missing"  # a guess, from \'missing\'' in out
        assert '[cases.values.missing]\n"ys" = "yes"' in out
        assert "[school incident.columns]" not in out  # a name with a space is in quotes
        assert '["school incident".columns]' in out


CARE = ("--policy", "anytown-care", "--on", "2024-06-18")
CARED = ("care.csv", *(each for name in ("school_incident", "forums", "waivers") for each in ("--with", f"{name}.csv")))
SOONER = "The review is due by 20 June 2024, brought forward to be held within 10 days of the newest incident"
WAIVED = "Waived by L Ash on 3 June 2024 until 3 July 2024"


class TestWhatAForumMaySay:
    """A review that comes sooner, a waiver that is cut short, and two outcomes that exclude each other."""

    @pytest.fixture(autouse=True)
    def behind(self, here: Path) -> None:
        held = "reference,forum,day,chair\nC1,CARE,2024-04-01,Manager\n"
        waiver = (
            "reference,forum,by,reason,grade,day,expires\nC2,CARE,L Ash,in hospital,Manager,2024-06-03,2024-12-31\n"
        )
        cases = "reference,missing,again,referred\nC1,yes,yes,2024-01-02\nC2,yes,no,2024-06-01\nC3,no,,\n"
        incidents = "reference,day,weapon\nC1,2024-06-10,yes\nC2,2024-02-03,no\n"
        texts = {"forums": held, "waivers": waiver, "care": cases, "school_incident": incidents}
        for name, text in texts.items():
            (here / f"{name}.csv").write_text(text)

    def test_allocate(self, run: Run, here: Path) -> None:
        assert run("allocate", *CARED, *CARE, "--out", "o.json").code == 0
        found = {(row["reference"], row["reading"]): row for row in rows(here / "o.json")}
        assert (found["C1", "any"]["CARE review_due"], found["C1", "any"]["CARE review"]) == ("2024-06-20", "due")
        assert found["C2", "any"]["CARE waiver"] == "L Ash, 2024-06-03 to 2024-07-03: in hospital"
        assert {name: row["CLOSE status"] for (name, _), row in found.items()} == {"C1": "no", "C2": "no", "C3": "must"}

    def test_explain_referral_and_agenda(self, run: Run) -> None:
        asked = (*CARED[1:], *CARE)
        assert run("explain", "care.csv", "C1", *asked).out.count(SOONER) == 2
        assert run("explain", "care.csv", "C2", *asked).out.count(WAIVED) == 1
        assert "Due by 20 June 2024" in run("referral", "care.csv", "C1", *asked, "--forum", "CARE").out
        agenda = " ".join(run("allocate", *CARED, *CARE, "--forum", "CARE").out.split())
        assert (SOONER in agenda, WAIVED in agenda) == (True, True)

    def test_replay_and_diff(self, run: Run) -> None:
        run("allocate", *CARED, *CARE, "--records", "kept.json")
        assert run("replay", "kept.json", *CARED).out == "6 decisions replayed; 0 differ\n"
        out = run("diff", "anytown-care/any", "anytown-care/armed", "--cases", *CARED, *CARE[2:]).out
        assert "1 of 3 cases is touched" in out

    def test_without_the_history_of_forums_nobody_can_tell_what_is_answered(self, run: Run, here: Path) -> None:
        run("allocate", *CARED[:3], *CARE, "--out", "o.json")
        said = {row["reference"]: row for row in rows(here / "o.json") if row["reading"] == "any"}
        assert {said[name]["CARE deadline"] for name in ("C1", "C2")} == {"cannot tell"}
        assert said["C1"]["CARE review_due"] is None

    @pytest.mark.slow
    def test_show_and_verify(self, run: Run) -> None:
        shown = " ".join(run("show", *CARE[1:]).out.split())
        assert "reviewed every 12 weeks, or sooner: within 10 days of the newest incident" in shown
        assert "a manager or above may waive it, for 30 days at most" in shown
        assert "CARE and CLOSE exclude each other" in shown
        assert run("verify", "anytown-care").out.count("apart CARE and CLOSE") == 2


class TestAttendance:
    @pytest.mark.parametrize("policy", [WORK, (*OPEN, "--settings", "ours.toml")])
    def test_triggers(self, run: Run, here: Path, policy: tuple[str, ...]) -> None:
        code, _, err = run("triggers", *ABSENCES, *policy, *DAY, "--out", "o.json")
        assert (code, err) == (0, "absences.csv: no column first_session, last_session: whole days assumed\n")
        found = [(row["worker"], row["reading"], row["stage_due"]) for row in rows(here / "o.json")]
        assert found == [
            *(("W1", "never", "talk"), ("W1", "later", "talk")),
            *(("W2", "never", None), ("W2", "later", None)),
        ]

    def test_an_open_policy_asks_for_its_settings(self, run: Run) -> None:
        for command in (("triggers", *ABSENCES), ("timeline", "absences.csv", "W1", *ABSENCES[1:])):
            code, _, err = run(*command, *OPEN, *DAY)
            assert (code, "absences is missing: the absences that lead to a talk" in err) == (2, True)

    @pytest.mark.parametrize("policy", [WORK, (*OPEN, "--settings", "ours.toml")])
    def test_timeline(self, run: Run, policy: tuple[str, ...]) -> None:
        code, out, _ = run("timeline", "absences.csv", "W1", *ABSENCES[1:], *policy, *DAY)
        assert code == 0
        assert "talk" in out
        assert "never" in out

    def test_a_fact_of_the_worker_that_is_not_on_record_is_not_no(self, run: Run, here: Path) -> None:
        (here / "workers.csv").write_text("worker,carer\nW1,\nW2,yes\n")
        run("triggers", *ABSENCES, *WORK, *DAY, "--out", "o.json")
        assert {row["stage_due"] for row in rows(here / "o.json")} == {None}
        assert [row["not_on_record"] for row in rows(here / "o.json")] == [
            *["whether the worker cares for somebody"] * 2,
            *[None] * 2,
        ]

    def test_a_map_of_the_workers(self, run: Run, here: Path) -> None:
        (here / "workers.csv").write_text("worker,Cares\nW1,no\nW2,yes\n")
        run("triggers", *ABSENCES, *WORK, *DAY, "--out", "o.json", "--map", "workers.toml")
        assert [row["stage_due"] for row in rows(here / "o.json")] == ["talk", "talk", None, None]


@pytest.mark.parametrize(
    "name",
    [("anytown-panel",), ("anytown-care",), ("anytown-attendance",), ("anytown-open", "--settings", "ours.toml")],
)
class TestEveryRecord:
    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["verify", "mutate", "boundaries"])
    def test_what_is_proved(self, run: Run, command: str, name: tuple[str, ...]) -> None:
        code, out, err = run(command, *name)
        assert (code in (0, 1), err) == (True, "")
        assert "read as" in out

    def test_show(self, run: Run, name: tuple[str, ...]) -> None:
        code, out, err = run("show", *name, *DAY)
        assert (code, err) == (0, "")
        assert "Rules, read as: " in out

    def test_diff_of_two_readings(self, run: Run, name: tuple[str, ...]) -> None:
        policy, *options = name
        one, other = {"anytown-panel": ("both", "either"), "anytown-care": ("armed", "any")}.get(
            policy, ("never", "later")
        )
        code, out, _ = run("diff", f"{policy}/{one}", f"{policy}/{other}", *options)
        assert code == 0
        assert "wider" in out


def test_policies(run: Run) -> None:
    out = run("policies").out
    assert all(name in out for name in ("anytown-panel", "anytown-attendance", "anytown-open"))


@pytest.mark.parametrize(
    ("after", "said"), [("after=Span(3, Count.WORKING_DAYS)", "3 working days"), ("", "day of return")]
)
def test_interviews_say_their_time_where_no_reading_has_a_name(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, after: str, said: str
) -> None:
    ours = _page("after=Span(3, Count.WORKING_DAYS)", after)
    monkeypatch.setattr(common, "load", partial(load, {"page": ours}))
    (here / "absences.csv").write_text("worker,start,end,interviewed\nW1,2024-02-05,2024-02-06,\n")
    asked = ("--policy", "anytown-open", "--settings", "ours.toml", "--pattern", "mon-fri 7.4")
    assert f"all | 1 | 0 | 0% | {said} |" in "\n".join(lines(run("interviews", "absences.csv", *asked, *DAY).out))


def test_the_open_policy_of_the_page_can_be_settled() -> None:
    policy = load({"page": _page()}).attendance_policies["anytown-open"]
    assert isinstance(policy, OpenPolicy)
    assert [rung.name for rung in policy.settle({"absences": 3}).stages] == ["talk", "warning"]


def _page(instead_of: str = "", instead: str = "") -> ModuleType:
    page = Path(__file__).parents[1] / "specs" / "plugins.md"
    (block,) = (each for each in re.findall(r"(?ms)^```python\n(.*?)^```$", page.read_text()) if "OpenPolicy" in each)
    plugin = ModuleType("page")
    exec(block.replace(instead_of, instead), vars(plugin))
    return plugin
