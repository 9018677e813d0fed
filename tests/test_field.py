"""The exports of tests/data/field as a service has them: what names people in them occurs in nothing that is said."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from yosrules.cli import app
from yosrules.errors import YosrulesError

FIELD = Path(__file__).parent / "data" / "field"
PERSONAL = {"Forename", "Surname", "Date of Birth", "Comments", "Notes", "Initials", "Auditor's comments"}
"""Headings of the columns that name people, or say of them what nobody is asked to read."""


def rows_of(name: str) -> list[list[str]]:
    if name.endswith(".csv"):
        return [*csv.reader(StringIO((FIELD / name).read_bytes().decode("cp1252")))]
    sheet = openpyxl.load_workbook(FIELD / name, data_only=True)["Audit"]
    return [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]


def secrets(name: str) -> set[str]:
    """Every text of the personal columns that is longer than a letter."""
    rows = rows_of(name)
    top = next(number for number, row in enumerate(rows) if len(PERSONAL.intersection(row)) > 1)
    places = [place for place, heading in enumerate(rows[top]) if heading in PERSONAL]
    found = {row[place] for row in rows[top + 1 :] for place in places if place < len(row)}
    return {text for text in found if len(text) > 1}


def without_headings(rows: list[list[str]]) -> list[list[str]]:
    return [row for row in rows if not PERSONAL.intersection(row)]


def nameless_columns(rows: list[list[str]]) -> list[list[str]]:
    return [["" if cell in PERSONAL else cell for cell in row] for row in rows]


def shifted(rows: list[list[str]]) -> list[list[str]]:
    """A cell put into each row, so that names stand under the headings of others, and remarks are lost."""
    return [row if PERSONAL.intersection(row) or len(row) < 5 else [row[0], "", *row[1:-1]] for row in rows]


def as_they_are(rows: list[list[str]]) -> list[list[str]]:
    return rows


_ABSENCES = "--policy sheffield-university-attendance --on 2025-11-28 --pattern mon-fri:7.4"
COMMANDS = {
    "caseload.csv": [
        "map {}",
        "allocate {}",
        "explain {} 104417",
        "map {} --out {}.toml",
        "allocate {} --map {}.toml",
        "allocate {} --map {}.toml --out {}.json --records {}.records.json",
        "explain {} 104417 --map {}.toml",
    ],
    "sickness.csv": [
        "map {}",
        f"triggers {{}} --no-stages {_ABSENCES}",
        f"timeline {{}} 00417 {_ABSENCES}",
        f"interviews {{}} {_ABSENCES}",
        "map {} --out {}.toml",
        f"triggers {{}} --map {{}}.toml --no-stages {_ABSENCES}",
        f"timeline {{}} 00417 --map {{}}.toml --no-stages {_ABSENCES}",
        f"triggers {{}} --map {{}}.toml --no-stages --out {{}}.csv {_ABSENCES}",
    ],
    "audit.xlsx": [
        *(f"rate {{}} --framework {each}" for each in ("hmip-2018", "hmip-2021", "hmip-2025")),
        "rate {} --framework hmip-2018 --out {}.json",
    ],
}


def said_of(folder: Path, name: str, change: Callable[[list[list[str]]], list[list[str]]]) -> Iterator[str]:
    """What each command says of a file, and what it writes."""
    path = folder / f"{Path(name).stem}.csv"
    text = StringIO(newline="")
    csv.writer(text).writerows(change(rows_of(name)))
    path.write_text(text.getvalue())
    if change is as_they_are:
        path = Path(shutil.copy(FIELD / name, folder))
    for command in COMMANDS[name]:
        told = CliRunner().invoke(app, command.replace("{}", str(path)).split())
        assert isinstance(told.exception, YosrulesError | SystemExit | None)
        yield f"{told.output}{told.exception}"
    yield from (each.read_text() for each in folder.iterdir() if each != path and each.name != f"{path.stem}.csv")


@pytest.mark.slow
@pytest.mark.parametrize("change", [as_they_are, without_headings, nameless_columns, shifted])
@pytest.mark.parametrize("name", COMMANDS)
def test_names_birth_dates_and_remarks_occur_in_nothing_that_is_said(
    tmp_path: Path, name: str, change: Callable[[list[list[str]]], list[list[str]]]
) -> None:
    said = "\n".join(said_of(tmp_path, name, change))
    assert [each for each in secrets(name) if re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said)] == []
