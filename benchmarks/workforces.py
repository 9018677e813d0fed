"""How long a policy of attendance takes over workforces of many sizes, on an engine, from Parquet to Parquet.

    python benchmarks/workforces.py                                    Polars, up to a million workers
    python benchmarks/workforces.py --engines polars duckdb --workers 1e4 1e5 --policy st-marys-university-attendance

Every worker has ten absences over three years. The command itself is run, start and manifest included.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from bulk import machine

EACH = 10
FIRST = (date(2023, 1, 2) - date(1970, 1, 1)).days
ON = "2026-01-05"
FILE = 100_000
"""How many workers a file has."""


def absences(workers: int, first: int) -> pl.DataFrame:
    """Ten absences for each of some workers, most of them short."""
    chance = np.random.default_rng(first)
    size = (workers, EACH)
    gaps = chance.integers(5, 110, size)
    days = np.where(chance.random(size) < 0.95, chance.integers(1, 6, size), chance.integers(6, 60, size))
    ends = FIRST + np.cumsum(gaps + days, axis=1)
    numbers = pl.Series(np.repeat(np.arange(first, first + workers), EACH)).cast(pl.String).str.zfill(8)
    columns = {"start": (ends - days + 1).ravel(), "end": ends.ravel()}
    made = pl.DataFrame({name: pl.Series(each.astype(np.int32)).cast(pl.Date) for name, each in columns.items()})
    return made.select(("W" + numbers).alias("worker"), pl.all())


def dataset(folder: Path, workers: int) -> Path:
    """A dataset in files of a hundred thousand workers."""
    where = folder / f"absences-{workers}"
    if not where.exists():
        where.mkdir(parents=True)
        for first in range(0, workers, FILE):
            absences(min(FILE, workers - first), first).write_parquet(where / f"{first:08}.parquet")
    return where


def run(engine: str, policy: str, where: Path) -> tuple[float, float, float]:
    """Wall and processor seconds and peak megabytes of the command."""
    with tempfile.TemporaryDirectory(dir=where.parent) as out:
        asked = ["--policy", policy, "--on", ON, "--pattern", "mon-fri 7.4", "--no-stages", "--engine", engine]
        command = [sys.executable, "-m", "yosrules", "triggers", str(where), *asked, "--out", f"{out}/out"]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        wall = time.perf_counter() - started
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, used.ru_maxrss / 1024


def main() -> None:
    """Run what is asked for, and print a table; sizes grow, so that the peak is that of the run."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--workers", nargs="+", type=lambda text: int(float(text)), default=[10_000, 100_000, 1_000_000])
    asked.add_argument("--engines", nargs="+", default=["polars"])
    asked.add_argument("--policy", default="sheffield-university-attendance")
    asked.add_argument("--folder", default=tempfile.gettempdir(), help="where datasets are made and left")
    given = asked.parse_args()
    print(f"{given.policy} · {time.strftime('%Y-%m-%d')} · {machine()}\n")
    print("| engine | workers | absences | wall s | CPU s | workers/s | peak MB |\n|---|---:|---:|---:|---:|---:|---:|")
    for engine in given.engines:
        for workers in given.workers:
            wall, cpu, peak = run(engine, given.policy, dataset(Path(given.folder), workers))
            print(
                f"| {engine} | {workers:,} | {workers * EACH:,} | {wall:.1f} | {cpu:.1f} | {workers / wall:,.0f} "
                f"| {peak:,.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
