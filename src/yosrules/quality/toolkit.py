"""Outcomes counted in the seven tables of the Youth Justice Board's Disparity Toolkit; what is not known stands apart.

The toolkit has counts only: no rate, no index, no test. In it a missing gravity score is 0; here it is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import cast

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Maybe, fact
from yosrules.language.kinds import Value, words
from yosrules.quality.groups import Ethnicity, Sex
from yosrules.records.days import dated

NOT_KNOWN = "not known"
"""The category of what is not on record."""

_YEAR_BEGINS = 4
"""The month: a year is from April to March."""


class OutcomeTier(StrEnum):
    """The four groups of outcomes of the toolkit."""

    PRE_COURT = "pre-court"
    FIRST_TIER = "first-tier"
    COMMUNITY = "community"
    CUSTODY = "custody"


class ToolkitOutcome(Facts):
    """One caution or sentence of a child."""

    day: Maybe[date] = dated("the date of the outcome")
    sex: Maybe[Sex] = fact(Sex, "the sex")
    ethnicity: Maybe[Ethnicity] = fact(Ethnicity, "the ethnicity")
    tier: Maybe[OutcomeTier] = fact(OutcomeTier, "the outcome tier")
    gravity: Maybe[int] = fact(int, "the gravity score", low=1, high=8)
    outcome: str = ""
    offence: str = ""


@attrs.frozen
class CrossTable:
    """One table of counts: what is counted, by which columns, and how many there are of each combination.

    A count of None is one that the reader may not see.
    """

    title: str
    unit: str
    by: tuple[str, ...]
    cells: Mapping[tuple[str, ...], int | None]


CHILDREN, OUTCOMES = "children", "outcomes"
_TABLES = (
    ("Children cautioned or sentenced", CHILDREN, ("sex", "ethnicity")),
    ("Outcome tier", OUTCOMES, ("tier", "sex", "ethnicity")),
    ("Outcome type", OUTCOMES, ("outcome",)),
    ("Offence group", OUTCOMES, ("offence", "sex")),
    ("Gravity score", OUTCOMES, ("gravity",)),
    ("Gravity score by sex", OUTCOMES, ("gravity", "sex")),
    ("Offence group by gravity score", OUTCOMES, ("offence", "gravity")),
)


def toolkit_tables(children: Mapping[str, Sequence[ToolkitOutcome]]) -> tuple[CrossTable, ...]:
    """The seven tables. A child is counted once in each year from April to March, as the toolkit does.

    Whatever one row of a child says of its sex and ethnicity is true of the others; two that differ are refused.
    """
    counted = {CHILDREN: [*_of_children(children)], OUTCOMES: [*_of_outcomes(children)]}
    return tuple(CrossTable(title, unit, by, _counts(counted[unit], by)) for title, unit, by in _TABLES)


def _of_outcomes(children: Mapping[str, Sequence[ToolkitOutcome]]) -> Iterator[dict[str, str]]:
    for reference, rows in children.items():
        own = {name: _of_child(reference, name, rows) for name in ("sex", "ethnicity")}
        for row in rows:
            yield {name: _said(vars(row)[name]) for name in ("tier", "gravity", "outcome", "offence")} | own


def _of_children(children: Mapping[str, Sequence[ToolkitOutcome]]) -> Iterator[dict[str, str]]:
    for reference, rows in children.items():
        own = {name: _of_child(reference, name, rows) for name in ("sex", "ethnicity")}
        yield from [own] * len({_year(row.day) for row in rows})


def _of_child(reference: str, name: str, rows: Sequence[ToolkitOutcome]) -> str:
    found = dict.fromkeys(_said(vars(row)[name]) for row in rows)
    known = [each for each in found if each != NOT_KNOWN]
    if len(known) > 1:
        raise RecordError(f"{reference}: the {name} is recorded as {known[0]} and as {known[1]}; allowed: one of them")
    return known[0] if known else NOT_KNOWN


def _said(value: object) -> str:
    return NOT_KNOWN if value is None or value == "" else words(cast("Value | str", value))


def _year(day: date | None) -> int | None:
    return None if day is None else day.year - (day.month < _YEAR_BEGINS)


def _counts(rows: Sequence[Mapping[str, str]], by: Sequence[str]) -> dict[tuple[str, ...], int | None]:
    counted = Counter(tuple(row[name] for name in by) for row in rows)
    return {cell: counted[cell] for cell in sorted(counted, key=_order)}


def _order(cell: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    """By their words, and what is not known last."""
    return tuple((each == NOT_KNOWN, each) for each in cell)
