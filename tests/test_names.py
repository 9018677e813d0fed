"""One word, one meaning: no public name of the package is defined in two modules."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import yosrules

PACKAGE = Path(yosrules.__file__).parent
ONE, MANY = "attendance/", "bulk/attendance/"
"""The rooms that say the same of one worker and of many: a file and its translation may both define a name."""


def defined(text: str) -> Iterator[str]:
    """The public names that a module defines: classes, functions, aliases and constants."""
    for node in ast.parse(text).body:
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
                names = [name]
            case ast.Assign(targets=targets):
                names = [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
            case _:
                names = []
        yield from (name for name in names if not name.startswith("_"))


def homes(package: Path) -> dict[str, set[str]]:
    """The modules that define each public name; type variables, which are one letter, are left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(package.rglob("*.py")):
        for name in defined(path.read_text()):
            if len(name) > 1:
                found[name].add(path.relative_to(package).as_posix())
    return found


def mirrored(modules: set[str]) -> bool:
    """Whether these are a file of `attendance` and its translation, in the same folder of `bulk/attendance`."""
    return any(modules == {ONE + file, MANY + file} for file in (module.removeprefix(ONE) for module in modules))


@pytest.mark.slow
def test_no_public_name_has_two_meanings() -> None:
    twice = {name: modules for name, modules in homes(PACKAGE).items() if len(modules) > 1 and not mirrored(modules)}
    assert not twice


def test_a_name_that_two_modules_define_is_found(tmp_path: Path) -> None:
    for room in ("attendance/days", "bulk/attendance/days", "files"):
        (tmp_path / room).mkdir(parents=True)
        (tmp_path / room / "spells.py").write_text(
            "class Spell: ...\n\n\ndef _link() -> None: ...\n\n\nT = ONE, TWO = 1, 2\n"
        )
    found = homes(tmp_path)
    assert found.keys() == {"Spell", "ONE", "TWO"}
    assert not mirrored(found["Spell"])
    assert mirrored(found["Spell"] - {"files/spells.py"})
    assert not mirrored({"attendance/days/spells.py", "bulk/attendance/days/roster.py"})
    assert not mirrored({"attendance/days/spells.py", "bulk/attendance/spells.py"})
