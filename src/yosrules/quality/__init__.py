"""The quality programme of a service: what it measures of its own work, and how far the figures carry."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.quality.disparity import (
        Denominator as Denominator,
        Disparity as Disparity,
        GroupCount as GroupCount,
        GroupRate as GroupRate,
        StageCount as StageCount,
        Terms as Terms,
        disparities as disparities,
        index_of_rounded as index_of_rounded,
    )
    from yosrules.quality.figures import Figure as Figure, Series as Series, figures as figures
    from yosrules.quality.indicators import NoPeriod as NoPeriod, Told as Told, of_one as of_one
    from yosrules.quality.intervals import IndexInterval as IndexInterval, Side as Side
    from yosrules.quality.misprints import (
        Contradiction as Contradiction,
        Misprint as Misprint,
        Plausible as Plausible,
        RateLine as RateLine,
        ShareLine as ShareLine,
        TotalLine as TotalLine,
        check_percentages as check_percentages,
        check_rates as check_rates,
        check_totals as check_totals,
    )
    from yosrules.quality.outturns import Outturn as Outturn, Outturns as Outturns
    from yosrules.quality.periods import Every as Every, Period as Period, periods as periods
    from yosrules.quality.rates import (
        Population as Population,
        Scale as Scale,
        implied_population as implied_population,
        rate_of as rate_of,
    )

lazily(
    __name__,
    {
        "figures": "Figure Series figures",
        "indicators": "NoPeriod Told of_one",
        "outturns": "Outturn Outturns",
        "periods": "Every Period periods",
        "disparity": "Denominator Disparity GroupCount GroupRate StageCount Terms disparities index_of_rounded",
        "intervals": "IndexInterval Side",
        "misprints": "Contradiction Misprint Plausible RateLine ShareLine TotalLine "
        "check_percentages check_rates check_totals",
        "rates": "Population Scale implied_population rate_of",
    },
)
