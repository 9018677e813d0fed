"""The public face: what every wing offers, that it is loaded on first use, and that plugins need no more than it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import yosrules
from yosrules.cli.new_plugin.attendance import ATTENDANCE
from yosrules.cli.new_plugin.domain import DOMAIN
from yosrules.cli.new_plugin.forums import FORUMS
from yosrules.cli.new_plugin.template import PluginText, filled
from yosrules.lazy import Wing

ROOT = Path(__file__).parent.parent
PACKAGE = Path(yosrules.__file__).parent
WINGS = sorted(
    ".".join(("yosrules", *path.parent.relative_to(PACKAGE).parts))
    for path in PACKAGE.glob("**/__init__.py")
    if "lazily(" in path.read_text()
)
DOORS = {"yosrules.policies", "yosrules.records", "yosrules.language", "yosrules.hooks"}
"""The modules that a plugin needs; its tests need `yosrules.testing`."""


def imports(text: str) -> list[tuple[str, list[ast.alias]]]:
    """Every `from … import …` of a text, in the order written."""
    return [(node.module or "", node.names) for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]


def shown_to_checkers(wing: str) -> dict[str, str]:
    """The names that type checkers see in a wing, each with the module it comes from."""
    path = PACKAGE.joinpath(*wing.split(".")[1:], "__init__.py")
    return {
        alias.asname: f"{module}.{alias.name}"
        for module, names in imports(path.read_text())
        for alias in names
        if alias.asname is not None
    }


def test_every_wing_of_the_house_has_a_public_face() -> None:
    assert len(WINGS) == 19


@pytest.mark.parametrize("wing", WINGS)
def test_type_checkers_see_the_names_that_are_loaded(wing: str) -> None:
    module = import_module(wing)
    assert isinstance(module, Wing)
    assert shown_to_checkers(wing) == {name: f"{wing}.{home}.{name}" for name, home in module._homes.items()}


@pytest.mark.parametrize("wing", WINGS)
def test_every_public_name_of_a_wing_resolves_to_what_its_module_defines(wing: str) -> None:
    module = import_module(wing)
    for name, place in shown_to_checkers(wing).items():
        home = place.rpartition(".")[0]
        assert getattr(module, name) is getattr(import_module(home), name)
        assert not isinstance(getattr(module, name), ModuleType)


@pytest.mark.parametrize("wing", WINGS)
def test_dir_and_a_star_import_know_every_public_name(wing: str) -> None:
    names = set(shown_to_checkers(wing))
    assert names <= set(dir(import_module(wing)))
    taken: dict[str, object] = {}
    exec(f"from {wing} import *", taken)
    assert names == taken.keys() - {"__builtins__"}


def test_a_name_that_a_wing_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'yosrules\.policies' has no attribute 'Polcy'"):
        import_module("yosrules.policies").Polcy


def test_a_function_keeps_its_name_when_the_module_of_that_name_is_imported() -> None:
    import_module("yosrules.deciding.decide")
    assert import_module("yosrules.deciding").decide is yosrules.decide


def loaded_by(wings: list[str]) -> set[str]:
    code = f"import sys, {', '.join(wings)}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    return set(ended.stdout.split())


def test_importing_every_wing_loads_nothing_optional() -> None:
    optional = {"cattrs", "hypothesis", "narwhals", "openpyxl", "pluggy", "polars", "pytest"}
    optional |= {"rich", "typer", "xlsxwriter", "z3"}
    assert not optional & loaded_by(WINGS)


def test_the_version_is_that_of_the_distribution() -> None:
    from importlib.metadata import version

    assert yosrules.__version__ == version("yosrules")


def test_a_name_that_yosrules_does_not_have_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'yosrules' has no attribute 'nothing'"):
        yosrules.nothing  # type: ignore[attr-defined]


def of_yosrules(text: str) -> set[str]:
    """The modules of yosrules that a text imports from."""
    return {module for module, _ in imports(text) if module.split(".")[0] == "yosrules"}


@pytest.mark.parametrize("path", sorted((ROOT / "plugins").glob("*/src/**/*.py")), ids=lambda path: path.stem)
def test_a_plugin_imports_from_four_modules_at_most(path: Path) -> None:
    assert of_yosrules(path.read_text()) <= DOORS


@pytest.mark.parametrize("text", [ATTENDANCE, DOMAIN, FORUMS], ids=lambda text: text.offers)
def test_a_new_plugin_imports_from_four_modules_and_its_tests_from_one(text: PluginText) -> None:
    files = filled(text, "anytown", 2026)
    assert of_yosrules(files["src/yosrules_anytown/__init__.py"]) <= DOORS
    assert of_yosrules(files["tests/test_laws.py"]) == {"yosrules.testing"}


def test_the_page_of_the_api_lists_what_every_wing_offers() -> None:
    page = (ROOT / "specs" / "api.md").read_text().partition("## The names")[2]
    sections = re.findall(r"^### `([\w.]+)`\n(.+?)(?=^### |\Z)", page, re.MULTILINE | re.DOTALL)
    listed = {wing: re.findall(r"`(\w+)`", text.strip().rpartition("\n\n")[2]) for wing, text in sections}
    assert listed == {wing: sorted(shown_to_checkers(wing)) for wing in listed}
    assert sorted(listed) == WINGS
