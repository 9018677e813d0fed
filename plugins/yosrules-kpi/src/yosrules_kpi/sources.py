"""On whose word the KPIs are, what wording and counting code are called here, and when they were looked at."""

from datetime import date

from yosrules.language import AllOf, Compare, Condition, ConditionLike, Known, all_of, reads, unless
from yosrules.policies import Citation, Cohort, Edition, Rule, cite, counts, meets

CODED, WORDED, WORDED_FIRST = "as counted", "as worded", "as worded in 2023"
"""The readings: what the Board's counting code does, the wording on gov.uk now, and that of April 2023."""
WORDING = cite("gov.uk, youth justice key performance indicators", "wording in force in 2026")
FIRST_WORDING = cite("Youth justice key performance indicators", "wording of April 2023, in a copy")
STARTS, LOOKED_AT = date(2023, 4, 1), date(2026, 8, 21)
UNTOLD = (
    "which of several interventions in a quarter stands for a child: the most serious outcome, then the latest, is "
    "chosen before",
    "whether the definitions were revised in 2026: nothing was found",
)


def code(where: str) -> Citation:
    """The Board's own counting code, at the commit that was read."""
    return cite("Youth Justice Board, counting code of the KPIs, commit 0a0278d907", where)


def shown(condition: ConditionLike) -> Condition:
    """What a database counts as true: that it is on record and so; a fact not on record counts as no."""
    whole = all_of(condition)
    if isinstance(whole, AllOf) and all(isinstance(part, Compare) for part in whole.parts):
        # The same as below, each fact named once.
        return all_of(whole, *(Known(fact) for fact in reads(whole)))
    return ~unless(whole)


def edition(*rules: Rule[Cohort], where: str) -> Edition[Cohort]:
    """The definition of April 2023, which no later one is known to replace."""
    return Edition(STARTS, rules, cites=code(where), checked=LOOKED_AT)


def both(whom: ConditionLike, met: ConditionLike, where: str) -> tuple[Rule[Cohort], ...]:
    """One definition by two readings: the code drops whoever is not on record and takes unknown for no."""
    return (
        counts(shown(whom), reading=CODED, cites=code(where)),
        counts(whom, reading=WORDED, cites=WORDING),
        meets(shown(met), reading=CODED, cites=code(where)),
        meets(met, reading=WORDED, cites=WORDING),
    )
