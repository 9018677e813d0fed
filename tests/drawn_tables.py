"""Drawn families of linked tables with shares, rates, indices and populations, put to the suppressor and the referee.

`python tests/drawn_tables.py 5000 7` draws so many from a seed and says, every 500, how many could be recovered.
"""

from __future__ import annotations

import sys
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import floor
from random import Random

import attrs

from yosrules.disclosure.figures import CountOf, Derived, Index, OtherFigure, Ratio
from yosrules.disclosure.referee import Published, Refereed, referee
from yosrules.disclosure.suppress import Floor, Protected, suppress
from yosrules.disclosure.tables import Dimension, Run

DIMENSIONS = (
    Dimension("sex", ("girls", "boys", "not known")),
    Dimension("ethnicity", ("Asian", "Black", "Mixed", "Other", "White")),
    Dimension("team", {"": ("North", "South"), "North": ("Ash", "Okafor"), "South": ("Lee", "Shah", "Yeo")}),
    Dimension("quarter", {"2024": ("Q1", "Q2", "Q3"), "2025": ("Q3", "Q4")}),
    Dimension("answer", ("met", "not met", "cannot tell")),
)
LEAVES = {
    each.name: sorted({part for parts in each.parts.values() for part in parts} - each.parts.keys())
    for each in DIMENSIONS
}
HALF = Fraction(1, 2)
FLOORS = (
    Floor(1, 5, "1 to 5"),
    Floor(1, 4, "under 5"),
    Floor(0, 4, "under 5 and zeros"),
    Floor(1, 9, "under 10", 10, 3),
)


def drawn_run(draw: Random, most: int = 3) -> Run:
    """A few tables of the same children, each by one dimension or more, and figures worked out from them."""
    ways = draw.sample(DIMENSIONS, draw.choice((2, 2, most)))
    many = draw.choice((6, 20, 60, 200, 1000))
    weights = {each.name: [draw.random() ** 3 + 0.01 for _ in LEAVES[each.name]] for each in ways}
    children = Counter(
        tuple(draw.choices(LEAVES[each.name], weights[each.name])[0] for each in ways) for _ in range(many)
    )
    counts = dict[CountOf, int]()
    for _ in range(draw.randint(1, 3)):
        places = sorted(draw.sample(range(len(ways)), draw.randint(1, len(ways))))
        for leaf in product(*(LEAVES[ways[place].name] for place in places)):
            at = {ways[place].name: part for place, part in zip(places, leaf, strict=True)}
            counts[CountOf("children", at)] = sum(
                count for child, count in children.items() if tuple(child[place] for place in places) == leaf
            )
    # Some tables leave categories out, as a table of one team or of girls only does.
    if draw.random() < 0.4:
        counts = {each: count for each, count in counts.items() if draw.random() < 0.7} or counts
    lived = next(each.name for each in ways if each.name != "quarter")
    people = {CountOf("population", {lived: leaf}): draw.randint(30, 900) for leaf in LEAVES[lived]}
    run = Run(DIMENSIONS, counts | people, public=frozenset({"population"}))
    return attrs.evolve(run, figures=tuple(drawn_figures(draw, run, lived)))


def drawn_figures(draw: Random, run: Run, lived: str) -> list[Derived]:
    told, _ = run.settled()
    cells = [each for each in told if each.of == "children"]
    found: list[Derived] = []
    for number in range(draw.randint(0, 12)):
        one, other = draw.choice(cells), draw.choice(cells)
        places = draw.randint(0, 3)
        rates = [Ratio(f"rate {number}", each, population(each, lived), 1000, places) for each in (one, other)]
        found.append(
            draw.choice(
                (
                    Ratio(f"share {number}", one, other, 100, places),
                    rates[0],
                    Index(f"index {number}", *rates, places),
                    OtherFigure(f"interval {number}", (one, other), (other,)),
                )
            )
        )
    return found


def population(of: CountOf, lived: str) -> CountOf:
    """The count of everybody who is alike in the one way in which people were counted."""
    return CountOf("population", {way: part for way, part in of.at if way == lived})


def printed(figure: Derived, counts: dict[CountOf, int]) -> Decimal | None:
    """The figure as it is printed, rounded half away from 0."""
    if isinstance(figure, OtherFigure):
        return Decimal(1)
    value = figure.of(counts)
    return None if value is None else Decimal(floor(value * 10**figure.places + HALF)).scaleb(-figure.places)


def held(protected: Protected, *, careless: bool = False) -> Published:
    """What a reader holds, in two files; one who is careless shows figures whose counts are hidden."""
    figures = {
        each: printed(each, {**protected.counts}) if careless or protected.shows(each) else None
        for each in protected.run.figures
    }
    cells = [*protected.counts]
    files = {
        name: {each: protected.count(each) for each in part} for name, part in (("a", cells[::2]), ("b", cells[1::2]))
    }
    return Published(DIMENSIONS, files, figures, protected.floor.low)


def judged(
    seed: int, most: int = 3, *, complementary: bool = True, careless: bool = False
) -> tuple[Protected, Refereed]:
    """A drawn family, protected, and what the referee says of it."""
    draw = Random(seed)
    low = draw.choice(FLOORS)
    protected = suppress(drawn_run(draw, most), low, complementary=complementary)
    return protected, referee(held(protected, careless=careless), low.width)


def main(many: int, seed: int) -> None:
    tally: Counter[str] = Counter()
    for number in range(seed * 1_000_000, seed * 1_000_000 + many):
        protected, found = judged(number)
        tally["families"] += 1
        tally["with hidden counts"] += bool(protected.hidden)
        tally["small"] += len(protected.small)
        tally["hidden"] += len(protected.hidden)
        tally["counts"] += len(protected.counts)
        tally["figures"] += len(protected.run.figures)
        tally["figures shown"] += sum(map(protected.shows, protected.run.figures))
        tally["recoverable"] += len(found.given_away)
        assert found.safe.keys() == protected.hidden, number
        if number % 20 == 0:
            weak, told = judged(number, complementary=False)
            tally["weak: families with hidden counts"] += bool(weak.hidden)
            tally["weak: families caught"] += bool(told.given_away)
            tally["weak: recoverable"] += len(told.given_away)
        if tally["families"] % 500 == 0:
            sys.stdout.write("; ".join(f"{name}: {count:,}" for name, count in tally.items()) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
