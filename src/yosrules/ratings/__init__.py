"""Audits rated and compared."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.ratings.compare import Agreement as Agreement
    from yosrules.ratings.compare import RatingChange as RatingChange
    from yosrules.ratings.compare import agreement as agreement
    from yosrules.ratings.compare import compare as compare
    from yosrules.ratings.rate import award as award
    from yosrules.ratings.rate import rate as rate
    from yosrules.ratings.rated import Difference as Difference
    from yosrules.ratings.rated import RatedOverall as RatedOverall
    from yosrules.ratings.rated import RatedQuestion as RatedQuestion
    from yosrules.ratings.rated import RatedSheet as RatedSheet
    from yosrules.ratings.rated import RatedStandard as RatedStandard

lazily(
    __name__,
    {
        "compare": "Agreement RatingChange agreement compare",
        "rate": "award rate",
        "rated": "Difference RatedOverall RatedQuestion RatedSheet RatedStandard",
    },
)
