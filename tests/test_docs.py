"""What stands in README and specs beside Python examples: shell sessions, plugin code and TOML are run and read too."""

from __future__ import annotations

import ast
import importlib.util
import pkgutil
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import yosrules
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.hooks.load import load
from yosrules.hooks.spec import GROUP

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "specs").rglob("*.md")), *sorted((ROOT / "plugins").glob("*/README.md"))]


def site(name: str) -> ModuleType:
    """A script of the documentation site."""
    spec = importlib.util.spec_from_file_location(f"site_{name}", ROOT / "specs" / "site" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(kind: str) -> list[tuple[str, str]]:
    """Every fenced block of a kind, with the page and the place it stands in."""
    return [
        (f"{page.relative_to(ROOT)} #{place}", found)
        for page in PAGES
        for place, found in enumerate(re.findall(rf"(?ms)^```{kind}\n(.*?)^```$", page.read_text()))
    ]


@pytest.mark.slow
@pytest.mark.parametrize(("where", "block"), blocks("console"))
def test_a_shell_session_prints_what_the_page_shows(
    run: Run, where: str, block: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    command, _, shown = block.partition("\n")
    program, *arguments = command.removeprefix("$ ").split()
    assert program == "yosrules", where
    monkeypatch.chdir(ROOT)
    ended = run(*arguments)
    assert [line.rstrip() for line in (ended.err + ended.out).strip().splitlines()] == shown.strip().splitlines()


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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_python_session_is_indented_so_that_it_is_shown_as_code(page: Path) -> None:
    assert not re.findall(r"(?m)^>>>.*$", page.read_text())


@pytest.mark.parametrize("page", sorted(site("pages").sources()))
def test_every_page_has_its_place_in_the_sites_navigation(page: str) -> None:
    if page.endswith(".md") and "/results-" not in page:
        assert f": {page}\n" in (ROOT / "mkdocs.yml").read_text(), f"mkdocs.yml: add {page} to nav"


def test_every_public_module_is_on_an_api_page_that_the_site_lists() -> None:
    pages = site("pages").api_pages()
    shown = {name for text in pages.values() for name in re.findall(r"(?m)^::: ([\w.]+)$", text)}
    public = {module.name for module in pkgutil.walk_packages(yosrules.__path__, "yosrules.")} | {"yosrules"}
    assert shown == {name for name in public if name.split(".")[1:2] not in (["cli"], ["__main__"])}
    for page in pages:
        assert f": {page}\n" in (ROOT / "mkdocs.yml").read_text(), f"mkdocs.yml: add {page} to nav"


@pytest.mark.slow
def test_the_pictures_show_what_the_command_prints(tmp_path: Path) -> None:
    site("pictures").main(tmp_path)
    for picture in sorted((ROOT / "specs" / "pictures").glob("*.svg")):
        drawn, kept = (re.findall(r">([^<>]+)</text>", path.read_text()) for path in (tmp_path / picture.name, picture))
        assert drawn == kept, "python specs/site/pictures.py draws them again"
        assert 'url("http' not in picture.read_text()


@pytest.mark.slow
def test_nothing_is_logged_or_sent_as_the_page_on_security_says() -> None:
    forbidden = {"ftplib", "http", "httpx", "logging", "requests", "smtplib", "socket", "ssl", "urllib"}
    for path in (ROOT / "src" / "yosrules").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if any(name in text for name in forbidden) else ():
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not forbidden & {name.partition(".")[0] for name in names}, path


def test_there_is_something_to_run() -> None:
    assert len(blocks("console")) >= 3
    assert blocks("python")
    assert blocks("toml")
    assert not blocks("sh")
