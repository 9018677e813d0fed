"""Audits rated, and two of them compared."""

from yosrules.ratings.compare import (
    agreement as agreement,
    compare as compare,
)
from yosrules.ratings.rate import (
    award as award,
    rate as rate,
)
from yosrules.ratings.rated import (
    RatedOverall as RatedOverall,
    RatedSheet as RatedSheet,
    RatedStandard as RatedStandard,
)
