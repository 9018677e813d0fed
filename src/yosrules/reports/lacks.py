"""Show what is missing before a return is sent, on the screen or as rows for a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from yosrules.english.describe import unknown
from yosrules.files.writing.rows import CellValue
from yosrules.language.kinds import one_of
from yosrules.quality.submission import Lack
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table

_SHOWN = 20
"""The most lines that the screen lists; a file lists all of them."""


def show_lacks(screen: Screen, found: Sequence[Lack], indicators: Sequence[str], records: int) -> None:
    """Draw how often each fact is missing, then what is missing of each record, and what each reading makes of it."""
    lacking = {each.reference for each in found}
    named = one_of([*indicators]).replace(" or ", " and ")
    screen.print(f"\n{records:,} records put to {clean(named)}: {len(lacking):,} lack something")
    # A fact that several indicators lack of one record is counted once, and always in the same order.
    once = dict.fromkeys((fact, each.reference) for each in found for fact in each.missing)
    facts = Counter(unknown(fact) for fact, _ in once)
    if facts:
        rows = [[clean(fact), f"{number:,}"] for fact, number in sorted(facts.items(), key=lambda each: -each[1])]
        draw_table(screen, "Not on record", ["What is missing", ">Records"], rows)
    if found:
        columns = ["Record", "Indicator", "Not on record", "Taken as"]
        draw_table(screen, "By record", columns, [[*map(clean, _cells(each))] for each in found[:_SHOWN]])
    if len(found) > _SHOWN:
        draw_lines(screen, [f"… and {len(found) - _SHOWN:,} more; --out writes them all"])


def _cells(lack: Lack) -> tuple[str, str, str, str]:
    return lack.reference, lack.indicator, "; ".join(map(unknown, lack.missing)) or "-", lack.taken


def lack_rows(found: Sequence[Lack]) -> tuple[list[str], list[list[CellValue]]]:
    """A row for each record and indicator of which something is missing."""
    return ["reference", "indicator", "not on record", "taken as"], [[*_cells(each)] for each in found]
