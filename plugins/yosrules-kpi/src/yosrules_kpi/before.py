"""Before a quarterly return is sent: what is missing or contradictory in it, record by record."""

from collections.abc import Iterable, Iterator
from datetime import date

import attrs

from yosrules.language import Fact, Facts
from yosrules.policies import Indicator
from yosrules.quality import NoPeriod, Outturn, of_one
from yosrules_kpi.sources import CODED, WORDED


@attrs.frozen
class Lack:
    """One thing to look at in one record: in which KPI, what is missing, and what the count makes of it."""

    reference: str
    indicator: str
    missing: tuple[Fact, ...]
    counted_as: Outturn | None

    def __str__(self) -> str:
        what = ", ".join(fact.label or fact.name for fact in self.missing) or "the day by which it falls into a quarter"
        told = "left out of the count" if self.counted_as is None else f"the count takes it as {self.counted_as.value}"
        return f"{self.reference}, {self.indicator}: not on record: {what}; {told}"


def before_submission(indicators: Iterable[Indicator], records: Iterable[Facts], on: date) -> Iterator[Lack]:
    """What is missing of each record for each KPI, and what the counting code would make of it in silence."""
    kept = [*records]
    for each in indicators:
        ways = each.readings()
        for record in kept:
            worded = of_one(ways[WORDED], record, on)
            coded = of_one(ways[CODED], record, on)
            reference = str(getattr(record, "reference", ""))
            if worded is NoPeriod.UNDATED:
                yield Lack(reference, each.name, (), None)
            elif not isinstance(worded, NoPeriod) and worded.missing:
                becomes = None if isinstance(coded, NoPeriod) else coded.outturn
                yield Lack(reference, each.name, worded.missing, becomes)
