"""`allocate` and `rate` with `--engine`: the same answers as a case at a time, a manifest, never half a result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import polars as pl
import pytest

from frames import has_spark, spark, table
from installed import RULEBOOK
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules import Edition, InputError, Maybe, must
from yosrules.cli import datasets as bulk
from yosrules.deciding.allocate import allocate
from yosrules.files import dataset as datasets
from yosrules.files.engines import Engine, at_work
from yosrules.files.formats.parquet import parquet_files
from yosrules.language.measure import count
from yosrules.policies.forums.forum import Forum, ForumPolicy
from yosrules.records.case import Case, Offence
from yosrules.records.choices import Chair
from yosrules.records.references import alike
from yosrules.samples.cases import sample_cases

DAY = date(2019, 9, 9)
ON = ("--on", "2019-09-09")
POLICY = RULEBOOK.forum_policy("derby-high-risk-strategy")
CASES = sample_cases(90, 7, DAY)


def written(out: Path) -> pl.DataFrame:
    return pl.concat([pl.read_parquet(file) for file in parquet_files(out)]).sort("reference")


def manifest(out: Path) -> Any:
    return json.loads((out / "manifest.json").read_text())


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """A dataset of three files, one of them in a folder."""
    folder = tmp_path / "cases"
    (folder / "more").mkdir(parents=True)
    frame = table(Case, CASES)
    for at, name in enumerate(["a", "b", "more/c"]):
        frame[at * 30 : at * 30 + 30].write_parquet(folder / f"{name}.parquet")
    return folder


@pytest.fixture(params=["polars", "duckdb", pytest.param("spark", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> str:
    if request.param == "spark":
        if not has_spark():
            pytest.skip("no Java or no PySpark here")
        spark()  # the command takes the session that is there
    return str(request.param)


class Local(Case):
    serious: Maybe[int] = count(Offence, "serious offences", where=Offence.gravity >= 5)


PANEL = Forum("PCP", "Panel", Chair.MANAGER)
SERIOUS = Edition(date(2019, 4, 1), (must("r", PANEL, when=Local.serious >= 2),))


class TestAllocate:
    @pytest.mark.slow
    def test_every_case_is_decided_as_it_is_by_itself(self, run: Run, cases: Path, engine: str, tmp_path: Path) -> None:
        out = tmp_path / "out"
        code, said, _ = run("allocate", str(cases), *ON, "--engine", engine, "--out", str(out))
        assert code == 0
        assert "90 rows, 0 refused" in said
        allocations = {each.case.reference: each for each in (allocate(POLICY, case, DAY) for case in CASES)}
        frame = written(out)
        for row in frame.iter_rows(named=True):
            placements = allocations[row["reference"]].placements
            assert [row[each.forum.name] for each in placements] == [each.status.value for each in placements]
        assert frame["reference"].to_list() == sorted(case.reference for case in CASES)

    @pytest.mark.slow
    def test_a_synthetic_caseload_is_a_dataset_whatever_it_does_not_state(
        self, run: Run, engine: str, tmp_path: Path
    ) -> None:
        made, out = tmp_path / "cases.parquet", tmp_path / "out"
        run("sample-cases", "--n", "20", *ON, "--out", str(made))
        assert pl.read_parquet(made)["licence_over"].null_count() == 20
        code, said, _ = run("allocate", str(made), *ON, "--engine", engine, "--out", str(out))
        assert code == 0
        assert "20 rows, 0 refused" in said
        assert len(written(out)) == 20

    @pytest.mark.slow
    def test_the_manifest_says_by_what_and_what_came_of_it(
        self, run: Run, cases: Path, engine: str, tmp_path: Path
    ) -> None:
        out = tmp_path / "out"
        run("allocate", str(cases), *ON, "--engine", engine, "--out", str(out))
        told = manifest(out)
        assert [
            told[name] for name in ("command", "policy", "day", "engine", "library", "files", "rows", "refused")
        ] == [
            "allocate",
            "derby-high-risk-strategy",
            "2019-09-09",
            engine,
            "0.1.0",
            3,
            90,
            0,
        ]
        (edition,) = told["editions"]
        assert edition["starts"] == "2019-04-01"
        assert len(edition["hash"]) == 64
        counts = written(out)["RSM"].value_counts().rows()
        assert {value: count for value, count in told["answers"]["RSM"].items() if count} == dict(counts)

    @pytest.mark.slow
    def test_a_row_that_is_refused_is_counted_and_has_no_answer(
        self, run: Run, cases: Path, engine: str, tmp_path: Path
    ) -> None:
        bad = pl.read_parquet(cases / "a.parquet")
        bad.with_columns(rosh=pl.when(pl.row_index() < 2).then(pl.lit("Huge")).otherwise("rosh")).write_parquet(
            cases / "a.parquet"
        )
        out = tmp_path / "out"
        code, said, _ = run("allocate", str(cases), *ON, "--engine", engine, "--out", str(out))
        assert code == 1
        assert "90 rows, 2 refused" in said
        assert manifest(out)["rosh refused"] == manifest(out)["refused"] == 2
        assert written(out)["RSM"].null_count() == 2

    @pytest.mark.slow
    def test_cases_of_several_days(self, run: Run, cases: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        dated = pl.read_parquet(cases / "a.parquet").with_columns(asked=pl.lit(DAY))
        dated.write_parquet(tmp_path / "dated.parquet")
        asked = ("--engine", "polars", "--day-column", "asked", "--out", str(out))
        assert run("allocate", str(tmp_path / "dated.parquet"), *asked).code == 0
        assert manifest(out)["day"] == "column asked"
        assert set(written(out)["edition"]) == {date(2019, 4, 1)}

    @pytest.mark.slow
    def test_a_fact_that_no_column_states_is_said_to_be_unknown(self, run: Run, cases: Path, tmp_path: Path) -> None:
        path = tmp_path / "few.parquet"
        pl.read_parquet(cases / "a.parquet").drop("stage", "licence_over").write_parquet(path)
        asked = ("allocate", str(path), *ON, "--engine", "polars", "--out", str(tmp_path / "out"))
        code, _, error = run(*asked)
        assert code == 2
        assert "stage: there is no such column" in error
        assert run(*asked, "--unknown", "stage").code == 0
        assert set(written(tmp_path / "out")["PCP"]) == {"cannot tell"}

    @pytest.mark.slow
    def test_what_a_policy_measures_is_worked_out_of_histories(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cases: Path
    ) -> None:
        policy = ForumPolicy("p", about=Local, forums=(PANEL,), editions=(SERIOUS,))
        offences = pl.DataFrame({"reference": ["A1", "A1", "A2"], "gravity": [5, 6, 2], "day": [DAY] * 3})
        offences.write_parquet(tmp_path / "offences.parquet")
        pl.DataFrame({"reference": ["A1", "A2", "A3"]}).write_parquet(tmp_path / "three.parquet")
        for name in ("polars", "duckdb"):
            out = tmp_path / name
            behind = [tmp_path / "offences.parquet"]
            assert not bulk.allocate_dataset(policy, tmp_path / "three.parquet", out, Engine(name), DAY, behind=behind)
            assert written(out)["PCP"].to_list() == ["must", "no", "no"]
        with pytest.raises(InputError, match="'three' is no history; allowed: offences"):
            bulk.allocate_dataset(
                policy, cases, tmp_path / "o", Engine.POLARS, DAY, behind=[tmp_path / "three.parquet"]
            )


class TestRate:
    @pytest.mark.traced
    @pytest.mark.slow
    def test_every_service_is_rated(self, run: Run, tmp_path: Path, engine: str) -> None:
        folder = tmp_path / "items"
        folder.mkdir()
        for service in "ab":
            rows = {
                "case": ["1", "2"] * 3,
                "question": [f"2.1.{at}" for at in (1, 2, 3)] * 2,
                "score": [1, 1, 1, 0, 1, 1],
            }
            pl.DataFrame({"service": [service] * 6, "standard": ["2.1"] * 6, **rows, "out_of": [1] * 6}).write_parquet(
                folder / f"{service}.parquet"
            )
        out = tmp_path / "out"
        assert run("rate", str(folder), "--framework", "hmip-2018", "--engine", engine, "--out", str(out)).code == 0
        told = manifest(out)
        assert (told["framework"], told["rows"], told["refused"]) == ("hmip-2018", 12, 0)
        rated = pl.concat([pl.read_parquet(file) for file in parquet_files(out)])
        standards = rated.filter(pl.col("level") == "standard").select("service", "rating").sort("service").rows()
        assert standards == [("a", "Requires improvement"), ("b", "Requires improvement")]
        # Of each service three questions and their standard; points are not pooled over standards like that.
        assert (sum(told["answers"]["rating"].values()), len(rated)) == (8, 12)


class TestWholeOrNotAtAll:
    @pytest.mark.slow
    def test_a_run_that_is_killed_leaves_nothing_under_its_name_and_the_next_succeeds(
        self, cases: Path, tmp_path: Path
    ) -> None:
        for at in range(20):
            os.link(cases / "b.parquet", cases / f"more-{at}.parquet")
        out = tmp_path / "out"
        command = [
            sys.executable,
            "-m",
            "yosrules",
            "allocate",
            str(cases),
            *ON,
            "--engine",
            "polars",
            "--out",
            str(out),
        ]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL) as killed:
            until = monotonic() + 60
            while not list(tmp_path.glob(".out.part/part-00003.parquet")) and monotonic() < until:
                assert killed.poll() is None
                sleep(0.01)
            killed.send_signal(signal.SIGKILL)
        assert killed.returncode == -signal.SIGKILL
        assert not out.exists()
        assert {each.name for each in tmp_path.iterdir()} == {"cases", ".out.part", ".out.lock"}
        assert subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0
        assert {each.name for each in tmp_path.iterdir()} == {"cases", "out"}
        assert manifest(out)["rows"] == len(written(out)) == 90 + 20 * 30

    @pytest.mark.slow
    @pytest.mark.traced
    def test_a_run_that_fails_leaves_nothing(self, run: Run, cases: Path, tmp_path: Path) -> None:
        (cases / "z.parquet").write_bytes(b"PAR1\0\x01\0\0\0PAR1")
        for name in ("polars", "duckdb"):
            code, _, error = run("allocate", str(cases), *ON, "--engine", name, "--out", str(tmp_path / "out"))
            assert code == 2
            assert error.startswith("cases: it cannot be worked through: ")
            assert [each.name for each in tmp_path.iterdir()] == ["cases"]

    def test_cases_without_a_reference_are_refused(self, run: Run, tmp_path: Path) -> None:
        table(Case, CASES[:2]).with_columns(reference=pl.Series(["A1", None])).write_parquet(tmp_path / "two.parquet")
        asked = ("--engine", "polars", "--out", str(tmp_path / "out"))
        code, _, error = run("allocate", str(tmp_path / "two.parquet"), *ON, *asked)
        assert (code, error) == (2, "two.parquet: 1 row has no reference; allowed: one in every row\n")

    def test_an_earlier_result_is_not_overwritten(self, run: Run, cases: Path, tmp_path: Path) -> None:
        (tmp_path / "out").mkdir()
        code, _, error = run("allocate", str(cases), *ON, "--engine", "polars", "--out", str(tmp_path / "out"))
        assert code == 2
        assert "is there already; remove it or choose another name" in error

    def test_a_run_that_goes_on_is_left_alone(self, run: Run, cases: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        with datasets.OutPlace(out) as place:
            (place.folder / "part").touch()
            code, _, error = run("allocate", str(cases), *ON, "--engine", "polars", "--out", str(out))
            assert code == 2
            assert error == "out: another run is writing it at this moment\n"
        assert [each.name for each in out.iterdir()] == ["part"]

    def test_a_run_that_cannot_begin_keeps_nobody_out(self, run: Run, cases: Path, tmp_path: Path) -> None:
        (tmp_path / ".out.part").touch()
        for _ in range(2):
            code, _, error = run("allocate", str(cases), *ON, "--engine", "polars", "--out", str(tmp_path / "out"))
            assert code == 2
            assert error == "out: it cannot be written: Not a directory\n"
        assert {each.name for each in tmp_path.iterdir()} == {"cases", ".out.part"}


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "why"),
        [
            (["allocate", "CASES", "--engine", "polars"], "say which with --out"),
            (["allocate", "CASES", "--engine", "polars", "--records", "r.json"], "--engine writes no --records"),
            (["rate", "CASES", "--engine", "polars", "--json"], "--engine rates one dataset"),
            (["allocate", "CASES", "--engine", "polars", "--day-column", "d"], "--on and --day-column: choose one"),
            (["allocate", "CASES", "--day-column", "d"], "--day-column would change nothing without --engine"),
            (["allocate", "CASES", "--unknown", "stage"], "--unknown would change nothing without --engine"),
            (["allocate", "EMPTY", "--engine", "polars", "--out", "out"], "there are no Parquet files in"),
            (["allocate", "NONE", "--engine", "polars", "--out", "out"], "no /"),
            (["allocate", "CASES", "--engine", "polars", "--out", "no/such/out"], "it cannot be written: there is no"),
            (
                ["allocate", "CASES", "--engine", "polars", "--out", "o" * 250],
                "it cannot be written: File name too long",
            ),
        ],
    )
    def test_what_cannot_be_done(self, run: Run, cases: Path, tmp_path: Path, arguments: list[str], why: str) -> None:
        (tmp_path / "empty").mkdir()
        real = {
            "CASES": str(cases),
            "EMPTY": str(tmp_path / "empty"),
            "NONE": str(tmp_path / "none"),
            "out": str(tmp_path / "out"),
        }
        code, _, error = run(*(real.get(each, each) for each in arguments), *ON[: 2 * (arguments[0] == "allocate")])
        assert code == 2
        assert why in error

    @pytest.mark.parametrize(("engine", "extra"), [("polars", "bulk"), ("duckdb", "duckdb"), ("spark", "spark")])
    def test_an_engine_that_is_not_installed(self, engine: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
        library = {"spark": "pyspark.sql"}.get(engine, engine)
        monkeypatch.setitem(sys.modules, library, None)
        with pytest.raises(InputError, match=rf"pip install 'yosrules\[{extra}\]'"):
            at_work(Engine(engine))

    @pytest.mark.slow
    @pytest.mark.traced
    def test_without_the_extra_it_says_what_to_install(self, cases: Path) -> None:
        without = "import sys; sys.modules['narwhals'] = None; from yosrules.__main__ import main; main()"
        command = [sys.executable, "-c", without, "allocate", str(cases), "--engine", "polars", "--out", "out"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        assert ended.returncode == 2
        assert ended.stderr == "--engine needs narwhals: pip install 'yosrules[bulk]'\n"


@pytest.mark.parametrize("name", [Engine.POLARS, Engine.DUCKDB])
def test_references_that_look_the_same_are_in_one_share(name: Engine, tmp_path: Path) -> None:
    pairs = [
        ("W1", "w1"),
        (" A 7", "a7"),
        ("1001", "1001.0"),
        ("007", "7.00"),
        ("x\u00a09", "X9"),
        ("b\u200b3", "B3"),
        ("0", "00"),
    ]
    assert [[*group] for group in alike(each for pair in pairs for each in pair)] == [[*pair] for pair in pairs]
    pl.DataFrame({"worker": [each for pair in pairs for each in pair]}).write_parquet(tmp_path / "a.parquet")
    works = at_work(name)
    shares = []
    for place in range(5):
        works.write(
            works.share(works.scan([tmp_path / "a.parquet"]), "worker", place, 5), tmp_path / f"{place}.parquet"
        )
        shares.append(set(pl.read_parquet(tmp_path / f"{place}.parquet")["worker"].to_list()))
    assert all(any({*pair} <= share for share in shares) for pair in pairs)
    assert sum(map(bool, shares)) > 1


def test_the_shares_of_duckdb_are_every_row_once(tmp_path: Path) -> None:
    pl.DataFrame({"worker": [f"W{n}" for n in range(20)]}).write_parquet(tmp_path / "a.parquet")
    works = at_work(Engine.DUCKDB)
    for place in range(3):
        share = works.share(works.scan([tmp_path / "a.parquet"]), "worker", place, 3)
        works.write(share, tmp_path / f"{place}.parquet")
    shares = [pl.read_parquet(tmp_path / f"{place}.parquet")["worker"].to_list() for place in range(3)]
    assert sorted(each for share in shares for each in share) == sorted(f"W{n}" for n in range(20))
    assert all(shares)
