"""Each kind of section, and what makes it."""

from __future__ import annotations

from yosrules.cli.report.attendance import make_interviews, make_stages, make_worker
from yosrules.cli.report.kinds import (
    WantedDisparity,
    WantedForums,
    WantedIndicator,
    WantedInterviews,
    WantedOversight,
    WantedRatings,
    WantedSample,
    WantedSection,
    WantedStages,
    WantedTrend,
    WantedWorker,
)
from yosrules.cli.report.making import Made, Making
from yosrules.cli.report.quality import make_disparity, make_indicator, make_oversight, make_sample
from yosrules.cli.report.ratings import make_forums, make_ratings, make_trend
from yosrules.reports.board.section import Basis


def make_section(making: Making, wanted: WantedSection) -> Made:  # noqa: C901 -- an arm for each kind
    """A section of any kind."""
    match wanted:
        case WantedRatings():
            return make_ratings(making, wanted)
        case WantedTrend():
            return make_trend(making, wanted)
        case WantedForums():
            return make_forums(making, wanted)
        case WantedInterviews():
            return make_interviews(making, wanted)
        case WantedStages():
            return make_stages(making, wanted)
        case WantedWorker():
            return make_worker(making, wanted)
        case WantedIndicator():
            return make_indicator(making, wanted)
        case WantedOversight():
            return make_oversight(making, wanted)
        case WantedDisparity():
            return make_disparity(making, wanted)
        case WantedSample():
            return make_sample(making, wanted)
        case _:
            return making.section((), Basis(()))
