"""Indicators by audience: a practitioner sees nobody else's record, and everybody sees no small count."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from test_cli import Run, run  # noqa: F401 -- the fixture
from test_indicators import MET, NOT_MET, ON, SPRING, SUMMER, VIEWS, Plan, plan
from test_schemas import checker
from yosrules.disclosure.suppress import Floor
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality import Every, NoPeriod, figures, of_one
from yosrules.reports.shared_indicators import SharedFigures, shared

PANELS = ("specs/indicators/panels.csv", "--settings", "specs/indicators/standards.toml")
ASKED = ("--indicator", "referral-order-panels", "--on", "2019-09-09", "--by", "practitioner")
OWN = ("--audience", "practitioner", "--practitioner", "Worker 1")
SERVICE = ("--audience", "service")
OTHERS = ("Worker 2", "P3", "P4", "P6")


def test_a_practitioners_report_has_nobody_elses_record(run: Run, tmp_path: Path) -> None:
    out, records = tmp_path / "figures.csv", tmp_path / "records.csv"
    for more in ((), ("--json",), ("--out", str(out), "--records", str(records))):
        code, said, err = run("indicators", *PANELS, *ASKED, *OWN, *more)
        assert code == 0
        written = said + err + "".join(each.read_text() for each in (out, records) if each.exists())
        assert not [each for each in OTHERS if each in written]
        assert "Worker 1" in written
    assert "P1" in records.read_text()


def test_a_practitioner_is_told_of_their_own_record_and_of_no_other(run: Run) -> None:
    file, *settings = PANELS
    assert "\nP1: met." in run("indicators", file, "P1", *settings, *ASKED, *OWN).out
    code, _, err = run("indicators", file, "P3", *settings, *ASKED, *OWN)
    assert (code, "it has no record 'P3'" in err) == (2, True)


def test_everybody_sees_no_small_count_and_nobody_behind_it(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "figures.csv"
    code, said, _ = run("indicators", *PANELS, *ASKED, *SERVICE, "--out", str(out))
    assert code == 0
    assert "hidden: counts of 1 to 5 are hidden" in said
    assert not [each for each in ("P1", "P3", "overdue", "50.0%") if each in said]
    assert "50.0%" not in out.read_text()
    code, said, _ = run("indicators", *PANELS, *ASKED, *SERVICE, "--json")
    data = json.loads(said)
    checker("indicators").validate(data)
    assert {each["numerator"] for each in data[0]["figures"]} <= {0, None}


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ((*SERVICE, "--records", "rows.csv"), "--records cannot be given with --audience service"),
        (("--audience", "practitioner"), "say which one with --practitioner"),
        ((*OWN[:3], "Worker 9"), "it has no record of 'Worker 9'"),
    ],
)
def test_what_an_audience_may_not_see_is_refused(run: Run, given: tuple[str, ...], why: str) -> None:
    code, _, err = run("indicators", *PANELS, *ASKED, *given)
    assert (code, why in err) == (2, True)


def test_one_record_is_not_for_everybody_and_a_practitioner_is_named_by_a_column(run: Run) -> None:
    file, *settings = PANELS
    assert (
        "REF cannot be given with --audience service" in run("indicators", file, "P1", *settings, *ASKED, *SERVICE).err
    )
    assert "say with --by HEADING which column" in run("indicators", *PANELS, *ASKED[:4], *OWN).err


def test_what_is_missing_for_everybodys_report_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "yosrules.reports.shared_indicators", None)
    assert "pip install 'yosrules[quality]'" in run("indicators", *PANELS, *ASKED, *SERVICE).err


def many(*kinds: tuple[int, str, Plan]) -> list[tuple[str, Plan]]:
    return [(group, record) for times, group, record in kinds for _ in range(times)]


def shown(
    records: list[tuple[str, Plan]], ways: dict[str, Indicator], every: Every = Every.QUARTER, on: date = ON
) -> SharedFigures:
    told = {name: [("p", group, of_one(way, each, on)) for group, each in records] for name, way in ways.items()}
    found = {
        name: figures(way, [(group, each) for _, group, each in told[name]], every, on) for name, way in ways.items()
    }
    return shared(found, told, Floor(1, 5, "a test", fewest=10, width=4))


def counts(found: SharedFigures) -> dict[tuple[str, str, str], tuple[int | None, ...]]:
    return {(name, each.group, str(each.period)): tuple(told) for name, each, *told, _ in found.cells()}


RECORDS = many(
    (20, "East", plan(SPRING, **MET)),
    (12, "East", plan(SPRING, **NOT_MET)),
    (9, "West", plan(SPRING, **MET)),
    (2, "West", plan(SPRING, **NOT_MET)),
    (8, "North", plan(SPRING, **MET)),
    (7, "North", plan(SPRING, **NOT_MET)),
    (1, "East", plan(None)),
)


def test_a_small_count_does_not_follow_from_others() -> None:
    found = counts(shown(RECORDS, {"": VIEWS}, on=date(2025, 6, 30)))
    spring = "April to June 2025"
    assert found["", "", spring] == (37, 58, 0) or None in found["", "", spring]
    assert found["", "West", spring][1] is None
    hidden = [group for group in ("East", "North", "") if None in found["", group, spring]]
    assert hidden, "with every other figure shown the one of West would follow"


def test_a_share_is_shown_of_enough_records_only() -> None:
    records = many((20, "", plan(SPRING, **MET)), (20, "", plan(SPRING, **NOT_MET)), (8, "", plan(SUMMER, **MET)))
    shares = [share for *_, share in shown(records, {"": VIEWS}, on=date(2025, 9, 30)).cells()]
    assert shares == ["50.0%", None]


def test_readings_and_years_that_overlap_are_one_run() -> None:
    other = VIEWS.readings()[""]
    records = many((30, "", plan(SPRING, **MET)), (9, "", plan(SUMMER, **NOT_MET)), (1, "", plan(None)))
    found = shown(records, {"one": VIEWS, "other": other}, Every.YEAR_ENDING, date(2025, 9, 30))
    assert {period for _, _, period in counts(found)} == {"year ending June 2025", "year ending September 2025"}
    assert counts(found)["one", "", "year ending September 2025"] == (30, 39, 0)
    assert counts(found)["one", "", "year ending June 2025"] == (30, 30, 0)
    heads, rows = found.rows("team")
    assert dict(zip(heads, rows[0], strict=True))["reading"] == "one"
    assert found.lines("other")[1][2:] == ["30", "39", "0", "76.9%"]


def test_nobody_in_any_period_is_no_figure() -> None:
    assert of_one(VIEWS, plan(None), ON) is NoPeriod.UNDATED
    assert [*shown(many((7, "East", plan(None))), {"": VIEWS}).cells()] == []
