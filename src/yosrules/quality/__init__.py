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
    from yosrules.quality.intervals import IndexInterval as IndexInterval, Side as Side

lazily(
    __name__,
    {
        "disparity": "Denominator Disparity GroupCount GroupRate StageCount Terms disparities index_of_rounded",
        "intervals": "IndexInterval Side",
    },
)
