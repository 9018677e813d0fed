"""A new plugin: what is written, that its tests pass at once, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from test_cli import (
    Run,
    run as run,  # noqa: PLC0414 -- the fixture
)
from yosrules.cli.new_plugin.command import TEXTS, PluginKind
from yosrules.cli.new_plugin.template import filled

KINDS = [*PluginKind]
WRITTEN = {
    "pyproject.toml",
    "README.md",
    "CHANGELOG.md",
    ".github/workflows/ci.yml",
    "src/yosrules_anytown/__init__.py",
    "src/yosrules_anytown/py.typed",
    "tests/test_laws.py",
    "tests/test_offers.py",
}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("kind", KINDS)
class TestEachKind:
    def test_a_whole_plugin_is_written_and_what_comes_next_is_said(
        self, kind: PluginKind, run: Run, tmp_path: Path
    ) -> None:
        code, out, _ = run("new-plugin", "anytown", "--kind", kind, "--into", str(tmp_path))
        assert code == 0
        assert files(tmp_path / "yosrules-anytown") == WRITTEN
        assert out.splitlines()[-4:] == [
            f"  cd {tmp_path / 'yosrules-anytown'}",
            "  pip install -e '.[test]'",
            "  pytest",
            "  yosrules verify anytown",
        ]

    def test_everything_in_it_has_the_plugins_name(self, kind: PluginKind, run: Run, tmp_path: Path) -> None:
        for path, text in filled(TEXTS[kind], "old-mill-lane", 2031).items():
            assert "$" not in path + text
            assert "anytown" not in path + text
        assert any("date(2031, 1, 1)" in text for text in filled(TEXTS[kind], "a", 2031).values())


@pytest.mark.parametrize(
    "name",
    ["", "Anytown", "any_town", "any--town", "-anytown", "anytown-", "1anytown", "any town", "../up", "yosrules-"],
)
def test_a_name_that_is_no_name_is_refused(name: str, run: Run, tmp_path: Path) -> None:
    code, _, err = run("new-plugin", "--kind", "forums", "--into", str(tmp_path), "--", name)
    assert code == 2
    assert err == (
        f"wrote {name!r} for the name of a plugin; "
        "allowed: small letters, digits and single hyphens, a letter first, such as anytown-forums\n"
    )
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("hmip", "the plugin hmip"),
        ("yosrules-derby-forums", "the plugin derby-forums"),
        ("derby-high-risk-strategy", "the policy derby-high-risk-strategy"),
        ("hmip-2018", "the framework hmip-2018"),
    ],
)
def test_a_name_that_is_taken_is_refused(name: str, what: str, run: Run, tmp_path: Path) -> None:
    code, _, err = run("new-plugin", name, "--kind", "domain", "--into", str(tmp_path))
    assert (code, err) == (2, f"{what} is installed already; choose another name\n")
    assert not list(tmp_path.iterdir())


def test_the_prefix_that_every_plugin_has_may_be_given(run: Run, tmp_path: Path) -> None:
    assert run("new-plugin", "yosrules-anytown", "--kind", "forums", "--into", str(tmp_path)).code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["yosrules-anytown"]


@pytest.mark.parametrize("there", [Path.mkdir, Path.touch, lambda path: path.symlink_to("nowhere")])
def test_nothing_is_overwritten(there: Callable[[Path], None], run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "yosrules-anytown"
    there(folder)
    code, _, err = run("new-plugin", "anytown", "--kind", "forums", "--into", str(tmp_path))
    assert (code, err) == (2, f"{folder} is there already, and nothing is overwritten\n")
    assert list(tmp_path.iterdir()) == [folder]


def test_what_cannot_be_written_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    name = "a" * 300
    code, _, err = run("new-plugin", name, "--kind", "forums", "--into", str(tmp_path))
    assert (code, err) == (2, f"{tmp_path / f'yosrules-{name}'} cannot be written: File name too long\n")
    assert not list(tmp_path.iterdir())


def test_a_folder_to_put_it_in_has_to_be_there(run: Run, tmp_path: Path) -> None:
    assert run("new-plugin", "anytown", "--kind", "forums", "--into", str(tmp_path / "none")).code == 2
