"""Rated sheets as data and as rows for a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from yosrules.errors import YosrulesError
from yosrules.files.writing.rows import CellValue
from yosrules.language.plain.values import Plain
from yosrules.ratings.compare import RatingChange
from yosrules.ratings.overall import OVERALL
from yosrules.ratings.rated import RatedSheet

Result: TypeAlias = tuple[RatedSheet, Sequence[RatingChange]]
"""A rated sheet, and how its standards changed against another set of ratings."""


Kept: TypeAlias = Mapping[tuple[str, str], Mapping[str, str]]
"""What is carried along, by title and by number of the standard: what stands under each heading."""


def sheet_data(sheet: RatedSheet, changes: Sequence[RatingChange] = ()) -> dict[str, Plain]:
    """A rated sheet as plain data, with how its standards changed."""
    return {**sheet.as_dict(), "standards": [*_standards(sheet, changes)]}


def _standards(sheet: RatedSheet, changes: Sequence[RatingChange]) -> list[dict[str, Plain]]:
    moved = {change.subject: change for change in changes}
    return [_beside(each.as_dict(), moved.get(each.standard.number)) for each in sheet.standards]


def _beside(standard: dict[str, Plain], change: RatingChange | None) -> dict[str, Plain]:
    return standard | ({"against": change.before, "bands": change.bands} if change else {})


def rating_rows(results: Sequence[Result], kept: Kept | None = None) -> tuple[list[str], list[list[CellValue]]]:
    """Rated sheets as one table, a row for each standard and one for each overall, with what is carried along."""
    rows: list[dict[str, CellValue]] = []
    carried: list[Mapping[str, str]] = []
    for sheet, changes in results:
        overall: dict[str, Plain] = {"standard": OVERALL, **sheet.overall.as_dict()}
        places = [*(str(each.standard) for each in sheet.standards), OVERALL]
        for place, line in zip(places, [*_standards(sheet, changes), overall], strict=True):
            said = "; ".join(str(each) for each in sheet.differences if each.where == place)
            cells = {name: value for name, value in line.items() if not isinstance(value, list | dict)}
            rows.append({"title": sheet.title, **cells, "differences": said or None})
            carried.append((kept or {}).get((sheet.title, str(line["standard"])), {}))
    columns, along = ([*dict.fromkeys(name for each in every for name in each)] for every in (rows, carried))
    if twice := [heading for heading in along if heading in columns]:
        raise YosrulesError(f"--keep {twice[0]}: the output has a column of this name already")
    lines = zip(rows, carried, strict=True)
    return [*columns, *along], [[*map(row.get, columns), *map(beside.get, along)] for row, beside in lines]
