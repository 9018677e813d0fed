"""The commands that write synthetic files: sample-cases, sample-absences."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from yosrules.cli.common import DayAsked, Force, refuse_overwriting, say
from yosrules.files.writing.rows import write_rows
from yosrules.records.absence import Absence
from yosrules.records.case import Case
from yosrules.samples.absences import rows_of_absences, sample_absences
from yosrules.samples.cases import case_rows, kinds_of, sample_cases


def write_sample_cases(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many cases.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same cases, byte for byte.")] = 7,
    on: DayAsked = None,
    force: Force = False,
) -> None:
    """Write a plainly labelled synthetic caseload, for trials and demonstrations."""
    refuse_overwriting({"--out": out}, force=force)
    write_rows(out, *case_rows(sample_cases(n, seed, on.date() if on else date(2019, 9, 9))), kinds_of(Case))
    cases = "case, no real child, is" if n == 1 else "cases, no real child among them, are"
    say(f"{n:,} synthetic {cases} in {out}", err=True)


def write_sample_absences(
    out: Annotated[Path, typer.Option(help="Where to write it: .csv, .xlsx, .parquet or .json.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many workers.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed gives the same absences, byte for byte.")] = 7,
    on: DayAsked = None,
    force: Force = False,
) -> None:
    """Write plainly labelled synthetic absences, for trials and demonstrations."""
    refuse_overwriting({"--out": out}, force=force)
    rows = sample_absences(n, seed, on.date() if on else date(2025, 10, 1))
    write_rows(out, *rows_of_absences(rows), kinds_of(Absence))
    say(f"{len(rows):,} synthetic absences of {n:,} workers, no real one among them, are in {out}", err=True)
