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
from yosrules.files import dataset as datasets, read_table
from yosrules.files.dataset import OutPlace
from yosrules.files.formats.parquet import parquet_files
from yosrules.files.writing.atomic import write_whole
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
        (("allocate", "c.csv", "--out", "loop.csv", "--force"), BACK),
        (
            ("allocate", "c.csv", "--records", "loop.csv", "--force"),
            BACK,
        ),
        (("allocate", "c.csv", "--out", "folder.csv", "--force"), "folder.csv: it cannot be written: Is a directory"),
        (
            ("allocate", "c.csv", "--records", "missing/r.json"),
            "r.json: it cannot be written: there is no folder {here}/missing",
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
        OutPlace(Path(name))


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"whole")
    assert os.read(reading, 99) == b"whole"
    os.close(reading)
    assert pipe.is_fifo()


def test_a_name_that_is_taken_while_a_run_works_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="out is there already"), OutPlace(tmp_path / "out"):
        (tmp_path / "out").touch()
    assert [*tmp_path.iterdir()] == [tmp_path / "out"]


def test_a_result_that_cannot_get_its_name_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="it cannot be written: No such file"), OutPlace(tmp_path / "out") as place:
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


@pytest.mark.parametrize(("command", "coloured"), [("scales", False), ("scales", True), ("--version", False)])
def test_who_has_read_enough_is_told_nothing(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: str, coloured: bool
) -> None:
    if coloured:
        monkeypatch.setenv("FORCE_COLOR", "1")
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


DAYS_OF_32_BITS = pl.Series([0], dtype=pl.Int32)
NUMBERS = pl.Series([2**62])
DERBY = ("--policy", "derby-attendance", "--settings", "s.toml")
AWAY = ("--on", "2025-06-01", "--pattern", "mon-fri 7.4")


