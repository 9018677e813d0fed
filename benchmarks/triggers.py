"""How long `yosrules triggers` takes for 10,000 workers with 10 absences each: python benchmarks/triggers.py."""

from __future__ import annotations

import csv
import platform
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from random import Random

WORKERS, EACH, DAY = 10_000, 10, date(2025, 10, 1)
LENGTHS = (1, 1, 1, 2, 2, 3, 4, 5, 10)


def history(dice: Random) -> list[tuple[date, date]]:
    """Ten absences of three days in the mean, one about every three months; all are over."""
    day, rows = DAY - timedelta(days=1200 + dice.randrange(400)), []
    for _ in range(EACH):
        last = day + timedelta(days=dice.choice(LENGTHS) - 1)
        rows.append((day, last))
        day = last + timedelta(days=dice.randrange(20, 110))
    return rows


def write(path: Path) -> int:
    """Write the absences; how many there are."""
    dice = Random(1)
    rows = [(f"W{number:05d}", *row) for number in range(WORKERS) for row in history(dice)]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["worker", "start", "end", "reason", "pregnancy_related", "returned", "interviewed"])
        for worker, first, last in rows:
            back = last + timedelta(days=1)
            writer.writerow([worker, first, last, dice.choice(["flu", "stress", "covid"]), "no", back, back])
    return len(rows)


def main() -> None:
    """Run the command as a person would, and print what it took."""
    policy = sys.argv[1] if len(sys.argv) > 1 else "sheffield-university-attendance"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "absences.csv"
        count = write(path)
        command = [str(Path(sys.executable).with_name("yosrules")), "triggers", str(path), "--policy", policy]
        command += ["--on", DAY.isoformat(), "--pattern", "mon-fri 7.4", "--no-stages"]
        began = time.perf_counter()
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(*[line for line in ended.stdout.splitlines() if line][:2], sep="\n")
    print(
        f"{WORKERS:,} workers, {count:,} absences, {policy}: {took:.1f} s, of which processor {used.ru_utime:.1f} s; "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
