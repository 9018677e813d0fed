"""Targets of 2003 to 2008, whose denominators changed with the edition: the same year reads 30% or 9%."""

from datetime import date
from enum import StrEnum
from fractions import Fraction

from yosrules.language import Facts, Maybe, fact, is_in, known
from yosrules.policies import Better, Edition, Indicator, cite, counts, meets

EVIDENCE = cite("House of Commons Home Affairs Committee, HC 193, session 2004-05", "evidence 57")
HANSARD = cite("House of Commons, written answer, 20 October 2008", "targets of youth offending teams")
LAST = date(2008, 3, 31)
NOT_STATED = (
    "the day from which it applies: 1 April of its first year stands in",
    "the day on which it ended: 31 March of its last year, 2007-08, stands in",
)


class Remand(StrEnum):
    """What a court decided until the next hearing."""

    UNCONDITIONAL_BAIL = "unconditional bail"
    CONDITIONAL_BAIL = "conditional bail"
    SUPERVISED_BAIL = "bail supervision and support"
    LOCAL_AUTHORITY = "local authority accommodation"
    SECURE = "secure remand"


class RemandEpisode(Facts):
    """One remand episode of a child."""

    reference: str
    began: Maybe[date] = fact(date, "the day on which it began")
    decision: Maybe[Remand] = fact(Remand, "the decision")


class CourtDisposal(Facts):
    """One disposal by a court."""

    reference: str
    sentenced: Maybe[date] = fact(date, "the date of sentence")
    custodial: Maybe[bool] = fact(bool, "the sentence is custodial")


class FinalWarning(Facts):
    """One final warning of a child, with the assessment for it."""

    reference: str
    given: Maybe[date] = fact(date, "the day on which it was given")
    asset_total: Maybe[int] = fact(int, "the total score of Asset", low=0, high=48)
    serious_harm: Maybe[bool] = fact(bool, "there is a concern of serious harm")
    section_four: Maybe[bool] = fact(bool, "a section of Asset scores 4")
    supported: Maybe[bool] = fact(bool, "the warning is supported by an intervention")


SECURE = Indicator(
    "secure-remands",
    "Secure remands among remand episodes",
    about=RemandEpisode,
    dated=RemandEpisode.began,
    editions=(
        Edition(
            date(2003, 4, 1),
            (
                counts(~is_in(RemandEpisode.decision, Remand.CONDITIONAL_BAIL, Remand.UNCONDITIONAL_BAIL)),
                meets(RemandEpisode.decision == Remand.SECURE, target=Fraction(30, 100), better=Better.LOWER),
            ),
            cites=EVIDENCE,
            start_stated=False,
        ),
        Edition(
            date(2007, 4, 1),
            (
                counts(RemandEpisode.decision != Remand.UNCONDITIONAL_BAIL),
                meets(RemandEpisode.decision == Remand.SECURE, target=Fraction(9, 100), better=Better.LOWER),
            ),
            cites=HANSARD,
            ends=LAST,
            start_stated=False,
        ),
    ),
    not_stated=NOT_STATED,
)
CUSTODY = Indicator(
    "custodial-sentences",
    "Custodial sentences among court disposals",
    about=CourtDisposal,
    dated=CourtDisposal.sentenced,
    editions=tuple(
        Edition(
            date(year, 4, 1),
            (
                counts(known(CourtDisposal.sentenced)),
                meets(CourtDisposal.custodial, target=Fraction(most, 100), better=Better.LOWER),
            ),
            cites=HANSARD,
            ends=ends,
            start_stated=False,
        )
        for year, most, ends in ((2003, 6, None), (2006, 5, LAST))
    ),
    not_stated=NOT_STATED,
)
_NEEDED = (FinalWarning.asset_total >= 12) | FinalWarning.serious_harm | FinalWarning.section_four
WARNINGS = Indicator(
    "final-warnings-supported",
    "Final warnings supported by an intervention",
    about=FinalWarning,
    dated=FinalWarning.given,
    editions=(
        Edition(
            date(2003, 4, 1),
            (counts(known(FinalWarning.given)), meets(FinalWarning.supported, target=Fraction(80, 100))),
            cites=EVIDENCE,
            start_stated=False,
        ),
        Edition(
            date(2006, 4, 1),
            (counts(_NEEDED), meets(FinalWarning.supported, target=Fraction(1))),
            cites=HANSARD,
            ends=LAST,
            start_stated=False,
        ),
    ),
    not_stated=NOT_STATED,
)

OLD_TARGETS = (SECURE, CUSTODY, WARNINGS)