@pytest.mark.parametrize(
    ("born", "days"),
    [
        (DAYS_OF_32_BITS - 719_163, "-719,163"),  # the last day before the year 1
        (DAYS_OF_32_BITS + 2_932_897, "2,932,897"),  # 10000-01-01
        (DAYS_OF_32_BITS + (2**31 - 1), "2,147,483,647"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused_by_its_row(run: Run, here: Path, born: pl.Series, days: str) -> None:
    pl.DataFrame({"reference": "A1", "born": born.cast(pl.Date)}).write_parquet("c.parquet")
    code, _, err = run("allocate", "c.parquet", *ON)
    said = f"row 2, born: wrote '{days} days from 1970'; allowed: a day of the years 1 to 9999"
    assert (code, said in err) == (2, True), err


def test_the_first_and_the_last_day_of_the_calendar_are_read(here: Path) -> None:
    pl.DataFrame({"day": [date.min, date.max]}).write_parquet("days.parquet")
    assert [row.cells for row in read_table(Path("days.parquet")).rows] == [
        {"day": "0001-01-01"},
        {"day": "9999-12-31"},
    ]


@pytest.mark.parametrize("kind", [pl.Datetime("us"), pl.Datetime("ms"), pl.Duration("ms")])
def test_so_is_a_time_that_none_has(run: Run, here: Path, kind: pl.DataType) -> None:
    pl.DataFrame({"reference": "A1", "born": NUMBERS.cast(kind)}).write_parquet("c.parquet")
    code, _, err = run("allocate", "c.parquet", *ON)
    assert (code, "row 2, born: wrote" in err) == (2, True), err


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
@pytest.mark.parametrize(
    "command",
    [
        ("triggers", "a.csv", "--policy", "york-university-attendance", "--pattern", "mon-fri 7.4", "--no-stages"),
        ("timeline", "a.csv", "W1", "--policy", "york-university-attendance", "--no-stages"),
        ("allocate", "c.csv"),
    ],
)
def test_a_day_asked_about_that_cannot_be_on_record_is_refused(
    run: Run, here: Path, command: tuple[str, ...], day: str
) -> None:
    (here / "a.csv").write_text("worker,start,end\nW1,2025-01-01,2025-01-05\n")
    code, out, err = run(*command, "--on", day)
    said = f"the day asked about is {day}; allowed: a date from 1901-01-01 to 2199-12-31\n"
    assert (code, out, err) == (2, "", said)


@pytest.mark.parametrize("command", ["sample-cases", "sample-absences"])
@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_sample_is_made_as_of_a_day_that_all_its_dates_lie_around(
    run: Run, here: Path, command: str, day: str
) -> None:
    code, _, err = run(command, "--out", "s.csv", "--on", day)
    said = f"wrote {day} for the day of a sample; allowed: a date from 1950-01-01 to 2150-12-31\n"
    assert (code, err, (here / "s.csv").exists()) == (2, said, False)


def test_leave_that_never_ends_is_a_misprint_and_is_refused_at_once(run: Run, here: Path) -> None:
    (here / "a.csv").write_text("worker,start,end\nW1,2025-01-01,2025-01-05\n")
    (here / "leave.csv").write_text("worker,start,end\nW1,2025-01-01,9999-12-31\n")
    code, _, err = run("triggers", "a.csv", "--policy", "york-university-attendance", "--with", "leave.csv", *AWAY)
    assert (code, "wrote '9999-12-31'; allowed: a date from 1901-01-01 to 2199-12-31" in err) == (2, True), err


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("days = nan", "days: wrote Decimal('NaN'); allowed: a number above 0\n"),
        ("days = inf", "days: wrote Decimal('Infinity'); allowed: a number above 0\n"),
        ("days = 1e99999999", "allowed: a number above 0, of at most 12 digits\n"),
        ("days = 1e-99999999", "allowed: a number above 0, of at most 12 digits\n"),
        ("days = 1e99999999999999999999", "s.toml: it is not TOML: 1e99999999999999999999 is no number that can be"),
        ("spells = 999999999999999", "allowed: a whole number from 1 up, of at most 12 digits\n"),
        ("months = 100000", "a window of 100000 months is more than 100 years; allowed: up to 1,200\n"),
        (f"days = {'[' * 500}{']' * 500}", "s.toml: it is not TOML of settings: it is nested too deeply\n"),
        ("#" * 1_000_001, "s.toml: it is more than 1,000,000 bytes, and settings are a few lines\n"),
    ],
)
def test_settings_beyond_all_reason_are_refused_at_once(run: Run, here: Path, written: str, says: str) -> None:
    numbers = dict.fromkeys(("months", "spells", "days", "long_term_days", "stage_months"), "3")
    name, _, number = written.partition(" = ")
    (here / "s.toml").write_text(
        "\n".join(f"{key} = {value}" for key, value in (numbers | {name: number}).items() if value)
    )
    if not number:
        (here / "s.toml").write_text(written)
    (here / "a.csv").write_text("worker,start,end\nW1,2025-01-01,2025-01-05\n")
    code, _, err = run("triggers", "a.csv", *DERBY, "--no-stages", *AWAY)
    assert (code, says in err) == (2, True), err


def test_a_stage_that_stands_for_longer_than_the_calendar_stands_to_its_end(run: Run, here: Path) -> None:
    (here / "s.toml").write_text("months = 12\nspells = 3\ndays = 8\nlong_term_days = 9999999\nstage_months = 120000\n")
    (here / "a.csv").write_text("worker,start,end\nW1,2025-01-01,2025-01-05\n")
    heads = "worker,step,route,held,closed,live_until,review_ends"
    (here / "stages.csv").write_text(f"{heads}\nW1,Stage 1,short-term,2025-02-01,,,\n")
    assert run("triggers", "a.csv", *DERBY, "--with", "stages.csv", *AWAY).code == 0


@pytest.mark.parametrize("engine", ["polars", "duckdb"])
@pytest.mark.parametrize("content", [b"PAR1junk", b"PAR1junkPAR1"])
def test_a_further_file_that_is_no_parquet_is_named(run: Run, here: Path, engine: str, content: bytes) -> None:
    (here / "offences.parquet").write_bytes(content)
    command = ("allocate", "c.parquet", "--engine", engine, "--out", "out", "--with", "offences.parquet")
    code, _, err = run(*command, *ON)
    assert (code, err.startswith("offences.parquet: it ")) == (2, True), err
    assert not (here / "out").exists()


def test_no_interview_is_due_by_a_day_of_work_of_who_works_none(run: Run, here: Path) -> None:
    heads, row = "worker,start,end,returned,interviewed", "W1,2025-01-01,2025-01-03,2025-01-06,"
    (here / "a.csv").write_text(f"{heads}\n{row}\n")
    command = (
        "interviews",
        "a.csv",
        "--policy",
        "falkirk-attendance",
        "--on",
        "2025-06-01",
        "--out",
        "i.json",
        "--force",
    )
    own = "due by three days that the worker works"
    for pattern, due in (("mon-fri 7.4", "2025-01-09"), ("mon-sun 0", None)):
        assert run(*command, "--pattern", pattern).code == 0
        assert json.loads((here / "i.json").read_text())[0][own] == due
