"""What an indicator counts by each reading, and several indicators of the same records as one run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import attrs

from yosrules.disclosure.tables import Run
from yosrules.errors import RecordError
from yosrules.quality.figures import Series
from yosrules.quality.indicators import IndicatorTold, NoPeriod
from yosrules.reports.indicators import Asked


@attrs.frozen
class IndicatorCount:
    """An indicator by each reading: its figures, and what becomes of each record.

    `key` tells its readings from those of other indicators of the same records. `named` is what its groups are, and
    `told_apart` which of them are, where others are counted together.
    """

    key: str
    by_reading: Mapping[str, Series]
    asked: Mapping[str, Sequence[Asked]]
    named: str = ""
    told_apart: tuple[str, ...] = ()

    @property
    def way(self) -> str:
        """The way in which its records are divided into groups, by name; none where they are not."""
        return ", ".join(("group", self.named, *self.told_apart)) if self.named else ""

    def name(self, reading: str) -> str:
        """What one of its readings is called among those of other indicators."""
        return f"{self.key} {reading}"


def counted_together(counts: Sequence[IndicatorCount]) -> Run:
    """The counts of indicators of the same records as one run: what a record is in one can tell what it is in another.

    Refused where they are not of the same periods: then nobody could say which of their counts add up.
    """
    from yosrules.reports.shared_indicators import indicator_run  # noqa: PLC0415 -- it imports scipy, an extra

    found = {each.name(name): of for each in counts for name, of in each.by_reading.items()}
    asked = {each.name(name): of for each in counts for name, of in each.asked.items()}
    days = {tuple(_period(told) for _, _, told in of) for of in asked.values()}
    if len(days) > 1 or len({of.every for of in found.values()}) > 1:
        raise RecordError(
            "two sections count the same records by other dates or periods, and one would tell what the other hides; "
            "allowed: a report for each"
        )
    ways = {each.name(name): each.way for each in counts for name in each.by_reading}
    return indicator_run(found, asked, ways)


def _period(told: IndicatorTold | NoPeriod) -> date | None:
    return None if isinstance(told, NoPeriod) else told.day
