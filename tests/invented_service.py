"""An invented service of 400 children over eight quarters: its files, and what its report is to hold. Nobody is real.

The same seed writes the same files on every Python. Run as a script, it writes them to the folder that is named.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from yosrules.files.writing.rows import write_rows
from yosrules.records.absence import Absence
from yosrules.samples.absences import rows_of_absences, sample_absences
from yosrules.samples.cases import case_rows, kinds_of, sample_cases
from yosrules.samples.dice import Dice

DAY = date(2025, 10, 1)
QUARTERS = [f"{year} Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)][3:11]
STANDARDS = {"2.1 Assessment": 55, "2.2 Planning": 48, "2.3 Implementation and delivery": 60, "2.4 Reviewing": 45}
NAMES = ("Aerwyn", "Briar", "Corin", "Delyth", "Emrys", "Fenella", "Gwilym", "Hesper")
REPORT = """
title = "Quality of practice, October 2025"
service = "Invented Youth Justice Service"
day = 2025-10-01

[[section]]
kind = "ratings"
title = "Post-court cases"
words = "Twenty cases were audited, drawn at random."
file = "audit-8.csv"
beside = ["inspection.csv", "audit-7.csv"]
names = ["Inspection, 2023", "Last audit", "This audit"]
framework = "hmip-2018"

[[section]]
kind = "trend"
title = "Eight quarters of audits"
audits = [AUDITS]
names = [QUARTERS]
framework = "hmip-2018"

[[section]]
kind = "forums"
file = "cases.csv"
with = "forums.csv"
policy = "derby-high-risk-strategy"
practitioner = "practitioner"

[[section]]
kind = "indicator"
title = "Victims contacted"
file = "victims.csv"
indicator = "derby-victims-contacted"

[[section]]
kind = "indicator"
title = "Victims interested in restorative justice"
file = "victims.csv"
indicator = "derby-victims-interested"

[[section]]
kind = "interviews"
file = "absences.csv"
policy = "lincolnshire-attendance"

[[section]]
kind = "stages"
file = "absences.csv"
policy = "sheffield-university-attendance"
pattern = "mon-fri:7.4"
no_stages = true

[[section]]
kind = "worker"
file = "absences.csv"
worker = "WORKER"
policy = "sheffield-university-attendance"
pattern = "mon-fri:7.4"
no_stages = true

[[section]]
kind = "oversight"
file = "oversight.csv"

[[section]]
kind = "disparity"
file = "remands.csv"
denominator = "previous-stage"
reference = "White"

[[section]]
kind = "sample"
file = "cases.csv"
seed = "2025 Q3"
rule = "a-up"
by = ["stage"]
"""


def write_service(folder: Path, children: int = 400) -> Path:
    """Write the files of the service, and the TOML file of its report; its path is the answer."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = Dice(11, DAY)
    _write_cases(folder, dice, children)
    _write_audits(folder, dice)
    _write_victims(folder, dice, children)
    absences = sample_absences(30, 5, DAY)
    write_rows(folder / "absences.csv", *rows_of_absences(absences), kinds_of(Absence))
    _write(folder / "oversight.csv", ("date", "manager", "records", "supervision"), _oversight(dice))
    groups = {"White": (90, 600), "Black": (31, 130), "Asian": (14, 110), "Mixed": (24, 140), "Other": (3, 20)}
    remands = (("remand to custody", group, *counts) for group, counts in groups.items())
    _write(folder / "remands.csv", ("decision", "group", "events", "total"), remands)
    toml = folder / "report.toml"
    audits = ", ".join(f'"audit-{place}.csv"' for place in range(1, 9))
    quarters = ", ".join(f'"{each}"' for each in QUARTERS)
    worker = absences[0][0]
    toml.write_text(REPORT.replace("AUDITS", audits).replace("QUARTERS", quarters).replace("WORKER", worker))
    return toml


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([columns, *rows])


def _write_cases(folder: Path, dice: Dice, children: int) -> None:
    """The caseload with a name and a practitioner for each child, and some hearings of forums."""
    columns, rows = case_rows(sample_cases(children, 7, DAY))
    names = [f"{dice.pick(dict.fromkeys(NAMES, 1))} Invented-{place}" for place in range(children)]
    own = [f"Practitioner {dice.pick(dict.fromkeys(range(1, 13), 1))}" for _ in range(children)]
    whole = [[*row, name, one] for row, name, one in zip(rows, names, own, strict=True)]
    write_rows(folder / "cases.csv", (*columns, "name", "practitioner"), whole)
    held = ((row[0], "RSM", (DAY - dice.days(1, 200)).isoformat()) for row in rows if dice.happens(8))
    _write(folder / "forums.csv", ("reference", "forum", "day"), held)


def _write_audits(folder: Path, dice: Dice) -> None:
    for place in range(1, 9):
        rows = []
        for standard, begins in STANDARDS.items():
            out_of = 80 + dice.days(0, 12).days
            share = begins + 4 * place + dice.days(0, 8).days - 4
            rows.append((standard, out_of * share // 100, out_of))
        _write(folder / f"audit-{place}.csv", ("standard", "score", "out_of"), rows)
    ratings = ("Requires improvement", "Inadequate", "Requires improvement", "Inadequate")
    _write(folder / "inspection.csv", ("standard", "rating"), zip(STANDARDS, ratings, strict=True))


def _write_victims(folder: Path, dice: Dice, children: int) -> None:
    rows = []
    for place in range(children):
        began = (DAY - dice.days(1, 729)).isoformat()
        consents = dice.known("yes" if dice.happens(85) else "no", 4)
        contacted = dice.known("yes" if consents == "yes" and dice.happens(88) else "no", 4)
        interested = dice.known("yes" if contacted == "yes" and dice.happens(60) else "no", 8)
        rows.append((f"VICTIM-{place:04d}", began, consents or "", contacted or "", interested or ""))
    _write(folder / "victims.csv", ("reference", "order began", "consents", "contacted", "interested"), rows)


def _oversight(dice: Dice) -> Iterable[tuple[str, ...]]:
    levels = {"Needs improvement": 2, "Good": 3, "Outstanding": 1}
    for day in ("2024-09-30", "2025-03-31", "2025-09-30"):
        for manager in ("Manager North", "Manager South", "Manager West"):
            yield day, manager, dice.pick(levels), dice.pick(levels)


if __name__ == "__main__":
    sys.stdout.write(f"{write_service(Path(sys.argv[1]))}\n")
