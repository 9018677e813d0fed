"""The files of a new plugin: the parts that differ by kind, and the parts that every plugin has."""

from __future__ import annotations

from string import Template

import attrs


@attrs.frozen
class PluginText:
    """The module, tests and README of one kind, with `$name`, `$package`, `$title` and `$year` to be filled in."""

    offers: str
    module: str
    tests: str
    readme: str


_PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "yosrules-$name"
version = "0.1.0"
description = "$title: $offers, for yosrules"
readme = "README.md"
requires-python = ">=3.11"
classifiers = ["Typing :: Typed"]
dependencies = ["yosrules>=0.1"]

[project.optional-dependencies]
test = ["yosrules[testing]"]

[project.entry-points.yosrules]
$name = "$package"

[tool.hatch.build.targets.wheel]
packages = ["src/$package"]

[tool.pytest.ini_options]
testpaths = ["tests", "README.md"]
addopts = ["--doctest-glob=*.md"]
"""


_OFFERS = '''\
"""What this plugin brings is found by whoever installs it: a misspelt hook, name or entry point fails here."""

from yosrules.hooks import check_offers


def test_it_is_offered() -> None:
    check_offers("$name", "$name")
'''

_CHANGES = """\
# Changelog

## 0.1.0 (unreleased)

- $title: $offers. A change of what it decides stands here, with its source.
"""

_CI = """\
name: ci
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - run: python -m pip install --editable ".[test]"
      - run: pytest
      - run: yosrules verify $name
"""


def filled(text: PluginText, name: str, year: int) -> dict[str, str]:
    """Every file of a new plugin, by its path in the plugin's folder."""
    package = f"yosrules_{name.replace('-', '_')}"
    title = name.replace("-", " ").capitalize()
    own = {"name": name, "package": package, "title": title, "year": str(year), "offers": text.offers}
    files = {
        "pyproject.toml": _PYPROJECT,
        "README.md": text.readme,
        "CHANGELOG.md": _CHANGES,
        ".github/workflows/ci.yml": _CI,
        f"src/{package}/__init__.py": text.module,
        f"src/{package}/py.typed": "",
        "tests/test_laws.py": text.tests,
        "tests/test_offers.py": _OFFERS,
    }
    return {path: Template(written).substitute(own) for path, written in files.items()}
