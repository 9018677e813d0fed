"""Indicators: whom a measure of practice counts, who is excepted and why, and what meets it.

    VIEWS_SOUGHT = Indicator(
        "views-sought", "Children whose views were sought", about=OurCase, dated=OurCase.plan_due,
        editions=(Edition(date(2026, 4, 1), cites=cite("Our standards"), rules=(
            counts(OurCase.plan_due_now),
            excepted("in-hospital", "the child is in hospital", when=OurCase.in_hospital),
            meets(OurCase.views_recorded, target=Fraction(9, 10)),
        )),),
    )

It is a policy whose outcomes are these three cohorts, so that all that is done with a policy is done with it. What
is not on record is never "no": whoever cannot be told stands apart, in both directions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from fractions import Fraction

import attrs

from yosrules.errors import PolicyError
from yosrules.language.expr import Condition, ConditionLike, Ref, all_of, any_of
from yosrules.language.facts import Facts, vocabulary
from yosrules.language.kinds import Fact
from yosrules.policies.calendar import Nation
from yosrules.policies.citation import Citation
from yosrules.policies.indicators.elapsed import Elapsed, MonthBegan
from yosrules.policies.policy import Edition, Modality, Policy, Rule


class Membership(StrEnum):
    """What it means to be in a cohort of an indicator."""

    COUNTED = "counted"
    EXCEPTED = "excepted"
    MEETS = "meets it"


class Better(StrEnum):
    """Whether a greater share is better, or a smaller one."""

    HIGHER = "higher is better"
    LOWER = "lower is better"


@attrs.frozen
class Cohort:
    """One cohort of an indicator: those counted, those excepted for one reason, or those that meet it.

    What meets it says the target, a share of those counted, if there is one, and which way is better.
    """

    name: str
    membership: Membership
    why: str = ""
    target: Fraction | None = None
    better: Better = Better.HIGHER

    def __attrs_post_init__(self) -> None:
        if self.target is not None and (type(self.target) is not Fraction or not 0 <= self.target <= 1):
            raise PolicyError(f"a target is a share of those counted, a Fraction from 0 to 1, not {self.target!r}")

    def reached_by(self, share: Fraction) -> bool:
        """Whether a share reaches the target; with no target none does."""
        if self.target is None:
            return False
        return share >= self.target if self.better is Better.HIGHER else share <= self.target


COUNTED_IN: Cohort = Cohort(Membership.COUNTED.value, Membership.COUNTED)
"""Those whom an indicator counts, before anybody is excepted."""


def counts(
    when: ConditionLike, *, id: str = "counts", cites: Citation | None = None, reading: str | None = None
) -> Rule[Cohort]:
    """Whom an indicator counts; of several such rules any is enough."""
    return Rule(id, COUNTED_IN, Modality.MUST, all_of(when), cites, reading)


def excepted(
    name: str, why: str, *, when: ConditionLike, cites: Citation | None = None, reading: str | None = None
) -> Rule[Cohort]:
    """Who of those counted is left out of the share, by the name of the exception and its reason."""
    left_out = Cohort(f"{Membership.EXCEPTED.value}: {name}", Membership.EXCEPTED, why)
    return Rule(name, left_out, Modality.MUST, all_of(when), cites, reading)


def meets(
    when: ConditionLike,
    *,
    id: str = "meets",
    target: Fraction | None = None,
    better: Better = Better.HIGHER,
    cites: Citation | None = None,
    reading: str | None = None,
) -> Rule[Cohort]:
    """What meets an indicator, and the share that is its target; of several such rules any is enough."""
    met = Cohort(Membership.MEETS.value, Membership.MEETS, target=target, better=better)
    return Rule(id, met, Modality.MUST, all_of(when), cites, reading)


def cohort_of(edition: Edition[Cohort], membership: Membership) -> Condition:
    """The condition of being in any cohort of one membership, as a resolved edition states it."""
    return any_of(*(rule.when for rule in edition.resolved.rules if rule.outcome.membership is membership))


def in_the_share(edition: Edition[Cohort]) -> Condition:
    """That a record is counted and not excepted: the denominator."""
    return all_of(cohort_of(edition, Membership.COUNTED), ~cohort_of(edition, Membership.EXCEPTED))


def met_by(edition: Edition[Cohort]) -> Cohort:
    """The cohort that meets an edition: its target, and which way is better."""
    return next(each for each in edition.outcomes if each.membership is Membership.MEETS)


def _date_of(dated: Ref[date] | Fact | None) -> Fact | None:
    return dated.fact if isinstance(dated, Ref) else dated


@attrs.frozen(kw_only=True, cache_hash=True)
class Indicator(Policy[Cohort]):
    """A policy whose outcomes are the cohorts of one share.

    `dated` is the date of a record by which it falls into a period and under an edition: the end of an order, say;
    without one every record is asked at the end of each month. `worked_out` are facts that follow from a record's own
    dates and the day of the report, their working days being those of `nation`.
    """

    name: str = attrs.field(kw_only=False)
    title: str = attrs.field(kw_only=False)
    about: type[Facts]
    dated: Fact | None = attrs.field(converter=_date_of, default=None)
    editions: tuple[Edition[Cohort], ...]
    worked_out: tuple[Elapsed | MonthBegan, ...] = ()
    nation: Nation = Nation.ENGLAND
    not_stated: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        for wrong in self._wrong():
            raise PolicyError(f"{self.name}: {wrong}")

    def _wrong(self) -> Iterator[str]:
        if not self.title.strip():
            yield "an indicator needs a title"
        own, kind = vocabulary(self.about), self.about.__name__
        if self.dated and (own.get(self.dated.name) != self.dated or self.dated.kind is not date):
            yield f"{self.dated.name} is no date of a {kind}, by which it falls into a period"
        for each in self.worked_out:
            asked = (each.fact, each.since, each.until) if isinstance(each, Elapsed) else (each.fact,)
            if strange := [fact.name for fact in asked if fact and own.get(fact.name) != fact]:
                yield f"{each} is worked out of {', '.join(strange)}, not facts of a {kind}"
        named = {name for edition in self.editions for name in edition.readings() if name}
        for edition in self.editions:
            if lacking := sorted(named - edition.readings().keys()) if "" not in edition.readings() else []:
                yield f"{edition} is not read as {', '.join(lacking)}, as another is"
            for reading, read in edition.readings().items():
                where = f"{edition}{f', read as {reading}' if reading else ''}"
                yield from (f"{where} {why}" for why in _lacks(read))

    def rising(self, fact: Fact) -> bool:  # noqa: ARG002 -- the same for every fact
        """Never: to be counted is neither more nor less."""
        return False

    def readings(self) -> dict[str, Indicator]:
        """Each way the text of its editions can be read, as an indicator of its own; one, named "", if there is one.

        An edition that is read in one way only is the same in all of them.
        """
        names = dict.fromkeys(name for edition in self.editions for name in edition.readings() if name) or {"": None}
        return {name: self._read_as(name) for name in names}

    def _read_as(self, name: str) -> Indicator:
        mine = (each for each in self.examples if each.reading in (None, name))
        examples = tuple(attrs.evolve(each, reading=None) for each in mine)
        return attrs.evolve(self, editions=tuple(self._read(name)), examples=examples)

    def _read(self, name: str) -> Iterator[Edition[Cohort]]:
        ways = (edition.readings() for edition in self.editions)
        yield from (each[name] if name in each else each[""] for each in ways)


def _lacks(edition: Edition[Cohort]) -> Iterator[str]:
    for rule in edition.rules:
        if rule.modality is not Modality.MUST:
            yield f"may lead to {rule.outcome.name} by rule {rule.id}; a record is in a cohort or not"
    found = [outcome.membership for outcome in edition.outcomes]
    if Membership.COUNTED not in found:
        yield "says of nobody that they are counted: write counts(…)"
    if (times := found.count(Membership.MEETS)) != 1:
        yield f"has {times} targets or ways to be better" if times else "does not say what meets it: write meets(…)"
