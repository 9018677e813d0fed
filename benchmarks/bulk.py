"""How fast the job is in bulk, side by side with what is written by hand and with other engines.

    python benchmarks/bulk.py                     a million and ten million rows, into results-bulk.md, .json and .svg
    python benchmarks/bulk.py --rows 1e5 --show   a quick look, on the screen only

Every contender first answers all 80,640 cases and is left out, by name, if one answer differs. Then each measurement is
a process of its own: input in memory, answers out as columns of bits, the best of seven. Contenders take turns, three
times round, and the process in the middle counts. Engines that take a row at a time run once, on fewer rows, marked ~,
and are scaled.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
BEST_OF, ROUNDS = 7, 3
SLOW = 20_000
"""How many rows an engine gets that takes one at a time."""


def contenders() -> dict[str, Callable[[], Any]]:
    """Every contender by its name: what makes it, when it is asked for."""
    import bulk_peers
    import ours

    return {**ours.CONTENDERS, **bulk_peers.CONTENDERS}


def cases(rows: int) -> Any:
    """Random cases as codes, the same for every contender."""
    import numpy as np

    from job import FIELDS

    chance = np.random.default_rng(20)
    return {name: chance.integers(0, len(values), rows, dtype=np.uint8) for name, values in FIELDS.items()}


def all_cases() -> Any:
    """All 80,640 cases as codes."""
    import numpy as np

    from job import FIELDS

    grid = np.meshgrid(*(np.arange(len(values), dtype=np.uint8) for values in FIELDS.values()), indexing="ij")
    return {name: axis.ravel() for name, axis in zip(FIELDS, grid, strict=True)}


def right_answers() -> tuple[list[int], list[int]]:
    """The bits of must and may of all cases, by hand."""
    from job import FORUMS, by_hand, every_case

    bit = {forum.name: 1 << place for place, forum in enumerate(FORUMS)}
    told = [by_hand(case) for case in every_case()]
    return [sum(bit[name] for name in must) for must, _ in told], [sum(bit[name] for name in may) for _, may in told]


def _memory(field: str) -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split(field)[1].split()[0]) / 1024


def measure(name: str, rows: int) -> dict[str, Any]:
    """One contender in this process: checked, then timed."""
    made = contenders()[name]()
    must, may = (list(map(int, column)) for column in made.answers(made.run(made.prepare(all_cases()))))
    if (must, may) != right_answers():
        return {"name": name, "wrong": True}
    ran = rows if made.vector else min(rows, SLOW)
    given = made.prepare(cases(ran))
    Path("/proc/self/clear_refs").write_text("5")
    loaded, times = _memory("VmRSS:"), []
    for _ in range(BEST_OF if made.vector else 1):
        started, spent = time.perf_counter(), time.process_time()
        out = made.run(given)
        times.append((time.perf_counter() - started, time.process_time() - spent))
        del out
    wall, cpu = min(times)
    scaled = rows / ran
    told = {"name": name, "wall": wall * scaled, "cpu": cpu * scaled, "scaled": scaled > 1}
    return told | {"loaded": loaded, "peak": _memory("VmHWM:")}


def measured(names: list[str], rows: int) -> list[dict[str, Any]]:
    """Every contender, turn by turn: of its processes the one in the middle."""
    told: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for turn in range(ROUNDS):
        for name, found in told.items():
            if turn == 0 or ("wall" in found[0] and not found[0]["scaled"]):
                print(f"{rows:,} {name}", file=sys.stderr)
                found.append(apart("--one", name, "--rows", str(rows)))
    return [sorted(found, key=lambda each: each.get("wall", 0))[len(found) // 2] for found in told.values()]


def start_up(name: str) -> dict[str, float]:
    """In this process: how long a contender takes to import and make, and to its first answer."""
    started = time.perf_counter()
    made = contenders()[name]()
    ready = time.perf_counter()
    given = made.prepare({field: codes[:1] for field, codes in cases(10).items()})
    asked = time.perf_counter()
    made.run(given)
    return {"ready": ready - started, "first": time.perf_counter() - asked}


def apart(*arguments: str) -> Any:
    """What this script says when it is run with these arguments, in a process of its own."""
    ended = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    try:
        return json.loads(ended.stdout.splitlines()[-1])
    except (IndexError, ValueError):
        return {"name": arguments[1], "failed": (ended.stderr.strip().splitlines() or ["?"])[-1]}


def machine() -> str:
    """What this was measured on."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        "?",
    )
    names = (
        "polars",
        "duckdb",
        "narwhals",
        "pyarrow",
        "pandas",
        "zen-engine",
        "datalogic-py",
        "rule-engine",
        "cedarpy",
        "openfisca-core",
    )
    versions = []
    for name in names:
        try:
            versions.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    load = os.getloadavg()[0]
    return f"{cpu}, {os.cpu_count()} cores, Python {platform.python_version()}, load {load:.1f}; {', '.join(versions)}"


