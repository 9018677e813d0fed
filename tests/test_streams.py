"""What comes in through standard input, who stops reading, and what stands in the way of a file."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from test_cli import OLD, Run, lines, run  # noqa: F401 -- the fixture
from yosrules import cli
from yosrules.cli import common, stdin as incoming
from yosrules.errors import InputError
from yosrules.files.writing import atomic
from yosrules.files.writing.atomic import write_whole

CASES = Path("specs/forums/cases.csv")
ON = ("--on", "2019-09-09")


def comes_in(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_a_caseload_comes_in_through_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    comes_in(monkeypatch, CASES.read_bytes())
    assert run("explain", "-", "A1", *ON) == run("explain", str(CASES), "A1", *ON)


@pytest.mark.parametrize(
    ("begins", "ending"),
    [
        (b"PK\x03\x04", ".xlsx"),
        (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
        (b"PK\x03\x04 xl/workbook.bin", ".xlsb"),
        (b"PAR1", ".parquet"),
        (b" [", ".json"),
        (b"{", ".json"),
        (b"a,b", ".csv"),
    ],
)
def test_what_it_is_shows_by_how_it_begins(monkeypatch: pytest.MonkeyPatch, begins: bytes, ending: str) -> None:
    comes_in(monkeypatch, begins)
    file = incoming.from_stdin(Path("-"))
    assert file is not None
    assert (file.name, file.read_bytes()) == (f"stdin{ending}", begins)


def test_several_audits_of_which_one_comes_in(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    other = "specs/derby-2019/inspection-2018.csv"
    comes_in(monkeypatch, Path("specs/derby-2019/out-of-court-after.csv").read_bytes())
    assert {"stdin (hmip-2018)", "inspection-2018 (hmip-2018)"} <= set(lines(run("rate", "-", other, *OLD).out))


@pytest.mark.parametrize(
    ("command", "says"),
    [(("rate", "-", *OLD), "stdin: nothing came in"), (("rate", "-", "-", *OLD), "stdin: it can be read once")],
)
def test_nothing_came_in_or_it_is_asked_for_twice(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], says: str
) -> None:
    comes_in(monkeypatch, b" \n")
    code, _, err = run(*command)
    assert (code, err.startswith(says)) == (2, True)


@pytest.mark.traced
@pytest.mark.slow
@pytest.mark.parametrize("command", [("policies",), ("policies", "--json"), ("show", "derby-high-risk-strategy")])
def test_a_reader_who_has_read_enough_is_no_contradiction(command: tuple[str, ...]) -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        ended = subprocess.run(
            [Path(sys.executable).with_name("yosrules"), *command], stdout=writes, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(writes)
    assert (ended.returncode, ended.stderr) == (141, b"")


def test_what_is_wrong_fits_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    common.say("one two three\n  four five", err=True)
    assert capsys.readouterr().err == "one two three\n  four five\n"
    monkeypatch.setenv("COLUMNS", "10")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    common.say("one two three\n  four five", err=True)
    assert capsys.readouterr().err == "one two\n    three\n  four\n      five\n"


def test_the_daily_commands_come_first_in_the_help_and_every_one_is_in_a_group(run: Run) -> None:
    out = run("--help").out
    titles = [out.index(f" {title} ") for title in cli.GROUPS]
    assert titles == sorted(titles)
    assert next(iter(cli.COMMANDS)) == "allocate"
    assert "--install-completion" in out


@pytest.mark.parametrize(("times", "whole"), [(1, True), (2, False)])
def test_a_file_that_is_open_elsewhere_is_tried_once_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int, whole: bool
) -> None:
    """On Windows a spreadsheet program holds on to the file that it shows; what refuses here is made up."""
    path, left = tmp_path / "a.csv", [times]
    path.write_text("before")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] >= 0:
            raise PermissionError(13, "Access is denied")
        return replace(self, target)

    monkeypatch.setattr(atomic, "_MOMENT", 0)
    monkeypatch.setattr(Path, "replace", held)
    if whole:
        write_whole(path, b"after")
    else:
        with pytest.raises(InputError, match=r"it cannot be written: Access is denied; close a\.csv if another"):
            write_whole(path, b"after")
    assert path.read_text() == ("after" if whole else "before")
