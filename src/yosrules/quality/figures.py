"""An indicator over many records: the figure of each group and period, with what its unknowns allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

import attrs

from yosrules.deciding.decide import Verdict
from yosrules.language.kinds import Fact
from yosrules.language.plain.values import Plain
from yosrules.policies.indicators.indicator import Cohort, Indicator, met_by
from yosrules.policies.policy import Edition
from yosrules.quality.indicators import IndicatorTold, NoPeriod
from yosrules.quality.outturns import Outturn, Outturns
from yosrules.quality.periods import Every, Period, month_number, periods

EVERYBODY = ""
"""The group of all records."""

NO_GROUP = "(not on record)"
"""The group of those of whom no group is on record."""

Monthly: TypeAlias = Mapping[tuple[str, int], Outturns]
"""The outturns of each group in each month, by the group and the number of the month."""


@attrs.frozen
class IndicatorFigure:
    """One figure: of which group and period, what came out, and against which target.

    `met` is what meets the indicator and its target; None where the period has editions with two. `by` are the editions
    in force in it. `running` is whether the period was not over on the day of the report.
    """

    group: str
    period: Period
    outturns: Outturns
    met: Cohort | None
    by: tuple[date, ...]
    running: bool
    before: IndicatorFigure | None = attrs.field(default=None, repr=False)

    @property
    def best(self) -> Fraction | None:
        """The best share that what is not on record allows; None too where it is not settled which way is better."""
        return self.outturns.best(self.met.better) if self.met else None

    @property
    def worst(self) -> Fraction | None:
        """The worst."""
        return self.outturns.worst(self.met.better) if self.met else None

    @property
    def reaches(self) -> Verdict | None:
        """Whether the target is reached; None where there is none, or nobody in the share."""
        return self.outturns.reaches(self.met) if self.met else None

    @property
    def redefined(self) -> bool:
        """Whether another edition was in force in the period before, so that the two are not to be compared."""
        return self.before is not None and len({*self.by, *self.before.by}) > 1

    @property
    def change(self) -> Fraction | None:
        """The share less that of the period before; None where either is none, or where it was redefined."""
        now, was = self.outturns.share, self.before.outturns.share if self.before else None
        return None if now is None or was is None or self.redefined else now - was

    def as_dict(self) -> dict[str, Plain]:
        """The figure as plain data; shares as fractions in lowest terms."""
        of = self.outturns
        return {
            "group": self.group or None,
            "period": str(self.period),
            "starts": self.period.starts.isoformat(),
            "ends": self.period.ends.isoformat(),
            "running": self.running,
            "numerator": of.numerator,
            "denominator": of.denominator,
            "cannot_tell": of.cannot_tell,
            "excepted": of[Outturn.EXCEPTED],
            "not_counted": of[Outturn.NOT_COUNTED],
            "outturns": {each.value: of[each] for each in Outturn if of[each]},
            "exceptions": dict(of.reasons),
            "share": _plain(of.share),
            "best": _plain(self.best),
            "worst": _plain(self.worst),
            "target": _plain(self.met.target if self.met else None),
            "reaches": None if self.reaches is None else self.reaches.value,
            "change": _plain(self.change),
            "redefined": self.redefined,
        }


def _plain(share: Fraction | None) -> str | None:
    return None if share is None else str(share)


@attrs.frozen
class Series:
    """An indicator's figures by group and period, as known on a day, and how many records of a group are in none."""

    indicator: Indicator
    on: date
    every: Every
    of: tuple[IndicatorFigure, ...]
    apart: Mapping[tuple[str, NoPeriod], int]

    def as_dict(self) -> dict[str, Plain]:
        """All of it as plain data."""
        apart: list[Plain] = [
            {"group": group or None, "why": why.value, "records": number} for (group, why), number in self.apart.items()
        ]
        return {
            "indicator": self.indicator.name,
            "title": self.indicator.title,
            "on": self.on.isoformat(),
            "every": self.every.value,
            "figures": [each.as_dict() for each in self.of],
            "in_no_period": apart,
        }