def table(rows: int, told: Iterable[dict[str, Any]]) -> str:
    """The measurements of one size, fastest first, as Markdown."""
    good = sorted((each for each in told if "wall" in each), key=lambda each: each["wall"])
    by = {each["name"]: each["wall"] for each in good}
    enum, text = (
        min((wall for name, wall in by.items() if name.startswith(f"Polars by hand, {kind}")), default=9e9)
        for kind in ("Enum", "String")
    )
    heads = ("contender", "wall s", "CPU s", "million rows/s", "x Polars by hand, Enum", "x by hand, String")
    lines = [
        f"## {rows:,} rows",
        "",
        f"| {' | '.join(heads)} | MB loaded -> peak |",
        "|---|---:|---:|---:|---:|---:|---|",
    ]
    for each in good:
        about, ratios = "~" * each["scaled"], f"{each['wall'] / enum:.2f} | {each['wall'] / text:.2f}"
        lines.append(
            f"| {each['name']} | {about}{each['wall']:.4f} | {about}{each['cpu']:.4f} "
            f"| {rows / each['wall'] / 1e6:.2f} | {ratios} | {each['loaded']:.0f} -> {each['peak']:.0f} |"
        )
    lines += [
        f"\nLeft out: {each['name']}, {each.get('failed', 'its answers differ')}" for each in told if "wall" not in each
    ]
    return "\n".join(lines)


def chart(rows: int, told: Iterable[dict[str, Any]]) -> str:
    """Million rows a second on a logarithmic scale, as a picture."""
    from math import log10

    good = sorted((each for each in told if "wall" in each), key=lambda each: each["wall"])
    bars = []
    for place, each in enumerate(good):
        speed, top = rows / each["wall"], 34 + 22 * place
        long = max(2.0, (log10(speed) - 3) * 110)
        colour = "#1d70b8" if each["name"].startswith("yosrules") else "#b1b4b6"
        bars.append(
            f'<text x="250" y="{top + 12}" text-anchor="end">{each["name"]}</text>'
            f'<rect x="258" y="{top}" width="{long:.0f}" height="16" fill="{colour}"/>'
            f'<text x="{264 + long:.0f}" y="{top + 12}">{speed / 1e6:,.2f}</text>'
        )
    high = 44 + 22 * len(good)
    title = f'<text x="10" y="18" font-weight="bold">Million rows a second, {rows:,} rows, logarithmic</text>'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="900" height="{high}" font-family="sans-serif" font-size="12">'
    )
    return "\n".join([head, '<rect width="100%" height="100%" fill="white"/>', title, *bars, "</svg>\n"])


def main() -> None:
    """Run what is asked for."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--rows", nargs="+", type=lambda text: int(float(text)), default=[1_000_000, 10_000_000])
    asked.add_argument("--only", nargs="+", help="names, or parts of names, of contenders")
    asked.add_argument("--show", action="store_true", help="print, and write no results")
    asked.add_argument("--one", help=argparse.SUPPRESS)
    asked.add_argument("--start", help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.one:
        print(json.dumps(measure(given.one, given.rows[0])))
        return
    if given.start:
        print(json.dumps(start_up(given.start)))
        return
    names = [name for name in contenders() if not given.only or any(part in name for part in given.only)]
    pages, kept = [f"# The job in bulk\n\n{time.strftime('%Y-%m-%d')} · {machine()}"], {}
    for rows in given.rows:
        told = kept[rows] = measured(names, rows)
        pages.append(table(rows, told))
    begun = {name: apart("--start", name) for name in names}
    lines = [
        f"| {name} | {each['ready'] * 1e3:.0f} | {each['first'] * 1e3:.1f} |"
        for name, each in begun.items()
        if "ready" in each
    ]
    pages.append(
        "\n".join(["## Start", "", "| contender | import and make, ms | first answer, ms |", "|---|---:|---:|", *lines])
    )
    print("\n\n".join(pages))
    if not given.show:
        (HERE / "results-bulk.md").write_text("\n\n".join(pages) + "\n")
        (HERE / "results-bulk.json").write_text(json.dumps({"rows": kept, "start": begun}, indent=1) + "\n")
        (HERE / "results-bulk.svg").write_text(chart(given.rows[-1], kept[given.rows[-1]]))


if __name__ == "__main__":
    sys.setrecursionlimit(10_000)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
