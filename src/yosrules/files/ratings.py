"""Write rated sheets as JSON or CSV."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from yosrules.errors import InputError
from yosrules.files.rows import WRITERS, CellValue
from yosrules.language.kinds import one_of
from yosrules.policies.rating import Rating, Score, plain
from yosrules.ratings.compare import RatingChange
from yosrules.ratings.overall import OVERALL
from yosrules.ratings.rated import RatedOverall, RatedSheet, RatedStandard

if TYPE_CHECKING:
    from yosrules.deciding.codec import Plain

Result: TypeAlias = tuple[RatedSheet, Sequence[RatingChange]]
"""A rated sheet, and how its standards changed against another set of ratings."""


def sheet_data(sheet: RatedSheet, changes: Sequence[RatingChange] = ()) -> dict[str, Plain]:
    """A rated sheet as plain data."""
    return {
        "title": sheet.title,
        "framework": sheet.framework.id,
        "standards": [*_standards(sheet, changes)],
        "overall": _overall_data(sheet.overall),
        "differences": [
            {"where": each.where, "what": each.what, "stated": each.stated, "computed": each.computed}
            for each in sheet.differences
        ],
        "notes": [*sheet.notes],
    }


def _standards(sheet: RatedSheet, changes: Sequence[RatingChange]) -> list[dict[str, Plain]]:
    moved = {change.subject: change for change in changes}
    return [_standard_data(each, moved.get(each.standard.number)) for each in sheet.standards]


def _overall_data(overall: RatedOverall) -> dict[str, Plain]:
    return {
        **_score_data(overall.score),
        **_rating_data(overall.computed),
        "stated": overall.stated,
        "possible": one_of([band.name for band in overall.possible]) if overall.possible else None,
        "why_not": overall.why_not,
    }


def _standard_data(rated: RatedStandard, change: RatingChange | None) -> dict[str, Plain]:
    award = rated.awarded
    data: dict[str, Plain] = {
        "standard": rated.standard.number,
        "name": rated.standard.name,
        "rated_by": rated.rated_by.value,
        "deciding": rated.deciding.question.id if rated.deciding else None,
        **_score_data(rated.score),
        **_rating_data(rated.computed),
        "awarded": award.band.name if award else None,
        "published": rated.published.name if rated.published else None,
        "stated": rated.stated,
        "questions": [
            {"question": each.question.id, **_score_data(each.score), **_rating_data(each.rating)}
            for each in rated.questions
        ],
    }
    if change:
        data |= {"against": change.before, "bands": change.bands}
    return data


def _score_data(score: Score | None) -> dict[str, Plain]:
    return {"score": plain(score.scored) if score else None, "out_of": plain(score.out_of) if score else None}


def _rating_data(rating: Rating | None) -> dict[str, Plain]:
    return {
        "exact": _fraction(rating.amount) if rating else None,
        "rounded": _fraction(rating.rounded) if rating else None,
        "rating": rating.name if rating else None,
    }


def _fraction(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


def as_json(results: Sequence[Result]) -> str:
    """Rated sheets as JSON, readable and ending in a line break."""
    return json.dumps([sheet_data(*each) for each in results], indent=2, ensure_ascii=False) + "\n"


def as_csv(results: Sequence[Result]) -> str:
    """Rated sheets as one CSV table, a row for each standard and one for each overall."""
    rows: list[dict[str, CellValue]] = []
    for sheet, changes in results:
        overall: dict[str, Plain] = {"standard": OVERALL, **_overall_data(sheet.overall)}
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
