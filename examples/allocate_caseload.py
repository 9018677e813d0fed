"""Count, for a caseload, how many children each forum must hear, may hear, or cannot be told about.

python allocate_caseload.py CASES DAY
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path

from yosrules import Status
from yosrules.deciding import allocate
from yosrules.errors import InputError
from yosrules.files import read_cases
from yosrules.hooks import load


def report(path: Path, day: date) -> str:
    policy = load().forum_policy("derby-high-risk-strategy")
    caseload = read_cases(path)
    counts: Counter[tuple[str, Status]] = Counter()
    for case in caseload.cases:
        allocation = allocate(policy, case, day, caseload.histories[case.reference])
        counts.update((each.forum.name, each.status) for each in allocation.placements)
    lines = [f"{len(caseload.cases)} cases as of {day}"]
    for forum in policy.forums:
        shown = (f"{status.value} {counts[forum.name, status]}" for status in Status)
        lines.append(f"{forum.name:6}{', '.join(shown)}")
    return "\n".join(lines)


def main() -> int:
    try:
        print(report(Path(sys.argv[1]), date.fromisoformat(sys.argv[2])))
    except InputError as error:
        print(error, file=sys.stderr)  # every bad cell, not only the first
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
