"""Before a return is sent: what is missing in each record, and what each reading makes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from yosrules.deciding.as_of import Histories
from yosrules.language.facts import Facts
from yosrules.language.kinds import Fact
from yosrules.policies.indicators.indicator import Indicator
from yosrules.quality.indicators import IndicatorTold, NoPeriod, of_one


@attrs.frozen
class Lack:
    """What is missing of one record for one indicator, and what each reading of it makes of the record all the same.

    Where nothing is missing the record lacks its date, or no edition was in force on it.
    """

    reference: str
    indicator: str
    missing: tuple[Fact, ...]
    taken_as: Mapping[str, str]

    def __str__(self) -> str:
        missing = ", ".join("whether " * (fact.kind is bool) + (fact.label or fact.name) for fact in self.missing)
        what = f"not on record: {missing}; " if missing else ""
        return f"{self.reference}, {self.indicator}: {what}{self.taken}"

    @property
    def taken(self) -> str:
        """What each reading makes of it, in words; once where all make the same."""
        if len({*self.taken_as.values()}) == 1:
            return next(iter(self.taken_as.values()))
        return "; ".join(f"{name}: {each}" for name, each in self.taken_as.items())


def before_submission(
    indicators: Iterable[Indicator], records: Mapping[str, tuple[Facts, Histories]], on: date
) -> Iterator[Lack]:
    """What is missing of each record, by its reference, record by record; a day still to come is not missing."""
    ways = {each.name: each.readings() for each in indicators}
    for reference, (record, behind) in records.items():
        for indicator, readings in ways.items():
            found = {name: of_one(way, record, on, behind) for name, way in readings.items()}
            told = [one for one in found.values() if isinstance(one, IndicatorTold)]
            missing = tuple(dict.fromkeys(fact for one in told for fact in one.missing))
            out = {one for one in found.values() if isinstance(one, NoPeriod)} - {NoPeriod.TO_COME}
            if missing or out:
                yield Lack(reference, indicator, missing, {name: _said(one) for name, one in found.items()})


def _said(found: IndicatorTold | NoPeriod) -> str:
    return f"in no period: {found.value}" if isinstance(found, NoPeriod) else found.outturn.value
