"""How long an indicator takes over a million records on Polars and DuckDB, and that both say the same."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from random import Random
from time import perf_counter

import duckdb
import polars as pl

from yosrules.bulk import figures_of_frame
from yosrules.policies import Edition, Indicator, cite, counts, excepted, meets
from yosrules.quality import Every, of_one
from yosrules.quality.figures import figures
from yosrules.records import Case, CaseStage, RiskLevel

ROWS = 1_000_000
ON = date(2026, 3, 31)
ASSESSED = Indicator(
    "low-or-medium",
    "Post-court children whose concern is Medium at most when the order ends",
    about=Case,
    dated=Case.order_ends,
    editions=(
        Edition(
            date(2024, 4, 1),
            (
                counts(Case.stage == CaseStage.POST_COURT),
                excepted("looked-after", "the child is looked after", when=Case.looked_after),
                meets(
                    (Case.rosh <= RiskLevel.MEDIUM) & (Case.safety_wellbeing <= RiskLevel.MEDIUM), target=Fraction(3, 4)
                ),
            ),
            cites=cite("invented, to measure with"),
        ),
    ),
)


def drawn(rows: int) -> pl.DataFrame:
    """Records over eight quarters, of which a tenth of every fact is not on record."""
    dice = Random(7)
    levels = ["Low", "Medium", "High", None]
    stages = ["post court", "post court", "out of court", None]
    # Drawn once for a few thousand rows and repeated in another order: Python draws slowly.
    few = [
        (
            f"r{n}",
            dice.choice(stages),
            dice.choice(levels),
            dice.choice(levels),
            dice.choice([True, False, False, None]),
            date(2024, 4, 1) + timedelta(days=dice.randrange(730)),
            f"team {dice.randrange(12)}",
        )
        for n in range(20_000)
    ]
    names = ["reference", "stage", "rosh", "safety_wellbeing", "looked_after", "order_ends", "team"]
    frame = pl.DataFrame(few, schema=names, orient="row")
    return pl.concat([frame] * (rows // frame.height))


def main() -> None:
    """Print the seconds of each engine, and of the single path for 5,000 of the records."""
    frame = drawn(ROWS)
    relation = duckdb.connect().from_arrow(frame.to_arrow())
    found = {}
    for name, each in {"polars": frame, "duckdb": relation}.items():
        began = perf_counter()
        found[name] = figures_of_frame(ASSESSED, each, Every.QUARTER, ON, by="team")
        print(f"{name}: {frame.height:,} records in {perf_counter() - began:.2f} s")
    assert found["polars"] == found["duckdb"]
    whole = found["polars"].of[0].outturns
    print(f"first quarter: {whole.numerator:,} of {whole.denominator:,}, {whole.cannot_tell:,} cannot be told")
    single(frame.head(5_000))


def single(frame: pl.DataFrame) -> None:
    """Put records one by one, and compare all of their figures with those of their frame."""
    from yosrules.bulk import records_of

    records = records_of(Case, frame)
    began = perf_counter()
    told = [(team, of_one(ASSESSED, each, ON)) for team, each in zip(frame["team"], records, strict=True)]
    found = figures(ASSESSED, told, Every.QUARTER, ON)
    print(f"one by one: {frame.height:,} records in {perf_counter() - began:.2f} s")
    assert found == figures_of_frame(ASSESSED, frame, Every.QUARTER, ON, by="team")


if __name__ == "__main__":
    main()
