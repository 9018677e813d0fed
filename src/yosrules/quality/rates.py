"""Exact rates from counts and populations, the rate of those that met an indicator, and what a printed rate implies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

import attrs

from yosrules.errors import RecordError
from yosrules.language.facts import Facts, Given, given
from yosrules.quality.figures import IndicatorFigure


class Scale(StrEnum):
    """For how many children a rate is."""

    PER_1000 = "1000"
    PER_10000 = "10000"
    PER_100000 = "100000"

    @property
    def children(self) -> int:
        """How many children."""
        return int(self.value)

    def __str__(self) -> str:
        return f"per {self.children:,}"


@attrs.frozen
class PopulationRange:
    """The ends between which a population must lie; a high end of None is beyond every number."""

    low: Fraction
    high: Fraction | None

    def __str__(self) -> str:
        if self.high is None:
            return f"{ceil(self.low):,} or more"
        return f"{ceil(self.low):,} to {floor(self.high):,}"

    def times(self, factor: Fraction) -> PopulationRange:
        """So many times this population."""
        return PopulationRange(self.low * factor, None if self.high is None else self.high * factor)


def rate_of(count: int, population: int, scale: Scale) -> Fraction:
    """The exact rate of a count in a population."""
    if population < 1 or count < 0:
        raise RecordError(f"{count} in a population of {population}: allowed: a count from 0, a population from 1")
    return Fraction(count * scale.children, population)


def unit_of(printed: Decimal) -> Fraction:
    """What a printed number was rounded to, by its decimal places: 0.10 to a hundredth, 74 to a whole number."""
    return Fraction(10) ** int(printed.as_tuple().exponent)


def rounds_to(number: Fraction, printed: Decimal) -> bool:
    """Whether a number may have been rounded to what was printed; a half either way."""
    return abs(number - Fraction(printed)) <= unit_of(printed) / 2


def implied_population(count: int, printed: Decimal, scale: Scale) -> PopulationRange:
    """The populations in which a count has a rate that is rounded to the one printed."""
    half = unit_of(printed) / 2
    low, high = Fraction(printed) - half, Fraction(printed) + half
    whole = count * scale.children
    return PopulationRange(whole / high, whole / low if low > 0 else None)


class Population(Facts):
    """How many children a group has, from a day on until the next row of the group."""

    starts: Given[date] = given(date, "the day from which it stands")
    children: Given[int] = given(int, "how many children", low=1)


@attrs.frozen
class PopulationRate:
    """How many met an indicator per so many children, and the most that what is not on record allows.

    Each is None where no population of the group had begun on the first day of the period.
    """

    children: int | None
    rate: Fraction | None
    at_most: Fraction | None


def per_population(
    figure: IndicatorFigure, populations: Mapping[str, Sequence[Population]], scale: Scale, everybody: str
) -> PopulationRate:
    """The rate of those who met it, by the population on the first day of the period; `everybody` names that of all."""
    begun = [each for each in populations.get(figure.group or everybody, ()) if each.starts <= figure.period.starts]
    if not begun:
        return PopulationRate(None, None, None)
    children, of = max(begun, key=lambda each: each.starts).children, figure.outturns
    return PopulationRate(children, rate_of(of.numerator, children, scale), rate_of(of.at_most, children, scale))
