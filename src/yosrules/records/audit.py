"""What is recorded about the quality of a service's work, as it was written: audits and inspections."""

from __future__ import annotations

from decimal import Decimal
from typing import TypeAlias

import attrs

from yosrules.errors import RecordError


def _exact(of: object, field: attrs.Attribute[Decimal], value: object) -> None:
    """Refuse a number that is no Decimal: a float is not the number that was written."""
    if type(value) is not Decimal or not value.is_finite():
        raise RecordError(f"{type(of).__name__}: {field.name} is {value!r}; allowed: a Decimal, such as Decimal('6.5')")


_maybe_exact = attrs.validators.optional(_exact)


@attrs.frozen
class SheetRow:
    """A standard's score on an audit sheet, and the per cent and rating that the sheet itself states, if it does.

    `row` is where it stands in its file, the heading being row 1.
    """

    standard: str
    score: Decimal = attrs.field(validator=_exact)
    out_of: Decimal = attrs.field(validator=_exact)
    stated_percent: Decimal | None = attrs.field(default=None, validator=_maybe_exact)
    stated_rating: str | None = None
    row: int | None = None


@attrs.frozen
class AuditSheet:
    """An audit with one row a standard; `overall` is the sheet's own last line, kept apart from what it sums."""

    title: str
    rows: tuple[SheetRow, ...]
    overall: SheetRow | None = None


@attrs.frozen
class Item:
    """One case judged on one key question; a `score` of None is "not applicable" and leaves the denominator."""

    case: str
    standard: str
    question: str
    score: Decimal | None = attrs.field(validator=_maybe_exact)
    out_of: Decimal = attrs.field(validator=_exact)
    row: int | None = None


@attrs.frozen
class ItemSheet:
    """An audit with one row for each case and key question."""

    title: str
    rows: tuple[Item, ...]


@attrs.frozen
class Judged:
    """A standard's published rating, None where it was not rated; and the share and number of cases, if printed."""

    standard: str
    rating: str | None
    share: Decimal | None = attrs.field(default=None, validator=_maybe_exact)
    sample: int | None = None
    row: int | None = None


@attrs.frozen
class JudgedOverall:
    """What an inspection printed as its overall rating, and the points it gave, out of how many; points are whole."""

    rating: str | None
    points: Decimal | None = None
    maximum: Decimal | None = None
    row: int | None = None

    def __attrs_post_init__(self) -> None:
        for number in (self.points, self.maximum):
            if number is not None and not (number.is_finite() and number == number.to_integral_value()):
                raise RecordError(f"{number} points: points of an overall rating are whole")


@attrs.frozen
class Inspection:
    """The published ratings of one service."""

    title: str
    rows: tuple[Judged, ...]
    overall: JudgedOverall | None = None


@attrs.frozen
class RatingCounts:
    """How many standards of one service got each rating, where nobody says which; "Not rated" is one of the names."""

    title: str
    counts: tuple[tuple[str, int], ...]


Evidence: TypeAlias = AuditSheet | ItemSheet | Inspection | RatingCounts
"""Anything that can be rated."""
