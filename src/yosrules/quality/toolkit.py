"""Outcomes counted in the seven tables of the Youth Justice Board's Disparity Toolkit; what is not known stands apart.

The toolkit has counts only: no rate, no index, no test. In it a missing gravity score is 0; here it is not known.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import cast

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Maybe, fact
from yosrules.language.kinds import Value, words
from yosrules.quality.groups import Ethnicity, Sex
from yosrules.records.dated import dated

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


class AppealStatus(StrEnum):
    """How an appeal against an outcome stands."""

    NONE = "no appeal"
    DISMISSED = "appeal dismissed"
    CHANGED = "changed on appeal"
    SUCCESSFUL = "appeal successful"


class LivesWhere(StrEnum):
    """Whose child it is by where the child lives."""

    LOCAL = "local"
    OTHER = "other"


class ToolkitOutcome(Facts):
    """One caution or sentence of a child."""

    day: Maybe[date] = dated("the date of the outcome")
    sex: Maybe[Sex] = fact(Sex, "the sex")
    ethnicity: Maybe[Ethnicity] = fact(Ethnicity, "the ethnicity")
    tier: Maybe[OutcomeTier] = fact(OutcomeTier, "the outcome tier")
    gravity: Maybe[int] = fact(int, "the gravity score", low=1, high=8)
    appeal: Maybe[AppealStatus] = fact(AppealStatus, "the appeal status")
    residence: Maybe[LivesWhere] = fact(LivesWhere, "the residence")
    offence_day: Maybe[date] = dated("the date of the offence")
    age_at_offence: Maybe[int] = fact(int, "age at arrest or offence", low=0, high=25)
    age_at_hearing: Maybe[int] = fact(int, "age at the first hearing", low=0, high=25)
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
_COHORT = date(2020, 4, 1)
"""The first day of an outcome that the toolkit looks at, and in its tables of offences of the offence."""
_BLANK = "which the query drops in silence"
_AGES = range(10, 18)
_TABLES = (
    ("Children cautioned or sentenced", CHILDREN, ("sex", "ethnicity")),
    ("Outcome tier", OUTCOMES, ("tier", "sex", "ethnicity")),
    ("Outcome type", OUTCOMES, ("outcome",)),
    ("Offence group", OUTCOMES, ("offence", "sex")),
    ("Gravity score", OUTCOMES, ("gravity",)),
    ("Gravity score by sex", OUTCOMES, ("gravity", "sex")),
    ("Offence group by gravity score", OUTCOMES, ("offence", "gravity")),
)


def toolkit_tables(
    children: Mapping[str, Sequence[ToolkitOutcome]], *, as_queried: bool = False
) -> tuple[CrossTable, ...]:
    """The seven tables. A child is counted once in each year from April to March, as the toolkit does.

    Whatever one row of a child says of its sex and ethnicity is true of the others; two that differ are refused. With
    `as_queried` the outcomes that the toolkit's query drops are dropped, as `dropped` says.
    """
    return tuple(
        CrossTable(title, unit, by, _counts(_counted(children, unit, by, as_queried=as_queried), by))
        for title, unit, by in _TABLES
    )


def dropped(row: ToolkitOutcome, *, offences: bool = False) -> str:
    """Why the toolkit's query drops an outcome, "" if it does not; of its tables of offences the offence's day too.

    The query compares what is blank with a value, which is never true: so it drops a child for what is not on record.
    A successful appeal stays in, other than in the count of first-time entrants.
    """
    day, tier, lives, appeal = row.day, row.tier, row.residence, row.appeal
    asked: list[tuple[str, Value | None, bool]] = [
        ("the date of the outcome", day, day is not None and day >= _COHORT),
        ("the outcome tier", tier, True),
        ("the age at arrest or offence", row.age_at_offence, (row.age_at_offence or 0) in _AGES),
        ("the age at the first hearing", row.age_at_hearing, (row.age_at_hearing or 0) <= _AGES[-1]),
        ("the residence", lives, lives is not LivesWhere.OTHER),
        ("the appeal status", appeal, appeal is not AppealStatus.CHANGED),
    ]
    if offences:
        happened = row.offence_day
        asked.append(("the date of the offence", happened, happened is not None and happened >= _COHORT))
    for what, value, kept in asked:
        if value is None:
            return f"{what} is not on record, {_BLANK}"
        if not kept:
            return f"{what} is {'before April 2020' if isinstance(value, date) else words(value)}"
    return ""


def drops(children: Mapping[str, Sequence[ToolkitOutcome]]) -> Counter[str]:
    """How many outcomes the toolkit's query drops for each reason, from its tables of offences at least."""
    return Counter(why for rows in children.values() for row in rows if (why := dropped(row, offences=True)))


def _counted(
    children: Mapping[str, Sequence[ToolkitOutcome]], unit: str, by: Sequence[str], *, as_queried: bool
) -> Iterator[dict[str, str]]:
    offences = not {"offence", "gravity"}.isdisjoint(by)
    for reference, rows in children.items():
        own = {name: _of_child(reference, name, rows) for name in ("sex", "ethnicity")}
        kept = [row for row in rows if not (as_queried and dropped(row, offences=offences))]
        if unit == CHILDREN:
            yield from [own] * len({_year(row.day) for row in kept})
            continue
        for row in kept:
            yield {name: _said(vars(row)[name]) for name in ("tier", "gravity", "outcome", "offence")} | own


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


def _counts(rows: Iterable[Mapping[str, str]], by: Sequence[str]) -> dict[tuple[str, ...], int | None]:
    counted = Counter(tuple(row[name] for name in by) for row in rows)
    return {cell: counted[cell] for cell in sorted(counted, key=_order)}


def _order(cell: tuple[str, ...]) -> tuple[tuple[bool, str], ...]:
    """By their words, and what is not known last."""
    return tuple((each == NOT_KNOWN, each) for each in cell)
