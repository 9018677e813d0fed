"""Audits rated and compared."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.ratings.compare import (
        Agreement as Agreement,
        RatingChange as RatingChange,
        agreement as agreement,
        compare as compare,
    )
    from yosrules.ratings.rate import award as award, rate as rate
    from yosrules.ratings.rated import (
        Difference as Difference,
        RatedOverall as RatedOverall,
        RatedQuestion as RatedQuestion,
        RatedSheet as RatedSheet,
        RatedStandard as RatedStandard,
    )

lazily(
    __name__,
    {
        "compare": "Agreement RatingChange agreement compare",
        "rate": "award rate",
        "rated": "Difference RatedOverall RatedQuestion RatedSheet RatedStandard",
    },
)
