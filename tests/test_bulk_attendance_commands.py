"""`triggers --engine`: of a dataset of absences what is said of each worker, on every engine, with a manifest."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from frames import has_spark, spark
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules.attendance.track import Tracker
from yosrules.files import dataset as datasets
from yosrules.files.engines import Engine, at_work
from yosrules.files.formats.parquet import parquet_files
from yosrules.files.work_patterns import pattern_of
from yosrules.hooks.load import load
from yosrules.policies.attendance import AttendancePolicy
from yosrules.records.absence import WEEKDAYS, Absence, StageHeld, Worker, WorkPattern
from yosrules.records.references import alike_said
from yosrules.samples.absences import rows_of_absences, sample_absences

"""What is worked out in bulk hangs on no Python."""

DAY = date(2025, 10, 1)
NAME = "sheffield-university-attendance"
STAGE = "alert to the manager"
ASKED = ("--policy", NAME, "--on", "2025-10-01", "--pattern", "mon-fri 7.4", "--no-stages")
SAMPLE = sample_absences(40, 7, DAY)


def policy() -> AttendancePolicy:
    found = load().attendance_policy(NAME)
    assert isinstance(found, AttendancePolicy)
    return found


@pytest.fixture
def absences(tmp_path: Path) -> Path:
    """A dataset of three files; the absences of one worker can stand in two of them."""
    folder = tmp_path / "absences"
    folder.mkdir()
    columns, cells = rows_of_absences(SAMPLE)
    frame = pl.DataFrame([dict(zip(columns, row, strict=True)) for row in cells], infer_schema_length=None)
    frame = frame.drop(name for name, kind in frame.schema.items() if kind == pl.Null)  # numbers to Spark
    for at in range(3):
        frame[at::3].write_parquet(folder / f"{at}.parquet")
    return folder


@pytest.fixture(
    params=["polars", pytest.param("duckdb", marks=pytest.mark.slow), pytest.param("spark", marks=pytest.mark.spark)]
)
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        if not has_spark():
            pytest.skip("no Java or no PySpark here")
        spark()  # the command takes the session that is there
    return str(request.param)


def written(out: Path) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in parquet_files(out)]).sort("worker")


@pytest.mark.slow
@pytest.mark.traced
def test_synthetic_absences_are_a_dataset_whatever_they_do_not_state(run: Run, engine: str, tmp_path: Path) -> None:
    made, out = tmp_path / "absences.parquet", tmp_path / "out"
    run("sample-absences", "--n", "2", "--on", str(DAY), "--out", str(made))
    assert pl.read_parquet(made)["hours"].count() == 0
    code, said, _ = run("triggers", str(made), *ASKED, "--engine", engine, "--out", str(out))
    assert code == 0
    assert "0 refused" in said


def one_by_one() -> list[tuple[str, str, date | None]]:
    """Who has the stage due since when, by tracking each worker."""
    tracker, week = Tracker(policy()), pattern_of("mon-fri 7.4")
    by_worker: dict[str, list[Absence]] = {}
    for reference, absence in SAMPLE:
        by_worker.setdefault(reference, []).append(absence)
    found = []
    for reference, rows in sorted(by_worker.items()):
        histories = {Absence: rows, WorkPattern: [week], StageHeld: []}
        (reading,) = tracker.track(Worker(reference=reference), DAY, histories, one_more=False).readings
        # What has lapsed is no longer due, and has a day since which it was.
        hit = reading.stages[0] if reading.stages else None
        found.append((reference, hit.status.value if hit and hit.due else "no", hit.since if hit else None))
    return found


@pytest.mark.slow
def test_every_worker_is_told_what_is_told_one_by_one(run: Run, absences: Path, engine: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said, error = run("triggers", str(absences), *ASKED, "--engine", engine, "--out", str(out))
    assert (code, error) == (0, "")
    assert "40 rows, 0 refused" in said
    assert written(out).select("worker", STAGE, f"{STAGE} since").rows() == one_by_one()


@pytest.mark.slow
def test_the_manifest_says_by_what_and_what_came_of_it(run: Run, absences: Path, tmp_path: Path) -> None:
    run("triggers", str(absences), *ASKED, "--engine", "polars", "--out", str(tmp_path / "out"))
    told: dict[str, Any] = json.loads((tmp_path / "out" / "manifest.json").read_text())
    named = {name: told[name] for name in ("command", "policy", "day", "histories", "no_stages", "rows", "refused")}
    assert named == {
        "command": "triggers",
        "policy": NAME,
        "day": "2025-10-01",
        "histories": [],
        "no_stages": True,
        "rows": 40,
        "refused": 0,
    }
    assert told["answers"][STAGE]["must"] == sum(status == "must" for _, status, _ in one_by_one())


@pytest.mark.slow
def test_what_is_divided_comes_to_the_same(
    run: Run, absences: Path, engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if engine == "spark":
        pytest.skip("Spark divides by itself")
    whole, shares = tmp_path / "whole", tmp_path / "shares"
    run("triggers", str(absences), *ASKED, "--engine", engine, "--out", str(whole))
    monkeypatch.setattr(datasets, "_MUCH", 200)
    run("triggers", str(absences), *ASKED, "--engine", engine, "--out", str(shares))
    assert len(parquet_files(shares)) > 1
    assert written(shares).equals(written(whole))


@pytest.mark.spark
@pytest.mark.skipif(not has_spark(), reason="no Java or no PySpark here")
def test_shares_on_spark_are_everything_once(absences: Path) -> None:
    spark()
    works = at_work(Engine.SPARK)
    frame = works.scan(parquet_files(absences))
    shares: list[Any] = [works.share(frame, "worker", place, 3) for place in range(3)]
    assert sum(share.count() for share in shares) == len(SAMPLE)
    assert all(share.count() for share in shares)


@pytest.mark.slow
@pytest.mark.traced
def test_histories_stand_beside_it(run: Run, absences: Path, tmp_path: Path) -> None:
    references = sorted({reference for reference, _ in SAMPLE})
    patterns = tmp_path / "patterns.parquet"
    hours = {day: 7 if day in ("monday", "tuesday") else 0 for day in WEEKDAYS}
    days = {day: [each] * len(references) for day, each in hours.items()}
    starts = [date(2010, 1, 4)] * len(references)
    pl.DataFrame({"worker": references, "starts": starts, **days}).write_parquet(patterns)
    out = tmp_path / "out"
    asked = ("--policy", NAME, "--on", "2025-10-01", "--engine", "polars", "--with", str(patterns), "--out", str(out))
    assert run("triggers", str(absences), *asked).code == 0
    assert set(written(out)["ten_days"]) == {4}


@pytest.mark.slow
def test_a_worker_whose_absences_cannot_be_is_refused(run: Run, absences: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = pl.read_parquet(absences / "0.parquet")
    ends = pl.when(pl.row_index() == 0).then(pl.col("start") - pl.duration(days=1)).otherwise("end")
    first.with_columns(end=ends).write_parquet(absences / "0.parquet")
    code, said, _ = run("triggers", str(absences), *ASKED, "--engine", "polars", "--out", str(out))
    assert code == 1
    assert "40 rows, 1 refused" in said
    (row,) = written(out).filter(~pl.col("refused").is_null()).iter_rows(named=True)
    assert row["refused"] == "the last day of absence is not before the first day of absence"
    assert row[STAGE] is None


@pytest.mark.slow
@pytest.mark.traced
@pytest.mark.parametrize("parts", [1, 2])
def test_workers_whose_references_look_the_same_are_named(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int
) -> None:
    monkeypatch.setattr(datasets, "_MUCH", 2 // parts)
    made, out = tmp_path / "absences.parquet", tmp_path / "out"
    pl.DataFrame({"worker": ["W1", "w1"], "start": [DAY] * 2, "end": [DAY] * 2}).write_parquet(made)
    code, said, _ = run("triggers", str(made), *ASKED, "--engine", "polars", "--out", str(out))
    assert code == 0
    assert "no column first_session, last_session: whole days assumed" in " ".join(said.split())
    (alike,) = alike_said(["W1", "w1"])
    assert alike in " ".join(said.split())


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (("--with", "leaves.parquet"), "'leaves' is no history; allowed: workers, patterns"),
        (("--with", "stages.parquet"), "a history of stages is given too"),
        (("--policy", "supermarket-attendance"), "is not worked out in bulk; track workers one by one"),
    ],
)
def test_what_cannot_be_done_is_said(run: Run, absences: Path, tmp_path: Path, more: tuple[str, str], why: str) -> None:
    for name in ("leaves", "stages"):
        pl.DataFrame({"worker": ["A"]}).write_parquet(tmp_path / f"{name}.parquet")
    option, value = more
    given = str(tmp_path / value) if option == "--with" else value
    asked = (*ASKED, option, given, "--engine", "polars", "--out", str(tmp_path / "out"))
    code, _, error = run("triggers", str(absences), *asked)
    assert code == 2
    assert why in error
    assert not (tmp_path / "out").exists()


def test_a_dataset_that_does_not_say_whose_a_row_is(run: Run, absences: Path, tmp_path: Path) -> None:
    pl.read_parquet(absences / "0.parquet").drop("worker").write_parquet(tmp_path / "nobody.parquet")
    asked = (*ASKED, "--engine", "polars", "--out", str(tmp_path / "out"))
    code, _, error = run("triggers", str(tmp_path / "nobody.parquet"), *asked)
    assert code == 2
    assert "there is no column 'worker', which says whose a row is, in the rows of Absence, StageHeld" in error


@pytest.mark.parametrize("history", [False, True])
def test_a_row_that_does_not_say_whose_it_is_is_refused(
    run: Run, absences: Path, tmp_path: Path, history: bool
) -> None:
    """It could be anybody's, so that nobody's count would be certain."""
    nameless = pl.read_parquet(absences / "0.parquet").with_row_index("row")
    nameless = nameless.with_columns(worker=pl.when(pl.col("row") > 1).then("worker")).drop("row")
    path = tmp_path / ("leave.parquet" if history else "two.parquet")
    (nameless.select("worker", "start", end="start") if history else nameless).write_parquet(path)
    given = (str(absences), *ASKED, "--with", str(path)) if history else (str(path), *ASKED)
    code, _, error = run("triggers", *given, "--engine", "polars", "--out", str(tmp_path / "out"))
    assert (code, error) == (2, f"{path.name}: 2 rows have no worker; allowed: one in every row\n")
