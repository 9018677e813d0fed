"""Many records at once, as columns of a data frame."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.bulk.as_of import (
        as_of_frame as as_of_frame,
    )
    from yosrules.bulk.attendance.track import (
        triggers_frame as triggers_frame,
    )
    from yosrules.bulk.decide import (
        decide_frame as decide_frame,
        refusals as refusals,
    )
    from yosrules.bulk.rate import (
        item_refusals as item_refusals,
        rate_frame as rate_frame,
    )
    from yosrules.bulk.records import (
        decide_rows as decide_rows,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "as_of": "as_of_frame",
            "attendance.track": "triggers_frame",
            "decide": "decide_frame refusals",
            "rate": "item_refusals rate_frame",
            "records": "decide_rows",
        },
    )
