"""A scale, framework or domain -> the laws it has to keep, each with a check that says in English what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial

import attrs
from hypothesis import strategies as st

from yosrules.deciding.decide import decide
from yosrules.policies.domain import Domain, Framework
from yosrules.policies.policy import Example, Status
from yosrules.policies.rating import Band, RatingScale, Rounding
from yosrules.proof.mutate import scale_mutants, survivors
from yosrules.ratings.rate import rate
from yosrules.records.audit import AuditSheet, Inspection, ItemSheet
from yosrules.testing.conformance.policies import Law, laws_of, tried, unnoticed, without_examples
from yosrules.testing.strategies import ratings as generate_ratings

_BANDS = (Band("low", 0), Band("fair", 50), Band("good", 65), Band("best", 80))
_SOME_SCALE = RatingScale("in place of the framework's own", _BANDS, Rounding.NEAREST_PERCENT)


def scale_laws(scale: RatingScale) -> Iterator[Law]:
    """That a scale keeps the laws of its policy, rates as that decides, and every change of it would be noticed."""
    policy = scale.as_policy()
    yield from laws_of(policy)
    yield Law("examples pin every threshold", partial(_unpinned, scale), without_examples(policy))
    yield Law("rates as its policy", partial(tried, generate_ratings.amounts(scale), partial(_rated_apart, scale)))


def framework_laws(framework: Framework) -> Iterator[Law]:
    """That each scale of a framework keeps its laws, that any audit is rated, and that better is never worse."""
    for scale in dict.fromkeys([framework.scale, *framework.overall_bands]):
        yield from (attrs.evolve(law, name=f"{scale.name}: {law.name}") for law in scale_laws(scale))
    aside = f"domain {', '.join(framework.absent)} of it comes from other plugins" if framework.absent else ""
    yield Law("any audit is rated", partial(_unrated, framework), "" if framework.standards else aside)
    yield Law("better is never worse overall", partial(_worse_overall, framework), aside)


def domain_laws(domain: Domain) -> Iterator[Law]:
    """That a domain cites its source, and that any audit of it is rated."""
    yield Law("on whose word", lambda: "" if domain.cites else f"{domain} cites nothing")
    yield Law("any audit is rated", lambda: _unrated(_around(domain)))


def _around(domain: Domain) -> Framework:
    """A framework with this domain alone."""
    named = domain.framework
    return Framework(named, named, date.min, _SOME_SCALE, (0, 1, 2, 3), (domain.number,), domains=(domain,))


def _unpinned(scale: RatingScale) -> str:
    policy = scale.as_policy()
    survived = survivors(policy.editions[0], policy.about, policy.examples, scale_mutants(scale))

    def paste(example: Example) -> str:
        (amount,) = vars(example.record).values()
        return f'("{amount}", "{scale.of(amount).name}")'

    return unnoticed(survived, paste)


def _rated_apart(scale: RatingScale, amount: Decimal) -> str:
    decision = decide(scale.as_policy().editions[0], scale.record(amount))
    decided = [each.outcome.name for each in decision.outcomes if each.status is Status.MUST]
    rated = scale.of(amount).name
    return "" if decided == [rated] else f"{amount} is rated {rated}; its policy decides {decided}"


def _unrated(framework: Framework) -> str:
    """Find an audit that has a standard without a rating."""

    def unlike(drawn: AuditSheet | ItemSheet | Inspection) -> str:
        rated, asked = set(rate(drawn, framework).ratings), {row.standard for row in drawn.rows}
        return "" if rated == asked else f"{drawn}: of {asked}, these are rated: {rated}"

    return tried(generate_ratings.evidence(framework), unlike)


def _worse_overall(framework: Framework) -> str:
    """Find ratings where raising one makes the overall rating fall."""
    bands = framework.scale.bands
    counted = [standard.number for standard in framework.standards if standard.counts]
    ratings = st.fixed_dictionaries({number: st.sampled_from(bands) for number in counted})

    def worse(drawn: tuple[dict[str, Band], str, Band]) -> str:
        before, number, to = drawn
        after = {**before, number: max(to, before[number], key=framework.scale.place)}
        was, now = (framework.overall(each).rating for each in (before, after))
        fell = was.band and now.band and was.band.starts > now.band.starts
        return f"{number} raised to {after[number].name}: {was.name} overall becomes {now.name}" if fell else ""

    return tried(st.tuples(ratings, st.sampled_from(counted), st.sampled_from(bands)), worse)
