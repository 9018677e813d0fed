"""Write rated sheets as JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from yosrules.errors import InputError
from yosrules.files.writing.rows import WRITERS, CellValue
from yosrules.language.plain import Plain
from yosrules.ratings.compare import RatingChange
from yosrules.ratings.overall import OVERALL
from yosrules.ratings.rated import RatedSheet

Result: TypeAlias = tuple[RatedSheet, Sequence[RatingChange]]
"""A rated sheet, and how its standards changed against another set of ratings."""


def sheet_data(sheet: RatedSheet, changes: Sequence[RatingChange] = ()) -> dict[str, Plain]:
    """A rated sheet as plain data, with how its standards changed."""
    return {**sheet.as_dict(), "standards": [*_standards(sheet, changes)]}


def _standards(sheet: RatedSheet, changes: Sequence[RatingChange]) -> list[dict[str, Plain]]:
    moved = {change.subject: change for change in changes}
    return [_beside(each.as_dict(), moved.get(each.standard.number)) for each in sheet.standards]


def _beside(standard: dict[str, Plain], change: RatingChange | None) -> dict[str, Plain]:
    return standard | ({"against": change.before, "bands": change.bands} if change else {})


def as_json(results: Sequence[Result]) -> str:
    """Rated sheets as JSON, readable and ending in a line break."""
    return json.dumps([sheet_data(*each) for each in results], indent=2, ensure_ascii=False) + "\n"


def as_csv(results: Sequence[Result]) -> str:
    """Rated sheets as one CSV table, a row for each standard and one for each overall."""
    rows: list[dict[str, CellValue]] = []
    for sheet, changes in results:
        overall: dict[str, Plain] = {"standard": OVERALL, **sheet.overall.as_dict()}
        places = [*(str(each.standard) for each in sheet.standards), OVERALL]
        for place, line in zip(places, [*_standards(sheet, changes), overall], strict=True):
            said = "; ".join(str(each) for each in sheet.differences if each.where == place)
            cells = {name: value for name, value in line.items() if not isinstance(value, list | dict)}
            rows.append({"title": sheet.title, **cells, "differences": said or None})
    columns = list(dict.fromkeys(name for row in rows for name in row))
    return WRITERS[".csv"](columns, [[row.get(name) for name in columns] for row in rows]).decode()


FORMATS: dict[str, Callable[[Sequence[Result]], str]] = {".json": as_json, ".csv": as_csv}
"""How results are written, by the ending of the file."""


def check_ending(path: Path) -> str:
    """The ending of a file in lower case, or an `InputError` if results cannot be written in that format."""
    ending = path.suffix.casefold()
    if ending not in FORMATS:
        raise InputError(path.name, why=f"results cannot be written as {ending!r}; allowed: {', '.join(FORMATS)}")
    return ending
