"""What stands in README and specs beside Python examples: shell sessions, plugin code and TOML are run and read too."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from yosrules.hooks.load import load
from yosrules.hooks.spec import GROUP

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "specs").rglob("*.md")), *sorted((ROOT / "plugins").glob("*/README.md"))]


def blocks(kind: str) -> list[tuple[str, str]]:
    """Every fenced block of a kind, with the page and the place it stands in."""
    return [
        (f"{page.relative_to(ROOT)} #{place}", found)
        for page in PAGES
        for place, found in enumerate(re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", page.read_text()))
    ]


@pytest.mark.parametrize(("where", "block"), blocks("console"))
def test_a_shell_session_prints_what_the_page_shows(where: str, block: str, monkeypatch: pytest.MonkeyPatch) -> None:
    command, _, shown = block.partition("\n")
    program, *arguments = command.removeprefix("$ ").split()
    assert program == "yosrules", where
    monkeypatch.delenv("COLUMNS", raising=False)
    ended = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments],
        cwd=ROOT,
        env=dict(os.environ),  # what this process has, not what a library put behind its back
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert [line.rstrip() for line in ended.stdout.strip().splitlines()] == shown.strip().splitlines()


@pytest.mark.parametrize(("where", "block"), blocks("python"))
def test_python_that_is_no_session_is_a_plugin_that_loads(where: str, block: str) -> None:
    plugin = ModuleType("example")
    exec(compile(block, where, "exec"), vars(plugin))
    (loaded,) = load({"example": plugin, **installed()}).plugins[:1]
    assert loaded.offers


@pytest.mark.parametrize(("where", "block"), blocks("toml"))
def test_toml_names_the_entry_point_group(where: str, block: str) -> None:
    assert GROUP in tomllib.loads(block)["project"]["entry-points"], where


def installed() -> dict[str, object]:
    import yosrules_hmip

    return {"hmip": yosrules_hmip}


def test_there_is_something_to_run() -> None:
    assert len(blocks("console")) >= 3
    assert blocks("python")
    assert blocks("toml")
    assert not blocks("sh")
