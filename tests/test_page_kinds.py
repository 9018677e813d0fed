"""Every kind of page that a command writes: axe-core finds nothing, in both colour schemes, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest

from chromium import faults, in_chromium, opened
from test_cli import Run, run  # noqa: F401 -- the fixture
from test_doors import ASKED, CASES, ON, SHEFFIELD, STRATEGY, ask, options
from yosrules import cli

WORKLOAD = ("--weights", "specs/workload/weights.toml", "--team", "specs/workload/practitioners.csv", *ON)
MORE = {
    "show a forum policy": ("show", STRATEGY),
    "show an attendance policy": ("show", "west-lothian-attendance"),
    "show a policy with settings": ("show", "derby-attendance"),
    "show an indicator": ("show", "kpi-1"),
    "show an indicator with settings": ("show", "contacts"),
    "verify": ("verify", STRATEGY),
    "verify a policy with readings": ("verify", "falmouth-university-attendance"),
    "boundaries": ("boundaries", STRATEGY),
    "diff of two": ("diff", "custodial-sentences@2005-04-01", "custodial-sentences@2007-04-01"),
    "agenda": ("allocate", CASES, *ON, "--forum", "RSM"),
    "indicators of one": (
        *("indicators", "specs/indicators/victims.csv", "V6", "--indicator", "derby-victims-interested", *ON),
    ),
    "workload of one": (
        *("workload", "specs/workload/cases.csv", *WORKLOAD, "--audience", "practitioner", "--practitioner", "Lee"),
    ),
    "rate beside another": (
        *("rate", "specs/derby-2019/post-court-audit.csv", "--framework", "hmip-2018"),
        *("--against", "specs/derby-2019/inspection-2018.csv"),
    ),
}
"""Kinds of pages beside those that `test_doors` asks for."""
FILES = {
    "every agenda": ("agenda.html", ("allocate", CASES, *ON, "--agenda")),
    "letter to a worker": (
        "worker-W1.html",
        ("triggers", "specs/attendance/absences.csv", *SHEFFIELD, "--no-stages", "--format", "html", "--letters"),
    ),
    "letter to a team": (
        "team-not-stated.html",
        ("triggers", "specs/attendance/absences.csv", *SHEFFIELD, "--no-stages", "--format", "html", "--letters"),
    ),
}
"""Kinds of pages that are written to files only: which file is looked at."""
READ = {name for name, asked in ASKED.items() if "--format" not in asked.lacks}


def page_of(run: Run, folder: Path, kind: str) -> str:
    """A page of this kind."""
    if kind in FILES:
        file, words = FILES[kind]
        code, _, err = run(*words, str(folder if "--letters" in words else folder / file))
        assert code in (0, 1), err
        return (folder / file).read_text(encoding="utf-8")
    ran = ask(run, folder, kind, ASKED[kind].file, "--format", "html") if kind in READ else None
    ran = ran or run(*MORE[kind], "--format", "html")
    assert ran.code in (0, 1), ran.err
    return ran.out


def test_every_command_that_writes_pages_is_looked_at() -> None:
    asked = {words[0] for words in MORE.values()} | READ
    assert {name for name in cli.COMMANDS if "--format" in options(name)} == asked


@in_chromium
@pytest.mark.slow
@pytest.mark.parametrize("kind", [*sorted(READ), *MORE, *FILES])
def test_axe_finds_nothing(run: Run, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(page_of(run, tmp_path, kind), encoding="utf-8")
    with opened(path) as page:
        assert faults(page) == []
