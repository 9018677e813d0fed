"""Published inspections, where they are at hand: the overall computed from the points is the one published."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from yosrules import cli, rate
from yosrules.files.audits.evidence import read_evidence
from yosrules.hooks.load import load

DATA = Path(__file__).parents[2] / "shared" / "data" / "hmip_inspections.json"
pytestmark = pytest.mark.skipif(not DATA.is_file(), reason=f"{DATA.name} is not beside this checkout")


@pytest.fixture(scope="module")
def published() -> list[dict[str, object]]:
    return json.loads(DATA.read_text())  # type: ignore[no-any-return]


@pytest.fixture
def rows(published: list[dict[str, object]], tmp_path: Path) -> Path:
    """The data as inspection rows. Its merged cells (one rating for 2.1 and 3.1) rate neither and are left out."""
    path = tmp_path / "inspections.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["service", "standard", "rating", "points", "maximum"])
        for each in published:
            ratings = each["standard_ratings"]
            assert isinstance(ratings, dict)
            for standard, rating in ratings.items():
                if rating:
                    writer.writerow([each["id"], standard, rating, "", ""])
            writer.writerow([each["id"], "Overall", each["overall_rating"], each["score"], each["score_max"]])
    return path


def test_every_computed_overall_is_the_published_one(published: list[dict[str, object]], rows: Path) -> None:
    framework = load().framework("hmip-2021")
    sheets = [rate(evidence, framework) for evidence in read_evidence(rows, framework).evidence]
    computed = {sheet.title: sheet.overall.computed.name for sheet in sheets if sheet.overall.computed}
    assert computed == {each["id"]: each["overall_rating"] for each in published if each["score_max"] == 36}
    assert len(computed) == 81


def test_those_without_an_overall_say_why(rows: Path) -> None:
    framework = load().framework("hmip-2021")
    sheets = [rate(evidence, framework) for evidence in read_evidence(rows, framework).evidence]
    reasons = {sheet.title: sheet.overall.why_not for sheet in sheets if sheet.overall.why_not}
    assert set(reasons) == {"007-ceredigion-2024", "066-bridgend-2022"}
    assert "no bands for a maximum of 24" in str(reasons["007-ceredigion-2024"])


def test_published_counts_of_ratings_come_to_the_published_points(published: list[dict[str, object]]) -> None:
    framework = load().framework("hmip-2021")
    checked = 0
    for each in published:
        counts = each["rating_counts"]
        if isinstance(counts, dict) and counts["exact"]:
            worth = dict(zip(framework.scale.names, framework.points, strict=True))
            total = sum(worth[band] * counts[band] for band in worth)
            if counts["includes_resettlement"]:
                total -= worth[str(each["resettlement_rating"])]
            assert (each["id"], total) == (each["id"], each["score"])
            checked += 1
    assert checked >= 4


def test_the_command_says_how_many_agree(
    rows: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["yosrules", "rate", str(rows), "--framework", "hmip-2021"])
    with pytest.raises(SystemExit) as end:
        cli.run_command()
    assert end.value.code == 0
    assert "81 of 81 computed overall ratings are as published; 83 services in all" in capsys.readouterr().out
