"""ARCHITECTURE.md lists every module, plugin and folder; `python tests/test_architecture.py --write` renews it."""

from __future__ import annotations

import inspect
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "ARCHITECTURE.md"
MAP = "## The file map\n"
RENEW = "python tests/test_architecture.py --write"


def first_sentence(path: Path) -> str:
    # The rest of a file is not parsed: all of them together would take a second.
    opening, quotes, said = path.read_text(encoding="utf-8").partition('"""')
    text = inspect.cleandoc(said.partition(quotes)[0]) if quotes and not opening else ""
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return re.split(r"(?<=\.) (?=[A-Z`])", paragraph)[0].replace("|", "\\|")


def rows(folder: Path) -> list[str]:
    files = sorted(folder.glob("*.py"), key=lambda path: (path.name != "__init__.py", path.name))
    return [f"| `{path.relative_to(ROOT).as_posix()}` | {first_sentence(path)} |" for path in files]


def description(project: Path) -> str:
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["description"])


def table(title: str, lines: list[str]) -> str:
    return "\n".join(("", f"### `{title}/`", "", "| file | what it is for |", "|---|---|", *lines, ""))


def written() -> str:
    folders = sorted({path.parent for path in (ROOT / "src" / "yosrules").rglob("*.py")})
    plugins = sorted((ROOT / "plugins").glob("*/pyproject.toml"))
    tables = [table(folder.relative_to(ROOT).as_posix(), rows(folder)) for folder in folders]
    tables.append(table("plugins", [f"| `plugins/{path.parent.name}/` | {description(path)} |" for path in plugins]))
    return MAP + "".join(tables)


def top_level_folders() -> set[str]:
    ignored = {line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()}
    return {path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in ignored}


def test_the_file_map_is_that_of_the_tree() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown, true = (text.partition(MAP)[2].splitlines() for text in (page, written()))
    missing, wrong = (sorted(set(one) - set(other)) for one, other in ((true, shown), (shown, true)))
    assert not missing, f"ARCHITECTURE.md lacks these lines ({RENEW} puts them in):\n" + "\n".join(missing)
    assert not wrong, f"ARCHITECTURE.md has lines of no file ({RENEW} takes them out):\n" + "\n".join(wrong)
    assert shown == true, f"ARCHITECTURE.md has the lines in another order: {RENEW}"


def test_every_module_says_in_a_sentence_what_it_is_for() -> None:
    assert not [path for path in (ROOT / "src" / "yosrules").rglob("*.py") if not first_sentence(path)]


def test_every_top_level_folder_is_named_and_no_other() -> None:
    named = re.findall(r"^\| `([\w.]+)/` \|", PAGE.read_text(encoding="utf-8").partition(MAP)[0], re.MULTILINE)
    assert {name for name in named if (ROOT / name).is_dir()} == set(named)
    assert {name for name in top_level_folders() if not name.startswith(".")} <= set(named)


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    before = PAGE.read_text(encoding="utf-8").partition(MAP)[0]
    PAGE.write_text(before + written(), encoding="utf-8")
