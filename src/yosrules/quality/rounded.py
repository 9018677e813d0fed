"""Indices of rates that were printed rounded, without their counts: each is only known to lie between two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Maybe, fact
from yosrules.quality.intervals import Side


class RoundedRate(Facts):
    """The rate of one group as it was printed."""

    group: str
    period: str = ""
    rate: Maybe[Decimal] = fact(Decimal, "the rate", places=6, low=Decimal(0))


@attrs.frozen
class RoundedIndex:
    """The least and the greatest index that two printed rates leave possible; `high` of None is beyond every number."""

    decision: str
    period: str
    group: str
    rate: Decimal
    low: Fraction
    high: Fraction | None

    @property
    def side(self) -> Side:
        """What is sure of the group beside the group of reference, whatever the rates were before rounding."""
        if self.low > 1:
            return Side.ABOVE
        return Side.BELOW if self.high is not None and self.high < 1 else Side.ACROSS


def rounded_indices(
    rates: Mapping[str, Sequence[RoundedRate]], reference: str, unit: Decimal
) -> tuple[RoundedIndex, ...]:
    """The indices of each decision and period; a rate that is not on record has none."""
    return tuple(each for decision, rows in rates.items() for each in _of_decision(decision, rows, reference, unit))


def _of_decision(decision: str, rows: Sequence[RoundedRate], reference: str, unit: Decimal) -> Iterator[RoundedIndex]:
    for period in dict.fromkeys(row.period for row in rows):
        there = {row.group: row.rate for row in rows if row.period == period}
        base = next((rate for name, rate in there.items() if name.casefold() == reference.casefold()), None)
        if base is None:
            where = f"{decision}, {period}" if period else decision
            raise RecordError(f"{where}: no rate of {reference} is on record; there are {', '.join(there)}")
        for name, rate in there.items():
            if rate is not None and name.casefold() != reference.casefold():
                yield RoundedIndex(decision, period, name, rate, *index_of_rounded(rate, base, unit))


def index_of_rounded(rate: Decimal, base_rate: Decimal, unit: Decimal) -> tuple[Fraction, Fraction | None]:
    """The least and the greatest index that two rates rounded to a unit leave possible; None is beyond every number.

    Both ends are possible or are the limit of what is.
    """
    if unit <= 0:
        raise RecordError(f"wrote {unit} for what rates are rounded to; allowed: a number above 0")
    half = Fraction(unit) / 2
    low, high = max(Fraction(rate) - half, Fraction(0)), Fraction(rate) + half
    base_low, base_high = Fraction(base_rate) - half, Fraction(base_rate) + half
    return low / base_high, high / base_low if base_low > 0 else None
