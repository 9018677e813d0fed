"""Show what printed figures contradict as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Sequence

from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain
from yosrules.quality.misprints import Contradiction
from yosrules.reports.drawing.page import Heading, Page

MISPRINT_COLUMNS = ("where", "contradicts", "said")


def misprints_page(file: str, looked_at: int, found: Sequence[Contradiction]) -> Page:
    """Every contradiction, or that there is none among so many figures."""
    how_many = f"{looked_at:,} rows looked at; {len(found):,} contradict{'s' * (len(found) == 1)} something"
    grid = Grid(("Where", "Contradicts", "How"), tuple((each.where, each.misprint.value, each.said) for each in found))
    return (Heading(f"Printed figures: {file}", 1), how_many, *((grid,) if found else ()))


def misprints_data(looked_at: int, found: Sequence[Contradiction]) -> dict[str, Plain]:
    """The same as plain data."""
    return {
        "rows": looked_at,
        "contradictions": [
            {"where": each.where, "contradicts": each.misprint.value, "said": each.said} for each in found
        ],
    }


def misprint_rows(found: Sequence[Contradiction]) -> list[list[CellValue]]:
    """A row for each contradiction."""
    return [[each.where, each.misprint.value, each.said] for each in found]
