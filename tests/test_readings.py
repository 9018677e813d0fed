"""A forum policy whose text can be read in two ways, in every command: each side by side, none chosen."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType

import attrs
import polars as pl
import pytest

from test_cli import Ran, Run, lines, run  # noqa: F401 -- the fixture
from yosrules import Edition, PolicyError, may, must
from yosrules.cli import common
from yosrules.cli.readings import readings_together, rows_beside, side_by_side
from yosrules.hooks.load import load
from yosrules.hooks.spec import hookimpl
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.records.case import Case
from yosrules.records.choices import Chair, RiskLevel

PANEL, BOARD = Forum("PANEL", "Panel", Chair.MANAGER), Forum("BOARD", "Board", Chair.MANAGER)
rosh, safety = Case.rosh >= RiskLevel.HIGH, Case.safety_wellbeing >= RiskLevel.HIGH
EDITION = Edition(
    date(2026, 1, 1),
    (
        must("r", PANEL, when=rosh & safety, reading="both"),
        must("r", PANEL, when=rosh | safety, reading="either"),
        may("b", BOARD, when=rosh),
    ),
)
POLICY = ForumPolicy("anytown", about=Case, forums=(PANEL, BOARD), editions=(EDITION,))
DAY = ("--policy", "anytown", "--on", "2026-03-01")
HEADS = "reference,rosh,safety_wellbeing\n"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("anytown")

    @hookimpl
    def yosrules_forum_policies() -> Iterable[ForumPolicy]:
        return [POLICY]

    module.yosrules_forum_policies = yosrules_forum_policies  # type: ignore[attr-defined]
    monkeypatch.setattr(common, "load", partial(load, {"anytown": module}))


@pytest.fixture
def cases(tmp_path: Path) -> str:
    path = tmp_path / "cases.csv"
    path.write_text(f"{HEADS}C1,High,Low\nC2,High,High\n")
    return str(path)


def test_allocate_shows_each_reading_and_says_that_they_differ(run: Run, cases: str, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    code, said, _ = run("allocate", cases, *DAY, "--out", str(out))
    assert code == 0
    assert "can be read as both or either; none is chosen, and what follows is not the same of each." in said
    assert [each[-2:] for each in said.split("Read as: ")[:2]] == ["\n\n", "\n\n"]  # else Markdown has it in the table
    shown = lines(said)
    # Must, at least may, may, cannot tell, no: of two cases one is High in both.
    assert [line for line in shown if line.startswith("Panel (PANEL)")] == [
        "Panel (PANEL) | 1 | 0 | 0 | 0 | 1",
        "Panel (PANEL) | 2 | 0 | 0 | 0 | 0",
    ]
    rows = [*csv.DictReader(out.read_text().splitlines())]
    assert [(row["reference"], row["reading"], row["PANEL status"], row["BOARD status"]) for row in rows] == [
        ("C1", "both", "no", "may"),
        ("C1", "either", "must", "may"),
        ("C2", "both", "must", "may"),
        ("C2", "either", "must", "may"),
    ]


def test_explain_says_each_reading_and_one_that_is_the_same_once(run: Run, cases: str, tmp_path: Path) -> None:
    said = lines(run("explain", cases, "C1", *DAY).out)
    assert [said.index(f"Read as: {name}") > 0 for name in ("both", "either")] == [True, True]
    assert {"Panel (PANEL): no.", "Panel (PANEL): must."} <= set(said)
    assert side_by_side({"both": "x", "either": "x"}).splitlines() == [
        "The text can be read as both or either; none is chosen, and what follows is the same of each.",
        "x",
    ]


def test_a_referral_has_each_reading(run: Run, cases: str) -> None:
    said = run("referral", cases, "C1", "--forum", "PANEL", *DAY).out
    assert said.index("# Read as: both") < said.index("# Read as: either")


def test_each_reading_is_kept_and_replayed(run: Run, cases: str, tmp_path: Path) -> None:
    records = tmp_path / "kept.json"
    run("allocate", cases, *DAY, "--records", str(records))
    kept = json.loads(records.read_text())["decisions"]
    assert [(each["reference"], each["reading"]) for each in kept] == [
        ("C1", "both"),
        ("C1", "either"),
        ("C2", "both"),
        ("C2", "either"),
    ]
    assert run("replay", str(records), cases) == Ran(0, "4 decisions replayed; 0 differ\n", "")
    Path(cases).write_text(HEADS + "C1,High,\nC2,High,High\n")
    assert (
        "C1, read as both: PANEL: the status differs from no to cannot tell\n" in run("replay", str(records), cases).out
    )


@pytest.mark.parametrize("column", [(), ("--day-column", "day")])
def test_an_engine_has_a_column_for_each_reading(run: Run, tmp_path: Path, column: tuple[str, ...]) -> None:
    path, out = tmp_path / "cases.parquet", tmp_path / "out"
    day = [date(2026, 3, 1)] * 2
    pl.DataFrame(
        {"reference": ["C1", "C2"], "rosh": ["High"] * 2, "safety_wellbeing": ["Low", "High"], "day": day}
    ).write_parquet(path)
    asked = ("--policy", "anytown", *column) if column else DAY
    assert run("allocate", str(path), *asked, "--engine", "polars", "--out", str(out)).code == 0
    found = pl.read_parquet(out / "*.parquet").sort("reference")
    assert found["PANEL (both)"].to_list() == ["no", "must"]
    assert found["PANEL (either)"].to_list() == ["must", "must"]
    assert found["BOARD (both)"].to_list() == ["may", "may"]


def test_an_edition_that_is_read_in_one_way_is_so_by_each_reading_of_another() -> None:
    plain = attrs.evolve(EDITION, starts=date(2027, 1, 1), rules=(must("p", PANEL, when=rosh), EDITION.rules[2]))
    _, later = readings_together((EDITION, plain))
    names = [(rule.id, rule.outcome.name) for rule in later.rules]
    assert names == [
        ("p (both)", "PANEL (both)"),
        ("b (both)", "BOARD (both)"),
        ("p (either)", "PANEL (either)"),
        ("b (either)", "BOARD (either)"),
    ]
    other = attrs.evolve(plain, rules=(must("s", PANEL, when=rosh, reading="strict"),))
    with pytest.raises(PolicyError, match="2026-01-01 is not read as strict, as another is"):
        readings_together((EDITION, other))


def test_rows_of_readings_that_lead_to_other_forums_leave_a_cell_blank() -> None:
    tables = {"a": (["reference", "X"], [["C1", 1]]), "b": (["reference", "Y"], [["C1", 2]])}
    assert rows_beside(tables) == (
        ["reading", "reference", "X", "Y"],
        [["a", "C1", 1, None], ["b", "C1", None, 2]],
    )
