"""An indicator put to one record: what becomes of it, by which edition, why, and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property

import attrs

from yosrules.deciding.as_of import Histories, as_of, check_own
from yosrules.deciding.decide import Decision, Reached, Ruled, Status, Verdict, decide
from yosrules.errors import PolicyError, RecordError
from yosrules.language.facts import Facts, restated
from yosrules.language.kinds import Fact, words
from yosrules.language.plain.values import Plain
from yosrules.policies.calendar import Nation
from yosrules.policies.indicators.elapsed import Elapsed, MonthBegan
from yosrules.policies.indicators.indicator import Cohort, Indicator, Membership
from yosrules.quality.outturns import Outturn, outturn

_VERDICTS = {Status.MUST: Verdict.HOLDS, Status.NO: Verdict.FAILS, Status.CANNOT_TELL: Verdict.CANNOT_TELL}
"""What is known of being in a cohort; its rules are all "must"."""


class NoPeriod(StrEnum):
    """Why a record is in no period, and is told apart."""

    UNDATED = "no date on record by which it would fall into a period"
    TO_COME = "its day is still to come"
    NO_EDITION = "no edition was in force on its day"


@attrs.frozen
class IndicatorTold:
    """What becomes of one record in an indicator, on the day by which it falls into a period."""

    indicator: Indicator
    record: Facts
    day: date
    decision: Decision[Cohort]

    def reached(self, membership: Membership) -> tuple[Reached[Cohort], ...]:
        """How the cohorts of one membership stand, in the order written."""
        return tuple(each for each in self.decision.outcomes if each.outcome.membership is membership)

    def verdict(self, membership: Membership) -> Verdict:
        """Whether the record is in any cohort of a membership."""
        found = {_VERDICTS[each.status] for each in self.reached(membership)}
        return next((each for each in (Verdict.HOLDS, Verdict.CANNOT_TELL) if each in found), Verdict.FAILS)

    @cached_property
    def outturn(self) -> Outturn:
        """What becomes of the record."""
        return outturn(*map(self.verdict, (Membership.COUNTED, Membership.EXCEPTED, Membership.MEETS)))

    @property
    def reason(self) -> str:
        """The name of the first exception that holds; "" unless the record is excepted."""
        if self.outturn is not Outturn.EXCEPTED:
            return ""
        return next(each.outcome.name for each in self.reached(Membership.EXCEPTED) if each.status is Status.MUST)

    @property
    def missing(self) -> tuple[Fact, ...]:
        """The unknown facts behind what cannot be told; empty where all is told."""
        if self.outturn.told:
            return ()
        lacking = (fact for each in self.decision.outcomes for fact in each.missing)
        return tuple(dict.fromkeys(behind for fact in lacking for behind in self._behind(fact)))

    def _behind(self, fact: Fact) -> tuple[Fact, ...]:
        """The dates that a fact is worked out of and that are not on record; else the fact itself."""
        for each in self.indicator.worked_out:
            if each.fact == fact and isinstance(each, Elapsed):
                unknown = tuple(day for day in (each.since, each.until) if day and vars(self.record)[day.name] is None)
                return unknown or (fact,)
        return (fact,)

    def because(self, membership: Membership) -> tuple[Ruled[Cohort], ...]:
        """The rules about a membership that decide how it stands, each with its finding."""
        verdict = self.verdict(membership)
        about = (each for each in self.decision.rules if each.rule.outcome.membership is membership)
        return tuple(each for each in about if each.finding.verdict is verdict)

    def as_dict(self) -> dict[str, Plain]:
        """All of it as plain data, with every rule and its finding."""
        return {
            "indicator": self.indicator.name,
            "day": self.day.isoformat(),
            "outturn": self.outturn.value,
            "reason": self.reason,
            "missing": [fact.name for fact in self.missing],
            **self.decision.as_dict(),
        }


def of_one(
    indicator: Indicator, record: Facts, on: date, histories: Histories | None = None
) -> IndicatorTold | NoPeriod:
    """What becomes of one record in an indicator of one reading, as all is known on a day; or why it is in no period.

    The edition is the one in force on the record's own day, where it has one, and not on the day asked.
    """
    check_own(record, on)
    known = as_of(_worked_out(indicator, record, on), on, histories or {})
    day: date | None = vars(known)[indicator.dated.name] if indicator.dated else on
    if day is None:
        return NoPeriod.UNDATED
    if day > on:
        return NoPeriod.TO_COME
    try:
        edition = indicator.on(day)
    except PolicyError:
        return NoPeriod.NO_EDITION
    return IndicatorTold(indicator, known, day, decide(edition, known))


def _worked_out(indicator: Indicator, record: Facts, on: date) -> Facts:
    """The record with the facts that follow from its own dates and the day asked; one that denies them is refused."""
    for each in indicator.worked_out:
        stated, told = vars(record)[each.fact.name], _value(each, record, on, indicator.nation)
        if stated is None:
            record = restated(record, {each.fact.name: told})
        elif told is not None and stated != told:
            name = type(record).__name__
            raise RecordError(f"{name}: {each.fact.name} {words(stated)}; allowed: {words(told)}, by {each}")
    return record


def _value(by: Elapsed | MonthBegan, record: Facts, on: date, nation: Nation) -> int | date | None:
    if isinstance(by, MonthBegan):
        return on.replace(day=1)
    since: date | None = vars(record)[by.since.name]
    until: date | None = vars(record)[by.until.name] if by.until else on
    return None if since is None or until is None else by.between(since, until, nation)


def not_on_record(found: Iterable[IndicatorTold | NoPeriod]) -> Counter[Fact]:
    """For how many records each fact is missing of which something cannot be told."""
    return Counter(fact for each in found if isinstance(each, IndicatorTold) for fact in each.missing)
