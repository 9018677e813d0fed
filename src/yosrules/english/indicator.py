"""An edition of an indicator in words: whom it counts, who is excepted and why, what meets it, its target."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from yosrules.english.describe import called, english
from yosrules.policies.indicators.indicator import Better, Cohort, Indicator, Membership, met_by
from yosrules.policies.policy import Edition, Rule

_WHOM = {Membership.COUNTED: "Counted when {}", Membership.MEETS: "Met when {}"}


def cohorts_in_words(edition: Edition[Cohort]) -> Iterator[str]:
    """A sentence for each rule of an edition of one reading: those counted, those excepted, what meets it."""
    for membership in Membership:
        for rule in edition.resolved.rules:
            if rule.outcome.membership is membership:
                word = f" [{rule.cites}]" if rule.cites else ""
                yield f"{_rule(rule)}{word}."


def _rule(rule: Rule[Cohort]) -> str:
    said = english(rule.when)
    if rule.outcome.membership is Membership.EXCEPTED:
        return f"Left out as {rule.id} ({rule.outcome.why}) when {said}"
    return _WHOM[rule.outcome.membership].format(said)


def target_in_words(edition: Edition[Cohort]) -> str:
    """The target of an edition of one reading, and which way is better."""
    met = met_by(edition)
    if met.target is None:
        return f"No target is stated; {met.better}."
    side = "at least" if met.better is Better.HIGHER else "at most"
    return f"Target: {side} {_exactly(met.target)} of those counted and not left out."


def _when(indicator: Indicator) -> Iterator[str]:
    if indicator.dated is None:
        yield "Every record is asked on the last day of each month, as it is known on that day."
        return
    yield (
        f"A record falls into the period, and under the edition, of {called(indicator.dated)}; without that date it is "
        "in no period, and is told apart."
    )
    yield "Everything is taken as it is known on the day of the report."


def _exactly(share: Fraction) -> str:
    if share == 1:
        return "all"
    return per_cent(share) if (share * 1000).denominator == 1 else str(share)


def reckoned_in_words(indicator: Indicator) -> tuple[str, ...]:
    """How an indicator counts, whatever its edition."""
    return (
        *_when(indicator),
        *(f"{called(each.fact)}: {each}." for each in indicator.worked_out),
        "Whoever cannot be told, because a fact is not on record, is in neither number, and is told apart; "
        "the best and the worst share say what the missing facts allow, each record by itself.",
        "Whoever is excepted for several reasons is told under the first.",
    )


def per_cent(share: Fraction) -> str:
    """A share as people write it: per cent to one place, halves up."""
    tenths = (2000 * share.numerator + share.denominator) // (2 * share.denominator)
    return f"{tenths // 10}.{tenths % 10}%"
