"""Collect the pages of the site in build/pages: the repository's own under their paths, and an API reference."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "src" / "yosrules"
PAGES = ROOT / "build" / "pages"
COPIED = (
    "*.md",
    "LICENSE",
    "specs/**/*.md",
    "specs/**/*.json",
    "specs/inputs/*.csv",
    "specs/mapping/*.toml",
    "specs/pictures/*.png",
    "specs/pictures/*.svg",
    "specs/site/*.css",
    "benchmarks/*.md",
    "benchmarks/*.svg",
    "examples/*.md",
    "examples/*.py",
    "examples/*.ipynb",
    "plugins/*/README.md",
)
COMMAND = "cli", "__main__"
"""Not part of the Python API; `yosrules --help` describes it."""


def sources() -> list[str]:
    """The files of the repository that the site holds, by their paths."""
    return sorted({path.relative_to(ROOT).as_posix() for pattern in COPIED for path in ROOT.glob(pattern)})


def modules() -> list[tuple[str, ...]]:
    """The public modules, each by its dotted parts; a wing before what is in it."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        inside = path.relative_to(PACKAGE).with_suffix("").parts
        parts = inside[:-1] if inside[-1] == "__init__" else inside
        if not any(part.startswith("_") or part == "cli" for part in parts):
            found.append(("yosrules", *parts))
    return sorted(found)


def api_pages() -> dict[str, str]:
    """A page for each wing, by its path: the wing itself, then each of its modules."""
    pages: dict[str, str] = {}
    for parts in modules():
        wing = parts[1] if (PACKAGE / Path(*parts[1:2])).is_dir() and len(parts) > 1 else "yosrules"
        name = ".".join(parts)
        pages.setdefault(f"api/{wing}.md", f"# {name}\n")
        pages[f"api/{wing}.md"] += f"\n::: {name}\n{exported(PACKAGE.joinpath(*parts[1:]), name)}"
    return pages


def exported(wing: Path, name: str) -> str:
    """A list of the names that a wing re-exports, each a link to where it is defined."""
    face = wing / "__init__.py"
    if not face.is_file() or wing == PACKAGE:
        return ""
    links = [
        f"[`{each.asname}`][{node.module}.{each.name}]"
        for node in ast.walk(ast.parse(face.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for each in node.names
        if each.asname == each.name
    ]
    return f"\nImport from `{name}`: {', '.join(links)}.\n" if links else ""


def write() -> None:
    shutil.rmtree(PAGES, ignore_errors=True)
    for path in sources():
        (PAGES / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, PAGES / path)
    for path, content in api_pages().items():
        (PAGES / path).parent.mkdir(parents=True, exist_ok=True)
        (PAGES / path).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    write()
