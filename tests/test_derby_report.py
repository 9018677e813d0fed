"""Derby's report point by point: each row of the page that is about data has a command, and every command runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.cli import COMMANDS

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "specs" / "derby-2019" / "README.md").read_text(encoding="utf-8")
OF_DATA, _, OUT_OF_SCOPE = PAGE.partition("## The report, point by point")[2].partition("Not about data")


def rows(text: str) -> list[list[str]]:
    """The cells of the rows of a table, without its headings."""
    lines = [line for line in text.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def words(command: str) -> list[str]:
    """The arguments of a command; those in quotation marks are one."""
    return [quoted or plain for quoted, plain in re.findall(r'"([^"]*)"|(\S+)', command)]


COMMANDS_RUN = [(point, said.split("`")[1]) for point, said in rows(OF_DATA)]


def test_every_point_about_data_has_a_command_and_every_other_a_reason() -> None:
    assert len(COMMANDS_RUN) == 40
    assert len(rows(OUT_OF_SCOPE)) == 8
    for _, command in COMMANDS_RUN:
        program, name, *_ = words(command)
        assert program == "yosrules"
        assert name in COMMANDS


@pytest.mark.slow
def test_every_command_of_the_page_runs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for command in dict.fromkeys(command for _, command in COMMANDS_RUN):
        code, out, err = run(*words(command)[1:])
        assert code in (0, 1), (command, err)
        assert out.strip(), command
