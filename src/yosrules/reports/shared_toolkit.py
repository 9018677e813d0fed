"""The tables of the Disparity Toolkit for everybody in a service: small counts hidden, all seven tables as one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import product

import attrs

from yosrules.disclosure.figures import CountOf
from yosrules.disclosure.referee import release
from yosrules.disclosure.tables import Dimension, Run
from yosrules.quality.toolkit import CrossTable
from yosrules.reports.shared_indicators import FLOOR


def shared_toolkit(tables: Sequence[CrossTable]) -> tuple[CrossTable, ...]:
    """The same tables as everybody may see them, with every combination: a 0 can be told from what is hidden."""
    categories: dict[str, dict[str, None]] = {}
    for each in tables:
        for place, name in enumerate(each.by):
            categories.setdefault(name, {}).update(dict.fromkeys(cell[place] for cell in each.cells))
    whole = [attrs.evolve(each, cells=_every(each, categories)) for each in tables]
    counts = {_cell(each, cell): count or 0 for each in whole for cell, count in each.cells.items()}
    dimensions = tuple(Dimension(name, tuple(found)) for name, found in categories.items())
    protected = release(Run(dimensions, counts), FLOOR)
    return tuple(
        attrs.evolve(each, cells={cell: protected.count(_cell(each, cell)) for cell in each.cells}) for each in whole
    )


def _every(table: CrossTable, categories: Mapping[str, Iterable[str]]) -> dict[tuple[str, ...], int | None]:
    return {cell: table.cells.get(cell, 0) for cell in product(*(categories[name] for name in table.by))}


def _cell(table: CrossTable, cell: tuple[str, ...]) -> CountOf:
    return CountOf(table.unit, dict(zip(table.by, cell, strict=True)))
