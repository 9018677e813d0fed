"""What is asked to be written or read at the edges of a file system: an error in words, and nothing left behind."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from frames import table
from test_cli import Run, run  # noqa: F401 -- the fixture
from yosrules import InputError
from yosrules.files import dataset as datasets
from yosrules.files.atomic import write_whole
from yosrules.files.dataset import Place
from yosrules.files.parquet import parquet_files
from yosrules.records.case import Case
from yosrules.samples.cases import sample_cases

ON = ("--on", "2019-09-09")
BULK = ("allocate", "c.parquet", "--engine", "polars", "--out")
BACK = "loop.csv: it cannot be written: it is a link that leads back to itself"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "c.csv").write_text("reference,rosh\nA1,High\n")
    table(Case, sample_cases(2, 7, date(2019, 9, 9))).write_parquet(tmp_path / "c.parquet")
    (tmp_path / "loop.csv").symlink_to(tmp_path / "loop.csv")
    (tmp_path / "nowhere").symlink_to(tmp_path / "missing")
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("command", "says"),
    [
        (("allocate", "c.csv", "--out", "loop.csv"), BACK),
        (
            ("allocate", "c.csv", "--records", "loop.csv"),
            BACK,
        ),
        (("allocate", "c.csv", "--out", "folder.csv"), "folder.csv: it cannot be written: Is a directory"),
        (
            ("allocate", "c.csv", "--records", "missing/r.json"),
            "r.json: it cannot be written: No such file",
        ),
        (("allocate", "c.csv", "--records", "/dev/full"), "full: it cannot be written: No space left on device"),
        (
            (*BULK, "nowhere"),
            "nowhere: {here}/nowhere is there already",
        ),
        (
            (*BULK, "loop.csv"),
            "loop.csv: {here}/loop.csv is there already",
        ),
        (("allocate", "/etc/hostname", "--engine", "polars", "--out", "/"), "--out / would overwrite what is read"),
        (("allocate", "loop.csv"), "loop.csv: "),
        (("allocate", "loop.csv", "--engine", "polars", "--out", "new"), "loop.csv: "),
    ],
)
def test_it_is_said_and_nothing_is_left(run: Run, here: Path, command: tuple[str, ...], says: str) -> None:
    before = sorted(here.iterdir())
    code, out, err = run(*command, *ON)
    assert (code, out) == (2, "")
    assert err.startswith(says.format(here=here)), err
    assert sorted(here.iterdir()) == before


@pytest.mark.parametrize("name", ["/", "."])
def test_a_result_has_a_name(name: str) -> None:
    with pytest.raises(InputError, match="it is no name for a result"):
        Place(Path(name))


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"whole")
    assert os.read(reading, 99) == b"whole"
    os.close(reading)
    assert pipe.is_fifo()


def test_a_name_that_is_taken_while_a_run_works_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="out is there already"), Place(tmp_path / "out"):
        (tmp_path / "out").touch()
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


def test_a_result_that_cannot_get_its_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it cannot be written: No such file"), Place(tmp_path / "out") as place:
        place.folder.rmdir()
    assert not [*tmp_path.iterdir()]


@pytest.mark.parametrize("command", [("scales",), ("--version",), ("explain", "c.csv", "A1", *ON)])
def test_a_full_disk_behind_the_screen_is_said(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    with Path("/dev/full").open("w") as screen:
        monkeypatch.setattr(sys, "stdout", screen)
        code, _, err = run(*command)
    assert (code, err) == (2, "it cannot be written: [Errno 28] No space left on device\n")


@pytest.mark.parametrize("command", ["scales", "--version"])
def test_who_has_read_enough_is_told_nothing(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as screen:
        monkeypatch.setattr(sys, "stdout", screen)
        code, _, err = run(command)
    assert (bool(code), err) == (True, "")


def test_the_manifest_has_the_size_of_every_file_that_is_read(run: Run, here: Path) -> None:
    assert run(*BULK, "out", *ON).code == 0
    told = json.loads((here / "out" / "manifest.json").read_text())
    assert told["bytes"] == {"c.parquet": (here / "c.parquet").stat().st_size}


@pytest.mark.parametrize("change", [Path.unlink, Path.touch])
def test_what_changes_while_it_is_read_is_refused(
    run: Run, here: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[Path], None]
) -> None:
    look = datasets.states
    seen: list[object] = []

    def states(files: list[Path]) -> object:
        if seen:
            change(here / "c.parquet")
        seen.append(look(files))
        return seen[-1]

    monkeypatch.setattr(datasets, "states", states)
    code, _, err = run(*BULK, "out", *ON)
    assert (code, err) == (2, "c.parquet: it changed while it was read; run this again when it is at rest\n")
    assert not (here / "out").exists()


class TestDataset:
    """Which files of a folder are read."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "data" / "more").mkdir(parents=True)
        for name in ("a.parquet", "more/B.PARQUET"):
            self.put(tmp_path / "data" / name)
        for name in ("_SUCCESS", "manifest.json", ".a.parquet.crc"):
            (tmp_path / "data" / name).touch()
        return tmp_path / "data"

    def put(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame({"reference": ["A1"]}).write_parquet(path)

    def test_capitals_in_the_ending_do_not_matter(self, folder: Path) -> None:
        assert parquet_files(folder) == [folder / "a.parquet", folder / "more" / "B.PARQUET"]

    @pytest.mark.parametrize(
        "name", ["c.pq", "c.parq", "_d.parquet", "more/.e.parquet", ".out.part/part-00000.parquet", "_old/f.PARQUET"]
    )
    def test_what_looks_like_data_and_is_not_read_is_refused(self, folder: Path, name: str) -> None:
        self.put(folder / name)
        with pytest.raises(InputError, match=rf"data: these look like data but are not read: {name};"):
            parquet_files(folder)

    def test_a_folder_behind_a_link_is_refused(self, folder: Path, tmp_path: Path) -> None:
        self.put(tmp_path / "other" / "e.parquet")
        (folder / "linked").symlink_to(tmp_path / "other")
        with pytest.raises(InputError, match="not read: linked;"):
            parquet_files(folder)

    def test_of_many_that_are_not_read_the_first_are_named(self, folder: Path) -> None:
        for number in range(6):
            self.put(folder / f"{number}.pq")
        with pytest.raises(InputError, match=r"not read: 0.pq, 1.pq, 2.pq, 3.pq, 4.pq, \.\.\.;"):
            parquet_files(folder)

    def test_what_is_named_itself_is_read(self, folder: Path) -> None:
        self.put(folder / "_d.parquet")
        assert parquet_files(folder / "_d.parquet") == [folder / "_d.parquet"]

    def test_a_folder_that_may_not_be_read_is_refused(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        look = os.scandir

        def scandir(path: str) -> object:
            if str(path).endswith("more"):
                raise PermissionError(13, "Permission denied", str(path))
            return look(path)

        monkeypatch.setattr(os, "scandir", scandir)
        with pytest.raises(InputError, match=r"data: it cannot be read: Permission denied: .*more"):
            parquet_files(folder)
