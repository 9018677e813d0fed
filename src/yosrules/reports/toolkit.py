"""Show the tables of the Disparity Toolkit as a page, as plain data, or as rows for a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yosrules.english.grid import Grid
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain
from yosrules.quality.toolkit import CHILDREN, NOT_KNOWN, CrossTable
from yosrules.reports.drawing.page import Block, Heading, Page, Points

TOOLKIT_COLUMNS = ("table", "counted", "first", "second", "third", "count")

_SAID = (
    "counts alone do not say how likely anything is to happen; disparity sets them beside how many children there are",
    "a child is counted once in each year from April to March; an outcome each time",
    "what is not known stands in a category of its own, and is never 0",
)


def toolkit_page(tables: Sequence[CrossTable], dropped: Mapping[str, int] | None = None) -> Page:
    """The tables, the last column of each across; `dropped` has how many outcomes its query drops, by the reason."""
    blocks = (block for each in tables for block in _of(each))
    return (Heading("Counts of the Disparity Toolkit", 1), Points((*_SAID, *_said_of(dropped))), *blocks)


def _said_of(dropped: Mapping[str, int] | None) -> Iterator[str]:
    if dropped is not None:
        yield "counted as the toolkit's query counts, which drops outcomes; by the first reason of each:"
        yield from (f"{number:,} because {why}" for why, number in sorted(dropped.items()))


def _of(table: CrossTable) -> tuple[Block, ...]:
    *down, last = table.by
    title = Heading(table.title if table.unit == CHILDREN else f"{table.title}, {table.unit}")
    if not down:
        listed = tuple((cell[0], _count(count)) for cell, count in table.cells.items())
        return title, Grid((last.capitalize(), "Count"), listed)
    across = sorted({cell[-1] for cell in table.cells}, key=lambda each: (each == NOT_KNOWN, each))
    lines = dict.fromkeys(cell[:-1] for cell in table.cells)
    rows = tuple((*line, *(_count(table.cells.get((*line, each), 0)) for each in across)) for line in lines)
    return title, Grid((*(name.capitalize() for name in down), *across), rows)


def _count(count: int | None) -> str:
    return "hidden" if count is None else f"{count:,}"


def toolkit_data(tables: Sequence[CrossTable], dropped: Mapping[str, int] | None = None) -> dict[str, Plain]:
    """The same as plain data; a count that is hidden is null."""
    said: dict[str, Plain] = {} if dropped is None else {"dropped": dict(sorted(dropped.items()))}
    return {
        **said,
        "tables": [
            {
                "title": each.title,
                "counted": each.unit,
                "by": [*each.by],
                "cells": [{"at": [*cell], "count": count} for cell, count in each.cells.items()],
            }
            for each in tables
        ],
    }


def toolkit_rows(tables: Sequence[CrossTable]) -> list[list[CellValue]]:
    """A row for each count."""
    return [
        [each.title, each.unit, *cell, *[None] * (3 - len(cell)), count]
        for each in tables
        for cell, count in each.cells.items()
    ]
