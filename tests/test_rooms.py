"""No room is crowded: a room is a folder of the package, and each of its sub-folders is a room of its own."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

import pytest

import yosrules

PACKAGE = Path(yosrules.__file__).parent
MOST_IMPORTS = 35
LARGEST_SHARE = 20
"""In per cent of the lines of the package."""
ONLY_IN_BULK = {"events.py", "histories.py", "measures/plan.py"}
"""What bulk attendance has beside its tables that one worker needs nothing like."""


def imported(path: Path, modules: dict[str, Path]) -> set[Path]:
    """The files of the package that a file imports, those for type checkers too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=parts):
                inner = {f"{module}.{part.name}" for part in parts}
                names |= inner if inner <= modules.keys() else {module, *inner}
            case ast.Import(names=parts):
                names |= {part.name for part in parts}
            case _:
                pass
    return {modules[name] for name in names & modules.keys()}


def dotted(path: Path) -> str:
    """The name by which a file is imported; that of its folder for `__init__.py`."""
    return ".".join(path.parent.parts if path.stem == "__init__" else path.with_suffix("").parts)


def imports_within(package: Path) -> Counter[str]:
    """For each room how many pairs of its files there are of which one imports the other."""
    paths = sorted(package.rglob("*.py"))
    modules = {dotted(path.relative_to(package.parent)): path for path in paths}
    pairs = [(path, other) for path in paths for other in imported(path, modules)]
    return Counter(path.parent.relative_to(package).as_posix() for path, other in pairs if path.parent == other.parent)


def shares(package: Path) -> dict[str, float]:
    """For each first-level folder its share of the lines of the package, with all that is below it."""
    lines: Counter[str] = Counter()
    for path in package.rglob("*.py"):
        lines[path.relative_to(package).parts[0]] += len(path.read_text(encoding="utf-8").splitlines())
    return {room: 100 * count / lines.total() for room, count in lines.items() if (package / room).is_dir()}


@pytest.mark.slow
def test_no_room_has_many_imports_among_its_files() -> None:
    assert {room: count for room, count in imports_within(PACKAGE).items() if count > MOST_IMPORTS} == {}


def test_no_wing_is_a_fifth_of_the_package() -> None:
    assert {room: share for room, share in shares(PACKAGE).items() if share >= LARGEST_SHARE} == {}


def test_bulk_attendance_has_the_folders_and_files_of_attendance() -> None:
    one, many = (
        {path.relative_to(room).as_posix() for path in room.rglob("*.py") if path.parent.name != "tables"}
        for room in (PACKAGE / "attendance", PACKAGE / "bulk" / "attendance")
    )
    assert many - one == ONLY_IN_BULK


def test_imports_are_counted_in_one_room_and_lines_with_all_below(tmp_path: Path) -> None:
    house = tmp_path / "house"
    for file, code in {
        "hall.py": "import house.stairs\n",
        "stairs.py": "from house.cellar import coal\nimport os\n",
        "cellar/__init__.py": "",
        "cellar/coal.py": "from house.cellar.wine import red, white\nfrom house.cellar import wine\n",
        "cellar/wine.py": "from house.cellar import door\nred = white = 1\n",
        "cellar/deep/well.py": "from house.cellar import wine\n\n",
    }.items():
        (house / file).parent.mkdir(parents=True, exist_ok=True)
        (house / file).write_text(code)
    assert imports_within(house) == {".": 1, "cellar": 2}
    assert shares(house) == {"cellar": 100 * 6 / 9}
