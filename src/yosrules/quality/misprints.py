"""What printed figures contradict: rates beside their counts and other years, percentages, totals.

A printed rate is rounded, so that with its count it implies a population within two ends. Where that cannot be the
population of the area, something was printed wrong; what, is named where another scale or a digit less would fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import floor
from statistics import median

import attrs

from yosrules.language.facts import Facts, Maybe, fact
from yosrules.quality.rates import PopulationRange, Scale, implied_population, rate_of, rounds_to


class RateLine(Facts):
    """A rate as it was printed for an area, with its count, and the population where that was printed too."""

    period: str = ""
    count: Maybe[int] = fact(int, "the count", low=0)
    population: Maybe[int] = fact(int, "the population", low=1)
    rate: Maybe[Decimal] = fact(Decimal, "the rate", places=6, low=Decimal(0))


class ShareLine(Facts):
    """A percentage as it was printed: of a part in a whole, or of a fall from an earlier number to a later."""

    part: Maybe[int] = fact(int, "the part", low=0)
    whole: Maybe[int] = fact(int, "the whole", low=1)
    was: Maybe[Decimal] = fact(Decimal, "the number before", places=6, low=Decimal(0))
    now: Maybe[Decimal] = fact(Decimal, "the number after", places=6, low=Decimal(0))
    percent: Maybe[Decimal] = fact(Decimal, "the per cent", places=6)


class TotalLine(Facts):
    """A part of a total, or the total itself, as it was printed."""

    part: str
    count: Maybe[int] = fact(int, "the count", low=0)


_POWERS = (1, -1, 2, -2)
"""By which powers of ten a rate is found to be wrong."""

_FEWEST = 3
"""With fewer figures than this there is no saying which of them is wrong."""


class Misprint(StrEnum):
    """What a printed figure does not agree with."""

    SCALE = "another scale than is said"
    DIGIT = "another scale, or a digit too many or too few"
    ZERO = "events at a rate of 0"
    POPULATION = "a population that cannot be"
    RATE = "a rate that does not follow"
    PERCENT = "a percentage that does not follow"
    TOTAL = "a total that does not add up"


@attrs.frozen
class Contradiction:
    """One thing that was printed wrong: where, what it is called, and the arithmetic."""

    where: str
    misprint: Misprint
    said: str


@attrs.frozen
class Plausible:
    """What is declared before rates are checked.

    The populations that the rows of one area imply may differ by the share `steady` from their median. Without counts,
    a rate may be so many times (`beyond`) the highest of the other areas, or as small a part of the lowest.
    """

    scale: Scale
    steady: Fraction = Fraction(1, 5)
    beyond: int = 3


def check_rates(areas: Mapping[str, Sequence[RateLine]], plausible: Plausible) -> tuple[Contradiction, ...]:
    """What the rates of areas and periods contradict: their own populations, those of other years, other areas."""
    found = [each for area, rows in areas.items() for each in _of_area(area, rows, plausible)]
    periods: dict[str, dict[str, Decimal]] = {}
    for area, rows in areas.items():
        for row in rows:
            if row.count is None and row.rate is not None:
                periods.setdefault(row.period, {})[area] = row.rate
    for period, rates in periods.items():
        found += _among_areas(period, rates, plausible)
    return tuple(found)


def _of_area(area: str, rows: Sequence[RateLine], plausible: Plausible) -> Iterator[Contradiction]:
    implied: dict[str, tuple[PopulationRange, str]] = {}
    for row in rows:
        if row.rate is None or row.count is None:
            continue
        where, at = _where(area, row.period), f"{row.count:,} at {row.rate} {plausible.scale}"
        if row.population is not None:
            yield from _recomputed(where, row.count, row.population, row.rate, plausible.scale)
        elif row.count and not row.rate:
            least = implied_population(row.count, row.rate, plausible.scale)
            yield Contradiction(where, Misprint.ZERO, f"{at}, which takes a population of {least}")
        elif row.count:
            implied[where] = implied_population(row.count, row.rate, plausible.scale), at
    usual = _usual([each for each, _ in implied.values()])
    for where, (population, at) in implied.items():
        if usual is not None and not _near(population, usual, plausible.steady):
            said = f"{at} implies a population of {population}; in other periods it is about {_shown(usual)}"
            yield _unsteady(where, population, usual, said, plausible)


def _where(area: str, period: str) -> str:
    return f"{area}, {period}" if period else area


def _recomputed(where: str, count: int, population: int, printed: Decimal, scale: Scale) -> Iterator[Contradiction]:
    true = rate_of(count, population, scale)
    if rounds_to(true, printed):
        return
    other = next((each for each in Scale if rounds_to(rate_of(count, population, each), printed)), None)
    said = f"{count:,} in {population:,} is {_shown(true)} {scale}; printed {printed}"
    if other is not None:
        yield Contradiction(where, Misprint.SCALE, f"{said}, which is the rate {other}")
    else:
        yield Contradiction(where, Misprint.RATE, said)


def _usual(populations: Sequence[PopulationRange]) -> Fraction | None:
    """The median of the middles; None where there are too few to say which is wrong."""
    middles = [(each.low + each.high) / 2 for each in populations if each.high is not None]
    return median(middles) if len(middles) >= _FEWEST else None


def _unsteady(
    where: str, population: PopulationRange, usual: Fraction, said: str, plausible: Plausible
) -> Contradiction:
    for power in _POWERS:
        if _near(population.times(Fraction(10) ** power), usual, plausible.steady):
            return Contradiction(where, Misprint.DIGIT, f"{said}; {_named(power, plausible.scale)}")
    return Contradiction(where, Misprint.POPULATION, said)


def _near(population: PopulationRange, usual: Fraction, steady: Fraction) -> bool:
    enough = population.high is None or population.high >= usual / (1 + steady)
    return enough and population.low <= usual * (1 + steady)


def _named(power: int, scale: Scale) -> str:
    """What a rate that is ten or a hundred times too high, or too low, may come from."""
    other = [each for each in Scale if Fraction(each.children, scale.children) == Fraction(10) ** power]
    digits = f"{'a digit' if abs(power) == 1 else 'two digits'} too {'many' if power > 0 else 'few'}"
    return f"the rate may be {other[0]}, or have {digits}" if other else f"the rate may have {digits}"


def _among_areas(period: str, rates: Mapping[str, Decimal], plausible: Plausible) -> Iterator[Contradiction]:
    """Rates without counts that stand far from all others; most of them would stand among them in another scale."""
    for area, printed in rates.items():
        others = [each for name, each in rates.items() if name != area and each]
        if len(others) < _FEWEST or not printed:
            continue
        low, high = min(others), max(others)
        if low / plausible.beyond <= printed <= high * plausible.beyond:
            continue
        said = f"printed {printed}, where the other {len(others)} lie between {low} and {high}"
        power = next((each for each in _POWERS if low <= printed.scaleb(-each) <= high), None)
        if power is None:
            yield Contradiction(_where(area, period), Misprint.RATE, said)
        else:
            fits = f"{printed.scaleb(-power):f} would lie among them; {_named(power, plausible.scale)}"
            yield Contradiction(_where(area, period), Misprint.DIGIT, f"{said}; {fits}")


def check_percentages(lines: Mapping[str, Sequence[ShareLine]]) -> tuple[Contradiction, ...]:
    """Every printed percentage that does not follow from the counts beside it."""
    return tuple(each for where, rows in lines.items() for row in rows for each in _percent(where, row))


def _percent(where: str, row: ShareLine) -> Iterator[Contradiction]:
    if row.percent is None:
        return
    if row.part is not None and row.whole is not None:
        share, said = Fraction(row.part, row.whole), f"{row.part:,} of {row.whole:,}"
    elif row.was and row.now is not None:
        share = (Fraction(row.was) - Fraction(row.now)) / Fraction(row.was)
        said = f"from {row.was:,} to {row.now:,}"
    else:
        return
    if not rounds_to(share * 100, row.percent):
        yield Contradiction(where, Misprint.PERCENT, f"{said} is {_shown(share * 100)}%; printed {row.percent}%")


def check_totals(lines: Mapping[str, Sequence[TotalLine]]) -> tuple[Contradiction, ...]:
    """Every printed total that is not the sum of its parts; without all of them on record nothing is said."""
    return tuple(each for where, rows in lines.items() for each in _total_of(where, rows))


def _total_of(where: str, rows: Sequence[TotalLine]) -> Iterator[Contradiction]:
    printed = [row.count for row in rows if row.part.casefold() == "total"]
    parts = [row.count for row in rows if row.part.casefold() != "total"]
    if len(printed) != 1 or printed[0] is None or not parts or None in parts:
        return
    true = sum(each for each in parts if each is not None)
    if true != printed[0]:
        gap = printed[0] - true
        said = f"the parts come to {true:,}; printed {printed[0]:,}, {abs(gap):,} too {'many' if gap > 0 else 'few'}"
        yield Contradiction(where, Misprint.TOTAL, said)


def _shown(number: Fraction) -> str:
    """A number to two decimal places, or as a whole number where it is large."""
    if abs(number) >= 1_000:
        return f"{floor(number + Fraction(1, 2)):,}"
    hundredths = floor(number * 100 + Fraction(1, 2))
    return f"{Decimal(hundredths).scaleb(-2):f}"
