"""What `yosrules allocate` takes for 20,000 cases, and `explain` for one: python benchmarks/caseload.py [OTHER ...].

OTHER is another environment's Python, such as that of an earlier version's checkout: all are run in turn, round after
round, so that whatever else the machine does strikes each of them. Processor time in user mode is shown, the median.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

CASES, ROUNDS, DAY = 20_000, 3, "2019-09-09"

ONE_BY_ONE = f"""
import time
from datetime import date
from yosrules import allocate, explain, load
from yosrules.samples.cases import sample_cases

day, policy, took = date.fromisoformat("{DAY}"), load().forum_policy(None), []
for case in sample_cases(300, 7, day):
    began = time.process_time()
    explain(allocate(policy, case, day))
    took.append((time.process_time() - began) * 1000)
print(*sorted(took))
"""
"""Cases explained one after the other, each of them for the first time."""


def processor(command: list[str]) -> float:
    """The seconds of processor time in user mode of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    subprocess.run(command, capture_output=True, check=True)
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before


def explained(python: str) -> float:
    """The median of the milliseconds that it takes to allocate and explain one case."""
    ended = subprocess.run([python, "-c", ONE_BY_ONE], capture_output=True, text=True, check=True)
    return statistics.median(map(float, ended.stdout.split()))


def main() -> None:
    """Run each environment in turn, and print the medians."""
    pythons = [sys.executable, *sys.argv[1:]]
    seconds: dict[str, list[float]] = {each: [] for each in pythons}
    milliseconds: dict[str, list[float]] = {each: [] for each in pythons}
    with tempfile.TemporaryDirectory() as folder:
        cases = Path(folder) / "cases.csv"
        sample = ["sample-cases", "--n", str(CASES), "--on", DAY, "--out", str(cases)]
        subprocess.run([sys.executable, "-m", "yosrules", *sample], capture_output=True, check=True)
        for _ in range(ROUNDS):
            for each in pythons:
                seconds[each].append(processor([each, "-m", "yosrules", "allocate", str(cases), "--on", DAY]))
                milliseconds[each].append(explained(each))
    print(f"| Python | allocate, {CASES:,} cases, s | explain, one case, ms |")
    print("|---|---:|---:|")
    for each in pythons:
        print(f"| {each} | {statistics.median(seconds[each]):.1f} | {statistics.median(milliseconds[each]):.2f} |")


if __name__ == "__main__":
    main()
