"""No command writes over what it reads, whatever the file is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from test_cli import OLD, Run, run  # noqa: F401 -- the fixture
from yosrules.cli.common import refuse_overwriting
from yosrules.errors import YosrulesError

ON = ("--on", "2019-09-09")
TEXTS = {
    "c.csv": "reference,rosh\nA1,High\n",
    "offences.csv": "reference,committed,disposed,gravity\n",
    "a.csv": "worker,start,end\nW1,2025-03-03,2025-03-04\n",
    "stages.csv": "worker,step,held\n",
    "s.toml": "days = 8\n",
    "audit.csv": "standard,score,out_of\n2.1,1,2\n",
}
AWAY = ("a.csv", "--policy", "sheffield-university-attendance", "--on", "2025-10-01")
OPEN = ("show", "york-university-attendance", "--settings", "s.toml")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file for each thing that is read; it is the current one."""
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "cases").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "c.csv")
    os.link(tmp_path / "c.csv", tmp_path / "same.csv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("allocate", "c.csv", *ON, "--out", "c.csv"),
        ("allocate", "c.csv", *ON, "--out", "../{here}/c.csv"),
        ("allocate", "c.csv", *ON, "--out", "link.csv"),
        ("allocate", "link.csv", *ON, "--out", "c.csv"),
        ("allocate", "c.csv", *ON, "--out", "same.csv"),
        ("allocate", "c.csv", *ON, "--records", "c.csv"),
        ("allocate", "c.csv", *ON, "--with", "offences.csv", "--out", "offences.csv"),
        ("allocate", "cases", *ON, "--engine", "polars", "--out", "cases"),
        ("allocate", "cases", *ON, "--engine", "polars", "--out", "cases/result"),
        ("allocate", "cases/.result.part", *ON, "--engine", "polars", "--out", "cases/result"),
        ("referral", "c.csv", "A1", "--forum", "RSM", "--out", "c.csv"),
        ("triggers", *AWAY, "--no-stages", "--out", "a.csv"),
        ("triggers", *AWAY, "--with", "stages.csv", "--out", "stages.csv"),
        ("triggers", *AWAY, "--settings", "s.toml", "--out", "s.toml"),
        ("interviews", *AWAY, "--out", "a.csv"),
        ("rate", "audit.csv", *OLD, "--out", "audit.csv"),
        ("rate", "audit.csv", *OLD, "--engine", "polars", "--out", "/"),
        (*OPEN, "--out", "s.toml"),
    ],
)
def test_what_is_read_is_never_overwritten(run: Run, here: Path, command: tuple[str, ...]) -> None:
    command = tuple(word.format(here=here.name) for word in command)
    option, path = command[-2:]
    assert run(*command) == (2, "", f"{option} {path} would overwrite what is read\n")
    assert {name: (here / name).read_text() for name in TEXTS} == TEXTS


def test_an_earlier_result_is_replaced_where_it_is_asked_for(run: Run, here: Path) -> None:
    (here / "out.csv").write_text("what was written before")
    again = ("allocate", "c.csv", *ON, "--out", "out.csv")
    assert run(*again) == (2, "", "--out out.csv is there already; --force replaces it\n")
    assert (here / "out.csv").read_text() == "what was written before"
    assert run(*again, "--force").code == 0
    assert (here / "out.csv").read_text().startswith("reference,policy")


def test_two_options_do_not_write_to_one_file(run: Run, here: Path) -> None:
    ran = run("allocate", "c.csv", *ON, "--out", "x.json", "--records", "./x.json")
    assert ran == (2, "", "--records x.json would overwrite what --out writes\n")
    assert not (here / "x.json").exists()


def test_what_is_not_there_is_not_in_the_way(here: Path) -> None:
    refuse_overwriting({"--out": here / "new", "--records": None}, here / "missing", None)
    with pytest.raises(YosrulesError, match="would overwrite what is read"):
        refuse_overwriting({"--out": here / "missing"}, here / "missing")


def test_what_is_there_is_not_replaced_where_force_is_asked_for(here: Path) -> None:
    (here / "old").write_text("kept")
    (here / "nowhere").symlink_to(here / "gone")
    for name in ("old", "nowhere"):
        with pytest.raises(YosrulesError, match=f"--errors {here / name} is there already; --force replaces it"):
            refuse_overwriting({"--errors": here / name}, force=False)
        refuse_overwriting({"--errors": here / name}, force=True)
    refuse_overwriting({"--errors": here / "new"}, force=False)
    with pytest.raises(YosrulesError, match="would overwrite what is read"):
        refuse_overwriting({"--errors": here / "old"}, here / "old", force=True)