def figures(
    indicator: Indicator, found: Iterable[tuple[str, IndicatorTold | NoPeriod]], every: Every, on: date
) -> Series:
    """The figures of records, each given with its group: of every group, and of all of them."""
    months: defaultdict[tuple[str, int], Counter[tuple[Outturn, str]]] = defaultdict(Counter)
    apart: Counter[tuple[str, NoPeriod]] = Counter()
    for group, each in found:
        names = dict.fromkeys((EVERYBODY, group))
        if isinstance(each, NoPeriod):
            apart.update((name, each) for name in names)
            continue
        becomes, month = (each.outturn, each.reason), month_number(each.day)
        for name in names:
            months[name, month][becomes] += 1
    return from_months(indicator, {at: Outturns.counted(each) for at, each in months.items()}, apart, every, on)


def from_months(
    indicator: Indicator, months: Monthly, apart: Mapping[tuple[str, NoPeriod], int], every: Every, on: date
) -> Series:
    """The figures of an indicator of one reading, from the outturns of each month."""
    ordered = sorted({group for group, _ in months}, key=_place)
    made = tuple(each for group in ordered for each in _of_group(indicator, months, group, every, on))
    return Series(indicator, on, every, made, dict(sorted(apart.items())))


def _place(group: str) -> tuple[bool, bool, str]:
    """All of them first, those of no group on record last."""
    return group != EVERYBODY, group == NO_GROUP, group


def _of_group(indicator: Indicator, months: Monthly, group: str, every: Every, on: date) -> Iterator[IndicatorFigure]:
    first = date(*_year_and_month(min(month for _, month in months)), 1)
    before: IndicatorFigure | None = None
    for period in periods(every, first, on):
        outturns = sum((months.get((group, month), Outturns()) for month in period.months), Outturns())
        editions = tuple(_in_force(indicator, period, on))
        met = {met_by(edition) for edition in editions}
        before = IndicatorFigure(
            group,
            period,
            outturns,
            met.pop() if len(met) == 1 else None,
            tuple(edition.starts for edition in editions),
            running=period.ends > on,
            before=before and attrs.evolve(before, before=None),
        )
        yield before


def _year_and_month(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def _in_force(indicator: Indicator, period: Period, on: date) -> Iterator[Edition[Cohort]]:
    """The editions in force on any day of a period up to the day of the report."""
    last = min(period.ends, on)
    for edition, later in zip(indicator.editions, (*indicator.editions[1:], None), strict=True):
        begun = edition.starts <= last and (edition.ends is None or edition.ends >= period.starts)
        if begun and (later is None or later.starts > period.starts):
            yield edition


@attrs.frozen
class Frequency:
    """How often something happened in all to those that met an indicator, and to how many of them that is on record.

    `others` are those in the share that did not meet it; `untold` those that met it without the number on record, and
    those of whom it cannot be told: they are in neither mean.
    """

    times: int
    met: int
    others: int
    untold: int

    @property
    def per_met(self) -> Fraction | None:
        """How often for each record that met it, such as reoffences per reoffender."""
        return Fraction(self.times, self.met) if self.met else None

    @property
    def per_counted(self) -> Fraction | None:
        """How often for each record in the share, such as reoffences per child of the cohort."""
        return Fraction(self.times, self.met + self.others) if self.met + self.others else None


def frequency(figure: IndicatorFigure, found: Iterable[tuple[str, IndicatorTold | NoPeriod]], times: Fact) -> Frequency:
    """How often, by a whole number that each record states, among the records of one figure with their groups."""
    total = met = others = untold = 0
    for group, told in found:
        if isinstance(told, NoPeriod) or figure.group not in (EVERYBODY, group):
            continue
        if month_number(told.day) not in figure.period.months:
            continue
        number: int | None = vars(told.record)[times.name]
        match told.outturn:
            case Outturn.MET if number is not None:
                total, met = total + number, met + 1
            case Outturn.NOT_MET:
                others += 1
            case Outturn.EXCEPTED | Outturn.NOT_COUNTED | Outturn.NO_MATTER:
                pass
            case _:
                untold += 1
    return Frequency(total, met, others, untold)
