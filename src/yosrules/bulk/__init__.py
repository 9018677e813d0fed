"""Many records at once, as columns of a data frame."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.bulk.as_of import as_of_frame as as_of_frame
    from yosrules.bulk.decide import decide_frame as decide_frame
    from yosrules.bulk.indicators import figures_of_frame as figures_of_frame
    from yosrules.bulk.rate import rate_frame as rate_frame
    from yosrules.bulk.records import decide_rows as decide_rows, records_of as records_of

lazily(
    __name__,
    {
        "as_of": "as_of_frame",
        "decide": "decide_frame",
        "indicators": "figures_of_frame",
        "rate": "rate_frame",
        "records": "decide_rows records_of",
    },
)
