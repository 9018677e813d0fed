"""Every command that reads a file takes the same doors: a table of which has which, and each door tried."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import attrs
import pytest
import typer
from typer.core import TyperGroup

from test_cli import Ran, Run, run  # noqa: F401 -- the fixture
from yosrules import cli
from yosrules.files.formats.tables import read_table
from yosrules.files.writing.rows import write_rows

DERBY = "specs/derby-2019"
QUALITY = "specs/quality"
STRATEGY = "derby-high-risk-strategy"
CASES, ABSENCES, AUDIT = "specs/forums/cases.csv", "specs/attendance/absences.csv", f"{DERBY}/out-of-court-after.csv"
SHEFFIELD = ("--policy", "sheffield-university-attendance", "--on", "2025-10-01", "--pattern", "mon-fri:7.4")
ON, OLD = ("--on", "2019-09-09"), ("--framework", "hmip-2018")
DOORS = ("--map", "--errors", "--sheet", "--force", "--json", "--out", "--format")


@attrs.frozen
class Asked:
    """How a command is asked about FILE, and what its map calls what the file holds."""

    file: str
    words: tuple[str, ...]
    table: str
    key: str
    ending: str = ".html"
    lacks: Mapping[str, str] = attrs.field(factory=dict[str, str])


ASKED = {
    "allocate": Asked(CASES, ("FILE", *ON), "cases", "reference"),
    "explain": Asked(CASES, ("FILE", "A1", *ON), "cases", "reference"),
    "referral": Asked(
        CASES,
        ("FILE", "A1", "--forum", "RSM", *ON),
        "cases",
        "reference",
        lacks={"--json": "it is a form that a person goes on with"},
    ),
    "triggers": Asked(ABSENCES, ("FILE", *SHEFFIELD), "absences", "worker"),
    "timeline": Asked(ABSENCES, ("FILE", "W1", *SHEFFIELD, "--no-stages"), "absences", "worker"),
    "interviews": Asked(
        ABSENCES, ("FILE", "--policy", "lincolnshire-attendance", "--on", "2025-10-01"), "absences", "worker"
    ),
    "indicators": Asked(
        "specs/indicators/victims.csv",
        ("FILE", "--indicator", "derby-victims-contacted", *ON),
        "cases",
        "reference",
    ),
    "disparity": Asked(
        f"{QUALITY}/disparity-pooled.csv",
        ("FILE", "--denominator", "previous-stage", "--reference", "White"),
        "disparity",
        "decision",
    ),
    "toolkit": Asked(f"{QUALITY}/outcomes.csv", ("FILE",), "outcomes", "reference"),
    "misprints": Asked(f"{QUALITY}/percentages.csv", ("FILE", "--what", "percentages"), "misprints", "line"),
    "sample": Asked(f"{QUALITY}/cases.csv", ("FILE", "--size", "5", "--seed", "x"), "cases", "reference"),
    "oversight": Asked(
        f"{QUALITY}/oversight.csv",
        ("FILE",),
        "oversight",
        "manager",
    ),
    "programme": Asked(
        f"{QUALITY}/done.csv",
        (f"{QUALITY}/programme.toml", "--done", "FILE", "--staff", f"{QUALITY}/staff.csv", *ON),
        "done",
        "routine",
    ),
    "workload": Asked(
        "specs/workload/cases.csv",
        ("FILE", *("--weights", "specs/workload/weights.toml", "--team", "specs/workload/practitioners.csv"), *ON),
        "cases",
        "reference",
    ),
    "rate": Asked(AUDIT, ("FILE", *OLD), "audits", "standard"),
    "compare": Asked(AUDIT, (f"{DERBY}/inspection-2018.csv", "FILE", *OLD), "audits", "standard"),
    "replay": Asked(
        CASES,
        ("KEPT", "FILE"),
        "cases",
        "reference",
        lacks={"--out": "it answers in a line a difference", "--format": "it answers in a line a difference"},
    ),
    "diff": Asked(CASES, (STRATEGY, STRATEGY, "--cases", "FILE", *ON), "cases", "reference"),
    "map": Asked(
        CASES,
        ("FILE",),
        "",
        "",
        ".toml",
        dict.fromkeys(("--map", "--errors", "--json", "--format"), "it writes a map, and reads no word"),
    ),
}
"""Each command that reads a file of a service, with the doors that it does not have and why."""

NAMED_IN_TOML = ("report",)
"""Commands whose files are named in a TOML file, each with its own map and sheet; they have tests of their own."""

EACH = [(name, door) for name, asked in ASKED.items() for door in DOORS if door not in asked.lacks]


def options(name: str) -> dict[str, Any]:
    group = cast("TyperGroup", typer.main.get_command(cli.app))
    command = group.get_command(typer.Context(group), name)
    assert command is not None
    return {option: param for param in command.params for option in param.opts}


def of_door(door: str) -> list[str]:
    return [name for name, each in EACH if each == door]


def reads_a_file(name: str) -> bool:
    # Typer has a click of its own, whose classes have no public name.
    params = options(name).values()
    paths = [each for each in params if type(each).__name__ == "TyperArgument" and each.type.name == "path"]
    given = any(each.name != "out" for each in paths)
    return given or any("stdin" in (getattr(each, "help", "") or "") for each in params)


def test_every_command_that_reads_a_file_is_in_the_table() -> None:
    assert {name for name in cli.COMMANDS if reads_a_file(name)} == {*ASKED, *NAMED_IN_TOML}


@pytest.mark.parametrize("name", ASKED)
def test_a_command_has_every_door_but_those_that_the_table_explains(name: str) -> None:
    assert {door for door in DOORS if door not in options(name)} == ASKED[name].lacks.keys()


def ask(run: Run, folder: Path, name: str, file: str, *more: str) -> Ran:
    kept = folder / "kept.json"
    if "KEPT" in ASKED[name].words and not kept.exists():
        assert run("allocate", CASES, *ON, "--records", str(kept)).code == 0
    words = {"FILE": file, "KEPT": str(kept)}
    return run(name, *(words.get(each, each) for each in ASKED[name].words), *more)


@pytest.mark.parametrize("name", ASKED)
def test_a_file_comes_in_through_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    content = Path(ASKED[name].file).read_bytes()
    straight = tmp_path / "stdin.csv"
    straight.write_bytes(content)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert ask(run, tmp_path, name, "-") == ask(run, tmp_path, name, str(straight))


@pytest.mark.parametrize("name", of_door("--map"))
def test_a_heading_of_ones_own_is_read_by_a_map(run: Run, tmp_path: Path, name: str) -> None:
    asked, own, maps = ASKED[name], tmp_path / Path(ASKED[name].file).name, tmp_path / "map.toml"
    text = Path(asked.file).read_text()
    assert text.lower().startswith(asked.key)
    own.write_text("Our Own" + text[len(asked.key) :])
    maps.write_text(f'[{asked.table}.columns]\n"Our Own" = "{asked.key}"\n')
    assert ask(run, tmp_path, name, str(own)).code == 2
    here = tmp_path / "here" / own.name
    here.parent.mkdir()
    here.write_text(text)
    assert ask(run, tmp_path, name, str(own), "--map", str(maps)) == ask(run, tmp_path, name, str(here))


@pytest.mark.parametrize("name", of_door("--map"))
def test_a_map_of_something_else_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    maps = tmp_path / "map.toml"
    maps.write_text("[elsewhere.columns]\n")
    code, _, err = ask(run, tmp_path, name, ASKED[name].file, "--map", str(maps))
    assert (code, "map.toml: it has a table [elsewhere]" in err) == (2, True)


@pytest.mark.parametrize("name", of_door("--errors"))
def test_all_that_is_wrong_is_written_where_it_is_asked_for(run: Run, tmp_path: Path, name: str) -> None:
    asked, bad, wrong = ASKED[name], tmp_path / "bad.csv", tmp_path / "wrong.csv"
    first, second, *_ = Path(asked.file).read_text().splitlines()
    bad.write_text("\n".join([first, second, second.replace(second.split(",")[1], "Hgh", 1)]) + "\n")
    code, _, err = ask(run, tmp_path, name, str(bad), "--errors", str(wrong))
    assert (code, f"all of it is in {wrong}" in err) == (2, True)
    assert "bad.csv" in wrong.read_text()
    assert "is there already" in ask(run, tmp_path, name, str(bad), "--errors", str(wrong)).err
    assert "would overwrite what is read" in ask(run, tmp_path, name, str(bad), "--errors", str(bad), "--force").err


@pytest.mark.parametrize("name", of_door("--sheet"))
def test_the_sheet_of_a_workbook_is_named(run: Run, tmp_path: Path, name: str) -> None:
    table, book = read_table(Path(ASKED[name].file)), tmp_path / "book.xlsx"
    write_rows(book, table.headings, [[*row.cells.values()] for row in table.rows])
    assert ask(run, tmp_path, name, str(book), "--sheet", "book") == ask(run, tmp_path, name, str(book))
    code, _, err = ask(run, tmp_path, name, str(book), "--sheet", "Nonsense")
    assert (code, "'Nonsense'" in err) == (2, True)


@pytest.mark.parametrize("name", of_door("--json"))
def test_the_answer_is_given_as_json(run: Run, tmp_path: Path, name: str) -> None:
    code, out, err = ask(run, tmp_path, name, ASKED[name].file, "--json")
    assert code in (0, 1), err
    assert json.loads(out)


@pytest.mark.parametrize("name", of_door("--out"))
def test_the_answer_is_written_once_and_replaced_only_by_force(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / f"answer{ASKED[name].ending}"
    code, _, err = ask(run, tmp_path, name, ASKED[name].file, "--out", str(out))
    assert code in (0, 1), err
    written = out.read_bytes()
    assert written.startswith(b"<!doctype html>") or name in ("map", "referral", "explain", "timeline")
    assert "is there already" in ask(run, tmp_path, name, ASKED[name].file, "--out", str(out)).err
    out.write_text("before")
    assert ask(run, tmp_path, name, ASKED[name].file, "--out", str(out), "--force").code == code
    assert out.read_bytes() == written


@pytest.mark.parametrize("name", of_door("--format"))
def test_the_answer_is_a_page(run: Run, tmp_path: Path, name: str) -> None:
    code, out, err = ask(run, tmp_path, name, ASKED[name].file, "--format", "html")
    assert code in (0, 1), err
    assert out.startswith("<!doctype html>")
