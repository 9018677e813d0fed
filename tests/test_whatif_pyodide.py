"""A second referee of the page what if: Pyodide, which runs the package itself, answers as the page's script does."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import attrs
import pytest

import yosrules
import yosrules_derby_forums
from test_whatif_script import BY_HAND

TESTS = Path(__file__).parent
PYODIDE = TESTS.parent / ".pyodide" / "node_modules" / "pyodide"
"""Where `npm install --prefix .pyodide pyodide` puts it."""
NODE = shutil.which("node")
FOLDERS = [
    str(TESTS),
    *(str(Path(str(package.__file__)).parent.parent) for package in (yosrules, yosrules_derby_forums, attrs)),
]
SOME = 300


@pytest.mark.slow
@pytest.mark.skipif(NODE is None or not PYODIDE.is_dir(), reason="Pyodide is not found: npm install --prefix .pyodide")
def test_pyodide_and_the_script_answer_alike() -> None:
    most = 12_000 if BY_HAND else SOME
    command = [str(NODE), str(TESTS / "pyodide_referee.mjs"), str(PYODIDE), str(most), *FOLDERS]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-2000:]  # its beginning is a script of one line
    said = json.loads(ran.stdout.splitlines()[-1])
    assert said["platform"] == "emscripten"
    assert said["differing"] == []
    assert 250 <= said["regions"] <= most
