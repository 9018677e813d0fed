"""Every program in examples/ does what its page says."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from yosrules import Status
from yosrules.deciding.allocate import allocate
from yosrules.hooks.load import load
from yosrules.records.case import Case
from yosrules.records.choices import RiskLevel

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "examples"
CASES = ROOT / "specs" / "forums" / "cases.csv"
REPORT = """\
6 cases as of 2019-09-09
IPC   must 2, at least may 0, may 0, cannot tell 1, no 3
RSM   must 1, at least may 1, may 1, cannot tell 1, no 2
CSP   must 2, at least may 0, may 0, cannot tell 1, no 3
MAPPA must 0, at least may 0, may 0, cannot tell 1, no 5
PCP   must 1, at least may 0, may 0, cannot tell 1, no 4
"""


def example(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{Path(path).stem}", EXAMPLES / path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks its annotations up there
    spec.loader.exec_module(module)
    return module


def python(*arguments: str | Path, cwd: Path = EXAMPLES, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_script_counts_the_forums_of_a_caseload() -> None:
    ended = python("allocate_caseload.py", CASES, "2019-09-09")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, REPORT, "")


@pytest.mark.slow
def test_the_script_lists_every_bad_cell(tmp_path: Path) -> None:
    bad = tmp_path / "cases.csv"
    bad.write_text("reference,rosh,stage\nA1,Huge,nowhere\n")
    ended = python("allocate_caseload.py", bad, "2019-09-09")
    assert ended.returncode == 2
    assert "Huge" in ended.stderr
    assert "nowhere" in ended.stderr


def test_the_notebook_runs_and_finds_what_would_change(capsys: pytest.CaptureFixture[str]) -> None:
    notebook = json.loads((EXAMPLES / "one_child.ipynb").read_text(encoding="utf-8"))
    names: dict[str, object] = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []  # a stored output would go out of date
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    assert "Intervention Planning Clinic (IPC): must." in capsys.readouterr().out
    statuses = names["statuses"]
    assert isinstance(statuses, dict)
    assert statuses["HIGH"] == {"IPC": "no", "RSM": "must"}
    assert names["changes"]


def posted(stated: dict[str, object]) -> tuple[int, dict[str, object]]:
    httpx = pytest.importorskip("httpx")
    pytest.importorskip("fastapi")
    service = example("service.py")

    async def post() -> tuple[int, dict[str, object]]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(service.app), base_url="http://service") as client:
            answer = await client.post("/allocations", json=stated)
            return answer.status_code, answer.json()

    return asyncio.run(post())


@pytest.mark.slow
def test_the_service_answers_with_statuses_and_reasons() -> None:
    code, answer = posted({"reference": "A1", "day": "2019-09-09", "rosh": 2})
    assert code == 200
    assert answer["edition"] == "the edition with no stated start, here from 2019-04-01"
    statuses = answer["statuses"]
    assert isinstance(statuses, dict)
    assert (statuses["IPC"], statuses["RSM"]) == ("must", "at least may")
    assert "safety and wellbeing concern is not on record" in str(answer["explanation"])


@pytest.mark.slow
def test_the_service_refuses_a_level_that_the_scale_does_not_have() -> None:
    code, _ = posted({"reference": "A1", "day": "2019-09-09", "rosh": 9})
    assert code == 422


def test_the_plugin_loads_and_decides() -> None:
    plugin = example("plugin/src/yosrules_anytown_panel/__init__.py")
    policy = load({"anytown-panel": plugin}).forum_policy("anytown-panel")
    child = Case(reference="A1", rosh=RiskLevel.HIGH, referred=date(2026, 4, 1))
    (placement,) = allocate(policy, child, date(2026, 4, 2)).placements
    assert (placement.forum.name, placement.status) == ("ARP", Status.MUST)


@pytest.mark.slow
def test_the_plugin_keeps_its_laws(tmp_path: Path) -> None:
    folder = EXAMPLES / "plugin"
    path = os.pathsep.join([str(folder / "src"), os.environ.get("PYTHONPATH", "")])
    ended = python("-m", "pytest", "-q", "-p", "no:cacheprovider", folder, cwd=tmp_path, PYTHONPATH=path)
    assert ended.returncode == 0, ended.stdout
