"""Every kind of clause in an invented policy, through show, verify, explain, allocate or triggers, diff and bulk."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import polars as pl
import pytest

import every_kind
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.cli import common
from yosrules.hooks.load import load

FORUMS, WORK, CONTACT = "everytown-forums", "everytown-attendance", "everytown-contact"
DAY = ("--on", "2024-06-28")

TEXTS = {
    # C1 is high, missing and under a plan; C2 low; of C3 nothing but a plan that ended.
    "cases.csv": "reference,rosh,rosh_last,missing,found,age_at_referral,referred,assessed,release_due\n"
    "C1,High,Medium,yes,no,13,2024-06-03,2024-06-20,2024-09-02\n"
    "C2,Low,Low,no,no,16,2024-06-03,2024-06-20,\n"
    "C3,,,,,,2024-06-03,,\n",
    "family_plan.csv": "reference,begun,ended\nC1,2024-05-01,\nC3,2024-01-08,2024-02-01\n",
    # W1: three short ones, one for jury service. W2: one that is set aside, two long ones. W3: two, and two agreed.
    "absences.csv": "worker,start,end,returned,interviewed,jury,set_aside\n"
    "W1,2024-03-05,2024-03-06,2024-03-07,,no,\nW1,2024-04-09,2024-04-09,2024-04-10,,no,\n"
    "W1,2024-05-07,2024-05-07,2024-05-08,,yes,\nW1,2024-06-10,2024-06-10,2024-06-11,,no,\n"
    "W2,2024-01-08,2024-02-16,2024-02-19,,no,\nW2,2024-03-05,2024-03-05,2024-03-06,,no,2024-03-20\n"
    "W2,2024-05-06,2024-06-14,2024-06-17,,no,\n"
    "W3,2024-04-09,2024-04-09,2024-04-10,,no,\nW3,2024-06-10,2024-06-10,2024-06-11,,no,\n",
    "workers.csv": "worker,agreed,clear\nW1,,no\nW2,,no\nW3,2,yes\n",
    "away.csv": "worker,start,end\nW1,2024-06-24,\n",
    "stages.csv": "worker,step,route,held\nW1,informal,long-term,2024-06-25\n",
}
CASES = ("cases.csv", "--with", "family_plan.csv", "--policy", FORUMS, *DAY)
FULL = ("--pattern", "mon-fri 7.4")
ABSENCES = ("absences.csv", "--with", "workers.csv", *FULL)
STAFF = (*ABSENCES, "--policy", WORK, "--no-stages", *DAY)
AWAY = ("away.csv", "--with", "stages.csv", *FULL, "--policy", CONTACT)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(common, "load", partial(load, {"every-kind": every_kind}))
    return tmp_path


def flat(text: str) -> str:
    """As printed, on one line: columns of tables and breaks of lines are no part of what is said."""
    return " ".join(re.sub(r"[|*]", " ", text).split())


SHOWN = {
    FORUMS: {
        "R1": "the child has been missing",
        "R2": "a nurse when age at referral is less than 14; must not be attended by the school",
        "R3": "the notice is due not sooner than 3 days after the date of referral; the plan is due 10 working days",
        "R4": "or as a deputy by a practitioner",
        "R5": "until 1 January 2027. Its source was last checked on 1 May 2024",
        "R6": "FAM should follow when",
        "R7": "the police system again, before the panel (incidents)",
        "R8": "it ends with no further action or work (6 hours)",
        "R9": "or sooner: within 10 days of the date of assessment where",
        "R10": "FAM may stand in for it",
        "R11": "Rules, read as: by points",
        "R12": "a family plan is open",
        "R15": "a manager or above may waive it, for 30 days at most",
        "R16": "sits every weekday from 1 January 2024, not on bank holidays",
        "R18": "(the child has been missing and a family plan is open)",
        "R49": "each due within 15 working days of the date of referral: RMP",
        "R45": "CLOSE and RMP exclude each other",
    },
    WORK: {
        "R19": "the day a manager set it aside is not on record",
        "R20": "it is for jury service",
        "R22": "only a spell of up to 10 days so far",
        "R23": "to be held within 10 working days of the day since which it is due",
        "R24": "only if, on the day of return, absences in 12 months is at least 2",
        "R25": "hearing may follow when absences in 12 months is at least 2 and a pattern is clear",
        "R26": "It can be read in 2 ways: each day; on return",
        "R27": "absences in 12 months is no lower than the number of absences agreed",
        "R29": "letter may follow when short absences in 12 months is 2",
        "R30": "3 whole months",
        "R33": "half a day is a whole day",
    },
    CONTACT: {"R31": "Rule weekly: it is hit for as long as it holds, at once again after each stage"},
}
"""What `show` says of each kind, by the number that the list of what real policies say gives it."""


@pytest.mark.parametrize("name", SHOWN)
def test_show_says_every_kind(run: Run, name: str) -> None:
    code, out, err = run("show", name, *DAY)
    assert (code, err) == (0, "")
    said = flat(out)
    assert {kind: each for kind, each in SHOWN[name].items() if each not in said} == {}


@pytest.mark.slow
@pytest.mark.parametrize("name", SHOWN)
def test_verify_answers_every_claim(run: Run, name: str) -> None:
    """R41 and R47: nobody is found who was never missing, so that no claim is refuted by such a child."""
    code, out, err = run("verify", name)
    assert (code, err) == (0, "")
    assert "0 to put right" in out
    assert "found by the police" not in out


@pytest.mark.slow
def test_allocate_says_who_has_which_forum_and_when(run: Run, here: Path) -> None:
    code, _, err = run("allocate", *CASES, "--out", "o.json")
    assert (code, err) == (0, "")
    rows = {(row["reference"], row["reading"]): row for row in json.loads((here / "o.json").read_text())}
    statuses = {at: [row[f"{forum} status"] for forum in ("CLOSE", "FAM", "RMP")] for at, row in rows.items()}
    assert statuses == {
        (who, reading): said
        for who, said in {"C1": ["no", "must", "must"], "C2": ["must", "no", "no"], "C3": ["cannot tell"] * 3}.items()
        for reading in ("by points", "by level")
    }
    assert rows["C1", "by points"]["RMP due"] == "2024-06-24"
    said = rows["C1", "by points"]["RMP says"]
    assert "Attended by the case manager, a nurse (age at referral is 13). Must not be attended by the school." in said
    assert "The notice is due not before 6 June 2024" in said
    assert "whoever departs from that records the reason" in rows["C1", "by points"]["FAM says"]


def test_explain_says_why_by_each_reading(run: Run) -> None:
    code, out, err = run("explain", "cases.csv", "C1", *CASES[1:])
    assert (code, err) == (0, "")
    by_points, _, by_level = flat(out).partition("Read as: by level")
    assert "the child has been missing and a family plan is open (rule points" in by_points
    assert "Because risk of serious harm is High (rule high" in by_level


def test_a_case_that_cannot_be_is_refused(run: Run, here: Path) -> None:
    (here / "cases.csv").write_text("reference,missing,found\nC1,no,yes\n")
    code, _, err = run("allocate", *CASES)
    assert (code, "found, and never missing" in err) == (2, True)


@pytest.mark.slow
def test_triggers_say_which_stage_is_due_and_by_when(run: Run, here: Path) -> None:
    """W1 has three short absences, one for jury service aside; W2 two long ones; W3 two, as many as were agreed."""
    code, _, _ = run("triggers", *STAFF, "--out", "o.json")
    rows = json.loads((here / "o.json").read_text())
    assert code == 0
    assert [tuple(row[of] for of in ("worker", "stage_due", "must_or_may", "held_by")) for row in rows[::2]] == [
        ("W1", "letter; review", "may; must", "2024-06-24"),
        ("W2", "hearing", "must", None),
        ("W3", "letter; review; hearing", "may; must; may", "2024-06-24"),
    ]
    assert [row["since"] for row in rows if row["worker"] == "W2"] == ["2024-05-26", "2024-06-17"]


@pytest.mark.slow
def test_a_timeline_explains_one_worker(run: Run) -> None:
    code, out, _ = run("timeline", "absences.csv", "W1", *STAFF[1:])
    said = flat(out)
    assert code == 0
    for each in (
        "review: it must be held; since 10 June 2024, by 24 June 2024, which is past.",
        "if today, it is on 3 July 2024 or later.",
        "rule short: short absences in 12 months is 3; review must follow.",
        "3 absences from 5 Mar 2024 to 10 Jun 2024: not counted, each is not longer than 4 weeks",
        "it is for jury service",
        "begins on a Tuesday: 2 of 3",
        "on a payday or the day before or after: 2 of 3",
    ):
        assert each in said


def test_interviews_are_asked_for_by_the_trigger(run: Run) -> None:
    """Of nine absences the first of each worker needs none, nor that which is set aside."""
    code, out, _ = run("interviews", *ABSENCES, "--policy", WORK, *DAY)
    assert code == 0
    assert "9 absences were over by 28 June 2024; by everytown-attendance 5 of them need" in flat(out)


@pytest.mark.parametrize(("day", "due"), [("2024-07-01", "0 with a stage due"), ("2024-07-02", "1 with a stage due")])
def test_a_call_is_due_a_week_after_the_last(run: Run, day: str, due: str) -> None:
    code, out, _ = run("triggers", *AWAY, "--on", day)
    assert code == 0
    assert due in out


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (f"{FORUMS}/by points", f"{FORUMS}/by level", "RMP | crosswise"),
        (WORK, WORK, "hearing | the same"),
        (CONTACT, CONTACT, "call | the same"),
    ],
)
def test_diff_compares_what_they_mean(run: Run, one: str, other: str, said: str) -> None:
    code, out, err = run("diff", one, other)
    assert (code, err) == (0, "")
    assert said in " ".join(out.split())


@pytest.mark.slow
def test_bulk_says_the_same_or_refuses_by_name(run: Run, here: Path) -> None:
    for name in ("cases", "family_plan", "absences", "workers", "away"):
        _as_parquet(here / f"{name}.csv")
    asked = ("--engine", "polars", *DAY, "--out")
    code, _, err = run(
        "allocate", "cases.parquet", "--with", "family_plan.parquet", "--policy", FORUMS, *asked, "forums"
    )
    assert (code, err) == (0, "")
    found = pl.read_parquet(here / "forums" / "*.parquet").sort("reference")
    assert found["RMP (by points)"].to_list() == found["RMP (by level)"].to_list() == ["must", "no", "cannot tell"]
    staff = ("absences.parquet", "--with", "workers.parquet", *FULL, "--no-stages", "--policy", WORK)
    code, _, err = run("triggers", *staff, *asked, "staff")
    assert code == 0, err
    each_day = pl.read_parquet(here / "staff" / "*.parquet").filter(pl.col("reading") == "each day").sort("worker")
    stands = each_day.select("letter", "review", "hearing").rows()
    assert stands == [("may", "must", "no"), ("no", "no", "must"), ("may", "must", "may")]
    assert [str(day) for day in each_day["review by"].to_list()] == ["2024-06-24", "None", "2024-06-24"]
    code, _, err = run("triggers", "away.parquet", *FULL, "--no-stages", "--policy", CONTACT, *asked, "calls")
    assert (code, err) == (
        2,
        "everytown-contact is not worked out in bulk; track workers one by one\n"
        "  rule weekly: conventions that it has for itself\n",
    )


def _as_parquet(path: Path) -> None:
    """The rows of a file with days as dates, and yes and no as booleans."""
    frame = pl.read_csv(path, try_parse_dates=True)
    flags = [name for name in ("missing", "found", "jury", "clear") if name in frame.columns]
    frame = frame.with_columns(pl.col(name).replace_strict({"yes": True, "no": False}) for name in flags)
    empty = [name for name in ("interviewed", "end") if frame.schema.get(name) == pl.String]
    frame.with_columns(pl.col(name).cast(pl.Date) for name in empty).write_parquet(path.with_suffix(".parquet"))
