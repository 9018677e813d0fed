"""The measures before the ten: first-time entrants, and whether children reoffend; a rate also takes a population."""

from datetime import date
from enum import StrEnum

from yosrules.language import Facts, Impossible, Maybe, all_of, between, fact, in_order, is_in, known, never
from yosrules.policies import Better, Count, Edition, Indicator, cite, counts, elapsed, excepted, meets
from yosrules_kpi.endings import Appeal
from yosrules_kpi.old_targets import CourtDisposal
from yosrules_kpi.sources import LOOKED_AT, both, code


class OutcomeGroup(StrEnum):
    """The group of an outcome in the counting code."""

    DIVERSION = "diversion"
    PRE_COURT = "pre-court"
    FIRST_TIER = "first-tier"
    COMMUNITY = "community"
    CUSTODY = "custody"


class FirstOutcome(Facts):
    """One outcome of a child, which may be the first."""

    reference: str
    outcome: Maybe[date] = fact(date, "the date of the outcome")
    age_at_offence: Maybe[int] = fact(int, "age at arrest or offence", low=0, high=25)
    age_at_hearing: Maybe[int] = fact(int, "age at the first hearing", low=0, high=25)
    group: Maybe[OutcomeGroup] = fact(OutcomeGroup, "the group of the outcome")
    appeal: Maybe[Appeal] = fact(Appeal, "the appeal status")
    earlier: Maybe[bool] = fact(bool, "the child has an earlier outcome")


_COUNTED = all_of(
    between(FirstOutcome.age_at_offence, 10, 17),
    FirstOutcome.age_at_hearing <= 17,
    is_in(
        FirstOutcome.group,
        OutcomeGroup.PRE_COURT,
        OutcomeGroup.FIRST_TIER,
        OutcomeGroup.COMMUNITY,
        OutcomeGroup.CUSTODY,
    ),
    is_in(FirstOutcome.appeal, Appeal.NONE, Appeal.DISMISSED),
)
_ENTRANTS = Edition(
    date(2023, 4, 1),
    both(_COUNTED, ~FirstOutcome.earlier, "QS2-fte"),
    cites=code("QS2-fte"),
    checked=LOOKED_AT,
    start_stated=False,
)


class Tracked(Facts):
    """One child of a cohort that is followed up for reoffending."""

    reference: str
    joined: Maybe[date] = fact(date, "the day on which the child joined the cohort")
    reoffended: Maybe[bool] = fact(bool, "the child reoffended")
    reoffences: Maybe[int] = fact(int, "the reoffences proven", low=0)
    offended: Maybe[date] = fact(date, "the day of the first reoffence")
    proven: Maybe[date] = fact(date, "the day on which it was proven")
    offence_month: Maybe[int] = fact(int, "the months from joining to the reoffence", low=0)
    proof_month: Maybe[int] = fact(int, "the months from joining to the proof", low=0)
    followed: Maybe[int] = fact(int, "the months since joining", low=0)

    @classmethod
    def cannot_be(cls) -> tuple[Impossible, ...]:
        """An offence lies after the child joined, and its proof after it; whoever reoffended did so at least once."""
        none = never(cls.reoffended & (cls.reoffences == 0), "a child who reoffended has a reoffence")
        some = never(~cls.reoffended & (cls.reoffences >= 1), "a child who did not reoffend has none")
        return (*in_order(cls.joined, cls.offended), *in_order(cls.offended, cls.proven), none, some)


LOCAL, NATIONAL = "three months to outcome", "six months to outcome"
_MONTHS = {LOCAL: 15, NATIONAL: 18}
_SOURCES = {
    LOCAL: cite("House of Commons, written answer, 11 January 2010", "local measure NI 19"),
    NATIONAL: cite("House of Commons, written answer, 11 January 2010", "national measure, and since"),
}
_RULES = tuple(
    rule
    for name, months in _MONTHS.items()
    for rule in (
        counts(Tracked.followed >= 0, reading=name, cites=_SOURCES[name]),
        excepted(
            "follow-up-open",
            "the follow-up and the wait for outcomes are not over",
            when=Tracked.followed <= months,
            reading=name,
            cites=_SOURCES[name],
        ),
        meets(
            all_of(Tracked.reoffended, Tracked.offence_month <= 12, Tracked.proof_month <= months),
            better=Better.LOWER,
            reading=name,
            cites=_SOURCES[name],
        ),
    )
)

LONGSTANDING = (
    Indicator(
        "first-time-entrants",
        "First-time entrants among children with an outcome",
        about=FirstOutcome,
        dated=FirstOutcome.outcome,
        editions=(_ENTRANTS,),
        not_stated=(
            "the rate per 100,000 of the population: --per takes one",
            "the national count, which is made from police records and not from those of services",
        ),
    ),
    Indicator(
        "use-of-custody",
        "Custodial sentences among court disposals",
        about=CourtDisposal,
        dated=CourtDisposal.sentenced,
        editions=(
            Edition(
                date(2008, 4, 1),
                (counts(known(CourtDisposal.sentenced)), meets(CourtDisposal.custodial, better=Better.LOWER)),
                cites=cite("gov.uk, youth justice statistics, quality and methodology, 12 June 2025", "use of custody"),
                checked=LOOKED_AT,
                start_stated=False,
            ),
        ),
        not_stated=(
            "the day from which it applies: the day after the last target of 2008 stands in",
            "the rate per 1,000 of the population: --per takes one",
        ),
    ),
    Indicator(
        "reoffending",
        "Children who reoffended within a year, and were convicted or cautioned for it",
        about=Tracked,
        dated=Tracked.joined,
        editions=(Edition(date(2007, 4, 1), _RULES, cites=_SOURCES[NATIONAL], start_stated=False),),
        worked_out=(
            elapsed(Tracked.offence_month, since=Tracked.joined, until=Tracked.offended, count=Count.MONTHS),
            elapsed(Tracked.proof_month, since=Tracked.joined, until=Tracked.proven, count=Count.MONTHS),
            elapsed(Tracked.followed, since=Tracked.joined, count=Count.MONTHS),
        ),
        not_stated=(
            "the frequency: sources divide by reoffenders or by the whole cohort; --times reoffences has both",
        ),
    ),
)
