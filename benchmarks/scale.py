"""How the cost of deciding grows with rows, with rules and with facts, and what a Parquet dataset takes end to end.

    python benchmarks/scale.py                          up to ten million rows, results-scale.md
    python benchmarks/scale.py --rows 1e5 1e6 1e7 1e8   as many as fit on the disk

Each figure is a process of its own; memory is its peak. Datasets are files of a million rows, read and written.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bulk import _memory, cases, machine
from job import EDITION
from ours import frame
from yosrules import Band, Edition, Facts, Maybe, all_of, fact, must
from yosrules.bulk.decide import decide_frame, refusals
from yosrules.deciding.decide import Status
from yosrules.files.dataset import Job, run
from yosrules.files.engines import Engine, at_work

HERE = Path(__file__).parent
FILE = 1_000_000


def wide(facts: int) -> type[Facts]:
    """A record of so many whole-number facts."""
    return type(Facts)("Wide", (Facts,), {f"f{at}": fact(int, f"fact {at}", low=0, high=9) for at in range(facts)})


def many(rules: int, facts: int) -> tuple[type[Facts], Edition[Band]]:
    """An edition of so many rules over so many facts, three facts a rule, ten outcomes."""
    record = wide(facts)
    refs: list[Maybe[int]] = [getattr(record, f"f{at}") for at in range(facts)]
    made = []
    for at in range(rules):
        parts = [refs[(at * 7 + step * 3) % facts] >= (at + step) % 9 + 1 for step in range(3)]
        made.append(must(f"r{at}", Band(f"o{at % 10}", 0), when=all_of(*parts)))
    return record, Edition(date(2020, 1, 1), tuple(made))


def grown(rules: int, facts: int, rows: int) -> dict[str, Any]:
    """In this process: one edition over one frame of Polars, unknowns among its facts."""
    import numpy as np

    chance = np.random.default_rng(5)
    columns = {f"f{at}": pl.Series(chance.integers(-1, 10, rows, dtype=np.int8)) for at in range(facts)}
    given = pl.DataFrame(columns).select(pl.when(pl.all() >= 0).then(pl.all()))
    _, edition = many(rules, facts)
    decide_frame(edition, given.head(1000), keep=())
    Path("/proc/self/clear_refs").write_text("5")
    loaded, started = _memory("VmRSS:"), time.perf_counter()
    decide_frame(edition, given, keep=())
    return {"wall": time.perf_counter() - started, "loaded": loaded, "peak": _memory("VmHWM:")}


def dataset(folder: Path, rows: int) -> Path:
    """A Parquet dataset of the job's cases, in files of a million rows."""
    where = folder / f"cases-{rows}"
    if not where.exists():
        where.mkdir()
        whole = frame(cases(min(rows, FILE)), enums=False)
        for at in range(max(1, rows // FILE)):
            whole.write_parquet(where / f"{at:04}.parquet")
    return where


def worked(engine: str, rows: int, folder: str) -> dict[str, Any]:
    """In this process: a dataset decided from Parquet to Parquet, with its manifest."""
    names = [outcome.name for outcome in EDITION.outcomes]
    keep = ["rosh", "age"]
    job = Job(
        {"command": "benchmark"},
        lambda given, _: decide_frame(EDITION, given, keep=keep),
        lambda given, _: refusals(EDITION, given),
        {name: [status.value for status in Status] for name in names},
    )
    with tempfile.TemporaryDirectory(dir=folder) as out:
        started = time.perf_counter()
        ran = run(job, dataset(Path(folder), rows), Path(out) / "out", at_work(Engine(engine)), lambda parts: parts)
        took = time.perf_counter() - started
    return {"wall": took, "peak": _memory("VmHWM:"), "rows": ran.rows}


def apart(*arguments: object) -> dict[str, Any]:
    """What a function of this script gives, in a process of its own."""
    command = [sys.executable, __file__, "--one", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"failed": ended.stderr.strip().splitlines()[-1]}
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def line(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |"


def shown(told: dict[str, Any], rows: int) -> list[str]:
    """A measurement as the cells of a table."""
    if "failed" in told:
        return [told["failed"], "", ""]
    return [f"{told['wall']:.2f}", f"{rows / told['wall'] / 1e6:.2f}", f"{told['peak']:.0f}"]


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    whole = {"type": lambda text: int(float(text)), "nargs": "+"}
    asked.add_argument("--rows", default=[100_000, 1_000_000, 10_000_000], **whole)
    asked.add_argument("--rules", default=[10, 30, 100, 300, 1000], **whole)
    asked.add_argument("--facts", default=[10, 30, 100], **whole)
    asked.add_argument("--engines", nargs="+", default=["polars", "duckdb"])
    asked.add_argument("--folder", default=tempfile.gettempdir(), help="where datasets are made and left")
    asked.add_argument("--show", action="store_true", help="print, and write no results")
    asked.add_argument("--one", nargs="+", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        what, *rest = given.one
        print(json.dumps(grown(*map(int, rest)) if what == "grown" else worked(rest[0], int(rest[1]), rest[2])))
        return
    lines = [f"# Scale\n\n{time.strftime('%Y-%m-%d')} · {machine()}", "", "## Rows, from Parquet to Parquet", ""]
    lines += [line("engine", "rows", "s", "million rows/s", "peak MB"), "|---|---:|---:|---:|---:|"]
    for engine in given.engines:
        for rows in given.rows:
            dataset(Path(given.folder), rows)
            lines.append(line(engine, f"{rows:,}", *shown(apart("worked", engine, rows, given.folder), rows)))
    rows = min(max(given.rows), FILE)
    lines += ["", f"## Rules and facts, Polars, {rows:,} rows in memory, one fact in eleven unknown", ""]
    lines += [line("rules", "facts", "s", "million rows/s", "peak MB"), "|---:|---:|---:|---:|---:|"]
    sizes = [(rules, 10) for rules in given.rules] + [(100, facts) for facts in given.facts if facts > 10]
    lines += [line(rules, facts, *shown(apart("grown", rules, facts, rows), rows)) for rules, facts in sizes]
    print("\n".join(lines))
    if not given.show:
        (HERE / "results-scale.md").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
