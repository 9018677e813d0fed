"""Run a command on tables, in this process: the tables become files, and what it writes becomes text."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import polars as pl

from asking.policies import rulebook
from asking.synthetic import Table, Tables, frame
from yosrules import __main__
from yosrules.cli import common
from yosrules.errors import InputError
from yosrules.language import Facts

OUT, OUT_FILE = "OUT", "OUT.csv"
"""Options that stand for where a command writes to: a folder, or a file."""


@contextmanager
def written(tables: Tables, about: type[Facts] | None = None) -> Iterator[list[Path]]:
    """The paths of tables as files, the main one first: CSV, or Parquet with the types of the facts of `about`."""
    with TemporaryDirectory() as folder:
        yield [_write(Path(folder, name), name, rows, about) for name, rows in tables.items()]


def _write(path: Path, name: str, rows: Table, about: type[Facts] | None) -> Path:
    if about:
        path = path.with_suffix(".parquet")
        frame(name, rows, about).write_parquet(path)
        return path
    path = path.with_suffix(".csv")
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def command(
    tables: Tables, name: str, *options: str, about: type[Facts] | None = None, first: Sequence[str] = (), ref: str = ""
) -> str:
    """What a command writes to `OUT`, or else prints; an `InputError` where it refuses the tables, as of a verb.

    `first` comes before the tables, `ref` after the main one.
    """
    with written(tables, about) as (main, *behind), TemporaryDirectory() as folder:
        told = [each.replace(OUT, f"{folder}/{OUT}") for each in options]
        histories = [part for path in behind for part in ("--with", str(path))]
        code, printed = _ran([name, *first, str(main), *([ref] if ref else []), *told, *histories])
        if code == 2:
            raise InputError(name, why="it was refused")
        assert code in {0, 1}
        if Path(folder, OUT).is_dir():
            return pl.read_parquet(f"{folder}/{OUT}/*.parquet").write_csv()
        files = [*Path(folder).iterdir()]
        return files[0].read_text() if files else printed


def _ran(arguments: Sequence[str]) -> tuple[int, str]:
    """The exit code of a command, and what it printed."""
    printed, said = io.StringIO(), io.StringIO()
    known = patch.object(common, "load", lambda **_: rulebook())
    with known, patch.object(sys, "argv", ["yosrules", *arguments]), redirect_stdout(printed), redirect_stderr(said):
        try:
            __main__.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(end.code is not None)
    return code, printed.getvalue()


def lines(text: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV text."""
    yield from csv.DictReader(io.StringIO(text))
