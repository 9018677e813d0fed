"""The house itself: what an import costs, that every module stands alone, and that the papers agree with the code."""

from __future__ import annotations

import ast
import configparser
import inspect
import pkgutil
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import test_attendance_laws
import test_bulk_laws
import test_indicator_laws
import test_laws
import yosrules
from yosrules.errors import YosrulesError
from yosrules.hooks import spec
from yosrules.hooks.load import load

ROOT = Path(__file__).parent.parent
MODULES = sorted(module.name for module in pkgutil.walk_packages(yosrules.__path__, "yosrules."))
PLUGINS = sorted(path.name for path in (ROOT / "plugins").iterdir() if (path / "pyproject.toml").is_file())
HEAVY = {
    "pluggy",
    "cattrs",
    "narwhals",
    "polars",
    "z3",
    "hypothesis",
    "typer",
    "rich",
    "openpyxl",
    "xlsxwriter",
    "dateutil",
    "pytest",
}
"""What `import yosrules` must not load."""


def python(code: str) -> str:
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.mark.slow
def test_using_the_names_of_yosrules_loads_attrs_and_nothing_heavier_but_plugins_for_load() -> None:
    use_all = "[getattr(yosrules, name) for name in yosrules.__all__ if name != 'load']"
    code = f"import sys, yosrules; {use_all}; print(*{{name.partition('.')[0] for name in sys.modules}})"
    loaded = python(code).split()
    assert "attrs" in loaded
    assert not HEAVY & set(loaded)
    outside = set(loaded) - set(sys.stdlib_module_names) - set(python("import sys; print(*sys.modules)").split())
    named = {name for name in outside if name.isidentifier() and not name.startswith("_")}
    assert named - {"coverage"} <= {"attrs", "attr", "yosrules"}


@pytest.mark.slow
def test_every_module_can_be_imported_with_warnings_as_errors() -> None:
    # In one process: a module that needed another to be imported before it would be a circle, which lint-imports finds.
    python(f"import importlib; [importlib.import_module(name) for name in {MODULES!r}]")


def test_importing_yosrules_imports_nothing_until_a_name_is_used() -> None:
    code = "import sys, yosrules; print(*(name for name in sys.modules if name.startswith(('yosrules', 'attr'))))"
    assert set(python(code).split()) == {"yosrules", "yosrules.lazy"}


@pytest.mark.parametrize("name", yosrules.__all__)
def test_every_public_thing_says_what_it_is(name: str) -> None:
    thing = getattr(yosrules, name)
    if inspect.isclass(thing) or inspect.isfunction(thing):
        assert inspect.getdoc(thing)


def test_the_tree_of_errors_is_the_one_drawn() -> None:
    from yosrules import errors

    drawn = set(re.findall(r"^(?:│   )?(?:├── |└── )?(\w+Error)\b", errors.__doc__ or "", re.MULTILINE))
    assert drawn == {
        name for name, thing in vars(errors).items() if name.endswith("Error") and thing.__module__ == errors.__name__
    }
    assert all(issubclass(getattr(errors, name), YosrulesError) for name in drawn)


def test_every_law_is_a_test_and_every_law_test_is_listed() -> None:
    listed = re.findall(r"^\| .+ \| `(test_\w+)` \|$", (ROOT / "specs" / "laws.md").read_text(), re.MULTILINE)
    assert listed == [
        name
        for laws in (test_laws, test_attendance_laws, test_bulk_laws, test_indicator_laws)
        for name in vars(laws)
        if name.startswith("test_")
    ]


def test_every_hook_is_documented_and_typed() -> None:
    hooks = [name for name, thing in vars(spec).items() if name.startswith("yosrules_") and inspect.isfunction(thing)]
    manual = (ROOT / "specs" / "plugins.md").read_text()
    assert hooks
    for name in hooks:
        assert f"`{name}" in manual
        assert inspect.getdoc(getattr(spec, name))
        assert inspect.signature(getattr(spec, name)).return_annotation
        assert getattr(spec, name)() == ()


def test_every_plugin_of_this_repository_is_installed_and_tested_by_tox() -> None:
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini")
    assert sorted(re.findall(r"\./plugins/([\w-]+)", tox["testenv"]["commands_pre"])) == PLUGINS
    assert sorted(each.distribution for each in load().plugins) == PLUGINS


@pytest.mark.parametrize("plugin", PLUGINS)
def test_every_plugins_tests_begin_with_its_laws(plugin: str) -> None:
    tests = (ROOT / "plugins" / plugin / "tests" / "test_laws.py").read_text()
    assert re.match(r'""".*?"""\n\n(?:(?:from|import) .*\n|\n)+test_\w+ = laws\(', tests, re.DOTALL)


def test_the_pythons_are_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    minors = [line.rpartition(".")[2] for line in project["classifiers"] if ":: Python :: 3." in line]
    tox = (ROOT / "tox.ini").read_text()
    listed = re.findall(r"py3(\d\d)", tox.split("env_list", 1)[1].splitlines()[0])
    slow = re.findall(r"^base_python = python3\.(\d\d), python3\.11$", tox, re.MULTILINE)
    assert minors == sorted(listed + slow)
    assert project["requires-python"] == f">=3.{minors[0]}"


def test_ci_runs_the_readmes_test_command() -> None:
    readme = (ROOT / "README.md").read_text()
    commands = re.findall(r"^    (python3\.11 -m venv .+)$", readme, re.MULTILINE)
    assert len(commands) == 2
    assert commands[1] in (ROOT / ".ci" / "run").read_text()


@pytest.mark.slow
def test_any_stands_only_at_the_three_doors() -> None:
    """The comparison handle, the pluggy façade, and the file that knows z3: claims and answers are typed without it."""
    doors = {"language/expr.py", "hooks/load.py", "proof/provers/solver.py"}
    package = Path(yosrules.__file__).parent
    for path in sorted(package.rglob("*.py")):
        text = path.read_text()
        if str(path.relative_to(package).as_posix()) not in doors:
            parsed = ast.walk(ast.parse(text)) if re.search(r"\bAny\b", text) else ()
            names = {node.id for node in parsed if isinstance(node, ast.Name)}
            assert "Any" not in names, path
            assert "type: ignore" not in text, path
