"""Show figures of an indicator that are no shares, beside its shares: rates of a population, and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TypeAlias

from yosrules.files.writing.rows import CellValue
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain
from yosrules.quality.figures import Series, frequency
from yosrules.quality.rates import Population, Scale, per_population
from yosrules.reports.drawing.screen import Screen, clean, draw_lines, draw_table
from yosrules.reports.indicators import ALL, Asked

Beside: TypeAlias = Sequence[Mapping[str, int | Fraction | None]]
"""For each figure of a reading what stands beside it, by its name."""


def rates_of(found: Series, populations: Mapping[str, Sequence[Population]], scale: Scale) -> Beside:
    """The rate of each figure, and the population that it is of."""
    made = [per_population(each, populations, scale, ALL) for each in found.of]
    return [{"children": each.children, f"rate {scale}": each.rate, "at most": each.at_most} for each in made]


def frequencies_of(found: Series, asked: Iterable[Asked], times: Fact) -> Beside:
    """How often, for each figure: in all, for each that met it, and for each in the share."""
    told = [(group, each) for _, group, each in asked]
    made = [frequency(each, told, times) for each in found.of]
    return [
        {
            times.label or times.name: each.times,
            "for each that met it": each.per_met,
            "for each in the share": each.per_counted,
            "of how many not told": each.untold,
        }
        for each in made
    ]


def show_no_shares(screen: Screen, found: Series, beside: Beside, named: str) -> None:
    """Draw them by group and period; to two places, halves up."""
    heads = [*beside[0]] if beside else []
    rows = [
        [clean(figure.group or ALL), clean(str(figure.period)), *(_shown(each[name]) for name in heads)]
        for figure, each in zip(found.of, beside, strict=True)
    ]
    draw_table(screen, "No shares", [named, "Period", *(f">{clean(head)}" for head in heads)], rows)
    draw_lines(screen, ["whoever cannot be told is in none of these figures; in those at most as if they had met it"])


def _shown(value: int | Fraction | None) -> str:
    if value is None:
        return "-"
    return f"{value:,}" if isinstance(value, int) else f"{Decimal(floor(value * 100 + Fraction(1, 2))).scaleb(-2):,}"


def beside_rows(
    table: tuple[list[str], list[list[CellValue]]], beside: Iterable[Beside]
) -> tuple[list[str], list[list[CellValue]]]:
    """The rows of a file with further columns; fractions exact."""
    (heads, rows), more = table, [each for of in beside for each in of]
    names = [*more[0]] if more else []
    cells = [[value if isinstance(value := each[name], int | None) else str(value) for name in names] for each in more]
    return [*heads, *names], [[*row, *further] for row, further in zip(rows, cells, strict=True)]


def beside_data(each: Mapping[str, int | Fraction | None]) -> dict[str, Plain]:
    """The same of one figure as plain data."""
    return {name: str(value) if isinstance(value, Fraction) else value for name, value in each.items()}
